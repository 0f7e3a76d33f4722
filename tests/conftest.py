"""What tests of several layers share: throw-away databases on both engines."""

import gc
import os
import re
import secrets
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser
from sqlalchemy import Engine, create_engine, make_url, text

from data_access.cases.case_database import prepare
from data_access.database import open_database
from tests.browsing import browsing, chromium_program
from tests.worlds.databases import empty_cases

OLDEST_POSTGRES = 14
LONG = os.environ.get("LONG") == "1"
# how busy the machine is fails no test
settings.register_profile("unhurried", deadline=None, max_examples=100 if LONG else 25)
settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave long walks out unless LONG=1: they take most of the time, and .ci/run takes it.

    A walk is what is marked so, and of what is slow or of PostgreSQL every case after the first of a test. A slow test
    of both engines asks SQLite only.
    """
    if LONG:
        return
    cases: Counter[tuple[str, bool]] = Counter()
    for item in items:
        is_slow, is_of_postgres = (item.get_closest_marker(name) is not None for name in ("slow", "postgres"))
        is_second = is_of_postgres and getattr(item, "callspec", None) and "case_engine" in item.callspec.params
        test = item.nodeid.partition("[")[0], is_of_postgres
        cases[test] += is_slow or is_of_postgres
        if item.get_closest_marker("long") or cases[test] > 1 or (is_slow and is_second):
            item.add_marker(pytest.mark.skip(reason="a long walk: LONG=1 make test"))


def pytest_collection_finish() -> None:
    """Keep the collector of garbage from walking through all that was loaded, again and again: a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def postgres_programs() -> Path | None:
    """The folder of the newest PostgreSQL that is installed, from OLDEST_POSTGRES on; None when there is none."""
    found = {}
    path = shutil.which("initdb")
    for program in [*Path("/usr/lib/postgresql").glob("*/bin/initdb"), *([Path(path)] if path else [])]:
        said = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
        if version := re.search(r"\) (\d+)", said):
            found[int(version[1])] = program.resolve().parent
    newest = max(found, default=0)
    return found[newest] if newest >= OLDEST_POSTGRES else None


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a PostgreSQL cluster on a unix socket in a temporary folder; give the URL of its database `postgres`."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip(f"needs PostgreSQL {OLDEST_POSTGRES} or newer (apt-get install postgresql)")
    # a socket's path may have 107 characters at most, and pytest's own folders are long and closed to other users
    folder = Path("/tmp") / f"pg{secrets.token_hex(4)}"
    folder.mkdir(mode=0o700)
    # PostgreSQL refuses to run as root
    as_user = []
    if os.geteuid() == 0:
        as_user = ["runuser", "-u", "postgres", "--"]
        shutil.chown(folder, "postgres", "postgres")
    data = str(folder / "data")
    run = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder}
    options = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    try:
        initialise = [*as_user, programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-sync"]
        subprocess.run([*initialise, "-E", "UTF8", "--locale=C.UTF-8"], **run)
        control = [*as_user, programs / "pg_ctl", "-D", data, "-w"]
        subprocess.run([*control, "-o", options, "-l", str(folder / "log"), "start"], **run)
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            subprocess.run([*control, "-m", "immediate", "stop"], **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """Make a prepared empty case database once, for others to be copied from; give the cluster's URL."""
    server = create_engine(postgres_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("CREATE DATABASE template_cases"))
    engine = open_database(make_url(postgres_url).set(database="template_cases"))
    prepare(engine)
    engine.dispose()
    server.dispose()
    return postgres_url


@pytest.fixture
def sqlite_cases(tmp_path: Path) -> Iterator[Engine]:
    """Give a prepared empty case database on SQLite."""
    engine = empty_cases(tmp_path / "cases.db")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_cases(postgres_template: str) -> Iterator[Engine]:
    """Give a prepared empty case database on PostgreSQL."""
    name = f"cases_{secrets.token_hex(4)}"
    server = create_engine(postgres_template, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template_cases"))
    engine = open_database(make_url(postgres_template).set(database=name))
    yield engine
    engine.dispose()
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def case_engine(request: pytest.FixtureRequest) -> Engine:
    """Give a prepared empty case database on each engine in turn."""
    engine: Engine = request.getfixturevalue("sqlite_cases" if request.param == "sqlite" else "postgres_cases")
    return engine


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, one a worker: a second one beside it cannot be driven in the same process."""
    program = chromium_program()
    if program is None:
        pytest.skip("Chromium is missing. On Debian or Ubuntu: apt-get install chromium")
    with browsing(program) as chromium:
        yield chromium
