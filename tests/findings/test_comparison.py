"""Two sides beside each other: what is told apart by hand, by property and where nothing differs."""

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.questions.areas import NoPopulation
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.comparison import words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import View, memory
from findings.comparison import compared, differences
from findings.side_numbers import Number
from findings.sides import is_known, options, sides
from locales import translator
from tests.worlds.releases import make_release, one_cell, open_release, region

EN = translator("en")
HERAT = Filters(place="AF-HER")


def _people(code: str, value: float, noise: float = 25.0, chance: float | None = None) -> Number:
    state = "withheld" if math.isnan(value) else "count"
    return Number("role", code, "people", value, noise, value if chance is None else chance, state)


def test_a_difference_holds_the_noise_and_the_chance_of_both_sides() -> None:
    [row] = differences([_people("source", 150)], [_people("source", 100)]).to_dict("records")
    error = math.sqrt(25 + 25 + 150 + 100)
    assert row["difference"] == 50
    assert row["margin"] == pytest.approx(1.96 * error, rel=1e-3)
    assert row["verdict"] == "apart"
    assert words.difference(row, EN) == "50 more (±34)"
    # four times as much chance: people who are found in groups
    [row] = differences([_people("source", 150, chance=600)], [_people("source", 100, chance=400)]).to_dict("records")
    assert row["verdict"] == "not_apart"
    assert words.difference(row, EN) == "cannot be told apart"


def test_of_many_differences_each_must_be_larger() -> None:
    alone = differences([_people("a", 140)], [_people("a", 100)])
    among = differences(
        [_people(code, 140 if code == "a" else 100) for code in "abcdefgh"], [_people(code, 100) for code in "abcdefgh"]
    )
    assert alone["verdict"].tolist() == ["apart"]
    assert set(among["verdict"]) == {"not_apart"}
    assert among["margin"][0] > alone["margin"][0]


def test_without_a_number_nothing_is_asked() -> None:
    found = differences([_people("a", math.nan), _people("b", 50)], [_people("a", 40)])
    assert found["verdict"].tolist() == ["", ""]
    assert found["other_state"].tolist() == ["count", ""]
    assert [words.number(row, "one", EN) for row in found.to_dict("records")] == ["withheld", "50"]


def test_a_form_of_which_nobody_may_know_how_many_were_asked_is_withheld(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, one_cell(people=3)))
    found = compared(release, Filters(country=("AF",)), "form")
    assert found["one"].isna().all()
    assert set(found["one_state"]) == {"withheld"}


numbers = st.builds(
    Number,
    st.just("role"), st.sampled_from("abcdefgh"), st.just("people"), st.floats(0, 1e5), st.floats(0.01, 1e4),
    st.floats(0.01, 1e5), st.just("count"),
)  # fmt: skip
one_side = st.lists(numbers, max_size=8, unique_by=lambda number: number.code)


@given(one_side, one_side, st.sampled_from([3.0, 9.0, math.inf]))
@settings(max_examples=60, deadline=None)
def test_the_sides_can_be_changed_over_and_a_verdict_is_its_margin(
    one: list[Number], other: list[Number], freedom: float
) -> None:
    there = differences(one, other, freedom).set_index("code")
    back = differences(other, one, freedom).set_index("code").reindex(there.index)
    assert there["verdict"].tolist() == back["verdict"].tolist()
    np.testing.assert_allclose(there["difference"], -back["difference"])
    asked = there[there["verdict"] != ""]
    assert set(asked.index) == {number.code for number in one} & {number.code for number in other}
    is_beyond = asked["difference"].abs() > asked["margin"] * (1 - 1e-9)
    assert (is_beyond == (asked["verdict"] == "apart")).all()
    same = differences(one, one, freedom)
    assert set(same["verdict"]) <= {"not_apart"}


@pytest.mark.long
def test_where_nothing_differs_hardly_anything_is_told_apart() -> None:
    random = np.random.default_rng(1)
    groups, factor = 60, 5.0  # people who come by five: variance five times the mean
    found = 0
    for _ in range(300):
        one, other = (
            [_people("a", float(value), noise=1.0, chance=factor * value)]
            for value in factor * random.poisson(groups, 2)
        )
        found += differences(one, other)["verdict"][0] == "apart"
    assert found <= 300 * 0.09


# ---- a release ----


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), region()))


@pytest.mark.parametrize(
    ("filters", "beside", "refused"),
    [
        (HERAT, "AF-KAB", None),
        (HERAT, "AF", "part"),
        (HERAT, "AF-HER", "same"),
        (Filters(), "AF-KAB", "no_place"),
        (Filters(country=("AF", "PK")), "IR", "no_place"),
        (Filters(country=("AF",)), "AF-HER", "part"),
        (Filters(years=(2024, 2024)), "2022", None),
        (Filters(years=(2022, 2024)), "2022", "part"),
        (Filters(years=(2024, 2024)), "2022-2023", None),
        (Filters(), "sex:female", None),
        (Filters(sex=("female", "male")), "sex:female", "part"),
        (Filters(age=("child",)), "age:child", "same"),
        (Filters(), "form:ForcedLabour", "no_form"),
        (Filters(form="ForcedMarriage"), "form:ForcedLabour", None),
    ],
)
def test_what_can_stand_beside_what(release: Release, filters: Filters, beside: str, refused: str | None) -> None:
    pair = sides(release, filters, beside)
    assert pair.refused == refused
    # what is shown of the one side stays what it is when it is asked of again
    assert sides(release, pair.one, beside) == pair


def test_sides_are_chosen_as_people_mean_them(release: Release) -> None:
    assert sides(release, Filters(), "2022").one.years == (2024, 2024)  # the last whole year
    assert sides(release, Filters(), "2024").one.years == (2023, 2023)
    assert sides(release, Filters(), "sex:female").one.sex == ("male",)


def test_a_year_that_is_not_whole_is_not_compared(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region(), manifest={"data_until": "2024-12-31"}))
    assert sides(release, Filters(years=(2024, 2024)), "2022").refused == "unfinished"
    found = compared(release, Filters(years=(2024, 2024)), "roles", "2022")
    assert found["verdict"].tolist() == [""]
    assert found[["one", "other"]].notna().all(axis=None)  # both are shown


def test_what_the_release_does_not_know_is_no_choice(release: Release) -> None:
    assert {"2024", "AF", "AF-HER", "sex:female", "age:child", "form:ForcedLabour"} <= set(options(release))
    assert not [
        one for one in ("2031", "XX", "AF-XXX", "sex:x", "2022-2031", "form:", "x" * 99) if is_known(release, one)
    ]
    assert is_known(release, "2022-2024")


def test_numbers_of_a_place_are_those_of_the_release(release: Release) -> None:
    found = compared(release, Filters(country=("AF",)), "roles", "PK").set_index("code")
    assert (found["one"] > found["other"]).loc["identified"]
    assert found.loc["identified", "verdict"] == "apart"
    who = compared(release, HERAT, "who", "AF-KAB")
    assert set(who["verdict"]) <= {"not_apart", ""}  # the same people in every province
    assert compared(release, HERAT, "roles").attrs["sides"] is None
    assert set(compared(release, HERAT, "roles")["other_state"]) == {""}


def test_periods_of_unlike_length_are_compared_by_the_year(release: Release) -> None:
    found = compared(release, HERAT.with_choice(years=(2024, 2024)), "roles", "2022-2023").set_index("code")
    both = compared(release, HERAT.with_choice(years=(2022, 2023)), "roles").set_index("code")
    assert found.attrs["is_a_year"]
    assert found.loc["identified", "other"] == both.loc["identified", "one"] / 2
    assert "a year" in str(words.note(found, EN))


def test_how_far_the_law_came_and_in_which_work(tmp_path: Path) -> None:
    came = [("AF", "none", 600), ("AF", "investigation", 300), ("AF", "convicted", 100), ("PK", "none", 900)]
    tables = {
        **region(),
        ("country", "justice"): came,
        ("exploitation", "sector"): [
            ("AF-HER", "A_AgricultureForestryAndFishing", 80),
            ("AF-KAB", "A_AgricultureForestryAndFishing", 40),
            ("AF-KAB", "F_Construction", 30),
        ],
    }
    release = open_release(make_release(tmp_path, tables))
    law = compared(release, Filters(country=("AF",)), "justice").set_index("code")
    assert law["one"].round(2).to_dict() == {"investigated": 0.4, "prosecuted": 0.1, "judged": 0.1, "convicted": 0.1}
    work = compared(release, Filters(country=("AF",)), "sector").set_index("code")["one"]
    assert work.to_dict() == {"A_AgricultureForestryAndFishing": 120, "F_Construction": 30}
    assert compared(release, HERAT, "sector")["one"].tolist()[0] == 80


def test_of_proceedings_no_difference_between_years_is_taken(tmp_path: Path) -> None:
    """Proceedings take years: those identified lately have had less time."""
    came = [
        (year, "AF", code, people)
        for year, done in (("2022", 400), ("2024", 100))
        for code, people in (("none", 600), ("convicted", done))
    ]
    release = open_release(make_release(tmp_path, {**region(), ("year", "country", "justice"): came}))
    law = compared(release, Filters(years=(2024, 2024), country=("AF",)), "justice", "2022")
    assert law[["one", "other"]].notna().all(axis=None)
    assert set(law["verdict"]) == {""}
    assert set(compared(release, Filters(country=("AF",)), "who", "2022")["verdict"]) != {""}


def test_of_how_far_people_came_no_difference_between_years_is_taken(tmp_path: Path) -> None:
    """Those identified in 2024 have had less time to be helped and to come home than those of 2022."""
    stages = [
        (year, "AF", code, people)
        for year, home in (("2022", 400), ("2024", 100))
        for code, people in (("identified", 600), ("referred", home), ("reunified_or_reintegrated", home))
    ]
    outcomes = [(year, "AF", "NotFollowedUp", 300) for year in ("2022", "2024")]
    outcomes += [("2022", "AF", "LivingWithFamily", 300), ("2024", "AF", "LivingWithFamily", 30)]
    outcomes += [(year, "AF", "InEducation", 100) for year in ("2022", "2024")]
    tables = {**region(), ("year", "country", "stage"): stages, ("year", "country", "outcome"): outcomes}
    tables[("year", "country", "service")] = [("2022", "AF", "Shelter", 500), ("2024", "AF", "Shelter", 200)]
    release = open_release(make_release(tmp_path, tables))
    of_2024 = Filters(years=(2024, 2024), country=("AF",))
    stage = compared(release, of_2024, "stage", "2022").set_index("code")
    assert set(stage["verdict"]) == {""}
    assert (stage.loc[["referred", "reunified_or_reintegrated"]].eval("one < other")).all()
    services = compared(release, of_2024, "service", "2022")
    assert services[["one", "other"]].notna().any(axis=None) and set(services["verdict"]) == {""}
    assert set(compared(release, of_2024, "outcome", "2022")["verdict"]) == {""}


def test_what_no_table_has_is_not_published(release: Release) -> None:
    with pytest.raises(NotPublished):
        compared(release, HERAT, "service")


@pytest.mark.parametrize("beside", [None, "AF-KAB", "2024"])
def test_without_a_population_it_is_the_population_that_is_missing(release: Release, beside: str | None) -> None:
    """And not people that are kept from view."""
    with pytest.raises(NoPopulation):
        compared(release, HERAT, "rates", beside)
    answer = View(release, Paper(EN, LIGHT), HERAT, answers=memory(9), made=memory(9)).ask(compared, "rates", beside)
    said = Panel("rates", "Rates", answer, None, "").why_empty(EN)
    assert said == "No source in this release has the population of exactly this group, so there is no rate."


def test_one_difference_has_one_verdict_on_a_page(tmp_path: Path) -> None:
    stages = [("AF", year, code, 400) for year in (2022, 2024) for code in ("identified", "referred", "served")]
    release = open_release(make_release(tmp_path, {**region(), ("country", "year", "stage"): stages}))
    of_2024 = Filters(country=("AF",), years=(2024, 2024))
    codes = [set(compared(release, of_2024, topic, "2022")["code"]) for topic in ("who", "stage")]
    assert "referred" in codes[1]
    assert not codes[0] & codes[1]


@pytest.mark.parametrize("beside", [None, "2022"])
def test_the_note_says_what_the_margin_of_a_share_and_of_a_rate_holds(release: Release, beside: str | None) -> None:
    said = str(words.method_note([compared(release, HERAT.with_choice(years=(2024, 2024)), "roles", beside)], EN))
    assert "A ± behind a number of people holds only the noise that protects them; that of a rate, and limits" in said
