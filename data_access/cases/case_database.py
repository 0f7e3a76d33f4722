"""The way to the case database, for the commands that may open it."""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, insert, select, update

from data_access.cases import schema
from data_access.cases.loading import fill_places, secret_key
from data_access.database import PROJECT, database_url, migrate, open_database, refuse_one_database, wait_for_turn
from data_access.errors import BadInput

MADE_WITH_THE_KEY = (
    schema.case, schema.withdrawal, schema.joined_record, schema.change, schema.reporting, schema.privacy_ledger,
)  # fmt: skip
ANOTHER_KEY = (
    "The secret key of the case database (the table key_salt) is not the one it was made with, whose name is {name}. "
    "No file would find its cases again: all would be counted twice, and the withdrawn would come back. Restore the "
    "database, or the one row of key_salt, from a backup (docs/import.md, Backups, and the key). Nothing was changed."
)
# how long a publisher waits for another command
LONGEST_WAIT_S = 600
REPORTS = PROJECT / "var" / "reports"


def open_case_database() -> Engine:
    """Open the database at CASE_DATABASE_URL with the newest schema, its places and its key salt.

    Raises data_access.database.DatabaseUnavailable when the address is wrong.
    """
    refuse_one_database()
    engine = open_database(database_url("CASE_DATABASE_URL"))
    prepare(engine)
    return engine


def reports_of(connection: Connection) -> Path:
    """Return the folder of the reports of this case database, so that a withdrawal names no copy of another one."""
    return REPORTS / str(connection.scalar(select(schema.identity.c.name)))[:8]


def key_name(connection: Connection) -> str:
    """Return a short name of the key that turns a source's case keys into ours; nothing of the key follows from it.

    A backup whose key has this name finds the same cases again. Without the key no later file meets its cases, and
    withdrawn ones would come back.
    """
    return hashlib.blake2b(b"name of the key", key=secret_key(connection), digest_size=4).hexdigest()


def refuse_another_key(connection: Connection) -> None:
    """Raise BadInput when the key is lost, or is not the one that the database was made with."""
    first = connection.scalar(select(schema.identity.c.key_name))
    if first is not None and key_name(connection) != first:
        raise BadInput(ANOTHER_KEY.format(name=first))
    key_name(connection)


def prepare(engine: Engine) -> None:
    """Bring the schema up to date and fill what every case database holds. Raises BadInput when the key is lost: only a
    database in which nothing depends on it gets a new one."""
    migrate(engine, "cases")
    with engine.begin() as connection:
        if not _needs_a_key(connection) and not connection.scalar(select(func.count()).select_from(schema.key_salt)):
            connection.execute(insert(schema.key_salt).values(id=1, salt=secrets.token_hex(32)))
            connection.execute(update(schema.identity).values(key_name=None))
        if not connection.scalar(select(func.count()).select_from(schema.identity)):
            connection.execute(insert(schema.identity).values(id=1, name=secrets.token_hex(16)))
        refuse_another_key(connection)
        named = schema.identity.c.key_name.is_(None)
        connection.execute(update(schema.identity).where(named).values(key_name=key_name(connection)))
        fill_places(connection)


def _needs_a_key(connection: Connection) -> bool:
    """Is there anything that the key was used for, or a ledger of it?"""
    return any(connection.execute(select(table).limit(1)).first() is not None for table in MADE_WITH_THE_KEY)


@contextmanager
def publishing(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one state of the cases from its first look to its commit, as the only command that
    writes.

    What it writes is there as a whole when the block ends, and not at all when the block raises. A second command
    waits, and then sees what the first wrote.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            driver = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT_S * 1000}")  # type: ignore[union-attr]
            with connection.begin():
                yield connection
            return
        with connection.execution_options(isolation_level="REPEATABLE READ").begin():
            wait_for_turn(connection, LONGEST_WAIT_S)
            yield connection
