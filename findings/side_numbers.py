"""What can be said of one side of a comparison: numbers and shares of its people, by topic.

A number of a topic is a tuple: `dimension` and `code` (what it is of), `unit` ("people", "share" or "rate"), `value`,
`noise` (variance that the protection leaves in it), `chance` (variance that it has where people are found one by one;
they are not, and findings.comparison multiplies it), `state`, and of a share `of` (people), `low` and `high` (limits,
which findings.comparison gives it). Without a number, value is not a number.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, get_args

from analysis.cohorts import share_error
from data_access.codes.of_release import OTHER, SERVICES, UNKNOWN
from data_access.gazetteer.areas import area_places
from data_access.questions import justice, overview, recovery, routes
from data_access.questions.areas import ROLES as ROLES_OF_AREAS
from data_access.questions.areas import Role, people_and_populations
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.row import RowState
from data_access.release.workload import TRANSIT_COUNTRY
from findings.key_shares import key_shares
from findings.rates import PER
from findings.sides import place_of

Topic = Literal[
    "roles",
    "rates",
    "who",
    "form",
    "means",
    "stage",
    "service",
    "outcome",
    "justice",
    "sector",
    "relation",
    "routes",
    "missing",
]
TOPICS: tuple[Topic, ...] = get_args(Topic)
# what a place is to people, and the dimension that says so: of a country, of a province
ROLES = {
    "identified": ("country", "province"),
    "source": ("source_country", "source"),
    "transit": (TRANSIT_COUNTRY, "to_province"),
    "destination": ("exploitation_country", "exploitation"),
}
FIELDS = ("sex", "age", "form", "means")  # whose gaps are told of a place


class Number(NamedTuple):
    """See the module."""

    dimension: str
    code: str
    unit: Literal["people", "share", "rate"]
    value: float
    noise: float
    chance: float
    state: RowState
    of: float = math.nan
    low: float = math.nan
    high: float = math.nan


def numbers(release: Release, filters: Filters, topic: Topic) -> list[Number]:
    """The numbers of one side; none of what the release does not publish for these choices."""
    return list(_TOPICS[topic](release, filters))


def people(dimension: str, code: str, row: tuple[int | None, float, RowState]) -> Number:
    """A number of people."""
    count, error, state = row
    value = math.nan if state == "withheld" else float(count or 0)
    return Number(dimension, code, "people", value, error**2, max(value, 1.0), "count" if state == "none" else state)


def share(dimension: str, code: str, value: float, of: float | None, error: float, state: RowState) -> Number:
    """A share of `of` people. Nobody or everybody of a few is no certainty: its chance is that of half a person."""
    if state != "count" or value != value or not of:
        return Number(
            dimension, code, "share", math.nan, 0.0, 0.0, "withheld" if state in ("count", "least") else state
        )
    likely = (value * of + 0.5) / (of + 1)
    return Number(dimension, code, "share", value, error**2, likely * (1 - likely) / of, state, of)


def _roles(release: Release, filters: Filters) -> Iterable[Number]:
    place, where = place_of(filters), filters.without("country", "place").where()
    for role, dimensions in ROLES.items() if place else ():
        wanted = {**where, dimensions[len(str(place)) > 2]: frozenset({str(place)})}
        if role == "transit" and len(str(place)) > 2:
            wanted["province_leg"] = frozenset(routes.ENDS_IN_TRANSIT)
        if release.covers((), wanted):
            yield people("role", role, release.rows((), wanted)[0])
    if not place:
        yield people("total", "total", release.rows((), filters)[0])


def _rates(release: Release, filters: Filters) -> Iterable[Number]:
    """People a year for PER people of the place, by what it is to them; none where no source has its population."""
    return (_rate(code, row) for code, row in people_of_place(release, filters) if row["population"] > 0)


def people_of_place(release: Release, filters: Filters) -> Iterable[tuple[str, Mapping[Any, Any]]]:
    """By what the place is to them, its people and its population, as in data_access.questions.areas."""
    place = place_of(filters)
    roles: dict[str, Role] = {"identified": "identified", "source": "source", "destination": "exploitation"}
    for code, role in roles.items() if place else ():
        if not release.covers((ROLES_OF_AREAS[role][0],), filters.without("country", "place")):
            continue
        areas = people_and_populations(release, filters.without("place").with_choice(country=(str(place)[:2],)), role)
        for row in areas.to_dict("records"):
            if len(str(place)) == 2:
                row |= {name: row[f"country_{name}"] for name in ("count", "population")}
                row |= {
                    "standard_error": row["country_error"],
                    "state": "count" if row["count"] == row["count"] else "withheld",
                }
            elif place not in area_places(row["place"]):
                continue
            yield code, row
            break


def _rate(code: str, row: Mapping[Any, Any]) -> Number:
    times = PER / (row["population"] * row["years"])
    number = people("rate", code, (row["count"], row["standard_error"], row["state"]))
    return number._replace(
        unit="rate", value=number.value * times, noise=number.noise * times**2, chance=number.chance * times**2
    )


def _who(release: Release, filters: Filters) -> Iterable[Number]:
    """Who was referred is told by how far people came: judged in two topics, one difference would have two verdicts."""
    for _, row in key_shares(release, filters).iterrows():
        if row["what"] in ("children", "women_and_girls"):
            yield share("who", row["what"], row["share"], row["of"], row["share_error"], row["state"])


def _listed(release: Release, filters: Filters, of: Literal["form", "means"]) -> Iterable[Number]:
    if filters.form or not release.covers((of,), filters):
        return
    for _, row in overview.shares(release, filters, of).astype({"asked": float}).iterrows():
        asked = row["asked"] if row["asked"] > 0 else None
        value = float(row["share"])
        error = math.hypot(1, value) * row["standard_error"] / asked if asked else math.nan
        yield share(of, row[of], value, asked, error, row["state"])


def _stages(release: Release, filters: Filters) -> Iterable[Number]:
    if not release.covers(("stage",), filters):
        return
    answer = recovery.stages_reached(release, filters)
    answer = answer[answer["who"] == "chosen"]
    [whole, *steps] = answer.to_dict("records")
    for row in steps:
        if row["state"] in ("count", "none") and whole["state"] == "count" and whole["count"]:
            count = float(row["count"] or 0)
            error = share_error(count, whole["count"], row["standard_error"], row["asked_error"], row["rest_error"])
            yield share("stage", row["stage"], min(count / whole["count"], 1.0), whole["count"], error, "count")
        else:
            state: RowState = row["state"] if row["state"] != "count" else "withheld"
            yield share("stage", row["stage"], math.nan, None, 0.0, state)


def _of_all(
    release: Release, filters: Filters, by: str, codes: tuple[str, ...], all_codes: tuple[str, ...]
) -> Iterable[Number]:
    """Shares of the people with any of `all_codes`, or of everybody where none is named."""
    if not release.covers((by,), filters):
        return
    everybody = {by: frozenset(all_codes)} if all_codes else {}
    [(whole, whole_error, _)] = release.rows((), {**filters.where(), **everybody})
    found = {code: row for code, *row in release.rows((by,), filters)}
    for code in codes:
        count, error, state = found.get(code, (None, 0.0, release.absent))
        if not whole or state == "withheld":
            yield share(by, code, math.nan, None, 0.0, "withheld")
        else:
            count = float(count or 0)
            rest_error = math.hypot(error, whole_error)  # of another table, whose noise is its own
            if everybody:
                [(_, rest_error, _)] = release.rows((), {**filters.where(), by: frozenset(all_codes) - {code}})
            found_error = share_error(count, whole, error, whole_error, rest_error)
            yield share(by, code, min(count / whole, 1.0), whole, found_error, "count")


def _missing(release: Release, filters: Filters) -> Iterable[Number]:
    for field in FIELDS:
        if getattr(filters, field, None) or not release.covers((field,), filters):
            continue
        [(whole, whole_error, _)] = release.rows((), filters)
        [(count, error, state)] = release.rows((), {**filters.where(), field: frozenset({UNKNOWN})})
        if not whole or state == "withheld":
            yield share("missing", field, math.nan, None, 0.0, "withheld")
        else:
            value = min((count or 0) / whole, 1.0)
            yield share("missing", field, value, whole, math.hypot(error, value * whole_error) / whole, "count")


def _justice(release: Release, filters: Filters) -> Iterable[Number]:
    if not release.covers(("justice",), filters):
        return
    whole, *steps = justice.reached(release, filters).to_dict("records")
    for row in steps:
        of, state = whole["count"], row["state"]
        if state == "withheld" or whole["state"] != "count" or not of:
            yield share("reached", row["reached"], math.nan, None, 0.0, "withheld")
        else:
            count = float(row["count"] or 0)
            error = share_error(count, of, row["standard_error"], row["asked_error"], row["rest_error"])
            yield share("reached", row["reached"], min(count / of, 1.0), of, error, "count")


def _sectors(release: Release, filters: Filters) -> Iterable[Number]:
    """The work of the people who were exploited in the place."""
    place, where = str(place_of(filters) or ""), filters.without("country", "place").where()
    if place:
        where[ROLES["destination"][len(place) > 2]] = frozenset({place})
    if not release.covers(("sector",), where):
        return
    for code, *row in release.rows(("sector",), where):
        if code not in (UNKNOWN, OTHER):
            yield people("sector", code, (row[0], row[1], row[2]))


def _relations(release: Release, filters: Filters) -> Iterable[Number]:
    """Who recruited the people who were taken from the place."""
    place, where = place_of(filters), filters.without("country", "place").where()
    if place:
        where[ROLES["source"][len(place) > 2]] = frozenset({place})
    if release.covers(("relation",), where):
        for code, *row in release.rows(("relation",), where):
            if code not in (UNKNOWN, OTHER):
                yield people("relation", code, (row[0], row[1], row[2]))


def _routes(release: Release, filters: Filters) -> Iterable[Number]:
    level: routes.Level = "province" if filters.place else "country"
    if not release.covers(routes.LEGS[level], filters.without("country", "place")):
        return
    for _, row in routes.arrows(release, filters, level).iterrows():
        if row["state"] == "count":
            yield people(
                "route", f"{row['from_place']}~{row['to_place']}", (row["count"], row["standard_error"], "count")
            )


_TOPICS: dict[Topic, Callable[[Release, Filters], Iterable[Number]]] = {
    "roles": _roles,
    "rates": _rates,
    "who": _who,
    "form": lambda release, filters: _listed(release, filters, "form"),
    "means": lambda release, filters: _listed(release, filters, "means"),
    "stage": _stages,
    "service": lambda release, filters: _of_all(release, filters, "service", SERVICES, ()),
    "outcome": lambda release, filters: _of_all(
        release, filters, "outcome", recovery.FOLLOWED_UP, recovery.FOLLOWED_UP
    ),
    "justice": _justice,
    "sector": _sectors,
    "relation": _relations,
    "routes": _routes,
    "missing": _missing,
}
