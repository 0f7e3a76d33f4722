"""What the Recovery page asks, on a small world: sums asked as one, groups beside each other, and what is refused."""

import math

import pandas as pd
import pytest

from data_access.questions import recovery as questions
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from tests.worlds.recovery import STAGES, recovery
from tests.worlds.releases import make_release, open_release

EVERYONE = Filters(place_role="source")
BOYS_FROM_HERAT = Filters(place_role="source", place="AF-HER", sex=("male",), age=("child",))
BOYS_FROM_KHOST = BOYS_FROM_HERAT.with_choice(place="AF-KHO")


@pytest.fixture(scope="module")
def exact(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), recovery(), is_exact=True))


@pytest.fixture(scope="module")
def noisy(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), recovery(), standard_error=1.0))


def _of(answer: pd.DataFrame, who: str, column: str = "count") -> list[object]:
    values = answer.loc[answer["who"] == who, column]
    return [None if pd.isna(value) else value for value in values]


def test_who_reached_a_later_step_passed_the_earlier_ones(exact: Release) -> None:
    answer = questions.stages_reached(exact, BOYS_FROM_HERAT)
    assert _of(answer, "chosen") == [1200, 900, 780, 780, 600, 360, 210, 90]
    assert list(dict.fromkeys(answer["who"])) == ["chosen", "whole_country", "everywhere"]


def test_a_sum_over_codes_has_the_error_of_one_question(noisy: Release) -> None:
    answer = questions.stages_reached(noisy, BOYS_FROM_HERAT)
    chosen = answer[answer["who"] == "chosen"]
    # independent noise of 1 in each cell: the error of a sum of n cells is the root of n
    assert chosen["standard_error"].round(6).tolist() == [round(math.sqrt(n), 6) for n in range(8, 0, -1)]
    # everybody is the whole itself
    assert chosen["rest_error"].fillna(0).round(6).tolist() == [round(math.sqrt(n), 6) for n in range(8)]


def test_girls_and_boys_stand_beside_everybody_unless_one_was_chosen(exact: Release) -> None:
    assert list(questions.beside(EVERYONE)) == ["chosen", "girls", "boys"]
    assert list(questions.beside(EVERYONE.with_choice(age=("child",)))) == ["chosen", "girls", "boys"]
    assert list(questions.beside(EVERYONE.with_choice(age=("adult",)))) == ["chosen"]
    assert list(questions.beside(EVERYONE.with_choice(sex=("male",)))) == ["chosen"]
    answer = questions.stages_reached(exact, EVERYONE)
    assert (_of(answer, "girls")[0], _of(answer, "boys")[0]) == (400, 1207)


def test_a_province_is_the_one_that_people_were_taken_from(exact: Release) -> None:
    groups = questions.beside(BOYS_FROM_KHOST)
    assert groups["chosen"]["source"] == {"AF-KHO"}
    assert groups["whole_country"]["source_country"] == {"AF"}
    assert "source" not in groups["everywhere"]


def test_waits_are_nested(exact: Release) -> None:
    answer = questions.waits(exact, BOYS_FROM_HERAT, "reunification_time")
    assert _of(answer, "chosen") == [1200, 1110, 990, 930, 900]
    assert _of(answer, "chosen", "still_waiting") == [1110, 990, 930, 900, 900]
    assert _of(answer, "chosen", "limit") == [30, 91, 182, 365, None]


def test_the_number_reunited_is_withheld_where_it_is_too_small(noisy: Release) -> None:
    answer = questions.reached(noisy, BOYS_FROM_KHOST, "reunification_time")
    assert _of(answer, "chosen", "state") == ["withheld"]
    # the next coarser answer stands beside it: 300 boys from Herat and 2 from Khost
    assert _of(answer, "whole_country") == [302]
    assert _of(answer, "whole_country", "asked") == [1208]


def test_outcomes_are_of_those_followed_up(exact: Release) -> None:
    answer = questions.outcomes(exact, EVERYONE.with_choice(sex=("male",)))
    assert dict(zip(answer["outcome"], answer["count"], strict=True)) == {
        "WithFamily": 182,
        "InSchool": 120,
        "InWork": 0,
        "ReTrafficked": 10,
        "LostToFollowUp": 52,
        "NotStated": 0,
    }
    assert set(answer["asked"]) == {364}


def test_services_are_of_everybody_identified(exact: Release) -> None:
    answer = questions.services(exact, EVERYONE.with_choice(sex=("male",), age=("child",)))
    rows = answer.set_index("service")
    assert rows.loc["Shelter", "count"] == 362
    # a service that the release does not name at all
    assert rows.loc["Livelihood", "state"] == "none"
    assert set(answer["asked"]) == {140 * 8 + 98 * 8 + 168 * 8}


def test_reunified_by_place_of_origin(exact: Release) -> None:
    answer = questions.reunified_by(exact, EVERYONE, "source").set_index("place")
    assert answer.loc["AF-HER", ["count", "asked"]].tolist() == [1000, 2000]
    forms = questions.reunified_by(exact, EVERYONE.with_choice(form="Other"), "form").set_index("form")
    assert "unknown" not in forms.index
    assert forms.loc["ForcedLabour", ["count", "asked"]].tolist() == [200, 400]


def test_a_province_may_be_the_one_of_identification(exact: Release) -> None:
    herat = Filters(place="AF-HER")
    assert _of(questions.stages_reached(exact, herat), "chosen") == [2000, 1500, 1300, 1300, 1000, 600, 350, 150]
    groups = questions.beside(herat)
    assert groups["chosen"] == {"province": {"AF-HER"}}
    assert groups["whole_country"] == {"country": {"AF"}}
    services = questions.services(exact, herat)
    assert services.loc[services["who"] == "chosen", "count"].tolist()[-1] == 600


@pytest.mark.parametrize(
    ("step", "people", "asked"),
    [("referral_time", 906, 1208), ("service_time", 604, 1208), ("reunification_time", 302, 1208)],
)
def test_each_step_has_its_time(exact: Release, step: str, people: int, asked: int) -> None:
    boys = EVERYONE.with_choice(sex=("male",), age=("child",))
    row = questions.reached(exact, boys, step).iloc[0]
    assert (row["step"], row["count"], row["asked"]) == (step, people, asked)
    assert _of(questions.waits(exact, boys, step), "chosen")[0] == asked


def test_time_bands_are_of_those_who_came_so_far(exact: Release) -> None:
    answer = questions.time_bands(exact, BOYS_FROM_HERAT, "reunification_time")
    assert _of(answer, "chosen") == [90, 120, 60, 30, 0]
    assert set(_of(answer, "chosen", "asked")) == {300}


def test_times_are_compared_by_year_form_and_province(exact: Release) -> None:
    years = questions.reached_by(exact, EVERYONE, "year", "reunification_time")
    assert years[["year", "count", "asked"]].to_numpy().tolist()[1:] == [["2023", 250, 1003], ["2024", 250, 1003]]
    waits = questions.waits_by(exact, EVERYONE, "province", "reunification_time")
    herat = waits[waits["place"] == "AF-HER"]
    assert herat["count"].tolist() == [2000, 1850, 1650, 1550, 1500]
    assert herat["still_waiting"].tolist() == [1850, 1650, 1550, 1500, 1500]
    with pytest.raises(NotPublished):
        questions.reached_by(exact, EVERYONE, "form", "referral_time")


def test_every_step_is_compared(exact: Release) -> None:
    answer = questions.stages_by(exact, EVERYONE, "province")
    herat = answer[answer["place"] == "AF-HER"]
    assert herat["stage"].tolist() == list(STAGES)[1:]
    assert herat["count"].tolist() == [1500, 1300, 1300, 1000, 600, 350, 150]
    assert set(herat["asked"]) == {2000}


def test_providers_are_kinds_and_small_kinds_are_withheld(noisy: Release) -> None:
    answer = questions.reunified_by(noisy, EVERYONE, "identified_by").set_index("identified_by")
    assert answer["count"].astype(object).where(answer["count"].notna(), None).to_dict() == {
        "LawEnforcement": 392, "NGO": 602, "SchoolOrCollege": 10,
    }  # fmt: skip
    few = questions.reunified_by(noisy, EVERYONE.with_choice(sex=("female",), age=("adult",)), "identified_by")
    assert few.set_index("identified_by").loc["SchoolOrCollege", "state"] == "withheld"


@pytest.mark.parametrize(
    ("filters", "by", "able"),
    [
        (EVERYONE, ("stage",), []),
        (BOYS_FROM_HERAT, ("service",), [("place",)]),
        (Filters(place="AF-HER", sex=("male",)), ("stage",), [("place",), ("sex",)]),
        (Filters(years=(2023, 2023), form="ForcedLabour"), ("referral_time",), [("years", "form")]),
        (EVERYONE, ("identified_by", "referral_time"), []),
    ],
)
def test_what_must_be_taken_back_to_be_answered(
    exact: Release, filters: Filters, by: tuple[str, ...], able: list[tuple[str, ...]]
) -> None:
    assert questions.without_which(exact, filters, by) == able


@pytest.mark.parametrize("question", [questions.services, questions.outcomes])
def test_what_no_table_answers_is_refused(question: object, exact: Release) -> None:
    with pytest.raises(NotPublished):
        question(exact, BOYS_FROM_HERAT)  # type: ignore[operator]


def test_a_form_has_nobody_beside_it(exact: Release) -> None:
    answer = questions.stages_reached(exact, EVERYONE.with_choice(form="ForcedLabour"))
    assert set(answer["who"]) == {"chosen"}


def test_service_points_are_empty_without_facts(exact: Release) -> None:
    assert questions.service_points(exact, EVERYONE).empty


def test_filters_keep_the_role_of_the_place() -> None:
    assert BOYS_FROM_HERAT.without("sex").where() == {"source": {"AF-HER"}, "age": {"child"}}
    assert Filters(place="AF-HER").where() == {"province": {"AF-HER"}}


@pytest.mark.parametrize(("until", "state"), [("2024-12-31", "not_yet"), ("2026-11-21", "withheld")])
def test_what_cannot_have_happened_yet_is_not_withheld(
    tmp_path_factory: pytest.TempPathFactory, until: str, state: str
) -> None:
    folder = tmp_path_factory.mktemp("world")
    tables = recovery()
    axes = ("year", "reunification_time")
    # everybody is within a year: of 2024 nobody can have waited longer by its end
    tables = {**tables, axes: [(*row[:-1], 0 if "over_12" in row[1] else row[-1]) for row in tables[axes]]}
    release = open_release(make_release(folder, tables, standard_error=1.0, manifest={"data_until": until}))
    newest = Filters(place_role="source", years=(2024, 2024))
    waits = questions.waits(release, newest, "reunification_time")
    assert waits["state"].tolist()[-1] == state
    assert questions.time_bands(release, newest, "reunification_time")["state"].tolist()[-1] == state
    by_year = questions.waits_by(release, Filters(place_role="source"), "year", "reunification_time")
    last = by_year[by_year["time"] == "over_12_months"].set_index("year")["state"]
    assert (last["2023"], last["2024"]) == ("withheld", state)
    # within a year from 2024 on, but from 2023 on there was time enough
    both = questions.waits(release, Filters(place_role="source", years=(2023, 2024)), "reunification_time")
    assert both["state"].tolist()[-1] == "withheld"


def test_a_follow_up_after_a_year_is_not_yet_in_the_last_year(tmp_path_factory: pytest.TempPathFactory) -> None:
    tables = recovery()
    axes = ("year", "country", "sex", "age", "stage")
    tables = {**tables, axes: [(*row[:-1], 0 if "12" in row[-2] else row[-1]) for row in tables[axes]]}
    folder = tmp_path_factory.mktemp("world")
    release = open_release(make_release(folder, tables, standard_error=1.0, manifest={"data_until": "2024-12-31"}))
    newest = questions.stages_reached(release, Filters(years=(2024, 2024)))
    assert newest["state"].tolist()[7] == "not_yet"
    assert questions.stages_reached(release, Filters(years=(2023, 2024)))["state"].tolist()[7] == "withheld"
