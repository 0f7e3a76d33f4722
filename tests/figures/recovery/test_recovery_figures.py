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
from figures.recovery import time_charts as times
from figures.recovery import time_words, words
from figures.recovery.service_points import service_point_lines, service_points_figure, service_points_words
from figures.recovery.view import RecoveryView, read_view
from findings.unfinished import open_stages
from locales import Translator, translator
from tests.worlds.recovery import STAGES

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


def _answers(release: Release, filters: Filters, step: str = "reunification_time") -> dict[str, pd.DataFrame]:
    waits = questions.waits(release, filters, step)
    reached = cohorts.medians(questions.reached(release, filters, step), waits)
    return {
        "funnel": cohorts.funnel(questions.stages_reached(release, filters), 1.0),
        "steps": reached,
        "curve": cohorts.curves(waits, reached),
        "bands": cohorts.add_shares(questions.time_bands(release, filters, step), 1.0),
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
    outcomes = cohorts.add_shares(questions.outcomes(release, filters), 1.0)
    drawn["outcomes"] = figures.beside_figure(outcomes, "outcome", filters, Paper(t, LIGHT))
    for by in ("year", "sex", "form", "country", "source", "province", "identified_by"):
        groups = cohorts.add_shares(questions.reunified_by(release, filters, by), 1.0)
        drawn[by] = figures.groups_figure(groups, by, Paper(t, LIGHT))
        steps = cohorts.add_shares(questions.stages_by(release, filters, by), 1.0)
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


@pytest.mark.slow
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
        "<b>Reunited or reintegrated</b><br>600 people (±4)<br>50% (47% to 53%) of the people identified"
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


@pytest.mark.slow
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


def test_those_who_came_home_are_counted_where_their_times_are_withheld(release: Release) -> None:
    funnel = _answers(release, BOYS_FROM_HERAT)["funnel"]
    row = {"who": "chosen", "step": "reunification_time", "state": "withheld"}
    assert time_words.without_time(row, funnel, BOYS_FROM_HERAT, ENGLISH) == (
        "Boys from Herat: 600 people (±4) were reunited with their families or reintegrated; how long it took is "
        "withheld to protect them: too few are known by time."
    )
    assert time_words.without_time({**row, "state": "count"}, funnel, BOYS_FROM_HERAT, ENGLISH) is None


def test_groups_by_steps_are_shares_in_the_order_of_the_language(release: Release) -> None:
    answer = cohorts.add_shares(questions.stages_by(release, EVERYONE, "identified_by"), 1.0)
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
        "Title. NGO: Referred 75% (72% to 78%), Sheltered or assisted 65% (62% to 68%), "
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
