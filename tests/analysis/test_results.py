"""The arithmetic of results on a small world checked by hand."""

import datetime
import math

import numpy as np
import pandas as pd
import pytest

from analysis.costs import cost_per_outcome
from analysis.frameworks import framework
from analysis.results import (
    Total,
    period_span,
    periods,
    progress_from_baseline,
    share_of_target,
    status,
    whole,
)

DAY = datetime.date
TODAY = DAY(2025, 6, 30)


def values(*rows: tuple[object, ...]) -> pd.DataFrame:
    """Values as (period start, period end, value, lower, upper)."""
    columns = ["period_start", "period_end", "value", "lower", "upper"]
    return pd.DataFrame([(*row, *[None] * (5 - len(row))) for row in rows], columns=columns, dtype=object)


def test_periods_run_to_their_last_day() -> None:
    assert period_span("2016-01", "2019-06") == (DAY(2016, 1, 1), DAY(2019, 6, 30))
    assert period_span(None, "2024") == (DAY(2024, 1, 1), DAY(2024, 12, 31))
    assert period_span("2024-02", None) == (DAY(2024, 2, 1), DAY(2024, 2, 29))
    assert period_span("2023-12", "2023-12") == (DAY(2023, 12, 1), DAY(2023, 12, 31))
    assert period_span(None, None) is None


def test_increments_add_up_with_their_bounds() -> None:
    total = whole(values(("2021", "2021", 96.0, 90.0, 100.0), ("2022", "2022", 158.0)), is_level=False)
    assert (total.value, total.lower, total.upper) == (254, 248, 258)
    assert total.span == (DAY(2021, 1, 1), DAY(2022, 12, 31))


def test_one_limit_alone_is_no_interval() -> None:
    """Of 90 people, 100 at most, one was said to cost 9 to 10: the other end was the value itself."""
    for limits in ((None, 100.0), (80.0, None)):
        total = whole(values(("2023", "2023", 90.0, *limits)), is_level=False)
        assert not total.has_error
        cost = cost_per_outcome(spent(("Children", 900.0)), total, "Children")
        assert cost.lower == cost.upper == cost.value == 10


@pytest.mark.parametrize(
    ("value", "limits", "ascending", "code"),
    [
        (110.0, (90.0, None), True, "uncertain"),
        (110.0, (106.0, None), True, "met"),
        (110.0, (None, 130.0), True, "met"),
        (90.0, (None, 110.0), True, "uncertain"),
        (90.0, (None, 110.0), False, "uncertain"),
    ],
)
def test_one_limit_alone_is_not_overlooked_where_a_target_is_judged(
    value: float, limits: tuple[float | None, float | None], ascending: bool, code: str
) -> None:
    """110, at least 90, was said to reach a target of 100."""
    target = Total(100, 100, 100)
    actual = whole(values(("2023", "2023", value, *limits)), is_level=False)
    assert status(actual, target, ascending=ascending, today=TODAY).code == code
    more = whole(values(("2022", "2022", 0.0, -5.0, 5.0), ("2023", "2023", value, *limits)), is_level=False)
    assert status(more, target, ascending=ascending, today=TODAY).code == code
    assert not more.has_error


def test_levels_are_never_added() -> None:
    total = whole(values(("2022", "2022", 55.0), ("2023", "2023", 66.0, 61.0, 71.0)), is_level=True)
    assert (total.value, total.lower, total.upper) == (66, 61, 71)


def test_a_value_for_the_whole_stands_alone() -> None:
    assert whole(values(("2021", "2022", 300.0), ("2021", "2021", 96.0)), is_level=False).value == 300


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([], "nothing"),
        ([("2021", "2021", None)], "nothing"),
        ([("2021", "2022", 1.0), ("2022", "2023", 1.0)], "overlapping"),
        ([("2021-01-01", "2021-06-30", 1.0), ("2021-06-30", "2021-12-31", 1.0)], "overlapping"),  # one day of both
        ([("2021", "2021", 1.0), ("2021", "2021", 2.0)], "several"),
        ([(None, None, 1.0), ("2021", "2021", 2.0)], "several"),
    ],
)
def test_what_cannot_be_added_says_why(rows: list[tuple[object, ...]], reason: str) -> None:
    total = whole(values(*rows), is_level=False)
    assert (total.value, total.reason) == (None, reason)


def test_increments_and_running_sums_stand_side_by_side() -> None:
    targets = values(("2021", "2021", 120.0), ("2022", "2022", 160.0), ("2021", "2023", 500.0))
    actuals = values(("2021", "2021", 96.0), ("2023", "2023", 10.0))
    frame = periods(targets, actuals, is_level=False)
    assert [day.year for day in frame["start"]] == [2021, 2022, 2023]
    np.testing.assert_equal(frame["target"].to_numpy(), [120, 160, math.nan])
    np.testing.assert_equal(frame["actual"].to_numpy(), [96, math.nan, 10])
    np.testing.assert_equal(frame["cumulative_target"].to_numpy(), [120, 280, math.nan])
    # 106 by 2023 would hide that 2022 was never reported
    np.testing.assert_equal(frame["cumulative_actual"].to_numpy(), [96, math.nan, math.nan])


def at(value: float | None, lower: float | None = None, upper: float | None = None, year: int = 2024) -> Total:
    span = (DAY(year, 1, 1), DAY(year, 12, 31))
    return Total(value, value if lower is None else lower, value if upper is None else upper, span)


def test_shares_and_progress() -> None:
    assert share_of_target(at(627, 600, 650), at(600)) == pytest.approx((1.045, 1.0, 650 / 600))
    assert share_of_target(at(None), at(600)) is None
    assert share_of_target(at(5), at(0)) is None
    # down from 14 to 9 (6 to 12), with 8 as the target: 5 of 6 steps, between 2 and 8 of them
    assert progress_from_baseline(at(9, 6, 12), at(8), at(14)) == pytest.approx((5 / 6, 2 / 6, 8 / 6))
    assert progress_from_baseline(at(9), at(8), at(None)) is None


@pytest.mark.parametrize(
    ("actual", "target", "ascending", "code"),
    [
        (at(76, 72, 80), at(70), True, "met"),
        (at(71, 64, 77), at(80), True, "not_met"),
        (at(78, 72, 84), at(80), True, "uncertain"),
        (at(82, 76, 88), at(80), True, "uncertain"),
        (at(7, 5, 10), at(8), False, "uncertain"),
        (at(9, 6, 12), at(8), False, "uncertain"),
        (at(7, 6, 8), at(8), False, "met"),
        (at(11, 9, 12), at(8), False, "not_met"),
        (at(500, year=2025), at(2000, year=2025), True, "on_the_way"),
        (at(2000), at(2000), True, "met"),
        (at(5), at(None), True, "no_target"),
        (at(5), at(4), None, "neutral"),
        (at(None), at(2400, year=2019), None, "no_actual"),
        (at(None), at(5, year=2029), True, "not_yet_reported"),
        (Total(None), Total(2400, 2400, 2400), True, "no_actual"),
    ],
)
def test_status_is_judged_by_the_interval(actual: Total, target: Total, ascending: bool | None, code: str) -> None:
    assert status(actual, target, ascending=ascending, today=TODAY).code == code


def spent(*rows: tuple[object, ...]) -> pd.DataFrame:
    columns = ["category", "amount", "currency", "period_start", "period_end", "price_year"]
    return pd.DataFrame([(*row, *["USD", "2023", "2023", None][len(row) - 2 :]) for row in rows], columns=columns)


def test_a_cost_has_its_basis() -> None:
    money = spent(("Children", 600.0), ("Training", 200.0), ("Shared costs", 400.0))
    cost = cost_per_outcome(money, at(90, 80, 100, year=2023), "Children")
    # 600 of 800 direct costs, so three quarters of the shared 400: 900 for 90
    assert (cost.share, cost.numerator, cost.value, cost.currency) == (0.75, 900, 10, "USD")
    assert (cost.lower, cost.upper) == (9, 11.25)
    assert (cost.price_year, cost.rate) == (None, None)


def test_a_cost_for_perhaps_nobody_has_no_upper_limit() -> None:
    cost = cost_per_outcome(spent(("Children", 900.0)), at(90, 0, 100, year=2023), "Children")
    assert (cost.lower, cost.upper) == (9, math.inf)


def test_constant_prices_are_an_assumption_that_is_said() -> None:
    cost = cost_per_outcome(spent(("Children", 1000.0)), at(10, year=2023), "Children", constant_prices=(2025, 0.1))
    assert cost.value == pytest.approx(121)
    assert (cost.price_year, cost.rate) == (2025, 0.1)


def test_only_money_of_the_outcomes_years_counts() -> None:
    money = spent(("Children", 600.0), ("Shared costs", 100.0), ("Shared costs", 900.0, "USD", "2024", "2024"))
    assert cost_per_outcome(money, at(10, year=2023), "Children").numerator == 700


@pytest.mark.parametrize(
    ("money", "outcome", "reason"),
    [
        (spent(), at(10, year=2023), "no_expenditure"),
        (spent(("Training", 5.0)), at(10, year=2023), "no_category"),
        (spent(("Children", 5.0), ("Shared costs", 5.0, "EUR")), at(10, year=2023), "currencies"),
        (spent(("Children", 5.0), ("Training", 5.0, "USD", "2023", "2023", 2020)), at(10, year=2023), "price_years"),
        (spent(("Children", 5.0)), at(None, year=2023), "no_outcome"),
        (spent(("Children", 5.0)), at(0, year=2023), "no_one"),
        (spent(("Children", 5.0)), at(10, year=2024), "periods"),
        (spent(("Children", 5.0)), Total(10, 10, 10), "periods"),
        # half a year without an amount, one that is only half within, and one of which no time is said
        (
            spent(("Children", 5.0, "USD", "2023-01", "2023-03"), ("Children", 5.0, "USD", "2023-10", "2023-12")),
            at(10, year=2023),
            "periods",
        ),
        (spent(("Children", 5.0), ("Shared costs", 9.0, "USD", "2022", "2024")), at(10, year=2023), "periods"),
        (spent(("Children", 5.0), ("Children", 9.0, "USD", None, None)), at(10, year=2023), "periods"),
    ],
)
def test_a_cost_without_its_basis_is_refused(money: pd.DataFrame, outcome: Total, reason: str) -> None:
    cost = cost_per_outcome(money, outcome, "Children")
    assert (cost.value, cost.reason) == (None, reason)


def test_groups_stand_under_their_own_targets() -> None:
    common = {
        "indicator": "i", "title": "Trained", "level": "output", "measure": "unit", "unit": "people",
        "ascending": True, "standard_tag": None, "dimension": None, "lower": None, "upper": None, "age": "total",
        "disaggregation": None,
        "period_start": "2023", "period_end": "2023",
    }  # fmt: skip
    rows = [("target", 100, "total"), ("actual", 90, "total"), ("target", 30, "female"), ("actual", 40, "female"),
            ("actual", 50, "male"), ("finding", 7, "total")]  # fmt: skip
    frame = pd.DataFrame([common | {"kind": k, "value": v, "sex": s} for k, v, s in rows], dtype=object)
    (result,) = framework(frame, TODAY)
    assert [(g.sex, g.target.value, g.actual.value, g.status.code) for g in result.groups] == [
        ("total", 100, 90, "not_met"),
        ("female", 30, 40, "met"),
        ("male", None, 50, "no_target"),
    ]


@pytest.mark.parametrize(("today", "code"), [(DAY(2024, 12, 31), "on_the_way"), (DAY(2025, 1, 1), "not_met")])
def test_the_last_day_of_a_target_is_still_its_own(today: datetime.date, code: str) -> None:
    judged = status(at(5, year=2024), at(8, year=2024), ascending=True, today=today)
    assert (judged.code, judged.is_over) == (code, code == "not_met")


def test_what_was_due_are_the_targets_whose_periods_have_ended_with_the_last_value() -> None:
    common = {
        "indicator": "i", "title": "Trained", "level": "output", "measure": "unit", "unit": "people",
        "ascending": True, "standard_tag": None, "dimension": None, "lower": None, "upper": None, "age": "total",
        "sex": "total", "disaggregation": None,
    }  # fmt: skip
    rows = [("target", 100, "2022"), ("target", 50, "2023"), ("target", 70, "2024"), ("actual", 90, "2022"),
            ("actual", 40, "2023")]  # fmt: skip
    frame = pd.DataFrame(
        [common | {"kind": k, "value": v, "period_start": y, "period_end": y} for k, v, y in rows], dtype=object
    )
    (group,) = framework(frame, TODAY)[0].groups
    assert (group.actual.value, group.target.value, group.due.value) == (130, 220, 150)


def test_a_period_that_ends_with_the_whole_is_still_a_part_of_it() -> None:
    targets = pd.DataFrame([{"value": 10.0, "period_start": "2024", "period_end": "2024"}])
    actuals = pd.DataFrame([{"value": 3.0, "period_start": "2024-10", "period_end": "2024-12"}])
    found = periods(targets, actuals, is_level=False)
    assert found[["start", "end", "actual"]].to_numpy().tolist() == [
        [datetime.date(2024, 10, 1), datetime.date(2024, 12, 31), 3.0]
    ]
