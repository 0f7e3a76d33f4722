"""What was known of services and of steps of justice at the end of the day that is published for."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, Table, and_, case, func, or_, select

from data_access.cases import schema
from data_access.codes.of_release import UNKNOWN


def steps_of_justice(until: date) -> Select[Any]:
    """Steps of justice as they stood at the end of a day: `case_id`, `step`, `where`, `outcome`, days as text."""
    table = schema.case_justice
    # a conviction is a judgement, given when it began; where another outcome is written, that is what the court said
    judged = and_(table.c.step == "Conviction", func.coalesce(table.c.outcome, "Convicted") == "Convicted")
    days = [table.c[name].cast(String(10)).label(name) for name in ("start_date", "end_date")]
    query = select(table.c.case_id, table.c.step, where(table), outcome(table, until, judged), *days)
    return query.where(happened(table, until))


def outcome(table: Table, until: date, *known: ColumnElement[bool]) -> Any:
    """The outcome of a service or a step of justice as it was known at the end of a day: what ended later was still
    open. known: which were known all the same."""
    is_over = or_(table.c.end_date.is_(None), table.c.end_date <= until, *known)
    return case((is_over, table.c.outcome), else_="Ongoing").label("outcome")


def happened(table: Table, until: date) -> ColumnElement[bool]:
    """A service or a step of justice of which only the end is dated happened then."""
    return or_(table.c.start_date.is_not(None), table.c.end_date.is_(None), table.c.end_date <= until)


def where(table: Table) -> Any:
    """A province code says its country too; where only the country is known, its code stands in the same column."""
    return func.coalesce(table.c.province, table.c.country, UNKNOWN).label("where")
