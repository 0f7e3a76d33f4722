"""What is presented, kept in the address like everything that a visitor chooses."""

from dataclasses import dataclass

import streamlit as st

from exports import stories
from exports.stories import Story
from exports.stories.subjects import subjects, told_of
from findings.sides import place_of
from ui.kit.chosen_filters import chosen_filters, set_filters
from ui.kit.own_slides import collected, own_story
from ui.kit.page import Page
from ui.shell.address import ask_in_vain, asked, is_opened, write_address

STORY, PROGRAMME, SLIDE, AUTOPLAY, OLDER = "story", "story_programme", "story_slide", "story_autoplay", "story_older"
OWN = "own"  # the name of the visitor's own story in an address
OLD = 365  # days after which a show that runs by itself says how old its numbers are
LONGEST_AUTOPLAY, LONGEST_OLDER = 3_600, 10_000  # seconds a slide, days


@dataclass(frozen=True)
class Choice:
    """What is shown. story: its name, or None for the list. subject: what it is told of, where it asks. slide: the
    first that is seen. autoplay: seconds that each stays; 0: until it is turned. older: days after its publication from
    which a release is said to be old; 0: never."""

    story: str | None = None
    subject: str | None = None
    slide: int = 1
    autoplay: int = 0
    older: int = 0


def take_choice(page: Page) -> Choice:
    """What the address that was opened, or the visitor, chose; and write it into the address."""
    state = st.session_state
    if is_opened():
        name = asked("story")
        state[STORY] = name if name in (*stories.names(), OWN) else None
        ask_in_vain("story", [name] if name and state[STORY] is None else [])
        state[PROGRAMME] = asked("programme")
        state[SLIDE] = _number("slide", stories.MOST_SLIDES) or 1
        state[AUTOPLAY] = _number("autoplay", LONGEST_AUTOPLAY)
        older = _number("older", LONGEST_OLDER)
        state[OLDER] = older or (OLD if state[AUTOPLAY] else 0)
    choice = Choice(state.get(STORY), _subject(page), state.get(SLIDE, 1), state.get(AUTOPLAY, 0), state.get(OLDER, 0))
    if choice.story == OWN and not collected():
        choice = Choice()
    is_shown = choice.story is not None
    others = {
        "story": choice.story,
        "programme": choice.subject if is_shown and _asks(choice.story) == "programme" else None,
        "autoplay": str(choice.autoplay) if is_shown and choice.autoplay else None,
        "older": str(choice.older) if is_shown and choice.older not in (0, OLD) else None,
        "slide": str(choice.slide) if is_shown and choice.slide > 1 else None,
    }
    write_address(page.release, chosen_filters(), others)
    return choice


def _number(name: str, most: int) -> int:
    """A whole number of the address up to `most`; 0 where there is none."""
    text = asked(name)
    if text is None:
        return 0
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not 1 <= number <= most:
        ask_in_vain(name, [text])
        return 0
    return number


def _asks(name: str | None) -> str | None:
    return stories.story_of(name).asks if name in stories.names() else None


def _subject(page: Page) -> str | None:
    """What the chosen story is told of: the programme of the address, or the place among the filters."""
    asks = _asks(st.session_state.get(STORY))
    if asks == "programme":
        known = subjects(asks, page.release, page.t)
        code = st.session_state.get(PROGRAMME)
        ask_in_vain("programme", [code] if code and code not in known else [])
        return code if code in known else next(iter(known), None)
    return (place_of(chosen_filters()) or "AF") if asks == "place" else None


def story_of(choice: Choice, page: Page) -> Story:
    """The story that was chosen, told of what was chosen. Raises BadInput."""
    if choice.story == OWN:
        return own_story(page.t.language.code, page.t.gettext("My slides"))
    return told_of(stories.story_of(str(choice.story)), choice.subject, page.release, page.t)


def present(name: str, asks: str | None = None, subject: str | None = None) -> None:
    """Begin a show. asks, subject: what the story is told of."""
    st.session_state.update({STORY: name, SLIDE: 1, AUTOPLAY: 0, OLDER: 0})
    if asks == "programme":
        st.session_state[PROGRAMME] = subject
    elif asks == "place" and subject:
        filters = chosen_filters().without("country", "place")
        country, place = ((subject,), None) if len(subject) == 2 else ((), subject)
        set_filters(filters.with_choice(country=country, place=place))


def end() -> None:
    """Go back to the list of stories."""
    st.session_state[STORY] = None
