"""What an import found in its files: collected, counted, ordered. No value of any cell is ever part of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NoReturn

from data_access.errors import BadInput

ROWS_IN_REPORT = 20_000  # of each severity

OWN_COMMENTS = "the report of the import"  # who wrote the comments of marked copies
OF_TEMPLATE = "the template of the import"  # and those of the template

REFUSAL = "refusal"  # nothing is loaded, whatever --accept-valid says
MISTAKE = "mistake"  # nothing is loaded, or with --accept-valid all but its case
WARNING = "warning"  # loaded, and worth a look
READING = "reading"  # how something was read that could have been written more plainly
SEVERITIES = (REFUSAL, MISTAKE, WARNING, READING)


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding. `row` counts as a spreadsheet does (its first row is 1); 0 means the whole file, sheet or column.

    `value` is a class such as "text of 12 characters", never the value itself. `cell` is the place as a spreadsheet
    names it (B17), `example` what a right cell looks like. Of an XML file `sheet` is the activity, `row` the line and
    `column` the element.
    """

    file: str
    sheet: str
    row: int
    column: str
    value: str
    expected: str
    mend: str
    severity: str = MISTAKE
    cell: str = ""
    example: str = ""

    def sentence(self) -> str:
        """Say what is wrong, where, and what to do."""
        where = [self.file]
        is_xml = self.file.endswith(".xml")
        if self.sheet:
            where.append(self.sheet if is_xml else f"sheet {self.sheet}")
        if self.row:
            where.append(f"{'line' if is_xml else 'row'} {self.row}")
        if self.column:
            where.append(f"{'element' if is_xml else 'column'} {self.column}")
        if self.cell:
            where.append(f"cell {self.cell}")
        found = f"found {self.value}; " if self.value else ""
        example = f" Example: {self.example}." if self.example and self.example not in self.mend else ""
        return f"{', '.join(where)}: {found}{self.expected}. {self.mend}{example}"


def cell_name(row: int, position: int) -> str:
    """Return the name of a cell, such as B17: row counts from 1, position from 0."""
    letters, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row}"


class FileRefused(BadInput):
    """A file, or a table of it, cannot be read any further, whatever `--accept-valid` says."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems = [replace(problem, severity=REFUSAL) for problem in found]
        super().__init__(self.problems[0].sentence() if self.problems else "The files cannot be read.")


def refuse_file(name: str, expected: str, mend: str, example: str = "") -> NoReturn:
    """Raise FileRefused about a whole file: what is wrong with it, and what to do."""
    raise FileRefused(Problem(name, "", 0, "", "", expected, mend, example=example))


class ProblemList:
    """The findings of one import. Keeps the first 20,000 of each severity for the report and counts the rest.

    `is_incomplete` says that some rows could not be read at all: what can only be said of whole files, such as that a
    case is missing, is then left unsaid.
    """

    def __init__(self) -> None:
        self._kept: dict[str, list[Problem]] = {severity: [] for severity in SEVERITIES}
        self._counts: Counter[str] = Counter()
        self.is_incomplete = False

    def add(self, problem: Problem) -> None:
        """Count one finding, and keep it while there is room."""
        self._counts[problem.severity] += 1
        if len(self._kept[problem.severity]) < ROWS_IN_REPORT:
            self._kept[problem.severity].append(problem)

    def refuse(self, refusal: FileRefused) -> None:
        """Add why a file or a table of it could not be read; what else there is can still be checked."""
        self.is_incomplete = True
        for problem in refusal.problems:
            self.add(problem)

    def room(self, severity: str) -> int:
        """How many further findings of a severity the report can describe."""
        return ROWS_IN_REPORT - len(self._kept[severity])

    def count_more(self, severity: str, number: int) -> None:
        """Count findings that there is no room to describe."""
        self._counts[severity] += number

    @property
    def kept(self) -> list[Problem]:
        """The findings of the report, those first that stop the import."""
        return [problem for severity in SEVERITIES for problem in self._kept[severity]]

    def number(self, severity: str) -> int:
        """Return how many findings of a severity there are."""
        return self._counts[severity]

    @property
    def count(self) -> int:
        """How many findings must be mended: refusals and mistakes."""
        return self._counts[REFUSAL] + self._counts[MISTAKE]

    @property
    def not_listed(self) -> int:
        """How many findings the report has no room for."""
        return self._counts.total() - sum(map(len, self._kept.values()))

    def readings(self) -> list[str]:
        """Return how the files were read, each way once, in the order of the files."""
        said = (f"{problem.file}: {problem.expected}" for problem in self._kept[READING] if not problem.column)
        in_columns = dict.fromkeys(problem.expected for problem in self._kept[READING] if problem.column)
        return [*dict.fromkeys(said), *in_columns]
