"""The gaps in services as a chart and as a list that reads well aloud."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from locales import Translator
from ui import gap_words, hotspot_tables, words
from ui.hotspot_figures import short_name
from ui.palette import Palette
from ui.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot
from ui.viewport import Width

MOST_SHOWN = 20
MOST_LISTED = 10


def gap_figure(gaps: pd.DataFrame, t: Translator, colours: Palette) -> go.Figure:
    """The share that reached a service by area, the smallest first, with its interval; areas with a high rate dark."""
    rows = [row for row in words.rows_of(gaps) if row["served_share"] == row["served_share"]]
    rows = sorted(rows, key=lambda row: row["served_share"])[:MOST_SHOWN]
    shares = np.array([row["served_share"] for row in rows])
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
            "array": np.array([row["served_upper"] for row in rows]) - shares,
            "arrayminus": shares - np.array([row["served_lower"] for row in rows]),
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
                "x0": rows[0]["served_overall"],
                "x1": rows[0]["served_overall"],
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


def gap_list(gaps: pd.DataFrame, t: Translator, width: Width) -> None:
    """The areas with a finding in the order of concern: a table with a column a reason, on a phone a list."""
    _ = t.gettext
    found = gaps[gaps["gap"].isin(("gap", "unpublished", "low_service", "high_rate"))]
    with st.container(border=True, key="gap_list"):
        st.markdown(f"## {_('Areas to look at first')}")
        if found.empty:
            st.info(_("No area has a finding beyond chance."))
        elif width == "phone":
            st.markdown("\n".join(f"1. {_line(row, t)}" for row in words.rows_of(found[:MOST_LISTED])))
        else:
            table = hotspot_tables.gaps_list(found, t)
            st.dataframe(
                table[table.columns[::-1]] if is_rtl(t) else table,
                hide_index=True,
                height="content" if len(found) <= MOST_LISTED else 388,
                key="gap_table",
                alt=_("Table of areas with a high rate or few services, with the reasons"),
            )
        if unplaced := gap_words.without_a_place(gaps, t):
            st.caption(unplaced)


def _line(row: words.Row, t: Translator) -> str:
    return t.gettext("**{area}**: {finding}. {reason}.").format(
        area=words.place_in_country(row["place"], t),
        finding=t.gettext(gap_words.GAPS[row["gap"]]),
        reason=gap_words.reason(row, t),
    )
