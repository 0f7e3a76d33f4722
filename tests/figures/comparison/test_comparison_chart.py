"""Two sides beside each other: whose bar it is, how long, with which margin, and what is said of the difference."""

import math

import pandas as pd
import pytest

from data_access.release.filters import Filters
from figures.comparison import words
from figures.comparison.chart import MOST_OF_LONG, comparison_figure
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from findings.sides import Sides
from locales import translator

EN = translator("en")
PAPER = Paper(EN, LIGHT)
KABUL_HERAT = Sides("place", Filters(place="AF-KAB"), Filters(place="AF-HER"))


def _row(code: str, one: float, other: float, **more: object) -> dict[str, object]:
    row = {
        "dimension": "role", "code": code, "unit": "people", "one": one, "one_error": 10.0, "one_state": "count",
        "other": other, "other_error": 20.0, "other_state": "count", "difference": one - other, "margin": 49.2,
        "verdict": "apart",
    }  # fmt: skip
    return row | more


def _answer(*rows: dict[str, object], pair: Sides | None = KABUL_HERAT) -> pd.DataFrame:
    answer = pd.DataFrame(rows)
    answer.attrs["sides"] = pair
    return answer


WITHHELD = {"other": math.nan, "other_error": math.nan, "other_state": "withheld", "verdict": "", "margin": math.nan}
ANSWER = _answer(_row("identified", 500.0, 900.0), _row("source", 300.0, 100.0), _row("transit", 200.0, 0) | WITHHELD)


def test_each_side_has_its_own_colour_bar_margin_and_number() -> None:
    one, one_ends, other, other_ends = comparison_figure(ANSWER, PAPER).data
    assert [bar.marker.color for bar in (one, other)] == [LIGHT.latest, LIGHT.categories[2]]
    assert (list(one.x), list(one.y)) == ([500.0, 300.0, 200.0], [-0.2, 0.8, 1.8])
    assert (list(other.x), list(other.y)) == ([900.0, 100.0, 0.0], [0.2, 1.2, 2.2])
    assert list(one.error_x.array) == pytest.approx([19.6] * 3)
    assert list(other.error_x.array) == pytest.approx([39.2, 39.2, 0.0])
    assert list(one_ends.x) == pytest.approx([519.6, 319.6, 219.6])
    assert list(other_ends.x) == pytest.approx([939.2, 139.2, 0.0])
    bare = [
        text.replace(f"<span style='color:{LIGHT.quiet_text}'>", "").replace("</span>", "") for text in other_ends.text
    ]
    assert [text.strip() for text in bare] == ["900\u00a0±40", "100\u00a0±40", "withheld"]
    assert other.hovertext[0] == "<b>Identified there</b><br>Herat: 900 ±40<br>400 fewer (±50)"
    assert words.legend(KABUL_HERAT, PAPER) == (
        f'<span style="color:{LIGHT.latest}">■</span> Kabul&emsp;'
        f'<span style="color:{LIGHT.categories[2]}">■</span> Herat'
    )


def test_in_dari_a_number_stands_before_its_margin() -> None:
    """A row that began with the number itself would be written from left to right."""
    said = comparison_figure(ANSWER, Paper(translator("fa"), LIGHT)).data[3].text[0].strip()
    quiet = "\u00a0\u200f\u2068\u2066±۴۰\u2069\u2069"
    assert said == f"\u200f\u2068۹۰۰\u2069<span style='color:{LIGHT.quiet_text}'>{quiet}</span>"


def test_the_error_bar_of_a_share_ends_at_everybody() -> None:
    limits = {"unit": "share", "one_low": 0.6, "one_high": 1.0, "other_low": 0.7, "other_high": 0.85}
    one, ends, *_ = comparison_figure(_answer(_row("source", 0.9, 0.8, **limits)), PAPER).data
    assert list(one.error_x.array) == pytest.approx([0.1])
    assert list(one.error_x.arrayminus) == pytest.approx([0.3])
    assert list(ends.x) == pytest.approx([1.0])


def test_of_a_long_list_stand_the_numbers_of_either_side() -> None:
    alone = {"dimension": "form", "one": math.nan, "one_error": math.nan, "one_state": "withheld"}
    rows = [_row("ForcedLabour", 0, 300.0) | alone]
    rows += [_row("OrganRemoval", 0, 0) | alone | WITHHELD] * 3
    rows += [_row("ForcedMarriage", 90.0, 80.0, dimension="form")] * MOST_OF_LONG
    names = comparison_figure(_answer(*rows), PAPER).layout.yaxis.ticktext
    assert [name.split("<br>")[0] for name in names] == ["Forced labour"] + ["Forced marriage"] * (MOST_OF_LONG - 1)


@pytest.mark.parametrize(
    ("row", "number", "margin", "difference"),
    [
        (_row("source", 300.0, 100.0), "300", "±20", "200 more (±50)"),
        (_row("source", 300.0, 1300.0), "300", "±20", "1,000 fewer (±50)"),
        (_row("source", 300.0, 310.0, verdict="not_apart"), "300", "±20", "cannot be told apart"),
        (_row("source", 300.0, 310.0, verdict=""), "300", "±20", ""),
        (
            _row("source", 0.42, 0.25, unit="share", one_low=0.39, one_high=0.452, margin=0.0911),
            "42%", "(39% to 46%)", "17.0 points more (±9.2)",
        ),
        (
            _row("source", 0.25, 0.42, unit="share", one_low=0.0, one_high=0.54, margin=0.0911),
            "25%", "(0% to 54%)", "17.0 points less (±9.2)",
        ),
        (_row("source", 2.346, 1.1, unit="rate", one_error=0.1, margin=0.301), "2.35", "±0.20", "1.25 more (±0.31)"),
    ],
)  # fmt: skip
def test_a_number_its_margin_and_its_difference_in_words(
    row: dict[str, object], number: str, margin: str, difference: str
) -> None:
    assert (words.number(row, "one", EN), words.margin(row, "one", EN), words.difference(row, EN)) == (
        number,
        margin,
        difference,
    )


def test_each_side_is_uncertain_by_its_own_noise() -> None:
    row = _row("source", 42.0, 42.0, one_error=1.0, other_error=10.0)
    assert [words.number(row, side, EN) for side in ("one", "other")] == ["42", "≈42"]


def test_the_table_and_the_note_have_both_sides() -> None:
    table = words.table(ANSWER, EN)
    assert table.columns.tolist() == ["What", "Code", "Kabul", "Kabul, margin", "Herat", "Herat, margin", "Difference"]
    assert table.iloc[2].tolist() == ["Passed through", "transit", "200", "±20", "withheld", "", "not asked"]
    assert words.note(ANSWER, EN) == "1 number is withheld to protect people: too few, or none."
    assert words.alt_text(ANSWER, "Roles", EN).startswith(
        "Roles. Identified there: Kabul 500 (±20) and Herat 900 (±40); "
    )
