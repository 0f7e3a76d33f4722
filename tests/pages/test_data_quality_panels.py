"""Methods says what two releases tell of late cases, and what is missing by kind of source, as far as is known."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, make_url, select
from streamlit.testing.v1 import AppTest

from data_access.database import open_database
from data_access.questions.completeness import not_recorded_by_kind
from data_access.questions.revisions import added_since
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.schema import release, retraction
from tests.worlds.releases import make_release, open_release
from tests.worlds.visits import open_page

WORLD = {
    ("year", "sex"): [(2022, "female", 500), (2023, "female", 400)],
    ("sex", "age", "identified_by", "stage"): [
        ("female", "adult", "NGO", "referred", 300),
        ("unknown", "adult", "NGO", "referred", 100),
        ("female", "unknown", "LawEnforcement", "identified", 60),
    ],
}
LATER = {**WORLD, ("year", "sex"): [(2022, "female", 503), (2023, "female", 480), (2024, "female", 300)]}


def _two(folder: Path, *, database: str = "one", retracted: bool = False) -> str:
    make_release(folder, WORLD, manifest={"data_until": "2023-12-31", "database": "one"})
    address = make_release(folder, LATER, manifest={"data_until": "2024-12-31", "database": database})
    if retracted:
        engine = open_database(make_url(address))
        with engine.begin() as connection:
            name = connection.execute(select(release.c.name).where(release.c.id == 1)).scalar_one()
            row = {"name": name, "why": "Counted twice.", "retracted_at": datetime(2026, 1, 1)}
            connection.execute(insert(retraction).values(row))
        engine.dispose()
    return address


def _numbered(address: str, number: int) -> Release:
    return Release(open_database(make_url(address), read_only=True), number)


def _said(app: AppTest) -> str:
    assert not app.exception
    return "\n".join(element.value for element in (*app.markdown, *app.caption, *app.info))


def test_what_came_in_late_is_told_beyond_the_noise_of_both(tmp_path: Path) -> None:
    address = _two(tmp_path)
    found = added_since(_numbered(address, 1), _numbered(address, 2))
    assert found["year"].tolist() == [2022, 2023]
    assert found["difference"].tolist() == [3, 80]
    assert found["is_told"].tolist() == [False, True]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_methods_shows_it_where_there_are_two_releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", _two(tmp_path))
    said = _said(open_page("methods", lang=language))
    if language == "en":
        assert "Between December 31, 2023 and December 31, 2024 cases came in for 2023." in said
        assert "not known yet" not in said
    assert said.count("### ") == 1  # by kind of organisation


@pytest.mark.parametrize("why", [{"database": "another"}, {"retracted": True}])
def test_a_release_of_other_cases_or_a_retracted_one_tells_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, why: dict[str, object]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", _two(tmp_path, **why))
    assert "so it is not known yet" in _said(open_page("methods"))


def test_what_is_missing_by_kind_is_a_share_of_the_people_whom_the_kind_identified(tmp_path: Path) -> None:
    found = not_recorded_by_kind(open_release(make_release(tmp_path, WORLD, is_exact=True)), Filters())
    shares = {(row.kind, row.field): row.share for row in found.itertuples()}
    assert shares == {
        ("LawEnforcement", "sex"): 0,
        ("NGO", "sex"): 0.25,
        ("LawEnforcement", "age"): 1,
        ("NGO", "age"): 0,
    }
    hidden = make_release(tmp_path, WORLD, kinds_shown=False)
    assert not_recorded_by_kind(_numbered(hidden, 2), Filters()).empty
