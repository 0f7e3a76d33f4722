"""Victims per 100,000 people by form, sex and age group of each country: SDG indicator 16.2.2 of a release's own cases.

The indicator counts victims of human trafficking per 100,000 population, by sex, age and form of exploitation. What a
release can say is detected and recorded people; what countries report to UNODC is another number, and is never mixed
with it.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.rates import direct_standardisation, group_rates
from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.questions.areas import AGE_OF_POPULATION
from data_access.questions.official_statistics import COUNTRIES
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from findings.change import group_trends, whole_years
from findings.rates import PER, assumed, overdispersion

ALL = "total"
STANDARDISED = "standardised"
GROUPS = ((), ("sex",), ("age",), ("sex", "age"))
AGE_OF_RELEASE = {code: age for age, code in AGE_OF_POPULATION.items()}


def victim_rates(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country, form, sex and age group of the last whole year: people identified per 100,000 of that group.

    Only filters.country and years are used. Columns: `country`; `form` (ALL for every form together; a person can be in
    two forms), `sex`, `age` (ALL, a code of the release, or STANDARDISED: the rate that the country would have with the
    ages of the six countries together, made where both ages are published); `year`; `count`, `standard_error`, `state`;
    `population` (people of exactly this group; a sex and an age are crossed only where a source crosses them), `rate`,
    `lower`, `upper`. Limits hold how much the years of the country vary, or those of areas where that is more or the
    country's own is not known. attrs: `factors` (the smallest and largest variance over mean of these countries),
    `year`, `population_years`. Raises NotPublished where no year is whole or no table covers it.
    """
    period = whole_years(release, filters)
    if period is None:
        raise NotPublished("No year of this choice is whole yet.")
    people, years = _populations(release)
    counts = _counts(release, filters, period[1])
    factors = _factors(release, counts["country"].unique())
    rated = pd.concat(
        [rates_of(of_country, people, factors[str(country)]) for country, of_country in counts.groupby("country")],
        ignore_index=True,
    )
    rated.insert(4, "year", period[1])
    rated.attrs = {
        "factors": (min(factors.values()), max(factors.values())),
        "year": period[1],
        "population_years": years,
    }
    return rated


def rates_of(counts: pd.DataFrame, population: pd.DataFrame, factor: float) -> pd.DataFrame:
    """The frame of victim_rates. counts: country, form, sex, age, count, standard_error, state; population: country,
    sex, age, population; factor: variance over mean of the counts."""
    by = ["country", "form", "sex", "age"]
    noisy = counts.assign(
        count=counts["count"].astype(float).where(counts["state"] != "withheld"),
        noise_variance=counts["standard_error"].astype(float) ** 2,
    )
    people = counts[by].merge(population, on=["country", "sex", "age"])
    rates = group_rates(noisy, people, by, per=PER, overdispersion=factor)
    known = counts.merge(rates[[*by, "population", "rate", "lower", "upper"]], on=by)
    known = known[known["population"].notna()]
    together = pd.concat([known, _standardised(known, population, factor)], ignore_index=True)
    return together.sort_values(by, key=_order, kind="stable", ignore_index=True)


def _standardised(rates: pd.DataFrame, population: pd.DataFrame, factor: float) -> pd.DataFrame:
    """A row a country and form with both ages published, both sexes together."""
    ages = list(AGE_OF_POPULATION)
    everybody = rates[(rates["sex"] == ALL) & rates["age"].isin(ages) & rates["state"].ne("withheld")]
    wide = everybody.assign(count=everybody["count"].astype(float)).pivot(
        index=["country", "form"], columns="age", values=["count", "population", "standard_error"]
    )
    if wide.empty or not set(ages) <= set(everybody["age"]):
        return rates.iloc[:0]
    wide = wide.dropna()
    standard = population[(population["sex"] == ALL) & population["age"].isin(ages)].groupby("age")["population"].sum()
    # as many times fewer independent events, scaled back, as everywhere in analysis.rates
    events, noise = wide["count"][ages].to_numpy() / factor, (wide["standard_error"][ages].to_numpy() / factor) ** 2
    limits = direct_standardisation(
        events, wide["population"][ages].to_numpy(), standard[ages], per=PER * factor, noise_variance=noise
    )
    answer = wide.index.to_frame(index=False)
    answer["sex"], answer["age"], answer["state"] = ALL, STANDARDISED, "count"
    answer["count"] = pd.array(np.rint(wide["count"][ages].to_numpy().sum(axis=1)).astype(int), dtype="Int64")
    answer["standard_error"] = np.sqrt((wide["standard_error"][ages].to_numpy() ** 2).sum(axis=1))
    answer["population"] = wide["population"][ages].to_numpy().sum(axis=1)
    answer["rate"], answer["lower"], answer["upper"] = limits
    return answer


def _factors(release: Release, countries: Iterable[str]) -> dict[str, float]:
    trends = group_trends(release, Filters())
    own = trends[trends["dimension"] == "country"].set_index("code")["factor"].dropna()
    of_areas = assumed(overdispersion(release, Filters(), "identified"))
    return {country: float(own.get(country, of_areas)) for country in countries}


def _counts(release: Release, filters: Filters, year: int) -> pd.DataFrame:
    """People identified in the six countries in one year, by form, sex and age as far as the release covers them."""
    where = Filters(years=(year, year))
    wanted = [code for code in COUNTRIES.values() if not filters.country or code in filters.country]
    rows = []
    for form in ((), ("form",)):
        for group in GROUPS:
            by = ("country", *form, *group)
            for row in release.rows(by, where) if release.covers(by, where) else []:
                code = dict(zip(by, row[: len(by)], strict=True))
                if code["country"] in wanted and not {*code.values()} & {UNKNOWN, OTHER}:
                    place = [code["country"], *(code.get(name, ALL) for name in ("form", "sex", "age"))]
                    rows.append((*place, *row[len(by) :]))
    if not rows:
        raise NotPublished("The release has no people by country and year.")
    frame = pd.DataFrame(rows, columns=["country", "form", "sex", "age", "count", "standard_error", "state"])
    frame["count"] = frame["count"].astype("Int64")
    return frame


def _populations(release: Release) -> tuple[pd.DataFrame, dict[str, int]]:
    """The newest population of each of the six countries by sex and age as their source crosses them, and its year."""
    frame = release.frame("population")
    if frame.empty:
        return pd.DataFrame(columns=["country", "sex", "age", "population"]), {}
    whole = frame[frame["place"].isin(COUNTRIES.values())].sort_values("year")
    newest = whole.drop_duplicates(["place", "sex", "age"], keep="last")
    people = pd.DataFrame(
        {
            "country": newest["place"],
            "sex": newest["sex"],
            "age": newest["age"].map({ALL: ALL, **AGE_OF_RELEASE}),
            "population": newest["persons"].astype(float),
        }
    )
    years = newest.groupby("place")["year"].max()
    return people.dropna(subset="age"), {str(place): int(year) for place, year in years.items()}


def _order(codes: pd.Series) -> pd.Series:
    """Everybody first, then the codes, what is standardised last."""
    return codes.map(lambda code: (code == STANDARDISED, code != ALL, code))
