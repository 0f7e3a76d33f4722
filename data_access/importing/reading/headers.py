"""Where the table of a file begins: between what cells, and below which rows that are not yet part of it.

Spreadsheets and humanitarian exports put things above the data: a title, an empty row, `sep=;`, HXL hashtags. Each is
recognised by what it is. The header is the row that names the most columns that the import knows.
"""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from data_access.codes import code_lists
from data_access.importing.formats.ctdc_columns import FIELDS, FLAGS, OTHER_NAMES
from data_access.importing.formats.ctdc_columns import NOT_STORED as CTDC_NOT_STORED
from data_access.importing.formats.htcds_columns import COLUMNS, NOT_STORED
from data_access.importing.reading.answers import MEANS_NO, MEANS_YES, NO, YES
from data_access.importing.reading.invisible_signs import without_ends
from data_access.importing.telling.problems import cell_name
from data_access.importing.templates.template_columns import TEMPLATES

ROWS_LOOKED_AT = 25
DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_SEP = re.compile(r"\s*\"?sep=(.)\"?[\s,;]*", re.IGNORECASE)
# of a title too: "Office: Herat", "2024"
_TIME = re.compile(r"\d{4}(?:[-–/.]\d{2,4})?|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_PARTS_OF_PEOPLE = {"female", "male", "total"}  # names of columns of populations, and what cells of cases hold
_HXL = re.compile(r"#[a-z][a-z0-9_]*\s*([+-]\s*[a-z0-9_]+\s*)*", re.IGNORECASE)


@dataclass(frozen=True)
class Header:
    """The names of the columns and where they stand.

    `index`: position of the header among the rows; `data`: that of the first row of data. `refusal`: why the rows above
    cannot be passed over, or "". `notes`: what was passed over, for the report.
    """

    names: list[str]
    index: int
    data: int
    notes: tuple[str, ...] = ()
    refusal: str = ""


@dataclass(frozen=True)
class TextTable:
    """How a delimited text is to be read: its header, the sign between the cells, what stands above the data.

    `characters`: how many characters of the text come before the first row of data. `contradicts`: what stands between
    the cells though the first row (sep=) says another sign, or "".
    """

    header: Header
    delimiter: str
    above: list[list[str]]
    characters: int
    notes: tuple[str, ...]
    contradicts: str = ""


def column_key(name: str) -> str:
    """Return a column name for comparison: capitals, and blanks and invisible signs at the ends, do not matter."""
    return without_ends(unicodedata.normalize("NFKC", name)).casefold()


@cache
def known_columns() -> frozenset[str]:
    """Return the names of all columns of all formats, for comparison."""
    names = (
        {name for columns in COLUMNS.values() for name in columns}
        | NOT_STORED
        | CTDC_NOT_STORED
        | set(FIELDS)
        | set(OTHER_NAMES)
    )
    names |= {flag for flags in FLAGS.values() for flag in flags}
    names |= {column.name for sheets in TEMPLATES.values() for columns in sheets.values() for column in columns}
    return frozenset(column_key(name) for name in names)


def find_header(rows: Sequence[Sequence[str]]) -> Header | None:
    """Find the header among the first rows of a table; None where all of them are empty."""
    looked_at = rows[:ROWS_LOOKED_AT]
    candidates = [i for i, row in enumerate(looked_at) if any(map(str.strip, row)) and not is_hxl(row)]
    if not candidates:
        return None
    index = max(candidates, key=lambda i: (_names_known(looked_at[i]), -i))
    names = list(rows[index])
    filled = _filled(names)
    notes, titles, empty = [], 0, 0
    refusal = ""
    for number, row in enumerate(looked_at[:index], start=1):
        cells = _filled(row)
        if not cells:
            empty += 1
        elif is_hxl(row):
            notes.append("a row of HXL hashtags was passed over")
        elif cells <= max(1, filled // 2) and (data_at := _data_in_title(row)) is None:
            titles += 1
        elif not refusal:
            refusal = f"row {number} stands above the names of the columns and is no title"
            if cells <= max(1, filled // 2):
                refusal += f" (cell {cell_name(number, data_at or 0)} looks like data)"
    if titles:
        notes.append(f"{titles} title {'rows' if titles > 1 else 'row'} above the names of the columns passed over")
    if empty:
        notes.append(f"{empty} empty {'rows' if empty > 1 else 'row'} above the names of the columns passed over")
    data = index + 1
    if data < len(rows) and is_hxl(rows[data]):
        notes.append("a row of HXL hashtags was passed over")
        data += 1
    return Header(names, index, data, tuple(notes), refusal)


def is_hxl(row: Sequence[str]) -> bool:
    """Return whether a row holds HXL hashtags and nothing else, such as #adm1+name."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return bool(cells) and all(_HXL.fullmatch(cell) for cell in cells)


def read_beginning(text: str) -> TextTable | None:
    """Find the header in the beginning of a delimited text; None where there is none. Raises csv.Error."""
    notes: list[str] = []
    stated = _SEP.fullmatch(text.partition("\n")[0].rstrip("\r"))
    skipped = 0
    if stated:
        skipped = len(text.partition("\n")[0]) + 1
        notes.append("the first row (sep=) says what stands between the cells, and is no header")
    best: TextTable | None = None
    failed: csv.Error | None = None
    for delimiter in dict.fromkeys([stated.group(1), *DELIMITERS] if stated else DELIMITERS):
        try:
            rows, ends = _records(text[skipped:], delimiter)
        except csv.Error as error:
            failed = error
            continue
        header = find_header(rows)
        if header is None:
            return None
        table = TextTable(header, delimiter, rows[: header.data], skipped + ends[header.data - 1], ())
        is_better = best is None or _rank(table) > _rank(best)
        # what a file states holds, unless the names of the columns come apart with another sign only
        if best and stated:
            is_better = _names_known(table.header.names) > max(_names_known(best.header.names), 1)
        if is_better:
            best = table
    if best is None and failed is not None:
        raise failed
    if best is None:
        return None
    if best.delimiter != ",":
        notes.append(f"the cells are separated by {DELIMITERS.get(best.delimiter, 'the sign that it states')}")
    contradicts = DELIMITERS[best.delimiter] if stated and best.delimiter != stated.group(1) else ""
    return TextTable(
        best.header, best.delimiter, best.above, best.characters, (*notes, *best.header.notes), contradicts
    )


def _rank(table: TextTable) -> tuple[int, int]:
    # where no name is known, more columns are likelier; a comma wins a tie because it is asked first
    return _names_known(table.header.names), len(table.header.names)


def _records(text: str, delimiter: str) -> tuple[list[list[str]], list[int]]:
    """Return the first records, and after how many characters each ends."""
    read = 0
    records: list[list[str]] = []
    ends: list[int] = []

    def lines() -> Iterator[str]:
        nonlocal read
        for line in io.StringIO(text, newline=""):
            read += len(line)
            yield line

    try:
        for record in csv.reader(lines(), delimiter=delimiter, strict=True):
            records.append(record)
            ends.append(read)
            if len(records) > ROWS_LOOKED_AT:
                break
    except csv.Error:
        # what is wrong further down is found when it is read; without a header there is nothing to read
        if not records:
            raise
    return records, ends


def _names_known(row: Sequence[str]) -> int:
    # a row of data below names in another language is no header because it holds Female
    return len({column_key(cell) for cell in row} & known_columns() - words_of_data() - _PARTS_OF_PEOPLE)


def _data_in_title(row: Sequence[str]) -> int | None:
    """Return which cell of a short row is data: an answer, a code, a key; or the first of several days and years."""
    cells = [(position, column_key(cell)) for position, cell in enumerate(row) if cell.strip()]
    times = [position for position, text in cells if is_time(text)]
    for position, text in cells:
        is_key = any(map(str.isdigit, text)) and not re.search(r"\s", text) and position not in times
        if is_key or text in words_of_data():
            return position
    return times[0] if len(times) > 1 else None


def is_time(text: str) -> bool:
    """Return whether a text is a year, a month or a day in digits."""
    return _TIME.fullmatch(text) is not None


@cache
def words_of_data() -> frozenset[str]:
    """Return the codes and answers that cells hold, for comparison."""
    lists = [one for one in vars(code_lists).values() if isinstance(one, dict)]
    return YES | NO | MEANS_YES | MEANS_NO | {column_key(str(code)) for one in lists for code in one}


def _filled(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)
