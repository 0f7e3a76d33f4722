"""Differencing, complement, averaging and linear programming: they recover people from exact and suppressed releases,
and from a public one nothing that its stated errors do not allow.

Random tests fail by chance less than once in a million runs.
"""

import csv
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sqlalchemy import Engine

from data_access.release.release import Release
from tests.attack import averaging, differencing, reconstruction
from tests.attack.conftest import DIMENSIONS
from tests.attack.views import Board, Cell

Boards = dict[str, list[Board]]
SHARED = Path(__file__).resolve().parents[3] / "shared" / "cases" / "audit_4x4.csv"
# rows w to z by columns a to d; None is suppressed. Cell (w, b) is 47.
AUDIT = ((None, None, None, 89), (None, 124, None, 31), (92, None, 59, None), (800, None, 651, None))
AUDIT_ROWS, AUDIT_COLUMNS, AUDIT_WB = (230, 250, 336, 3127), (1012, 1262, 779, 890), 47

ATTACKS: dict[str, Callable[[Board], dict[Cell, float]]] = {
    "differencing": differencing.recover,
    "linear programming": lambda board: reconstruction.recover(
        board, 0 if board.release.manifest["rho"] else board.release.manifest["least_count"]
    ),
}


def hidden(board: Board) -> list[Cell]:
    """The cells that the release itself does not show."""
    return [cell for cell in board.cells if board.view(tuple((code,) for code in cell)).count is None]


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_suppressed_release_gives_every_hidden_cell_away(attack: str, boards: Boards, exact: Release) -> None:
    (board,) = boards["suppressed"]
    found, truth, secret = ATTACKS[attack](board), board.truth(exact), hidden(board)
    assert len(secret) == 12
    assert all(0 < truth[cell] < 10 for cell in secret)
    assert {cell: round(found[cell], 6) for cell in secret} == {cell: truth[cell] for cell in secret}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_exact_release_gives_every_cell_away(attack: str, boards: Boards, exact: Release) -> None:
    (board,) = boards["exact"]
    found, truth = ATTACKS[attack](board), board.truth(exact)
    assert {cell: round(count, 6) for cell, count in found.items()} == truth


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_public_release_gives_no_more_away_than_it_states(attack: str, boards: Boards, exact: Release) -> None:
    distances, allowed, hits = [], [], 0
    for board in boards["public"]:
        found, truth = ATTACKS[attack](board), board.truth(exact)
        errors = dict(zip(board.cells, board.errors(), strict=True))
        for cell in found:
            distances.append((found[cell] - truth[cell]) / errors[cell])
            hits += abs(found[cell] - truth[cell]) < 0.5
            # how often a guess with this error hits the true number
            allowed.append(1 - 2 * stats.norm.sf(0.5 / errors[cell]))
    assert len(distances) > 100
    scaled = np.array(distances)
    most = stats.binom.isf(1e-6, len(allowed), float(np.mean(allowed)))
    print(f"{attack}: {hits} of {len(allowed)} cells hit, {np.sum(allowed):.0f} by chance; error {scaled.std():.2f}")
    assert hits <= most
    assert np.sqrt(np.mean(scaled**2)) > 0.6


def test_complement(exact: Release, suppressed: Release, publications: list[Release]) -> None:
    """The men, as everybody minus all others; and a province with few people in it."""
    truth = exact.counts(("province",), {}).set_index("province")["count"]
    code = str(truth[truth > 0].idxmin())
    assert differencing.complement(exact, "province", code) == truth[code]
    assert differencing.complement(suppressed, "province", code) == truth[code]
    found = [
        (differencing.complement(release, "province", code) - truth[code])
        / release.counts((), {"province": frozenset({code})})["standard_error"].iloc[0]
        for release in publications
        if code in release.codes("province")
    ]
    assert len(found) >= 4
    # the sum of squares of so many standard normal errors is less than this once in a million
    assert np.sum(np.square(found)) > stats.chi2.ppf(1e-6, len(found))


def test_averaging_over_all_partitions(boards: Boards, exact: Release) -> None:
    (whole,), (some,) = boards["exact"], boards["suppressed"]
    truth = sum(whole.truth(exact).values())
    assert averaging.recover(whole) == pytest.approx(truth)
    assert averaging.recover(some) == pytest.approx(truth)
    errors = []
    for board in boards["public"]:
        found = averaging.totals(board)
        whole_view = board.view(tuple(DIMENSIONS.values()))
        errors.append((averaging.recover(board) - truth) / whole_view.error)
        # every partition says the same number, but for rounding: there is nothing to average away
        spread = [abs(total - (whole_view.count or 0)) / ((parts + 1) / 2) for total, parts in found]
        assert max(spread) <= 1
    assert len(errors) >= 8
    assert np.sum(np.square(errors)) > stats.chi2.ppf(1e-6, len(errors))


def test_asking_again_gives_the_same_number(publications: list[Release], released_in: Engine) -> None:
    for release in publications[:2]:
        fresh = Release(released_in, release.id)
        for by in ((), ("year",), ("province", "sex"), ("country", "form")):
            assert release.counts(by, {}).equals(release.counts(by, {}))
            assert release.counts(by, {}).equals(fresh.counts(by, {}))


class CellKeyed:
    """An exact release whose every answer gets noise of its own, always the same for the same question: how census
    table builders protect. Averaging must break it, or averaging is too weak."""

    def __init__(self, exact: Release) -> None:
        self._exact = exact
        self.manifest = exact.manifest

    def counts(self, by: tuple[str, ...], where: Any) -> pd.DataFrame:
        answer = self._exact.counts(by, where)
        question = repr((by, sorted((name, sorted(codes)) for name, codes in where.items())))
        key = hashlib.sha256(question.encode()).digest()
        answer["count"] += key[0] % 5 - 2
        return answer


def test_averaging_breaks_noise_that_is_drawn_for_each_question(exact: Release) -> None:
    board = Board(CellKeyed(exact), DIMENSIONS)  # type: ignore[arg-type]
    truth = board.truth(exact)
    # one answer alone is the true one one time in five
    for attack, least in ((differencing.recover, 0.4), (reconstruction.recover, 0.5)):
        found = attack(board)
        hits = sum(abs(found[cell] - truth[cell]) < 0.5 for cell in truth)
        print(f"{attack.__module__} recovers {hits} of {len(truth)} cells behind noise for each question")
        assert hits >= least * len(truth)


def test_linear_programming_finds_a_cell_of_a_table_with_two_suppressions_in_each_line() -> None:
    """Suppression by hand: two holes in every row and column, and one of them can be solved."""
    cells = [count for row in AUDIT for count in row]
    rows = [[4 * row + column for column in range(4)] for row in range(4)]
    columns = [[4 * row + column for row in range(4)] for column in range(4)]
    low = [0 if count is None else count for count in cells]
    high = [float("inf") if count is None else count for count in cells]
    found = reconstruction.bounds([*rows, *columns], [*AUDIT_ROWS, *AUDIT_COLUMNS], low, high)
    assert found[1] == pytest.approx((AUDIT_WB, AUDIT_WB))
    # the published rounding of such a table, with noise of a public release in its totals, leaves the cell open
    noise = np.array([3, -5, 2, 4, 1, -2, 4, 1])
    noisy = np.array([*AUDIT_ROWS, *AUDIT_COLUMNS]) + noise
    try:
        least, most = reconstruction.bounds([*rows, *columns], noisy.tolist(), low, high)[1]
    except TypeError:  # no table fits at all
        return
    assert (least, most) != pytest.approx((AUDIT_WB, AUDIT_WB))


def test_the_figures_of_the_audit_are_the_published_ones() -> None:
    if not SHARED.exists():
        pytest.skip(f"needs {SHARED.name} beside the project")
    with SHARED.open() as file:
        table = {(row["v1"], row["v2"]): row for row in csv.DictReader(file)}
    for name, row, total in zip("wxyz", AUDIT, AUDIT_ROWS, strict=True):
        found = [table[name, column] for column in "abcd"]
        assert [None if cell["suppressed"] == "1" else int(cell["freq"]) for cell in found] == list(row)
        assert sum(int(cell["freq"]) for cell in found) == total
    assert [sum(int(table[row, column]["freq"]) for row in "wxyz") for column in "abcd"] == list(AUDIT_COLUMNS)
    assert int(table["w", "b"]["freq"]) == AUDIT_WB
