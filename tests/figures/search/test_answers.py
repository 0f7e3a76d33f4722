"""What the answers to the twenty questions say: of whom, of when and of where each of their numbers is."""

import re

import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.answers import ALL, ANSWERS, FOLLOWED, answer_to
from figures.answers.parts import largest
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.views.view import View
from locales import translator
from tests.worlds.justice import justice
from tests.worlds.programmes import MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import open_release

COURTS, KILNS, WOMEN, LAST_YEAR, WHOSE, SMUGGLING, TAFTAN, RETURNS, RECRUITED = 2, 3, 4, 5, 7, 8, 9, 10, 13


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    loads = [(PUBLISHED, "results"), (MORE, "results")]
    return open_release(make_release_with_programmes(tmp_path_factory.mktemp("answers"), justice(), loads=loads))


def _said(release: Release, number: int, language: str = "en", **chosen: object) -> str:
    view = View(release, Paper(translator(language), palette("light")), Filters(**chosen))
    return re.sub("[\u2066-\u2069]", "", answer_to(number, view)[1])


def test_returns_name_each_crossing_of_both_borders_and_call_none_the_newest_of_all(release: Release) -> None:
    """Islam Qala in 2018 was "the newest at a crossing", beside Torkham and Chaman in 2023."""
    said = _said(release, RETURNS)
    assert "The newest at a crossing" not in said
    for one in (
        "Islam Qala, Deported: 2,515",
        "Milak (Nimroz), Deported: 4,244",
        "Torkham, Spontaneous: 21,182",
        "Chaman, Spontaneous: 17,994",
        "Torkham and Chaman, Sent back: 998",
        "Sep 30, 2023",
    ):
        assert one in said, one


def test_a_country_among_provinces_is_said_to_be_what_no_province_is_named_for() -> None:
    answer = pd.DataFrame({"place": ["PK-SD", "AF"], "count": [90, 80], "standard_error": 9.0, "state": "count"})
    said = largest(answer, "place", translator("en")) or ""
    assert said.startswith("Sindh: 90 (±18); Afghanistan (no province named): 80 (±18)")


def test_courts_are_all_named_that_may_be_shown(release: Release) -> None:
    answer = pd.DataFrame(
        {"place": ["PK-SD", "PK-PB-N", "AF-KAB", "AF-HER"], "count": 90, "standard_error": 9.0, "state": "count"}
    )
    assert (largest(answer, "place", translator("en"), most=6) or "").partition(". ")[0].count(";") == 3
    assert "Herat: 50" in _said(release, COURTS) and "Sindh: 40" in _said(release, COURTS)


def test_inspections_are_told_whether_or_not_the_case_was_investigated_and_beside_what_is_published(
    release: Release,
) -> None:
    said = _said(release, KILNS)
    assert "investigated as well: 40 people" in said and "was not investigated: 60 people" in said
    assert "Published of Punjab, Pakistan, 2022, by Punjab Labour Department:" in said
    assert "Child labour violations found at brick kilns: 239 violations" in said and "60 people" in said


def test_arrests_and_convictions_that_were_published_stand_beside_those_of_the_cases(release: Release) -> None:
    said = _said(release, LAST_YEAR)
    assert "Human traffickers convicted: 458 people" in said
    assert "People arrested in human trafficking cases: 1,638 people" in said
    assert "458" not in _said(release, LAST_YEAR, country=("AF",))


def test_two_numbers_have_their_year_and_country(release: Release) -> None:
    assert "Pakistanis deported from Iran, Pakistan, 2016: " in _said(release, WHOSE)


def test_smuggling_is_what_the_protocol_calls_so(release: Release) -> None:
    said = _said(release, SMUGGLING)
    assert "without permission, for money" in said and "of those of whom it is recorded" in said


def test_who_comes_through_taftan_is_told_of_the_way_back_as_well(release: Release) -> None:
    said = _said(release, TAFTAN)
    assert "Published of Taftan, Pakistan, 2020, by Federal Investigation Agency" in said and "19,395 people" in said


def test_every_answer_says_which_choices_its_numbers_follow() -> None:
    assert len(FOLLOWED) == len(ANSWERS)
    assert all(set(names) <= set(ALL) for names in FOLLOWED)


@pytest.mark.parametrize(
    ("number", "chosen", "named", "not_followed"),
    [
        (COURTS, {"years": (2023, 2023)}, "", "2023"),
        (KILNS, {"country": ("AF",), "sex": ("male",)}, "identified in Afghanistan", "Men and boys"),
        (RECRUITED, {"country": ("AF",), "age": ("child",)}, "", "identified in Afghanistan"),
        (SMUGGLING, {"years": (2023, 2023)}, "2023", ""),
        (WOMEN, {"sex": ("female",)}, "", ""),
        (WOMEN, {"sex": ("female",), "country": ("PK",)}, "identified in Pakistan", ""),
    ],
)
def test_an_answer_names_what_was_chosen_and_what_it_does_not_follow(
    release: Release, number: int, chosen: dict[str, object], named: str, not_followed: str
) -> None:
    """Answers followed a choice, or did not, without a word."""
    said = _said(release, number, **chosen)
    assert (f"Chosen: {named}." in said) if named else ("Chosen:" not in said)
    end = f"This answer does not follow what else was chosen: {not_followed}."
    assert said.endswith(end) if not_followed else "does not follow" not in said


def test_what_an_answer_does_not_follow_changes_none_of_its_numbers(release: Release) -> None:
    alone = _said(release, RECRUITED, age=("child",))
    assert _said(release, RECRUITED, age=("child",), country=("AF",)).startswith(alone)


def test_no_answer_in_dari_has_a_latin_semicolon(release: Release) -> None:
    for number in range(1, len(ANSWERS) + 1):
        assert ";" not in _said(release, number, "fa"), number
