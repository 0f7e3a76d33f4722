"""The chart of a workbook: which numbers of a table it is drawn from, and how. It is Excel's own and can be edited."""

import math
from dataclasses import dataclass
from typing import Any

import pandas as pd
from xlsxwriter import Workbook
from xlsxwriter.chart import Chart
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_formula
from xlsxwriter.worksheet import Worksheet

from exports.cells import inert
from figures.kit.columns import heading
from figures.kit.palette import palette
from figures.kit.rows import rows_of
from figures.kit.tables import LABEL, reason_of
from locales import Translator

# what may be drawn, the first that a table has, with the columns of its limits
VALUES = {
    "rate": ("lower", "upper"),
    "months": ("months_low", "months_high"),
    "share": ("share_low", "share_high"),
    "count": ("lower", "upper"),
    "total": ("total_low", "total_high"),
    "change": ("", ""),
}
NOT_NAMES = ("state", "shown", "kind", "trend", "verdict", "gap", "register", "finding", "main_leg")
MOST_BARS, MOST_LINES = 25, 7
ROW_HIGH, BAR_HIGH, AXIS_HIGH, LINES_HIGH, CHART_WIDE = 20, 24, 110, 460, 980  # pixels
NAMES_WIDE, NUMBERS_WIDE = 38, 13  # letters of a column
MOST_ALT = 500  # letters
COLOURS = palette("light")


@dataclass(frozen=True)
class Series:
    """What a chart is drawn from: one row a bar or a point in time, one column a line or a kind of bar.

    names: of the rows. numbers, below, above: one column a series, and how far its limits are from each number; a
    number that is not published is missing, and its row says why. left_out: rows that the table has and the chart not.
    """

    value: str
    is_of_time: bool
    names: list[str]
    numbers: dict[str, list[float | None]]
    below: dict[str, list[float | None]]
    above: dict[str, list[float | None]]
    left_out: int


def series_of(rows: pd.DataFrame, t: Translator) -> Series | None:
    """What is drawn of a table (figures.kit.tables.file_rows), or None where it has no number of its own.

    Of tables over time each point is a year, of others each bar is a row, the largest first where there are many.
    """
    value = next((name for name in VALUES if name in rows and rows[name].notna().any()), None)
    names = [name for name in rows.columns if name.endswith(LABEL) and name.removesuffix(LABEL) not in NOT_NAMES]
    is_of_time = "year" in rows and rows["year"].nunique() > 1
    if value is None or not (names or is_of_time):
        return None
    data = rows.copy()
    data["_name"] = [" · ".join(dict.fromkeys(map(str, parts))) for parts in data[names].to_numpy()]
    data["_said"] = [reason_of(row, t) for row in rows_of(rows)]
    if is_of_time and data.groupby(["year", "_name"]).size().max() == 1:
        return _over_time(data, value, t)
    if "year" in rows:
        data["_name"] = data["year"].astype(str) + " · " + data["_name"]
    if len(data) > MOST_BARS:
        data = data[data[value].notna()].sort_values(value, ascending=False, kind="stable")
    shown = data.head(MOST_BARS)
    lines = [
        name if pd.notna(number) else f"{name}: {said}"
        for name, number, said in zip(shown["_name"], shown[value], shown["_said"], strict=True)
    ]
    below, above = _limits(shown, value)
    return Series(value, False, lines, {"": _numbers(shown[value])}, {"": below}, {"": above}, len(rows) - len(shown))


def _over_time(data: pd.DataFrame, value: str, t: Translator) -> Series:
    largest = data.groupby("_name")[value].sum().sort_values(ascending=False, kind="stable").index[:MOST_LINES]
    years = sorted(data["year"].astype(str).unique())
    numbers: dict[str, list[float | None]] = {}
    below, above = dict(numbers), dict(numbers)
    for name in largest:
        mine = data[data["_name"] == name].assign(year=data["year"].astype(str)).set_index("year").reindex(years)
        numbers[name] = _numbers(mine[value])
        below[name], above[name] = _limits(mine, value)
    gone = [year for year in years if data.loc[data["year"].astype(str) == year, value].isna().all()]
    said = dict(zip(data["year"].astype(str), data["_said"], strict=True))
    names = {year: t.year(int(year)) if year.isdecimal() else year for year in years}
    lines = [f"{names[year]}: {said[year]}" if year in gone else names[year] for year in years]
    return Series(value, True, lines, numbers, below, above, int(data["_name"].nunique() - len(largest)))


def _numbers(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(number) else float(number) for number in column]


def _limits(rows: pd.DataFrame, value: str) -> tuple[list[float | None], list[float | None]]:
    """How far the lower and the upper limit are from each number; none where a table has no limits."""
    low, high = VALUES[value]
    if low not in rows or high not in rows:
        return [], []
    numbers = pd.to_numeric(rows[value]).astype(float)
    below = (numbers - pd.to_numeric(rows[low]).astype(float)).fillna(0).clip(lower=0)
    above = (pd.to_numeric(rows[high]).astype(float) - numbers).fillna(0).clip(lower=0)
    return list(below), list(above)


def add_chart(book: Workbook, sheet: Worksheet, series: Series, formats: dict[str, Format], t: Translator) -> None:
    """Draw a chart in a sheet, and write the numbers that it is drawn from under it. Time runs from left to right in
    every language; bars begin where the language does."""
    kind = "share" if series.value == "share" else "decimal" if series.value in ("rate", "months") else "number"
    high = LINES_HIGH if series.is_of_time else AXIS_HIGH + BAR_HIGH * len(series.names)
    first = 3 + math.ceil(high / ROW_HIGH)  # the first row of numbers, under the chart and their names
    last = first + len(series.names) - 1
    chart = book.add_chart({"type": "line" if series.is_of_time else "bar"})
    sheet.set_column(0, 0, NAMES_WIDE)
    sheet.set_column(1, 3 * len(series.numbers), NUMBERS_WIDE)
    sheet.set_row(first - 1, 2 * ROW_HIGH)
    for row, name in enumerate(series.names, start=first):
        sheet.write_string(row, 0, str(inert(name)))
    column = 1
    for place, (name, numbers) in enumerate(series.numbers.items()):
        written: dict[str, list[float | None]] = {str(inert(name)) or heading(series.value, t): numbers}
        if series.below[name]:
            written |= {t.gettext("To the lower limit"): series.below[name]}
            written |= {t.gettext("To the upper limit"): series.above[name]}
        for step, (head, values) in enumerate(written.items()):
            sheet.write_string(first - 1, column + step, head, formats["head"])
            for row, value in enumerate(values, start=first):
                if value is not None:
                    sheet.write_number(row, column + step, value, formats[kind])
        ranges = [xl_range_formula(sheet.name, first, column + step, last, column + step) for step in range(3)]
        drawn = {"name": [sheet.name, first - 1, column], "values": ranges[0]}
        drawn |= {"categories": [sheet.name, first, 0, last, 0], **_look(place, is_line=series.is_of_time)}
        if series.below[name]:
            ends = {"plus_values": ranges[2], "minus_values": ranges[1]}
            drawn["y_error_bars"] = {"type": "custom", **ends, "line": {"color": COLOURS.quiet_text}}
        chart.add_series(drawn)
        column += len(written)
    _axes(chart, series, formats[kind].num_format, is_rtl=t.language.direction == "rtl")
    chart.set_legend({"none": True} if len(series.numbers) == 1 else {"position": "bottom"})
    chart.show_blanks_as("gap")
    chart.set_size({"width": CHART_WIDE, "height": high})
    sheet.insert_chart(1, 0, chart, {"description": ", ".join(series.names)[:MOST_ALT]})


def _axes(chart: Chart, series: Series, num_format: str, *, is_rtl: bool) -> None:
    lines = {"visible": True, "line": {"color": COLOURS.grid}}
    numbers = {"num_format": num_format, "major_gridlines": lines, "min": None if series.value == "change" else 0}
    names = {"num_font": {"size": 10}, "major_gridlines": {"visible": False}}
    if series.is_of_time:
        chart.set_x_axis(names)
        chart.set_y_axis(numbers)
    else:
        # Excel counts bars from below; turned round, it would have the numbers above them
        chart.set_x_axis({**numbers, "reverse": is_rtl, "label_position": "high"})
        chart.set_y_axis({**names, "reverse": True, "interval_unit": 1, "label_position": "low"})


def _look(place: int, *, is_line: bool) -> dict[str, Any]:
    colour = COLOURS.categories[place % len(COLOURS.categories)]
    if is_line:
        dot = {"type": "circle", "size": 6, "fill": {"color": colour}, "border": {"color": colour}}
        return {"line": {"color": colour, "width": 2.25}, "marker": dot}
    return {"fill": {"color": colour}, "gap": 40}
