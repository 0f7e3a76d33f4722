"""The questions of the Routes page: legs of journeys at two levels, seen from a place, and how they changed.

Every frame has, after its own columns: `count` (people; missing unless published), `standard_error` (people) and
`state` ("count", "withheld", "none" for none recorded).
"""

import numpy as np
import pandas as pd

from data_access.coding import OTHER, UNKNOWN
from data_access.filters import Filters
from data_access.release import Release

# level -> the dimensions of its legs: from, to, and which part of a journey
LEGS = {
    "country": ("from_country", "to_country", "leg"),
    "province": ("from_province", "to_province", "province_leg"),
}
DIRECTIONS = ("all", "inbound", "outbound", "through", "internal")
# the part of a journey that a leg's start or end plays
STARTS_IN_TRANSIT = ("transit_transit", "transit_destination")
ENDS_IN_TRANSIT = ("source_transit", "transit_transit")


def legs(release: Release, filters: Filters, level: str = "country", direction: str = "all") -> pd.DataFrame:
    """One row a leg of journeys between two places, or within one; the largest first.

    Columns: `from_place`, `to_place` (country codes or, at the level "province", province codes, with a country's code
    where the province is not recorded or the country is not one of the six), `leg` (source_destination, source_transit,
    transit_transit, transit_destination, or internal for journeys within one country). A person is in one row for each
    leg of their journey: rows do not add up to people. Kept are the legs that `direction` (see `along`) leaves.
    """
    dimensions = LEGS[level]
    answer = release.counts(dimensions, _where(filters))
    answer = answer.set_axis(["from_place", "to_place", "leg", *answer.columns[3:]], axis=1)
    answer = answer[~answer["from_place"].isin((OTHER, UNKNOWN)) & ~answer["to_place"].isin((OTHER, UNKNOWN))]
    return largest_first(answer[along(answer, focus(filters, level), direction)])


def legs_by_year(release: Release, filters: Filters, level: str = "country", direction: str = "all") -> pd.DataFrame:
    """One row a leg and year of the period: `year` (a number) before the columns of `legs`, the first year first."""
    answer = release.counts(("year", *LEGS[level]), _where(filters))
    answer = answer.set_axis(["year", "from_place", "to_place", "leg", *answer.columns[4:]], axis=1)
    answer = answer[~answer["from_place"].isin((OTHER, UNKNOWN)) & ~answer["to_place"].isin((OTHER, UNKNOWN))]
    answer = answer[(answer["year"] != UNKNOWN) & along(answer, focus(filters, level), direction)]
    answer = answer.assign(year=answer["year"].astype(int))
    return answer.sort_values(["year", "from_place", "to_place", "leg"], ignore_index=True)


def focus(filters: Filters, level: str) -> tuple[str, ...]:
    """The places that routes are seen from: the chosen province, or else the chosen countries; empty for everywhere."""
    return (filters.place,) if level == "province" and filters.place else filters.country


def along(legs: pd.DataFrame, places: tuple[str, ...], direction: str) -> np.ndarray:
    """Which legs run in a direction, as seen from `places` (countries hold their provinces; empty: from anywhere).

    all: that touch one of the places. inbound: into them. outbound: out of them. through: legs of journeys that pass
    the places on their way (they arrive, or leave, where the journey neither begins nor ends). internal: within the
    places, of journeys that never leave one country.
    """
    starts, ends = _within(legs["from_place"], places), _within(legs["to_place"], places)
    same_country = (legs["from_place"].str[:2] == legs["to_place"].str[:2]).to_numpy()
    part = legs["leg"]
    passing = (starts & part.isin(STARTS_IN_TRANSIT).to_numpy()) | (ends & part.isin(ENDS_IN_TRANSIT).to_numpy())
    if not places:
        crossing = ~same_country
        chosen = {"all": starts, "inbound": crossing, "outbound": crossing, "through": passing}
        return np.asarray(chosen.get(direction, part == "internal"))
    chosen = {"all": starts | ends, "inbound": ends & ~starts, "outbound": starts & ~ends, "through": passing}
    return np.asarray(chosen.get(direction, starts & ends & (part == "internal").to_numpy()))


def nodes(legs: pd.DataFrame) -> pd.DataFrame:
    """One row a place that published legs touch, the one with most people first.

    Columns: `place`, `source`, `transit`, `destination`: people on the legs that begin there as a source, arrive there
    in transit (or leave, where that is more: some of the legs may be withheld), and arrive there as a destination. A
    leg within one country counts as a source where it begins and a destination where it ends.
    """
    shown = legs[legs["state"] == "count"]
    count = shown["count"].astype(int)
    roles = {
        "source": (~shown["leg"].isin(STARTS_IN_TRANSIT), "from_place"),
        "arrived": (shown["leg"].isin(ENDS_IN_TRANSIT), "to_place"),
        "left": (shown["leg"].isin(STARTS_IN_TRANSIT), "from_place"),
        "destination": (~shown["leg"].isin(ENDS_IN_TRANSIT), "to_place"),
    }
    parts = {name: count[rows].groupby(shown.loc[rows, end]).sum() for name, (rows, end) in roles.items()}
    answer = pd.DataFrame(parts).reindex(columns=list(roles)).fillna(0).astype(int)
    answer["transit"] = answer[["arrived", "left"]].max(axis=1)
    answer = answer[["source", "transit", "destination"]].rename_axis("place").reset_index()
    order = (-answer[["source", "transit", "destination"]].sum(axis=1)).sort_values(kind="stable").index
    return answer.loc[order].reset_index(drop=True)


def largest_first(legs: pd.DataFrame) -> pd.DataFrame:
    """Legs with the largest count first; what has no count last."""
    return legs.sort_values(
        ["count", "from_place", "to_place", "leg"],
        ascending=[False, True, True, True],
        na_position="last",
        ignore_index=True,
    )


def _where(filters: Filters) -> dict[str, frozenset[str]]:
    # a route has no one place where its people were identified: country and place choose among the legs themselves
    return filters.without("country", "place").where()


def _within(codes: pd.Series, places: tuple[str, ...]) -> np.ndarray:
    if not places:
        return np.ones(len(codes), dtype=bool)
    return np.asarray(codes.isin(places) | codes.str[:2].isin(places))
