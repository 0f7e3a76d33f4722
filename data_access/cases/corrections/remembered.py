"""What no file may undo: keys of withdrawn cases and of people who said no, and which keys are one person.

Every no that is said is remembered when it is said, under all keys of the person, and forgotten by the command consent
alone. A case whose key is remembered so has the answer no.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from data_access.cases import schema
from data_access.cases.loading import case_keys, former_sources, parts


@dataclass(frozen=True)
class Member:
    """A key of a person who has several. `kept_key` is that of the case, `source` the source of this key; its record
    is there while its source says something of the person."""

    key: str
    kept_key: str
    source: str
    has_record: bool


def remember(connection: Connection, keys: Iterable[str], what: str) -> None:
    """Remember keys whose case ("case") or whose consent ("consent") was withdrawn. A withdrawn case stays one."""
    table = schema.withdrawal
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    for part in parts(list(dict.fromkeys(keys))):
        is_one = table.c.case_key.in_(part)
        if what == "case":
            connection.execute(delete(table).where(is_one))
        there = set(connection.scalars(select(table.c.case_key).where(is_one)))
        rows = [{"case_key": key, "what": what, "withdrawn_at": now} for key in part if key not in there]
        if rows:
            connection.execute(insert(table), rows)


def forget_consent(connection: Connection, keys: Iterable[str]) -> None:
    """Forget that a person said no, under some keys."""
    table = schema.withdrawal
    connection.execute(delete(table).where(table.c.case_key.in_(list(keys)), table.c.what == "consent"))


def remembered(connection: Connection, what: str) -> frozenset[str]:
    """Return the keys whose case ("case") or consent ("consent") was withdrawn."""
    table = schema.withdrawal
    return frozenset(connection.scalars(select(table.c.case_key).where(table.c.what == what)))


def remembered_before(connection: Connection, texts: Sequence[str], what: str) -> frozenset[str]:
    """Return which of a source's own keys are remembered under a source that is declared no longer.

    It may have been given another code, or be the one of before any was declared: nobody comes back by that.
    """
    known = remembered(connection, what)
    return frozenset(
        text
        for source in (former_sources(connection) if known else ())
        for text, key in zip(texts, case_keys(connection, texts, source), strict=True)
        if key in known
    )


def members(connection: Connection) -> dict[str, Member]:
    """Return, by key, who has several keys: the keys of one person in the order of their records."""
    table = schema.joined_record
    query = select(table.c.case_key, table.c.kept_key, table.c.source, table.c.content.is_not(None))
    return {row[0]: Member(*row) for row in connection.execute(query.order_by(table.c.kept_key, table.c.rank))}


def keys_of_person(joined: dict[str, Member], key: str) -> list[str]:
    """Return all keys of the person of a key."""
    kept = joined[key].kept_key if key in joined else key
    return [member.key for member in joined.values() if member.kept_key == kept] or [key]
