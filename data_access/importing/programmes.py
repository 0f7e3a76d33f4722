"""Read what is known about programmes themselves, and what they spent: the two other tables of a results file."""

import calendar
import datetime
from collections.abc import Collection, Mapping, Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Engine, Table, and_, delete, insert, or_, select, update

from data_access import schema
from data_access.importing.places import read_country
from data_access.importing.problems import ProblemList
from data_access.importing.progress import Progress
from data_access.importing.providers import organisation_code
from data_access.importing.rows import RowSet
from data_access.importing.tables import (
    count_changes,
    decoded,
    plain_value,
    published_text,
    read_number,
    read_table,
    refuse_repeated,
    remove_rows,
    require,
)
from data_access.importing.tabular import Sheet, column_key
from data_access.importing.value_columns import (
    STATUSES,
    THEMES,
    number_of_id,
    read_currency,
    read_id,
    read_period,
    read_price_year,
)
from data_access.importing.values import Mistake, Vocabulary, read_code

PROVENANCE = {word: word for word in ("published", "synthetic")}


def kind_of_sheet(sheet: Sheet) -> str:
    """Return which table of a results file a sheet holds, by its columns: values, programmes or expenditure."""
    columns = {column_key(name) for name in sheet.header}
    if "amount" in columns:
        return "expenditure"
    return "programmes" if columns & {"donor", "implementer", "theme"} and "indicator" not in columns else "values"


def read_programmes(sheets: Sequence[Sheet], problems: ProblemList, progress: Progress) -> tuple[RowSet, pd.DataFrame]:
    """Read programmes, one a row; also returned as a frame of those without mistakes. Raises FileRefused."""
    vocabularies = {
        "programme": published_text(200),
        "donor": published_text(200),
        "implementer": published_text(200),
        "country": Vocabulary(read_country),
        "start_date": Vocabulary(read_period, holds_dates=True),
        "end_date": Vocabulary(read_period, holds_dates=True),
        "status": Vocabulary(read_code({status: status for status in STATUSES})),
        "theme": Vocabulary(read_code({theme: theme for theme in THEMES})),
        "source_title": published_text(300),
        "source_publisher": published_text(200),
        "provenance": Vocabulary(read_code(PROVENANCE)),
    }
    required = ["programme", "source_title", "source_publisher"]
    rows = _read(sheets, vocabularies, required, "programme", problems, progress)
    found = decoded(rows, vocabularies)
    wrong = np.array(
        [_ends_first(*pair) for pair in zip(rows.lookup("start_date"), rows.lookup("end_date"), strict=True)], bool
    )
    mistake = Mistake("the programme ends before it begins", "Correct the dates.")
    rows.refuse_rows(wrong & ~rows.bad, "end_date", mistake, problems)
    return rows, found[~wrong[found.index]]


def read_expenditure(
    sheets: Sequence[Sheet], known: Collection[str], problems: ProblemList, progress: Progress
) -> tuple[RowSet, pd.DataFrame]:
    """Read expenditure, one amount a row; also returned as a frame of those without mistakes. Raises FileRefused.

    known: the codes of the programmes that there are.
    """
    vocabularies = {
        "id": Vocabulary(read_id, is_free=True),
        "programme": published_text(200),
        "amount": Vocabulary(read_number),
        "currency": Vocabulary(read_currency),
        "price_year": Vocabulary(read_price_year),
        "category": published_text(60),
        "period_start": Vocabulary(read_period, holds_dates=True),
        "period_end": Vocabulary(read_period, holds_dates=True),
        "source_title": published_text(300),
        "provenance": Vocabulary(read_code(PROVENANCE)),
    }
    required = ["id", "programme", "amount", "currency", "source_title"]
    rows = _read(sheets, vocabularies, required, "id", problems, progress)
    strange = np.array([name and organisation_code(str(name)) not in known for name in rows.lookup("programme")], bool)
    mistake = Mistake(
        "there is no programme of this title", "Write the title as in the programmes, or load the programme first."
    )
    rows.refuse_rows(strange & ~rows.bad, "programme", mistake, problems)
    return rows, decoded(rows, vocabularies)


def _read(
    sheets: Sequence[Sheet],
    vocabularies: dict[str, Vocabulary],
    required: list[str],
    identity: str,
    problems: ProblemList,
    progress: Progress,
) -> RowSet:
    columns = {name: name for name in vocabularies}
    rows = read_table(
        sheets, vocabularies, columns=columns, ignored=[], required=required, problems=problems, progress=progress,
        may_be_empty=True,
    )  # fmt: skip
    require(rows, required, problems)
    refuse_repeated(rows, pd.DataFrame({identity: rows.lookup(identity)}), identity, problems)
    return rows


def known_programmes(engine: Engine) -> set[str]:
    """Return the codes of the programmes in the case database."""
    with engine.connect() as connection:
        return set(connection.scalars(select(schema.programme.c.code)))


def store_programmes(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, int]:
    """Write what is known about programmes over what was known."""
    table = schema.programme
    names = pd.concat([found["donor"], found["implementer"]]).dropna()
    insert_missing(connection, schema.organisation, "code", [organisation(name) for name in dict.fromkeys(names)])
    old: dict[object, object] = {row.code: _comparable(row._asdict()) for row in connection.execute(select(table))}
    new: dict[object, object] = {}
    for row in found.to_dict("records"):
        code = organisation_code(str(row["programme"]))
        values = {
            "code": code,
            "title": row["programme"],
            "donor": _organisation_or_none(row["donor"]),
            "implementer": _organisation_or_none(row["implementer"]),
            "country": plain_value(row["country"]),
            "start_date": first_day(row["start_date"]),
            "end_date": last_day(row["end_date"]),
            "status": plain_value(row["status"]),
            "theme": plain_value(row["theme"]),
            "provenance": plain_value(row["provenance"]) or "published",
            "source_title": row["source_title"],
            "source_publisher": row["source_publisher"],
        }
        new[code] = _comparable(values)
        if code in old:
            connection.execute(update(table).where(table.c.code == code).values(**values))
        else:
            connection.execute(insert(table).values(**values, import_run_id=run_id))
    return count_changes(old, new)


def store_expenditure(connection: Connection, run_id: int, found: pd.DataFrame) -> dict[str, int]:
    """Put the amounts of a newer file in the place of those with the same ids."""
    table = schema.expenditure
    columns = [column.name for column in table.c if column.name != "import_run_id"]
    old = {row[0]: _amount_key(row) for row in connection.execute(select(*(table.c[name] for name in columns)))}
    rows = []
    for row in found.to_dict("records"):
        values = {name: plain_value(row.get(name)) for name in columns}
        rows.append(
            values
            | {
                "id": number_of_id(str(row["id"])),
                "programme": organisation_code(str(row["programme"])),
                "provenance": values["provenance"] or "published",
            }
        )
    new = {row["id"]: _amount_key([row[name] for name in columns]) for row in rows}
    if rows:
        connection.execute(delete(table).where(table.c.id.in_(list(new))))
        connection.execute(insert(table), [row | {"import_run_id": run_id} for row in rows])
    return count_changes(old, new)


def organisation(name: str) -> dict[str, object]:
    """Return the row of an organisation that is known by its name only."""
    return {"code": organisation_code(name), "name": name}


def insert_missing(connection: Connection, table: Table, key: str, rows: list[dict[str, object]]) -> None:
    """Insert the rows whose key the table does not have."""
    there = set(connection.scalars(select(table.c[key])))
    new = [{name: plain_value(value) for name, value in row.items()} for row in rows if row[key] not in there]
    if new:
        connection.execute(insert(table), new)


def first_day(period: object) -> datetime.date | None:
    """Return the first day of a year, month or day, or None."""
    if not isinstance(period, str):
        return None
    return datetime.date.fromisoformat(f"{period}-01-01"[:10] if len(period) == 4 else f"{period}-01"[:10])


def last_day(period: object) -> datetime.date | None:
    """Return the last day of a year, month or day, or None."""
    if not isinstance(period, str):
        return None
    if len(period) == 4:
        return datetime.date(int(period), 12, 31)
    if len(period) == 7:
        year, month = int(period[:4]), int(period[5:])
        return datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date.fromisoformat(period)


def _ends_first(start: object, end: object) -> bool:
    first, last = first_day(start), last_day(end)
    return first is not None and last is not None and last < first


def _organisation_or_none(name: object) -> str | None:
    return organisation_code(name) if isinstance(name, str) else None


def _comparable(row: dict[str, object]) -> tuple[object, ...]:
    return tuple(str(row[name]) for name in sorted(row) if name != "import_run_id")


def _amount_key(row: Sequence[object]) -> tuple[object, ...]:
    return tuple(float(cell) if hasattr(cell, "as_tuple") or isinstance(cell, float) else cell for cell in row)  # type: ignore[arg-type]


def remove_programmes(connection: Connection, found: Mapping[str, pd.DataFrame]) -> dict[str, int]:
    """Delete what earlier files said of the programmes that a file names, and of its bodies outside programmes.

    found: frames with `programme`, and `body` among "values". Other programmes stay, and so do the titles, donors and
    dates of those that are named. Returns how many rows were deleted, by what they are.
    """
    value, indicator, spent = schema.indicator_value, schema.indicator, schema.expenditure
    codes = {organisation_code(str(name)) for frame in found.values() for name in frame["programme"].dropna()}
    values = found.get("values", pd.DataFrame({"programme": [], "body": []}))
    bodies = {organisation_code(str(name)) for name in values["body"][values["programme"].isna()].dropna()}
    outside = and_(indicator.c.programme.is_(None), indicator.c.body.in_(sorted(bodies)))
    of_these = select(indicator.c.code).where(or_(indicator.c.programme.in_(sorted(codes)), outside))
    removed = {"values": 0, "expenditures": 0}
    for format in ("results", "iati"):
        removed["values"] += remove_rows(connection, format, value, value.c.indicator.in_(of_these))
        removed["expenditures"] += remove_rows(connection, format, spent, spent.c.programme.in_(sorted(codes)))
    unused = indicator.c.code.in_(of_these) & indicator.c.code.not_in(select(value.c.indicator))
    connection.execute(delete(indicator).where(unused))
    return removed
