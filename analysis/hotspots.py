"""Where events are more frequent than chance allows: spatial scan, space-time scan, Gi* and local Moran.

All of it sees detected events. An area that looks harder finds more, and no statistic here can tell that apart.

esda 2.9 has Gi* and local Moran, and the tests hold these against it; they are written here because its default
p-value of the local Moran is one-sided, islands and missing areas are not kept apart, and without numba it is slow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist
from scipy.special import xlogy
from scipy.stats import false_discovery_control

from analysis.rates import standardised_rates

__all__ = ["getis_ord", "local_moran", "scan_clusters", "space_time_scan"]

Floats = NDArray[np.float64]
Pairs = Sequence[tuple[int, int]] | NDArray[np.int64]
Metric = Literal["euclidean", "haversine"]

SIGNIFICANCE = 0.05
EARTH_RADIUS_KM = 6371.0088
# Distances closer than this share are ties: both areas enter the circle, or neither.
TIE = 1e-9


def scan_clusters(
    events: ArrayLike,
    population: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    *,
    metric: Metric = "euclidean",
    max_share: float = 0.5,
    permutations: int = 999,
    seed: int = 0,
    noise_variance: ArrayLike | None = None,
) -> pd.DataFrame:
    """Circular groups of areas with more events than their population explains, the most likely first.

    events, population, x, y: one number an area; for "haversine" x is longitude and y latitude in degrees. An area
    whose count or population is missing is left out. `population` may be any expected number, such as one adjusted for
    age and sex.
    max_share: largest share of the population inside a circle. noise_variance: variance of the protection noise in the
    counts; the simulated counts then carry such noise too.

    One row a cluster, clusters without common areas: `cluster` (1 is the most likely), `members` (row positions, the
    centre first), `events`, `expected`, `relative_risk` (inside against outside, infinite when all is inside),
    `log_likelihood_ratio`, `p_value` (share of simulated worlds whose best circle is as good). The p-value is corrected
    for having looked everywhere, so rows with p_value ≤ 0.05 stand out and the others do not. No rows when no circle
    has more events than expected.

    Kulldorff (1997), Communications in Statistics 26: Poisson model, given the total. Circles centre on areas and grow
    area by area; areas at equal distance enter together.
    Raises ValueError for negative counts without noise, events without population, missing coordinates, fewer than
    two areas.
    """
    cases = np.asarray(events, dtype=float)
    if cases.ndim != 1:
        raise ValueError("The events of a spatial scan are one number an area; see space_time_scan for years.")
    clusters = space_time_scan(
        cases[:, None],
        population,
        x,
        y,
        metric=metric,
        max_share=max_share,
        permutations=permutations,
        seed=seed,
        noise_variance=noise_variance,
    )
    return clusters.drop(columns=["first_period", "last_period"])


def space_time_scan(
    events: ArrayLike,
    population: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    *,
    metric: Metric = "euclidean",
    max_share: float = 0.5,
    max_periods: int | None = None,
    permutations: int = 999,
    seed: int = 0,
    noise_variance: ArrayLike | None = None,
) -> pd.DataFrame:
    """Circular groups of areas with more events than expected in consecutive years: cylinders in space and time.

    events: areas × years; population: the same, or one number an area. max_periods: the longest cylinder, half the
    years when not given. A year in which everything rises is itself a cluster; to look beyond it, give as population
    the expected counts within each year.

    As `scan_clusters`, with `first_period` and `last_period` (column positions of `events`, both inside). Clusters
    share no area, whatever their years. An area with a missing year is left out.
    Kulldorff, Athas, Feurer, Miller and Key (1998), American Journal of Public Health 88. Errors as `scan_clusters`.
    """
    cases, people, where, noise, kept = _prepared(events, population, x, y, noise_variance, metric, max_share)
    share = people / people.sum()
    total, periods = cases.sum(), cases.shape[1]
    longest = max(1, periods // 2) if max_periods is None else max_periods
    random = np.random.default_rng(seed)
    worlds = random.multinomial(round(total), share.ravel(), size=permutations).reshape(-1, *cases.shape).astype(float)
    if noise_variance is not None:
        worlds = np.maximum(worlds + np.rint(random.normal(0, np.sqrt(noise), worlds.shape)), 0)
    # The observed world goes first, so that it is scanned exactly as the simulated ones. Counts up to each period, as
    # periods × worlds × areas, make every run of years one subtraction.
    worlds = np.concatenate([cases[None], worlds])
    totals = worlds.sum(axis=(1, 2))[:, None]
    until = np.zeros((periods + 1, *worlds.shape[:2]))
    until[1:] = np.moveaxis(worlds, 2, 0).cumsum(axis=0)
    share_until = np.zeros((periods + 1, len(share)))
    share_until[1:] = share.T.cumsum(axis=0)

    best = np.zeros(len(worlds))
    found: list[tuple[float, int, int, int, int]] = []
    orders, sizes = _circles(where, people.sum(axis=1), metric, max_share)
    for centre, (order, ends) in enumerate(zip(orders, sizes, strict=True)):
        nearest = order[: ends.max(initial=0)]
        inside = until[:, :, nearest].cumsum(axis=2)[:, :, ends - 1]
        expected = share_until[:, nearest].cumsum(axis=1)[:, ends - 1]
        for first in range(periods):
            for last in range(first, min(first + longest, periods)):
                counts, shares = inside[last + 1] - inside[first], expected[last + 1] - expected[first]
                ratios = _log_likelihood_ratio(counts[0], shares * totals[0], totals[0])
                found += [
                    (float(ratios[zone]), centre, int(ends[zone]), first, last) for zone in np.flatnonzero(ratios > 0)
                ]
                _raise_records(best, counts, shares * totals, totals)

    rows: list[dict[str, object]] = []
    free = np.ones(len(cases), dtype=bool)
    for ratio, centre, size, first, last in sorted(found, key=lambda zone: (-zone[0], zone[2])):
        members = orders[centre][:size]
        if not free[members].all():
            continue
        free[members] = False
        count = cases[members, first : last + 1].sum()
        expectation = total * share[members, first : last + 1].sum()
        rest = (total - count) / (total - expectation)
        rows.append(
            {
                "cluster": len(rows) + 1,
                "members": kept[members].tolist(),
                "first_period": first,
                "last_period": last,
                "events": count,
                "expected": expectation,
                "relative_risk": count / expectation / rest if rest > 0 else np.inf,
                "log_likelihood_ratio": ratio,
                "p_value": ((best[1:] >= ratio - 1e-9).sum() + 1) / (permutations + 1),
            }
        )
    columns = ["cluster", "members", "first_period", "last_period", "events", "expected", "relative_risk"]
    return pd.DataFrame(rows, columns=[*columns, "log_likelihood_ratio", "p_value"])


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
    p_value, _ = _conditional_permutation(sample, links, permutations, seed)
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
    p_value, z = _conditional_permutation(deviation, links, permutations, seed)
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


def _conditional_permutation(values: Floats, links: Floats, permutations: int, seed: int) -> tuple[Floats, Floats]:
    """Two-sided p-value and z of the sum over each area's neighbours, when all values but its own are shuffled.

    Missing where the sum cannot vary: no neighbours, all others neighbours, or equal values everywhere.
    """
    count = len(values)
    reach, observed = links.sum(axis=1).astype(int), links @ values
    random = np.random.default_rng(seed)
    draws = random.permuted(np.tile(np.arange(count - 1), (permutations, 1)), axis=1)[:, : max(reach.max(), 1)]
    p_value, z = np.full(count, np.nan), np.full(count, np.nan)
    # Sums of the same values in another order differ in their last digits, which must not decide a tie.
    slack = 1e-9 * np.abs(values).max()
    for area in range(count):
        sums = np.delete(values, area)[draws[:, : reach[area]]].sum(axis=1)
        if np.ptp(sums) <= slack:
            continue
        tail = min((sums >= observed[area] - slack).sum(), (sums <= observed[area] + slack).sum())
        p_value[area] = min(1.0, 2 * (tail + 1) / (permutations + 1))
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


def _prepared(
    events: ArrayLike,
    population: ArrayLike,
    x: ArrayLike,
    y: ArrayLike,
    noise_variance: ArrayLike | None,
    metric: str,
    max_share: float,
) -> tuple[Floats, Floats, Floats, Floats, NDArray[np.intp]]:
    """Counts, people and noise as areas × periods, coordinates, and the row positions of the areas that are known."""
    cases = np.asarray(events, dtype=float)
    if cases.ndim != 2:
        raise ValueError("The events of a space-time scan are a table of areas × years.")

    def like_cases(given: ArrayLike) -> Floats:
        array = np.asarray(given, dtype=float)
        if array.ndim and len(array) != len(cases):
            raise ValueError(f"There are {len(cases)} areas with counts but {len(array)} with the rest.")
        return np.broadcast_to(array[:, None] if array.ndim == 1 else array, cases.shape)

    people, noise = like_cases(population), like_cases(0.0 if noise_variance is None else noise_variance)
    where = np.column_stack([like_cases(x)[:, 0], like_cases(y)[:, 0]])
    kept = np.flatnonzero(np.isfinite(cases + people + noise).all(axis=1))
    cases, people, noise, where = cases[kept], people[kept], noise[kept], where[kept]
    if len(kept) < 2:
        raise ValueError(f"Only {len(kept)} areas have a count and a population; a scan compares at least two.")
    if not np.isfinite(where).all():
        raise ValueError(f"Areas {kept[~np.isfinite(where).all(axis=1)].tolist()} have no coordinates.")
    if metric not in ("euclidean", "haversine"):
        raise ValueError(f'The metric is "euclidean" or "haversine", not {metric!r}.')
    if metric == "haversine" and (np.abs(where) > (360, 90)).any():
        raise ValueError("For haversine, x is the longitude and y the latitude, in degrees.")
    if not 0 < max_share < 1:
        raise ValueError(f"The largest share of the population in a circle lies between 0 and 1, not {max_share}.")
    if (people < 0).any() or people.sum() == 0:
        raise ValueError("Populations are zero or more, and not zero everywhere.")
    if noise_variance is not None:
        # A count where nobody lives can only be noise.
        cases, noise = np.where(people > 0, np.maximum(cases, 0), 0), np.where(people > 0, noise, 0)
    elif (cases < 0).any():
        raise ValueError("Counts are negative: give noise_variance if they carry protection noise, or correct them.")
    elif ((cases > 0) & (people == 0)).any():
        raise ValueError(
            f"Areas {kept[((cases > 0) & (people == 0)).any(axis=1)].tolist()} have events but nobody lives there: "
            "correct the population or leave them out."
        )
    return cases, people, where, noise, kept


def _circles(
    where: Floats, people: Floats, metric: str, max_share: float
) -> tuple[NDArray[np.intp], list[NDArray[np.intp]]]:
    """For each centre, all areas by distance, and how many of the nearest each of its circles holds."""
    distance = _great_circle(where) if metric == "haversine" else cdist(where, where)
    orders = np.argsort(distance, axis=1, kind="stable")
    ordered = np.take_along_axis(distance, orders, axis=1)
    whole_ring = np.diff(ordered, axis=1, append=np.inf) > TIE * distance.max()
    small_enough = people[orders].cumsum(axis=1) <= max_share * people.sum() * (1 + 1e-12)
    return orders, [np.flatnonzero(ends) + 1 for ends in whole_ring & small_enough]


def _great_circle(where: Floats) -> Floats:
    longitude, latitude = np.radians(where).T
    across = np.sin((longitude - longitude[:, None]) / 2) ** 2 * np.cos(latitude) * np.cos(latitude[:, None])
    angle: Floats = np.arcsin(np.sqrt(np.minimum(np.sin((latitude - latitude[:, None]) / 2) ** 2 + across, 1)))
    return 2 * EARTH_RADIUS_KM * angle


def _log_likelihood_ratio(inside: Floats, expected: Floats, total: Floats) -> Floats:
    """Kulldorff's statistic, zero where there are no more events inside than expected."""
    outside = total - inside
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = xlogy(inside, inside / expected) + xlogy(outside, outside / (total - expected))
    return np.where(inside > expected, ratio, 0.0)


def _raise_records(best: Floats, inside: Floats, expected: Floats, totals: Floats) -> None:
    """Raise each world's `best` statistic to the highest in its row of zones, in place.

    Pearson's χ² bounds the statistic from above, so the slow logarithms are needed only where a record is possible.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        bound = (inside - expected) ** 2 * (totals / (expected * (totals - expected)))
    world, zone = np.nonzero((inside > expected) & (bound >= best[:, None]))
    ratio = _log_likelihood_ratio(inside[world, zone], expected[world, zone], totals[world, 0])
    np.maximum.at(best, world, ratio)
