import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

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

counts = st.lists(st.integers(0, 500), min_size=2, max_size=12)


# Exact limits: poisson.test of R. Byar: Breslow and Day (1987), formula 2.13.
@pytest.mark.parametrize(
    ("events", "lower", "upper"),
    [
        (0, 0, 3.68887945411394),
        (1, 0.0253178079842899, 5.5716433909389),
        (9, 4.11537, 17.08480),
        (10, 4.78744991396756, 18.3914586057565),
        (100, 81.3621054905279, 121.627937579207),
    ],
)
def test_interval_is_exact_below_ten_events_and_byar_from_ten(events, lower, upper):
    rate, low, high = rate_interval(events, 1, per=1)
    assert rate == events
    assert (low, high) == (pytest.approx(lower, abs=1e-5), pytest.approx(upper, abs=1e-5))


def test_interval_agrees_with_the_reference_table(case):
    reference = case("poisson_ci_reference.csv")
    _, lower, upper = rate_interval(reference["O"], 1, per=1)
    few = reference["O"] < 10
    np.testing.assert_allclose(lower, np.where(few, reference["exact_lo"], reference["byar_lo"]), atol=1e-10)
    np.testing.assert_allclose(upper, np.where(few, reference["exact_hi"], reference["byar_hi"]), atol=1e-10)


def test_interval_is_per_hundred_thousand():
    rate, lower, upper = rate_interval([5, 50], [10_000, 1_000_000])
    np.testing.assert_allclose(rate, [50, 5])
    np.testing.assert_allclose([lower[0], upper[0]], [16.2348638, 116.6833208], rtol=1e-8)


# Exact limits are meant to cover more than 95 % of small counts, so without noise the means start at 15 events.
@pytest.mark.parametrize(
    ("noise", "mean"),
    [(0, 15), (0, 40), (0, 1000), (4, 10), (20, 2), (20, 5), (20, 12), (20, 100), (400, 3), (400, 50)],
)
def test_interval_covers_the_truth_nineteen_times_in_twenty(noise, mean):
    random = np.random.default_rng(7)
    seen = random.poisson(mean, 20_000) + np.rint(random.normal(0, np.sqrt(noise), 20_000))
    _, lower, upper = rate_interval(seen, 1, per=1, noise_variance=noise)
    assert 0.93 <= ((lower <= mean) & (mean <= upper)).mean() <= 0.97


@given(counts, st.floats(0, 1000))
def test_noise_never_narrows_an_interval(events, noise):
    rate, lower, upper = rate_interval(events, 1000)
    noisy_rate, noisy_lower, noisy_upper = rate_interval(events, 1000, noise_variance=noise)
    assert (lower <= rate).all() and (rate <= upper).all()
    assert (noisy_rate == rate).all() and (noisy_lower <= lower + 1e-9).all() and (noisy_upper >= upper - 1e-9).all()


def test_missing_and_zero_populations_have_no_rate():
    rate, lower, upper = rate_interval([3, 3, np.nan, 0], [0, np.nan, 100, 100])
    for values in (rate, lower, upper):
        assert np.isnan(values[:3]).all() and np.isfinite(values[3])


def test_noise_below_zero_is_not_certainty_that_there_is_nobody():
    rate, lower, upper = rate_interval(-30, 1, per=1, noise_variance=20)
    assert (rate, lower) == (0, 0) and upper > 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"events": [-1], "population": [5]}, "negative"),
        ({"events": [1], "population": [-5]}, "cannot be negative"),
        ({"events": [1], "population": [5], "noise_variance": -1}, "cannot be negative"),
        ({"events": [1, 2], "population": [5, 5, 5]}, "do not fit together"),
        ({"events": [1], "population": [5], "confidence": 95}, "between 0 and 1"),
    ],
)
def test_interval_refuses_in_words(arguments, words):
    with pytest.raises(ValueError, match=words):
        rate_interval(**arguments)


def test_empirical_bayes_with_less_variance_than_chance_gives_everybody_the_overall_rate():
    np.testing.assert_allclose(empirical_bayes([2, 1, 0, 0, 1], [50, 40, 45, 60, 55]), 0.016)


def test_empirical_bayes_by_hand():
    # Overall 0.2; variance of the rates 0.01, of which chance 0.2 / 100 = 0.002; weights 0.008 / 0.010 = 0.8.
    np.testing.assert_allclose(empirical_bayes([10, 30], [100, 100]), [0.12, 0.28])
    # Noise of variance 10 adds 10 / 100² = 0.001 to the sampling variance: weights 0.007 / 0.010 = 0.7.
    np.testing.assert_allclose(empirical_bayes([10, 30], [100, 100], noise_variance=10), [0.13, 0.27])


def test_empirical_bayes_agrees_with_spdep(case):
    counties = case("nc_sids_spdep_reference.csv")
    np.testing.assert_allclose(empirical_bayes(counties["SID74"], counties["BIR74"]), counties["eb_est"], rtol=1e-12)


@given(counts, st.integers(10, 10_000))
def test_empirical_bayes_lies_between_the_own_and_the_overall_rate(events, people):
    events = np.array(events, dtype=float)
    population = people * (1 + np.arange(len(events)))
    rate, overall, smoothed = events / population, events.sum() / population.sum(), empirical_bayes(events, population)
    assert (smoothed >= np.minimum(rate, overall) - 1e-12).all()
    assert (smoothed <= np.maximum(rate, overall) + 1e-12).all()


def test_areas_without_count_or_people_do_not_move_the_others():
    smoothed = empirical_bayes([10, 30, np.nan, 7], [100, 100, 50, 0])
    np.testing.assert_allclose(smoothed, [0.12, 0.28, np.nan, np.nan])
    with pytest.raises(ValueError, match="No area has both"):
        empirical_bayes([1, 2], [0, np.nan])


def test_standardised_rates_by_hand():
    # Deviations of 0.1 over the root of 0.008 between areas and 0.002 within them.
    np.testing.assert_allclose(standardised_rates([10, 30], [100, 100]), [-1, 1])
    np.testing.assert_array_equal(standardised_rates([0, 0], [10, 20]), [0, 0])


def test_funnel_limits_by_hand():
    # Overall rate 10 per 100. Poisson(10): P(X ≤ 3) = 0.010336, P(X ≤ 4) = 0.029253, so the 2.5 % point interpolates to
    # 4 − (0.029253 − 0.025) / 0.018917 = 3.7752 (Spiegelhalter 2005, A.1).
    frame = funnel_limits([2, 18, 10], [100, 100, 100], per=100)
    np.testing.assert_allclose(frame["target"], 10)
    np.testing.assert_allclose(frame["lower_95"], 3.7752, atol=1e-4)
    assert frame["beyond"].tolist() == ["95", "95", ""]
    assert funnel_limits([25, 18, 10], [100] * 3, per=100, target=0.1)["beyond"].tolist() == ["99.8", "95", ""]
    assert (frame["lower_998"] < frame["lower_95"]).all() and (frame["upper_998"] > frame["upper_95"]).all()


@pytest.mark.slow
def test_funnel_marks_chance_as_often_as_it_says():
    random = np.random.default_rng(3)
    population = random.integers(10_000, 1_000_000, 20_000)
    for noise in (0, 20):
        events = random.poisson(population / 10_000) + np.rint(random.normal(0, np.sqrt(noise), 20_000))
        beyond = funnel_limits(events, population, noise_variance=noise)["beyond"]
        assert 0.03 <= (beyond != "").mean() <= 0.07
        assert (beyond == "99.8").mean() <= 0.006


def test_direct_standardisation_by_hand():
    # Rate (2/100 + 8/200) / 2 = 0.03. Its variance 0.0001 against 10 for the total, whose Byar limits are 4.78745 and
    # 18.39146: 0.03 − √0.00001 × 5.21255 and 0.03 + √0.00001 × 8.39146 (Dobson et al. 1991).
    rate, lower, upper = direct_standardisation([2, 8], [100, 200], [1, 1], per=1)
    np.testing.assert_allclose([rate, lower, upper], [0.03, 0.0135165, 0.0565361], atol=1e-7)


def test_direct_standardisation_of_areas_with_the_standard_mix_is_the_plain_rate():
    events, population = np.array([[2, 8], [0, 0]]), np.array([[100, 300], [50, 150]])
    rate, lower, upper = direct_standardisation(events, population, [1, 3])
    plain = rate_interval(events.sum(axis=1), population.sum(axis=1))
    np.testing.assert_allclose(rate, plain[0])
    np.testing.assert_allclose(lower, plain[1])
    assert upper[0] == pytest.approx(plain[2][0])
    # Without events the limit is that of the heaviest stratum: 3.68888 × 0.75 / 150.
    assert upper[1] == pytest.approx(1844.43973)


def test_direct_standardisation_without_people_in_a_stratum_has_no_rate():
    rate, _, _ = direct_standardisation([[1, 2], [1, 2]], [[10, 0], [10, 10]], [1, 1])
    assert np.isnan(rate[0]) and np.isfinite(rate[1])
    with pytest.raises(ValueError, match="standard population"):
        direct_standardisation([1], [10], [0])


@pytest.mark.parametrize("noise", [0, 20])
def test_direct_standardisation_covers_the_truth(noise):
    random = np.random.default_rng(5)
    population, risk, standard = np.array([2000, 500, 4000]), np.array([0.01, 0.03, 0.002]), np.array([3, 2, 5])
    events = random.poisson(population * risk, (10_000, 3)) + np.rint(random.normal(0, np.sqrt(noise), (10_000, 3)))
    _, lower, upper = direct_standardisation(events, population, standard, per=1, noise_variance=noise)
    truth = (risk * standard).sum() / standard.sum()
    assert 0.93 <= ((lower <= truth) & (truth <= upper)).mean() <= 0.97


def test_twenty_events_and_thirty_percent_make_a_count_reliable():
    assert is_unreliable([19, 20, np.nan]).tolist() == [True, False, True]
    # √(25 + 31.25) / 25 is exactly 30 %.
    assert is_unreliable([25, 25], noise_variance=[31.25, 32]).tolist() == [False, True]


def test_groups_are_divided_by_their_own_people():
    events = pd.DataFrame(
        {"sex": ["F", "F", "M", "X", "M"], "age": ["0–17", "18+", "18+", "18+", "0–17"], "count": [4, 6, 30, 2, np.nan]}
    )
    people = pd.DataFrame(
        {"sex": ["F", "F", "M", "M"], "age": ["0–17", "18+"] * 2, "population": [1000, 1000, 1000, 500]}
    )
    rates = group_rates(events, people, ["sex"], per=1000).set_index("sex")
    assert rates.loc["F", "rate"] == 5 and rates.loc["F", "population"] == 2000
    assert rates.loc[["M", "X"], "rate"].isna().all()
    both = group_rates(events, people, ["sex", "age"], per=1000)
    assert both.loc[(both["sex"] == "M") & (both["age"] == "18+"), "rate"].item() == 60
    with pytest.raises(ValueError, match="lack the column region"):
        group_rates(events, people, ["region"])


def test_reports_are_held_against_those_of_the_others_of_a_group() -> None:
    # five areas of a million people each; in A 240 reports of 240 due, in the others 48 of 60; E has no site at all
    found = reporting_against_others(
        received=[240, 48, 48, 48, 0, np.nan],
        due=[240, 60, 60, 60, 0, np.nan],
        person_years=[10**6] * 6,
        group=["AF"] * 6,
    )
    # A: 240 against 144 from four million; B: 48 against 336 from four million
    assert found["reports_ratio"].tolist()[:2] == pytest.approx([240 / 36, 48 / 84])
    assert found["complete_ratio"].tolist()[:2] == pytest.approx([1 / 0.8, 0.8 / (336 / 360)])
    assert found["reports_ratio"].tolist()[4] == 0
    assert found["has_more_reports"].tolist() == [True, False, False, False, False, False]
    assert found["has_fewer_reports"].tolist() == [False, True, True, True, True, False]
    assert found.iloc[5, :2].isna().all()


def test_fuller_reporting_alone_is_more_reporting() -> None:
    found = reporting_against_others([95, 60, 60], [100, 100, 100], [2e6, 1e6, 1e6], ["x"] * 3)
    assert found["reports_ratio"].tolist()[0] == pytest.approx(47.5 / 60)
    assert found["complete_ratio"].tolist()[0] == pytest.approx(0.95 / 0.6)
    assert found["has_more_reports"].tolist()[0]


def test_reports_are_compared_within_a_group_of_three_at_least() -> None:
    found = reporting_against_others([900, 1, 1], [900, 1, 1], [1, 1, 1], ["x", "x", "y"])
    assert found["reports_ratio"].isna().all()
    assert not found[["has_more_reports", "has_fewer_reports"]].any(axis=None)


def test_groups_widen_limits_as_so_many_times_fewer_people_would():
    rate, lower, upper = rate_interval([120.0], [1000.0], per=1, overdispersion=3)
    alone = rate_interval([40.0], [1000.0], per=1)
    assert rate == pytest.approx(0.12)
    assert (lower, upper) == (pytest.approx(3 * alone[1]), pytest.approx(3 * alone[2]))
    with pytest.raises(ValueError, match="at least 1"):
        rate_interval([1.0], [1.0], overdispersion=0.5)


def test_a_funnel_stands_around_the_target_that_it_is_given():
    # only areas that chance made large are left: the rate of all was 1
    events, expected = np.array([30.0, 45.0, 60.0]), np.array([20.0, 30.0, 40.0])
    around_one = funnel_limits(events, expected, per=1, target=1)
    assert (around_one["target"] == 1).all()
    assert around_one["beyond"].tolist() == ["95", "95", "95"]
    assert set(funnel_limits(events, expected, per=1)["beyond"]) == {""}
    assert set(funnel_limits(events, expected, per=1, target=1, overdispersion=4)["beyond"]) == {""}
