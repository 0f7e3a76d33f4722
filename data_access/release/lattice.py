"""Make noisy tables over the same people agree with each other, and say how exact each answer is.

Several tables were measured, each with independent noise of its own variance: by year and country, by year and sex,
by all three… A table splits into orthogonal parts, one for every subset of its axes: the grand mean, what each axis
adds, what each pair of axes adds beyond that, and so on. Each part is seen by every measured table that has its axes,
with independent isotropic noise, so the best unbiased estimate of a part is the mean weighted by precision, and the
parts put together again give tables whose totals all agree. That is generalised least squares in closed form.

Sources: McKenna, Sheldon and Miklau 2019, Graphical-model based estimation and inference for differential privacy;
Xiao, He, Zhang and Kifer 2023, An optimal and scalable matrix mechanism for noisy marginals under convex loss functions
(ResidualPlanner). Everything here is post-processing of noisy tables and costs no privacy.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, compress, product

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Axes = tuple[str, ...]


@dataclass
class Lattice:
    """Measured tables over common axes. sizes: how many codes each axis has. parts: see `combine`."""

    sizes: Mapping[str, int]
    # for each subset of axes: the estimate (an array over these axes) and the variance of its noise before centring
    parts: dict[frozenset[str], tuple[Array, float]] = field(default_factory=dict)

    def table(self, axes: Axes) -> Array:
        """Return the estimate of a table over `axes`. Raises KeyError when its finest part was never measured."""
        ordered = tuple(sorted(axes, key=list(self.sizes).index))  # the order in which parts are kept
        result = np.zeros([self.sizes[axis] for axis in ordered])
        for subset in subsets(ordered):
            part, _ = self.parts[frozenset(subset)]
            spread = np.prod([self.sizes[axis] for axis in ordered if axis not in subset], initial=1.0)
            shape = [self.sizes[axis] if axis in subset else 1 for axis in ordered]
            result = result + part.reshape(shape) / spread
        return np.transpose(result, [ordered.index(axis) for axis in axes])

    def variances(self, axes: Axes) -> dict[frozenset[str], float]:
        """Return the noise variance of each part of a table over `axes`, for `box_variance`."""
        return {frozenset(subset): self.parts[frozenset(subset)][1] for subset in subsets(axes)}


def combine(sizes: Mapping[str, int], measured: Sequence[tuple[Axes, Array, float]]) -> Lattice:
    """Return the estimate that uses all measurements.

    measured: for each, its axes in the order of the array, the noisy counts, and the variance of the noise in a cell.
    """
    sums: dict[frozenset[str], Array] = {}
    precisions: dict[frozenset[str], float] = {}
    order = {axis: position for position, axis in enumerate(sizes)}
    for axes, noisy, variance in measured:
        arranged = np.transpose(noisy, np.argsort([order[axis] for axis in axes], kind="stable"))
        axes = tuple(sorted(axes, key=order.__getitem__))
        for subset in subsets(axes):
            dropped = tuple(position for position, axis in enumerate(axes) if axis not in subset)
            summed_cells = float(np.prod([sizes[axes[position]] for position in dropped], initial=1.0))
            precision = 1 / (variance * summed_cells) if variance else 1.0
            key = frozenset(subset)
            part = _centred(arranged.sum(axis=dropped))
            sums[key] = sums.get(key, np.zeros_like(part)) + precision * part
            precisions[key] = precisions.get(key, 0.0) + precision
    exact = all(variance == 0 for _, _, variance in measured)
    return Lattice(sizes, {key: (sums[key] / precisions[key], 0.0 if exact else 1 / precisions[key]) for key in sums})


def box_variance(
    variances: Mapping[frozenset[str], float], axes: Axes, sizes: Mapping[str, int], chosen: Mapping[str, Array]
) -> Array:
    """Return the variance of sums over boxes of a table.

    chosen: for each axis, how many of its codes each answer sums up (an array, one entry a row along that axis).
    The result has one axis for each of `axes`.
    """
    inside = product((False, True), repeat=len(axes))
    result = np.array([variances.get(frozenset(compress(axes, which)), 0.0) for which in inside])
    for axis in axes:
        share = chosen[axis] / sizes[axis]
        # the axis in front becomes the rows along it and goes to the back: after all, the order is as it was
        result = result.reshape(2, -1).T @ np.stack([share**2, chosen[axis] * (1 - share)])
    return result.reshape([len(chosen[axis]) for axis in axes])


def subsets(axes: Axes) -> Iterator[Axes]:
    """Yield all subsets of axes in their order, the empty one first."""
    for size in range(len(axes) + 1):
        yield from combinations(axes, size)


def _centred(values: Array) -> Array:
    for axis in range(values.ndim):
        values = values - values.mean(axis=axis, keepdims=True)
    return values
