"""Rates per 100,000 with their uncertainty: intervals, smoothing, funnel limits, standardisation.

Protection noise. A public release adds noise of known variance to every count. All intervals here carry it by one rule,
the method of variance estimates recovery (Zou and Donner 2008, Statistics in Medicine 27): the distance from the
estimate to the limit that chance alone gives, and the normal distance of the noise, are added as squares. Without noise
the published limits are left as they are.

Groups. People are found in groups, so the variance of a count is `overdispersion` times its mean (quasi-Poisson:
McCullagh and Nelder 1989, section 9.2). The limits are those of so many times fewer independent events, scaled back.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm, poisson

__all__ = [
    "direct_standardisation",
    "empirical_bayes",
    "funnel_limits",
    "group_rates",
    "is_unreliable",
    "rate_interval",
    "reporting_against_others",
    "standardised_rates",
]

Floats = NDArray[np.float64]

FEWEST_FOR_BYAR = 10
FEWEST_RELIABLE = 20
LARGEST_RELATIVE_ERROR = 0.30
FAR_ABOVE = 1.5


def rate_interval(
    events: ArrayLike,
    population: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    noise_variance: ArrayLike | None = None,
    overdispersion: float = 1.0,
) -> tuple[Floats, Floats, Floats]:
    """Rate, lower and upper limit per `per` people, each an array of the shape that the arguments broadcast to.

    events: count in each group; may be fractional, and negative where `noise_variance` is given (the rate is then 0).
    population: people in each group. Where it is zero or missing, or the count is missing, all three are missing.
    noise_variance: variance of the protection noise in each count. overdispersion: variance over mean of the events.

    Exact Poisson limits (Garwood 1936, Biometrika 28) below 10 events, Byar's approximation from 10 (Breslow and Day
    1987, IARC 82), widened for noise as the module says. The population is taken as known.
    Raises ValueError for negative counts without noise, negative populations or variances, odd confidence, and an
    overdispersion below 1.
    """
    events, population, noise = _counts(events, population, noise_variance)
    if not overdispersion >= 1:
        raise ValueError(f"Overdispersion is variance over mean, at least 1, not {overdispersion}.")
    if not 0 < confidence < 1:
        raise ValueError(f"Confidence lies between 0 and 1, for example 0.95, not {confidence}.")
    z = norm.ppf((1 + confidence) / 2)
    at_least_zero = np.maximum(events, 0)
    fewest, most = _poisson_limits(at_least_zero / overdispersion, confidence)
    lower, upper = _widen(events, overdispersion * fewest, overdispersion * most, at_least_zero, z, noise)
    # A count far below zero must not end in the certainty that there is nobody.
    upper = np.where(noise > 0, np.maximum(upper, 0.5), upper)
    scale = per / np.where(population > 0, population, np.nan)
    return at_least_zero * scale, lower * scale, upper * scale


def empirical_bayes(events: ArrayLike, population: ArrayLike, *, noise_variance: ArrayLike | None = None) -> Floats:
    """Rate per person in each area, drawn towards the overall rate as far as its own count is weak.

    Marshall (1991), Applied Statistics 40, global estimator; a negative variance between areas is set to zero, and all
    areas then have the overall rate. Protection noise adds noise_variance / population² to an area's sampling variance.
    Missing where the count or the population is missing or the population is zero; such areas do not enter the overall
    rate. Raises ValueError for negative counts without noise, and when no area has people.
    """
    events, population, noise = _counts(events, population, noise_variance)
    overall, between, within = _prior(events, population, noise)
    known = population > 0
    rate = np.maximum(events, 0) / np.where(known, population, np.nan)
    total = between + within
    # No variance at all, such as no events anywhere, leaves nothing to weigh: everybody has the overall rate.
    weight = np.divide(between, total, out=np.zeros_like(total), where=total > 0)
    return weight * rate + (1 - weight) * overall


def standardised_rates(events: ArrayLike, population: ArrayLike, *, noise_variance: ArrayLike | None = None) -> Floats:
    """Deviation of each area's rate from the overall rate, over its own standard deviation.

    Assunção and Reis (1999), Statistics in Medicine 18: what to test for spatial pattern, because raw rates of small
    populations vary more. Their rule that an area whose variance would be negative falls back on its sampling variance
    is kept. Missing values, noise and errors as in `empirical_bayes`.
    """
    events, population, noise = _counts(events, population, noise_variance)
    overall, between, within = _prior(events, population, noise, clamp=False)
    variance = np.where(between + within > 0, between + within, within)
    deviation = events / np.where(population > 0, population, np.nan) - overall
    return np.divide(deviation, np.sqrt(variance), out=deviation * 0, where=variance > 0)


def funnel_limits(
    events: ArrayLike,
    population: ArrayLike,
    *,
    per: float = 100_000,
    noise_variance: ArrayLike | None = None,
    overdispersion: float = 1.0,
    target: float | None = None,
) -> pd.DataFrame:
    """Where an area's rate would lie by chance if it shared the overall rate.

    target: the rate per person to compare with, by default the overall rate of these areas. Give it where areas are
    left out because they are small or withheld: the rate of those that are left is then no centre.
    One row an area: `rate`, `target`, `lower_95`, `upper_95`, `lower_998`, `upper_998`, all per
    `per` people, and `beyond`: "" inside, "95" or "99.8" for the wider of the limits that the rate is outside of.

    Exact Poisson limits, interpolated between counts (Spiegelhalter 2005, Statistics in Medicine 24, appendix A.1),
    widened for noise as the module says. Missing values and errors as in `empirical_bayes`.
    """
    events, population, noise = _counts(events, population, noise_variance)
    overall = _prior(events, population, noise)[0] if target is None else target
    people = np.where(population > 0, population, np.nan)
    expected = overall * people
    at_least_zero = np.maximum(events, 0)
    frame = pd.DataFrame({"rate": at_least_zero / people * per, "target": overall * per})
    beyond = np.full(len(frame), "", dtype=object)
    for name, confidence in (("95", 0.95), ("998", 0.998)):
        tail = (1 - confidence) / 2
        fewest, most = (
            overdispersion * _interpolated_quantile(share, expected / overdispersion) for share in (tail, 1 - tail)
        )
        lower, upper = _widen(expected, fewest, most, expected, norm.ppf(1 - tail), noise)
        frame[f"lower_{name}"], frame[f"upper_{name}"] = lower / people * per, upper / people * per
        beyond[(at_least_zero < lower) | (at_least_zero > upper)] = "99.8" if name == "998" else name
    frame["beyond"] = beyond
    return frame


def direct_standardisation(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    noise_variance: ArrayLike | None = None,
) -> tuple[Floats, Floats, Floats]:
    """Rate that each area would have with the standard population's mix of age and sex, lower and upper limit.

    events, population, noise_variance: the last axis runs over strata (each sex and age band); any axes before it are
    areas, and the results have their shape. standard: people of the standard population in each stratum.
    Limits by Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, on the limits of `rate_interval`
    for the total count, widened for noise as the module says. Missing where a stratum's count is missing, or where the
    standard has people and the area has none. Raises ValueError as `rate_interval`, and for an empty standard.
    """
    events, population, noise = _counts(events, population, noise_variance)
    standard = np.asarray(standard, dtype=float)
    if not (np.isfinite(standard).all() and (standard >= 0).all() and standard.sum() > 0):
        raise ValueError("The standard population needs a number from zero up in each stratum, and people in one.")
    events = np.where(standard > 0, events, 0.0)
    share = np.where(standard > 0, standard / standard.sum() / np.where(population > 0, population, np.nan), 0.0)
    observed = np.maximum(events.sum(axis=-1), 0)
    rate = (share * events).sum(axis=-1)
    lower, upper = _poisson_limits(observed, confidence)
    # With no events at all there is no variance to scale by; the heaviest stratum bounds it (Fay and Feuer 1997).
    variance = (share**2 * np.maximum(events, 0)).sum(axis=-1)
    scale = np.where(observed > 0, np.sqrt(variance / np.maximum(observed, 1e-12)), share.max(axis=-1))
    limits = rate + scale * (lower - observed), rate + scale * (upper - observed)
    z = norm.ppf((1 + confidence) / 2)
    lower, upper = _widen(rate, *limits, rate, z, (share**2 * noise).sum(axis=-1))
    return np.maximum(rate, 0) * per, lower * per, upper * per


def is_unreliable(events: ArrayLike, *, noise_variance: ArrayLike | None = None) -> NDArray[np.bool_]:
    """Whether a count is too weak for a rate: fewer than 20 events, or a relative standard error over 30 %.

    The first is the rule of the US National Center for Health Statistics for vital statistics; the second counts the
    protection noise as well. A missing count is unreliable.
    """
    events, _, noise = _counts(events, 1.0, noise_variance)
    error = np.sqrt(np.maximum(events, 0) + noise)
    return ~((events >= FEWEST_RELIABLE) & (error <= LARGEST_RELATIVE_ERROR * events))


def reporting_against_others(
    received: ArrayLike, due: ArrayLike, person_years: ArrayLike, group: Sequence[str]
) -> pd.DataFrame:
    """How much is reported from each area, against the others of its group.

    received, due: reports that came and that were to come from its sites, 0 where there is no site, missing where it is
    not known. group: only areas of one group are compared, each with all others of it together, two at least.

    One row an area: `reports_ratio` (reports received per person, against the others), `complete_ratio` (share received
    of those due, against the others), missing where one side is not known; `has_more_reports` (one of the ratios is 1.5
    or more), `has_fewer_reports` (one is 1 / 1.5 or less), both False where nothing is known.
    The factor is a convention, as such lines are: a rate that is 1.5 times another with 1.5 times the reports is as
    many people a report. It is a reason to look, no test.
    """
    came, asked, people = (np.asarray(array, dtype=float) for array in (received, due, person_years))
    reports, complete = _against_others(came, people, group), _against_others(came, asked, group)
    return pd.DataFrame(
        {
            "reports_ratio": reports,
            "complete_ratio": complete,
            "has_more_reports": np.fmax(reports, complete) >= FAR_ABOVE,
            "has_fewer_reports": np.fmin(reports, complete) <= 1 / FAR_ABOVE,
        }
    )


def _against_others(events: Floats, size: Floats, group: Sequence[str]) -> Floats:
    """events / size of each area, over that of all other areas of its group for which both are known."""
    known = np.isfinite(events) & (size > 0)
    parts = pd.DataFrame({"events": np.where(known, events, 0), "size": np.where(known, size, 0), "areas": known * 1.0})
    others = parts.groupby(np.asarray(group)).transform("sum") - parts
    comparable = known & (others["areas"] >= 2).to_numpy() & (others["events"] > 0).to_numpy()
    rate = np.divide(events, size, out=np.full(len(events), np.nan), where=comparable)
    ratio: Floats = rate / np.divide(others["events"], others["size"], out=np.ones(len(events)), where=comparable)
    return ratio


def group_rates(
    counts: pd.DataFrame,
    population: pd.DataFrame,
    by: Sequence[str],
    *,
    per: float = 100_000,
    confidence: float = 0.95,
    overdispersion: float = 1.0,
) -> pd.DataFrame:
    """Rates by, for example, sex and age band, each over the people of the same sex and age band (SDG 16.2.2).

    counts: columns `by`, `count` and optionally `noise_variance`; population: columns `by` and `population`; both may
    be finer than `by` and are added up. One row a group of `counts`: `by`, `count`, `noise_variance`, `population`,
    `rate`, `lower`, `upper`, `unreliable`. A group that holds a missing count is missing; a group without a population
    ("unknown" sex) has no rate. overdispersion: variance over mean. Raises ValueError when a column is missing.
    """
    by = list(by)
    for frame, title, column in ((counts, "counts", "count"), (population, "population", "population")):
        if absent := [name for name in [*by, column] if name not in frame.columns]:
            raise ValueError(f"The {title} lack the column {', '.join(absent)}.")
    events = counts.assign(noise_variance=counts.get("noise_variance", 0.0))
    groups = events.groupby(by, dropna=False)[["count", "noise_variance"]].sum(min_count=1)
    # A withheld part makes the total unknown, not smaller.
    groups[events["count"].isna().groupby([events[name] for name in by], dropna=False).any()] = np.nan
    people = population.groupby(by, dropna=False)["population"].sum()
    rates = groups.join(people, how="left").reset_index()
    rates["rate"], rates["lower"], rates["upper"] = rate_interval(
        rates["count"],
        rates["population"],
        per=per,
        confidence=confidence,
        noise_variance=rates["noise_variance"],
        overdispersion=overdispersion,
    )
    rates["unreliable"] = is_unreliable(rates["count"], noise_variance=rates["noise_variance"])
    return rates


def _counts(
    events: ArrayLike, population: ArrayLike, noise_variance: ArrayLike | None
) -> tuple[Floats, Floats, Floats]:
    noise = 0.0 if noise_variance is None else noise_variance
    arrays = [np.asarray(array, dtype=float) for array in (events, population, noise)]
    try:
        counted, people, variance = (array.copy() for array in np.broadcast_arrays(*arrays))
    except ValueError:
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise ValueError(f"Counts, populations and noise variances do not fit together: {shapes}.") from None
    if noise_variance is None and (counted < 0).any():
        raise ValueError("Counts are negative: give noise_variance if they carry protection noise, or correct them.")
    if (people < 0).any() or (variance < 0).any():
        raise ValueError("Populations and noise variances cannot be negative.")
    return counted, people, variance


def _poisson_limits(events: Floats, confidence: float) -> tuple[Floats, Floats]:
    tail, z = (1 - confidence) / 2, norm.ppf((1 + confidence) / 2)
    many, above = np.maximum(events, 1), events + 1
    exact_lower = np.where(events > 0, chi2.ppf(tail, 2 * np.where(events > 0, events, 1)) / 2, events)
    exact_upper = chi2.ppf(1 - tail, 2 * above) / 2
    byar_lower = many * (1 - 1 / (9 * many) - z / (3 * np.sqrt(many))) ** 3
    byar_upper = above * (1 - 1 / (9 * above) + z / (3 * np.sqrt(above))) ** 3
    few = events < FEWEST_FOR_BYAR
    return np.where(few, exact_lower, byar_lower), np.where(few, exact_upper, byar_upper)


def _widen(
    centre: Floats, lower: Floats, upper: Floats, chance_centre: Floats, z: float, noise: Floats
) -> tuple[Floats, Floats]:
    """`lower` and `upper` belong to `chance_centre`; the noise moves the estimate to `centre`, even below zero."""
    down = np.hypot(chance_centre - lower, z * np.sqrt(noise))
    up = np.hypot(upper - chance_centre, z * np.sqrt(noise))
    return np.maximum(centre - down, 0), np.maximum(centre + up, 0)


def _prior(events: Floats, population: Floats, noise: Floats, clamp: bool = True) -> tuple[float, float, Floats]:
    """Overall rate, variance between areas, and each area's sampling variance (missing without people)."""
    known = (population > 0) & np.isfinite(events + noise)
    if not known.any():
        raise ValueError("No area has both a count and people: there is no overall rate.")
    people, all_people = population[known], population[known].sum()
    overall = max(events[known].sum() / all_people, 0.0)
    safe = np.where(population > 0, population, np.nan)
    within = overall / safe + noise / safe**2
    observed = (people * (events[known] / people - overall) ** 2).sum() / all_people
    between = observed - (people * within[known]).sum() / all_people
    return overall, float(max(between, 0.0) if clamp else between), within


def _interpolated_quantile(probability: float, mean: Floats) -> Floats:
    count = poisson.ppf(probability, mean)
    reached = poisson.cdf(count, mean)
    quantile: Floats = np.maximum(count - (reached - probability) / poisson.pmf(count, mean), 0)
    return quantile
