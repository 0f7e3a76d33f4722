"""A native chart of a deck reaches as far as its numbers and margins, and a map has the colours of its page."""

import numpy as np
import pandas as pd
import pytest
from pptx import Presentation
from pptx.util import Pt

from exports.deck.chart_parts import ChartParts, Series, parts_of
from exports.deck.charts import _reach, draw_chart
from exports.deck.drawing import Box
from exports.deck.map_shapes import _colours_of
from exports.deck.tables import draw_table
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.plots import Trace
from locales import translator

EN = translator("en")
NO_AXES: Trace = {"xaxis": {}, "yaxis": {}}


def _line(**more: object) -> Trace:
    return {"type": "scatter", "mode": "lines", "name": "Women", "x": [2022, 2023, 2024], "y": [5.0, None, 7.0], **more}


def test_a_line_keeps_what_is_above_and_below_each_number_apart() -> None:
    error = {"array": [4.0, 1.0, 3.0], "arrayminus": [2.0, 1.0, 0.5]}
    parts = parts_of([_line(error_y=error, line={"color": "#112233"})], NO_AXES, EN)
    assert parts is not None
    assert parts.series == [
        Series("Women", [5.0, 7.0], [2.0, 0.5], [4.0, 3.0], ["#112233"] * 2, x=[2022.0, 2024.0]),
    ]
    same = parts_of([_line(error_y={"array": [4.0, 1.0, 3.0]})], NO_AXES, EN)
    assert same is not None and (same.series[0].low, same.series[0].high) == ([4.0, 3.0], [4.0, 3.0])


def test_bars_keep_their_ends_in_the_order_of_the_rows() -> None:
    bars: Trace = {
        "type": "bar", "orientation": "h", "x": [30.0, 10.0], "y": [0, 1], "marker": {"color": ["#aa0000", "#00bb00"]},
        "error_x": {"array": [3.0, 1.0], "arrayminus": [2.0, 0.5]},
    }  # fmt: skip
    layout: Trace = {"xaxis": {}, "yaxis": {"tickvals": [0, 1], "ticktext": ["Herat", "Kabul"], "range": [1.5, -0.5]}}
    ends: Trace = {"type": "scatter", "mode": "text", "x": [33.0, 11.0], "y": [0, 1], "text": ["30", "10"]}
    parts = parts_of([bars, ends], layout, EN)
    assert parts is not None and parts.is_told
    assert parts.categories == ["Herat · 30", "Kabul · 10"]
    assert parts.series == [
        Series("", [30.0, 10.0], [2.0, 0.5], [3.0, 1.0], ["#aa0000", "#00bb00"], [False, False]),
    ]


@pytest.mark.parametrize(
    ("values", "low", "high", "more", "reach"),
    [
        ([40.0, 90.0], [5.0, 30.0], [5.0, 40.0], {}, (0, 150.0)),  # the margin is within the axis
        ([40.0, None], [50.0, 0.0], [5.0, 0.0], {}, (0, 50.0)),  # nobody is less than nobody
        ([-40.0, 90.0], [25.0, 0.0], [0.0, 0.0], {}, (-70.0, 100.0)),
        ([-40.0, 90.0], [0.0, 0.0], [0.0, 20.0], {"both_sides": True, "stacked": True}, (-120.0, 120.0)),
    ],
)
def test_the_axis_holds_every_number_with_its_margin(
    values: list[float | None], low: list[float], high: list[float], more: dict[str, bool], reach: tuple[float, float]
) -> None:
    series = Series("", values, low, high, ["#000000"] * 2)
    assert _reach(ChartParts("bars", ["a", "b"], [series], **more)) == reach


def test_stacked_bars_are_as_long_as_their_sum() -> None:
    both = [Series(name, [60.0, 10.0], [0.0, 0.0], [0.0, 0.0], ["#000000"] * 2) for name in ("a", "b")]
    assert _reach(ChartParts("bars", ["a", "b"], both, stacked=True)) == (0, 120.0)


def test_an_area_has_the_colour_of_its_class() -> None:
    scale = [(0.0, "#111111"), (0.5, "#111111"), (0.5, "#222222"), (1.0, "#222222")]
    trace: Trace = {"z": np.array([0.0, 1.0, 2.0, 3.0, 4.0]), "zmin": 0, "zmax": 4, "colorscale": scale}
    assert _colours_of(trace) == ["#111111", "#111111", "#222222", "#222222", "#222222"]


def test_a_table_stays_in_its_place_with_its_head() -> None:
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    table = pd.DataFrame({"Place": [f"P{number}" for number in range(40)], "People": range(40)})
    place = Box(40, 134, 880, 312)
    rows, columns = draw_table(slide, table, place, "", Paper(EN, LIGHT))
    [drawn] = slide.shapes
    assert (rows, columns, len(drawn.table.rows)) == (12, 2, 13)
    assert drawn.height <= place.emu[3]


def test_each_bar_of_a_slide_has_its_own_margin() -> None:
    """Office draws rows from below, so that numbers and margins stand in the file the other way round, both."""
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    series = Series("", [30.0, 10.0, 20.0], [2.0, 0.5, 1.0], [3.0, 1.5, 2.5], ["#aa0000"] * 3)
    parts = ChartParts("bars", ["Herat", "Kabul", "Balkh"], [series])
    draw_chart(slide, parts, Box(40, 134, 880, 312), "", "", Paper(EN, LIGHT))
    [frame] = slide.shapes
    drawn = frame.chart._chartSpace
    assert [list(plot.categories) for plot in frame.chart.plots] == [["Balkh", "Kabul", "Herat"]]
    ends = {end: drawn.xpath(f".//c:{end}//c:v/text()") for end in ("plus", "minus")}
    assert ends == {"plus": ["2.5", "1.5", "3"], "minus": ["1", "0.5", "2"]}
    assert frame.chart.plots[0].series[0].values == (20.0, 10.0, 30.0)


@pytest.mark.parametrize(("reach", "order"), [([1.5, -0.5], ["a", "b"]), ([-0.5, 1.5], ["b", "a"])])
@pytest.mark.parametrize("kind", ["bar", "scatter"])
def test_rows_stand_from_above_as_on_the_page(reach: list[float], order: list[str], kind: str) -> None:
    rows: Trace = {"x": [1, 2], "y": [0, 1], "error_x": {"array": [0.1, 0.1]}}
    trace: Trace = {"type": kind, **rows, **({"orientation": "h"} if kind == "bar" else {"mode": "markers"})}
    layout: Trace = {"xaxis": {}, "yaxis": {"tickvals": [0, 1], "ticktext": ["a", "b"], "range": reach}}
    parts = parts_of([trace], layout, translator("en"))
    assert parts is not None
    assert parts.categories == order
    assert parts.series[0].values == [{"a": 1, "b": 2}[name] for name in order]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_table_of_few_rows_has_its_long_words_whole(language: str) -> None:
    slide = Presentation().slides.add_slide(Presentation().slide_layouts[6])
    long = "Enhancing the transparency and accountability of the cotton industry of Uzbekistan"
    table = pd.DataFrame({"Programme": [long], "Result": [long], "Target": [5.0], "Published or invented": ["x"]})
    place = Box(40, 100, 880, 340)
    draw_table(slide, table, place, "A table", Paper(translator(language), LIGHT))
    frame = next(shape for shape in slide.shapes if shape.has_table)
    said = [[cell.text_frame.text for cell in row.cells] for row in frame.table.rows]
    assert said[1][:2] == [long, long] and said[0][3] == "Published or invented"
    # two lines and more of 14 points, and no row below the place that it has
    assert frame.table.rows[1].height >= Pt(44)
    assert sum(row.height for row in frame.table.rows) <= Pt(place.height)
