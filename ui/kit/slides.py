"""What a visitor takes along of a whole page: its figures as slides, and the page as a document."""

import streamlit as st

from exports.deck.deck import MOST_SLIDES, PPTX, make_deck, page_of, pages_of
from exports.making import step
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
from ui.kit.making import Wanted, file_buttons
from ui.shell.address import address_now
from ui.shell.share import seen_here


def story_button(story: Story, view: View, name: str) -> None:
    """Draw the button for the slides of a story. name: of its file."""
    t, seen, kept = view.t, seen_here(), answers.shared_answers()
    paper = Paper(t, LIGHT)

    def made() -> bytes:
        pages = pages_of(story.slides, view.release, paper, kept)
        return make_deck(story.title.said(t), pages, paper, seen.day, lambda done, all: step(all + done, 2 * all))

    label, file_name = t.gettext("Take along as slides (PPTX)"), f"{name}_release_{view.release.id}.pptx"
    # what a story tells may be changed without its address
    file_buttons(
        f"take_{name}",
        [Wanted(f"slides_{name}", label, file_name, PPTX, made)],
        view.release,
        f"{seen.link} {story}",
        t,
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
        opened = open_view(seen.link, view.release, paper, kept)
        panels: list[str | None] = [panel.key for panel in opened.shown.panels] or [None]
        pages = [page_of(opened, panel) for panel in panels[:MOST_SLIDES]]
        return make_deck(opened.shown.headline, pages, paper, seen.day, step)

    def document() -> bytes:
        return brief(seen.link, view.release, paper, seen.day, kept)

    name = f"{path or 'overview'}_release_{view.release.id}"
    words = t.gettext("Take this page with you as slides"), t.gettext("Take this page along as PDF")
    files = [
        Wanted("slides", words[0], f"{name}.pptx", PPTX, slides, ":material/slideshow:"),
        Wanted("pdf", words[1], f"{name}.pdf", PDF, document, ":material/picture_as_pdf:"),
    ]

    def in_words() -> None:
        if st.button(t.gettext("This page in words"), key="in_words", icon=":material/article:"):
            st.dialog(t.gettext("This page in words"), width="large")(_in_words)(view, seen, name)

    file_buttons("take_along", files, view.release, seen.link, t, in_words)


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
