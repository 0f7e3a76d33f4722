"""Where events are more frequent than chance allows: spatial scan and space-time scan; Gi* and local Moran beside them.

All of it sees detected events. An area that looks harder finds more, and no statistic here can tell that apart.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import cdist
from scipy.special import xlogy

from analysis.local_statistics import SIGNIFICANCE, getis_ord, local_moran

__all__ = ["SIGNIFICANCE", "getis_ord", "local_moran", "scan_clusters", "space_time_scan"]

Floats = NDArray[np.float64]
Metric = Literal["euclidean", "haversine"]

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
    overdispersion: float = 1.0,
) -> pd.DataFrame:
    """Circular groups of areas with more events than their population explains, the most likely first.

    events, population, x, y: one number an area; for "haversine" x is longitude and y latitude in degrees. An area
    whose count or population is missing is left out. `population` may be any expected number, such as one adjusted for
    age and sex.
    max_share: largest share of the population inside a circle. noise_variance: variance of the protection noise in the
    counts; the simulated counts then carry such noise too. overdispersion: variance over mean; in the simulated worlds
    people are then found in groups whose sizes are by chance (geometric, (overdispersion + 1) / 2 on average), because
    circles of people who were found together are no cluster.

    One row a cluster, clusters without common areas: `cluster` (1 is the most likely), `members` (row positions, the
    centre first), `events`, `expected`, `relative_risk` (inside against outside, infinite when all is inside),
    `log_likelihood_ratio`, `p_value` (share of simulated worlds whose best circle is as good). The p-value is corrected
    for having looked everywhere, so rows with p_value ≤ 0.05 stand out and the others do not. No rows when no circle
    has more events than expected.

    Kulldorff (1997), Communications in Statistics 26: Poisson model, given the total. Circles centre on areas and grow
    area by area; areas at equal distance enter together.
    Raises ValueError for negative counts without noise, events without population, missing coordinates, fewer than
    two areas, an overdispersion below 1.
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
        overdispersion=overdispersion,
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
    overdispersion: float = 1.0,
) -> pd.DataFrame:
    """Circular groups of areas with more events than expected in consecutive years: cylinders in space and time.

    events: areas × years; population: the same, or one number an area. max_periods: the longest cylinder, half the
    years when not given. A year in which everything rises is itself a cluster; to look beyond it, give as population
    the expected counts within each year.

    As `scan_clusters`, with `first_period` and `last_period` (column positions of `events`, both inside). Clusters
    share no area, whatever their years. An area with a missing year is left out.
    Kulldorff, Athas, Feurer, Miller and Key (1998), American Journal of Public Health 88. Errors as `scan_clusters`.
    """
    if not overdispersion >= 1:
        raise ValueError(f"Overdispersion is variance over mean, at least 1, not {overdispersion}.")
    cases, people, where, noise, kept = _prepared(events, population, x, y, noise_variance, metric, max_share)
    share = people / people.sum()
    total, periods = cases.sum(), cases.shape[1]
    longest = max(1, periods // 2) if max_periods is None else max_periods
    random = np.random.default_rng(seed)
    mean_size = (overdispersion + 1) / 2
    worlds = random.multinomial(round(total / mean_size), share.ravel(), size=permutations).reshape(-1, *cases.shape)
    if mean_size > 1:  # geometric sizes, of at least one person
        worlds = worlds + np.where(worlds > 0, random.negative_binomial(np.maximum(worlds, 1), 1 / mean_size), 0)
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
