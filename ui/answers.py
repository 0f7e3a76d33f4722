"""Answers of the release, kept in memory for every visitor who asks the same.

A release never changes, so its id, the question and the frozen choices are all that a cache must know.
"""

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from data_access.filters import Filters
from data_access.release import NotPublished, Release

More = ParamSpec("More")
Made = TypeVar("Made")
MOST_MADE = 500  # figures that take long to lay out, of up to 300 kB each
MOST_ANSWERS = 4_000  # of about 5 kB each


def ask(
    question: Callable[Concatenate[Release, Filters, More], pd.DataFrame],
    release: Release,
    filters: Filters,
    *more: More.args,
    **options: More.kwargs,
) -> pd.DataFrame:
    """Ask one of data_access.questions. The answer is shared between visitors: do not change it.

    Where the release publishes no table for the question under these filters, the answer is empty and its
    attrs["is_published"] is False: the rest of the page still has something to say.
    """
    return _answer(question.__name__, release.id, filters, more, options, _question=question, _release=release)


def kept(make: Callable[[], Made], *key: object) -> Made:
    """What `make` makes, kept for every visitor with the same key; the key must say all that it depends on."""
    return cast(Made, _made(key, _make=make))


@st.cache_resource(show_spinner=False, max_entries=MOST_MADE)
def _made(key: tuple[object, ...], *, _make: Callable[[], object]) -> object:
    return _make()


@st.cache_resource(show_spinner=False, max_entries=MOST_ANSWERS)
def _answer(
    name: str,
    release_id: int,
    filters: Filters,
    more: tuple[object, ...],
    options: dict[str, object],
    *,
    _question: Callable[..., pd.DataFrame],
    _release: Release,
) -> pd.DataFrame:
    try:
        return _question(_release, filters, *more, **options)
    except NotPublished:
        nothing = pd.DataFrame({"place": [], "count": [], "standard_error": [], "state": []})
        nothing.attrs["is_published"] = False
        return nothing
