"""Native charts of a deck, whose numbers can be edited in PowerPoint."""

import math
import re
from collections.abc import Sequence
from typing import Any, TypeVar

from lxml import etree
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.oxml.ns import qn
from pptx.util import Pt

from exports.deck.chart_parts import ChartParts, Series
from exports.deck.drawing import LANGUAGES, SMALLEST, Box, describe, is_rtl
from figures.kit.paper import Paper
from locales import Translator

Value = TypeVar("Value")
KINDS = {"bars": XL_CHART_TYPE.BAR_CLUSTERED, "columns": XL_CHART_TYPE.COLUMN_CLUSTERED}
STACKED = {"bars": XL_CHART_TYPE.BAR_STACKED, "columns": XL_CHART_TYPE.COLUMN_STACKED}
PERSIAN_DIGITS = "[$-3000429]"  # how Office is told to write a number with them


def draw_chart(slide: Any, parts: ChartParts, place: Box, title: str, alt: str, paper: Paper) -> None:
    """Draw a chart into a place."""
    t = paper.t
    frame = slide.shapes.add_chart(_type(parts), *place.emu, _data(parts, t))
    frame.name = title[:120]
    describe(frame, alt)
    chart = frame.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(SMALLEST), _rgb(paper.colours.text)
    named = [series for series in parts.series if series.name]
    chart.has_legend = len(named) > 1
    if chart.has_legend:
        beside = parts.kind == "bars" and len(parts.categories) > 6  # rows need the height
        chart.legend.position = XL_LEGEND_POSITION.RIGHT if beside else XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    for native, series in zip(chart.plots[0].series, parts.series, strict=True):
        _paint(native, series, parts, paper)
    if parts.kind != "lines":
        plot = chart.plots[0]
        plot.gap_width = 45
        plot.overlap = 100 if parts.stacked else 0
    _axes(chart, parts, paper)
    _fonts(chart._chartSpace, t)
    _mend(chart._chartSpace)


def _type(parts: ChartParts) -> XL_CHART_TYPE:
    if parts.kind == "lines":
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS
    return (STACKED if parts.stacked else KINDS)[parts.kind]


def _data(parts: ChartParts, t: Translator) -> Any:
    form = _form(parts, t)
    if parts.kind == "lines":
        data = XyChartData(number_format=form)
        for series in parts.series:
            points = data.add_series(directed(series.name, t))
            for x, y in zip(series.x, series.values, strict=True):
                points.add_data_point(x, y)
        return data
    data = CategoryChartData(number_format=form)
    data.categories = [directed(name, t) for name in _from_above(parts, parts.categories)]
    for series in parts.series:
        data.add_series(directed(series.name, t), _from_above(parts, series.values))
    return data


def directed(text: str, t: Translator) -> str:
    """Words of a chart, which has no paragraphs: what is written from right to left is marked as such in itself.
    Numbers alone lose the marks that keep them apart on a page: LibreOffice turns them round with them."""
    if not text or not is_rtl(t):
        return text
    # LibreOffice turns numbers in isolates and embeddings around: 27,471 would be read as 471,27
    text = re.sub("\u2066([^\u2066-\u2069]*)\u2069", "\u200f\u200e\\1\u200e\u200f", text)
    text = re.sub("[\u2066-\u2069]", "", text)
    return "\n".join(f"\u202b{line}\u202c" for line in text.split("\n"))


def _from_above(parts: ChartParts, values: Sequence[Value]) -> list[Value]:
    """Office draws rows from below: the last one is written first."""
    return list(values)[::-1] if parts.kind == "bars" else list(values)


def _form(parts: ChartParts, t: Translator) -> str:
    digits = PERSIAN_DIGITS if is_rtl(t) else ""
    form = f"{digits}0%" if parts.percent else f"{digits}#,##0"
    return f"{form};{form}" if parts.both_sides else form


def _paint(native: Any, series: Series, parts: ChartParts, paper: Paper) -> None:
    if parts.kind == "lines":
        native.smooth = False
        native.format.line.color.rgb, native.format.line.width = _rgb(series.colours[0]), Pt(2.5)
        if any(series.low) or any(series.high):
            _error_bars(native._element, (series.high, series.low), series.colours[0])
        return
    native.invert_if_negative = False
    usual = max({*series.colours}, key=series.colours.count)
    native.format.fill.solid()
    native.format.fill.fore_color.rgb = _rgb(usual)
    marks = zip(series.colours, series.hatched or [False] * len(series.colours), series.values, strict=True)
    for position, (colour, hatched, value) in enumerate(_from_above(parts, list(marks))):
        if value is None or (colour == usual and not hatched):
            continue
        fill = native.points[position].format.fill
        if hatched:
            fill.patterned()
            fill.pattern = 22  # wide upward diagonal, as on the page
            fill.fore_color.rgb, fill.back_color.rgb = _rgb(paper.colours.none), _rgb(colour)
        else:
            fill.solid()
            fill.fore_color.rgb = _rgb(colour)
    if any(series.low) or any(series.high):
        ends = _from_above(parts, series.high), _from_above(parts, series.low)
        _error_bars(native._element, ends, paper.colours.quiet_text)


def _error_bars(element: Any, ends: tuple[list[float], list[float]], colour: str) -> None:
    """`c:errBars` before the categories, where the schema wants them."""
    bars = etree.Element(qn("c:errBars"))
    before = element.find(qn("c:cat"))
    if before is None:  # of lines
        before = element.find(qn("c:xVal"))
        etree.SubElement(bars, qn("c:errDir"), val="y")
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}"), val=value)
    for tag, lengths in zip(("plus", "minus"), ends, strict=True):
        literal = etree.SubElement(etree.SubElement(bars, qn(f"c:{tag}")), qn("c:numLit"))
        etree.SubElement(literal, qn("c:formatCode")).text = "General"
        etree.SubElement(literal, qn("c:ptCount"), val=str(len(lengths)))
        for position, length in enumerate(lengths):
            point = etree.SubElement(literal, qn("c:pt"), idx=str(position))
            etree.SubElement(point, qn("c:v")).text = f"{length:.6g}"
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w="15875")
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=colour.lstrip("#"))
    before.addprevious(bars)


def _axes(chart: Any, parts: ChartParts, paper: Paper) -> None:
    values, categories = chart.value_axis, chart.category_axis
    if parts.kind == "lines" and categories._element.find(qn("c:axPos")).get("val") != "b":
        values, categories = categories, values
    values.major_gridlines.format.line.color.rgb = _rgb(paper.colours.grid)
    values.format.line.fill.background()
    values.major_tick_mark = categories.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _form(parts, paper.t), False
    categories.format.line.color.rgb = _rgb(paper.colours.quiet_text)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if is_rtl(paper.t) and parts.kind == "bars" and not parts.both_sides:
        values.reverse_order = True  # bars begin where the language begins
    low, high = _reach(parts)
    values.minimum_scale, values.maximum_scale = low, high
    values.visible = not parts.is_told  # as on the page: each number stands beside its bar
    values.has_major_gridlines = not parts.is_told
    if parts.kind == "lines":
        categories.has_major_gridlines = False
        form = f"{PERSIAN_DIGITS}0" if is_rtl(paper.t) else "0"
        categories.tick_labels.number_format, categories.tick_labels.number_format_is_linked = form, False
        for code in chart._chartSpace.xpath(".//c:xVal//c:formatCode"):
            code.text = form
    else:
        etree.SubElement(categories._element, qn("c:tickLblSkip"), val="1")
        skip = categories._element.find(qn("c:tickLblSkip"))
        categories._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)


def _reach(parts: ChartParts) -> tuple[float, float]:
    """From where to where the axis of values goes, in round numbers: the error bars are within it."""
    ends = [0.0]
    for series in parts.series:
        for value, down, up in zip(series.values, series.low, series.high, strict=True):
            if value is not None:
                ends += [value - down, value + up]
    if parts.stacked and not parts.both_sides:
        rows = zip(*([value or 0 for value in series.values] for series in parts.series), strict=True)
        ends += [sum(row) for row in rows]
    low, high = (_round_up(max(ends)), _round_up(-min(ends)))
    if parts.both_sides:
        return -max(low, high), max(low, high)
    return (-high if min(ends) < 0 and not _is_never_below(parts) else 0), low


def _is_never_below(parts: ChartParts) -> bool:
    """Are all numbers people or shares, of which no margin is drawn below nobody?"""
    return all(value is None or value >= 0 for series in parts.series for value in series.values)


def _round_up(value: float) -> float:
    """The next number of two round digits."""
    if value <= 0:
        return 0.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 10) if step * power >= value)


def _fonts(space: Any, t: Translator) -> None:
    """Every text of the chart in the fonts of the theme, and from the side where the language begins."""
    for properties in space.iter(qn("a:defRPr"), qn("a:rPr")):
        if is_rtl(t):
            properties.set("lang", LANGUAGES["fa"])
        if properties.find(qn("a:latin")) is None:
            etree.SubElement(properties, qn("a:latin"), typeface="+mn-lt")
            etree.SubElement(properties, qn("a:cs"), typeface="+mn-cs")
    if is_rtl(t):
        for properties in space.iter(qn("a:pPr")):
            properties.set("rtl", "1")


def _mend(space: Any) -> None:
    """Small ids for the axes: the library writes negative ones where the schema wants unsigned, and LibreOffice takes
    all above 2**31 for one and the same axis."""
    known: dict[str, str] = {}
    for element in space.iter(qn("c:axId"), qn("c:crossAx")):
        element.set("val", known.setdefault(element.get("val"), str(1001 + len(known))))


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#")[:6].upper())
