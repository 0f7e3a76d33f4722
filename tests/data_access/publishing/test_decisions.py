"""What was retracted or deleted stays so when the release database is lost or restored from a backup."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, delete, insert, select, text, update

from data_access import database
from data_access.__main__ import main
from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.ledger import now
from data_access.publishing.publication_plan import plan
from data_access.release import schema as release_schema
from data_access.release.release_database import active_release_id, list_releases, retraction_of
from tests.worlds.people import DELTA
from tests.worlds.publications import (
    RHO,
    Publish,
    add_programme,
    address,
    copied,
    ledger,
    lose,
    numbers,
    put_back,
    releases,
    run,
    small,
    world,
)

pytestmark = pytest.mark.slow  # whole publications

__all__ = ["releases", "run", "small", "world"]
WHY = "The ages were exchanged."
Command = Callable[..., int]


@pytest.fixture
def command(world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", "sqlite:////nowhere/restricted.db")
    return lambda *words: main([*words])


@pytest.mark.parametrize("what", ["retracted", "deleted"])
def test_what_was_withdrawn_does_not_come_back_with_a_new_release_database(
    run: Publish, command: Command, world: Engine, releases: Engine, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    run(as_of=date(2024, 12, 31))
    run()
    action = ["retract", "2", "--why", WHY] if what == "retracted" else ["delete", "1"]
    day = date(2025, 12, 31) if what == "retracted" else date(2024, 12, 31)
    assert command("releases", *action) == 0
    assert "alone" not in capsys.readouterr().out
    lose(releases)
    order = {"kind": "public", "epsilon": 1.0, "delta": DELTA, "as_of": day}
    refused = WHY if what == "retracted" else "no longer there"
    with pytest.raises(BadInput, match=refused):
        run(as_of=day)
    with pytest.raises(BadInput, match=refused):
        plan(world, releases, **order)
    # the other date comes back, and only that
    other = date(2024, 12, 31) if what == "retracted" else date(2025, 12, 31)
    assert not run(as_of=other)["drawn"]
    assert [entry["data_until"] for entry in list_releases(releases)] == [str(other)]
    assert command("check") == 0
    assert ledger(world) == [RHO, RHO]
    assert run(as_of=day, redraw=True)["drawn"]


def test_check_and_publish_mend_a_release_database_that_forgot(
    run: Publish,
    command: Command,
    releases: Engine,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(as_of=date(2024, 12, 31))
    run()
    assert command("releases", "retract", "1", "--why", WHY) == 0
    with releases.begin() as connection:
        connection.execute(delete(release_schema.retraction))
    capsys.readouterr()
    assert command("check") == 2
    assert "1 retracted and 0 deleted" in capsys.readouterr().err
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "0.5")  # also when publishing is refused
    assert command("publish", "--redraw") == 2
    assert retraction_of(releases, 1) == WHY
    assert command("check") == 0


def test_a_retraction_stands_before_a_copy_brings_its_numbers_back(
    run: Publish, command: Command, world: Engine, releases: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    assert command("releases", "retract", "1", "--why", WHY) == 0
    lose(releases)
    capsys.readouterr()
    assert command("check") == 2  # what is spent is said where no release is there
    assert "1 draw spent epsilon 1.00" in capsys.readouterr().err
    with pytest.raises(BadInput, match=WHY):
        run()
    with world.begin() as connection:
        connection.execute(delete(schema.release_decision))
    with pytest.raises(BadInput, match=WHY):
        run()
    assert list_releases(releases) == []


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_deletion_stands_before_a_copy_brings_its_numbers_back(
    run: Publish, command: Command, world: Engine, releases: Engine, is_kept: bool
) -> None:
    """The release database is lost, and a copy of the cases from before the deletion publishes into the next one."""
    gone = date(2024, 12, 31)
    run(as_of=gone)
    run()
    assert command("releases", "delete", "1") == 0
    ledger_row, decision = schema.privacy_ledger, schema.release_decision
    with world.begin() as connection:
        kept = connection.scalar(select(ledger_row.c.manifest).where(ledger_row.c.as_of == gone))
        if not is_kept:  # an entry that was taken over from the releases has no numbers
            connection.execute(update(ledger_row).where(ledger_row.c.as_of == gone).values(manifest=None))
    lose(releases)
    with pytest.raises(BadInput, match="no longer there"):
        run(as_of=gone)
    with world.begin() as connection:
        connection.execute(delete(decision))
        connection.execute(update(ledger_row).where(ledger_row.c.as_of == gone).values(manifest=kept))
    with pytest.raises(BadInput, match="no longer there"):
        run(as_of=gone)
    assert run()["release"] == 2
    assert [entry["data_until"] for entry in list_releases(releases)] == ["2025-12-31"]
    assert command("check") == 0
    with world.connect() as connection:
        assert connection.scalars(select(decision.c.what)).all() == ["deleted"]
    assert ledger(world) == [RHO, RHO]


def test_a_deletion_is_not_written_into_releases_of_other_cases(
    run: Publish, command: Command, world: Engine, releases: Engine
) -> None:
    run(as_of=date(2024, 12, 31))
    run()
    assert command("releases", "delete", "1") == 0
    with releases.begin() as connection:
        connection.execute(delete(release_schema.deleted_release))
    with world.begin() as connection:
        connection.execute(update(schema.identity).values(name="another"))
    with pytest.raises(BadInput, match="made from another case database"):
        run()
    with releases.connect() as connection:
        assert connection.execute(select(release_schema.deleted_release)).all() == []


def test_a_case_database_that_forgot_takes_over(
    run: Publish, command: Command, world: Engine, releases: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    run(as_of=date(2024, 12, 31))
    run()
    assert command("releases", "retract", "1", "--why", WHY) == 0
    assert command("releases", "delete", "1") == 0
    with world.begin() as connection:
        connection.execute(delete(schema.release_decision))
    capsys.readouterr()
    assert command("check") == 0
    assert "2 retractions or deletions to be taken over" in capsys.readouterr().out
    assert "was taken over" in run()["message"]
    with world.connect() as connection:
        kept = connection.execute(select(schema.release_decision.c.what, schema.release_decision.c.why)).all()
    assert sorted(tuple(row) for row in kept) == [("deleted", None), ("retracted", WHY)]


def test_one_of_two_releases_of_the_same_numbers_is_deleted_alone(
    run: Publish, command: Command, world: Engine, releases: Engine
) -> None:
    run()
    add_programme(world)
    second = run()["release"]
    assert command("releases", "delete", "1") == 0
    assert run()["release"] == second
    with world.connect() as connection:
        assert connection.scalar(select(schema.release_decision.c.name)).endswith(":1")  # and not of the numbers


def test_without_the_ledger_it_is_said_where_the_decision_stands(
    run: Publish, command: Command, world: Engine, releases: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    with world.begin() as connection:
        connection.execute(delete(schema.drawn_table))
        connection.execute(delete(schema.privacy_ledger))
    assert command("releases", "retract", "1", "--why", WHY) == 0
    assert "in the release database alone" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["DELETE FROM key_salt", "UPDATE key_salt SET salt = 'another'"])
@pytest.mark.parametrize("left", ["case", "withdrawal", "privacy_ledger"])
def test_a_key_that_is_lost_or_another_is_refused_by_every_command(
    command: Command, world: Engine, run: Publish, capsys: pytest.CaptureFixture[str], change: str, left: str
) -> None:
    run()
    with world.begin() as connection:
        connection.execute(text("INSERT INTO withdrawal VALUES ('k', 'case', '2026-01-01 00:00:00')"))
        connection.execute(text(change))
        for table in reversed(schema.metadata.sorted_tables):
            if table.name not in {left, "key_salt", "identity", "place", "place_name"}:
                if left == "case" and table.name in {"import_run", "source"}:
                    continue
                connection.execute(delete(table))
    for words in (["check"], ["publish"], ["init"], ["import", "no.csv", "--format", "htcds"], ["withdraw", "KEY-1"]):
        capsys.readouterr()
        assert command(*words) == 2
        said = capsys.readouterr().err
        assert "key_salt" in said
        assert "from a backup" in said
    with world.connect() as connection:
        assert len(connection.execute(select(schema.key_salt)).all()) == change.startswith("UPDATE")


def test_a_deleted_release_that_comes_back_as_the_active_one_is_named_and_replaced(
    run: Publish, command: Command, releases: Engine, capsys: pytest.CaptureFixture[str]
) -> None:
    """A copy of the release database from before an activation and a deletion is put back."""
    run(as_of=date(2024, 12, 31))
    run()
    assert command("releases", "activate", "1") == 0
    kept = copied(releases)
    assert command("releases", "delete", "2") == 0
    put_back(releases, kept)
    with releases.begin() as connection:
        connection.execute(release_schema.active_release.update().values(release_id=2))
    capsys.readouterr()
    assert command("check") == 2
    assert "Visitors see release 2, which was deleted" in capsys.readouterr().err
    assert command("publish", "--epsilon", "1") == 2  # its date has no numbers any more, and it is mended all the same
    assert active_release_id(releases) == 1
    assert [entry["id"] for entry in list_releases(releases)] == [1]
    assert command("check") == 0


def test_a_deleted_release_is_not_seen_when_another_date_is_published(
    run: Publish, command: Command, world: Engine, releases: Engine
) -> None:
    """Nothing says what was shown before it: the release of the publication takes its place."""
    run()
    with world.begin() as connection:
        name = connection.scalar(select(schema.privacy_ledger.c.name))
        connection.execute(insert(schema.release_decision).values(name=name, what="deleted", decided_at=now()))
    assert command("check") == 2
    assert run(as_of=date(2024, 12, 31))["release"] == 2
    assert [entry["id"] for entry in list_releases(releases)] == [2]
    assert command("check") == 0


def test_deleted_numbers_are_not_left_in_the_file(
    run: Publish, command: Command, world: Engine, releases: Engine
) -> None:
    run(as_of=date(2024, 12, 31))
    held = numbers(releases, 1)
    run()
    if releases.dialect.name == "postgresql":
        pytest.skip("the server's files are the server's")
    database = Path(str(releases.url.database))
    assert all(content in bytes_of(database) for content in held.values() if len(content) < 1000)
    assert command("releases", "delete", "1") == 0
    assert not [name for name, content in held.items() if content[:200] in bytes_of(database)]


def test_numbers_that_a_reader_keeps_in_the_file_are_not_said_to_be_deleted(
    run: Publish,
    command: Command,
    world: Engine,
    releases: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    run(as_of=date(2024, 12, 31))
    held = numbers(releases, 1)
    run()
    if releases.dialect.name == "postgresql":
        pytest.skip("the server's files are the server's")
    monkeypatch.setattr(database, "LONGEST_READ_S", 0.1)
    path = Path(str(releases.url.database))
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM release").fetchall()
        assert command("releases", "delete", "1") == 2
        said = capsys.readouterr().err
        assert said.startswith("Deleted: release 1. But the numbers are still in the file")
        assert "python -m data_access releases delete 1" in said
    assert command("releases", "delete", "1") == 0
    assert not [name for name, content in held.items() if content[:200] in bytes_of(path)]


def test_what_a_reader_keeps_in_the_file_is_told_by_who_carries_a_deletion_out(
    run: Publish, command: Command, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(as_of=date(2024, 12, 31))
    run()
    if releases.dialect.name == "postgresql":
        pytest.skip("the server's files are the server's")
    kept = copied(releases)
    assert command("releases", "delete", "1") == 0
    monkeypatch.setattr(database, "LONGEST_READ_S", 0.1)
    told = "Deleted, as was decided: release 1. But the numbers are still in the file"
    with closing(sqlite3.connect(str(releases.url.database), isolation_level=None)) as reader:
        for options, refused in (({}, None), ({"as_of": date(2024, 12, 31)}, "no longer there")):
            put_back(releases, kept)
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM release").fetchall()
            if refused:
                with pytest.raises(BadInput, match=f"{told}.*{refused}"):
                    run(**options)
            else:
                assert told in run(**options)["message"]
            reader.execute("COMMIT")


def bytes_of(database: Path) -> bytes:
    with closing(sqlite3.connect(database)) as connection:  # what is in the log goes into the file, and may stay in it
        connection.execute("PRAGMA wal_checkpoint")
    log = database.with_name(f"{database.name}-wal")
    return database.read_bytes() + (log.read_bytes() if log.exists() else b"")


def test_a_held_redraw_is_not_shown_by_a_plain_publish(run: Publish, world: Engine, releases: Engine) -> None:
    run()
    assert "do not see it" in run(redraw=True, hold=True)["message"]
    add_programme(world)
    again = run()
    assert numbers(releases, again["release"]) == numbers(releases, 1) != numbers(releases, 2)
    run(as_of=date(2024, 12, 31))
    assert numbers(releases, run()["release"]) == numbers(releases, 1)  # also when another date is seen meanwhile


@pytest.mark.parametrize("is_remembered", [True, False])
def test_a_release_that_was_brought_back_stays_the_one_of_its_date(
    run: Publish, command: Command, world: Engine, releases: Engine, is_remembered: bool
) -> None:
    run()
    run(redraw=True)
    assert command("releases", "activate", "1") == 0
    if not is_remembered:  # as in a database of the program before
        with world.begin() as connection:
            connection.execute(delete(schema.shown_draw))
    again = run()
    assert again["release"] == 1
    assert not again["drawn"]


def test_a_choice_that_no_ledger_remembers_is_told(
    run: Publish, command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run()
    run(redraw=True)
    assert command("releases", "activate", "2") == 0
    assert "activate this release there too" not in capsys.readouterr().out
    monkeypatch.setenv("CASE_DATABASE_URL", f"sqlite:///{tmp_path / 'nothing.db'}")
    assert command("releases", "activate", "1") == 0
    assert "activate this release there too" in capsys.readouterr().out


@pytest.mark.parametrize("action", [["delete", "2"], ["retract", "2", "--why", WHY]])
def test_a_redraw_that_is_gone_leaves_its_date_to_the_first_draw(
    run: Publish, command: Command, world: Engine, releases: Engine, action: list[str]
) -> None:
    run()
    run(redraw=True)
    assert command("releases", "activate", "1") == 0
    assert command("releases", *action) == 0
    add_programme(world)
    again = run()
    assert not again["drawn"]
    assert again["new"]
    assert numbers(releases, again["release"]) == numbers(releases, 1)
    assert ledger(world) == [RHO, RHO]


def test_what_is_said_of_a_release_that_is_held_is_true(run: Publish, releases: Engine) -> None:
    run()
    assert "Release 1 is active" in run(hold=True)["message"]
    assert "Release 2 is written, and visitors do not see it" in run(redraw=True, hold=True)["message"]
    assert active_release_id(releases) == 1


def test_how_many_more_fit_is_counted_in_the_budget_that_was_spent(
    run: Publish, world: Engine, releases: Engine
) -> None:
    first = run(epsilon=2.0)["message"]
    assert run(epsilon=4.0)["message"].endswith(more := first[first.index("Epsilon 2.00 of") :])
    trial = plan(world, releases, kind="public", epsilon=4.0, delta=DELTA)
    assert more in trial["message"]
