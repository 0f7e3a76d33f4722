"""Where and since when: clusters of areas in runs of years, for the cluster view of the Hotspots page."""

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.hotspots import SIGNIFICANCE, space_time_scan
from analysis.rates import rate_interval
from data_access.questions.areas import Role, number_of_years, people_by_period
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.rates import (
    FEWEST_AREAS,
    LARGEST_SHARE,
    LEAST_EXPECTED_THRESHOLDS,
    assumed,
    is_all_of_country,
    overdispersion,
    people_of,
)

# Years each period may have, the finest first: a single year of an area is mostly withheld.
LENGTHS = (1, 2, 3, 4, 6)
COLUMNS = ["cluster", "places", "above", "first_year", "last_year", "count", "standard_error", "expected"]
COLUMNS += ["relative_risk", "p_value"]


def clusters_in_time(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row a group of neighbouring areas and run of years with more people than chance allows, the likeliest first.

    All areas of the region are searched, whatever countries are chosen, and clusters with an area in one of these are
    kept, as findings.rates does it. See `search`.
    """
    years = number_of_years(release, filters)
    region = filters.without("country")
    factor = overdispersion(release, region, role)
    found = search(lambda length: people_by_period(release, region, role, length), years, factor=factor)
    if not filters.country:
        return found
    here = found["places"].map(lambda places: any(place[:2] in filters.country for place in places))
    kept: pd.DataFrame = found[here.astype(bool)].reset_index(drop=True)
    kept.attrs = dict(found.attrs)
    kept.attrs["searched"] = tuple(place for place in found.attrs["searched"] if place[:2] in filters.country)
    return kept


def search(
    people_by: Callable[[int], pd.DataFrame], years: int, permutations: int = 999, factor: float = 1.0
) -> pd.DataFrame:
    """Search circles of areas over every run of periods, the whole time included.

    people_by: the frame of data_access.questions.areas.people_by_period for a number of years each; years: of the
    whole time. factor: variance over mean, as findings.rates.overdispersion says, and `assumed` there. An area can
    be searched if enough people are expected in each period (as in findings.rates, whatever its own count is), and
    none is withheld. The periods are the shortest in which at least eight areas can be searched, and half of those that
    can be in the longest. Expected are the people at the country's rate in the same period, so that a year in which a
    whole country records more is no cluster.

    One row a cluster that holds up (p_value ≤ 0.05, corrected for having looked everywhere and in all periods; the
    simulated worlds carry the noise of the release, and people in groups of so many) and whose areas are together above
    the rate of their countries in these years: `cluster`, `places` (codes, the highest against its country first; an
    area that is itself lower than its country beyond chance is in no cluster, whatever circle lies over it), `above`
    (those of them that are higher than their country beyond chance themselves), `first_year`, `last_year`; of its
    areas together `count`, `standard_error` (of its noise), `expected` (at the country's rate), `relative_risk` (count
    against expected); `p_value` (of the whole circle). attrs: `searched` (codes of the areas that were; none where
    there are too few), `is_searched` (True where there are enough in the region), `first_year` and `last_year` of all
    periods, `years_each`, `overdispersion`.
    """
    able = {length: _searched(people_by(length)) for length in LENGTHS if 2 * length <= years}
    areas = {length: searched["place"].nunique() for length, searched in able.items()}
    enough = max(FEWEST_AREAS, max(areas.values(), default=0) / 2)
    length = next((length for length in able if areas[length] >= enough), None)
    if length is None:
        return not_searched(is_one_year=years < 2 * LENGTHS[0])
    return _clusters(able[length], length, permutations, factor)


def _searched(people: pd.DataFrame) -> pd.DataFrame:
    """The rows of the areas that can be searched, with the people `expected`; nobody recorded is a count of 0."""
    people["count"] = people_of(people)
    people["expected"] = people["country_count"] / people["country_population"] * people["population"]
    usable = people["count"].notna() & (people["expected"] >= LEAST_EXPECTED_THRESHOLDS * people["threshold"])
    usable &= ~is_all_of_country(people)
    return people[usable.groupby(people["place"]).transform("all")]


def not_searched(*, is_one_year: bool = False) -> pd.DataFrame:
    """The answer where too few areas can be searched. is_one_year: attribute of that name; a single year was chosen,
    which has no parts that could differ."""
    answer = pd.DataFrame(columns=COLUMNS)
    answer.attrs = {"searched": (), "first_year": 0, "last_year": 0, "years_each": 0, "overdispersion": float("nan")}
    answer.attrs["is_one_year"] = is_one_year
    return answer


def _clusters(searched: pd.DataFrame, length: int, permutations: int, factor: float) -> pd.DataFrame:
    areas = searched.drop_duplicates("place")
    periods = searched.drop_duplicates("first_year")

    def by_area(values: pd.Series) -> np.ndarray:
        return values.astype(float).to_numpy().reshape(len(areas), len(periods))

    counts, expected = by_area(searched["count"]), by_area(searched["expected"])
    noise = by_area(searched["standard_error"]) ** 2
    found = space_time_scan(
        counts,
        expected,
        areas["longitude"],
        areas["latitude"],
        metric="haversine",
        max_share=LARGEST_SHARE,
        max_periods=len(periods),
        permutations=permutations,
        noise_variance=noise,
        overdispersion=assumed(factor),
    )
    codes = areas["place"].to_numpy()
    rows: list[dict[str, object]] = []
    for circle in found[found["p_value"] <= SIGNIFICANCE].to_dict("records"):
        first, last = circle["first_period"], circle["last_period"]
        in_run = np.stack([counts, expected, noise])[:, circle["members"], first : last + 1].sum(axis=2)
        risk, lower, upper = _against_country(in_run, factor)
        order = [position for position in np.argsort(-risk, kind="stable") if upper[position] >= 1]
        together = in_run[:, order].sum(axis=1)
        if not _against_country(together, factor)[1] > 1:
            continue
        own = codes[circle["members"]]
        rows.append(
            {
                "cluster": len(rows) + 1,
                "places": tuple(str(own[position]) for position in order),
                "above": tuple(str(own[position]) for position in order if lower[position] > 1),
                "first_year": periods["first_year"].iloc[first],
                "last_year": periods["last_year"].iloc[last],
                "count": round(together[0]),
                "standard_error": float(np.sqrt(together[2])),
                "expected": together[1],
                "relative_risk": together[0] / together[1],
                "p_value": circle["p_value"],
            }
        )
    answer = pd.DataFrame(rows, columns=COLUMNS).astype({"count": "Int64"})
    answer.attrs = {
        "is_searched": True,
        "searched": tuple(codes),
        "first_year": int(periods["first_year"].min()),
        "last_year": int(periods["last_year"].max()),
        "years_each": length,
        "overdispersion": factor,
    }
    return answer


def _against_country(in_run: NDArray[np.float64], factor: float) -> tuple[NDArray[np.float64], ...]:
    """The ratio to the country's rate with its limits. in_run: count, expected people and variance of the noise."""
    count, expected, noise = in_run
    return rate_interval(count, expected, per=1, noise_variance=noise, overdispersion=assumed(factor))
