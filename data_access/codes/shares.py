"""Cells that hold several things with their shares, as files and the case database write them."""

from collections.abc import Sequence
from typing import NamedTuple


class Share(NamedTuple):
    """One of several: its code, its name ("" if none is given) and its percentage ("" if none is given)."""

    code: str
    name: str
    percentage: str


def share_cell(shares: Sequence[Share]) -> str:
    """Return several shares as the text of one cell."""
    parts = (" ".join(part for part in (one.code, one.percentage, one.name) if part) for one in shares)
    return "|".join(parts)
