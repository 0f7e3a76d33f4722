"""How often the Hotspots page finds a cluster where there is none: the release's own places, noise and thresholds.

    python -m benchmarks.bench_hotspots_page [--worlds 400] [--release URL]

Every world has each country's own rate everywhere (in each year that of the country and year), counts by chance, the
noise of the active release, and its threshold, below which counts are withheld. The page may flag at most 5 % of them,
give or take 1.5.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import make_url

from benchmarks.bench_pages import CASES, make_release
from data_access.database import open_database
from data_access.questions.areas import number_of_years, people_and_populations, people_by_period
from data_access.release.filters import Filters
from data_access.release.release import Release, active_release_id
from findings import clusters_in_time as hotspot_periods
from findings import rates as hotspot_statistics

LIMIT = 6.5  # % of worlds
LIMITED = ("circles", "circles and years")  # what the page tests for being there by chance


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
    """Print in how many null worlds the page would flag something, as one JSON object a method."""
    whole = people_and_populations(release, Filters(), "identified")
    years = number_of_years(release, Filters())
    by_length = {
        length: people_by_period(release, Filters(), "identified", length)
        for length in hotspot_periods.LENGTHS
        if length <= years
    }
    random = np.random.default_rng(11)
    flagged = {"circles": 0, "circles, if every published count were searched": 0, "circles and years": 0}
    borders = {"local Moran": 0, "Gi*": 0}
    for _ in range(worlds):
        world = null_world(whole, random)
        rates = hotspot_statistics.with_rates(world)
        flagged["circles"] += len(rates.attrs["clusters"]) > 0
        patterns = hotspot_statistics.patterns_of(rates)
        borders["local Moran"] += bool((patterns["pattern"] != "").any())
        borders["Gi*"] += bool((patterns["hot"] != "").any())
        rates["is_tested"] = rates["expected"].notna() & rates["count"].notna()
        flagged["circles, if every published count were searched"] += len(hotspot_statistics.clusters(rates)) > 0
        found = hotspot_periods.search(lambda length: null_world(by_length[length], random), years)
        flagged["circles and years"] += len(found) > 0
    for how, number in (flagged | borders).items():
        row = {"name": f"{worlds} worlds without a cluster, flagged by {how}", "measured": 100 * number / worlds}
        print(json.dumps({**row, "unit": "%", **({"limit": LIMIT} if how in LIMITED else {})}), flush=True)


def null_world(template: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """The frame of a question about areas as it would be if chance and noise were all that told areas apart."""
    mean = (template["country_count"] / template["country_population"] * template["population"]).fillna(0)
    noisy = random.poisson(mean) + random.normal(0, template["standard_error"])
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
