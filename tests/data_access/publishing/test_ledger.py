"""The ledger: what it forgets is found again, and who counts apart is refused."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, delete, make_url, select, text, update

from benchmarks.calendar_of_publications import lines
from data_access.__main__ import main
from data_access.cases import schema
from data_access.cases.case_database import prepare
from data_access.database import PROJECT, migrate, open_database
from data_access.errors import BadInput
from data_access.publishing.ledger import CAP_DELTA, Entry, drawn_for, fits, now, outlook, record
from data_access.publishing.noise import epsilon_for, rho_for
from data_access.publishing.publication_plan import plan
from data_access.publishing.publish import publish
from data_access.release import schema as release_schema
from data_access.release.content import content_hash
from data_access.release.release import Release
from data_access.release.release_database import list_releases
from data_access.release.workload import KEPT_PEOPLE
from tests.worlds.people import DELTA, fill
from tests.worlds.publications import RHO, WORLD, Publish, address, ledger, numbers, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]


def forget(engine: Engine) -> None:
    """Do what restoring a backup from before the last publication does."""
    with engine.begin() as connection:
        last = connection.scalar(select(schema.privacy_ledger.c.id).order_by(schema.privacy_ledger.c.id.desc()))
        connection.execute(delete(schema.drawn_table).where(schema.drawn_table.c.draw == last))
        connection.execute(delete(schema.privacy_ledger).where(schema.privacy_ledger.c.id == last))


@pytest.mark.slow
def test_a_restored_backup_takes_over_what_it_has_forgotten(run: Publish, world: Engine, releases: Engine) -> None:
    run(as_of=date(2024, 12, 31))
    second = run(as_of=date(2025, 12, 31))
    forget(world)
    # the same date has the same numbers, though the database has lost them
    again = run(as_of=date(2025, 12, 31))
    assert (again["drawn"], again["release"], ledger(world)) == (False, second["release"], [RHO, RHO])
    assert "did not have 1 entry" in again["message"]
    forget(world)
    third = run(as_of=date(2026, 3, 31))
    assert (third["drawn"], ledger(world)) == (True, [RHO] * 3)
    assert third["epsilon_spent"] == pytest.approx(epsilon_for(3 * RHO, CAP_DELTA))
    assert "did not have" not in run(as_of=date(2026, 3, 31))["message"]


@pytest.mark.slow
def test_a_restored_backup_does_not_pass_the_cap(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "1.2")
    run(as_of=date(2024, 12, 31))
    forget(world)
    with pytest.raises(BadInput, match=r"the cap is 1\.2"):
        run(as_of=date(2025, 12, 31))
    assert len(list_releases(releases)) == 1


@pytest.fixture
def another(tmp_path: Path) -> Engine:
    """A case database that was made anew, with the same people."""
    engine = open_database(make_url(f"sqlite:///{tmp_path / 'another.db'}"))
    prepare(engine)
    with engine.begin() as connection:
        fill(connection, WORLD)
    return engine


@pytest.mark.slow
def test_another_case_database_is_refused_unless_it_holds_other_people(
    run: Publish, world: Engine, another: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    first = run()
    order: dict[str, Any] = {"kind": "public", "epsilon": 1.0, "delta": DELTA}
    with pytest.raises(BadInput, match="--declare-other-people"):
        publish(another, releases, **order)
    assert ledger(another) == []
    monkeypatch.setenv("CASE_DATABASE_URL", address(another))
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    assert main(["check"]) == 2
    assert "--declare-other-people" in capsys.readouterr().err
    made = publish(another, releases, **order, declare_other_people=True)
    assert (made["drawn"], ledger(another)) == (True, [RHO])
    assert Release(releases, made["release"]).manifest["other_people"] == [
        Release(releases, first["release"]).manifest["database"]
    ]
    assert main(["check"]) == 0
    # said once for both
    assert run(as_of=date(2024, 12, 31))["drawn"]
    assert publish(another, releases, **order)["release"] == made["release"]


def test_a_ledger_that_was_changed_is_refused(run: Publish, world: Engine) -> None:
    run()
    with world.begin() as connection:
        connection.execute(update(schema.privacy_ledger).values(rho=RHO / 2))
    with pytest.raises(BadInput, match="was changed"):
        run(as_of=date(2024, 12, 31))


@pytest.mark.slow
@pytest.mark.parametrize("is_copied", [True, False])
@pytest.mark.parametrize(
    ("field", "value"),
    [("as_of", date(2023, 12, 31)), ("reason", "redraw"), ("epsilon", 0.5), ("delta", 1e-7),
     ("drawn_at", datetime(2020, 1, 1))],
)  # fmt: skip
def test_whatever_is_changed_in_the_ledger_is_noticed(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    field: str, value: Any, is_copied: bool,
) -> None:  # fmt: skip
    run()
    with world.begin() as connection:
        connection.execute(update(schema.privacy_ledger).values({field: value}))
    if not is_copied:  # the case database holds the manifest too
        with releases.begin() as connection:
            for table in reversed(release_schema.metadata.sorted_tables):
                connection.execute(delete(table))
    with pytest.raises(BadInput, match=f": {field}. One of them was changed"):
        run(as_of=date(2023, 12, 31))
    if is_copied:
        monkeypatch.setenv("CASE_DATABASE_URL", address(world))
        monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
        assert main(["check"]) == 2
        assert field in capsys.readouterr().err


def upgrade_to(engine: Engine, history: str, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(PROJECT / "data_access" / "migrations" / history))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


OLD_MANIFEST = {
    "schema_version": 2, "kind": "public", "method": "discrete Gaussian noise", "rho": rho_for(4, 1e-6), "epsilon": 4.0,
    "delta": 1e-6, "least_count": 10, "threshold_errors": 4.7, "bounds": {}, "cases_about": 400, "period": None,
    "provenance": "confidential", "sources": ["HTCDS case files"], "data_until": "2026-03-01",
    "places_are_proxies": False, "axes": {}, "tables": [], "cells": 1, "cap": 12.0,
    "ledger": [{"drawn_at": "2026-01-02", "epsilon": 4.0, "delta": 1e-6, "epsilon_in_all": 4.0}],
    "created_at": "2026-01-02T00:00:00+00:00",
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("is_forgotten", [False, True])
def test_what_the_older_program_published_counts(tmp_path: Path, is_forgotten: bool) -> None:
    cases, old = (open_database(make_url(f"sqlite:///{tmp_path / name}.db")) for name in ("old_cases", "old_releases"))
    upgrade_to(cases, "cases", "0003")
    upgrade_to(old, "releases", "0001")
    with cases.begin() as connection:
        connection.execute(text("INSERT INTO key_salt (id, salt) VALUES (1, 'a key')"))
    name = "ab" * 32
    if not is_forgotten:
        with cases.begin() as connection:
            connection.execute(text(
                "INSERT INTO privacy_ledger (drawn_at, input_hash, rho, epsilon, delta) VALUES "
                f"('2026-01-02 00:00:00.000000', '{name[:60]}-0', {rho_for(4, 1e-6)}, 4.0, 0.000001)"
            ))  # fmt: skip
    with old.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO release (id, kind, created_at, input_hash, frames_hash, content_hash, manifest) VALUES "
                f"(1, 'public', '2026-01-02 00:00:00.000000', '{name}', '', :hash, :manifest)"
            ),
            {"manifest": json.dumps(OLD_MANIFEST), "hash": content_hash(OLD_MANIFEST, {}, {})},
        )
    prepare(cases)
    migrate(old, "releases")
    assert Release(old, 1).manifest["epsilon"] == 4
    for _ in range(2):
        made = publish(cases, old, kind="public", epsilon=2, delta=DELTA, even_if_empty=True)
        assert ledger(cases) == [rho_for(4, 1e-6), rho_for(2, DELTA)]
    assert made["epsilon_spent"] == pytest.approx(epsilon_for(rho_for(4, 1e-6) + rho_for(2, 1e-6), 1e-6))
    assert [entry["id"] for entry in list_releases(old)] == [2, 1]


def test_the_migrations_lead_to_the_schema(case_engine: Engine, releases: Engine) -> None:
    for engine, metadata in ((case_engine, schema.metadata), (releases, release_schema.metadata)):
        with engine.connect() as connection:
            for table in metadata.tables.values():
                connection.execute(select(table).limit(1))


def entries(*dates: date, epsilon: float = 4.0) -> list[Entry]:
    rho = rho_for(epsilon, CAP_DELTA)
    return [Entry(str(day), rho, epsilon, CAP_DELTA, day, datetime(2026, 1, 1)) for day in dates]


@pytest.mark.parametrize(("epsilon", "publications"), [(4, 6), (2, 23), (1, 85)])
def test_how_many_publications_the_cap_holds(epsilon: float, publications: int) -> None:
    rho = rho_for(epsilon, CAP_DELTA)
    assert fits(12, rho) == publications
    assert epsilon_for(publications * rho, CAP_DELTA) <= 12 < epsilon_for((publications + 1) * rho, CAP_DELTA)


@pytest.mark.parametrize(
    ("dates", "last", "months"),
    [
        ([date(2025, 12, 31)], date(2030, 12, 31), 12),
        ([date(2024, 12, 31), date(2025, 12, 31)], date(2029, 12, 31), 12),
        ([date(2025, 6, 30), date(2025, 9, 30)], date(2026, 9, 30), 3),
        ([date(2026, 1, 31), date(2026, 2, 28)], date(2026, 6, 30), 1),
    ],
)
def test_the_day_on_which_the_cap_is_used_up(dates: list[date], last: date, months: int) -> None:
    ahead = outlook(entries(*dates), rho_for(4, CAP_DELTA), dates[-1])
    assert (ahead.last, ahead.months, ahead.more) == (last, months, 6 - len(dates))
    assert str(last) in ahead.sentence()


def test_the_outlook_starts_from_the_last_date_that_was_drawn() -> None:
    drawn = entries(date(2023, 12, 31), date(2024, 12, 31), date(2025, 12, 31))
    ahead = outlook(drawn, rho_for(4, CAP_DELTA), date(2023, 12, 31))
    assert (ahead.last, ahead.months, ahead.more) == (date(2028, 12, 31), 12, 3)


def test_the_outlook_goes_on_as_the_last_two_dates_and_not_as_the_first() -> None:
    drawn = entries(date(2022, 12, 31), date(2025, 9, 30), date(2025, 12, 31))
    ahead = outlook(drawn, rho_for(4, CAP_DELTA), date(2025, 12, 31))
    assert (ahead.last, ahead.months, ahead.more) == (date(2026, 9, 30), 3, 3)


@pytest.mark.slow
@pytest.mark.parametrize("cap", ["12", "1000"])
@pytest.mark.parametrize("epsilon", [0.001, 0.05, 0.25])
def test_what_lasts_longer_than_the_calendar_is_said_in_words(
    run: Publish, world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch, epsilon: float, cap: str
) -> None:
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", cap)
    monkeypatch.setattr("data_access.publishing.publication_plan.DEMONSTRATION_CASES", ())
    order: dict[str, Any] = {"kind": "public", "epsilon": epsilon, "delta": DELTA}
    for said in (plan(world, releases, **order), run(epsilon=epsilon)):
        assert "lasts for more than a hundred years" in said["message"]
    assert ledger(world) == [rho_for(epsilon, DELTA)]


def test_one_who_has_spent_all_is_told_so() -> None:
    ahead = outlook(entries(*(date(2020 + n, 12, 31) for n in range(6))), rho_for(4, CAP_DELTA), date(2025, 12, 31))
    assert "used up" in ahead.sentence()
    assert ahead.more == 0


@pytest.mark.slow
def test_numbers_lost_everywhere_are_not_drawn_by_themselves(run: Publish, world: Engine, releases: Engine) -> None:
    """A ledger without numbers, and a release database without them: drawing anew must be asked for."""
    run()
    with world.begin() as connection:
        connection.execute(update(schema.privacy_ledger).values(manifest=None))
    with releases.begin() as connection:
        for table in reversed(release_schema.metadata.sorted_tables):
            connection.execute(delete(table))
    with pytest.raises(BadInput, match="--redraw"):
        run()
    assert ledger(world) == [RHO]
    again = run(redraw=True)
    assert again["drawn"]
    assert len(numbers(releases, again["release"])) == 3


@pytest.mark.slow
def test_the_calendar_in_the_documentation_is_the_one_that_is_computed() -> None:
    text = (PROJECT / "docs" / "protection.md").read_text(encoding="utf-8")
    assert "\n".join(lines()) in text, "write it again: python -m benchmarks.calendar_of_publications"


def test_the_documentation_says_from_how_many_people_on_codes_are_kept() -> None:
    text = " ".join((PROJECT / "docs" / "protection.md").read_text(encoding="utf-8").split())
    leg, way, province = (KEPT_PEOPLE[axis] for axis in ("province_leg", "way", "province"))
    assert f"a leg {leg}, a way {way}, a province {province}" in text


def test_of_a_failed_draw_there_are_no_numbers(sqlite_cases: Engine) -> None:
    """For one date the first draw stands, though a later one failed; for another the only one failed."""
    days = date(2024, 12, 31), date(2025, 12, 31)
    drawn = [("a", days[0], "date"), ("b", days[0], "failed"), ("c", days[1], "failed")]
    with sqlite_cases.begin() as connection:
        for name, as_of, reason in drawn:
            record(connection, Entry(name, 0.1, 1.0, 1e-6, as_of, now(), reason))
        assert [[one.name for one in drawn_for(connection, day)] for day in days] == [["a"], []]


@pytest.mark.slow
def test_a_budget_that_was_not_used_and_a_date_that_goes_back_are_told(run: Publish) -> None:
    run()
    assert "drawn at epsilon 1 and delta 1e-06, and not at epsilon 7.9" in run(epsilon=7.9)["message"]
    back = run(as_of=date(2024, 12, 31))["message"]
    assert "release 1, of the newer date 2025-12-31, was shown: to bring that back" in back
    assert "newer date" not in run()["message"]


@pytest.mark.parametrize("given", [["--epsilon", "-4"], ["--redraw"]])
def test_what_an_exact_release_has_not_is_refused(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "--kind", "restricted", *given]) == 2
    assert f"leave out {given[0]}" in capsys.readouterr().err
