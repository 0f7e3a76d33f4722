"""The number of a release means the same numbers for ever, also when a database is lost or restored from a backup."""

from datetime import date

import pytest
from sqlalchemy import Engine, delete, text

from data_access.__main__ import main
from data_access.cases import schema
from data_access.publishing.release_store import activate, delete_releases
from data_access.release.release_database import active_release_id, list_releases
from tests.worlds.publications import (
    Publish,
    add_programme,
    address,
    copied,
    lose,
    put_back,
    releases,
    run,
    small,
    world,
)

pytestmark = pytest.mark.slow  # whole publications

__all__ = ["releases", "run", "small", "world"]
DATES = [date(2026, 3, 31), *(date(year, 12, 31) for year in (2023, 2024, 2025))]


def dates(engine: Engine) -> dict[int, str]:
    return {entry["id"]: entry["data_until"][:4] for entry in list_releases(engine)}


def test_a_lost_release_database_gets_the_same_numbers_back(run: Publish, world: Engine, releases: Engine) -> None:
    run(as_of=DATES[2])
    add_programme(world)
    run(as_of=DATES[2])  # the same numbers beside another programme
    run(as_of=DATES[3])
    run(as_of=DATES[1])
    delete_releases(releases, 3)
    assert dates(releases) == {1: "2024", 2: "2024", 4: "2023"}
    with world.begin() as connection:  # the release database alone knew of the deletion
        connection.execute(delete(schema.release_decision))
    lose(releases)
    assert run(as_of=DATES[1])["release"] == 4
    assert dates(releases) == {2: "2024", 3: "2025", 4: "2023"}
    assert active_release_id(releases) == 4
    assert run(as_of=DATES[0])["release"] == 5


def test_a_release_database_of_before_comes_back_and_gives_no_number_twice(run: Publish, releases: Engine) -> None:
    run(as_of=DATES[1])
    kept = copied(releases)
    run(as_of=DATES[2])
    run(as_of=DATES[3])
    activate(releases, 1)
    delete_releases(releases, 3)
    put_back(releases, kept)
    assert run(as_of=DATES[0])["release"] == 4
    assert dates(releases) == {1: "2023", 2: "2024", 3: "2025", 4: "2026"}


def test_a_case_database_that_knows_no_numbers_takes_those_that_were_given(
    run: Publish, world: Engine, releases: Engine
) -> None:
    """As one of the program before, or one that was restored from a backup."""
    run(as_of=DATES[2])
    run(as_of=DATES[3])
    delete_releases(releases, 1)
    with world.begin() as connection:
        connection.execute(text("DELETE FROM release_number"))
        connection.execute(delete(schema.release_decision))
    assert run(as_of=DATES[1])["release"] == 3
    lose(releases)
    run(as_of=DATES[1])
    assert dates(releases) == {2: "2025", 3: "2023"}


def test_the_numbers_of_exact_releases_are_not_given_again(run: Publish, releases: Engine) -> None:
    assert [run(kind="restricted")["release"] for _ in range(2)] == [1, 2]
    lose(releases)
    assert run(kind="restricted")["release"] == 3


@pytest.mark.parametrize("deleted", [1, 2])
def test_one_of_two_releases_of_the_same_numbers_stays_deleted(
    run: Publish,
    world: Engine,
    releases: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    deleted: int,
) -> None:
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", "sqlite:////nowhere/restricted.db")
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    run()
    add_programme(world)
    run()
    left = 3 - deleted
    activate(releases, deleted)
    backup = copied(releases)
    activate(releases, left)
    assert main(["releases", "delete", str(deleted)]) == 0

    put_back(releases, backup)
    assert main(["check"]) == 2
    assert "1 deleted releases stand in the release database" in capsys.readouterr().err
    new = run(hold=True)["release"]
    there = {row["id"] for row in list_releases(releases)}
    assert there == {left, new}
    assert active_release_id(releases) == left

    lose(releases)
    assert run()["release"] != deleted  # a number is not given again


def test_a_deleted_release_that_alone_came_back_is_no_answer(
    run: Publish,
    world: Engine,
    releases: Engine,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", "sqlite:////nowhere/restricted.db")
    monkeypatch.setenv("CASE_DATABASE_URL", address(world))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    run()
    backup = copied(releases)
    add_programme(world)
    run()
    assert main(["releases", "delete", "1"]) == 0
    with world.begin() as connection:  # what stands beside the numbers is what it was
        connection.execute(delete(schema.programme))

    put_back(releases, backup)
    assert main(["check"]) == 2
    new = run()["release"]
    assert new > 2  # and not the one that was deleted, nor a number that was given
    assert [row["id"] for row in list_releases(releases)] == [new] == [active_release_id(releases)]
    assert main(["check"]) == 0
