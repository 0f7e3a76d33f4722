"""How the numbers over some axes add up to those over others: which codes are parts of which, across axes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.release.axes import Axis, country_of
from data_access.release.workload import BOUNDS

Array = NDArray[np.float64]
Index = NDArray[np.int64]
Key = frozenset[str]
Code = tuple[str, ...]


@dataclass(frozen=True)
class Tie:
    """The codes of an axis are parts of the codes of another one, `whole`.

    parts, wholes: say what both have in common: the codes of dimensions of the one and of the other, as `read` and
    `read_whole` have them. What is `other` is
    pooled from other codes in each axis, so it is part of nothing, unless the axis has all the same people as its whole
    (is_nested): then `other` is too.
    """

    whole: str
    parts: tuple[str, ...]
    wholes: tuple[str, ...]
    is_nested: bool = False
    read: Callable[[str], str] = lambda code: code
    read_whole: Callable[[str], str] = lambda code: code

    def common_of_part(self, axis: Axis) -> list[Code]:
        return [tuple(map(self.read, code)) for code in _codes(axis, self.parts)]

    def common_of_whole(self, axis: Axis) -> list[Code]:
        return [tuple(map(self.read_whole, code)) for code in _codes(axis, self.wholes)]

    def is_part(self, code: Code) -> bool:
        return self.is_nested or OTHER not in code


def _codes(axis: Axis, dimensions: tuple[str, ...]) -> list[Code]:
    return list(zip(*map(axis.column, dimensions), strict=True))


def _province(code: str) -> str:
    """A country at the source of a chain is pooled from provinces that stand on their own among sources."""
    return code if len(code) > 2 and code != UNKNOWN else OTHER


def _investigated(code: str) -> str:
    """Of findings of inspections, that the case was investigated too; all others are part of nothing."""
    return "investigated" if code == "violation_investigated" else OTHER


def _proceeded(code: str) -> str:
    return "none" if code == "none" else "investigated"


# Every axis whose codes are parts of those of another, and of which: of a pair that is left out here, parts would be
# shown above their wholes. Ways name the countries of which sources and places of exploitation name the provinces, and
# chains both; each pools what is rare on its own.
TIES: dict[str, tuple[Tie, ...]] = {
    "province": (Tie("country", ("country",), ("country",), is_nested=True),),
    "age_band": (Tie("age", ("age",), ("age",), is_nested=True),),
    "way": (
        Tie("source", ("source_country",), ("source_country",)),
        Tie("exploitation", ("exploitation_country",), ("exploitation_country",)),
    ),
    "chain": (
        Tie("way", ("chain_source", "chain_destination"), ("source_country", "exploitation_country"), read=country_of),
        Tie("source", ("chain_source",), ("source",), read=_province),
    ),
    "inspection": (Tie("justice", ("inspection",), ("justice",), read=_investigated, read_whole=_proceeded),),
}


def many(key: Key) -> Key:
    """The many-valued axes of a level: a sum over them counts people more than once, so they are never summed out."""
    return key & BOUNDS.keys()


def wholes_of(key: Key) -> set[str]:
    """The axes that have wholes of the codes of some axes."""
    return {tie.whole for axis in key for tie in TIES.get(axis, ())}


def seen_as(key: Key) -> list[Key]:
    """The axes of a level as coarser levels have them."""
    tied = [key - {axis} | {tie.whole} for axis in key for tie in TIES.get(axis, ())]
    return [key, *tied, *(key - {group} for group in many(key))]


class Fold:
    """How the numbers over some axes add up to those over the axes of their wholes.

    Both are summed to what they have in common: the codes of an axis that both have, or of a tie. The sums have the
    order of the finer axes, with a single entry where an axis is summed out; but a many-valued axis that the coarser
    level has not stays as it is, since its whole is that of each code alone. Codes that are part of nothing come last.
    """

    def __init__(self, fine: Sequence[Axis], coarse: Sequence[Axis]) -> None:
        theirs = {axis.name: position for position, axis in enumerate(coarse)}
        self._parts: list[Index] = []
        self._shape: list[int] = []
        self._wholes: list[Index] = [np.zeros(0, dtype=np.int64)] * len(coarse)
        self._order: list[int] = []
        self._padded: list[int] = []
        alone: list[int] = []
        is_nested = True
        for position, axis in enumerate(fine):
            tie = next((tie for tie in TIES.get(axis.name, ()) if tie.whole in theirs), None)
            if axis.name in theirs:
                index, whole = axis.index_in(coarse[theirs[axis.name]]), theirs[axis.name]
                self._wholes[whole] = np.arange(coarse[whole].length)
            elif tie is not None:
                whole, is_nested = theirs[tie.whole], is_nested and tie.is_nested
                codes = tie.common_of_whole(coarse[whole])
                number = {code: entry for entry, code in enumerate(dict.fromkeys(codes))}
                self._wholes[whole] = np.array([number[code] for code in codes])
                found = [number.get(code, -1) if tie.is_part(code) else -1 for code in tie.common_of_part(axis)]
                index = np.array(found, dtype=np.int64)
                if (index < 0).any():
                    index[index < 0] = len(number)
                    self._padded.append(position)
            else:
                alone.append(position)
                stays = axis.name in BOUNDS
                self._parts.append(np.arange(axis.length) if stays else np.zeros(axis.length, dtype=np.int64))
                self._shape.append(axis.length if stays else 1)
                continue
            self._parts.append(index)
            self._shape.append(int(self._wholes[whole].max()) + 1 + (position in self._padded))
            self._order.append(whole)
        self._alone = tuple(alone)
        self._back = np.ix_(*self._parts)
        self.adds_up = is_nested and many(frozenset(theirs)) == many(frozenset(axis.name for axis in fine))

    def sums(self, values: Array) -> Array:
        """Numbers over the finer axes, added up."""
        return _summed(values, self._parts, self._shape)

    def back(self, numbers: Array) -> Array:
        """Numbers in the shape of the sums, over the finer axes."""
        found: Array = numbers[self._back]
        return found

    def of_wholes(self, values: Array) -> Array:
        """Numbers over the coarser axes, added up to what these have in common with the finer ones."""
        return _summed(values, self._wholes, [int(index.max()) + 1 for index in self._wholes])

    def spread(self, values: Array, nothing: float) -> Array:
        """The same in the shape of the sums; `nothing` for what is part of nothing."""
        ordered = np.expand_dims(np.transpose(self.of_wholes(values), self._order), self._alone)
        padding = [(0, int(position in self._padded)) for position in range(len(self._shape))]
        return np.broadcast_to(np.pad(ordered, padding, constant_values=nothing), self._shape)

    def largest(self, values: Array) -> Array:
        """Numbers over the finer axes added up to what is common, of many-valued axes that the coarser has not the
        largest; in the order of the coarser axes."""
        sums = self.sums(values).max(axis=self._alone)
        kept = tuple(position for position in range(len(self._shape)) if position not in self._alone)
        without = tuple(slice(-1) if position in self._padded else slice(None) for position in kept)
        return np.transpose(sums[without], np.argsort(self._order))

    def shared(self, numbers: Array) -> Array:
        """Numbers of what is common, divided evenly among the coarser axes' codes."""
        return self.to_wholes(numbers / self.of_wholes(np.ones([len(index) for index in self._wholes])))

    def to_wholes(self, numbers: NDArray[Any]) -> NDArray[Any]:
        """Numbers of what is common, each over all of the coarser axes' codes that it is made of."""
        return np.asarray(numbers)[np.ix_(*self._wholes)]


def _summed(values: Array, indices: Sequence[Index], shape: Sequence[int]) -> Array:
    for axis, (index, size) in enumerate(zip(indices, shape, strict=True)):
        if size == 1:
            values = values.sum(axis=axis, keepdims=True)
        elif not np.array_equal(index, np.arange(size)):
            matrix = np.zeros((len(index), size))
            matrix[np.arange(len(index)), index] = 1
            values = np.moveaxis(np.tensordot(values, matrix, (axis, 0)), -1, axis)
    return values
