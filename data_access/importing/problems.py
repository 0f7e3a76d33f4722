"""Mistakes in a file: collected, counted, written to a report that holds no value of any cell."""

import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NoReturn

from data_access.errors import BadInput

ROWS_IN_REPORT = 20_000
HEADER = ["file", "sheet", "row", "column", "value class", "expected", "how to mend"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. `row` counts as a spreadsheet does (the header is row 1); 0 means the whole file or column.

    `value` is a class such as "text of 12 characters", never the value itself.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    expected: str
    mend: str

    def sentence(self) -> str:
        """Say what is wrong, where, and what to do."""
        where = [self.file]
        if self.sheet:
            where.append(f"sheet {self.sheet}")
        if self.row:
            where.append(f"row {self.row}")
        if self.column:
            where.append(f"column {self.column}")
        found = f"found {self.value}; " if self.value else ""
        return f"{', '.join(where)}: {found}{self.expected}. {self.mend}"


class FileRefused(BadInput):
    """A file, or a column of it, cannot be read as a whole, whatever `--accept-valid` says."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = [problems] if isinstance(problems, Problem) else list(problems)
        super().__init__(self.problems[0].sentence())


def refuse_file(name: str, expected: str, mend: str) -> NoReturn:
    """Raise FileRefused about a whole file: what is wrong with it, and what to do."""
    raise FileRefused(Problem(name, "", 0, "", "", expected, mend))


class ProblemList:
    """The mistakes of one import. Keeps the first 20,000 for the report and counts the rest.

    `personal`: what looks like personal data, which refuses the files whatever --accept-valid says.
    """

    def __init__(self) -> None:
        self.personal: list[Problem] = []
        self.kept: list[Problem] = []
        self.count = 0

    def add(self, problem: Problem) -> None:
        """Count one mistake, and keep it while there is room."""
        self.count += 1
        if len(self.kept) < ROWS_IN_REPORT:
            self.kept.append(problem)

    @property
    def room(self) -> int:
        """How many further mistakes the report can describe."""
        return ROWS_IN_REPORT - len(self.kept)

    def count_more(self, number: int) -> None:
        """Count mistakes that there is no room to describe."""
        self.count += number


def write_report(path: Path, problems: Iterable[Problem], *, more: int = 0) -> None:
    """Write the report, one row a mistake: file, sheet, row, column, value class, what is expected, how to mend it.

    Raises BadInput when the file cannot be written.
    """
    names = [field.name for field in fields(Problem)]
    _check_not_another_file(path)
    beginning = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beginning.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(HEADER)
            for problem in problems:
                rows.writerow([getattr(problem, name) or "" for name in names])
            if more:
                rows.writerow(["", "", "", "", "", f"{more:,} further mistakes are not listed", "Mend these first."])
        os.replace(beginning, path)  # noqa: PTH105 - a report is there whole or not at all
    except OSError as error:
        reason = error.strerror or "the system refused it"
        raise BadInput(f"The report cannot be written ({reason}). Choose another place with --report.") from None


def _check_not_another_file(path: Path) -> None:
    """A slip such as `--report cases.csv` must not cost the person the file."""
    if path.exists():
        beginning = _first_bytes(path, len(",".join(HEADER)))
        if beginning != ",".join(HEADER).encode():
            raise BadInput("The place given with --report holds something that is no report. Choose another name.")


def _first_bytes(path: Path, number: int) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(number)
