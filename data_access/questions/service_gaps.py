"""What the gaps view of the Hotspots page asks of a release: who came how far, and what is published to be there."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd

from data_access.codes.of_release import SERVICES, STAGES
from data_access.gazetteer.areas import READ_TOGETHER
from data_access.questions.areas import ROLES, Role, by_area, chosen_areas, whole_countries
from data_access.questions.programmes import portfolio, programme_places
from data_access.questions.recovery import service_points
from data_access.release.filters import Filters
from data_access.release.release import Release

# the furthest steps of the people who came at least so far
STEPS = {
    "referred": frozenset(STAGES[STAGES.index("referred") :]),
    "served": frozenset(STAGES[STAGES.index("sheltered_or_assisted") :]),
}


def roles_with_steps(release: Release, filters: Filters) -> tuple[Role, ...]:
    """Where people were, as far as the release says how far they came: "identified", "source"."""
    where = filters.without("years", "country", "place", "form").where()
    offered: tuple[Role, ...] = ("identified", "source")
    return tuple(role for role in offered if release.covers((ROLES[role][0], "stage"), where))


def people_by_step(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area of the chosen countries: how many of its people were ever referred, and how many served.

    role: "identified" or "source". Columns: `place`, `country`, `count` (people of all years), `standard_error`,
    `state`; `referred`, `served` (of these, those referred or more; sheltered, assisted, served or more; also where
    only the rest is published), `referred_error`, `served_error`; missing where neither is published; `services`
    (services received in the area, five a person at most), `services_error`; missing where withheld, and for a role or
    a group of people that no table has; `country_count`, `country_referred`, `country_served` and their `…_error` (of
    all areas of the country together, those that are withheld too). The release has no years here; only
    filters.country, sex and age are used. Raises NotPublished when the release has no such table.
    """
    dimension = ROLES[role][0]
    where = filters.without("years", "form", "country", "place").where()
    areas = chosen_areas(filters)["place"]
    frame = by_area(release, dimension, where, areas)
    countries = areas.str[:2]
    frame["country_count"], frame["country_error"] = whole_countries(release, dimension, where, countries)
    for step, stages in STEPS.items():
        reached = by_area(release, dimension, where | {"stage": stages}, areas)
        frame[f"country_{step}"], frame[f"country_{step}_error"] = whole_countries(
            release, dimension, where | {"stage": stages}, countries
        )
        rest = by_area(release, dimension, where | {"stage": frozenset(STAGES) - stages}, areas)
        direct = reached["count"].astype(float)
        other = frame["count"].astype(float) - rest["count"].astype(float)
        frame[step] = direct.fillna(other.clip(lower=0))
        other_error = np.hypot(frame["standard_error"], rest["standard_error"])
        frame[f"{step}_error"] = reached["standard_error"].where(direct.notna(), other_error)
    received = where | {"service": frozenset(SERVICES)}
    frame["services"], frame["services_error"] = np.nan, np.nan
    if release.covers((dimension,), received):
        services = by_area(release, dimension, received, areas)
        # no service in an exact release is none, and not withheld
        frame["services"] = services["count"].astype(float).mask(services["state"] == "none", 0.0)
        frame["services_error"] = services["standard_error"]
    frame["country"] = countries
    return frame


def published_services(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an area of the chosen countries: what operators and programmes publish about being there.

    Columns: `place`; `points` (centres whose town their operator names), `points_unplaced` (centres of the country
    whose place is not published), `programmes` (whose results name the area, and that are not known to be over, or not
    to have begun, by the end of the data), `programmes_country` (of the country that name no area). Missing, never 0,
    where none is published: what nobody publishes may exist.
    """
    areas = chosen_areas(filters)[["place", "country"]]
    area_of = {place: area for area, places in READ_TOGETHER.items() for place in places}
    points: Counter[str] = Counter()
    unplaced: Counter[str] = Counter()
    for point in service_points(release, filters).to_dict("records"):
        named = _provinces(point) if isinstance(point["place_text"], str) else ()
        points.update(area_of.get(place, place) for place in named)
        unplaced.update([] if named else [point["country"]])
    programmes: Counter[str] = Counter()
    countrywide: Counter[str] = Counter()
    for programme in portfolio(release, Filters()).to_dict("records"):
        if _runs(programme, release.manifest["data_until"]):
            programmes.update({area_of.get(place, place) for place in programme["places"]})
            countrywide.update([] if programme["places"] else [programme["country"]])

    def numbers(found: Mapping[str, int], column: str) -> pd.Series:
        return areas[column].map(lambda code: found.get(code, pd.NA)).astype("Int64")

    return pd.DataFrame(
        {
            "place": areas["place"],
            "points": numbers(points, "place"),
            "points_unplaced": numbers(unplaced, "country"),
            "programmes": numbers(programmes, "place"),
            "programmes_country": numbers(countrywide, "country"),
        }
    )


def _provinces(point: Mapping[object, object]) -> tuple[str, ...]:
    one = pd.DataFrame([{"kind": "", "place_text": point["place_text"], "country": point["country"]}])
    return programme_places(one)


def _runs(programme: Mapping[object, object], until: str | None) -> bool:
    """May the programme be active on the last day of the data? Yes where it does not say when it runs."""
    today = until or date.max.isoformat()
    start, end = programme["start"], programme["end"]
    return (start is None or str(start) <= today) and (end is None or str(end) >= today[: len(str(end))])
