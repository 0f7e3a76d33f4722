"""The controls of the Recovery page beyond the filters: see figures.recovery.view."""

from collections.abc import Mapping

import streamlit as st

from figures.kit.labels import STEP
from figures.kit.paper import Paper
from figures.recovery.view import WORDS, RecoveryView, read_view
from locales import Translator
from ui.kit.view_choice import choose, take_words

KEY = "recovery_{}"  # session state: one of WORDS


def take_view() -> RecoveryView:
    """See ui.kit.view_choice.take_words."""
    return take_words(KEY, read_view)


def _choose(name: str, title: str, labels: Mapping[str, str], paper: Paper) -> None:
    """Draw the control of one of WORDS behind its title. labels: the name of each word."""
    # beside its title the control would scroll on a phone instead of taking a second line
    with st.container(horizontal=paper.width != "phone", gap="small", vertical_alignment="center", key=f"row_{name}"):
        st.caption(title, width="content")
        choose(KEY.format(name), title, {word: labels[word] for word in WORDS[name]}, is_beside_title=True)


def choose_role(t: Translator) -> None:
    """Draw the choice of what a province of the filter bar is."""
    _ = t.gettext
    names = {"origin": _("Taken from"), "identified": _("Identified")}
    choose(KEY.format("role"), _("A province is where people were"), names, is_beside_title=True)


def choose_step(paper: Paper) -> None:
    """Draw the choice of the step that is timed."""
    _ = paper.t.gettext
    _choose("step", _("How long it takes until"), {word: _(STEP[f"{word}_time"]) for word in WORDS["step"]}, paper)


def choose_by(paper: Paper) -> None:
    """Draw the choice of what is compared."""
    _ = paper.t.gettext
    _choose(
        "by",
        _("Compare by"),
        {
            "year": _("Year"),
            "sex": _("Sex"),
            "form": _("Form"),
            "country": _("Country"),
            "source": _("Province of origin"),
            "province": _("Province of identification"),
            "provider": _("Kind of provider"),
        },
        paper,
    )
