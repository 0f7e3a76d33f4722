"""Places with and without a programme, before and during it, by what a release counts: see analysis.programme_change.

Only whole years are compared (findings.change.whole_years): in one whose cases may still be coming in every place
falls, and those that report late fall most.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.programme_change import Change, change_during
from analysis.results import period_span
from data_access.questions.programmes import places_by_year
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.row import Row
from findings.change import whole_years
from findings.rates import UNKNOWN_FACTOR, assumed, overdispersion

MOST_OTHERS = 5  # places without the programme, those with most people
LEAST_DAYS = 183  # of a year in which a programme ran, so that the year is one of it: a convention


@dataclass(frozen=True)
class Comparison:
    """Places of one country, those with the programme first, and the years in which it ran.

    counts: as data_access.questions.programmes.places_by_year. change: what moved: see analysis.programme_change.
    years: the first and last of those in which it ran for LEAST_DAYS. cut: years in which it ran for fewer days, which
    are neither before it nor during it. withheld: places with a year that is, which are drawn and not compared.
    elsewhere: places of the programme that are not here, for they are in another country or nobody is counted there.
    """

    counts: pd.DataFrame
    change: Change
    with_programme: tuple[str, ...]
    without: tuple[str, ...]
    years: tuple[int, int]
    cut: tuple[int, ...] = ()
    withheld: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


def whole_years_of_places(release: Release, filters: Filters, country: str) -> pd.DataFrame:
    """The rows of data_access.questions.programmes.places_by_year whose years are whole, for all years of the release.

    attrs: `left_out`, the years that may still be coming in; `factor`, variance over mean of the release's areas, as
    findings.rates.assumed takes it. Raises NotPublished when no table covers the question."""
    counts = places_by_year(release, filters, country)
    period = whole_years(release, filters.without("years"))
    is_whole = counts["year"] <= (period[1] if period else -1)
    whole = counts[is_whole].reset_index(drop=True)
    whole.attrs["left_out"] = tuple(sorted({int(year) for year in counts.loc[~is_whole, "year"]}))
    whole.attrs["factor"] = assumed(overdispersion(release, filters, "identified"))
    return whole


def by_country(programme: Row) -> dict[str, Row]:
    """A programme as it is in each country of its places: only places of one country are held against each other."""
    countries = dict.fromkeys(str(place)[:2] for place in programme["places"])
    return {
        country: {**programme, "places": tuple(place for place in programme["places"] if str(place)[:2] == country)}
        for country in countries
    }


def compare(programme: Row, counts: pd.DataFrame) -> Comparison | None:
    """Put the places of a programme beside others of its country; None where the release counts nobody in them.

    programme: a row of data_access.questions.programmes.portfolio. counts: those of whole_years_of_places,
    whose factor is assumed at least: a few noisy years of one place do not tell how much they vary."""
    span = period_span(programme["start"], programme["end"])
    reached = tuple(code for code in programme["places"] if len(counts) and (counts["place"] == code).any())
    if span is None or not reached:
        return None
    ran = {year: _days(*span, year) for year in range(span[0].year, span[1].year + 1)}
    during = [year for year, days in ran.items() if days >= LEAST_DAYS]
    cut = tuple(year for year in ran if year not in during)
    years = (during[0], during[-1]) if during else (span[0].year, span[1].year)
    sizes = counts[~counts["place"].isin(reached)].groupby("place")["count"].sum().sort_values(ascending=False)
    others = tuple(sizes.index[:MOST_OTHERS])
    kept = counts[counts["place"].isin((*reached, *others))]
    # without a year that is mostly of the programme, there is none during it
    compared = kept[~kept["year"].isin(cut)]
    change = change_during(compared, reached, *years, least_overdispersion=counts.attrs.get("factor", UNKNOWN_FACTOR))
    is_in = compared["year"] <= years[1]
    hidden = set(compared.loc[is_in & compared["count"].isna(), "place"])
    return Comparison(
        kept,
        change,
        reached,
        others,
        years,
        cut,
        tuple(place for place in (*reached, *others) if place in hidden),
        tuple(place for place in programme["places"] if place not in reached),
    )


def _days(first: date, last: date, year: int) -> int:
    """How many days of a year lie between two days, both among them."""
    return (min(last, date(year, 12, 31)) - max(first, date(year, 1, 1))).days + 1
