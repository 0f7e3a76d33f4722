"""The questions of the Routes page: legs of journeys at two levels, seen from a place, and how they changed.

Every frame has, after its own columns: `count` (people; missing unless published), `standard_error` (people) and
`state` ("count", "withheld", "none" for none recorded).
"""

import math
from collections.abc import Iterable
from typing import Any, Literal, get_args

import pandas as pd

from data_access.codes.of_release import NO_TRANSIT, OTHER, UNKNOWN
from data_access.questions.overview import largest_first
from data_access.release.filters import Filters
from data_access.release.release import Release, answer_frame
from data_access.release.row import Row
from data_access.release.workload import TRANSIT_COUNTRY

# level -> the dimensions of its legs: from, to, and which part of a journey
LEGS = {
    "country": ("from_country", "to_country", "leg"),
    "province": ("from_province", "to_province", "province_leg"),
}
PARTS = ("source_destination", "source_transit", "transit_transit", "transit_destination", "internal")
NOWHERE = (OTHER, UNKNOWN)
Level = Literal["country", "province"]
Direction = Literal["all", "inbound", "outbound", "through", "internal"]  # see is_along
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
ROLES = ("source", "transit", "destination")
ERRORS = tuple(f"{role}_error" for role in ROLES)
SOURCE, DESTINATION = "source_country", "exploitation_country"
WAY = ("chain_source", "first_transit", "last_transit", "chain_destination")
MOST_PERIODS = 6


CONFIDENT = 1.96  # standard errors that chance alone exceeds once in twenty times
# the part of a journey that a leg's start or end plays
STARTS_IN_TRANSIT = ("transit_transit", "transit_destination")
ENDS_IN_TRANSIT = ("source_transit", "transit_transit")


def legs(release: Release, filters: Filters, level: Level = "country", direction: Direction = "all") -> pd.DataFrame:
    """One row a leg of journeys between two places, or within one; the largest first.

    Columns: `from_place`, `to_place` (country codes or, at the level "province", province codes, with a country's code
    where the province is not recorded or the country is not one of the six), `leg` (source_destination, source_transit,
    transit_transit, transit_destination, or internal for journeys within one country). A person is in one row for each
    leg of their journey: rows do not add up to people. Kept are the legs that `direction` (see `is_along`) leaves.
    """
    return answer_frame(("from_place", "to_place", "leg"), _legs(release, filters, level, direction))


def _legs(release: Release, filters: Filters, level: Level, direction: Direction) -> list[tuple[Any, ...]]:
    places = focus(filters, level)
    found = [
        (start, end, part, *number)
        for start, end, part, *number in release.rows(LEGS[level], _where(filters))
        if start not in NOWHERE and end not in NOWHERE and is_along(start, end, part, places, direction)
    ]
    return sorted(found, key=largest_first)


def arrows(release: Release, filters: Filters, level: Level = "country", direction: Direction = "all") -> pd.DataFrame:
    """One row an arrow of the map: all legs (see `legs`) from one place to another, or within one; the largest first.

    Columns: `from_place`, `to_place`, `main_leg`: the part of a journey (see `legs`) of most of its people, as far as
    parts may be shown; "withheld" where none may. Each number is one sum of the release over the parts that `direction`
    leaves, with the error of that sum; someone with several legs is in each.
    """
    start, end, part = LEGS[level]
    wanted, places = _where(filters), focus(filters, level)
    found = _legs(release, filters, level, direction)
    largest = {leg[:2]: leg[2] for leg in reversed(found) if leg[-1] == "count"}
    kept = {
        (begin, finish): frozenset(code for code in PARTS if is_along(begin, finish, code, places, direction))
        for begin, finish, *_ in found
    }
    rows: list[tuple[Any, ...]] = []
    for parts in dict.fromkeys(kept.values()):
        where = wanted if len(parts) == len(PARTS) else {**wanted, part: parts}
        rows += [row for row in release.rows((start, end), where) if kept.get(row[:2]) == parts]
    rows.sort(key=largest_first)
    return answer_frame(("from_place", "to_place"), rows, main_leg=[largest.get(row[:2], "withheld") for row in rows])


def focus(filters: Filters, level: Level) -> tuple[str, ...]:
    """The places that routes are seen from: the chosen province, or else the chosen countries; empty for everywhere."""
    return (filters.place,) if level == "province" and filters.place else filters.country


def is_along(start: str, end: str, part: str, places: tuple[str, ...], direction: Direction) -> bool:
    """Does a leg run in a direction, as seen from `places` (countries hold their provinces; empty: from anywhere)?

    all: it touches one of the places. inbound: into them. outbound: out of them. through: of a journey that passes the
    places on its way (the leg arrives, or leaves, where the journey neither begins nor ends). internal: within the
    places, of a journey that never leaves one country. Raises ValueError for any other word.
    """
    starts, ends = _is_within(start, places), _is_within(end, places)
    _check(direction)
    if direction == "through":
        return (starts and part in STARTS_IN_TRANSIT) or (ends and part in ENDS_IN_TRANSIT)
    if direction == "internal":
        return starts and ends and part == "internal"
    if direction == "all":
        return starts or ends
    if not places:
        return start[:2] != end[:2]
    return (ends and not starts) if direction == "inbound" else (starts and not ends)


def _check(direction: str) -> None:
    if direction not in DIRECTIONS:
        raise ValueError(f"There is no direction {direction!r}, only {', '.join(DIRECTIONS)}.")


def nodes(legs: Iterable[Row], roles: Iterable[Row] = ()) -> list[dict[str, Any]]:
    """One row a place that published legs touch, the one with most people first.

    Keys: `place`; `source`, `transit`, `destination`: people on the legs that begin there as a source, arrive there
    in transit (or leave, where that is more: some of the legs may be withheld), and arrive there as a destination; and
    their standard errors, `source_error` and so on. A leg within one country counts as a source where it begins and a
    destination where it ends. legs, roles: rows of `legs` and of `people_by_role`; where these have a number, that
    stands instead of such a sum.
    """
    sums: dict[tuple[str, str], tuple[float, float]] = {}  # people, and their variance
    for leg in legs:
        if leg["state"] == "count":
            begins = leg["from_place"], "left" if leg["leg"] in STARTS_IN_TRANSIT else "source"
            arrives = leg["to_place"], "arrived" if leg["leg"] in ENDS_IN_TRANSIT else "destination"
            for side in (begins, arrives):
                people, variance = sums.get(side, (0, 0.0))
                sums[side] = people + leg["count"], variance + leg["standard_error"] ** 2
    found: dict[str, dict[str, Any]] = {}
    for (place, part), (people, variance) in sums.items():
        role = "transit" if part in ("arrived", "left") else part
        numbers = found.setdefault(place, {"place": place, **dict.fromkeys(ROLES, 0), **dict.fromkeys(ERRORS, 0.0)})
        if people >= numbers[role]:
            numbers |= {role: people, f"{role}_error": variance**0.5}
    for row in roles:
        if row["place"] in found and row["is_all"] and row["state"] == "count":
            found[row["place"]] |= {row["role"]: row["count"], f"{row['role']}_error": row["standard_error"]}
    return sorted(found.values(), key=lambda node: -sum(node[role] for role in ROLES))


def people_by_role(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country and what it is to people's whole ways, each number one sum over all ways of the release.

    Columns: `place`; `role` ("source": taken from there, "transit": passed there, "destination": exploited there);
    `is_all`: true of everyone; false, where countries are chosen and `place` is none of them, of those on the way from
    or to the chosen ones.
    """
    wanted, chosen = _where(filters), frozenset(filters.country)
    asked = [(SOURCE, "source", wanted), (TRANSIT_COUNTRY, "transit", wanted), (DESTINATION, "destination", wanted)]
    if chosen:
        asked += [
            (SOURCE, "source", {**wanted, DESTINATION: chosen}),
            (DESTINATION, "destination", {**wanted, SOURCE: chosen}),
        ]
    found = []
    for dimension, role, where in asked:
        is_all = where is wanted
        found += [
            (row, role, is_all)
            for row in release.rows((dimension,), where)
            if row[0] not in NOWHERE and (not chosen or (row[0] in chosen) == is_all)
        ]
    rows = [row for row, *_ in found]
    return answer_frame(("place",), rows, role=[role for _, role, _ in found], is_all=[is_all for *_, is_all in found])


def _where(filters: Filters) -> dict[str, frozenset[str]]:
    # a route has no one place where its people were identified: country and place choose among the legs themselves
    return filters.without("country", "place").where()


def _is_within(code: str, places: tuple[str, ...]) -> bool:
    return not places or code in places or code[:2] in places


def ways(release: Release, filters: Filters, direction: Direction = "all") -> pd.DataFrame:
    """One row a whole way, from the source through the first and last place of transit to the destination.

    Columns: `chain_source` (a country, or a province whose ways are many enough), `first_transit`, `last_transit`
    (provinces or countries; "none" for a way without transit; "other" for all smaller ways together), and
    `chain_destination` (a country). A person is in one row. Only ways between known countries are kept. What the
    published ways of a pair of countries leave of the pair is its row of smaller ways, with the error of that
    difference; it is withheld, and so left out as other ways are, where it is below what the release shows of anybody.
    direction: see `is_along`; internal ways are those within one country.
    """
    wanted = _where(filters)
    left = {
        (source, destination): (count, error)
        for source, destination, count, error, state in release.rows((SOURCE, DESTINATION), wanted)
        if state == "count" and source not in NOWHERE and destination not in NOWHERE
    }
    rows = []
    for source, first, last, destination, count, error, state in release.rows(WAY, wanted):
        pair = (source[:2], destination)
        if first != OTHER and state == "count" and pair in left:
            rows.append((source, first, last, destination, count, error, state))
            left[pair] = left[pair][0] - count, math.hypot(left[pair][1], error)
    rows += [
        (source, OTHER, OTHER, destination, count, error, "count")
        for (source, destination), (count, error) in left.items()
        if count > 0 and count >= release.least_shown
    ]
    places = focus(filters, "province")
    shown = [row for row in rows if _is_way_along(*row[:4], places, direction)]
    return answer_frame(WAY, sorted(shown, key=largest_first))


def _is_way_along(
    source: str, first: str, last: str, destination: str, places: tuple[str, ...], direction: Direction
) -> bool:
    starts, ends = _is_within(source, places), _is_within(destination, places)
    is_internal = source[:2] == destination
    passes = first not in (NO_TRANSIT, OTHER) and (_is_within(first, places) or _is_within(last, places))
    _check(direction)
    if direction == "internal":
        return starts and is_internal
    if direction == "through":
        return passes and not (places and (starts or ends))
    if direction == "all" or not places:
        return (starts or passes or ends) and not is_internal
    return (ends and not starts) if direction == "inbound" else (starts and not ends)


def main_forms(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a leg between two countries: the form of exploitation of most of its people.

    Columns: `from_place`, `to_place`, `leg`, `form`, and `count` and so on of that form. A leg of which no form may be
    shown is left out.
    """
    found = sorted(release.rows((*LEGS["country"], "form"), _where(filters)), key=largest_first)
    largest: dict[tuple[str, ...], tuple[Any, ...]] = {}
    for *leg, form, count, error, state in found:
        if state == "count" and form != UNKNOWN:
            largest.setdefault(tuple(leg), (*leg, form, count, error, state))
    return answer_frame(("from_place", "to_place", "leg", "form"), [*largest.values()])


def route_by_year(release: Release, filters: Filters, level: Level, route: tuple[str, str]) -> pd.DataFrame:
    """One row a year of the period for the legs from one place to another, whatever part of a journey they are.

    Columns: `year` (a number). filters.years is set aside: a trend has all years.
    """
    answer = release.counts(("year",), _route(filters.without("years"), level, route))
    answer = answer[answer["year"].isin(map(str, release.named_years))]
    return answer.assign(year=answer["year"].astype(int)).sort_values("year", ignore_index=True)


def route_by(
    release: Release, filters: Filters, level: Level, route: tuple[str, str], of: tuple[str, ...]
) -> pd.DataFrame:
    """One row a code of each dimension of `of` (form, sex and age, recruitment, stop) among the people on the legs from
    one place to another, the largest first; what is not recorded is left out where `of` is one dimension.

    Raises NotPublished where no such table is released, as between provinces.
    """
    found = release.rows(of, _route(filters, level, route))
    if len(of) == 1:
        found = [row for row in found if row[0] not in NOWHERE]
    return answer_frame(of, sorted(found, key=largest_first))


def stops(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a well-known town or border crossing: the people whose journeys are known to have touched it.

    Columns: `stop` (a code of data_access.gazetteer.places). A person can be in four rows. A release publishes it of
    all years together: it is asked with empty filters.
    """
    return answer_frame(("stop",), [row for row in release.rows(("stop",), filters) if row[0] not in NOWHERE])


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


def changed(release: Release, filters: Filters, level: Level = "country", direction: Direction = "all") -> pd.DataFrame:
    """Which routes grew or shrank beyond their error between the first and the second half of the period.

    One row a leg that both halves publish, the surest change first. Columns: `from_place`, `to_place`, `leg`,
    `first_half`, `second_half` (people a year), `change`, `change_error` (its standard error) and `is_beyond_error`
    (would chance alone give less in 19 of 20 cases?). attrs: `halves`, the first and last year of each half, missing
    where the period is a single year; `one_half`, how many legs are published in one half and withheld in the other.
    """
    period = filters.years or release.years
    columns = ["from_place", "to_place", "leg", "first_half", "second_half", "change", "change_error"]
    if period is None or period[0] == period[1]:
        return pd.DataFrame(columns=[*columns, "is_beyond_error"])
    middle = (period[0] + period[1] - 1) // 2
    halves = ((period[0], middle), (middle + 1, period[1]))
    before, after = (
        {
            tuple(leg): (count / (last - first + 1), error / (last - first + 1))
            for *leg, count, error, state in _legs(release, filters.with_choice(years=(first, last)), level, direction)
            if state == "count"
        }
        for first, last in halves
    )
    rows = []
    for leg, (people_before, error_before) in before.items():
        if leg not in after:
            continue
        people_after, error_after = after[leg]
        change, error = people_after - people_before, math.hypot(error_before, error_after)
        sureness = abs(change) / (error or 1e-9)
        rows.append((sureness, *leg, people_before, people_after, change, error, sureness > CONFIDENT))
    rows.sort(key=lambda row: -row[0])
    answer = pd.DataFrame([row[1:] for row in rows], columns=[*columns, "is_beyond_error"])
    answer = answer.round({"first_half": 1, "second_half": 1, "change": 1}).astype({"is_beyond_error": bool})
    answer.attrs |= {"halves": halves, "one_half": len(before.keys() ^ after.keys())}
    return answer


def _route(filters: Filters, level: Level, route: tuple[str, str]) -> dict[str, frozenset[str]]:
    start, end, _ = LEGS[level]
    return {**_where(filters), start: frozenset({route[0]}), end: frozenset({route[1]})}
