"""The band above every page: the name of the product, what kind of data this is, and the language."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release.release import Release
from figures.kit import sources as source_words
from locales import LANGUAGES, Translator, offered_languages
from ui.shell.search import search


def header(release: Release, t: Translator) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Draw the name, the search and the choice of language into the band that Streamlit draws the pages in; return the
    places in it for the tag of the data and for what is to be taken along, which only the page knows."""
    _ = t.gettext
    languages = [language.code for language in offered_languages()]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="header"):
        st.markdown(f"**{_('Trafficking Observatory')}**", width="stretch")
        tag = st.container(width="content", key="data_tag")
        search(st.container(width="content", key="search_place"), release, t)
        taken_along = st.container(width="content", key="taken_along")
        with st.popover(LANGUAGES[t.language.code].name, help=_("Language"), width="content", key="language_menu"):
            st.session_state["choose_language"] = t.language.code
            st.radio(
                _("Language"),
                languages,
                format_func=lambda code: LANGUAGES[code].name,
                key="choose_language",
                on_change=_choose_language,
            )
            if note := source_words.translation_note(t):
                st.caption(note)
    if retracted := source_words.retraction_notice(release, t):
        st.error(retracted)
    return tag, taken_along


def _choose_language() -> None:
    st.session_state["language"] = st.session_state["choose_language"]
