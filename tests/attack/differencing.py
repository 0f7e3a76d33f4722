"""Subtract one view from another: the difference of two large numbers is a small one."""

from collections import defaultdict

import numpy as np

from data_access.release.release import Release
from tests.attack.views import Board, Cell


def differences(board: Board) -> dict[Cell, list[int]]:
    """For every cell, what every pair of shown views that differ by just this cell says about it."""
    found: dict[Cell, list[int]] = defaultdict(list)
    single = {1 << position: cell for position, cell in enumerate(board.cells)}
    shown = [view for view in board.views if view.count is not None]
    for large in shown:
        for small in shown:
            if large.cells & small.cells == small.cells and (cell := single.get(large.cells ^ small.cells)):
                found[cell].append((large.count or 0) - (small.count or 0))
    return found


def recover(board: Board) -> dict[Cell, float]:
    """The mean over all pairs: averaging over every way to split a total also removes errors that are not the same."""
    return {cell: float(np.mean(found)) for cell, found in differences(board).items()}


def complement(release: Release, dimension: str, code: str) -> int:
    """The people with one code, from the total minus the rest: the oldest attack."""
    codes = release.counts((dimension,), {})[dimension]
    rest = release.counts((), {dimension: frozenset(codes) - {code}})
    return int(release.counts((), {})["count"].iloc[0]) - int(rest["count"].iloc[0])
