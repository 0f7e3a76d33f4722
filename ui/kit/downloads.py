"""What a visitor takes along from one figure: its table as CSV and as a workbook."""

import streamlit as st

from data_access.release.release import Release
from exports.csv_file import csv_file
from exports.workbook import XLSX, Figure, workbook_file
from figures.kit import sources as source_words
from figures.kit.tables import file_rows
from locales import Translator
from ui.shell.share import seen_here


def downloads(key: str, figure: Figure, release: Release, t: Translator) -> None:
    """Draw the buttons for the files of a figure. They are made when they are asked for. key: of its panel."""
    seen, name = seen_here(), f"{key}_release_{release.id}"
    with st.container(horizontal=True, gap="small", key=f"files_{key}"):
        st.download_button(
            t.gettext("Download CSV"),
            data=lambda: csv_file(
                file_rows(figure.answer, t),
                title=figure.title,
                choices=figure.choices,
                source=source_words.source_line(release, t),
                release_id=release.id,
            ),
            file_name=f"{name}.csv",
            mime="text/csv",
            key=f"csv_{key}",
            on_click="ignore",
        )
        st.download_button(
            t.gettext("Download workbook"),
            data=lambda: workbook_file(figure, release, seen, t),
            file_name=f"{name}.xlsx",
            mime=XLSX,
            key=f"workbook_{key}",
            on_click="ignore",
        )
