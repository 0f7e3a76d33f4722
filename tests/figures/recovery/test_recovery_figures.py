"""The figures and sentences of the Recovery page, from answers of a small world."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis import cohorts
from data_access.questions import recovery as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.recovery import charts as figures
from figures.recovery import home_words, time_words, words
from figures.recovery import time_charts as times
from figures.recovery.service_points import service_point_lines, service_points_figure, service_points_words
from figures.recovery.view import RecoveryView, read_view
from findings.unfinished import open_stages
from locales import Translator, translator
from tests.worlds.recovery import STAGES, one_person_each, recovery
from tests.worlds.releases import make_release, open_release

ENGLISH = translator("en")
EVERYONE = Filters(place_role="source")
BOYS_FROM_HERAT = Filters(place_role="source", place="AF-HER", sex=("male",), age=("child",))
BOYS_FROM_KHOST = BOYS_FROM_HERAT.with_choice(place="AF-KHO")
BOYS = EVERYONE.with_choice(sex=("male",), age=("child",))
POINTS = pd.DataFrame(
    {
        "title": ["Residential care centre", "Child Friendly Centres", "Child Friendly Centres"],
        "place_text": [None, "Quetta", "Gwadar"],
        "country": ["AF", "PK", "PK"],
        "source_title": ["Hope", "Prevention", "Prevention"],
        "source_publisher": ["Hagar International", "SEHER", "SEHER"],
    }
)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), recovery(), standard_error=1.0))


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), one_person_each(), least_count=1000))


def _answers(release: Release, filters: Filters, step: str = "reunification_time") -> dict[str, pd.DataFrame]:
    waits = questions.waits(release, filters, step)
    reached = cohorts.medians(questions.reached(release, filters, step), waits)
    return {
        "funnel": cohorts.funnel(questions.stages_reached(release, filters)),
        "steps": reached,
        "curve": cohorts.curves(waits, reached),
        "bands": cohorts.add_shares(questions.time_bands(release, filters, step)),
    }


def _figures(release: Release, filters: Filters, t: Translator) -> dict[str, go.Figure]:
    answers = _answers(release, filters)
    drawn = {
        "funnel": figures.funnel_figure(answers["funnel"], Paper(t, LIGHT)),
        "stages": figures.beside_figure(answers["funnel"], "stage", filters, Paper(t, LIGHT)),
        "curve": times.curve_figure(answers["curve"], filters, Paper(t, LIGHT)),
        "steps": times.steps_figure(answers["steps"], filters, Paper(t, LIGHT)),
        "bands": figures.beside_figure(answers["bands"], "time", filters, Paper(t, LIGHT)),
    }
    if filters.place:
        return drawn
    outcomes = cohorts.add_shares(questions.outcomes(release, filters))
    drawn["outcomes"] = figures.beside_figure(outcomes, "outcome", filters, Paper(t, LIGHT))
    for by in ("year", "sex", "form", "country", "source", "province", "identified_by"):
        groups = cohorts.add_shares(questions.reunified_by(release, filters, by))
        drawn[by] = figures.groups_figure(groups, by, Paper(t, LIGHT))
        steps = cohorts.add_shares(questions.stages_by(release, filters, by))
        drawn[f"{by} steps"] = figures.stages_by_figure(steps, by, Paper(t, LIGHT))
    for by in ("year", "form", "province"):
        drawn[f"{by} times"] = times.groups_figure(_times_by(release, filters, by), by, Paper(t, LIGHT))
    return drawn


def _times_by(release: Release, filters: Filters, by: str) -> pd.DataFrame:
    reached = questions.reached_by(release, filters, by, "reunification_time")
    waits = questions.waits_by(release, filters, by, "reunification_time")
    return cohorts.medians(reached, waits, "place" if by == "province" else by)


@pytest.mark.slow
@pytest.mark.parametrize("filters", [EVERYONE, BOYS_FROM_HERAT, BOYS_FROM_KHOST], ids=["everyone", "many", "few"])
def test_every_figure_is_one_that_plotly_knows(filters: Filters, release: Release, t: Translator) -> None:
    for figure in _figures(release, filters, t).values():
        go.Figure(figure.to_dict())  # validates


def test_every_figure_can_be_drawn_of_what_is_withheld(withheld: Release, t: Translator) -> None:
    for name, figure in _figures(withheld, EVERYONE, t).items():
        go.Figure(figure.to_dict())
        assert not [trace for trace in figure.data if trace["type"] == "bar" and len(trace["x"])], name


def test_the_funnel_says_number_share_and_loss(release: Release) -> None:
    bars, lost, ends = _figures(release, BOYS_FROM_HERAT, ENGLISH)["funnel"].data
    assert list(bars["x"]) == [1200, 900, 780, 780, 600, 360, 210, 90]
    assert list(lost["x"]) == [0, 300, 120, 0, 180, 240, 150, 120]
    assert [text.strip() for text in ends["text"]][:2] == ["1,200 · 100%", "900 · 75%"]
    assert bars["hovertext"][4] == (
        "<b>Reunited or reintegrated</b><br>600 people (±4)<br>50% (50% to 50%) of the people identified"
        "<br>180 people (±2) of the step before are not recorded here"
    )


def test_the_rows_begin_where_the_language_begins_and_time_does_not_turn(release: Release) -> None:
    drawn = _figures(release, BOYS_FROM_HERAT, translator("fa"))
    assert drawn["funnel"].layout["yaxis"]["side"] == "right"
    assert drawn["funnel"].layout["xaxis"]["range"][1] == 0
    assert drawn["steps"].layout["xaxis"]["range"][0] == 0
    assert drawn["curve"].layout["xaxis"]["range"][0] < 0


def test_the_curve_begins_at_nobody_and_ends_with_the_share(release: Release) -> None:
    herat, country, _everywhere = _figures(release, BOYS_FROM_HERAT, ENGLISH)["curve"].data
    assert [round(value, 3) for value in herat["y"]] == [0, 0.075, 0.175, 0.225, 0.25]
    assert (herat["name"], country["name"]) == ("Boys from Herat", "Boys from Afghanistan")
    assert herat["hovertext"][-1].startswith("<b>Boys from Herat</b><br>Within 12 months: 25% (")


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (EVERYONE, "50% of 2,008 people (±19) identified were reunited with their families or reintegrated"),
        (
            BOYS_FROM_HERAT,
            "Boys from Herat: 50% of 1,200 people (±6) identified were reunited with their families or reintegrated",
        ),
        (BOYS_FROM_KHOST, "Boys from Khost: what happened after they were identified is withheld to protect them"),
    ],
)
def test_the_headline_has_a_number_or_says_why_not(filters: Filters, sentence: str, release: Release) -> None:
    assert words.headline(_answers(release, filters)["funnel"], filters, ENGLISH) == sentence


def test_how_many_and_how_long(release: Release) -> None:
    row = _answers(release, BOYS_FROM_HERAT)["steps"].to_dict("records")[0]
    # 300 of 1,200: half are reached half way through the second band
    assert time_words.sentence(row, BOYS_FROM_HERAT, ENGLISH) == (
        "Boys from Herat: 300 people (±5) were reunited with their families on a known day; half of them within "
        "2.0 months (1.7 to 2.3)."
    )


def test_a_withheld_number_is_said_and_the_next_coarser_one_offered(release: Release) -> None:
    answer = _answers(release, BOYS_FROM_KHOST)["steps"]
    assert time_words.sentence(answer.to_dict("records")[0], BOYS_FROM_KHOST, ENGLISH) == (
        "Boys from Khost: the number reunited with their families is withheld to protect them: too few, or none."
    )
    assert str(time_words.fallback_note(answer, BOYS_FROM_KHOST, ENGLISH)).startswith(
        "The nearest number that may be shown: Boys from Afghanistan: 302 people (±"
    )


def test_nothing_is_offered_where_all_is_withheld(withheld: Release) -> None:
    answers = _answers(withheld, EVERYONE)
    assert time_words.fallback_note(answers["steps"], EVERYONE, ENGLISH) is None
    assert words.largest_loss(answers["funnel"], ENGLISH) is None
    assert time_words.curve_words(answers["curve"], "reunification_time", EVERYONE, ENGLISH) == (
        "Reunited with their families, counting those who still wait: nothing may be shown."
    )


@pytest.mark.parametrize(
    ("months", "low", "high", "said"),
    [
        (2.0, 1.8, 2.2, "half of them within 2.0 months (1.8 to 2.2)"),
        (2.0, 1.8, float("inf"), "half of them within 2.0 months (at least 1.8)"),
        (float("inf"), 8.0, float("inf"), "for at least half of them it took over a year"),
        (float("nan"), float("nan"), float("nan"), None),
    ],
)
def test_time_in_words(months: float, low: float, high: float, said: str | None) -> None:
    assert time_words.time_text({"months": months, "months_low": low, "months_high": high}, ENGLISH) == said


def test_where_most_people_drop_out(release: Release) -> None:
    funnel = _answers(release, BOYS_FROM_HERAT)["funnel"]
    assert words.largest_loss(funnel, ENGLISH) == (
        "Most people drop out of the records between “Identified” and “Referred”: 300 people (±2), 25% of those at "
        "that step."
    )


def _funnel(*counts: int | None, error: float) -> pd.DataFrame:
    """A funnel of these people, of whom fewer than 60 are withheld."""
    reached = pd.DataFrame(
        {"who": "chosen", "stage": list(STAGES)[: len(counts)], "count": pd.array(counts, dtype="Int64"),
         "standard_error": error, "state": ["withheld" if n is None else "count" for n in counts], "shown_from": 60.0,
         "asked_error": error, "rest_error": error}
    )  # fmt: skip
    return cohorts.funnel(reached)


@pytest.mark.parametrize(
    ("counts", "error", "is_told"),
    [
        ((1000, 600, 500), 5.0, True),
        ((1000, 700, 410), 10.0, False),  # 300 and 290, with a margin of 20 each
        ((1000, 900, None), 5.0, False),  # of 900 nearly all are lost at the step that is withheld
        ((1000, 100, None), 5.0, True),  # of 100 no more than 110 are
    ],
)
def test_the_largest_loss_is_told_only_beyond_all_others(
    counts: tuple[int | None, ...], error: float, is_told: bool
) -> None:
    said = words.largest_loss(_funnel(*counts, error=error), ENGLISH)
    assert said is not None
    assert ("cannot be told" in said) == (not is_told)


def test_ten_people_with_a_margin_of_31_are_not_most() -> None:
    said = words.largest_loss(_funnel(1000, 990, 985, error=15.8), ENGLISH)
    assert said is not None and "cannot be told" in said


def test_a_curve_ends_where_numbers_end() -> None:
    curve = pd.DataFrame(
        {"who": "chosen", "time": ["a", "b", "c", "d"], "limit": [30, 91, 182, 365], "count": 100,
         "standard_error": 1.0, "state": ["count", "count", "withheld", "count"],
         "share": [0.1, 0.2, float("nan"), 0.4], "share_low": 0.0, "share_high": 0.5}
    )  # fmt: skip
    [line] = times.curve_figure(curve, EVERYONE, Paper(ENGLISH, LIGHT)).data
    assert list(line["y"]) == [0, 0.1, 0.2]


def test_a_limit_beyond_the_bands_is_drawn_to_their_end() -> None:
    row = {"months": 8.0, "months_low": 6.0, "months_high": float("inf")}
    assert times.months_of(row) == (8.0, 6.0, times.LONGEST)


def test_three_numbers_of_coming_home_are_named_apart(release: Release) -> None:
    answers = _answers(release, BOYS_FROM_HERAT)
    lines = home_words.came_home(answers["funnel"], answers["steps"], answers["curve"], ENGLISH)
    assert [line.split(":")[0] for line in lines] == [
        "**600 people (±4)**",
        "**300 people (±5)**",
        "**25% (23% to 28%)** within 12 months",
    ]
    assert "or reintegrated elsewhere" in lines[0] and "on a day that is recorded" in lines[1]
    assert "who still waits counts" in lines[2]


def test_of_a_time_that_is_not_over_nobody_is_said_to_have_dropped_out() -> None:
    funnel = _funnel(1000, 600, 500, error=5.0)
    steps = set(funnel["stage"])
    assert all("not recorded further yet" in said for said in words.losses(funnel, ENGLISH, steps))
    assert words.largest_loss(funnel, ENGLISH, is_unfinished=True) == (
        "Most people who are not recorded further yet are between “Identified” and “Referred”: 400 people (±10), 40% "
        "of those at that step."
    )
    assert words.still_open((2025, 2025), ENGLISH) == (
        "People identified in 2025 may still be recorded further: it cannot be said yet that they dropped out."
    )


def test_of_an_unfinished_year_came_home_means_so_far(release: Release) -> None:
    funnel = _answers(release, EVERYONE)["funnel"]
    assert words.headline(funnel, EVERYONE, ENGLISH, is_unfinished=True).endswith("or reintegrated so far")


@pytest.mark.parametrize(
    ("year", "still_to"),
    [(2023, set()), (2024, {"followed_up_12_months"}), (2025, set(list(STAGES)[1:]))],
)
def test_who_came_home_late_may_be_followed_up_later_still(release: Release, year: int, still_to: set[str]) -> None:
    """The data end in November 2026: who was identified in 2024 and returned in 2025 has had no whole year since."""
    assert open_stages(release, Filters(years=(year, year))) == still_to
    funnel = _answers(release, EVERYONE)["funnel"]
    last = words.losses(funnel, ENGLISH, open_stages(release, Filters(years=(year, year))))[-1]
    assert ("not recorded further yet" in last) == (year > 2023)


def test_limits_of_times_say_which_groups_they_hold() -> None:
    assert "counts vary 7.1 times" in time_words.curve_note(7.1, ENGLISH)
    assert "counts vary 5.0 times" in time_words.steps_note(pd.DataFrame(), 5.0, ENGLISH)


def test_what_is_not_yet_is_said(release: Release) -> None:
    funnel = _funnel(1000, 500, None, error=5.0).assign(state=["count", "count", "not_yet"])
    assert words.losses(funnel, ENGLISH)[-1].endswith("not yet, too little time has passed.")


@pytest.mark.parametrize(
    "say",
    [
        lambda a, t: words.funnel_words(a["funnel"], EVERYONE, t),
        lambda a, t: words.shares_words(a["funnel"], "stage", "Title", EVERYONE, t),
        lambda a, t: time_words.curve_words(a["curve"], "reunification_time", EVERYONE, t),
        lambda a, t: time_words.steps_words(a["steps"], EVERYONE, t),
    ],
)
def test_every_figure_has_words(say: Callable[..., str], release: Release, t: Translator) -> None:
    answers: dict[str, Any] = _answers(release, EVERYONE)
    text = say(answers, t)
    assert "{" not in text and len(text) > 40


def test_service_points_are_drawn_where_their_operators_say_and_listed_where_not(t: Translator) -> None:
    figure = service_points_figure(POINTS, Paper(t, LIGHT))
    go.Figure(figure.to_dict())
    dots = next(trace for trace in figure.data if trace["type"] == "scattergeo" and trace["hovertext"])
    assert len(dots["lon"]) == 2
    assert [round(value, 1) for value in dots["lon"]] == [67.0, 62.3]
    lines = service_point_lines(POINTS, ENGLISH)
    assert lines[0] == "**Afghanistan, place not published**: Residential care centre (Hagar International, “Hope”)"
    assert "Quetta, Pakistan" in lines[1]
    assert "Quetta" in service_points_words(POINTS, ENGLISH)


def test_a_country_among_provinces_says_that_the_province_is_not_recorded() -> None:
    assert words.group_name({"place": "AF-HER"}, "source", ENGLISH) == "Herat, Afghanistan"
    assert words.group_name({"place": "AF"}, "source", ENGLISH) == "Afghanistan, province not recorded"
    assert words.group_name({"country": "AF"}, "country", ENGLISH) == "Afghanistan"
    assert words.group_name({"identified_by": "LawEnforcement"}, "identified_by", ENGLISH) == "Law enforcement"


def test_every_step_is_said_with_its_time(release: Release) -> None:
    said = [
        time_words.sentence(_answers(release, BOYS, step)["steps"].to_dict("records")[0], BOYS, ENGLISH)
        for step in questions.STEPS
    ]
    # of 906 who were referred 846 were so within a month; of 604 who were helped half within 40 days
    assert said == [
        "Boys: 906 people (±10) were referred; half of them within the first month.",
        "Boys: 604 people (±10) received a service or shelter; half of them within 1.3 months (1.2 to 1.4).",
        "Boys: 302 people (±10) were reunited with their families on a known day; half of them within 2.0 months (1.7 "
        "to 2.3).",
    ]


def test_each_drop_out_is_said(release: Release) -> None:
    said = words.losses(_answers(release, BOYS_FROM_HERAT)["funnel"], ENGLISH)
    assert len(said) == 7
    assert said[0] == "“Identified” to “Referred”: 300 people (±2) are not recorded further, 25%."
    few = words.losses(_answers(release, BOYS_FROM_KHOST)["funnel"], ENGLISH)
    assert set(few) >= {"“Identified” to “Referred”: withheld."}


def test_people_of_a_province_are_named_by_what_happened_there() -> None:
    identified = Filters(place="AF-HER", sex=("male",), age=("child",))
    assert words.who_name("chosen", identified, ENGLISH) == "Boys identified in Herat"
    assert words.who_name("whole_country", identified, ENGLISH) == "Boys identified in Afghanistan"
    assert words.who_name("chosen", BOYS_FROM_HERAT, ENGLISH) == "Boys from Herat"


def test_those_who_came_home_are_counted_where_their_times_are_withheld(release: Release) -> None:
    funnel = _answers(release, BOYS_FROM_HERAT)["funnel"]
    row = {"who": "chosen", "step": "reunification_time", "state": "withheld"}
    assert time_words.without_time(row, funnel, BOYS_FROM_HERAT, ENGLISH) == (
        "Boys from Herat: 600 people (±4) were reunited with their families or reintegrated; how long it took is "
        "withheld to protect them: too few are known by time."
    )
    assert time_words.without_time({**row, "state": "count"}, funnel, BOYS_FROM_HERAT, ENGLISH) is None


def test_groups_by_steps_are_shares_in_the_order_of_the_language(release: Release) -> None:
    answer = cohorts.add_shares(questions.stages_by(release, EVERYONE, "identified_by"))
    drawn = {
        code: figures.stages_by_figure(answer, "identified_by", Paper(translator(code), LIGHT)) for code in ("en", "fa")
    }
    cells = drawn["en"].data[0]
    assert [row[:2] for row in cells["text"]] == [["75%", "65%"], ["75%", "65%"], ["75%", "65%"]]
    assert cells["hovertext"][0][0].startswith("<b>NGO</b><br>Referred<br>75% (")
    assert drawn["fa"].layout["xaxis"]["range"] == (6.5, -0.5)
    phone = figures.stages_by_figure(answer, "identified_by", Paper(ENGLISH, LIGHT, "phone")).data[0]
    assert phone["text"][0] == ["75%", "65%", "50%", "7%"]
    assert words.stages_by_words(answer, "identified_by", "Title", ENGLISH).startswith(
        "Title. NGO: Referred 75%, Sheltered or assisted 65%, "
    )


def test_the_quickest_and_the_slowest_group_are_said(release: Release) -> None:
    assert time_words.groups_words(_times_by(release, EVERYONE, "form"), "form", "Title", ENGLISH) == (
        "Title. Quickest: Forced labour, half of them within 2.0 months (1.5 to 2.5). "
        "Slowest: Forced labour, half of them within 2.0 months (1.5 to 2.5)."
    )


@pytest.mark.parametrize(
    ("word", "view"),
    [
        (None, RecoveryView()),
        ("provider", RecoveryView(by="provider")),
        ("identified-service-province", RecoveryView("identified", "service", "province")),
        ("nonsense-referral", RecoveryView(step="referral")),
    ],
)
def test_a_link_says_what_is_looked_at(word: str | None, view: RecoveryView) -> None:
    assert read_view(word) == view
    assert read_view(view.address) == view
