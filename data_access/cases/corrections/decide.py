"""Decisions on single cases: consent given anew or taken back, and two records of one person made one."""

import secrets
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, delete, insert, select, update

from data_access.cases import schema
from data_access.cases.corrections.cases_by_key import FoundCase, find_cases
from data_access.cases.corrections.journal import STEPS, keep_cases
from data_access.cases.corrections.remembered import forget_consent, remember
from data_access.cases.loading import append_rows, read_rows, record_import, update_rows
from data_access.errors import BadInput
from data_access.importing.storing.case_rows import STEP_TABLES
from data_access.importing.storing.case_steps import COLUMNS, Step, merge_steps
from data_access.importing.storing.case_values import CELLS, merge_cases
from data_access.transactions import whole_or_nothing


def decide_consent(engine: Engine, key: str, answer: bool) -> dict[str, Any]:
    """Write down that a person agrees that the case is shared, or does not any more; the only way from no to yes.

    Returns message, changed and run. Raises BadInput when the key means no case, or two.
    """
    with whole_or_nothing(engine, "The decision was written down when the command was stopped.") as connection:
        found = _one_case(connection, key)
        case = schema.case
        before = connection.scalar(select(case.c.consent_to_share).where(case.c.id == found.id))
        if answer:
            forget_consent(connection, found.key)
        else:
            # under the key that was named too: the no stays when two records are parted again
            remember(connection, [found.key, found.named_key], "consent")
        run = None
        if before is not answer:
            run = _record(connection, "consent", found.id)
            keep_cases(connection, run, [found.id])
            is_case = case.c.id == found.id
            connection.execute(update(case).where(is_case).values(consent_to_share=answer, import_run_id=run))
    word = "yes" if answer else "no"
    said = f"The consent of the case is {word} now." if run else f"The consent of the case was {word} already."
    said += " The next publication follows it." if run else ""
    if not answer:
        said += " No file turns it round; only this command does."
    return {"message": said, "changed": run is not None, "run": run}


def join_cases(engine: Engine, first: str, second: str) -> dict[str, Any]:
    """Make two records of one person one, from the next publication on.

    The first case stays. What it does not say the second one fills in; where both say something, the first is right; a
    consent that is no in either is no. Journeys, services and steps of justice of both are put together as those of
    a later file are (importing.case_steps). Later files may use either key: what they say under the second fills gaps.

    Returns message, run, lost (values of the second that the first overrules, by column). Raises BadInput.
    """
    with whole_or_nothing(engine, "The two records were joined when the command was stopped.") as connection:
        one, other = _one_case(connection, first), _one_case(connection, second)
        if one.key == other.key:
            raise BadInput("Both keys mean the same case already. Nothing was changed.")
        _refuse_different_policies(connection, one, other)
        run = _record(connection, "join", one.id)
        keep_cases(connection, run, [one.id, other.id])
        lost = _join_values(connection, one.id, other.id)
        lost += _join_steps(connection, one.id, other.id)
        connection.execute(update(schema.case).where(schema.case.c.id == one.id).values(import_run_id=run))
        connection.execute(delete(schema.case).where(schema.case.c.id == other.id))
        alias = {"case_key": other.key, "kept_key": one.key, "import_run_id": run}
        connection.execute(insert(schema.joined_key).values(**alias))
    counted = pd.Series(lost, dtype=object).value_counts(sort=False).to_dict()
    said = "The two records are one from the next publication on; later files may use either key."
    if counted:
        listed = ", ".join(f"{name} {number}" for name, number in counted.items())
        said += f" Both said something else about these, and the first key's record is right: {listed}."
    said += f" To take this back: python -m data_access undo {run}."
    return {"message": said, "run": run, "lost": counted}


def _one_case(connection: Connection, name: str) -> FoundCase:
    found = find_cases(connection, [name])[0]
    if not found.id:
        raise BadInput("The case of this key was withdrawn. Nothing was changed, and nothing brings it back.")
    return found


def _record(connection: Connection, format: str, case_id: int) -> int:
    case, source = schema.case, schema.source
    query = select(case.c.source, case.c.provenance).where(case.c.id == case_id)
    code, provenance = connection.execute(query).one()
    name = connection.scalar(select(source.c.name).where(source.c.code == code)) or code
    return record_import(
        connection,
        content_hash=secrets.token_hex(32),
        file_name=f"decision: {format}",
        format=format,
        source=name,
        provenance=provenance,
        rows_read=0,
        rows_accepted=0,
        source_code=code,
        can_undo=True,
    )


def _refuse_different_policies(connection: Connection, one: FoundCase, other: FoundCase) -> None:
    case, source = schema.case, schema.source
    query = select(source.c.consent_policy, source.c.places_are_proxies, case.c.consent_to_share).join(
        case, case.c.source == source.c.code
    )
    ours, theirs = (connection.execute(query.where(case.c.id == found.id)).one() for found in (one, other))
    if ours.places_are_proxies or theirs.places_are_proxies:
        raise BadInput("A row of a published data set stands for nobody who is known. Nothing was changed.")
    if ours.consent_policy != theirs.consent_policy and None in (ours.consent_to_share, theirs.consent_to_share):
        raise BadInput(
            "The sources of the two records differ in whether a case without an answer may be published, and one of "
            "the two has none. Nothing was changed. Write the answer down first: python -m data_access consent "
            "SOURCE:KEY yes|no"
        )


def _join_values(connection: Connection, one: int, other: int) -> list[str]:
    columns = [name for names in CELLS.values() for name in names]
    ours, theirs = (read_rows(connection, schema.case, columns, [number]) for number in (one, other))
    merged = merge_cases(theirs, ours, whole=False, fills_gaps=True)
    update_rows(connection, schema.case, merged.frame.assign(id=one))
    # what the record that goes said otherwise
    return list(merge_cases(merged.frame, theirs, whole=False, fills_gaps=False).lost.elements())


def _join_steps(connection: Connection, one: int, other: int) -> list[str]:
    lost: list[str] = []
    tables = {table.name: table for table in STEPS}
    for name, table_name in STEP_TABLES.items():
        table, columns = tables[table_name], list(COLUMNS[name])
        ours, theirs = (
            read_rows(connection, table, ["position", *columns], [number]).sort_values("position")[columns]
            for number in (one, other)
        )
        there = ours.to_dict("records")
        said = [Step({str(column): value for column, value in step.items()}) for step in theirs.to_dict("records")]
        merged = merge_steps(name, said, [{str(key): value for key, value in step.items()} for step in there],
                             fills_gaps=True)  # fmt: skip
        if not merged.is_sound:
            raise BadInput(
                f"Together the {name} of the two records would not be in order: one would end before it begins, or "
                "come before an earlier step. Nothing was changed. Correct one of the two with a file first."
            )
        connection.execute(delete(table).where(table.c.case_id == one))
        rows = [{"case_id": one, "position": place, **step} for place, step in enumerate(merged.steps, 1)]
        if rows:
            append_rows(connection, table, pd.DataFrame(rows, dtype=object))
        lost += [f"{name}.{column}" for column in _overruled(name, said, merged.steps)]
    return lost


def _overruled(name: str, said: list[Step], steps: list[dict[str, Any]]) -> list[str]:
    """Which values of the steps of a record stand in none of the steps of both together."""
    kind = COLUMNS[name][0]
    there = {(step[kind], column, step[column]) for step in steps for column in COLUMNS[name]}
    return [
        column
        for step in said
        for column, value in step.values.items()
        if value is not None and (step.values[kind], column, value) not in there
    ]
