"""Shares of people: how sure each is, and which lie below the share of the others of their group.

People are found and helped in groups, so the number who came on varies `overdispersion` times as much as that of people
who come one by one; and both numbers of a share carry the noise of the release.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm

Floats = NDArray[np.float64]


def share_interval(
    reached: ArrayLike,
    people: ArrayLike,
    *,
    reached_variance: ArrayLike = 0.0,
    people_variance: ArrayLike = 0.0,
    rest_variance: ArrayLike | None = None,
    overdispersion: float = 1.0,
) -> tuple[Floats, Floats, Floats]:
    """Share, lower and upper 95 % limit of `reached` among `people`, arrays; missing where either is, or nobody is.

    The shares p that the numbers do not contradict: (reached - people p)² ≤ z² (overdispersion people p (1 - p) +
    reached_variance - 2 covariance p + people_variance p²). Without noise and overdispersion these are Wilson's limits
    (1927, JASA 22); 0 of 12 gives 0 to 24 %. rest_variance: of the noise of people - reached, which says how the noises
    of the two go together; without it they are taken as independent, and limits are too wide where they are not. An
    overdispersion of 0 is for a share that says nothing of other people: noise alone.
    Raises ValueError for an overdispersion below 1.
    """
    _check(overdispersion or 1.0)
    alone = np.add(reached_variance, people_variance)
    x, n, noise_x, noise_n, noise_rest = _arrays(
        reached, people, reached_variance, people_variance, alone if rest_variance is None else rest_variance
    )
    x = np.clip(x, 0, np.maximum(n, 0))  # noise may lift a part over its whole
    covariance = noise_together(noise_x, noise_n, noise_rest)
    z = norm.ppf(0.975) ** 2
    # p² a - 2 p b + c ≤ 0
    a = n * n + z * (overdispersion * n - noise_n)
    b = x * n + z * (overdispersion * n / 2 - covariance)
    c = x * x - z * noise_x
    with np.errstate(invalid="ignore", divide="ignore"):
        root = np.sqrt(np.maximum(b * b - a * c, 0))
        lower, upper = (b - root) / a, (b + root) / a
        share = x / n
    told = a > 0  # the noise of few people can leave every share possible
    lower = np.where(told, np.clip(lower, 0, 1), 0.0)
    upper = np.where(told, np.clip(upper, 0, 1), 1.0)
    missing = ~(n > 0) | np.isnan(x)
    for values in (share, lower, upper):
        values[missing] = np.nan
    return share, np.minimum(lower, share), np.maximum(upper, share)


def p_below_others(
    reached: ArrayLike,
    people: ArrayLike,
    all_reached: ArrayLike,
    all_people: ArrayLike,
    *,
    reached_variance: ArrayLike = 0.0,
    people_variance: ArrayLike = 0.0,
    all_reached_variance: ArrayLike = 0.0,
    all_people_variance: ArrayLike = 0.0,
    overdispersion: float = 1.0,
) -> Floats:
    """One-sided p-value of each area: is its share below that of the rest of its country?

    all_reached, all_people: of the whole country, the area among it, in each row. Score test of two shares with their
    common value in the variance (Miettinen and Nurminen 1985, Statistics in Medicine 4), widened for overdispersion and
    for the noise of all four numbers: a country's total has a noise of its own, no sum of its areas', and the two are
    taken as independent. Missing where a number is, or where nobody else is in the country.
    """
    _check(overdispersion)
    x, n, noise_x, noise_n, all_x, all_n, noise_all_x, noise_all_n = _arrays(
        reached,
        people,
        reached_variance,
        people_variance,
        all_reached,
        all_people,
        all_reached_variance,
        all_people_variance,
    )
    rest_x, rest_n = np.maximum(all_x - x, 0), all_n - n
    known = (n > 0) & (rest_n > 0) & np.isfinite(x) & np.isfinite(rest_x)
    n, rest_n = np.where(known, n, np.nan), np.where(known, rest_n, np.nan)
    common = np.clip(np.divide(all_x, all_n, out=np.full(len(all_n), np.nan), where=known), 0, 1)
    chance = overdispersion * common * (1 - common) * (1 / n + 1 / rest_n)
    # the area's noise is in both shares, with opposite signs: what lifts the area lowers the rest
    noise = (noise_x + common**2 * noise_n) * (1 / n + 1 / rest_n) ** 2
    noise_of_all = (noise_all_x + common**2 * noise_all_n) / rest_n**2
    error = np.sqrt(chance + noise + noise_of_all)
    difference = np.clip(x / n, 0, 1) - np.clip(rest_x / rest_n, 0, 1)
    z = np.divide(difference, error, out=np.where(known, 0.0, np.nan), where=error > 0)
    p: Floats = norm.cdf(z)
    return p


def noise_together(part: ArrayLike, whole: ArrayLike, rest: ArrayLike) -> Floats:
    """The covariance of the noise of a part and its whole, from the variances of both and of whole - part.

    A release may know each of the three from another table, and then the third does not follow from the others: what it
    says goes no further than both can go together.
    """
    part, whole = np.asarray(part, dtype=float), np.asarray(whole, dtype=float)
    most = np.sqrt(part * whole)
    together: Floats = np.clip((part + whole - np.asarray(rest, dtype=float)) / 2, -most, most)
    return together


def _check(overdispersion: float) -> None:
    if not overdispersion >= 1:
        raise ValueError(f"Overdispersion is variance over mean, at least 1, not {overdispersion}.")


def _arrays(*values: ArrayLike) -> list[Floats]:
    made = np.broadcast_arrays(*(np.atleast_1d(np.asarray(value, dtype=float)) for value in values))
    return [np.array(array) for array in made]
