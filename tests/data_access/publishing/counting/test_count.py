"""Whoever counts, and in which ranges, the counts are the same; and a process that dies costs nothing."""

import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_series_equal
from sqlalchemy import Connection, Engine, insert, select, text, update
from sqlalchemy.exc import DatabaseError, OperationalError

from data_access.cases import schema
from data_access.database import open_database
from data_access.errors import BadInput
from data_access.failures import Stopped
from data_access.publishing import coding
from data_access.publishing.counting import count as counting
from data_access.publishing.counting import ranges
from data_access.publishing.counting.count import count
from data_access.publishing.counting.ranges import Seen, Task, count_apart, count_range, shared
from data_access.publishing.counting.tally import Tally
from data_access.publishing.counting.workers import Workers, processes
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import DENOMINATORS, WORKLOAD, Table
from tests.conftest import LONG
from tests.waiting import wait_until
from tests.worlds.databases import begin_with
from tests.worlds.people import SMALL_WORKLOAD, UNTIL, Person, add, crowd, fill, quiet
from tests.worlds.publications import Publish, ledger, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]

TABLES = (*WORKLOAD, *DENOMINATORS)
SMALL_TASK = Task(SMALL_WORKLOAD, UNTIL, True)
Counts = dict[Table, pd.Series]


@pytest.fixture
def crowded(case_engine: Engine) -> Engine:
    def make() -> None:
        with case_engine.begin() as connection:
            fill(connection, crowd(150))

    return begin_with(case_engine, "crowd of 150", make)


@pytest.fixture(autouse=True)
def short_ranges(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small world has several, and some of them nobody."""
    monkeypatch.setattr(counting, "SHORTEST_RANGE", 20)


def equal(found: Counts, expected: Counts) -> bool:
    assert list(found) == list(expected)
    for table, counts in expected.items():
        assert_series_equal(found[table], counts)
        assert list(counts.index) == sorted(counts.index)
    return True


@pytest.mark.slow
def test_one_two_and_four_processes_count_the_same(crowded: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def counted(number: int | None, workload: tuple[Table, ...] = TABLES, *, is_clipped: bool = True) -> Counts:
        with crowded.connect() as connection:
            return count(connection, workload, UNTIL, quiet, Workers(number), is_clipped=is_clipped)

    one = counted(1)
    assert one[WORKLOAD[0]].sum() == 150
    assert equal(counted(2), one)
    assert equal(counted(4), one)
    exact = (*WORKLOAD, *RESTRICTED)
    assert equal(counted(2, exact, is_clipped=False), counted(1, exact, is_clipped=False))
    monkeypatch.setattr(counting, "SHORTEST_RANGE", 50_000)
    assert equal(counted(None), one)


@pytest.mark.long
@settings(suppress_health_check=list(HealthCheck), max_examples=100 if LONG else 5)
@given(st.integers(0, 999), st.sets(st.integers(2, 40), max_size=6), st.randoms())
def test_wherever_the_borders_of_ranges_are_the_counts_are_the_same(
    sqlite_cases: Engine, seed: int, borders: set[int], lot: random.Random
) -> None:
    task = Task(TABLES, UNTIL, True)
    ends = sorted({1, 41, *borders})
    parts = [range(*pair) for pair in pairwise(ends)]
    lot.shuffle(parts)
    total = Tally(TABLES)
    with sqlite_cases.connect() as connection, connection.begin() as transaction:
        fill(connection, crowd(40, seed))
        whole = count_range(connection, task, coding.all_cases(connection))
        for part in parts:
            total.merge(count_range(connection, task, part))
        transaction.rollback()
    assert total.people == whole.people == 40
    assert equal(*({table: tally.counts(table) for table in TABLES} for tally in (total, whole)))


@pytest.mark.long
@pytest.mark.postgres
def test_both_engines_count_the_same(sqlite_cases: Engine, postgres_cases: Engine) -> None:
    """With one secret, which decides what is counted of long lists."""
    with sqlite_cases.connect() as connection:
        salt = connection.scalar(select(schema.key_salt.c.salt))
    with postgres_cases.begin() as connection:
        connection.execute(update(schema.key_salt).values(salt=salt))
    found = []
    for engine, number in ((sqlite_cases, 1), (postgres_cases, 2)):
        with engine.begin() as connection:
            fill(connection, crowd(60))
        with engine.connect() as connection:
            found.append(count(connection, TABLES, UNTIL, quiet, Workers(number)))
    assert equal(*found)


def test_nobody_is_counted_as_nobody(sqlite_cases: Engine) -> None:
    with sqlite_cases.connect() as connection:
        for workers in Workers(1), Workers(2):
            counts = count(connection, SMALL_WORKLOAD, UNTIL, quiet, workers)
            assert [len(one) for one in counts.values()] == [0, 0, 0]


def test_more_processes_than_a_machine_holds_are_refused_and_nothing_is_spent(run: Publish, world: Engine) -> None:
    with pytest.raises(BadInput, match=r"256 processes are the most\. Nothing was spent"):
        run(workers=Workers(10**20))
    assert len(ledger(world)) == 0


def _die(mark: str, seen: Seen, task: Task, cases: range) -> Tally:
    """Die of the first range that somebody counts; of every range where there is no mark."""
    if not mark:
        os.kill(os.getpid(), signal.SIGKILL)
    try:
        Path(mark).touch(exist_ok=False)
    except FileExistsError:
        return count_apart(seen, task, cases)
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


@pytest.mark.long
def test_a_process_that_dies_is_replaced_and_nobody_is_counted_twice(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(counting, "count_apart", partial(_die, str(tmp_path / "died")))
    counted: list[Counts] = []
    monkeypatch.setattr("data_access.publishing.publish.count", _noted(counted))
    assert run(workers=Workers(2))["drawn"]
    assert (tmp_path / "died").exists()
    assert len(ledger(world)) == 1
    with world.connect() as connection:
        assert equal(counted[0], count(connection, SMALL_WORKLOAD, UNTIL, quiet, Workers(1)))


def _noted(counted: list[Counts]) -> Callable[..., Counts]:
    def noted(connection: Connection, *arguments: Any) -> Counts:
        counted.append(count(connection, SMALL_WORKLOAD, UNTIL, quiet, arguments[-1]))
        return counted[0]

    return noted


@pytest.mark.long
def test_processes_that_die_again_and_again_are_given_up_and_nothing_is_spent(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(counting, "count_apart", partial(_die, ""))
        with pytest.raises(BadInput, match=r"Processes that count died 3 times.*Nothing was spent"):
            run(workers=Workers(2))
    assert ledger(world) == []
    assert multiprocessing.active_children() == []
    assert run(workers=Workers(1))["drawn"]
    assert len(ledger(world)) == 1


def _wait(mark: str, seen: Seen, task: Task, cases: range) -> Tally:
    (Path(mark) / str(os.getpid())).touch()
    signal.pause()
    raise AssertionError


@pytest.mark.slow
def test_stopped_it_does_not_wait_for_those_who_count(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def stop(*arguments: Any, **options: Any) -> None:
        assert wait_until(lambda: any(marks.iterdir()), seconds=300)
        raise KeyboardInterrupt

    marks = tmp_path / "counting"
    marks.mkdir()
    monkeypatch.setattr(counting, "count_apart", partial(_wait, str(marks)))
    monkeypatch.setattr(counting, "wait", stop)
    with pytest.raises(Stopped, match="nothing was spent"):
        run(workers=Workers(2))
    assert multiprocessing.active_children() == []
    assert ledger(world) == []


def _hold(mark: str) -> None:
    with processes(2) as crew:
        crew.executor.submit(_wait, mark, Seen(None, ""), SMALL_TASK, range(1)).result()


@pytest.mark.slow
def test_processes_end_with_the_publisher_though_it_was_killed(tmp_path: Path) -> None:
    publisher = multiprocessing.get_context("fork").Process(target=_hold, args=(str(tmp_path),))
    publisher.start()
    assert wait_until(lambda: any(tmp_path.iterdir()), seconds=300)
    publisher.kill()
    publisher.join()
    [counting_process] = (int(path.name) for path in tmp_path.iterdir())
    assert wait_until(lambda: not _is_alive(counting_process))


def _is_alive(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except FileNotFoundError:
        return False


def _write(connection: Connection, task: Task, cases: range) -> Tally:
    connection.execute(insert(schema.import_run).values(id=9, content_hash="", file_name="", format="htcds"))
    raise AssertionError


def test_whoever_counts_may_only_read(crowded: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "count_range", _write)
    with (
        crowded.connect() as connection,
        shared(connection) as seen,
        pytest.raises(BadInput, match=r"may be read and not be written|refused the work"),
    ):
        count_apart(seen, SMALL_TASK, range(9))


def test_all_ranges_see_one_state_of_the_cases(crowded: Engine) -> None:
    """What is committed while they are counted is in none of them; SQLite's lock keeps it waiting."""
    other = open_database(crowded.url)
    with crowded.connect() as connection, shared(connection) as seen:
        before = count_range(connection, SMALL_TASK, range(1, 999))
        try:
            if other.dialect.name == "sqlite":
                with other.connect() as impatient:
                    impatient.connection.driver_connection.execute("PRAGMA busy_timeout = 1")  # type: ignore[union-attr]
            with other.begin() as writing:
                add(writing, [Person()] * 9, first=500)
        except OperationalError as error:
            assert "locked" in str(error)
        else:
            assert other.dialect.name == "postgresql"
        after = count_apart(seen, SMALL_TASK, range(1, 999))
    assert after.people == before.people == 150
    assert equal(*({table: tally.counts(table) for table in SMALL_WORKLOAD} for tally in (after, before)))
    other.dispose()


def test_without_a_lock_what_was_written_meanwhile_is_noticed(sqlite_cases: Engine) -> None:
    with sqlite_cases.begin() as connection:
        fill(connection, [Person()])
    reader = open_database(sqlite_cases.url, read_only=True)
    with (
        pytest.raises(BadInput, match=r"written while it was counted.*Nothing was spent"),
        reader.connect() as connection,
        shared(connection),
        sqlite_cases.begin() as writing,
    ):
        add(writing, [Person()], first=500)
    reader.dispose()


def test_another_database_is_refused(crowded: Engine) -> None:
    with (
        crowded.connect() as connection,
        shared(connection) as seen,
        pytest.raises(BadInput, match="address of another case database"),
    ):
        count_apart(Seen(seen.address, "another", seen.snapshot), SMALL_TASK, range(9))


@pytest.mark.postgres
def test_a_state_that_is_over_is_not_replaced_by_another(postgres_cases: Engine) -> None:
    with postgres_cases.connect() as connection, shared(connection) as seen:
        pass
    with pytest.raises(BadInput, match=r"could not go on\. .*Nothing was spent"):
        count_apart(seen, SMALL_TASK, range(9))


@pytest.mark.postgres
def test_a_user_with_the_rights_of_the_document_can_count(postgres_cases: Engine) -> None:
    """Those that docs/scaling.md grants."""
    document = (Path(__file__).resolve().parents[4] / "docs" / "scaling.md").read_text(encoding="utf-8")
    [grant] = (line.strip() for line in document.splitlines() if "GRANT SELECT" in line)
    with postgres_cases.begin() as connection:
        fill(connection, crowd(20))
        connection.execute(text("CREATE ROLE counting_worker LOGIN"))
        connection.execute(text(grant.rstrip(";")))
    try:
        with postgres_cases.connect() as connection, shared(connection) as seen:
            theirs = Seen(postgres_cases.url.set(username="counting_worker"), seen.database, seen.snapshot)
            assert count_apart(theirs, SMALL_TASK, range(1, 99)).people == 20
        as_worker = open_database(postgres_cases.url.set(username="counting_worker"))
        with pytest.raises(DatabaseError), as_worker.connect() as connection:
            connection.execute(text("SELECT * FROM privacy_ledger"))
        as_worker.dispose()
    finally:
        with postgres_cases.begin() as connection:
            connection.execute(text("DROP OWNED BY counting_worker"))
            connection.execute(text("DROP ROLE counting_worker"))
