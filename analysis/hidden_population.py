"""How many people are on no list at all: multiple systems estimation from three or more overlapping lists.

Log-linear models for the number of people with each history of listing, extended to the history "on no list".
The answer depends on the model at least as much as on the data, so every estimate carries its rivals with it.

Sources
    Fienberg (1972), Biometrika 59: log-linear models for incomplete tables.
    Cormack (1992), Biometrics 48: profile likelihood interval.
    Silverman (2014), Home Office: the United Kingdom's 10,000 to 13,000 of 2013.
    Fienberg and Rinaldo (2012), Annals of Statistics 40: when the estimate exists.
    Chan, Silverman and Vincent (2021), JASA 116: sparse lists, stepwise choice, bootstrap that repeats the choice.
    Silverman, Chan and Vincent (2024), Statistics and Computing 34: BIC over hierarchical models, bootstrap over it.
    Buckland, Burnham and Augustin (1997), Biometrics 53; Madigan and Raftery (1994), JASA 89: model averaging.

Critics, to be read before anything is published
    Whitehead, Jackson, Balch and Francis (2021), Journal of Human Trafficking 7: "On the unreliability of multiple
    systems estimation for estimating the number of potential victims of modern slavery in the UK".
    Binette and Steorts (2022), Journal of the Royal Statistical Society A 185: "On the reliability of multiple systems
    estimation in the quantification of modern slavery".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq, linprog, minimize_scalar
from scipy.special import gammaln, xlogy
from scipy.stats import chi2, norm, poisson

__all__ = ["Bootstrap", "Estimate", "bootstrap_interval", "estimate", "why_not"]

Floats = NDArray[np.float64]
Selection = Literal["stepwise", "bic"]
Terms = str | Sequence[str | Sequence[str | int]]
Model = frozenset[int]
"""The interactions beyond the main effects, each a bit mask of its lists; closed under taking subsets."""

STEPWISE_THRESHOLDS = (0.02, 0.005, 0.001)
MOST_LISTS = 8
# With six lists there are millions of hierarchical models, with five 6,893.
MOST_LISTS_SEARCHED_WHOLE = 5
# Occam's window of Madigan and Raftery: models less than 1/20 as probable as the best are left out.
OCCAM_WINDOW = 2 * np.log(20)
MOST_MODELS_EXPANDED = 50
MOST_RIVALS = 20
WIDEST_HONEST_SPREAD = 2.0
# On the log scale: a limit half a billion times the estimate away is no limit.
FARTHEST_LIMIT = 20


@dataclass(frozen=True)
class Estimate:
    """What one model says, and what its rivals say.

    total: people on the lists plus people on none, by the Poisson log-linear model.
    lower, upper: 95 % interval of `profile_total`, given this model is right. `upper` may be infinite.
    model: its interactions, such as "LA:NG, NG:GO", or "main effects".
    alternatives: DataFrame, one row a model: `model`, `chosen_by`, `total`, `lower`, `upper`, `bic` (lower is better),
        `weight` (share in the average, 0 outside Occam's window). The last row is the average itself.
    warnings: sentences to show beside the number, never to be dropped.
    profile_total: the total by multinomial profile likelihood, which the interval belongs to.
    """

    total: float
    lower: float
    upper: float
    model: str
    alternatives: pd.DataFrame
    warnings: tuple[str, ...]
    profile_total: float


class Bootstrap(NamedTuple):
    """Bias-corrected and accelerated interval, and the sorted totals (infinite where no estimate existed)."""

    lower: float
    upper: float
    totals: Floats


def estimate(
    histories: pd.DataFrame,
    *,
    terms: Terms | None = None,
    selection: Selection | None = "stepwise",
    threshold: float = 0.02,
    noise_variance: float | None = None,
    seed: int = 0,
) -> Estimate:
    """Estimate the whole population, listed and unlisted.

    histories: one row a history of listing: one 0/1 column a list (three to eight), last the number of people
        with exactly this history. Histories that are left out count as zero; repeated ones are added up.
    terms: "main" for main effects, or the interactions of one fixed model: pairs (or longer groups) of list names or
        positions, also written "LA:NG". Smaller interactions inside a longer one are added. None: `selection` chooses.
    selection: "stepwise" adds the pair with the smallest Poisson p-value below `threshold` while the estimate exists
        (Chan, Silverman and Vincent 2021); "bic" takes the smallest BIC, log(people listed) a parameter, over all
        hierarchical models, or over those met by adding and dropping one term where lists are more than five
        (Silverman, Chan and Vincent 2024); None means main effects.
    noise_variance: variance of the noise that a protected release put into each count. Negative counts are then taken
        as zero and the interval is widened by the spread of refits to counts with fresh noise (`seed`), model held.

    Raises ValueError, in words, for fewer than three lists, lists that never overlap, an empty list, missing or
    negative counts, a row of zeros with people in it, and a model whose estimate does not exist or is not identifiable.
    """
    table = _Table.read(histories, noisy=noise_variance is not None)
    if terms is not None:
        model, chosen_by = _model(terms, table.names), "given"
    elif selection == "stepwise":
        model, chosen_by = _stepwise(table, threshold), f"stepwise, p < {threshold:g}"
    elif selection == "bic":
        model, chosen_by = _minimum_bic(_search(table)), "minimum BIC"
    elif selection is None:
        model, chosen_by = frozenset(), "main effects"
    else:
        raise ValueError(f'Choose "stepwise", "bic" or None as selection, not {selection!r}.')
    if problem := table.problem(model):
        raise ValueError(f"No estimate with the model {table.words(model)}: {problem}")

    alternatives = _alternatives(table, model, chosen_by)
    own = alternatives.iloc[0]
    profile_total, lower, upper = table.profile(model)
    warnings = []
    if noise_variance is not None:
        lower, upper = _widen(table, model, noise_variance, seed, profile_total, lower, upper)
        unclear = int(((table.counts > 0) & (table.counts < 2 * np.sqrt(noise_variance))).sum())
        warnings.append(
            f"Protection noise: {unclear} of {len(table.counts)} histories cannot be told from zero, "
            "and small overlaps decide the estimate."
        )
    low, high = alternatives["total"].min(), alternatives["total"].max()
    if high > WIDEST_HONEST_SPREAD * low:
        warnings.append(
            f"The models disagree by a factor of {high / low:.1f}, from {low:,.0f} to {high:,.0f}: "
            "the choice of model, not the data, decides the number."
        )
    if not np.isfinite(upper):
        warnings.append("The data set no upper limit.")
    return Estimate(float(own["total"]), lower, upper, table.words(model), alternatives, tuple(warnings), profile_total)


def why_not(histories: pd.DataFrame, terms: Terms) -> str:
    """Say why the model with these `terms` has no estimate from these histories; empty text when it has one.

    Existence by the linear programme of Fienberg and Rinaldo (2012) on the histories that remain once those with an
    empty overlap in the model are set aside (Chan, Silverman and Vincent 2021); identifiability by the rank of the
    design matrix. Arguments and errors as for `estimate`.
    """
    table = _Table.read(histories)
    return table.problem(_model(terms, table.names))


def bootstrap_interval(
    histories: pd.DataFrame,
    *,
    selection: Selection = "stepwise",
    threshold: float = 0.02,
    replicates: int = 1000,
    candidates: int = 50,
    confidence: float = 0.95,
    seed: int = 0,
) -> Bootstrap:
    """Interval for the total that includes the choice of the model, which is repeated in each resample.

    Bias-corrected and accelerated bootstrap (Efron 1987) as in Chan, Silverman and Vincent (2021): people are resampled
    with replacement, the acceleration comes from leaving out one person of each history. With "bic" the choice is
    repeated among the `candidates` models that are best on the data as observed (Silverman, Chan and Vincent 2024).
    A resample without an estimate counts as infinite. `histories` and errors as for `estimate`.
    """
    table = _Table.read(histories)
    if selection == "bic":
        found = _search(table)
        shortlist = sorted(found, key=lambda model: found[model].bic)[:candidates]

    def total(counts: Floats) -> float:
        resample = _Table(table.names, table.codes, counts)
        if selection == "stepwise":
            fit = resample.fit(_stepwise(resample, threshold))
        else:
            fit = min((resample.fit(model) for model in shortlist), key=_bic)
        return fit.total if fit else np.inf

    observed = table.counts
    people = int(observed.sum())
    random = np.random.default_rng(seed)
    draws = random.multinomial(people, observed / people, size=replicates).astype(float)
    totals = np.sort([total(draw) for draw in draws])
    point = total(observed)
    if not np.isfinite(point):
        raise ValueError("No model has an estimate: the overlaps between the lists are too small.")
    seen = np.flatnonzero(observed)
    left_out = np.array([total(observed - (np.arange(len(observed)) == cell)) for cell in seen])
    finite = np.isfinite(left_out)
    weight = observed[seen][finite]
    pull = np.average(left_out[finite], weights=weight) - left_out[finite]
    spread = float((weight * pull**2).sum())
    acceleration = float((weight * pull**3).sum()) / (6 * spread**1.5) if spread > 0 else 0.0
    # A share of exactly 0 or 1 has no normal quantile: half a resample is the finest that can be said.
    share = np.clip((totals < point).mean(), 0.5 / replicates, 1 - 0.5 / replicates)
    bias = norm.ppf(share)
    ends = bias + norm.ppf([(1 - confidence) / 2, (1 + confidence) / 2])
    lower, upper = np.quantile(totals, norm.cdf(bias + ends / (1 - acceleration * ends)), method="inverted_cdf")
    return Bootstrap(float(lower), float(upper), totals)


class _Fit(NamedTuple):
    total: float
    unlisted: float
    bic: float
    deviation: float
    """Standard error of the log of the number on no list."""
    overlaps: Floats
    """Expected people for each interaction, by bit mask."""


def _bic(fit: _Fit | None) -> float:
    return fit.bic if fit else np.inf


class _Table:
    """The complete table of histories: `codes` are bit masks of lists, 1 to 2^lists − 1, with `counts` beside them."""

    def __init__(self, names: list[str], codes: NDArray[np.int64], counts: Floats) -> None:
        self.names, self.codes, self.counts = names, codes, counts
        self.listed = float(counts.sum())
        everything = np.arange(len(codes) + 1)
        self.contains = (codes[:, None] & everything) == everything
        self.margins: Floats = counts @ self.contains
        self._fits: dict[tuple[bytes, bytes], _Fit | None] = {}

    @classmethod
    def read(cls, histories: pd.DataFrame, noisy: bool = False) -> _Table:
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
        named = (":".join(self.names[list_] for list_ in _lists(term)) for term in sorted(model, key=_order))
        return ", ".join(named) or "main effects"

    def _design(self, model: Model) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
        """Histories and parameters that take part: an empty overlap has the estimate minus infinity, so it leaves
        with every history that contains it (the extended estimate of Fienberg and Rinaldo)."""
        terms = np.array([0, *(1 << np.arange(len(self.names))), *sorted(model)], dtype=np.int64)
        empty = self.margins[terms] == 0
        return ~self.contains[:, terms[empty]].any(axis=1), terms[~empty]

    def problem(self, model: Model) -> str:
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

    def fit(self, model: Model) -> _Fit | None:
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
                deviation = float(np.sqrt(np.linalg.inv((design.T * means) @ design)[0, 0]))
                deviance = -2 * float((xlogy(counts, means) - means - gammaln(counts + 1)).sum())
                overlaps = means @ self.contains[cells]
                self._fits[key] = _Fit(self.listed + unlisted, unlisted, deviance, deviation, overlaps)
        fit = self._fits[key]
        parameters = 1 + len(self.names) + len(model)
        return fit and fit._replace(bic=fit.bic + parameters * float(np.log(self.listed)))

    def profile(self, model: Model, confidence: float = 0.95) -> tuple[float, float, float]:
        """Total and limits where the multinomial likelihood, maximised over everything else, falls by half of χ²."""
        cells, terms = self._design(model)
        fit = self.fit(model)
        assert fit is not None
        design = np.vstack([self.contains[np.ix_(cells, terms)], terms == 0]).astype(float)

        def likelihood(log_unlisted: float) -> float:
            hidden = np.exp(log_unlisted)
            total = self.listed + hidden
            counts = np.r_[self.counts[cells], hidden]
            found = _poisson(design, counts)
            if found is None:
                return -np.inf
            return float(gammaln(total + 1) - gammaln(hidden + 1) + xlogy(counts, found[0] / total).sum())

        start, reach = np.log(fit.unlisted), max(1.0, 3 * fit.deviation)
        best = minimize_scalar(
            lambda x: -likelihood(x), bounds=(start - reach, start + reach), method="bounded", options={"xatol": 1e-7}
        )
        drop = chi2.ppf(confidence, 1) / 2

        def beyond(log_unlisted: float) -> float:
            return float(np.clip(-best.fun - likelihood(log_unlisted), 0, 1e6) - drop)

        ends = [self.listed, np.inf]
        for side, sign in enumerate((-1, 1)):
            edge = best.x + sign * reach
            while beyond(edge) < 0 and abs(edge - start) < FARTHEST_LIMIT:
                edge += sign * reach
            if beyond(edge) >= 0:
                ends[side] = self.listed + float(np.exp(brentq(beyond, best.x, edge, xtol=1e-8)))
        return self.listed + float(np.exp(best.x)), ends[0], ends[1]


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


def _stepwise(table: _Table, threshold: float) -> Model:
    pairs = [int(code) for code in table.codes if int(code).bit_count() == 2]
    # The first of equal p-values wins, in the order of the lists.
    pairs.sort(key=_order)
    model: Model = frozenset()
    while (fit := table.fit(model)) is not None:
        rest = [pair for pair in pairs if pair not in model]
        expected, seen = fit.overlaps[rest], table.margins[rest]
        p_values = np.minimum(poisson.cdf(seen, expected), poisson.sf(seen - 1, expected))
        ranked = [rest[place] for place in np.argsort(p_values, kind="stable") if p_values[place] < threshold]
        step = next((pair for pair in ranked if table.fit(model | {pair})), None)
        if step is None:
            break
        model |= {step}
    return model


def _search(table: _Table) -> dict[Model, _Fit]:
    """Fits of all hierarchical models, or of those met on the way down in BIC where they are too many."""
    lists = len(table.names)
    if lists <= MOST_LISTS_SEARCHED_WHOLE:
        return {model: fit for model in _hierarchical_models(lists) if (fit := table.fit(model))}
    interactions = [int(code) for code in table.codes if 2 <= int(code).bit_count() < lists]
    pairs = frozenset(term for term in interactions if term.bit_count() == 2)
    # From below and from above, and on past the minimum, because rivals far from each other can be as good.
    met: dict[Model, _Fit | None] = {model: table.fit(model) for model in (frozenset(), pairs)}
    expanded: set[Model] = set()
    for _ in range(MOST_MODELS_EXPANDED):
        nearest = min(met.keys() - expanded, key=lambda model: _bic(met[model]))
        expanded.add(nearest)
        near = [model for term in interactions if _is_hierarchical(model := nearest ^ {term})]
        met.update((model, table.fit(model)) for model in near if model not in met)
    return {model: fit for model, fit in met.items() if fit}


def _minimum_bic(fits: dict[Model, _Fit]) -> Model:
    if not fits:
        raise ValueError("No model has an estimate: the overlaps between the lists are too small.")
    return min(fits, key=lambda model: fits[model].bic)


def _hierarchical_models(lists: int) -> list[Model]:
    models: list[Model] = [frozenset()]
    interactions = [code for code in range(1 << lists) if 2 <= code.bit_count() < lists]
    for term in sorted(interactions, key=_order):
        models += [model | {term} for model in models if _parts(term) <= model]
    return models


def _is_hierarchical(model: Model) -> bool:
    return all(_parts(term) <= model for term in model)


def _parts(term: int) -> Model:
    """The interactions one list smaller."""
    return frozenset(term ^ (1 << list_) for list_ in _lists(term)) if term.bit_count() > 2 else frozenset()


def _order(term: int) -> tuple[int, list[int]]:
    return term.bit_count(), _lists(term)


def _lists(term: int) -> list[int]:
    return [position for position in range(term.bit_length()) if term >> position & 1]


def _model(terms: Terms, names: list[str]) -> Model:
    if isinstance(terms, str):
        if terms != "main":
            raise ValueError(f'Give "main" or a list of interactions as terms, not {terms!r}.')
        return frozenset()

    def bit(member: str | int) -> int:
        if isinstance(member, str) and member in names:
            return 1 << names.index(member)
        if not isinstance(member, str) and 0 <= member < len(names):
            return 1 << int(member)
        raise ValueError(f"There is no list {member!r}; the lists are {', '.join(names)}.")

    model: set[int] = set()
    for term in terms:
        bits = sorted({bit(member) for member in (term.split(":") if isinstance(term, str) else term)})
        if not 2 <= len(bits) < len(names):
            raise ValueError(f"The interaction {term!r} must join at least two lists, and not all of them.")
        for size in range(2, len(bits) + 1):
            model |= {sum(group) for group in combinations(bits, size)}
    return frozenset(model)


def _alternatives(table: _Table, own: Model, chosen_by: str) -> pd.DataFrame:
    """The model itself, the usual choices, and the best in Occam's window of BIC, then their weighted average."""
    found = _search(table)
    named: list[tuple[Model, str]] = [
        (own, chosen_by),
        (frozenset(), "main effects"),
        *((_stepwise(table, level), f"stepwise, p < {level:g}") for level in STEPWISE_THRESHOLDS),
    ]
    found |= {model: fit for model, _ in named if (fit := table.fit(model))}
    ranked = sorted(found, key=lambda model: found[model].bic)
    best = found[ranked[0]].bic
    window = [model for model in ranked[:MOST_RIVALS] if found[model].bic <= best + OCCAM_WINDOW]
    named += [(window[0], "minimum BIC"), *((model, "BIC close to the minimum") for model in window[1:])]

    reasons: dict[Model, list[str]] = {}
    for model, reason in named:
        if model in found and reason not in (known := reasons.setdefault(model, [])):
            known.append(reason)
    intervals = [table.profile(model) for model in reasons]
    rivals = pd.DataFrame(
        {
            "model": [table.words(model) for model in reasons],
            "chosen_by": ["; ".join(reason) for reason in reasons.values()],
            "total": [found[model].total for model in reasons],
            "lower": [lower for _, lower, _ in intervals],
            "upper": [upper for _, _, upper in intervals],
            "bic": [found[model].bic for model in reasons],
            "weight": [float(model in window) for model in reasons],
        }
    )
    rivals["weight"] *= np.exp((best - rivals["bic"]) / 2)
    rivals["weight"] /= rivals["weight"].sum()

    weights = rivals["weight"].to_numpy()
    logs = np.log([found[model].unlisted for model in reasons])
    centre = weights @ logs
    deviation = weights @ np.hypot([found[model].deviation for model in reasons], logs - centre)
    average = table.listed + np.exp(centre + norm.ppf([0.5, 0.025, 0.975]) * deviation)
    rivals.loc[len(rivals)] = ["average", "BIC weights, on the log of those on no list", *average, np.nan, 1]
    return rivals


def _widen(
    table: _Table, model: Model, variance: float, seed: int, total: float, lower: float, upper: float
) -> tuple[float, float]:
    """Add the spread of refits under fresh noise to the interval, on the log scale of the number on no list."""
    random = np.random.default_rng(seed)
    redrawn = np.maximum(table.counts + random.normal(0, np.sqrt(variance), (200, len(table.counts))), 0)
    fits = [fit for counts in redrawn if (fit := _Table(table.names, table.codes, counts).fit(model))]
    if len(fits) < len(redrawn) / 2:
        raise ValueError("Under the noise of the release this model mostly has no estimate: merge lists.")
    spread = norm.ppf(0.975) * np.std(np.log([fit.unlisted for fit in fits]))
    centre = np.log(total - table.listed)
    down = np.hypot(centre - np.log(max(lower - table.listed, 1e-9)), spread)
    up = np.hypot(np.log(upper - table.listed) - centre, spread)
    return table.listed + float(np.exp(centre - down)), table.listed + float(np.exp(centre + up))
