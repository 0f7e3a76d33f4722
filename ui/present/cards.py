"""The list of stories: what each tells, how many slides it has and how long it takes, and the ways to begin."""

from functools import partial

import streamlit as st

from data_access.errors import BadInput
from exports import stories
from exports.stories import Story
from exports.stories.subjects import subjects, told_of
from findings.sides import place_of
from locales import Translator
from ui.kit.chosen_filters import chosen_filters
from ui.kit.page import Page
from ui.kit.slides import story_button
from ui.present.choices import present

ORDER = ("region", "balochistan", "central_asia", "afghanistan", "identification", "programme", "place")
MINUTES_A_SLIDE = 1.5


def draw_cards(page: Page) -> None:
    """Draw the stories that come with the program, three beside each other on a wide screen."""
    across = {"desktop": 3, "tablet": 2, "phone": 1}[page.paper.width]
    names = sorted(stories.names(), key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    for at in range(0, len(names), across):
        for column, name in zip(st.columns(across), names[at : at + across], strict=False):
            with column:
                _card(page, name, stories.story_of(name))


def _card(page: Page, name: str, story: Story) -> None:
    t = page.t
    with st.container(border=True, key=f"story_{name}", height="stretch"):
        title = story.title.said(t).replace(stories.NAMED_HERE, "…")
        st.markdown(f"## {title}")
        st.markdown(story.about.said(t))
        st.caption(how_long(len(story.slides), t))
        subject = _choose_subject(page, name, story.asks) if story.asks else None
        try:
            told = told_of(story, subject, page.release, t)
        except BadInput:
            st.info(t.gettext("This release has nothing that this story could be told of."))
            return
        with st.container(horizontal=True, gap="small"):
            st.button(
                t.gettext("Present"),
                key=f"present_{name}",
                icon=":material/play_arrow:",
                type="primary",
                on_click=partial(present, name, story.asks, subject),
            )
            story_button(told, page, f"story_{name}")


def _choose_subject(page: Page, name: str, asks: str) -> str | None:
    t = page.t
    known = page.made_once(lambda: subjects(asks, page.release, t), "subjects", asks, t.language.code)
    key = f"subject_{name}"
    if asks == "place" and key not in st.session_state:
        place = place_of(chosen_filters())
        st.session_state[key] = place if place in known else "AF" if "AF" in known else next(iter(known), None)
    return st.selectbox(
        t.gettext("Programme") if asks == "programme" else t.gettext("Country or province"),
        list(known),
        format_func=lambda code: known.get(code, code),
        key=key,
        persist_state="session",
    )


def how_long(slides: int, t: Translator) -> str:
    """How many slides a show has, and how many minutes they take."""
    number = t.ngettext("{number} slide", "{number} slides", slides).format(number=t.number(slides))
    minutes = max(1, round(MINUTES_A_SLIDE * slides))
    time = t.ngettext("about {number} minute", "about {number} minutes", minutes).format(number=t.number(minutes))
    return t.gettext("{slides}, {time}").format(slides=number, time=time)
