"""What changed in the places of a programme while it ran, against places without it: a ratio of two ratios.

People are found in groups and years differ, so counts of a year vary more than those of people found one by one. How
much more is estimated from the years themselves (quasi-Poisson: variance in proportion to the mean; McCullagh and
Nelder 1989, section 9.3), within the time before and the time during, and limits are by the t distribution of the years
that tell it. The release's noise is in every variance.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import t

__all__ = ["Change", "NotCompared", "Side", "change_during"]

Array = NDArray[np.float64]
Limits = tuple[float, float, float]  # a ratio with its lower and upper limit
NotCompared = Literal[
    "",
    "no_before",
    "no_during",  # the release has no such year
    "withheld",  # a year of every place of the programme is
    "no_others",  # no other place has all its years
    "few_years",
    "few_people",
]

LEAST_FREEDOM = 2  # years beyond one before and one during, of all places, that tell how much years vary
# people on a side, over the variance over mean, from which on the logarithm of their number is about normal
LEAST_PEOPLE = 6.0


@dataclass(frozen=True)
class Side:
    """Places with the programme, or without: how many, people a year before and during it, and their ratio."""

    places: int
    before: float
    during: float
    ratio: Limits


@dataclass(frozen=True)
class Change:
    """What moved with a programme, or why nothing can be compared.

    with_programme, without: None where no such place has a number in every year. ratio: the change of the places with
    it over that of the others, with its 95 % limits; None with a `reason`. overdispersion: variance over mean of a
    year's count, 1 for people found one by one; NaN where it cannot be told. before, during: the first and last year
    that is compared, (0, 0) where there is none.
    reason: why it is compared with nothing, "" where it is.
    """

    with_programme: Side | None = None
    without: Side | None = None
    ratio: Limits | None = None
    overdispersion: float = field(default=float("nan"))
    before: tuple[int, int] = (0, 0)
    during: tuple[int, int] = (0, 0)
    reason: NotCompared = ""


def change_during(
    counts: pd.DataFrame,
    reached: Collection[str],
    first_year: int,
    last_year: int,
    *,
    least_overdispersion: float = 1.0,
    confidence: float = 0.95,
) -> Change:
    """Compare the places of a programme, before and during it, with the others of `counts`.

    counts: one row a place and year; columns place, year (int), count (missing where withheld), standard_error.
    reached: places of the programme. A place with a year that is withheld is left out: its other years are shown
    because chance made them large. least_overdispersion: variance over mean that is assumed at
    least. All that happened besides is in the ratio, and a trend that only one side had.
    """
    table = counts.astype({"count": "Float64"}).pivot(index="place", columns="year", values="count")
    noise = counts.pivot(index="place", columns="year", values="standard_error") ** 2
    years = table.columns.to_numpy()
    before, during = years < first_year, (years >= first_year) & (years <= last_year)
    length = int(before.sum()), int(during.sum())
    spans = _span(years[before]), _span(years[during])
    if not all(length):
        return Change(before=spans[0], during=spans[1], reason="no_before" if not length[0] else "no_during")
    kept = before | during
    numbers = table.loc[:, kept].astype("float64").dropna()
    variances = noise.loc[numbers.index, numbers.columns].to_numpy(dtype=float)
    values, is_during = numbers.to_numpy(), during[kept]
    has = numbers.index.isin(list(reached))
    if not has.any():
        return Change(before=spans[0], during=spans[1], reason="withheld")
    groups = [mask for mask in (has, ~has) if mask.any()]
    totals = np.array([values[mask].sum(axis=0) for mask in groups])
    total_noise = np.array([variances[mask].sum(axis=0) for mask in groups])
    # places may move together, and then their sum varies more than each: the larger of the two stands
    found = (_overdispersion(values, variances, is_during), _overdispersion(totals, total_noise, is_during))
    dispersion = max(float(np.fmax(*found)), least_overdispersion) if not np.isnan(found).all() else float("nan")
    freedom = len(values) * (sum(length) - 2)
    if found[1] == dispersion:
        freedom = len(totals) * (sum(length) - 2)  # told by the sums alone: places that move together tell it once
    quantile = float(t.ppf((1 + confidence) / 2, max(freedom, 1)))
    people = np.array([[total[~is_during].sum(), total[is_during].sum()] for total in totals])
    spoilt = np.array([[part[~is_during].sum(), part[is_during].sum()] for part in total_noise])
    reason: NotCompared = ""
    if len(groups) < 2:
        reason = "no_others"
    if freedom < LEAST_FREEDOM or np.isnan(dispersion):
        reason = "few_years"
    elif (people < LEAST_PEOPLE * dispersion).any() or (people**2 < LEAST_PEOPLE * spoilt).any():
        reason = "few_people"
    can_be_told = reason in ("", "no_others")
    logs = np.log(np.maximum(people, 1e-9) / length)
    errors = (dispersion * people + spoilt) / np.maximum(people, 1e-9) ** 2
    moved = logs[:, 1] - logs[:, 0]
    nothing = (float("nan"),) * 3

    def limits(log_ratio: float, variance: float) -> Limits:
        reach = quantile * np.sqrt(variance)
        return tuple(float(np.exp(log_ratio + sign * reach)) for sign in (0, -1, 1))  # type: ignore[return-value]

    sides = [
        Side(
            int(mask.sum()),
            float(people[row, 0] / length[0]),
            float(people[row, 1] / length[1]),
            limits(moved[row], errors[row].sum()) if can_be_told else nothing,
        )
        for row, mask in enumerate(groups)
    ]
    return Change(
        with_programme=sides[0],
        without=sides[1] if len(sides) > 1 else None,
        ratio=None if reason else limits(moved[0] - moved[1], errors.sum()),
        overdispersion=dispersion,
        before=spans[0],
        during=spans[1],
        reason=reason,
    )


def _span(years: NDArray[np.int64]) -> tuple[int, int]:
    return (int(years.min()), int(years.max())) if len(years) else (0, 0)


def _overdispersion(counts: Array, noise: Array, is_during: NDArray[np.bool_]) -> float:
    """Variance over mean of rows of counts, within the years before and within those during; at least 1."""
    excess, free = 0.0, 0.0
    for side in (~is_during, is_during):
        years = int(side.sum())
        means = counts[:, side].mean(axis=1, keepdims=True)
        told = (means > 1)[:, 0]
        if years < 2 or not told.any():
            continue
        share = 1 - 1 / years
        squares = (counts[told][:, side] - means[told]) ** 2 - share * noise[told][:, side]
        excess += float((squares / means[told]).sum())
        free += share * squares.size
    return max(excess / free, 1.0) if free else float("nan")
