"""Rows that what the case database holds refuses: found by frame, told by row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from data_access.errors import BadInput
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import Mistake
from data_access.importing.telling.problems import ProblemList


@dataclass
class RefusedRows:
    """Rows by the name of their frame, the column that is wrong, and what is wrong with it."""

    found: list[tuple[str, str, list[int], Mistake]] = field(default_factory=list)

    def add(self, name: str, column: str, rows: Iterable[int], mistake: Mistake) -> None:
        """Refuse some rows of a frame (by its index, which counts the rows of its RowSet)."""
        if positions := list(rows):
            self.found.append((name, column, positions, mistake))

    def note(self, row_sets: Mapping[str, RowSet], problems: ProblemList) -> None:
        """Mark the rows as bad and note what is wrong with them, each row once."""
        for name, column, positions, mistake in self.found:
            wrong = np.zeros(len(row_sets[name].frame), dtype=bool)
            wrong[positions] = True
            row_sets[name].refuse_rows(wrong & ~row_sets[name].bad, column, mistake, problems)

    def refuse_changed(self) -> None:
        """Raise BadInput when there are any: the database was changed since they were looked for first."""
        if self.found:
            raise BadInput(
                "Another command changed the results while the files were read. Nothing was changed; do it again."
            )
