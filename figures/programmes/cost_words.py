"""What one result of a programme cost: in words with its basis, or why that cannot be said."""

import pandas as pd

from analysis.costs import Cost, cost_per_outcome
from analysis.frameworks import Result
from figures.kit.rows import rows_of
from figures.kit.text import isolated
from figures.programmes import words as says
from locales import Translator

COSTED = "people"  # results that are people have a cost each


def cost_table(
    programmes: pd.DataFrame,
    results: dict[str, list[Result]],
    spent: dict[str, pd.DataFrame],
    t: Translator,
    *,
    prices: tuple[int, float],
    only_outcomes: bool,
) -> pd.DataFrame:
    """One row a result of people: what one cost and its basis in words, or why there is no cost.

    Columns programme, result, cost, basis, provenance, definition, value. results, spent: the results framework and
    the expenditure of each programme, by its code. prices: the year of constant prices and their yearly change, which
    is 0 where amounts stay in the prices of their own year. only_outcomes: outputs and activities of programmes that
    say which is which are left out.
    """
    year, rate = prices
    rows = []
    for row in rows_of(programmes):
        for result in results[row["code"]]:
            if result.unit != COSTED or (only_outcomes and result.level not in (None, "outcome")):
                continue
            cost = cost_per_outcome(
                spent[row["code"]],
                result.everyone.actual,
                result.title,
                constant_prices=(year, rate) if rate else None,
            )
            rows.append(
                {
                    "programme": row["title"],
                    "result": result.title,
                    "cost": cost_sentence(cost, result.title, t),
                    "basis": cost_basis(cost, t) if cost.value is not None else "",
                    "provenance": row["provenance"],
                    "definition": result.dimension or "",
                    "value": cost.value,
                }
            )
    columns = ["programme", "result", "cost", "basis", "provenance", "definition", "value"]
    return pd.DataFrame(rows, columns=columns)


def cost_sentence(cost: Cost, title: str, t: Translator) -> str:
    """The cost of one unit, or why there is none."""
    if cost.value is None:
        return {
            "no_expenditure": t.gettext("{outcome}: no cost, because no expenditure was published."),
            "no_category": t.gettext("{outcome}: no cost, because no expenditure is booked on it."),
            "currencies": t.gettext(
                "{outcome}: no cost, because the expenditure is in several currencies and no exchange rate was "
                "published."
            ),
            "price_years": t.gettext("{outcome}: no cost, because the expenditure mixes prices of different years."),
            "no_outcome": t.gettext("{outcome}: no cost, because no actual value was published."),
            "no_one": t.gettext("{outcome}: no cost, because the actual value is none."),
            "periods": t.gettext("{outcome}: no cost, because expenditure and actual value cover different periods."),
        }[cost.reason].format(outcome=isolated(title, t))
    return t.gettext("{outcome}: {cost} each").format(
        outcome=isolated(title, t), cost=money(cost.value, cost.currency, t)
    )


def cost_basis(cost: Cost, t: Translator) -> str:
    """What is in a cost: the numerator, the denominator, the share, the money and the period."""
    if cost.price_year is None:
        prices = t.gettext("in the prices of each year")
    elif cost.rate is None:
        prices = t.gettext("in prices of {year}").format(year=t.year(cost.price_year))
    else:
        prices = t.gettext("in prices of {year}, if prices rose by {rate} a year (your assumption)").format(
            year=t.year(cost.price_year), rate=t.percent(cost.rate, decimals=1)
        )
    return t.gettext(
        "{numerator} for {outcomes}, {period}: {direct} booked on this result and {part} of {shared} shared costs "
        "(the share that this result has in all direct costs), {prices}. Nothing else is in it: not what families, "
        "the state or other programmes spent."
    ).format(
        numerator=money(cost.numerator, cost.currency, t),
        outcomes=says.plain_number(cost.outcomes, t),
        period=says.span_words(cost.span, t),
        direct=money(cost.direct, cost.currency, t),
        part=t.percent(cost.share),
        shared=money(cost.shared, cost.currency, t),
        prices=prices,
    )


def money(value: float, currency: str, t: Translator) -> str:
    """An amount of money without cents."""
    return t.gettext("{currency} {number}").format(currency=currency, number=t.number(round(value)))
