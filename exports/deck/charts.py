"""Native charts of a deck, whose numbers can be edited in PowerPoint."""

from typing import Any

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
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
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
            points = data.add_series(series.name)
            for x, y in zip(series.x, series.values, strict=True):
                points.add_data_point(x, y)
        return data
    data = CategoryChartData(number_format=form)
    data.categories = parts.categories
    for series in parts.series:
        data.add_series(series.name, series.values)
    return data


def _form(parts: ChartParts, t: Translator) -> str:
    digits = PERSIAN_DIGITS if is_rtl(t) else ""
    form = f"{digits}0%" if parts.percent else f"{digits}#,##0"
    return f"{form};{form}" if parts.both_sides else form


def _paint(native: Any, series: Series, parts: ChartParts, paper: Paper) -> None:
    if parts.kind == "lines":
        native.smooth = False
        native.format.line.color.rgb, native.format.line.width = _rgb(series.colours[0]), Pt(2.5)
        return
    native.invert_if_negative = False
    usual = max({*series.colours}, key=series.colours.count)
    native.format.fill.solid()
    native.format.fill.fore_color.rgb = _rgb(usual)
    for position, colour in enumerate(series.colours):
        hatched = bool(series.hatched) and series.hatched[position]
        if series.values[position] is None or (colour == usual and not hatched):
            continue
        fill = native.points[position].format.fill
        if hatched:
            fill.patterned()
            fill.pattern = 22  # wide upward diagonal, as on the page
            fill.fore_color.rgb, fill.back_color.rgb = _rgb(colour), _rgb(paper.colours.none)
        else:
            fill.solid()
            fill.fore_color.rgb = _rgb(colour)
    if any(series.low) or any(series.high):
        _error_bars(native._element, series, paper.colours.quiet_text)


def _error_bars(element: Any, series: Series, colour: str) -> None:
    """`c:errBars` before the categories, where the schema wants them."""
    bars = etree.Element(qn("c:errBars"))
    for tag, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        etree.SubElement(bars, qn(f"c:{tag}"), val=value)
    for tag, lengths in (("plus", series.high), ("minus", series.low)):
        literal = etree.SubElement(etree.SubElement(bars, qn(f"c:{tag}")), qn("c:numLit"))
        etree.SubElement(literal, qn("c:formatCode")).text = "General"
        etree.SubElement(literal, qn("c:ptCount"), val=str(len(lengths)))
        for position, length in enumerate(lengths):
            point = etree.SubElement(literal, qn("c:pt"), idx=str(position))
            etree.SubElement(point, qn("c:v")).text = f"{length:.6g}"
    line = etree.SubElement(etree.SubElement(bars, qn("c:spPr")), qn("a:ln"), w="15875")
    etree.SubElement(etree.SubElement(line, qn("a:solidFill")), qn("a:srgbClr"), val=colour.lstrip("#"))
    element.find(qn("c:cat")).addprevious(bars)


def _axes(chart: Any, parts: ChartParts, paper: Paper) -> None:
    values, categories = chart.value_axis, chart.category_axis
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = _rgb(paper.colours.grid)
    values.format.line.fill.background()
    values.major_tick_mark = categories.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = _form(parts, paper.t), False
    categories.format.line.color.rgb = _rgb(paper.colours.quiet_text)
    categories.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if parts.kind == "bars":
        categories.reverse_order = True  # the first row stands above
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH  # which, turned round, is below
        if is_rtl(paper.t) and not parts.both_sides:
            values.reverse_order = True  # bars begin where the language begins
    if not parts.both_sides and parts.kind != "lines":
        values.minimum_scale = None if _lowest(parts) < 0 else 0
    if parts.kind == "lines":
        categories.has_major_gridlines = False
        digits = PERSIAN_DIGITS if is_rtl(paper.t) else ""
        categories.tick_labels.number_format, categories.tick_labels.number_format_is_linked = f"{digits}0", False
        if title := parts.axis_titles[0]:
            categories.has_title = True
            categories.axis_title.text_frame.text = title


def _lowest(parts: ChartParts) -> float:
    return min((value for series in parts.series for value in series.values if value is not None), default=0)


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
    """The ids of axes are unsigned in the schema; the library writes negative ones."""
    for tag in ("c:axId", "c:crossAx"):
        for element in space.iter(qn(tag)):
            element.set("val", str(int(element.get("val")) % 2**32))


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour.lstrip("#")[:6].upper())
