"""From how many numbers that are withheld each it is known that their sum is of people."""

import numpy as np
import pytest

from data_access.release.axes import Axis
from data_access.release.levels import ENOUGH, Levels, PublishedTable

ERROR, SHOWN_FROM = 5.0, 3.0  # the second in standard errors


def evidence(people: np.ndarray) -> float:
    """That of the sum of a table's numbers, as a release adds it up."""
    size = len(people)
    axes = (Axis("year", {"year": np.arange(size).astype(str).astype(object)}, np.arange(size), size),)
    table = PublishedTable("one", axes, {frozenset(): ERROR**2 * size, frozenset({"year"}): ERROR**2})
    levels = Levels([("year",)], [table], lambda _: people, SHOWN_FROM)
    return float(levels.smallest(table, frozenset({"year"})).evidence.sum())


@pytest.mark.parametrize(
    ("numbers", "errors", "is_known"), [(1, 3, True), (4, 2, False), (5, 2, True), (99, 1.5, False)]
)
def test_a_sum_is_known_from_so_many_withheld_numbers(numbers: int, errors: float, is_known: bool) -> None:
    assert (evidence(np.full(numbers, errors * ERROR)) >= ENOUGH) == is_known


def test_chance_alone_adds_up_to_a_sum_once_in_forty_boxes_of_ten_empty_cells() -> None:
    lot = np.random.default_rng(1)
    shown = np.mean([evidence(lot.normal(0, ERROR, 10)) >= ENOUGH for _ in range(1500)])
    assert shown == pytest.approx(0.023, abs=0.006)
