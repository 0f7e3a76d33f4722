"""One range of cases, counted: a pure function of what the case database holds, in whichever process it runs."""

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from sqlalchemy import URL, Connection, select, text

from data_access.cases import schema
from data_access.database import PROJECT, database_url, open_database
from data_access.errors import BadInput, NoConnection
from data_access.failures import reason_of
from data_access.publishing import coding
from data_access.publishing.counting.tally import Tally
from data_access.release.workload import Table


@dataclass(frozen=True)
class Task:
    """What is counted in every range alike: see data_access.publishing.counting.count."""

    tables: tuple[Table, ...]
    until: date
    is_clipped: bool


@dataclass(frozen=True)
class Seen:
    """What another process needs to read the state of the cases that the publisher sees.

    address: of the database, None where a worker takes it from its own CASE_DATABASE_URL. database: its random name.
    snapshot: the name of PostgreSQL's. program: the hash of the program that is to count, None on the same machine.
    """

    address: URL | None
    database: str
    snapshot: str | None = None
    program: str | None = None


def count_range(connection: Connection, task: Task, cases: range) -> Tally:
    """Count the publishable cases with these numbers (case.id). Of one state of the database, the counts of ranges that
    do not overlap add up to those of all, wherever the borders are: nothing of a case depends on another."""
    tally = Tally(task.tables)
    blocks = coding.coded_blocks(connection, tally.vocabulary, task.until, cases, is_clipped=task.is_clipped)
    for block in blocks:
        tally.add(block)
    return tally


def count_apart(seen: Seen, task: Task, cases: range) -> Tally:
    """Count a range in a process of its own, over a connection that may only read.

    Raises BadInput where it cannot see what the publisher sees, and for whatever else stops it: what another process
    raises is for people too, and says nothing of a row.
    """
    try:
        if seen.program not in (None, program()):
            raise BadInput(
                "A worker runs another version of this program than the publisher, and might count otherwise: install "
                "the same on all. Nothing was spent."
            )
        engine = open_database(seen.address or _own_address(), read_only=True)
        try:
            with engine.connect() as connection:
                return count_range(_joined(connection, seen), task, cases)
        finally:
            engine.dispose()
    except NoConnection as error:
        raise BadInput(f"{error} That was said to a process that counts. Nothing was spent.") from None
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(f"A process that counts could not go on. {reason_of(error)} Nothing was spent.") from None


def _own_address() -> URL:
    url = database_url("CASE_DATABASE_URL")
    if url.get_backend_name() == "sqlite":
        raise BadInput(
            "A worker of the cluster has no PostgreSQL address in its CASE_DATABASE_URL: set it where the worker is "
            "started, for a user that may only read (docs/scaling.md). Nothing was spent."
        )
    return url


def _joined(connection: Connection, seen: Seen) -> Connection:
    """Begin a transaction that sees what the publisher sees."""
    if seen.snapshot:
        connection = connection.execution_options(isolation_level="REPEATABLE READ")
        if not re.fullmatch("[0-9A-F-]+", seen.snapshot):  # no parameter may stand there
            raise ValueError("not the name of a snapshot")
        connection.exec_driver_sql(f"SET TRANSACTION SNAPSHOT '{seen.snapshot}'")
    if connection.scalar(select(schema.identity.c.name)) != seen.database:
        raise BadInput(
            "A process that counts was given the address of another case database than the publisher: see its "
            "CASE_DATABASE_URL. Nothing was spent."
        )
    return connection


@contextmanager
def shared(connection: Connection, *, on_cluster: bool = False) -> Iterator[Seen]:
    """Give what other processes need to see the same cases as this connection until the block ends.

    On PostgreSQL the transaction exports its snapshot, and theirs begin with it: whoever cannot (another server, a
    standby, a transaction that is over) gets an error and no other state.

    SQLite lends a snapshot to nobody. But the publisher's transaction has held the lock of the only writer since it
    began (BEGIN IMMEDIATE), and has written no case: so nobody can commit until it ends, and every reader that begins
    meanwhile sees the last state that was committed, which for the cases is the publisher's. Where that lock does not
    hold (a caller without it, a file system of a network), a third connection sees by SQLite's own counter of commits
    that somebody wrote between the first range and the last, and nothing of the counts is used. What was written before
    it first looks is in all ranges. Raises BadInput then. Whether the same file was read, the database's name tells.
    """
    name = str(connection.scalar(select(schema.identity.c.name)))
    url = connection.engine.url
    if connection.dialect.name == "postgresql":
        snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        yield Seen(None, name, snapshot, program()) if on_cluster else Seen(url, name, snapshot)
        return
    watched = Path(str(url.database)).absolute().as_uri()
    with closing(sqlite3.connect(f"{watched}?mode=ro", uri=True, isolation_level=None)) as watch:
        before = watch.execute("PRAGMA data_version").fetchone()
        yield Seen(url, name)
        if watch.execute("PRAGMA data_version").fetchone() != before:
            raise BadInput(
                "The case database was written while it was counted, so that not all ranges saw the same cases. "
                "Publish again when nobody writes it. Nothing was spent."
            )


@cache
def program() -> str:
    """Return a hash of the program that reads the cases: whoever has the same counts the same."""
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted((PROJECT / "data_access").rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PROJECT)} {len(content)} ".encode() + content)
    return digest.hexdigest()
