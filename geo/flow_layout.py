"""Geometry of flow maps on the screen: curves, arrowheads, loops, rings, and places beyond the edge.

Everything is in pixels of a drawn map, x to the right and y down, because what must fit together (an arrow and the node
that it touches, two names) does so on the screen; geo.projection.from_pixels turns the result into places. Paths have
the shape (flows, points, 2). Principles: curved beats straight, arrowheads beat tapering, longer flows bend more and
opposite directions lie apart (Jenny et al. 2016, Design principles for origin-destination flow maps).
"""

from itertools import pairwise

import numpy
from numpy.typing import ArrayLike, NDArray

Pixels = NDArray[numpy.float64]

HALF_BEND_LENGTH = 220.0  # a flow of so many pixels bends half as much, for its length, as the longest do


def curves(start: ArrayLike, end: ArrayLike, *, gap: ArrayLike, bend: float = 0.26, points: int = 11) -> Pixels:
    """Quadratic Bézier curves from `start` to `end`, each (flows, 2), that stop `gap` (flows) short of the end.

    They bow to the left as one travels, so that a flow and its return bow to opposite sides. bend: the height of the
    bow as a share of the distance, for a very long flow. gap: the radius of the node and the length of the arrowhead; a
    flow shorter than that is drawn for half of its way.
    """
    start, end = numpy.asarray(start, dtype=float), numpy.asarray(end, dtype=float)
    along = end - start
    distance = numpy.hypot(along[:, 0], along[:, 1])[:, None]
    left = numpy.stack([along[:, 1], -along[:, 0]], axis=-1)
    # the top of a quadratic curve is half as high as its control point
    control = (start + end) / 2 + left * 2 * bend * distance / (distance + HALF_BEND_LENGTH)
    last = _parameter_at_gap(start, control, end, numpy.asarray(gap, dtype=float))
    return _bezier(start, control, end, numpy.linspace(0.0, 1.0, points) * last[:, None])


def loops(at: ArrayLike, *, radius: ArrayLike, gap: ArrayLike, heading: float = 30.0, points: int = 14) -> Pixels:
    """Round loops that leave the nodes at `at` (flows, 2) and come back: flows that start and end in one place.

    heading: where the loops lie as seen from their nodes, in degrees clockwise from up. A loop begins and ends `gap`
    from the node's centre, or at its far side where the gap is wider than the loop.
    """
    at, radius = numpy.asarray(at, dtype=float), numpy.asarray(radius, dtype=float)[:, None]
    free = 2 * numpy.arcsin(numpy.minimum(numpy.asarray(gap, dtype=float)[:, None] / (2 * radius), 0.9))
    turn = numpy.radians(heading)
    angle = free + numpy.linspace(0.0, 1.0, points) * (2 * numpy.pi - 2 * free) + numpy.pi + turn
    x = radius * (numpy.sin(turn) + numpy.sin(angle))
    y = -radius * (numpy.cos(turn) + numpy.cos(angle))
    return numpy.asarray(at[:, None, :] + numpy.stack([x, y], axis=-1))


def arrowheads(paths: Pixels, tips: ArrayLike, *, width: ArrayLike) -> Pixels:
    """Closed triangles (flows, 4, 2), clockwise, from the end of each path to its tip (flows, 2).

    Clockwise is what Plotly's `geo` needs to fill the triangle and not the rest of the world.
    """
    base, tip = paths[:, -1], numpy.asarray(tips, dtype=float)
    ahead = tip - base
    ahead = ahead / numpy.maximum(numpy.hypot(ahead[:, 0], ahead[:, 1]), 1e-9)[:, None]
    right = numpy.stack([-ahead[:, 1], ahead[:, 0]], axis=-1) * (numpy.asarray(width, dtype=float)[:, None] / 2)
    return numpy.stack([tip, base + right, base - right, tip], axis=1)


def tips(paths: Pixels, centres: ArrayLike, radius: ArrayLike) -> Pixels:
    """Where arrows that go on from the end of each path touch the circle of `radius` (flows) around its node."""
    centres = numpy.asarray(centres, dtype=float)
    back = paths[:, -1] - centres
    distance = numpy.maximum(numpy.hypot(back[:, 0], back[:, 1]), 1e-9)[:, None]
    return numpy.asarray(centres + back / distance * numpy.asarray(radius, dtype=float)[:, None])


def ring(centre: ArrayLike, *, outer: float, inner: float, shares: ArrayLike) -> list[Pixels]:
    """The parts of one ring as closed clockwise outlines, from the top, one for each share that is not 0."""
    shares = numpy.asarray(shares, dtype=float)
    ends = numpy.concatenate([[0.0], numpy.cumsum(shares)]) / shares.sum() * 2 * numpy.pi
    parts = []
    for begin, finish in pairwise(ends):
        angle = numpy.linspace(begin, finish, max(3, round((8 + outer / 2) * (finish - begin) / (2 * numpy.pi))))
        unit = numpy.column_stack([numpy.sin(angle), -numpy.cos(angle)])
        outline = numpy.concatenate([outer * unit, inner * unit[::-1]])
        if finish > begin:
            parts.append(numpy.asarray(centre, dtype=float) + numpy.concatenate([outline, outline[:1]]))
        else:
            parts.append(numpy.empty((0, 2)))
    return parts


def to_edge(points: ArrayLike, *, width: float, height: float, margin: float, apart: float) -> tuple[Pixels, list[str]]:
    """Move places beyond the map to its edge, and those at one side `apart` from each other where there is room.

    Returns the places (n, 2) and the side of each: "left", "right", "top", "bottom", or "" for those on the map.
    """
    points = numpy.asarray(points, dtype=float).reshape(-1, 2)
    low = numpy.array([margin, margin])
    high = numpy.array([width - margin, height - margin])
    beyond = numpy.maximum(points - high, 0) - numpy.maximum(low - points, 0)
    outside = numpy.any((points < 0) | (points > [width, height]), axis=1).reshape(-1)
    placed = numpy.clip(points, low, high)
    sides = []
    for is_outside, (x, y) in zip(outside, beyond, strict=True):
        side = ("right" if x > 0 else "left") if abs(x) >= abs(y) else ("bottom" if y > 0 else "top")
        sides.append(side if is_outside else "")
    for side in ("left", "right", "top", "bottom"):
        members = [position for position, name in enumerate(sides) if name == side]
        axis = 1 if side in ("left", "right") else 0
        # names are wider than they are high
        step = apart if axis else 3.5 * apart
        # the corners belong to the left and the right side
        room = (low[1], high[1]) if axis else (low[0] + 3 * apart, high[0] - 3 * apart)
        placed[members, axis] = _spread(placed[members, axis], step, *room)
    return placed, sides


def _spread(values: Pixels, step: float, low: float, high: float) -> Pixels:
    """Move values on a line apart by at least `step`, or evenly where they do not fit, in their order."""
    if not len(values):
        return values
    step = min(step, (high - low) / max(len(values) - 1, 1))
    order = numpy.argsort(values, kind="stable")
    result = numpy.clip(values[order], low, high)
    for position in range(1, len(result)):
        result[position] = max(result[position], result[position - 1] + step)
    result[-1] = min(result[-1], high)
    for position in range(len(result) - 2, -1, -1):
        result[position] = min(result[position], result[position + 1] - step)
    spread = numpy.empty_like(result)
    spread[order] = result
    return spread


def _parameter_at_gap(start: Pixels, control: Pixels, end: Pixels, gap: Pixels) -> Pixels:
    """Where on each curve, from 0 to 1, the distance to `end` is `gap`; the middle where the flow is too short."""
    steps = numpy.linspace(0.5, 1.0, 65)
    rest = _bezier(start, control, end, numpy.broadcast_to(steps, (len(start), 65))) - end[:, None, :]
    distance = numpy.hypot(rest[..., 0], rest[..., 1])
    last_outside = numpy.maximum((distance > gap[:, None]).sum(axis=1) - 1, 0)[:, None]
    outside = numpy.take_along_axis(distance, last_outside, axis=1)[:, 0]
    inside = numpy.take_along_axis(distance, numpy.minimum(last_outside + 1, 64), axis=1)[:, 0]
    share = numpy.clip((outside - gap) / numpy.maximum(outside - inside, 1e-12), 0.0, 1.0)
    return numpy.asarray(steps[last_outside[:, 0]] + share * (steps[1] - steps[0]))


def _bezier(start: Pixels, control: Pixels, end: Pixels, steps: Pixels) -> Pixels:
    t = steps[..., None]
    return numpy.asarray((1 - t) ** 2 * start[:, None] + 2 * t * (1 - t) * control[:, None] + t**2 * end[:, None])
