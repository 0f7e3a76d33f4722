"""Write checked cases into the database, inside the caller's transaction: new ones, and what differs in known ones."""

from collections.abc import Container, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sqlalchemy import Connection, Table, delete, func, insert, select

from data_access.cases import schema
from data_access.cases.corrections.journal import keep_cases
from data_access.cases.corrections.refusals import refuse_consents
from data_access.cases.corrections.remembered import Member, members, remember, remembered, remembered_before
from data_access.cases.loading import append_rows, former_sources, next_id, parts, read_rows, update_rows
from data_access.cases.spellings import Likeness, keep_spellings, keys_alike, older_keys_written, texts_alike
from data_access.errors import BadInput
from data_access.importing.kinds import StepKind
from data_access.importing.storing.case_rows import STEP_TABLES, CaseRows, constant
from data_access.importing.storing.case_values import CELLS, fill_nothing, merge_cases
from data_access.importing.storing.known_steps import KnownSteps, merge_known_steps
from data_access.importing.storing.people import store_people
from data_access.importing.storing.stored import Stored, Wishes
from data_access.importing.telling.progress import Progress

ROWS_A_STEP = 100_000
MANY_KEYS = 20_000
TEXTS_A_TURN = 200_000
CASES_A_TURN = 10_000  # of known cases: what is known of them and what the file says stand in memory side by side


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


def known_alike(
    connection: Connection, texts: Sequence[str], source: str | None, others: Set[str], beside: Container[str] = ()
) -> set[str]:
    """Return which texts are keys of cases, or keys among others, also in other capitals, with other
    strokes and without zeros.

    source: whose keys they would be, as case_keys takes it. others: stored keys that are known beside the cases.
    beside: stored keys that stand in the same file: whoever wrote both takes them for two, and only of somebody among
    the others the writing still counts where no number is parted otherwise.
    """
    found: set[str] = set()
    if not others and connection.scalar(select(schema.case.c.id).limit(1)) is None:
        return found
    written = older_keys_written(connection, texts, source)
    for start in range(0, len(texts), TEXTS_A_TURN):
        some = texts[start : start + TEXTS_A_TURN]
        alike = zip(some, keys_alike(connection, some, source), strict=True)
        may_be = [
            (text, key)
            for text, keys in alike
            for key in {*keys, *written.get(text, ())}
            if key not in beside or (key in others and keys.get(key, Likeness.CLOSE) is Likeness.CLOSE)
        ]
        ids = known_case_ids(connection, [key for _, key in may_be])
        found |= {text for (text, key), id in zip(may_be, ids, strict=True) if id or key in others}
    return found


def store_cases(
    connection: Connection,
    rows: CaseRows,
    run_id: int,
    wishes: Wishes,
    progress: Progress,
    refusing: Sequence[str] = (),
) -> Stored:
    """Store cases and their steps; what a case becomes that is known already, case_values and case_steps say.

    A withdrawn case stays out. What is said under one of several keys of a person, people.py stores. refusing: the
    source's own keys of all who say no in the files, also in rows that stay out for a mistake. Raises BadInput when
    steps belong to a case that is not there, or when steps of a case would contradict each other.
    """
    keys = wishes.keys(connection, rows.source_keys)
    storing = _Storing(connection, rows, run_id, wishes, progress)
    joined = members(connection)
    _take_over(connection, rows.source_keys, keys, joined)
    out = remembered(connection, "case")
    is_out = np.array([key in out for key in keys], dtype=bool)
    is_joined = np.array([key in joined for key in keys], dtype=bool) & ~is_out
    storing.stored.withdrawn = np.flatnonzero(is_out).tolist()
    said_no = wishes.keys(connection, refusing)
    named = dict(zip([*keys, *said_no], [*rows.source_keys, *refusing], strict=True))
    keep_spellings(connection, list(named.values()), list(named), wishes.hashed_with)
    others = out | remembered(connection, "consent") | joined.keys()
    _refuse_respelled(connection, named, others, refusing, wishes)
    # before anything is written: whatever becomes of the case, the no stays
    remember(connection, said_no, "consent")
    turned = refuse_consents(connection, run_id, set(said_no) - set(keys))
    storing.stored.changed += len(turned)
    storing.stored.lost["con_Consent"] += turned.count(True)
    if wishes.replace:
        _remove_others(connection, run_id, set(keys), joined, wishes, storing.stored)
    _store_providers(connection, rows.providers)
    storing.store(np.flatnonzero(~is_out & ~is_joined), keys)
    store_people(connection, rows, np.flatnonzero(is_joined), keys, run_id, wishes, storing.stored)
    refuse_consents(connection, run_id, said_no)
    return storing.stored


def _take_over(connection: Connection, texts: Sequence[str], keys: Sequence[str], joined: dict[str, Member]) -> None:
    """Remember of new keys what was said of them under a source that is declared no longer."""
    for what in ("consent", "case"):
        if said := remembered_before(connection, texts, what):
            is_new = known_case_ids(connection, keys) == 0
            new = [key for key, text, one in zip(keys, texts, is_new, strict=True) if one and text in said]
            remember(connection, [key for key in new if key not in joined], what)


def _refuse_respelled(
    connection: Connection, named: dict[str, str], others: Set[str], refusing: Sequence[str], wishes: Wishes
) -> None:
    """Refuse new keys that are a known, withdrawn or refused one in other capitals, with other strokes or zeros.

    A person who withdrew must not come back because somebody typed reg-0002. named: the source's own key of each stored
    key of the files. others: stored keys known beside the cases. refusing: the source's own keys of all who say no in
    the files.
    """
    is_known = known_case_ids(connection, list(named)) > 0
    new = [text for (key, text), known in zip(named.items(), is_known, strict=True) if not known and key not in others]
    found = texts_alike(set(new).difference(refusing), refusing, Likeness.CLOSE)
    found |= known_alike(connection, new, wishes.hashed_with, others, named)
    # who withdrew or said no under a source that is declared no longer
    if gone := remembered(connection, "case") | remembered(connection, "consent"):
        for source in former_sources(connection):
            found |= known_alike(connection, new, source, gone)
    if first := next((text for text in new if text in found), None):
        raise BadInput(
            f"{len(found):,} new {'key differs' if len(found) == 1 else 'keys differ'} only in capitals, strokes (- _ "
            f"/ . : #) and zeros before numbers from keys that are known already, were withdrawn or say no; the first "
            f"is {first}. Nothing was loaded. Write "
            "the key of a case as it was written before; where it is another case, let the keys differ in more."
        )


def _remove_others(
    connection: Connection, run_id: int, named: set[str], joined: dict[str, Member], wishes: Wishes, stored: Stored
) -> None:
    """Delete the cases of the source that its files do not name any more. What is said of people with several records
    is left to people.py."""
    case = schema.case
    there = connection.execute(select(case.c.id, case.c.case_key).where(case.c.source == wishes.source)).all()
    ids = [row.id for row in there if row.case_key not in named and row.case_key not in joined]
    keep_cases(connection, run_id, ids)
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
    """The storing of one import: its cases, turn by turn, and what has become of them."""

    connection: Connection
    rows: CaseRows
    run_id: int
    wishes: Wishes
    progress: Progress
    stored: Stored = field(default_factory=Stored)

    def store(self, positions: np.ndarray, keys: Sequence[str]) -> None:
        """Store the cases at some positions, of which no two are one case. keys: of all positions."""
        ids = known_case_ids(self.connection, [keys[position] for position in positions])
        new, known = positions[ids == 0], positions[ids > 0]
        if (new >= len(self.rows.cases)).any():
            raise BadInput("Cases were removed while the files were read. Nothing was changed; import the files again.")
        if len(new):
            self._write_new(new, [keys[position] for position in new])
        for start in range(0, len(known), CASES_A_TURN):
            turn = slice(start, start + CASES_A_TURN)
            self._change_known(known[turn], ids[ids > 0][turn])

    def _part(self, positions: np.ndarray) -> CaseRows:
        chosen = np.zeros(len(self.rows.source_keys), dtype=bool)
        chosen[positions] = True
        return self.rows.keep(chosen)

    def _write_new(self, positions: np.ndarray, keys: list[str]) -> None:
        part, number = self._part(positions), len(positions)
        self.progress.begin("Writing", number + sum(map(len, part.steps.values())))
        ids = np.arange(number) + next_id(self.connection, schema.case)
        cases = fill_nothing(part.cases).assign(
            id=ids,
            case_key=keys,
            source=constant(self.wishes.source, number),
            import_run_id=constant(self.run_id, number),
        )
        if cases["provenance"].isna().any():
            cases["provenance"] = constant(self.wishes.provenance, number)
        self._keep_consent_withdrawn(cases, positions)
        self._append(schema.case, cases)
        for name, frame in part.steps.items():
            table = schema.metadata.tables[STEP_TABLES[name]]
            chosen = frame.assign(case_id=ids[frame["case"].to_numpy()])
            self._append(table, chosen[[column.name for column in table.c if column.name in chosen]])
        self.stored.new += number

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

    def _change_known(self, positions: np.ndarray, ids: np.ndarray) -> None:
        part = self._part(positions)
        with_row = len(part.cases)
        changed = np.zeros(len(ids), dtype=bool)
        cases = pd.DataFrame()
        if with_row:
            cases = self._merge_cases(part.cases, ids[:with_row], positions)
            changed[cases.index] = True
        whole = self.wishes.whole_steps()
        steps: dict[StepKind, KnownSteps] = {}
        for name in part.steps:
            steps[name] = merge_known_steps(self.connection, name, part, ids, whole=name in whole)
            changed[steps[name].changed] = True
            self.stored.lost.update(steps[name].lost)
            self.stored.removed[name] += steps[name].removed
            self.stored.corrected[name] += steps[name].corrected
            self.stored.assumed[name] += steps[name].assumed
        self.stored.changed += int(changed.sum())
        self.stored.unchanged += int((~changed).sum())
        keep_cases(self.connection, self.run_id, ids[changed])
        self.progress.begin("Correcting", int(changed.sum()))
        update_rows(self.connection, schema.case, cases.assign(id=ids[cases.index]))
        update_rows(self.connection, schema.case, pd.DataFrame({"import_run_id": self.run_id, "id": ids[changed]}))
        for name, found in steps.items():
            table = schema.metadata.tables[STEP_TABLES[name]]
            for some in parts(found.rewritten):
                self.connection.execute(delete(table).where(table.c.case_id.in_(some)))
            if len(found.steps):
                self._append(table, found.steps)

    def _merge_cases(self, said: pd.DataFrame, ids: np.ndarray, positions: np.ndarray) -> pd.DataFrame:
        """Return what differing cases become, indexed by their place in `said`."""
        columns = [name for names in CELLS.values() for name in names]
        there = read_rows(self.connection, schema.case, columns, ids.tolist())
        there = there.set_index(there["owner"].astype(np.int64)).loc[ids].reset_index(drop=True)
        merged = merge_cases(said, there, whole=self.wishes.replace, fills_gaps=False)
        self.stored.lost.update(merged.lost)
        self.stored.consent_stays += positions[np.flatnonzero(merged.consent_stays)].tolist()
        return merged.frame[merged.differs]

    def _append(self, table: Table, frame: pd.DataFrame) -> None:
        for start in range(0, len(frame), ROWS_A_STEP):
            part = frame.iloc[start : start + ROWS_A_STEP]
            append_rows(self.connection, table, part)
            self.progress.advance(len(part))


def _store_providers(connection: Connection, providers: pd.DataFrame | None) -> None:
    if providers is None or providers.empty:
        return
    table = schema.provider
    there = set(connection.scalars(select(table.c.code)))
    new = [row for row in providers.to_dict("records") if row["code"] not in there]
    if new:
        connection.execute(insert(table), [{str(name): value for name, value in row.items()} for row in new])
