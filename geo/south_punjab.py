"""South Punjab, an analysis unit without an official outline: Punjab cut in two along the edge of eleven districts.

Only the cut inside Punjab is taken from the drawing of the districts; everything else of the two outlines is
Punjab's own, so that they fit their neighbours exactly.
"""

import json
import re
import tarfile
from pathlib import Path

import numpy
import shapely

SOUTH_DISTRICTS = (
    "Bahawalnagar",
    "Bahawalpur",
    "Dera Ghazi Khan",
    "Khanewal",
    "Layyah",
    "Lodhran",
    "Multan",
    "Muzaffargarh",
    "Rahimyar Khan",
    "Rajanpur",
    "Vehari",
)

# The drawing lies up to 9 km off. Nearer than this to Punjab's border its lines are the border, not the cut.
BORDER_ZONE_DEGREES = 0.09


def split_punjab(punjab: shapely.Polygon, drawing_package: Path) -> tuple[shapely.Polygon, shapely.Polygon]:
    """(South Punjab, the rest of Punjab), in WGS 84 degrees; they share the cut and add up to `punjab`.

    The cut starts and ends at vertices of `punjab`, so that the neighbouring provinces need no new vertex.
    Source: npm @svg-maps/pakistan.districts 2.0.0 (Unlicense; the drawing is public domain), error about 0.9 km
    median and 9 km at most.
    """
    districts = _read_districts(drawing_package)
    south_drawn = shapely.union_all([districts[name].buffer(0.01) for name in SOUTH_DISTRICTS]).buffer(-0.01)
    inner_lines = shapely.line_merge(south_drawn.boundary.intersection(punjab.buffer(-BORDER_ZONE_DEGREES)))
    cut = numpy.array(max(shapely.get_parts(inner_lines), key=shapely.length).coords)

    border = numpy.array(punjab.exterior.coords)[:-1]
    start, end = (int(numpy.argmin(numpy.hypot(*(border - point).T))) for point in (cut[0], cut[-1]))
    if start > end:
        start, end, cut = end, start, cut[::-1]
    cut = numpy.vstack([border[start], cut, border[end]])
    one = shapely.Polygon(numpy.vstack([border[start:end], cut[::-1]]))
    other = shapely.Polygon(numpy.vstack([cut[:-1], border[end:], border[:start]]))
    return (one, other) if one.contains(districts["Multan"].centroid) else (other, one)


def _read_districts(drawing_package: Path) -> dict[str, shapely.Polygon]:
    with tarfile.open(drawing_package) as package:
        member = package.extractfile("package/index.js")
        assert member is not None
        script = member.read().decode()
    drawing = json.loads(script[script.index("{") : script.rindex("}") + 1])
    return {
        location["name"]: _georeferenced(location["path"])
        for location in drawing["locations"]
        if location["name"] in SOUTH_DISTRICTS
    }


def _georeferenced(path: str) -> shapely.Polygon:
    match = re.fullmatch(r"m ([-\d., ]+?) z *", path)
    if match is None:  # the eleven districts are one closed outline in relative steps each
        raise ValueError(f"Unexpected path in the drawing of the districts: {path[:40]}")
    steps = numpy.array([[float(number) for number in step.split(",")] for step in match.group(1).split()])
    x, y = steps.cumsum(axis=0).T
    # Fitted to the outline of the country and checked with 35 towns.
    lon = (0.00865625 * x + 0.00000416 * y + 52.46419275) / numpy.cos(numpy.radians(30))
    lat = -0.00000793 * x - 0.00868532 * y + 37.34709643
    return shapely.Polygon(numpy.column_stack([lon, lat])).buffer(0)
