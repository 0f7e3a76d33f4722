"""Places with and without a programme, before and during it, by what a release counts: see analysis.programme_change.

Only whole years are compared (findings.change.whole_years): in one whose cases may still be coming in every place
falls, and those that report late fall most.
"""

from dataclasses import dataclass

import pandas as pd

from analysis.programme_change import Change, change_during
from analysis.results import period_span
from data_access.questions.programmes import places_by_year
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.row import Row
from findings.change import whole_years
from findings.rates import assumed, overdispersion

MOST_OTHERS = 5  # places without the programme, those with most people


@dataclass(frozen=True)
class Comparison:
    """Places of one country, those with the programme first, and the years in which it ran.

    counts: as data_access.questions.programmes.places_by_year. change: what moved: see analysis.programme_change.
    """

    counts: pd.DataFrame
    change: Change
    with_programme: tuple[str, ...]
    without: tuple[str, ...]
    years: tuple[int, int]


def whole_years_of_places(release: Release, filters: Filters, country: str) -> pd.DataFrame:
    """The rows of data_access.questions.programmes.places_by_year whose years are whole, for all years of the release.

    attrs: `left_out`, the years that may still be coming in; `factor`, variance over mean of the release's areas (1
    where too few years tell it). Raises NotPublished when no table covers the question."""
    counts = places_by_year(release, filters, country)
    period = whole_years(release, filters.without("years"))
    is_whole = counts["year"] <= (period[1] if period else -1)
    whole = counts[is_whole].reset_index(drop=True)
    whole.attrs["left_out"] = tuple(sorted({int(year) for year in counts.loc[~is_whole, "year"]}))
    whole.attrs["factor"] = assumed(overdispersion(release, filters, "identified"))
    return whole


def compare(programme: Row, counts: pd.DataFrame) -> Comparison | None:
    """Put the places of a programme beside others of its country; None where the release counts nobody in them.

    programme: a row of data_access.questions.programmes.portfolio. counts: those of whole_years_of_places,
    whose factor is assumed at least: a few noisy years of one place do not tell how much they vary."""
    span = period_span(programme["start"], programme["end"])
    reached = tuple(code for code in programme["places"] if len(counts) and (counts["place"] == code).any())
    if span is None or not reached:
        return None
    years = (span[0].year, span[1].year)
    sizes = counts[~counts["place"].isin(reached)].groupby("place")["count"].sum().sort_values(ascending=False)
    others = tuple(sizes.index[:MOST_OTHERS])
    kept = counts[counts["place"].isin((*reached, *others))]
    change = change_during(kept, reached, *years, least_overdispersion=counts.attrs.get("factor", 1.0))
    return Comparison(kept, change, reached, others, years)
