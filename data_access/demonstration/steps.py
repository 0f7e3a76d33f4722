"""Steps after identification, collected one kind at a time and laid out by case and date."""

import numpy as np

from data_access.demonstration.draws import LAST_DAY, NO_CODE, Flags, Integers


class Steps:
    """Collects one step after another for all cases of a block, and then lays them out in order of beginning."""

    def __init__(self, rows: int, *, ongoing: int) -> None:
        self.rows = rows
        self._ongoing = ongoing
        self._columns: list[tuple[int, Flags, Integers, Integers, Integers, Integers, Integers]] = []

    def add(
        self,
        kind: int,
        happened: Flags,
        begins: Integers,
        ends: Integers,
        provider: Integers,
        stop: Integers,
        outcome: Integers,
    ) -> None:
        """Add a step. What begins after the last day has not happened yet; what ends after it is ongoing."""
        # ends == NO_CODE: a step of one moment, without an end
        ongoing = ends > LAST_DAY
        self._columns.append(
            (
                kind,
                happened & (begins <= LAST_DAY),
                begins,
                np.where(ongoing, NO_CODE, ends),
                provider,
                stop,
                np.where(ongoing, self._ongoing, outcome),
            )
        )

    def in_order(self) -> dict[str, Integers]:
        """Return one entry a step that happened, by case and beginning; the first step added stays first."""
        happened = np.column_stack([column[1] for column in self._columns])
        begins = np.column_stack([column[2] for column in self._columns])
        order = np.argsort(np.where(happened, begins, LAST_DAY + 1), axis=1, kind="stable")
        case, rank = np.nonzero(np.take_along_axis(happened, order, axis=1))
        step = order[case, rank]
        result = {
            "case": case,
            "position": rank + 1,
            "kind": np.array([column[0] for column in self._columns])[step],
            "begins": begins[case, step],
        }
        for index, name in ((3, "ends"), (4, "provider"), (5, "stop"), (6, "outcome")):
            result[name] = np.column_stack([column[index] for column in self._columns])[case, step]
        return result
