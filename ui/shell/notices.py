"""What a visitor must know of the address that was opened, above the page."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data_access.release.release import Release
from figures.address import words as address_words
from locales import Translator
from ui.outage.words import words_of_trouble
from ui.shell.address import address_now, left_out, open_address
from ui.shell.visit import current_release_id, trouble_of_release


def say_of_address(place: DeltaGenerator, release: Release, t: Translator) -> None:
    """Say what is wrong with the releases, what the address asks for in vain, and that there is a newer release than
    the one it names. After the page, which reads the address."""
    if trouble := trouble_of_release():
        place.warning(words_of_trouble(trouble, release, t), icon=":material/cloud_off:")
    if said := address_words.unanswered(left_out(), release, t):
        place.warning("  \n".join(said), icon=":material/link_off:")
    current = current_release_id()
    if release.id != current:
        with place.container(horizontal=True, vertical_alignment="center", key="another_release"):
            st.info(address_words.another_release(release, current, t), icon=":material/history:")
            st.button(t.gettext("Show the current release"), key="show_current", on_click=_show_current)


def _show_current() -> None:
    open_address({**address_now(), "release": []})
