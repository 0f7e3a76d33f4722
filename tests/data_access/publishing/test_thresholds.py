"""Of the numbers that are shown, few stand for nobody: in full tables, in almost empty ones, and in those between."""

import numpy as np
import pytest
from scipy import stats
from sqlalchemy import Engine

from data_access.publishing.thresholds import ALONE, LEAST_ERRORS, smallest_threshold
from data_access.release.lattice import Array
from tests.worlds.people import SMALL_WORKLOAD, Person, exact_counts_of, released, small_domains

ERROR = 15.0
PROMISED = 0.005


def shown(estimates: Array, error: float = ERROR) -> Array:
    """Which numbers are shown."""
    return np.rint(estimates) >= max(10, error * smallest_threshold(estimates, error, 10))


def false_share(true: Array, draws: int) -> float:
    """How many of the shown numbers stand for nobody, as the mean of many draws."""
    random = np.random.default_rng(7)
    found = []
    for _ in range(draws):
        is_shown = shown(true + random.normal(0, ERROR, true.size))
        found.append((true[is_shown] == 0).sum() / max(is_shown.sum(), 1))
    return float(np.mean(found))


@pytest.mark.slow
@pytest.mark.parametrize("people", [0, 1, 8, 20, 400])
@pytest.mark.parametrize("empty", [5, 50, 2_000, 30_000])
def test_few_of_those_shown_stand_for_nobody(people: int, empty: int) -> None:
    true = np.concatenate([np.zeros(empty), np.geomspace(20, 2_000, people)])
    assert false_share(true, draws=200) <= PROMISED


def test_a_full_table_shows_more_than_one_threshold_for_the_whole_release_would() -> None:
    true = np.concatenate([np.zeros(1_000), np.full(1_000, 500.0)])
    estimates = true + np.random.default_rng(1).normal(0, ERROR, true.size)
    assert LEAST_ERRORS <= smallest_threshold(estimates, ERROR, 10) < 3.5


def test_an_almost_empty_table_shows_almost_nothing() -> None:
    random = np.random.default_rng(2)
    number_shown = sum(shown(random.normal(0, ERROR, 5_000)).sum() for _ in range(200))
    assert number_shown <= stats.poisson.isf(1e-6, 200 * ALONE * 2)


def test_nothing_below_ten_is_shown_however_exact_it_is() -> None:
    estimates = np.array([9.4, 9.6, 200.0, 0.0, 0.0])
    assert shown(estimates, error=0.5).tolist() == [False, True, True, False, False]


def test_no_public_release_shows_nine_people_however_large_its_budget(sqlite_cases: Engine) -> None:
    people = [Person(identified="AF-KAB")] * 9 + [Person(identified="AF-HER")] * 40
    counts = exact_counts_of(sqlite_cases, people, SMALL_WORKLOAD)
    with small_domains():
        release = released(counts, epsilon=4, rho=1e5)
        answer = release.counts(("province",), {}).set_index("province")
    assert answer.loc["AF-HER", "count"] == 40
    assert answer.loc["AF-KAB", "state"] == "withheld"


@pytest.mark.parametrize("estimates", [np.zeros(0), np.zeros(1), np.array([1e6])])
def test_there_is_a_threshold_for_any_table(estimates: Array) -> None:
    assert np.isfinite(smallest_threshold(estimates, ERROR, 10))


def test_however_full_a_table_is_a_number_is_three_of_its_errors() -> None:
    """Ten thousand cells of many people and none of nobody."""
    assert smallest_threshold(np.full(10_000, 500.0), 1.0, 10) == 3.0


def test_a_number_that_is_rounded_to_the_least_count_counts_as_shown() -> None:
    assert smallest_threshold(np.concatenate([np.zeros(5), np.full(1000, 9.7)]), 2.9, 10) == 3.0
