"""What a visitor takes along from one figure: its table as CSV and as a workbook."""

import streamlit as st

from exports.csv_file import csv_file
from exports.workbook import XLSX, workbook_file
from figures.kit import sources as source_words
from figures.kit.tables import file_rows
from figures.views.panel import Panel
from figures.views.view import View
from ui.shell.share import seen_here


def downloads(panel: Panel, view: View, *, is_map: bool) -> None:
    """Draw the buttons for the files of a panel, which are made when they are asked for. is_map: has it boundaries?"""
    seen, release, t = seen_here(), view.release, view.t
    name = f"{panel.key}_release_{release.id}"
    with st.container(horizontal=True, gap="small", key=f"files_{panel.key}"):
        st.download_button(
            t.gettext("Download CSV"),
            data=lambda: csv_file(
                file_rows(panel.answer, t if panel.table is None else None),
                title=panel.title,
                choices=view.sentence if panel.sentence is None else panel.sentence,
                source=panel.source or source_words.source_line(release, t),
                release_id=release.id,
            ),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv_{panel.key}",
            on_click="ignore",
        )
        st.download_button(
            t.gettext("Download workbook"),
            data=lambda: workbook_file([panel], view, seen, is_map=is_map),
            file_name=f"{name}.xlsx",
            mime=XLSX,
            key=f"workbook_{panel.key}",
            on_click="ignore",
        )
