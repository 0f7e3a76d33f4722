"""The tag of invented data: on each panel that is made from them, and in the band of a page that holds such a panel."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release.release import Release
from figures.kit import sources as source_words
from locales import Translator

HOLDS_INVENTED = "page_holds_invented_data"  # session state: did this run draw a panel of them?


def tagged(title: str, release: Release, t: Translator) -> str:
    """The title of a panel that is made from the release, with the tag of its data where they are invented."""
    tag = source_words.panel_tag(release, t)
    if tag is None:
        return title
    note_invented()
    return f"{title} :orange-badge[{tag}]"


def note_invented() -> None:
    """A panel with invented data is drawn."""
    st.session_state[HOLDS_INVENTED] = True


def forget_tags() -> None:
    """Before a page runs, nothing on it is invented."""
    st.session_state[HOLDS_INVENTED] = False


def holds_invented() -> bool:
    """Did the page draw a panel that is made from invented data? After the page."""
    return bool(st.session_state[HOLDS_INVENTED])


def say_in_band(place: DeltaGenerator, release: Release, t: Translator) -> None:
    """Draw the tag into the band, where the page holds invented data. After the page."""
    if holds_invented():
        tag = source_words.provenance_tag(release, t)
        place.markdown(f":orange-badge[{tag}]", width="content", help=source_words.provenance_notice(release, t))
