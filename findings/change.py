"""What changed, and only what changed beyond how much years vary: areas, groups of people and routes.

A year whose cases may still be coming in is never compared with a whole one: cases are recorded late. A year counts as
whole from WHOLE_AFTER year after its end on; that is a convention. Of all that one answer says, at most one in twenty
is false (false discovery rate: Benjamini and Hochberg 1995).

How much the years of a group or a route vary is its own, and is read off all whole years of the release, whichever of
them are compared: two years tell no scatter, and that of all areas together is smaller than that of many a group.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.count_likelihood import estimate_overdispersion
from analysis.trends import FEWEST_PERIODS, trends
from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.questions import overview, routes
from data_access.questions.areas import Role, people_by_period
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from findings.discoveries import discovered, margins
from findings.rates import overdispersion

WHOLE_AFTER = 1  # years after its end
LENGTHS = (1, 2)  # years of an area that may be taken together, where single ones are withheld
NO_YEARS = (1, 1)


class Refusal(NamedTuple):
    """Why years are not compared. chosen: the first and last year asked for; whole: those of them that are whole.

    reason: "no_years" (the release names none), "one_year" (no more was chosen), "unfinished" (none of those chosen is
    whole yet), "one_whole" (only one of them is), "scatter" (how much years vary is not known: the release has too few
    whole years, or one of them is withheld), "not_published" (no table has these people by year), or "withheld" (one of
    the years has too few people to show, or nobody)."""

    reason: Literal["no_years", "one_year", "unfinished", "one_whole", "scatter", "not_published", "withheld"]
    chosen: tuple[int, int] = NO_YEARS
    whole: tuple[int, int] = NO_YEARS


def why_not_compared(release: Release, filters: Filters) -> Refusal | None:
    """Why no two whole years of the choice can be compared, whoever is counted; None where there are two."""
    chosen, whole = filters.years or release.years, whole_years(release, filters)
    if chosen is None:
        return Refusal("no_years")
    if whole is None:
        return Refusal("unfinished", chosen)
    if whole[0] == whole[1]:
        return Refusal("one_year" if chosen == whole else "one_whole", chosen, whole)
    if _length(_all_whole(release)) < FEWEST_PERIODS:
        return Refusal("scatter", chosen, whole)
    return None


def whole_years(release: Release, filters: Filters) -> tuple[int, int] | None:
    """The chosen years without those that may not be whole yet; None where none is left."""
    period = filters.years or release.years
    if period is None:
        return None
    day_after = date.fromisoformat(release.manifest["data_until"][:10]) + timedelta(days=1)
    last = min(period[1], day_after.year - 1 - WHOLE_AFTER)
    return (period[0], last) if last >= period[0] else None


def area_trends(release: Release, filters: Filters, role: Role) -> pd.DataFrame:
    """One row an area of the chosen countries: does the number of its people rise or fall over the whole years?

    Columns: `place`, `country`, `years_each` (how many years were taken together so that none is withheld), those of
    analysis.trends.trends, `verdict` (see `judged`). attrs: `years`, `factor` (variance over mean that is assumed at
    least; missing where too few years tell it). Raises NotPublished when no table covers the question.
    """
    period = _whole(release, filters)
    factor = overdispersion(release, filters, role)
    chosen = filters.with_choice(years=period)
    frames = {
        length: people_by_period(release, chosen, role, length)
        for length in LENGTHS
        if length <= period[1] - period[0] + 1
    }
    return trends_of_areas(frames, factor).pipe(_about, period, factor)


def trends_of_areas(frames: dict[int, pd.DataFrame], factor: float) -> pd.DataFrame:
    """The frame of area_trends from those of people_by_period, by the number of years taken together."""
    left = next(iter(frames.values())).drop_duplicates("place")[["place", "country"]]
    parts = []
    for length, frame in frames.items():
        shown = frame["state"].ne("withheld").groupby(frame["place"]).transform("all")
        usable = frame[shown & frame["place"].isin(left["place"])]
        left = left[~left["place"].isin(usable["place"])]
        parts.append(_trends(usable, ["place", "country"], factor).assign(years_each=length))
    parts.append(left)
    found = pd.concat(parts, ignore_index=True).sort_values("place", ignore_index=True)
    return judged(found)


def group_trends(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a group of which some whole year is published: everybody, a country, a sex, an age, a form.

    Groups that the filters fix are everybody. Columns: `dimension`, `code`, those of analysis.trends.trends, `verdict`
    ("" too where a year is withheld). attrs as `area_trends`.
    """
    period = _whole(release, filters)
    factor = _factor(release)
    groups = groups_by_year(release, filters, period)
    withheld = pd.DataFrame(groups.attrs["withheld"], columns=["dimension", "code"])
    found = pd.concat([trends_of_groups(groups, factor), withheld.assign(verdict="")], ignore_index=True)
    return found.pipe(_about, period, factor)


def groups_by_year(release: Release, filters: Filters, period: tuple[int, int]) -> pd.DataFrame:
    """One row a group and year of `period`, groups of which all years are published only.

    Columns: `dimension`, `code`, `first_year` and `last_year` (both the year), `count`, `standard_error`, `state`.
    attrs: `withheld`, the dimension and code of groups of which some years are published and others not.
    """
    years = filters.with_choice(years=period)
    rows = []
    for dimension in overview.dimensions_of(filters):
        by = ("year",) if dimension == "total" else ("year", dimension)
        if release.covers(by, years):
            rows += [
                (dimension, *(code or [dimension]), int(year), int(year), count, error, state)
                for year, *code, count, error, state in release.rows(by, years)
                if year != UNKNOWN and not {*code} & {OTHER, UNKNOWN} and state != "withheld"
            ]
    frame = pd.DataFrame(rows, columns=["dimension", "code", "first_year", "last_year", *_NUMBER])
    is_whole = frame.groupby(["dimension", "code"])["count"].transform("size") == period[1] - period[0] + 1
    whole = frame[is_whole].reset_index(drop=True)
    partly = frame[~is_whole].drop_duplicates(["dimension", "code"])
    whole.attrs["withheld"] = tuple(zip(partly["dimension"], partly["code"], strict=True))
    return whole


def trends_of_groups(frame: pd.DataFrame, factor: float) -> pd.DataFrame:
    """The rows of group_trends from those of groups_by_year."""
    found = _trends(frame, ["dimension", "code"], factor)
    # everybody is a question of its own, which no number of groups makes harder to answer
    is_total = found["dimension"] == "total"
    return pd.concat([judged(found[is_total]), judged(found[~is_total])], ignore_index=True)


def year_changes(release: Release, filters: Filters) -> pd.DataFrame:
    """The frame of data_access.questions.overview.change for the last two whole years, with how much years vary in it.

    `change_error` has the noise and the scatter of years in it: the group's own about its trend over all whole years of
    the release, or that of areas, whichever is larger. Then `change_margin`, within which the true change lies as far
    as all that are compared can be judged together, and `is_beyond`: told apart from no change. attrs: `refusal` (why
    everybody is not compared, or None), `withheld` (groups of which only one of the two years is published), `unknown`
    and `factors` as in changes_beyond.
    """
    period, refusal = whole_years(release, filters), why_not_compared(release, filters)
    if period is None or refusal:
        changes = overview.change(release, NONE).assign(is_beyond=pd.Series(dtype=bool))
        changes.attrs |= {"refusal": refusal, "withheld": (), "unknown": (), "factors": None}
        return changes
    chosen = filters.with_choice(years=period)
    changes = overview.change(release, chosen)
    withheld = changes.attrs["withheld"]
    last_two = (period[1] - 1, period[1])
    if not changes["dimension"].eq("total").any():
        refusal = Refusal("withheld" if release.covers(("year",), chosen) else "not_published", period, last_two)
    scatter = _scatter_of_groups(release, filters.without("years"))
    changes = changes_beyond(changes, scatter, _length(scatter.attrs["years"]))
    if not refusal and ("total", "total") in changes.attrs["unknown"]:
        refusal = Refusal("scatter", period, last_two)
    changes.attrs |= {"refusal": refusal, "withheld": withheld}
    return changes


def changes_beyond(changes: pd.DataFrame, scatter: pd.DataFrame, years: int) -> pd.DataFrame:
    """The frame of year_changes. scatter: that of group_trends; years: how many it was estimated from.

    attrs: `unknown` (dimension and code of groups without a factor of their own, which are not compared), `factors`
    (the smallest and largest of the others, variance over mean; None where there is none)."""
    of = ["dimension", "code"]
    own = changes[of].merge(scatter[[*of, "factor"]], on=of, how="left")["factor"].to_numpy(dtype=float)
    is_known = np.isfinite(own)
    unknown, factor = changes.loc[~is_known, of], own[is_known]
    known: pd.DataFrame = changes[is_known].reset_index(drop=True)
    chance = factor * (known["previous"] + known["latest"]).clip(lower=1)
    error = np.sqrt((known["change_error"] ** 2 + chance).astype(float))
    p_values = pd.Series(2 * student.sf(known["change"].abs().astype(float) / error, years - 2), index=known.index)
    is_total = known["dimension"] == "total"
    is_beyond = pd.concat([discovered(p_values[is_total]), discovered(p_values[~is_total])])
    margin = pd.concat([margins(p_values[one], error[one], years - 2) for one in (is_total, ~is_total)])
    known = known.assign(change_error=error, change_margin=margin, is_beyond=is_beyond)
    known.attrs = {
        "unknown": tuple(unknown.itertuples(index=False, name=None)),
        "factors": (float(factor.min()), float(factor.max())) if len(factor) else None,
    }
    return known


def route_changes(
    release: Release, filters: Filters, level: routes.Level = "country", direction: routes.Direction = "all"
) -> pd.DataFrame:
    """The frame of data_access.questions.routes.changed over the whole years, with how much years vary in its error.

    The scatter of a route is its own over all whole years of the release; a route of which one of them is withheld is
    not compared. attrs: `factors` as in changes_beyond, `unknown` (how many are not compared), `refusal` (why no years
    are, or None), `halves` and `one_half` as there. `change_margin` as in year_changes.
    """
    period, refusal = whole_years(release, filters), why_not_compared(release, filters)
    if period is None or refusal:
        nothing = routes.changed(release, NONE, level, direction)
        nothing.attrs["refusal"] = refusal
        return nothing
    changes = routes.changed(release, filters.with_choice(years=period), level, direction)
    scatter = _scatter_of_routes(release, filters.without("years"), level, direction)
    return routes_beyond(changes, scatter, _length(_all_whole(release)))


def routes_beyond(changes: pd.DataFrame, scatter: pd.DataFrame, years: int) -> pd.DataFrame:
    """The frame of route_changes from that of data_access.questions.routes.changed.

    scatter: from_place, to_place, leg and the `factor` of routes; years: how many it was estimated from."""
    own = changes[LEG].merge(scatter, on=LEG, how="left")["factor"].to_numpy(dtype=float)
    is_known = np.isfinite(own)
    said: pd.DataFrame = changes[is_known].reset_index(drop=True)
    factor = own[is_known]
    said.attrs = {**changes.attrs, "factors": None, "unknown": int((~is_known).sum()), "refusal": None}
    if "halves" not in changes.attrs or said.empty:
        return said
    said.attrs["factors"] = float(factor.min()), float(factor.max())
    one, other = (last - first + 1 for first, last in changes.attrs["halves"])
    people = said["first_half"].clip(lower=0) / one + said["second_half"].clip(lower=0) / other
    said["change_error"] = np.sqrt(said["change_error"] ** 2 + people * factor)
    p_values = pd.Series(2 * student.sf(said["change"].abs() / said["change_error"], years - 2), index=said.index)
    said["change_margin"] = margins(p_values, said["change_error"], years - 2)
    said["is_beyond_error"] = discovered(p_values)
    surest = p_values.sort_values(kind="stable").index
    ordered: pd.DataFrame = said.loc[surest].reset_index(drop=True)
    return ordered


def route_trend(release: Release, filters: Filters, level: routes.Level, route: tuple[str, str]) -> pd.DataFrame:
    """One row: the trend of one route over the whole years (analysis.trends.trends), and its `verdict`."""
    period = _whole(release, filters)
    years = routes.route_by_year(release, filters, level, route)
    inside = years[years["year"].between(*period) & years["state"].ne("withheld")]
    inside = inside.assign(route="-".join(route), first_year=inside["year"], last_year=inside["year"])
    factor = _factor(release)
    if len(inside) < period[1] - period[0] + 1:
        inside = inside.iloc[:0]
    found = judged(_trends(inside, ["route"], factor))
    return found.pipe(_about, period, factor)


def judged(found: pd.DataFrame) -> pd.DataFrame:
    """Add `verdict` to rows of analysis.trends.trends: "rose", "fell", "bent" (another course since `bend`), "unclear",
    and "" where there are too few years to tell. Straight trends and bends are one family of false discoveries."""
    both = pd.concat([found["p_value"], found["bend_p_value"]], ignore_index=True)
    is_found = discovered(both).to_numpy()
    moved, bent = is_found[: len(found)], is_found[len(found) :]
    verdict = np.select(
        [found["p_value"].isna(), bent, moved & (found["per_year"] > 1), moved],
        ["", "bent", "rose", "fell"],
        default="unclear",
    )
    return found.assign(verdict=verdict)


NONE = Filters(years=(1, 1))  # one year, which no release has: there is nothing to compare
LEG = ["from_place", "to_place", "leg"]
_NUMBER = ["count", "standard_error", "state"]


def _all_whole(release: Release) -> tuple[int, int] | None:
    return whole_years(release, Filters())


def _length(period: tuple[int, int] | None) -> int:
    return period[1] - period[0] + 1 if period else 0


def _whole(release: Release, filters: Filters) -> tuple[int, int]:
    period = whole_years(release, filters)
    if period is None:
        raise NotPublished("No year of this choice is whole yet.")
    return period


@lru_cache(maxsize=3)  # as many as are open: it takes half a second, and is that of everybody
def _factor(release: Release) -> float:
    return overdispersion(release, Filters(), "identified")


def _about(found: pd.DataFrame, period: tuple[int, int], factor: float) -> pd.DataFrame:
    found.attrs = {"years": period, "factor": factor}
    return found


def _trends(frame: pd.DataFrame, of: list[str], factor: float) -> pd.DataFrame:
    """One row a combination of the columns `of`. frame: one row each and period, none missing."""
    if frame.empty:
        return pd.concat([frame[of], trends(np.empty((0, 0)), [])], axis=1)
    ordered = frame.sort_values([*of, "first_year"])
    names = ordered.drop_duplicates(of)[of].reset_index(drop=True)
    periods = ordered.drop_duplicates("first_year").sort_values("first_year")
    shape = (len(names), len(periods))
    found = trends(
        ordered["count"].astype(float).fillna(0.0).to_numpy().reshape(shape),
        ((periods["first_year"] + periods["last_year"]) / 2).tolist(),
        years_each=(periods["last_year"] - periods["first_year"] + 1).to_numpy(),
        noise_variance=(ordered["standard_error"].astype(float).to_numpy() ** 2).reshape(shape),
        least_factor=factor if factor >= 1 else 1.0,
    )
    return pd.concat([names, found], axis=1)


@lru_cache(maxsize=16)  # whichever years are chosen, it is that of all whole ones
def _scatter_of_groups(release: Release, filters: Filters) -> pd.DataFrame:
    return group_trends(release, filters)


@lru_cache(maxsize=16)
def _scatter_of_routes(
    release: Release, filters: Filters, level: routes.Level, direction: routes.Direction
) -> pd.DataFrame:
    """One row a leg of which all whole years are published: LEG and `factor`, its own after its trend or that of all
    legs or of areas, whichever is largest."""
    first, last = _whole(release, filters)
    parts = []
    for year in range(first, last + 1):
        legs = routes.legs(release, filters.with_choice(years=(year, year)), level, direction)
        parts.append(legs[legs["state"] != "withheld"].assign(first_year=year, last_year=year))
    frame = pd.concat(parts, ignore_index=True)
    frame = frame[frame.groupby(LEG)["first_year"].transform("size") == last - first + 1]
    if frame.empty:
        return frame[LEG].assign(factor=np.nan)
    counts, errors = (
        frame.pivot(index=LEG, columns="first_year", values=name).astype(float).fillna(0.0).to_numpy()
        for name in ("count", "standard_error")
    )
    together = estimate_overdispersion(counts, noise_variance=errors**2)
    return _trends(frame, LEG, float(np.fmax(together, _factor(release))))[[*LEG, "factor"]]
