"""Who reports how fully, and official totals beside a release, on a small world."""

from pathlib import Path

import pandas as pd
import pytest

from data_access.questions import data_quality as questions
from data_access.questions.official_statistics import totals
from data_access.release.filters import Filters
from data_access.release.release import NotPublished
from tests.worlds.releases import make_release, open_release, region

REGISTER = pd.DataFrame(
    [
        ("AF", 2022, 100, 90, "count"),
        ("AF-HER", 2022, 50, 10, "count"),
        ("AF", 2023, 100, 60, "count"),
        ("AF", 2024, None, None, "withheld"),
        ("AF-HER", 2024, 50, 30, "count"),
        ("AF-KAB", 2024, None, None, "withheld"),
        ("AF", 2010, 100, 1, "count"),
    ],
    columns=["place", "year", "months_expected", "months_received", "state"],
)


def test_reports_are_those_of_the_whole_country_or_of_what_may_be_shown_of_it(tmp_path: Path) -> None:
    frames = {"reporting": REGISTER.to_json(orient="split", index=False)}
    found = questions.reports_by_year(open_release(make_release(tmp_path, region(), frames=frames)), Filters())
    assert found["year"].tolist() == [2022, 2023, 2024]
    assert found["complete"].tolist() == [0.9, 0.6, 0.6]
    assert found["is_partial"].tolist() == [False, False, True]
    assert found["is_break"].tolist() == [False, True, False]


def test_a_fifth_of_all_reports_less_is_a_break(tmp_path: Path) -> None:
    rows = [("PK", year, 10, came, "count") for year, came in ((2022, 5), (2023, 3), (2024, 2))]
    frames = {"reporting": pd.DataFrame(rows, columns=REGISTER.columns).to_json(orient="split", index=False)}
    found = questions.reports_by_year(open_release(make_release(tmp_path, region(), frames=frames)), Filters())
    assert found["is_break"].tolist() == [False, True, False]


def test_without_a_register_nothing_is_known(tmp_path: Path) -> None:
    with pytest.raises(NotPublished):
        questions.reports_by_year(open_release(make_release(tmp_path, region())), Filters())


def test_official_totals_stand_beside_the_numbers_of_their_country_and_year(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region(), is_exact=True))
    found = questions.beside_official(release, Filters())
    known = totals("victims").set_index(["country", "year"])["text"].to_dict()
    counted = {(country, int(year)): count for country, year, count, *_ in release.rows(("country", "year"), {})}
    rows = found.astype(object).to_dict("records")
    assert {row["country"] for row in rows} >= {"PK"}
    for row in rows:
        assert row["official"] == known[row["country"], row["year"]]
        assert row["state"] == "none" or row["count"] == counted[row["country"], row["year"]]
