"""The gaps in services as a chart and as a list that reads well aloud."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from locales import Translator
from ui import gap_words, hotspot_words, words
from ui.hotspot_figures import short_name
from ui.palette import Palette
from ui.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot

MOST_SHOWN = 20
MOST_LISTED = 10


def gap_figure(gaps: pd.DataFrame, t: Translator, colours: Palette) -> go.Figure:
    """The share that reached a service by area, the smallest first, with its interval; areas with a high rate dark."""
    rows = [row for row in words.rows_of(gaps) if row["share"] == row["share"]]
    rows = sorted(rows, key=lambda row: row["share"])[:MOST_SHOWN]
    shares = np.array([row["share"] for row in rows])
    dots: Trace = {
        "type": "scatter",
        "x": shares,
        "y": np.arange(len(rows)),
        "mode": "markers",
        "marker": {
            "size": 10,
            "symbol": ["diamond" if row["relative_lower"] > 1 else "circle" for row in rows],
            "color": [colours.latest if row["relative_lower"] > 1 else colours.bar for row in rows],
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": np.array([row["share_upper"] for row in rows]) - shares,
            "arrayminus": shares - np.array([row["share_lower"] for row in rows]),
            "color": colours.quiet_text,
            "thickness": 1.4,
            "width": 3,
        },
        "hovertext": ["<br>".join(gap_words.lines(row, t)) for row in rows],
        "hoverinfo": "text",
    }
    ticks = (0, 0.25, 0.5, 0.75, 1)
    layout = chart_layout(
        colours,
        t,
        height=26 * max(len(rows), 3) + 40,
        xaxis={
            "range": [1.02, -0.02] if is_rtl(t) else [-0.02, 1.02],
            "tickvals": ticks,
            "ticktext": [t.percent(tick) for tick in ticks],
        },
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [short_name(words.place_name(row["place"], t)) for row in rows],
            "showgrid": False,
            "range": [max(len(rows), 3) - 0.5, -0.5],
            "side": "right" if is_rtl(t) else "left",
            "tickfont": {"size": SMALL_FONT_SIZE, "color": colours.text},
        },
        shapes=[
            {
                "type": "line",
                "x0": rows[0]["overall"],
                "x1": rows[0]["overall"],
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": {"color": colours.text, "width": 1},
            }
        ]
        if rows
        else [],
        margin={"l": 4, "r": 24, "t": 8, "b": 4},
    )
    return plot([dots], layout)


def gap_list(gaps: pd.DataFrame, t: Translator) -> None:
    """The areas with a finding, in the order of concern, for reading and for the keyboard."""
    rows = [row for row in words.rows_of(gaps) if row["gap"] in ("gap", "low_service", "high_rate")][:MOST_LISTED]
    with st.container(border=True, key="gap_list"):
        st.markdown(f"##### {t.gettext('Areas to look at first')}")
        if not rows:
            st.info(t.gettext("No area has a finding beyond chance."))
            return
        st.markdown("\n".join(f"1. {_line(row, t)}" for row in rows))


def _line(row: words.Row, t: Translator) -> str:
    return t.gettext("**{area}**: {finding}. {times} its country's rate; {share}.").format(
        area=words.place_in_country(row["place"], t),
        finding=t.gettext(gap_words.GAPS[row["gap"]]),
        times=hotspot_words.times_text(row["relative_risk"], t),
        share=gap_words.share_sentence(row, t),
    )
