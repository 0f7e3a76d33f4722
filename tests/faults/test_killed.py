"""kill -9 at random moments: a command has done all of its work or none, and done again it ends as if not killed."""

import os
import random
import secrets
import signal
import time
import zipfile
from collections.abc import Callable
from datetime import date
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import Engine, create_engine, func, inspect, make_url, select, table, text

from data_access.cases.case_database import prepare
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.database import open_database
from data_access.importing import import_files
from data_access.publishing.publish import publish
from data_access.publishing.release_store import activate
from exports.__main__ import main as export
from tests.data_access.test_migrations import BEFORE, CASE
from tests.data_access.test_migrations import _at as to_revision
from tests.faults.worlds import MANY, release_of
from tests.worlds.people import DELTA, fill
from tests.worlds.publications import WORLD, releases, small

pytestmark = pytest.mark.slow
__all__ = ["releases", "small"]

MOMENTS = 20 if os.environ.get("WALK") == "1" else 5 if os.environ.get("LONG") == "1" else 3
State = dict[str, int]


class Databases(NamedTuple):
    """The addresses of a case database and a release database, and the folder of a test's files."""

    cases: str
    releases: str
    folder: Path

    def engines(self) -> tuple[Engine, Engine]:
        return open_database(make_url(self.cases)), open_database(make_url(self.releases))

    def copied(self) -> "Databases":
        """A copy of both, that may be spoilt."""
        if self.cases.startswith("sqlite"):
            files = []
            for address in (self.cases, self.releases):
                file = Path(str(make_url(address).database))
                files.append(file.with_name(f"{secrets.token_hex(4)}.db"))
                files[-1].write_bytes(file.read_bytes())
            return Databases(f"sqlite:///{files[0]}", f"sqlite:///{files[1]}", self.folder)
        copies = []
        server = create_engine(make_url(self.cases).set(database="postgres"), isolation_level="AUTOCOMMIT")
        for address in (self.cases, self.releases):
            copies.append(make_url(address).set(database=f"killed_{secrets.token_hex(4)}"))
            with server.connect() as connection:
                connection.execute(text(f"CREATE DATABASE {copies[-1].database} TEMPLATE {make_url(address).database}"))
        server.dispose()
        return Databases(*(copy.render_as_string(hide_password=False) for copy in copies), self.folder)


def _keys(folder: Path, name: str, number: int) -> Path:
    file = folder / f"{name}.csv"
    file.write_text("case_key\n" + "".join(f"{name}-{place:04}\n" for place in range(number)))
    return file


def _load(cases: Engine, folder: Path, name: str) -> None:
    import_files(cases, [_keys(folder, name, 400)], format="htcds", report=folder / "report.csv")


def _import(to: Databases) -> None:
    _load(to.engines()[0], to.folder, "SECOND")


def _withdraw(to: Databases) -> None:
    withdraw(to.engines()[0], [str(_keys(to.folder, "FIRST", 200))], lambda: None)


def _undo(to: Databases) -> None:
    undo(to.engines()[0], None if _state(to)["cases.import_run"] > 1 else 1)


def _publish(to: Databases) -> None:
    publish(*to.engines(), kind="public", epsilon=1, delta=DELTA, as_of=date(2025, 6, 30))


def _activate(to: Databases) -> None:
    activate(to.engines()[1], 1)


COMMANDS = {"import": _import, "withdraw": _withdraw, "undo": _undo, "publish": _publish, "activate": _activate}


@pytest.fixture
def begun(case_engine: Engine, releases: Engine, tmp_path: Path) -> Databases:
    """People, a file of cases, and two releases of which the second is seen."""
    with case_engine.begin() as connection:
        fill(connection, WORLD)
    _load(case_engine, tmp_path, "FIRST")
    for year in (2023, 2024):
        publish(case_engine, releases, kind="public", epsilon=1, delta=DELTA, as_of=date(year, 12, 31))
    case_engine.dispose()
    releases.dispose()
    addresses = (engine.url.render_as_string(hide_password=False) for engine in (case_engine, releases))
    return Databases(*addresses, tmp_path)


def _state(of: Databases) -> State:
    """How many rows each table has, which release is seen, and whether the files are whole."""
    found: State = {}
    for name, engine in zip(("cases", "releases"), of.engines(), strict=True):
        with engine.connect() as connection:
            for one in inspect(connection).get_table_names():
                found[f"{name}.{one}"] = connection.scalar(select(func.count()).select_from(table(one))) or 0
            if engine.dialect.name == "sqlite":
                assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"
                assert not connection.execute(text("PRAGMA foreign_key_check")).all()
            if name == "releases":
                found["seen"] = connection.scalar(text("SELECT release_id FROM active_release")) or 0
        engine.dispose()
    return found


def _process(work: Callable[[Databases], object], to: Databases) -> ForkProcess:
    process = get_context("fork").Process(target=work, args=(to,))
    process.start()
    return process


def _killed(work: Callable[[Databases], object], to: Databases, after_s: float) -> None:
    process = _process(work, to)
    process.join(after_s)
    if process.pid and process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_random_moments_all_of_it_or_nothing_is_there(name: str, begun: Databases) -> None:
    work, before = COMMANDS[name], _state(begun)
    whole = begun.copied()
    start = time.monotonic()
    process = _process(work, whole)
    process.join(120)
    longest, after = time.monotonic() - start, _state(whole)
    assert process.exitcode == 0
    assert after != before
    moments = random.Random(name)
    for _ in range(MOMENTS):
        to = begun.copied()
        _killed(work, to, moments.uniform(0, longest))
        left = _state(to)
        if name == "publish":  # drawn and paid for, it waits to be copied into the releases
            paid = {**before, **{key: value for key, value in after.items() if key.startswith("cases.")}}
            assert left in (before, paid, after)
        else:
            assert left in (before, after)
        if left != after or name == "publish":
            work(to)
        assert _state(to) == after


def test_an_export_that_is_killed_leaves_no_file_or_a_whole_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, out = release_of(tmp_path, MANY), tmp_path / "data.zip"
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{file}")

    def work(to: Databases) -> None:
        export(["data", str(to.folder / "data.zip")])

    to = Databases("", "", tmp_path)
    start = time.monotonic()
    _process(work, to).join(120)
    longest, whole = time.monotonic() - start, _names(out)
    moments = random.Random(1)
    for _ in range(MOMENTS):
        out.unlink(missing_ok=True)
        _killed(work, to, moments.uniform(0, longest))
        assert not out.exists() or _names(out) == whole
    work(to)
    assert _names(out) == whole


def _names(file: Path) -> list[str]:
    with zipfile.ZipFile(file) as content:
        assert content.testzip() is None
        return content.namelist()


def test_a_migration_that_is_killed_leaves_the_old_schema_or_the_new_one(case_engine: Engine, tmp_path: Path) -> None:
    with case_engine.begin() as connection:
        for statement in ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public") if _is_postgres(case_engine) else ():
            connection.execute(text(statement))
    if not _is_postgres(case_engine):
        case_engine.dispose()
        Path(str(case_engine.url.database)).unlink()
    to_revision(case_engine, "0017")
    with case_engine.begin() as connection:
        for statement in (*BEFORE[:3], "INSERT INTO key_salt (id, salt) VALUES (1, 'a key')"):
            connection.execute(text(statement))
        people = [{"id": id, "key": f"k{id}", "source": "own", "run": 1, "consent": True} for id in range(1, 20_001)]
        connection.execute(text(CASE), people)
    case_engine.dispose()
    address = case_engine.url.render_as_string(hide_password=False)
    begun = Databases(address, address, tmp_path)
    before = _revision(begun)
    whole = begun.copied()
    start = time.monotonic()
    _process(_migrate, whole).join(120)
    longest, after = time.monotonic() - start, _revision(whole)
    assert (before[1], after[1]) == (20_000, 20_000)
    assert after[0] != before[0]
    moments = random.Random(2)
    for _ in range(MOMENTS):
        to = begun.copied()
        _killed(_migrate, to, moments.uniform(0, longest))
        assert _revision(to) in (before, after)
        _migrate(to)
        assert _revision(to) == after


def _is_postgres(engine: Engine) -> bool:
    return engine.dialect.name == "postgresql"


def _migrate(to: Databases) -> None:
    prepare(to.engines()[0])


def _revision(of: Databases) -> tuple[str, int]:
    engine = of.engines()[0]
    with engine.connect() as connection:
        revision = connection.scalar(text("SELECT version_num FROM alembic_version"))
        cases = connection.scalar(text('SELECT count(*) FROM "case"'))
    engine.dispose()
    return str(revision), int(cases or 0)
