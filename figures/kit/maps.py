"""Maps of places: drawn as SVG from our own boundary files, which the browser fetches once."""

import math
import textwrap
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from shapely import box

from data_access.release.release import Release
from figures.kit.map_labels import Canvas
from figures.kit.palette import Palette
from figures.kit.paper import Paper, Width
from figures.kit.plots import CLEAR, FAMILY, Trace, hover_label, is_rtl
from geo.boundaries import BoundaryName, boundary_url, load_boundaries
from geo.projection import MapFrame, from_pixels
from locales import N_, Translator

# as wide as pages draw maps in the narrower windows of each class: names that keep apart there do so in the wider ones
WIDTHS: dict[Width, int] = {"desktop": 610, "tablet": 360, "phone": 300}


def fitted(frame: MapFrame, width: int, base: BoundaryName) -> Canvas:
    """A map as high as its frame is for its width: no water above and below it."""
    return Canvas(frame, width, round(width * frame.height_by_width), base)


# on a phone the countries themselves fill the map, elsewhere there is room for their neighbours
_REGION, _NEAR = MapFrame(44.2, 77.8, 23.3, 46.2, (27, 42)), MapFrame(45.6, 76.6, 23.3, 46.2, (27, 42))
_WORLD = MapFrame(-170, 190, -54, 76)
REGION: dict[Width, Canvas] = {
    name: fitted(_NEAR if name == "phone" else _REGION, width, "region") for name, width in WIDTHS.items()
}
WORLD: dict[Width, Canvas] = {name: fitted(_WORLD, width, "world") for name, width in WIDTHS.items()}

NOTE_SIZE = 11  # pixels of the letters in the picture's own note
PICTURE_NOTE = N_("Boundaries imply no endorsement. Dotted: contested.")
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


@cache
def nearer(canvas: Canvas, only: tuple[str, ...]) -> Canvas:
    """The same map, closer to some countries; unchanged where it has no provinces of theirs."""
    shapes = load_boundaries("provinces")
    shapes = shapes[shapes["country"].isin(only)]
    if shapes.empty:
        return canvas
    west, south, east, north = (float(edge) for edge in shapes.total_bounds)
    high = (north - south) * 1.1
    wide = (east - west) * 1.1
    # the longer side of the map shows more around the countries instead of water
    stretch = math.cos(math.radians((south + north) / 2)) * canvas.height / canvas.width
    high, wide = max(high, wide * stretch), max(wide, high / stretch)
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    frame = MapFrame(
        middle_x - wide / 2, middle_x + wide / 2, middle_y - high / 2, middle_y + high / 2, canvas.frame.parallels
    )
    return fitted(frame, canvas.width, canvas.base)


def map_layout(canvas: Canvas, paper: Paper) -> dict[str, Any]:
    """The layout of a map: water, no frame, our projection, nothing that moves; below it, in the picture itself, whose
    boundaries it shows, so that no copy of the map is without it."""
    t, colours = paper.t, paper.colours
    frame = canvas.frame
    note = _picture_note(canvas, t)
    projection: dict[str, Any] = {"type": "natural earth", "rotation": {"lon": frame.middle}}
    if frame.parallels:
        projection = {"type": "conic conformal", "parallels": frame.parallels, "rotation": {"lon": frame.middle}}
    return {
        "width": canvas.width,
        "height": canvas.height + note_height(canvas, t),
        "margin": {"l": 0, "r": 0, "t": 0, "b": note_height(canvas, t), "autoexpand": False},
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


def note_height(canvas: Canvas, t: Translator) -> int:
    """Pixels of the strip below a map that says whose boundaries it shows."""
    return round(1.3 * NOTE_SIZE * len(_picture_note(canvas, t))) + 6


def _picture_note(canvas: Canvas, t: Translator) -> list[str]:
    return textwrap.wrap(t.gettext(PICTURE_NOTE), round(canvas.width / (0.55 * NOTE_SIZE)))


def base_map(canvas: Canvas, colours: Palette) -> list[Trace]:
    """What lies under flows: the land of all countries in one quiet colour, and the contested boundaries dotted."""
    return [_land(canvas, colours), _control_lines(colours)]


def _land(canvas: Canvas, colours: Palette) -> Trace:
    return {**_flat(canvas.base, _seen(canvas), colours.land, colours), "hoverinfo": "skip"}


@cache
def _seen(canvas: Canvas) -> tuple[str, ...]:
    """The countries of which a map shows a part: the browser would draw the others as well, out of sight."""
    across, down = np.meshgrid(np.linspace(0, canvas.width, 20), np.linspace(0, canvas.height, 20))
    longitude, latitude = from_pixels(across, down, canvas.frame, width=canvas.width, height=canvas.height)
    shapes = load_boundaries(canvas.base)
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
