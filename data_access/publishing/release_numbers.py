"""The number of a release stands in addresses and citations: the case database keeps it, for a release database that
is lost or restored from a backup would give it to other numbers of people."""

from sqlalchemy import Connection, delete, func, insert, select

from data_access.cases import schema
from data_access.publishing.release_store import has_numbers, one_of
from data_access.release import schema as release_schema
from data_access.release.release_database import ReleaseKind


def take_over_numbers(connection: Connection, target: Connection, kind: ReleaseKind) -> None:
    """Write down what the release database has numbered, other case databases' releases included."""
    given = schema.release_number
    known = {row.number: row.name for row in connection.execute(select(given).where(given.c.kind == kind))}
    for table in (release_schema.release, release_schema.deleted_release):
        for number, name in target.execute(select(table.c.id, table.c.name).where(table.c.kind == kind)):
            if known.get(number) != name:
                connection.execute(delete(given).where(given.c.kind == kind, given.c.number == number))
                connection.execute(insert(given).values(kind=kind, number=number, name=name))


def give_number(connection: Connection, target: Connection, kind: ReleaseKind, name: str) -> int:
    """Return under which number a release of numbers named so is to be written, and write it down.

    The last one that it ever had and that was not deleted, where the release database has lost it; else one that was
    never given. After take_over_numbers.
    """
    given = schema.release_number
    last = select(func.max(given.c.number)).where(given.c.kind == kind)
    if not has_numbers(target, name):
        gone = set(connection.scalars(select(schema.release_decision.c.name)))
        had = connection.scalars(select(given.c.number).where(given.c.kind == kind, given.c.name == name))
        if numbers := [int(number) for number in had if one_of(name, number) not in gone]:
            return max(numbers)
    number = 1 + int(connection.scalar(last) or 0)
    connection.execute(insert(given).values(kind=kind, number=number, name=name))
    return number
