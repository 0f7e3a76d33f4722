"""Answers of the release and what is made of them, kept in memory for every visitor who asks the same.

A release never changes, so its id, the question and the frozen choices are all that a cache must know.
"""

from collections.abc import Callable, Hashable
from threading import Condition
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

import pandas as pd
import streamlit as st
from cachetools import LRUCache, cached

from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.kit.rows import keep_rows

More = ParamSpec("More")
Made = TypeVar("Made")
MOST_MADE = 500  # figures that take long to lay out, of up to 300 kB each
MOST_ANSWERS = 4_000  # of about 5 kB each

# Answers are small, and pandas spends a third of a page's time on packing small columns of words into Arrow's arrays
pd.options.mode.string_storage = "python"


class _Get(Protocol):
    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made: ...


def _memory(most: int) -> _Get:
    """Gives what was made for a key, or else what `make` makes; who asks meanwhile waits for it. Of more than `most`
    the one that nobody has asked for longest is forgotten."""

    @cached(LRUCache(most), key=lambda key, make: key, condition=Condition())
    def get(key: Hashable, make: Callable[[], Made]) -> Made:
        return make()

    return cast(_Get, get)


# Streamlit's own cache takes a twentieth of a page's time to write its keys: it holds no more than these two
@st.cache_resource(show_spinner=False)
def _answers() -> _Get:
    return _memory(MOST_ANSWERS)


@st.cache_resource(show_spinner=False)
def _made() -> _Get:
    return _memory(MOST_MADE)


def ask(
    question: Callable[Concatenate[Release, Filters, More], pd.DataFrame],
    release: Release,
    filters: Filters,
    *more: More.args,
    **options: More.kwargs,
) -> pd.DataFrame:
    """Ask one of data_access.questions, or of findings. The answer is shared between visitors: do not change it.

    Where the release publishes no table for the question under these filters, the answer is empty and its
    attrs["is_published"] is False: the rest of the page still has something to say.
    """

    def answer() -> pd.DataFrame:
        try:
            found = question(release, filters, *more, **options)
        except NotPublished:
            found = pd.DataFrame({"place": [], "count": [], "standard_error": [], "state": []})
            found.attrs["is_published"] = False
        keep_rows(found)
        return found

    return _answers()((question, release.id, filters, more, tuple(options.items())), answer)


def made_once(make: Callable[[], Made], *key: object) -> Made:
    """What `make` makes, kept for every visitor with the same key; the key must say all that it depends on."""
    return _made()(key, make)
