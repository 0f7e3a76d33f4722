"""The table of who is on which lists, and what a log-linear model makes of it: existence, fit, interval.

Sources as in analysis.hidden_population.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq, linprog, minimize_scalar
from scipy.special import gammaln, xlogy
from scipy.stats import chi2

from analysis.list_models import Model, lists_of, order

Floats = NDArray[np.float64]

MOST_LISTS = 8
# On the log scale: a limit half a billion times the estimate away is no limit.
FARTHEST_LIMIT = 20


class Fit(NamedTuple):
    """What one model makes of the table. total, unlisted: people; bic: lower is better."""

    total: float
    unlisted: float
    bic: float
    deviation: float
    """Standard error of the log of the number on no list."""
    overlaps: Floats
    """Expected people for each interaction, by bit mask."""
    means: Floats
    """Expected people with each history, 0 for those that an empty overlap took out."""
    slopes: Floats
    """How the log of the number on no list changes with one person more of each history, 0 for those taken out."""


def bic_of(fit: Fit | None) -> float:
    """The BIC of a fit, infinite where there is none."""
    return fit.bic if fit else np.inf


class ListTable:
    """The complete table of histories: `codes` are bit masks of lists, 1 to 2^lists − 1, with `counts` beside them."""

    def __init__(self, names: list[str], codes: NDArray[np.int64], counts: Floats) -> None:
        self.names, self.codes, self.counts = names, codes, counts
        self.listed = float(counts.sum())
        everything = np.arange(len(codes) + 1)
        self.contains = (codes[:, None] & everything) == everything
        self.margins: Floats = counts @ self.contains
        self._fits: dict[tuple[bytes, bytes], Fit | None] = {}
        self._designs: dict[Model, tuple[NDArray[np.bool_], Floats]] = {}

    @classmethod
    def read(cls, histories: pd.DataFrame, noisy: bool = False) -> ListTable:
        """The table that a caller means; see analysis.hidden_population.estimate. Raises ValueError in words."""
        names = [str(name) for name in histories.columns[:-1]]
        if not 3 <= len(names) <= MOST_LISTS:
            raise ValueError(
                f"Multiple systems estimation needs three to {MOST_LISTS} lists and a last column with the count; "
                f"these are {len(names)} lists."
            )
        if histories.isna().any(axis=None):
            raise ValueError(
                "Some histories or counts are missing or withheld: merge lists until every overlap is published."
            )
        membership = histories.iloc[:, :-1].to_numpy()
        counts = histories.iloc[:, -1].to_numpy(dtype=float)
        if not np.isin(membership, (0, 1)).all():
            raise ValueError("The columns of the lists hold 0 or 1 only.")
        if noisy:
            counts = np.maximum(counts, 0)
        elif (counts < 0).any() or (counts % 1 != 0).any():
            raise ValueError("Counts are whole numbers from zero up; give noise_variance for counts with noise.")
        codes = membership.astype(np.int64) @ (1 << np.arange(len(names)))
        full = np.bincount(codes, weights=counts, minlength=1 << len(names)).astype(float)
        if full[0] > 0:
            raise ValueError("The row that is on no list is what is to be estimated: leave it out.")
        table = cls(names, np.arange(1, 1 << len(names)), full[1:])
        empty = [name for position, name in enumerate(names) if table.margins[1 << position] == 0]
        if empty:
            raise ValueError(f"Nobody is on the list {', '.join(empty)}: leave it out.")
        if all(table.margins[code] == 0 for code in table.codes if code.bit_count() == 2):
            raise ValueError("The lists have nobody in common, so they say nothing about who is on none of them.")
        return table

    def words(self, model: Model) -> str:
        """The interactions of a model, such as "LA:NG, NG:GO", or "main effects"."""
        named = (":".join(self.names[list_] for list_ in lists_of(term)) for term in sorted(model, key=order))
        return ", ".join(named) or "main effects"

    def _design(self, model: Model) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Histories and parameters that take part: an empty overlap has the estimate minus infinity, so it leaves
        with every history that contains it (the extended estimate of Fienberg and Rinaldo)."""
        terms = np.array([0, *(1 << np.arange(len(self.names))), *sorted(model)], dtype=np.int64)
        empty = self.margins[terms] == 0
        return ~self.contains[:, terms[empty]].any(axis=1), terms[~empty]

    def whole_design(self, model: Model) -> tuple[NDArray[np.bool_], Floats]:
        """The histories that take part, and their parameters with a last row for the history on no list."""
        if model not in self._designs:
            cells, terms = self._design(model)
            self._designs[model] = cells, np.vstack([self.contains[np.ix_(cells, terms)], terms == 0]).astype(float)
        return self._designs[model]

    def problem(self, model: Model) -> str:
        """Why the model has no estimate; empty text when it has one."""
        cells, terms = self._design(model)
        design = self.contains[np.ix_(cells, terms)].astype(float)
        if np.linalg.matrix_rank(design) < len(terms):
            return "its parameters are not identifiable (more parameters than the histories can tell apart)."
        # Is there a table with the same margins and every history above zero? Maximise the smallest entry.
        smallest = np.ones((len(design), 1))
        answer = linprog(
            np.r_[np.zeros(len(design)), -1],
            A_eq=np.hstack([design.T, np.zeros((len(terms), 1))]),
            b_eq=self.margins[terms],
            A_ub=np.hstack([-np.eye(len(design)), smallest]),
            b_ub=np.zeros(len(design)),
        )
        if not answer.success or -answer.fun < 1e-7:
            return "the maximum likelihood estimate does not exist (too few people in the overlaps)."
        return ""

    def fit(self, model: Model) -> Fit | None:
        """None where the estimate does not exist or is not identifiable."""
        cells, terms = self._design(model)
        # Models that differ in empty overlaps only have the same fit, and differ in the penalty of BIC.
        key = (cells.tobytes(), terms.tobytes())
        if key not in self._fits:
            design, counts = self.contains[np.ix_(cells, terms)].astype(float), self.counts[cells]
            found = _poisson(design, counts)
            # Means clearly above zero that meet the margins are what the linear programme looks for; ask it otherwise.
            if (found is None or found[0].min() < 1e-9) and self.problem(model):
                self._fits[key] = None
            elif found is None:
                raise ArithmeticError(f"The fit of {self.words(model)} did not converge.")
            else:
                means, intercept = found
                unlisted = float(np.exp(intercept))
                inverse = np.linalg.inv((design.T * means) @ design)
                deviance = -2 * float((xlogy(counts, means) - means - gammaln(counts + 1)).sum())
                expected, slopes = np.zeros(len(cells)), np.zeros(len(cells))
                expected[cells], slopes[cells] = means, design @ inverse[0]
                overlaps = means @ self.contains[cells]
                deviation = float(np.sqrt(inverse[0, 0]))
                self._fits[key] = Fit(self.listed + unlisted, unlisted, deviance, deviation, overlaps, expected, slopes)
        fit = self._fits[key]
        parameters = 1 + len(self.names) + len(model)
        return fit and fit._replace(bic=fit.bic + parameters * float(np.log(self.listed)))

    def profile(self, model: Model, confidence: float = 0.95) -> tuple[float, float, float]:
        """Total and limits where the multinomial likelihood, maximised over everything else, falls by half of χ²."""
        fit = self.fit(model)
        assert fit is not None
        start, reach = np.log(fit.unlisted), max(1.0, 3 * fit.deviation)
        best = minimize_scalar(
            lambda x: -self._likelihood(model, x),
            bounds=(start - reach, start + reach),
            method="bounded",
            options={"xatol": 1e-7},
        )
        peak, height, drop = float(best.x), -float(best.fun), chi2.ppf(confidence, 1) / 2

        def beyond(log_unlisted: float) -> float:
            return float(np.clip(height - self._likelihood(model, log_unlisted), 0, 1e6) - drop)

        ends = [self.listed, np.inf]
        for side, sign in enumerate((-1, 1)):
            edge = peak + sign * reach
            while beyond(edge) < 0 and abs(edge - start) < FARTHEST_LIMIT:
                edge += sign * reach
            if beyond(edge) >= 0:
                ends[side] = self.listed + float(np.exp(brentq(beyond, peak, edge, xtol=1e-8)))
        return self.listed + float(np.exp(peak)), ends[0], ends[1]

    def _likelihood(self, model: Model, log_unlisted: float) -> float:
        """The multinomial log likelihood with so many on no list."""
        cells, design = self.whole_design(model)
        hidden = np.exp(log_unlisted)
        total = self.listed + hidden
        counts = np.r_[self.counts[cells], hidden]
        found = _poisson(design, counts)
        if found is None:
            return -np.inf
        return float(gammaln(total + 1) - gammaln(hidden + 1) + xlogy(counts, found[0] / total).sum())


def _poisson(design: Floats, counts: Floats) -> tuple[Floats, float] | None:
    """Fitted means and the intercept by Newton's method; None where it does not settle."""
    coefficients, _, rank, _ = np.linalg.lstsq(design, np.log(counts + 0.5), rcond=None)
    if rank < design.shape[1]:
        return None
    predictor = design @ coefficients
    means = np.exp(predictor)
    for _ in range(40):
        information = (design.T * means) @ design
        try:
            step = np.linalg.solve(information, design.T @ (counts - means))
        except np.linalg.LinAlgError:
            return None
        change = design @ step
        size = np.abs(change).max()
        if size < 1e-9:
            return means, float(coefficients[0])
        # Long steps can overshoot where counts are sparse; the likelihood is concave, so shorter ones arrive.
        change *= min(1.0, 3 / size)
        step *= min(1.0, 3 / size)
        before = counts @ predictor - means.sum()
        while counts @ (predictor + change) - np.exp(predictor + change).sum() < before - 1e-9 * (1 + abs(before)):
            change, step = change / 2, step / 2
        coefficients, predictor = coefficients + step, predictor + change
        means = np.exp(predictor)
    return None
