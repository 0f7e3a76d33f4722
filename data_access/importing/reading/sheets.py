"""A table of a file, and its rows in chunks of text columns, whatever is in them.

A row with more or fewer cells than the header refuses the file, because nobody can say which cell is missing; all
other rows are read none the less, so that one report says everything.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv as arrow_csv  # type: ignore[import-untyped]

from data_access.errors import number_of
from data_access.importing.reading.headers import DELIMITERS, column_key
from data_access.importing.reading.invisible_signs import name_of_first, without_ends
from data_access.importing.reading.limits import Limits
from data_access.importing.reading.rows_of_names import HEADER_AGAIN, LABELS, are_labels, headers_again
from data_access.importing.reading.source_files import SourceFile
from data_access.importing.reading.text_encoding import UTF_8
from data_access.importing.telling.problems import READING, ROWS_IN_REPORT, FileRefused, Problem, cell_name

CHUNK_BYTES = 4 << 20
CHUNK_ROWS = 50_000
FEWER_COLUMNS = "Keep only the columns of the template."
TEXT = pa.dictionary(pa.int32(), pa.string())


@dataclass(frozen=True)
class Chunk:
    """Some rows of a sheet: dictionary-encoded text columns in the order of the header, "" where a cell is empty."""

    columns: list[pa.DictionaryArray]
    row_numbers: np.ndarray


@dataclass(frozen=True)
class Sheet:
    """A table in a file: its header, and its rows in chunks. `name` is empty for a CSV file.

    `cells` are the rows of a workbook's sheet. `header_row` and `first_row` are the numbers of the header and of the
    first row of data as a spreadsheet counts; `above` is what stands before the data, the header included;
    `delimiter` and `start` (bytes of UTF-8 before the data) say how a CSV file is read; `notes` says it to a person;
    `refusal` says why what stands above the header cannot be passed over; `merged` are cells of the data merged into
    one, as first row and the range's name: only the first of them holds a value, and nobody can say whose it is.
    `flaws` are cells that do not show what they hold; `unread` says what of it nobody sees or reads (also in `notes`).
    `places`, of an XML file: for each row the activity, the line and the element of its columns; `activities`: for each
    row what its activity is known by.
    """

    source: SourceFile
    name: str
    header: list[str]
    limits: Limits
    cells: list[list[str]] | None = None
    header_row: int = 1
    first_row: int = 2
    above: list[list[str]] = field(default_factory=list)
    delimiter: str = ","
    start: int = 0
    notes: tuple[str, ...] = ()
    refusal: str = ""
    merged: tuple[tuple[int, str], ...] = ()
    places: tuple[dict[str, tuple[str, int, str]], ...] = ()
    activities: tuple[str, ...] = ()
    flaws: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()

    def chunks(self) -> Iterator[Chunk]:
        """Yield the rows. Raises FileRefused at rows that cannot be read, after all that can."""
        chunks = self._csv_chunks() if self.cells is None else self._workbook_chunks()
        of_names: list[Problem] = []
        try:
            for chunk in chunks:
                self._check_lengths(chunk)
                filled = _without_empty_rows(chunk)
                if filled is not None:
                    filled = self._without_names(filled, of_names)
                if filled is not None:
                    yield filled
        except FileRefused as refusal:
            raise FileRefused([*refusal.problems, *of_names][:ROWS_IN_REPORT]) from None
        if of_names:
            raise FileRefused(of_names[:ROWS_IN_REPORT])

    def _without_names(self, chunk: Chunk, problems: list[Problem]) -> Chunk | None:
        """Leave out, and note, the rows that name or explain the columns."""
        found = dict.fromkeys(headers_again(chunk.columns, self.header), HEADER_AGAIN)
        first = [column[0].as_py() for column in chunk.columns] if chunk.row_numbers[0] == self.first_row else []
        if first and 0 not in found and are_labels(first, self.header):
            found[0] = LABELS
        if not found:
            return chunk
        for at, (expected, mend) in found.items():
            row = int(chunk.row_numbers[at])
            cell = self.cell(row, 0)
            problems.append(Problem(self.source.name, self.name, row, "", "names", expected, mend, cell=cell))
        is_kept = np.ones(len(chunk.row_numbers), dtype=bool)
        is_kept[list(found)] = False
        if not is_kept.any():
            return None
        kept = pa.array(is_kept)
        return Chunk([column.filter(kept) for column in chunk.columns], chunk.row_numbers[is_kept])

    def cell(self, row: int, position: int | None) -> str:
        """Return the name of a cell as a spreadsheet shows it, "" where there is none."""
        return "" if self.source.kind == "xml" or position is None or not row else cell_name(row, position)

    def place(self, row: int, column: str) -> tuple[str, int, str]:
        """Return where a column of a row stands for a person: sheet, row, column; of XML activity, line, element."""
        if not self.places or not row:
            return self.name, row, column
        of_row = self.places[row - self.first_row]
        return of_row.get(column) or of_row["row"]

    def shown_column(self, position: int) -> str:
        """Return a column as "3 of 12": a header is not repeated, it may be a row of data by mistake."""
        return f"{position + 1} of {len(self.header)}"

    def header_problem(self, position: int | None, expected: str, mend: str, example: str = "") -> Problem:
        """Return a finding about the name of a column, or about the header as a whole."""
        column = "" if position is None else self.shown_column(position)
        cell = self.cell(self.header_row, position)
        row = self.header_row
        return Problem(self.source.name, self.name, row, column, "", expected, mend, cell=cell, example=example)

    def header_problems(self) -> dict[int, Problem]:
        """Return what is wrong with the names of the columns themselves, by position. Raises FileRefused."""
        if self.refusal:
            mend = "Delete the rows above the names of the columns, or move them to another file."
            expected = f"{self.refusal} (those stand in row {self.header_row})"
            raise FileRefused(Problem(self.source.name, self.name, 0, "", "", expected, mend))
        if len(self.header) > self.limits.columns:
            expected = f"there are {len(self.header):,} columns, more than {self.limits.columns:,}"
            raise FileRefused(self.header_problem(None, expected, FEWER_COLUMNS))
        found: dict[int, Problem] = {}
        seen: dict[str, int] = {}
        for position, name in enumerate(self.header):
            key = column_key(name)
            if not key:
                found[position] = self.header_problem(position, "a column has no name", "Name the column or delete it.")
            elif len(name) > 100:
                expected = "the name of the column is longer than 100 characters"
                found[position] = self.header_problem(position, expected, "Type the name again.")
            elif any(unicodedata.category(sign) in {"Cc", "Cf"} for sign in without_ends(name)):
                sign = name_of_first(without_ends(name)) or "such as a line break"
                expected = f"the name of the column holds invisible signs ({sign})"
                found[position] = self.header_problem(position, expected, "Type the name again.")
            elif key in seen:
                expected = f"the column has the same name as column {seen[key] + 1}"
                found[position] = self.header_problem(position, expected, "Keep one of them.")
            seen.setdefault(key, position)
        return found

    def readings(self, more: Sequence[str] = ()) -> list[Problem]:
        """Return how the table was read, where that was not plain. more: what else is to be said of it."""
        mend = "Nothing to do if that is right."
        return [Problem(self.source.name, self.name, 0, "", "", note, mend, READING) for note in (*self.notes, *more)]

    def _check_lengths(self, chunk: Chunk) -> None:
        for position, column in enumerate(chunk.columns):
            lengths = pc.utf8_length(column.dictionary)
            longest = pc.max(lengths).as_py() or 0
            if longest > self.limits.cell:
                at = pc.index(column.indices, pc.index(lengths, longest).cast(pa.int32())).as_py()
                row = int(chunk.row_numbers[at])
                self.source.refuse(
                    f"a cell has {longest:,} characters, more than {self.limits.cell:,}",
                    "Remove the column or shorten the cell; check that every quotation mark is closed.",
                    sheet=self.name,
                    row=row,
                    column=self.shown_column(position),
                    cell=self.cell(row, position),
                )

    def _csv_chunks(self) -> Iterator[Chunk]:
        uneven: list[tuple[int, int]] = []

        def note_row(row: arrow_csv.InvalidRow) -> str:
            # pyarrow would quote the row in its message: it is noted by number instead
            uneven.append((row.number or 0, row.actual_columns))
            return "skip"

        names = [str(position) for position in range(len(self.header))]
        read = arrow_csv.ReadOptions(column_names=names, use_threads=False, block_size=CHUNK_BYTES)
        convert = arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, TEXT), strings_can_be_null=False)
        # an empty line is a row of empty cells: left out, it would shift the numbers of all rows below it
        parse = arrow_csv.ParseOptions(
            delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=note_row
        )
        number = 1  # of the next row among those of the data
        try:
            with open_text(self.source) as stream:
                read_exactly(stream, self.start)
                with arrow_csv.open_csv(
                    stream, read_options=read, parse_options=parse, convert_options=convert
                ) as batches:
                    for batch in batches:
                        numbers = _row_numbers(number, batch.num_rows, [row for row, _ in uneven])
                        number = int(numbers[-1]) + 1 if len(numbers) else number
                        yield Chunk(batch.columns, numbers + np.int32(self.first_row - 1))
        except (pa.ArrowException, UnicodeDecodeError):
            self.source.refuse(
                f"after row {number + self.first_row - 2} the cells cannot be told apart",
                "Check that every quotation mark is closed.",
                sheet=self.name,
            )
        self.source.check_unchanged()
        if uneven:
            raise FileRefused(self._uneven_row(*found) for found in uneven[:ROWS_IN_REPORT])

    def _uneven_row(self, number: int, cells: int) -> Problem:
        row = number + self.first_row - 1
        sign = DELIMITERS.get(self.delimiter, "signs between cells").removesuffix("s")
        return Problem(
            self.source.name,
            self.name,
            row,
            "",
            number_of(cells, "cell", "cells"),
            f"the row does not have {number_of(len(self.header), 'cell', 'cells')} as the header has",
            f"Check for a missing or additional {sign}; put a cell that holds a {sign} in quotation marks.",
            cell=self.cell(row, 0),
        )

    def _workbook_chunks(self) -> Iterator[Chunk]:
        cells = self.cells or []
        for start in range(0, len(cells), CHUNK_ROWS):
            part = cells[start : start + CHUNK_ROWS]
            columns = [pa.array(column, pa.string()).dictionary_encode() for column in zip(*part, strict=True)]
            first = start + self.first_row
            yield Chunk(columns, np.arange(first, first + len(part), dtype=np.int32))
        merged = [self._merged_cells(*found) for found in self.merged]
        if found := [*self.flaws, *merged]:
            raise FileRefused(found[:ROWS_IN_REPORT])

    def _merged_cells(self, row: int, cells: str) -> Problem:
        expected = f"the cells {cells} are merged, and their value would count for the first of them only"
        mend = "Unmerge them, and write the value into each cell for which it holds."
        return Problem(
            self.source.name, self.name, row, "", "merged cells", expected, mend, cell=cells.partition(":")[0]
        )


def open_text(source: SourceFile) -> Any:
    """Open a text file as a stream of UTF-8."""
    stream = pa.input_stream(str(source.path), compression="gzip" if source.kind == "csv.gz" else None)
    return stream if source.encoding == UTF_8 else pa.transcoding_input_stream(stream, source.encoding, UTF_8)


def read_exactly(stream: Any, size: int) -> bytes:
    """Read so many bytes, or all there are."""
    parts = []
    while size and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


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


def _row_numbers(first: int, length: int, skipped: list[int]) -> np.ndarray:
    """Return the numbers of `length` rows from `first` on, without those that were skipped."""
    passed = [row for row in skipped if row >= first]
    numbers = np.arange(first, first + length + len(passed), dtype=np.int32)
    return numbers[~np.isin(numbers, passed)][:length] if passed else numbers
