"""The noise has the size that it is said to have, and costs what it is said to cost.

Random tests fail by chance less than once in ten million runs.
"""

import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from data_access.publishing import noise
from data_access.publishing.noise import add_noise, epsilon_for, rho_for

BY_CHANCE = 1e-7
SOURCES = sorted(Path(noise.__file__).parent.glob("*.py"))


@pytest.mark.slow
@settings(deadline=None, max_examples=12)
@given(st.floats(0.01, 50), st.floats(1e-9, 1e-3))
def test_rho_and_epsilon_are_each_others_inverse(epsilon: float, delta: float) -> None:
    rho = rho_for(epsilon, delta)
    assert epsilon_for(rho, delta) <= epsilon
    assert epsilon_for(rho, delta) == pytest.approx(epsilon, rel=1e-6)


@pytest.mark.slow
def test_more_budget_is_more_rho_and_more_rho_is_more_epsilon() -> None:
    budgets = [0.1, 0.5, 1, 2, 4, 8, 12]
    rhos = [rho_for(epsilon, 1e-6) for epsilon in budgets]
    assert rhos == sorted(rhos)
    assert [epsilon_for(rho, 1e-6) for rho in rhos] == sorted(epsilon_for(rho, 1e-6) for rho in rhos)
    # a smaller chance to fail leaves less
    assert rho_for(4, 1e-9) < rho_for(4, 1e-6) < rho_for(4, 1e-3)
    assert epsilon_for(0, 1e-6) == 0


@pytest.mark.parametrize("rho", [0.01, 0.1, 0.5, 1.0])
@pytest.mark.parametrize("delta", [1e-9, 1e-6, 1e-5])
def test_epsilon_is_between_what_is_true_and_the_classic_bound(rho: float, delta: float) -> None:
    """Bun and Steinke 2016, Proposition 1.3, from above; the exact cost of Gaussian noise from below."""
    epsilon = epsilon_for(rho, delta)
    assert epsilon <= rho + 2 * math.sqrt(rho * math.log(1 / delta))
    # Balle and Wang 2018, Theorem 8: the delta that this epsilon truly has for the continuous Gaussian mechanism
    mu = math.sqrt(2 * rho)
    truly = stats.norm.cdf(mu / 2 - epsilon / mu) - math.exp(epsilon) * stats.norm.cdf(-mu / 2 - epsilon / mu)
    assert truly <= delta


def test_known_value() -> None:
    """Canonne, Kamath and Steinke 2020, Proposition 12, minimised over alpha on a fine grid."""
    rho, delta = 0.31, 1e-6
    alpha = 1 + np.geomspace(1e-3, 1e3, 2_000_000)
    bound = rho * alpha + np.log(1 / (alpha * delta)) / (alpha - 1) + np.log1p(-1 / alpha)
    assert epsilon_for(rho, delta) == pytest.approx(bound.min(), rel=1e-4)


@pytest.mark.parametrize("epsilon", [0, -1, 1e-12, 1e5, 1e308, math.inf, math.nan])
def test_what_is_no_epsilon_is_refused(epsilon: float) -> None:
    with pytest.raises(ValueError, match="epsilon"):
        rho_for(epsilon, 1e-6)


@pytest.mark.parametrize("delta", [0, -1e-6, 1, 2, math.nan])
def test_what_is_no_delta_is_refused(delta: float) -> None:
    with pytest.raises(ValueError, match="delta"):
        rho_for(4, delta)


@pytest.mark.slow
@pytest.mark.parametrize("deviation", [0.7, 4.5, 60.0])
def test_noise_has_the_mean_and_variance_that_it_is_said_to_have(deviation: float) -> None:
    draws = 12_000
    found = add_noise(np.zeros(draws, dtype=np.int64), deviation)
    assert found.dtype == np.int64
    # discrete Gaussian noise varies a little less than its continuous counterpart
    points = np.arange(-10 * math.ceil(deviation), 10 * math.ceil(deviation) + 1)
    chance = np.exp(-(points**2) / (2 * deviation**2))
    variance = float((points**2 * chance).sum() / chance.sum())
    assert abs(found.mean()) < stats.norm.isf(BY_CHANCE / 2) * math.sqrt(variance / draws)
    low, high = stats.chi2.ppf([BY_CHANCE, 1 - BY_CHANCE], draws) / draws
    assert 0.98 * low < found.var() / variance < 1.02 * high
    # the share beyond one deviation: a Gaussian, not just any noise of this variance
    share = float(chance[np.abs(points) > deviation].sum() / chance.sum())
    expected = stats.binom.ppf([BY_CHANCE, 1 - BY_CHANCE], draws, share)
    assert expected[0] <= (np.abs(found) > deviation).sum() <= expected[1]


def test_noise_of_different_cells_and_calls_is_independent() -> None:
    first, second = (add_noise(np.zeros(4_000, dtype=np.int64), 20.0) for _ in range(2))
    bound = stats.norm.isf(BY_CHANCE / 2) / math.sqrt(4_000)
    assert abs(np.corrcoef(first, second)[0, 1]) < bound
    assert abs(np.corrcoef(first[1:], first[:-1])[0, 1]) < bound


def test_noise_keeps_the_shape_and_moves_with_the_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noise, "PIECE", 7)
    counts = np.arange(60, dtype=np.int64).reshape(3, 4, 5) * 1_000_000
    found = add_noise(counts, 2.0)
    assert found.shape == counts.shape
    assert np.abs(found - counts).max() < 40


@pytest.mark.parametrize("shape", [(0,), (3, 0), (0, 2, 5)])
def test_noise_of_no_cells_is_no_cells(shape: tuple[int, ...]) -> None:
    """Few cases, or cases without a journey, leave no way that could be a candidate."""
    found = add_noise(np.zeros(shape, dtype=np.int64), 5.0)
    assert found.shape == shape
    assert found.dtype == np.int64


def test_no_seed_stands_anywhere_in_publication() -> None:
    for path in SOURCES:
        text = path.read_text()
        assert not re.search(r"default_rng|np\.random|import random|\.seed\(", text), path.name


def test_nothing_stays_nothing() -> None:
    """No code of an axis may be a candidate: cases without journeys have no way between countries."""
    for shape in ((0,), (4, 0)):
        assert add_noise(np.zeros(shape, dtype=np.int64), 3.0).shape == shape
