"""The matrix of routes between provinces: the arrows of the map, to the unit."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.routes import layout as journey_layout
from figures.routes.leg_matrix import leg_matrix_figure, leg_matrix_note, leg_matrix_words
from locales import translator
from tests.worlds.journeys import arrows_frame, five_forms, legs_frame, many_legs
from tests.worlds.releases import make_release, open_release

EN = translator("en")
WHEN = "2023 to 2024"


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("leg_matrix"), five_forms()))


@pytest.fixture(scope="module")
def legs(small: Release) -> pd.DataFrame:
    return journey_questions.legs(small, Filters(), "province")


def _cells(figure: go.Figure) -> dict[tuple[str, str], str]:
    matrix = figure.data[0]
    rows, columns = figure.layout.yaxis.ticktext, figure.layout.xaxis.ticktext
    lines = zip(rows, matrix.text, strict=True)
    return {(row, column): text for row, line in lines for column, text in zip(columns, line, strict=True) if text}


def test_each_cell_is_an_arrow_of_the_map(small: Release, legs: pd.DataFrame) -> None:
    figure = leg_matrix_figure(legs, small, WHEN, Paper(EN, LIGHT))
    # twice the people a year of tests.worlds.journeys.FIVE_FORMS_PROVINCES; four people from Tajikistan are withheld
    assert _cells(figure) == {
        ("Herat, Afghanistan", "Herat"): "140",
        ("Kabul, Afghanistan", "Tehran"): "60",
        ("South Punjab, Pakistan", "Balochistan"): "120",
        ("Balochistan, Pakistan", "Sistan and Baluchestan"): "90",
        ("Sistan and Baluchestan, Iran", "Türkiye"): "80",
    }
    arrows = journey_layout.route_map(legs, arrows_frame(legs), "province", WHEN, EN, "desktop").flows
    assert sorted(map(int, _cells(figure).values())) == sorted(arrow["count"] for arrow in arrows)
    # no cell is empty: those without a number hold the dash that the note explains
    numbered = {(x, y) for y, line in enumerate(figure.data[0].text) for x, text in enumerate(line) if text}
    dashed = set(zip(figure.data[1].x, figure.data[1].y, strict=True))
    assert numbered | dashed == {(x, y) for x in range(5) for y in range(5)} and not numbered & dashed
    assert set(figure.data[1].text) == {"–"}
    assert sum(sentence != "" for line in figure.data[0].hovertext for sentence in line) == len(arrows)


def test_places_stand_by_country_with_lines_between(small: Release, legs: pd.DataFrame) -> None:
    figure = leg_matrix_figure(legs, small, WHEN, Paper(EN, LIGHT))
    # at either end of their arrows: Iran 90 + 60 + 80, Pakistan 120 + 120 + 90, Afghanistan 140 + 140 + 60
    assert [name.split(", ")[1] for name in figure.layout.yaxis.ticktext] == [
        "Afghanistan", "Afghanistan", "Pakistan", "Pakistan", "Iran",
    ]  # fmt: skip
    assert [line.y0 for line in figure.layout.shapes if line.xref == "paper"] == [1.5, 3.5]


@pytest.mark.parametrize(("width", "most"), [("desktop", 18), ("tablet", 12)])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_of_many_places_the_largest_are_shown_and_the_rest_is_said(
    small: Release, width: str, most: int, language: str
) -> None:
    t = translator(language)
    many = legs_frame(many_legs(400))
    figure = leg_matrix_figure(many, small, WHEN, Paper(t, DARK, width))
    go.Figure(figure.to_dict())  # Plotly accepts it
    columns, rows = len(figure.layout.xaxis.ticktext), len(figure.layout.yaxis.ticktext)
    assert 3 <= columns <= most and 3 <= rows <= most
    assert figure.layout.xaxis.range == ((columns - 0.5, -0.5) if language == "fa" else (-0.5, columns - 0.5))
    lines = figure.data[0].text
    assert all(any(line) for line in lines) and all(any(column) for column in zip(*lines, strict=True))


def test_words_say_how_to_read_it_and_what_is_left_out(small: Release, legs: pd.DataFrame) -> None:
    assert leg_matrix_words(legs, WHEN, EN).startswith(
        "Matrix of routes from place to place. Largest: About 140 people (±14) "
    )
    assert leg_matrix_note(legs, small, EN, "desktop") == (
        "Each cell is one arrow of the map: from the place of its row to the place of its column, by country. "
        "Someone with several legs is counted in each. “–” means: Withheld: too few to show, or none."
    )
    many = legs_frame(many_legs(400))
    assert "smaller routes, in the table." in leg_matrix_note(many, small, EN, "tablet")


def test_of_nothing_it_says_that_nothing_may_be_shown(small: Release, legs: pd.DataFrame) -> None:
    assert leg_matrix_words(legs.head(0), WHEN, EN) == "Matrix of routes from place to place: nothing may be shown."
    go.Figure(leg_matrix_figure(legs.head(0), small, WHEN, Paper(EN, LIGHT, "tablet")).to_dict())
