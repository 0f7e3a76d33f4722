"""How often the pages find something where there is nothing: the release's own places, noise and thresholds.

python -m benchmarks.bench_hotspots_page [--worlds 400] [--groups 1 2 3] [--parts place change] [--release URL]

People are found in groups of one, two or three: then counts vary so many times as much. No page is told how much: each
world's factor is estimated from its own years, as the pages do.

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
from data_access.database import open_database
from data_access.questions import routes
from data_access.questions.areas import number_of_years, people_and_populations, people_by_period
from data_access.questions.service_gaps import STEPS, people_by_step, published_services
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.release_database import active_release_id
from findings import change, clusters_in_time, rates, service_gaps
from figures.programmes.contribution import compare

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
    parser.add_argument("--parts", choices=list(FINDINGS), nargs="+", default=list(FINDINGS))
    parser.add_argument("--release", help="simulate this release database instead of a new one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.release or make_release(Path(folder), CASES)
        engine = open_database(make_url(url), read_only=True)
        templates = templates_of(Release(engine, active_release_id(engine)))
        for size in arguments.groups:
            simulate(templates, size, arguments.worlds, arguments.parts)
            power(templates, size, max(arguments.worlds // 4, 1), arguments.parts)


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


def simulate(templates: Templates, size: int, worlds: int, parts: Sequence[str]) -> None:
    """Print in how many null worlds the pages would say something, as one JSON object a finding."""
    random = np.random.default_rng([11, size])
    flagged: Counter[str] = Counter()
    points = outside = 0
    factors = []
    for _ in range(worlds):
        yearly = null_world(templates.steady[1], random, size)
        factor = estimated_factor(yearly)
        factors.append(factor)
        if "change" in parts:
            flagged += Counter(
                {name: 1 for name, found in changes(templates, yearly, factor, size, random).items() if found}
            )
        if "place" in parts:
            rated = rates.with_rates(null_world(templates.whole, random, size), factor)
            flagged += Counter(
                {name: 1 for name, found in places(templates, rated, factor, size, random).items() if found}
            )
            known = rated["is_tested"]
            points, outside = points + int(known.sum()), outside + int((rated.loc[known, "beyond"] == "99.8").sum())
    for part in parts:
        for name in FINDINGS[part]:
            report(f"groups of {size}: {worlds} worlds without it, {name}", 100 * flagged[name] / worlds, limit=LIMIT)
    if points:
        report(f"groups of {size}: areas outside the 99.8 % limits of the funnel", 100 * outside / points, FUNNEL_LIMIT)
    report(f"groups of {size}: factor estimated, median", float(np.nanmedian(factors)), unit="")


def places(
    templates: Templates, rated: pd.DataFrame, factor: float, size: int, random: np.random.Generator
) -> dict[str, bool]:
    """Which findings about places a world has. rated: see findings.rates.with_rates."""
    patterns = rates.patterns_of(rated)
    gaps = service_gaps.gaps_of(null_steps(templates.steps, random, size), rated, factor)
    in_time = clusters_in_time.search(
        lambda length: null_world(templates.by_length[length], random, size), templates.years, factor=factor
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
    templates: Templates, yearly: pd.DataFrame, factor: float, size: int, random: np.random.Generator
) -> dict[str, bool]:
    """Which findings about change a world has. yearly: its areas and years."""
    later = {length: null_world(steady, random, size) for length, steady in templates.steady.items() if length > 1}
    groups = null_groups(templates.groups, random, size)
    trends = change.trends_of_groups(groups, factor)
    trends.attrs["factor"] = factor
    beyond = change.changes_beyond(last_two(groups), trends, groups["first_year"].nunique())
    of_all, beyond_all = trends["dimension"] == "total", beyond["dimension"] == "total"
    legs = change.routes_beyond(null_legs(templates.legs, random, size), factor)
    return {
        "an area's trend": has_moved(change.trends_of_areas({1: yearly, **later}, factor)),
        "everybody's trend": has_moved(trends[of_all]),
        "a group's trend": has_moved(trends[~of_all]),
        "everybody, against the year before": bool(beyond.loc[beyond_all, "is_beyond"].any()),
        "a group, against the year before": bool(beyond.loc[~beyond_all, "is_beyond"].any()),
        "a route that changed": bool(legs["is_beyond_error"].any()),
        "before and during a programme": programme_moved(yearly, random),
    }


FINDINGS = {
    "place": (
        "an area that holds up", "a rank", "circles", "local Moran", "Gi*", "circles and years", "a gap in services",
    ),
    "change": (
        "an area's trend", "everybody's trend", "a group's trend", "everybody, against the year before",
        "a group, against the year before", "a route that changed", "before and during a programme",
    ),
}  # fmt: skip


def report(name: str, measured: float, limit: float | None = None, unit: str = "%") -> None:
    """Print one figure as JSON."""
    row = {"name": name, "measured": round(measured, 2), "unit": unit, **({"limit": limit} if limit else {})}
    print(json.dumps(row), flush=True)


def has_moved(trends: pd.DataFrame) -> bool:
    """Does the page say of one of them that it rose, fell or bent?"""
    return bool(trends["verdict"].isin(["rose", "fell", "bent"]).any())


def programme_moved(yearly: pd.DataFrame, random: np.random.Generator) -> bool:
    """Would the page say that one place changed otherwise than others during a programme that changes nothing?

    The first place, in an order by chance, that can be compared: one that cannot would count as one that did not move.
    """
    counts = yearly.rename(columns={"first_year": "year"})
    span = {"start": f"{PROGRAMME[0]}-01-01", "end": f"{PROGRAMME[1]}-12-31"}
    for place in random.permutation(counts["place"].unique()):
        found = compare({"places": [place], **span}, counts[counts["country"] == place[:2]])
        if found and found.change.ratio:
            _, lower, upper = found.change.ratio
            return not lower <= 1 <= upper
    return False


def estimated_factor(yearly: pd.DataFrame) -> float:
    """The factor that findings.rates.overdispersion would find in the years of a world."""
    counts = yearly.pivot(index="place", columns="first_year", values="count").astype(float)
    errors = yearly.pivot(index="place", columns="first_year", values="standard_error")
    return estimate_overdispersion(counts.to_numpy(), noise_variance=errors.to_numpy() ** 2)


def power(templates: Templates, size: int, worlds: int, parts: Sequence[str]) -> None:
    """Print how often an area is found that is 1.5 or 2 times as high as its country, or rises so much over the years.

    The first has 100 to 400 people expected in all years, the second has 50 to 400 a year."""
    random = np.random.default_rng([12, size])
    whole, steady = templates.whole, templates.steady[1]
    expected = whole["country_count"] / whole["country_population"] * whole["population"]
    large = whole.loc[expected.between(100, 400), "place"].tolist()
    a_year = steady["country_count"] / steady["country_population"] * steady["population"]
    rising = steady.loc[a_year.between(50, 400), "place"].unique()
    since_start = (steady["first_year"] - steady["first_year"].min()) / np.ptp(steady["first_year"])
    for times in (1.5, 2.0):
        found: Counter[str] = Counter()
        for _ in range(worlds):
            if "place" in parts:
                place = random.choice(large)
                rated = rates.with_rates(null_world(whole, random, size, {place: times}), float(size))
                high = rated["place"].eq(place) & (rated["probability"] >= rates.HOLDS_UP)
                found["holds up"] += bool(high.any())
                found["is in a circle"] += any(place in circle for circle in rated.attrs["clusters"]["places"])
            if "change" in parts:
                place = random.choice(rising)
                growth = (times ** (since_start - 0.5)).where(steady["place"] == place, 1.0)
                world = null_world(steady, random, size, growth=growth)
                areas = change.trends_of_areas({1: world}, float(size)).set_index("place")
                found["over the years, rose"] += areas.loc[place, "verdict"] in ("rose", "bent")
        for what, number in found.items():
            report(f"groups of {size}: an area that is {times} times as high {what}", 100 * number / worlds)


def null_world(
    template: pd.DataFrame,
    random: np.random.Generator,
    size: int,
    hot: Mapping[str, float] | None = None,
    growth: pd.Series | float = 1.0,
) -> pd.DataFrame:
    """The frame of a question about areas as it would be if chance and noise were all that told areas apart.

    size: of the groups that people are found in. hot: areas that are so many times their country's rate after all.
    growth: how many times as many people as that are in each row.
    """
    mean = (template["country_count"] / template["country_population"] * template["population"]).fillna(0)
    mean = mean * template["place"].map(hot or {}).fillna(1.0).astype(float) * growth
    wholes = template["country"]
    if "first_year" in template:
        wholes = wholes + template["first_year"].astype(str)
    noisy = size * random.poisson(mean / size) + noise(
        template["standard_error"], wholes, template.get("country_error"), random
    )
    count = np.maximum(noisy, 0).round()
    hidden = count < template["threshold"]
    totals = noisy.groupby(wholes).transform("sum")
    return template.assign(
        count=count.mask(hidden).astype("Int64"),
        state=np.where(hidden, "withheld", "count"),
        country_count=totals,
    )


def null_steps(template: pd.DataFrame, random: np.random.Generator, size: int) -> pd.DataFrame:
    """The frame of people_by_step where in all areas of a country the same share comes to each step, in groups.

    What is withheld is what the release withholds, whatever chance makes of the world."""
    world = template.copy()
    came = random.poisson(template["count"].astype(float).fillna(template["standard_error"]) / size)
    before = template["country_count"].astype(float)
    for step, error in {"count": "standard_error", **{step: f"{step}_error" for step in STEPS}}.items():
        total = "country_count" if step == "count" else f"country_{step}"
        # who was served was referred: those who come to a step are among those who came to the one before
        came = random.binomial(came, (template[total] / before).clip(0, 1).fillna(0))
        before = template[total].astype(float)
        total_error = template["country_error"] if step == "count" else template[f"{total}_error"]
        people = size * came + noise(template[error], template["country"], total_error, random)
        world[total] = people.groupby(template["country"]).transform("sum")
        world[step] = np.maximum(people, 0).mask(template[step].isna())
    return world.assign(count=world["count"].round().astype("Int64"))


def noise(
    errors: pd.Series, countries: pd.Series, country_errors: pd.Series | None, random: np.random.Generator
) -> pd.Series:
    """Noise with each area's error that adds up to noise with the country's, where this is known: a release knows a
    whole better than by adding up its parts."""
    alone = pd.Series(random.normal(0, errors.fillna(0)), index=errors.index)
    if country_errors is None:
        return alone
    together = countries.map({code: random.normal() for code in countries.unique()}) * country_errors
    by_country = alone.groupby(countries)
    return alone + (together - by_country.transform("sum")) / by_country.transform("size")


def null_groups(template: pd.DataFrame, random: np.random.Generator, size: int) -> pd.DataFrame:
    """The frame of change.groups_by_year where every year has as many people of a group."""
    mean = template.groupby(["dimension", "code"])["count"].transform("mean").astype(float)
    people = size * random.poisson(mean / size) + random.normal(0, template["standard_error"])
    return template.assign(count=np.maximum(np.rint(people), 0))


def last_two(groups: pd.DataFrame) -> pd.DataFrame:
    """The frame of data_access.questions.overview.change of a world's groups."""
    last = int(groups["first_year"].max())
    by_year = groups.pivot(index=["dimension", "code"], columns="first_year", values=["count", "standard_error"])
    frame = pd.DataFrame({"previous": by_year["count", last - 1], "latest": by_year["count", last]})
    frame["change"] = frame["latest"] - frame["previous"]
    frame["change_error"] = np.hypot(by_year["standard_error", last - 1], by_year["standard_error", last])
    return frame.reset_index()


def null_legs(template: pd.DataFrame, random: np.random.Generator, size: int) -> pd.DataFrame:
    """The frame of data_access.questions.routes.changed where no route changed."""
    world = template.copy()
    lengths = [last - first + 1 for first, last in template.attrs["halves"]]
    both = (template["first_half"] * lengths[0] + template["second_half"] * lengths[1]) / sum(lengths)
    noise = template["change_error"] / 2**0.5
    for half, length in zip(("first_half", "second_half"), lengths, strict=True):
        world[half] = size * random.poisson(both * length / size) / length + random.normal(0, noise)
    world["change"] = world["second_half"] - world["first_half"]
    # a half that is too small is withheld, and the leg is not compared
    world = world[world[["first_half", "second_half"]].min(axis=1) >= 3 * noise].reset_index(drop=True)
    world.attrs = dict(template.attrs)
    return world


if __name__ == "__main__":
    main()
