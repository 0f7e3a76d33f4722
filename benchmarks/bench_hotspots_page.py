"""How often the pages find something where there is nothing: the release's own places, noise and thresholds.

python -m benchmarks.bench_hotspots_page [--worlds 400] [--groups 1 2 3] [--parts place change route circle]
                                          [--release URL] [--by-chance] [--unknown]

People are found in groups of one, two or three: then counts vary so many times as much, or 2 × 3 - 1 times where groups
of three are so large on average only, and by chance (--by-chance: geometric). No page is told how much: each
world's factor is estimated from its own years, as the pages do; with --unknown they do not tell it, as where too few
are published, and the pages take what findings.rates assumes then. That case has no power to print. The part "circle"
searches for circles alone, for many worlds in little time.

Every world has each country's own rate everywhere (for trends: each area's in every year), counts by chance, the noise
of the active release, and its threshold, below which counts are withheld. Of each finding at most 5 % of worlds may
have one, give or take 1.5.
"""

import argparse
import json
import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import make_url

from analysis.count_likelihood import estimate_overdispersion
from benchmarks.bench_pages import CASES, make_release
from benchmarks.null_worlds import Groups, growth_of, last_two, null_groups, null_legs, null_steps, null_world
from data_access.database import open_database
from data_access.questions import routes
from data_access.questions.areas import number_of_years, people_and_populations, people_by_period
from data_access.questions.service_gaps import people_by_step, published_services
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.release_database import active_release_id
from findings import change, clusters_in_time, rates, service_gaps, verdicts
from findings.programme_change import compare

LIMIT = 6.5  # % of worlds
FUNNEL_LIMIT = 0.5  # % of areas; 0.2 are expected
GROUPS = (1, 2, 3)
PROGRAMME = (2019, 2022)  # the years of a programme that changes nothing


@dataclass(frozen=True)
class Templates:
    """What a release answers, whose places, noise and thresholds all worlds have."""

    whole: pd.DataFrame  # areas over all years
    by_length: Mapping[int, pd.DataFrame]  # areas and periods, by the years of a period
    steady: Mapping[int, pd.DataFrame]  # the same over the whole years, each area's number the same in all of them
    steps: pd.DataFrame  # areas, and how many came to each step
    groups: pd.DataFrame  # groups of people and years
    legs: pd.DataFrame  # routes in both halves of the period
    years: int


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--groups", type=int, nargs="+", default=list(GROUPS))
    parser.add_argument("--parts", choices=list(FINDINGS), nargs="+", default=["place", "change", "route"])
    parser.add_argument("--release", help="simulate this release database instead of a new one")
    parser.add_argument("--by-chance", action="store_true", help="groups are so large on average, each by chance")
    parser.add_argument("--unknown", action="store_true", help="no world's years tell how much counts vary")
    arguments = parser.parse_args()
    if arguments.unknown and "route" in arguments.parts:
        parser.error("Routes have a factor of their own, and none is compared without it: --parts place change")
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.release or make_release(Path(folder), CASES)
        engine = open_database(make_url(url), read_only=True)
        templates = templates_of(Release(engine, active_release_id(engine)))
        for size in arguments.groups:
            found_in = Groups(size, arguments.by_chance)
            simulate(templates, found_in, arguments.worlds, arguments.parts, is_unknown=arguments.unknown)
            if not arguments.unknown and arguments.parts != ["circle"]:
                power(templates, found_in, max(arguments.worlds // 4, 1), arguments.parts)


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
        years=years,
    )


def _steady(people: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Areas stay as different as they are, or hardly one would be shown in all years; its years are all alike."""
    own = people["place"].map(whole.set_index("place")["count"].astype(float)).fillna(0)
    all_years = people["last_year"].max() - people["first_year"].min() + 1
    length = people["last_year"] - people["first_year"] + 1
    in_country = own.groupby([people["country"], people["first_year"]]).transform("sum")
    return people.assign(population=own, country_population=in_country, country_count=in_country * length / all_years)


def simulate(
    templates: Templates, found_in: Groups, worlds: int, parts: Sequence[str], *, is_unknown: bool = False
) -> None:
    """Print in how many null worlds the pages would say something, as one JSON object a finding."""
    random = np.random.default_rng([11, found_in.size])
    flagged: Counter[str] = Counter()
    points = outside = 0
    factors = []
    for _ in range(worlds):
        yearly = null_world(templates.steady[1], random, found_in)
        factor = float("nan") if is_unknown else estimated_factor(yearly)
        factors.append(factor)
        if "change" in parts:
            flagged += Counter(
                {name: 1 for name, found in changes(templates, yearly, factor, found_in, random).items() if found}
            )
        if "route" in parts:
            legs = beyond_groups(null_legs(templates.legs, random, found_in), factor)
            flagged["a route that changed"] += bool(legs["is_beyond_error"].any())
        if "circle" in parts:
            alone = rates.area_rates(null_world(templates.whole, random, found_in), factor, has_model=False)
            flagged["circles, searched alone"] += len(rates.clusters(alone)) > 0
        if "place" in parts:
            rated = rates.with_rates(null_world(templates.whole, random, found_in), factor)
            flagged += Counter(
                {name: 1 for name, found in places(templates, rated, factor, found_in, random).items() if found}
            )
            known = rated["is_tested"]
            points, outside = points + int(known.sum()), outside + int((rated.loc[known, "beyond"] == "99.8").sum())
    for part in parts:
        for name in FINDINGS[part]:
            report(
                f"groups of {found_in}: {worlds} worlds without it, {name}", 100 * flagged[name] / worlds, limit=LIMIT
            )
    if points:
        report(
            f"groups of {found_in}: areas outside the 99.8 % limits of the funnel", 100 * outside / points, FUNNEL_LIMIT
        )
    if not is_unknown:
        report(f"groups of {found_in}: factor estimated, median", float(np.nanmedian(factors)), unit="")


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


FINDINGS = {
    "place": (
        "an area that holds up", "a rank", "circles", "local Moran", "Gi*", "circles and years", "a gap in services",
    ),
    "change": (
        "an area's trend", "everybody's trend", "a group's trend", "everybody, against the year before",
        "a group, against the year before", "before and during a programme",
    ),
    "route": ("a route that changed",),
    "circle": ("circles, searched alone",),
}  # fmt: skip


def report(name: str, measured: float, limit: float | None = None, unit: str = "%") -> None:
    """Print one figure as JSON."""
    row = {"name": name, "measured": round(measured, 2), "unit": unit, **({"limit": limit} if limit else {})}
    print(json.dumps(row), flush=True)


def has_moved(trends: pd.DataFrame) -> bool:
    """Does the page say of one of them that it rose, fell or bent?"""
    return bool(trends["verdict"].isin(["rose", "fell", "bent"]).any())


def beyond_groups(legs: pd.DataFrame, factor: float) -> pd.DataFrame:
    """findings.change.routes_beyond, every leg with the factor of the areas' whole years."""
    first, last = legs.attrs["halves"]
    return change.routes_beyond(legs, legs[change.LEG].assign(factor=max(factor, 1.0)), last[1] - first[0] + 1)


def programme_moved(yearly: pd.DataFrame, factor: float, random: np.random.Generator) -> bool:
    """Would the page say that one place changed otherwise than others during a programme that changes nothing?

    The first place, in an order by chance, that can be compared: one that cannot would count as one that did not move.
    """
    counts = yearly.rename(columns={"first_year": "year"})
    span = {"start": f"{PROGRAMME[0]}-01-01", "end": f"{PROGRAMME[1]}-12-31"}
    for place in random.permutation(counts["place"].unique()):
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


def power(templates: Templates, found_in: Groups, worlds: int, parts: Sequence[str]) -> None:
    """Print how often an area is found that is 1.5 or 2 times as high as its country, or rises so much over the years;
    and a route that has so many times as many people in the second half.

    The first has 100 to 400 people expected in all years, the second has 50 to 400 a year, and so has the route."""
    random = np.random.default_rng([12, found_in.size])
    whole, steady = templates.whole, templates.steady[1]
    expected = whole["country_count"] / whole["country_population"] * whole["population"]
    large = whole.loc[expected.between(100, 400), "place"].tolist()
    a_year = steady["country_count"] / steady["country_population"] * steady["population"]
    rising = steady.loc[a_year.between(50, 400), "place"].unique()
    a_half = (templates.legs["first_half"] + templates.legs["second_half"]) / 2
    large_legs = templates.legs.index[a_half.between(50, 400)].to_numpy()
    for times in (1.5, 2.0):
        found: Counter[str] = Counter()
        routes_found: Counter[str] = Counter()
        for _ in range(worlds):
            if "place" in parts:
                place = random.choice(large)
                rated = rates.with_rates(null_world(whole, random, found_in, {place: times}), found_in.factor)
                high = rated["place"].eq(place) & (rated["probability"] >= rates.HOLDS_UP)
                found["holds up"] += bool(high.any())
                found["is in a circle"] += any(place in circle for circle in rated.attrs["clusters"]["places"])
            if "change" in parts:
                place = random.choice(rising)
                frames = {
                    length: null_world(frame, random, found_in, growth=growth_of(frame, place, times))
                    for length, frame in templates.steady.items()
                }
                verdict = change.trends_of_areas(frames, found_in.factor).set_index("place").loc[place, "verdict"]
                found["over the years, can be judged"] += verdict != ""
                found["over the years, rose"] += verdict in ("rose", "bent")
            if "route" in parts:
                row = int(random.choice(large_legs))
                legs = beyond_groups(null_legs(templates.legs, random, found_in, (row, times)), found_in.factor)
                own = legs[_leg_of(legs) == _leg_of(templates.legs)[row]]
                routes_found["may be shown in both halves"] += not own.empty
                routes_found["is said to have grown"] += bool((own["is_beyond_error"] & (own["change"] > 0)).any())
        for what, number in found.items():
            report(f"groups of {found_in}: an area that is {times} times as high {what}", 100 * number / worlds)
        for what, number in routes_found.items():
            report(f"groups of {found_in}: a route that has {times} times as many {what}", 100 * number / worlds)


def _leg_of(legs: pd.DataFrame) -> pd.Series:
    return legs["from_place"] + legs["to_place"] + legs["leg"]


if __name__ == "__main__":
    main()
