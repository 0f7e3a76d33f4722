"""The slides that a visitor collects from page to page: in the address, so that no lost connection loses them; what is
said of them, their titles and notes, in this visit and in a file."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

import streamlit as st

from data_access.errors import BadInput
from exports.deck.deck import page_of
from exports.stories import MOST_SLIDES, Slide, Story, Words, is_unseen, slide_of
from exports.views import open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from ui.kit import answers
from ui.shell.address import SLIDES, view_now
from ui.shell.share import PATH

TITLE, SAID = "title_of_own_slides", "words_of_own_slides"  # session state: of the show; by link, of its slides
LONGEST = 6_000  # letters of all links: addresses that are longer do not pass every proxy


def add_button(view: View, key: str, title: str) -> None:
    """Draw the button that puts a figure of the page on a slide. key, title: of its panel."""
    t = view.t
    st.button(
        t.gettext("Add to my slides: {title}").format(title=title),
        key=f"collect_{key}",
        icon=":material/add_to_queue:",
        help=t.gettext("Add to my slides"),
        type="tertiary",
        on_click=_add,
        args=(view, key),
    )


def _add(view: View, key: str) -> None:
    """Collect a figure of the page, where it can be taken into a file, and say so."""
    t, links = view.t, collected()
    link = _link_here(view, key)
    if link in links:
        st.toast(t.gettext("This figure is on your slides already."), icon=":material/slideshow:")
        return
    try:
        slide = slide_of(link)
        page_of(open_view(slide.view, view.release, Paper(t, LIGHT), answers.shared_answers()), slide.panel)
    except BadInput:
        st.toast(t.gettext("This figure cannot be put on a slide yet."), icon=":material/error:")
        return
    if len(links) == MOST_SLIDES or sum(map(len, links)) + len(link) > LONGEST:
        st.toast(
            t.gettext("There is no room for more slides. Remove some on the page Present."), icon=":material/error:"
        )
        return
    collect([*links, link])
    said = t.ngettext(
        "{number} slide waits on the page Present.", "{number} slides wait on the page Present.", len(links) + 1
    )
    st.toast(said.format(number=t.number(len(links) + 1)), icon=":material/slideshow:")


def _link_here(view: View, key: str) -> str:
    """The page as it is seen as a link, with the key of one of its figures."""
    whole = view.release.whole_period
    usual = {"release": None, "lang": None, "years": ["{}-{}".format(*whole)] if whole else None}
    query = {
        name: values for name, values in view_now().items() if usual.get(name, values) and values != usual.get(name)
    }
    return f"/{st.session_state.get(PATH, '')}{'?' if query else ''}{urlencode(query, doseq=True)}#{key}"


def collected() -> list[str]:
    """The links of the slides that were collected, in their order."""
    return list(st.session_state.get(SLIDES, []))


def collect(links: list[str]) -> None:
    """Make these the collected slides."""
    st.session_state[SLIDES] = links


def own_story(language: str, untitled: str = "") -> Story:
    """What was collected as a story, with what its author says of it in this language. untitled: its title where it has
    none."""
    said: Mapping[str, tuple[str, str]] = st.session_state.get(SAID, {})
    slides = []
    for link in collected():
        title, note = said.get(link, ("", ""))
        slides.append(replace(slide_of(link), title=_words(title, language), note=_words(note, language)))
    return Story(_words(st.session_state.get(TITLE, "").strip() or untitled, language), tuple(slides))


def take_story(story: Story, language: str) -> None:
    """Make the slides of a story the collected ones. language: in which its words are shown and changed.

    Raises BadInput, before anything is changed, where a figure stands in it twice or an address has no room for all.
    """
    said: dict[str, tuple[str, str]] = {}
    for number, slide in enumerate(story.slides, start=1):
        link = link_of(slide)
        if link in said:
            first = [*said].index(link) + 1
            raise BadInput(f"Slide {number} shows the same figure as slide {first}. Remove one of them.")
        said[link] = (_text(slide.title, language), _text(slide.note, language))
    if sum(map(len, said)) > LONGEST:
        raise BadInput("The links of these slides are too long for an address. Remove some of them.")
    collect(list(said))
    st.session_state[SAID] = said
    st.session_state[TITLE] = _text(story.title, language)


def say(link: str, title: str, note: str) -> None:
    """Keep what the author says of one slide, as a file may hold it."""
    st.session_state[SAID] = {**st.session_state.get(SAID, {}), link: (seen(title), seen(note))}


def seen(text: str) -> str:
    """A text without the characters that are not seen."""
    return "".join(letter for letter in text if letter == "\n" or not is_unseen(letter))


def said_of(link: str) -> tuple[str, str]:
    """The title and the note of one slide, as its author wrote them."""
    title, note = st.session_state.get(SAID, {}).get(link, ("", ""))
    return title, note


def link_of(slide: Slide) -> str:
    """A slide as a link with the key of its figure."""
    return f"{slide.view}#{slide.panel}" if slide.panel else slide.view


def _words(text: str, language: str) -> Words:
    return Words({language: text} if text else {})


def _text(words: Words, language: str) -> str:
    return words.by_language.get(language) or next(iter(words.by_language.values()), "")
