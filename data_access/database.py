"""Engines for the case database and the release databases, and the migrations of both."""

import os
import sqlite3
from functools import partial
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError, OperationalError

from data_access.errors import DatabaseUnavailable, NoConnection

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT_URLS = {
    "CASE_DATABASE_URL": "sqlite:///var/cases.db",
    "RELEASE_DATABASE_URL": "sqlite:///var/releases.db",
    "RESTRICTED_RELEASE_DATABASE_URL": "sqlite:///var/restricted_releases.db",
}

LARGEST_ID = 2**31 - 1  # of a row; a database does not look for one that no column can hold, but raises

# how long a command waits for another one that works on the same database
LONGEST_WAIT_S = 120
# how long what was deleted waits for those who read, before it is said that it is still in the file
LONGEST_READ_S = 20.0
# how long a dashboard, or a command that makes files, waits for an answer of the release database
LONGEST_ANSWER_S = 5


def database_url(setting: str) -> URL:
    """Return the address in the environment variable `setting`, or its default file under var/.

    Relative SQLite paths are taken from the project folder, so that commands work from anywhere.
    Raises DatabaseUnavailable when the address cannot be read.
    """
    try:
        url = make_url(os.environ.get(setting) or DEFAULT_URLS[setting])
    except (ArgumentError, ValueError):  # the second for a port that is no number
        # the address itself may hold a password: it is not repeated
        raise DatabaseUnavailable(
            f"The address in {setting} cannot be read. Write it as sqlite:///file.db or postgresql+psycopg://user@host/name."
        ) from None
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_absolute():
        url = url.set(database=str(PROJECT / url.database))
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    return url


def refuse_one_database() -> None:
    """Raise DatabaseUnavailable when releases would be kept in the database of the cases: whoever may read the ones
    could read the others, and the two have different tables."""
    cases, *others = ((setting, database_url(setting)) for setting in DEFAULT_URLS)
    for setting, url in others:
        if _place(url) == _place(cases[1]):
            raise DatabaseUnavailable(
                f"{cases[0]} and {setting} name the same database: they must be two databases. Change one of the "
                "addresses. Nothing was changed."
            )


def _place(url: URL) -> tuple[Any, ...]:
    if url.get_backend_name() == "sqlite":
        return ("sqlite", Path(url.database).resolve() if url.database else object())
    return (url.get_backend_name(), url.host, url.port or 5432, url.database)


def open_database(url: URL, *, read_only: bool = False, longest_s: int | None = None) -> Engine:
    """Return an engine on SQLite (WAL, foreign keys on) or PostgreSQL.

    A read-only engine refuses every write at the database. longest_s: after how many seconds a statement is given up,
    also when the server does not answer at all; without, a command may count for hours.
    Raises DatabaseUnavailable for other engines.
    """
    if url.get_backend_name() == "postgresql":
        options = "-c default_transaction_read_only=on" if read_only else ""
        options += f" -c statement_timeout={1000 * longest_s}" if longest_s else ""
        engine = create_engine(url, pool_pre_ping=True, connect_args={"options": options, "connect_timeout": 5})
        event.listen(engine, "handle_error", _say_why_there_is_no_connection)
        if longest_s:
            event.listen(engine, "do_connect", partial(_connect_for, longest_s))
        return engine
    if url.get_backend_name() != "sqlite":
        raise DatabaseUnavailable(f"{url.get_backend_name()} is not supported; use sqlite or postgresql.")
    if not read_only and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": longest_s or (30 if read_only else LONGEST_WAIT_S)})

    @event.listens_for(engine, "connect")
    def _set_pragmas(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # so that BEGIN below is the only one, and DDL rolls back too
        if read_only:
            connection.execute("PRAGMA query_only = ON")
        else:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # a writer takes its lock at once: two imports then wait for each other instead of failing half-way
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")

    return engine


def _connect_for(longest_s: int, dialect: Any, record: Any, arguments: list[Any], options: dict[str, Any]) -> Any:
    """Connect to a PostgreSQL server that may freeze: a limit of the server's own does not end what it does not do."""
    import psycopg

    class Patient(psycopg.Connection[Any]):
        def wait(self, *given: Any, **more: Any) -> Any:
            more["timeout"] = longest_s if more.get("timeout") is None else more["timeout"]
            try:
                return super().wait(*given, **more)
            except psycopg.errors._WaitTimeout as error:
                self.pgconn.finish()  # what else is asked of it fails at once
                raise psycopg.OperationalError(f"connection given up: no answer within {longest_s} s") from error

    return Patient.connect(*arguments, **options)


def empty_log(engine: Engine) -> bool:
    """Have what SQLite keeps of former pages beside its file go too. False where somebody who reads keeps it there."""
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        [(before,)] = driver.execute("PRAGMA busy_timeout").fetchall()
        driver.execute(f"PRAGMA busy_timeout = {int(1000 * LONGEST_READ_S)}")
        [(is_busy, *_)] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        driver.execute(f"PRAGMA busy_timeout = {before}")
    return not is_busy


def wait_for_turn(connection: Connection, longest_s: float | None = None, table: str = "import_run") -> None:
    """Let one command at a time write the case database, from here to the end of the transaction.

    The first statement of a transaction, so that all it sees is what the command before it wrote. SQLite has its lock
    since BEGIN. longest_s: seconds to wait, LONGEST_WAIT_S without. Raises sqlalchemy.exc.OperationalError after them
    (failures.told puts it into words). table: that of another database by which its writers wait.
    """
    if connection.dialect.name != "postgresql":
        return
    # LOCK takes no snapshot, as a function that locks would; readers and backups are not kept waiting
    milliseconds = int(1000 * (LONGEST_WAIT_S if longest_s is None else longest_s))
    connection.execute(text(f"SET LOCAL lock_timeout = {milliseconds}"))
    connection.execute(text(f'LOCK TABLE "{table}" IN EXCLUSIVE MODE'))
    connection.execute(text("SET LOCAL lock_timeout TO DEFAULT"))


def _say_why_there_is_no_connection(context: ExceptionContext) -> None:
    """Put a sentence in the place of the driver's error, which repeats the address."""
    if context.connection is not None or not isinstance(context.sqlalchemy_exception, OperationalError):
        return
    said = str(context.original_exception).casefold()
    if "password" in said or "role" in said or "authentication" in said:
        raise NoConnection(
            "The PostgreSQL server answers, but does not let this user in. Check the user and the password in the "
            "address of the database (CASE_DATABASE_URL, RELEASE_DATABASE_URL), and what the server's pg_hba.conf "
            "allows."
        )
    if "does not exist" in said:
        raise NoConnection(
            "The PostgreSQL server answers, but has no database of this name. Create it (createdb NAME), or correct "
            "the name in the address (CASE_DATABASE_URL, RELEASE_DATABASE_URL)."
        )
    raise NoConnection(
        "The PostgreSQL server cannot be reached. Check that it runs (pg_isready), that this machine may reach it, and "
        "the host and port in the address of the database (CASE_DATABASE_URL, RELEASE_DATABASE_URL)."
    )


def migrate(engine: Engine, history: str) -> None:
    """Bring a database to the newest schema. `history` is "cases" or "releases". Raises DatabaseUnavailable for one
    that a newer program has changed."""
    config = _config(history)
    with engine.begin() as connection:
        refuse_newer(connection, history)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def refuse_newer(connection: Connection, history: str) -> None:
    """Raise DatabaseUnavailable for a database that a newer program has changed: this one does not know its tables."""
    known = {script.revision for script in ScriptDirectory.from_config(_config(history)).walk_revisions()}
    if set(MigrationContext.configure(connection).get_current_heads()) - known:
        which = "case" if history == "cases" else "release"
        raise DatabaseUnavailable(
            f"The {which} database was changed by a newer version of this program. Run the commands of that version, "
            "or restore the backup from before the update."
        )


def _config(history: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "data_access" / "migrations" / history))
    return config
