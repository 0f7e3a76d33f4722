"""The bars of the Justice page."""

import pandas as pd
import pytest

from figures.justice.charts import MOST_ROWS, bars_figure, shown_rows
from figures.kit import words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator

PAPER = Paper(translator("en"), LIGHT)


def test_a_number_that_noise_may_have_made_has_no_share() -> None:
    answer = pd.DataFrame(
        {
            "reached": ["investigated", "prosecuted"],
            "count": [370, 3700],
            "standard_error": [287.0, 20.0],
            "state": "count",
            "share": [0.26, 0.5],
            "share_low": [0.1, 0.49],
            "share_high": [0.4, 0.505],
        }
    )
    figure = bars_figure(answer, "reached", PAPER, share_of="{share} of the people")
    bars, ends = figure.data[0], figure.data[1]
    assert [text.strip() for text in ends.text] == ["≈370", "3,700 · 50% (49.0% to 50.5%)"]
    assert ["of the people" in text for text in bars.hovertext] == [False, True]


def test_a_bar_ends_at_its_margin_and_what_is_withheld_says_so_in_its_row() -> None:
    answer = pd.DataFrame(
        {
            "reached": ["identified", "investigated", "prosecuted", "convicted"],
            "count": [2000, 400, None, 0],
            "standard_error": [10.0, 5.0, 0.0, 0.0],
            "state": ["count", "count", "withheld", "none"],
            "share": [1.0, 0.2, None, None],
            "share_low": [1.0, 0.17, None, None],
            "share_high": [1.0, 0.23, None, None],
        }
    )
    bars, ends, others = bars_figure(answer, "reached", PAPER, share_of="{share} of them").data
    assert (list(bars.x), list(bars.y)) == ([2000.0, 400.0], [0, 1])
    assert list(bars.error_x.array) == pytest.approx([19.6, 9.8])
    assert list(bars.hovertext) == [
        "<b>People identified</b><br>2,000 people (±20)<br>100% of them",
        "<b>Their case was investigated</b><br>400 people (±10)<br>20% (17% to 23%) of them",
    ]
    assert list(ends.x) == pytest.approx([2019.6, 409.8])
    assert (list(ends.y), [text.strip() for text in ends.text]) == ([0, 1], ["2,000 · 100%", "400 · 20% (17% to 23%)"])
    assert (list(others.y), [text.strip() for text in others.text]) == ([2, 3], ["withheld", "None recorded"])


def test_a_long_list_shows_its_first_numbers_and_a_funnel_all_its_steps() -> None:
    sectors = pd.DataFrame({"sector": [f"S{n}" for n in range(MOST_ROWS + 3)], "count": 100, "state": "count"})
    sectors.loc[0, "state"] = "withheld"
    assert [row["sector"] for row in shown_rows(sectors, "sector")] == [f"S{n}" for n in range(1, MOST_ROWS + 1)]
    years = sectors.rename(columns={"sector": "year"})
    assert len(shown_rows(years, "year")) == MOST_ROWS + 3


def test_a_share_that_may_be_nobody_has_limits() -> None:
    """Half of an interval that ends at nobody was printed as a margin on both sides."""
    shares = {"share": 0.1, "share_low": 0.0, "share_high": 0.24}
    assert words.row_share(shares, translator("en")) == "10% (0% to 24%)"
    assert words.row_share(shares | {"share_low": 0.02, "share_high": 0.18}, translator("en")) == "10% (2% to 18%)"
