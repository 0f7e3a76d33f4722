"""A grid: why a cell has no number, numbers as in charts, and in a language written from right to left its first column
at the right and its numbers in one kind of digits."""

import pandas as pd
import pytest

from figures.kit.tables import mirrored, table, written
from locales import translator

EN, FA = translator("en"), translator("fa")
ANSWER = pd.DataFrame(
    {
        "year": [2024, 2025, 2026],
        "count": pd.array([1205, None, None], dtype="Int64"),
        "standard_error": [10.0, 10.0, 10.0],
        "state": ["count", "withheld", "not_yet"],
        "points": pd.array([2, None, 1], dtype="Int64"),
    }
)


def _cells(answer: pd.DataFrame, language: str) -> pd.DataFrame:
    """What a grid shows, by heading."""
    t = translator(language)
    drawn = written(table(answer, t), t)
    shown = drawn._translate(False, False)["body"]
    texts = [[cell["display_value"] for cell in row if cell["type"] == "td"] for row in shown]
    return pd.DataFrame(texts, columns=list(table(answer, t).columns))


@pytest.mark.parametrize(
    ("language", "people"), [("en", ["1,205", "withheld", "not yet"]), ("fa", ["۱٬۲۰۵", "پوشیده", "هنوز نه"])]
)
def test_a_cell_without_a_number_says_why(language: str, people: list[str]) -> None:
    t = translator(language)
    cells = _cells(ANSWER, language)
    assert cells[t.gettext("People")].tolist() == people
    assert cells[t.gettext("Published service points")].tolist()[1] == t.gettext("none published")
    assert "None" not in {str(cell) for cell in cells.to_numpy().ravel()}


def test_numbers_are_written_as_in_charts_and_sorted_as_numbers() -> None:
    whole = ANSWER[["year", "count"]].iloc[:1]
    assert _cells(whole.assign(state="count"), "en")["People"].tolist() == ["1,205"]
    assert _cells(whole.assign(state="count"), "en")["Year"].tolist() == ["2024"]
    assert table(whole.assign(state="count"), EN)["People"].tolist() == [1205]


def test_columns_begin_at_the_right() -> None:
    years = pd.DataFrame({"year": [2024, 2025], "share": [0.5, 1234.5]})
    shown = mirrored(table(years, FA))
    assert shown.columns.tolist() == [FA.gettext("Share"), FA.gettext("Year")]
    assert _cells(years, "fa")[FA.gettext("Year")].tolist() == ["۲۰۲۴", "۲۰۲۵"]
    assert _cells(years, "fa")[FA.gettext("Share")].tolist() == ["۰٫۵", "۱٬۲۳۴٫۵"]
