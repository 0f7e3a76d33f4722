"""Questions about programmes: what they are, what they promised and reported, what they spent, where they work.

Every value is as published or, where its provenance says so, synthetic; nothing is filled in.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from data_access.filters import Filters
from data_access.gazetteer import country_code, places, province_code
from data_access.release import Release

VALUE_COLUMNS = [
    "id", "indicator", "programme", "programme_title", "body", "title", "level", "measure", "unit", "ascending",
    "standard_tag", "kind", "value", "lower", "upper", "sex", "age", "dimension", "period_start", "period_end",
    "country", "place_text", "source_title", "source_publisher", "source_document", "note", "provenance",
]  # fmt: skip
PORTFOLIO_COLUMNS = [
    "code", "title", "donor", "implementer", "bodies", "country", "start", "end", "status", "theme", "budget",
    "currency", "spent", "spent_currency", "indicators", "targets", "actuals", "milestones", "places", "provenance",
    "source_title", "source_publisher",
]  # fmt: skip
EXPENDITURE_COLUMNS = [
    "id", "programme", "amount", "currency", "price_year", "category", "period_start", "period_end", "source_title",
    "provenance",
]  # fmt: skip


def values(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a value of an indicator, as published: VALUE_COLUMNS.

    `body` and `programme_title` are names; `value`, `lower`, `upper` numbers, missing for a finding in words.
    filters.programme keeps one programme.
    """
    found = release.frame("indicator_value")
    if found.empty:
        return pd.DataFrame(columns=VALUE_COLUMNS)
    indicators = release.frame("indicator").rename(columns={"code": "indicator"})
    names = release.frame("organisation").set_index("code")["name"]
    programmes = release.frame("programme")
    titles = programmes.set_index("code")["title"] if len(programmes) else pd.Series(dtype=object)
    found = found.merge(indicators, on="indicator", how="left")
    found["body"] = found["body"].map(names)
    found["programme_title"] = found["programme"].map(titles)
    for column in ("value", "lower", "upper"):
        found[column] = pd.to_numeric(found[column])
    if filters.programme:
        found = found[found["programme"] == filters.programme]
    ordered = found.sort_values(["programme", "indicator", "period_start", "id"], na_position="last", ignore_index=True)
    return (
        ordered[VALUE_COLUMNS].astype(dict.fromkeys(TEXT_COLUMNS, object)).where(ordered[VALUE_COLUMNS].notna(), None)
    )


TEXT_COLUMNS = [name for name in VALUE_COLUMNS if name not in ("id", "value", "lower", "upper")]


def statements(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a finding, or another value that a body published outside any programme: VALUE_COLUMNS, by publisher."""
    found = values(release, filters.without("programme"))
    found = found[(found["programme"].isna() | (found["kind"] == "finding")) & (found["provenance"] == "published")]
    return found.sort_values(["source_publisher", "body", "title"], ignore_index=True)


def expenditure(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an amount that a programme spent: EXPENDITURE_COLUMNS. filters.programme keeps one programme."""
    found = release.frame("expenditure")
    if found.empty:
        return pd.DataFrame(columns=EXPENDITURE_COLUMNS)
    found["amount"] = pd.to_numeric(found["amount"])
    if filters.programme:
        found = found[found["programme"] == filters.programme]
    return found[EXPENDITURE_COLUMNS].reset_index(drop=True)


def portfolio(
    release: Release, filters: Filters, *, donor: str | None = None, theme: str | None = None
) -> pd.DataFrame:
    """One row a programme, published ones first, then by begin: PORTFOLIO_COLUMNS.

    `donor`, `implementer` and `bodies` (who published its results) are names; `start` and `end` days as text, of the
    programme or else of its budget; `budget`, `spent` and their currencies as published (`spent` is missing unless all
    of it is in one currency); `indicators`, `targets`, `actuals`, `milestones` count what is published with a number;
    `places` are the province codes that its results name. What is not published is missing.
    filters.years keeps programmes that run in one of the years or say no period, filters.country those that name the
    country or none; donor and theme those that say the same.
    """
    programmes = release.frame("programme")
    if programmes.empty:
        return pd.DataFrame(columns=PORTFOLIO_COLUMNS)
    found = values(release, Filters())
    spent = expenditure(release, Filters())
    names = release.frame("organisation").set_index("code")["name"]
    rows = [_programme(row, found[found["programme"] == row["code"]], spent) for row in programmes.to_dict("records")]
    answer = pd.DataFrame(rows)
    answer["donor"], answer["implementer"] = answer["donor"].map(names), answer["implementer"].map(names)
    if filters.years:
        first, last = (str(year) for year in filters.years)
        runs = (answer["start"].fillna("0000").str[:4] <= last) & (answer["end"].fillna("9999").str[:4] >= first)
        answer = answer[runs]
    if filters.country:
        answer = answer[answer["country"].isin(filters.country) | answer["country"].isna()]
    for column, chosen in (("donor", donor), ("theme", theme)):
        if chosen:
            answer = answer[answer[column] == chosen]
    answer["order"] = answer["provenance"].map({"published": 0}).fillna(1)
    answer = answer.sort_values(["order", "start", "title"], na_position="last", ignore_index=True)
    return answer[PORTFOLIO_COLUMNS].astype(object).where(answer[PORTFOLIO_COLUMNS].notna(), None)


def _programme(row: dict[Hashable, Any], found: pd.DataFrame, spent: pd.DataFrame) -> dict[Hashable, Any]:
    budgets = found[(found["kind"] == "budget") & found["value"].notna()]
    mine = spent[spent["programme"] == row["code"]]
    has_number = found["value"].notna()
    counted = {kind: int(((found["kind"] == kind) & has_number).sum()) for kind in ("target", "actual", "milestone")}
    measured = found[found["kind"].isin(("baseline", "target", "actual"))]
    one_currency = len(mine) and mine["currency"].nunique() == 1
    budget = budgets.iloc[0] if len(budgets) == 1 else None
    return {
        **row,
        "bodies": ", ".join(dict.fromkeys(found["body"].dropna())) or None,
        "start": _day(row["start_date"]) or (budget["period_start"] if budget is not None else None),
        "end": _day(row["end_date"]) or (budget["period_end"] if budget is not None else None),
        "budget": float(budget["value"]) if budget is not None else None,
        "currency": budget["unit"] if budget is not None else None,
        "spent": float(mine["amount"].sum()) if one_currency else None,
        "spent_currency": mine["currency"].iloc[0] if one_currency else None,
        "indicators": measured["indicator"].nunique(),
        "targets": counted["target"],
        "actuals": counted["actual"],
        "milestones": counted["milestone"],
        "places": programme_places(found),
    }


def _day(value: object) -> str | None:
    return str(value)[:10] if value is not None and value == value else None


def programme_places(found: pd.DataFrame) -> tuple[str, ...]:
    """Province codes of the places that a programme's results name, in order; () where it names none that is known.

    found: values (see `values`). Findings are about a place, not work in it, and are left out; so are places that the
    text does not name ("nine provinces").
    """
    named: dict[str, None] = {}
    texts = found[(found["kind"] != "finding") & found["place_text"].notna()]
    for text, country in zip(texts["place_text"].tolist(), texts["country"].tolist(), strict=True):
        for part in str(text).split("|"):
            code = _province(part.strip(), country)
            if code:
                named[code] = None
    return tuple(named)


def _province(name: str, country: str | None) -> str | None:
    if not name or not country or country_code(country) is None:
        return None
    code = province_code(name, country)
    if code is not None:
        return code
    towns = places()
    match = towns[(towns["country"] == country) & (towns["name_en"].str.casefold() == name.casefold())]
    return str(match["province"].iloc[0]) if len(match) else None


def places_by_year(release: Release, filters: Filters, country: str) -> pd.DataFrame:
    """One row a province of a country and year: place, year (number), count, standard_error, state.

    People identified there; sex and age of `filters` are kept. Raises NotPublished.
    """
    answer = release.counts(("province", "year"), filters.without("years", "country", "place", "form"))
    answer = answer[(answer["province"].str[:2] == country) & (answer["province"].str.len() > 2)]
    answer = answer[answer["year"].str.isdecimal()].rename(columns={"province": "place"})
    return answer.assign(year=answer["year"].astype(int)).reset_index(drop=True)
