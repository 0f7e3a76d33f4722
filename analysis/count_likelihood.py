"""What a published count says of the rate of its area, and how much counts vary.

People are found in groups (a raid, a bus, a kiln), so counts vary more than those of people who are found one by one:
`overdispersion` is variance over mean, as in a quasi-Poisson model (McCullagh and Nelder 1989). The release's noise is
part of the likelihood, and a withheld count is known to lie below its threshold.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln, log_ndtr, logsumexp

__all__ = ["estimate_overdispersion", "likelihoods"]

Floats = NDArray[np.float64]

NODES = 161  # values of the log ratio at which the likelihood of each area is kept
LOWEST, HIGHEST = -7.0, 5.0  # of the log ratio: a thousandth and 148 times
UNLIKELY = 35.0  # log likelihood below the best one at which an area's values end
NOISE_NODES, NOISE_WEIGHTS = np.polynomial.hermite_e.hermegauss(15)
# where events vary less than half as much as the noise, both together are as good as Gaussian
GAUSSIAN_FROM = 0.5
LEAST_YEARS = 4  # fewer do not tell a trend from scatter
# people found in groups of three on average, whose sizes are by chance (geometric): variance over mean 2 × 3 - 1
GROUPS = 3
FACTOR_OF_GROUPS = 2.0 * GROUPS - 1
# standard error, as a share of it, with which years must tell such a factor: a convention. Three areas of a dozen noisy
# years have more, and in a quarter of worlds of groups they show no groups at all
MOST_ERROR = 0.3
# standard deviations of a count in such groups that the mean of an area must lie above what is withheld: a convention.
# Nearer, areas are shown in all years only where these scatter little: 4.6 was found where 5 was true
CLEAR_OF_THRESHOLD = 2.0
LEAST_MEAN = 0.5  # events a year below which an area does not tell how much its counts vary


def estimate_overdispersion(
    events: ArrayLike, *, noise_variance: ArrayLike | None = None, withheld_below: ArrayLike = 0.0
) -> float:
    """Return variance over mean of the counts of areas (rows) over years (columns), after each area's own trend.

    Areas with a withheld year are left out, and those whose mean is not clear of what is withheld (`withheld_below`,
    CLEAR_OF_THRESHOLD): they would be there because chance made their years alike. The noise's variance is taken off.
    At least 1. Pearson's estimate, areas weighted by what they tell (McCullagh and Nelder 1989, section 9.3). NaN when
    no area has LEAST_YEARS years, and when an estimate of FACTOR_OF_GROUPS or less rests on so few areas or so much
    noise that one of FACTOR_OF_GROUPS would have a standard error over MOST_ERROR of it.
    """
    counts = np.atleast_2d(np.asarray(events, dtype=float))
    noise = np.broadcast_to(0.0 if noise_variance is None else np.asarray(noise_variance, dtype=float), counts.shape)
    threshold = np.broadcast_to(np.asarray(withheld_below, dtype=float), counts.shape)
    average = counts.mean(axis=1, keepdims=True)
    reach = CLEAR_OF_THRESHOLD * np.sqrt(FACTOR_OF_GROUPS * np.maximum(average, 0) + noise)
    # missing where a year is
    kept = ((threshold <= 0) & ~np.isnan(average) | (average - reach > threshold)).all(axis=1)
    counts, noise = counts[kept], noise[kept]
    years = counts.shape[1]
    if years < LEAST_YEARS or not len(counts):
        return float("nan")
    design = np.column_stack([np.ones(years), np.linspace(-1, 1, years)])
    # a straight line: noisy counts may be negative, and over a dozen years it bends as little as a rate does
    hat = design @ np.linalg.pinv(design)
    residual = counts - counts @ hat
    free = 1 - np.diag(hat)
    means = counts.mean(axis=1, keepdims=True)
    told = means[:, 0] > LEAST_MEAN
    if not told.any():
        return float("nan")
    # not below a quarter of the area's mean: a year that is fitted near nobody would weigh more than all others
    fitted = np.maximum(counts @ hat, means / 4)[told]
    noise = noise[told]
    dispersion = 1.0
    for _ in range(20):
        variance = dispersion * fitted + noise
        weights = fitted / variance**2
        excess = residual[told] ** 2 - free * noise
        dispersion = max(1.0, float((weights * excess).sum() / (weights * free * fitted).sum()))
    told_by = (free * (fitted / (FACTOR_OF_GROUPS * fitted + noise)) ** 2).sum()
    is_told = 2 / told_by <= (MOST_ERROR * FACTOR_OF_GROUPS) ** 2
    return dispersion if is_told or dispersion > FACTOR_OF_GROUPS else float("nan")


def likelihoods(
    counts: Floats, expectation: Floats, noise: Floats, threshold: Floats, dispersion: float, centre: float
) -> tuple[Floats, Floats]:
    """The log ratios (areas × NODES) at which each area's likelihood is kept, and its log likelihood there.

    Years that are published are one count: with variance in proportion to the mean their sum tells all of them.
    """
    observed = ~np.isnan(counts)
    total = np.where(observed, counts, 0).sum(axis=1)
    among = (expectation * observed).sum(axis=1)
    spread = (noise * observed).sum(axis=1)

    def of(log_ratio: Floats) -> Floats:
        ratio = np.exp(log_ratio)
        with np.errstate(divide="ignore"):
            result = np.where(
                (among > 0)[:, None],
                _count_likelihood(total[:, None], among[:, None] * ratio, spread[:, None], dispersion),
                0.0,
            )
            for year in range(counts.shape[1]):
                hidden = np.flatnonzero(~observed[:, year] & (expectation[:, year] > 0))
                mean = expectation[hidden, year, None] * ratio[hidden]
                deviation = np.sqrt(dispersion * mean + noise[hidden, year, None])
                # whole numbers below the threshold: half a person less
                result[hidden] += log_ndtr((threshold[hidden, year, None] - 0.5 - mean) / deviation)
        return result

    wide = np.broadcast_to(np.linspace(LOWEST, HIGHEST, 4 * NODES) + centre, (len(counts), 4 * NODES))
    coarse = of(wide)
    # a peak narrower than the wide grid is found from the count itself
    with np.errstate(divide="ignore", invalid="ignore"):
        peak = np.log(np.maximum(total, 0.5) / among)
        deviation = np.sqrt(dispersion / np.maximum(total, 1) + spread / np.maximum(total, 1) ** 2)
    is_narrow = observed.all(axis=1) & (among > 0) & (deviation < 0.1)
    is_likely = coarse > coarse.max(axis=1, keepdims=True) - UNLIKELY
    first = wide[0, np.maximum(is_likely.argmax(axis=1) - 1, 0)]
    last = wide[0, np.minimum(wide.shape[1] - is_likely[:, ::-1].argmax(axis=1), wide.shape[1] - 1)]
    first = np.where(is_narrow, peak - 9 * deviation, first)
    last = np.where(is_narrow, peak + 9 * deviation, last)
    log_ratio = first[:, None] + (last - first)[:, None] * np.linspace(0, 1, NODES)
    values = of(log_ratio)
    return log_ratio, values - values.max(axis=1, keepdims=True)


def _count_likelihood(count: Floats, mean: Floats, noise: Floats, dispersion: float) -> Floats:
    """The log likelihood of a noisy count: of people in groups (variance dispersion × mean) plus Gaussian noise."""
    variance = dispersion * np.maximum(mean, 1e-12) + noise
    gaussian: Floats = -0.5 * ((count - mean) ** 2 / variance + np.log(variance))
    deviation = np.sqrt(noise)
    people = count[..., None] - deviation[..., None] * NOISE_NODES
    scaled, scaled_mean = people / dispersion, mean[..., None] / dispersion
    with np.errstate(invalid="ignore", divide="ignore"):
        of_people = scaled * np.log(scaled_mean) - scaled_mean - gammaln(np.maximum(scaled, 0) + 1) - np.log(dispersion)
    of_people = np.where(scaled >= 0, of_people, -np.inf)
    with np.errstate(divide="ignore"):
        grouped = logsumexp(of_people, b=NOISE_WEIGHTS / NOISE_WEIGHTS.sum(), axis=-1)
    alone = noise <= 0
    use_groups = alone | (dispersion * mean > GAUSSIAN_FROM * noise)
    # where all nodes of the noise lie below nobody, the Gaussian still says how far off a mean is
    use_groups &= np.isfinite(grouped)
    result: Floats = np.where(use_groups, grouped, gaussian - 0.5 * np.log(2 * np.pi))
    return result
