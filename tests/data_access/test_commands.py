"""A command that cannot go on says why and what is true now, whatever stopped it, and never shows a traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, text, update
from sqlalchemy.exc import OperationalError

from data_access import checks
from data_access.__main__ import main
from data_access.cases import schema
from data_access.database import PROJECT, open_database
from data_access.errors import BadInput
from data_access.failures import Stopped, told
from data_access.publishing import publication_plan
from data_access.publishing import publish as publishing
from data_access.publishing.publication_plan import plan
from data_access.release import schema as release_schema
from tests.worlds.people import DELTA, Person, fill
from tests.worlds.publications import RHO, WORLD, Publish, address, ledger, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]


@pytest.mark.parametrize(
    ("error", "said", "code"),
    [
        (KeyboardInterrupt(), "Stopped.", 130),
        (MemoryError(), "not enough memory", 2),
        (OSError(28, "No space left on device"), "The disk is full", 2),
        (KeyError("HERAT-2024-0001"), "KeyError in tests/data_access/test_commands.py, line", 2),
    ],
)
def test_whatever_stops_a_command_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: BaseException, said: str, code: int
) -> None:
    def fail() -> None:
        raise error

    monkeypatch.setattr(checks, "check", fail)
    assert main(["check"]) == code
    written = capsys.readouterr()
    assert said in written.err
    assert "all of its work or none" in written.err
    assert "Traceback" not in written.err
    assert "HERAT" not in written.err


STOPPED_AT_AN_IMPORT = """
import builtins, os, runpy, signal, sys
name, number, real = sys.argv[1], int(sys.argv[2]), builtins.__import__
def importing(wanted, *others, **named):
    if wanted == name:
        os.kill(os.getpid(), number)
    return real(wanted, *others, **named)
builtins.__import__ = importing
sys.argv = ["data_access", "check"]
runpy.run_module("data_access", run_name="__main__", alter_sys=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("name", ["data_access.errors", "data_access.failures", "data_access.transactions"])
def test_stopping_before_a_command_begins_shows_no_traceback(name: str, number: signal.Signals) -> None:
    done = subprocess.run(
        [sys.executable, "-c", STOPPED_AT_AN_IMPORT, name, str(int(number))],
        cwd=PROJECT, capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (130, "Stopped. Nothing was changed.\n")


@pytest.mark.slow
@pytest.mark.parametrize("name", ["CASE_DATABASE_URL", "RELEASE_DATABASE_URL"])
def test_a_server_that_is_not_there_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for setting in ("CASE_DATABASE_URL", "RELEASE_DATABASE_URL"):
        monkeypatch.setenv(setting, f"sqlite:///{tmp_path / setting}.db")
    monkeypatch.setenv(name, f"postgresql://nobody@/none?host={tmp_path}")
    assert main(["publish"]) == 2
    assert "cannot be reached" in capsys.readouterr().err


@pytest.mark.slow
def test_a_result_that_cannot_be_written_is_said_to_be_done(tmp_path: Path) -> None:
    environment = os.environ | {
        name: f"sqlite:///{tmp_path / name}.db" for name in ("CASE_DATABASE_URL", "RELEASE_DATABASE_URL")
    }
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "data_access", "init"], cwd=PROJECT, env=environment, stdout=full,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "The work is done" in done.stderr


@pytest.mark.slow
def test_a_trial_says_what_a_publication_costs_and_spends_nothing(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data_access.publishing.publication_plan.DEMONSTRATION_CASES", (300, 3_000))
    order = {"kind": "public", "epsilon": 1.0, "delta": DELTA}
    said = plan(world, releases, **order)
    assert ledger(world) == []
    assert (said["costs"], said["more"], said["used_up"]) == (1.0, 84, "2109-12-31")
    # how much is shown comes from the demonstration
    assert set(said["shown"]) == {300, 3_000}
    assert all(0 < share < 1 for share in said["shown"].values())
    with world.begin() as connection:
        fill(connection, [])
    assert plan(world, releases, **order, even_if_empty=True)["more"] == 84
    with world.begin() as connection:
        fill(connection, [Person(consent=False), Person()])
    for kind in ("public", "restricted"):
        told = plan(world, releases, **order | {"kind": kind})["message"]
        assert "1 of 2 cases may be published, because 1 does not consent to share" in told
    with world.begin() as connection:
        fill(connection, WORLD)
    run()
    with pytest.raises(BadInput, match="must be two databases"):
        plan(world, releases, **{**order, "kind": "restricted"})
    again = plan(world, releases, **order)
    assert (again["costs"], again["shown"]) == (0.0, {})
    assert plan(world, releases, **order, redraw=True)["more"] == 83
    assert ledger(world) == [RHO]


def test_a_trial_plans_the_tables_that_the_sources_ask_for(
    world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A data set whose places are proxies has further tables, which share the budget."""
    planned = []
    monkeypatch.setattr(publishing, "DENOMINATORS", ("denominators",))
    monkeypatch.setattr(
        publication_plan, "_share_shown", lambda entry, cases, workload: planned.append(workload) or 0.5
    )
    order = {"kind": "public", "epsilon": 1.0, "delta": DELTA}
    plan(world, releases, **order)
    with world.begin() as connection:
        connection.execute(update(schema.source).values(places_are_proxies=True))
    plan(world, releases, **order)
    assert ["denominators" in workload for workload in planned] == [False] * 2 + [True] * 2


@pytest.mark.slow
def test_check_looks_at_restricted_releases_too(
    world: Engine, releases: Engine, run: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    run()
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'restricted.db'}")
    assert main(["check"]) == 0
    assert main(["publish", "--kind", "restricted"]) == 0
    assert main(["check"]) == 0
    assert "restricted releases: 1 whole" in capsys.readouterr().out
    exact = open_database(make_url(f"sqlite:///{tmp_path / 'restricted.db'}"))
    with exact.begin() as connection:
        connection.execute(text("UPDATE release SET manifest = replace(manifest, '\"exact\"', '\"noisy\"')"))
    assert main(["check"]) == 2
    assert "restricted releases: Release 1 is not what was published" in capsys.readouterr().err
    with exact.begin() as connection:
        for table in reversed(release_schema.metadata.sorted_tables):
            connection.execute(table.delete())
    assert main(["check"]) == 0


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_init_makes_the_database_of_restricted_releases_where_it_is_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest, engine: str,
) -> None:  # fmt: skip
    for name in ("CASE", "RELEASE"):
        monkeypatch.setenv(f"{name}_DATABASE_URL", f"sqlite:///{tmp_path / name}.db")
    exact = make_url(f"sqlite:///{tmp_path / 'restricted.db'}")
    if engine == "postgresql":
        server = create_engine(request.getfixturevalue("postgres_url"), isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("CREATE DATABASE restricted_by_init"))
        exact = make_url(request.getfixturevalue("postgres_url")).set(database="restricted_by_init")
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", exact.render_as_string(hide_password=False))
    assert main(["init"]) == 0
    assert "that of restricted releases" in capsys.readouterr().out
    main(["check"])  # there is no public release yet
    written = capsys.readouterr()
    assert "restricted releases: none" in written.err, "it is whole; what is whole is said beside the fault"
    assert "Is there a backup with this key" in written.err
    assert inspect(open_database(exact)).has_table(release_schema.release.name)


LARGE = "99999999999999999999"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("releases", "show", LARGE), "There is no release"),
        (("releases", "activate", LARGE), "There is no release"),
        (("releases", "delete", LARGE), "There is no release"),
        (("releases", "retract", LARGE, "--why", "Wrong."), "There is no release"),
        (("undo", LARGE), "There is no"),
    ],
)
def test_a_number_that_no_column_holds_is_one_that_is_not_there(
    world: Engine,
    releases: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    assert main([*words]) == 2
    written = capsys.readouterr().err
    assert said in written
    assert "program" not in written


@pytest.mark.parametrize("setting", ["RELEASE_DATABASE_URL", "RESTRICTED_RELEASE_DATABASE_URL"])
@pytest.mark.parametrize("words", [("init",), ("publish",), ("releases",)])
def test_cases_and_releases_are_two_databases(
    case_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    setting: str,
    words: tuple[str, ...],
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", address(case_engine))
    monkeypatch.setenv(setting, address(case_engine))
    assert main([*words]) == 2
    assert "must be two databases" in capsys.readouterr().err


def test_a_stop_within_a_statement_is_a_stop() -> None:
    """The driver of PostgreSQL raises an error of its own where Ctrl+C cuts a statement."""
    with pytest.raises(Stopped, match=r"Stopped\. Nothing was loaded\.") as caught, told(lambda: "Nothing was loaded."):
        try:
            raise KeyboardInterrupt
        except KeyboardInterrupt:
            raise OperationalError("COPY", {}, Exception("the connection is closed")) from None
    assert isinstance(caught.value.__cause__, KeyboardInterrupt)


@pytest.mark.parametrize("setting", ["CASE_DATABASE_URL", "RELEASE_DATABASE_URL"])
@pytest.mark.parametrize("command", [["init"], ["check"], ["publish"]])
def test_a_database_of_a_newer_program_is_refused_in_words(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    setting: str,
    command: list[str],
) -> None:
    files = {name: tmp_path / f"{name}.db" for name in ("CASE_DATABASE_URL", "RELEASE_DATABASE_URL")}
    for name, file in files.items():
        monkeypatch.setenv(name, f"sqlite:///{file}")
    assert main(["init"]) == 0
    with open_database(make_url(f"sqlite:///{files[setting]}")).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'of_2030'"))
    capsys.readouterr()
    assert main(command) == 2
    said = capsys.readouterr().err
    what = "case" if setting == "CASE_DATABASE_URL" else "release"
    assert f"The {what} database was changed by a newer version of this program." in said
    assert "report it" not in said


def test_check_makes_no_database(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", f"sqlite:///{tmp_path / 'cases.db'}")
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'exact.db'}")
    assert main(["check"]) == 2
    assert "case database: there is none yet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
