"""How often the Hotspots page finds a cluster where there is none: the release's own places, noise and thresholds.

    python benchmarks/bench_hotspots_page.py [--worlds 400]

Every world has each country's own rate everywhere (in each year that of the country and year), counts by chance, the
noise of the active release, and its threshold, below which counts are withheld. The page may flag at most 5 % of them,
give or take 1.5.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_access.filters import Filters
from data_access.hotspot_questions import number_of_years, people_and_populations, people_by_period
from data_access.release import Release, active_release_id, read_release_database
from ui import hotspot_periods, hotspot_statistics


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=400)
    worlds = parser.parse_args().worlds
    engine = read_release_database()
    release = Release(engine, active_release_id(engine))
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
    start = time.perf_counter()
    for _ in range(worlds):
        world = null_world(whole, random)
        rates = hotspot_statistics.with_rates(world)
        flagged["circles"] += len(rates.attrs["clusters"]) > 0
        patterns = hotspot_statistics.patterns_of(rates)
        borders["local Moran"] += (patterns["pattern"] != "").any()
        borders["Gi*"] += (patterns["hot"] != "").any()
        rates["is_tested"] = rates["expected"].notna() & rates["count"].notna()
        flagged["circles, if every published count were searched"] += len(hotspot_statistics.clusters(rates)) > 0
        found = hotspot_periods.search(lambda length: null_world(by_length[length], random), years)
        flagged["circles and years"] += len(found) > 0
    print(f"{worlds} worlds without a cluster, {time.perf_counter() - start:.0f} s")
    for how, number in (flagged | borders).items():
        print(f"  {how:48} {number:4} flagged, {number / worlds:.1%}")


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
