"""What no file may undo: keys of withdrawn cases and consents, and keys that were joined to another."""

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select

from data_access.cases import schema
from data_access.cases.loading import parts


def remember(connection: Connection, keys: Iterable[str], what: str) -> None:
    """Remember keys whose case ("case") or whose consent ("consent") was withdrawn."""
    table = schema.withdrawal
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    rows = [{"case_key": key, "what": what, "withdrawn_at": now} for key in dict.fromkeys(keys)]
    for part in parts(rows):
        connection.execute(delete(table).where(table.c.case_key.in_([row["case_key"] for row in part])))
        connection.execute(insert(table), list(part))


def forget_consent(connection: Connection, key: str) -> None:
    """Forget that the consent of a case was withdrawn, under its key or one that was joined to it."""
    table = schema.withdrawal
    keys = [key, *(other for other, kept in joined_keys(connection).items() if kept == key)]
    connection.execute(delete(table).where(table.c.case_key.in_(keys), table.c.what == "consent"))


def remembered(connection: Connection, what: str) -> frozenset[str]:
    """Return the keys whose case ("case") or consent ("consent") was withdrawn."""
    table = schema.withdrawal
    return frozenset(connection.scalars(select(table.c.case_key).where(table.c.what == what)))


def refused_keys(connection: Connection) -> frozenset[str]:
    """Return the keys whose consent was withdrawn, and those of the cases to which they were joined."""
    refused, joined = remembered(connection, "consent"), joined_keys(connection)
    return refused | {joined[key] for key in refused & joined.keys()}


def joined_keys(connection: Connection) -> dict[str, str]:
    """Return the key of the case that is kept for each key that was joined to another."""
    table = schema.joined_key
    kept = {row.case_key: row.kept_key for row in connection.execute(select(table.c.case_key, table.c.kept_key))}
    for key, other in kept.items():
        while other in kept:
            other = kept[other]
        kept[key] = other
    return kept
