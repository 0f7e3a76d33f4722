"""The chart of a workbook: which numbers it is drawn from, how far its error bars reach, and which lines it leaves."""

import io
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from xlsxwriter import Workbook

from exports.workbook_chart import MOST_LINES, Series, add_chart, series_of
from locales import translator

EN = translator("en")


def _drawn(series: Series) -> tuple[object, list[list[object]]]:
    """The chart, and the rows of its sheet."""
    content = io.BytesIO()
    with Workbook(content) as book:
        sheet = book.add_worksheet("Chart")
        formats = {name: book.add_format() for name in ("head", "number", "decimal", "share")}
        add_chart(book, sheet, series, formats, EN)
    read = openpyxl.load_workbook(content)["Chart"]
    return read._charts[0], [list(row) for row in read.iter_rows(values_only=True)]


def _cells(reference: str, rows: list[list[object]]) -> list[object]:
    """The cells of a column that a formula such as Chart!$B$7:$B$9 names."""
    first, last = (openpyxl.utils.cell.coordinate_to_tuple(one.replace("$", "")) for one in reference[6:].split(":"))
    return [rows[row - 1][first[1] - 1] for row in range(first[0], last[0] + 1)]


def test_error_bars_reach_from_each_number_to_its_own_limits() -> None:
    rows = pd.DataFrame(
        {
            "place": ["AF-HER", "AF-KAB", "AF-NAN"],
            "place_label": ["Herat", "Kabul", "Nangarhar"],
            "rate": [5.0, 2.0, None],
            "lower": [4.0, 1.5, None],
            "upper": [9.0, 3.5, None],
            "state": ["count", "count", "withheld"],
        }
    )
    series = series_of(rows, EN)
    assert series == Series(
        "rate", False, ["Herat", "Kabul", "Nangarhar: withheld"], {"": [5.0, 2.0, None]}, {"": [1.0, 0.5, None]},
        {"": [4.0, 1.5, None]}, 0,
    )  # fmt: skip
    chart, cells = _drawn(series)
    [one] = chart.series  # type: ignore[attr-defined]
    assert _cells(one.val.numRef.f, cells) == [5.0, 2.0, None]
    assert _cells(one.cat.strRef.f if one.cat.strRef else one.cat.numRef.f, cells) == series.names
    assert _cells(one.errBars.plus.numRef.f, cells) == [4.0, 1.5, None]
    assert _cells(one.errBars.minus.numRef.f, cells) == [1.0, 0.5, None]


def test_over_time_the_largest_lines_are_drawn_and_a_year_without_a_number_says_why() -> None:
    groups = [f"G{number}" for number in range(MOST_LINES + 2)]
    rows = pd.DataFrame(
        [
            {"year": year, "form": group, "form_label": group, "count": 10.0 * number + 100, "state": "count"}
            for year in (2023, 2024)
            for number, group in enumerate(groups)
        ]
    )
    rows.loc[rows["year"] == 2024, ["count", "state"]] = [None, "withheld"]
    series = series_of(rows, EN)
    assert series is not None and series.is_of_time
    assert [*series.numbers] == groups[::-1][:MOST_LINES]
    assert series.numbers[groups[-1]] == [10.0 * (MOST_LINES + 1) + 100, None]
    assert (series.names, series.left_out) == (["2023", "2024: withheld"], 2)


@pytest.mark.parametrize(
    ("left_out", "said"), [(0, None), (1, "1 more is in the table"), (2, "2 more are in the table")]
)
def test_what_the_chart_leaves_out_is_said_under_it(left_out: int, said: str | None) -> None:
    rows = pd.DataFrame([{"form": "a", "form_label": "A", "state": "count", "count": 9.0}])
    series = series_of(rows, EN)
    assert series is not None
    _chart, cells = _drawn(replace(series, left_out=left_out))
    texts = [cell for row in cells for cell in row if isinstance(cell, str) and "in the table" in cell]
    assert texts == ([f"{said} and not in the chart."] if said else [])


@pytest.mark.parametrize(("columns", "value"), [({"count": 9.0, "share": 0.3}, "share"), ({"total": 3.0}, "total")])
def test_of_a_table_that_number_is_drawn_that_it_is_about(columns: dict[str, float], value: str) -> None:
    rows = pd.DataFrame([{"form": "a", "form_label": "A", "state": "count", **columns}])
    series = series_of(rows, EN)
    assert series is not None and (series.value, series.numbers) == (value, {"": [columns[value]]})
    assert series_of(rows[["form", "form_label", "state"]], EN) is None
