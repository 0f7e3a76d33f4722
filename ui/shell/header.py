"""The line above every page: what kind of data this is, and the language."""

import streamlit as st

from data_access.release.release import Release
from figures.kit import sources as source_words
from locales import LANGUAGES, Translator, offered_languages


def header(release: Release, t: Translator) -> None:
    """Draw the notice about the data and the choice of language."""
    _ = t.gettext
    languages = [language.code for language in offered_languages()]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", key="header"):
        notice = source_words.provenance_notice(release, t)
        text = f":orange-background[{notice}]" if notice else f":gray[{source_words.source_short(release, t)}]"
        st.markdown(text, width="content")
        with st.popover(LANGUAGES[t.language.code].name, help=_("Language"), width="content", key="language_menu"):
            st.session_state["choose_language"] = t.language.code
            st.radio(
                _("Language"),
                languages,
                format_func=lambda code: LANGUAGES[code].name,
                key="choose_language",
                on_change=_choose_language,
            )
    if retracted := source_words.retraction_notice(release, t):
        st.error(retracted)
    if not t.language.is_reviewed:
        st.caption(_("This translation was made by machine and has not been reviewed by a native speaker."))


def _choose_language() -> None:
    st.session_state["language"] = st.session_state["choose_language"]
    st.query_params["lang"] = st.session_state["language"]
