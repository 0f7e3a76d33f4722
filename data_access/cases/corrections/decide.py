"""Decisions on single cases: consent given anew or taken back, and two records of one person made one."""

import secrets
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Engine, delete, select, update

from data_access.cases import schema
from data_access.cases.corrections.cases_by_key import FoundCase, find_cases
from data_access.cases.corrections.journal import OF_PEOPLE, keep_cases, keep_differences, snapshot
from data_access.cases.corrections.refusals import refuse_consents
from data_access.cases.corrections.remembered import forget_consent, keys_of_person, members, remember
from data_access.cases.loading import record_import
from data_access.errors import BadInput
from data_access.importing.storing.case_steps import COLUMNS
from data_access.importing.storing.case_values import merge_cases
from data_access.importing.storing.joined_records import (
    Content,
    NotInOrder,
    Person,
    Record,
    read_content,
    read_people,
    write_person,
)
from data_access.transactions import whole_or_nothing


def decide_consent(engine: Engine, key: str, answer: bool, *, in_advance: bool = False) -> dict[str, Any]:
    """Write down that a person agrees that the case is shared, or does not any more; the only way from no to yes.

    in_advance: a no may be of a case that is not there yet, or not any more. Returns message, changed and run. Raises
    BadInput when the key means no case, or two.
    """
    if in_advance and answer:
        raise BadInput("A yes is not written down in advance: import the case with its yes. Nothing was changed.")
    with whole_or_nothing(engine, "The decision was written down when the command was stopped.") as connection:
        found = _one_case(connection, key, in_advance=None if answer else in_advance)
        if not found.id:
            remember(connection, keys_of_person(members(connection), found.key), "consent")
            said = "The no is remembered, and there is no case of this key: one that a file brings in has it. "
            said += "Only the command consent turns it round, once the case is there."
            return {"message": said, "changed": False, "run": None}
        case = schema.case
        before = connection.scalar(select(case.c.consent_to_share).where(case.c.id == found.id))
        run = None
        if before is not answer:
            run = _record(connection, "consent", found.id)
            keep_cases(connection, run, [found.id])
        if answer:
            _agree(connection, found.key, run)
            forget_consent(connection, found.before)
        else:
            refuse_consents(connection, run or 0, [found.key])
    word = "yes" if answer else "no"
    said = f"The consent of the case is {word} now." if run else f"The consent of the case was {word} already."
    said += " The next publication follows it." if run else ""
    if not answer:
        said += " No file turns it round; only this command does."
    return {"message": said, "changed": run is not None, "run": run}


def _agree(connection: Connection, key: str, run: int | None) -> None:
    """Forget every no of a person, and write the yes into the case and all records that it is made of."""
    case = schema.case
    forget_consent(connection, keys_of_person(members(connection), key))
    if run is None:
        return
    is_case = case.c.case_key == key
    connection.execute(update(case).where(is_case).values(consent_to_share=True, import_run_id=run))
    before = snapshot(connection, OF_PEOPLE)
    for person in read_people(connection, [key]):
        for record in person.records:
            if record.content:
                record.content.values["consent_to_share"], record.run_id = True, run
        write_person(connection, person, run)
    keep_differences(connection, run, before)


def join_cases(engine: Engine, first: str, second: str) -> dict[str, Any]:
    """Make two records of one person one, from the next publication on.

    The first case stays. What it does not say the second one fills in; where both say something, the first is right; a
    consent that is no in either is no. Journeys, services and steps of justice of both are put together as those of
    a later file are (importing.case_steps). Later files may use either key: each touches the record of its own source,
    and the case is made of both.

    Returns message, run, lost (values of the second that the first overrules, by column). Raises BadInput.
    """
    with whole_or_nothing(engine, "The two records were joined when the command was stopped.") as connection:
        one, other = _one_case(connection, first), _one_case(connection, second)
        if one.key == other.key:
            raise BadInput("Both keys mean the same case already. Nothing was changed.")
        _refuse_different_policies(connection, one, other)
        run = _record(connection, "join", one.id)
        keep_cases(connection, run, [one.id, other.id])
        before = snapshot(connection, OF_PEOPLE)
        theirs = read_content(connection, other.id)
        person = Person(one.key, [*_records(connection, one, run), *_records(connection, other, run)])
        connection.execute(delete(schema.case).where(schema.case.c.id == other.id))
        try:
            write_person(connection, person, run)
        except NotInOrder as error:
            raise BadInput(
                f"Together the {error} of the two records would not be in order: one would end before it begins, or "
                "come before an earlier step. Nothing was changed. Correct one of the two with a file first."
            ) from None
        if read_content(connection, one.id).values["consent_to_share"] is False:
            refuse_consents(connection, run, [one.key])
        keep_differences(connection, run, before)
        connection.execute(update(schema.case).where(schema.case.c.id == one.id).values(import_run_id=run))
        lost = _overruled(theirs, read_content(connection, one.id))
    counted = pd.Series(lost, dtype=object).value_counts(sort=False).to_dict()
    said = "The two records are one from the next publication on; later files may use either key."
    if counted:
        listed = ", ".join(f"{name} {number}" for name, number in counted.items())
        said += f" Both said something else about these, and the first key's record is right: {listed}."
    said += f" To take this back: python -m data_access undo {run}."
    return {"message": said, "run": run, "lost": counted}


def _records(connection: Connection, found: FoundCase, run: int) -> list[Record]:
    """The records of which a case is made: one, if it was not joined before."""
    for person in read_people(connection, [found.key]):
        for record in person.records:
            record.run_id = run
        return person.records
    source = connection.scalar(select(schema.case.c.source).where(schema.case.c.id == found.id))
    return [Record(found.key, str(source), read_content(connection, found.id), run)]


def _one_case(connection: Connection, name: str, *, in_advance: bool | None = None) -> FoundCase:
    found = find_cases(connection, {name: ""}, in_advance=in_advance)[0]
    if found.is_withdrawn:
        raise BadInput("The case of this key was withdrawn. Nothing was changed, and nothing brings it back.")
    if not found.id and not in_advance:
        option = " To write a no down that holds when it comes back: consent SOURCE:KEY no --in-advance."
        raise BadInput(
            "The case of this key is not there any more: a file or undo deleted it. Nothing was changed."
            f"{'' if in_advance is None else option}"
        )
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


def _overruled(theirs: Content, together: Content) -> list[str]:
    """What the record that goes said otherwise, by column; of its steps, what stands in none of both together."""
    lost = list(merge_cases(together.frame(), theirs.frame(), whole=False, fills_gaps=False).lost.elements())
    for name, steps in theirs.steps.items():
        kind = COLUMNS[name][0]
        there = {(step[kind], column, step[column]) for step in together.steps[name] for column in COLUMNS[name]}
        lost += [
            f"{name}.{column}"
            for step in steps
            for column, value in step.items()
            if value is not None and (step[kind], column, value) not in there
        ]
    return lost
