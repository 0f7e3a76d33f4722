"""What every page needs at the start of a run: the language, the release and the kind of theme."""

from typing import Literal

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

from data_access.errors import DatabaseUnavailable
from data_access.release.release import Release
from data_access.release.source import Trouble
from locales import DEFAULT_LANGUAGE, LANGUAGES, Translator, translator
from ui.outage.source import release_source
from ui.outage.words import say_why_nothing_is_shown
from ui.shell.address import ask_in_vain, asked, is_opened

# session state: what dashboard.py opened, after its sign-in; the release that this visit keeps to; the one that
# visitors see whose address names none; and what is wrong
OPENED, KEPT_TO, CURRENT, TROUBLE = "opened_release", "kept_release_id", "current_release_id", "trouble_of_release"


def current_translator() -> Translator:
    """The translator of the language in the address, or of English when it names none that is offered."""
    code = st.session_state.get("language") or DEFAULT_LANGUAGE
    return translator(code if code in LANGUAGES and LANGUAGES[code].is_offered else DEFAULT_LANGUAGE)


def theme_kind() -> Literal["light", "dark"]:
    """Whether the visitor's theme is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


def open_release() -> Release:
    """The release of this run: the one that the address names while it is kept, else the active one. Shows what to do
    and stops the run when there is none.

    A visit keeps to its release, so that numbers do not change between two clicks. Call it in dashboard.py once the
    visitor was admitted: pages get no number before.
    """
    text = (asked("release") or "") if is_opened() else str(st.session_state.get(KEPT_TO, ""))
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    try:
        shown = release_source().show(number if text else None)
    except DatabaseUnavailable as error:
        say_why_nothing_is_shown(error, current_translator())
    if shown.is_in_vain:
        ask_in_vain("release", [text])
    st.session_state.update(
        {OPENED: shown.release, KEPT_TO: shown.release.id, CURRENT: shown.current, TROUBLE: shown.trouble}
    )
    return shown.release


def current_release_id() -> int:
    """The release that visitors see whose address names none."""
    return int(st.session_state[CURRENT])


def trouble_of_release() -> Trouble | None:
    """What visitors must know of the release of this run, beside what it says of itself."""
    trouble: Trouble | None = st.session_state[TROUBLE]
    return trouble


def current_release() -> Release:
    """The release that dashboard.py opened for this run."""
    if OPENED not in st.session_state:
        # `streamlit run` takes pages/ for its older kind of multi-page app until dashboard.py has run once
        PagesManager.uses_pages_directory = False
        st.rerun()
    release: Release = st.session_state[OPENED]
    return release
