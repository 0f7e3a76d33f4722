"""How often the Hotspots page finds a cluster where there is none: the release's own places, noise and thresholds.

    python benchmarks/bench_hotspots_page.py [--worlds 400]

Every world has each country's own rate everywhere, counts by chance, the noise of the active release, and its
threshold, below which counts are withheld. The page may flag at most 5 % of them, give or take 1.5.
"""

import argparse
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from data_access.filters import Filters
from data_access.hotspot_questions import people_and_populations
from data_access.release import Release, active_release_id, read_release_database
from ui import hotspot_statistics


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=400)
    worlds = parser.parse_args().worlds
    engine = read_release_database()
    release = Release(engine, active_release_id(engine))
    template = people_and_populations(release, Filters(), "identified")
    mean = (template["country_count"] / template["country_population"] * template["population"]).fillna(0).to_numpy()
    random = np.random.default_rng(11)
    flagged = {"as the page searches": 0, "if every published count were searched": 0}
    start = time.perf_counter()
    for _ in range(worlds):
        rates = hotspot_statistics.with_rates(_world(template, mean, random))
        flagged["as the page searches"] += len(rates.attrs["clusters"]) > 0
        rates["is_tested"] = rates["expected"].notna() & rates["count"].notna()
        flagged["if every published count were searched"] += len(hotspot_statistics.clusters(rates)) > 0
    print(f"{worlds} worlds without a cluster, {time.perf_counter() - start:.0f} s")
    for how, number in flagged.items():
        print(f"  {how:40} {number:4} flagged, {number / worlds:.1%}")


def _world(template: pd.DataFrame, mean: np.ndarray, random: np.random.Generator) -> pd.DataFrame:
    noisy = random.poisson(mean) + random.normal(0, template["standard_error"])
    count = pd.Series(np.rint(np.maximum(noisy, 0)), index=template.index)
    hidden = count < template["threshold"]
    totals = pd.Series(noisy, index=template.index).groupby(template["country"]).transform("sum")
    return template.assign(
        count=count.mask(hidden).astype("Int64"),
        state=np.where(hidden, "withheld", "count"),
        country_count=totals,
    )


if __name__ == "__main__":
    main()
