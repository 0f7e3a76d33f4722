"""Ask the same in many ways and take the mean: noise that is drawn for each answer cancels out."""

from collections.abc import Iterator
from itertools import product

from tests.attack.views import Board


def partitions(codes: tuple[str, ...]) -> Iterator[list[tuple[str, ...]]]:
    """Every way to divide codes into groups."""
    if not codes:
        yield []
        return
    first, *rest = codes
    for smaller in partitions(tuple(rest)):
        yield [(first,), *smaller]
        for position, group in enumerate(smaller):
            yield [*smaller[:position], (first, *group), *smaller[position + 1 :]]


def totals(board: Board) -> list[tuple[int, int]]:
    """The total through every partition that is shown whole, and into how many numbers it was divided."""
    shown = {view.cells: view.count for view in board.views if view.count is not None}
    found = []
    for ways in product(*(list(partitions(codes)) for codes in board.dimensions.values())):
        boxes = [board.bits(box) for box in product(*ways)]
        if all(box in shown for box in boxes):
            found.append((sum(shown[box] for box in boxes), len(boxes)))
    return found


def recover(board: Board) -> float:
    """The mean over all partitions: a total of many numbers weighs less."""
    found = totals(board)
    return sum(total / parts for total, parts in found) / sum(1 / parts for _, parts in found)
