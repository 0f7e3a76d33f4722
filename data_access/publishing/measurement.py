"""Measure the workload: the choice of codes, noise, and tables that agree.

It takes the exact counts of data_access.publishing.counting, and only noisy ones leave it, drawn once and in one
process; or, for a restricted release, exact ones.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data_access.errors import BadInput
from data_access.publishing.counting.tally import dimensions
from data_access.publishing.domains import Code, Domains
from data_access.publishing.noise import add_noise
from data_access.release.lattice import Array, Lattice, combine, subsets
from data_access.release.workload import CHOSEN_AXES, Table, dimensions_of, squared_sensitivity

# Tables whose finer axis must add up to the table with the more exact one: (finer table's axis, more exact axis). They
# agree on countries, age groups and pairs of countries (see Domains.families).
HIERARCHIES = (("province", "country"), ("age_band", "age"), ("chain", "way"))


@dataclass(frozen=True)
class Measured:
    """One table of a release: its axes' codes, its estimates, and the noise variance of each of its parts."""

    table: Table
    codes: dict[str, list[Code]]
    estimates: Array
    variances: dict[frozenset[str], float]


@dataclass(frozen=True)
class Budget:
    """How rho is divided between tables. rho None means no noise at all."""

    rho: float | None
    shares: float

    def deviation(self, axes: tuple[str, ...], share: float) -> float:
        """The standard deviation of the noise of a measurement with this share of the budget."""
        if self.rho is None:
            return 0.0
        return float(np.sqrt(squared_sensitivity(axes) / (2 * self.rho * share / self.shares)))


def total_shares(workload: Iterable[Table]) -> float:
    """Return the sum of all shares of the budget of a workload."""
    tables = sum(table.share + sum(share for _, share in table.parts) for table in workload)
    return tables + sum(CHOSEN_AXES.values())


def refuse_unplanned(workload: Sequence[Table], last_year: int) -> None:
    """Refuse a workload that noise cannot be drawn for: it would fail when the budget is spent. Raises BadInput."""
    Domains(last_year).refuse_unlisted(workload)
    unplanned = [table.name for table in workload if not table.share]
    unplanned += [f"choice of {axis}" for axis, share in CHOSEN_AXES.items() if not share]
    if unplanned:
        raise BadInput(
            f"No share of the budget was planned for {', '.join(unplanned)}: run python -m "
            "data_access.publishing.plan_budget --write. Nothing was spent."
        )


def measure(
    counts: Mapping[Table, pd.Series], rho: float | None, last_year: int, progress: Callable[[str], None]
) -> list[Measured]:
    """Return the tables of a workload, from their exact counts, with a total budget of `rho`; each call spends it anew.

    rho None adds no noise, and keeps just the codes that occur. last_year: the last year that may occur.
    """
    budget = Budget(rho, total_shares(counts))
    domains = Domains(last_year)
    for axis, share in CHOSEN_AXES.items():
        progress(f"Choosing the codes of {axis}")
        domains.choose(axis, axis_counts(counts, axis), budget.deviation((axis,), share))
    lattices: dict[frozenset[str], list[tuple[tuple[str, ...], Array, float]]] = {}
    for table, by_code in counts.items():
        progress(f"Measuring {table.name}")
        exact = domains.as_array(table, by_code)
        for axes, share in ((table.axes, table.share), *table.parts):
            part = exact.sum(axis=tuple(i for i, axis in enumerate(table.axes) if axis not in axes))
            deviation = budget.deviation(axes, share)
            noisy = add_noise(part, deviation) if deviation else part
            lattices.setdefault(table.groups, []).append((axes, noisy.astype(np.float64), deviation**2))
    sizes = {axis: len(domains.codes(axis)) for axis in dict.fromkeys(axis for table in counts for axis in table.axes)}
    combined = {groups: combine(sizes, measured) for groups, measured in lattices.items()}
    return [_result(table, combined[table.groups], domains) for table in counts]


def _result(table: Table, lattice: Lattice, domains: Domains) -> Measured:
    estimates = lattice.table(table.axes)
    for fine, coarse in HIERARCHIES:
        if fine in table.axes:
            position = table.axes.index(fine)
            target_axes = tuple(coarse if axis == fine else axis for axis in table.axes)
            # a table whose whole counterpart was not measured must agree with the largest part of it that was
            covered = max((axes for axes in subsets(target_axes) if _is_covered(lattice, axes, coarse)), key=len)
            if covered:
                dropped = tuple(i for i, axis in enumerate(target_axes) if axis not in covered)
                families, target_families = domains.families(fine), domains.families(coarse)
                target = _summed(lattice.table(covered), covered.index(coarse), target_families)
                estimates = _matched(estimates, position, families, target, dropped)
    codes = {axis: domains.codes(axis) for axis in table.axes}
    return Measured(table, codes, estimates, lattice.variances(table.axes))


def _is_covered(lattice: Lattice, axes: tuple[str, ...], coarse: str) -> bool:
    return not axes or (coarse in axes and frozenset(axes) in lattice.parts)


def _summed(estimates: Array, position: int, families: NDArray[np.int64]) -> Array:
    """Add up the codes of each family along one axis."""
    sums = np.zeros((families.max() + 1, *np.delete(estimates.shape, position)))
    np.add.at(sums, families, np.moveaxis(estimates, position, 0))
    summed: Array = np.moveaxis(sums, 0, position)
    return summed


def _matched(
    estimates: Array, position: int, parent: NDArray[np.int64], target: Array, dropped: tuple[int, ...]
) -> Array:
    """Shift the children of each parent by the same amount, so that they add up to it: its table is the more exact.

    dropped: the axes of the estimates that the target has not; a shift is spread evenly over them.
    """
    target = np.expand_dims(target, dropped)
    cells = float(np.prod([estimates.shape[axis] for axis in dropped], initial=1))
    children = np.moveaxis(estimates.sum(axis=dropped, keepdims=True), position, 0)
    wanted = np.moveaxis(target, position, 0)
    sums = np.zeros_like(wanted)
    np.add.at(sums, parent, children)
    family = np.bincount(parent, minlength=len(wanted)).astype(float)
    shift = (wanted - sums) / np.maximum(family, 1).reshape(-1, *[1] * (wanted.ndim - 1))
    matched: Array = estimates + np.moveaxis(shift[parent], 0, position) / cells
    return matched


def axis_counts(counts: Mapping[Table, pd.Series], axis: str) -> pd.Series:
    """Counts of people by the codes of one axis, as tuples."""
    wanted = set(dimensions_of(axis))
    table = next(table for table in counts if wanted <= set(dimensions(table)) and not table.groups - {axis})
    sums = counts[table].groupby(level=list(dimensions_of(axis))).sum()
    codes = pd.Index([code if isinstance(code, tuple) else (code,) for code in sums.index], tupleize_cols=False)
    return pd.Series(sums.to_numpy(), index=codes)
