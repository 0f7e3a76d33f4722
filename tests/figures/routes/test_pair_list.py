"""A matrix on a phone is a list: every number whole, the largest first, and how many are left out."""

import pandas as pd
import pytest

from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.routes.pair_list import MOST_ROWS, cells_of_legs, pair_list_figure, pair_list_note
from locales import translator
from tests.figures.routes.test_leg_matrix import WHEN, legs_frame, many_legs


@pytest.mark.parametrize(("language", "end"), [("en", "middle right"), ("fa", "middle left")])
def test_a_list_has_the_largest_cells_with_whole_numbers(language: str, end: str) -> None:
    t = translator(language)
    cells = cells_of_legs(legs_frame(many_legs(40)), WHEN, t)
    figure = pair_list_figure(cells, Paper(t, LIGHT, "phone"))
    counts = [count for _, count, _ in cells]
    assert counts == sorted(counts, reverse=True)
    said = [text.strip() for text in figure.data[1].text]
    assert said == [t.number(count) for count in counts[:MOST_ROWS]]
    assert figure.data[1].textposition == end
    assert t.number(len(cells) - MOST_ROWS) in pair_list_note(cells, t)


def test_a_list_of_nothing_is_drawn() -> None:
    pair_list_figure(
        cells_of_legs(legs_frame(many_legs(1)).head(0), WHEN, translator("en")), Paper(translator("en"), LIGHT)
    )


def test_both_legs_of_an_arrow_are_one_cell() -> None:
    legs = legs_frame(many_legs(3))
    twice = pd.concat([legs, legs.assign(leg="first")])
    one, both = (cells_of_legs(frame, WHEN, translator("en")) for frame in (legs, twice))
    assert [2 * count for _, count, _ in one] == [count for _, count, _ in both]
