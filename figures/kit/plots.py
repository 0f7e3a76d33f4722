"""The frame of every chart, and how a figure is put together.

Figures are made of plain dictionaries and handed to Plotly without its validation, which took ten times as long as all
else on a page; the tests validate every figure instead.
"""

import base64
import math
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
import plotly.graph_objects as go

from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.rows import RowState
from locales import Translator

# Plotly asks for a world topology even when it draws none: this folder holds empty ones (see docs/geography.md)
CONFIG = {"topojsonURL": "/app/static/topojson/", "displayModeBar": False, "scrollZoom": False, "doubleClick": False}

Trace = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
FAMILY = "'Noto Sans', Vazirmatn, sans-serif"  # as in .streamlit/config.toml
FONT_SIZE = 13
SMALL_FONT_SIZE = 12
WITHHELD_MARK = "–"
READABLE = 3  # of the sequential colours, on which text has a contrast of 4.5


class PlainFigure(go.Figure):  # type: ignore[misc]
    """A figure that is sent as it was put together.

    Plotly would first make objects of every trace and copy everything twice, a tenth of a page's time; it does so only
    when somebody asks for more of a figure than `to_dict`, as tests do.
    """

    def __init__(self, traces: list[Trace], layout: Trace) -> None:
        self._drawn: dict[str, Any] = {"data": traces, "layout": layout}

    @property
    def parts(self) -> tuple[list[Trace], Trace]:
        """The traces and the layout as they were put together, for files. Do not change them."""
        return self._drawn["data"], self._drawn["layout"]

    @cached_property
    def _encoded(self) -> Trace:
        return {name: _with_bytes(part) for name, part in self._drawn.items()}

    def to_dict(self) -> Trace:
        """The traces and the layout, for the browser. Do not change it: the figure may be shared by visitors."""
        return self._encoded

    def __getattr__(self, name: str) -> Any:
        if "_data_objs" in self.__dict__:
            raise AttributeError(name)
        super().__init__(**self._drawn, _validate=False)
        return getattr(self, name)


def plot(traces: list[Trace], layout: dict[str, Any]) -> go.Figure:
    """Put a figure together. Plotly's own look, 3 kB a figure, is left out: theme and `layout` say it all."""
    return PlainFigure(traces, {"template": {"layout": {}}, **layout})


def _with_bytes(value: Any) -> Any:
    """The same with arrays of numbers as bytes, which are half as long as their digits."""
    if isinstance(value, dict):
        return {name: _with_bytes(part) for name, part in value.items()}
    if isinstance(value, list | tuple) and value and isinstance(value[0], dict):
        return [_with_bytes(part) for part in value]
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        shape = {"shape": ", ".join(map(str, value.shape))} if value.ndim > 1 else {}
        return {"dtype": value.dtype.str[1:], "bdata": base64.b64encode(value.tobytes()).decode(), **shape}
    return value


def chart_layout(paper: Paper, *, height: int, xaxis: Trace, yaxis: Trace, **more: Any) -> Trace:
    """The layout of a chart with two axes: no frame, no zoom, thin grid."""
    colours = paper.colours
    axis = {"zeroline": False, "automargin": True, "gridcolor": colours.grid, "fixedrange": True, "ticks": ""}
    label = {"color": colours.quiet_text, "size": SMALL_FONT_SIZE}
    return {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 8, "b": 4},
        "showlegend": False,
        "bargap": 0.28,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "font": {"family": FAMILY, "color": colours.text, "size": FONT_SIZE},
        "hoverlabel": hover_label(paper.t),
        "xaxis": {**axis, "tickfont": label, "tickangle": 0, **xaxis},
        "yaxis": {**axis, "tickfont": label, "ticklabelstandoff": 6, **yaxis},
        **more,
    }


def coloured_cells(numbers: Sequence[Sequence[float | None]], colours: Palette) -> Trace:
    """A table whose cells stand out more the higher their number, each with its `text`; empty ones can be hovered.

    Only the colours on which the text can be read (a contrast of 4.5 or more): the cells have their numbers anyway."""
    shades = colours.sequential[:READABLE]
    return {
        "type": "heatmap",
        "z": numbers,
        "texttemplate": "%{text}",
        "textfont": {"size": SMALL_FONT_SIZE, "color": colours.text},
        "hoverinfo": "text",
        "hoverongaps": True,
        "colorscale": [[step / (len(shades) - 1), colour] for step, colour in enumerate(shades)],
        "showscale": False,
        "xgap": 2,
        "ygap": 2,
    }


def count_matrix(
    counts: Sequence[Sequence[int | None]], paper: Paper, *, height: int, xaxis: Trace, yaxis: Trace
) -> tuple[Trace, Trace]:
    """A table of people as a trace and its layout: each cell has its number and a colour by its magnitude, the first
    row stands above, and the first column where the language begins. None: no number, see `unnumbered_cells`."""
    t, colours = paper.t, paper.colours
    trace = {
        **coloured_cells([[None if n is None else math.log10(max(n, 1)) for n in row] for row in counts], colours),
        "text": [["" if n is None else t.number(n) for n in row] for row in counts],
    }
    axis: Trace = {"showgrid": False, "ticks": "", "zeroline": False, "automargin": True, "fixedrange": True}
    axis["tickfont"] = {"color": colours.text, "size": SMALL_FONT_SIZE}
    layout = {
        "height": height,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "showlegend": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "dragmode": False,
        "font": {"family": FAMILY, "color": colours.text, "size": SMALL_FONT_SIZE},
        "hoverlabel": hover_label(t),
        "xaxis": {**axis, "side": "top", "tickangle": -45, "autorange": "reversed" if is_rtl(t) else True, **xaxis},
        "yaxis": {**axis, "side": "right" if is_rtl(t) else "left", "autorange": "reversed", **yaxis},
    }
    return trace, layout


def absent_mark(absent: RowState, t: Translator) -> str:
    """What stands in a cell without a number. absent: the state of what a release does not name."""
    return t.number(0) if absent == "none" else WITHHELD_MARK


def unnumbered_cells(
    counts: Sequence[Sequence[int | None]], x: Sequence[object], y: Sequence[object], paper: Paper, absent: RowState
) -> Trace:
    """The marks in those cells of a table of people that have no number."""
    without = [(row, column) for row, cells in enumerate(counts) for column, n in enumerate(cells) if n is None]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [x[column] for _row, column in without],
        "y": [y[row] for row, _column in without],
        "text": [absent_mark(absent, paper.t)] * len(without),
        "textfont": {"size": SMALL_FONT_SIZE, "color": paper.colours.quiet_text},
        "hoverinfo": "skip",  # the cell itself says it
    }


def round_below(value: float) -> float:
    """The largest of 1, 2, 5, 10… that is not above a number: where an axis says one number alone."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return float(f"{max(step * power for step in (1, 2, 5) if step * power <= max(value, power)):.3g}")


def hover_label(t: Translator) -> Trace:
    """Hover texts begin where the language begins."""
    return {"align": "right" if is_rtl(t) else "left"}


def is_rtl(t: Translator) -> bool:
    """Is the language written from right to left?"""
    return t.language.direction == "rtl"


def wrapped(label: str, width: int = 26) -> str:
    """A label on two lines at most. width: letters of a line."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")
