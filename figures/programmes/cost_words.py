"""What one result of a programme cost: in words with its basis, or why that cannot be said."""

import math

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

    Columns programme, result, cost, basis, provenance, definition, value, and of what it is in: currency, price_year
    (missing where amounts stand in the prices of their own years), years and countries. results, spent: the results
    framework and the expenditure of each programme, by its code. prices: the year of constant prices and their yearly
    change, which is 0 where amounts stay in the prices of their own year. only_outcomes: outputs and activities of
    programmes that say which is which are left out.
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
                    "currency": cost.currency,
                    "price_year": cost.price_year,
                    "years": cost.span,
                    "countries": tuple(part.code for part in row["countries"]),
                }
            )
    columns = ["programme", "result", "cost", "basis", "provenance", "definition", "value", "currency"]
    columns += ["price_year", "years", "countries"]
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
    said = {"outcome": isolated(title, t), "cost": money(cost.value, cost.currency, t)}
    if cost.lower is None or cost.upper is None or cost.lower == cost.upper:
        pattern = t.gettext("{outcome}: {cost} each, without a margin: none was published of the number of people")
        return pattern.format(**said)
    said["low"] = money(cost.lower, cost.currency, t)
    if math.isinf(cost.upper):
        return t.gettext(
            "{outcome}: {cost} each (at least {low}; with no upper limit, because it may be nobody)"
        ).format(**said)
    pattern = t.gettext("{outcome}: {cost} each ({low} to {high})")
    return pattern.format(**said, high=money(cost.upper, cost.currency, t))


def cost_of_one(cost: Cost, t: Translator) -> str:
    """The cost of one person, where it is known."""
    assert cost.value is not None
    return t.gettext("{cost} per person").format(cost=money(cost.value, cost.currency, t))


def margin_of_one(cost: Cost, t: Translator) -> str:
    """The interval of a cost that is known, or that none was published."""
    if cost.lower is None or cost.upper is None or cost.lower == cost.upper:
        return t.gettext("no margin published")
    low = money(cost.lower, cost.currency, t)
    if math.isinf(cost.upper):
        return t.gettext("at least {low}").format(low=low)
    return t.gettext("{lower} to {upper}").format(lower=low, upper=money(cost.upper, cost.currency, t))


def comparison_note(costs: pd.DataFrame, t: Translator) -> str:
    """Whether costs of one result can be held against each other: one definition is not enough, money must be the same.

    costs: rows of `cost_table` with a value, of results that are defined in the same words.
    """
    are_current = bool(costs["price_year"].isna().any())
    if costs["currency"].nunique() > 1:
        apart = t.gettext("they are in different currencies")
    elif len(set(costs["countries"])) > 1:
        apart = t.gettext("they are of different countries, whose prices are not brought together")
    elif costs["price_year"].nunique(dropna=False) > 1 or (are_current and len(set(costs["years"])) > 1):
        apart = t.gettext("they are in the prices of different years, which are not brought together")
    else:
        return t.gettext(
            "These programmes define the result in the same words, in the same money: hold the whole ranges against "
            "each other, not the single numbers."
        )
    return t.gettext(
        "These programmes define the result in the same words, but their costs are not to be compared: {why}."
    ).format(why=apart)


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
