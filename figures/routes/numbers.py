"""The numbers that stand on the largest arrows of the map of routes."""

from collections.abc import Sequence

import numpy as np

from figures.kit.map_labels import Box, Canvas, font_size, is_within, label_traces, overlap
from figures.kit.paper import Paper
from figures.kit.plots import Trace
from figures.kit.rows import Row
from figures.routes import nodes as journey_nodes
from geo.flow_layout import Pixels
from geo.projection import from_pixels
from locales import Translator

MOST_NUMBERS = 5
ALONG = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)  # of the way: where a number may stand, the best first
Number = tuple[str, tuple[float, float]]  # what it says, and its middle in pixels


def on_arrows(
    flows: Sequence[Row], paths: Sequence[Pixels], places: Sequence[Row], canvas: Canvas, t: Translator
) -> tuple[list[Number], list[Box]]:
    """The numbers of the largest arrows that lead from one place to another, and the pixels that they cover; none where
    it would lie beyond the map, on a ring or on another number. flows: the largest first, with their paths."""
    taken = [*journey_nodes.boxes(places)]
    size = font_size(canvas) / canvas.narrowed
    numbers: list[Number] = []
    covered: list[Box] = []
    for flow, path in zip(flows, paths, strict=True):
        if flow["from_place"] == flow["to_place"] or flow["is_pale"]:
            continue
        text = t.number(flow["count"])
        half_wide, half_high = 0.3 * size * len(text) + 3, 0.65 * size
        for share in ALONG:
            x, y = path[round(share * (len(path) - 1))].tolist()
            box = (x - half_wide, y - half_high, x + half_wide, y + half_high)
            if is_within(box, canvas) and not any(overlap(box, other) for other in [*taken, *covered]):
                numbers.append((text, (x, y)))
                covered.append(box)
                break
        if len(numbers) == MOST_NUMBERS:
            break
    return numbers, covered


def traces(numbers: Sequence[Number], canvas: Canvas, paper: Paper) -> list[Trace]:
    """The numbers in the middle of their arrows."""
    if not numbers:
        return []
    x, y = np.array([at for _, at in numbers]).T
    lon, lat = from_pixels(x, y, canvas.frame, width=canvas.width, height=canvas.height)
    said, sides = [text for text, _ in numbers], ["middle center"] * len(numbers)
    return label_traces(lon.tolist(), lat.tolist(), said, sides, canvas, paper.colours, gap=0)
