"""The controls of the Justice page beyond the filters: see figures.justice.view."""

from collections.abc import Mapping
from dataclasses import fields

import streamlit as st

from figures.justice.view import BY, SECTORS, STEPS, JusticeView, read_view
from figures.kit.labels import SECTOR
from locales import Translator
from ui.kit.view_choice import choose, say_unused_words
from ui.shell.address import asked, is_opened

KEY = "justice_{}"  # session state: one of figures.justice.view.WORDS


def take_view() -> JusticeView:
    """What the visitor chose, or what the address asks for where it is new. Call it before anything is drawn."""
    names = [field.name for field in fields(JusticeView)]
    if is_opened() or any(KEY.format(name) not in st.session_state for name in names):
        view = read_view(asked("view"))
        st.session_state.update({KEY.format(name): getattr(view, name) for name in names})
        say_unused_words(getattr(view, name) for name in names)
    return JusticeView(*(st.session_state[KEY.format(name)] for name in names))


def choose_compared(t: Translator) -> None:
    """Draw the choice of how far cases came, and of what is compared."""
    _choose("step", t.gettext("How far cases came"), STEPS, t)
    _choose("by", t.gettext("Compare by"), BY, t)


def choose_work(t: Translator) -> None:
    """Draw the choice of the work whose places are shown."""
    _choose("work", t.gettext("In which work"), {word: SECTOR[code] for word, code in SECTORS.items()}, t)


def _choose(name: str, title: str, labels: Mapping[str, str], t: Translator) -> None:
    choose(KEY.format(name), title, {word: t.gettext(said) for word, said in labels.items()}, is_beside_title=True)
