"""The maps of the Hotspots page: rates, ratios and clusters by area, with every state of not knowing told apart."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from data_access.hotspot_questions import area_places, areas
from geo.boundaries import boundary_url, load_boundaries
from locales import N_, Translator
from ui import gap_words, hotspot_words, maps, words
from ui.hotspot_patterns import Pattern, pattern_traces
from ui.map_labels import Drawing, label_sides, label_traces, point_boxes
from ui.palette import DARK, Palette
from ui.plots import Trace, plot
from ui.viewport import Width

MOST_NAMED = 7
RELATIVE_LIMITS = (0.5, 0.8, 1.25, 2.0, 4.0)
# vik (Crameri), trimmed: below the country's rate, about it, above it
RELATIVE_LIGHT = ("#3a7ca5", "#8fb8d0", "#e3e0da", "#ddb08c", "#b9703f", "#7a3a12")
RELATIVE_DARK = ("#5b9cc4", "#345f7d", "#3b4249", "#7d5a41", "#c1834f", "#f0c69a")
PATTERN: dict[str, Pattern] = {"withheld": "hatch", "no_population": "cross", "unreliable": "dots", "none": "rings"}
STATES = ("withheld", "no_population", "none")
GAP_COLOURS = {"gap": 6, "high_rate": 2, "low_service": 4, "none": 0}  # steps of the sequential palette
SWATCH = 14  # pixels
# a row of the key: ground (None for none), pattern or "outline" (None for none), words
Entry = tuple[str | None, str | None, str]


def rate_map(
    rates: pd.DataFrame, measure: str, t: Translator, colours: Palette, width: Width, only: tuple[str, ...] = ()
) -> go.Figure:
    """Areas by one measure: smoothed, raw, relative (see ui.hotspot_statistics.hotspot_rates) or cluster.

    Grey and hatched: withheld; sand and cross-hatched: no population; paper and rings: none recorded; dotted over its
    colour: unreliable. Outlined: the published finding. only: the countries that were chosen.
    """
    drawing = maps.REGION[width]
    if only:
        drawing = maps.nearer(drawing, only)
    rows = words.rows_of(rates)
    with_rate = [row for row in rows if row["shown"] in ("rate", "unreliable")]
    states = {state: tuple(row["place"] for row in rows if row["shown"] == state) for state in PATTERN}
    land, control_lines = maps.base_map(drawing, colours)
    traces = [land, *_states(rows, t, colours)]
    key = [state for state in (*STATES, "unreliable") if states[state]]
    if measure == "cluster":
        traces += _cluster_layers(with_rate, t, colours)
        untested = tuple(row["place"] for row in with_rate if not row["is_tested"])
        states["unreliable"] = untested
        key = [state for state in key if state != "unreliable"] + (["untested"] if untested else [])
    elif with_rate:
        traces.append(_value_layer(with_rate, measure, t, colours, drawing))
    nearness = _nearness(drawing, width)
    for state, places in states.items():
        traces += pattern_traces(places, PATTERN[state], colours, nearness)
    finding = [area for area in hotspot_words.PUBLISHED_AREAS if not only or area[:2] in only]
    if finding:
        traces.append(_outline(finding, colours))
        key.append("published")
    traces.append(control_lines)
    traces += _names(_named_rows(with_rate, measure), drawing, t, colours)
    entries = _cluster_key(with_rate, t, colours) if measure == "cluster" else []
    entries += _key(key, t, colours)
    layout = maps.map_layout(drawing, t, colours)
    return plot(traces, {**layout, **_drawn_key(entries, drawing, colours, layout, at_left=measure == "cluster")})


def gap_map(gaps: pd.DataFrame, t: Translator, colours: Palette, width: Width, only: tuple[str, ...] = ()) -> go.Figure:
    """Areas by whether the rate is high and few people reach a service: see ui.hotspot_statistics.coverage_gaps."""
    drawing = maps.REGION[width]
    if only:
        drawing = maps.nearer(drawing, only)
    rows = words.rows_of(gaps)
    land, control_lines = maps.base_map(drawing, colours)
    traces = [land]
    unknown = tuple(row["place"] for row in rows if row["gap"] == "")
    steps = {kind: colours.sequential[step] for kind, step in GAP_COLOURS.items()}
    hover = {row["place"]: "<br>".join(gap_words.lines(row, t)) for row in rows}
    if unknown:
        traces.append(_flat(unknown, colours.withheld, hover, colours))
    for kind, colour in steps.items():
        places = tuple(row["place"] for row in rows if row["gap"] == kind)
        if places:
            traces.append(_flat(places, colour, hover, colours))
    traces += [*pattern_traces(unknown, "hatch", colours, _nearness(drawing, width)), control_lines]
    traces += _names([row for row in rows if row["gap"] in ("gap", "low_service")][:MOST_NAMED], drawing, t, colours)
    entries: list[Entry] = [(steps[kind], None, t.gettext(gap_words.GAPS[kind])) for kind in steps]
    entries += [(colours.withheld, "hatch", t.gettext(gap_words.GAPS[""]))] if unknown else []
    layout = maps.map_layout(drawing, t, colours)
    return plot(traces, {**layout, **_drawn_key(entries, drawing, colours, layout, at_left=True)})


def _states(rows: Sequence[Mapping[str, Any]], t: Translator, colours: Palette) -> list[Trace]:
    """Areas without a rate, each state in its colour."""
    traces = []
    for state in STATES:
        found = [row for row in rows if row["shown"] == state]
        if found:
            hover = {row["place"]: "<br>".join(hotspot_words.area_lines(row, t)) for row in found}
            traces.append(_flat([row["place"] for row in found], state_colour(state, colours), hover, colours))
    return traces


def state_colour(state: str, colours: Palette) -> str:
    """The ground of an area without a rate."""
    sand = "#4a3f2c" if colours is DARK else "#e9dcc0"
    return {"withheld": colours.withheld, "none": colours.none, "no_population": sand}.get(state, colours.land)


def _value_layer(
    rows: Sequence[Mapping[str, Any]], measure: str, t: Translator, colours: Palette, drawing: Drawing
) -> Trace:
    column = {"smoothed": "smoothed", "raw": "rate", "relative": "relative_risk"}[measure]
    rows = [row for row in rows if not math.isnan(row[column])] or list(rows)
    values = np.array([row[column] for row in rows])
    if measure == "relative":
        limits: Sequence[float] = RELATIVE_LIMITS
        steps = list(RELATIVE_DARK if colours is DARK else RELATIVE_LIGHT)
        title = t.gettext("Times the country's rate")
    else:
        limits = class_limits(values)
        last = len(colours.sequential) - 1
        steps = [colours.sequential[round(step * last / max(len(limits), 1))] for step in range(len(limits) + 1)]
        title = t.gettext("People per 100,000 a year")
    places, classes, hover = [], [], []
    for row, value in zip(rows, values, strict=True):
        for place in drawn_places(row["place"]):
            places.append(place)
            classes.append(int(np.searchsorted(limits, value, side="right")))
            hover.append("<br>".join(hotspot_words.area_lines(row, t)))
    return {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": places,
        "z": np.array(classes),
        "zmin": -0.5,
        "zmax": len(limits) + 0.5,
        "colorscale": [
            [edge / len(steps), colour] for position, colour in enumerate(steps) for edge in (position, position + 1)
        ],
        "marker": {"line": {"color": colours.core_border, "width": 0.6}},
        "hovertext": hover,
        "hoverinfo": "text",
        "showscale": bool(len(limits)),
        "colorbar": maps.class_key(limits, title, t, colours, 12 if drawing.width > 600 else 10),
    }


def _cluster_layers(rows: Sequence[Mapping[str, Any]], t: Translator, colours: Palette) -> list[Trace]:
    """Areas within a cluster that are high themselves dark, others within pale, the rest plain; and its number."""
    kinds: dict[str, list[Mapping[str, Any]]] = {"high": [], "within": [], "outside": []}
    for row in rows:
        kinds[_kind(row)].append(row)
    shades = _shades(colours)
    traces = []
    for kind, found in kinds.items():
        if found:
            hover = {row["place"]: "<br>".join(_cluster_lines(row, t)) for row in found}
            traces.append(_flat([row["place"] for row in found], shades[kind], hover, colours))
    return traces


def _kind(row: Mapping[str, Any]) -> str:
    if pd.isna(row["cluster"]):
        return "outside"
    return "high" if row["relative_lower"] > 1 else "within"


def _shades(colours: Palette) -> dict[str, str]:
    return {"high": colours.sequential[-2], "within": colours.sequential[1], "outside": colours.none}


def _cluster_key(rows: Sequence[Mapping[str, Any]], t: Translator, colours: Palette) -> list[Entry]:
    labels = {
        "high": t.gettext("In a cluster, and high itself"),
        "within": t.gettext("In a cluster, not high itself"),
        "outside": t.gettext("In no cluster"),
    }
    found = {_kind(row) for row in rows}
    return [(shade, None, labels[kind]) for kind, shade in _shades(colours).items() if kind in found]


def _cluster_lines(row: Mapping[str, Any], t: Translator) -> list[str]:
    lines = hotspot_words.area_lines(row, t)
    if not row["is_tested"]:
        return [*lines, t.gettext(hotspot_words.SHOWN["untested"])]
    if pd.isna(row["cluster"]):
        return lines
    return [*lines, t.gettext("Cluster {number}").format(number=t.number(int(row["cluster"])))]


def _flat(places: Sequence[str], colour: str, hover: Mapping[str, str], colours: Palette) -> Trace:
    drawn = [(place, hover[area]) for area in places for place in drawn_places(area)]
    return {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": [place for place, _ in drawn],
        "z": np.zeros(len(drawn)),
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "marker": {"line": {"color": colours.border, "width": 0.5}},
        "hovertext": [text for _, text in drawn],
        "hoverinfo": "text",
    }


def _outline(places: Sequence[str], colours: Palette) -> Trace:
    return {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": list(places),
        "z": np.zeros(len(places)),
        "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
        "showscale": False,
        "marker": {"line": {"color": colours.categories[1], "width": 2.4}},
        "hoverinfo": "skip",
    }


def _named_rows(rows: Sequence[Mapping[str, Any]], measure: str) -> list[Mapping[str, Any]]:
    if measure == "cluster":
        high = [row for row in rows if not pd.isna(row["cluster"]) and row["relative_lower"] > 1]
        return sorted(high, key=lambda row: -row["relative_risk"])
    column = {"smoothed": "smoothed", "raw": "rate", "relative": "relative_risk"}[measure]
    return sorted((row for row in rows if row[column] == row[column]), key=lambda row: -row[column])


def _names(rows: Sequence[Mapping[str, Any]], drawing: Drawing, t: Translator, colours: Palette) -> list[Trace]:
    """The names of the first areas, as far as they find room."""
    points = area_points()
    first = list(rows)[: MOST_NAMED if drawing.width > 600 else 3]
    first = [row for row in first if drawing.frame.contains(*points[row["place"]])]
    if not first:
        return []
    longitude, latitude = zip(*(points[row["place"]] for row in first), strict=True)
    labels = [words.place_name(row["place"], t) for row in first]
    sides = label_sides(labels, point_boxes(longitude, latitude, drawing, 2), drawing)
    dots = {
        "type": "scattergeo",
        "lon": list(longitude),
        "lat": list(latitude),
        "mode": "markers",
        "marker": {"size": 4, "color": colours.text, "line": {"color": colours.land, "width": 1}},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return [dots, *label_traces(longitude, latitude, labels, sides, drawing, colours, gap=4)]


def _nearness(drawing: Drawing, width: Width) -> float:
    """How many times nearer a map is than the whole region: patterns keep their spacing on the screen."""
    whole, frame = maps.REGION[width].frame, drawing.frame
    return max(1.0, (whole.north - whole.south) / (frame.north - frame.south))


def _key(states: Sequence[str], t: Translator, colours: Palette) -> list[Entry]:
    labels = {**hotspot_words.SHOWN, "published": N_("Named by a published study"), "withheld": words.STATE["withheld"]}
    entries: list[Entry] = []
    for state in states:
        ground = None if state == "published" else state_colour(state, colours)
        pattern = "dots" if state == "untested" else PATTERN.get(state, "outline")
        entries.append((ground, pattern, t.gettext(labels[state])))
    return entries


def _drawn_key(
    entries: Sequence[Entry], drawing: Drawing, colours: Palette, base: dict[str, Any], at_left: bool = False
) -> dict[str, Any]:
    """A key with patterns, which Plotly's own has not: swatches and words in the corner of the map."""
    shapes: list[Trace] = []
    annotations: list[Trace] = []
    size = 12 if drawing.width > 600 else 10
    row_height = SWATCH + 6
    # on a phone the key would cover the map: it gets a strip of its own below
    below = drawing.width < 400
    height = row_height * len(entries)
    for position, (ground, pattern, text) in enumerate(entries):
        bottom = height - row_height * (position + 1) + 4
        if below:
            bottom -= height + 4
        left = 6
        anchored = {"xref": "paper", "yref": "paper", "xanchor": 0, "yanchor": 0}
        anchored |= {"xsizemode": "pixel", "ysizemode": "pixel"}
        if not below and not at_left:
            left = -int(0.56 * size * max(len(label) for _, _, label in entries)) - SWATCH - 14
            anchored["xanchor"] = 1
        square = {**anchored, "type": "rect", "x0": left, "x1": left + SWATCH, "y0": bottom, "y1": bottom + SWATCH}
        edge = {"color": colours.categories[1], "width": 2.2} if pattern == "outline" else None
        shapes.append(
            {
                **square,
                "fillcolor": ground or "rgba(0,0,0,0)",
                "line": edge or {"color": colours.quiet_text, "width": 0.8},
            }
        )
        if path := _swatch_path(pattern, left, bottom):
            fill = colours.text if pattern == "dots" else "rgba(0,0,0,0)"
            line = {"color": colours.quiet_text, "width": 0.9}
            shapes.append({**anchored, "type": "path", "path": path, "line": line, "fillcolor": fill})
        annotations.append(
            {
                "xref": "paper",
                "yref": "paper",
                "x": anchored["xanchor"],
                "y": 0,
                "xshift": left + SWATCH + 6,
                "yshift": bottom + SWATCH / 2,
                "xanchor": "left",
                "yanchor": "middle",
                "text": text,
                "showarrow": False,
                "font": {"size": size, "color": colours.text},
            }
        )
    layout: dict[str, Any] = {"shapes": shapes, "annotations": annotations}
    if below and entries:
        layout["height"] = base["height"] + height + 8
        layout["margin"] = {**base["margin"], "b": base["margin"]["b"] + height + 8}
    return layout


def _swatch_path(pattern: str | None, left: float, bottom: float) -> str:
    right, top, third = left + SWATCH, bottom + SWATCH, SWATCH / 2
    rising = (
        f"M{left},{bottom}L{right},{top}M{left},{bottom + third}L{left + third},{top}"
        f"M{left + third},{bottom}L{right},{bottom + third}"
    )
    falling = f"M{left},{top}L{right},{bottom}"
    if pattern == "hatch":
        return rising
    if pattern == "cross":
        return f"M{left},{bottom}L{right},{top}" + falling
    if pattern in ("dots", "rings"):
        radius = 1.2 if pattern == "dots" else 2.6
        centres = [(0.3, 0.3), (0.7, 0.7), (0.3, 0.75), (0.7, 0.25)] if pattern == "dots" else [(0.5, 0.5)]
        return "".join(_circle(left + SWATCH * x, bottom + SWATCH * y, radius) for x, y in centres)
    return ""


def _circle(x: float, y: float, radius: float) -> str:
    corners = [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in np.linspace(0, 2 * math.pi, 9)]
    return "M" + "L".join(f"{a:.2f},{b:.2f}" for a, b in corners) + "Z"


def class_limits(values: np.ndarray) -> list[float]:
    """Up to four round limits between classes of about equal size."""
    limits: list[float] = []
    for share in (0.2, 0.45, 0.7, 0.9):
        value = float(np.quantile(values, share))
        if value <= 0:
            continue
        power = 10.0 ** math.floor(math.log10(value))
        limit = float(
            f"{min((1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10), key=lambda step: abs(step - value / power)) * power:.3g}"
        )
        if values.min() < limit < values.max() and limit not in limits:
            limits.append(limit)
    return sorted(limits)


def drawn_places(area: str) -> list[str]:
    """The outlines that an area is drawn with."""
    return [place for place in area_places(area) if place in _outlines()]


@cache
def _outlines() -> frozenset[str]:
    return frozenset(load_boundaries("provinces")["code"])


@cache
def area_points() -> dict[str, tuple[float, float]]:
    """Where the name of each area stands: longitude and latitude."""
    frame = areas()
    return dict(zip(frame["place"], zip(frame["longitude"], frame["latitude"], strict=True), strict=True))
