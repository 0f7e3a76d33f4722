"""Find the tables of CSV, CSV.gz and XLSX files: where they begin, and in which encoding and form they are written."""

import csv
import datetime
from collections.abc import Callable, Sequence

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, XmlError, ZipError

from data_access.importing.guard.file_names import safe_sheet_name
from data_access.importing.reading.headers import column_key, find_header, read_beginning
from data_access.importing.reading.limits import Limits
from data_access.importing.reading.sheets import Chunk, Sheet, open_text, read_exactly
from data_access.importing.reading.source_files import SourceFile
from data_access.importing.reading.text_encoding import NAMES, UTF_8
from data_access.importing.reading.workbook.looks import SheetLooks, flaws_of, notes_of, notes_on_cells
from data_access.importing.telling.problems import FileRefused, ProblemList, cell_name

HEADER_BYTES = 1 << 20
NAMES_FIRST = "Put the header, the names of the columns, in the first row."

__all__ = ["Chunk", "Sheet", "column_key", "read_sheets", "read_sources"]


def read_sources(
    sources: Sequence[SourceFile],
    read: Callable[[SourceFile, Limits], list[Sheet]],
    limits: Limits,
    problems: ProblemList,
) -> list[Sheet]:
    """Return the tables of all files that can be read, and note why others cannot."""
    sheets: list[Sheet] = []
    for source in sources:
        for problem in source.formula_problems():
            problems.add(problem)
        try:
            sheets += read(source, limits)
        except FileRefused as refusal:
            problems.refuse(refusal)
    return sheets


def read_sheets(source: SourceFile, limits: Limits) -> list[Sheet]:
    """Return the tables of a file. Raises FileRefused when there is no header."""
    if source.kind == "xml":
        source.refuse("an XML file is read as an IATI file only", "Add --format iati, or give a CSV or XLSX file.")
    if source.kind == "xlsx":
        return _workbook_sheets(source, limits)
    return [_csv_sheet(source, limits)]


def _csv_sheet(source: SourceFile, limits: Limits) -> Sheet:
    with open_text(source) as stream:
        content = read_exactly(stream, HEADER_BYTES)
        more = bool(stream.read(1))
    text = content.decode("utf-8-sig", errors="ignore")
    mark = len(content) - len(content.removeprefix("\ufeff".encode()))
    try:
        table = read_beginning(text)
    except csv.Error:
        if len(text.partition("\n")[0]) > HEADER_BYTES // 8:
            source.refuse("the first row is longer than a header can be", NAMES_FIRST)
        source.refuse("the header has a quotation mark that is not closed", "Correct the first row.", row=1)
    if table is None:
        source.refuse("the first rows are empty", NAMES_FIRST)
    if table.contradicts:
        sign = repr(table.delimiter)[1:-1]
        source.refuse(
            f"the first row (sep=) says another sign than the {table.contradicts} that stand between the cells",
            f"Delete the first row, or write sep={sign} into it.",
            row=1,
        )
    if not more and not text[table.characters :].strip():
        source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    notes = table.notes
    if source.encoding != UTF_8:
        notes = (f"the file is written in {NAMES[source.encoding]} and was read as such", *notes)
    return Sheet(
        source,
        "",
        table.header.names,
        limits,
        header_row=table.header.index + 1,
        first_row=table.header.data + 1,
        above=table.above,
        delimiter=table.delimiter,
        start=mark + len(text[: table.characters].encode()),
        notes=notes,
        refusal=table.header.refusal,
    )


def _workbook_sheets(source: SourceFile, limits: Limits) -> list[Sheet]:
    sheets = []
    try:
        with CalamineWorkbook.from_path(str(source.path)) as workbook:
            for number, name in enumerate(workbook.sheet_names, start=1):
                table = workbook.get_sheet_by_name(name)
                rows = table.to_python(skip_empty_area=False)
                cells = [[_cell_text(value) for value in row] for row in rows]
                _put_errors(cells, source.error_cells.get(name, {}))
                while cells and not any(cells[-1]):
                    cells.pop()
                header = find_header(cells)
                if header is None:
                    continue
                # Excel keeps columns that were formatted once and never filled
                width = max(max((i + 1 for i, cell in enumerate(row) if cell), default=0) for row in cells)
                names, shown_name = header.names[:width], safe_sheet_name(name, number)
                looks, data = source.looks.get(name, SheetLooks()), header.data
                unseen = notes_of(looks, range(data + 1, len(cells) + 1), width)
                unread = (*unseen, *notes_on_cells(looks, names, cells, data))
                sheets.append(
                    Sheet(
                        source,
                        shown_name,
                        names,
                        limits,
                        [row[:width] for row in cells[header.data :]],
                        header_row=header.index + 1,
                        first_row=header.data + 1,
                        above=cells[: header.data],
                        notes=(*header.notes, *unread),
                        unread=unread,
                        refusal=header.refusal,
                        merged=_merged_data(table, cells, data),
                        flaws=tuple(flaws_of(source.name, shown_name, looks, names, cells, data)),
                    )
                )
    except (CalamineError, XmlError, ZipError, OSError):
        source.refuse("the workbook cannot be opened", 'Open it and save it again as "Excel workbook (.xlsx)".')
    source.check_unchanged()
    if not sheets:
        source.refuse("the workbook is empty", "Give a workbook with a header and at least one row.")
    return sheets


def _put_errors(cells: list[list[str]], errors: dict[tuple[int, int], str]) -> None:
    """Write #NAME? and its like where they stand: calamine gives an empty cell for them, which would be a value."""
    for (row, column), text in errors.items():
        width = max(len(cells[0]) if cells else 0, column)
        if row > len(cells) or column > (len(cells[0]) if cells else 0):
            for existing in cells:
                existing.extend([""] * (width - len(existing)))
            cells.extend([""] * width for _ in range(row - len(cells)))
        cells[row - 1][column - 1] = text


def _merged_data(table: CalamineSheet, cells: list[list[str]], first: int) -> tuple[tuple[int, str], ...]:
    """Return the row and the name of each range of merged cells that holds a value and reaches into the data."""
    return tuple(
        (top + 1, f"{cell_name(top + 1, left)}:{cell_name(bottom + 1, right)}")
        for (top, left), (bottom, right) in table.merged_cell_ranges or ()
        if bottom >= first and top < len(cells) and left < len(cells[top]) and cells[top][left].strip()
    )


def _cell_text(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, datetime.datetime | datetime.date | datetime.time):
        return value.isoformat()
    return str(value)
