"""From how many of its standard errors a number is shown, so that few of those shown stand for nobody.

One threshold for all is either too strict where a table is full, or too lax where it is almost empty. So each table,
and each sum over some of its axes, has its own: the smallest at which, of its cells that are shown, a known share at
most is expected to stand for nobody (a false discovery rate: Benjamini and Hochberg 1995; in how many cells there is
nobody is estimated from those below zero, where half of these must lie: Storey 2002). Everything is computed from noisy
estimates and costs no privacy.
"""

from collections.abc import Iterator

import numpy as np
from scipy.stats import norm

from data_access.publishing.measurement import Measured
from data_access.release.lattice import Array, Axes, box_variance, subsets
from data_access.release.workload import BOUNDS

INVENTED_SHARE = 0.003  # of the shown cells of a table: below the 0.5 % that are promised
# how likely a table of which nothing else is shown may show a cell that stands for nobody
ALONE = 2e-5
# however full a table is, a number is at least so many times its error: of a choice of its cells more may be empty
LEAST_ERRORS = 3.0


def thresholds_of(result: Measured, least_count: int) -> dict[frozenset[str], float]:
    """Return for a table and each sum over its one-valued axes, by the axes that are left, the number of standard
    errors from which its cells are shown."""
    return {frozenset(kept): smallest_threshold(sums, error, least_count) for kept, sums, error in sums_of(result)}


def smallest_threshold(estimates: Array, error: float, least_count: int) -> float:
    """Return the smallest number of standard errors at which few enough of the shown cells stand for nobody.

    estimates: of all cells, each with this standard error; those below least_count are not shown at all.
    """
    empty = max(min(2 * (1 + int((estimates <= 0).sum())), estimates.size), 1)
    # a number is rounded before it is compared
    ratios = np.sort(estimates[estimates >= least_count - 0.5] / error)[::-1]
    allowed = ALONE + INVENTED_SHARE * np.arange(max(ratios.size, 1))
    # with so many shown, the smallest of them must be as far from zero as this
    needed = norm.isf(np.minimum(allowed / empty, 0.5))
    enough = np.nonzero(ratios >= needed[: ratios.size])[0]
    return max(LEAST_ERRORS, float(needed[enough[-1] if enough.size else 0]))


def sums_of(result: Measured) -> Iterator[tuple[Axes, Array, float]]:
    """Yield a table and each sum over some of its one-valued axes: the axes that are left, the sums, their error."""
    axes = result.table.axes
    sizes = {axis: len(codes) for axis, codes in result.codes.items()}
    for dropped in subsets(tuple(axis for axis in axes if axis not in BOUNDS)):
        kept = tuple(axis for axis in axes if axis not in dropped)
        chosen = {axis: np.ones(1) if axis in kept else np.array([float(sizes[axis])]) for axis in axes}
        variance = box_variance(result.variances, axes, sizes, chosen).item()
        sums = result.estimates.sum(axis=tuple(axes.index(axis) for axis in dropped))
        yield kept, np.asarray(sums), float(np.sqrt(variance))
