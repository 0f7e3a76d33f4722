"""What is said about a release beside its numbers: its sources, method, codes, errors and thresholds."""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm
from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.codes.of_release import UNKNOWN
from data_access.publishing.measurement import Measured
from data_access.publishing.noise import rho_for
from data_access.publishing.thresholds import thresholds_of
from data_access.release.lattice import box_variance, subsets
from data_access.release.levels import keys_of
from data_access.release.release_database import ReleaseKind
from data_access.release.workload import BOUNDS, CLIPPED, dimensions_of, legs_of

SCHEMA_VERSION = 3
LEAST_COUNT = 10  # no public number below this, however exact it is
INVENTED_CELLS = 0.5  # how many cells of a release, that stand for nobody, noise may be expected to lift into view
CASES_ROUNDED_TO = 100
MOST_LOST = 0.5
LOST_ERRORS = 3.0  # a loss of fewer standard errors than this may be nothing but its own noise: none is stated


def manifest_of(
    measured: list[Measured], sources: dict[str, Any], *, kind: ReleaseKind, epsilon: float | None, delta: float | None
) -> dict[str, Any]:
    """Return everything about a release but its numbers. epsilon None: it is exact.

    Nothing in the manifest of a noisy release is an exact count of people.
    """
    rho = None if epsilon is None or delta is None else rho_for(epsilon, delta)
    exact = rho is None
    codes = {axis: names for result in measured for axis, names in result.codes.items()}
    everyone = max(float(measured[0].estimates.sum()), 0.0)  # noise may make few people fewer than none
    cells = published_cells(measured)
    errors = 0.0 if exact else float(norm.isf(INVENTED_CELLS / cells))
    error = _error_of_total(measured[0])
    least = 0.0 if exact else max(LEAST_COUNT, thresholds_of(measured[0], LEAST_COUNT).get(frozenset(), errors) * error)
    rounded_to = 1 if exact else CASES_ROUNDED_TO
    years = _years(measured[0], errors) if "year" in measured[0].codes else []
    lost = lost_shares(measured)
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "method": "exact" if exact else "discrete Gaussian noise",
        "rho": rho,
        "epsilon": epsilon,
        "delta": delta,
        "least_count": 0 if exact else LEAST_COUNT,
        # a number of fewer standard errors than this is marked as uncertain: above, no cell of the whole release that
        # stands for nobody is expected; each table says below from how many its numbers are shown
        "threshold_errors": errors,
        "bounds": BOUNDS,
        # of each list the share of its codes that were recorded and, beyond the bound, not counted; and the standard
        # error of that share
        "lost": {group: share for group, (share, _) in lost.items()},
        "lost_errors": {group: error for group, (_, error) in lost.items()},
        # like any number of people: None where it is too small to be shown, and with its margin
        "cases_about": (round(everyone / rounded_to) * rounded_to) if everyone >= least else None,
        "cases_about_margin": 0 if exact else math.ceil(1.96 * error + rounded_to / 2),
        "period": [min(years), max(years)] if years else None,
        **sources,
        "axes": {axis: {"dimensions": dimensions_of(axis), "codes": names} for axis, names in codes.items()},
        "tables": [
            {
                "name": result.table.name,
                "axes": result.table.axes,
                "question": result.table.question,
                "variances": _by_part(result.variances),
                # from how many standard errors a number is shown, by the axes that are not summed over
                "thresholds": {} if exact else _by_part(thresholds_of(result, LEAST_COUNT)),
            }
            for result in measured
        ],
        # see data_access.release.levels; exact numbers agree by themselves
        "levels": [] if exact else sorted(map(sorted, keys_of(_levelled(measured)))),
        "cells": cells,
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _by_part(values: Mapping[frozenset[str], float]) -> dict[str, float]:
    return {"|".join(sorted(part)): value for part, value in values.items()}


def sources_of(connection: Connection, as_of: date) -> dict[str, Any]:
    """Return where the cases come from, for the manifest: provenance, sources, data_until, places_are_proxies.

    It follows the register of sources, those without cases included: read off the cases, it would tell of a case.
    """
    sources = connection.execute(select(schema.source).order_by(schema.source.c.code)).all()
    provenances = {source.provenance for source in sources}
    return {
        "provenance": provenances.pop() if len(provenances) == 1 else "mixed",
        "sources": sorted({source.name for source in sources}),
        "data_until": as_of.isoformat(),
        "places_are_proxies": any(source.places_are_proxies for source in sources),
    }


def _levelled(measured: list[Measured]) -> Iterator[tuple[str, ...]]:
    """The axes of every measurement, and the same over all years: what is asked most often must not be a sum of years
    that were each cut off at nobody, for such sums are too small."""
    for result in measured:
        for axes in (result.table.axes, *(axes for axes, _ in result.table.parts)):
            yield axes
            yield tuple(axis for axis in axes if axis != "year")


def lost_shares(measured: list[Measured]) -> dict[str, tuple[float, float]]:
    """Return for each list what share of all recorded codes clipping left out, and the standard error of that share.

    Both are from the tables with their noise. Where the noise alone may have made it, the share is 0.
    """
    shares = {}
    tables = {result.table.axes: result for result in measured}
    for group in CLIPPED:
        counted = next((result for result in measured if result.table.groups == {group}), None)
        beyond = tables.get((f"{group}_beyond",))
        if counted is not None and beyond is not None:
            codes = np.array([float(code) for (code,) in beyond.codes[f"{group}_beyond"]])
            lost, error = max(float(beyond.estimates @ codes), 0.0), _error_of_sum(beyond, codes)
            known = [number for number, code in enumerate(counted.codes[group]) if code != (UNKNOWN,)]
            people = counted.estimates.take(known, axis=counted.table.axes.index(group))
            recorded = lost + max(float(people.sum()), 0.0)
            # where next to nothing is counted, noise may say anything: it is not shown either
            share = min(lost / recorded, MOST_LOST) if lost > LOST_ERRORS * error else 0.0
            shares[group] = share, min(error / max(recorded, 1.0), 1.0)
    return shares


def _error_of_total(measured: Measured) -> float:
    sizes = {axis: len(codes) for axis, codes in measured.codes.items()}
    whole = {axis: np.array([float(size)]) for axis, size in sizes.items()}
    return float(np.sqrt(box_variance(measured.variances, measured.table.axes, sizes, whole)).item())


def _error_of_sum(measured: Measured, weights: NDArray[np.float64]) -> float:
    """The standard error of the sum of a table over one axis, each cell times its weight."""
    whole, own = (measured.variances[frozenset(axes)] for axes in ((), measured.table.axes))
    cells = len(weights)
    # the mean of all cells has one noise, and what each cell differs from it has another
    variance = whole * (weights.sum() / cells) ** 2 + own * (weights @ weights - weights.sum() ** 2 / cells)
    return float(np.sqrt(variance))


def _years(measured: Measured, errors: float) -> list[int]:
    """Return the years of a table whose total is large enough to be shown."""
    axes = measured.table.axes
    sizes = {axis: len(codes) for axis, codes in measured.codes.items()}
    whole = {axis: np.ones(sizes[axis]) if axis == "year" else np.array([float(sizes[axis])]) for axis in axes}
    error = np.sqrt(box_variance(measured.variances, axes, sizes, whole)).ravel()
    totals = measured.estimates.sum(axis=tuple(i for i, axis in enumerate(axes) if axis != "year"))
    shown = totals >= np.maximum(1, errors * error)
    return [
        int(code)
        for (code,), is_shown in zip(measured.codes["year"], shown, strict=True)
        if is_shown and code != UNKNOWN
    ]


def published_cells(measured: list[Measured]) -> int:
    """Return how many cells a visitor can see: those of every table and of every sum over its one-valued axes.

    Of ways also the sums over those of one pair of countries, and over those with one leg.
    """
    shapes = set()
    for result in measured:
        single = tuple(axis for axis in result.table.axes if axis not in BOUNDS)
        for kept in subsets(single):
            shapes.add(frozenset(kept) | result.table.groups)
    sizes = {axis: len(names) for result in measured for axis, names in result.codes.items()}
    if "way" in sizes:
        ways = next(result.codes["way"] for result in measured if "way" in result.codes)
        pairs = {(source, destination) for source, _, _, destination in ways}
        sizes["way"] += len(pairs) + len({leg for way in ways for leg in legs_of(way)})
    return int(sum(np.prod([sizes[axis] for axis in shape], initial=1) for shape in shapes))
