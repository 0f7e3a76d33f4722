"""The key of a map of areas, in a strip of its own below the map: a colour bar, then swatches with their patterns.

Plotly's own key has no patterns, and on a map it covers land.
"""

import math
from collections.abc import Sequence

import numpy as np

from figures.kit.map_labels import Canvas, font_size
from figures.kit.paper import Paper
from figures.kit.patterns import pattern_ink
from figures.kit.plots import CLEAR, Trace, is_rtl

# all in pixels
SWATCH = 14
ROW_HEIGHT = 20
BAR_LENGTH = 260
BAR_HEIGHT = 58  # with its title and its numbers
# a row of the key: ground (None for none), pattern, an outline of `_swatch` (None for none), words
Entry = tuple[str | None, str | None, str]


def class_bar(limits: Sequence[float], title: str, paper: Paper) -> Trace:
    """The colour bar of a map in classes, first in the strip below it. limits: between the classes."""
    side = {"x": 1, "xanchor": "right"} if is_rtl(paper.t) else {"x": 0, "xanchor": "left"}
    return {
        **side,
        "orientation": "h",
        "y": 0,
        "yanchor": "top",
        "xpad": 4,
        "ypad": 6,
        "lenmode": "pixels",
        "len": BAR_LENGTH,
        "thickness": 10,
        "outlinewidth": 0,
        "tickvals": [position + 0.5 for position in range(len(limits))],
        "ticktext": [paper.t.number(limit) for limit in limits],
        "tickfont": {"color": paper.colours.text, "size": 12},
        "title": {"text": title, "side": "top", "font": {"color": paper.colours.text, "size": 12}},
    }


def with_key(layout: Trace, entries: Sequence[Entry], canvas: Canvas, paper: Paper, *, has_bar: bool) -> Trace:
    """The layout of a map (see figures.kit.maps.map_layout) with its key. has_bar: a colour bar stands above the
    swatches.

    The swatches stand in as many columns as fit, from the side where the language begins.
    """
    size = font_size(canvas)
    column = SWATCH + 6 + 0.56 * size * max((len(text) for _, _, text in entries), default=0) + 16
    columns = max(1, int(0.9 * canvas.width / column))  # there are narrower windows than the canvas
    above = BAR_HEIGHT if has_bar else 8
    shapes: list[Trace] = []
    annotations: list[Trace] = []
    for position, (ground, pattern, text) in enumerate(entries):
        start, top = 4 + column * (position % columns), above + ROW_HEIGHT * (position // columns)
        shapes += _swatch(ground, pattern, start, top, paper)
        annotations.append(_words(text, start + SWATCH + 6, top + SWATCH / 2, size, paper))
    strip = above + ROW_HEIGHT * -(-len(entries) // columns) + 4
    margin = {**layout["margin"], "b": layout["margin"]["b"] + strip}
    drawn = {"shapes": shapes, "annotations": annotations}
    return {**layout, **drawn, "height": layout["height"] + strip, "margin": margin}


def _words(text: str, start: float, down: float, size: int, paper: Paper) -> Trace:
    side = (
        {"x": 1, "xanchor": "right", "xshift": -start}
        if is_rtl(paper.t)
        else {"x": 0, "xanchor": "left", "xshift": start}
    )
    return {
        **side,
        "xref": "paper",
        "yref": "paper",
        "y": 0,
        "yshift": -down,
        "yanchor": "middle",
        "text": text,
        "showarrow": False,
        "font": {"size": size, "color": paper.colours.text},
    }


def _swatch(ground: str | None, pattern: str | None, start: float, top: float, paper: Paper) -> list[Trace]:
    colours = paper.colours
    left, bottom = -start - SWATCH if is_rtl(paper.t) else start, -top - SWATCH
    anchored: Trace = {"xref": "paper", "yref": "paper", "xsizemode": "pixel", "ysizemode": "pixel"}
    anchored |= {"xanchor": 1 if is_rtl(paper.t) else 0, "yanchor": 0}
    edges = {
        "outline": (colours.categories[1], 2.2),
        "dark outline": (colours.text, 2.2),
        "thin outline": (colours.text, 1.2),
    }
    edge = edges.get(pattern or "", (colours.quiet_text, 0.8))
    square = {
        **anchored,
        "type": "rect",
        "x0": left,
        "x1": left + SWATCH,
        "y0": bottom,
        "y1": bottom + SWATCH,
        "fillcolor": ground or CLEAR,
        "line": {"color": edge[0], "width": edge[1]},
    }
    path = _swatch_path(pattern, left, bottom)
    if not path:
        return [square]
    ink = pattern_ink(ground, colours)
    fill = ink if pattern == "dots" else CLEAR
    line = {"color": ink, "width": 0.9}
    return [square, {**anchored, "type": "path", "path": path, "line": line, "fillcolor": fill}]


def _swatch_path(pattern: str | None, left: float, bottom: float) -> str:
    right, top, third = left + SWATCH, bottom + SWATCH, SWATCH / 2
    rising = (
        f"M{left},{bottom}L{right},{top}M{left},{bottom + third}L{left + third},{top}"
        f"M{left + third},{bottom}L{right},{bottom + third}"
    )
    falling = f"M{left},{top}L{right},{bottom}"
    level = "".join(f"M{left},{bottom + SWATCH * part}L{right},{bottom + SWATCH * part}" for part in (0.25, 0.5, 0.75))
    upright = "".join(f"M{left + SWATCH * part},{bottom}L{left + SWATCH * part},{top}" for part in (0.25, 0.5, 0.75))
    if lines := {"hatch": rising, "level": level, "upright": upright, "grid": level + upright, "fall": falling}.get(
        pattern or ""
    ):
        return lines
    if pattern == "cross":
        return f"M{left},{bottom}L{right},{top}" + falling
    if pattern in ("dots", "rings"):
        radius = 1.2 if pattern == "dots" else 2.6
        centres = [(0.3, 0.3), (0.7, 0.7), (0.3, 0.75), (0.7, 0.25)] if pattern == "dots" else [(0.5, 0.5)]
        return "".join(_circle(left + SWATCH * x, bottom + SWATCH * y, radius) for x, y in centres)
    return ""


def _circle(x: float, y: float, radius: float) -> str:
    corners = [(x + radius * math.cos(turn), y + radius * math.sin(turn)) for turn in np.linspace(0, 2 * math.pi, 9)]
    return "M" + "L".join(f"{a:.2f},{b:.2f}" for a, b in corners) + "Z"
