"""Random draws for many rows at once, and columns that hold codes instead of texts."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Integers: TypeAlias = npt.NDArray[np.int64]
Flags: TypeAlias = npt.NDArray[np.bool_]

# Dates are counted in days from the first one; a journey that ends in 2014 may have begun long before.
FIRST_DATE = date(2000, 1, 1)
LAST_DATE = date(2025, 12, 31)
LAST_DAY = (LAST_DATE - FIRST_DATE).days
_ISO_DATES = [(FIRST_DATE + timedelta(days=day)).isoformat() for day in range(LAST_DAY + 1)]
NO_CODE = -1


class Choice:
    """Several weighted lists of the same options; each row draws one option from the list that it names.

    Weights may be of any scale. `options` fixes the numbers that `draw` returns.
    """

    def __init__(self, lists: Sequence[Mapping[str, float]], options: Sequence[str]) -> None:
        numbers = {option: number for number, option in enumerate(options)}
        bounds: list[float] = []
        self._starts = np.zeros(len(lists), dtype=np.int64)
        chosen: list[int] = []
        for row, weights in enumerate(lists):
            self._starts[row] = len(chosen)
            chosen += [numbers[option] for option in weights]
            shares = np.cumsum(np.array(list(weights.values()), dtype=float))
            # list number + cumulative share: one sorted array then holds every list, and one search serves all rows
            bounds += list(row + shares / shares[-1])
        self._bounds = np.array(bounds)
        self._chosen = np.array(chosen, dtype=np.int64)

    def draw(self, rng: np.random.Generator, lists: Integers) -> Integers:
        """Return the number of the drawn option, for each row's list."""
        found = np.searchsorted(self._bounds, lists + rng.random(len(lists)), side="right")
        # rounding can carry a draw of 0.999… to the first option of the next list
        last = np.append(self._starts[1:], len(self._chosen))[lists] - 1
        drawn: Integers = self._chosen[np.minimum(found, last)]
        return drawn


def happens(rng: np.random.Generator, rows: int, share: float | npt.NDArray[np.float64]) -> Flags:
    """Return True in the given share of rows (one share, or one a row)."""
    return rng.random(rows) < share


def days(rng: np.random.Generator, shape: int | tuple[int, ...], median: float, spread: float) -> Integers:
    """Return whole days from a lognormal with this median, at most six years."""
    drawn: Integers = np.minimum(median * np.exp(spread * rng.standard_normal(shape)), 2190).astype(np.int64)
    return drawn


def first_day_of(year: Integers) -> Integers:
    """Return the day number of 1 January of each year."""
    starts = (year - 1970).astype("datetime64[Y]").astype("datetime64[D]")
    return (starts - np.datetime64(FIRST_DATE)).astype(np.int64)


def dates(day: Integers, missing: Flags) -> pd.Series:
    """Return days as ISO text, without the missing ones. Days outside the known range are moved to its ends."""
    codes = np.where(missing, NO_CODE, np.clip(day, 0, LAST_DAY))
    return texts(codes, _ISO_DATES)


def texts(codes: Integers, options: Sequence[str] | Sequence[bool]) -> pd.Series:
    """Return the option of each code; NO_CODE is missing."""
    return pd.Series(pd.Categorical.from_codes(codes, pd.Index(list[object](options), dtype=object)))
