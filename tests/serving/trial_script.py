"""A page that says how often its answer was made for all visitors, and how often each visitor has had it run."""

import streamlit as st


@st.cache_data
def _answer() -> str:
    made.append(1)
    return "an answer"


@st.cache_resource
def _made() -> list[int]:
    return []


made = _made()
_answer()
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.markdown(f"made {len(made)}, run {st.session_state['runs']}")
