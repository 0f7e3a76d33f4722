"""The gaps in services as a chart: the share of people who reached a service, area by area."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.hotspots import gap_words
from figures.hotspots.charts import short_name
from figures.kit.labels import place_name
from figures.kit.paper import Paper
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot
from figures.kit.rows import rows_of

MOST_SHOWN = 20


def gap_figure(gaps: pd.DataFrame, paper: Paper) -> go.Figure:
    """The share that reached a service by area, the smallest first, with its interval, and the share
    of its whole country as an upright mark; areas with a high rate dark."""
    t, colours = paper.t, paper.colours
    rows = [row for row in rows_of(gaps) if row["served_share"] == row["served_share"]]
    rows = sorted(rows, key=lambda row: row["served_share"])[:MOST_SHOWN]
    shares = np.array([row["served_share"] for row in rows])
    dots: Trace = {
        "type": "scatter",
        "x": shares,
        "y": np.arange(len(rows)),
        "mode": "markers",
        "marker": {
            "size": 10,
            "symbol": ["diamond" if row["is_high"] else "circle" for row in rows],
            "color": [colours.latest if row["is_high"] else colours.bar for row in rows],
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": np.array([row["served_upper"] for row in rows]) - shares,
            "arrayminus": shares - np.array([row["served_lower"] for row in rows]),
            "color": colours.quiet_text,
            "thickness": 1.4,
            "width": 3,
        },
        "hovertext": ["<br>".join(gap_words.lines(row, t)) for row in rows],
        "hoverinfo": "text",
    }
    country: Trace = {
        "type": "scatter",
        "x": np.array([row["served_country"] for row in rows]),
        "y": np.arange(len(rows)),
        "mode": "markers",
        "marker": {"size": 16, "symbol": "line-ns-open", "color": colours.text, "line": {"width": 1.5}},
        "hoverinfo": "skip",
    }
    ticks = (0, 0.25, 0.5, 0.75, 1)
    layout = chart_layout(
        paper,
        height=26 * max(len(rows), 3) + 40,
        xaxis={
            "range": [1.02, -0.02] if is_rtl(t) else [-0.02, 1.02],
            "tickvals": ticks,
            "ticktext": [t.percent(tick) for tick in ticks],
        },
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [short_name(place_name(row["place"], t)) for row in rows],
            "showgrid": False,
            "range": [max(len(rows), 3) - 0.5, -0.5],
            "side": "right" if is_rtl(t) else "left",
            "tickfont": {"size": SMALL_FONT_SIZE, "color": colours.text},
        },
        margin={"l": 4, "r": 24, "t": 8, "b": 4},
    )
    return plot([country, dots], layout)
