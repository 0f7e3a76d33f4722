"""A protected release may name a year far outside its period, which the noise of the choice of years has kept."""

import pytest

from data_access.questions import justice as justice_questions
from data_access.questions import overview
from data_access.questions import recovery as recovery_questions
from data_access.questions import routes as route_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.overview.words import years_note
from locales import translator
from tests.worlds.journeys import five_forms
from tests.worlds.justice import justice
from tests.worlds.recovery import recovery
from tests.worlds.releases import make_release, open_release

# of its tables those of the steps: the others count other people
STEPS = {axes: rows for axes, rows in justice().items() if "justice" in axes}
WORLD = {**five_forms(), **recovery(), **STEPS}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    tables = {
        axes: [*rows, *((year, *rows[0][1:-1], people) for year, people in (("1990", 1), ("unknown", 500)))]
        if axes[0] == "year"
        else rows
        for axes, rows in WORLD.items()
    }
    address = make_release(tmp_path_factory.mktemp("chance"), tables, manifest={"period": [2023, 2024]})
    return open_release(address)


def test_it_is_no_row_of_any_figure_by_year(release: Release) -> None:
    assert "1990" in release.codes("year")
    found = [
        justice_questions.reached_by(release, Filters(), "convicted", "year"),
        recovery_questions.stages_by(release, Filters(), "year"),
        recovery_questions.reunified_by(release, Filters(), "year"),
        route_questions.route_by_year(release, Filters(), "country", ("AF", "IR")),
    ]
    for answer in found:
        assert len(answer) and {*answer["year"].astype(int)} <= {2023, 2024}


def test_what_is_too_small_to_be_named_begins_before_the_period(release: Release) -> None:
    years, people = overview.trend(release, Filters()), overview.total(release, Filters())
    said = years_note(years, people, Filters(), release, translator("en")) or ""
    assert "all before 2023" in said and "1990" not in said and "1991" not in said
