"""Geometry of flow lines: curves between two places, arrowheads, and loops for flows that stay where they are.

Everything is in degrees of longitude and latitude. Lengths (`gap`, `length`, `width`, `radius`) are degrees of
latitude; across, they are stretched by 1 / cos(latitude), so that shapes keep their form in the conformal
projections that the maps use. All functions take one flow or many: a point has shape (2,) or (flows, 2), a path
(points,) or (flows, points).
"""

import numpy
from numpy.typing import ArrayLike, NDArray

Coordinates = NDArray[numpy.float64]
Path = tuple[Coordinates, Coordinates]

# A flow of this length (about 900 km) bends half as much, for its length, as the longest do.
HALF_BEND_LENGTH = 8.0


def curve(start: ArrayLike, end: ArrayLike, *, bend: float = 0.3, gap: float = 0.0, points: int = 24) -> Path:
    """(longitudes, latitudes) of a quadratic Bézier curve from `start` to `end`, both (longitude, latitude).

    It bows to the left as one travels, so that a flow and its return bow to opposite sides. `bend` is the height of
    the bow as a share of the distance for a very long flow; shorter ones are straighter. The path stops `gap` short
    of `end`: the radius of the node there and the length of the arrowhead, if it has one.
    """
    start, end = numpy.asarray(start, dtype=float), numpy.asarray(end, dtype=float)
    middle = (start + end) / 2
    along = _to_plane(end - start, middle[..., 1])
    distance = numpy.hypot(along[..., 0], along[..., 1])[..., None]
    left = numpy.stack([-along[..., 1], along[..., 0]], axis=-1)
    # The top of a quadratic curve is half as high as its control point.
    control = middle + _from_plane(left * 2 * bend * distance / (distance + HALF_BEND_LENGTH), middle[..., 1])
    last = _parameter_at_gap(start, control, end, gap)
    steps = numpy.linspace(0.0, 1.0, points) * last[..., None]
    path = _bezier(start, control, end, steps)
    return path[..., 0], path[..., 1]


def loop(at: ArrayLike, *, radius: float, gap: float = 0.0, heading: float = 45.0, points: int = 24) -> Path:
    """(longitudes, latitudes) of a round loop that leaves the node at `at` and comes back to it.

    For a flow that starts and ends in the same unit. `heading` is where the loop lies as seen from the node, in
    degrees clockwise from north; the path begins and ends `gap` (less than 2 × `radius`) from the node's centre.
    """
    at = numpy.asarray(at, dtype=float)
    free = 2 * numpy.arcsin(min(gap / (2 * radius), 1.0))
    angle = numpy.linspace(free, 2 * numpy.pi - free, points) + numpy.pi + numpy.radians(heading)
    centre = radius * numpy.array([numpy.sin(numpy.radians(heading)), numpy.cos(numpy.radians(heading))])
    circle = centre + radius * numpy.column_stack([numpy.sin(angle), numpy.cos(angle)])
    path = at[..., None, :] + _from_plane(circle, at[..., None, 1])
    return path[..., 0], path[..., 1]


def arrowhead(path: Path, *, length: float, width: float) -> Path:
    """(longitudes, latitudes) of a closed triangle whose base lies at the end of `path` and whose tip is ahead of it.

    Give `curve` or `loop` a gap of the node's radius plus `length`, and the tip touches the node. The four points
    run clockwise, which Plotly geo needs to fill the triangle and not the rest of the world.
    """
    lons, lats = path
    end = numpy.stack([lons[..., -1], lats[..., -1]], axis=-1)
    before = numpy.stack([lons[..., -2], lats[..., -2]], axis=-1)
    ahead = _to_plane(end - before, end[..., 1])
    ahead = ahead / numpy.hypot(ahead[..., 0], ahead[..., 1])[..., None]
    right = numpy.stack([ahead[..., 1], -ahead[..., 0]], axis=-1)
    corners = [length * ahead, width / 2 * right, -width / 2 * right, length * ahead]
    triangle = numpy.stack([end + _from_plane(corner, end[..., 1]) for corner in corners], axis=-2)
    return triangle[..., 0], triangle[..., 1]


def _parameter_at_gap(start: Coordinates, control: Coordinates, end: Coordinates, gap: float) -> Coordinates:
    """Where on the curve, from 0 to 1, the distance to `end` is `gap`; the middle where the flow is too short."""
    steps = numpy.linspace(0.5, 1.0, 65)
    rest = _to_plane(_bezier(start, control, end, steps) - end[..., None, :], end[..., None, 1])
    distance = numpy.hypot(rest[..., 0], rest[..., 1])
    last_outside = numpy.maximum((distance > gap).sum(axis=-1) - 1, 0)
    outside = numpy.take_along_axis(distance, last_outside[..., None], axis=-1)[..., 0]
    inside = numpy.take_along_axis(distance, numpy.minimum(last_outside + 1, 64)[..., None], axis=-1)[..., 0]
    share = numpy.clip((outside - gap) / numpy.maximum(outside - inside, 1e-12), 0.0, 1.0)
    return numpy.asarray(steps[last_outside] + share * (steps[1] - steps[0]))


def _bezier(start: Coordinates, control: Coordinates, end: Coordinates, steps: Coordinates) -> Coordinates:
    t = steps[..., None]
    return numpy.asarray(
        (1 - t) ** 2 * start[..., None, :] + 2 * t * (1 - t) * control[..., None, :] + t**2 * end[..., None, :]
    )


def _to_plane(offset: Coordinates, latitude: Coordinates) -> Coordinates:
    return _pairs(offset[..., 0] * numpy.cos(numpy.radians(latitude)), offset[..., 1])


def _from_plane(offset: Coordinates, latitude: Coordinates) -> Coordinates:
    return _pairs(offset[..., 0] / numpy.cos(numpy.radians(latitude)), offset[..., 1])


def _pairs(x: Coordinates, y: Coordinates) -> Coordinates:
    return numpy.stack(numpy.broadcast_arrays(x, y), axis=-1)
