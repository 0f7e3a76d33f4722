"""Answers of the release and what is made of them, kept in memory for every visitor who asks the same.

A release never changes, so its id, the question and the frozen choices are all that a memory must know.
"""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from figures.views.view import Memory, memory

Made = TypeVar("Made")
MOST_MADE = 500  # figures that take long to lay out, of up to 300 kB each
MOST_ANSWERS = 4_000  # of about 5 kB each


# Streamlit's own cache takes a twentieth of a page's time to write its keys: it holds no more than these two
@st.cache_resource(show_spinner=False)
def shared_answers() -> Memory:
    """What releases answered, for all visitors."""
    return memory(MOST_ANSWERS)


@st.cache_resource(show_spinner=False)
def shared_figures() -> Memory:
    """What was made of answers, for all visitors."""
    return memory(MOST_MADE)


def made_once(make: Callable[[], Made], *key: object) -> Made:
    """What `make` makes, kept for every visitor with the same key; the key must say all that it depends on."""
    return shared_figures()(key, make)
