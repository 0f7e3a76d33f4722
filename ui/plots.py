"""The frame of every chart, and how a figure is put together.

Figures are made of plain dictionaries and handed to Plotly without its validation, which took ten times as long as all
else on a page; the tests validate every figure instead.
"""

from typing import Any

import plotly.graph_objects as go

from locales import Translator
from ui.palette import Palette

Trace = dict[str, Any]
CLEAR = "rgba(0,0,0,0)"
FAMILY = "'Noto Sans', Vazirmatn, sans-serif"  # as in .streamlit/config.toml
FONT_SIZE = 13
SMALL_FONT_SIZE = 12


def plot(traces: list[Trace], layout: dict[str, Any]) -> go.Figure:
    """Put a figure together. Plotly's own look, 3 kB a figure, is left out: theme and `layout` say it all."""
    return go.Figure(data=traces, layout={"template": {"layout": {}}, **layout}, _validate=False)


def chart_layout(colours: Palette, t: Translator, *, height: int, xaxis: Trace, yaxis: Trace, **more: Any) -> Trace:
    """The layout of a chart with two axes: no frame, no zoom, thin grid."""
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
        "hoverlabel": hover_label(t),
        "xaxis": {**axis, "tickfont": label, "tickangle": 0, **xaxis},
        "yaxis": {**axis, "tickfont": label, "ticklabelstandoff": 6, **yaxis},
        **more,
    }


def hover_label(t: Translator) -> Trace:
    """Hover texts begin where the language begins."""
    return {"align": "right" if is_rtl(t) else "left"}


def is_rtl(t: Translator) -> bool:
    """Is the language written from right to left?"""
    return t.language.direction == "rtl"
