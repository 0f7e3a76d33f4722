"""Paths of free-form shapes: flows as Bézier curves, and circles."""

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from exports.deck.drawing import Point

Step = tuple[str, Sequence[Point]]  # what `Paths.draw` takes
MOST_TURN = math.radians(80)  # of one Bézier curve: beyond it, a flow is several


def curve(points: np.ndarray) -> list[Step]:
    """A path as Bézier curves that lie on it: one, or several where it turns far, as a loop does."""
    headings = np.unwrap(np.arctan2(*np.diff(points, axis=0).T[::-1]))
    turned = np.abs(np.diff(headings)).sum()
    number = max(1, math.ceil(turned / MOST_TURN))
    edges = np.linspace(0, len(points) - 1, number + 1).round().astype(int)
    steps: list[Step] = [("moveTo", [_point(points[0])])]
    for first, last in pairwise(edges):
        part = points[first : last + 1]
        steps.append(("cubicBezTo", [*_controls(part), _point(part[-1])]))
    return steps


def _controls(points: np.ndarray) -> list[Point]:
    """The two controls of the cubic Bézier curve that passes nearest to some points, by least squares over their
    lengths along the path."""
    lengths = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(points, axis=0).T))])
    if len(points) < 4 or not lengths[-1]:
        third = (points[-1] - points[0]) / 3
        return [_point(points[0] + third), _point(points[-1] - third)]
    t = (lengths / lengths[-1])[:, None]
    known = (1 - t) ** 3 * points[0] + t**3 * points[-1]
    weights = np.hstack([3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2])
    controls, *_rest = np.linalg.lstsq(weights, points - known, rcond=None)
    return [_point(controls[0]), _point(controls[1])]


def _point(point: np.ndarray) -> Point:
    return float(point[0]), float(point[1])


def circle(x: float, y: float, radius: float) -> list[Step]:
    """A circle of four Bézier curves (0.5523: their usual handle)."""
    h = 0.5523 * radius
    r = radius
    return [
        ("moveTo", [(x + r, y)]),
        ("cubicBezTo", [(x + r, y + h), (x + h, y + r), (x, y + r)]),
        ("cubicBezTo", [(x - h, y + r), (x - r, y + h), (x - r, y)]),
        ("cubicBezTo", [(x - r, y - h), (x - h, y - r), (x, y - r)]),
        ("cubicBezTo", [(x + h, y - r), (x + r, y - h), (x + r, y)]),
        ("close", []),
    ]
