"""Maps of places: drawn as SVG from our own boundary files, which the browser fetches once."""

import math
import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from shapely import box

from data_access.gazetteer import countries, provinces
from data_access.release import Release
from geo.boundaries import BoundaryName, boundary_url, load_boundaries
from geo.projection import MapFrame, from_pixels
from locales import N_, Translator
from ui import words
from ui.map_key import class_bar, with_key
from ui.map_labels import Drawing, named_dots
from ui.palette import Palette
from ui.plots import CLEAR, FAMILY, Trace, hover_label, is_rtl, plot
from ui.viewport import Width

# Plotly asks for a world topology even when it draws none: this folder holds empty ones (see docs/geography.md)
CONFIG = {"topojsonURL": "/app/static/topojson/", "displayModeBar": False, "scrollZoom": False, "doubleClick": False}
# as wide as pages draw maps in the narrower windows of each class: names that keep apart there do so in the wider ones
WIDTHS: dict[Width, int] = {"desktop": 610, "tablet": 360, "phone": 300}


def fitted(frame: MapFrame, width: int, base: BoundaryName) -> Drawing:
    """A map as high as its frame is for its width: no water above and below it."""
    return Drawing(frame, width, round(width * frame.height_by_width), base)


# on a phone the countries themselves fill the map, elsewhere there is room for their neighbours
_REGION, _NEAR = MapFrame(44.2, 77.8, 23.3, 46.2, (27, 42)), MapFrame(45.6, 76.6, 23.3, 46.2, (27, 42))
_WORLD = MapFrame(-170, 190, -54, 76)
REGION: dict[Width, Drawing] = {
    name: fitted(_NEAR if name == "phone" else _REGION, width, "region") for name, width in WIDTHS.items()
}
WORLD: dict[Width, Drawing] = {name: fitted(_WORLD, width, "world") for name, width in WIDTHS.items()}

NOTE_SIZE = 9  # pixels of the letters in the picture's own note
PICTURE_NOTE = N_(
    "The boundaries and names shown do not imply official endorsement or acceptance by the United Nations. "
    "Dotted: lines of control and contested boundaries."
)
MOST_NAMED = 7  # places with their name on the map
CONTROL_LINES = (
    "line-of-control",
    "siachen",
    "line-of-actual-control",
    "durand-line",
    "kosovo",
    "west-bank-and-gaza",
    "western-sahara",
)


def has_provinces(release: Release, dimension: str = "province") -> bool:
    """Does the release publish provinces, or only countries? Chance may have it name one that nobody was found in."""
    return any(len(code) > 2 for code in release.published_codes(dimension))


def place_map(
    answer: pd.DataFrame,
    release: Release,
    t: Translator,
    colours: Palette,
    width: Width,
    only: tuple[str, ...] = (),
) -> go.Figure:
    """People by province (or, where the release has none, by country): classes of equal size with round limits.

    answer: see data_access.questions.by_place. Withheld places are grey, places with nobody as pale as paper.
    The places with most people have their names. only: the countries that were chosen; the map shows no more of the
    others than their outline, and comes nearer.
    """
    by_province = has_provinces(release)
    layer: BoundaryName = "provinces" if by_province else "world"
    drawing = (REGION if by_province else WORLD)[width]
    if only and by_province:
        drawing = nearer(drawing, only)
    rows = [row for row in words.rows_of(answer) if not by_province or len(row["place"]) > 2]
    published = [row for row in rows if row["state"] == "count"]
    hidden = {
        "none": [row["place"] for row in rows if row["state"] == "none"],
        "withheld": [row["place"] for row in rows if row["state"] == "withheld"],
    }
    seen = {row["place"] for row in rows}
    wanted = [code for code in _drawn_places(by_province) if not only or code[:2] in only]
    hidden[release.absent] += [code for code in wanted if code not in seen]
    grounds = {"none": colours.none, "withheld": colours.withheld}
    traces = [_land(drawing, colours)]
    for state, codes in hidden.items():
        traces += _named(layer, codes, grounds[state], words.STATE[state], t, colours)
    if published:
        traces.append(_classes(published, layer, t, colours))
    traces += [_control_lines(colours), *_place_names(published, by_province, drawing, t, colours)]
    entries = [(grounds[state], None, t.gettext(words.STATE[state])) for state, codes in hidden.items() if codes]
    layout = map_layout(drawing, t, colours)
    return plot(
        traces, with_key(layout, entries, drawing, t, colours, has_bar=any(trace.get("showscale") for trace in traces))
    )


@cache
def nearer(drawing: Drawing, only: tuple[str, ...]) -> Drawing:
    """The same map, closer to some countries; unchanged where it has no provinces of theirs."""
    shapes = load_boundaries("provinces")
    shapes = shapes[shapes["country"].isin(only)]
    if shapes.empty:
        return drawing
    west, south, east, north = (float(edge) for edge in shapes.total_bounds)
    high = (north - south) * 1.1
    wide = (east - west) * 1.1
    # the longer side of the map shows more around the countries instead of water
    stretch = math.cos(math.radians((south + north) / 2)) * drawing.height / drawing.width
    high, wide = max(high, wide * stretch), max(wide, high / stretch)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    frame = MapFrame(
        middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2, drawing.frame.parallels
    )
    return fitted(frame, drawing.width, drawing.base)


@cache
def _drawn_places(by_province: bool) -> tuple[str, ...]:
    drawn = provinces() if by_province else countries()
    return tuple(code for code in drawn["code"] if code != "PK-PB")


def _classes(published: list[dict[str, Any]], layer: BoundaryName, t: Translator, colours: Palette) -> Trace:
    counts = np.array([int(row["count"]) for row in published])
    limits = _class_limits(counts)
    steps = _steps(colours.sequential, len(limits) + 1)
    return {
        "type": "choropleth",
        "geojson": boundary_url(layer),
        "locations": [row["place"] for row in published],
        "z": np.searchsorted(limits, counts, side="right"),
        "zmin": -0.5,
        "zmax": len(limits) + 0.5,
        "colorscale": _staircase(steps),
        "marker": {"line": {"color": colours.core_border, "width": 0.6}},
        "hovertext": [
            f"<b>{words.place_in_country(row['place'], t)}</b><br>{words.row_people(row, t)}" for row in published
        ],
        "hoverinfo": "text",
        "showscale": bool(limits),
        "colorbar": class_bar(limits, t.gettext("People"), t, colours),
    }


def _named(
    layer: BoundaryName, codes: Sequence[str], colour: str, state: str, t: Translator, colours: Palette
) -> list[Trace]:
    """Places without a number, in one colour, with the reason on hover and in the key of the map."""
    if not codes:
        return []
    reason = t.gettext(state)
    return [
        {
            **_flat(layer, codes, colour, colours),
            "text": [words.place_in_country(code, t) for code in codes],
            "hovertemplate": f"<b>%{{text}}</b><br>{reason}<extra></extra>",
            "hoverinfo": "text",
            "name": reason,
        }
    ]


def _place_names(
    published: list[dict[str, Any]], by_province: bool, drawing: Drawing, t: Translator, colours: Palette
) -> list[Trace]:
    """The names of the places with most people, as far as they find room."""
    points = _label_points(by_province)
    largest = sorted(published, key=lambda row: -int(row["count"]))[: MOST_NAMED if drawing.width > 600 else 3]
    largest = [row for row in largest if row["place"] in points]
    if not largest:
        return []
    longitude, latitude = zip(*(points[row["place"]] for row in largest), strict=True)
    labels = [words.place_name(row["place"], t) for row in largest]
    return named_dots(longitude, latitude, labels, drawing, colours)


@cache
def _label_points(by_province: bool) -> dict[str, tuple[float, float]]:
    frame = provinces() if by_province else countries()
    points = zip(frame["label_lon"].astype(float), frame["label_lat"].astype(float), strict=True)
    return dict(zip(frame["code"], points, strict=True))


def place_map_words(answer: pd.DataFrame, t: Translator) -> str:
    """The three places with the most people, in words."""
    rows = sorted(words.published(answer), key=lambda row: -int(row["count"]))[:3]
    if not rows:
        return t.gettext("Map of people identified: nothing may be shown.")
    said = [
        t.gettext("{name}, {people}").format(
            name=words.place_in_country(row["place"], t), people=words.row_people(row, t)
        )
        for row in rows
    ]
    return t.gettext("Map of people by place. Most: {rows}.").format(rows=t.gettext("; ").join(said))


def map_layout(drawing: Drawing, t: Translator, colours: Palette) -> dict[str, Any]:
    """The layout of a map: water, no frame, our projection, nothing that moves; below it, in the picture itself, whose
    boundaries it shows, so that no copy of the map is without it."""
    frame = drawing.frame
    note = _picture_note(drawing, t)
    projection: dict[str, Any] = {"type": "natural earth", "rotation": {"lon": frame.middle}}
    if frame.parallels:
        projection = {"type": "conic conformal", "parallels": frame.parallels, "rotation": {"lon": frame.middle}}
    return {
        "width": drawing.width,
        "height": drawing.height + note_height(drawing, t),
        "margin": {"l": 0, "r": 0, "t": 0, "b": note_height(drawing, t), "autoexpand": False},
        "title": {
            "text": "<br>".join(note),
            "font": {"size": NOTE_SIZE, "color": colours.quiet_text},
            "x": 1 if is_rtl(t) else 0,
            "xanchor": "right" if is_rtl(t) else "left",
            "y": 0,
            "yref": "container",
            "yanchor": "bottom",
            # Plotly puts the first line at the bottom and all others below it
            "pad": {"b": 3 + round(1.3 * NOTE_SIZE * (len(note) - 1)), "l": 4, "r": 4},
        },
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": CLEAR,
        "font": {"family": FAMILY, "color": colours.text, "size": 12},
        "hoverlabel": hover_label(t),
        "geo": {
            "visible": False,
            "projection": projection,
            # Plotly would put the middle of the range of latitudes there, and cut off the far corners
            "center": {"lon": frame.middle, "lat": round(frame.middle_latitude, 3)},
            "lonaxis": {"range": [frame.west, frame.east]},
            "lataxis": {"range": [frame.south, frame.north]},
            "bgcolor": colours.water,
            "domain": {"x": [0, 1], "y": [0, 1]},
        },
    }


def note_height(drawing: Drawing, t: Translator) -> int:
    """Pixels of the strip below a map that says whose boundaries it shows."""
    return round(1.3 * NOTE_SIZE * len(_picture_note(drawing, t))) + 6


def _picture_note(drawing: Drawing, t: Translator) -> list[str]:
    return textwrap.wrap(t.gettext(PICTURE_NOTE), round(drawing.width / (0.64 * NOTE_SIZE)))


def base_map(drawing: Drawing, colours: Palette) -> list[Trace]:
    """What lies under flows: the land of all countries in one quiet colour, and the contested boundaries dotted."""
    return [_land(drawing, colours), _control_lines(colours)]


def _land(drawing: Drawing, colours: Palette) -> Trace:
    return {**_flat(drawing.base, _seen(drawing), colours.land, colours), "hoverinfo": "skip"}


@cache
def _seen(drawing: Drawing) -> tuple[str, ...]:
    """The countries of which a map shows a part: the browser would draw the others as well, out of sight."""
    across, down = np.meshgrid(np.linspace(0, drawing.width, 20), np.linspace(0, drawing.height, 20))
    longitude, latitude = from_pixels(across, down, drawing.frame, width=drawing.width, height=drawing.height)
    shapes = load_boundaries(drawing.base)
    view = box(longitude.min(), latitude.min(), longitude.max(), latitude.max())
    return tuple(shapes.loc[shapes.intersects(view), "code"])


def _control_lines(colours: Palette) -> Trace:
    """The lines of control and contested boundaries, dotted over whatever is drawn."""
    return {
        **_flat("control_dashes", CONTROL_LINES, colours.quiet_text, colours),
        "marker": {"line": {"color": colours.none, "width": 0.7}},  # a halo, so that dots show on dark and pale land
        "hoverinfo": "skip",
    }


def _flat(layer: BoundaryName, codes: Sequence[str], colour: str, colours: Palette) -> Trace:
    """Places in one colour."""
    return {
        "type": "choropleth",
        "geojson": boundary_url(layer),
        "locations": list(codes),
        "z": [0] * len(codes),
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "marker": {"line": {"color": colours.border, "width": 0.5}},
    }


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
