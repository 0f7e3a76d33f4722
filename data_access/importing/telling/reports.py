"""The report of an import: a CSV file, and beside it a copy of each file with the cells marked."""

import csv
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from data_access.errors import BadInput
from data_access.importing.reading.tabular import Sheet
from data_access.importing.telling.marked_copies import write_marked_copies
from data_access.importing.telling.problems import MISTAKE, REFUSAL, Problem, ProblemList

# report column -> field of Problem
COLUMNS = {
    "file": "file",
    "sheet": "sheet",
    "row": "row",
    "column": "column",
    "cell": "cell",
    "severity": "severity",
    "value class": "value",
    "expected": "expected",
    "how to mend": "mend",
    "example": "example",
}
BEGINNING = b"file,sheet,row,column"


def report_findings(path: Path, problems: ProblemList, sheets: Sequence[Sheet]) -> list[Path]:
    """Write the report, and return it with the marked copies that stand beside it.

    Raises BadInput when a file cannot be written.
    """
    write_report(path, problems.kept, more=problems.not_listed)
    return [path, *write_marked_copies(path, problems, sheets)]


def refusal_sentence(problems: ProblemList, rows_read: int, where: str) -> str:
    """Say the gravest finding in full, how many others there are, that nothing was loaded, and where the report is."""
    first, refusals, mistakes = problems.kept[0], problems.number(REFUSAL), problems.number(MISTAKE)
    said = [first.sentence()]
    if not refusals:
        verb, them = ("is", "it") if mistakes == 1 else ("are", "them")
        said.append(
            f"There {verb} {_number(mistakes, 'mistake', 'mistakes')} in {_number(rows_read, 'row', 'rows')}; nothing "
            f"was loaded. Mend {them}, or add --accept-valid (not beside --replace) to load the rest."
        )
    else:
        others = (
            [f"{refusals - 1:,} further {'reasons' if refusals > 2 else 'reason'} to refuse"] if refusals > 1 else []
        )
        others += [f"{mistakes:,} {'mistakes' if mistakes > 1 else 'mistake'}"] if mistakes else []
        said += [f"The report lists {' and '.join(others)} as well."] if others else []
        said.append("Nothing was loaded.")
    return " ".join([*said, where])


def _number(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def write_report(path: Path, problems: Iterable[Problem], *, more: int = 0) -> None:
    """Write one row a finding: where it is, how grave, what is expected, how to mend it, an example.

    Raises BadInput when the file cannot be written.
    """
    _check_not_another_file(path)
    beginning = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beginning.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(COLUMNS)
            for problem in problems:
                rows.writerow([getattr(problem, field) or "" for field in COLUMNS.values()])
            if more:
                said = {"expected": f"{more:,} further findings are not listed", "how to mend": "Mend these first."}
                rows.writerow([said.get(name, "") for name in COLUMNS])
        os.replace(beginning, path)  # noqa: PTH105 - a report is there whole or not at all
    except OSError as error:
        reason = error.strerror or "the system refused it"
        raise BadInput(f"The report cannot be written ({reason}). Choose another place with --report.") from None


def _check_not_another_file(path: Path) -> None:
    """A slip such as `--report cases.csv` must not cost the person the file."""
    if path.exists() and not _first_bytes(path, len(BEGINNING)) == BEGINNING:
        raise BadInput("The place given with --report holds something that is no report. Choose another name.")


def _first_bytes(path: Path, number: int) -> bytes:
    if not path.is_file():
        return b""
    with path.open("rb") as file:
        return file.read(number)
