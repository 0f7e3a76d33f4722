"""What a visitor takes along of a whole page: its figures as slides, and the page as a document."""

import threading
from collections.abc import Callable

import streamlit as st

from data_access.errors import BadInput
from exports.deck.deck import MOST_SLIDES, PPTX, make_deck, page_of
from exports.pdf.brief import brief
from exports.pdf.document import PDF
from exports.views import can_be_taken, open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from ui.kit import answers
from ui.shell.address import address_now
from ui.shell.share import seen_here

# other visitors' answers come first: so many decks are made at once, and who waits longer than this asks again
_making = threading.BoundedSemaphore(2)
PATIENCE = 60  # seconds


def slides_button(view: View, path: str) -> None:
    """Draw the buttons for the slides of the page that was drawn and for its document, where it can be taken into a
    file. path: of the page.

    Both are made of the address, as the commands make them, when they are asked for."""
    t, seen, kept = view.t, seen_here(), answers.shared_answers()
    if not can_be_taken(path, "".join(address_now().get("view", []))):
        return
    paper = Paper(t, LIGHT)

    def slides() -> bytes:
        opened = open_view(seen.link, view.release, paper, kept)
        panels: list[str | None] = [panel.key for panel in opened.shown.panels] or [None]
        pages = [page_of(opened, panel) for panel in panels[:MOST_SLIDES]]
        return make_deck(opened.shown.headline, pages, paper, seen.day)

    name = f"{path or 'overview'}_release_{view.release.id}"
    with st.container(horizontal=True, gap="small", key="take_along"):
        st.download_button(
            t.gettext("Take this page with you as slides"),
            data=lambda: _made(slides),
            file_name=f"{name}.pptx",
            mime=PPTX,
            key="slides",
            icon=":material/slideshow:",
            on_click="ignore",
        )
        st.download_button(
            t.gettext("Take this page along as PDF"),
            data=lambda: _made(lambda: brief(seen.link, view.release, paper, seen.day, kept)),
            file_name=f"{name}.pdf",
            mime=PDF,
            key="pdf",
            icon=":material/picture_as_pdf:",
            on_click="ignore",
        )


def _made(make: Callable[[], bytes]) -> bytes:
    """What is made once it is its turn. Raises BadInput where that takes too long."""
    if not _making.acquire(timeout=PATIENCE):
        raise BadInput("Too many files are being made. Try again in a minute.")
    try:
        return make()
    finally:
        _making.release()
