"""What changed: only beyond how much years vary, and never a year that is not whole against one that is."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import year_words
from figures.hotspots.tables import years_table
from figures.kit import trend_words
from figures.kit.tables import table
from figures.kit.trend_words import factor_sentence, last_year_sentence, trend_sentence, unfinished_sentence
from figures.overview import words as overview_words
from figures.routes import change_words
from findings import change, rates
from locales import translator
from tests.worlds.hotspots import AFGHAN, make_world
from tests.worlds.releases import open_release

EN = translator("en")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """100 people a year in each of twelve provinces; in Herat a tenth more every year. Of 2025 not all have come in."""
    who = [
        (year, place, "female", "adult", (round(100 * 1.1 ** (year - 2014)) if place == "AF-HER" else 100) // half)
        for year in range(2014, 2026)
        for half in [3 if year == 2025 else 1]
        for place in AFGHAN
    ]
    world = {("year", role, "sex", "age"): who for role in ("province", "source", "exploitation")}
    return open_release(make_world(tmp_path_factory.mktemp("world"), world))


def test_a_year_is_whole_a_year_after_its_end(release: Release) -> None:
    assert change.whole_years(release, Filters()) == (2014, 2024)  # data until 2026-11-21
    assert change.whole_years(release, Filters(years=(2018, 2020))) == (2018, 2020)
    assert change.whole_years(release, Filters(years=(2025, 2025))) is None
    assert last_year_sentence(2025, (2014, 2024), EN) == (
        "2025 is not compared: cases of that year may still be recorded."
    )
    assert last_year_sentence(2024, (2014, 2024), EN) is None


@pytest.mark.slow
def test_the_area_that_rises_is_found_and_no_other(release: Release) -> None:
    found = change.area_trends(release, Filters(), "identified").set_index("place")
    assert found.index[found["verdict"] == "rose"].tolist() == ["AF-HER"]
    assert found.loc["AF-HER", "per_year"] == pytest.approx(1.1, abs=0.003)
    assert trend_sentence(found.loc["AF-HER"].to_dict(), (2014, 2024), EN).startswith(
        "From 2014 to 2024 the number rose by 10% a year ("
    )
    said = trend_sentence(found.loc["AF-BAL"].to_dict(), (2014, 2024), EN)
    assert said.startswith("Whether it rose or fell from 2014 to 2024 cannot be told from how much years vary: ")


def test_beside_a_bend_a_course_rose_only_where_its_limits_say_so() -> None:
    row = {"verdict": "bent", "bend": 2019.0, "before": 1.1, "before_lower": 1.05, "before_upper": 1.15}
    row |= {"after": 1.02, "after_lower": 0.97, "after_upper": 1.07}
    assert trend_sentence(row, (2014, 2024), EN) == (
        "From 2014 to 2019 the number rose by 10% a year (5% to 15%); since then, until 2024, it neither rose nor fell "
        "for certain (-3% to +7% a year)."
    )


def test_an_unfinished_year_is_no_fall(release: Release) -> None:
    changes = change.year_changes(release, Filters())
    assert set(changes["latest_year"]) == {2024}
    assert not changes["is_beyond"].any()


def test_groups_widen_what_counts_as_a_change() -> None:
    """1,000 and 1,120 people: beyond chance if found one by one, not if found in groups of three."""
    changes = pd.DataFrame(
        [("total", "total", 1000, 1120, 120, 0.0)],
        columns=["dimension", "code", "previous", "latest", "change", "change_error"],
    )
    for factor, is_beyond in ((1.0, True), (3.0, False)):
        scatter = pd.DataFrame({"dimension": ["total"], "code": ["total"], "factor": [factor]})
        found = change.changes_beyond(changes, scatter, 11)
        assert found["change_error"].tolist() == [pytest.approx((factor * 2120) ** 0.5)]
        assert found["is_beyond"].tolist() == [is_beyond]


def test_a_route_is_said_to_have_grown_only_beyond_groups() -> None:
    leg = {"from_place": ["AF"], "to_place": ["IR"], "leg": ["source_destination"]}
    number = {"first_half": [100.0], "second_half": [120.0], "change": [20.0], "change_error": [3.0]}
    legs = pd.DataFrame(leg | number)
    legs.attrs["halves"] = ((2014, 2018), (2019, 2023))
    one, three = (change.routes_beyond(legs, pd.DataFrame(leg | {"factor": [factor]}), 11) for factor in (1.0, 3.0))
    assert one["is_beyond_error"].tolist() == [True]
    assert three["is_beyond_error"].tolist() == [False]
    # what is drawn leaves out no change exactly where it is judged to be one
    for found in (one, three):
        assert (found["change"].abs() > found["change_margin"]).tolist() == found["is_beyond_error"].tolist()
    # 9 of noise; 20 and 24 of chance, three times
    assert three["change_error"].tolist() == [pytest.approx((9 + 3 * 44) ** 0.5)]


def test_people_a_year_come_by_chance_of_as_many_years_as_their_half_has() -> None:
    leg = {"from_place": ["AF"], "to_place": ["IR"], "leg": ["source_destination"]}
    legs = pd.DataFrame(leg | {"first_half": [120.0], "second_half": [200.0], "change": [80.0], "change_error": [3.0]})
    legs.attrs["halves"] = ((2014, 2017), (2018, 2022))
    found = change.routes_beyond(legs, pd.DataFrame(leg | {"factor": [2.0]}), 9)
    # 9 of noise; twice 120 / 4 and 200 / 5 of chance
    assert found["change_error"].tolist() == [pytest.approx((9 + 2 * 70) ** 0.5)]


def test_the_surest_change_of_a_route_stands_first_and_a_route_without_scatter_in_no_row() -> None:
    leg = {"from_place": ["AF", "PK", "TJ", "UZ"], "to_place": ["IR", "AE", "RU", "KZ"], "leg": ["x"] * 4}
    people = {"first_half": [100, 400, 100, 90], "second_half": [130, 900, 20, 90], "change": [6.0, 100.0, -16.0, 0.0]}
    legs = pd.DataFrame(leg | people).assign(change_error=2.0)
    legs.attrs = {"halves": ((2014, 2018), (2019, 2023)), "one_half": 0}
    scatter = pd.DataFrame({name: codes[:3] for name, codes in leg.items()} | {"factor": [1.0, 9.0, 2.0]})
    found = change.routes_beyond(legs, scatter, 10)
    # the change over its error: 16 / 7, 100 / 48 and 6 / 7
    assert found[["from_place", "is_beyond_error"]].values.tolist() == [["TJ", False], ["PK", False], ["AF", False]]
    assert found["change_error"].tolist() == pytest.approx([(4 + 24 * 2) ** 0.5, (4 + 260 * 9) ** 0.5, (4 + 46) ** 0.5])
    assert found.attrs["unknown"] == 1 and found.attrs["factors"] == (1.0, 9.0)


@pytest.mark.parametrize(("years", "is_beyond"), [(6, False), (7, True)])
def test_what_few_years_tell_of_scatter_asks_for_a_larger_change(years: int, is_beyond: bool) -> None:
    """2.6 and 2.7 standard errors: by Student's t beyond chance with five degrees of freedom, not with four."""
    group, leg = {"dimension": ["total"], "code": ["total"]}, {"from_place": ["AF"], "to_place": ["IR"], "leg": ["x"]}
    people = {"previous": [1000], "latest": [1120], "change": [120], "change_error": [0.0]}
    found = change.changes_beyond(pd.DataFrame(group | people), pd.DataFrame(group | {"factor": [1.0]}), years)
    assert found["is_beyond"].tolist() == [is_beyond]
    number = {"first_half": [100.0], "second_half": [120.0], "change": [20.0], "change_error": [3.0]}
    legs = pd.DataFrame(leg | number)
    legs.attrs["halves"] = ((2014, 2018), (2019, 2023))
    found = change.routes_beyond(legs, pd.DataFrame(leg | {"factor": [1.0]}), years)
    assert found["is_beyond_error"].tolist() == [is_beyond]


@pytest.mark.slow  # hundreds of worlds, to see one in twenty
@pytest.mark.parametrize("size", [1, 2, 3])
def test_of_worlds_without_change_one_in_twenty_has_a_change(size: int) -> None:
    random = np.random.default_rng(7)
    places = [f"AF-{number}" for number in range(12)]
    frame = pd.DataFrame(
        [(place, "AF", year, year) for place in places for year in range(2014, 2025)],
        columns=["place", "country", "first_year", "last_year"],
    ).assign(state="count", standard_error=5.0)
    flagged = 0
    for _ in range(150):
        counts = size * random.poisson(120 / size, len(frame)) + random.normal(0, 5, len(frame))
        found = change.trends_of_areas({1: frame.assign(count=counts)}, float(size))
        flagged += found["verdict"].isin(["rose", "fell", "bent"]).any()
    assert flagged <= 15  # more than 15 of 150 at 6.5 % is as rare as 1 in 25


@pytest.mark.slow
def test_what_is_said_of_an_area_says_what_was_asked(release: Release) -> None:
    """Herat alone and Herat among twelve are two questions, and each says which it answers."""
    among = year_words.areas_moved(change.area_trends(release, Filters(), "identified"), (2014, 2024), EN)
    assert among is not None
    assert "Herat rose by 10% a year" in among
    assert "This was asked of 12 areas together, which tells less of each than asking one alone; of 11 it" in among
    filters = Filters(country=("AF",))
    trends = change.group_trends(release, filters)
    alone = overview_words.trend_sentences(trends, filters, EN)
    assert alone is not None
    assert alone.endswith("Asked of this place alone; Hotspots asks all areas together, and can say less of each.")
    assert "alone" not in (overview_words.trend_sentences(change.group_trends(release, Filters()), Filters(), EN) or "")
    groups = overview_words.groups_note(trends, EN)
    assert groups is not None and "groups together." in groups


@pytest.mark.parametrize(("first", "whole"), [(2021, (2021, 2024)), (2025, None)])
def test_of_too_few_years_nothing_is_asked(release: Release, first: int, whole: tuple[int, int] | None) -> None:
    filters = Filters(years=(first, 2025))
    number = whole[1] - whole[0] + 1 if whole else 0
    said = f"Whether numbers rose or fell was not asked: 5 whole years are needed, {number} are chosen."
    assert change.whole_years(release, filters) == whole
    yearly = rates.yearly_rates(release, filters, "identified")
    if whole is None:
        assert year_words.years_note(pd.DataFrame(), None, 2025, EN).startswith(said)
        trends = pd.DataFrame()
    else:
        trends = change.area_trends(release, filters, "identified")
        assert year_words.years_note(trends, whole, 2025, EN).startswith(f"{said} 2025 is not compared")
        groups = change.group_trends(release, filters)
        assert overview_words.groups_note(groups, EN) == said
        assert overview_words.trend_sentences(groups, Filters(country=("AF",)), EN) == said
    shown = table(years_table(yearly, trends, ["AF-HER"]), EN)
    assert set(shown["Over the whole years"]) == {"Not asked: too few years"}


@pytest.mark.slow
def test_areas_whose_years_are_withheld_were_not_asked(release: Release) -> None:
    trends = change.area_trends(release, Filters(), "identified")
    none = trends.assign(verdict="")
    none.attrs = trends.attrs
    assert year_words.areas_moved(none, (2014, 2024), EN) == (
        "Of no area was it asked whether its number rose or fell. "
        "Not asked, because too few of their years may be shown or hardly anybody is recorded: 95."
    )


def test_a_year_that_is_not_finished_is_said_to_be() -> None:
    assert unfinished_sentence(2025, None, EN) == (
        "2025 is not finished: cases may still be recorded, in some areas more than in others."
    )
    assert unfinished_sentence(2025, (2014, 2024), EN) is not None
    assert unfinished_sentence(2024, (2014, 2024), EN) is None


def test_what_limits_hold_is_said_of_those_that_hold_it() -> None:
    said = factor_sentence(2.0, EN)
    assert "all limits" not in said
    assert "a ± behind a number of people holds only the noise that protects them." in said


@pytest.mark.parametrize(
    ("years", "reason", "said"),
    [
        ((2025, 2025), "unfinished", "2025 cannot be compared: cases of that time may still be recorded."),
        ((2024, 2025), "one_whole", "Of 2024 to 2025 only 2024 can be compared, for cases of the rest may still be"),
        ((2020, 2020), "one_year", "Only 2020 is chosen: choose more years to see what changed."),
    ],
)
def test_a_refusal_to_compare_says_its_true_reason(
    release: Release, years: tuple[int, int], reason: str, said: str
) -> None:
    """Of all three it was said that fewer than two years were chosen."""
    chosen = Filters(years=years)
    found = change.year_changes(release, chosen)
    assert found.attrs["refusal"].reason == reason
    assert said in overview_words.change_sentence(found, EN)
    assert said in change_words.changes_words(change.route_changes(release, chosen), EN)
    unsaid = pd.DataFrame()
    if reason == "unfinished":
        assert said in str(change_words.trend_note(unsaid, chosen, release, EN))


def test_years_that_are_withheld_are_the_reason_and_are_said(tmp_path: Path) -> None:
    """Men: 3 people in 2024. Women were identified in both years; of children hardly any in the first."""
    who = [
        (year, "AF-HER", sex, age, n)
        for year in range(2014, 2025)
        for sex, age, n in (("female", "adult", 100), ("male", "adult", 3 if year == 2024 else 100))
    ]
    release = open_release(make_world(tmp_path, {("year", "province", "sex", "age"): who}))
    men = change.year_changes(release, Filters(sex=("male",)))
    assert overview_words.change_sentence(men, EN) == (
        "2023 to 2024 cannot be compared with each other: in one of them are too few people to show, or nobody."
    )
    everybody = change.year_changes(release, Filters())
    assert everybody.attrs["withheld"] == (("sex", "male"),)
    trends = change.group_trends(release, Filters())
    note = overview_words.change_note(everybody, trends, Filters(), release, EN)
    assert "Not compared, for one of the two years is withheld: Men and boys." in note
    assert "Not told, for too few of these years may be shown: Men and boys." in note
    trend = overview_words.trend_sentences(
        change.group_trends(release, Filters(sex=("male",))), Filters(sex=("male",)), EN
    )
    assert trend is not None and "some of these years are withheld" in trend


def test_a_filtered_series_is_that_of_the_people_chosen(release: Release) -> None:
    """Of women alone it was said that Afghanistan rose, and that women did, which is the same series twice."""
    women = Filters(sex=("female",), country=("AF",))
    trends, changes = change.group_trends(release, women), change.year_changes(release, women)
    assert set(trends["dimension"]) == set(changes["dimension"]) == {"total", "age"}
    note = overview_words.change_note(changes, trends, women, release, EN)
    assert note.startswith("Counted are only: Women and girls, identified in Afghanistan.")
    people = release.counts((), women)
    assert overview_words.headline(people, women, release, EN).endswith(": Women and girls, identified in Afghanistan")
    assert trend_words.only_sentence(Filters(years=(2020, 2022)), EN) is None


def test_a_trend_that_cannot_be_told_says_its_limits_from_the_lower_to_the_upper() -> None:
    said = trend_sentence({"verdict": "unclear", "lower": 0.97, "upper": 1.05}, (2014, 2024), EN)
    assert said.endswith(f": {EN.change(0.97 - 1)} to {EN.change(1.05 - 1)} a year.")


def test_no_group_that_moved_is_dropped() -> None:
    names = ["AF", "IR", "PK", "TJ", "TM", "UZ"]
    trends = pd.DataFrame({"dimension": "country", "code": names, "verdict": "rose", "per_year": 1.1, "lower": 1.05})
    trends = trends.assign(upper=1.15, p_value=[0.001 * n for n in range(6)])
    trends.attrs = {"years": (2014, 2024), "factor": 1.0}
    said = str(overview_words.groups_note(trends, EN))
    assert "Less sure, and yet beyond how much years vary: Turkmenistan and Uzbekistan." in said
    assert said.endswith("This was asked of 6 groups together.")


def test_routes_of_which_one_half_is_withheld_are_counted(tmp_path: Path) -> None:
    legs = [
        (year, "AF", end, "source_destination", n)
        for year in range(2014, 2025)
        for end, n in (("IR", 100), ("PK", 100 if year < 2018 else 0))
    ]
    people = [(year, "AF-HER", "female", "adult", 9) for year in range(2014, 2025)]
    world = {("year", "province_leg"): legs, ("year", "province", "sex", "age"): people}
    release = open_release(make_world(tmp_path, world))
    changes = change.route_changes(release, Filters(), "province")
    note = change_words.changes_note(changes, Filters(), release, EN)
    assert str(note).startswith("1 route is not compared, for in one half of the period it is withheld.")
