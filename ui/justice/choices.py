"""The controls of the Justice page beyond the filters: see figures.justice.view."""

from collections.abc import Mapping

import streamlit as st

from figures.justice.view import BY, SECTORS, STEPS, JusticeView, read_view
from figures.kit.labels import SECTOR
from locales import Translator
from ui.kit.view_choice import Code, choose, chosen, take_words

KEY = "justice_{}"  # session state: one of figures.justice.view.WORDS


def take_view() -> JusticeView:
    """See ui.kit.view_choice.take_words."""
    return take_words(KEY, read_view)


def choose_compared(t: Translator) -> None:
    """Draw the choice of how far cases came, and of what is compared."""
    _choose("step", t.gettext("How far cases came"), STEPS, t)
    _choose("by", t.gettext("Compare by"), BY, t)


def choose_work(t: Translator) -> None:
    """Draw the choice of the work whose places are shown."""
    names = {word: t.gettext(SECTOR[code]) for word, code in SECTORS.items()}
    chosen(KEY.format("work"), names)
    st.selectbox(
        t.gettext("In which work"),
        list(names),
        format_func=names.__getitem__,
        key=KEY.format("work"),
        label_visibility="collapsed",
        width=260,
        persist_state="session",
    )


def _choose(name: str, title: str, labels: Mapping[Code, str], t: Translator) -> None:
    choose(KEY.format(name), title, {word: t.gettext(said) for word, said in labels.items()}, is_beside_title=True)
