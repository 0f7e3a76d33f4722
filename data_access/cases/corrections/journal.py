"""What stood in the case database before a run changed it: kept row by row, and written back by `undo`.

A run is an import or a decision on one case. Keep before you change, in the same transaction.
"""

import itertools
import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Row, Table, delete, func, insert, or_, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import keys_of_person, members, remember, remembered
from data_access.cases.loading import append_rows, next_id, parts, read_rows, update_rows
from data_access.cases.spellings import forget_spellings

CASES_A_TIME = 5_000
STEPS = (schema.case_event, schema.case_service, schema.case_justice)
# in the order in which rows may be written: a programme before its indicators
OF_PROGRAMMES = (
    schema.programme,
    schema.programme_share,
    schema.indicator,
    schema.indicator_value,
    schema.expenditure,
)
OF_PEOPLE = (schema.joined_record,)
TABLES_OF_FORMAT = {
    "htcds": OF_PEOPLE,
    "results": OF_PROGRAMMES,
    "iati": OF_PROGRAMMES,
    "population": (schema.population,),
    "reporting": (schema.reporting,),
    "sources": (schema.source,),
}
_TABLES = {table.name: table for tables in TABLES_OF_FORMAT.values() for table in tables}
ALL_TABLES = {"import_run": schema.import_run, **_TABLES}

Snapshot = dict[str, dict[str, str]]


def keep_cases(connection: Connection, run_id: int, ids: Iterable[int]) -> None:
    """Keep what some cases and their steps are now. A case that the run has kept already is kept as it was then."""
    numbers = [int(number) for number in ids]
    columns = [column.name for column in schema.case.c]
    for start in range(0, len(numbers), CASES_A_TIME):
        cases = read_rows(connection, schema.case, columns, numbers[start : start + CASES_A_TIME])
        kept = _kept_already(connection, run_id, list(cases["case_key"]))
        cases = cases[~cases["case_key"].isin(kept)]
        of_case: dict[int, dict[str, list[dict[str, Any]]]] = {number: {} for number in cases["owner"]}
        for table in STEPS:
            names = [column.name for column in table.c if column.name != "case_id"]
            for owner, *values in read_rows(connection, table, names, list(of_case)).itertuples(index=False):
                of_case[owner].setdefault(table.name, []).append(_known(zip(names, values, strict=True)))
        rows = [
            {
                "import_run_id": run_id,
                "table_name": schema.case.name,
                "row_key": row["case_key"],
                "before_run": row["import_run_id"],
                "before": json.dumps({"case": _known(row.items()), **of_case[row.pop("owner")]}, separators=(",", ":")),
            }
            for row in cases.to_dict("records")
        ]
        append_rows(connection, schema.change, pd.DataFrame(rows, columns=[column.name for column in schema.change.c]))


def _kept_already(connection: Connection, run_id: int, keys: Sequence[str]) -> set[str]:
    change = schema.change
    query = select(change.c.row_key).where(change.c.import_run_id == run_id, change.c.table_name == schema.case.name)
    return {key for part in parts(keys) for key in connection.scalars(query.where(change.c.row_key.in_(part)))}


def _known(cells: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    return {name: value for name, value in cells if value is not None and name != "owner"}


def snapshot(connection: Connection, tables: Iterable[Table]) -> Snapshot:
    """Return every row of some tables that are not about people, as JSON by primary key."""
    return {
        table.name: {_row_key(table, row): _as_json(row) for row in connection.execute(select(table))}
        for table in tables
    }


def keep_differences(connection: Connection, run_id: int, before: Snapshot) -> None:
    """Keep those rows of a snapshot that a run has changed or deleted since, and the keys of those it brought."""
    rows = []
    for name, was in before.items():
        now = snapshot(connection, [ALL_TABLES[name]])[name]
        for key in was.keys() | now.keys():
            if was.get(key) != now.get(key):
                run = json.loads(was[key]).get("import_run_id") if key in was else None
                rows.append([run_id, name, key, run, was.get(key)])
    append_rows(connection, schema.change, pd.DataFrame(rows, columns=[column.name for column in schema.change.c]))


def keep_table(connection: Connection, run_id: int, table: Table, row: Row[Any]) -> None:
    """Keep one row as it is now."""
    values = [run_id, table.name, _row_key(table, row), None, _as_json(row)]
    columns = [column.name for column in schema.change.c]
    append_rows(connection, schema.change, pd.DataFrame([values], columns=columns, dtype=object))


def _as_json(row: Row[Any]) -> str:
    return json.dumps(dict(row._mapping), default=_text)


def _text(value: object) -> str:
    # SQLAlchemy writes the time of a day so into SQLite: what is written back is what was there
    return f"{value:%Y-%m-%d %H:%M:%S.%f}" if isinstance(value, datetime) else str(value)


def _row_key(table: Table, row: Row[Any]) -> str:
    return json.dumps([row._mapping[column.name] for column in table.primary_key], ensure_ascii=False)


def write_back(connection: Connection, run_id: int) -> int:
    """Write back what a run changed, and delete the rows it brought to tables that are not about people.

    Cases that the run brought are left to the caller. Returns how many cases have their former state again. What is
    remembered as withdrawn stays away, and a consent that is "no" now, or is remembered as one, stays so.
    """
    forget(connection, sorted(remembered(connection, "case")))
    change = schema.change
    kept = select(change.c.row_key, change.c.before).where(change.c.import_run_id == run_id)
    for name, table in ALL_TABLES.items():
        of_table = connection.execute(kept.where(change.c.table_name == name)).all()
        _write_rows(connection, table, [json.loads(row.before) for row in of_table if row.before is not None])
    for name, table in reversed(ALL_TABLES.items()):
        of_table = connection.execute(kept.where(change.c.table_name == name)).all()
        for row in of_table:
            if row.before is None:
                connection.execute(delete(table).where(*_is_row(table, row.row_key)))
    of_cases = connection.execute(kept.where(change.c.table_name == schema.case.name)).all()
    for start in range(0, len(of_cases), CASES_A_TIME):
        _write_cases(connection, [json.loads(row.before) for row in of_cases[start : start + CASES_A_TIME]])
    return len(of_cases)


def _is_row(table: Table, key: str) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key, json.loads(key), strict=True)]


def _write_rows(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    keys = [column.name for column in table.primary_key]
    there = {tuple(row) for row in connection.execute(select(*table.primary_key))} if rows else set()
    is_there = [tuple(row[name] for name in keys) in there for row in rows]
    frame = pd.DataFrame(rows, columns=[column.name for column in table.c], dtype=object)
    update_rows(connection, table, frame[is_there])
    missing = frame[[not one for one in is_there]]
    if len(missing):
        append_rows(connection, table, missing)


def _write_cases(connection: Connection, cases: list[dict[str, Any]]) -> None:
    case = schema.case
    keys = [before["case"]["case_key"] for before in cases]
    refused = set(remembered(connection, "consent"))
    for part in parts(keys):
        refused |= set(
            connection.scalars(
                select(case.c.case_key).where(case.c.case_key.in_(part), case.c.consent_to_share.is_(False))
            )
        )
        connection.execute(delete(case).where(case.c.case_key.in_(part)))
    rows = [before["case"] for before in cases]
    ids = [row["id"] for row in rows]
    taken = {
        number for part in parts(ids) for number in connection.scalars(select(case.c.id).where(case.c.id.in_(part)))
    }
    free = itertools.count(max(next_id(connection, case), *(number + 1 for number in ids)))
    for row in rows:
        if row["id"] in taken:
            row["id"] = next(free)
        if row["case_key"] in refused:
            row["consent_to_share"] = False
    # a yes that is taken back leaves the no that was said before it
    joined = members(connection)
    refusing = [row["case_key"] for row in rows if row.get("consent_to_share") is False]
    remember(connection, [other for key in refusing for other in keys_of_person(joined, key)], "consent")
    frame = pd.DataFrame(rows, dtype=object)
    append_rows(connection, case, frame.where(frame.notna(), None))
    for table in STEPS:
        steps = [{"case_id": before["case"]["id"], **step} for before in cases for step in before.get(table.name, [])]
        if steps:
            append_rows(connection, table, pd.DataFrame(steps, dtype=object))


def runs_after(connection: Connection, run_id: int) -> list[int]:
    """Return the later runs that changed what a run brought or changed, and those that changed theirs."""
    change = schema.change
    found: set[int] = set()
    left = [run_id]
    while left:
        run = left.pop()
        of_run = select(change.c.table_name, change.c.row_key).where(change.c.import_run_id == run).subquery()
        is_same = (change.c.table_name == of_run.c.table_name) & (change.c.row_key == of_run.c.row_key)
        same_rows = select(change.c.import_run_id).join(of_run, is_same).where(change.c.import_run_id > run)
        built_on = select(change.c.import_run_id).where(change.c.before_run == run, change.c.import_run_id > run)
        later = {*connection.scalars(same_rows.distinct()), *connection.scalars(built_on.distinct())}
        later |= {number for number in _runs_about_programmes_of(connection, run) if number > run}
        later -= found
        found |= later
        left += later
    return sorted(found)


def _runs_about_programmes_of(connection: Connection, run_id: int) -> set[int]:
    """Return the runs of values and amounts that hang on programmes and indicators that a run brought."""
    change, value, indicator, money = schema.change, schema.indicator_value, schema.indicator, schema.expenditure
    brought = select(change.c.row_key).where(change.c.import_run_id == run_id, change.c.before.is_(None))
    of_run = {
        table.name: [json.loads(key)[0] for key in connection.scalars(brought.where(change.c.table_name == table.name))]
        for table in (schema.programme, indicator)
    }
    found: set[int] = set()
    for part in parts(of_run[schema.programme.name]):
        codes = select(indicator.c.code).where(indicator.c.programme.in_(part))
        found |= set(connection.scalars(select(value.c.import_run_id).where(value.c.indicator.in_(codes)).distinct()))
        found |= set(connection.scalars(select(money.c.import_run_id).where(money.c.programme.in_(part)).distinct()))
    for part in parts(of_run[indicator.name]):
        found |= set(connection.scalars(select(value.c.import_run_id).where(value.c.indicator.in_(part)).distinct()))
    return found


def runs_of_sources(connection: Connection, codes: Iterable[str]) -> list[int]:
    """Return the runs that brought or changed the cases and records of some sources, and those that changed theirs."""
    case, record, change = schema.case, schema.joined_record, schema.change
    wanted = list(codes)
    kept = select(record.c.kept_key).where(record.c.source.in_(wanted))
    is_of = or_(case.c.source.in_(wanted), case.c.case_key.in_(kept))
    runs = set(connection.scalars(select(case.c.import_run_id).where(is_of).distinct()))
    runs |= set(connection.scalars(select(record.c.import_run_id).where(record.c.source.in_(wanted)).distinct()))
    # the case of a joined record is kept from before the join
    records = select(record.c.case_key).where(record.c.source.in_(wanted))
    is_key = or_(change.c.row_key.in_(select(case.c.case_key).where(is_of)), change.c.row_key.in_(records))
    for column in (change.c.import_run_id, change.c.before_run):
        changed = select(column).where(change.c.table_name == case.name, is_key, column > 0)
        runs |= set(connection.scalars(changed.distinct()))
    return sorted({number for run in runs for number in (run, *runs_after(connection, run))})


def forget(connection: Connection, keys: Sequence[str]) -> None:
    """Delete all that is kept of some cases and records, so that no undo can bring them back."""
    change = schema.change
    for table, names in ((schema.case, keys), (schema.joined_record, [json.dumps([key]) for key in keys])):
        for part in parts(names):
            connection.execute(delete(change).where(change.c.table_name == table.name, change.c.row_key.in_(part)))


def count_kept(connection: Connection, run_id: int, table: str, *, is_change: bool = False) -> int:
    """Return how many rows of a table a run brought or changed, as far as they are kept; is_change: only the latter."""
    change = schema.change
    query = select(func.count()).where(change.c.import_run_id == run_id, change.c.table_name == table)
    query = query.where(change.c.before.is_not(None)) if is_change else query
    return int(connection.scalar(query) or 0)


def forget_run(connection: Connection, run_id: int) -> None:
    """Delete what is kept of a run, and its record; the highest number that was ever forgotten is not given again."""
    change = schema.change
    connection.execute(delete(change).where(change.c.import_run_id == run_id))
    is_mark = change.c.table_name == schema.FORGOTTEN_RUN
    highest = max(run_id, connection.scalar(select(func.max(change.c.import_run_id)).where(is_mark)) or 0)
    connection.execute(delete(change).where(is_mark))
    connection.execute(insert(change).values(import_run_id=highest, table_name=schema.FORGOTTEN_RUN, row_key=""))
    connection.execute(delete(schema.import_run).where(schema.import_run.c.id == run_id))
    forget_spellings(connection)
