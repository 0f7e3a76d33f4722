"""What one outcome of a programme cost, with the basis of the number, or why there is none."""

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
import pandas as pd

from analysis.results import Span, Total, period_span

__all__ = ["Cost", "NoCost", "cost_per_outcome"]

NoCost = Literal[
    "", "no_expenditure", "no_category", "currencies", "price_years", "no_outcome", "no_one", "periods"
]  # why there is no cost: see Cost


@dataclass(frozen=True)
class Cost:
    """The cost of one unit of an outcome, with its basis, or why there is none.

    value, lower, upper: per unit, in `currency`; the bounds come from the outcome's interval only, and upper is
    infinite where that may be nobody. numerator = direct + share x shared. outcomes: the denominator. span: the days
    both cover. price_year: of constant prices, None for the prices of each year. rate: their yearly change, if assumed.
    reason: "" | "no_expenditure" | "no_category" (nothing is booked on this outcome) | "currencies" | "price_years" |
    "no_outcome" | "no_one" (the outcome is 0) | "periods" (expenditure and outcome cover different periods).
    """

    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    direct: float = 0.0
    shared: float = 0.0
    share: float = 0.0
    numerator: float = 0.0
    outcomes: float = 0.0
    currency: str = ""
    span: Span | None = None
    price_year: int | None = None
    rate: float | None = None
    reason: NoCost = ""


def cost_per_outcome(
    expenditure: pd.DataFrame,
    outcome: Total,
    category: str,
    *,
    shared_category: str = "Shared costs",
    constant_prices: tuple[int, float] | None = None,
) -> Cost:
    """Divide what was spent on an outcome by the outcome, or say why not.

    expenditure: one row an amount of one programme; columns amount, currency, price_year, category, period_start,
    period_end. What is booked on `category` counts in full; of `shared_category`, the share that the direct costs of
    this outcome have in all direct costs. Everything must be in one currency and one kind of prices. Only amounts
    whose period lies within the outcome's are counted, none may lie within it in part or in a time that is not said,
    and the direct ones must cover every day of it. constant_prices:
    (year, yearly change of prices) brings amounts in the prices of their own year to those of one year: amount x
    (1 + change) ^ (year - year of the middle of its period).
    """
    if expenditure.empty:
        return Cost(reason="no_expenditure")
    if not (expenditure["category"] == category).any():
        return Cost(reason="no_category")
    # what other outcomes cost directly decides the share of the shared costs, so it must be in the same money
    if expenditure["currency"].nunique() > 1:
        return Cost(reason="currencies")
    price_years = expenditure["price_year"].astype(object).where(expenditure["price_year"].notna(), None)
    if price_years.nunique(dropna=False) > 1:
        return Cost(reason="price_years")
    if outcome.value is None:
        return Cost(reason="no_outcome")
    if outcome.value <= 0:
        return Cost(reason="no_one")
    if outcome.span is None:
        return Cost(reason="periods")
    spans = [_span(row.period_start, row.period_end) for row in expenditure.itertuples()]
    where = [_lies(span, outcome.span) for span in spans]
    if None in where:
        return Cost(reason="periods")
    is_inside = np.array(where, dtype=bool)
    is_direct = is_inside & (expenditure["category"] == category).to_numpy()
    if not _is_covered(outcome.span, [span for span, counts in zip(spans, is_direct, strict=True) if span and counts]):
        return Cost(reason="periods")
    expenditure = expenditure[is_inside]
    direct = expenditure[expenditure["category"] == category]
    shared = expenditure[expenditure["category"] == shared_category]
    stated = price_years.iloc[0]
    amounts = expenditure["amount"].astype(float)
    if constant_prices is not None and stated is None:
        amounts = amounts * _price_factors(expenditure, *constant_prices)
    of_direct = math.fsum(amounts[direct.index])
    of_all = math.fsum(amounts[expenditure["category"] != shared_category])
    of_shared = math.fsum(amounts[shared.index])
    share = of_direct / of_all if of_all else 0.0
    numerator = of_direct + share * of_shared
    fewest = outcome.value if outcome.lower is None else outcome.lower
    return Cost(
        value=numerator / outcome.value,
        lower=numerator / (outcome.upper or outcome.value),
        upper=numerator / fewest if fewest > 0 else math.inf,
        direct=of_direct,
        shared=of_shared,
        share=share,
        numerator=numerator,
        outcomes=outcome.value,
        currency=str(direct["currency"].iloc[0]),
        span=outcome.span,
        price_year=int(stated) if stated is not None else constant_prices[0] if constant_prices else None,
        rate=constant_prices[1] if constant_prices and stated is None else None,
    )


def _span(start: object, end: object) -> Span | None:
    return period_span(*(text if isinstance(text, str) else None for text in (start, end)))


def _lies(span: Span | None, whole: Span) -> bool | None:
    """Does a period lie within another? None where it does in part, or where it is not known."""
    if span is None:
        return None
    if whole[0] <= span[0] and span[1] <= whole[1]:
        return True
    return False if span[1] < whole[0] or span[0] > whole[1] else None


def _is_covered(whole: Span, spans: list[Span]) -> bool:
    """Do periods within another leave no day of it out?"""
    last = whole[0] - timedelta(days=1)
    for first, end in sorted(spans):
        if first > last + timedelta(days=1):
            return False
        last = max(last, end)
    return last == whole[1]


def _price_factors(expenditure: pd.DataFrame, year: int, change: float) -> pd.Series:
    middles = []
    for row in expenditure.itertuples():
        span = _span(row.period_start, row.period_end)
        middles.append((span[0] + (span[1] - span[0]) / 2).year if span else year)
    return pd.Series([(1 + change) ** (year - middle) for middle in middles], index=expenditure.index)
