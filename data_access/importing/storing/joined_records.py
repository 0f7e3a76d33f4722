"""The records of one person who has several: each as its own source says it, and the case that they are together."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
from sqlalchemy import Connection, delete, insert, select

from data_access.cases import schema
from data_access.cases.corrections.journal import STEPS, keep_cases
from data_access.cases.corrections.remembered import remembered
from data_access.cases.loading import append_rows, next_id, read_rows, update_rows
from data_access.importing.kinds import StepKind
from data_access.importing.storing.case_rows import STEP_TABLES
from data_access.importing.storing.case_steps import COLUMNS, Step, merge_steps
from data_access.importing.storing.case_values import CELLS, NOTHING, merge_cases

VALUES = [name for names in CELLS.values() for name in names]


class NotInOrder(ValueError):
    """Together the steps of the records would not be in order: one would end before it begins, or come before an
    earlier step. The argument is their kind ("events")."""


@dataclass
class Content:
    """What one source says of a person: `values` of the case by column, and `steps` by kind, in order."""

    values: dict[str, Any] = field(default_factory=lambda: {name: NOTHING.get(name) for name in VALUES})
    steps: dict[StepKind, list[dict[str, Any]]] = field(default_factory=lambda: {name: [] for name in STEP_TABLES})

    def frame(self) -> pd.DataFrame:
        """Return the values as one row."""
        return pd.DataFrame([self.values], dtype=object)

    def as_json(self) -> str:
        """Return the content as it is stored."""
        return json.dumps([self.values, self.steps], separators=(",", ":"))


@dataclass
class Record:
    """One row of schema.joined_record; `content` is None while the source says nothing of the person."""

    key: str
    source: str
    content: Content | None
    run_id: int


@dataclass
class Person:
    """Somebody with several records, in the order in which they are right; `kept_key` is the key of the case."""

    kept_key: str
    records: list[Record]

    def said(self) -> Iterator[Record]:
        """Yield the records that say something."""
        return (record for record in self.records if record.content is not None)


def first_row(frame: pd.DataFrame) -> dict[str, Any]:
    """Return the values of the first row by column."""
    return {str(name): value for name, value in frame.iloc[0].items()}


def read_content(connection: Connection, case_id: int) -> Content:
    """Return what a case of the database holds."""
    values = read_rows(connection, schema.case, VALUES, [case_id]).to_dict("records")[0]
    content = Content({name: values[name] for name in VALUES})
    for name, table_name in STEP_TABLES.items():
        columns = ["position", *COLUMNS[name]]
        found = read_rows(connection, schema.metadata.tables[table_name], columns, [case_id]).sort_values("position")
        content.steps[name] = [
            {column: row[column] for column in COLUMNS[name]} for row in found.astype(object).to_dict("records")
        ]
    return content


def read_people(connection: Connection, kept_keys: Iterable[str]) -> list[Person]:
    """Return the people with several records whose cases have some keys."""
    table, people = schema.joined_record, []
    for kept in sorted(set(kept_keys)):
        found = connection.execute(select(table).where(table.c.kept_key == kept).order_by(table.c.rank)).all()
        records = [
            Record(row.case_key, row.source, Content(*json.loads(row.content)) if row.content else None,
                   row.import_run_id)
            for row in found
        ]  # fmt: skip
        people += [Person(kept, records)] if records else []
    return people


def write_person(connection: Connection, person: Person, run_id: int) -> None:
    """Write the records of a person, and the case that they are together; what was there is kept for undo.

    A no to sharing in one of them, or one that is remembered under any of their keys, is the no of all. Raises
    NotInOrder.
    """
    said = list(person.said())
    is_refused = not remembered(connection, "consent").isdisjoint(record.key for record in person.records)
    if is_refused or any(record.content.values["consent_to_share"] is False for record in said if record.content):
        for record in said:
            if record.content:
                record.content.values["consent_to_share"] = False
    table, case = schema.joined_record, schema.case
    connection.execute(delete(table).where(table.c.case_key.in_([record.key for record in person.records])))
    rows = [
        {
            "case_key": record.key,
            "kept_key": person.kept_key,
            "rank": rank,
            "source": record.source,
            "content": record.content and record.content.as_json(),
            "import_run_id": record.run_id,
        }
        for rank, record in enumerate(person.records)
    ]
    connection.execute(insert(table), rows)
    case_id = connection.scalar(select(case.c.id).where(case.c.case_key == person.kept_key))
    if not said:
        if case_id:
            keep_cases(connection, run_id, [case_id])
            connection.execute(delete(case).where(case.c.id == case_id))
        return
    together = union([record.content for record in said if record.content])
    if case_id:
        if together == read_content(connection, case_id) and said[0].source == connection.scalar(
            select(case.c.source).where(case.c.id == case_id)
        ):
            return
        keep_cases(connection, run_id, [case_id])
        row = together.frame().assign(id=case_id, source=said[0].source, import_run_id=run_id)
        update_rows(connection, case, row)
    else:
        case_id = next_id(connection, case)
        row = together.frame().assign(id=case_id, case_key=person.kept_key)
        append_rows(connection, case, row.assign(source=said[0].source, import_run_id=run_id))
    _write_steps(connection, case_id, together)


def _write_steps(connection: Connection, case_id: int, content: Content) -> None:
    tables = {table.name: table for table in STEPS}
    for name, table_name in STEP_TABLES.items():
        table = tables[table_name]
        connection.execute(delete(table).where(table.c.case_id == case_id))
        rows = [{"case_id": case_id, "position": place, **step} for place, step in enumerate(content.steps[name], 1)]
        if rows:
            append_rows(connection, table, pd.DataFrame(rows, dtype=object))


def union(contents: list[Content]) -> Content:
    """Return what records of one person say together: where two differ, the first is right. Raises NotInOrder."""
    together = contents[0]
    for other in contents[1:]:
        merged = merge_cases(other.frame(), together.frame(), whole=False, fills_gaps=True)
        steps = {}
        for name in STEP_TABLES:
            said = [Step(dict(step)) for step in other.steps[name]]
            both = merge_steps(name, said, together.steps[name], fills_gaps=True)
            if both.problem:
                raise NotInOrder(name)
            steps[name] = both.steps
        together = Content(first_row(merged.frame), steps)
    return together
