"""A figure as the dashboard shows it: title, chart, what it does not say, and its table and file one click away."""

from collections.abc import Callable

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from data_access.release.release import Release
from exports.csv_file import csv_file
from figures.kit import sources as source_words
from figures.kit import tables as answer_table
from figures.kit import words
from figures.kit.plots import CONFIG
from figures.kit.rows import published, rows_of
from locales import Translator
from ui.kit.map_shape import follow_width


def reason_panel(key: str, title: str, reason: str) -> None:
    """Draw a panel that has no figure, and why."""
    with st.container(border=True, key=f"panel_{key}"):
        st.markdown(f"## {title}")
        st.info(reason)


def panel(
    key: str,
    title: str,
    answer: pd.DataFrame,
    figure: Callable[[], go.Figure],
    alt: str,
    release: Release,
    t: Translator,
    *,
    choices: str,
    note: str | None = None,
    on_select: Callable[[], None] | None = None,
) -> None:
    """Draw one figure with everything that must stand beside it.

    answer: the frame that the figure, the table and the CSV are all made from. figure: makes the chart; not called
    when the answer is empty. choices: the filters in words, which travel with the CSV. on_select: called
    when a point of the figure is clicked; st.session_state["figure_<key>"] says which.
    """
    _ = t.gettext
    with st.container(border=True, key=f"panel_{key}", height="stretch"):
        st.markdown(f"## {title}")
        if not answer.attrs.get("is_published", True):
            st.info(words.not_published(t))
            return
        if not (published(answer) if "state" in answer else len(answer)):
            _empty(answer, alt, t)
        else:
            drawn = figure()
            follow_width(f"figure_{key}", drawn)
            st.plotly_chart(
                drawn,
                key=f"figure_{key}",
                config=CONFIG,
                alt=alt,
                theme=None,
                on_select=on_select or "ignore",
                selection_mode="points",
            )
        said = [note]
        if "state" in answer:
            said += [answer_table.uncertain_note(answer, t), answer_table.withheld_note(answer, t)]
            said.append(answer_table.clipping_note(answer, release, t))
        if notes := words.joined(*said):
            st.caption(notes)
        _table_and_file(key, title, answer, release, t, choices)


def _empty(answer: pd.DataFrame, alt: str, t: Translator) -> None:
    _ = t.gettext
    if "state" not in answer:
        st.info(alt)
    elif any(row["state"] == "withheld" for row in rows_of(answer)):
        st.info(_("Everything here is withheld to protect people: the groups are too small. Choose fewer filters."))
    else:
        st.info(_("Nothing is recorded for this choice. Choose other years, places or people."))


def _table_and_file(key: str, title: str, answer: pd.DataFrame, release: Release, t: Translator, choices: str) -> None:
    _ = t.gettext
    # rendered only when it is opened: a closed table costs nothing on the wire
    details = st.expander(_("Table, file and source"), key=f"details_{key}", on_change="rerun")
    if not details.open:
        return
    source = source_words.source_line(release, t)
    with details:
        st.dataframe(
            answer_table.table(answer, t),
            hide_index=True,
            key=f"table_{key}",
            alt=_("Table: {title}").format(title=title),
        )
        st.download_button(
            _("Download CSV"),
            data=lambda: csv_file(
                answer_table.file_rows(answer), title=title, choices=choices, source=source, release_id=release.id
            ),
            file_name=f"{key}_release_{release.id}.csv",
            mime="text/csv",
            key=f"csv_{key}",
            on_click="ignore",
        )
        st.caption(source)
        st.caption(source_words.caveat(t))


def page_end(release: Release, t: Translator) -> None:
    """The lines under every page: where the numbers come from and what they are not."""
    st.divider()
    st.caption(source_words.source_line(release, t) + " " + source_words.caveat(t))
