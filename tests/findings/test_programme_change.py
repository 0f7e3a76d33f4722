"""Before and during a programme: whole years only, and the words name them."""

from pathlib import Path

import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.programmes.contribution import contribution_words, years_note
from findings.programme_change import by_country, compare, whole_years_of_places
from locales import translator
from tests.worlds.hotspots import AFGHAN, make_world
from tests.worlds.releases import open_release

EN = translator("en")


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """100 people a year in each of twelve provinces; of 2025 a third has come in, of Herat's hardly anybody."""
    who = [
        (year, place, "female", "adult", 100 if year < 2025 else 12 if place == "AF-HER" else 33)
        for year in range(2014, 2026)
        for place in AFGHAN
    ]
    return open_release(make_world(tmp_path, {("year", "province", "sex", "age"): who}))


def test_a_year_that_may_not_be_whole_is_not_during_a_programme(release: Release) -> None:
    programme = {"start": "2020-01-01", "end": "2025-12-31", "places": ("AF-HER",)}
    counts = whole_years_of_places(release, Filters(years=(2025, 2025)), "AF")
    assert (counts["year"].min(), counts["year"].max(), counts.attrs["left_out"]) == (2014, 2024, (2025,))
    found = compare(programme, counts)
    assert found is not None and found.change.ratio is not None
    assert found.change.during == (2020, 2024)
    assert found.change.ratio[0] == pytest.approx(1.0, abs=0.01)
    said = contribution_words(found, EN)
    assert "100 before it (2014 to 2019), 100 during it (2020 to 2024)" in said
    assert years_note(counts, EN).endswith("2025 is left out: cases of that year may still be recorded.")


def test_a_programme_of_an_unfinished_year_is_not_compared(release: Release) -> None:
    counts = whole_years_of_places(release, Filters(), "AF")
    found = compare({"start": "2025-01-01", "end": None, "places": ("AF-HER",)}, counts)
    assert found is not None and found.change.reason == "no_during"
    assert "no whole year of the programme" in contribution_words(found, EN)


def test_what_is_left_out_of_a_comparison_is_said(release: Release) -> None:
    """2020-12-20 to 2024-01-05 was compared as 2020 to 2024, and places of other countries were not named."""
    counts = whole_years_of_places(release, Filters(), "AF")
    withheld = counts.assign(
        count=counts["count"].mask(counts["place"].isin(["AF-FRA", "AF-BAL"]) & counts["year"].eq(2016))
    )
    withheld.attrs = counts.attrs
    programme = {"start": "2020-12-20", "end": "2024-01-05", "places": ("AF-HER", "AF-FRA", "PK-BA")}
    found = compare(programme, withheld)
    assert found is not None
    assert (found.cut, found.elsewhere, found.change.before, found.change.during) == (
        (2020, 2024), ("PK-BA",), (2014, 2019), (2021, 2023),
    )  # fmt: skip
    said = contribution_words(found, EN)
    assert "Not compared, in another country or with nobody counted: Balochistan." in said
    assert "Drawn and not compared, for a year is withheld: Farah" in said
    assert "ran less than half of the year: 2020 and 2024." in said


def test_places_are_compared_in_each_country_of_a_programme(tmp_path: Path) -> None:
    """Only those of the first country were: Khatlon doubles during the programme, and nothing was said of it."""
    who = [
        (year, place, "female", "adult", 400 if place == "TJ-KT" and year >= 2020 else 200)
        for year in range(2014, 2026)
        for place in (*AFGHAN[:4], "TJ-KT", "TJ-SU", "TJ-GB")
    ]
    release = open_release(make_world(tmp_path, {("year", "province", "sex", "age"): who}))
    programme = {"start": "2020-01-01", "end": "2024-12-31", "places": (AFGHAN[0], "TJ-KT", AFGHAN[1])}
    in_each = by_country(programme)
    assert {country: row["places"] for country, row in in_each.items()} == {"AF": AFGHAN[:2], "TJ": ("TJ-KT",)}
    ratios = {
        country: compare(row, whole_years_of_places(release, Filters(), country)).change.ratio
        for country, row in in_each.items()
    }
    assert ratios["AF"][0] == pytest.approx(1, abs=0.05) and ratios["TJ"][1] > 1.5


def test_a_programme_of_one_place_and_year_varies_as_the_release_does(tmp_path: Path) -> None:
    """Of one place and few years 1.0 was told, whatever the release's areas vary by."""
    who = [
        (year, place, "female", "adult", 100 if place in ("AF-HER", "AF-FRA") else 400 + 120 * (-1) ** (year + number))
        for year in range(2014, 2026)
        for number, place in enumerate(AFGHAN)
    ]
    release = open_release(make_world(tmp_path, {("year", "province", "sex", "age"): who}))
    counts = whole_years_of_places(release, Filters(), "AF")
    quiet = counts[counts["place"].isin(["AF-HER", "AF-FRA"])]
    found = compare({"start": "2020-01-01", "end": "2024-12-31", "places": ("AF-HER",)}, quiet)
    assert found is not None and counts.attrs["factor"] > 10
    assert found.change.overdispersion == pytest.approx(counts.attrs["factor"])
