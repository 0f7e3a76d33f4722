"""Publication: drawn once, paid once, written whole, never changed."""

import json
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Engine, create_engine, insert, make_url, select, update

from data_access.__main__ import main
from data_access.cases import schema
from data_access.database import migrate, open_database
from data_access.errors import BadInput
from data_access.importing import import_files
from data_access.publishing import coding
from data_access.publishing import publish as publishing
from data_access.publishing.counting.workers import Workers
from data_access.publishing.noise import epsilon_for, rho_for
from data_access.publishing.publication_plan import plan
from data_access.publishing.publish import publish
from data_access.publishing.release_store import activate
from data_access.release import schema as release_schema
from data_access.release.release import Release
from data_access.release.release_database import active_release_id
from data_access.release.workload import Table
from tests.worlds.people import DELTA, SMALL_WORKLOAD, Person, add
from tests.worlds.publications import RHO, WORLD, Publish, contents, ledger, numbers, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]


def test_the_same_cases_are_drawn_once(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()
    before = contents(releases, first["release"])
    again = run()
    assert (first["new"], again["new"], again["release"]) == (True, False, first["release"])
    assert ledger(world) == [RHO]
    assert contents(releases, first["release"]) == before
    assert again["epsilon_spent"] == first["epsilon_spent"] == pytest.approx(1, rel=1e-6)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (Table(("year", "sex"), "Not planned?", share=0), "planned for year-sex: .*plan_budget --write"),
        (Table(("year", "nothing_such"), "Of codes nobody listed?", share=1), "axis nothing_such: .*domains.py"),
        (Table(("sex", "outcome"), "Of no case?", share=1), "code of outcome: .*coding.py"),
    ],
)
def test_a_table_that_cannot_be_measured_is_refused_before_anything_is_spent(
    table: Table, message: str, run: Publish, world: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "WORKLOAD", (*SMALL_WORKLOAD, table))
    if table.name == "sex-outcome":  # as if it were not coded yet
        coded = coding.coded_blocks
        monkeypatch.setattr(
            coding, "coded_blocks", lambda *given, **options: _without_outcome(coded(*given, **options))
        )
    with pytest.raises(BadInput, match=message):
        run()
    assert ledger(world) == []


def _without_outcome(blocks: Iterable[coding.Block]) -> Iterator[coding.Block]:
    for block in blocks:
        yield replace(block, single={name: codes for name, codes in block.single.items() if name != "outcome"})


@pytest.mark.slow
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
    assert numbers(releases, first["release"]) == numbers(releases, second["release"])


@pytest.mark.slow
def test_a_register_that_allows_other_kinds_enters_at_once_and_draws_no_noise(
    run: Publish, world: Engine, releases: Engine
) -> None:
    first = run()
    row = {"year": 2024, "month": 1, "place": "AF", "provenance": "synthetic", "import_run_id": 1, "received": True}
    agencies = [("a", "NGO"), ("b", "NGO"), ("c", "NGO"), ("d", None), ("e", None), ("f", "LegalService")]
    for agency, kind in agencies:
        with world.begin() as connection:
            connection.execute(insert(schema.reporting), {**row, "site": agency, "agency": agency, "agency_kind": kind})
        second = run()
        kinds = Release(releases, second["release"]).kinds_shown
        assert kinds.has("identified_by") == kinds.has("data_source") == (agency == "f")
    assert (second["new"], second["drawn"], ledger(world)) == (True, False, [RHO])
    assert numbers(releases, first["release"]) == numbers(releases, second["release"])
    assert len(Release(releases, second["release"]).frame("reporting")) == 1


@pytest.mark.slow
def test_a_date_is_drawn_once_and_corrections_enter_with_the_next(
    run: Publish, world: Engine, releases: Engine
) -> None:
    first = run(as_of=date(2024, 12, 31))
    # a correction that keeps the number of cases, their files and the highest id, as a services file does
    with world.begin() as connection:
        connection.execute(update(schema.case).values(gender="Masculine"))
    before = contents(releases, first["release"])
    again = run(as_of=date(2024, 12, 31))
    assert (again["drawn"], again["release"], ledger(world)) == (False, first["release"], [RHO])
    assert "enter with the next date" in again["message"]
    later = run(as_of=date(2025, 12, 31))
    assert (later["drawn"], ledger(world)) == (True, [RHO, RHO])
    assert contents(releases, first["release"]) == before
    women, men = (
        Release(releases, later["release"]).counts(("sex",), {})["count"].fillna(0).astype(int)[place]
        for place in (0, 1)
    )
    assert men > 300 > women
    # an earlier date is still what it was
    assert run(as_of=date(2024, 12, 31))["release"] == first["release"] == active_release_id(releases)
    manifests = [Release(releases, result["release"]).manifest for result in (first, later)]
    assert [manifest["data_until"] for manifest in manifests] == ["2024-12-31", "2025-12-31"]
    assert [[entry["as_of"] for entry in manifest["ledger"]] for manifest in manifests] == [
        ["2024-12-31"],
        ["2024-12-31", "2025-12-31"],
    ]


@pytest.mark.slow
def test_a_new_date_draws_though_nothing_changed(run: Publish, world: Engine) -> None:
    """Whether anything changed may depend on one case: it must not be seen from whether there is a new release."""
    run(as_of=date(2024, 12, 31))
    assert run(as_of=date(2025, 3, 31))["drawn"]
    with world.begin() as connection:
        add(connection, [Person(consent=False)], first=5_000)
    assert not run(as_of=date(2025, 3, 31))["drawn"]
    assert len(ledger(world)) == 2


@pytest.mark.slow
def test_another_budget_for_a_date_needs_redraw_and_is_named_so(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()
    same = run(epsilon=2)
    assert (same["release"], ledger(world)) == (first["release"], [RHO])
    assert "epsilon 1 at" in same["message"]
    assert "--redraw" in same["message"]
    second = run(epsilon=2, redraw=True)
    assert ledger(world) == [RHO, rho_for(2, DELTA)]
    assert second["epsilon_spent"] == pytest.approx(epsilon_for(sum(ledger(world)), DELTA))
    entries = Release(releases, second["release"]).manifest["ledger"]
    assert [entry["reason"] for entry in entries] == ["date", "redraw"]
    # the date is now answered with what was drawn last
    assert run()["release"] == second["release"]


@pytest.mark.slow
def test_a_first_publication_may_be_asked_for_as_a_redraw(run: Publish, world: Engine, releases: Engine) -> None:
    assert plan(world, releases, kind="public", epsilon=1.0, delta=DELTA, redraw=True)["message"]
    assert run(redraw=True)["drawn"]
    assert ledger(world) == [RHO]


def test_a_date_to_come_is_refused(run: Publish, world: Engine) -> None:
    with pytest.raises(BadInput, match=r"that has come.*nothing was spent"):
        run(as_of=date.today() + timedelta(days=1))
    assert ledger(world) == []


@pytest.mark.parametrize("budget", [{"epsilon": 0.0}, {"epsilon": -1.0}, {"delta": 0.5}, {"delta": 0.0}])
def test_what_is_no_budget_is_refused_with_what_was_spent(run: Publish, world: Engine, budget: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match="nothing was spent"):
        run(**budget)
    assert ledger(world) == []


def test_a_scheduler_is_refused_for_all_that_it_lacks(run: Publish, world: Engine) -> None:
    with pytest.raises(BadInput, match=r"tls://.*Nothing was spent") as refused:
        run(workers=Workers(scheduler="nonsense"))
    assert ("only PostgreSQL" in str(refused.value)) == (world.dialect.name == "sqlite")
    assert ledger(world) == []


@pytest.mark.slow
def test_held_back_it_is_not_seen(run: Publish, releases: Engine) -> None:
    first = run(as_of=date(2024, 12, 31))["release"]
    held = run(hold=True)
    assert "do not see it:" in held["message"]
    assert active_release_id(releases) == first
    assert run(hold=True)["release"] == held["release"]
    activate(releases, held["release"])
    assert active_release_id(releases) == held["release"]


@pytest.mark.slow
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


@pytest.mark.slow
def test_an_exact_release_of_an_older_date_says_what_it_takes_the_place_of(run: Publish) -> None:
    run(kind="restricted")
    said = run(kind="restricted", as_of=date(2024, 12, 31))["message"]
    assert "Before it release 1, of the newer date" in said
    assert said.endswith("python -m data_access releases activate 1 --kind restricted.")


@pytest.mark.parametrize("epsilon", [0, -4, 1e308, float("inf"), float("nan"), 500.0])
def test_what_is_no_budget_is_refused_before_anything_is_spent(run: Publish, world: Engine, epsilon: float) -> None:
    with pytest.raises(BadInput, match=r"budget|cap"):
        run(epsilon=epsilon)
    assert ledger(world) == []


@pytest.mark.slow
@pytest.mark.parametrize("delta", [0.0, 0.5, 1e-3, 1.0])
def test_a_large_delta_is_refused(run: Publish, world: Engine, delta: float) -> None:
    with pytest.raises(BadInput, match=r"[Dd]elta"):
        run(delta=delta)
    assert ledger(world) == []


@pytest.mark.slow
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


@pytest.mark.slow
def test_the_command_refuses_to_pass_the_cap(
    world: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CASE_DATABASE_URL", world.url.render_as_string(hide_password=False))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", "5")
    assert main(["publish", "--epsilon", "4"]) == 0
    capsys.readouterr()
    assert main(["publish", "--epsilon", "4", "--redraw"]) == 2
    said = capsys.readouterr().err
    assert "the cap is 5" in said
    assert "4.00 is spent already" in said
    assert main(["publish", "--epsilon", "0"]) == 2
    assert "not a privacy budget" in capsys.readouterr().err
    assert main(["publish", "--epsilon", "1", "--as-of", "2024-12-31"]) == 0
    assert len(ledger(world)) == 2
    capsys.readouterr()
    assert main(["check"]) == 0
    assert "2 draws spent epsilon 4.17 of 5" in capsys.readouterr().out


@pytest.mark.slow
def test_an_earlier_release_can_be_brought_back(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()["release"]
    second = run(as_of=date(2024, 12, 31))["release"]
    before = contents(releases, first)
    assert active_release_id(releases) == second
    activate(releases, first)
    assert active_release_id(releases) == first
    assert contents(releases, first) == before
    with pytest.raises(BadInput, match="no release 99"):
        activate(releases, 99)
    assert active_release_id(releases) == first
    # publishing the same again makes its release the active one
    assert run(as_of=date(2024, 12, 31))["release"] == second == active_release_id(releases)


@pytest.mark.slow
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


def whole_numbers_in(value: Any) -> set[str]:
    return set(re.findall(r"(?<![\w.])\d+(?![\w.])", json.dumps(value)))


@pytest.mark.slow
def test_nothing_exact_about_people_is_in_a_public_release(run: Publish, world: Engine, releases: Engine) -> None:
    release_id = run()["release"]
    manifest = Release(releases, release_id).manifest
    assert manifest["cases_about"] % 100 == 0
    assert whole_numbers_in(manifest) & {str(len(WORLD)), "300", "137"} <= {"300"}  # rounded, 437 may become 300
    # two publications of the same cases agree in a number by chance only
    other = run(redraw=True)["release"]
    first, second = contents(releases, release_id), contents(releases, other)
    for name in (table.name for table in SMALL_WORKLOAD):
        one, two = (np.frombuffer(zlib.decompress(content[name]), "<f4") for content in (first, second))
        if one.shape == two.shape:  # noise may have kept other codes
            assert (one == two).mean() < 0.05, name


@pytest.mark.slow
def test_a_services_file_that_corrects_one_case_changes_the_next_date_only(
    case_engine: Engine, releases: Engine, tmp_path: Path
) -> None:
    def load(name: str, text: str) -> None:
        (tmp_path / name).write_text(text, encoding="utf-8")
        import_files(case_engine, [tmp_path / name], format="htcds", report=tmp_path / "report.csv")

    def released(**options: Any) -> dict[str, Any]:
        return publish(case_engine, releases, **{"kind": "public", "epsilon": 1.0, "delta": DELTA, **options})

    keys = [f"HERAT-2024-{n}" for n in range(40)]
    load("cases.csv", "case_key,registration_date,con_Consent\n" + "".join(f"{key},2024-05-06,yes\n" for key in keys))
    services = "case_key,service,country,province,start_date\n"
    load("services.csv", services + "".join(f"{key},Identification,AF,AF-HER,2024-05-06\n" for key in keys))
    first = released(as_of=date(2024, 12, 31))
    before = contents(releases, first["release"])
    load("more_services.csv", services + f"{keys[0]},Identification,AF,AF-KAB,2024-05-06\n")
    # no earlier release is changed, and the same date still has the same numbers
    assert released(as_of=date(2024, 12, 31))["release"] == first["release"]
    assert contents(releases, first["release"]) == before
    second = released(as_of=date(2025, 12, 31))
    assert second["drawn"]
    assert len(Release(releases, second["release"]).manifest["ledger"]) == 2 == len(ledger(case_engine))
    # and the correction is in it: the same publication without noise says so
    exact = open_database(make_url(f"sqlite:///{tmp_path / 'exact.db'}"))
    migrate(exact, "releases")
    made = publish(case_engine, exact, kind="restricted", epsilon=1, delta=DELTA, as_of=date(2025, 12, 31))
    answer = Release(exact, made["release"]).counts(("province",), {})
    found = dict(zip(answer["province"], answer["count"], strict=True))
    assert (found["AF-HER"], found["AF-KAB"]) == (39, 1)
    exact.dispose()
