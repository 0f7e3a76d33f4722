"""How much years vary is a matter of all whole years of a release, whichever of them are chosen."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import trend_words
from figures.overview import words as overview_words
from figures.routes import change_words
from findings import change
from locales import translator
from tests.worlds.hotspots import make_world
from tests.worlds.releases import open_release

EN = translator("en")
YEARS = range(2014, 2025)
WORLDS = 60
CHOICES = [(2015, 2016), (2019, 2020), (2022, 2024)]
MOST = 0.065  # of null worlds that may have a change


def scattered(folder: Path, mean: float, size: float, worlds: int = WORLDS) -> Release:
    """Provinces and routes in each of which nothing changes, people found in groups of `size`: each a world."""
    random = np.random.default_rng(3)
    counts = size * random.poisson(mean / size, (worlds, len(YEARS))) + random.normal(0, 5, (worlds, len(YEARS)))
    rows = [(f"AF-{world:03}", year, int(counts[world, n])) for world in range(worlds) for n, year in enumerate(YEARS)]
    folder.mkdir(exist_ok=True)
    return open_release(
        make_world(
            folder,
            {
                ("year", "province", "sex", "age"): [(y, place, "female", "adult", n) for place, y, n in rows],
                ("year", "province_leg"): [(y, place, "IR", "source_destination", n) for place, y, n in rows],
            },
        )
    )


@pytest.mark.long  # hundreds of worlds, to see one in twenty
@pytest.mark.parametrize(("size", "mean"), [(1, 150), (2, 150), (3, 150), (100, 6000)])
def test_of_two_or_three_chosen_years_one_world_in_twenty_has_a_change(tmp_path: Path, size: int, mean: int) -> None:
    """With two chosen years 68 of 100 worlds had one, for the scatter of all areas stood in for the group's own."""
    release = scattered(tmp_path, mean, size)
    total = groups = 0
    for years in CHOICES:
        for world in range(WORLDS):
            found = change.year_changes(release, Filters(years=years, place=f"AF-{world:03}"))
            is_total = found["dimension"] == "total"
            assert is_total.any() and (~is_total).any()
            total += found.loc[is_total, "is_beyond"].any()
            groups += found.loc[~is_total, "is_beyond"].any()
    assert max(total, groups) <= MOST * WORLDS * len(CHOICES), (total, groups, WORLDS * len(CHOICES))


@pytest.mark.slow
def test_of_two_halves_of_chosen_years_no_route_has_changed(tmp_path: Path) -> None:
    """Routes that vary more than areas do were held against what areas vary by, where few years were chosen."""
    for years in CHOICES:
        found = change.route_changes(scattered(tmp_path / str(years[0]), 6000, 100), Filters(years=years), "province")
        assert len(found) == WORLDS
        assert not found["is_beyond_error"].any()


def test_two_years_have_one_answer_whatever_years_are_chosen_around_them(tmp_path: Path) -> None:
    """With 2019 to 2021 chosen it was said that 2021 rose, with 2014 to 2021 that it cannot be told."""
    release = scattered(tmp_path, 6000, 100, worlds=1)
    said = {
        overview_words.change_sentence(change.year_changes(release, Filters(years=(first, 2021))), EN)
        for first in (2014, 2019, 2020)
    }
    assert said == {"2021 cannot be told apart from 2020, by how much years vary."}


def test_a_release_of_few_whole_years_compares_none(tmp_path: Path) -> None:
    who = [(year, "AF-HER", "female", "adult", n) for year, n in ((2021, 100), (2022, 100), (2023, 900), (2024, 100))]
    legs = [(year, "AF", "IR", "source_destination", n) for year, _, _, _, n in who]
    tables = {("year", "province", "sex", "age"): who, ("year", "province_leg"): legs}
    release = open_release(make_world(tmp_path, tables))
    chosen = Filters(years=(2022, 2023))
    changes, moved = change.year_changes(release, chosen), change.route_changes(release, chosen, "province")
    assert changes.empty and moved.empty
    for said in (overview_words.change_sentence(changes, EN), change_words.changes_words(moved, EN)):
        assert said.startswith("Nothing can be compared: how much years vary is not known.")


def test_no_year_to_name_is_not_said_to_be_unknown(tmp_path: Path) -> None:
    """Of thirty cases no year is kept, though each has its date: they stand under unknown."""
    who = [("unknown", "AF-HER", "female", "adult", 30)]
    release = open_release(make_world(tmp_path, {("year", "province", "sex", "age"): who}))
    said = overview_words.change_sentence(change.year_changes(release, Filters()), EN)
    assert said == "Nothing can be compared: no year was recorded, or none has enough people to be named."


def test_a_note_names_the_factors_in_use_and_what_is_not_compared() -> None:
    changes = pd.DataFrame(
        [
            ("total", "total", 1000, 1100, 100, 5.0),
            ("sex", "male", 500, 580, 80, 5.0),
            ("sex", "other", 50, 90, 40, 5.0),
        ],
        columns=["dimension", "code", "previous", "latest", "change", "change_error"],
    )
    scatter = pd.DataFrame({"dimension": ["total", "sex"], "code": ["total", "male"], "factor": [104.0, 38.8]})
    found = change.changes_beyond(changes, scatter, 11)
    assert found["code"].tolist() == ["total", "male"]
    assert found.attrs == {"unknown": (("sex", "other"),), "factors": (38.8, 104.0)}
    said = trend_words.own_factors_sentence(found.attrs["factors"], EN)
    assert str(said).startswith("Counts vary 38.8 to 104.0 times as much as if people were found one by one: each by")


def test_a_route_asked_alone_says_so(tmp_path: Path) -> None:
    release = scattered(tmp_path, 6000, 100, worlds=1)
    trend = change.route_trend(release, Filters(), "province", ("AF-000", "IR"))
    assert "Asked of this route alone; “What changed” asks all routes together" in str(
        change_words.trend_note(trend, Filters(), release, EN)
    )
