"""What the maps of the Hotspots page are made of: filled areas, patterns, outlines, names, and a key with patterns."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal

import numpy as np

from data_access.gazetteer.areas import area_places, areas
from figures.hotspots import words as hotspot_words
from figures.kit import maps
from figures.kit.labels import RATE, VERDICT, place_name
from figures.kit.map_key import Entry
from figures.kit.map_labels import Canvas, named_dots
from figures.kit.palette import DARK, Palette
from figures.kit.paper import Paper, Width
from figures.kit.patterns import Pattern
from figures.kit.plots import Trace
from figures.kit.rows import Row, Shown
from findings.verdicts import Verdict
from geo.boundaries import boundary_url, load_boundaries
from locales import N_

MOST_NAMED = 7
PATTERN: dict[Shown, Pattern] = {"withheld": "hatch", "no_population": "cross", "unreliable": "dots", "none": "rings"}
Outline = Literal["published"] | Verdict
OUTLINES: dict[Outline, tuple[str, str]] = {  # how it is drawn, and what the key says
    "published": ("outline", N_("Named by a published study")),
    "holds_up": ("dark outline", VERDICT["holds_up"]),
    "effort_unknown": ("thin outline", VERDICT["effort_unknown"]),
}
STATES: tuple[Shown, ...] = ("withheld", "no_population", "none")


def state_layers(rows: Sequence[Row], paper: Paper) -> list[Trace]:
    """Areas without a rate, each state in its colour."""
    traces = []
    for state in STATES:
        found = [row for row in rows if row["shown"] == state]
        if found:
            hover = {row["place"]: "<br>".join(hotspot_words.area_lines(row, paper.t)) for row in found}
            traces.append(
                area_layer([row["place"] for row in found], state_colour(state, paper.colours), hover, paper.colours)
            )
    return traces


def state_colour(state: Shown, colours: Palette) -> str:
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


def outline(places: Sequence[str], colour: str, width: float = 2.4) -> Trace:
    """The edges of places, over whatever fills them."""
    return {
        "type": "choropleth",
        "geojson": boundary_url("provinces"),
        "locations": list(places),
        "z": np.zeros(len(places)),
        "colorscale": [[0, "rgba(0,0,0,0)"], [1, "rgba(0,0,0,0)"]],
        "showscale": False,
        "marker": {"line": {"color": colour, "width": width}},
        "hoverinfo": "skip",
    }


def names(places: Sequence[str], canvas: Canvas, paper: Paper) -> list[Trace]:
    """The names of the first areas, as far as they find room."""
    points = area_points()
    first = list(places)[: MOST_NAMED if canvas.width > 600 else 3]
    first = [place for place in first if canvas.frame.contains(*points[place])]
    if not first:
        return []
    longitude, latitude = zip(*(points[place] for place in first), strict=True)
    labels = [place_name(place, paper.t) for place in first]
    return named_dots(longitude, latitude, labels, canvas, paper.colours)


def nearness(canvas: Canvas, width: Width) -> float:
    """How many times nearer a map is than the whole region: patterns keep their spacing on the screen."""
    whole, frame = maps.REGION[width].frame, canvas.frame
    return max(1.0, (whole.north - whole.south) / (frame.north - frame.south))


def key_entries(states: Sequence[Shown], outlines: Sequence[Outline], paper: Paper) -> list[Entry]:
    """The rows of the key for states without a rate, and for areas with an edge."""
    _ = paper.t.gettext
    entries: list[Entry] = [(state_colour(state, paper.colours), PATTERN[state], _(RATE[state])) for state in states]
    return entries + [(None, edge, _(title)) for edge, title in map(OUTLINES.__getitem__, outlines)]


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
