"""What is asked of returns, children alone and smuggling, on a small world that can be added up by hand."""

from pathlib import Path

import pytest

from analysis import cohorts
from data_access.questions import returns as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from tests.worlds.justice import justice
from tests.worlds.releases import make_release, open_release

EVERYBODY = Filters()


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), justice(), is_exact=True))


def test_who_came_back_over_which_crossing(release: Release) -> None:
    answer = questions.came_back(release, EVERYBODY)
    assert answer[["crossing", "count"]].to_numpy().tolist() == [["IslamQala", 500], ["Torkham", 60]]
    by_year = questions.came_back_by_year(release, Filters(years=(2024, 2024), country=("PK",)))
    assert by_year[["crossing", "year", "count"]].to_numpy().tolist() == [
        ["IslamQala", "2024", 300], ["Torkham", "2024", 0],
    ]  # fmt: skip


def test_a_year_that_is_not_known_is_no_row_of_the_years(tmp_path: Path) -> None:
    by_year = "year", "crossing"
    tables = {**justice(), by_year: [*justice()[by_year], ("unknown", "IslamQala", 70)]}
    answer = questions.came_back_by_year(open_release(make_release(tmp_path, tables, is_exact=True)), EVERYBODY)
    assert answer.groupby("year", sort=False)["count"].sum().to_dict() == {"2022": 0, "2023": 260, "2024": 300}


def test_shares_are_of_those_of_whom_it_is_known(release: Release) -> None:
    deported = cohorts.add_shares(questions.deported(release, EVERYBODY), 1.0)
    assert deported["asked"].tolist() == [400, 60]
    assert deported["share"].tolist() == [0.75, 0]
    alone = cohorts.add_shares(questions.children_alone(release, EVERYBODY), 1.0)
    assert alone["crossing"].tolist() == ["IslamQala", "Torkham", "none"]
    assert alone["share"].round(2).tolist()[::2] == [0.45, 0.1]
    assert alone["asked"].tolist() == [200, 0, 500]


def test_smuggling_is_told_beside_presumed_and_found_trafficking(release: Release) -> None:
    answer = cohorts.add_shares(questions.smuggled(release, EVERYBODY), 1.0).set_index("smuggled")
    assert answer["count"].to_dict() == {"presumed_smuggled": 80, "found_smuggled": 150}
    assert answer["asked"].to_dict() == {"presumed_smuggled": 320, "found_smuggled": 1650}
    of_2024 = questions.smuggled(release, Filters(years=(2024, 2024), sex=("female",)))
    assert of_2024["count"].tolist() == [0, 150]
