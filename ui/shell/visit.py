"""What every page needs at the start of a run: the language, the release and the kind of theme."""

from typing import Literal

import streamlit as st
from sqlalchemy import Engine
from streamlit.runtime.pages_manager import PagesManager

from data_access.errors import DatabaseUnavailable
from data_access.release.release import Release
from data_access.release.release_database import (
    active_release_id,
    may_be_named,
    read_release_database,
    retraction_of,
)
from exports.site.served import frozen_addresses
from locales import DEFAULT_LANGUAGE, LANGUAGES, Translator, translator
from ui.shell.access import kind_of_release
from ui.shell.address import ask_in_vain, asked, is_opened

# session state: what dashboard.py opened, after its sign-in; the release that this visit keeps to; and the one that
# visitors see whose address names none
OPENED, KEPT_TO, CURRENT = "opened_release", "kept_release_id", "current_release_id"


def current_translator() -> Translator:
    """The translator of the language in the address, or of English when it names none that is offered."""
    code = st.session_state.get("language") or DEFAULT_LANGUAGE
    return translator(code if code in LANGUAGES and LANGUAGES[code].is_offered else DEFAULT_LANGUAGE)


def theme_kind() -> Literal["light", "dark"]:
    """Whether the visitor's theme is light or dark."""
    return "dark" if st.context.theme.type == "dark" else "light"


@st.cache_resource(show_spinner=False)
def _engine() -> Engine:
    return read_release_database(kind_of_release())


@st.cache_resource(show_spinner=False, max_entries=3)
def _release(release_id: int, retraction: str | None) -> Release:
    # a release never changes but for being retracted: these two are all that the cache must know
    return Release(_engine(), release_id, retraction)


def open_release() -> Release:
    """The release of this run: the one that the address names while it is kept, else the active one. Shows what to do
    and stops the run when there is none.

    A visit keeps to its release, so that numbers do not change between two clicks. Call it in dashboard.py once the
    visitor was admitted: pages get no number before.
    """
    try:
        active = active_release_id(_engine(), kind_of_release())
        release_id = _named_release() or active
        release = _release(release_id, retraction_of(_engine(), release_id))
    except DatabaseUnavailable as error:
        _ = current_translator().gettext
        st.title(_("There is nothing to show yet"))
        st.info(_("The dashboard could not open a published release. It will appear here as soon as there is one."))
        st.caption(str(error))
        st.button(_("Try again"), key="try_again")
        if frozen_addresses():
            st.link_button(_("Open the frozen edition"), f"./{frozen_addresses()[0]}")
        st.stop()
    st.session_state.update({OPENED: release, KEPT_TO: release.id, CURRENT: active})
    return release


def _named_release() -> int | None:
    """The release that the address names or, where it was not opened now, that the visit keeps to; None where there is
    no such release to be shown."""
    text = asked("release") if is_opened() else str(st.session_state.get(KEPT_TO, ""))
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
    if may_be_named(_engine(), number):
        return number
    ask_in_vain("release", [text])
    return None


def current_release_id() -> int:
    """The release that visitors see whose address names none."""
    return int(st.session_state[CURRENT])


def current_release() -> Release:
    """The release that dashboard.py opened for this run."""
    if OPENED not in st.session_state:
        # `streamlit run` takes pages/ for its older kind of multi-page app until dashboard.py has run once
        PagesManager.uses_pages_directory = False
        st.rerun()
    release: Release = st.session_state[OPENED]
    return release
