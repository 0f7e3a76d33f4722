"""A panel of published figures: title, chart, what must be said of it, and its table and file one click away."""

from collections.abc import Callable, Sequence

import plotly.graph_objects as go
import streamlit as st

from exports.csv_file import csv_file
from figures.context.published import words
from figures.context.published.tables import figure_file, figure_table
from figures.kit.plots import CONFIG
from figures.kit.rows import Row
from figures.kit.text import isolated
from locales import Translator
from ui.kit.grid import grid
from ui.kit.page import Page


def published_panel(
    page: Page,
    key: str,
    title: str,
    rows: Sequence[Row],
    figure: Callable[[], go.Figure],
    alt: str,
    note: str,
) -> None:
    """Draw a chart of these figures. alt: all that it shows, in words."""
    t, _ = page.t, page.t.gettext
    with st.container(border=True, key=f"panel_{key}"):
        st.markdown(f"## {title}")
        if not rows:
            st.info(_("Nothing is published for this choice."))
            return
        st.plotly_chart(figure(), key=f"figure_{key}", config=CONFIG, alt=alt, theme=None)
        st.caption(f"{note} {_publishers(rows, t)}")
        details = st.expander(_("Table, file and sources"), key=f"details_{key}", on_change="rerun")
        if details.open:
            with details:
                table_and_file(key, title, rows, t)


def table_and_file(key: str, title: str, rows: Sequence[Row], t: Translator, *, choices: str = "") -> None:
    """Draw the table of these figures and the button for their file. choices: what was chosen, in words."""
    grid(figure_table(rows, t), t, key=f"table_{key}", alt=t.gettext("Table: {title}").format(title=title))
    st.download_button(
        t.gettext("Download CSV"),
        data=lambda: csv_file(
            figure_file(rows, t), title=title, choices=choices, source=_publishers(rows, t), release_id=0
        ),
        file_name=f"published_{key}.csv",
        mime="text/csv",
        key=f"csv_{key}",
        on_click="ignore",
    )


def plain(text: str) -> str:
    """A published text whose signs markdown would take for its own."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]#$~<>|:" else sign for sign in text)


def source_line(row: Row, t: Translator) -> str:
    """Where one figure stands, with its address as a link, and when it was read there."""
    parts = [plain(words.source_words(row, t))]
    address = row["source_address"]
    if words.is_link(address):
        parts.append(f"[{isolated(plain(address), t)}](<{address}>)")
    elif words.is_there(address):
        parts.append(f"`{address}`")
    if read := words.read_words(row, t):
        parts.append(read)
    return " · ".join(parts)


def _publishers(rows: Sequence[Row], t: Translator) -> str:
    names = dict.fromkeys(isolated(row["source_publisher"], t) for row in rows)
    return t.gettext("Source: {sources}").format(sources=f"{t.gettext('; ').join(names)}.")
