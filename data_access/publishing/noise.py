"""The noise of a public release, and what it costs in privacy.

Discrete Gaussian noise from OpenDP (Canonne, Kamath and Steinke 2020), drawn from the operating system's cryptographic
source. Cost is counted in zero-concentrated differential privacy, rho (Bun and Steinke 2016), which adds up over
tables and releases, and is reported as epsilon at delta. Two databases are neighbours when one has one case more.
"""

import math
from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# not opendp.prelude, which takes a second to load scikit-learn
from opendp.combinators import make_zCDP_to_approxDP
from opendp.domains import atom_domain, vector_domain
from opendp.measurements import then_gaussian
from opendp.metrics import l2_distance
from opendp.mod import enable_features

enable_features("contrib")

PIECE = 2_000  # small: a table of a few thousand cells gives every core some
# beyond these the noise would hide everything or nothing, and floats would no longer tell budgets apart
SMALLEST_EPSILON, LARGEST_EPSILON = 1e-3, 1e4


@cache
def rho_for(epsilon: float, delta: float) -> float:
    """Return the largest rho that is worth (epsilon, delta). Raises ValueError for what is no budget."""
    if not (SMALLEST_EPSILON <= epsilon <= LARGEST_EPSILON and 0 < delta < 1):
        raise ValueError(
            f"epsilon must be between {SMALLEST_EPSILON:g} and {LARGEST_EPSILON:g}, and delta between 0 and 1"
        )
    low, high = 0.0, 2 * epsilon
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if epsilon_for(middle, delta) <= epsilon else (low, middle)
    return low


@lru_cache(maxsize=10_000)  # a ledger asks for the same again and again
def epsilon_for(rho: float, delta: float) -> float:
    """Return the epsilon at `delta` that rho is worth."""
    if rho <= 0:
        return 0.0
    measurement = make_zCDP_to_approxDP(_gaussian(1 / math.sqrt(2 * rho)))
    return float(measurement.map(1.0).epsilon(delta))  # type: ignore[no-untyped-call]


def add_noise(counts: NDArray[np.int64], standard_deviation: float) -> NDArray[np.int64]:
    """Return the counts, each with independent discrete Gaussian noise."""
    if not counts.size:  # no code of an axis was large enough to be a candidate
        return counts
    draw = _gaussian(standard_deviation)
    flat = counts.ravel()
    pieces = [flat[start : start + PIECE].tolist() for start in range(0, len(flat), PIECE)]
    # the library draws outside of Python's lock: threads use every core
    with ThreadPoolExecutor() as pool:
        noisy = list(pool.map(draw, pieces))
    return np.concatenate([np.asarray(piece, dtype=np.int64) for piece in noisy]).reshape(counts.shape)


def _gaussian(standard_deviation: float) -> Any:
    space = vector_domain(atom_domain(T="i64")), l2_distance(T="f64")
    return space >> then_gaussian(standard_deviation)
