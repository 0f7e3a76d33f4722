"""The questions of the Routes page: legs of journeys at two levels, seen from a place, and how they changed.

Every frame has, after its own columns: `count` (people; missing unless published), `standard_error` (people) and
`state` ("count", "withheld", "none" for none recorded).
"""

from collections import defaultdict

import numpy as np
import pandas as pd

from data_access.filters import Filters
from data_access.release import Release
from data_access.workload import NO_TRANSIT, OTHER, PASSED, UNKNOWN

# level -> the dimensions of its legs: from, to, and which part of a journey
LEGS = {
    "country": ("from_country", "to_country", "leg"),
    "province": ("from_province", "to_province", "province_leg"),
}
ROLES = ("source", "transit", "destination")
ERRORS = tuple(f"{role}_error" for role in ROLES)
SOURCE, DESTINATION = "source_country", "exploitation_country"
WAY = ("chain_source", "first_transit", "last_transit", "chain_destination")
MOST_PERIODS = 6
CONFIDENT = 1.96  # standard errors that chance alone exceeds once in twenty times
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


def nodes(legs: pd.DataFrame, roles: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a place that published legs touch, the one with most people first.

    Columns: `place`; `source`, `transit`, `destination`: people on the legs that begin there as a source, arrive there
    in transit (or leave, where that is more: some of the legs may be withheld), and arrive there as a destination; and
    their standard errors, `source_error` and so on. A leg within one country counts as a source where it begins and a
    destination where it ends. roles: see `people_by_role`; where it has a number, that stands instead of such a sum.
    """
    shown = legs[legs["state"] == "count"]
    sums: dict[tuple[str, str], np.ndarray] = defaultdict(lambda: np.zeros(2))  # people, and their variance
    columns = (shown[name].tolist() for name in ("from_place", "to_place", "leg", "count", "standard_error"))
    for start, end, leg, count, error in zip(*columns, strict=True):
        sums[start, "left" if leg in STARTS_IN_TRANSIT else "source"] += (count, error**2)
        sums[end, "arrived" if leg in ENDS_IN_TRANSIT else "destination"] += (count, error**2)
    found: dict[str, dict[str, float]] = defaultdict(lambda: dict.fromkeys((*ROLES, *ERRORS), 0))
    for (place, part), (count, variance) in sums.items():
        role = "transit" if part in ("arrived", "left") else part
        if count >= found[place][role]:
            found[place] |= {role: int(count), f"{role}_error": variance**0.5}
    if roles is not None and "role" in roles:
        whole = roles[roles["is_all"] & (roles["state"] == "count") & roles["place"].isin(list(found))]
        columns = (whole[name].tolist() for name in ("place", "role", "count", "standard_error"))
        for place, role, count, error in zip(*columns, strict=True):
            found[place] |= {role: int(count), f"{role}_error": error}
    places = sorted(found, key=lambda place: -sum(found[place][role] for role in ROLES))
    return pd.DataFrame([{"place": place, **found[place]} for place in places], columns=["place", *ROLES, *ERRORS])


def people_by_role(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country and what it is to people's whole ways, each number one sum over all ways of the release.

    Columns: `place`; `role` ("source": taken from there, "transit": passed there, "destination": exploited there);
    `is_all`: true of everyone; false, where countries are chosen and `place` is none of them, of those on the way from
    or to the chosen ones.
    """
    wanted, chosen = _where(filters), frozenset(filters.country)
    asked = [(SOURCE, "source", wanted), (PASSED[0], "transit", wanted), (DESTINATION, "destination", wanted)]
    if chosen:
        asked += [
            (SOURCE, "source", {**wanted, DESTINATION: chosen}),
            (DESTINATION, "destination", {**wanted, SOURCE: chosen}),
        ]
    rows = []
    for dimension, role, where in asked:
        answer = release.counts((dimension,), where)
        is_all = where is wanted
        for place, *number in zip(*(answer[name].tolist() for name in answer), strict=True):
            if place not in (UNKNOWN, OTHER) and (not chosen or (place in chosen) == is_all):
                rows.append((place, *number, role, is_all))
    columns = ["place", "count", "standard_error", "state", "role", "is_all"]
    answer = pd.DataFrame(rows, columns=columns)
    answer["count"] = answer["count"].astype("Int64")
    return answer


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


def ways(release: Release, filters: Filters, direction: str = "all") -> pd.DataFrame:
    """One row a whole way, from the source through the first and last place of transit to the destination.

    Columns: `chain_source` (a country, or a province whose ways are many enough), `first_transit`, `last_transit`
    (provinces or countries; "none" for a way without transit; "other" for all smaller ways together), and
    `chain_destination` (a country). A person is in one row. Only ways between known countries are kept, and all
    published ways of a pair of countries add up to the pair: what they leave is its row of smaller ways. direction: see
    `along`; internal ways are those within one country.
    """
    wanted = _where(filters)
    answer = release.counts(WAY, wanted)
    pairs = release.counts(("source_country", "exploitation_country"), wanted)
    known = ~pairs["source_country"].isin((OTHER, UNKNOWN)) & ~pairs["exploitation_country"].isin((OTHER, UNKNOWN))
    pairs = pairs[known & (pairs["state"] == "count")]
    ends = [answer["chain_source"].str[:2], answer["chain_destination"]]
    in_pairs = pd.MultiIndex.from_arrays(ends).isin(pd.MultiIndex.from_frame(pairs.iloc[:, :2]))
    chains = answer[(answer["first_transit"] != OTHER) & (answer["state"] == "count") & in_pairs]
    said = chains["count"].astype(int).groupby([chains["chain_source"].str[:2], chains["chain_destination"]]).sum()
    of_pair = said.reindex(pd.MultiIndex.from_frame(pairs.iloc[:, :2])).fillna(0).astype(int).to_numpy()
    left = pairs["count"].astype(int).to_numpy() - of_pair
    rest = pd.DataFrame(
        {
            "chain_source": pairs["source_country"].to_numpy(),
            "first_transit": OTHER,
            "last_transit": OTHER,
            "chain_destination": pairs["exploitation_country"].to_numpy(),
            "count": pd.array(left, dtype="Int64"),
            "standard_error": pairs["standard_error"].to_numpy(),
            "state": "count",
        }
    )
    answer = pd.concat([chains[[*WAY, "count", "standard_error", "state"]], rest[rest["count"] > 0]])
    answer = answer[_ways_along(answer, focus(filters, "province"), direction)]
    return answer.sort_values(["count", *WAY], ascending=[False, True, True, True, True], ignore_index=True)


def _ways_along(ways: pd.DataFrame, places: tuple[str, ...], direction: str) -> np.ndarray:
    internal = (ways["chain_source"].str[:2] == ways["chain_destination"]).to_numpy()
    starts, first, last, ends = (_within(ways[name], places) for name in WAY)
    stops = ~ways["first_transit"].isin((NO_TRANSIT, OTHER)).to_numpy()
    passing = stops & (first | last)
    if not places:
        chosen = {"all": ~internal, "inbound": ~internal, "outbound": ~internal, "through": stops}
        return np.asarray(chosen.get(direction, internal))
    chosen = {
        "all": (starts | passing | ends) & ~internal,
        "inbound": ends & ~starts,
        "outbound": starts & ~ends,
        "through": passing & ~internal,
    }
    return np.asarray(chosen.get(direction, starts & internal))


def main_forms(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a leg between two countries: the form of exploitation of most of its people.

    Columns: `from_place`, `to_place`, `leg`, `form`, and `count` and so on of that form. A leg of which no form may be
    shown is left out.
    """
    answer = release.counts((*LEGS["country"], "form"), _where(filters))
    answer = answer.rename(columns={"from_country": "from_place", "to_country": "to_place"})
    answer = answer[(answer["state"] == "count") & (answer["form"] != UNKNOWN)]
    return largest_first(answer).drop_duplicates(["from_place", "to_place", "leg"], ignore_index=True)


def route_by_year(release: Release, filters: Filters, level: str, route: tuple[str, str]) -> pd.DataFrame:
    """One row a year of the period for the legs from one place to another, whatever part of a journey they are.

    Columns: `year` (a number). filters.years is set aside: a trend has all years.
    """
    answer = release.counts(("year",), _route(filters.without("years"), level, route))
    answer = answer[answer["year"] != UNKNOWN]
    return answer.assign(year=answer["year"].astype(int)).sort_values("year", ignore_index=True)


def route_by(
    release: Release, filters: Filters, level: str, route: tuple[str, str], of: tuple[str, ...]
) -> pd.DataFrame:
    """One row a code of each dimension of `of` (form, sex and age, recruitment, stop) among the people on the legs from
    one place to another, the largest first; what is not recorded is left out where `of` is one dimension.

    Raises NotPublished where no such table is released, as between provinces.
    """
    answer = release.counts(of, _route(filters, level, route))
    if len(of) == 1:
        answer = answer[~answer[of[0]].isin((UNKNOWN, OTHER))]
    return answer.sort_values(["count", *of], ascending=[False, *(True for _ in of)], ignore_index=True)


def stops(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a well-known town or border crossing: the people whose journeys are known to have touched it.

    Columns: `stop` (a code of data_access.gazetteer.places). A person can be in three rows. A release publishes it of
    all years together: it is asked with empty filters.
    """
    answer = release.counts(("stop",), filters)
    return answer[~answer["stop"].isin((UNKNOWN, OTHER))].reset_index(drop=True)


def equal_periods(release: Release, filters: Filters) -> tuple[tuple[int, int], ...]:
    """The chosen years in up to six periods of equal length, each its first and last year; none where there is one
    year. Where they do not go up, the earliest years are left out."""
    period = filters.years or release.years
    if period is None or period[0] == period[1]:
        return ()
    years = period[1] - period[0] + 1
    length = -(-years // MOST_PERIODS)
    first = period[0] + years % length
    return tuple((year, year + length - 1) for year in range(first, period[1] + 1, length))


def changed(release: Release, filters: Filters, level: str = "country", direction: str = "all") -> pd.DataFrame:
    """Which routes grew or shrank beyond their error between the first and the second half of the period.

    One row a leg that both halves publish, the surest change first. Columns: `from_place`, `to_place`, `leg`,
    `first_half`, `second_half` (people a year), `change`, `change_error` (its standard error) and `is_beyond_error`
    (would chance alone give less in 19 of 20 cases?). attrs["halves"]: the first and last year of each half; missing
    where the period is a single year.
    """
    period = filters.years or release.years
    columns = ["from_place", "to_place", "leg", "first_half", "second_half", "change", "change_error"]
    if period is None or period[0] == period[1]:
        return pd.DataFrame(columns=[*columns, "is_beyond_error"])
    middle = (period[0] + period[1] - 1) // 2
    halves = ((period[0], middle), (middle + 1, period[1]))
    parts = []
    for first, last in halves:
        part = legs(release, filters.with_choice(years=(first, last)), level, direction)
        part = part[part["state"] == "count"].set_index(columns[:3])[["count", "standard_error"]].astype(float)
        parts.append(part / (last - first + 1))
    both = parts[0].merge(parts[1], left_index=True, right_index=True, suffixes=("_before", "_after")).reset_index()
    answer = both[columns[:3]].assign(
        first_half=both["count_before"],
        second_half=both["count_after"],
        change=both["count_after"] - both["count_before"],
        change_error=np.hypot(both["standard_error_before"], both["standard_error_after"]),
    )
    sureness = answer["change"].abs() / answer["change_error"].where(answer["change_error"] > 0, 1e-9)
    answer["is_beyond_error"] = sureness > CONFIDENT
    answer = answer.loc[sureness.sort_values(ascending=False, kind="stable").index].round(
        {"first_half": 1, "second_half": 1, "change": 1}
    )
    answer = answer.reset_index(drop=True)
    answer.attrs["halves"] = halves
    return answer


def _route(filters: Filters, level: str, route: tuple[str, str]) -> dict[str, frozenset[str]]:
    start, end, _ = LEGS[level]
    return {**_where(filters), start: frozenset({route[0]}), end: frozenset({route[1]})}
