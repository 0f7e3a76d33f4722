"""Names on maps that keep apart from each other and from what they name; pixels of a map as what Plotly draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from figures.kit.palette import Palette
from figures.kit.plots import Trace
from geo.boundaries import BoundaryName
from geo.flow_layout import Pixels
from geo.projection import MapFrame, from_pixels, to_pixels

Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels


@dataclass(frozen=True)
class Canvas:
    """A map frame and the pixels that a page gives it. `width` is what the page's layout leaves for the map. narrowed:
    the share of the width that smaller windows of its class leave; letters stay as large there."""

    frame: MapFrame
    width: int
    height: int
    base: BoundaryName
    narrowed: float = 1.0


SIDES = (
    "top center",
    "bottom center",
    "middle right",
    "middle left",
    "top right",
    "bottom right",
    "top left",
    "bottom left",
)


def point_boxes(longitude: Sequence[float], latitude: Sequence[float], canvas: Canvas, radius: float) -> list[Box]:
    """The pixels that points of this radius cover on a canvas."""
    x, y = to_pixels(longitude, latitude, canvas.frame, width=canvas.width, height=canvas.height)
    return [(a - radius, b - radius, a + radius, b + radius) for a, b in zip(x, y, strict=True)]


def label_boxes(label: str, point: Box, canvas: Canvas, size: float | None = None) -> dict[str, Box]:
    """The pixels that a label would cover on each side of its point. size: of its letters, where not the map's own."""
    size = (size or font_size(canvas)) / canvas.narrowed
    wide, high = 0.6 * size * len(label) + 4, 1.3 * size
    left, top, right, bottom = point
    x, y = (left + right) / 2, (top + bottom) / 2
    columns = {
        "left": (left - 4 - wide, left - 2),
        "center": (x - wide / 2, x + wide / 2),
        "right": (right + 2, right + 4 + wide),
    }
    lines = {
        "top": (top - 2 - high, top - 1),
        "middle": (y - high / 2, y + high / 2),
        "bottom": (bottom + 1, bottom + 2 + high),
    }
    boxes = {}
    for side in SIDES:
        line, column = side.split()
        boxes[side] = (columns[column][0], lines[line][0], columns[column][1], lines[line][1])
    return boxes


def label_sides(
    labels: Sequence[str],
    points: Sequence[Box] | np.ndarray,
    canvas: Canvas,
    taken: Sequence[Box] | np.ndarray = (),
    size: int | None = None,
) -> list[str | None]:
    """Choose for each label, in order, a side of its point where it overlaps nothing; None where there is none.

    points: the box of each label's point, and then whatever else no label may cover. taken: what labels keep clear of
    where they can. size: see `label_boxes`.
    """
    # four rows each: left, top, right, bottom
    boxes, near = (np.ascontiguousarray(np.reshape(some, (-1, 4)).T) for some in (points, taken))
    sides: list[str | None] = []
    for label, point in zip(labels, boxes.T[: len(labels)].tolist(), strict=True):
        around = label_boxes(label, point, canvas, size)
        # of hundreds of boxes only those are compared that any side could touch
        reach = *around["top left"][:2], *around["bottom right"][2:]
        close, loops = (some[:, overlap(reach, some)] for some in (boxes, near))
        free = [side for side, box in around.items() if is_within(box, canvas) and not np.any(overlap(box, close))]
        # better on a flow than nowhere
        free.sort(key=lambda side: np.count_nonzero(overlap(around[side], loops)))
        sides.append(free[0] if free else None)
        if free:
            boxes = np.column_stack([boxes, around[free[0]]])
    return sides


def label_traces(
    longitude: Sequence[float],
    latitude: Sequence[float],
    labels: Sequence[str],
    sides: Sequence[str | None],
    canvas: Canvas,
    colours: Palette,
    *,
    gap: float,
    ground: str | None = None,
    size: int | None = None,
    is_quiet: bool = False,
) -> list[Trace]:
    """The labels that have a side, each with a halo in the colour of the ground. gap: pixels from point to label. size:
    see `label_boxes`. is_quiet: names that stand back behind the others."""
    shown = [position for position, side in enumerate(sides) if side]
    if not shown:
        return []
    ground = ground or colours.land
    # an outline of the letters in the colour of the land, soft at its edge
    around = [f"{x}px {y}px 0 {ground}" for x in (-1, 0, 1) for y in (-1, 0, 1) if x or y]
    halo = ", ".join([*around, *[f"0 0 3px {ground}"] * 2])
    colour, weight = (colours.quiet_text, 400) if is_quiet else (colours.text, 500)
    return [
        {
            "type": "scattergeo",
            "lon": np.asarray(longitude, dtype=float)[shown],
            "lat": np.asarray(latitude, dtype=float)[shown],
            "mode": "markers+text",
            "marker": {"size": 2 * gap, "opacity": 0},
            "text": [labels[position] for position in shown],
            "textposition": [sides[position] for position in shown],
            "textfont": {"size": size or font_size(canvas), "color": colour, "weight": weight, "shadow": halo},
            "hoverinfo": "skip",
            "showlegend": False,
        }
    ]


def named_dots(
    longitude: Sequence[float], latitude: Sequence[float], labels: Sequence[str], canvas: Canvas, colours: Palette
) -> list[Trace]:
    """Places as small dots with their names, as far as these find room."""
    sides = label_sides(labels, point_boxes(longitude, latitude, canvas, 2), canvas)
    dots = {
        "type": "scattergeo",
        "lon": list(longitude),
        "lat": list(latitude),
        "mode": "markers",
        "marker": {"size": 4, "color": colours.text, "line": {"color": colours.land, "width": 1}},
        "hoverinfo": "skip",
        "showlegend": False,
    }
    return [dots, *label_traces(longitude, latitude, labels, sides, canvas, colours, gap=4)]


def font_size(canvas: Canvas) -> int:
    """Pixels of a label's letters."""
    return 12 if canvas.width > 600 else 10


def overlap(one: Box, other: Box | np.ndarray) -> bool | np.ndarray:
    """Do two boxes share a pixel? Of many boxes, as four rows, the answer has one entry each."""
    return (one[0] < other[2]) & (other[0] < one[2]) & (one[1] < other[3]) & (other[1] < one[3])


def is_within(box: Box, canvas: Canvas) -> bool:
    """Does a box lie on the map?"""
    return box[0] >= 0 and box[1] >= 0 and box[2] <= canvas.width and box[3] <= canvas.height


def positions(points: Pixels, canvas: Canvas) -> Trace:
    """Pixels of a canvas as `lon` and `lat`, in half the bytes: a metre on the ground is less than a pixel."""
    lon, lat = from_pixels(points[:, 0], points[:, 1], canvas.frame, width=canvas.width, height=canvas.height)
    return {"lon": lon.astype(np.float32), "lat": lat.astype(np.float32)}


def lines_of(traces: Sequence[Sequence[Pixels]], canvas: Canvas) -> list[Trace]:
    """The paths of each trace as its `lon` and `lat`, with gaps between them."""
    gap = np.full((1, 2), np.nan)
    points = [np.concatenate([part for path in paths for part in (gap, path)][1:]) for paths in traces]
    if not points:
        return []
    # all in one go: the projection costs the same for one path as for all
    at = positions(np.concatenate(points), canvas)
    ends = np.cumsum([len(some) for some in points])[:-1]
    return [
        {"lon": lon, "lat": lat} for lon, lat in zip(np.split(at["lon"], ends), np.split(at["lat"], ends), strict=True)
    ]
