"""A panel of published figures: title, chart, what must be said of it, and its table and file one click away."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import streamlit as st

from exports.csv_file import csv_file
from figures.context.published.tables import figure_file, figure_table
from figures.kit.plots import CONFIG
from figures.kit.rows import Row
from figures.kit.text import isolated
from locales import Translator
from ui.kit.grid import grid
from ui.kit.page import Page

MOST_NAMED = 6  # publishers under a chart: its table names all of them


@dataclass(frozen=True)
class Drawing:
    """Published figures, a chart of them where there are any, and all that it shows in words."""

    rows: Sequence[Row]
    figure: go.Figure | None
    words: str


def published_panel(page: Page, key: str, title: str, drawing: Drawing, note: str) -> None:
    """Draw published figures, with what must be said of them."""
    t, _ = page.t, page.t.gettext
    with st.container(border=True, key=f"panel_{key}"):
        st.markdown(f"## {title}")
        if drawing.figure is None:
            st.info(_("Nothing is published for this choice."))
            return
        st.plotly_chart(drawing.figure, key=f"figure_{key}", config=CONFIG, alt=drawing.words, theme=None)
        st.caption(f"{note} {_publishers(drawing.rows, t)}")
        details = st.expander(
            _("Table, file and sources: {title}").format(title=title), key=f"details_{key}", on_change="rerun"
        )
        if details.open:
            with details:
                table_and_file(page, key, title, drawing.rows)


def table_and_file(page: Page, key: str, title: str, rows: Sequence[Row], *, choices: str = "") -> None:
    """Draw the table of these figures and the button for their file. choices: what was chosen, in words."""
    t = page.t
    grid(figure_table(rows, t), t, key=f"table_{key}", alt=t.gettext("Table: {title}").format(title=title))
    st.download_button(
        t.gettext("Download CSV"),
        data=lambda: csv_file(
            figure_file(rows, t), title=title, choices=choices, source=_publishers(rows, t), release_id=page.release.id
        ),
        file_name=f"published_{key}.csv",
        mime="text/csv",
        key=f"csv_{key}",
        on_click="ignore",
    )


def _publishers(rows: Sequence[Row], t: Translator) -> str:
    names = list(dict.fromkeys(isolated(row["source_publisher"], t) for row in rows))
    more = len(names) - MOST_NAMED
    if more > 1:
        others = t.ngettext("{number} other", "{number} others", more).format(number=t.number(more))
        names = [*names[:MOST_NAMED], others]
    return t.gettext("Source: {sources}").format(sources=f"{t.gettext('; ').join(names)}.")
