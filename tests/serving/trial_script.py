"""A page that says how often its answer was made for all visitors, and how often each visitor has had it run.

Its address says how a run ends (`do`): by a stop, an exception, a rerun, after many messages, or only once another
visitor has had a run.
"""

import threading

import streamlit as st


@st.cache_data
def _answer() -> str:
    made.append(1)
    return "an answer"


@st.cache_resource
def _made() -> list[int]:
    return []


@st.cache_resource
def _another_ran() -> threading.Event:
    return threading.Event()


do = st.query_params.get("do", "")
if do == "wait":
    _another_ran().clear()
    st.markdown("waits,")
    _another_ran().wait(20)
    st.markdown("waited," if _another_ran().is_set() else "nobody came,")
else:
    _another_ran().set()
if do == "stop":
    st.markdown("stops")
    st.stop()
if do == "raise":
    raise ValueError("as it should be")
if do == "rerun" and "rerun" not in st.session_state:
    st.session_state["rerun"] = True
    st.rerun()
made = _made()
_answer()
st.session_state["runs"] = st.session_state.get("runs", 0) + 1
st.markdown(f"made {len(made)}, run {st.session_state['runs']}")
if do == "many":
    for number in range(300):
        st.markdown(f",{number}")
