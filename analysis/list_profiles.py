"""Log-linear models of many tables of the same lists at once, each table with one model: what analysis.list_table does
for one. A range over withheld overlaps needs some thousand of them; one by one they take half a minute.

Sources as in analysis.hidden_population. Every table must have an estimate (ListTable.problem says).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import digamma, gammaln, polygamma, xlogy

from analysis.list_models import Model
from analysis.list_table import FARTHEST_LIMIT, Floats, ListTable

__all__ = ["Design", "Fitted", "Peaks", "designs_of", "fit", "limits", "peaks"]

CLOSE = 1e-9  # on the log scale
MOST_STEPS = 60
SURELY_POSITIVE = 1e-6


class Design(NamedTuple):
    """What a model makes of tables with the same empty histories. matrix: a row a history and last the one on no list;
    is_idle: parameters that take no part; number: of the model's parameters, as BIC counts them. Rows of histories that
    take no part are zero. Stacked, each has one dimension more in front."""

    matrix: Floats
    is_idle: NDArray[np.bool_]
    number: NDArray[np.float64]

    @staticmethod
    def stacked(designs: Sequence[Design]) -> Design:
        """Several designs as one, for a table each."""
        matrices, idle, numbers = zip(*designs, strict=True)
        return Design(np.stack(matrices), np.stack(idle), np.stack(numbers))

    def of(self, rows: NDArray[np.intp]) -> Design:
        """Those of some of the tables."""
        return Design(self.matrix[rows], self.is_idle[rows], self.number[rows])


class Fitted(NamedTuple):
    """A row a table: the Poisson fits. bic: lower is better; slopes: how the log of the number on no list changes with
    one person more of each history; deviation: the standard error of that log."""

    log_unlisted: Floats
    bic: Floats
    means: Floats
    slopes: Floats
    deviation: Floats
    coefficients: Floats


class Peaks(NamedTuple):
    """A row a table: where the multinomial profile likelihood is highest, how high, and how the height changes with one
    person more of each history."""

    log_unlisted: Floats
    height: Floats
    slopes: Floats


class _Profile(NamedTuple):
    """The profile log likelihood at a number on no list, its first two derivatives by the log of that number, the
    coefficients there, and how they change with it."""

    height: Floats
    slope: Floats
    curvature: Floats
    coefficients: Floats
    direction: Floats
    means: Floats


def designs_of(table: ListTable, models: Sequence[Model]) -> dict[Model, Design]:
    """The designs of those models that have an estimate, for all tables with the same empty histories as this one."""
    designs = [_design(table, model) for model in models]
    stacked = Design.stacked(designs)
    fitted = fit(stacked, np.tile(table.counts, (len(models), 1)))
    is_identified = np.linalg.matrix_rank(stacked.matrix[:, :-1]) == (~stacked.is_idle).sum(axis=1)
    takes_part = stacked.matrix[:, :-1].any(axis=2)
    # means clearly above zero that meet the margins are what the linear programme looks for; ask it otherwise
    is_clear = is_identified & (np.where(takes_part, fitted.means, 1.0) > SURELY_POSITIVE).all(axis=1)
    return {
        model: design
        for model, design, is_sure in zip(models, designs, is_clear, strict=True)
        if is_sure or not table.problem(model)
    }


def _design(table: ListTable, model: Model) -> Design:
    cells, own = table.whole_design(model)
    matrix = np.zeros((len(cells) + 1, len(cells)))  # no model has more parameters than there are histories
    matrix[np.append(cells, True), : own.shape[1]] = own
    is_idle = np.arange(len(cells)) >= own.shape[1]
    return Design(matrix, is_idle, np.array(float(1 + len(table.names) + len(model))))


def fit(design: Design, counts: Floats) -> Fitted:
    """Poisson fits; NaN where arithmetic finds none. counts: a row a table, a column a history."""
    matrix = design.matrix[:, :-1]
    takes_part = matrix.any(axis=2)
    own = counts * takes_part
    normal = np.swapaxes(matrix, 1, 2) @ matrix + _identity(design.is_idle)
    start = (_inverse(normal) @ np.swapaxes(matrix, 1, 2) @ np.log(own + 0.5)[:, :, None])[:, :, 0]
    coefficients, means, inverse = _poisson(matrix, own, start, design.is_idle)
    means = means * takes_part
    deviance = -2 * (xlogy(own, means) - means - gammaln(own + 1) * takes_part).sum(axis=1)
    bic = deviance + design.number * np.log(counts.sum(axis=1))
    slopes = (matrix @ inverse[:, 0, :, None])[:, :, 0]
    return Fitted(coefficients[:, 0], bic, means, slopes, np.sqrt(np.abs(inverse[:, 0, 0])), coefficients)


def peaks(design: Design, counts: Floats, fitted: Fitted) -> Peaks:
    """Where each profile likelihood is highest, from the Poisson fits on."""
    x, coefficients = fitted.log_unlisted.copy(), fitted.coefficients
    for _ in range(MOST_STEPS):
        found = _profile(design, counts, x, coefficients)
        step = np.clip(-found.slope / np.minimum(found.curvature, -1e-12), -1, 1)
        x, coefficients = x + step, found.coefficients + found.direction * step[:, None]
        if not (np.abs(step) > CLOSE).any():
            break
    found = _profile(design, counts, x, coefficients)
    total = counts.sum(axis=1) + np.exp(x)
    with np.errstate(divide="ignore"):
        # by the envelope theorem only what the counts stand beside changes
        slopes = digamma(total + 1)[:, None] + np.log(found.means[:, :-1] / total[:, None])
    return Peaks(x, found.height, np.where(design.matrix[:, :-1].any(axis=2), slopes, 0.0))


def limits(design: Design, counts: Floats, fitted: Fitted, peak: Peaks, drop: Floats, sign: int) -> Floats:
    """The log of the number on no list at which each profile likelihood has fallen by `drop`, above its peak (sign 1)
    or below it (-1); infinite where it has not FARTHEST_LIMIT away."""
    answer = np.full(len(counts), np.nan)
    rows = np.arange(len(counts))
    x = peak.log_unlisted + sign * np.sqrt(2 * drop) * np.minimum(fitted.deviation, 3)
    coefficients = fitted.coefficients
    inside, outside = peak.log_unlisted.copy(), np.full(len(counts), sign * np.inf)
    farthest = fitted.log_unlisted + sign * FARTHEST_LIMIT
    for _ in range(MOST_STEPS):
        x = sign * np.minimum(sign * x, sign * farthest[rows])
        found = _profile(design.of(rows), counts[rows], x, coefficients)
        fallen = peak.height[rows] - found.height
        is_beyond = ~(fallen < drop[rows])
        inside[rows], outside[rows] = np.where(is_beyond, inside[rows], x), np.where(is_beyond, x, outside[rows])
        # the root of the fall is almost straight
        root = np.sqrt(2 * np.maximum(fallen, 1e-300))
        after = x + (np.sqrt(2 * drop[rows]) - root) * root / np.maximum(-sign * found.slope, 1e-300) * sign
        low, high = np.sort([inside[rows], outside[rows]], axis=0)
        is_bracketed = np.isfinite(outside[rows])
        halfway = np.where(is_bracketed, (inside[rows] + np.where(is_bracketed, outside[rows], 0)) / 2, x + 4 * sign)
        after = np.where((after > low) & (after < high), after, halfway)
        after = np.where(is_bracketed, after, sign * np.minimum(sign * after, sign * x + 4))
        is_without = ~is_beyond & (sign * x >= sign * farthest[rows])
        is_done = (np.abs(after - x) < CLOSE) | (np.abs(high - low) < CLOSE) | is_without
        answer[rows[is_done]] = np.where(is_without, sign * np.inf, after)[is_done]
        if is_done.all():
            break
        step = (after - x)[:, None]
        coefficients = np.where(np.isfinite(found.coefficients), found.coefficients, fitted.coefficients[rows])
        coefficients = coefficients + np.nan_to_num(found.direction) * step
        rows, x, coefficients = rows[~is_done], after[~is_done], coefficients[~is_done]
    # where it does not settle, the outer end of what is known is far enough
    return np.where(np.isnan(answer), outside, answer)


def _profile(design: Design, counts: Floats, log_unlisted: Floats, start: Floats) -> _Profile:
    hidden, listed = np.exp(log_unlisted), counts.sum(axis=1)
    total = listed + hidden
    complete = np.column_stack([counts * design.matrix[:, :-1].any(axis=2), hidden])
    coefficients, means, inverse = _poisson(design.matrix, complete, start, design.is_idle)
    height = gammaln(total + 1) - gammaln(hidden + 1) + xlogy(complete, means / total[:, None]).sum(axis=1)
    beside = digamma(total + 1) - digamma(hidden + 1) + coefficients[:, 0] - np.log(total)
    direction = inverse[:, 0] * hidden[:, None]
    around = polygamma(1, total + 1) - polygamma(1, hidden + 1) + inverse[:, 0, 0] - 1 / total
    slope, curvature = hidden * beside, hidden * beside + hidden**2 * around
    return _Profile(np.where(np.isnan(height), -np.inf, height), slope, curvature, coefficients, direction, means)


def _poisson(
    matrix: Floats, counts: Floats, start: Floats, is_idle: NDArray[np.bool_]
) -> tuple[Floats, Floats, Floats]:
    """Coefficients, means and the inverse information by Newton's method from `start` on; NaN where it does not settle.

    Rows of zeros have the mean 1 and change nothing."""
    across, idle = np.swapaxes(matrix, 1, 2), _identity(is_idle)
    coefficients = start.copy()
    inverse = np.empty(idle.shape)
    rows = np.arange(len(counts))
    for _ in range(MOST_STEPS):
        predictor = (matrix[rows] @ coefficients[rows, :, None])[:, :, 0]
        means = np.exp(np.clip(predictor, -700, 700))
        information = (across[rows] * means[:, None, :]) @ matrix[rows] + idle[rows]
        score = (across[rows] @ (counts[rows] - means)[:, :, None])[:, :, 0]
        inverse[rows] = _inverse(information)
        step = (inverse[rows] @ score[:, :, None])[:, :, 0]
        change = (matrix[rows] @ step[:, :, None])[:, :, 0]
        size = np.abs(change).max(axis=1)
        # long steps can overshoot where counts are sparse; the likelihood is concave, so shorter ones arrive
        share = np.where(size > 3, 3 / size, 1.0)
        before = (counts[rows] * predictor - means).sum(axis=1)
        for _ in range(30 if (size > 0.3).any() else 0):
            moved = predictor + share[:, None] * change
            after = (counts[rows] * moved - np.exp(np.clip(moved, -700, 700))).sum(axis=1)
            is_worse = after < before - 1e-9 * (1 + np.abs(before))
            if not is_worse.any():
                break
            share = np.where(is_worse, share / 2, share)
        coefficients[rows] += share[:, None] * step
        # what is that close is a step later as close as numbers are
        rows = rows[~(size < 1e-5)]
        if not len(rows):
            break
    coefficients[rows] = np.nan
    predictor = (matrix @ coefficients[:, :, None])[:, :, 0]
    return coefficients, np.exp(np.clip(predictor, -700, 700)), inverse


def _inverse(information: Floats) -> Floats:
    try:
        found: Floats = np.linalg.inv(information).astype(float)
    except np.linalg.LinAlgError:
        found = np.linalg.pinv(information, hermitian=True).astype(float)
    return found


def _identity(is_idle: NDArray[np.bool_]) -> Floats:
    """One on the diagonal for parameters that take no part, so that the others can be solved for."""
    return is_idle[:, :, None] * np.eye(is_idle.shape[1])
