"""What the formats that are not about people share: results, population and the reporting register."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, Connection, Table, delete, select

from data_access.cases import schema
from data_access.importing.reading.columns import match_columns
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.tabular import Sheet, column_key
from data_access.importing.reading.values import Mistake, Reader, Understood, Vocabulary
from data_access.importing.telling.problems import FileRefused, ProblemList
from data_access.importing.telling.progress import Progress

READ_PAST_SHEETS = {"read_me", "lists"}
DECIMALS = 4  # of a value, as it is kept
ROUNDED = f"the number has more than {DECIMALS} decimals, and was rounded"


def read_table(
    sheets: Sequence[Sheet],
    vocabularies: Mapping[str, Vocabulary],
    *,
    columns: Mapping[str, str],
    ignored: Iterable[str],
    required: Iterable[str],
    problems: ProblemList,
    progress: Progress,
    may_be_empty: bool = False,
) -> RowSet:
    """Read every sheet that is not an explanation into one RowSet. Raises FileRefused when there is no row to read."""
    required = list(required)
    rows = RowSet("rows", vocabularies, None, required)
    known = {column_key(name): field for name, field in columns.items()}
    for sheet in sheets:
        if sheet.name.casefold() not in READ_PAST_SHEETS:
            try:
                fields = match_columns(sheet, known, ignored, problems=problems, required=required)
                rows.read(sheet, fields, progress)
            except FileRefused as refusal:
                problems.refuse(refusal)
    rows.finish(problems)
    if not len(rows.frame) and problems.count:
        raise FileRefused([])
    if not len(rows.frame) and not may_be_empty:
        sheets[0].source.refuse("there is a header and no row below it", "Give a file with at least one row.")
    return rows


def decoded(rows: RowSet, fields: Iterable[str]) -> pd.DataFrame:
    """Return the fields of the rows without mistakes as objects, None where nothing is known."""
    return pd.DataFrame({field: pd.Series(rows.lookup(field), dtype=object) for field in fields})[~rows.bad]


EMPTY = Mistake("the cell cannot be empty", "Fill it in.", "an empty cell")
NO_CURRENCY = Mistake(
    "the amount has no currency",
    "Write it as three letters, such as USD; in IATI as currency of the value, or default-currency of the activity.",
    "an empty cell",
)


def require(rows: RowSet, fields: Iterable[str], problems: ProblemList) -> None:
    """Note every row in which one of the fields is empty."""
    for field in fields:
        empty = (rows.frame[field].to_numpy() == -1) & ~rows.bad
        rows.refuse_rows(empty, field, NO_CURRENCY if field == "currency" else EMPTY, problems)


def refuse_repeated(rows: RowSet, identity: pd.DataFrame, field: str, problems: ProblemList) -> None:
    """Note every row that has the same identity as another."""
    repeated = identity.duplicated(keep=False).to_numpy() & ~rows.bad
    mistake = Mistake("another row of these files is about the same", "Keep the one that is right.", "a repeated row")
    rows.refuse_rows(repeated, field, mistake, problems)


def published_text(longest: int, *, is_public_name: Callable[[str], bool] = lambda _: False) -> Vocabulary:
    """Return the vocabulary of a title, a note or another published text of at most `longest` characters.

    is_public_name: see Vocabulary.
    """
    return Vocabulary(_read_text(longest), is_free=True, is_published=True, is_public_name=is_public_name)


def published_identifier(longest: int) -> Vocabulary:
    """Return the vocabulary of an identifier that others gave; an invisible sign within it is refused by name."""
    return Vocabulary(_read_text(longest), is_free=True, is_published=True, refuses_signs=True)


def _read_text(longest: int) -> Reader:
    def read(text: str) -> str:
        if len(text) > longest:
            raise Mistake(f"expected at most {longest} characters", "Shorten the text.")
        return text

    return read


def read_persons(text: str) -> int:
    """Read a number of persons. Raises Mistake."""
    if not re.fullmatch(r"[0-9]{1,11}(\.0+)?", text):
        raise Mistake(
            "expected a whole number of persons", "Write digits only; leave the cell empty if it is not known."
        )
    return int(text.partition(".")[0])


def published_number(*, is_xml: bool = True) -> Vocabulary:
    """Return the vocabulary of a number as published. NaN or unknown in its place is a mistake, not an empty cell.

    is_xml: a point stands before decimals only; elsewhere 1.234 of an amount of money may be 1234.
    """
    return Vocabulary(read_number if is_xml else _read_amount, missing_words=frozenset({"-99"}))


def _read_amount(text: str) -> float | Understood:
    if re.fullmatch(r"[+-]?[1-9][0-9]{0,2}\.[0-9]{3}", text):
        raise Mistake(
            "the amount has two readings: a point may stand before decimals or between thousands (1.234 for 1234)",
            "Write it without a sign between thousands, and with two digits after the point at most.",
            "a number that can be read in two ways", example="1234", is_certain=True,
        )  # fmt: skip
    return read_number(text)


def read_number(text: str) -> float | Understood:
    """Read a number as published. Raises Mistake."""
    found = re.fullmatch(r"[+-]?[0-9]{1,15}(?:\.([0-9]{1,20}))?", text)
    if not found:
        raise Mistake(
            "expected a number without separators, such as 2400 or 12.5", "Leave the cell empty for a finding in words."
        )
    if found[1] and len(found[1]) > DECIMALS:
        return Understood(round(float(text), DECIMALS), ROUNDED)
    return float(text)


def remove_rows(
    connection: Connection, formats: Collection[str], run_id: int, table: Table, condition: ColumnElement[bool]
) -> int:
    """Delete the rows of a table that files of some formats brought and that fulfil a condition, but for those that a
    run brought (again); return how many."""
    run = schema.import_run.c
    others = select(run.id).where(run.format.in_(list(formats)), run.id != run_id)
    return int(connection.execute(delete(table).where(table.c.import_run_id.in_(others), condition)).rowcount)


def plain_value(value: object) -> object:
    """Return a value as a database takes it: None for whatever stands for nothing known."""
    return None if value is None or value != value else value


def lost_cells(old: Mapping[Any, Mapping[str, object]], new: Mapping[Any, Mapping[str, object]]) -> Counter[str]:
    """Count, by column, what the rows of `old` that `new` has too hold and that stands there no longer."""
    pairs = ((old[key], row) for key, row in new.items() if key in old)
    return Counter(
        name for before, row in pairs for name, cell in before.items() if cell is not None and row.get(name) != cell
    )


def count_changes(old: Mapping[Any, object], new: Mapping[Any, object]) -> dict[str, int]:
    """Count the keys of `new` that `old` lacks, has with another value, and has with the same."""
    states = np.array([0 if key not in old else 1 if old[key] != value else 2 for key, value in new.items()])
    counts = np.bincount(states.astype(np.int64), minlength=3)
    return {"new": int(counts[0]), "changed": int(counts[1]), "unchanged": int(counts[2])}
