"""The axes of published tables, and how their positions are summed into what is asked."""

from collections.abc import Set
from functools import lru_cache

import numpy as np
import pandas as pd

from data_access.codes.of_release import AGE, OTHER, UNKNOWN
from data_access.release.workload import COARSER, READ_OFF_WAYS, dimensions_of

# answers are small, and packing small columns of words into Arrow's arrays takes longer than answering
TEXT = pd.StringDtype("python", na_value=np.nan)
Codes = pd.api.extensions.ExtensionArray


class Axis:
    """One axis of a table: for each of its dimensions, the code at each of its entries, and the position of the entry.

    An entry is a position of the axis or, where legs or countries of transit are asked of ways, one of these.
    """

    def __init__(self, name: str, codes: dict[str, np.ndarray], position: np.ndarray, length: int) -> None:
        self.name = name
        self.codes = codes
        self.position = position
        self.length = length
        self._columns = dict(codes)
        self._groups: dict[tuple[str, ...], tuple[np.ndarray, dict[str, Codes]]] = {}
        self._by_read_off: dict[tuple[str, ...], Axis] = {}

    def with_read_off(self, dimensions: Set[str]) -> "Axis":
        """The same axis with an entry for each of what is read off its ways, where such dimensions are asked for."""
        axis = self
        for names in READ_OFF_WAYS:
            if self.name == "way" and dimensions & {*names}:
                axis = axis._read_off(names)
        return axis

    def _read_off(self, names: tuple[str, ...]) -> "Axis":
        if names not in self._by_read_off:
            ways = zip(*(self.codes[dimension] for dimension in dimensions_of("way")), strict=True)
            found = [(entry, *read) for entry, way in enumerate(ways) for read in READ_OFF_WAYS[names](way)]
            entries, *columns = np.array(found, dtype=object).reshape(len(found), 1 + len(names)).T
            entries = entries.astype(np.int64)
            codes = {dimension: column[entries] for dimension, column in self.codes.items()}
            codes |= dict(zip(names, columns, strict=True))
            self._by_read_off[names] = Axis(self.name, codes, self.position[entries], self.length)
        return self._by_read_off[names]

    def has(self, dimension: str) -> bool:
        """Does the axis have the dimension, or something that it can be read off?"""
        of_ways = self.name == "way" and any(dimension in dimensions for dimensions in READ_OFF_WAYS)
        return of_ways or dimension in self.codes or COARSER.get(dimension) in self.codes

    def column(self, dimension: str) -> np.ndarray:
        """The code of a dimension at each entry, read off a finer one where needed."""
        if dimension not in self._columns:
            fine = self.codes[COARSER[dimension]]
            self._columns[dimension] = np.array([_coarse(dimension, code) for code in fine], dtype=object)
        return self._columns[dimension]

    def groups(self, dimensions: tuple[str, ...]) -> tuple[np.ndarray, dict[str, Codes]]:
        """The group of each entry, and the codes of each group by dimension, in the order of the axis."""
        if dimensions not in self._groups:
            numbers: dict[tuple[str, ...], int] = {}
            columns = [self.column(dimension) for dimension in dimensions]
            group = np.array([numbers.setdefault(codes, len(numbers)) for codes in zip(*columns, strict=True)], int)
            names = np.array(list(numbers), dtype=object).reshape(len(numbers), len(dimensions)).T
            self._groups[dimensions] = (
                group,
                {d: pd.array(n, dtype=TEXT) for d, n in zip(dimensions, names, strict=True)},
            )
        return self._groups[dimensions]

    def index_in(self, coarser: "Axis") -> np.ndarray:
        """The entry of the same or a coarser axis that each entry belongs to."""
        number = {codes: entry for entry, codes in enumerate(zip(*coarser.codes.values(), strict=True))}
        return np.array([number[codes] for codes in zip(*map(self.column, coarser.codes), strict=True)], dtype=np.int64)


# what visitors choose comes again and again; most matrices have a few kB, that of all routes between provinces 1 MB
@lru_cache(maxsize=500)
def axis_groups(
    axis: Axis, shown: tuple[str, ...], kept: frozenset[tuple[str, frozenset[str]]]
) -> tuple[np.ndarray, dict[str, Codes], np.ndarray]:
    """How the positions of an axis are summed: a matrix of positions by groups, the codes of each group by dimension,
    and the number of positions in each group.

    shown: the dimensions that tell the groups apart. kept: dimensions, and the codes to keep of each.
    """
    axis = axis.with_read_off({*shown, *(dimension for dimension, _ in kept)})
    keep = np.ones(len(axis.position), dtype=bool)
    for dimension, codes in kept:
        keep &= np.array([code in codes for code in axis.column(dimension)], dtype=bool)
    if shown:
        number, names = axis.groups(shown)
        groups = len(names[shown[0]])
    else:
        number, names, groups = np.zeros(len(keep), dtype=np.int64), {}, 1
    matrix = np.zeros((axis.length, groups))
    matrix[axis.position[keep], number[keep]] = 1
    size = matrix.sum(axis=0)
    there = size > 0 if shown else np.ones(1, dtype=bool)
    return matrix[:, there], {dimension: codes[there] for dimension, codes in names.items()}, size[there]


def _coarse(dimension: str, code: str) -> str:
    return AGE.get(code, "adult") if dimension == "age" else country_of(code)


def country_of(place: str) -> str:
    """The country of a place; what is unknown or pooled stays so."""
    return place if place in (OTHER, UNKNOWN) else place[:2]
