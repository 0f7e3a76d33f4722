"""How often the Hotspots page finds something where there is nothing: the release's own places, noise and thresholds.

    python -m benchmarks.bench_hotspots_page [--worlds 400] [--release URL]

People are found in groups of one, two or three: then counts vary so many times as much, and the page is told so.

Every world has each country's own rate everywhere (in each year that of the country and year), counts by chance, the
noise of the active release, and its threshold, below which counts are withheld. The page may flag at most 5 % of them,
give or take 1.5.
"""

import argparse
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import make_url

from benchmarks.bench_pages import CASES, make_release
from data_access.database import open_database
from data_access.questions.areas import number_of_years, people_and_populations, people_by_period
from data_access.release.filters import Filters
from data_access.release.release import Release
from data_access.release.release_database import active_release_id
from findings import clusters_in_time as hotspot_periods
from findings import rates as hotspot_statistics

LIMIT = 6.5  # % of worlds
LIMITED = ("circles", "circles and years", "an area that holds up")  # what the page concludes from
GROUPS = (1, 2, 3)


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=400)
    parser.add_argument("--release", help="simulate this release database instead of a new one")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.release or make_release(Path(folder), CASES)
        engine = open_database(make_url(url), read_only=True)
        simulate(Release(engine, active_release_id(engine)), arguments.worlds)


def simulate(release: Release, worlds: int) -> None:
    """Print in how many null worlds the page would flag something, as one JSON object a method and size of groups."""
    whole = people_and_populations(release, Filters(), "identified")
    years = number_of_years(release, Filters())
    by_length = {
        length: people_by_period(release, Filters(), "identified", length)
        for length in hotspot_periods.LENGTHS
        if length <= years
    }
    random = np.random.default_rng(11)
    for size in GROUPS:
        flagged = dict.fromkeys((*LIMITED, "local Moran", "Gi*"), 0)
        points = outside = 0
        for _ in range(worlds):
            rates = hotspot_statistics.with_rates(null_world(whole, random, size), size)
            flagged["circles"] += len(rates.attrs["clusters"]) > 0
            flagged["an area that holds up"] += bool((rates["probability"] >= hotspot_statistics.HOLDS_UP).any())
            patterns = hotspot_statistics.patterns_of(rates)
            flagged["local Moran"] += bool((patterns["pattern"] != "").any())
            flagged["Gi*"] += bool((patterns["hot"] != "").any())
            known = rates["is_tested"]
            points, outside = points + int(known.sum()), outside + int((rates.loc[known, "beyond"] == "99.8").sum())
            if size == 1:  # the search in years takes the years' own counts, without a factor
                found = hotspot_periods.search(lambda length: null_world(by_length[length], random, 1), years)
                flagged["circles and years"] += len(found) > 0
        for how, number in flagged.items():
            if how != "circles and years" or size == 1:
                what = f"people in groups of {size}: {worlds} worlds without a cluster, flagged by {how}"
                row = {"name": what, "measured": 100 * number / worlds, "unit": "%"}
                print(json.dumps({**row, **({"limit": LIMIT} if how in LIMITED else {})}), flush=True)
        what = f"people in groups of {size}: areas outside the 99.8 % limits of the funnel"
        print(json.dumps({"name": what, "measured": round(100 * outside / points, 2), "unit": "%", "expected": 0.2}))
        for times in (1.5, 2.0):
            power(whole, random, size, times, worlds // 4)


def power(whole: pd.DataFrame, random: np.random.Generator, size: int, times: float, worlds: int) -> None:
    """Print how often an area of a hundred people or more that is so many times its country's rate holds up."""
    expected = whole["country_count"] / whole["country_population"] * whole["population"]
    large = whole.loc[expected.between(100, 400), "place"].tolist()
    found = 0
    for _ in range(worlds):
        place = random.choice(large)
        rates = hotspot_statistics.area_rates(null_world(whole, random, size, {place: times}), size)
        found += bool((rates.loc[rates["place"] == place, "probability"] >= hotspot_statistics.HOLDS_UP).any())
    what = f"people in groups of {size}: an area of 100 to 400 people at {times} times its country's rate holds up"
    print(json.dumps({"name": what, "measured": 100 * found / max(worlds, 1), "unit": "%"}), flush=True)


def null_world(
    template: pd.DataFrame, random: np.random.Generator, size: int, hot: Mapping[str, float] | None = None
) -> pd.DataFrame:
    """The frame of a question about areas as it would be if chance and noise were all that told areas apart.

    size: of the groups that people are found in. hot: areas that are so many times their country's rate after all.
    """
    mean = (template["country_count"] / template["country_population"] * template["population"]).fillna(0)
    mean = mean * template["place"].map(hot or {}).fillna(1.0).astype(float)
    noisy = size * random.poisson(mean / size) + random.normal(0, template["standard_error"])
    count = pd.Series(np.rint(np.maximum(noisy, 0)), index=template.index)
    hidden = count < template["threshold"]
    wholes = [template["country"], *([template["first_year"]] if "first_year" in template else [])]
    totals = pd.Series(noisy, index=template.index).groupby(wholes).transform("sum")
    return template.assign(
        count=count.mask(hidden).astype("Int64"),
        state=np.where(hidden, "withheld", "count"),
        country_count=totals,
    )


if __name__ == "__main__":
    main()
