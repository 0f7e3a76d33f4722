"""What becomes of releases that are wrong or old, and what is said to have changed between two."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, select, update

from data_access.__main__ import main
from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.ledger import now
from data_access.publishing.release_store import activate, delete_releases, retract
from data_access.questions.revisions import changes_since_the_one_before, revised
from data_access.release import schema as release_schema
from data_access.release.release import Release
from data_access.release.release_database import active_release_id, list_releases, retraction_of
from tests.worlds.people import Person, add
from tests.worlds.publications import RHO, Publish, address, ledger, releases, run, small, world

__all__ = ["releases", "run", "small", "world"]
WHY = "The ages were exchanged."


@pytest.mark.slow
def test_a_retracted_release_says_so_and_is_not_brought_back(run: Publish, world: Engine, releases: Engine) -> None:
    first = run(as_of=date(2024, 12, 31))["release"]
    second = run()["release"]
    said = retract(releases, second, f"  {WHY}\n")
    assert "activate an earlier one" in said["message"]  # visitors still see it
    assert (retraction_of(releases, first), retraction_of(releases, second)) == (None, WHY)
    assert [entry["retracted"] for entry in list_releases(releases)] == [WHY, None]
    activate(releases, first)
    with pytest.raises(BadInput, match=WHY):
        activate(releases, second)
    with pytest.raises(BadInput, match="--redraw"):
        run()
    assert ledger(world) == [RHO, RHO]
    third = run(redraw=True)["release"]
    assert retraction_of(releases, third) is None
    assert active_release_id(releases) == third


@pytest.mark.slow
def test_all_releases_of_the_same_numbers_are_retracted(run: Publish, world: Engine, releases: Engine) -> None:
    first = run()["release"]
    with world.begin() as connection:
        connection.execute(schema.programme.insert().values(
            code="p", title="P", provenance="synthetic", source_title="t", source_publisher="p", import_run_id=1
        ))  # fmt: skip
    second = run()["release"]
    assert retract(releases, first, WHY)["releases"] == [first, second]


def test_a_restricted_release_that_is_retracted_is_made_anew_and_not_redrawn(run: Publish, releases: Engine) -> None:
    first = run(kind="restricted")["release"]
    said = retract(releases, first, WHY)["message"]
    assert "Analysts still see it" in said
    with pytest.raises(BadInput, match="publish --kind restricted") as refused:
        activate(releases, first)
    assert "--redraw" not in said + str(refused.value)


@pytest.mark.slow
@pytest.mark.parametrize("why", ["", "  ", "x" * 501])
def test_a_retraction_needs_a_sentence(run: Publish, releases: Engine, why: str) -> None:
    with pytest.raises(BadInput, match="--why"):
        retract(releases, run()["release"], why)


@pytest.mark.parametrize(
    ("why", "kind"),
    [
        ("The father of Mariam Karimi was counted twice.", "a name"),
        ("Wrong, says the officer: +93700123456.", "a phone number"),
        ("The case HRT-2024-0117 was counted twice.", "the key of a case"),
        ("Two girls were counted twice.", "a few people"),
    ],
)
def test_the_sentence_of_a_retraction_names_nobody(run: Publish, releases: Engine, why: str, kind: str) -> None:
    number = run(kind="restricted")["release"]
    with pytest.raises(BadInput, match=f"every page and file, and holds what looks like {kind}"):
        retract(releases, number, why)
    assert retraction_of(releases, number) is None


@pytest.mark.slow
def test_deleted_is_gone_but_for_its_number_and_what_it_spent(run: Publish, world: Engine, releases: Engine) -> None:
    first = run(as_of=date(2024, 12, 31))["release"]
    second = run()["release"]
    with pytest.raises(BadInput, match="activate another"):
        delete_releases(releases, second)
    activate(releases, first)
    delete_releases(releases, second)
    assert [entry["id"] for entry in list_releases(releases)] == [first]
    assert delete_releases(releases, second) == {"releases": [], "message": "Release 2 was deleted before."}
    with pytest.raises(BadInput, match="no release 3"):
        delete_releases(releases, 3)
    with releases.connect() as connection:
        for table in (release_schema.published_table, release_schema.frame):
            assert second not in set(connection.scalars(select(table.c.release_id)))
    # what was deleted does not come back by itself, and its number is not given again
    with pytest.raises(BadInput, match="--redraw"):
        run()
    assert run(redraw=True)["release"] == 3
    assert ledger(world) == [RHO] * 3
    # the entry of a deleted release is still known where the ledger has forgotten it
    with world.begin() as connection:
        connection.execute(schema.drawn_table.delete())
        connection.execute(schema.privacy_ledger.delete())
    run(as_of=date(2023, 12, 31))
    assert ledger(world) == [RHO] * 4


@pytest.mark.slow
def test_old_releases_are_deleted_by_a_setting(
    run: Publish, releases: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    monkeypatch.delenv("RELEASES_KEPT_DAYS", raising=False)
    ids = [run(as_of=date(year, 12, 31))["release"] for year in (2023, 2024, 2025)]
    table = release_schema.release
    with releases.begin() as connection:
        for number, days in zip(ids, (900, 400, 700), strict=True):
            then = now() - timedelta(days=days)
            connection.execute(update(table).where(table.c.id == number).values(created_at=then))
    assert main(["releases", "delete"]) == 2
    assert "RELEASES_KEPT_DAYS" in capsys.readouterr().err
    monkeypatch.setenv("RELEASES_KEPT_DAYS", "many")
    assert main(["releases"]) == 2
    monkeypatch.setenv("RELEASES_KEPT_DAYS", "500")
    capsys.readouterr()
    assert main(["releases", "--json"]) == 0
    assert '"older_than_kept": [1]' in capsys.readouterr().out
    assert main(["releases", "delete"]) == 0
    # the active one stays, however old
    assert [entry["id"] for entry in list_releases(releases)] == [3, 2]


@pytest.mark.slow
def test_only_what_exceeds_the_noise_of_both_is_said_to_have_changed(
    run: Publish, world: Engine, releases: Engine
) -> None:
    first = Release(releases, run(epsilon=4)["release"])
    # drawn again from the same cases: every number differs, and nothing has changed
    same = [Release(releases, run(epsilon=1, redraw=True)["release"]) for _ in range(6)]
    found = [revised(first, release) for release in same]
    assert sum(len(frame) > 0 for frame in found) <= 2  # a false alarm once in twenty
    with world.begin() as connection:
        add(connection, [Person(identified="AF-KAB")] * 400, first=5_000)
    last = Release(releases, run(epsilon=4, redraw=True)["release"])
    changed = revised(first, last)
    row = changed[(changed["year"] == "2024") & (changed["country"] == "AF")].iloc[0]
    assert abs(row["difference"] - 400) < 5 * row["standard_error"]
    assert np.isclose(row["difference"], row["after"] - row["before"])
    retract(releases, same[-1].id, WHY)
    shown = changes_since_the_one_before(releases, last.id)
    assert shown["compared_with"] == same[-2].id
    assert shown["changed"]


def test_show_says_what_changed_and_what_was_withdrawn(
    run: Publish, releases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address(releases))
    release_id = str(run()["release"])
    assert main(["releases", "retract", release_id]) == 2
    assert main(["releases", "retract", release_id, "--why", WHY]) == 0
    capsys.readouterr()
    assert main(["releases", "show", release_id, "--json"]) == 0
    said = capsys.readouterr().out
    assert f'"retracted": "{WHY}", "compared_with": null, "changed": []' in said
