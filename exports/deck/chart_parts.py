"""A Plotly chart of the dashboard, read as what a native chart is made of: categories, series, errors, colours."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from exports.deck.drawing import hexadecimal, plain
from figures.kit.plots import Trace
from figures.kit.tables import CELLS
from locales import Translator

Kind = Literal["bars", "columns", "lines"]
MOST_SERIES = 6
MOST_CATEGORIES = 13  # rows or columns of which the names can be read from the last row


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
    """A chart. stacked: do the series of a category stand on each other? percent: are the values shares? both_sides:
    are the values of the first series people, drawn to the other side? is_told: stands each number in the name of its
    category? unit: of the axis, as the page names it."""

    kind: Kind
    categories: list[str]
    series: list[Series]
    stacked: bool = False
    percent: bool = False
    both_sides: bool = False
    is_told: bool = False
    unit: str = ""


def parts_of(traces: Sequence[Trace], layout: Trace, t: Translator) -> ChartParts | None:
    """Read a chart; a number that is withheld is told in the name of its category. None where PowerPoint has no chart
    of its kind, and a table says it better: many axes, a matrix, bands, too many rows to be read."""
    kinds = {trace["type"] for trace in traces}
    if not kinds <= {"bar", "scatter"} or any(name.startswith(("xaxis", "yaxis")) and name[5:] for name in layout):
        return None
    if "bar" in kinds:
        bars = [trace for trace in traces if trace["type"] == "bar"]
        if any("base" in trace for trace in bars):
            return None
        return _of_bars(bars, traces, layout, t)
    dots = [trace for trace in traces if "error_x" in trace and "markers" in trace.get("mode", "")]
    if dots and layout.get("yaxis", {}).get("ticktext"):
        return _of_dots(dots, traces, layout)
    lines = [trace for trace in traces if "lines" in trace.get("mode", "") and not trace.get("fill")]
    upright = [trace for trace in traces if "error_y" in trace]
    if upright and not lines:
        return _of_years(upright, layout, t)
    return _of_lines(lines, layout) if lines and len(lines) <= MOST_SERIES else None


def _of_bars(bars: Sequence[Trace], traces: Sequence[Trace], layout: Trace, t: Translator) -> ChartParts | None:
    lying = bars[0].get("orientation") == "h"
    axis = layout["yaxis" if lying else "xaxis"]
    places = [float(one) for trace in bars for one in trace["y" if lying else "x"]]
    if lying and axis.get("ticktext"):
        marks = dict(zip(map(float, axis["tickvals"]), map(_words, axis["ticktext"]), strict=True))
    elif lying:
        written = _ends(traces, lying)
        marks = {place: _name_above(place, written) for place in sorted({*places})}
        if not all(marks.values()):
            return None
    else:
        ticks = dict(zip(map(float, axis.get("tickvals", ())), map(_words, axis.get("ticktext", ())), strict=False))
        marks = {place: ticks.get(place) or _year(place, t) for place in sorted({*places})}
    ends = _ends(traces, lying)
    # names of groups stand in rows without a bar: what is in a group says so itself
    order = [place for place in marks if not lying or place in ends or place in places]
    order = _from_above(order, axis) if lying else order
    if not order or len(order) > MOST_CATEGORIES:
        return None
    categories = [f"{marks[place]} · {ends[place]}" if place in ends else marks[place] for place in order]
    series = [_series(trace, order, lying, _side_name(layout, number)) for number, trace in enumerate(bars)]
    for trace, one in zip(bars, series, strict=True):
        for place, state in trace.get("meta") or ():
            at = order.index(places_of(trace, lying)[place])
            one.values[at] = None
            said = t.gettext(CELLS[state])
            categories[at] += f" · {one.name}: {said}" if one.name else f"\n{said}"
    # a bar of no length whose end says why there is no number is no nought
    without = {t.gettext(said) for state, said in CELLS.items() if state != "none"}
    for at, place in enumerate(order):
        if ends.get(place, "").strip() in without:
            for one in series:
                one.values[at] = one.values[at] or None
    if not lying:
        categories = _with_numbers(categories, series, t)
    has_sides = layout.get("barmode") == "relative" and len(bars) == 2
    return ChartParts(
        "bars" if lying else "columns",
        categories,
        series,
        stacked=layout.get("barmode") in ("stack", "relative"),
        both_sides=has_sides,
        is_told=lying and bool(ends),
        unit=_unit(layout),
    )


def _of_dots(dots: Sequence[Trace], traces: Sequence[Trace], layout: Trace) -> ChartParts | None:
    """Dots with their intervals in rows, as bars with error bars."""
    axis = layout["yaxis"]
    rows = {float(at): _words(text) for at, text in zip(axis["tickvals"], axis["ticktext"], strict=True)}
    order = _from_above([*rows], axis)
    if len(order) > MOST_CATEGORIES or len(dots) > MOST_SERIES:
        return None
    ends = _ends(traces, True)
    said = [f"{rows[place]} · {ends[place]}" if place in ends else rows[place] for place in order]
    snapped = [{**trace, "y": [_nearest(order, float(one)) for one in trace["y"]]} for trace in dots]
    series = [_series(trace, order, True, trace.get("name") or "") for trace in snapped]
    share = _is_share(layout["xaxis"])
    return ChartParts("bars", said, series, percent=share, is_told=bool(ends), unit=_unit(layout))


def _from_above(places: Sequence[float], axis: Trace) -> list[float]:
    """The places of rows as the page has them, the uppermost first."""
    first, last = axis.get("range") or (0, 1)
    return sorted(places, reverse=axis.get("autorange") != "reversed" and first < last)


def _of_years(upright: Sequence[Trace], layout: Trace, t: Translator) -> ChartParts | None:
    places = sorted({float(one) for trace in upright for one in trace["x"]})
    axis = layout["xaxis"]
    ticks = dict(zip(map(float, axis.get("tickvals", ())), map(_words, axis.get("ticktext", ())), strict=False))
    if len(places) > MOST_CATEGORIES:
        return None
    series = [_series(trace, places, False, trace.get("name") or "") for trace in upright]
    categories = [ticks.get(place) or _year(place, t) for place in places]
    share = _is_share(layout["yaxis"])
    if not share:
        categories = _with_numbers(categories, series, t)
    return ChartParts("columns", categories, series, percent=share)


def _of_lines(lines: Sequence[Trace], layout: Trace) -> ChartParts:
    series = []
    for trace in lines:
        x, y = (np.asarray(trace[name], dtype=float) for name in ("x", "y"))
        known = ~(np.isnan(x) | np.isnan(y))
        colour = hexadecimal(str(trace.get("line", {}).get("color", "#6f90c9"))) or "#6f90c9"
        values: list[float | None] = [float(one) for one in y[known]]
        errors = trace.get("error_y", {})
        up = np.nan_to_num(np.asarray(errors.get("array", np.zeros(len(x))), dtype=float))[known].tolist()
        down = np.asarray(errors.get("arrayminus", errors.get("array", np.zeros(len(x)))), dtype=float)
        name = _words(trace.get("name") or "")
        below = np.nan_to_num(down)[known].tolist()
        series.append(Series(name, values, below, up, [colour[:7]] * len(values), x=x[known].tolist()))
    return ChartParts("lines", [], series, percent=_is_share(layout["yaxis"]), unit=_unit(layout))


def _name_above(place: float, written: dict[float, str]) -> str:
    """The name of a bar that has it in a line of its own above it; "" where none is written."""
    return next((words for at, words in written.items() if place < at < place + 1), "")


def _year(place: float, t: Translator) -> str:
    """A year whose mark the axis leaves out."""
    return t.year(round(place))


def _nearest(order: Sequence[float], place: float) -> float:
    return min(order, key=lambda one: abs(one - place))


def places_of(trace: Trace, lying: bool) -> list[float]:
    """Where the bars of a trace stand along the axis of categories."""
    return [float(one) for one in trace["y" if lying else "x"]]


def _with_numbers(categories: Sequence[str], series: Sequence[Series], t: Translator) -> list[str]:
    """The names of columns with their number below them."""
    if len(series) > 1:
        return list(categories)
    return [
        f"{name}\n{t.number(round(value))}" if value is not None else name
        for name, value in zip(categories, series[0].values, strict=True)
    ]


def _unit(layout: Trace) -> str:
    titles = [_words((layout[axis].get("title") or {}).get("text", "")) for axis in ("xaxis", "yaxis")]
    return " · ".join(title for title in titles if title)


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
    at = {place: position for position, place in enumerate(places)}
    found = [at.get(place) for place in order]
    return Series(
        _words(name),
        [None if one is None or np.isnan(values[one]) else values[one] for one in found],
        [0.0 if one is None else down[one] for one in found],
        [0.0 if one is None else up[one] for one in found],
        ["#999999" if one is None else (hexadecimal(str(colours[one])) or "#999999")[:7] for one in found],
        [one is not None and bool(shapes[one]) for one in found],
    )


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
