"""The questions of the Routes page: legs of journeys at two levels, seen from a place, and how they changed.

Every frame has, after its own columns: `count` (people; missing unless published), `standard_error` (people) and
`state` ("count", "withheld", "none" for none recorded).
"""

import math
from collections.abc import Collection, Iterator, Sequence
from typing import Any

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
NOWHERE = (OTHER, UNKNOWN)
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
    answer = release.counts(LEGS[level], _where(filters))
    answer = answer.set_axis(["from_place", "to_place", "leg", *answer.columns[3:]], axis=1)
    known = ~_among(answer["from_place"], NOWHERE) & ~_among(answer["to_place"], NOWHERE)
    return largest_first(answer[known & along(answer, focus(filters, level), direction)])


def focus(filters: Filters, level: str) -> tuple[str, ...]:
    """The places that routes are seen from: the chosen province, or else the chosen countries; empty for everywhere."""
    return (filters.place,) if level == "province" and filters.place else filters.country


def along(legs: pd.DataFrame, places: tuple[str, ...], direction: str) -> np.ndarray:
    """Which legs run in a direction, as seen from `places` (countries hold their provinces; empty: from anywhere).

    all: that touch one of the places. inbound: into them. outbound: out of them. through: legs of journeys that pass
    the places on their way (they arrive, or leave, where the journey neither begins nor ends). internal: within the
    places, of journeys that never leave one country.
    """
    start, end, part = legs["from_place"], legs["to_place"], legs["leg"]
    starts, ends = _within(start, places), _within(end, places)
    internal = _among(part, {"internal"})
    passing = (starts & _among(part, STARTS_IN_TRANSIT)) | (ends & _among(part, ENDS_IN_TRANSIT))
    if not places:
        crossing = np.array([a[:2] != b[:2] for a, b in zip(start.tolist(), end.tolist(), strict=True)], dtype=bool)
        chosen = {"all": starts, "inbound": crossing, "outbound": crossing, "through": passing}
        return np.asarray(chosen.get(direction, internal))
    chosen = {"all": starts | ends, "inbound": ends & ~starts, "outbound": starts & ~ends, "through": passing}
    return np.asarray(chosen.get(direction, starts & ends & internal))


def nodes(legs: pd.DataFrame, roles: pd.DataFrame | None = None) -> pd.DataFrame:
    """One row a place that published legs touch, the one with most people first.

    Columns: `place`; `source`, `transit`, `destination`: people on the legs that begin there as a source, arrive there
    in transit (or leave, where that is more: some of the legs may be withheld), and arrive there as a destination; and
    their standard errors, `source_error` and so on. A leg within one country counts as a source where it begins and a
    destination where it ends. roles: see `people_by_role`; where it has a number, that stands instead of such a sum.
    """
    sums: dict[tuple[str, str], tuple[float, float]] = {}  # people, and their variance
    for start, end, leg, count, error, state in _rows(legs):
        if state == "count":
            begins = start, "left" if leg in STARTS_IN_TRANSIT else "source"
            arrives = end, "arrived" if leg in ENDS_IN_TRANSIT else "destination"
            for side in (begins, arrives):
                people, variance = sums.get(side, (0, 0.0))
                sums[side] = people + count, variance + error**2
    found: dict[str, dict[str, float]] = {}
    for (place, part), (people, variance) in sums.items():
        role = "transit" if part in ("arrived", "left") else part
        numbers = found.setdefault(place, dict.fromkeys((*ROLES, *ERRORS), 0))
        if people >= numbers[role]:
            numbers |= {role: people, f"{role}_error": variance**0.5}
    whole = _rows(roles) if roles is not None and "role" in roles else ()
    for place, people, error, state, role, is_all in whole:
        if place in found and is_all and state == "count":
            found[place] |= {role: people, f"{role}_error": error}
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
        is_all = where is wanted
        rows += [
            (place, *number, role, is_all)
            for place, *number in _rows(release.counts((dimension,), where))
            if place not in NOWHERE and (not chosen or (place in chosen) == is_all)
        ]
    return _frame(rows, ["place", "count", "standard_error", "state", "role", "is_all"])


def largest_first(legs: pd.DataFrame) -> pd.DataFrame:
    """Legs with the largest count first; what has no count last."""
    return _largest_first(legs, ["from_place", "to_place", "leg"])


def _where(filters: Filters) -> dict[str, frozenset[str]]:
    # a route has no one place where its people were identified: country and place choose among the legs themselves
    return filters.without("country", "place").where()


def _rows(answer: pd.DataFrame) -> Iterator[tuple[Any, ...]]:
    """The rows of an answer: a few hundred are walked through in the time that pandas takes to compare one column."""
    return zip(*(answer[name].tolist() for name in answer), strict=True)


def _frame(rows: Sequence[tuple[Any, ...]], names: Sequence[str]) -> pd.DataFrame:
    """Rows with a `count` as a frame, in one go: every column that is set later costs as much as all."""
    columns: dict[str, Any] = {name: [row[position] for row in rows] for position, name in enumerate(names)}
    return pd.DataFrame({**columns, "count": pd.array(columns["count"], dtype="Int64")})


def _largest_first(answer: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """The rows with the largest count first, then by their codes; what has no count last."""
    counts = [math.inf if count is pd.NA else -count for count in answer["count"].tolist()]
    keys = list(zip(counts, *(answer[name].tolist() for name in codes), strict=True))
    return answer.take(sorted(range(len(keys)), key=keys.__getitem__)).reset_index(drop=True)


def _among(codes: pd.Series, wanted: Collection[str]) -> np.ndarray:
    return np.array([code in wanted for code in codes.tolist()], dtype=bool)


def _within(codes: pd.Series, places: tuple[str, ...]) -> np.ndarray:
    if not places:
        return np.ones(len(codes), dtype=bool)
    return np.array([code in places or code[:2] in places for code in codes.tolist()], dtype=bool)


def ways(release: Release, filters: Filters, direction: str = "all") -> pd.DataFrame:
    """One row a whole way, from the source through the first and last place of transit to the destination.

    Columns: `chain_source` (a country, or a province whose ways are many enough), `first_transit`, `last_transit`
    (provinces or countries; "none" for a way without transit; "other" for all smaller ways together), and
    `chain_destination` (a country). A person is in one row. Only ways between known countries are kept, and all
    published ways of a pair of countries add up to the pair: what they leave is its row of smaller ways. direction: see
    `along`; internal ways are those within one country.
    """
    wanted = _where(filters)
    left = {
        (source, destination): (count, error)
        for source, destination, count, error, state in _rows(release.counts((SOURCE, DESTINATION), wanted))
        if state == "count" and source not in NOWHERE and destination not in NOWHERE
    }
    rows = []
    for source, first, last, destination, count, error, state in _rows(release.counts(WAY, wanted)):
        pair = (source[:2], destination)
        if first != OTHER and state == "count" and pair in left:
            rows.append((source, first, last, destination, count, error, state))
            left[pair] = left[pair][0] - count, left[pair][1]
    rows += [
        (source, OTHER, OTHER, destination, count, error, "count")
        for (source, destination), (count, error) in left.items()
        if count > 0
    ]
    answer = _frame(rows, [*WAY, "count", "standard_error", "state"])
    return _largest_first(answer[_ways_along(answer, focus(filters, "province"), direction)], WAY)


def _ways_along(ways: pd.DataFrame, places: tuple[str, ...], direction: str) -> np.ndarray:
    internal = np.array([source[:2] == destination for source, *_, destination in _rows(ways[[*WAY]])], dtype=bool)
    starts, first, last, ends = (_within(ways[name], places) for name in WAY)
    stops = ~_among(ways["first_transit"], (NO_TRANSIT, OTHER))
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
        answer = answer[~_among(answer[of[0]], NOWHERE)]
    return _largest_first(answer, of)


def stops(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a well-known town or border crossing: the people whose journeys are known to have touched it.

    Columns: `stop` (a code of data_access.gazetteer.places). A person can be in three rows. A release publishes it of
    all years together: it is asked with empty filters.
    """
    answer = release.counts(("stop",), filters)
    return answer[~_among(answer["stop"], NOWHERE)].reset_index(drop=True)


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
