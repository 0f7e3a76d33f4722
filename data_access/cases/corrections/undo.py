"""Take an import, or a decision on a case, back."""

import json
import secrets
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from sqlalchemy import Connection, Engine, Row, delete, select, update
from sqlalchemy.exc import IntegrityError

from data_access.cases import schema
from data_access.cases.corrections.declarations import refuse_forgetting, refuse_loosening
from data_access.cases.corrections.journal import (
    ALL_TABLES,
    OF_PEOPLE,
    count_kept,
    forget_run,
    runs_after,
    runs_of_sources,
    write_back,
)
from data_access.cases.corrections.remembered import remember
from data_access.cases.loading import note_sources, parts
from data_access.database import LARGEST_ID
from data_access.errors import BadInput, number_of
from data_access.transactions import whole_or_nothing

_ABOUT = {"population": "populations", "reporting": "reports", "sources": "sources"}


def undo(engine: Engine, run_id: int | None = None) -> dict[str, Any]:
    """Take a run back: delete what it brought, and write back what it changed or deleted.

    run_id: its number; the last one without. What was withdrawn meanwhile stays away, and a consent that is no stays
    so. Returns message, run, deleted (cases), restored (cases), rows (of other tables). Raises BadInput, naming the
    runs, when later ones changed the same.
    """
    with whole_or_nothing(engine, "The import was taken back when the command was stopped.") as connection:
        run = _run(connection, run_id)
        if later := runs_after(connection, run.id):
            _refuse_later(run.id, later)
        of_people = {table.name for table in OF_PEOPLE}
        others = [name for name in ALL_TABLES if name not in {"import_run", *of_people}]
        rows = sum(count_kept(connection, run.id, name) for name in others)
        records = sum(count_kept(connection, run.id, name, is_change=True) for name in of_people)
        deleted = _delete_new_cases(connection, run.id)
        # the run that this one replaced takes its content back
        is_run = schema.import_run.c.id == run.id
        connection.execute(update(schema.import_run).where(is_run).values(content_hash=secrets.token_hex(32)))
        register = _register(connection)
        note_sources(connection)
        try:
            with connection.begin_nested():
                restored = write_back(connection, run.id)
        except IntegrityError:  # a later one built on what this one brought
            _refuse_later(run.id, _all_after(connection, run.id))
        stay = _refused_consents(connection, run.id)
        _refuse_about_register(connection, run.id, register)
        forget_run(connection, run.id)
    said = [f"Import {run.id} ({run.file_name}) is taken back:"]
    counts = (
        [f"{number_of(deleted, 'case that it brought is', 'cases that it brought are')} deleted"] if deleted else []
    )
    if run.format == "consent":
        restored -= stay  # it was all that the decision changed
    if restored:
        but = " but for the consents below" if stay else ""
        counts.append(f"{number_of(restored, 'case has its', 'cases have their')} former state again{but}")
    if records:
        former = number_of(
            records, "record of a person with several has its", "records of people with several have their"
        )
        counts.append(f"{former} former state again")
    if rows:
        about = _ABOUT.get(run.format, "programmes")
        counts.append(number_of(rows, f"row about {about} is as before", f"rows about {about} are as before"))
    said.append(", ".join(counts or ["there was nothing left to take back"]) + ".")
    if stay:
        # what another run said that was taken back is not kept: who turned it is not known
        refused = number_of(
            stay,
            "consent is no now and was not before it: it stays",
            "consents are no now and were not before it: they stay",
        )
        said.append(f"{refused} no; only the command consent turns {'it' if stay == 1 else 'them'} round.")
    return {"message": " ".join(said), "run": run.id, "deleted": deleted, "restored": restored, "rows": rows}


def _run(connection: Connection, run_id: int | None) -> Row[Any]:
    table = schema.import_run
    query = select(table).order_by(table.c.id.desc())
    last = connection.execute(query.limit(5)).all()
    run = last[0] if run_id is None and last else None
    if run_id is not None and run_id <= LARGEST_ID:
        run = connection.execute(query.where(table.c.id == run_id)).one_or_none()
    if run is None:
        listed = ", ".join(f"{row.id} ({row.file_name}, {row.finished_at:%Y-%m-%d})" for row in last) or "none"
        raise BadInput(f"There is no such import. Nothing was changed. The last ones: {listed}.")
    if not run.can_undo:
        raise BadInput(
            f"Import {run.id} ({run.file_name}) cannot be taken back: what it changed was not kept. Nothing was "
            "changed."
        )
    return run


def _register(connection: Connection) -> dict[str, dict[str, Any]]:
    return {row.code: dict(row._mapping) for row in connection.execute(select(schema.source))}


def _refuse_later(run_id: int, others: Iterable[int], why: str = "later ones changed the same") -> NoReturn:
    listed = sorted(set(others) - {run_id}, reverse=True)
    each = ", each with the same command" if len(listed) > 1 else ""
    raise BadInput(
        f"Import {run_id} cannot be taken back: {why}. Nothing was changed. Take these back first, in this order: "
        f"{', '.join(map(str, listed))} (python -m data_access undo {listed[0]}{each})."
    )


def _all_after(connection: Connection, run_id: int) -> list[int]:
    table = schema.import_run
    return list(connection.scalars(select(table.c.id).where(table.c.id > run_id)))


def _refuse_about_register(connection: Connection, run_id: int, before: dict[str, dict[str, Any]]) -> None:
    """Raise BadInput, naming the runs of the cases, when the register as it is now cannot be that of its cases."""
    now = _register(connection)
    holding = {
        code for table in (schema.case, schema.joined_record) for code in connection.scalars(select(table.c.source))
    }
    changed = [code for code, row in now.items() if row != before.get(code)]
    _refuse_with_runs(connection, run_id, holding, lambda: refuse_forgetting(connection, before))
    if undeclared := holding - now.keys():
        _refuse_later(run_id, runs_of_sources(connection, undeclared), "it declared sources that hold cases")
    _refuse_with_runs(connection, run_id, changed, lambda: refuse_loosening(connection, before, now))


def _refuse_with_runs(connection: Connection, run_id: int, codes: Iterable[str], check: Callable[[], None]) -> None:
    """Make a check, and where it refuses, name the runs of the cases of some sources: without them it would not."""
    try:
        check()
    except BadInput as refusal:
        why = str(refusal).partition(" Nothing was changed.")[0].rstrip(".")
        _refuse_later(run_id, runs_of_sources(connection, codes), why)


def _refused_consents(connection: Connection, run_id: int) -> int:
    """How many consents are no, and were not before a run."""
    case, change = schema.case, schema.change
    query = (
        select(change.c.before)
        .join(case, case.c.case_key == change.c.row_key)
        .where(change.c.import_run_id == run_id, change.c.table_name == case.name, case.c.consent_to_share.is_(False))
    )
    return sum(json.loads(before)["case"].get("consent_to_share") is not False for before in connection.scalars(query))


def _delete_new_cases(connection: Connection, run_id: int) -> int:
    """Delete the cases of a run of which no former state is kept. What was no among their consents is remembered."""
    case, change = schema.case, schema.change
    changed = select(change.c.row_key).where(change.c.import_run_id == run_id, change.c.table_name == case.name)
    query = select(case.c.id, case.c.case_key, case.c.consent_to_share)
    gone = connection.execute(query.where(case.c.import_run_id == run_id, case.c.case_key.not_in(changed))).all()
    remember(connection, [row.case_key for row in gone if row.consent_to_share is False], "consent")
    numbers = [row.id for row in gone]
    for part in parts(numbers):
        connection.execute(delete(case).where(case.c.id.in_(part)))
    return len(numbers)
