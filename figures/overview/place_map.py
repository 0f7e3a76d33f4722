"""The map of people by place, in classes of equal size."""

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.gazetteer import countries, provinces
from data_access.release.release import Release
from figures.kit import rows as answer_rows
from figures.kit import words
from figures.kit.labels import STATE, place_in_country, place_name
from figures.kit.map_key import class_bar, with_key
from figures.kit.map_labels import Canvas, named_dots
from figures.kit.maps import MOST_NAMED, REGION, WORLD, _control_lines, _flat, _land, has_provinces, map_layout, nearer
from figures.kit.paper import Paper
from figures.kit.plots import Trace, plot
from figures.kit.rows import Row, RowState, rows_of
from geo.boundaries import BoundaryName, boundary_url
from locales import Translator


def place_map(answer: pd.DataFrame, release: Release, paper: Paper, only: tuple[str, ...] = ()) -> go.Figure:
    """People by province (or, where the release has none, by country): classes of equal size with round limits.

    answer: see data_access.questions.overview.by_place. Withheld places are grey, places with nobody as pale as paper.
    The places with most people have their names. only: the countries or provinces that were chosen; the map shows no
    more of the others than their outline, and comes nearer.
    """
    colours = paper.colours
    by_province = has_provinces(release)
    layer: BoundaryName = "provinces" if by_province else "world"
    canvas = (REGION if by_province else WORLD)[paper.width]
    if only and by_province:
        canvas = nearer(canvas, tuple({code[:2] for code in only}))
    rows = [row for row in rows_of(answer) if not by_province or len(row["place"]) > 2]
    published = [row for row in rows if row["state"] == "count"]
    hidden: dict[RowState, list[str]] = {
        "none": [row["place"] for row in rows if row["state"] == "none"],
        "withheld": [row["place"] for row in rows if row["state"] == "withheld"],
    }
    seen = {row["place"] for row in rows}
    wanted = [code for code in _drawn_places(by_province) if not only or {code, code[:2]} & {*only}]
    hidden[release.absent] += [code for code in wanted if code not in seen]
    grounds: dict[RowState, str] = {"none": colours.none, "withheld": colours.withheld}
    traces = [_land(canvas, colours)]
    for state, codes in hidden.items():
        traces += _named(layer, codes, grounds[state], STATE[state], paper)
    if published:
        traces.append(_classes(published, layer, paper))
    traces += [_control_lines(colours), *_place_names(published, by_province, canvas, paper)]
    entries = [(grounds[state], None, paper.t.gettext(STATE[state])) for state, codes in hidden.items() if codes]
    layout = map_layout(canvas, paper)
    return plot(
        traces, with_key(layout, entries, canvas, paper, has_bar=any(trace.get("showscale") for trace in traces))
    )


@cache
def _drawn_places(by_province: bool) -> tuple[str, ...]:
    drawn = provinces() if by_province else countries()
    return tuple(code for code in drawn["code"] if code != "PK-PB")


def _classes(published: Sequence[Row], layer: BoundaryName, paper: Paper) -> Trace:
    t = paper.t
    counts = np.array([int(row["count"]) for row in published])
    limits = _class_limits(counts)
    steps = _steps(paper.colours.sequential, len(limits) + 1)
    return {
        "type": "choropleth",
        "geojson": boundary_url(layer),
        "locations": [row["place"] for row in published],
        "z": np.searchsorted(limits, counts, side="right"),
        "zmin": -0.5,
        "zmax": len(limits) + 0.5,
        "colorscale": _staircase(steps),
        "marker": {"line": {"color": paper.colours.core_border, "width": 0.6}},
        "hovertext": [f"<b>{place_in_country(row['place'], t)}</b><br>{words.row_people(row, t)}" for row in published],
        "hoverinfo": "text",
        "showscale": bool(limits),
        "colorbar": class_bar(limits, t.gettext("People"), paper),
    }


def _named(layer: BoundaryName, codes: Sequence[str], colour: str, state: str, paper: Paper) -> list[Trace]:
    """Places without a number, in one colour, with the reason on hover and in the key of the map."""
    if not codes:
        return []
    reason = paper.t.gettext(state)
    return [
        {
            **_flat(layer, codes, colour, paper.colours),
            "text": [place_in_country(code, paper.t) for code in codes],
            "hovertemplate": f"<b>%{{text}}</b><br>{reason}<extra></extra>",
            "hoverinfo": "text",
            "name": reason,
        }
    ]


def _place_names(published: Sequence[Row], by_province: bool, canvas: Canvas, paper: Paper) -> list[Trace]:
    """The names of the places with most people, as far as they find room."""
    points = _label_points(by_province)
    largest = sorted(published, key=lambda row: -int(row["count"]))[: MOST_NAMED if canvas.width > 600 else 3]
    largest = [row for row in largest if row["place"] in points]
    if not largest:
        return []
    longitude, latitude = zip(*(points[row["place"]] for row in largest), strict=True)
    labels = [place_name(row["place"], paper.t) for row in largest]
    return named_dots(longitude, latitude, labels, canvas, paper.colours)


@cache
def _label_points(by_province: bool) -> dict[str, tuple[float, float]]:
    frame = provinces() if by_province else countries()
    points = zip(frame["label_lon"].astype(float), frame["label_lat"].astype(float), strict=True)
    return dict(zip(frame["code"], points, strict=True))


def place_map_words(answer: pd.DataFrame, t: Translator) -> str:
    """The three places with the most people, in words."""
    rows = sorted(answer_rows.published(answer), key=lambda row: -int(row["count"]))[:3]
    if not rows:
        return t.gettext("Map of people identified: nothing may be shown.")
    said = [
        t.gettext("{name}, {people}").format(name=place_in_country(row["place"], t), people=words.row_people(row, t))
        for row in rows
    ]
    return t.gettext("Map of people by place. Most: {rows}.").format(rows=t.gettext("; ").join(said))


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
