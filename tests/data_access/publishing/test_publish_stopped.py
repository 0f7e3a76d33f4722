"""A publication that is stopped: it ends in a release or spends nothing, and whatever is said of it is true."""

import os
import resource
import signal
import sys
from collections.abc import Callable
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.exc import OperationalError

from data_access.__main__ import main
from data_access.cases import schema
from data_access.database import open_database
from data_access.errors import BadInput
from data_access.failures import Stopped
from data_access.publishing import intention, release_store
from data_access.publishing import publish as publishing
from data_access.publishing.publish import publish
from data_access.release.release import Release
from data_access.release.release_database import list_releases
from data_access.release.workload import CHOSEN_AXES, WORKLOAD
from tests.worlds.people import DELTA, Person, add, small_domains
from tests.worlds.publications import RHO, WORLD, Publish, address, ledger, numbers, releases, run, small, world

pytestmark = pytest.mark.slow

__all__ = ["releases", "run", "small", "world"]

BEFORE = [(intention, "outlook"), (publishing, "count"), (publishing, "measure"), (publishing, "manifest_of")]
BEFORE += [(publishing, "insert")]
AFTER = [(publishing, "_copy"), (release_store, "_insert"), (release_store, "make_active")]
MOMENTS = [*((*moment, False) for moment in BEFORE), *((*moment, True) for moment in AFTER)]
each_moment = pytest.mark.parametrize(("module", "name", "is_drawn"), MOMENTS, ids=[name for _, name, _ in MOMENTS])


def _publish(cases: str, releases: str) -> None:
    publish(open_database(make_url(cases)), open_database(make_url(releases)), kind="public", epsilon=1, delta=DELTA)


def _killed(module: Any, name: str, *addresses: str) -> None:
    setattr(module, name, lambda *arguments, **options: os.kill(os.getpid(), signal.SIGKILL))
    _publish(*addresses)


def in_a_process(work: Callable[..., None], *arguments: Any) -> int:
    process = get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join(120)
    return process.exitcode or 0


@each_moment
def test_killed_at_any_moment_it_is_paid_for_and_drawn_once(
    run: Publish, world: Engine, releases: Engine, module: Any, name: str, is_drawn: bool
) -> None:
    world.dispose()
    releases.dispose()
    assert in_a_process(_killed, module, name, address(world), address(releases)) == -signal.SIGKILL
    assert ledger(world) == [RHO] * is_drawn
    assert list_releases(releases) == []
    again = run()
    assert (again["new"], again["drawn"]) == (True, not is_drawn)
    assert ledger(world) == [RHO]
    assert len(list_releases(releases)) == 1
    with world.connect() as connection:
        table = schema.drawn_table
        kept = {row.name: row.content for row in connection.execute(select(table))}
    assert numbers(releases, again["release"]) == kept


@pytest.mark.parametrize(("module", "name"), AFTER[:2])
def test_a_redraw_that_was_stopped_after_it_was_drawn_is_not_drawn_again(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    def stop(*arguments: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    run()
    with monkeypatch.context() as patch, pytest.raises(Stopped, match="spends nothing more"):
        patch.setattr(module, name, stop)
        run(redraw=True)
    assert ledger(world) == [RHO] * 2
    again = run(redraw=True)
    assert (again["new"], again["drawn"]) == (True, False)
    assert "that redraw is used first" in again["message"]
    assert ledger(world) == [RHO] * 2
    assert run(redraw=True)["drawn"]
    assert ledger(world) == [RHO] * 3


@each_moment
@pytest.mark.parametrize("error", [KeyboardInterrupt(), KeyError("row")])
def test_what_is_said_of_it_is_true(
    world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    module: Any, name: str, is_drawn: bool, error: BaseException,
) -> None:  # fmt: skip
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")

    def fail(*arguments: Any, **options: Any) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(module, name, fail)
        assert main(["publish", "--epsilon", "1"]) == (130 if isinstance(error, KeyboardInterrupt) else 2)
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert "row" not in said.err
    # what goes wrong once noise was drawn may depend on it: Ctrl+C does not
    is_charged = name in ("measure", "manifest_of", "insert") and isinstance(error, Exception)
    assert len(ledger(world)) == (is_drawn or is_charged)
    if is_charged:
        assert "counts as spent" in said.err
    else:
        assert ("(epsilon 1 is spent) and are kept" if is_drawn else "nothing was spent") in said.err
    assert main(["publish", "--epsilon", "1"]) == 0
    assert len(ledger(world)) == 1 + is_charged
    assert len(list_releases(open_database(make_url(f"sqlite:///{tmp_path / 'releases.db'}")))) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stopped_while_the_databases_are_opened_it_says_that_nothing_was_spent(
    world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], number: int
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    for name, error in (
        ("data_access.cases.case_database.open_case_database", None),
        ("data_access.release.release_database.open_release_database", OSError(28, "No space left on device")),
    ):

        def fail(*arguments: Any, error: Exception | None = error) -> None:
            if error:
                raise error
            os.kill(os.getpid(), number)

        with monkeypatch.context() as patch:
            patch.setattr(name, fail)
            assert main(["publish"]) == (2 if error else 130)
        assert "nothing was spent" in capsys.readouterr().err


def test_a_failed_draw_that_cannot_be_charged_is_said_to_be_so(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = publishing.record

    def record(connection: Any, entry: Any) -> None:
        if entry.reason == "failed":
            raise OperationalError("", None, Exception("disk I/O error"))
        real(connection, entry)

    monkeypatch.setattr(publishing, "record", record)
    monkeypatch.setattr(publishing, "manifest_of", lambda *arguments, **options: 1 / 0)
    with pytest.raises(BadInput, match="is to count as spent, and could not be entered"):
        run()


def test_a_draw_that_failed_stands_in_the_ledger(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(publishing, "manifest_of", lambda *arguments, **options: 1 / 0)
        with pytest.raises(BadInput, match=r"ZeroDivisionError in tests/\S+/test_publish_stopped\.py, line"):
            run()
    entries = Release(releases, run()["release"]).manifest["ledger"]
    assert [entry["reason"] for entry in entries] == ["failed", "date"]


def _publish_on_a_full_disk(largest_file: int, said: str) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))
    with Path(said).open("w", buffering=1) as sys.stderr:
        os._exit(main(["publish", "--epsilon", "1"]))


@pytest.mark.parametrize(
    ("largest_file", "is_drawn", "truth"),
    [(40_000, False, "nothing was spent"), (155_000, True, "(epsilon 1 is spent) and are kept")],
)
def test_on_a_full_disk_what_is_said_is_true(
    sqlite_cases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest_file: int, is_drawn: bool, truth: str
) -> None:
    """Full while the draw is written, and full while it is copied."""
    monkeypatch.setenv("CASE_DATABASE_URL", address(sqlite_cases))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    monkeypatch.setattr(publishing, "WORKLOAD", WORKLOAD)  # more than fits into the file
    with sqlite_cases.begin() as connection:
        add(connection, WORLD)
    sqlite_cases.dispose()
    with small_domains((2015, 2026), CHOSEN_AXES):
        assert main(["init"]) == 0
        said = tmp_path / "said"
        assert in_a_process(_publish_on_a_full_disk, largest_file, str(said)) == 2
        assert "The disk is full" in said.read_text()
        assert truth in said.read_text()
        assert len(ledger(sqlite_cases)) == is_drawn
        assert main(["publish", "--epsilon", "1"]) == 0
    assert len(ledger(sqlite_cases)) == 1


@pytest.mark.postgres
def test_on_a_full_disk_of_postgresql_nothing_is_spent(
    postgres_cases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with postgres_cases.begin() as connection:
        add(connection, WORLD)
        connection.execute(text(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$"
        ))  # fmt: skip
        connection.execute(text("CREATE TRIGGER full_disk BEFORE INSERT ON drawn_table EXECUTE FUNCTION full_disk()"))
    monkeypatch.setenv("CASE_DATABASE_URL", address(postgres_cases))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    assert main(["publish"]) == 2
    said = capsys.readouterr().err
    assert "The disk is full" in said
    assert "nothing was spent" in said
    assert ledger(postgres_cases) == []


def test_what_is_imported_meanwhile_is_in_the_next_release(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What an import would commit while cases are counted waits, and is in the next release only."""
    other = open_database(world.url)
    count, waited = publishing.count, []

    def count_late(*arguments: Any) -> Any:
        try:
            if other.dialect.name == "sqlite":
                with other.connect() as connection:
                    connection.connection.driver_connection.execute("PRAGMA busy_timeout = 1")  # type: ignore[union-attr]
            with other.begin() as connection:
                if other.dialect.name == "postgresql":
                    connection.execute(text("SET LOCAL lock_timeout = 1"))
                add(connection, [Person(gender="Masculine")] * 900, first=5_000)
        except OperationalError as error:
            assert "lock" in str(error)
            waited.append(error)
        return count(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(publishing, "count", count_late)
        first = run(as_of=date(2024, 12, 31))
    assert Release(releases, first["release"]).manifest["cases_about"] in (300, 400, 500, 600)
    assert len(waited) == 1
    with other.begin() as connection:
        add(connection, [Person(gender="Masculine")] * 900, first=5_000)
    later = run()
    assert Release(releases, later["release"]).manifest["cases_about"] in (1200, 1300, 1400, 1500)
    other.dispose()
