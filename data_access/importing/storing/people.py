"""Store what a file says under one of several keys of a person: it touches the record of its own source alone."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from sqlalchemy import Connection

from data_access.cases.corrections.remembered import members, remembered
from data_access.errors import BadInput
from data_access.importing.kinds import StepKind
from data_access.importing.storing.case_rows import CaseRows
from data_access.importing.storing.case_steps import COLUMNS, Step
from data_access.importing.storing.case_values import merge_cases
from data_access.importing.storing.joined_records import (
    Content,
    NotInOrder,
    Record,
    first_row,
    read_people,
    write_person,
)
from data_access.importing.storing.known_steps import refuse_steps, settle, steps_by_case
from data_access.importing.storing.stored import Stored, Wishes


def store_people(
    connection: Connection,
    rows: CaseRows,
    positions: np.ndarray,
    keys: Sequence[str],
    run_id: int,
    wishes: Wishes,
    stored: Stored,
) -> None:
    """Store the rows at some positions, each of a key of somebody who has several. keys: of all positions.

    With wishes.replace the records of the source that no row names say nothing any more. Raises BadInput.
    """
    joined = members(connection)
    position_of = {keys[position]: position for position in positions.tolist()}
    gone = set()
    if wishes.replace:
        gone = {one.key for one in joined.values() if one.source == wishes.source and one.has_record} - set(keys)
    refused = remembered(connection, "consent")
    steps = {name: steps_by_case(*_of_cases(name, frame, positions)) for name, frame in rows.steps.items()}
    for person in read_people(connection, (joined[key].kept_key for key in [*position_of, *gone])):
        for record in person.records:
            if record.key in gone:
                _empty(record, run_id, stored)
            elif record.key in position_of:
                position = position_of[record.key]
                said = {name: of_case[position] for name, of_case in steps.items() if position in of_case}
                _say(record, rows, position, said, run_id, wishes, stored)
                # the no may have been said under another key of the person
                if record.key in refused and position not in stored.consent_stays and _says_yes(rows, position):
                    stored.consent_stays.append(position)
        try:
            write_person(connection, person, run_id)
        except NotInOrder as error:
            raise BadInput(
                f"The {error} of a person with two records, which were joined, would not be in order together: one "
                "would end before it begins, or come before an earlier step. Nothing was loaded. Correct the dates of "
                "one of the two, or take the join back: python -m data_access undo NUMBER (the join said which)."
            ) from None


def _says_yes(rows: CaseRows, position: int) -> bool:
    return position < len(rows.cases) and rows.cases["consent_to_share"].iloc[position] is True


def _of_cases(name: StepKind, frame: pd.DataFrame, positions: np.ndarray) -> tuple[pd.DataFrame, np.ndarray, list[str]]:
    columns = list(COLUMNS[name])
    chosen = frame[np.isin(frame["case"].to_numpy(), positions)]
    return (
        chosen.assign(**{column: None for column in columns if column not in frame}),
        chosen["case"].to_numpy(),
        columns,
    )


def _empty(record: Record, run_id: int, stored: Stored) -> None:
    if record.content is None:
        return
    stored.removed["cases"] += 1
    stored.removed.update({name: len(steps) for name, steps in record.content.steps.items()})
    record.content, record.run_id = None, run_id


def _say(
    record: Record,
    rows: CaseRows,
    position: int,
    said: dict[StepKind, list[Step]],
    run_id: int,
    wishes: Wishes,
    stored: Stored,
) -> None:
    """Put what the file says of one person beside what its source said before."""
    is_new = record.content is None
    before = record.content or Content()
    after = Content(dict(before.values), dict(before.steps))
    if position < len(rows.cases):
        merged = merge_cases(
            rows.cases.iloc[[position]].reset_index(drop=True), before.frame(), whole=wishes.replace, fills_gaps=False
        )
        after.values = first_row(merged.frame)
        stored.lost.update(merged.lost)
        if merged.consent_stays.any():
            stored.consent_stays.append(position)
    after.values["provenance"] = after.values["provenance"] or wishes.provenance
    for name, steps in said.items():
        settled = settle(name, steps, before.steps[name], whole=name in wishes.whole_steps())
        if settled.problem:
            refuse_steps(name, rows, {position: settled.problem})
        stored.removed[name] += settled.removed
        stored.corrected[name] += settled.corrected
        stored.assumed[name] += settled.assumed
        stored.lost.update({f"{name}.{column}": count for column, count in settled.lost.items()})
        after.steps[name] = settled.steps
    if is_new:
        stored.new += 1
    elif after != before:
        stored.changed += 1
    else:
        stored.unchanged += 1
        return
    record.content, record.run_id = after, run_id
