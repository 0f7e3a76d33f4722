"""Write checked cases into the database, inside the caller's transaction: new ones, and those that differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import pandas as pd
from sqlalchemy import BigInteger, ColumnElement, Connection, Table, delete, func, insert, select, type_coerce

from data_access import schema
from data_access.errors import BadInput
from data_access.importing.case_rows import STEP_TABLES, CaseRows, constant, merge_services
from data_access.importing.progress import Progress
from data_access.loading import append_rows, case_keys, next_id
from data_access.schema import CodeSet

Item = TypeVar("Item")

KEYS_A_QUERY = 500
ROWS_A_STEP = 100_000
MANY_KEYS = 20_000


@dataclass(frozen=True)
class Stored:
    """How many cases were new, differed from what the database held, and were the same."""

    new: int
    changed: int
    unchanged: int


def known_case_ids(connection: Connection, keys: Sequence[str]) -> np.ndarray:
    """Return the id of the case of each (hashed) key, 0 for one that the database does not hold."""
    table = schema.case
    if not keys or connection.scalar(select(table.c.id).limit(1)) is None:
        return np.zeros(len(keys), dtype=np.int64)
    query = select(table.c.case_key, table.c.id)
    if len(keys) > MANY_KEYS:
        found = {row.case_key: row.id for row in connection.execute(query)}
    else:
        found = {
            key: number
            for part in _parts(keys)
            for key, number in connection.execute(query.where(table.c.case_key.in_(part)))
        }
    return np.fromiter((found.get(key, 0) for key in keys), np.int64, len(keys))


def store_cases(connection: Connection, rows: CaseRows, run_id: int, progress: Progress) -> Stored:
    """Store cases and their steps. A case that the database holds is replaced if it differs.

    What the import has a table of is replaced as a whole for each case that it names; a kind of step that the import
    has no table of stays as it was. Raises BadInput when steps belong to a case that is not there.
    """
    keys = case_keys(connection, rows.source_keys)
    ids = known_case_ids(connection, keys)
    with_row = len(rows.cases)
    if (ids[with_row:] == 0).any():
        raise BadInput("Cases were removed while the files were read. Nothing was changed; import the files again.")
    is_new = ids == 0
    if rows.services_are_referrals and not is_new.all():
        rows.steps["services"] = _with_other_services(connection, rows.steps["services"], ids)
    changed = np.zeros(len(ids), dtype=bool)
    if not is_new.all():
        changed[~is_new] = _differ(connection, rows, ids, np.flatnonzero(~is_new))
    ids[is_new] = np.arange(is_new.sum()) + next_id(connection, schema.case)
    _store_organisations(connection, rows.organisations)
    kept = _delete_changed(connection, rows, ids, changed, with_row)

    written = is_new | changed
    progress.begin("Writing", int(written[:with_row].sum()) + sum(len(frame) for frame in rows.steps.values()))
    cases = rows.cases.assign(id=ids[:with_row], case_key=keys[:with_row], import_run_id=constant(run_id, with_row))
    _append(connection, schema.case, cases if written.all() else cases[written[:with_row]], progress)
    for name, frame in rows.steps.items():
        chosen = frame if written.all() else frame[written[frame["case"].to_numpy()]]
        chosen = chosen.assign(case_id=ids[chosen["case"].to_numpy()]).drop(columns="case")
        _append(connection, schema.metadata.tables[STEP_TABLES[name]], chosen, progress)
    for table, frame in kept:
        _append(connection, table, frame, progress)
    return Stored(int(is_new.sum()), int(changed.sum()), int((~written).sum()))


def delete_cases_of_format(connection: Connection, format: str) -> None:
    """Delete every case that files of a format brought, and the record of those files."""
    runs = select(schema.import_run.c.id).where(schema.import_run.c.format == format)
    connection.execute(delete(schema.case).where(schema.case.c.import_run_id.in_(runs)))
    connection.execute(delete(schema.import_run).where(schema.import_run.c.format == format))


def _append(connection: Connection, table: Table, frame: pd.DataFrame, progress: Progress) -> None:
    for start in range(0, len(frame), ROWS_A_STEP):
        part = frame.iloc[start : start + ROWS_A_STEP]
        append_rows(connection, table, part)
        progress.advance(len(part))


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), KEYS_A_QUERY):
        yield items[start : start + KEYS_A_QUERY]


def _store_organisations(connection: Connection, organisations: pd.DataFrame | None) -> None:
    if organisations is None or organisations.empty:
        return
    table = schema.organisation
    there = set(connection.scalars(select(table.c.code)))
    new = [row for row in organisations.to_dict("records") if row["code"] not in there]
    if new:
        connection.execute(insert(table), [{str(name): value for name, value in row.items()} for row in new])


def _read(connection: Connection, table: Table, columns: Sequence[str], ids: Sequence[int]) -> pd.DataFrame:
    """Return rows of some cases, code sets as integers and missing values as None."""
    owner = table.c.id if table is schema.case else table.c.case_id
    chosen: list[ColumnElement[Any]] = [
        (type_coerce(column, BigInteger) if isinstance(column.type, CodeSet) else column).label(column.name)
        for column in (table.c[name] for name in columns)
    ]
    rows = [
        tuple(row)
        for part in _parts(ids)
        for row in connection.execute(select(owner.label("owner"), *chosen).where(owner.in_(part)))
    ]
    return pd.DataFrame(rows, columns=["owner", *columns], dtype=object)


def _with_other_services(connection: Connection, referrals: pd.DataFrame, ids: np.ndarray) -> pd.DataFrame:
    """Put the services that the database holds beside the referrals of a cases file."""
    columns = ["position", "service", "provider", "country", "province", "start_date", "end_date", "outcome"]
    positions = {int(number): place for place, number in enumerate(ids) if number}
    there = _read(connection, schema.case_service, columns, list(positions)).sort_values(["owner", "position"])
    there = there[~there["service"].isin(["ReferralIn", "ReferralOut"])]
    there["case"] = there["owner"].map(positions).astype(np.int64)
    for name in ("start_date", "end_date"):
        there[name] = there[name].map(_text).replace("", None)
    return merge_services([there, referrals])


def _delete_changed(
    connection: Connection, rows: CaseRows, ids: np.ndarray, changed: np.ndarray, with_row: int
) -> list[tuple[Table, pd.DataFrame]]:
    """Delete what will be written anew, and return the steps of other kinds that must be written back."""
    replaced = [int(number) for number in ids[:with_row][changed[:with_row]]]
    kept = []
    for name, table_name in STEP_TABLES.items():
        table = schema.metadata.tables[table_name]
        if name not in rows.steps and replaced:
            columns = [column.name for column in table.c if column.name != "case_id"]
            kept.append((table, _read(connection, table, columns, replaced).rename(columns={"owner": "case_id"})))
    for part in _parts(replaced):
        connection.execute(delete(schema.case).where(schema.case.c.id.in_(part)))
    for name in rows.steps:
        table = schema.metadata.tables[STEP_TABLES[name]]
        for part in _parts([int(number) for number in ids[with_row:][changed[with_row:]]]):
            connection.execute(delete(table).where(table.c.case_id.in_(part)))
    return kept


def _differ(connection: Connection, rows: CaseRows, ids: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Return which of the cases at `places` differ from what the database holds, by hashes of all their rows."""
    place_of = {int(ids[place]): number for number, place in enumerate(places)}
    numbers = list(place_of)
    number_at = np.full(len(ids), -1, dtype=np.int64)
    number_at[places] = np.arange(len(places))
    differs = np.zeros(len(places), dtype=bool)
    tables = [(schema.case, rows.cases.assign(case=np.arange(len(rows.cases))))] if len(rows.cases) else []
    tables += [(schema.metadata.tables[STEP_TABLES[name]], frame) for name, frame in rows.steps.items()]
    for table, frame in tables:
        columns = [name for name in frame.columns if name != "case"]
        of_known = number_at[frame["case"].to_numpy()]
        ours = _fingerprints(frame.loc[of_known >= 0, columns], of_known[of_known >= 0], len(places))
        there = _read(connection, table, columns, numbers)
        owners = np.fromiter((place_of[owner] for owner in there["owner"]), np.int64, len(there))
        theirs = _fingerprints(there[columns], owners, len(places))
        unequal = ours != theirs
        if table is schema.case:
            # cases that have only steps here keep their row
            unequal &= places < len(rows.cases)
        elif len(rows.cases):
            pass
        else:
            # an events file alone says nothing about cases that it does not name
            unequal &= np.bincount(of_known[of_known >= 0], minlength=len(places)) > 0
        differs |= unequal
    return differs


def _fingerprints(frame: pd.DataFrame, owners: np.ndarray, length: int) -> np.ndarray:
    """Return one number a case: the sum of the hashes of its rows."""
    total = np.zeros(length, dtype=np.uint64)
    if len(frame):
        hashes = np.zeros(len(frame), dtype=np.uint64)
        for name in frame.columns:
            texts = np.array([_text(value) for value in frame[name].astype(object)], dtype=object)
            hashes = hashes * np.uint64(1_099_511_628_211) + pd.util.hash_array(texts)
        np.add.at(total, owners, hashes)
    return total


def _text(value: object) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def count_rows(connection: Connection, table: Table) -> int:
    """Return the number of rows of a table."""
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)
