"""The scorecard on the page: its table, a click that opens a programme, its file."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import streamlit as st

from exports.csv_file import csv_file
from figures.programmes.scorecard import Line
from figures.programmes.scorecard_html import scorecard_html
from figures.views.panel import Panel
from ui.kit.page import Page
from ui.programmes.choices import open_programme
from ui.shell.address import address_now
from ui.shell.provenance import note_invented

STYLE = Path(__file__).with_name("scorecard.css")
OPENED = "opened_in_scorecard"

# A row is a link, which opens a page anew; within a visit, a click on any part of a row is answered without that. Who
# marks words of a row, or asks for another tab, does not mean to leave.
_SCRIPT = """
export default function ({ setTriggerValue }) {
  const open = (event) => {
    const row = event.target.closest?.(".scorecard [data-programme]")
    const isForAnother = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey
    if (!row || isForAnother || String(getSelection())) return
    event.preventDefault()
    setTriggerValue("programme", row.dataset.programme)
  }
  document.addEventListener("click", open)
  return () => document.removeEventListener("click", open)
}
"""
_open_rows = st.components.v2.component("scorecard", js=_SCRIPT)


def draw(page: Page, panel: Panel, lines: list[Line], *, is_one: bool = False) -> None:
    """Draw the scorecard of some programmes, or of one. Its rows open their programme, except on its own page."""
    t, _ = page.t, page.t.gettext
    if any(line.provenance != "published" for line in lines):
        note_invented()
    st.html(f"<style>{STYLE.read_text(encoding='utf-8')}</style>")
    with st.container(border=True, key="panel_scorecard"):
        st.markdown(f"## {panel.title}")
        st.html(scorecard_html(lines, page.paper, alt=panel.title, is_one=is_one, link=None if is_one else _link()))
        st.caption(panel.note or "")
        st.download_button(
            _("Download CSV"),
            data=lambda: csv_file(
                panel.read(t),
                title=panel.title,
                choices=page.sentence,
                source=panel.source or "",
                release_id=page.release.id,
            ),
            file_name=f"scorecard_release_{page.release.id}.csv",
            mime="text/csv",
            key="csv_scorecard",
            on_click="ignore",
        )
    if not is_one:
        _open_rows(key=OPENED, on_programme_change=_open, height=1)


def _open() -> None:
    if code := st.session_state[OPENED].get("programme"):
        open_programme(code)


def _link() -> Callable[[str], str]:
    """The address of a programme's page, in the language and of the release of now."""
    kept = {name: values for name, values in address_now().items() if name not in ("view", "donor", "theme")}
    return lambda code: "?" + urlencode({**kept, "view": ["programme"], "programme": [code]}, doseq=True)
