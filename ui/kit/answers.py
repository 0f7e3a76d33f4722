"""Answers of the release and what is made of them, kept in memory for every visitor who asks the same.

A release never changes, so its id, the question and the frozen choices are all that a cache must know.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import pandas as pd
import streamlit as st

from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.kit.rows import keep_rows

More = ParamSpec("More")
Made = TypeVar("Made")
MOST_MADE = 500  # figures that take long to lay out, of up to 300 kB each
MOST_ANSWERS = 4_000  # of about 5 kB each

# Answers are small, and pandas spends a third of a page's time on packing small columns of words into Arrow's arrays
pd.options.mode.string_storage = "python"


class _Memory:
    """What was made, by its key. Of more than `most` the one that nobody has asked for longest is forgotten."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, Future[Any]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """What was made for this key, or else what `make` makes; who asks meanwhile waits for it."""
        with self._lock:
            is_new = key not in self._made
            made = self._made.setdefault(key, Future())
            self._made.move_to_end(key)
            if len(self._made) > self._most:
                self._made.popitem(last=False)
        if is_new:
            try:
                made.set_result(make())
            except BaseException as error:
                made.set_exception(error)
                with self._lock:
                    self._made.pop(key, None)
        return cast(Made, made.result())


# Streamlit's own cache takes a twentieth of a page's time to write its keys: it holds no more than these two
@st.cache_resource(show_spinner=False)
def _answers() -> _Memory:
    return _Memory(MOST_ANSWERS)


@st.cache_resource(show_spinner=False)
def _made() -> _Memory:
    return _Memory(MOST_MADE)


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

    return _answers().get((question, release.id, filters, more, tuple(options.items())), answer)


def made_once(make: Callable[[], Made], *key: object) -> Made:
    """What `make` makes, kept for every visitor with the same key; the key must say all that it depends on."""
    return _made().get(key, make)
