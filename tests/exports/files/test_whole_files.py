"""Whole files and pages of a world in which hardly two numbers are alike, held against what they were.

As tests/exports/test_whole_results.py, for what its smaller worlds cannot tell apart, and for files that programs read.
"""

import io
from datetime import date

import pandas as pd
import pytest

from data_access.questions import programmes as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.deck.deck import make_deck, pages_of
from exports.iati import iati_file
from exports.sdg import sdg_file
from exports.stories import slide_of
from exports.views import open_view
from figures.context.published.words import value_words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.programmes.words import UNITS
from figures.views.view import View, memory
from findings.victim_rates import victim_rates
from locales import translator
from tests.exports.whole_results import deck_lines, hold, table_lines, view_lines
from tests.worlds.recovery import recovery
from tests.worlds.releases import make_release, open_release
from tests.worlds.uneven import make_uneven

pytestmark = pytest.mark.slow
EN = translator("en")
PAPER = Paper(EN, LIGHT)
VIEWS = {
    "overview": ["/", "/?years=2014-2019", "/?country=AF&sex=female"],
    "hotspots": ["/hotspots?view=gap", "/hotspots?years=2020-2024&country=AF"],
    "places": [
        "/places?place=AF-FRA&with=AF-HER",
        "/places?place=AF-HER&years=2016-2024&with=2015",
        "/context?country=AF",
    ],
    "programmes": [
        "/programmes",
        "/programmes?view=donor&programme=uneven",
        "/programmes?view=programme&programme=silent",
    ],
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_uneven(tmp_path_factory.mktemp("uneven")))


@pytest.mark.parametrize("name", VIEWS)
def test_views(name: str, release: Release) -> None:
    hold(f"uneven/{name}", (line for link in VIEWS[name] for line in view_lines(open_view(link, release, PAPER), EN)))


def test_programmes_as_iati(release: Release) -> None:
    asked = (question(release, Filters()) for question in (questions.portfolio, questions.values, questions.money))
    hold("uneven/iati", iati_file(*asked, generated="2026-11-21T12:00:00+00:00").decode().splitlines())


def test_victims_as_the_indicator_is_reported(release: Release) -> None:
    rates = View(release, PAPER, Filters()).ask(victim_rates)
    hold("uneven/sdg", table_lines(pd.read_csv(io.BytesIO(sdg_file(rates, "AF", release, EN)), dtype=str)))


def test_the_standardised_rates(release: Release) -> None:
    hold("uneven/rates", table_lines(View(release, PAPER, Filters()).ask(victim_rates)))


def test_a_deck(tmp_path_factory: pytest.TempPathFactory) -> None:
    release = open_release(make_release(tmp_path_factory.mktemp("recovery"), recovery()))
    links = ["/#sex_and_age", "/#trend", "/recovery#funnel", "/recovery#curve", "/recovery#steps", "/routes"]
    pages = pages_of(map(slide_of, links), release, PAPER, memory(1_000))
    hold("uneven/deck", deck_lines(make_deck("A deck", pages, PAPER, date(2026, 11, 28))))


def test_a_published_number_with_its_unit() -> None:
    units = [*UNITS, "percent", "USD", "unheard of", None]
    rows = [
        {"value": value, "unit": unit, "dimension": None} for unit in units for value in (0, 0.5, 1, 1.5, 2, 12345.25)
    ]
    hold("uneven/values", (f"{row['value']} {row['unit']}: {value_words(row, EN)}" for row in rows))
