"""Whole results: every number that each function of analysis gives on small uneven worlds.

The other tests say what is right; these say that nothing else moved. RESULTS=write writes them anew.
"""

import datetime
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.cohorts import add_shares, banded_median, curves, funnel, life_table, medians, narrowing, share_error
from analysis.costs import cost_per_outcome
from analysis.count_likelihood import estimate_overdispersion, likelihoods
from analysis.frameworks import framework
from analysis.hidden_population import bootstrap_interval, estimate, why_not
from analysis.hotspots import getis_ord, local_moran, scan_clusters, space_time_scan
from analysis.list_models import hierarchical_models, read_terms
from analysis.list_table import ListTable
from analysis.programme_change import change_during
from analysis.rates import (
    direct_standardisation,
    empirical_bayes,
    funnel_limits,
    group_rates,
    is_unreliable,
    rate_interval,
    reporting_against_others,
    standardised_rates,
)
from analysis.results import Total, periods, progress_from_baseline, share_of_target, status, whole
from analysis.shares import noise_together, p_below_others, share_interval
from analysis.spatial_model import fit
from analysis.trends import trends
from analysis.withheld_overlaps import reach
from tests.exports.whole_results import hold, refusals, result_lines

pytestmark = pytest.mark.slow
NONE = float("nan")
# of eight areas; the fifth is withheld, nobody lives in the seventh, and noise has put the last below nobody
EVENTS = np.array([41.0, 7, 96, 23, NONE, 1, 0, -3])
PEOPLE = np.array([52_000.0, 31_000, 64_000, 90_500, 12_000, 8_300, 0, 47_000])
NOISE = np.array([4.0, 9, 0, 25, 4, 1, 4, 16])
X, Y = np.array([61.0, 62.5, 63, 65, 66, 68, 69, 71]), np.array([30.0, 31, 33.5, 34, 36, 35, 38, 37])
PAIRS = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 7), (1, 3), (3, 5)]
# nine areas in a square and their neighbours: the corner of the first three is hot
SQUARE = np.array([48.0, 37, 11, 29, 12, 6, 9, 4, 2])
BESIDE = [(0, 1), (1, 2), (3, 4), (4, 5), (6, 7), (7, 8), (0, 3), (1, 4), (2, 5), (3, 6), (4, 7), (5, 8)]
# areas × years
YEARS = np.array([
    [12, 15, 13, 22, 25, 31, 38, 36, 47],
    [80, 71, 77, 62, 51, 55, 44, 49, 31],
    [5, 9, 30, 42, 61, 55, 47, 21, 12],
    [33, 29, 36, 31, 27, 38, 30, 34, 32],
    [0, 1, 0, 2, 0, 0, 1, 0, 1],
    [14, NONE, 18, 16, 21, 12, 19, 15, 17],
])  # fmt: skip


def test_rates() -> None:
    strata = np.array([[12.0, 5, 8], [3, 0, 31], [0, 0, 0], [NONE, 2, 2]])
    living = np.array([[900.0, 700, 400], [1200, 300, 800], [500, 500, 500], [100, 100, 100]])
    grouped = pd.DataFrame(
        {
            "sex": ["f", "f", "m", "m", "x", "f"],
            "age": ["a", "b", "a", "a", "a", "b"],
            "count": [31, 4, 12, NONE, 5, 22],
            "noise_variance": [4.0, 9, 1, 1, 4, 16],
        }
    )
    lived = pd.DataFrame(
        {"sex": ["f", "f", "m", "f"], "age": ["a", "b", "a", "b"], "population": [5000, 800, 9000, 300]}
    )
    hold("numbers/rates", [
        *result_lines("rate_interval", rate_interval(np.maximum(EVENTS, 0), PEOPLE)),
        *result_lines("with noise and groups", rate_interval(
            EVENTS, PEOPLE, per=1000, confidence=0.8, noise_variance=NOISE, overdispersion=2.5
        )),
        *result_lines("empirical_bayes", [
            empirical_bayes(np.maximum(EVENTS, 0), PEOPLE) * 1e5, empirical_bayes(EVENTS, PEOPLE, noise_variance=NOISE),
        ], [empirical_bayes([5, 5, 5], [100, 100, 100])]),
        *result_lines("standardised_rates", [
            standardised_rates(np.maximum(EVENTS, 0), PEOPLE), standardised_rates(EVENTS, PEOPLE, noise_variance=NOISE)
        ]),
        *result_lines("funnel_limits", funnel_limits(np.maximum(EVENTS, 0), PEOPLE), funnel_limits(
            EVENTS, PEOPLE, per=1000, noise_variance=NOISE, overdispersion=3, target=0.0005
        )),
        *result_lines("direct_standardisation", direct_standardisation(strata, living, [30, 50, 20])),
        *result_lines("with noise", direct_standardisation(
            strata, living, [3, 0, 2], per=1000, confidence=0.8, noise_variance=[1.0, 4, 9]
        )),
        *result_lines("is_unreliable", [is_unreliable([19, 20, 21, NONE, 100, 36]), is_unreliable(
            [19, 20, 21, NONE, 100, 36], noise_variance=[0, 16, 19, 1, 900, 400]
        )]),
        *result_lines("reporting_against_others", reporting_against_others(
            [12, 30, 4, 0, NONE, 9, 9], [24, 36, 24, 12, 5, 12, 0], [100, 120, 90, 80, 50, 70, 0], list("aaaabba")
        )),
        *result_lines("group_rates", group_rates(grouped, lived, ["sex", "age"]), group_rates(
            grouped.drop(columns="noise_variance"), lived, ["age"], per=10, confidence=0.8, overdispersion=2
        )),
        *refusals(
            lambda: rate_interval([1], [9], overdispersion=0.9),
            lambda: rate_interval([1], [9], confidence=1),
            lambda: rate_interval([-1], [9]),
            lambda: rate_interval([1], [-9]),
            lambda: rate_interval([1], [9], noise_variance=-1),
            lambda: rate_interval([1, 2], [9, 9, 9]),
            lambda: empirical_bayes([1], [0]),
            lambda: direct_standardisation([1, 2], [9, 9], [0, 0]),
            lambda: group_rates(grouped, lived, ["sex", "year"]),
        ),
    ])  # fmt: skip


def test_shares_and_cohorts() -> None:
    bands = ["up_to_1_month", "1_to_3_months", "3_to_6_months", "6_to_12_months"]
    waits = pd.DataFrame(
        {
            "who": ["girls"] * 4 + ["boys"] * 4 + ["nobody"] * 4,
            "time": bands * 3,
            "limit": pd.array([30, 91, 182, None] * 3, dtype="Int64"),
            "count": pd.array([120, 88, 51, 30, 64, 60, None, None, 9, None, None, None], dtype="Int64"),
            "still_waiting": pd.array([101, 66, 40, 30, 62, 44, None, None, 8, None, None, None], dtype="Int64"),
            "standard_error": [4.0, 5, 6, 7, 3, 3, 3, 3, 2, 2, 2, 2],
            "cell_error": [2.0] * 4 + [1.5] * 4 + [1.0] * 4,
            "state": ["count"] * 4 + ["count", "count", "not_yet", "not_yet", "count", "withheld", "withheld", "none"],
        }
    )
    reached = pd.DataFrame(
        {
            "who": ["girls", "boys", "nobody"],
            "count": pd.array([90, 20, None], dtype="Int64"),
            "standard_error": [4.0, 3, 2],
            "asked": pd.array([120, 64, 9], dtype="Int64"),
            "asked_error": [4.5, 3.5, 2.5],
            "rest_error": [5.0, 4, 3],
            "state": ["count", "count", "withheld"],
        }
    )
    steps = pd.DataFrame(
        {
            "who": ["girls"] * 5 + ["boys"] * 3,
            "stage": ["identified", "referred", "served", "reunified", "followed", "identified", "referred", "served"],
            "count": pd.array([120, 84, 90, None, None, 64, 64, 31], dtype="Int64"),
            "standard_error": [4.0, 5, 3, 6, 7, 2, 2, 2],
            "asked_error": [4.0] * 5 + [2.0] * 3,
            "rest_error": [NONE, 6, 6, 6, 6, NONE, 3, 3],
            "shown_from": [11.0] * 5 + [9.0] * 3,
            "state": ["count", "count", "count", "withheld", "not_yet", "count", "count", "count"],
        }
    )
    events, still_open = np.array([31.0, 22, -1, 9, 12]), np.array([4.0, 0, 7, 11, 40])
    part, everyone = [12.0, 0, 31, 47, NONE, 5], [40.0, 12, 30, 90, 10, 0]
    hold("numbers/cohorts", [
        *result_lines("share_interval", share_interval(part, everyone)),
        *result_lines("with noise", share_interval(
            part, everyone, reached_variance=[4, 4, 1, 9, 1, 1], people_variance=9, overdispersion=2
        )),
        *result_lines("that goes together", share_interval(
            part, everyone, reached_variance=4, people_variance=9, rest_variance=[5, 13, 30, 0, 5, 5], overdispersion=0
        )),
        *result_lines("noise of few", share_interval([2.0], [3], people_variance=400)),
        *result_lines("p_below_others", [p_below_others(part, everyone, 130, 250), p_below_others(
            part, everyone, [130, 12, 60, 47, 20, 9], [250, 12, 90, 160, 30, 9], reached_variance=4, people_variance=9,
            all_reached_variance=16, all_people_variance=25, overdispersion=2,
        )]),
        *result_lines("noise_together", [noise_together([4, 4, 4], [9, 9, 9], [5, 30, 0])]),
        *result_lines("narrowing", [narrowing(np.array([90.0, 20, 30, NONE, 40, 3]), np.array([2.0, 1, 3, 1, 0, 1]))]),
        *result_lines("share_error", [
            share_error(30, 80, 3, 5, 4), share_error(30, 80, 3, 5, 9), share_error(3, 0, 1, 1, 1)
        ]),
        *result_lines("life_table", life_table((30, 91, 182, 365), events, still_open), life_table(
            (30, 91, 182, 365), events, still_open, variance=4, covariance=-0.3, overdispersion=2, confidence=0.8
        ), life_table((30, 91), np.array([9.0, 95, 0]), np.zeros(3), at_risk=np.array([100.0, 91, NONE]), variance=1)),
        *result_lines("nothing yet", life_table((30,), np.zeros(2), np.array([3.0, 9]), variance=4)),
        *result_lines("banded_median", [np.array(banded_median((30, 91, 182, 365), events)), np.array(banded_median(
            (30, 91, 182, 365), events, variance=4, covariance=-0.3, overdispersion=2, confidence=0.8
        )), np.array(banded_median((30, 91), np.array([1.0, 2, 9])))]),
        *result_lines("add_shares", add_shares(reached, 2.0), add_shares(
            reached.assign(rest_error=NONE), 1.0, list("abc")
        )),
        *result_lines("funnel", funnel(steps, 2.0)),
        *result_lines("curves", curves(waits, reached, 2.0)),
        *result_lines("medians", medians(reached, waits, overdispersion=2.0), medians(
            reached.rename(columns={"who": "group"}), waits.rename(columns={"who": "group"}), "group"
        )),
        *refusals(lambda: share_interval([1], [2], overdispersion=0.5), lambda: p_below_others(
            [1], [2], [3], [4], overdispersion=0.5
        )),
    ])  # fmt: skip


def test_programmes() -> None:
    money = pd.DataFrame(
        [
            [400.0, "EUR", None, "Shelter", "2021", "2021"],
            [260.0, "EUR", None, "Shelter", "2022-01", "2022-12"],
            [90.0, "EUR", None, "Training", "2021-03", "2021-09"],
            [300.0, "EUR", None, "Shared costs", "2021", "2022"],
            [70.0, "EUR", None, "Shared costs", "2023", "2023"],
        ],
        columns=["amount", "currency", "price_year", "category", "period_start", "period_end"],
    )
    days = datetime.date(2021, 1, 1), datetime.date(2022, 12, 31)
    outcome = Total(50.0, 40.0, 62.0, days)
    costs = [
        cost_per_outcome(money, outcome, "Shelter"),
        cost_per_outcome(money, outcome, "Shelter", shared_category="Training", constant_prices=(2019, 0.1)),
        cost_per_outcome(money.assign(price_year=2020), Total(50, 0, 62, days), "Shelter", constant_prices=(2019, 0.1)),
        cost_per_outcome(money.head(0), outcome, "Shelter"),
        cost_per_outcome(money, outcome, "Food"),
        cost_per_outcome(money.assign(currency=[*["EUR"] * 4, "USD"]), outcome, "Shelter"),
        cost_per_outcome(money.assign(price_year=[2020, *[None] * 4]), outcome, "Shelter"),
        cost_per_outcome(money, Total(None), "Shelter"),
        cost_per_outcome(money, Total(0.0, span=days), "Shelter"),
        cost_per_outcome(money, Total(50.0), "Shelter"),
        cost_per_outcome(money, Total(50.0, span=(days[0], datetime.date(2022, 6, 30))), "Shelter"),
        cost_per_outcome(money.drop(index=1), outcome, "Shelter"),
    ]
    columns = ["value", "lower", "upper", "period_start", "period_end"]
    yearly = pd.DataFrame(
        [[20, 15, 24, "2021", "2021"], [31, NONE, 35, "2022", "2022"], [NONE, NONE, NONE, "2023", "2023"]],
        columns=columns,
    )
    promised = pd.DataFrame(
        [[25, NONE, NONE, "2021", "2021"], [30, NONE, NONE, "2022", "2022"], [90, NONE, NONE, "2021", "2023"]],
        columns=columns,
    )
    totals = [
        whole(frame, is_level=is_level)
        for frame in (
            yearly,
            promised,
            yearly.head(1),
            yearly.head(0),
            promised.head(2),
            yearly.assign(period_start=""),
        )
        for is_level in (False, True)
    ]
    today = datetime.date(2023, 1, 1)
    judged = [
        status(totals[0], Total(target, span=days if target else None), ascending=ascending, today=day)
        for target in (50.0, 51.0, 57.0, 70.0, None)
        for ascending in (True, False, None)
        for day in (today, today - datetime.timedelta(days=1))
    ]
    judged += [status(Total(None), Total(9.0, span=span), ascending=True, today=today) for span in (days, None)]
    judged += [status(Total(None), Total(9.0, span=days), ascending=True, today=days[1])]
    values = pd.concat([yearly.assign(kind="actual"), promised.assign(kind="target")]).assign(
        indicator="A", title="People reached", level="output", measure="unit", unit="people", ascending=True,
        standard_tag=None, sex="total", age="total", disaggregation=None, dimension=None,
    )  # fmt: skip
    start = values.head(1).assign(
        kind="baseline", value=4, lower=NONE, upper=NONE, period_start="2020", period_end="2020"
    )
    women = values.assign(sex="female", value=values["value"] / 2, lower=NONE, upper=NONE)
    share = values.assign(indicator="B", title="Share", level="goal", measure="percentage", ascending=False)
    plain = values.assign(indicator="C", title="Plain", level=None, ascending=None, disaggregation="disability: yes")
    found = framework(pd.concat([plain, values, start, women, share]), today)
    rows = [
        {**vars(result), **vars(group), "is_everyone": group.is_everyone, "periods": len(group.periods)}
        for result in found
        for group in result.groups
    ]
    counts = pd.DataFrame(
        [(place, year, YEARS[row, column], 1.0 + row / 2)
         for row, place in enumerate("abcdef") for column, year in enumerate(range(2015, 2024))],
        columns=["place", "year", "count", "standard_error"],
    )  # fmt: skip
    changes = [
        change_during(counts, ["b", "d"], 2019, 2022),
        change_during(counts, ["a", "f"], 2018, 2030, least_overdispersion=2.5, confidence=0.8),
        change_during(counts, ["a"], 2015, 2022),
        change_during(counts, ["a"], 2024, 2025),
        change_during(counts, ["f"], 2018, 2020),
        change_during(counts, list("abcde"), 2018, 2020),
        change_during(counts[counts["year"].between(2017, 2018)], ["b"], 2018, 2020),
        change_during(counts[counts["place"] != "c"], ["e"], 2018, 2020),
    ]
    hold("numbers/programmes", [
        *result_lines("cost_per_outcome", costs),
        *result_lines("whole", totals),
        *result_lines("periods", periods(promised, yearly, is_level=False), periods(promised, yearly, is_level=True)),
        *(f"{share_of_target(one, other)} {progress_from_baseline(one, other, Total(4.0))}"
          for one in totals[:6] for other in (*totals[:4], Total(0.0), Total(4.0))),
        *(f"{one.code} {one.is_over} {one.target.value}" for one in judged),
        *result_lines("framework", pd.DataFrame(rows).drop(columns=["groups", "values"])),
        *result_lines("its periods", found[0].everyone.periods, found[1].groups[1].periods),
        *(str(vars(change)) for change in changes),
    ])  # fmt: skip


def test_places_and_years() -> None:
    apart = YEARS[:, :4]
    expected = np.full(9, 18.0)
    hold("numbers/places", [
        *result_lines("scan_clusters", scan_clusters(
            EVENTS, PEOPLE, X, Y, metric="haversine", max_share=0.4, permutations=99, seed=3, noise_variance=NOISE,
            overdispersion=2,
        ), scan_clusters(SQUARE, [100, 100, 90, 80, 120, 100, 100, 60, 100], *np.divmod(np.arange(9), 3),
                         permutations=99)),
        *result_lines("space_time_scan", space_time_scan(
            YEARS, [500, 900, 400, 600, 90, 300], X[:6], Y[:6], permutations=99, max_periods=3, seed=2
        ), space_time_scan(apart, apart[::-1] + 40, X[:6], Y[:6], permutations=99, noise_variance=4.0)),
        *result_lines("getis_ord", getis_ord(SQUARE, BESIDE, permutations=499), getis_ord(
            EVENTS, PAIRS, permutations=99, seed=5
        )),
        *result_lines("local_moran", local_moran(SQUARE, [100] * 9, BESIDE, permutations=499), local_moran(
            EVENTS, PEOPLE, PAIRS, permutations=99, seed=5, noise_variance=NOISE
        )),
        *result_lines("estimate_overdispersion", [
            estimate_overdispersion(YEARS), estimate_overdispersion(YEARS[:4], noise_variance=9.0),
            estimate_overdispersion(YEARS, withheld_below=11.0), estimate_overdispersion(YEARS[:, :3]),
            estimate_overdispersion(YEARS[4:5]), estimate_overdispersion(YEARS[3:4]),
        ]),
        *result_lines("likelihoods", *(pd.DataFrame(np.round(array[:, ::20], 3)) for array in likelihoods(
            YEARS, np.full(YEARS.shape, 20.0), np.full(YEARS.shape, 4.0), np.full(YEARS.shape, 11.0), 3.0, 0.2
        ))),
        *_of_the_model(fit(SQUARE, expected, BESIDE, overdispersion=1)),
        *_of_the_model(fit(
            np.vstack([SQUARE / 3, np.where(SQUARE < 12, NONE, SQUARE)]).T, np.full((9, 2), 15.0), BESIDE,
            country=list("aaabbbccc"), noise_variance=np.full((9, 2), 4.0), withheld_below=np.full((9, 2), 12.0),
            overdispersion=3, seed=4,
        )),
        *result_lines("trends", trends(YEARS, range(9)), trends(
            YEARS[:, :6], np.arange(6) * 2 + 0.5, years_each=[2, 2, 2, 2, 2, 1], noise_variance=np.full((6, 6), 9.0),
            least_factor=1.5, confidence=0.8,
        ), trends(YEARS[:2, :4], range(4))),
        *refusals(
            lambda: scan_clusters([[1], [2]], [9, 9], [0, 1], [0, 1]),
            lambda: scan_clusters([1, 2], [9, 9], [0, 1], [0, 1], overdispersion=0),
            lambda: scan_clusters([-1, 2], [9, 9], [0, 1], [0, 1]),
            lambda: scan_clusters([1, 2], [9, 0], [0, 1], [0, 1]),
            lambda: scan_clusters([1, 2], [9, 9], [0, NONE], [0, 1]),
            lambda: scan_clusters([1, NONE], [9, 9], [0, 1], [0, 1]),
            lambda: getis_ord([1, 2, 3], [(0, 3)]),
            lambda: getis_ord([1, NONE, 3], [(0, 1)]),
            lambda: trends([1, 2], [1, 1]),
            lambda: trends([1, 2], [1, 2], least_factor=0.5),
        ),
    ])  # fmt: skip


def _of_the_model(found: Any) -> Iterator[str]:
    arrays = [found.rate_ratio, found.lower, found.upper, found.rank, found.rank_lower, found.rank_upper]
    some = np.arange(9) % 2 == 0
    more = [found.exceeds(1.25), found.exceeded(0.9), *found.rank_limits(some), found.reference[:1].ravel()]
    yield from result_lines("fit", *(pd.DataFrame([np.round(row, 2)]) for row in (*arrays, *more)))
    yield f"{found.overdispersion:.3g} {found.warnings}"


def test_hidden_people() -> None:
    histories = pd.DataFrame(
        [(*map(int, f"{code:04b}"), count)
         for code, count in enumerate([None, 61, 34, 9, 48, 3, 7, 1, 55, 12, 4, 2, 0, 5, 1, 0]) if count is not None],
        columns=["LA", "NG", "GO", "GP", "n"],
    )  # fmt: skip
    three = histories[histories["GP"] == 0].drop(columns="GP")
    table = ListTable.read(three)
    answers = [
        estimate(histories),
        estimate(three, selection="bic"),
        estimate(three, selection=None, noise_variance=4.0, seed=3),
        estimate(histories, terms=["LA:NG", ("GO", 3)]),
        estimate(histories, threshold=0.2),
    ]
    drawn = [
        bootstrap_interval(three, replicates=60, seed=2, confidence=0.8),
        bootstrap_interval(three, selection="bic", candidates=3, replicates=40, threshold=0.1),
    ]
    withheld = three.assign(n=three["n"].astype(float))
    withheld.loc[withheld["n"] == 7, "n"] = NONE
    terms = ["LA:NG:GO", (0, 3)]
    hold("numbers/hidden", [
        *(line for one in answers for line in result_lines(
            f"{one.total:.6g} {one.lower:.6g} {one.upper:.6g} {one.profile_total:.6g} {one.model} {one.warnings}",
            one.alternatives.drop(columns="chosen_by"), one.alternatives[["chosen_by"]],
        )),
        *(f"{one.lower:.5g} {one.upper:.5g} {[f'{total:.5g}' for total in one.totals[::7]]}" for one in drawn),
        why_not(histories, "main"), why_not(histories, ["LA:NG", "GO:GP"]), why_not(
            three.assign(n=[34, 48, 0, 55, 0, 0, 1]), ["LA:NG", "LA:GO", "NG:GO"]
        ),
        *result_lines("reach", reach(withheld, np.full(7, 30.0)), reach(
            three.assign(n=[*three["n"][:-1].astype(float), NONE]), np.full(7, 9.0), window=2.0, noise_variance=4.0
        )),
        *(f"{[sorted(model) for model in hierarchical_models(size)]}" for size in (3,)),
        f"{sorted(read_terms(terms, list(histories.columns[:-1])))} {table.words(frozenset((3, 5)))}",
        *refusals(
            lambda: estimate(histories, terms="all"), lambda: estimate(histories, terms=["LA:XX"]),
            lambda: estimate(histories, terms=["LA"]), lambda: estimate(histories, selection="best"),
            lambda: estimate(histories.iloc[:, 2:]), lambda: estimate(histories.assign(n=-1)),
            lambda: estimate(histories.assign(n=NONE)), lambda: estimate(histories.assign(LA=0)),
            lambda: estimate(histories.assign(LA=2)), lambda: estimate(pd.DataFrame(
                [(1, 0, 0, 5), (0, 1, 0, 5), (0, 0, 1, 5)], columns=list("ABCn")
            )), lambda: estimate(pd.DataFrame([(0, 0, 0, 5), (0, 1, 1, 5)], columns=list("ABCn"))),
        ),
    ])  # fmt: skip
