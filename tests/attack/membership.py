"""Was this person counted? The strongest answer that Gaussian noise allows, over every number of a release.

The likelihood ratio of two neighbouring databases under all noisy measurements is a weighted sum of the estimates of
the cells that the person would be in, one term a measurement, each with the inverse of its variance: for generalised
least squares keeps all that the measurements say. How to turn the errors of such a test into a lower bound on epsilon:
Jagielski, Ullman and Oprea 2020, Auditing differentially private machine learning.
"""

import math
from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import beta

from data_access.publishing.measurement import Measured, total_shares
from data_access.release.workload import Table, squared_sensitivity

Person = Mapping[str, Sequence[tuple[str, ...]]]


def score(measured: Sequence[Measured], workload: Sequence[Table], rho: float, person: Person) -> float:
    """The likelihood ratio. person: for each axis, the codes that the person has on it."""
    shares = total_shares(workload)
    found = 0.0
    for result in measured:
        table = result.table
        for axes, share in ((table.axes, table.share), *table.parts):
            dropped = tuple(position for position, axis in enumerate(table.axes) if axis not in axes)
            sums = result.estimates.sum(axis=dropped)
            positions = [_positions(result.codes[axis], person[axis]) for axis in axes]
            precision = 2 * rho * share / shares / squared_sensitivity(axes)
            found += precision * float(sums[np.ix_(*positions)].sum())
    return found


def _positions(codes: Sequence[tuple[str, ...]], wanted: Sequence[tuple[str, ...]]) -> list[int]:
    return [codes.index(code if code in codes else (code[0][:2],)) for code in wanted]


def spent_on(workload: Sequence[Table], rho: float, person: Person) -> float:
    """The rho that tells about this person: a measurement that they cannot move as far as the noise is made for tells
    less than it costs."""
    shares = total_shares(workload)
    moved = 0.0
    for table in workload:
        for axes, share in ((table.axes, table.share), *table.parts):
            cells = math.prod(len(person[axis]) for axis in axes)
            moved += rho * share / shares * cells / squared_sensitivity(axes)
    return moved


def epsilon_at_least(absent: np.ndarray, present: np.ndarray, delta: float, confidence: float = 0.95) -> float:
    """The epsilon that the errors of the test prove at least: half of the scores set the limit, the others are counted.

    Clopper-Pearson bounds on both errors, at half of what is left of the confidence each.
    """
    half = len(absent) // 2
    limits = np.quantile(np.concatenate([absent[:half], present[:half]]), [0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9])
    tail = (1 - confidence) / 2

    def proven(absent: np.ndarray, present: np.ndarray, limit: float, sign: int) -> float:
        false = int((sign * absent >= sign * limit).sum())
        true = int((sign * present >= sign * limit).sum())
        if sign < 0:
            false, true = true, false
        least_true = float(beta.ppf(tail, true, len(present) - true + 1)) if true else 0.0
        most_false = float(beta.ppf(1 - tail, false + 1, len(absent) - false)) if false < len(absent) else 1.0
        return math.log((least_true - delta) / most_false) if least_true > delta else 0.0

    first = [(proven(absent[:half], present[:half], limit, sign), limit, sign) for limit in limits for sign in (1, -1)]
    # the limit that looks best on the first half is used on the second
    _, limit, sign = max(first)
    return max(proven(absent[half:], present[half:], limit, sign), 0.0)
