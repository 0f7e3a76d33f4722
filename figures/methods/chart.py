"""The figure of the methods page: what the noise does to one number."""

import pandas as pd
import plotly.graph_objects as go

from figures.kit.paper import Paper
from figures.kit.plots import chart_layout, plot


def noise_figure(noise: pd.DataFrame, other: pd.DataFrame, paper: Paper) -> go.Figure:
    """The chance of each published number where `noise` is about a count, and `other` about one person less.

    Both: see data_access.questions.methods.noise_around. Numbers that would be withheld are grey.
    """
    t, colours = paper.t, paper.colours
    bars = {
        "type": "bar",
        "x": noise["published"].to_numpy(),
        "y": noise["chance"].to_numpy(),
        "marker": {"color": [colours.bar if shown else colours.withheld for shown in noise["shown"]]},
        "hovertext": [
            t.gettext("{number}: {chance}").format(number=t.number(int(number)), chance=t.percent(chance, 1))
            for number, chance in zip(noise["published"], noise["chance"], strict=True)
        ],
        "hoverinfo": "text",
        "name": t.gettext("With the person"),
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": other["published"].to_numpy(),
        "y": other["chance"].to_numpy(),
        "line": {"color": colours.latest, "width": 2, "shape": "hvh"},
        "hoverinfo": "skip",
        "name": t.gettext("Without the person"),
    }
    ends = [int(noise["published"].min()), int(noise["published"].max())]
    step = max(1, round((ends[1] - ends[0]) / 6))
    ticks = list(range(ends[0], ends[1] + 1, step))
    layout = chart_layout(
        paper,
        height=280,
        xaxis={"tickvals": ticks, "ticktext": [t.number(tick) for tick in ticks], "showgrid": False},
        yaxis={"visible": False},
        bargap=0.05,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
    )
    return plot([bars, line], layout)
