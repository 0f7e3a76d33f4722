"""A copy of an officer's file in which each cell that was found wanting is coloured and says why.

It holds what the file holds, personal data included: it is readable for its owner only, stands beside the report, and
never leaves the machine.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import xlsxwriter

from data_access.errors import BadInput
from data_access.importing.reading.tabular import Sheet
from data_access.importing.telling.problems import (
    MISTAKE,
    OWN_COMMENTS,
    READING,
    REFUSAL,
    SEVERITIES,
    WARNING,
    FileRefused,
    Problem,
    ProblemList,
)

COLOURS = {REFUSAL: "#F4A582", MISTAKE: "#FDDBC7", WARNING: "#FFF2CC", READING: "#D1E5F0"}
MOST_CELLS = 1_000_000  # a larger file is copied with the rows that have a finding only, at their own places
MOST_ROWS = 1_048_576  # of a sheet
Marks = dict[tuple[int, int], list[Problem]]


def write_marked_copies(report: Path, problems: ProblemList, sheets: Sequence[Sheet]) -> list[Path]:
    """Write a copy of each file with findings that must be mended, beside the report. Raises BadInput."""
    marks: dict[tuple[str, str], Marks] = {}
    for problem in problems.kept:
        if problem.cell:
            cells = marks.setdefault((problem.file, problem.sheet), {})
            cells.setdefault(_place(problem.cell), []).append(problem)
    wanting = {problem.file for problem in problems.kept if problem.cell and problem.severity != READING}
    written = []
    for name in dict.fromkeys(sheet.source.name for sheet in sheets if sheet.source.name in wanting):
        path = _new_path(report.with_name(f"{report.stem}-{name.replace('.', '-')}-marked.xlsx"))
        of_file = [sheet for sheet in sheets if sheet.source.name == name]
        try:
            path.touch(mode=0o600, exist_ok=False)
            with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
                for sheet in of_file:
                    _copy(workbook, sheet, marks.get((name, sheet.name), {}))
        except (OSError, xlsxwriter.exceptions.FileCreateError):
            raise BadInput(
                f"The marked copy of {name} cannot be written. Choose another place with --report."
            ) from None
        written.append(path)
    return written


def _new_path(path: Path) -> Path:
    """Return the path, with a number if there is such a file: somebody may be mending it."""
    numbered = (path.with_stem(f"{path.stem}-{number}") for number in range(2, 1_000))
    return path if not path.exists() else next((other for other in numbered if not other.exists()), path)


_LOOK_OF_COMMENTS = {"x_scale": 2, "y_scale": 1.5, "author": OWN_COMMENTS}
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def _copy(workbook: Any, sheet: Sheet, marks: Marks) -> None:
    # a sheet name of Excel has 31 signs at most, and none of these
    name = "".join(sign for sign in sheet.name if sign not in "[]:*?/\\")[:31]
    page = workbook.add_worksheet(name or "data")
    text = workbook.add_format({"num_format": "@"})
    formats = {
        severity: workbook.add_format({"num_format": "@", "bg_color": COLOURS[severity]}) for severity in COLOURS
    }
    page.set_column(0, max(len(sheet.header) - 1, 0), 18)
    marked_rows = {row for row, _ in marks}
    is_large = len(sheet.header) * _length(sheet) > MOST_CELLS
    for number, row in _rows(sheet):
        if number > MOST_ROWS or (is_large and number not in marked_rows and number >= sheet.first_row):
            continue
        for column, cell in enumerate(row):
            found = marks.pop((number, column), None)
            style = formats[_gravest(found)] if found else text
            page.write_string(number - 1, column, cell, style) if cell else page.write_blank(
                number - 1, column, "", style
            )
            if found:
                page.write_comment(number - 1, column, _comment(found), _LOOK_OF_COMMENTS)


def _length(sheet: Sheet) -> int:
    if sheet.cells is not None:
        return len(sheet.cells)
    # of a text file the size says it well enough
    return sheet.source.path.stat().st_size // max(2 * len(sheet.header), 1)


def _rows(sheet: Sheet) -> Iterator[tuple[int, list[str]]]:
    yield from enumerate(sheet.above or [sheet.header], start=1)
    if sheet.cells is not None:
        yield from enumerate(sheet.cells, start=sheet.first_row)
        return
    # rows that cannot be told apart are the last thing that the reader says
    with suppress(FileRefused):
        for chunk in sheet.chunks():
            columns = [column.to_pylist() for column in chunk.columns]
            yield from zip(chunk.row_numbers.tolist(), map(list, zip(*columns, strict=True)), strict=True)


def _gravest(found: list[Problem]) -> str:
    return min((problem.severity for problem in found), key=SEVERITIES.index)


def _comment(found: list[Problem]) -> str:
    return "\n".join(
        f"{problem.expected}. {problem.mend}" + (f" Example: {problem.example}" if problem.example else "")
        for problem in found
    )[:2_000]


def _place(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(cell[len(letters) :]), column - 1
