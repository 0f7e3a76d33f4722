"""Names that would lie on an arrow, or no nearer to their place than to another, stand further off on a thin line."""

from collections.abc import Sequence
from functools import cache

import numpy as np

from figures.kit.map_labels import Box, Canvas, label_boxes

Boxes = np.ndarray  # one row a box
REACHES = (12.0, 20.0, 30.0, 42.0, 56.0, 72.0)  # pixels from the edge of a ring to its name
HEADINGS = np.radians(np.arange(0, 360, 20))  # clockwise from up
CLEARLY = 4.0  # pixels that a name is nearer to its place than to any other
PIECES = 8  # squares along a line


def lead(
    names: Sequence[str],
    rings: Sequence[Box],
    sides: Sequence[str | None],
    canvas: Canvas,
    kept: Sequence[Box],
    near: Boxes,
) -> tuple[list[str | None], list[Box]]:
    """Where each name stands in the end, and the pixels of what it stands beside: its ring, or the end of its line.

    sides: where it stands beside its ring, or None. kept: what no name may cover besides rings and names. near: what
    names keep clear of where they can, as arrows; a name that cannot stays where it was.
    """
    chosen, ends = list(sides), [*rings]
    places = np.reshape(rings, (-1, 4))
    taken = [
        label_boxes(name, ring, canvas)[side] if side else None
        for name, ring, side in zip(names, rings, sides, strict=True)
    ]
    lines: list[Box] = []
    for position, (name, ring) in enumerate(zip(names, rings, strict=True)):
        others = [box for at, box in enumerate(taken) if box and at != position]
        covered = np.concatenate([places, np.reshape([*kept, *others, *lines], (-1, 4))])
        own, rest = places[position], np.delete(places, position, axis=0)
        beside = label_boxes(name, ring, canvas)
        # where it stands comes first, then the other sides
        order = sorted(beside, key=lambda side: side != sides[position])
        boxes = np.array([beside[side] for side in order])
        free = _free(boxes, np.concatenate([covered, near]), canvas) & _is_nearest(boxes, own, rest)
        if free.any():
            first = int(free.argmax())
            chosen[position], taken[position] = order[first], beside[order[first]]
            continue
        spot = _spot(name, ring, canvas, covered, np.concatenate([covered, near]))
        if spot is None and not sides[position]:
            spot = _spot(name, ring, canvas, covered, covered)  # better on an arrow than nowhere
        if spot:
            chosen[position], taken[position], ends[position] = spot
            lines += _squares(ring, ends[position])
    return chosen, ends


def lines(rings: Sequence[Box], ends: Sequence[Box]) -> list[np.ndarray]:
    """The thin lines from the edges of rings to the names that do not stand beside them, in pixels."""
    drawn = []
    for ring, end in zip(rings, ends, strict=True):
        if ring != end:
            start, stop = _middles(np.array([ring, end]))
            way = (stop - start) / np.hypot(*(stop - start))
            drawn.append(np.array([start + (ring[2] - ring[0]) / 2 * way, stop]))
    return drawn


def _spot(name: str, ring: Box, canvas: Canvas, covered: Boxes, barred: Boxes) -> tuple[str, Box, Box] | None:
    """The nearest place for a name away from its ring: its side of the end of a line, its pixels, and the end; None
    where there is none. covered: what its line may not cross, barred: what it may not cover itself."""
    tips, sides = _further(ring)
    zero = label_boxes(name, (0.0, 0.0, 0.0, 0.0), canvas)
    boxes = np.array([zero[side] for side in sides]) + np.tile(tips, 2)
    for at in np.flatnonzero(_free(boxes, barred, canvas)).tolist():
        x, y = tips[at].tolist()
        if not _overlaps(np.array(_squares(ring, (x, y, x, y))), covered).any():
            left, top, right, bottom = boxes[at].tolist()
            return sides[at], (left, top, right, bottom), (x, y, x, y)
    return None


def _further(ring: Box) -> tuple[np.ndarray, list[str]]:
    """Points around a ring, the nearest first, and the side of each on which a name stands."""
    middle, radius = _middles(np.reshape(ring, (1, 4))), (ring[2] - ring[0]) / 2
    away = np.concatenate([(radius + reach) * np.column_stack([*_headings()]) for reach in REACHES])
    return middle + away, _sides() * len(REACHES)


@cache
def _headings() -> tuple[np.ndarray, np.ndarray]:
    return np.sin(HEADINGS), -np.cos(HEADINGS)


@cache
def _sides() -> list[str]:
    return [
        ("top center" if down < 0 else "bottom center")
        if abs(across) < 0.4
        else ("middle right" if across > 0 else "middle left")
        for across, down in zip(*_headings(), strict=True)
    ]


def _squares(ring: Box, end: Box) -> list[Box]:
    """The pixels of a line from beside a ring, as small squares."""
    ((start, stop),) = lines([ring], [end])
    return [(x - 1, y - 1, x + 1, y + 1) for x, y in np.linspace(start, stop, PIECES)[1:].tolist()]


def _middles(boxes: Boxes) -> np.ndarray:
    return np.asarray((boxes[:, :2] + boxes[:, 2:]) / 2)


def _overlaps(some: Boxes, others: Boxes) -> np.ndarray:
    """Does each of some boxes share a pixel with any of the others?"""
    left, top, right, bottom = (edge[:, None] for edge in some.T)
    return np.asarray(
        ((left < others[:, 2]) & (others[:, 0] < right) & (top < others[:, 3]) & (others[:, 1] < bottom)).any(axis=1)
    )


def _free(boxes: Boxes, covered: Boxes, canvas: Canvas) -> np.ndarray:
    """Does each box lie on the map and on nothing that is covered?"""
    within = (boxes[:, :2] >= 0).all(axis=1) & (boxes[:, 2:] <= [canvas.width, canvas.height]).all(axis=1)
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    close = covered[
        (covered[:, 0] < high[0]) & (covered[:, 1] < high[1]) & (covered[:, 2] > low[0]) & (covered[:, 3] > low[1])
    ]
    return np.asarray(within & ~_overlaps(boxes, close))


def _is_nearest(boxes: Boxes, own: np.ndarray, others: Boxes) -> np.ndarray:
    """Is each box clearly nearer to the middle of its place than to that of any other?"""
    return np.asarray((_distances(boxes, others) > _distances(boxes, own[None]) + CLEARLY).all(axis=1))


def _distances(boxes: Boxes, places: Boxes) -> np.ndarray:
    """Pixels from each box to the middle of each place."""
    middles = _middles(places)[None]
    beyond = np.maximum(np.maximum(boxes[:, None, :2] - middles, middles - boxes[:, None, 2:]), 0)
    return np.asarray(np.hypot(beyond[..., 0], beyond[..., 1]))
