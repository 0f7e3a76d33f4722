"""Solve for every cell at once, with linear programming (HiGHS), from everything that is shown."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import bmat, coo_array, eye_array

from tests.attack.views import Board, Cell


def bounds(
    rows: Sequence[Sequence[int]], totals: Sequence[float], low: Sequence[float], high: Sequence[float]
) -> list[tuple[float, float]]:
    """The least and the most that every cell can be: rows are the positions of the cells of each known total."""
    matrix = np.zeros((len(rows), len(low)))
    for number, row in enumerate(rows):
        matrix[number, list(row)] = 1
    found = []
    for cell in range(len(low)):
        goal = np.eye(len(low))[cell]
        ends = [
            linprog(sign * goal, A_eq=matrix, b_eq=totals, bounds=list(zip(low, high, strict=True)), method="highs").fun
            for sign in (1, -1)
        ]
        found.append((float(ends[0]), float(-ends[1])))
    return found


def recover(board: Board, suppressed_below: int = 0) -> dict[Cell, float]:
    """The cells that fit all views best: the least sum of distances, each in units of its error.

    suppressed_below: what a withheld view is known to be below, where the rule of suppression is known.
    """
    cells = len(board.cells)
    shown = [view for view in board.views if view.count is not None]
    pairs = [(number, cell) for number, view in enumerate(shown) for cell in range(cells) if view.cells >> cell & 1]
    numbers, columns = np.array(pairs).T
    sums = coo_array((np.ones(len(pairs)), (numbers, columns)), shape=(len(shown), cells)).tocsr()
    counts = np.array([view.count for view in shown], dtype=float)
    weights = np.array([1 / max(view.error, 1) for view in shown])
    slack = eye_array(len(shown), format="csr")
    upper = [suppressed_below - 1 if suppressed_below else None] * cells
    for view in shown:
        if view.cells.bit_count() == 1:
            upper[view.cells.bit_length() - 1] = None
    # sum of cells - counts <= slack, counts - sum of cells <= slack
    result = linprog(
        np.concatenate([np.zeros(cells), weights]),
        A_ub=bmat([[sums, -slack], [-sums, -slack]]).tocsr(),
        b_ub=np.concatenate([counts, -counts]),
        bounds=[*((0, top) for top in upper), *[(0, None)] * len(shown)],
        method="highs",
    )
    return dict(zip(board.cells, result.x[:cells], strict=True))
