"""How long it took from an investigation to a judgement: one code a case, of those who still wait as well."""

from datetime import date

from sqlalchemy import Engine

from tests.data_access.publishing.test_coding import coded
from tests.worlds.people import Person

BEGAN = date(2023, 1, 1)
INVESTIGATED = ("Investigation", "Closed", None)


def person(*steps: tuple[tuple[str, str | None, str | None], date | None, date | None]) -> Person:
    return Person(justice=tuple(step for step, *_ in steps), justice_dates=tuple((a, b) for _, a, b in steps))


def test_the_time_runs_from_the_first_investigation_to_the_judgement(case_engine: Engine) -> None:
    convicted, tried = ("Conviction", "Convicted", None), ("Prosecution", "Acquitted", None)
    people = [
        Person(),
        person((INVESTIGATED, BEGAN, None), (convicted, date(2023, 5, 1), None)),
        # a trial is judged when it ends; of two investigations the first counts
        person((INVESTIGATED, date(2023, 3, 1), None), (INVESTIGATED, BEGAN, None), (tried, BEGAN, date(2023, 8, 1))),
        # the judgement is dated by its own step where it has one
        person((INVESTIGATED, BEGAN, None), (convicted, date(2024, 3, 1), date(2025, 12, 1))),
        person((INVESTIGATED, None, None), (convicted, date(2024, 3, 1), None)),
        person((INVESTIGATED, BEGAN, None), (convicted, None, None)),
        person((INVESTIGATED, BEGAN, None), (convicted, date(2022, 3, 1), None)),
        person((convicted, date(2024, 3, 1), None)),
    ]
    assert [one["judgement_time"] for one in coded(case_engine, *people)] == [
        "none", "up_to_6_months", "6_to_12_months", "1_to_2_years", "unknown", "unknown", "unknown", "unknown",
    ]  # fmt: skip


def test_who_was_never_judged_waits_until_the_day_of_the_release(case_engine: Engine) -> None:
    (waits, closed, later, not_yet) = coded(
        case_engine,
        person((("Investigation", "Ongoing", None), date(2025, 9, 1), None)),
        person((INVESTIGATED, BEGAN, date(2023, 2, 1))),
        # what ends after the day was not known on it
        person((INVESTIGATED, BEGAN, None), (("Prosecution", "Convicted", None), BEGAN, date(2026, 2, 1))),
        person((("Investigation", None, None), date(2026, 2, 1), None)),
    )
    assert (waits["judgement_time"], closed["judgement_time"]) == ("open_up_to_6_months", "open_2_to_3_years")
    assert (later["judgement_time"], not_yet["judgement_time"]) == ("open_2_to_3_years", "none")
