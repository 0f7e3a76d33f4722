"""Which codes of a case are counted, where it has more of a list than the noise is made for.

The choice is made by a keyed hash of the case and the code. So it does not follow the order of a list or of a journey,
which would take all that is lost from the same codes; it is the same in every publication of one database; and it
depends on nothing but the case, as the bound on what one case can move needs.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data_access.release.workload import BOUNDS

Numbers = NDArray[np.int64]


class Clipping:
    """Chooses for a block of cases. secret: of the case database. case_keys: one a case of the block. names: gives the
    codes of a dimension by their numbers."""

    def __init__(self, secret: bytes, case_keys: Sequence[str], names: Callable[[str], Iterable[str]]) -> None:
        self._secret = secret
        self._case_keys = case_keys
        self._names = names

    def kept(
        self, group: str, case: Numbers, codes: Mapping[str, Numbers], sure: NDArray[np.bool_] | None = None
    ) -> NDArray[np.bool_]:
        """Say which entries of a many-valued group are counted: of each case at most as many as the group's bound.

        case: for each entry the position of its case in the block. codes: its number in each dimension of the group.
        sure: entries that are counted before any other.
        """
        kept = np.ones(len(case), dtype=bool)
        over = np.nonzero(np.bincount(case, minlength=1)[case] > BOUNDS[group])[0]
        if not len(over):
            return kept
        cases, position = np.unique(case[over], return_inverse=True)
        lots = self._hashes(self._case_keys[one] for one in cases)[position]
        for dimension, numbers in codes.items():
            lots = _mixed(lots ^ self._hashes(self._names(dimension))[numbers[over]])
        later = np.zeros(len(over), dtype=bool) if sure is None else ~sure[over]
        order = np.lexsort((lots, later, position))
        begins = np.searchsorted(position[order], np.arange(len(cases)))
        kept[over[order]] = np.arange(len(over)) - begins[position[order]] < BOUNDS[group]
        return kept

    def _hashes(self, texts: Iterable[str]) -> NDArray[np.uint64]:
        digests = (hashlib.blake2b(text.encode(), key=self._secret, digest_size=8).digest() for text in texts)
        return np.frombuffer(b"".join(digests), dtype=np.uint64)


def _mixed(numbers: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Every bit of each number spread over all others: the finaliser of SplitMix64 (Steele, Lea and Flood 2014)."""
    numbers = (numbers ^ (numbers >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return numbers ^ (numbers >> np.uint64(31))
