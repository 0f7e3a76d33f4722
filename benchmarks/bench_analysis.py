"""Time the statistics, and with --null count how often they find something where nothing is.

python -m benchmarks.bench_analysis           about half a minute
python -m benchmarks.bench_analysis --null    two minutes more
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis import hidden_population, hotspots, rates

AREAS, YEARS, RUNS = 100, 10, 400
random = np.random.default_rng(1)
x, y = random.uniform(0, 1000, (2, AREAS))
people = random.integers(20_000, 2_000_000, AREAS)
events = random.poisson(people / 10_000)
yearly = random.multinomial(events, [1 / YEARS] * YEARS)
near = np.argsort(np.hypot(x - x[:, None], y - y[:, None]), axis=1)[:, 1:6]
pairs = np.column_stack([np.repeat(np.arange(AREAS), 5), near.ravel()])


def independent_lists(lists: int) -> pd.DataFrame:
    listed = random.random((20_000, lists)) < random.uniform(0.03, 0.15, lists)
    return pd.DataFrame(listed[listed.any(axis=1)].astype(int)).value_counts().reset_index()


def say(name: str, measured: float, unit: str, limit: float | None = None) -> None:
    row = {"name": name, "measured": round(float(measured), 3), "unit": unit}
    print(json.dumps(row if limit is None else {**row, "limit": limit}), flush=True)


def report(what: str, work: Callable[[], object], limit: float | None = None) -> None:
    start = time.perf_counter()
    work()
    say(what, time.perf_counter() - start, "s", limit)


def report_null(what: str, finds: Callable[[int], bool]) -> None:
    say(what, 100 * sum(finds(run) for run in range(RUNS)) / RUNS, "%", 6.5)


def null_events() -> np.ndarray:
    return random.multinomial(3000, people / people.sum())


report("scan_clusters, 100 areas, 999 permutations", lambda: hotspots.scan_clusters(events, people, x, y), limit=2)
report(
    "space_time_scan, 100 areas × 10 years, 999 permutations", lambda: hotspots.space_time_scan(yearly, people, x, y)
)
standardised = rates.standardised_rates(events, people)
report("getis_ord, 100 areas, 9,999 permutations", lambda: hotspots.getis_ord(standardised, pairs))
report("local_moran, 100 areas, 9,999 permutations", lambda: hotspots.local_moran(events, people, pairs))
report("rate_interval, 1,000,000 counts", lambda: rates.rate_interval(np.tile(events, 10_000), 1e6, noise_variance=20))
for lists in range(3, 9):
    histories = independent_lists(lists)
    report(f"estimate, {lists} lists", lambda histories=histories: hidden_population.estimate(histories))
five = independent_lists(5)
report("bootstrap_interval, 5 lists, stepwise, 1,000 resamples", lambda: hidden_population.bootstrap_interval(five))
report(
    "bootstrap_interval, 5 lists, BIC, 1,000 resamples",
    lambda: hidden_population.bootstrap_interval(five, selection="bic"),
)

for noise, mean in ((0, 20), (0, 200), (20, 2), (20, 20), (20, 200)):
    seen = random.poisson(mean, 200_000) + np.rint(random.normal(0, np.sqrt(noise), 200_000))
    _, lower, upper = rates.rate_interval(seen, 1, per=1, noise_variance=noise)
    covered = ((lower <= mean) & (mean <= upper)).mean()
    say(f"rate_interval, coverage of 95 %, mean {mean}, noise variance {noise}", 100 * covered, "%")

if "--null" in sys.argv:
    report_null(
        "scan_clusters, 999 permutations: 400 null worlds with a cluster",
        lambda run: (hotspots.scan_clusters(null_events(), people, x, y, seed=run)["p_value"] <= 0.05).any(),
    )
    report_null(
        "the same with protection noise of variance 20",
        lambda run: (
            hotspots.scan_clusters(
                null_events() + np.rint(random.normal(0, np.sqrt(20), AREAS)), people, x, y, seed=run, noise_variance=20
            )["p_value"]
            <= 0.05
        ).any(),
    )
    report_null(
        "local_moran, 9,999 permutations: 400 null worlds with a finding",
        lambda run: hotspots.local_moran(null_events(), people, pairs, seed=run)["significant"].any(),
    )
    report_null(
        "getis_ord, 9,999 permutations: 400 null worlds with a finding",
        lambda run: hotspots.getis_ord(rates.standardised_rates(null_events(), people), pairs, seed=run)[
            "significant"
        ].any(),
    )
