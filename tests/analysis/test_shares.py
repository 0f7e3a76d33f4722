"""Shares and their limits, against published ones and by simulation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, false_discovery_control, norm

from analysis.shares import p_below_others, share_interval

NOISE = 25.0


@pytest.mark.parametrize(("reached", "people"), [(0, 12), (12, 12), (3, 10), (81, 263), (15, 148)])
def test_without_noise_the_limits_are_wilsons(reached: int, people: int) -> None:
    _, lower, upper = share_interval(reached, people)
    wilson = binomtest(reached, people).proportion_ci(method="wilson")
    assert (lower[0], upper[0]) == pytest.approx((wilson.low, wilson.high), abs=1e-12)


def test_newcombes_published_limits() -> None:
    # Newcombe 1998, Statistics in Medicine 17:857, table I, method 3: 81/263, 15/148, 0/20, 1/29
    share, lower, upper = share_interval([81, 15, 0, 1], [263, 148, 20, 29])
    assert share.round(4).tolist() == [0.308, 0.1014, 0, 0.0345]
    assert lower.round(4).tolist() == [0.2553, 0.0624, 0, 0.0061]
    assert upper.round(4).tolist() == [0.3662, 0.1605, 0.1611, 0.1718]


def test_what_is_missing_has_no_share() -> None:
    assert all(np.isnan(share_interval([np.nan, 5, 5], [10, np.nan, 0])).ravel())


@given(st.floats(-50, 5000), st.floats(1, 5000), st.floats(0, 1000), st.floats(0, 1000), st.floats(1, 20))
def test_limits_hold_the_share_and_stay_shares(
    reached: float, people: float, noise: float, other: float, overdispersion: float
) -> None:
    options = {"reached_variance": noise, "people_variance": other}
    share, lower, upper = share_interval(reached, people, overdispersion=overdispersion, **options)
    assert 0 <= lower[0] <= share[0] <= upper[0] <= 1


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_limits_hold_the_truth_nineteen_times_in_twenty(size: int, share: float) -> None:
    random = np.random.default_rng(5)
    groups = 200 // size
    came = size * random.binomial(groups, share, 4000) + random.normal(0, NOISE**0.5, 4000)
    people = size * groups + random.normal(0, NOISE**0.5, 4000)
    _, lower, upper = share_interval(came, people, reached_variance=NOISE, people_variance=NOISE, overdispersion=size)
    assert 0.93 <= ((lower <= share) & (share <= upper)).mean() <= 0.98


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 3])
def test_of_worlds_with_equal_shares_one_in_twenty_has_a_low_one(size: int) -> None:
    random = np.random.default_rng(6)
    people = np.array([120, 150, 90, 300, 60, 500, 200, 80, 1000, 45])
    flagged = 0
    for _ in range(600):
        groups = random.poisson(people / size)
        n = size * groups + random.normal(0, NOISE**0.5, 10)
        came = [size * random.binomial(groups, share) + random.normal(0, NOISE**0.5, 10) for share in (0.3, 0.6)]
        p = [
            p_below_others(
                x,
                n,
                x.sum(),
                n.sum(),
                reached_variance=NOISE,
                people_variance=NOISE,
                all_reached_variance=10 * NOISE,
                all_people_variance=10 * NOISE,
                overdispersion=size,
            )
            for x in came
        ]
        flagged += bool((false_discovery_control(np.concatenate(p)) <= 0.05).any())
    assert flagged / 600 <= 0.065


def test_noise_of_an_area_that_is_half_its_country_is_in_both_shares() -> None:
    """The total has a noise of its own, smaller than its areas': what lifts the area then lowers the rest."""
    random = np.random.default_rng(7)
    worlds, variance, of_all = 4000, 225.0, 400.0
    people = np.full(worlds, 800)
    here, elsewhere = random.binomial(people, 0.5), random.binomial(people, 0.5)
    came = here + random.normal(0, variance**0.5, worlds)
    n = people + random.normal(0, variance**0.5, worlds)
    all_n = 1600 + random.normal(0, of_all**0.5, worlds)
    all_came = here + elsewhere + random.normal(0, of_all**0.5, worlds)
    p = p_below_others(
        came,
        n,
        all_came,
        all_n,
        reached_variance=variance,
        people_variance=variance,
        all_reached_variance=of_all,
        all_people_variance=of_all,
    )
    assert (p <= 0.05).mean() <= 0.06


def test_the_noise_of_a_country_weighs_on_what_is_left_of_it() -> None:
    """360 of 800 against 140 of the other 200: an error of 22 people on these is a tenth, on the area next to none."""
    p = p_below_others(360, 800, 500, 1000, all_reached_variance=400, all_people_variance=400)
    variance = 0.25 * (1 / 800 + 1 / 200) + (400 + 0.25 * 400) / 200**2
    assert p.tolist() == pytest.approx([norm.cdf(-0.25 / variance**0.5)])


def test_the_noise_of_an_area_moves_its_share_and_that_of_the_rest() -> None:
    """An error of 20 people of the area's 360 is one of 20 of the others' 140, the other way."""
    p = p_below_others(360, 800, 500, 1000, reached_variance=400, people_variance=400)
    variance = 0.25 * (1 / 800 + 1 / 200) + (400 + 0.25 * 400) * (1 / 800 + 1 / 200) ** 2
    assert p.tolist() == pytest.approx([norm.cdf(-0.25 / variance**0.5)])


def test_a_share_far_below_the_rest_is_told() -> None:
    p = p_below_others([10, 50, 50], [100, 100, 100], 110, 300)
    assert p[0] < 1e-6
    assert (p[1:] > 0.9).all()


def test_nobody_else_in_the_country_tells_nothing() -> None:
    assert np.isnan(p_below_others([10], [100], 10, 100)).all()


def test_odd_arguments_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        share_interval(1, 2, overdispersion=0.5)


def test_a_part_and_its_whole_share_their_noise() -> None:
    """600 of 1,000, each with a standard error of 30, and nobody else: limits are narrower than those of two noises
    that know nothing of each other."""
    noise = {"reached_variance": 900, "people_variance": 900}
    [share], [low], [high] = share_interval(600, 1000, **noise, rest_variance=0)
    _, [wide_low], [wide_high] = share_interval(600, 1000, **noise)
    assert share == 0.6 and wide_low < low < share < high < wide_high
    # of these people themselves there is no chance, only noise; without it the share is exact
    _, [low], [high] = share_interval(600, 1000, overdispersion=0)
    assert (low, high) == pytest.approx((0.6, 0.6))


def test_a_part_that_noise_lifts_over_its_whole_is_not_sure_to_be_all_of_it() -> None:
    [share], [low], [high] = share_interval(105, 100, reached_variance=16, people_variance=16, overdispersion=3.0)
    assert (share, high) == (1, 1) and 0.8 < low < 0.95


def test_noise_of_part_and_whole_goes_together_no_closer_than_both_can() -> None:
    """A release may know a whole from another table, and the part only as a sum of many, so that the error of those
    who are left does not follow from both: what was published of 523 among 959 girls in the demonstration."""
    noise = {"reached_variance": 143.5**2, "people_variance": 10.4**2}
    _, [low], [high] = share_interval(523, 959, **noise, rest_variance=45.2**2)
    least = 1.96 * (143.5 - 523 / 959 * 10.4) / 959
    assert low < 523 / 959 - 0.9 * least and high - low >= 2 * least
    # a part without noise has none in common with its whole
    known = share_interval(50, 100, people_variance=400, rest_variance=0)
    assert np.array(known) == pytest.approx(np.array(share_interval(50, 100, people_variance=400)))
