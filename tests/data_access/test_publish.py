"""Publication: drawn once, paid once, written whole, never changed."""

import json
import os
import re
import signal
import threading
import zlib
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, func, insert, make_url, select, update

from data_access import publish as publishing
from data_access import release_schema, schema
from data_access.__main__ import main
from data_access.database import migrate, open_database
from data_access.errors import BadInput
from data_access.noise import epsilon_for, rho_for
from data_access.publish import publish
from data_access.release import Release, activate, active_release_id, list_releases
from tests.data_access.worlds import DELTA, SMALL_WORKLOAD, Person, add, fill, small_domains

WORLD = [Person(identified="AF-KAB", forms=("Other",))] * 300 + [Person(year=2023, identified="IR-10")] * 137
RHO = rho_for(1, DELTA)
Publish = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("PRIVACY_CAP_EPSILON", raising=False)
    monkeypatch.setattr(publishing, "WORKLOAD", SMALL_WORKLOAD)
    monkeypatch.setattr(publishing, "DENOMINATORS", ())
    monkeypatch.setattr(publishing, "RESTRICTED", (), raising=False)
    with small_domains((2022, 2100)):
        yield


@pytest.fixture
def releases(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(make_url(f"sqlite:///{tmp_path / 'releases.db'}"))
    migrate(engine, "releases")
    yield engine
    engine.dispose()


@pytest.fixture
def world(case_engine: Engine) -> Engine:
    with case_engine.begin() as connection:
        fill(connection, WORLD)
    return case_engine


@pytest.fixture
def run(world: Engine, releases: Engine) -> Publish:
    """Publish this world at epsilon 1, or as asked."""

    def run(**options: Any) -> dict[str, Any]:
        return publish(world, releases, **{"kind": "public", "epsilon": 1.0, "delta": DELTA, **options})

    return run


def ledger(engine: Engine) -> list[float]:
    with engine.connect() as connection:
        return list(connection.execute(select(schema.privacy_ledger.c.rho)).scalars())


def contents(engine: Engine, release_id: int) -> dict[str, Any]:
    table, published = release_schema.release, release_schema.published_table
    with engine.connect() as connection:
        row = connection.execute(select(table).where(table.c.id == release_id)).one()
        numbers = connection.execute(select(published).where(published.c.release_id == release_id)).all()
    return {"row": tuple(row), **{number.name: number.content for number in numbers}}


def test_the_same_cases_are_drawn_once(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()
    before = contents(releases, first["release"])
    again = run()
    assert (first["new"], again["new"], again["release"]) == (True, False, first["release"])
    assert ledger(world) == [RHO]
    assert contents(releases, first["release"]) == before
    assert again["epsilon_spent"] == first["epsilon_spent"] == pytest.approx(1, rel=1e-6)


def test_loading_results_draws_no_noise_anew(run: Publish, world: Engine, releases: Engine) -> None:
    """Programmes are not about people: what is new about them is published beside the same numbers."""
    first = run()
    with world.begin() as connection:
        connection.execute(
            insert(schema.programme),
            {"code": "p", "title": "P", "provenance": "synthetic", "source_title": "t", "source_publisher": "p",
             "import_run_id": 1},
        )  # fmt: skip
    second = run()
    assert (second["new"], ledger(world)) == (True, [RHO])
    old, new = contents(releases, first["release"]), contents(releases, second["release"])
    assert {name: old[name] for name in old if name != "row"} == {name: new[name] for name in new if name != "row"}


def test_a_register_that_allows_other_kinds_draws_no_noise_anew(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()
    row = {"year": 2024, "month": 1, "place": "AF", "provenance": "synthetic", "import_run_id": 1, "received": True}
    agencies = [("a", "NGO"), ("b", "NGO"), ("c", "NGO"), ("d", None), ("e", None), ("f", "LegalService")]
    for agency, kind in agencies:
        with world.begin() as connection:
            connection.execute(insert(schema.reporting), {**row, "site": agency, "agency": agency, "agency_kind": kind})
        second = run()
        kinds = Release(releases, second["release"]).kinds_shown
        assert kinds.has("identified_by") == kinds.has("data_source") == (agency == "f")
    assert ledger(world) == [RHO]
    old, new = contents(releases, first["release"]), contents(releases, second["release"])
    assert {name: old[name] for name in old if name != "row"} == {name: new[name] for name in new if name != "row"}


def test_changed_cases_are_paid_for_and_the_ledger_adds_up(run: Publish, world: Engine, releases: Engine) -> None:
    run()
    with world.begin() as connection:
        add(connection, [Person()], first=5_000)
    second = run()
    assert second["new"]
    assert ledger(world) == [RHO, RHO]
    assert second["epsilon_spent"] == pytest.approx(epsilon_for(2 * RHO, DELTA))
    # a budget that differs a little is drawn anew, and paid for too
    third = run(epsilon=1.0001)
    assert ledger(world) == [RHO, RHO, rho_for(1.0001, DELTA)]
    assert third["epsilon_spent"] == pytest.approx(epsilon_for(sum(ledger(world)), DELTA))
    assert len(list_releases(releases)) == 3
    # a lost release is drawn anew from the same cases: the entry of the first has the same name
    with releases.begin() as connection:
        connection.execute(update(release_schema.release).values(input_hash="lost"))
    run()
    assert len(ledger(world)) == 4


def test_an_exact_release_costs_nothing_and_stays_apart(
    run: Publish, world: Engine, releases: Engine, tmp_path: Path
) -> None:
    run()
    with pytest.raises(BadInput, match="must be two databases"):
        run(kind="restricted")
    other = open_database(make_url(f"sqlite:///{tmp_path / 'restricted.db'}"))
    migrate(other, "releases")
    exact = publish(world, other, kind="restricted", epsilon=1, delta=DELTA)
    assert Release(other, exact["release"]).counts((), {})["count"].tolist() == [len(WORLD)]
    assert ledger(world) == [RHO]
    with pytest.raises(BadInput, match="must be two databases"):
        publish(world, other, kind="public", epsilon=1, delta=DELTA)
    assert ledger(world) == [RHO]


@pytest.mark.parametrize("epsilon", [0, -4, 1e308, float("inf"), float("nan"), 500.0])
def test_what_is_no_budget_is_refused_before_anything_is_spent(run: Publish, world: Engine, epsilon: float) -> None:
    with pytest.raises(BadInput, match=r"budget|cap"):
        run(epsilon=epsilon)
    assert ledger(world) == []


@pytest.mark.parametrize("delta", [0.0, 0.5, 1e-3, 1.0])
def test_a_large_delta_is_refused(run: Publish, world: Engine, delta: float) -> None:
    with pytest.raises(BadInput, match=r"[Dd]elta"):
        run(delta=delta)
    assert ledger(world) == []


def test_the_cap_is_counted_at_one_delta(run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same budget looks smaller at a larger delta: asking for one must not pass the cap."""
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "4")
    with pytest.raises(BadInput, match="cap is 4"):
        run(epsilon=4, delta=1e-5)
    run(epsilon=4, delta=1e-6)
    assert len(ledger(world)) == 1


@pytest.mark.parametrize("cap", ["nan", "inf", "many", "-1"])
def test_a_cap_that_is_no_number_is_refused(
    run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch, cap: str
) -> None:
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", cap)
    with pytest.raises(BadInput, match="PRIVACY_CAP_EPSILON"):
        run()
    assert ledger(world) == []


def test_the_command_refuses_to_pass_the_cap(
    world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", world.url.render_as_string(hide_password=False))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "5")
    assert main(["publish", "--epsilon", "4"]) == 0
    with world.begin() as connection:
        add(connection, [Person()], first=5_000)
    capsys.readouterr()
    assert main(["publish", "--epsilon", "4"]) == 2
    said = capsys.readouterr().err
    assert "the cap is 5" in said
    assert "4.00 is spent already" in said
    assert main(["publish", "--epsilon", "0"]) == 2
    assert "not a privacy budget" in capsys.readouterr().err
    assert main(["publish", "--epsilon", "1"]) == 0
    assert main(["check"]) == 0
    assert len(ledger(world)) == 2


def test_two_publications_at_once_do_not_pass_the_cap_together(
    world: Engine, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "1.2")
    both_looked = threading.Barrier(2)
    enter = publishing.enter_ledger

    def wait_and_enter(*arguments: Any) -> None:
        both_looked.wait(20)
        enter(*arguments)

    monkeypatch.setattr(publishing, "enter_ledger", wait_and_enter)
    refused: list[str] = []

    def run() -> None:
        engine = open_database(world.url)
        try:
            publish(engine, releases, kind="public", epsilon=1, delta=DELTA)
        except BadInput as error:
            refused.append(str(error))
        finally:
            engine.dispose()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(ledger(world)) == 1
    assert len(refused) == 1
    assert "cap" in refused[0]


def _publish_and_be_killed(cases: str, releases: str) -> None:
    def die(*arguments: Any) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    publishing.write_release = die
    publish(open_database(make_url(cases)), open_database(make_url(releases)), kind="public", epsilon=1, delta=DELTA)


def test_killed_after_the_draw_the_spending_stays_and_no_release_is_half_there(world: Engine, releases: Engine) -> None:
    world.dispose()
    releases.dispose()
    addresses = [engine.url.render_as_string(hide_password=False) for engine in (world, releases)]
    process = get_context("fork").Process(target=_publish_and_be_killed, args=addresses)
    process.start()
    process.join(60)
    assert process.exitcode == -signal.SIGKILL
    assert ledger(world) == [RHO]
    assert list_releases(releases) == []
    # the next publication draws anew, and pays anew
    assert publish(world, releases, kind="public", epsilon=1, delta=DELTA)["new"]
    assert ledger(world) == [RHO, RHO]


def test_a_release_that_cannot_be_written_whole_is_not_written_at_all(
    run: Publish, releases: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "_set_active", lambda *arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        run()
    with releases.connect() as connection:
        for table in release_schema.metadata.tables.values():
            assert connection.scalar(select(func.count()).select_from(table)) == 0, table.name


def test_an_earlier_release_can_be_brought_back(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()["release"]
    second = run(epsilon=2)["release"]
    before = contents(releases, first)
    assert active_release_id(releases) == second
    activate(releases, first)
    assert active_release_id(releases) == first
    assert contents(releases, first) == before
    with pytest.raises(BadInput, match="no release 99"):
        activate(releases, 99)
    assert active_release_id(releases) == first
    # publishing the same again makes its release the active one
    assert run(epsilon=2)["release"] == second == active_release_id(releases)


@pytest.mark.parametrize("what", ["a number", "the manifest"])
def test_check_finds_a_changed_byte(
    world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", world.url.render_as_string(hide_password=False))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    assert main(["publish"]) == 0
    assert main(["check"]) == 0
    engine = create_engine(f"sqlite:///{tmp_path / 'releases.db'}")
    table = release_schema.published_table if what == "a number" else release_schema.release
    with engine.begin() as connection:
        if what == "a number":
            name, content = connection.execute(select(table.c.name, table.c.content)).first() or ("", b"")
            numbers = bytearray(zlib.decompress(content))
            numbers[7] ^= 1
            changed = zlib.compress(bytes(numbers))
            connection.execute(update(table).where(table.c.name == name).values(content=changed))
        else:
            manifest = connection.scalar(select(table.c.manifest)) or ""
            connection.execute(update(table).values(manifest=manifest.replace('"least_count": 10', '"least_count": 1')))
    engine.dispose()
    capsys.readouterr()
    assert main(["check"]) == 2
    assert "not what was published" in capsys.readouterr().err


def test_an_empty_database_and_one_without_publishable_cases_are_refused(case_engine: Engine, releases: Engine) -> None:
    with pytest.raises(BadInput, match="no cases to publish"):
        publish(case_engine, releases, kind="public", epsilon=1, delta=DELTA)
    with case_engine.begin() as connection:
        fill(connection, [Person(consent=False), Person(status="NotAVictimOfTrafficking")])
    with pytest.raises(BadInput, match="No case may be published"):
        publish(case_engine, releases, kind="public", epsilon=1, delta=DELTA)
    assert ledger(case_engine) == []


def test_a_database_of_one_person_says_nothing(case_engine: Engine, releases: Engine) -> None:
    with case_engine.begin() as connection:
        fill(connection, [Person(identified="AF-KAB")])
    made = publish(case_engine, releases, kind="public", epsilon=4, delta=DELTA)
    release = Release(releases, made["release"])
    assert release.manifest["cases_about"] >= 0
    for by in ((), ("year",), ("country",), ("province",), ("sex", "age"), ("form",)):
        # less than 0.5 cells that stand for nobody are expected in a whole release: not a handful
        assert (release.counts(by, {})["state"] == "count").sum() <= 5


def whole_numbers_in(value: Any) -> set[str]:
    return set(re.findall(r"(?<![\d.])\d+(?![\d.])", json.dumps(value)))


def test_nothing_exact_about_people_is_in_a_public_release(run: Publish, world: Engine, releases: Engine) -> None:
    release_id = run()["release"]
    manifest = Release(releases, release_id).manifest
    assert manifest["cases_about"] % 100 == 0
    assert whole_numbers_in(manifest) & {str(len(WORLD)), "300", "137"} <= {"300"}  # rounded, 437 may become 300
    # two publications of the same cases agree in a number by chance only
    other = run(epsilon=1.0001)["release"]
    first, second = contents(releases, release_id), contents(releases, other)
    for name in (table.name for table in SMALL_WORKLOAD):
        one, two = (np.frombuffer(zlib.decompress(content[name]), "<f4") for content in (first, second))
        if one.shape == two.shape:  # noise may have kept other codes
            assert (one == two).mean() < 0.05, name


def test_the_name_of_the_input_cannot_be_guessed(run: Publish, world: Engine, releases: Engine) -> None:
    """It stands in the release database: a plain hash of the number of cases would give that number away."""
    release_id = run()["release"]
    with releases.connect() as connection:
        name = connection.scalar(select(release_schema.release.c.input_hash))
    with world.connect() as connection:
        truly = publishing._input_hash(connection, "public", RHO)
    assert truly == name
    # who knows every file and every number, but not the secret of the case database
    with world.begin() as connection:
        connection.execute(update(schema.key_salt).values(salt="a guess"))
    with world.connect() as connection:
        assert publishing._input_hash(connection, "public", RHO) != name
    assert release_id == 1
