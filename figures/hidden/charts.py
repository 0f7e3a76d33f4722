"""Charts of the hidden-population view: who is on which lists, and what each model makes of it."""

import math

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.hidden import words as overlap_words
from figures.kit import words
from figures.kit.labels import ON_LISTS
from figures.kit.paper import Paper, Width
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot
from figures.kit.rows import Row, rows_of
from findings.hidden_people import most_withheld, whole_range
from locales import Translator

MOST_COMBINATIONS: dict[Width, int] = {"desktop": 18, "tablet": 12, "phone": 8}
MOST_MODELS = 16
MOST_TICKS: dict[Width, int] = {"desktop": 4, "tablet": 4, "phone": 2}


def upset_figure(table: pd.DataFrame, lists: tuple[str, ...], paper: Paper) -> go.Figure:
    """Bars of the people on exactly each combination of lists, the largest first, over a matrix of the lists.

    A combination that is withheld has a hatched bar as high as what may be withheld. Lexander and others call this an
    UpSet plot (Lex et al. 2014, IEEE Transactions on Visualization and Computer Graphics 20).
    """
    t, colours, width = paper.t, paper.colours, paper.width
    if "threshold" in table:
        table = table.assign(most=most_withheld(table))
    rows = [row for row in rows_of(table) if row["state"] == "withheld" or row["count"]]
    rows.sort(key=lambda row: (row["state"] == "withheld", -_height(row)))
    rows = rows[: MOST_COMBINATIONS[width]]
    across = np.arange(len(rows))
    heights = np.array([_height(row) for row in rows])
    is_withheld = [row["state"] == "withheld" for row in rows]
    names = [overlap_words.history_name({name: row[name] for name in lists}, t) for row in rows]
    bars: Trace = {
        "type": "bar",
        "x": across,
        "y": heights,
        "marker": {
            "color": [colours.withheld if hidden else colours.bar for hidden in is_withheld],
            "pattern": {
                "fillmode": "overlay",
                "shape": ["/" if hidden else "" for hidden in is_withheld],
                "fgcolor": colours.none,
                "size": 6,
                "solidity": 0.35,
            },
        },
        "text": ["" if hidden else words.row_number(row, t) for row, hidden in zip(rows, is_withheld, strict=True)],
        "textposition": "outside",
        "textfont": {"color": colours.text, "size": 11},
        "cliponaxis": False,
        "hovertext": [f"<b>{name}</b><br>{words.row_people(row, t)}" for name, row in zip(names, rows, strict=True)],
        "hoverinfo": "text",
        "yaxis": "y",
    }
    if any(row["standard_error"] > 0 for row in rows):
        bars["error_y"] = {
            "type": "data",
            "array": [0 if row["state"] == "withheld" else words.margin(row["standard_error"]) for row in rows],
            "color": colours.quiet_text,
            "thickness": 1.2,
            "width": 3,
        }
        bars["textposition"] = "none"
    matrix: list[Trace] = []
    down = np.arange(len(lists))
    grid_x, grid_y = np.meshgrid(across, down)
    on = np.array([[row[name] for row in rows] for name in lists], dtype=bool)
    for chosen, colour in ((~on, colours.grid), (on, colours.text)):
        matrix.append(
            {
                "type": "scatter",
                "x": grid_x[chosen],
                "y": grid_y[chosen],
                "mode": "markers",
                "marker": {"size": 11, "color": colour},
                "hoverinfo": "skip",
                "yaxis": "y2",
            }
        )
    for position, row in enumerate(rows):
        members = [place for place, name in enumerate(lists) if row[name]]
        if len(members) > 1:
            matrix.append(
                {
                    "type": "scatter",
                    "x": [position, position],
                    "y": [members[0], members[-1]],
                    "mode": "lines",
                    "line": {"color": colours.text, "width": 2.4},
                    "hoverinfo": "skip",
                    "yaxis": "y2",
                }
            )
    matrix_height = (36 if width == "phone" else 28) * len(lists)  # two lines of a name on a phone
    height = 230 + matrix_height
    split = matrix_height / height
    side = "right" if is_rtl(t) else "left"
    layout = chart_layout(
        paper,
        height=height,
        xaxis={
            "visible": False,
            "range": [len(rows) - 0.4, -0.6] if is_rtl(t) else [-0.6, len(rows) - 0.4],
            "anchor": "y2",
        },
        yaxis={"domain": [split + 0.04, 1], "side": side, **_counts_axis(heights, t)},
    )
    layout["yaxis2"] = {
        "domain": [0, split],
        "range": [len(lists) - 0.5, -0.5],
        "tickvals": down,
        "ticktext": [_wrapped(t.gettext(ON_LISTS[name]), width) for name in lists],
        "tickfont": {"size": SMALL_FONT_SIZE, "color": colours.text},
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "automargin": True,
        "ticks": "",
        "side": side,
    }
    return plot([bars, *matrix], layout)


def models_figure(models: pd.DataFrame, paper: Paper) -> go.Figure:
    """What all models together allow, and each model below it, the smallest first: the estimate and its interval.

    A bar between two estimates: what they are depends on what is withheld. An arrow: there is no upper limit.
    """
    t, colours = paper.t, paper.colours
    shown = models.sort_values(["weight", "upper"], ascending=False).head(MOST_MODELS - 1)
    rows = rows_of(shown.sort_values("total_low"))
    whole = whole_range(models)
    ends = [whole, *((row["lower"], row["upper"]) for row in rows)]
    known = [end for pair in ends for end in pair if math.isfinite(end)]
    low, high = math.log10(max(min(known) * 0.9, 1)), math.log10(max(known) * (1.3 if math.isfinite(whole[1]) else 3))
    edge = 10 ** (high - (high - low) * 0.03)
    names = [t.gettext(overlap_words.TOGETHER), *(overlap_words.model_name(row["model"], t) for row in rows)]
    said = ["", *(overlap_words.estimate_text(row, models.attrs["listed"], t) for row in rows)]
    hover = [
        "<br>".join(filter(None, [f"<b>{name}</b>", text, overlap_words.range_text(*pair, models.attrs["listed"], t)]))
        for name, text, pair in zip(names, said, ends, strict=True)
    ]
    lines: list[Trace] = [
        _line(
            pair[0],
            min(pair[1], edge),
            place,
            colours.latest if place == 0 else colours.quiet_text,
            5 if place == 0 else 1.4,
        )
        for place, pair in enumerate(ends)
    ]
    lines += [
        _line(row["total_low"], row["total_high"], place, colours.bar, 7)
        for place, row in enumerate(rows, start=1)
        if row["total_high"] > row["total_low"]
    ]
    open_ended = [place for place, pair in enumerate(ends) if not math.isfinite(pair[1])]
    arrows: Trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [edge] * len(open_ended),
        "y": open_ended,
        "marker": {"size": 10, "symbol": f"triangle-{'left' if is_rtl(t) else 'right'}", "color": colours.quiet_text},
        "hovertext": [hover[place] for place in open_ended],
        "hoverinfo": "text",
    }
    is_average = [row["model"] == "average" for row in rows]
    dots: Trace = {
        "type": "scatter",
        "mode": "markers",
        "x": [whole[0], *(row["total_low"] for row in rows)],
        "y": list(range(len(ends))),
        "marker": {
            # a bar between two estimates says it without a dot
            "size": [9, *(10 if row["total_high"] < row["total_low"] * 1.02 else 1 for row in rows)],
            "symbol": ["line-ns", *("diamond" if average else "circle" for average in is_average)],
            "color": [colours.latest, *(colours.latest if average else colours.bar for average in is_average)],
        },
        "hovertext": hover,
        "hoverinfo": "text",
    }
    ticks = [
        step * 10**power
        for power in range(math.floor(low), math.ceil(high) + 1)
        for step in ((1, 2, 5) if high - low > 0.8 else (1, 1.5, 2, 3, 4, 5, 6, 7, 8))
        if low <= math.log10(step * 10**power) <= high
    ]
    while len(ticks) > MOST_TICKS[paper.width]:
        ticks = ticks[::2]
    layout = chart_layout(
        paper,
        height=26 * max(len(ends), 3) + 44,
        xaxis={
            "type": "log",
            "range": [high, low] if is_rtl(t) else [low, high],
            "tickvals": ticks,
            "ticktext": [t.number(tick) for tick in ticks],
        },
        yaxis={
            "tickvals": list(range(len(ends))),
            "ticktext": [t.gettext(overlap_words.TOGETHER), *(_label(row, t) for row in rows)],
            "showgrid": False,
            "range": [max(len(ends), 3) - 0.5, -0.5],
            "side": "right" if is_rtl(t) else "left",
        },
    )
    return plot([*lines, arrows, dots] if open_ended else [*lines, dots], layout)


def _line(low: float, high: float, place: int, colour: str, width: float) -> Trace:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [low, high],
        "y": [place, place],
        "line": {"color": colour, "width": width},
        "hoverinfo": "skip",
    }


def _label(row: Row, t: Translator) -> str:
    first = str(row["chosen_by"]).split("; ")[0]
    if first in ("BIC close to the minimum", "BIC may be close to the minimum"):
        return ""  # there are many: the table has their names
    return overlap_words.model_name("average", t) if row["model"] == "average" else overlap_words.chosen_by(first, t)


def _height(row: Row) -> float:
    return float(row["most"]) if row["state"] == "withheld" else float(row["count"])


def _counts_axis(heights: np.ndarray, t: Translator) -> Trace:
    largest = float(heights.max()) if len(heights) else 1.0
    power = 10 ** math.floor(math.log10(max(largest / 4, 1)))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor * 5 >= largest)
    ticks = list(range(0, int(largest) + 1, int(step)))
    return {"tickvals": ticks, "ticktext": [t.number(tick) for tick in ticks], "range": [0, largest * 1.15]}


def _wrapped(text: str, width: Width) -> str:
    longest = 16 if width == "phone" else 40
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + len(word) < longest:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "<br>".join(lines)
