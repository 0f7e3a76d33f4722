"""What the Hotspots page asks of a release: areas, denominators, recorders, lists."""

from pathlib import Path

import pandas as pd
import pytest

from data_access.gazetteer import areas as gazetteer_areas
from data_access.gazetteer.areas import area_neighbours
from data_access.questions import areas as hotspot_questions
from data_access.questions import published_overlaps
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.hotspots import words as hotspot_words
from findings.rates import hotspot_rates
from locales import translator
from tests.worlds.hotspots import MILLION, make_world, tables
from tests.worlds.releases import open_release, region


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_world(tmp_path_factory.mktemp("world")))


def _rows(frame: pd.DataFrame, *columns: str) -> dict[str, tuple]:
    return {row[0]: tuple(row[1:]) for row in frame[["place", *columns]].itertuples(index=False, name=None)}


def test_every_drawn_province_is_in_one_area() -> None:
    areas = gazetteer_areas.areas()
    assert len(areas) == 95  # 97 drawn: Punjab in two halves, Dushanbe and the Districts apart
    assert areas["place"].is_unique
    assert {"PK-PB", "TJ-DU+TJ-RA"} < set(areas["place"])
    assert not {"PK-PB-N", "PK-PB-S", "TJ-DU", "TJ-RA"} & set(areas["place"])
    assert ("PK-PB", "PK-PB") not in area_neighbours()
    assert ("TJ-DU+TJ-RA", "TJ-KT") in area_neighbours()


def test_areas_that_share_a_population_are_counted_together(world: Release) -> None:
    frame = hotspot_questions.people_and_populations(world, Filters(), "identified")
    rows = _rows(frame, "count", "state", "population", "country_count")
    assert rows["PK-PB"] == (500, "count", 1_000_000, 1000)
    assert rows["TJ-DU+TJ-RA"] == (100, "count", 2_000_000, 500)
    assert rows["AF-HER"] == (800, "count", 1_000_000, 3000)
    assert rows["AF-KAB"][1] == "withheld"
    errors = _rows(frame, "standard_error")
    assert errors["PK-PB"][0] == pytest.approx(errors["AF-HER"][0] * 2**0.5)


@pytest.mark.parametrize(
    ("filters", "afghan", "tajik"),
    [
        (Filters(), 1_000_000, 1_000_000),
        (Filters(sex=("female",)), 480_000, None),
        (Filters(sex=("female", "male")), 1_000_000, 1_000_000),
        (Filters(sex=("male",)), None, None),
        (Filters(sex=("female",), age=("child",)), None, None),
        (Filters(sex=("other",)), None, None),
        (Filters(age=("child",)), None, None),
        (Filters(age=("unknown",)), None, None),
    ],
)
def test_a_rate_has_only_the_population_of_its_own_sex_and_age(
    world: Release, filters: Filters, afghan: int | None, tajik: int | None
) -> None:
    frame = hotspot_questions.people_and_populations(world, filters, "identified").set_index("place")
    for place, expected in (("AF-HER", afghan), ("TJ-KT", tajik)):
        found = frame.loc[place, "population"]
        assert pd.isna(found) if expected is None else found == expected, place


def test_the_newest_population_is_taken_wherever_it_stands(tmp_path: Path, world: Release) -> None:
    newest = world.frame("population")
    older = newest.assign(year=2011, persons=newest["persons"] // 2)
    both = pd.concat([newest, older], ignore_index=True)
    release = open_release(make_world(tmp_path, frames={"population": both}))
    frame = hotspot_questions.people_and_populations(release, Filters(), "identified")
    assert _rows(frame, "population", "population_year")["AF-HER"] == (1_000_000, 2021)


def test_the_country_chosen_is_that_of_the_place_on_the_map(world: Release) -> None:
    for role in hotspot_questions.ROLES:
        frame = hotspot_questions.people_and_populations(world, Filters(country=("PK",)), role)
        assert set(frame["country"]) == {"PK"}
        assert frame.set_index("place").loc["PK-SD", "count"] == 500


def test_recorders_set_the_people_chosen_aside(world: Release) -> None:
    frame = hotspot_questions.recorders(world, Filters(sex=("male",), country=("PK",)))
    row = frame.set_index(["place", "data_source"]).loc[("PK-PB", "Police")]
    assert (row["count"], row["people"], row["country_count"], row["country_people"]) == (500, 500, 1000, 1000)


def test_recorders_leave_out_people_without_a_year(tmp_path: Path) -> None:
    recorded = ("year", "province", "data_source")
    content = {**tables(), recorded: [*tables()[recorded], ("unknown", "AF-FRA", "Police", 100)]}
    frame = hotspot_questions.recorders(open_release(make_world(tmp_path, content)), Filters())
    assert _rows(frame, "count", "country_count")["AF-FRA"] == (200, 3000)


def test_recorders_are_withheld_where_fewer_than_three_agencies_report(tmp_path: Path) -> None:
    """Herat and the country have three police agencies; nothing is known of who else reports."""
    rows = [("data_source", "Police", place, "2024") for place in ("AF", "AF-HER")]
    shown = pd.DataFrame(rows, columns=["dimension", "code", "place", "year"])
    content = tables(recorded_by_border=300)
    release = open_release(make_world(tmp_path, content, frames={"agency_kinds": shown}, kinds_shown=False))
    frame = hotspot_questions.recorders(release, Filters())
    frame = frame[frame["state"] == "count"].set_index(["place", "data_source"])
    assert frame[["count", "people", "country_count", "country_people"]].to_numpy().tolist() == [[500, 800, 2700, 3000]]
    assert frame.index.tolist() == [("AF-HER", "Police")]


def test_histories_add_up_over_the_lists_that_were_not_chosen(world: Release) -> None:
    frame = hotspot_questions.histories(world, Filters(), ("police", "ngo", "hotline"))
    counts = {tuple(row[:3]): row[3] for row in frame.iloc[:, :4].itertuples(index=False, name=None)}
    assert counts == {
        (1, 0, 0): 630,  # police alone, or with the border that was not chosen
        (0, 1, 0): 500,
        (0, 0, 1): 400,
        (1, 1, 0): 120,
        (1, 0, 1): 100,
        (0, 1, 1): 90,
        (1, 1, 1): 40,
    }
    assert hotspot_questions.all_lists(world) == ("police", "border", "ngo", "hotline")


def test_a_release_without_the_tables_refuses(tmp_path: Path) -> None:
    release = open_release(make_world(tmp_path, region()))
    with pytest.raises(NotPublished):
        hotspot_questions.histories(release, Filters(), ("police", "ngo", "hotline"))
    with pytest.raises(NotPublished):
        hotspot_questions.recorders(release, Filters())


def test_the_published_example_is_whole() -> None:
    table = published_overlaps.uk_2013()
    assert table["count"].sum() == 2744  # Silverman 2014
    assert len(table) == 18
    on_list = {name: int(table.loc[table[name] == 1, "count"].sum()) for name in published_overlaps.UK_LISTS}
    assert on_list == {"LA": 94, "NG": 567, "PFNCA": 1169, "GO": 807, "GP": 336}


@pytest.mark.slow
def test_people_and_population_of_a_country_are_of_the_same_areas(tmp_path: Path) -> None:
    """Of Herat, where 800 of 3,000 people were identified, no source has the population."""
    with_all = open_release(make_world(tmp_path, tables()))
    (tmp_path / "less").mkdir()
    population = with_all.frame("population")
    less = population[population["place"] != "AF-HER"]
    release = open_release(make_world(tmp_path / "less", tables(), frames={"population": less}))
    afghan = Filters(country=("AF",))
    people = hotspot_questions.people_and_populations(release, afghan, "identified").set_index("place")
    assert pd.isna(people.loc["AF-HER", "population"]) and people.loc["AF-HER", "count"] == 800
    assert people.loc["AF-FRA", "country_count"] == 11 * 200
    assert people.loc["AF-FRA", "country_population"] == 11 * MILLION
    periods = hotspot_questions.people_by_period(release, afghan, "identified", 1).set_index("place")
    assert periods.loc["AF-FRA", "country_count"] == 11 * 200
    rates = hotspot_rates(release, afghan, "identified").set_index("place")
    assert rates.loc["AF-FRA", "relative_risk"] == pytest.approx(1.0)
    said = hotspot_words.population_note(rates.reset_index(), translator("en"))
    assert "No source has the populations of " in said and "Herat, Afghanistan" in said
    # where no area has one, the people of the whole country are still said
    whole = hotspot_questions.people_and_populations(with_all, Filters(sex=("other",)), "identified").set_index("place")
    assert pd.isna(whole.loc["AF-FRA", "country_population"])
