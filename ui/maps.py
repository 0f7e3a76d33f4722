"""Maps of places: drawn as SVG from our own boundary files, which the browser fetches once."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.gazetteer import countries, provinces
from data_access.release import Release
from geo.boundaries import BoundaryName, boundary_url
from geo.projection import MapFrame
from locales import Translator
from ui import words
from ui.palette import Palette
from ui.viewport import Width

# Plotly asks for a world topology even when it draws none: this folder holds empty ones (see docs/geography.md)
CONFIG = {"topojsonURL": "/app/static/topojson/", "displayModeBar": False, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True)
class Drawing:
    """A map frame and the pixels that a page gives it. `width` is what the page's layout leaves for the map."""

    frame: MapFrame
    width: int
    height: int
    base: BoundaryName


REGION: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(40.0, 82.5, 23.2, 46.3, (27, 42)), 730, 480, "region"),
    "tablet": Drawing(MapFrame(42.5, 79.5, 23.2, 46.3, (27, 42)), 470, 360, "region"),
    "phone": Drawing(MapFrame(43.5, 78.5, 23.2, 46.3, (27, 42)), 320, 260, "region"),
}
WORLD: dict[Width, Drawing] = {
    "desktop": Drawing(MapFrame(-170, 190, -54, 76), 730, 400, "world"),
    "tablet": Drawing(MapFrame(-170, 190, -54, 76), 470, 300, "world"),
    "phone": Drawing(MapFrame(-170, 190, -54, 76), 320, 200, "world"),
}


CONTROL_LINES = (
    "line-of-control",
    "siachen",
    "line-of-actual-control",
    "durand-line",
    "kosovo",
    "west-bank-and-gaza",
    "western-sahara",
)


def has_provinces(release: Release) -> bool:
    """Does the release know provinces, or only countries?"""
    return any(len(code) > 2 for code in release.codes("province"))


def place_map(answer: pd.DataFrame, release: Release, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """People by province (or, where the release has none, by country): classes of equal size with round limits.

    answer: see data_access.questions.by_place. Withheld places are grey; places without a row are as pale as paper.
    """
    by_province = has_provinces(release)
    layer: BoundaryName = "provinces" if by_province else "world"
    rows = answer[answer["place"].str.len() > 2] if by_province else answer
    figure = base_map((REGION if by_province else WORLD)[width], colours)
    drawn = provinces() if by_province else countries()
    everywhere = [code for code in drawn["code"] if code != "PK-PB"]
    published = rows[rows["state"] == "count"]
    withheld = rows[rows["state"] == "withheld"]
    nothing = [code for code in everywhere if code not in set(rows["place"])]
    empty = t.gettext("None recorded")
    _flat(
        figure,
        layer,
        nothing,
        colours.none,
        colours,
        [f"<b>{words.place_in_country(c, t)}</b><br>{empty}" for c in nothing],
    )
    _flat(
        figure,
        layer,
        withheld["place"].tolist(),
        colours.withheld,
        colours,
        [
            f"<b>{words.place_in_country(row['place'], t)}</b><br>{words.row_people(row, t)}"
            for _, row in withheld.iterrows()
        ],
    )
    if len(published):
        counts = published["count"].astype(int).to_numpy()
        limits = _class_limits(counts)
        classes = np.searchsorted(limits, counts, side="right")
        steps = _steps(colours.sequential, len(limits) + 1)
        figure.add_choropleth(
            geojson=boundary_url(layer),
            locations=published["place"].to_numpy(),
            z=classes,
            zmin=-0.5,
            zmax=len(limits) + 0.5,
            colorscale=_staircase(steps),
            marker_line={"color": colours.core_border, "width": 0.6},
            hovertext=[
                f"<b>{words.place_in_country(row['place'], t)}</b><br>{words.row_people(row, t)}"
                for _, row in published.iterrows()
            ],
            hoverinfo="text",
            colorbar={
                "orientation": "h",
                "x": 0.02,
                "xanchor": "left",
                "y": 0.01,
                "yanchor": "bottom",
                "len": 0.46,
                "thickness": 10,
                "outlinewidth": 0,
                "tickvals": [position + 0.5 for position in range(len(limits))],
                "ticktext": [t.number(limit) for limit in limits],
                "title": {"text": t.gettext("People"), "side": "top"},
            },
        )
    add_control_lines(figure, colours)
    return figure


def place_map_words(answer: pd.DataFrame, t: Translator) -> str:
    """The three places with the most people, in words."""
    rows = answer[answer["state"] == "count"].sort_values("count", ascending=False).head(3)
    if rows.empty:
        return t.gettext("Map of people identified: nothing may be shown.")
    said = [
        t.gettext("{name}, {people}").format(
            name=words.place_in_country(row["place"], t), people=words.row_people(row, t)
        )
        for _, row in rows.iterrows()
    ]
    return t.gettext("Map of people by place. Most: {rows}.").format(rows="; ".join(said))


def base_map(drawing: Drawing, colours: Palette) -> go.Figure:
    """An empty map: water, and the land of all countries in one quiet colour."""
    frame = drawing.frame
    projection: dict[str, Any] = {"type": "natural earth", "rotation": {"lon": frame.middle}}
    if frame.parallels:
        projection = {"type": "conic conformal", "parallels": frame.parallels, "rotation": {"lon": frame.middle}}
    figure = go.Figure()
    figure.update_layout(
        height=drawing.height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        showlegend=False,
        dragmode=False,
        paper_bgcolor=colours.water,
        font={"color": colours.text, "size": 12},
        geo={
            "visible": False,
            "projection": projection,
            "lonaxis": {"range": [frame.west, frame.east]},
            "lataxis": {"range": [frame.south, frame.north]},
            "bgcolor": colours.water,
            "domain": {"x": [0, 1], "y": [0, 1]},
        },
    )
    _flat(figure, drawing.base, countries()["code"].tolist(), colours.land, colours, None)
    return figure


def add_control_lines(figure: go.Figure, colours: Palette) -> None:
    """Dot the lines of control and contested boundaries over whatever is drawn."""
    figure.add_choropleth(
        geojson=boundary_url("control_dashes"),
        locations=CONTROL_LINES,
        z=[0] * len(CONTROL_LINES),
        colorscale=[[0, colours.quiet_text], [1, colours.quiet_text]],
        showscale=False,
        marker_line={"color": colours.none, "width": 0.7},  # a halo, so that dots show on dark and on pale land
        hoverinfo="skip",
    )


def _flat(
    figure: go.Figure,
    layer: BoundaryName,
    codes: Sequence[str],
    colour: str,
    colours: Palette,
    hover: list[str] | None,
) -> None:
    if not codes:
        return
    figure.add_choropleth(
        geojson=boundary_url(layer),
        locations=codes,
        z=[0] * len(codes),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        marker_line={"color": colours.border, "width": 0.5},
        hovertext=hover,
        hoverinfo="text" if hover else "skip",
    )


def _class_limits(counts: np.ndarray) -> list[int]:
    """Up to four round limits between classes of about equal size."""
    limits = []
    for share in (0.2, 0.4, 0.6, 0.8):
        value = float(np.quantile(counts, share))
        power = 10 ** max(0, math.floor(math.log10(max(value, 1))))
        limit = int(max(1, round(value / power * 2) / 2 * power))
        if limit > counts.min() and limit < counts.max() and limit not in limits:
            limits.append(limit)
    return sorted(limits)


def _steps(colours: tuple[str, ...], number: int) -> list[str]:
    return [colours[round(position * (len(colours) - 1) / max(number - 1, 1))] for position in range(number)]


def _staircase(steps: list[str]) -> list[list[object]]:
    scale: list[list[object]] = []
    for position, colour in enumerate(steps):
        scale += [[position / len(steps), colour], [(position + 1) / len(steps), colour]]
    return scale
