"""What a visitor takes along of a whole page: its figures as slides, and the page as a document."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from data_access.errors import BadInput
from exports.deck.deck import MOST_SLIDES, PPTX, make_deck, page_of, pages_of
from exports.pdf.brief import brief
from exports.pdf.document import PDF
from exports.stories import Story
from exports.text import text_of
from exports.text_document import DOCX, text_document
from exports.views import can_be_taken, open_view
from figures.address.citation import Seen
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from ui.kit import answers
from ui.shell.address import address_now
from ui.shell.share import seen_here

# other visitors' answers come first: so many files are made at once, and who waits longer than this asks again
_making = threading.BoundedSemaphore(2)
PATIENCE = 60  # seconds


@contextmanager
def in_turn() -> Iterator[None]:
    """Wait until a file may be made. Raises BadInput where that takes too long."""
    if not _making.acquire(timeout=PATIENCE):
        raise BadInput("Too many files are being made. Try again in a minute.")
    try:
        yield
    finally:
        _making.release()


def story_button(story: Story, view: View, name: str) -> None:
    """Draw the button for the slides of a story. name: of its file."""
    t, day, kept = view.t, seen_here().day, answers.shared_answers()
    paper = Paper(t, LIGHT)

    def made() -> bytes:
        with in_turn():
            return make_deck(story.title.said(t), pages_of(story.slides, view.release, paper, kept), paper, day)

    st.download_button(
        t.gettext("Take along as slides (PPTX)"),
        data=made,
        file_name=f"{name}_release_{view.release.id}.pptx",
        mime=PPTX,
        key=f"slides_{name}",
        on_click="ignore",
    )


def slides_button(view: View, path: str) -> None:
    """Draw the buttons for the slides of the page that was drawn and for its document, where it can be taken into a
    file. path: of the page.

    Both are made of the address, as the commands make them, when they are asked for."""
    t, seen, kept = view.t, seen_here(), answers.shared_answers()
    if not can_be_taken(path, "".join(address_now().get("view", []))):
        return
    paper = Paper(t, LIGHT)

    def slides() -> bytes:
        with in_turn():
            opened = open_view(seen.link, view.release, paper, kept)
            panels: list[str | None] = [panel.key for panel in opened.shown.panels] or [None]
            pages = [page_of(opened, panel) for panel in panels[:MOST_SLIDES]]
            return make_deck(opened.shown.headline, pages, paper, seen.day)

    def document() -> bytes:
        with in_turn():
            return brief(seen.link, view.release, paper, seen.day, kept)

    name = f"{path or 'overview'}_release_{view.release.id}"
    with st.container(horizontal=True, gap="small", key="take_along"):
        st.download_button(
            t.gettext("Take this page with you as slides"),
            data=slides,
            file_name=f"{name}.pptx",
            mime=PPTX,
            key="slides",
            icon=":material/slideshow:",
            on_click="ignore",
        )
        st.download_button(
            t.gettext("Take this page along as PDF"),
            data=document,
            file_name=f"{name}.pdf",
            mime=PDF,
            key="pdf",
            icon=":material/picture_as_pdf:",
            on_click="ignore",
        )
        if st.button(t.gettext("This page in words"), key="in_words", icon=":material/article:"):
            st.dialog(t.gettext("This page in words"), width="large")(_in_words)(view, seen, name)


def _in_words(view: View, seen: Seen, name: str) -> None:
    """Show what the page says as a text to be copied, and the button for its document."""
    t, paper = view.t, Paper(view.t, LIGHT)
    text = text_of(open_view(seen.link, view.release, paper, answers.shared_answers()), paper, seen.day)
    st.download_button(
        t.gettext("Take along as text (DOCX)"),
        data=lambda: text_document(text, paper, seen.day),
        file_name=f"{name}.docx",
        mime=DOCX,
        key="docx",
        icon=":material/article:",
        on_click="ignore",
    )
    with st.container(key="words_of_page"):
        st.code(str(text), language=None, wrap_lines=True)
