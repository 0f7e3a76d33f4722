"""How often the interval of a programme's change holds the true ratio, in worlds whose years vary much.

    python -m benchmarks.bench_programmes [WORLDS]

Counts of each place and year are gamma-Poisson with the variance that is named times the mean; the programme changes
nothing or multiplies by the ratio. At least 93 % of the 95 % intervals are to hold it.
"""

import sys

import numpy as np
import pandas as pd

from analysis.programme_change import change_during

FIRST, BEGIN = 2014, 2021


def world(
    random: np.random.Generator,
    *,
    variance_over_mean: float,
    ratio: float = 1.0,
    mean: float = 150.0,
    last: int = 2023,
    noise: float = 0.0,
) -> pd.DataFrame:
    """Counts of two places with a programme from BEGIN on (A, B) and five without (C to G), as a release holds them."""
    rows = []
    for place in "ABCDEFG":
        level = mean * random.lognormal(0, 0.4)
        for year in range(FIRST, last + 1):
            expected = level * (ratio if place in "AB" and year >= BEGIN else 1.0)
            if variance_over_mean > 1:
                shape = expected / (variance_over_mean - 1)
                expected = random.gamma(shape, variance_over_mean - 1)
            rows.append((place, year, random.poisson(expected) + random.normal(0, noise), noise))
    return pd.DataFrame(rows, columns=["place", "year", "count", "standard_error"])


def coverage(worlds: int, *, seed: int = 0, **options: float) -> tuple[float, float]:
    """The share of intervals that hold the true ratio, and the share of worlds in which a ratio is given."""
    random, held, told = np.random.default_rng(seed), 0, 0
    last = int(options.get("last", 2023))
    for _ in range(worlds):
        change = change_during(world(random, **options), ("A", "B"), BEGIN, last)  # type: ignore[arg-type]
        if change.ratio:
            told += 1
            held += change.ratio[1] <= options.get("ratio", 1.0) <= change.ratio[2]
    return held / max(told, 1), told / worlds


if __name__ == "__main__":
    worlds = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    print("variance/mean people a year  ratio last year  noise   held   told")
    for times in (1.0, 3.0, 10.0):
        for mean, ratio, last, noise in (
            (150, 1, 2023, 0), (150, 1.5, 2023, 0), (150, 1, 2021, 0), (150, 1, 2023, 15), (50, 1, 2023, 0),
        ):  # fmt: skip
            held, told = coverage(worlds, variance_over_mean=times, mean=mean, ratio=ratio, last=last, noise=noise)
            print(f"{times:13.0f} {mean:13.0f} {ratio:6.1f} {last:9.0f} {noise:6.0f} {held:6.1%} {told:6.1%}")
