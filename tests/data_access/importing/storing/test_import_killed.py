"""Stopping or killing a command at any moment leaves the database as it was, and what is said then is true."""

import os
import random
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.bench_import import write_files
from data_access.database import PROJECT
from tests.waiting import wait_until

pytestmark = pytest.mark.slow

CASES = 30_000
# with so small a cache SQLite writes pages to its log long before the commit, which is when a kill could do harm
WITH_SMALL_CACHE = """
import sys
from data_access.importing import command
from data_access.__main__ import main
command.SQLITE_CACHE_KIB = 500
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    return write_files(tmp_path_factory.mktemp("large"), CASES)


def counts(rows, engine):
    return {
        table: rows(engine, f'SELECT count(*) FROM "{table}"')[0][0]
        for table in ("case", "case_event", "case_service", "provider", "import_run")
    }


def start(engine, files, tmp_path):
    return command(
        engine, tmp_path, "import", *map(str, files), "--format", "htcds", "--report", tmp_path / "killed.csv"
    )


def command(engine, tmp_path, *arguments):
    environment = os.environ | {"CASE_DATABASE_URL": engine.url.render_as_string(hide_password=False)}
    environment["RESTRICTED_RELEASE_DATABASE_URL"] = f"sqlite:///{tmp_path}/no_restricted.db"
    return subprocess.Popen(
        [sys.executable, "-c", WITH_SMALL_CACHE, *map(str, arguments)],
        cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def is_writing(engine) -> bool:
    """Whether rows of the import have reached the database's files or server, though nothing is committed."""
    if engine.dialect.name == "sqlite":
        log = engine.url.database + "-wal"
        return os.path.exists(log) and os.path.getsize(log) > 500_000  # noqa: PTH110, PTH202
    with engine.connect() as connection:
        return bool(
            connection.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state <> 'idle' AND "
                    "(query LIKE 'COPY%' OR query LIKE 'DELETE%' OR query LIKE 'UPDATE%')"
                )
            )
        )


@pytest.mark.long
def test_killed_at_any_moment_nothing_is_there_and_the_next_import_works(case_engine, files, load, rows, tmp_path):
    load(case_engine, _small(tmp_path))
    before = counts(rows, case_engine)
    case_engine.dispose()
    killed_while_writing = 0
    moments = random.Random(5)
    for attempt in range(5):
        process = start(case_engine, files, tmp_path)
        # the first is killed while it reads, the second as soon as it writes, the others each a little later
        if attempt:
            _wait(process, lambda: is_writing(case_engine))
        with suppress(subprocess.TimeoutExpired):  # it is over before its moment comes
            process.wait(moments.uniform(0, 0.08 * (attempt - 1)) if attempt else moments.uniform(0.4, 0.9))
        was_running = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
        if was_running:
            _wait_until_quiet(case_engine)
            assert counts(rows, case_engine) in (before, before | _whole(before)), "all of it or nothing"
            assert counts(rows, case_engine) == before or attempt, "nothing can be there while it reads"
            if counts(rows, case_engine) != before:
                break
            killed_while_writing += attempt > 0
    assert killed_while_writing, "at least one import was killed while it wrote"
    if case_engine.dialect.name == "sqlite":
        assert rows(case_engine, "PRAGMA integrity_check") == [("ok",)]
        assert rows(case_engine, "PRAGMA foreign_key_check") == []
    result = load(case_engine, *files)
    assert result["already_loaded"] or result["new"] == CASES
    assert counts(rows, case_engine) == before | _whole(before)


def _small(tmp_path):
    path = tmp_path / "small.csv"
    path.write_text("case_key\nSMALL-1\nSMALL-2\n")
    return path


def _whole(before):
    return {
        "case": before["case"] + CASES,
        "case_event": before["case_event"] + CASES * 13 // 5,
        "case_service": before["case_service"] + CASES * 3,
        "provider": before["provider"] + 3,
        "import_run": before["import_run"] + 1,
    }


def _wait_until_quiet(engine):
    """PostgreSQL notices a moment later that its client is gone, and rolls back."""
    if engine.dialect.name == "postgresql":
        wait_until(lambda: not is_writing(engine), seconds=20)


def _wait(process, condition):
    wait_until(lambda: process.poll() is not None or condition(), every=0.005)


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_stopped_while_it_writes_it_says_that_nothing_was_loaded(case_engine, files, load, rows, tmp_path, sign):
    load(case_engine, _small(tmp_path))
    before = counts(rows, case_engine)
    case_engine.dispose()
    process = start(case_engine, files, tmp_path)
    _wait(process, lambda: is_writing(case_engine))
    process.send_signal(sign)
    said = process.communicate(timeout=60)[1]
    assert "Traceback" not in said
    _wait_until_quiet(case_engine)
    if "Nothing was loaded" in said:
        assert (process.returncode, counts(rows, case_engine)) == (130, before), said
    else:  # it was through before the signal came
        assert counts(rows, case_engine) == before | _whole(before)
        assert "all of it is loaded" in said or process.returncode == 0


@pytest.mark.long
def test_stopped_while_it_reads_it_says_that_nothing_was_loaded(sqlite_cases, files, rows, tmp_path):
    before = counts(rows, sqlite_cases)
    environment = os.environ | {"CASE_DATABASE_URL": str(sqlite_cases.url)}
    arguments = ["import", *map(str, files), "--format", "htcds", "--report", str(tmp_path / "r.csv")]
    process = subprocess.Popen(
        [sys.executable, "-m", "data_access", *arguments],
        cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    # the libraries are being loaded: the command has begun
    _wait(process, lambda: "numpy" in Path(f"/proc/{process.pid}/maps").read_text())
    process.send_signal(signal.SIGINT)
    assert process.communicate(timeout=60)[1].strip() == "Stopped. Nothing was loaded."
    assert process.returncode == 130
    assert counts(rows, sqlite_cases) == before


@pytest.mark.long
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_correction_is_whole_or_nothing_too(case_engine, files, load, rows, tmp_path, sign):
    load(case_engine, *files)
    before = counts(rows, case_engine)
    keys = tmp_path / "keys.csv"
    keys.write_text("case_key\n" + "".join(f"BENCH-2014-{number}\n" for number in range(200)))
    after_withdrawal = before | {"case": before["case"] - 200}
    case_engine.dispose()
    for arguments in (["withdraw", keys], ["undo"]):
        process = command(case_engine, tmp_path, *arguments)
        _wait(process, lambda: is_writing(case_engine))
        process.send_signal(sign)
        said = process.communicate(timeout=60)[1]
        assert "Traceback" not in said
        _wait_until_quiet(case_engine)
        now = counts(rows, case_engine)
        if "Nothing was changed" in said:
            assert now == before
        else:
            assert now["case"] in {before["case"], after_withdrawal["case"], 0, before["case"] - 30_000}
            events = rows(case_engine, 'SELECT count(*) FROM case_event WHERE case_id NOT IN (SELECT id FROM "case")')
            assert events == [(0,)]
        before = now


def test_stopped_after_the_commit_it_says_that_all_of_it_is_there(
    sqlite_cases, put, rows, capsys, monkeypatch, tmp_path
):
    from data_access import __main__ as program
    from data_access.importing import command as importing

    def stop(*arguments, **named):
        raise KeyboardInterrupt

    monkeypatch.setenv("CASE_DATABASE_URL", str(sqlite_cases.url))
    monkeypatch.setattr(importing, "result", stop)
    small = put("small.csv", "case_key\nSMALL-1\n")
    arguments = ["import", str(small), "--format", "htcds", "--report", str(tmp_path / "r.csv")]
    assert program.main(arguments) == program.INTERRUPTED
    assert capsys.readouterr().err.strip() == (
        "Stopped. The import of small.csv was complete when it was stopped: all of it is loaded."
    )
    assert rows(sqlite_cases, 'SELECT count(*) FROM "case"') == [(1,)]
