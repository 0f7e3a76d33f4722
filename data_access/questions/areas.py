"""What the Hotspots page asks of a release: people by area with their denominators, who recorded them, and on which
lists they are.

An area is a province, or several that can only be read together because no source has a population for each alone.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Any, Literal

import numpy as np
import pandas as pd

from data_access.codes.of_release import LISTS, OTHER, UNKNOWN
from data_access.gazetteer.areas import READ_TOGETHER, area_places, areas
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release

Role = Literal["identified", "source", "exploitation"]  # what happened to people in an area
# the dimension that holds the place, and its country, for each thing a map can be about
ROLES: dict[Role, tuple[str, str]] = {
    "identified": ("province", "country"),
    "source": ("source", "source_country"),
    "exploitation": ("exploitation", "exploitation_country"),
}
AGE_OF_POPULATION = {"child": "0-17", "adult": "18+"}


class NoPopulation(NotPublished):
    """No source of the release has the population of whom the question is about, so that there is no rate."""


def people_and_populations(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area of the chosen countries, in the order of `areas`.

    role: identified, source or exploitation: what the map is about; filters.country is read as the country of it.
    Columns: `place`, `country`, `longitude`, `latitude`; `count`, `standard_error`, `state` (as in
    data_access.questions.overview; an area that the release does not name has release.absent); `population` (people of
    the same sex and age; missing where no source has them), `population_year`; `years` (of the period, the same in each
    row); `threshold` (people below which the release withholds a count); `country_count`, `country_error`,
    `country_population` (of all areas of the country together that have a population, or of all where none has one;
    missing where it cannot be said).
    Raises NotPublished when no table covers the question.
    """
    dimension = ROLES[role][0]
    frame = chosen_areas(filters)
    where = _place_wanted(filters)
    counted = by_area(release, dimension, where, frame["place"]).set_index("place")
    frame = frame.join(counted, on="place")
    people, year = _populations(release, filters)
    frame["population"] = [_sum_of(people, area) for area in frame["place"]]
    frame["population_year"] = [_sum_of(year, area[:5] if "+" in area else area) for area in frame["place"]]
    frame["years"] = number_of_years(release, filters)
    frame["threshold"] = release.shown_from((dimension,), where, frame["standard_error"])
    # the sum over all cells, withheld ones too, is what the release says of the whole without bias
    frame["country_count"], frame["country_error"] = whole_countries(
        release, dimension, where, frame["country"], _divisible(frame)
    )
    # of a country without areas here there is no row, and what is made of none is not made of numbers
    frame = frame.astype(dict.fromkeys(("population", "country_count", "country_error"), float))
    frame["country_population"] = frame.groupby("country")["population"].transform("sum", min_count=1)
    return frame


def people_by_year(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area and year. Columns: `place`, `year` (number), `count`, `standard_error`, `state`, `threshold`
    (people below which a count is withheld), `population`.

    Raises NotPublished when no table covers the question."""
    dimension = ROLES[role][0]
    first, last = _period(release, filters)
    chosen = chosen_areas(filters)
    parts = []
    for year in range(first, last + 1):
        one_year = _place_wanted(filters) | _years(year, year)
        parts.append(by_area(release, dimension, one_year, chosen["place"]).assign(year=year))
    people, _ = _populations(release, filters)
    frame = pd.concat(parts, ignore_index=True)
    whole = _place_wanted(filters) | _years(first, last)
    frame["threshold"] = release.shown_from((dimension,), whole, frame["standard_error"])
    frame["population"] = [_sum_of(people, area) for area in frame["place"]]
    return frame.sort_values(["place", "year"], ignore_index=True)


def people_by_period(release: Release, filters: Filters, role: Role, length: int) -> pd.DataFrame:
    """One row an area and run of `length` years, the areas in order of their code, then the years.

    The last run ends with the period of the filters; the first takes in the years that are left over. Columns: `place`,
    `country`, `longitude`, `latitude`, `first_year`, `last_year`; `count`, `standard_error`, `state`, `threshold`
    (people below which a count is withheld); `population`, `country_count` (people of the country in these years, in
    the same areas as `country_population`; missing where withheld), `country_population` (as in
    people_and_populations). Raises NotPublished when no table covers the question.
    """
    dimension = ROLES[role][0]
    first, last = _period(release, filters)
    people, _ = _populations(release, filters)
    chosen = chosen_areas(filters)
    chosen["population"] = [_sum_of(people, area) for area in chosen["place"]]
    chosen["country_population"] = chosen.groupby("country")["population"].transform("sum", min_count=1)
    parts = []
    for end in range(last, first + length - 2, -length):
        begin = first if end - 2 * length + 1 < first else end - length + 1
        where = _place_wanted(filters) | _years(begin, end)
        part = chosen.merge(by_area(release, dimension, where, chosen["place"]), on="place")
        wholes, _ = whole_countries(release, dimension, where, part["country"], _divisible(chosen))
        parts.append(part.assign(first_year=begin, last_year=end, country_count=wholes))
    frame = pd.concat(parts, ignore_index=True)
    frame["threshold"] = release.shown_from(
        (dimension,), _place_wanted(filters) | _years(first, last), frame["standard_error"]
    )
    return frame.sort_values(["place", "first_year"], ignore_index=True)


def without_a_province(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row: the people of the chosen countries (or of the six) of whom only the country is known."""
    wanted = filters.country or tuple(sorted(set(areas()["country"])))
    dimension = ROLES[role][0]
    return release.counts((), _place_wanted(filters) | {dimension: frozenset(wanted)})


def recorders(release: Release, filters: Filters) -> pd.DataFrame:
    """One row an area and kind of source that recorded cases there: who looked, as far as a release can say.

    Columns: `place`, `country`, `data_source`, `count`, `standard_error`, `state`; `people` (recorded there by
    anybody); `country_count`, `country_people` (the same of the whole country, people without a known province too);
    `people_error`, `country_error` and `country_people_error`, their standard errors; missing where withheld. People
    whose year is not known are left out, since nobody knows who reported then. The sex, age and form of people are set
    aside: the release does not publish them by recorder. Raises NotPublished when the release has no such table.
    """
    where = _place_wanted(filters.without("sex", "age", "form")) | _years(*_period(release, filters))
    chosen = chosen_areas(filters)
    everybody = by_area(release, "province", where, chosen["place"])
    people, people_errors = _by_country(release, where, chosen["country"])
    parts = []
    for code in release.codes("data_source"):
        of_source = where | {"data_source": frozenset({code})}
        part = by_area(release, "province", of_source, chosen["place"])
        part = part.assign(data_source=code, country=chosen["country"], country_people=people)
        part[["people", "people_error"]] = everybody[["count", "standard_error"]]
        part["country_count"], part["country_error"] = _by_country(release, of_source, chosen["country"])
        parts.append(part.assign(country_people_error=people_errors))
    if not parts:
        raise NotPublished("The release does not say who recorded cases.")
    return pd.concat(parts, ignore_index=True)


def histories(release: Release, filters: Filters, lists: tuple[str, ...]) -> pd.DataFrame:
    """One row a combination of the chosen lists: the people who are on exactly these of them.

    lists: three or more of data_access.codes.of_release.LISTS. Columns: one of 0 and 1 for each list; `count`,
    `standard_error`, `state`; `threshold` (people below which a count is withheld). People on none of the chosen lists
    are left out. Sex, age, form and place are set aside. Raises NotPublished when the release has no such table.
    """
    where = filters.without("sex", "age", "form", "place").where()
    codes = release.codes("lists")
    if not codes:
        raise NotPublished("The release does not say on which lists people are.")
    of_code = {code: frozenset(code.split("+")) & frozenset(lists) for code in codes if code != "none"}
    rows = []
    for size in range(1, len(lists) + 1):
        for history in combinations(lists, size):
            wanted = frozenset(code for code, on in of_code.items() if on == frozenset(history))
            answer = release.counts((), where | {"lists": wanted}).iloc[0]
            rows.append({name: int(name in history) for name in lists} | answer.to_dict())
    frame = pd.DataFrame(rows)[[*lists, "count", "standard_error", "state"]]
    frame["count"] = frame["count"].astype("Int64")
    frame["threshold"] = release.shown_from(("lists",), where, frame["standard_error"])
    return frame


def all_lists(release: Release) -> tuple[str, ...]:
    """The kinds of list that the release has, in their order."""
    named = {name for code in release.codes("lists") for name in code.split("+")}
    return tuple(name for name in LISTS if name in named)


def number_of_years(release: Release, filters: Filters) -> int:
    """How many years the filters ask for; one where the release knows no years."""
    period = filters.years or release.years
    return period[1] - period[0] + 1 if period else 1


def _period(release: Release, filters: Filters) -> tuple[int, int]:
    period = filters.years or release.years
    if period is None:
        raise NotPublished("The release has no years.")
    return period


def _years(first: int, last: int) -> dict[str, frozenset[str]]:
    return {"year": frozenset(str(year) for year in range(first, last + 1))}


def chosen_areas(filters: Filters) -> pd.DataFrame:
    """The rows of `areas` that lie in the chosen countries: a frame that may be changed."""
    frame = areas()
    return frame[frame["country"].isin(filters.country)].reset_index(drop=True) if filters.country else frame.copy()


def _place_wanted(filters: Filters) -> dict[str, frozenset[str]]:
    return filters.without("country", "place").where()


def by_area(
    release: Release, dimension: str, where: Mapping[str, frozenset[str]], wanted: Iterable[str]
) -> pd.DataFrame:
    """One row an area of `wanted`. Columns: `place`, `count`, `standard_error`, `state`.

    Raises NotPublished when no table covers the question."""
    answer = release.counts((dimension,), where).rename(columns={dimension: "place"})
    answer = answer[~answer["place"].isin((UNKNOWN, OTHER))]
    rows = {row["place"]: row for row in answer.to_dict("records")}
    absent = {"count": pd.NA, "standard_error": 0.0, "state": release.absent}
    if rows:
        absent["standard_error"] = next(iter(rows.values()))["standard_error"]
    found = []
    for area in wanted:
        named = [place for place in area_places(area) if place in rows]
        row = rows[named[0]] if len(named) == 1 else _one(release, dimension, where, named) if named else absent
        found.append({name: row[name] for name in ("count", "standard_error", "state")} | {"place": area})
    frame = pd.DataFrame(found, columns=["place", "count", "standard_error", "state"])
    frame["count"] = frame["count"].astype("Int64")
    return frame


def _one(
    release: Release, dimension: str, where: Mapping[str, frozenset[str]], places: Iterable[str]
) -> dict[str, Any]:
    answer = release.counts((), {**where, dimension: frozenset(places)}).iloc[0]
    return {str(name): answer[name] for name in answer.index}


def whole_countries(
    release: Release,
    dimension: str,
    where: Mapping[str, frozenset[str]],
    countries: Iterable[str],
    places_of: Mapping[str, Iterable[str]] | None = None,
) -> tuple[list[float], list[float]]:
    """The people of all areas of the country in each row together, withheld areas too, and the standard error.

    places_of: the places of each country, where not all of them are meant. Missing where even that is withheld. Raises
    NotPublished when no table covers the question."""
    wanted = list(countries)
    meant = _places_of(areas()) if places_of is None else places_of
    wholes = {country: _one(release, dimension, where, meant[country]) for country in dict.fromkeys(wanted)}
    return (
        [_number(wholes[country]) for country in wanted],
        [float(wholes[country]["standard_error"]) for country in wanted],
    )


def _divisible(chosen: pd.DataFrame) -> dict[str, list[str]]:
    """The places of each country whose people may be divided by its population: those of areas that have one, or of all
    areas where none has one. chosen: columns `place`, `country` and `population`."""
    return _places_of(chosen) | _places_of(chosen[chosen["population"].notna()])


def _places_of(chosen: pd.DataFrame) -> dict[str, list[str]]:
    """The places of the areas of each country."""
    return {
        str(country): [place for area in part["place"] for place in area_places(area)]
        for country, part in chosen.groupby("country")
    }


def _by_country(
    release: Release, where: Mapping[str, frozenset[str]], countries: pd.Series
) -> tuple[list[float], list[float]]:
    """The people identified in the country in each row, those without a known province too, and the standard error."""
    named = release.codes("province")
    places = {country: [place for place in named if place[:2] == country] for country in countries.unique()}
    return whole_countries(release, "province", where, countries, places)


def _number(row: Mapping[str, Any]) -> float:
    return float("nan") if row["state"] == "withheld" else float(row["count"])


def _populations(release: Release, filters: Filters) -> tuple[dict[str, float], dict[str, float]]:
    """People of the filters' sex and age by place in the newest year that a source has, and that year.

    Nothing where no source has exactly this group: another group's people would be the wrong denominator.
    """
    frame = release.frame("population")
    sexes, ages = set(filters.sex), set(filters.age)
    if frame.empty or sexes - {"female", "male"} or ages - set(AGE_OF_POPULATION):
        return {}, {}
    if sexes == {"female", "male"}:
        sexes = set()
    if ages == set(AGE_OF_POPULATION):
        ages = set()
    sex = next(iter(sexes), "total")
    age = AGE_OF_POPULATION[next(iter(ages))] if ages else "total"
    rows = (
        frame[(frame["sex"] == sex) & (frame["age"] == age)].sort_values("year").drop_duplicates("place", keep="last")
    )
    places = rows["place"].tolist()
    return (
        dict(zip(places, rows["persons"].astype(float), strict=True)),
        dict(zip(places, rows["year"].astype(float), strict=True)),
    )


def _sum_of(values: Mapping[str, float], area: str) -> float:
    """The number of an area, or of its places together; missing where one of them has none."""
    if area in values:
        return values[area]
    places = READ_TOGETHER.get(area, ())
    # the halves of Punjab have no population, and Punjab has: only areas that are written as a sum are added up
    return sum(values.get(place, np.nan) for place in places) if "+" in area else np.nan
