"""What is said of recovery: numbers, times, losses, and what is not known or not over."""

import pandas as pd
import pytest

from analysis import cohorts
from data_access.questions import recovery as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.recovery import home_words, time_words, words
from locales import translator
from tests.worlds.recovery import STAGES

ENGLISH = translator("en")
EVERYONE = Filters(place_role="source")
BOYS_FROM_HERAT = Filters(place_role="source", place="AF-HER", sex=("male",), age=("child",))
BOYS_FROM_KHOST = BOYS_FROM_HERAT.with_choice(place="AF-KHO")
BOYS = EVERYONE.with_choice(sex=("male",), age=("child",))


def _answers(release: Release, filters: Filters, step: str = "reunification_time") -> dict[str, pd.DataFrame]:
    waits = questions.waits(release, filters, step)
    reached = cohorts.medians(questions.reached(release, filters, step), waits)
    return {
        "funnel": cohorts.funnel(questions.stages_reached(release, filters), 1.0),
        "steps": reached,
        "curve": cohorts.curves(waits, reached),
        "bands": cohorts.add_shares(questions.time_bands(release, filters, step), 1.0),
    }


def _times_by(release: Release, filters: Filters, by: str) -> pd.DataFrame:
    reached = questions.reached_by(release, filters, by, "reunification_time")
    waits = questions.waits_by(release, filters, by, "reunification_time")
    return cohorts.medians(reached, waits, "place" if by == "province" else by)


@pytest.mark.parametrize(
    ("filters", "sentence"),
    [
        (
            EVERYONE,
            "50% (47% to 53%) of 2,008 people (±19) identified were reunited with their families or reintegrated",
        ),
        (
            BOYS_FROM_HERAT,
            "Boys from Herat: 50% (47% to 53%) of 1,200 people (±6) identified were reunited with their families or "
            "reintegrated",
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
        (0.5, 0.0, 0.9, "half of them within the first month"),
        (0.5, 0.0, 2.2, "half of them within 0.5 months (0.0 to 2.2)"),
        (0.5, 0.0, float("inf"), "whether it took half of them a day or over a year cannot be told"),
        (float("nan"), float("nan"), float("nan"), None),
    ],
)
def test_time_in_words(months: float, low: float, high: float, said: str | None) -> None:
    assert time_words.time_text({"months": months, "months_low": low, "months_high": high}, ENGLISH) == said


@pytest.mark.slow
def test_where_most_people_drop_out(release: Release) -> None:
    funnel = _answers(release, BOYS_FROM_HERAT)["funnel"]
    assert words.largest_loss(funnel, ENGLISH) == (
        "Most people drop out of the records between “Identified” and “Referred”: 300 people (±2), "
        "25% (22% to 28%) of those at that step."
    )


def _funnel(*counts: int | None, error: float) -> pd.DataFrame:
    """A funnel of these people, of whom fewer than 60 are withheld."""
    reached = pd.DataFrame(
        {"who": "chosen", "stage": list(STAGES)[: len(counts)], "count": pd.array(counts, dtype="Int64"),
         "standard_error": error, "state": ["withheld" if n is None else "count" for n in counts], "shown_from": 60.0,
         "asked_error": error, "rest_error": error}
    )  # fmt: skip
    return cohorts.funnel(reached, 1.0)


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


@pytest.mark.slow
def test_three_numbers_of_coming_home_are_named_apart(release: Release) -> None:
    answers = _answers(release, BOYS_FROM_HERAT)
    lines = home_words.came_home(answers["funnel"], answers["steps"], answers["curve"], ENGLISH)
    assert [line.split(":")[0] for line in lines] == [
        "**600 people (±4)**",
        "**300 people (±5)**",
        "**25% (22% to 28%)** within 12 months",
    ]
    assert "or reintegrated elsewhere" in lines[0] and "on a day that is recorded" in lines[1]
    assert "who still waits counts" in lines[2]


def test_of_a_time_that_is_not_over_nobody_is_said_to_have_dropped_out() -> None:
    funnel = _funnel(1000, 600, 500, error=5.0)
    steps = set(funnel["stage"])
    assert all("not recorded further yet" in said for said in words.losses(funnel, ENGLISH, steps))
    assert words.largest_loss(funnel, ENGLISH, is_unfinished=True) == (
        "Most people who are not recorded further yet are between “Identified” and “Referred”: 400 people (±10), 40% "
        "(36% to 44%) of those at that step."
    )
    assert words.still_open((2025, 2025), ENGLISH) == (
        "People identified in 2025 may still be recorded further: it cannot be said yet that they dropped out."
    )


def test_of_an_unfinished_year_came_home_means_so_far(release: Release) -> None:
    funnel = _answers(release, EVERYONE)["funnel"]
    assert words.headline(funnel, EVERYONE, ENGLISH, is_unfinished=True).endswith("or reintegrated so far")


def test_what_is_not_yet_is_said(release: Release) -> None:
    funnel = _funnel(1000, 500, None, error=5.0).assign(state=["count", "count", "not_yet"])
    assert words.losses(funnel, ENGLISH)[-1].endswith("not yet, too little time has passed.")


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


@pytest.mark.slow
def test_each_drop_out_is_said(release: Release) -> None:
    said = words.losses(_answers(release, BOYS_FROM_HERAT)["funnel"], ENGLISH)
    assert len(said) == 7
    assert said[0] == "“Identified” to “Referred”: 300 people (±2) are not recorded further, 25% (22% to 28%)."
    few = words.losses(_answers(release, BOYS_FROM_KHOST)["funnel"], ENGLISH)
    assert set(few) >= {"“Identified” to “Referred”: withheld."}


def test_people_of_a_province_are_named_by_what_happened_there() -> None:
    identified = Filters(place="AF-HER", sex=("male",), age=("child",))
    assert words.who_name("chosen", identified, ENGLISH) == "Boys identified in Herat"
    assert words.who_name("whole_country", identified, ENGLISH) == "Boys identified in Afghanistan"
    assert words.who_name("chosen", BOYS_FROM_HERAT, ENGLISH) == "Boys from Herat"


def test_how_long_it_took_each_group_is_said_and_none_called_the_quickest(release: Release) -> None:
    assert time_words.groups_words(_times_by(release, EVERYONE, "form"), "form", "Title", ENGLISH) == (
        "Title. Forced labour, half of them within 2.0 months (1.5 to 2.5)."
    )


def test_the_words_beside_the_numbers_say_what_was_received_and_when_an_outcome_was_known() -> None:
    for note in (words.services_note(ENGLISH), words.page_caveat(ENGLISH)):
        assert "declined, not available or lost to follow-up" in note and "by the date of the release" in note
    assert "counts as known at any date" in words.outcomes_note(ENGLISH)
