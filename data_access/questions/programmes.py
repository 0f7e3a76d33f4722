"""Questions about programmes: what they are, what they promised and reported, what they spent, where they work.

Every value is as published or, where its provenance says so, synthetic; nothing is filled in.
"""

from collections.abc import Hashable
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from data_access.codes.iati_codes import MONEY_KINDS
from data_access.gazetteer import country_code, places, province_code
from data_access.release.filters import Filters
from data_access.release.release import Release

# where something that was published stands, when it was read there, how firm it is, how it is defined
PUBLISHED_AT = ["source_address", "read_on", "firmness", "definition"]
VALUE_COLUMNS = [
    "id", "indicator", "programme", "programme_title", "body", "title", "level", "measure", "unit", "ascending",
    "standard_tag", "kind", "value", "lower", "upper", "sex", "age", "disaggregation", "dimension", "period_start",
    "period_end", "country", "place_text", "source_title", "source_publisher", "source_document", *PUBLISHED_AT,
    "already_public", "note", "provenance",
]  # fmt: skip
PORTFOLIO_COLUMNS = [
    "code", "iati_identifier", "title", "donor", "donors", "implementer", "implementers", "bodies", "country",
    "countries", "named_countries", "regions", "sectors", "start", "end", "status", "theme", "budget", "currency",
    "spent", "spent_currency", "money", "indicators", "targets", "actuals", "milestones", "places", "provenance",
    "source_title", "source_publisher", *PUBLISHED_AT,
]  # fmt: skip
MONEY_COLUMNS = [
    "id", "programme", "kind", "amount", "currency", "price_year", "category", "period_start", "period_end",
    "source_title", "source_publisher", "provenance",
]  # fmt: skip


def values(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a value of an indicator, as published: VALUE_COLUMNS.

    `body` and `programme_title` are names; `value`, `lower`, `upper` numbers, missing for a finding in words;
    `disaggregation` what else a group is told by, in the words of the source. filters.programme keeps one programme.
    """
    found = release.frame("indicator_value")
    if found.empty:
        return pd.DataFrame(columns=VALUE_COLUMNS)
    for column in ("disaggregation", "already_public", *PUBLISHED_AT):
        found[column] = found.get(column)  # older releases have none
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


def money(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an amount of money of a programme: MONEY_COLUMNS. filters.programme keeps one programme.

    `kind` is budget, revised_budget, planned_disbursement, commitment, disbursement, expenditure, incoming_funds or
    incoming_commitment (data_access.codes.iati_codes): what was planned, promised, passed on, spent. They are never
    added.
    """
    found = release.frame("expenditure")
    if found.empty:
        return pd.DataFrame(columns=MONEY_COLUMNS)
    found["amount"] = pd.to_numeric(found["amount"])
    found["kind"] = found.get("kind", "expenditure")  # older releases knew no other
    found["source_publisher"] = found.get("source_publisher")  # and did not say whose it is
    if filters.programme:
        found = found[found["programme"] == filters.programme]
    return found[MONEY_COLUMNS].reset_index(drop=True)


def expenditure(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an amount that a programme spent: MONEY_COLUMNS. filters.programme keeps one programme."""
    found = money(release, filters)
    return found[found["kind"] == "expenditure"].reset_index(drop=True)


def portfolio(
    release: Release, filters: Filters, *, donor: str | None = None, theme: str | None = None
) -> pd.DataFrame:
    """One row a programme, published ones first, then by begin: PORTFOLIO_COLUMNS.

    `donor`, `implementer` (all of them in one text; `donors` and `implementers` one by one) and `bodies` (who published
    its results) are names; `country` is the only one, `countries`, `regions` and `sectors` are Parts;
    `named_countries` the codes of its countries or else of those that its results name; `start` and `end`
    days as text, of the programme or else of its budget; `budget`, `spent` and their currencies as published (missing
    unless all of it is in one currency); `money` pairs of a kind of money and its totals by currency; `indicators`,
    `targets`, `actuals`, `milestones` count what is published with a number; `places` are the province codes that its
    results name. What is not published is missing.
    filters.years keeps programmes that run in one of the years or say no period, filters.country those that name the
    country, by themselves or else in a result, or none; donor and theme those that say the same.
    """
    programmes = release.frame("programme")
    if programmes.empty:
        return pd.DataFrame(columns=PORTFOLIO_COLUMNS)
    # a column of nothing holds NaN, which is true
    programmes = programmes.astype(object).where(programmes.notna(), None)
    found = values(release, Filters())
    amounts = money(release, Filters())
    shares = _shares(release, programmes)
    rows = []
    for row in programmes.to_dict("records"):
        code = row["code"]
        mine = amounts[amounts["programme"] == code]
        rows.append(_programme(row, found[found["programme"] == code], mine, shares.get(code, {})))
    answer = pd.DataFrame(rows)
    if filters.years:
        first, last = (str(year) for year in filters.years)
        runs = (answer["start"].fillna("0000").str[:4] <= last) & (answer["end"].fillna("9999").str[:4] >= first)
        answer = answer[runs]
    if filters.country:
        chosen = set(filters.country)
        named_or_none = [not named or bool(chosen & set(named)) for named in answer["named_countries"]]
        answer = answer[np.array(named_or_none, dtype=bool)]  # an empty list would choose no columns instead of no rows
    if donor:
        answer = answer[np.array([donor in donors for donors in answer["donors"]], dtype=bool)]
    if theme:
        answer = answer[answer["theme"] == theme]
    answer["order"] = answer["provenance"].map({"published": 0}).fillna(1)
    answer = answer.sort_values(["order", "start", "title"], na_position="last", ignore_index=True)
    return answer[PORTFOLIO_COLUMNS].astype(object).where(answer[PORTFOLIO_COLUMNS].notna(), None)


class Part(NamedTuple):
    """A country, region or sector of a programme: its code, its name if the source gives one, its share in percent."""

    code: str
    name: str | None
    percentage: float | None


def _shares(release: Release, programmes: pd.DataFrame) -> dict[str, dict[str, tuple[Part, ...]]]:
    """The donors, implementers, countries, regions and sectors of each programme, by kind."""
    frame = release.frame("programme_share")
    if frame.empty:  # older releases have one of each at most
        names = release.frame("organisation").set_index("code")["name"]
        rows = [
            (row["code"], kind, row[kind], names.get(row[kind]), None)
            for row in programmes.to_dict("records")
            for kind in ("donor", "implementer", "country")
            if row[kind]
        ]
    else:
        ordered = frame.sort_values(["programme", "position"])
        ordered = ordered.astype(object).where(ordered.notna(), None)
        rows = list(ordered[["programme", "kind", "code", "name", "percentage"]].itertuples(index=False, name=None))
    shares: dict[str, dict[str, tuple[Part, ...]]] = {}
    for programme, kind, code, name, percentage in rows:
        of = shares.setdefault(programme, {})
        of[kind] = (*of.get(kind, ()), Part(code, name, percentage))
    return shares


def _programme(
    row: dict[Hashable, Any], found: pd.DataFrame, mine: pd.DataFrame, shares: dict[str, tuple[Part, ...]]
) -> dict[Hashable, Any]:
    has_number = found["value"].notna()
    counted = {kind: int(((found["kind"] == kind) & has_number).sum()) for kind in ("target", "actual", "milestone")}
    measured = found[found["kind"].isin(("baseline", "target", "actual"))]
    budgets = found[(found["kind"] == "budget") & has_number]
    dated = budgets.iloc[0] if len(budgets) == 1 else None
    totals = dict(money_totals(mine))
    budget = ((dated["unit"], float(dated["value"])),) if dated is not None else totals.get("budget", ())
    spent = totals.get("expenditure", ())
    countries = shares.get("country", ())
    donors, implementers = (
        tuple(part.name or part.code for part in shares.get(kind, ())) for kind in ("donor", "implementer")
    )
    return {
        "iati_identifier": None,
        **dict.fromkeys(PUBLISHED_AT),
        **row,
        "donor": ", ".join(donors) or None,
        "donors": donors,
        "implementer": ", ".join(implementers) or None,
        "implementers": implementers,
        "bodies": ", ".join(dict.fromkeys(found["body"].dropna())) or None,
        "countries": countries,
        "named_countries": tuple(part.code for part in countries) or _countries_of(found),
        "regions": shares.get("region", ()),
        "sectors": shares.get("sector", ()),
        "start": _day(row["start_date"]) or (dated["period_start"] if dated is not None else None),
        "end": _day(row["end_date"]) or (dated["period_end"] if dated is not None else None),
        "budget": budget[0][1] if len(budget) == 1 else None,
        "currency": budget[0][0] if len(budget) == 1 else None,
        "spent": spent[0][1] if len(spent) == 1 else None,
        "spent_currency": spent[0][0] if len(spent) == 1 else None,
        "money": tuple(totals.items()),
        "indicators": measured["indicator"].nunique(),
        "targets": counted["target"],
        "actuals": counted["actual"],
        "milestones": counted["milestone"],
        "places": programme_places(found),
    }


def money_totals(amounts: pd.DataFrame) -> list[tuple[str, tuple[tuple[str, float], ...]]]:
    """Each kind of money with its total by currency, in the order of data_access.codes.iati_codes.MONEY_KINDS.

    A revised budget stands in the place of the budgets whose periods it overlaps; both are "budget" here.
    """
    revised = amounts[amounts["kind"] == "revised_budget"]
    replaced = [
        row["kind"] == "budget"
        and bool(
            ((revised["period_start"] <= row["period_end"]) & (revised["period_end"] >= row["period_start"])).any()
        )
        for row in amounts.to_dict("records")
    ]
    counted = amounts[~pd.Series(replaced, index=amounts.index, dtype=bool)]
    counted = counted.assign(kind=counted["kind"].replace("revised_budget", "budget"))
    sums = counted.groupby(["kind", "currency"])["amount"].sum() if len(counted) else pd.Series(dtype=float)
    return [
        (kind, tuple((str(currency), float(total)) for currency, total in sums[kind].items()))
        for kind in MONEY_KINDS
        if (counted["kind"] == kind).any()
    ]


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


def _countries_of(found: pd.DataFrame) -> tuple[str, ...]:
    """The countries that a programme's results name. Findings are about a country, not work in it."""
    return tuple(dict.fromkeys(found["country"][(found["kind"] != "finding") & found["country"].notna()]))


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
