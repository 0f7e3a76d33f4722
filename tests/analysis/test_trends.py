"""Trends of yearly counts: worlds that can be checked by hand, and how often chance makes one."""

import numpy as np
import pytest
from scipy.stats import t as student

from analysis.trends import trends

YEARS = range(2014, 2025)


def test_a_steady_rise_is_its_factor() -> None:
    row = trends([100 * 1.08 ** np.arange(11)], YEARS).iloc[0]
    assert row["per_year"] == pytest.approx(1.08)
    assert row["lower"] < 1.08 < row["upper"]
    assert row["factor"] == 1  # no scatter: what is assumed at least
    assert row["p_value"] < 0.001
    assert row["bend_p_value"] > 0.5


def test_a_bend_has_a_year_and_two_courses() -> None:
    course = 1000 * np.concatenate([1.1 ** np.arange(6), 1.1**5 * 0.85 ** np.arange(1, 6)])
    row = trends([course], YEARS).iloc[0]
    assert row["bend"] == 2019
    assert (row["before"], row["after"]) == (pytest.approx(1.1), pytest.approx(0.85))
    assert row["bend_p_value"] < 0.01


def test_the_factor_is_variance_over_mean() -> None:
    # 50 or 150 around 100, without a trend: Pearson's statistic is 10 × 50² / 100, over 8 degrees of freedom
    row = trends([[50, 150, 150, 50, 50, 150, 150, 50, 100, 100]], range(10)).iloc[0]
    assert row["factor"] == pytest.approx(8 * 25 / 8, rel=0.05)
    assert row["p_value"] > 0.3


def test_periods_of_several_years_count_as_so_many() -> None:
    row = trends([[300, 200, 200, 200, 200]], [2014, 2016.5, 2018.5, 2020.5, 2022.5], years_each=[3, 2, 2, 2, 2]).iloc[
        0
    ]
    assert row["per_year"] == pytest.approx(1)


def test_what_is_missing_or_short_has_no_trend() -> None:
    assert trends([[10, np.nan, 12, 13, 14], [0, 0, 0, 0, 0]], range(5)).isna().all(axis=None)
    assert trends([[10, 11, 12, 13]], range(4)).isna().all(axis=None)
    with pytest.raises(ValueError, match="follow each other"):
        trends([[1, 2]], [2020, 2019])
    with pytest.raises(ValueError, match="at least 1"):
        trends([[1, 2]], [2019, 2020], least_factor=0.5)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_of_series_without_a_trend_one_in_twenty_has_one(size: int) -> None:
    random = np.random.default_rng(4)
    counts = size * random.poisson(100 / size, (600, 11)) + random.normal(0, 5, (600, 11))
    found = trends(counts, YEARS, noise_variance=25.0)
    assert (found["p_value"] < 0.05).mean() <= 0.065
    assert (found["bend_p_value"] < 0.05).mean() <= 0.065


@pytest.mark.parametrize("confidence", [0.5, 0.8, 0.95])
def test_limits_and_p_values_say_the_same_of_no_change(confidence: float) -> None:
    """By Student with two fewer than there are years: 1 is beyond the limits of so many series as have a p-value so
    low, and each series says it twice."""
    random = np.random.default_rng(5)
    found = trends(random.poisson(100, (400, 6)), range(6), least_factor=1.0, confidence=confidence)
    is_beyond = (found["lower"] > 1) | (found["upper"] < 1)
    assert is_beyond.tolist() == (found["p_value"] < 1 - confidence).tolist()
    assert is_beyond.any() and not is_beyond.all()


def test_of_five_years_limits_and_p_value_have_three_degrees_of_freedom() -> None:
    counts = np.exp(np.array([4.4, 4.6, 4.6, 4.7, 5.0])) * 100
    row = trends([counts], range(5)).iloc[0]
    statistic = np.log(row["per_year"]) / (np.log(row["upper"] / row["lower"]) / 2 / student.ppf(0.975, 3))
    assert row["p_value"] == pytest.approx(2 * student.sf(statistic, 3))


def test_noise_alone_keeps_its_bounds() -> None:
    found = trends(np.random.default_rng(2).normal(3, 20, (50, 11)), YEARS, noise_variance=400.0)
    assert np.isfinite(found[["per_year", "lower", "upper"]].dropna()).all(axis=None)
