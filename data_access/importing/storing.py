"""Write checked cases into the database, inside the caller's transaction: new ones, and what differs in known ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, delete, func, insert, select

from data_access import schema
from data_access.corrections.journal import keep_cases
from data_access.corrections.remembered import joined_keys, remember, remembered
from data_access.errors import BadInput
from data_access.importing.case_rows import STEP_TABLES, CaseRows, constant
from data_access.importing.case_values import CELLS, fill_nothing, merge_cases
from data_access.importing.known_steps import KnownSteps, merge_known_steps
from data_access.importing.progress import Progress
from data_access.loading import append_rows, case_keys, next_id, parts, read_rows, update_rows

ROWS_A_STEP = 100_000
MANY_KEYS = 20_000


@dataclass(frozen=True)
class Wishes:
    """What the person asked for: the source of the cases (a row of schema.source) as `source` and `names_source`,
    whether the file is the whole truth about it, and of which steps it is for the cases it names."""

    source: str
    names_source: bool
    provenance: str
    replace: bool = False
    replace_steps: frozenset[str] = frozenset()

    def keys(self, connection: Connection, texts: Sequence[str]) -> list[str]:
        """Return the stored key of each of the source's own keys."""
        return case_keys(connection, texts, self.source if self.names_source else None)


@dataclass
class Stored:
    """How many cases were new, differed from what the database held, and were the same.

    `lost`: values that no longer stand there, by column of a file. `removed`: cases and steps that were deleted.
    `withdrawn` and `consent_stays`: positions (in the source keys of the import) of cases that stay out, and of those
    whose "no" a file does not turn round.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    lost: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    withdrawn: list[int] = field(default_factory=list)
    consent_stays: list[int] = field(default_factory=list)


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
            for part in parts(keys)
            for key, number in connection.execute(query.where(table.c.case_key.in_(part)))
        }
    return np.fromiter((found.get(key, 0) for key in keys), np.int64, len(keys))


def store_cases(connection: Connection, rows: CaseRows, run_id: int, wishes: Wishes, progress: Progress) -> Stored:
    """Store cases and their steps; what a case becomes that is known already, case_values and case_steps say.

    A withdrawn case stays out. A case whose key was joined to another only fills the gaps of that one. Raises BadInput
    when steps belong to a case that is not there, or when steps of a case would contradict each other.
    """
    keys = wishes.keys(connection, rows.source_keys)
    stored = Stored()
    out, kept = remembered(connection, "case"), joined_keys(connection)
    is_out = np.array([key in out for key in keys], dtype=bool)
    is_joined = np.array([key in kept for key in keys], dtype=bool) & ~is_out
    stored.withdrawn = np.flatnonzero(is_out).tolist()
    if wishes.replace:
        _remove_others(connection, run_id, {kept.get(key, key) for key in keys}, wishes, stored)
    direct = ~is_out & ~is_joined
    _Storing(connection, run_id, wishes, progress, stored).store(rows.keep(direct), _chosen(keys, direct))
    left = {position: kept[keys[position]] for position in np.flatnonzero(is_joined)}
    while left:
        # two keys of one case take their turns
        turn = {key: position for position, key in reversed(left.items())}
        chosen = np.zeros(len(keys), dtype=bool)
        chosen[list(turn.values())] = True
        case_of = [left.pop(position) for position in np.flatnonzero(chosen)]
        _Storing(connection, run_id, wishes, progress, stored, fills_gaps=True).store(rows.keep(chosen), case_of)
    return stored


def _chosen(items: Sequence[str], mask: np.ndarray) -> list[str]:
    return list(items) if mask.all() else [item for item, is_one in zip(items, mask, strict=True) if is_one]


def _remove_others(connection: Connection, run_id: int, named: set[str], wishes: Wishes, stored: Stored) -> None:
    """Delete the cases of the source that its files do not name any more."""
    case = schema.case
    there = connection.execute(
        select(case.c.id, case.c.case_key, case.c.consent_to_share).where(case.c.source == wishes.source)
    ).all()
    gone = [row for row in there if row.case_key not in named]
    ids = [row.id for row in gone]
    keep_cases(connection, run_id, ids)
    remember(connection, [row.case_key for row in gone if row.consent_to_share is False], "consent")
    stored.removed["cases"] += len(ids)
    for name, table_name in STEP_TABLES.items():
        table = schema.metadata.tables[table_name]
        for part in parts(ids):
            count = select(func.count()).select_from(table).where(table.c.case_id.in_(part))
            stored.removed[name] += int(connection.scalar(count) or 0)
    for part in parts(ids):
        connection.execute(delete(case).where(case.c.id.in_(part)))


@dataclass
class _Storing:
    """One turn of storing: cases of which no two are the same in the database."""

    connection: Connection
    run_id: int
    wishes: Wishes
    progress: Progress
    stored: Stored
    fills_gaps: bool = False

    def store(self, rows: CaseRows, keys: list[str]) -> None:
        ids = known_case_ids(self.connection, keys)
        with_row = len(rows.cases)
        is_new = ids == 0
        if is_new[with_row:].any():
            raise BadInput("Cases were removed while the files were read. Nothing was changed; import the files again.")
        _store_organisations(self.connection, rows.organisations)
        changed = np.zeros(len(ids), dtype=bool)
        known = np.flatnonzero(~is_new[:with_row])
        merged = pd.DataFrame()
        if len(known):
            merged = self._merge_cases(rows, ids[known], known)
            changed[known[merged.index]] = True
            merged.index = pd.Index(ids[known[merged.index]])
        steps: dict[str, KnownSteps] = {}
        if not is_new.all():
            whole = self.wishes.replace_steps | (STEP_TABLES.keys() if self.wishes.replace else set())
            for name in rows.steps:
                found = merge_known_steps(
                    self.connection, name, rows, ids, whole=name in whole, fills_gaps=self.fills_gaps
                )
                changed[found.changed] = True
                self.stored.lost.update(found.lost)
                self.stored.removed[name] += found.removed
                steps[name] = found
        keep_cases(self.connection, self.run_id, ids[changed])
        ids[is_new] = np.arange(is_new.sum()) + next_id(self.connection, schema.case)
        self._write_new(rows, keys, ids, is_new)
        self._write_changed(merged, steps, ids[changed])
        self.stored.new += int(is_new.sum())
        self.stored.changed += int(changed.sum())
        self.stored.unchanged += int((~is_new & ~changed).sum())

    def _merge_cases(self, rows: CaseRows, ids: np.ndarray, positions: np.ndarray) -> pd.DataFrame:
        """Return what differing cases become, indexed by their place in `positions`."""
        columns = [name for names in CELLS.values() for name in names]
        there = read_rows(self.connection, schema.case, columns, ids.tolist())
        there = there.set_index(there["owner"].astype(np.int64)).loc[ids].reset_index(drop=True)
        said = rows.cases.iloc[positions].reset_index(drop=True)
        merged = merge_cases(said, there, whole=self.wishes.replace, fills_gaps=self.fills_gaps)
        self.stored.lost.update(merged.lost)
        self.stored.consent_stays += positions[merged.consent_stays].tolist()
        return merged.frame[merged.differs]

    def _write_new(self, rows: CaseRows, keys: list[str], ids: np.ndarray, is_new: np.ndarray) -> None:
        with_row, number = len(rows.cases), int(is_new.sum())
        steps = dict(rows.steps)
        if not is_new.all():
            steps = {name: frame[is_new[frame["case"].to_numpy()]] for name, frame in steps.items()}
        self.progress.begin("Writing", number + sum(map(len, steps.values())))
        if number:
            new = rows.cases if number == with_row else rows.cases[is_new[:with_row]]
            cases = fill_nothing(new).assign(
                id=ids[:with_row][is_new[:with_row]],
                case_key=_chosen(keys, is_new) if number < len(keys) else keys,
                source=constant(self.wishes.source, number),
                import_run_id=constant(self.run_id, number),
            )
            cases["provenance"] = cases["provenance"].astype(object).fillna(self.wishes.provenance).astype("category")
            self._keep_consent_withdrawn(cases, np.flatnonzero(is_new))
            self._append(schema.case, cases)
        for name, frame in steps.items():
            table = schema.metadata.tables[STEP_TABLES[name]]
            chosen = frame.assign(case_id=ids[frame["case"].to_numpy()])
            self._append(table, chosen[[column.name for column in table.c if column.name in chosen]])

    def _keep_consent_withdrawn(self, cases: pd.DataFrame, positions: np.ndarray) -> None:
        """A case that comes back keeps the "no" that it had."""
        withdrawn = remembered(self.connection, "consent")
        if not withdrawn:
            return
        stays = cases["case_key"].isin(withdrawn).to_numpy()
        consent = cases["consent_to_share"].astype(object).to_numpy(copy=True)
        self.stored.consent_stays += positions[stays & (consent == True)].tolist()  # noqa: E712 - elementwise
        consent[stays] = False
        cases["consent_to_share"] = consent

    def _write_changed(self, merged: pd.DataFrame, steps: dict[str, KnownSteps], ids: np.ndarray) -> None:
        case = schema.case
        update_rows(self.connection, case, merged.assign(id=merged.index))
        update_rows(self.connection, case, pd.DataFrame({"import_run_id": self.run_id, "id": ids}))
        for name, found in steps.items():
            table = schema.metadata.tables[STEP_TABLES[name]]
            for part in parts(found.rewritten):
                self.connection.execute(delete(table).where(table.c.case_id.in_(part)))
            if len(found.steps):
                self._append(table, found.steps)

    def _append(self, table: Table, frame: pd.DataFrame) -> None:
        for start in range(0, len(frame), ROWS_A_STEP):
            part = frame.iloc[start : start + ROWS_A_STEP]
            append_rows(self.connection, table, part)
            self.progress.advance(len(part))


def _store_organisations(connection: Connection, organisations: pd.DataFrame | None) -> None:
    if organisations is None or organisations.empty:
        return
    table = schema.organisation
    there = set(connection.scalars(select(table.c.code)))
    new = [row for row in organisations.to_dict("records") if row["code"] not in there]
    if new:
        connection.execute(insert(table), [{str(name): value for name, value in row.items()} for row in new])
