"""A Plotly chart of the dashboard, read as what a native chart is made of: categories, series, errors, colours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from exports.deck.drawing import hexadecimal, plain
from figures.kit.plots import Trace

Kind = Literal["bars", "columns", "lines"]
MOST_SERIES = 6
MOST_CATEGORIES = 14  # rows or columns of which the names can be read from the last row


@dataclass
class Series:
    """One series. values: None where there is no number. low, high: lengths of the error bars. colours: one a value.
    hatched: values that may still grow. x: of lines only."""

    name: str
    values: list[float | None]
    low: list[float]
    high: list[float]
    colours: list[str]
    hatched: list[bool] = field(default_factory=list)
    x: list[float] = field(default_factory=list)


@dataclass
class ChartParts:
    """A chart. ticks: for numbers on the axis of values, what is written at them, where that is not the number. stacked:
    do the series of a category stand on each other? percent: are the values shares? line_ticks: of the horizontal axis
    of lines. title: of the axis of lines, or ""."""

    kind: Kind
    categories: list[str]
    series: list[Series]
    stacked: bool = False
    percent: bool = False
    both_sides: bool = False
    axis_titles: tuple[str, str] = ("", "")


def parts_of(traces: Sequence[Trace], layout: Trace) -> ChartParts | None:
    """Read a chart; None where PowerPoint has no chart of its kind, and a table says it better: many axes, a matrix,
    bands, too many rows to be read."""
    kinds = {trace["type"] for trace in traces}
    if not kinds <= {"bar", "scatter"} or any(name.startswith(("xaxis", "yaxis")) and name[5:] for name in layout):
        return None
    if "bar" in kinds:
        bars = [trace for trace in traces if trace["type"] == "bar"]
        if any("base" in trace for trace in bars):
            return None
        return _of_bars(bars, traces, layout)
    dots = [trace for trace in traces if "error_x" in trace and "markers" in trace.get("mode", "")]
    if dots and layout.get("yaxis", {}).get("ticktext"):
        return _of_dots(dots, traces, layout)
    lines = [trace for trace in traces if "lines" in trace.get("mode", "") and not trace.get("fill")]
    upright = [trace for trace in traces if "error_y" in trace]
    if upright and not lines:
        return _of_years(upright, layout)
    return _of_lines(lines, layout) if lines and len(lines) <= MOST_SERIES else None


def _of_bars(bars: Sequence[Trace], traces: Sequence[Trace], layout: Trace) -> ChartParts | None:
    lying = bars[0].get("orientation") == "h"
    axis = layout["yaxis" if lying else "xaxis"]
    places = [float(one) for trace in bars for one in trace["y" if lying else "x"]]
    if axis.get("ticktext") and lying:
        marks = dict(zip(map(float, axis["tickvals"]), map(_words, axis["ticktext"]), strict=True))
    else:
        ticks = dict(zip(map(float, axis.get("tickvals", ())), map(_words, axis.get("ticktext", ())), strict=False))
        marks = {place: ticks.get(place, f"{place:g}") for place in sorted({*places})}
    if not marks or len(marks) > MOST_CATEGORIES:
        return None
    ends = _ends(traces, lying)
    order = list(marks)
    categories = [f"{marks[place]} · {ends[place]}" if place in ends else marks[place] for place in order]
    series = [_series(trace, order, lying, _side_name(layout, number)) for number, trace in enumerate(bars)]
    has_sides = layout.get("barmode") == "relative" and len(bars) == 2
    return ChartParts(
        "bars" if lying else "columns",
        categories,
        series,
        stacked=layout.get("barmode") in ("stack", "relative"),
        both_sides=has_sides,
    )


def _of_dots(dots: Sequence[Trace], traces: Sequence[Trace], layout: Trace) -> ChartParts | None:
    """Dots with their intervals in rows, as bars with error bars."""
    axis = layout["yaxis"]
    order = [float(one) for one in axis["tickvals"]]
    if len(order) > MOST_CATEGORIES or len(dots) > MOST_SERIES:
        return None
    rows = {place: _words(text) for place, text in zip(order, axis["ticktext"], strict=True)}
    ends = _ends(traces, True)
    said = [f"{rows[place]} · {ends[place]}" if place in ends else rows[place] for place in order]
    snapped = [{**trace, "y": [min(order, key=lambda o, y=one: abs(o - y)) for one in trace["y"]]} for trace in dots]
    series = [_series(trace, order, True, trace.get("name") or "") for trace in snapped]
    return ChartParts("bars", said, series, percent=_is_share(layout["xaxis"]))


def _of_years(upright: Sequence[Trace], layout: Trace) -> ChartParts | None:
    places = sorted({float(one) for trace in upright for one in trace["x"]})
    axis = layout["xaxis"]
    ticks = dict(zip(map(float, axis.get("tickvals", ())), map(_words, axis.get("ticktext", ())), strict=False))
    if len(places) > MOST_CATEGORIES:
        return None
    series = [_series(trace, places, False, trace.get("name") or "") for trace in upright]
    categories = [ticks.get(place, f"{place:g}") for place in places]
    return ChartParts("columns", categories, series, percent=_is_share(layout["yaxis"]))


def _of_lines(lines: Sequence[Trace], layout: Trace) -> ChartParts:
    series = []
    for trace in lines:
        x, y = (np.asarray(trace[name], dtype=float) for name in ("x", "y"))
        known = ~(np.isnan(x) | np.isnan(y))
        colour = hexadecimal(str(trace.get("line", {}).get("color", "#6f90c9"))) or "#6f90c9"
        values: list[float | None] = [float(one) for one in y[known]]
        zeros = [0.0] * len(values)
        series.append(
            Series(
                _words(trace.get("name") or ""), values, zeros, zeros, [colour[:7]] * len(values), x=x[known].tolist()
            )
        )
    titles = tuple(_words((layout[axis].get("title") or {}).get("text", "")) for axis in ("xaxis", "yaxis"))
    return ChartParts("lines", [], series, percent=_is_share(layout["yaxis"]), axis_titles=(titles[0], titles[1]))


def _series(trace: Trace, order: Sequence[float], lying: bool, name: str) -> Series:
    places = [float(one) for one in trace["y" if lying else "x"]]
    values = [float(one) for one in trace["x" if lying else "y"]]
    errors = trace.get("error_x" if lying else "error_y", {})
    up = [float(one) for one in errors.get("array", [0] * len(values))]
    down = [float(one) for one in errors.get("arrayminus", up)]
    marker = trace.get("marker", {})
    colour = marker.get("color", "#6f90c9")
    colours = list(colour) if isinstance(colour, list | tuple) else [colour] * len(values)
    shapes = marker.get("pattern", {}).get("shape", "")
    shapes = list(shapes) if isinstance(shapes, list | tuple) else [shapes] * len(values)
    hidden = _hidden(trace)
    at = {place: position for position, place in enumerate(places) if position not in hidden}
    found = [at.get(place) for place in order]
    return Series(
        _words(name),
        [None if one is None or np.isnan(values[one]) else values[one] for one in found],
        [0.0 if one is None else down[one] for one in found],
        [0.0 if one is None else up[one] for one in found],
        ["#999999" if one is None else (hexadecimal(str(colours[one])) or "#999999")[:7] for one in found],
        [one is not None and bool(shapes[one]) for one in found],
    )


def _hidden(trace: Trace) -> set[int]:
    """Bars of no height that stand for a number that is not shown."""
    return set(trace.get("meta", {}).get("hidden", ())) if isinstance(trace.get("meta"), dict) else set()


def _ends(traces: Sequence[Trace], lying: bool) -> dict[float, str]:
    """What is written at the ends of the bars, by their place: the number as the page says it, or why there is none."""
    found: dict[float, str] = {}
    for trace in traces:
        if trace["type"] == "scatter" and trace.get("mode") == "text":
            for place, text in zip(trace["y" if lying else "x"], trace["text"], strict=True):
                found[float(place)] = _words(text).strip("\u2003 ")
    return found


def _side_name(layout: Trace, number: int) -> str:
    notes = [_words(str(note["text"])) for note in layout.get("annotations", ()) if note.get("text")]
    return notes[number].replace("■", "").strip() if layout.get("barmode") == "relative" and number < len(notes) else ""


def _is_share(axis: Trace) -> bool:
    return any("%" in str(text) or "٪" in str(text) for text in axis.get("ticktext", ())) or "%" in str(
        axis.get("tickformat", "")
    )


def _words(text: Any) -> str:
    return " ".join(plain(str(text)).split())
