"""How high is the rate of each area, and how sure is that: a Bayesian disease-mapping model of counts.

The log of an area's rate ratio is the sum of a mean, a part of its country, a part shared with its neighbours and a
part of its own (BYM2: Riebler, Sørbye, Simpson and Rue 2016, scaled as by Sørbye and Rue 2014, areas without neighbours
as by Freni-Sterrantino, Ventrucci and Rue 2018); a few areas may stand far outside of all that, so that one hot area in
a flat world is not smoothed away. What a count says of its area is in `count_likelihood`.

Fitted by expectation propagation (Minka 2001; Rasmussen and Williams 2006, section 3.6) over a grid of the few
hyperparameters, in numpy: the same input and seed give the same result.

It sees detected people. An area that looks harder finds more, and no model of counts can tell that apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import logsumexp, ndtr

from analysis.count_likelihood import estimate_overdispersion, likelihoods

__all__ = ["Fit", "fit"]

Floats = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]] | NDArray[np.int64]

# the grid of hyperparameters and their priors
SIGMA = np.geomspace(0.05, 1.8, 7)  # standard deviation of the log rate ratio between areas, inside a country
PHI = np.array([0.15, 0.5, 0.85])  # which share of its variance neighbours have in common
COUNTRY = np.array([0.3, 0.8, 1.8])  # standard deviation between countries
SIGMA_SCALE = COUNTRY_SCALE = 1.0  # of their half-normal priors
MEAN_DEVIATION = 1.0  # of the prior of the mean around the ratio of all events to all expected ones

OUTLIERS, OUTLIER_DEVIATION = 0.02, 0.7  # which share of areas stand outside, and how far (in log ratio)
SWEEPS, STILL, DAMPING = 40, 1e-3, 0.8
NEGLIGIBLE = 7.0  # log weight below the best one at which a point of the grid is dropped
SAMPLES = 4000


@dataclass(frozen=True)
class Fit:
    """Arrays hold one number an area, in the order of the events.

    rate_ratio: posterior median of the true rate over the expected one; lower, upper: 95 % credible limits. rank: the
    median rank, 1 the highest; rank_lower, rank_upper: its 95 % limits. overdispersion: variance over mean that was
    used. warnings: sentences on what the data could not tell.
    """

    rate_ratio: Floats
    lower: Floats
    upper: Floats
    rank: Floats
    rank_lower: Floats
    rank_upper: Floats
    overdispersion: float
    warnings: tuple[str, ...]
    _ratios: Floats  # joint draws, samples × areas
    reference: Floats  # what a draw's ratios are compared with: those of their countries, or 1

    def exceeds(self, factor: float | Floats) -> Floats:
        """Return the posterior probability that each area's rate ratio is above `factor` times its country's.

        The country's is that of all its areas together, the area among them; times 1 where no countries were given.
        """
        return np.asarray((self._ratios > factor * self.reference).mean(axis=0))

    def exceeded(self, probability: float) -> Floats:
        """Return how many times its country's each area's rate ratio is, or more, with this probability."""
        return np.asarray(np.quantile(self._ratios / self.reference, 1 - probability, axis=0))

    def rank_limits(self, among: NDArray[np.bool_]) -> tuple[Floats, Floats]:
        """Return rank_lower and rank_upper among some of the areas (a Boolean an area), for all of these at once."""
        limits = np.full((2, len(among)), np.nan)
        if among.any():
            limits[:, among] = _joint_limits(_ranks(self._ratios[:, among]))
        return limits[0], limits[1]


def fit(
    events: ArrayLike,
    expected: ArrayLike,
    neighbours: Pairs,
    *,
    country: ArrayLike | None = None,
    noise_variance: ArrayLike | None = None,
    withheld_below: ArrayLike | None = None,
    overdispersion: float | None = None,
    seed: int = 0,
) -> Fit:
    """Fit the model.

    events, expected, noise_variance: one number an area, or areas × years. Noisy counts go in as they are: raw, not set
    to 0 where they are negative. NaN in events: withheld, known only to lie below `withheld_below` (a number, or one
    for each event). An area that expects nobody says nothing, and is estimated from the others.
    neighbours: pairs of row positions, in both directions. country: one number an area.
    overdispersion: variance over mean; by default estimated from the years, and 1 where there are too few.
    Raises ValueError for shapes that do not fit, expected numbers that are not positive, and withheld events without a
    threshold.
    """
    counts, expectation, noise, threshold = _inputs(events, expected, noise_variance, withheld_below)
    areas = len(counts)
    warnings = []
    if overdispersion is None:
        overdispersion = estimate_overdispersion(counts, noise_variance=noise)
        if np.isnan(overdispersion):
            overdispersion = 1.0
            warnings.append("Too few years to tell how much counts vary: limits assume that people are found alone.")
    if overdispersion < 1:
        raise ValueError("overdispersion is variance over mean, at least 1")
    if areas == 0:
        none, empty = np.zeros(0), np.zeros((SAMPLES, 0))
        return Fit(none, none, none, none, none, none, overdispersion, tuple(warnings), empty, empty)
    if np.isnan(counts).all():
        warnings.append("Every count is withheld: nothing is known but that they are small.")

    observed = ~np.isnan(counts)
    whole = np.where(observed, counts, 0).sum()
    centre = float(np.log(max(whole, 1) / max((expectation * observed).sum(), 1e-300))) if observed.any() else 0.0
    log_ratio, likelihood = likelihoods(counts, expectation, noise, threshold, overdispersion, centre)
    groups = (
        np.zeros(areas, dtype=np.int64) if country is None else np.unique(np.asarray(country), return_inverse=True)[1]
    )
    if len(groups) != areas:
        raise ValueError("country needs one number an area")
    covariances, prior = _grid(areas, np.asarray(neighbours, dtype=np.int64).reshape(-1, 2), groups)
    posterior = _propagate(covariances, prior, log_ratio - centre, likelihood)
    draws, limits = _draw(posterior, log_ratio - centre, likelihood, np.random.default_rng(seed))
    ratios = np.exp(draws + centre)
    lower, middle, upper = np.exp(limits + centre)
    reference = np.ones_like(ratios)
    if country is not None:
        weights = expectation.sum(axis=1)
        for group in np.unique(groups):
            inside = groups == group
            shares = weights[inside] if weights[inside].any() else None
            reference[:, inside] = np.average(ratios[:, inside], axis=1, weights=shares)[:, None]
    ranks = _ranks(ratios)
    rank = np.median(ranks, axis=0)
    rank_lower, rank_upper = _joint_limits(ranks)
    return Fit(middle, lower, upper, rank, rank_lower, rank_upper, overdispersion, tuple(warnings), ratios, reference)


def _ranks(ratios: Floats) -> NDArray[np.intp]:
    """The rank of each area in each draw (samples × areas), 1 the highest."""
    return (-ratios).argsort(axis=1).argsort(axis=1) + 1


def _joint_limits(ranks: NDArray[np.intp], share: float = 0.95) -> tuple[Floats, Floats]:
    """Limits within which the ranks of all areas lie together in `share` of the draws (samples × areas).

    Limits of one area at a time would leave the true first out of its own as often as not among near equals."""
    samples, areas = ranks.shape
    which = np.arange(areas)
    times = np.bincount((which * (areas + 1) + ranks).ravel(), minlength=areas * (areas + 1)).reshape(areas, areas + 1)
    at_most = times.cumsum(axis=1) / samples
    depth = np.minimum(at_most[which, ranks], 1 - at_most[which, ranks - 1])
    kept = depth >= np.quantile(depth.min(axis=1), 1 - share)
    return np.where(kept, ranks, areas + 1).min(axis=0).astype(float), np.where(kept, ranks, 0).max(axis=0).astype(
        float
    )


def _inputs(
    events: ArrayLike, expected: ArrayLike, noise_variance: ArrayLike | None, withheld_below: ArrayLike | None
) -> tuple[Floats, Floats, Floats, Floats]:
    """Everything as areas × years, with numbers that are checked."""
    counts = np.asarray(events, dtype=float)
    if counts.ndim not in (1, 2):
        raise ValueError("events are one number an area, or areas × years")
    counts = counts[:, None] if counts.ndim == 1 else counts

    def like_counts(values: ArrayLike, name: str) -> Floats:
        array = np.asarray(values, dtype=float)
        array = array[:, None] if array.ndim == 1 else array
        try:
            return np.broadcast_to(array, counts.shape).astype(float)
        except ValueError:
            raise ValueError(f"{name} has the shape {np.shape(values)}, events {np.shape(events)}") from None

    expectation = like_counts(expected, "expected")
    if np.isnan(expectation).any() or (expectation < 0).any() or np.isinf(expectation).any():
        raise ValueError("expected numbers are 0 or more")
    noise = like_counts(0.0 if noise_variance is None else noise_variance, "noise_variance")
    threshold = like_counts(np.nan if withheld_below is None else withheld_below, "withheld_below")
    if (np.isnan(counts) & np.isnan(threshold) & (expectation > 0)).any():
        raise ValueError("events are missing: say below which number they are withheld (withheld_below)")
    return counts, expectation, noise, threshold


def _grid(areas: int, pairs: NDArray[np.int64], groups: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The prior covariance of the log ratios at each point of the grid, and the log prior of the point."""
    shared = _scaled_neighbourhood(areas, pairs)
    same = (groups[:, None] == groups[None, :]).astype(float)
    several = len(np.unique(groups)) > 1
    covariances, prior = [], []
    for between in COUNTRY if several else COUNTRY[:1] * 0:
        for sigma in SIGMA:
            for phi in PHI:
                own = sigma**2 * (phi * shared + (1 - phi) * np.eye(areas))
                covariances.append(MEAN_DEVIATION**2 + between**2 * same + own)
                # points of sigma lie evenly in its logarithm
                prior.append(-0.5 * (sigma / SIGMA_SCALE) ** 2 + np.log(sigma) - 0.5 * (between / COUNTRY_SCALE) ** 2)
    return np.array(covariances), np.array(prior)


def _scaled_neighbourhood(areas: int, pairs: NDArray[np.int64]) -> Floats:
    """The covariance of the part that neighbours share: typical variance 1 in each connected part, 1 for islands."""
    adjacency = np.zeros((areas, areas))
    if len(pairs):
        adjacency[pairs[:, 0], pairs[:, 1]] = adjacency[pairs[:, 1], pairs[:, 0]] = 1
    np.fill_diagonal(adjacency, 0)
    covariance = np.zeros((areas, areas))
    left = set(range(areas))
    while left:
        part, fringe = set(), {left.pop()}
        while fringe:
            part |= fringe
            fringe = {int(j) for i in fringe for j in np.flatnonzero(adjacency[i])} - part
        left -= part
        rows = np.array(sorted(part))
        inside = adjacency[np.ix_(rows, rows)]
        block = np.linalg.pinv(np.diag(inside.sum(axis=1)) - inside, hermitian=True) if len(rows) > 1 else np.eye(1)
        covariance[np.ix_(rows, rows)] = block / np.exp(np.log(np.diag(block)).mean())
    return covariance


@dataclass(frozen=True)
class _Posterior:
    """At each point of the grid that matters: its weight, the Gaussian of all areas, and each area's cavity."""

    weights: Floats
    means: Floats
    covariances: Floats
    cavity_means: Floats
    cavity_variances: Floats


def _propagate(covariances: Floats, prior: Floats, log_ratio: Floats, likelihood: Floats) -> _Posterior:
    """Expectation propagation at every point of the grid at once; points without weight are dropped on the way."""
    points, areas = covariances.shape[:2]
    precision, shift = np.full((points, areas), 1e-2), np.zeros((points, areas))
    evidence = prior
    for sweep in range(SWEEPS):
        means, posterior, log_determinant = _gaussian(covariances, precision, shift)
        variances = np.diagonal(posterior, axis1=1, axis2=2)
        cavity_precision = np.maximum(1 / variances - precision, 1e-6)
        cavity_variances = 1 / cavity_precision
        cavity_means = cavity_variances * (means / variances - shift)
        log_mass, tilted_means, tilted_variances = _tilted(cavity_means, cavity_variances, log_ratio, likelihood)
        together = cavity_precision + precision
        sites = 0.5 * (
            (cavity_means * cavity_precision + shift) ** 2 / together
            - cavity_means**2 * cavity_precision
            - np.log(together / cavity_precision)
        )
        evidence = prior + (log_mass - sites).sum(axis=1) + 0.5 * ((shift * means).sum(axis=1) - log_determinant)
        wanted = np.maximum(1 / tilted_variances - cavity_precision, 1e-6)
        change = np.abs(tilted_means - means).max() / np.sqrt(variances.max())
        if change < STILL and sweep > 2:
            break
        step = DAMPING if sweep else 1.0
        precision = (1 - step) * precision + step * wanted
        shift = (1 - step) * shift + step * (
            tilted_means * (wanted + cavity_precision) - cavity_means * cavity_precision
        )
        if sweep in (2, 5):
            kept = evidence > evidence.max() - (2 * NEGLIGIBLE if sweep == 2 else NEGLIGIBLE)
            covariances, prior, precision, shift = covariances[kept], prior[kept], precision[kept], shift[kept]
    weights = np.exp(evidence - evidence.max())
    return _Posterior(weights / weights.sum(), means, posterior, cavity_means, cavity_variances)


def _gaussian(covariances: Floats, precision: Floats, shift: Floats) -> tuple[Floats, Floats, Floats]:
    """Means and covariances of the prior times Gaussian sites, and log|I + K diag(precision)|."""
    root = np.sqrt(precision)
    inner = root[:, :, None] * covariances * root[:, None, :]
    inner[:, np.arange(inner.shape[1]), np.arange(inner.shape[1])] += 1
    lower = np.linalg.cholesky(inner)
    log_determinant = 2 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
    weighted = root[:, :, None] * covariances
    posterior = covariances - weighted.transpose(0, 2, 1) @ np.linalg.solve(inner, weighted)
    return (posterior @ shift[:, :, None])[:, :, 0], posterior, log_determinant


def _tilted(means: Floats, variances: Floats, log_ratio: Floats, likelihood: Floats) -> tuple[Floats, Floats, Floats]:
    """Log mass, mean and variance of each area's regular part under its cavity and its true likelihood."""
    step = (log_ratio[:, 1] - log_ratio[:, 0])[None, :]
    results = []
    for share, more in ((1 - OUTLIERS, 0.0), (OUTLIERS, OUTLIER_DEVIATION**2)):
        log_density = _log_normal(log_ratio, means, variances + more) + likelihood
        peak = log_density.max(axis=2, keepdims=True)
        density = np.exp(log_density - peak)
        mass = density.sum(axis=2)
        mean = (density * log_ratio).sum(axis=2) / mass
        variance = (density * log_ratio**2).sum(axis=2) / mass - mean**2
        # of an outlier's log ratio, the regular part has what its cavity says
        pull = variances / (variances + more)
        log_mass = np.log(share * mass * step) + peak[:, :, 0]
        results.append((log_mass, means + pull * (mean - means), pull**2 * variance + pull * more))
    log_masses = np.stack([log_mass for log_mass, _, _ in results])
    total = logsumexp(log_masses, axis=0)
    weights = np.exp(log_masses - total)
    mean = sum(weight * part for weight, (_, part, _) in zip(weights, results, strict=True))
    square = sum(weight * (v + m**2) for weight, (_, m, v) in zip(weights, results, strict=True))
    return total, mean, np.maximum(square - mean**2, 1e-10)


def _log_normal(values: Floats, means: Floats, variances: Floats) -> Floats:
    spread = variances[:, :, None]
    result: Floats = -0.5 * ((values[None] - means[:, :, None]) ** 2 / spread + np.log(2 * np.pi * spread))
    return result


def _draw(
    posterior: _Posterior, log_ratio: Floats, likelihood: Floats, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Joint draws of the log ratios (SAMPLES × areas) and their 2.5, 50 and 97.5 % quantiles (3 × areas).

    Gaussian between areas, and in each area as its true likelihood and its cavity say (Rue, Martino and Chopin 2009,
    section 3.2, draw so too).
    """
    marginals = np.zeros((len(posterior.weights), *log_ratio.shape))
    for share, more in ((1 - OUTLIERS, 0.0), (OUTLIERS, OUTLIER_DEVIATION**2)):
        log_density = _log_normal(log_ratio, posterior.cavity_means, posterior.cavity_variances + more) + likelihood
        marginals += share * np.exp(log_density)
    # up to a node lies half of the node's own share: with all of it every quantile would be half a step too low
    cumulative = (np.cumsum(marginals, axis=2) - marginals / 2) / marginals.sum(axis=2, keepdims=True)
    mixed = np.tensordot(posterior.weights, cumulative, axes=1)
    limits = np.array([_inverse(mixed, log_ratio, np.full(len(log_ratio), share)) for share in (0.025, 0.5, 0.975)])
    counts = rng.multinomial(SAMPLES, posterior.weights)
    draws = []
    for point in np.flatnonzero(counts):
        deviation = np.sqrt(np.diag(posterior.covariances[point]))
        correlation = posterior.covariances[point] / np.outer(deviation, deviation)
        root = np.linalg.cholesky(correlation + 1e-9 * np.eye(len(correlation)))
        shares = ndtr(rng.standard_normal((counts[point], len(deviation))) @ root.T)
        columns = [
            np.interp(shares[:, area], cumulative[point, area], log_ratio[area]) for area in range(len(deviation))
        ]
        draws.append(np.column_stack(columns))
    return np.concatenate(draws), limits


def _inverse(cumulative: Floats, values: Floats, shares: Floats) -> Floats:
    return np.array(
        [np.interp(share, steps, place) for share, steps, place in zip(shares, cumulative, values, strict=True)]
    )
