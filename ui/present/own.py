"""One's own slides: their order, titles and notes, the ways to show and to keep them, and a file to open again."""

from functools import partial

import streamlit as st

from data_access.errors import BadInput
from exports.deck.deck import page_of
from exports.stories import LONGEST_NOTE, LONGEST_TITLE, read_story, slide_of, written_story
from exports.views import open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.text import quoted
from locales import N_
from ui.kit import answers
from ui.kit.own_slides import TITLE, collect, collected, own_story, said_of, say, seen, take_story
from ui.kit.page import Page
from ui.kit.slides import story_button
from ui.present.cards import how_long
from ui.present.choices import OWN, present

FILE, REFUSED = "file_of_slides", "why_no_slides"  # session state: the file that was chosen, and why it was refused


def draw_own(page: Page) -> None:
    """Draw the slides that the visitor has collected, and the way to open a file of them."""
    _, links = page.t.gettext, collected()
    with st.container(border=True, key="own_slides"):
        st.markdown(f"## {_('My slides')}")
        if links:
            _draw_slides(page, links)
        else:
            st.markdown(_("None yet. Every figure of the dashboard has a button below it that adds it here."))
        with st.expander(_("Open slides from a file"), expanded=REFUSED in st.session_state):
            st.file_uploader(
                _("A file of slides that was kept here (JSON)"), type="json", key=FILE, on_change=_open, args=(page,)
            )
            if refused := st.session_state.get(REFUSED):
                st.error(f"{_('This file was not opened. What is wrong with it:')} {quoted(refused)}")


def _draw_slides(page: Page, links: list[str]) -> None:
    t, _ = page.t, page.t.gettext
    language = t.language.code
    st.caption(how_long(len(links), t))
    title = st.text_input(
        _("Title of the show"),
        st.session_state.get(TITLE, ""),
        max_chars=LONGEST_TITLE,
        placeholder=_("My slides"),
        key="own_title",
    )
    st.session_state[TITLE] = seen(title or "")
    can_be_shown = [_draw_slide(page, at, link, links) for at, link in enumerate(links)]
    story = own_story(language, _("My slides"))
    with st.container(horizontal=True, gap="small", key="own_ways"):
        if all(can_be_shown):
            st.button(
                _("Present"),
                key="present_own",
                icon=":material/play_arrow:",
                type="primary",
                on_click=partial(present, OWN),
            )
            story_button(story, page, "my_slides")
        st.download_button(
            _("Keep as a file (JSON)"),
            data=written_story(story),
            file_name="my_slides.json",
            mime="application/json",
            key="keep_own",
            on_click="ignore",
        )
        st.button(_("Remove all"), key="remove_own", type="tertiary", on_click=collect, args=([],))
    st.caption(_("The slides stand in the address. Their titles and notes do not: keep them in a file."))


def _draw_slide(page: Page, at: int, link: str, links: list[str]) -> bool:
    """Draw the row of one slide; return whether it can be shown."""
    t, _ = page.t, page.t.gettext
    title, note = said_of(link)
    refused, shown = _shown(page, link)
    with st.container(border=True, key=f"own_slide_{at}"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{t.number(at + 1)}** · {shown}")
            for name, move, icon, is_off in (
                (_("Up"), at - 1, "arrow_upward", at == 0),
                (_("Down"), at + 1, "arrow_downward", at == len(links) - 1),
            ):
                st.button(
                    _("{action}: slide {number}").format(action=name, number=t.number(at + 1)),
                    key=f"own_{icon}_{at}",
                    icon=f":material/{icon}:",
                    help=name,
                    type="tertiary",
                    disabled=is_off,
                    on_click=collect,
                    args=(_moved(links, at, move),),
                )
            st.button(
                _("{action}: slide {number}").format(action=_("Remove"), number=t.number(at + 1)),
                key=f"own_remove_{at}",
                icon=":material/close:",
                help=_("Remove"),
                type="tertiary",
                on_click=collect,
                args=([one for one in links if one != link],),
            )
        if refused:
            st.warning(f"{_('This slide cannot be shown. Remove it to present the others.')} {quoted(refused)}")
            return False
        with st.expander(_("Title and notes of slide {number}").format(number=t.number(at + 1))):
            written = st.text_input(
                _("Title, in place of the sentence of the page"), title, max_chars=LONGEST_TITLE, key=f"title_{link}"
            )
            noted = st.text_area(_("Notes for who speaks"), note, max_chars=LONGEST_NOTE, key=f"note_{link}")
        say(link, written or "", noted or "")
    return True


def _shown(page: Page, link: str) -> tuple[str | None, str]:
    """Why a slide cannot be shown, or None; and what it shows."""
    try:
        slide = slide_of(link)
        opened = open_view(slide.view, page.release, Paper(page.t, LIGHT), answers.shared_answers())
        panel = page_of(opened, slide.panel).panel
    except BadInput as error:
        return error.said(page.t), f"`{link.split('#')[0][:60].replace('`', '')}`"
    said = [panel.title if panel else "", opened.view.sentence if panel and panel.sentence is None else ""]
    return None, quoted(" · ".join(filter(None, said)))


def _moved(links: list[str], at: int, to: int) -> list[str]:
    others = [link for position, link in enumerate(links) if position != at]
    return [*others[: max(to, 0)], links[at], *others[max(to, 0) :]]


def _open(page: Page) -> None:
    """Take the slides of the file that was chosen, or say what is wrong with it."""
    st.session_state.pop(REFUSED, None)
    file = st.session_state[FILE]
    if file is None:
        return
    try:
        story = read_story(file.getvalue(), "my_slides.json")
        if story.asks:
            raise BadInput(
                N_("{file}: a story that asks for a programme or a place is opened by the command."),
                file="my_slides.json",
            )
        take_story(story, page.t.language.code)
    except BadInput as error:
        st.session_state[REFUSED] = error.said(page.t)
        return
    for key in [key for key in st.session_state if str(key).startswith(("title_", "note_")) and key != TITLE]:
        del st.session_state[key]
    st.session_state.pop("own_title", None)
