"""One place in words: its rate, the programmes and the published figures that are its own."""

import math
from typing import Any

import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.places import panels, words
from figures.views.view import View
from findings.sides import of_place, sides
from locales import translator
from tests.worlds.releases import make_release, open_release, region

EN = translator("en")
RATES = pd.DataFrame(
    {
        "place": ["AF-HER", "AF-KAB"],
        "verdict": ["holds_up", "unclear"],
        "relative_risk": [2.04, math.nan],
        "relative_lower": [1.3, math.nan],
        "relative_upper": [3.1, math.nan],
    }
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    release: Release = open_release(make_release(tmp_path_factory.mktemp("world"), region()))
    return View(release, Paper(EN, LIGHT))


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("AF-HER", "Its rate of identification is 2.0 times its country's (1.3 to 3.1): Holds up."),
        ("AF-KAB", "Its rate of identification: Cannot be told."),
        ("AF-NAN", None),
        ("AF", None),
    ],
)
def test_the_rate_of_a_province_has_its_limits_and_its_verdict(place: str, said: str | None) -> None:
    assert words.tag_sentence(RATES, place, EN) == said


def test_a_province_is_judged_among_all_of_its_country_and_a_country_is_not(view: View) -> None:
    chosen = view.about(of_place(Filters(), "AF-HER"))
    judged = panels.judged(chosen, "AF-HER")
    assert {"AF-HER", "AF-KAB", "AF-NAN"} <= {*judged["place"]}
    assert {place[:2] for place in judged["place"]} == {"AF"}
    assert panels.judged(chosen, "AF").empty


@pytest.mark.parametrize(
    ("filters", "place", "left_out"),
    [
        (Filters(), "AF", []),  # where most people were identified
        (Filters(country=("PK",)), "PK", None),
        (Filters(country=("PK", "TJ", "AF")), "PK", ["TJ", "AF"]),
        (Filters(place="AF-HER"), "AF-HER", None),
        (Filters(country=("AF",), place="AF-HER"), "AF-HER", None),
    ],
)
def test_the_page_has_one_place(filters: Filters, place: str, left_out: list[str] | None, view: View) -> None:
    own, pair, others = panels.of_one_place(view.about(filters), None)
    assert (panels.places_of(own, pair), others, pair) == ([place], left_out, None)


def _programme(code: str, countries: list[str], places: list[str]) -> dict[str, Any]:
    return {"code": code, "named_countries": countries, "places": places}


PORTFOLIO = pd.DataFrame(
    [
        _programme("herat", ["AF"], ["AF-HER"]),
        _programme("anywhere", ["AF", "PK"], []),
        _programme("sindh", ["PK"], ["PK-SD"]),
    ]
)


@pytest.mark.parametrize(
    ("place", "places", "found"),
    [
        ("AF", ["AF"], ["herat", "anywhere"]),
        ("AF-HER", ["AF-HER"], ["herat"]),
        ("AF", ["AF-HER"], ["anywhere"]),  # the country of a province: those that name no province
        ("PK", ["AF-HER", "PK"], ["anywhere", "sindh"]),
    ],
)
def test_a_programme_stands_where_its_results_name_the_place(place: str, places: list[str], found: list[str]) -> None:
    assert [row["code"] for row in words.programmes_here(PORTFOLIO, place, places)] == found


def _figure(number: int, theme: str, end: str, place: str | None, value: float = 1.0) -> dict[str, Any]:
    return {"id": number, "theme": theme, "period_end": end, "place_text": place, "value": value}


PUBLISHED = pd.DataFrame(
    [
        _figure(1, "returns", "2023", None),
        _figure(2, "returns", "2025", None),
        _figure(3, "justice", "2021", None),
        _figure(4, "justice", "2020", "Herat"),
        _figure(5, "returns", "2026", None, math.nan),
    ]
).astype({"place_text": object})


def test_the_newest_number_of_each_theme_stands_first_and_a_country_is_none_of_its_provinces() -> None:
    published = PUBLISHED.where(PUBLISHED["place_text"].notna() | (PUBLISHED.columns != "place_text"), None)
    assert [row["id"] for row in words.figures_here(published, "AF")] == [2, 3, 1, 5]
    assert [row["id"] for row in words.figures_here(published, "AF-HER")] == [4]
    assert words.figures_here(published, "AF-KAB") == []


def test_who_pays_and_when_it_runs() -> None:
    row = {"donor": "A donor", "start": "2021-03-01", "end": "2024"}
    assert words.programme_words(row, EN) == "A donor · 2021 to 2024"
    assert words.programme_words({**row, "end": None}, EN) == "A donor · 2021"
    assert words.programme_words({**row, "donor": None, "start": None}, EN) == "2024"


@pytest.mark.parametrize(
    ("beside", "topics"), [(None, ("roles", "routes")), ("AF-KAB", ("roles",)), ("2023", ("roles", "routes"))]
)
def test_margins_are_said_of_what_is_compared(view: View, beside: str | None, topics: tuple[str, ...]) -> None:
    pair = sides(view.release, of_place(Filters(), "AF-HER"), beside) if beside else None
    assert panels.topics_of_margins(pair) == topics
