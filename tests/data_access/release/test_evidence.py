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


def test_what_a_part_tells_of_several_codes_together_it_tells_of_none_alone() -> None:
    """100 people on the ways from Afghanistan, and of neither of its two provinces more than noise: the two together
    are shown, and as many as the ways have."""

    def table(name: str, dimension: str, codes: list[str]) -> PublishedTable:
        axis = Axis(name, {dimension: np.array(codes, dtype=object)}, np.arange(len(codes)), len(codes))
        return PublishedTable(name, (axis,), {frozenset(): ERROR**2 * len(codes), frozenset({name}): ERROR**2})

    numbers = {"source": np.zeros(3), "way": np.array([100.0, 0.0])}
    source, way = table("source", "source", ["AF-HER", "AF-KAB", "PK-BA"]), table("way", "source_country", ["AF", "PK"])
    levels = Levels([("source",), ("way",)], [source, way], lambda one: numbers[one.name], SHOWN_FROM)
    found = levels.smallest(source, frozenset({"source"}))
    assert found.evidence.tolist() == pytest.approx([0.5, 0.5, 0])
    assert found.people.tolist() == pytest.approx([50, 50, 0])


def test_a_whole_is_no_smaller_than_those_of_its_parts_that_are_known_best() -> None:
    """Of all people 50 were counted with an error of 20; by stage four times 30, with 2 each, so with 4 together; by
    year 90, with 3. The last is known best."""

    def table(name: str, size: int, error: float) -> PublishedTable:
        axis = Axis(name, {name: np.arange(size).astype(str).astype(object)}, np.arange(size), size)
        return PublishedTable(name, (axis,), {frozenset(): error**2 * size, frozenset({name}): error**2})

    numbers = {"all": np.array(50.0), "stage": np.full(4, 30.0), "year": np.array([90.0, 0.0])}
    of_all = PublishedTable("all", (), {frozenset(): 20.0**2})
    tables = [of_all, table("stage", 4, 2.0), table("year", 2, 3.0)]
    levels = Levels([(), ("stage",), ("year",)], tables, lambda one: numbers[one.name], SHOWN_FROM)
    errors = [levels._estimated(frozenset(key)).error for key in ((), ("stage",), ("year",))]
    assert errors == pytest.approx([20, 2, 3])
    assert levels.smallest(of_all, frozenset()).people == pytest.approx(90)
