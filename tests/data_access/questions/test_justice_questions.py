"""What the Justice page asks, on a small world that can be added up by hand."""

from pathlib import Path

import pandas as pd
import pytest

from analysis import cohorts
from data_access.questions import justice as questions
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from tests.worlds.justice import justice
from tests.worlds.releases import make_release, open_release

AFGHANISTAN = Filters(country=("AF",))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), justice(), is_exact=True))


def _counts(answer: pd.DataFrame, by: str) -> dict[str, int]:
    return {code: count for code, count in zip(answer[by], answer["count"], strict=True) if count}


def test_each_step_holds_those_who_came_further(release: Release) -> None:
    answer = questions.reached(release, AFGHANISTAN)
    # two years of 1,000: 200 with proceedings, of whom 90 were prosecuted, 50 judged and 30 convicted
    assert _counts(answer, "reached") == {
        "identified": 2000, "investigated": 400, "prosecuted": 180, "judged": 100, "convicted": 60,
    }  # fmt: skip
    assert (answer["count"] / answer["asked"]).round(3).tolist() == [1, 0.2, 0.09, 0.05, 0.03]


def test_where_the_cases_stand_adds_up_to_those_that_were_investigated(release: Release) -> None:
    answer = questions.standing(release, AFGHANISTAN)
    assert answer["justice"].tolist()[:2] == ["convicted", "acquitted"]
    assert answer["count"].sum() == 400 == answer["asked"].iloc[0]


def test_years_keep_their_order_and_countries_are_ranked(release: Release) -> None:
    assert questions.reached_by(release, AFGHANISTAN, "convicted", "year")["year"].tolist() == ["2022", "2023", "2024"]
    assert _counts(questions.reached_by(release, Filters(), "convicted", "country"), "country") == {"AF": 60, "PK": 30}


def test_a_court_is_compared_with_the_investigations_there(release: Release) -> None:
    answer = questions.reached_by(release, Filters(years=(2024, 2024)), "convicted", "court")
    assert _counts(answer, "place") == {"AF-HER": 50, "PK-SD": 40}
    assert answer["asked"].tolist() == [200, 60]
    assert questions.reached_by(release, AFGHANISTAN, "convicted", "court")["place"].tolist() == ["AF-HER"]


def test_what_no_table_has_is_refused(release: Release) -> None:
    with pytest.raises(NotPublished):
        questions.reached(release, Filters(country=("AF",), sex=("male",)))


def test_work_and_inspections(release: Release) -> None:
    sectors = questions.sectors(release, Filters(years=(2024, 2024)))
    # four groups of people; who worked in several stands last
    assert _counts(sectors, "sector") == {"X_BrickKilns": 480, "C_Manufacturing": 160, "several": 120}
    assert sectors["asked"].tolist() == [760] * 3
    assert _counts(questions.places_of_sector(release, AFGHANISTAN, "X_BrickKilns"), "place") == {"AF-NAN": 300}
    found = {"violation_investigated": 40, "violation": 60}
    assert _counts(questions.inspections(release, Filters()), "inspection") == found
    assert _counts(questions.inspections(release, AFGHANISTAN, "X_BrickKilns"), "inspection") == found


def test_recruiters_kinds_and_citizenships_are_shares_of_what_is_recorded(release: Release) -> None:
    boys = Filters(sex=("male",), age=("child",))
    recruiters = questions.recruiters(release, boys)
    assert (recruiters["count"] / recruiters["asked"]).round(2).tolist() == [0.62, 0.38]
    assert _counts(questions.sexual_types(release, boys), "sexual_type") == {"BachaBazi": 70}
    citizens = questions.citizenships(release, AFGHANISTAN)
    assert _counts(citizens, "citizenship") == {"AF": 1800, "PK": 150}
    assert citizens["asked"].tolist() == [1950] * 2


def test_each_share_has_what_its_margin_needs(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, justice()))
    answer = cohorts.add_shares(questions.reached(release, AFGHANISTAN), 1.0).set_index("reached")
    identified, convicted = answer.loc["identified"], answer.loc["convicted"]
    assert (identified["share_low"], identified["share_high"]) == (1, 1)  # all of all is that, whatever the noise
    assert 0 < convicted["share_low"] < convicted["share"] < convicted["share_high"] < 0.05
    by_court = cohorts.add_shares(questions.reached_by(release, Filters(), "investigated", "court"), 1.0)
    assert (by_court["share_low"] == by_court["share_high"]).all()


def test_who_is_not_judged_waits(release: Release) -> None:
    waits = questions.judgement_waits(release, Filters())
    # 580 whose time is known; 20 judged and 40 no longer observed in the first half year, and so on
    assert waits["count"].tolist() == [580, 520, 490, 430, 400]
    assert waits["still_waiting"].tolist() == [560, 490, 430, 400, 390]
    assert questions.judged(release, Filters())["count"].tolist() == [150]
    curve = cohorts.curves(waits, questions.judged(release, Filters()))
    assert curve["share"].round(2).tolist() == [0.04, 0.09, 0.2, 0.26]


def test_places_are_ranked_by_those_who_came_so_far_and_not_by_all(tmp_path: Path) -> None:
    courts = [("AF-HER", "convicted", 30), ("AF-HER", "investigation", 900), ("AF-KAB", "convicted", 80)]
    release = open_release(make_release(tmp_path, {("court", "justice"): courts}, is_exact=True))
    answer = questions.reached_by(release, Filters(), "convicted", "court")
    assert answer[["place", "count", "asked"]].to_numpy().tolist() == [["AF-KAB", 80, 80], ["AF-HER", 30, 930]]


def test_recruiters_are_those_of_all_countries_and_years(release: Release) -> None:
    found = questions.recruiters(release, Filters(years=(2024, 2024), country=("AF",)))
    assert _counts(found, "relation") == {"Acquainted": 320, "Familial": 200}
    assert found.equals(questions.recruiters(release, Filters()))
