"""Exact counts by code that can be added up: those of one range of cases and those of another."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.errors import BadInput
from data_access.publishing import coding
from data_access.release.workload import Table, dimensions_of

# of a number that is not negative
MOST_BITS = 63
Numbers = NDArray[np.int64]


def dimensions(table: Table) -> list[str]:
    """Return the dimensions of all axes of a table."""
    return [dimension for axis in table.axes for dimension in dimensions_of(axis)]


class Tally:
    """How many people have which codes, for the tables of a workload; only combinations that occur take room.

    A combination is one number: of each dimension the number of its code, in as many bits as the dimension's codes
    need. These numbers are of this tally alone; two are added by the names of their codes.
    """

    def __init__(self, tables: Iterable[Table]) -> None:
        nothing = np.zeros(0, dtype=np.int64)
        self.people = 0
        self.vocabulary = coding.Vocabulary()
        self._bits: dict[str, int] = {}
        # of each table its combinations, in order, and the people who have them
        self._cells = dict.fromkeys(tables, (nothing, nothing))

    @property
    def cells(self) -> int:
        """How many combinations of codes were met."""
        return sum(len(keys) for keys, _ in self._cells.values())

    def add(self, block: coding.Block) -> None:
        """Add the cases of a block that was coded in the vocabulary of this tally. Raises BadInput when a table has
        more codes than fit into a number."""
        self.people += block.people
        self._make_room()
        for table in self._cells:
            self._put(table, *np.unique(_packed(_columns(block, table), self._bits), return_counts=True))

    def merge(self, other: "Tally") -> None:
        """Add what another tally of these tables has counted, of other cases, and use it up. Raises BadInput as `add`
        does."""
        if not other.people:
            return
        if not self.people:
            self.people, self.vocabulary, self._bits = other.people, other.vocabulary, other._bits
            self._cells = dict(other._cells)
            return
        self.people += other.people
        names = other.vocabulary.names
        numbers = {name: self.vocabulary.encode(name, names(name)) for name in other.vocabulary.dimensions}
        self._make_room()
        for table, (keys, people) in other._cells.items():
            columns = _unpacked(keys, dimensions(table), other._bits)
            here = {name: numbers[name][column] for name, column in columns.items()}
            self._put(table, _packed(here, self._bits), people)

    def counts(self, table: Table) -> pd.Series:
        """Return the people of a table by the codes of its dimensions, in the order of the codes' names."""
        keys, people = self._cells[table]
        if not len(keys):
            none: Sequence[list[str]] = [[] for _ in dimensions(table)]
            return pd.Series(people, index=pd.MultiIndex.from_arrays(none, names=dimensions(table)))
        levels: list[Any] = []
        codes: list[Numbers] = []
        for name, column in _unpacked(keys, dimensions(table), self._bits).items():
            names = self.vocabulary.names(name)
            order = np.argsort(names)
            rank = np.empty(len(order), dtype=np.int64)
            rank[order] = np.arange(len(order))
            levels.append(names[order])
            codes.append(rank[column])
        order = np.lexsort(codes[::-1])
        sorted_codes: Any = [column[order] for column in codes]
        index = pd.MultiIndex(levels, sorted_codes, names=dimensions(table))
        return pd.Series(people[order], index=index)

    def _make_room(self) -> None:
        """Give each dimension as many bits as its codes need, and the combinations met so far their new numbers."""
        before, self._bits = self._bits, {name: self.vocabulary.bits(name) for name in self.vocabulary.dimensions}
        for table, (keys, people) in self._cells.items():
            bits = {name: self._bits.get(name, 0) for name in dimensions(table)}
            if sum(bits.values()) > MOST_BITS:
                raise BadInput(
                    f"The table {table.name} cannot be counted: its combinations of codes need {sum(bits.values())} "
                    f"bits, and {MOST_BITS} are there ({', '.join(f'{name} {size}' for name, size in bits.items())}). "
                    "Nothing was spent. Take a dimension out of it in data_access/release/workload.py."
                )
            if len(keys) and any(before.get(name, 0) != size for name, size in bits.items()):
                columns = _unpacked(keys, dimensions(table), before)
                self._cells[table] = _packed(columns, self._bits), people

    def _put(self, table: Table, keys: Numbers, people: Numbers) -> None:
        old, counted = self._cells[table]
        keys, people = np.concatenate([old, keys]), np.concatenate([counted, people])
        # a stable sort finds the runs that are in order already, and merges them
        order = np.argsort(keys, kind="stable")
        keys, people = keys[order], people[order]
        begins = np.flatnonzero(np.diff(keys, prepend=-1))
        self._cells[table] = keys[begins], np.add.reduceat(people, begins) if len(begins) else people


def _columns(block: coding.Block, table: Table) -> dict[str, Numbers]:
    """The numbers of the codes of each dimension of a table, one row a person and combination."""
    case: Numbers | None = None
    columns: dict[str, Numbers] = {}
    for group in sorted(table.groups):
        rows, codes = block.many[group]
        if case is None:
            case, columns = rows, dict(codes)
            continue
        pairs = pd.DataFrame({"case": case, **columns}).merge(pd.DataFrame({"case": rows, **codes}), on="case")
        case = pairs["case"].to_numpy()
        columns = {name: pairs[name].to_numpy() for name in pairs.columns if name != "case"}
    if uncoded := [name for name in dimensions(table) if name not in columns and name not in block.single]:
        raise BadInput(f"No case has a code of {', '.join(uncoded)}: give it one in data_access/publishing/coding.py.")
    single = {name: block.single[name] for name in dimensions(table) if name not in columns}
    if case is not None:
        single = {name: numbers[case] for name, numbers in single.items()}
    return {name: columns[name] if name in columns else single[name] for name in dimensions(table)}


def _packed(columns: Mapping[str, Numbers], bits: Mapping[str, int]) -> Numbers:
    names = iter(columns)
    key = columns[next(names)].astype(np.int64)
    for name in names:
        key = (key << bits[name]) | columns[name]
    return key


def _unpacked(keys: Numbers, names: Sequence[str], bits: Mapping[str, int]) -> dict[str, Numbers]:
    columns = {}
    for name in reversed(names):
        columns[name] = keys & ((1 << bits.get(name, 0)) - 1)
        keys = keys >> bits.get(name, 0)
    return dict(reversed(columns.items()))
