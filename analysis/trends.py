"""Whether counts of years rise or fall, and since when, beyond how much years vary.

Quasi-Poisson regression on the year (McCullagh and Nelder 1989, chapter 9): the expected count changes by the same
factor every year, and the variance is a factor times the mean, plus the release's noise. The factor is estimated from
each series' own scatter, and never taken smaller than what all areas together say. A bend is one year after which the
change is another (joinpoint regression: Kim, Fay, Feuer and Midthune 2000, Statistics in Medicine 19); its p-value is
corrected for having tried every year.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import t as student

__all__ = ["FEWEST_PERIODS", "trends"]

Floats = NDArray[np.float64]

FEWEST_PERIODS = 5  # for a trend; its scatter needs degrees of freedom
PERIODS_BESIDE_A_BEND = 3  # on either side, the one of the bend on both
FEWEST_FOR_A_BEND = 8
WORLDS = 999
LEAST_MEAN = 1.0  # people a period below which a series tells nothing
COLUMNS = ["per_year", "lower", "upper", "p_value", "factor", "bend", "bend_p_value"]
SIDES = [f"{side}{limit}" for side in ("before", "after") for limit in ("", "_lower", "_upper")]


class _Series(NamedTuple):
    """People (series × periods), the years of each period, the variance of the noise, and the least factor."""

    counts: Floats
    years: Floats
    noise: Floats
    least: float


class _Fitted(NamedTuple):
    """A row a series: coefficients, their covariance, the expected counts and variances of the periods, the factor."""

    coefficients: Floats
    covariance: Floats
    means: Floats
    variances: Floats
    factor: Floats


def trends(
    counts: ArrayLike,
    at: Sequence[float],
    *,
    years_each: ArrayLike = 1.0,
    noise_variance: ArrayLike | None = None,
    least_factor: float = 1.0,
    confidence: float = 0.95,
) -> pd.DataFrame:
    """One row a series of counts (rows of `counts`; columns are periods, in the middle of the years `at`).

    years_each: how many years each period has. noise_variance: of the protection noise, as `counts`. least_factor:
    variance over mean that is assumed at least.
    Columns: `per_year` (how many times as many people a year has as the one before), `lower`, `upper` (95 %, Student),
    `p_value` (two-sided, of no change), `factor` (variance over mean); `bend` (the last year of the old course, where
    a bend fits best), `bend_p_value` (of a straight course), and `before`, `after` with `_lower` and `_upper`: the
    change a year on either side of the bend, as if its year had been known. Missing where a count is missing, where
    there are fewer than FEWEST_PERIODS (FEWEST_FOR_A_BEND for a bend), or where hardly anybody is counted.
    Raises ValueError for periods that do not follow each other, shapes that do not fit, and a factor below 1.
    """
    numbers, x = np.atleast_2d(np.asarray(counts, dtype=float)), np.asarray(at, dtype=float)
    if numbers.shape[1] != len(x) or (np.diff(x) <= 0).any():
        raise ValueError("Trends need a count for each period, and periods that follow each other.")
    if not least_factor >= 1:
        raise ValueError(f"The factor is variance over mean, at least 1, not {least_factor}.")
    noise = np.broadcast_to(0.0 if noise_variance is None else np.asarray(noise_variance, dtype=float), numbers.shape)
    exposure = np.broadcast_to(np.asarray(years_each, dtype=float), x.shape)
    answer = pd.DataFrame(np.nan, index=range(len(numbers)), columns=[*COLUMNS, *SIDES])
    if len(x) < FEWEST_PERIODS:
        return answer
    told = np.isfinite(numbers).all(axis=1)
    told[told] = numbers[told].mean(axis=1) >= LEAST_MEAN
    if told.any():
        series = _Series(numbers[told], exposure, noise[told], least_factor)
        answer.loc[told] = _told(series, x, confidence).reindex(columns=answer.columns).to_numpy()
    return answer


def _told(series: _Series, x: Floats, confidence: float) -> pd.DataFrame:
    straight = np.column_stack([np.ones_like(x), x - x.mean()])
    fitted = _fit(series, np.broadcast_to(straight, (len(series.counts), *straight.shape)))
    answer = _change(fitted, [0, 1], confidence, ("per_year", "lower", "upper"))
    error = np.sqrt(fitted.covariance[:, 1, 1])
    answer["p_value"] = 2 * student.sf(np.abs(fitted.coefficients[:, 1]) / error, len(x) - 2)
    answer["factor"] = fitted.factor
    if len(x) < FEWEST_FOR_A_BEND:
        return answer
    bends = x[PERIODS_BESIDE_A_BEND - 1 : len(x) - PERIODS_BESIDE_A_BEND + 1]
    after_bend = np.maximum(x - bends[:, None], 0)
    best, answer["bend_p_value"] = _best_bends(series, straight, fitted, after_bend)
    answer["bend"] = bends[best]
    bent = np.stack([np.column_stack([straight, after_bend[bend]]) for bend in best])
    refitted = _fit(series, bent)
    for side, slope in (("before", [0, 1, 0]), ("after", [0, 1, 1])):
        answer = answer.join(_change(refitted, slope, confidence, (side, f"{side}_lower", f"{side}_upper")))
    return answer


def _change(fitted: _Fitted, slope: Sequence[int], confidence: float, names: tuple[str, str, str]) -> pd.DataFrame:
    """The change from one year to the next as a ratio, with its limits."""
    along = np.array(slope, dtype=float)
    quantile = student.ppf((1 + confidence) / 2, fitted.means.shape[1] - len(slope))
    middle, error = fitted.coefficients @ along, np.sqrt(np.einsum("i,sij,j->s", along, fitted.covariance, along))
    limits = middle[:, None] + quantile * error[:, None] * np.array([0.0, -1.0, 1.0])
    return pd.DataFrame(np.exp(np.clip(limits, -20, 20)), columns=list(names))


def _fit(series: _Series, design: Floats) -> _Fitted:
    """Iterated weighted least squares; the factor is the one at which Pearson's statistic is its degrees of freedom."""
    counts, years, noise, least = series
    level = np.log(counts.sum(axis=1) / years.sum())
    coefficients = np.zeros((len(counts), design.shape[2]))
    coefficients[:, 0] = level
    free = design.shape[1] - design.shape[2]
    factor = np.full(len(counts), least)
    for _ in range(30):
        # a step too far in a series of noise alone must not end in numbers without bounds
        log_rate = np.clip(np.einsum("snp,sp->sn", design, coefficients), level[:, None] - 5, level[:, None] + 5)
        means = years * np.exp(log_rate)
        factor = _factor((counts - means) ** 2, means, noise, free, least)
        variances = factor[:, None] * means + noise
        weighted = design * (means**2 / variances)[:, :, None]
        information = np.einsum("snp,snq->spq", weighted, design)
        score = np.einsum("snp,sn->sp", weighted, counts / means - 1)
        step = np.linalg.solve(information, score[:, :, None])[:, :, 0]
        coefficients = coefficients + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-7:
            break
    return _Fitted(coefficients, np.linalg.inv(information), means, variances, factor)


def _factor(squares: Floats, means: Floats, noise: Floats, free: int, least: float) -> Floats:
    """Newton's steps from the least factor up: Pearson's statistic falls and is convex in it."""
    factor = np.full(len(squares), least)
    for _ in range(12):
        variances = factor[:, None] * means + noise
        beyond = (squares / variances).sum(axis=1) - free
        slope = (squares * means / variances**2).sum(axis=1)
        factor = factor + np.where(beyond > 0, beyond / np.maximum(slope, 1e-300), 0.0)
    return factor


def _best_bends(
    series: _Series, design: Floats, fitted: _Fitted, after_bend: Floats
) -> tuple[NDArray[np.intp], Floats]:
    """Which bend fits each series best, and how often the best bend of a straight course fits as well.

    The worlds' scatter is not known either; where the least factor holds the series' own up, the p-value is too large.
    """
    worlds = np.random.default_rng(0).standard_normal((WORLDS, len(design)))
    free = len(design) - design.shape[1] - 1
    best, p_values = [], []
    for count, mean, variance, noise in zip(series.counts, fitted.means, fitted.variances, series.noise, strict=True):
        # in units of each period's standard deviation the straight course and each bend are directions
        scale = mean / np.sqrt(variance)
        straight, _ = np.linalg.qr(design * scale[:, None])
        beyond = after_bend * scale
        beyond = beyond - (beyond @ straight) @ straight.T
        beyond /= np.linalg.norm(beyond, axis=1, keepdims=True)
        residual = (count - mean) / np.sqrt(variance)
        explained = (residual @ beyond.T) ** 2
        left = (residual**2).sum() - ((residual @ straight) ** 2).sum() - explained.max()
        least = ((series.least * mean + noise) / variance).mean()
        statistic = explained.max() / max(left / free, least)
        chance = ((worlds @ beyond.T) ** 2).max(axis=1)
        chance_left = (worlds**2).sum(axis=1) - ((worlds @ straight) ** 2).sum(axis=1) - chance
        best.append(int(explained.argmax()))
        p_values.append(((chance / chance_left * free >= statistic).sum() + 1) / (WORLDS + 1))
    return np.array(best, dtype=np.intp), np.array(p_values)
