"""Which areas are like their neighbours: Gi* and local Moran. analysis.hotspots offers them beside the scans.

esda 2.9 has both, and the tests hold these against it; they are written here because its default p-value of the local
Moran is one-sided, islands and missing areas are not kept apart, its Gi* shuffles the neighbours alone, and without
numba it is slow.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import false_discovery_control

from analysis.rates import standardised_rates

Floats = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]] | NDArray[np.int64]

SIGNIFICANCE = 0.05


def getis_ord(values: ArrayLike, neighbours: Pairs, *, permutations: int = 9999, seed: int = 0) -> pd.DataFrame:
    """Whether each area and its neighbours together are high (hot) or low (cold).

    values: one number an area, best from `rates.standardised_rates`. neighbours: pairs of row positions, a list or an
    n × 2 array; each pair counts both ways, once.
    One row an area: `z` (above 0 hot, below 0 cold), `p_value` (two-sided, from conditional permutation), `significant`
    (false discovery rate of 5 % over all areas, Benjamini and Hochberg). Areas without a value, or without a neighbour
    that has one, have missing z and p_value and are never significant.

    Getis and Ord (1992), Ord and Getis (1995), Geographical Analysis 24 and 27: Gi*, binary weights, the area included.
    Raises ValueError for pairs that name no area and for fewer than three areas with a value.
    """
    sample, links, kept = _sample(np.asarray(values, dtype=float), neighbours)
    count, reach = len(sample), links.sum(axis=1)
    total = links @ sample + sample
    # the area belongs to what Gi* sums, so its own value is shuffled too: were it kept in place, the p-value would be
    # that of its neighbours alone, and the same as local Moran's
    p_value, _ = _permutation(sample, links + np.eye(count), permutations, seed, own_stays=False)
    spread = sample.std() * np.sqrt((reach + 1) * (count - reach - 1) / (count - 1))
    z = np.divide(total - (reach + 1) * sample.mean(), spread, out=np.full(count, np.nan), where=np.isfinite(p_value))
    frame = pd.DataFrame({"z": z, "p_value": p_value})
    return _over_all_areas(frame, kept)


def local_moran(
    events: ArrayLike,
    population: ArrayLike,
    neighbours: Pairs,
    *,
    permutations: int = 9999,
    seed: int = 0,
    noise_variance: ArrayLike | None = None,
) -> pd.DataFrame:
    """Whether each area is like its neighbours, or an exception among them, in its standardised rate.

    events, population, noise_variance: one number an area, as in `rates.standardised_rates`; neighbours as in
    `getis_ord`.
    One row an area: `i` (above 0 like its neighbours, below 0 unlike), `z` and `p_value` (two-sided, from conditional
    permutation), `quadrant` ("high-high", "low-low", "high-low" for high among low, "low-high"), `significant` as in
    `getis_ord`. Areas without count, people or a neighbour with both have missing values and an empty quadrant.

    Anselin (1995), Geographical Analysis 27, row-standardised weights, i scaled by n − 1 as in GeoDa and esda; rates
    standardised by Assunção and Reis (1999). Raises ValueError as `getis_ord` and `rates.standardised_rates`.
    """
    return _local_moran(
        standardised_rates(events, population, noise_variance=noise_variance), neighbours, permutations, seed
    )


def _local_moran(values: Floats, neighbours: Pairs, permutations: int, seed: int) -> pd.DataFrame:
    sample, links, kept = _sample(values, neighbours)
    reach, spread = links.sum(axis=1), sample.std(ddof=1)
    deviation = (sample - sample.mean()) / (spread if spread > 0 else 1)
    p_value, z = _permutation(deviation, links, permutations, seed, own_stays=True)
    tested = np.isfinite(p_value)
    lag = np.divide(links @ deviation, reach, out=np.full(len(sample), np.nan), where=tested)
    names = np.array([["low-low", "low-high"], ["high-low", "high-high"]], dtype=object)
    frame = pd.DataFrame(
        {
            "i": deviation * lag,
            # The area's own value stays in the permutations, so i varies as the sum of its neighbours does.
            "z": np.sign(deviation) * z,
            "p_value": p_value,
            "quadrant": np.where(tested, names[(deviation > 0).astype(int), (lag > 0).astype(int)], ""),
        }
    )
    return _over_all_areas(frame, kept)


def _sample(values: Floats, neighbours: Pairs) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Values of the areas that have one, the links among them as a 0/1 matrix, and which areas they are."""
    pairs = np.asarray(neighbours, dtype=np.int64).reshape(-1, 2)
    if len(pairs) and not (pairs.min() >= 0 and pairs.max() < len(values)):
        raise ValueError(f"Neighbours are pairs of row positions from 0 to {len(values) - 1}.")
    kept = np.isfinite(values)
    if kept.sum() < 3:
        raise ValueError(f"Only {kept.sum()} areas have a value; a spatial pattern needs at least three.")
    links = np.zeros((len(values), len(values)))
    links[pairs[:, 0], pairs[:, 1]] = links[pairs[:, 1], pairs[:, 0]] = 1
    np.fill_diagonal(links, 0)
    return values[kept], links[np.ix_(kept, kept)], kept


def _permutation(
    values: Floats, links: Floats, permutations: int, seed: int, *, own_stays: bool
) -> tuple[Floats, Floats]:
    """Two-sided p-value and z of the sum over each area's links, when all values are shuffled.

    own_stays: all but the area's own. Missing where the sum cannot vary: no neighbours, all others neighbours, or equal
    values everywhere.
    """
    count = len(values)
    reach, observed = links.sum(axis=1).astype(int), links @ values
    others = (links - np.diag(np.diag(links))).sum(axis=1)
    random = np.random.default_rng(seed)
    among = count - own_stays
    draws = random.permuted(np.tile(np.arange(among), (permutations, 1)), axis=1)[:, : max(reach.max(), 1)]
    p_value, z = np.full(count, np.nan), np.full(count, np.nan)
    # Sums of the same values in another order differ in their last digits, which must not decide a tie.
    slack = 1e-9 * np.abs(values).max()
    for area in np.flatnonzero(others):
        sums = (np.delete(values, area) if own_stays else values)[draws[:, : reach[area]]].sum(axis=1)
        if np.ptp(sums) <= slack:
            continue
        if own_stays:
            tail = 2 * min((sums >= observed[area] - slack).sum(), (sums <= observed[area] + slack).sum()) + 1
        else:
            # a hot corner skews what all values may sum to: twice the smaller tail would call sums cold that are only
            # as low as sums get
            tail = (np.abs(sums - sums.mean()) >= abs(observed[area] - sums.mean()) - slack).sum()
        p_value[area] = min(1.0, (tail + 1) / (permutations + 1))
        z[area] = (observed[area] - sums.mean()) / sums.std()
    return p_value, z


def _over_all_areas(frame: pd.DataFrame, kept: NDArray[np.bool_]) -> pd.DataFrame:
    """One row an area again, with the discoveries marked."""
    frame = frame.set_index(np.flatnonzero(kept)).reindex(range(len(kept)))
    if "quadrant" in frame:
        frame["quadrant"] = frame["quadrant"].fillna("")
    tested = frame["p_value"].notna()
    frame["significant"] = False
    frame.loc[tested, "significant"] = false_discovery_control(frame.loc[tested, "p_value"]) <= SIGNIFICANCE
    return frame
