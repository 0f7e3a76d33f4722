"""What the pages would say of worlds in which nothing is: the findings that bench_hotspots_page counts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.count_likelihood import estimate_overdispersion
from benchmarks.null_worlds import Groups, last_two, null_groups, null_steps, null_world
from data_access.questions import routes
from data_access.questions.areas import number_of_years, people_and_populations, people_by_period
from data_access.questions.service_gaps import people_by_step, published_services
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from findings import change, clusters_in_time, rates, service_gaps, verdicts
from findings.detection_effort import detection_effort
from findings.discoveries import discovered
from findings.programme_change import compare

PROGRAMME = (2019, 2022)  # the years of a programme that changes nothing


FINDINGS = {
    "place": (
        "an area that holds up", "a rank", "circles", "local Moran", "Gi*", "circles and years", "a gap in services",
        "silence",
    ),
    "change": (
        "an area's trend", "everybody's trend", "a group's trend", "everybody, against the year before",
        "a group, against the year before", "before and during a programme",
    ),
    "route": ("a route that changed",),
    "circle": ("circles, searched alone",),
}  # fmt: skip


@dataclass(frozen=True)
class Templates:
    """What a release answers, whose places, noise and thresholds all worlds have."""

    whole: pd.DataFrame  # areas over all years
    by_length: Mapping[int, pd.DataFrame]  # areas and periods, by the years of a period
    steady: Mapping[int, pd.DataFrame]  # the same over the whole years, each area's number the same in all of them
    steps: pd.DataFrame  # areas, and how many came to each step
    groups: pd.DataFrame  # groups of people and years
    legs: pd.DataFrame  # routes in both halves of the period
    few_reports: frozenset[str]  # areas from which far less is reported than from the rest of their country
    years: int


def templates_of(release: Release) -> Templates:
    """Ask the release all that the worlds are made from."""
    everybody = Filters()
    years = number_of_years(release, everybody)
    period = change.whole_years(release, everybody)
    assert period is not None, "The release has no whole year."
    whole_years = everybody.with_choice(years=period)
    steps = people_by_step(release, everybody, "identified").merge(published_services(release, everybody), on="place")
    return Templates(
        whole=people_and_populations(release, everybody, "identified"),
        by_length={
            length: people_by_period(release, everybody, "identified", length)
            for length in clusters_in_time.LENGTHS
            if 2 * length <= years
        },
        steady={
            length: _steady(
                people_by_period(release, whole_years, "identified", length),
                people_and_populations(release, whole_years, "identified"),
            )
            for length in change.LENGTHS
        },
        steps=steps,
        groups=change.groups_by_year(release, everybody, period),
        legs=routes.changed(release, whole_years),
        few_reports=_few_reports(release),
        years=years,
    )


def _few_reports(release: Release) -> frozenset[str]:
    try:
        register = detection_effort(release, Filters())
    except NotPublished:
        return frozenset()
    return frozenset(register.loc[register["has_fewer_reports"], "place"])


def _steady(people: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Areas stay as different as they are, or hardly one would be shown in all years; its years are all alike."""
    own = people["place"].map(whole.set_index("place")["count"].astype(float)).fillna(0)
    all_years = people["last_year"].max() - people["first_year"].min() + 1
    length = people["last_year"] - people["first_year"] + 1
    in_country = own.groupby([people["country"], people["first_year"]]).transform("sum")
    return people.assign(population=own, country_population=in_country, country_count=in_country * length / all_years)


def places(
    templates: Templates, rated: pd.DataFrame, factor: float, found_in: Groups, random: np.random.Generator
) -> dict[str, bool]:
    """Which findings about places a world has. rated: see findings.rates.with_rates."""
    patterns = rates.patterns_of(rated)
    gaps = service_gaps.gaps_of(
        null_steps(templates.steps, random, found_in), verdicts.judge(rated, None, None), factor
    )
    in_time = clusters_in_time.search(
        lambda length: null_world(templates.by_length[length], random, found_in), templates.years, factor=factor
    )
    ranked = rated.dropna(subset="best_rank").groupby("country")
    return {
        "an area that holds up": bool((rated["probability"] >= rates.HOLDS_UP).any()),
        # two areas of a country, which have the same rate, with ranks that exclude each other
        "a rank": any(part["best_rank"].max() > part["worst_rank"].min() for _, part in ranked),
        "circles": len(rated.attrs["clusters"]) > 0,
        "local Moran": bool((patterns["pattern"] != "").any()),
        "Gi*": bool((patterns["hot"] != "").any()),
        "circles and years": not in_time.empty,
        "a gap in services": bool(gaps["is_low"].any()),
        "silence": bool(discovered(rated["p_below"].where(rated["place"].isin(templates.few_reports))).any()),
    }


def changes(
    templates: Templates, yearly: pd.DataFrame, factor: float, found_in: Groups, random: np.random.Generator
) -> dict[str, bool]:
    """Which findings about change a world has. yearly: its areas and years."""
    later = {length: null_world(steady, random, found_in) for length, steady in templates.steady.items() if length > 1}
    groups = null_groups(templates.groups, random, found_in)
    trends = change.trends_of_groups(groups, factor)
    beyond = change.changes_beyond(last_two(groups), trends, groups["first_year"].nunique())
    of_all, beyond_all = trends["dimension"] == "total", beyond["dimension"] == "total"
    return {
        "an area's trend": has_moved(change.trends_of_areas({1: yearly, **later}, factor)),
        "everybody's trend": has_moved(trends[of_all]),
        "a group's trend": has_moved(trends[~of_all]),
        "everybody, against the year before": bool(beyond.loc[beyond_all, "is_beyond"].any()),
        "a group, against the year before": bool(beyond.loc[~beyond_all, "is_beyond"].any()),
        "before and during a programme": programme_moved(yearly, factor, random),
    }


def has_moved(trends: pd.DataFrame) -> bool:
    """Does the page say of one of them that it rose, fell or bent?"""
    return bool(trends["verdict"].isin(["rose", "fell", "bent"]).any())


def beyond_groups(legs: pd.DataFrame, factor: float) -> pd.DataFrame:
    """findings.change.routes_beyond, every leg with the factor of the areas' whole years."""
    first, last = legs.attrs["halves"]
    return change.routes_beyond(legs, legs[change.LEG].assign(factor=max(factor, 1.0)), last[1] - first[0] + 1)


def programme_moved(yearly: pd.DataFrame, factor: float, random: np.random.Generator, moved_place: str = "") -> bool:
    """Would the page say that one place changed otherwise than others during a programme that changes nothing?

    The first place, in an order by chance, that can be compared: one that cannot would count as one that did not move;
    or moved_place, which did move.
    """
    counts = yearly.rename(columns={"first_year": "year"})
    span = {"start": f"{PROGRAMME[0]}-01-01", "end": f"{PROGRAMME[1]}-12-31"}
    for place in [moved_place] if moved_place else random.permutation(counts["place"].unique()):
        of_country = counts[counts["country"] == place[:2]]
        of_country.attrs["factor"] = rates.assumed(factor)
        found = compare({"places": [place], **span}, of_country)
        if found and found.change.ratio:
            _, lower, upper = found.change.ratio
            return not lower <= 1 <= upper
    return False


def estimated_factor(yearly: pd.DataFrame) -> float:
    """The factor that findings.rates.overdispersion would find in the years of a world."""
    counts = yearly.pivot(index="place", columns="first_year", values="count").astype(float)
    errors, thresholds = (
        yearly.pivot(index="place", columns="first_year", values=name).to_numpy()
        for name in ("standard_error", "threshold")
    )
    return estimate_overdispersion(counts.to_numpy(), noise_variance=errors**2, withheld_below=thresholds)
