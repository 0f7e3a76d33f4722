"""Everything that a visitor can ask of one small table, and what each answer says about the people behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, combinations, product

import numpy as np

from data_access.release.release import Release

Cell = tuple[str, ...]
Where = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class View:
    """One number on the screen: the cells that it sums (a bit each), the number if it is shown, and its error."""

    cells: int
    count: int | None
    error: float


class Board:
    """The cells over a few dimensions of a release, and every view that sums some of them.

    dimensions: name -> codes. Views are boxes: a set of codes for each dimension.
    """

    def __init__(self, release: Release, dimensions: Mapping[str, tuple[str, ...]]) -> None:
        self.release, self.dimensions = release, dimensions
        self.cells: list[Cell] = list(product(*dimensions.values()))
        self._bit = {cell: 1 << position for position, cell in enumerate(self.cells)}
        choices = [list(_subsets(codes)) for codes in dimensions.values()]
        self.views = [self.view(choice) for choice in product(*choices)]

    def view(self, chosen: tuple[tuple[str, ...], ...]) -> View:
        """Ask one question, as a page does."""
        where: Where = {name: frozenset(codes) for name, codes in zip(self.dimensions, chosen, strict=True)}
        row = self.release.counts((), where).iloc[0]
        return View(
            self.bits(chosen),
            int(row["count"]) if row["state"] != "withheld" else None,
            float(row["standard_error"]),
        )

    def bits(self, chosen: tuple[tuple[str, ...], ...]) -> int:
        """The cells of a box, a bit each."""
        return sum(self._bit[cell] for cell in product(*chosen))

    def truth(self, exact: Release) -> dict[Cell, int]:
        """The true count of every cell."""
        by = tuple(self.dimensions)
        answer = exact.counts(by, {name: frozenset(codes) for name, codes in self.dimensions.items()})
        counts = {tuple(row[:-1]): int(row[-1]) for row in answer[[*by, "count"]].itertuples(index=False)}
        return {cell: counts.get(cell, 0) for cell in self.cells}

    def errors(self) -> np.ndarray:
        """The stated standard error of each cell alone."""
        return np.array([self.view(tuple((code,) for code in cell)).error for cell in self.cells])


def _subsets(codes: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(codes, size) for size in range(1, len(codes) + 1))
