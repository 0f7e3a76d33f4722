"""What a visitor takes along from one figure: its table as CSV and as a workbook, its picture, and its link."""

from functools import partial

import streamlit as st

from exports.csv_file import csv_file
from exports.deck.deck import page_of
from exports.picture import KINDS, Kind, picture
from exports.views import can_be_taken, open_view
from exports.whose import are_of_release
from exports.workbook import XLSX, workbook_file
from figures.address.citation import Seen
from figures.kit import sources as source_words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.tables import file_rows
from figures.views.panel import Panel
from figures.views.view import View
from ui.kit import answers
from ui.kit.figure_link import link_buttons
from ui.kit.making import Wanted, file_buttons
from ui.shell.address import address_now
from ui.shell.share import PATH, seen_here


def downloads(panel: Panel, view: View, *, is_map: bool) -> None:
    """Draw the buttons for the files of a panel, which are made when they are asked for. is_map: has it boundaries?"""
    seen, release, t = seen_here(), view.release, view.t
    path, word = str(st.session_state.get(PATH, "")), "".join(address_now().get("view", []))
    may_leave = can_be_taken(path, word)
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
                caveat=source_words.caveat(t) if are_of_release([panel], release, t) else None,
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
        link_buttons(panel, view, seen, may_leave=may_leave)
    if may_leave and panel.draw is not None and panel.has_numbers:
        key = panel.key
        labels: dict[Kind, str] = {"svg": t.gettext("Picture (SVG)"), "png": t.gettext("Picture (PNG)")}
        pictures = [
            Wanted(f"{kind}_{key}", label, f"{name}.{kind}", KINDS[kind], partial(_picture, key, view, seen, kind))
            for kind, label in labels.items()
        ]
        file_buttons(f"pictures_{panel.key}", pictures, view.release, seen.link, t)


def _picture(key: str, view: View, seen: Seen, kind: Kind) -> bytes:
    """The picture of a panel, made of the address as the command makes it, for paper."""
    opened = open_view(seen.link, view.release, Paper(view.t, LIGHT), answers.shared_answers())
    panel = page_of(opened, key).panel
    assert panel is not None
    return picture(opened, panel, seen.day, kind)
