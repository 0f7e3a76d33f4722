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

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import norm, poisson

from analysis.list_models import Model, Terms, hierarchical_models, is_hierarchical, order, read_terms
from analysis.list_table import Fit, Floats, ListTable, bic_of

__all__ = ["Bootstrap", "Estimate", "bootstrap_interval", "estimate", "why_not"]

Selection = Literal["stepwise", "bic"]

STEPWISE_THRESHOLDS = (0.02, 0.005, 0.001)
# With six lists there are millions of hierarchical models, with five 6,893.
MOST_LISTS_SEARCHED_WHOLE = 5
# Occam's window of Madigan and Raftery: models less than 1/20 as probable as the best are left out.
OCCAM_WINDOW = 2 * np.log(20)
MOST_MODELS_EXPANDED = 50
MOST_RIVALS = 20
WIDEST_HONEST_SPREAD = 2.0


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
    table = ListTable.read(histories, noisy=noise_variance is not None)
    if terms is not None:
        model, chosen_by = read_terms(terms, table.names), "given"
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
    table = ListTable.read(histories)
    return table.problem(read_terms(terms, table.names))


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
    table = ListTable.read(histories)
    if selection == "bic":
        found = _search(table)
        shortlist = sorted(found, key=lambda model: found[model].bic)[:candidates]

    def total(counts: Floats) -> float:
        resample = ListTable(table.names, table.codes, counts)
        if selection == "stepwise":
            fit = resample.fit(_stepwise(resample, threshold))
        else:
            fit = min((resample.fit(model) for model in shortlist), key=bic_of)
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


def _stepwise(table: ListTable, threshold: float) -> Model:
    pairs = [int(code) for code in table.codes if int(code).bit_count() == 2]
    # The first of equal p-values wins, in the order of the lists.
    pairs.sort(key=order)
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


def _search(table: ListTable) -> dict[Model, Fit]:
    """Fits of all hierarchical models, or of those met on the way down in BIC where they are too many."""
    lists = len(table.names)
    if lists <= MOST_LISTS_SEARCHED_WHOLE:
        return {model: fit for model in hierarchical_models(lists) if (fit := table.fit(model))}
    interactions = [int(code) for code in table.codes if 2 <= int(code).bit_count() < lists]
    pairs = frozenset(term for term in interactions if term.bit_count() == 2)
    # From below and from above, and on past the minimum, because rivals far from each other can be as good.
    met: dict[Model, Fit | None] = {model: table.fit(model) for model in (frozenset(), pairs)}
    expanded: set[Model] = set()
    for _ in range(MOST_MODELS_EXPANDED):
        nearest = min(met.keys() - expanded, key=lambda model: bic_of(met[model]))
        expanded.add(nearest)
        near = [model for term in interactions if is_hierarchical(model := nearest ^ {term})]
        met.update((model, table.fit(model)) for model in near if model not in met)
    return {model: fit for model, fit in met.items() if fit}


def _minimum_bic(fits: dict[Model, Fit]) -> Model:
    if not fits:
        raise ValueError("No model has an estimate: the overlaps between the lists are too small.")
    return min(fits, key=lambda model: fits[model].bic)


def _alternatives(table: ListTable, own: Model, chosen_by: str) -> pd.DataFrame:
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
    table: ListTable, model: Model, variance: float, seed: int, total: float, lower: float, upper: float
) -> tuple[float, float]:
    """Add the spread of refits under fresh noise to the interval, on the log scale of the number on no list."""
    random = np.random.default_rng(seed)
    redrawn = np.maximum(table.counts + random.normal(0, np.sqrt(variance), (200, len(table.counts))), 0)
    fits = [fit for counts in redrawn if (fit := ListTable(table.names, table.codes, counts).fit(model))]
    if len(fits) < len(redrawn) / 2:
        raise ValueError("Under the noise of the release this model mostly has no estimate: merge lists.")
    spread = norm.ppf(0.975) * np.std(np.log([fit.unlisted for fit in fits]))
    centre = np.log(total - table.listed)
    down = np.hypot(centre - np.log(max(lower - table.listed, 1e-9)), spread)
    up = np.hypot(np.log(upper - table.listed) - centre, spread)
    return table.listed + float(np.exp(centre - down)), table.listed + float(np.exp(centre + up))
