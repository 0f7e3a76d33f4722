"""Read CSV, CSV.gz and XLSX into chunks of text columns, whatever is in them.

Decisions: a comma separates cells (semicolons separate the values of one cell, so a file with semicolons between the
cells could be read in two ways and is refused; tabs are refused with the same advice); a single UTF-8 byte order mark
is read past; a row with more or fewer cells than the header refuses the file, because nobody can say which cell is
missing.
"""

import csv
import datetime
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]
from python_calamine import CalamineError, CalamineWorkbook, XmlError, ZipError

from data_access.importing.file_names import safe_sheet_name
from data_access.importing.limits import Limits
from data_access.importing.source_files import SourceFile

HEADER_BYTES = 1 << 20
CHUNK_BYTES = 4 << 20
CHUNK_ROWS = 50_000
SAVE_WITH_COMMAS = 'Save it as "CSV UTF-8 (comma delimited)", or import the XLSX.'
FEWER_COLUMNS = "Keep only the columns of the template."
TEXT = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Chunk:
    """Some rows of a sheet: dictionary-encoded text columns in the order of the header, "" where a cell is empty."""

    columns: list[pa.DictionaryArray]
    row_numbers: np.ndarray


@dataclass(frozen=True)
class Sheet:
    """A table in a file: its header, and its rows in chunks. `name` is empty for a CSV file."""

    source: SourceFile
    name: str
    header: list[str]
    limits: Limits
    cells: list[list[str]] | None = None

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows. Raises FileRefused at the first row that cannot be read."""
        chunks = self._csv_chunks() if self.cells is None else self._workbook_chunks()
        for chunk in chunks:
            for position, column in enumerate(chunk.columns):
                longest = pc.max(pc.utf8_length(column.dictionary)).as_py() or 0
                if longest > self.limits.cell:
                    self.source.refuse(
                        f"a cell has {longest:,} characters, more than {self.limits.cell:,}",
                        "Remove the column or shorten the cell; check that every quotation mark is closed.",
                        sheet=self.name,
                        column=self.shown_column(position),
                    )
            filled = _without_empty_rows(chunk)
            if filled is not None:
                yield filled

    def shown_column(self, position: int) -> str:
        """Return a column as "3 of 12": a header is not repeated, it may be a row of data by mistake."""
        return f"{position + 1} of {len(self.header)}"

    def check_header(self) -> None:
        """Raise FileRefused when the header has too many columns, an empty, a repeated or an unreadable name."""

        def refuse(expected: str, mend: str, position: int | None = None) -> None:
            column = self.shown_column(position) if position is not None else ""
            self.source.refuse(expected, mend, sheet=self.name, row=1, column=column)

        if len(self.header) > self.limits.columns:
            refuse(f"there are {len(self.header):,} columns, more than {self.limits.columns:,}", FEWER_COLUMNS)
        seen: dict[str, int] = {}
        for position, name in enumerate(self.header):
            key = column_key(name)
            if not key:
                refuse("a column has no name", "Name the column or delete it.", position)
            if len(name) > 100 or any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in name.strip()):
                refuse("the name of the column is too long or holds invisible signs", "Type the name again.", position)
            if key in seen:
                refuse(f"the column has the same name as column {seen[key] + 1}", "Keep one of them.", position)
            seen[key] = position

    def _csv_chunks(self) -> Iterator[Chunk]:
        uneven: list[int] = []

        def note_row(row: arrow_csv.InvalidRow) -> str:
            # pyarrow would quote the row in its message: it is noted by number instead
            uneven.append(row.number or 0)
            return "skip"

        read = arrow_csv.ReadOptions(
            column_names=[str(position) for position in range(len(self.header))],
            skip_rows=1,
            use_threads=False,
            block_size=CHUNK_BYTES,
        )
        convert = arrow_csv.ConvertOptions(
            column_types={str(position): TEXT for position in range(len(self.header))}, strings_can_be_null=False
        )
        parse = arrow_csv.ParseOptions(newlines_in_values=True, invalid_row_handler=note_row)
        compression = "gzip" if self.source.kind == "csv.gz" else None
        row = 2
        try:
            with (
                pa.input_stream(str(self.source.path), compression=compression) as stream,
                arrow_csv.open_csv(stream, read_options=read, parse_options=parse, convert_options=convert) as batches,
            ):
                for batch in batches:
                    if uneven:
                        break
                    yield Chunk(batch.columns, np.arange(row, row + batch.num_rows, dtype=np.int32))
                    row += batch.num_rows
        except pa.ArrowException:
            self.source.refuse(
                f"after row {row - 1} the cells cannot be told apart",
                "Check that every quotation mark is closed.",
                sheet=self.name,
            )
        if uneven:
            self.source.refuse(
                f"the row does not have {len(self.header)} cells as the header has",
                "Check for a missing or additional comma; put a cell that holds a comma in quotation marks.",
                row=uneven[0],
            )
        self.source.check_unchanged()

    def _workbook_chunks(self) -> Iterator[Chunk]:
        cells = self.cells or []
        for start in range(0, len(cells), CHUNK_ROWS):
            part = cells[start : start + CHUNK_ROWS]
            columns = [pa.array(column, pa.string()).dictionary_encode() for column in zip(*part, strict=True)]
            yield Chunk(columns, np.arange(start + 2, start + 2 + len(part), dtype=np.int32))


def _without_empty_rows(chunk: Chunk) -> Chunk | None:
    """Leave out rows in which every cell is empty: spreadsheets save many of them."""
    empty = np.ones(len(chunk.row_numbers), dtype=bool)
    for column in chunk.columns:
        place = pc.index(column.dictionary, "").as_py()
        if place < 0:
            return chunk
        empty &= column.indices.to_numpy(zero_copy_only=False) == place
        if not empty.any():
            return chunk
    if empty.all():
        return None
    kept = pa.array(~empty)
    return Chunk([column.filter(kept) for column in chunk.columns], chunk.row_numbers[~empty])


def read_sheets(source: SourceFile, limits: Limits) -> list[Sheet]:
    """Return the tables of a file. Raises FileRefused when a header cannot be used."""
    if source.kind == "xml":
        source.refuse("an XML file is read as an IATI file only", "Add --format iati, or give a CSV or XLSX file.")
    if source.kind == "xlsx":
        return _workbook_sheets(source, limits)
    return [Sheet(source, "", _csv_header(source), limits)]


def _csv_header(source: SourceFile) -> list[str]:
    with pa.input_stream(str(source.path), compression="gzip" if source.kind == "csv.gz" else None) as stream:
        beginning = stream.read(HEADER_BYTES)
        more = bool(stream.read(1))
    text = beginning.decode("utf-8-sig", errors="ignore")
    lines = text.splitlines()
    if not lines or not lines[0].strip():
        source.refuse("the first row is empty", "Put the header, the names of the columns, in the first row.")
    if len(lines[0]) >= HEADER_BYTES - 4:
        source.refuse("the first row is longer than a header can be", "Put the names of the columns in the first row.")
    if not more and not any(line.strip() for line in lines[1:]):
        source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    try:
        header = next(csv.reader([lines[0]], strict=True))
    except csv.Error:
        source.refuse("the header has a quotation mark that is not closed", "Correct the first row.", row=1)
    for sign, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(header) <= lines[0].count(sign):
            source.refuse(f"the cells are separated by {word}, not by commas", SAVE_WITH_COMMAS, row=1)
    return header


def column_key(name: str) -> str:
    """Return a column name for comparison: capitals and blanks at the ends do not matter."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def _workbook_sheets(source: SourceFile, limits: Limits) -> list[Sheet]:
    sheets = []
    try:
        with CalamineWorkbook.from_path(str(source.path)) as workbook:
            for number, name in enumerate(workbook.sheet_names, start=1):
                rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
                cells = [[_cell_text(value) for value in row] for row in rows]
                while cells and not any(cells[-1]):
                    cells.pop()
                if not cells:
                    continue
                # Excel keeps columns that were formatted once and never filled
                width = max(max((i + 1 for i, cell in enumerate(row) if cell), default=0) for row in cells)
                sheets.append(
                    Sheet(
                        source,
                        safe_sheet_name(name, number),
                        cells[0][:width],
                        limits,
                        [row[:width] for row in cells[1:]],
                    )
                )
    except (CalamineError, XmlError, ZipError, OSError):
        source.refuse("the workbook cannot be opened", 'Open it and save it again as "Excel workbook (.xlsx)".')
    source.check_unchanged()
    if not sheets:
        source.refuse("the workbook is empty", "Give a workbook with a header and at least one row.")
    return sheets


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
