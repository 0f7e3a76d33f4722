"""The question that a visitor came with, and its answer in a sentence, under the headline of the page."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from figures.answers import answer_to
from figures.kit.text import plain
from figures.views.view import View
from ui.kit.chosen_filters import chosen_filters
from ui.shell.address import QUESTION


def draw_question(view: View, place: DeltaGenerator) -> None:
    """Draw the question that was asked and its answer for what is chosen; nothing where none was asked."""
    number, t = st.session_state.get(QUESTION), view.t
    if not number:
        return
    question, answer, missing = answer_to(number, view.about(chosen_filters()))
    with place.container(key="question", gap="xxsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(question)}**", width="content")
            st.button(
                t.gettext("Close"), key="close_question", icon=":material/close:", type="tertiary", on_click=_close
            )
        st.markdown(answer or t.gettext("See the headline above."))
        if missing:
            st.caption(plain(missing))


def _close() -> None:
    st.session_state[QUESTION] = None
