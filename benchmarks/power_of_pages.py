"""How often the pages find what is there: places, groups and routes that are 1.5 or 2 times as high."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from benchmarks.null_worlds import Groups, growth_of, last_two, null_groups, null_legs, null_steps, null_world
from benchmarks.page_findings import PROGRAMME, Templates, beyond_groups, has_moved, programme_moved
from findings import change, clusters_in_time, rates, service_gaps, verdicts

TIMES = (1.5, 2.0)
Report = Callable[[str, float], None]


def power(templates: Templates, found_in: Groups, worlds: int, parts: Sequence[str], report: Report) -> None:
    """Report the percentage of worlds in which each is found: an area that is so many times its country's rate (100 to
    400 people expected in all years), or from which so many times fewer come on; an area that rises so much over the
    years (50 to 400 people a year), everybody or a group that does, or has so many times as many in the last year; a
    place of a programme with so many times as many during it; and a route with so many in the second half (50 to 400 a
    year)."""
    random = np.random.default_rng([12, found_in.size])
    finders = {"place": _of_place, "change": _of_change, "route": _of_route}
    for times in TIMES:
        found: Counter[str] = Counter()
        for _ in range(worlds):
            for part in parts:
                for name, is_found in finders[part](templates, found_in, times, random).items():
                    found[name] += is_found
        for name, number in found.items():
            report(f"groups of {found_in}: {times} times: {name}", 100 * number / worlds)


def _of_place(templates: Templates, found_in: Groups, times: float, random: np.random.Generator) -> dict[str, bool]:
    whole, factor = templates.whole, found_in.factor
    expected = whole["country_count"] / whole["country_population"] * whole["population"]
    place = random.choice(whole.loc[expected.between(100, 400), "place"].tolist())
    rated = rates.with_rates(null_world(whole, random, found_in, {place: times}), factor)
    own = rated[rated["place"] == place].iloc[0]
    patterns = rates.patterns_of(rated).set_index("place").loc[place]
    rest = rated[(rated["country"] == own["country"]) & (rated["place"] != place)]
    in_time = clusters_in_time.search(
        lambda length: null_world(templates.by_length[length], random, found_in, {place: times}),
        templates.years,
        factor=factor,
    )
    steps = null_steps(templates.steps, random, found_in, times=times)
    gaps = service_gaps.gaps_of(steps, verdicts.judge(rated, None, None), factor).set_index("place")
    return {
        "an area holds up": bool(own["probability"] >= rates.HOLDS_UP),
        "an area is outside the 99.8 % limits of the funnel": own["beyond"] == "99.8",
        "an area's rank excludes another's in its country": bool((rest["best_rank"] > own["worst_rank"]).any()),
        "an area is in a circle": any(place in circle for circle in rated.attrs["clusters"]["places"]),
        "an area is in a circle of years": any(place in circle for circle in in_time["places"]),
        "an area is high by local Moran": patterns["pattern"] in ("high-high", "high-low"),
        "an area is high by Gi*": patterns["hot"] == "hot",
        "an area from which so many times fewer come on has a gap": bool(gaps.loc[steps.attrs["low"], "is_low"]),
    }


def _of_change(templates: Templates, found_in: Groups, times: float, random: np.random.Generator) -> dict[str, bool]:
    steady, groups, factor = templates.steady[1], templates.groups, found_in.factor
    a_year = steady["country_count"] / steady["country_population"] * steady["population"]
    place = random.choice(steady.loc[a_year.between(50, 400), "place"].unique())
    frames = {
        length: null_world(frame, random, found_in, growth=growth_of(frame, frame["place"] == place, times))
        for length, frame in templates.steady.items()
    }
    verdict = change.trends_of_areas(frames, factor).set_index("place").loc[place, "verdict"]
    is_in = (steady["place"] == place) & steady["first_year"].between(*PROGRAMME)
    yearly = null_world(steady, random, found_in, growth=pd.Series(np.where(is_in, times, 1.0), index=steady.index))
    found = {
        "an area that rises over the years can be judged": verdict != "",
        "an area that rises over the years is said to": verdict in ("rose", "bent"),
        "a place of a programme is said to have changed": programme_moved(yearly, factor, random, place),
    }
    is_total = groups["dimension"] == "total"
    others = groups.loc[~is_total, ["dimension", "code"]].drop_duplicates()
    one = others.iloc[int(random.integers(len(others)))]
    is_one = (groups["dimension"] == one["dimension"]) & (groups["code"] == one["code"])
    for name, rows in (("everybody", is_total), ("a group", is_one)):
        rising = null_groups(groups, random, found_in, growth_of(groups, rows, times))
        trends = change.trends_of_groups(rising, factor)
        found[f"{name} that rises over the years is said to"] = has_moved(trends[_is_of(trends, groups[rows])])
        is_last = rows & (groups["first_year"] == groups["first_year"].max())
        jumped = null_groups(groups, random, found_in, pd.Series(np.where(is_last, times, 1.0), index=groups.index))
        # how much years vary is that of all of them, and the jump is in it
        scatter = change.trends_of_groups(jumped, factor)
        beyond = change.changes_beyond(last_two(jumped), scatter, groups["first_year"].nunique())
        found[f"{name} with so many in the last year is said to have more"] = bool(
            beyond.loc[_is_of(beyond, groups[rows]), "is_beyond"].any()
        )
    return found


def _is_of(frame: pd.DataFrame, group: pd.DataFrame) -> pd.Series:
    """Which rows are of the dimension and code of the first row of another frame?"""
    is_group: pd.Series = (frame["dimension"] == group["dimension"].iloc[0]) & (frame["code"] == group["code"].iloc[0])
    return is_group


def _of_route(templates: Templates, found_in: Groups, times: float, random: np.random.Generator) -> dict[str, bool]:
    legs = templates.legs
    a_half = (legs["first_half"] + legs["second_half"]) / 2
    row = int(random.choice(legs.index[a_half.between(50, 400)].to_numpy()))
    world = beyond_groups(null_legs(legs, random, found_in, (row, times)), found_in.factor)
    own = world[_leg_of(world) == _leg_of(legs)[row]]
    return {
        "a route may be shown in both halves": not own.empty,
        "a route is said to have grown": bool((own["is_beyond_error"] & (own["change"] > 0)).any()),
    }


def _leg_of(legs: pd.DataFrame) -> pd.Series:
    return legs["from_place"] + legs["to_place"] + legs["leg"]
