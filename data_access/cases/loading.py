"""Write frames into the case database, fast and inside the caller's transaction."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, compress, islice
from typing import Any, TypeVar

import numpy as np
import pandas as pd
import psycopg
from sqlalchemy import BigInteger, ColumnElement, Connection, Date, Table, delete, func, insert, select, type_coerce
from sqlalchemy.exc import DBAPIError, IntegrityError

from data_access.cases import schema
from data_access.errors import BadInput
from data_access.gazetteer import countries, places, provinces

Item = TypeVar("Item")

LOST_KEY = (
    "The case database has lost its secret key (the table key_salt is empty). Without it no file finds its cases "
    "again: all would be counted twice, and the withdrawn would come back. Restore the database, or the one row of "
    "key_salt, from a backup (docs/import.md, Backups, and the key). Nothing was changed."
)
ROWS_A_BATCH = 20_000
KEYS_A_QUERY = 500
ROWS_A_STATEMENT = 500  # SQLite takes 32,766 values a statement


def append_rows(connection: Connection, table: Table, frame: pd.DataFrame) -> int:
    """Insert every row of `frame`, whose columns are columns of `table`; return how many.

    Missing values become NULL. Values go in as they are: code sets as integers, dates as ISO text.
    Raises sqlalchemy.exc.IntegrityError when a row breaks a constraint; the caller's transaction then rolls back.
    """
    columns = [table.c[name] for name in frame.columns]
    if connection.dialect.name == "postgresql":
        _copy(connection, table, frame)
        return len(frame)
    names = ", ".join(connection.dialect.identifier_preparer.format_column(column) for column in columns)
    table_name = connection.dialect.identifier_preparer.format_table(table)
    for batch in _batches(frame):
        # the driver takes long over None: a column without any value is not handed over, unless it is the first
        is_given = [not at or any(value is not None for value in column) for at, column in enumerate(batch)]
        given = list(compress(batch, is_given))
        statement = f"INSERT INTO {table_name} ({names}) VALUES "
        row = f"({', '.join('?' if is_one else 'NULL' for is_one in is_given)})"
        # many rows a statement, and no tuple of each for the garbage collector to look at: a third less time
        values = chain.from_iterable(zip(*given, strict=True))
        whole, rest = divmod(len(given[0]), ROWS_A_STATEMENT)
        for statements, rows in ((whole, ROWS_A_STATEMENT), (rest, 1)):
            if statements:
                parameters = list(islice(zip(*[values] * (rows * len(given)), strict=False), statements))
                connection.exec_driver_sql(statement + ", ".join([row] * rows), parameters)
    return len(frame)


def _copy(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    preparer = connection.dialect.identifier_preparer
    names = ", ".join(preparer.quote(name) for name in frame.columns)
    cursor = connection.connection.cursor()
    statement = f"COPY {preparer.format_table(table)} ({names}) FROM STDIN"
    try:
        with cursor.copy(statement) as copy:
            for batch in _batches(frame):
                for row in zip(*batch, strict=True):
                    copy.write_row(row)
    except psycopg.Error as error:
        # what SQLAlchemy raises for its own statements, so that callers catch one family on both engines
        wrapper = IntegrityError if isinstance(error, psycopg.IntegrityError) else DBAPIError
        raise wrapper(statement, None, error) from None


def _batches(frame: pd.DataFrame) -> Iterator[list[list[object]]]:
    """Yield the values of the columns, some rows at a time."""
    for start in range(0, len(frame), ROWS_A_BATCH):
        part = frame.iloc[start : start + ROWS_A_BATCH]
        yield [_python_values(part[name]) for name in part.columns]


def _python_values(column: pd.Series) -> list[object]:
    if isinstance(column.dtype, pd.CategoricalDtype):
        categories = column.cat.categories
        table = np.empty(len(categories) + 1, dtype=object)
        table[:-1] = categories.to_numpy(dtype=object)
        # the code of a missing value is -1, the last place of the table, which holds None
        values_of_rows: list[object] = table[column.cat.codes.to_numpy()].tolist()
        return values_of_rows
    missing = column.isna()
    if not missing.any():
        return column.tolist()
    values = column.astype(object).to_numpy(copy=True)
    values[missing.to_numpy()] = None
    if pd.api.types.is_float_dtype(column.dtype) and (column.dropna() % 1 == 0).all():
        return [None if value is None else int(value) for value in values]  # an integer column with gaps
    return values.tolist()


def next_id(connection: Connection, table: Table) -> int:
    """Return the first free integer key of `table`."""
    return int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1


def update_rows(connection: Connection, table: Table, frame: pd.DataFrame) -> None:
    """Write the columns of `frame` over the rows of `table` that have its primary key; values as in append_rows."""
    keys = [column.name for column in table.primary_key]
    names = [name for name in frame.columns if name not in keys]
    if not len(frame) or not names:
        return
    quote = connection.dialect.identifier_preparer.quote
    sign = "%s" if connection.dialect.paramstyle in ("format", "pyformat") else "?"
    assignments = ", ".join(f"{quote(name)} = {sign}" for name in names)
    condition = " AND ".join(f"{quote(name)} = {sign}" for name in keys)
    table_name = connection.dialect.identifier_preparer.format_table(table)
    statement = f"UPDATE {table_name} SET {assignments} WHERE {condition}"
    for batch in _batches(frame[[*names, *keys]]):
        connection.exec_driver_sql(statement, list(zip(*batch, strict=True)))


def read_rows(connection: Connection, table: Table, columns: Sequence[str], ids: Sequence[int]) -> pd.DataFrame:
    """Return the rows of some cases as append_rows takes them: column `owner` (id of the case) and `columns`."""
    owner = table.c.id if table is schema.case else table.c.case_id
    chosen: list[ColumnElement[Any]] = [
        (type_coerce(column, BigInteger) if isinstance(column.type, schema.CodeSet) else column).label(column.name)
        for column in (table.c[name] for name in columns)
    ]
    rows = [
        tuple(row)
        for part in parts(ids)
        for row in connection.execute(select(owner.label("owner"), *chosen).where(owner.in_(part))).all()
    ]
    frame = pd.DataFrame(rows, columns=["owner", *columns], dtype=object)
    for name in columns:
        if isinstance(table.c[name].type, Date):
            days = [None if day is None else day.isoformat() for day in frame[name]]
            frame[name] = pd.Series(days, dtype=object)
    return frame


def parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Yield the items, as many at a time as one query may ask for."""
    for start in range(0, len(items), KEYS_A_QUERY):
        yield items[start : start + KEYS_A_QUERY]


def secret_key(connection: Connection) -> bytes:
    """Return the secret that turns a source's case keys into ours. Raises BadInput where it is lost."""
    salt = connection.scalar(select(schema.key_salt.c.salt))
    if salt is None:
        raise BadInput(LOST_KEY)
    return str(salt).encode()


def case_keys(connection: Connection, keys: Iterable[str], source: str | None = None) -> list[str]:
    """Return the pseudonymous key of each source key: a keyed hash, the same each time in one database.

    source: the code of the source whose keys they are, so that two sources may use the same keys; None for sources
    that are older than the register of sources, and for what is no key of a case.
    """
    salt = secret_key(connection)
    prefix = f"case\n{source}\n" if source else ""
    return [hashlib.blake2b(f"{prefix}{key}".encode(), key=salt, digest_size=16).hexdigest() for key in keys]


def former_sources(connection: Connection) -> list[str | None]:
    """Return what keys of sources were hashed with that are declared no longer, as case_keys takes it."""
    source, change = schema.source, schema.change
    declared = connection.execute(select(source.c.code, source.c.keys_name_source)).all()
    now = {row.code if row.keys_name_source else None for row in declared}
    once = connection.scalars(select(change.c.row_key).where(change.c.table_name == schema.ONCE_DECLARED))
    return [code for code in (None, *once) if code not in now]


def note_sources(connection: Connection) -> None:
    """Note the codes that the register has now, before it changes: what was said of their keys holds for good."""
    source, change = schema.source, schema.change
    noted = select(change.c.row_key).where(change.c.table_name == schema.ONCE_DECLARED)
    new = connection.scalars(select(source.c.code).where(source.c.keys_name_source, source.c.code.not_in(noted))).all()
    if new:
        rows = [{"import_run_id": 0, "table_name": schema.ONCE_DECLARED, "row_key": code} for code in new]
        connection.execute(insert(change), rows)


def record_import(
    connection: Connection,
    *,
    content_hash: str,
    file_name: str,
    format: str,
    source: str,
    provenance: str,
    rows_read: int,
    rows_accepted: int,
    source_code: str | None = None,
    can_undo: bool = False,
) -> int:
    """Write the row of `import_run` and return its id. can_undo: what it changes is kept in schema.change."""
    # a number that was taken back is not given again: a message or a note may still name it
    given = connection.scalar(select(func.max(schema.change.c.import_run_id))) or 0
    run_id = max(next_id(connection, schema.import_run), given + 1)
    connection.execute(
        insert(schema.import_run).values(
            id=run_id,
            content_hash=content_hash,
            file_name=file_name,
            format=format,
            source=source,
            provenance=provenance,
            finished_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            rows_read=rows_read,
            rows_accepted=rows_accepted,
            rows_refused=rows_read - rows_accepted,
            source_code=source_code,
            can_undo=can_undo,
        )
    )
    return run_id


def declare_source(connection: Connection, declared: dict[str, Any]) -> None:
    """Write one source into the register, in the place of what was declared of it before.

    declared: the columns of schema.source. The source that a case database has until others are declared leaves the
    register with the first other one, cases or not: what is published of the register must not follow from a case.
    """
    note_sources(connection)
    table = schema.source
    register = connection.execute(select(table.c.code, table.c.name)).all()
    is_first = [tuple(row) for row in register] == [(schema.OWN_SOURCE, schema.OWN_NAME)]
    left = [declared["code"], schema.OWN_SOURCE] if is_first else [declared["code"]]
    connection.execute(delete(table).where(table.c.code.in_(left)))
    connection.execute(insert(table).values(**declared))


def fill_places(connection: Connection) -> None:
    """Write the gazetteer into `place` and `place_name`, if it is not there yet."""
    if connection.scalar(select(func.count()).select_from(schema.place)):
        return
    country_rows = countries().assign(kind="country", country=lambda frame: frame["code"])
    frames = [
        country_rows.rename(columns={"name_en": "name", "label_lon": "longitude", "label_lat": "latitude"}),
        provinces().rename(
            columns={"name_en": "name", "label_lon": "longitude", "label_lat": "latitude", "pcode": "p_code"}
        ),
        places().rename(columns={"name_en": "name", "lon": "longitude", "lat": "latitude", "province": "parent"}),
    ]
    columns = ["code", "kind", "country", "parent", "name", "p_code", "longitude", "latitude"]
    for frame in frames:
        # a parent comes before its children: foreign keys are checked row by row
        ordered = frame.reindex(columns=columns).replace("", None)
        ordered = ordered.sort_values("parent", na_position="first", key=lambda parent: parent.isin(ordered["code"]))
        append_rows(connection, schema.place, ordered)
    names = pd.concat(
        [
            frame[["code", column]].rename(columns={"code": "place", column: "name"}).assign(language=column[5:])
            for frame in frames
            for column in frame.columns
            if column.startswith("name_")
        ]
    )
    append_rows(connection, schema.place_name, names[names["name"].notna() & (names["name"] != "")])
