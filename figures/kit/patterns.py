"""Patterns over provinces, for maps that can only fill: hatching and dots as lines and points clipped to the outlines.

A state must not be told by colour alone, and Plotly's maps have no hatching.
"""

from functools import lru_cache
from typing import Literal

import numpy as np
from shapely import LineString, MultiLineString, box, intersection, points, prepare, union_all
from shapely.affinity import rotate

from data_access.gazetteer.areas import area_places
from figures.kit.palette import Palette
from figures.kit.plots import Trace
from geo.boundaries import load_boundaries

Pattern = Literal["hatch", "cross", "dots", "rings", "level", "upright", "grid", "fall"]
# degrees
SPACING = {
    "hatch": 0.55,
    "cross": 0.8,
    "dots": 0.6,
    "rings": 0.9,
    "level": 0.5,
    "upright": 0.6,
    "grid": 0.7,
    "fall": 0.6,
}
ANGLES = {"hatch": (45,), "cross": (45, -45), "level": (0,), "upright": (90,), "grid": (0, 90), "fall": (-45,)}


def pattern_ink(ground: str | None, colours: Palette) -> str:
    """The colour of lines that show on a ground."""
    if ground is None:
        return colours.quiet_text
    red, green, blue = (int(ground[place : place + 2], 16) for place in (1, 3, 5))
    brightness = (0.3 * red + 0.59 * green + 0.11 * blue) / 255
    return "#f4f2ec" if brightness < 0.45 else "#3c4651"


def pattern_traces(
    areas: tuple[str, ...], pattern: Pattern, colours: Palette, nearness: float = 1.0, ground: str | None = None
) -> list[Trace]:
    """Draw one pattern over the areas; none without areas. nearness: how many times nearer than the whole region.
    ground: the colour of the areas, where it is dark or light in every theme."""
    if not areas:
        return []
    longitude, latitude = _marks(areas, pattern, round(nearness, 1))
    if not len(longitude):
        return []
    trace: Trace = {
        "type": "scattergeo",
        "lon": longitude,
        "lat": latitude,
        "hoverinfo": "skip",
        "showlegend": False,
    }
    if pattern in ANGLES:
        ink = pattern_ink(ground, colours)
        return [{**trace, "mode": "lines", "line": {"color": ink, "width": 0.7}, "opacity": 0.55}]
    symbol = "circle" if pattern == "dots" else "circle-open"
    marker = {"symbol": symbol, "size": 2.6 if pattern == "dots" else 5, "color": colours.text, "opacity": 0.75}
    return [{**trace, "mode": "markers", "marker": marker}]


@lru_cache(maxsize=500)
def _marks(areas: tuple[str, ...], pattern: Pattern, nearness: float) -> tuple[np.ndarray, np.ndarray]:
    """Longitudes and latitudes of the lines (with gaps between them) or points of a pattern."""
    shapes = load_boundaries("provinces").set_index("code")["geometry"]
    places = [place for area in areas for place in area_places(area) if place in shapes.index]
    if not places:
        return np.zeros(0), np.zeros(0)
    ground = union_all(shapes.loc[places].to_numpy())
    west, south, east, north = ground.bounds
    step = SPACING[pattern] / nearness
    if pattern not in ANGLES:
        grid_x, grid_y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
        grid_x[1::2] += step / 2
        prepare(ground)
        inside = np.array([ground.contains(point) for point in points(grid_x.ravel(), grid_y.ravel())])
        return grid_x.ravel()[inside], grid_y.ravel()[inside]
    frame = box(west, south, east, north)
    reach = np.hypot(east - west, north - south)
    middle = frame.centroid
    level = [
        LineString([(middle.x - reach, middle.y + up), (middle.x + reach, middle.y + up)])
        for up in np.arange(-reach, reach, step)
    ]
    longitude: list[float] = []
    latitude: list[float] = []
    for angle in ANGLES[pattern]:
        clipped = intersection(ground, rotate(MultiLineString(level), angle, origin=middle))
        for line in getattr(clipped, "geoms", [clipped]):
            if line.geom_type == "LineString" and not line.is_empty:
                x, y = line.xy
                longitude += [*x, np.nan]
                latitude += [*y, np.nan]
    return np.array(longitude), np.array(latitude)
