"""The rows of an answer, and what can be said of their numbers."""

import math
from collections.abc import Sequence
from typing import Literal, get_args

import pandas as pd

from data_access.release.row import Row, RowState, Shown

__all__ = [
    "CONFIDENT", "WITHOUT_RATE", "Found", "Row", "RowState", "Searched", "Shown", "are_apart", "keep_rows", "published",
    "rows_of", "sum_error",
]  # fmt: skip

# what a search for clusters found of an area; then that, or why it did not look
Found = Literal[
    "high", "within", "low", "lasts", "ended", "hot", "cold", "high-high", "high-low", "low-high", "low-low", "nothing"
]
WithoutRate = Literal["withheld", "no_population"]  # of areas of whatever size
Searched = Literal[Found, WithoutRate, "untested", "one_year", "not_searched"]
WITHOUT_RATE: tuple[WithoutRate, ...] = get_args(WithoutRate)
ROWS = "_rows_of_the_answer"  # attribute of a frame


# a difference, or a number's margin, that chance alone exceeds once in twenty times
CONFIDENT = 1.96


def rows_of(answer: pd.DataFrame) -> list[Row]:
    """The rows of an answer as dictionaries: a hundred times faster to walk through than the frame."""
    kept: list[Row] | None = vars(answer).get(ROWS)
    if kept is not None:
        return kept
    names = list(answer.columns)
    columns = [answer[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def keep_rows(answer: pd.DataFrame) -> None:
    """Let an answer that nobody changes any more remember its rows: a page walks through them a dozen times."""
    vars(answer)[ROWS] = rows_of(answer)  # of this frame alone: what is made from it does not inherit it


def published(answer: pd.DataFrame) -> list[Row]:
    """The rows of an answer that have a number."""
    return [row for row in rows_of(answer) if row["state"] == "count"]


def are_apart(one: Row, other: Row) -> bool:
    """Do two numbers differ by more than their errors explain?"""
    error = math.hypot(one["standard_error"], other["standard_error"])
    return bool(abs(one["count"] - other["count"]) > CONFIDENT * error)


def sum_error(rows: Sequence[Row]) -> float:
    """The standard error of the sum of these rows."""
    return math.sqrt(sum(row["standard_error"] ** 2 for row in rows))
