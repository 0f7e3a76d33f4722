"""Two publishers at once, of one case database or of two copies of it: one waits, and counts what the other spent."""

import secrets
import shutil
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from data_access.database import open_database, wait_for_turn
from data_access.errors import BadInput
from data_access.failures import Stopped
from data_access.publishing import decisions
from data_access.publishing import publish as publishing
from data_access.publishing.publish import publish
from data_access.publishing.release_store import writing
from data_access.release.release_database import list_releases
from tests.worlds.people import DELTA
from tests.worlds.publications import RHO, Publish, ledger, on_server, releases, run, small, world

pytestmark = pytest.mark.slow

__all__ = ["releases", "run", "small", "world"]


def test_two_publishers_at_once_make_one_release(
    world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    both_began = threading.Barrier(2)
    look = publishing.budget

    def wait_and_look(*arguments: Any) -> float:
        both_began.wait(20)
        return look(*arguments)

    monkeypatch.setattr(publishing, "budget", wait_and_look)
    made: list[dict[str, Any]] = []

    def work() -> None:
        engine = open_database(world.url)
        made.append(publish(engine, releases, kind="public", epsilon=1, delta=DELTA))
        engine.dispose()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(result["drawn"] for result in made) == [False, True]
    assert {result["release"] for result in made} == {1}
    assert ledger(world) == [RHO]
    assert len(list_releases(releases)) == 1


@pytest.fixture
def copy(world: Engine, tmp_path: Path) -> Iterator[Engine]:
    """The same case database once more, as a restored backup beside the first."""
    world.dispose()
    if world.dialect.name == "sqlite":
        url = world.url.set(database=str(tmp_path / "copy.db"))
        shutil.copy(str(world.url.database), str(url.database))
    else:
        url = world.url.set(database=f"copy_{secrets.token_hex(4)}")
        on_server(world, f"CREATE DATABASE {url.database} TEMPLATE {world.url.database}")
    engine = open_database(url)
    yield engine
    engine.dispose()
    if world.dialect.name == "postgresql":
        on_server(world, f"DROP DATABASE {url.database} WITH (FORCE)")


def test_two_copies_of_a_case_database_at_once_do_not_pass_the_cap(
    world: Engine, copy: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "1.2")
    both_looked = threading.Barrier(2)
    count = publishing.count

    def wait_and_count(*arguments: Any) -> Any:
        with suppress(threading.BrokenBarrierError):  # where the other one waits for this
            both_looked.wait(0.7)
        return count(*arguments)

    monkeypatch.setattr(publishing, "count", wait_and_count)
    made: list[Any] = []

    def work(cases: Engine, year: int) -> None:
        try:
            made.append(
                publish(cases, releases, kind="public", epsilon=1, delta=DELTA, as_of=date(year, 12, 31))["drawn"]
            )
        except BadInput as refused:
            made.append(str(refused))

    threads = [threading.Thread(target=work, args=(cases, 2023 + n)) for n, cases in enumerate((world, copy))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ledger(world) + ledger(copy)) == [RHO]
    assert len(list_releases(releases)) == 1
    refused = next(said for said in made if said is not True)
    assert "the cap is 1.2" in refused
    assert True in made


def test_who_waits_too_long_for_the_releases_is_told_so(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (publishing, decisions):
        monkeypatch.setattr(module, "LONGEST_WAIT_S", 0.2)
    other = open_database(releases.url)
    with writing(other), pytest.raises(Stopped, match=r"Another command is working.* nothing was spent"):
        run()
    other.dispose()
    assert ledger(world) == []
    assert run()["drawn"]


def test_nobody_is_withdrawn_between_the_count_and_the_exact_release(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, keep, waited = open_database(world.url), publishing.keep_release, []

    def keep_late(*arguments: Any, **options: Any) -> Any:
        with other.connect() as connection:
            if other.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA busy_timeout = 1")  # type: ignore[union-attr]
            with pytest.raises(OperationalError, match="lock"), connection.begin():
                wait_for_turn(connection, 0.001)
            waited.append(True)
        return keep(*arguments, **options)

    monkeypatch.setattr(publishing, "keep_release", keep_late)
    run(kind="restricted")
    other.dispose()
    assert waited
