"""Routes in other forms than a map: a matrix, and a list that reads well aloud."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data_access.coding import UNKNOWN
from locales import Translator
from ui import words
from ui.palette import Palette
from ui.viewport import Width

MOST_COUNTRIES: dict[Width, int] = {"desktop": 14, "tablet": 9, "phone": 5}
MOST_LISTED = 12


def flow_map_words(legs: pd.DataFrame, t: Translator) -> str:
    """The flow map in words: its three largest legs."""
    rows = legs[legs["state"] == "count"].head(3)
    if rows.empty:
        return t.gettext("Map of routes: no route may be shown.")
    return t.gettext("Map of routes between countries. Largest: {rows}.").format(
        rows="; ".join(words.leg_sentence(row, t) for _, row in rows.iterrows())
    )


def matrix_figure(pairs: pd.DataFrame, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """People by source country (rows) and destination country (columns), the largest countries first."""
    known = _known(pairs)
    sources = _largest(known, "source_country")[: MOST_COUNTRIES[width]]
    destinations = _largest(known, "exploitation_country")[: MOST_COUNTRIES[width]]
    # a row without a number in any shown column says nothing
    shown = known[(known["state"] == "count") & known["exploitation_country"].isin(destinations)]
    sources = [code for code in sources if code in set(shown["source_country"])]
    cells = known.set_index(["source_country", "exploitation_country"])
    z = np.full((len(sources), len(destinations)), np.nan)
    text = np.full(z.shape, "", dtype=object)
    hover = np.full(z.shape, "", dtype=object)
    for row, source in enumerate(sources):
        for column, destination in enumerate(destinations):
            names = {"source": t.country(source), "destination": t.country(destination)}
            if (source, destination) not in cells.index:
                hover[row, column] = t.gettext("{source} to {destination}: none recorded").format(**names)
                continue
            cell = cells.loc[(source, destination)]
            hover[row, column] = t.gettext("{source} to {destination}: {people}").format(
                **names, people=words.row_people(cell, t)
            )
            if cell["state"] == "count":
                z[row, column] = np.log10(max(int(cell["count"]), 1))
                text[row, column] = t.number(int(cell["count"]))
            else:
                text[row, column] = "·"
    figure = go.Figure(
        go.Heatmap(
            z=z,
            x=[t.country(code) for code in destinations],
            y=[t.country(code) for code in sources],
            text=text,
            texttemplate="%{text}",
            hovertext=hover,
            hoverinfo="text",
            colorscale=[[i / (len(colours.sequential) - 1), colour] for i, colour in enumerate(colours.sequential)],
            showscale=False,
            xgap=2,
            ygap=2,
            textfont={"size": 12},
        )
    )
    rtl = t.language.direction == "rtl"
    figure.update_layout(
        height=110 + 30 * max(len(sources), 2),
        margin={"l": 4, "r": 4, "t": 4, "b": 4},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
        font={"color": colours.text, "size": 12},
    )
    figure.update_xaxes(
        side="top",
        tickangle=-45,
        showgrid=False,
        automargin=True,
        autorange="reversed" if rtl else True,
        fixedrange=True,
        title={"text": t.gettext("Destination country"), "font": {"size": 12}},
    )
    figure.update_yaxes(
        autorange="reversed",
        showgrid=False,
        automargin=True,
        side="right" if rtl else "left",
        fixedrange=True,
        title={"text": t.gettext("Source country"), "font": {"size": 12}},
    )
    return figure


def matrix_words(pairs: pd.DataFrame, t: Translator) -> str:
    """The three largest pairs in words."""
    rows = _known(pairs)
    rows = rows[rows["state"] == "count"].head(3)
    said = [
        t.gettext("{source} to {destination}: {people}").format(
            source=t.country(row["source_country"]),
            destination=t.country(row["exploitation_country"]),
            people=words.row_people(row, t),
        )
        for _, row in rows.iterrows()
    ]
    return t.gettext("Matrix of source and destination countries. Largest: {rows}.").format(rows="; ".join(said))


def route_list(legs: pd.DataFrame, t: Translator) -> None:
    """The largest routes as a numbered list, for reading, for the keyboard and for screen readers."""
    rows = legs[legs["state"] == "count"].head(MOST_LISTED)
    with st.container(border=True, key="route_list"):
        st.markdown(f"##### {t.gettext('The largest routes, in words')}")
        if rows.empty:
            st.info(t.gettext("No route may be shown for this choice."))
        else:
            st.markdown("\n".join(f"1. {words.leg_sentence(row, t)}" for _, row in rows.iterrows()))


def _known(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs[(pairs["source_country"] != UNKNOWN) & (pairs["exploitation_country"] != UNKNOWN)]


def _largest(pairs: pd.DataFrame, column: str) -> list[str]:
    published = pairs[pairs["state"] == "count"]
    sums = published.groupby(column)["count"].sum().sort_values(ascending=False, kind="stable")
    return [str(code) for code in sums.index]
