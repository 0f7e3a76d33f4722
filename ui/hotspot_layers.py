"""What the maps of the Hotspots page are made of: filled areas, patterns, outlines, names, and a key with patterns."""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from data_access.hotspot_questions import area_places, areas
from geo.boundaries import boundary_url, load_boundaries
from locales import N_, Translator
from ui import hotspot_words, maps, words
from ui.hotspot_patterns import Pattern, pattern_ink
from ui.map_labels import Drawing, named_dots
from ui.palette import DARK, Palette
from ui.plots import Trace
from ui.viewport import Width

MOST_NAMED = 7
PATTERN: dict[str, Pattern] = {"withheld": "hatch", "no_population": "cross", "unreliable": "dots", "none": "rings"}
STATES = ("withheld", "no_population", "none")
SWATCH = 14  # pixels
# a row of the key: ground (None for none), pattern or "outline" (None for none), words
Entry = tuple[str | None, str | None, str]


def state_layers(rows: Sequence[Mapping[str, Any]], t: Translator, colours: Palette) -> list[Trace]:
    """Areas without a rate, each state in its colour."""
    traces = []
    for state in STATES:
        found = [row for row in rows if row["shown"] == state]
        if found:
            hover = {row["place"]: "<br>".join(hotspot_words.area_lines(row, t)) for row in found}
            traces.append(area_layer([row["place"] for row in found], state_colour(state, colours), hover, colours))
    return traces


def state_colour(state: str, colours: Palette) -> str:
    """The ground of an area without a rate."""
    sand = "#4a3f2c" if colours is DARK else "#e9dcc0"
    return {"withheld": colours.withheld, "none": colours.none, "no_population": sand}.get(state, colours.land)


def area_layer(places: Sequence[str], colour: str, hover: Mapping[str, str], colours: Palette) -> Trace:
    """Areas in one colour, each with its hover text."""
    drawn = [(place, hover[area]) for area in places for place in drawn_places(area)]
    return {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": [place for place, _ in drawn],
        "z": np.zeros(len(drawn)),
        "colorscale": [[0, colour], [1, colour]],
        "showscale": False,
        "marker": {"line": {"color": colours.core_border if colours is DARK else colours.border, "width": 0.5}},
        "hovertext": [text for _, text in drawn],
        "hoverinfo": "text",
    }


def outline(places: Sequence[str], colours: Palette) -> Trace:
    """The edges of places, over whatever fills them."""
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


def names(places: Sequence[str], drawing: Drawing, t: Translator, colours: Palette) -> list[Trace]:
    """The names of the first areas, as far as they find room."""
    points = area_points()
    first = list(places)[: MOST_NAMED if drawing.width > 600 else 3]
    first = [place for place in first if drawing.frame.contains(*points[place])]
    if not first:
        return []
    longitude, latitude = zip(*(points[place] for place in first), strict=True)
    labels = [words.place_name(place, t) for place in first]
    return named_dots(longitude, latitude, labels, drawing, colours)


def nearness(drawing: Drawing, width: Width) -> float:
    """How many times nearer a map is than the whole region: patterns keep their spacing on the screen."""
    whole, frame = maps.REGION[width].frame, drawing.frame
    return max(1.0, (whole.north - whole.south) / (frame.north - frame.south))


def state_entries(states: Sequence[str], t: Translator, colours: Palette) -> list[Entry]:
    """The rows of the key for states without a rate."""
    labels = {**hotspot_words.SHOWN, "published": N_("Named by a published study"), "withheld": words.STATE["withheld"]}
    entries: list[Entry] = []
    for state in states:
        ground = None if state == "published" else state_colour(state, colours)
        pattern = "dots" if state == "untested" else PATTERN.get(state, "outline")
        entries.append((ground, pattern, t.gettext(labels[state])))
    return entries


def map_key(
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
            ink = pattern_ink(ground, colours)
            fill = ink if pattern == "dots" else "rgba(0,0,0,0)"
            line = {"color": ink, "width": 0.9}
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
    level = "".join(f"M{left},{bottom + SWATCH * part}L{right},{bottom + SWATCH * part}" for part in (0.25, 0.5, 0.75))
    upright = "".join(f"M{left + SWATCH * part},{bottom}L{left + SWATCH * part},{top}" for part in (0.25, 0.5, 0.75))
    if lines := {"hatch": rising, "level": level, "upright": upright, "grid": level + upright, "fall": falling}.get(
        pattern or ""
    ):
        return lines
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
