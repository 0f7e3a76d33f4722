"""Routes in other forms than the map: the largest whole ways, what changed, and one route over the years."""

import textwrap
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from figures.kit import words
from figures.kit.paper import Paper, Width
from figures.kit.plots import Trace, chart_layout, is_rtl, plot
from figures.kit.rows import CONFIDENT, Row, published, rows_of
from figures.kit.unfinished import NOT_FINISHED, unfinished_note
from figures.routes import change_words, leg_words, way_words
from figures.routes import words as journey_words
from locales import Translator

MOST_WAYS = 12
MOST_PARTS = 8
PART_LETTERS = 28  # in a line of the name of a bar
WAY_LETTERS: dict[Width, int] = {"desktop": 150, "tablet": 110, "phone": 46}  # in a line above a bar
MOST_CHANGES = 12


def ways_figure(ways: pd.DataFrame, when: str, paper: Paper) -> go.Figure:
    """The largest whole ways as bars with their margin of error, each below its name: names of ways are long.

    ways: see data_access.questions.routes.ways.
    """
    t, width = paper.t, paper.width
    rows = published(ways)[:MOST_WAYS][::-1]
    names = [textwrap.wrap(way_words.short_way(row, t), WAY_LETTERS[width]) for row in rows]
    hover = ["<br>".join(textwrap.wrap(way_words.way_sentence(row, when, t), 70)) for row in rows]
    traces = _bars(rows, hover, paper)
    traces[0]["width"] = 0.34
    said = {
        **traces[1],
        "x": [0] * len(rows),
        "y": [position + 0.4 for position in range(len(rows))],
        "text": ["<br>".join(lines) for lines in names],
        "textfont": {"color": paper.colours.text, "size": 12 if width != "phone" else 11},
    }
    layout = chart_layout(
        paper,
        height=30 + (46 if width != "phone" else 58) * max(len(rows), 1),
        xaxis=_axis_of_bars(traces, t),
        yaxis={"showticklabels": False, "showgrid": False, "range": [-0.4, len(rows) - 0.2]},
    )
    return plot([*traces, said], layout)


def _bars(rows: Sequence[Row], hover: list[str], paper: Paper) -> list[Trace]:
    """Bars of people with the margin of error, and beyond it their number."""
    colours = paper.colours
    margins = [CONFIDENT * row["standard_error"] for row in rows]
    at = list(range(len(rows)))
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [int(row["count"]) for row in rows],
        "y": at,
        "marker": {"color": colours.bar},
        "error_x": {"type": "data", "array": margins, "color": colours.quiet_text, "thickness": 1, "width": 2},
        "hovertext": hover,
        "hoverinfo": "text",
    }
    numbers = {
        "type": "scatter",
        "mode": "text",
        "x": [int(row["count"]) + margin for row, margin in zip(rows, margins, strict=True)],
        "y": at,
        "text": [f"\u00a0{words.row_number(row, paper.t)}\u00a0" for row in rows],
        "textposition": "middle left" if is_rtl(paper.t) else "middle right",
        "textfont": {"color": colours.text, "size": 12},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    return [bars, numbers]


def _axis_of_bars(traces: list[Trace], t: Translator) -> Trace:
    """From where the text begins to as far as the longest bar, its margin and its number reach."""
    reach = 1.35 * max(traces[1]["x"], default=1)
    return {"showticklabels": False, "showgrid": False, "range": [reach, 0] if is_rtl(t) else [0, reach]}


def changes_figure(changes: pd.DataFrame, paper: Paper) -> go.Figure:
    """The routes that changed beyond their error: people a year more or fewer, with the margin of error."""
    t, colours = paper.t, paper.colours
    rows = rows_of(changes[changes["is_beyond_error"]].head(MOST_CHANGES))[::-1]
    names = [leg_words.leg_and_part(row, t) for row in rows]
    cut = 26 if paper.width == "phone" else 60
    trace: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": [row["change"] for row in rows],
        "y": list(range(len(rows))),
        "marker": {"color": [colours.latest if row["change"] > 0 else colours.bar for row in rows]},
        "error_x": {
            "type": "data",
            "array": [row["change_margin"] for row in rows],
            "color": colours.quiet_text,
            "thickness": 1.2,
            "width": 3,
        },
        "hovertext": [change_words.change_sentence(row, changes.attrs["halves"], t) for row in rows],
        "hoverinfo": "text",
    }
    axis = {
        "tickvals": list(range(len(rows))),
        "ticktext": [name if len(name) <= cut else name[: cut - 1] + "…" for name in names],
        "side": "right" if is_rtl(t) else "left",
    }
    most = max((abs(row["change"]) + row["change_margin"] for row in rows), default=1)
    ticks = _round_ticks(most)
    layout = chart_layout(
        paper,
        height=60 + 30 * max(len(rows), 2),
        xaxis={
            "tickvals": ticks,
            "ticktext": [("+" if tick > 0 else "") + t.number(tick) for tick in ticks],
            "showgrid": True,
            "zeroline": True,
            "zerolinecolor": colours.quiet_text,
        },
        yaxis={**axis, "showgrid": False},
    )
    return plot([trace], layout)


def _round_ticks(most: float) -> list[int]:
    step = next((s for s in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if most / s <= 4), 10_000)
    count = int(most // step) + 1
    return [position * step for position in range(-count, count + 1)]


def trend_figure(years: pd.DataFrame, paper: Paper, unfinished: tuple[int, int] | None = None) -> go.Figure:
    """One route by year, with its margin of error; years that are withheld are gaps, and those that may still grow are
    open. unfinished: findings.unfinished."""
    t = paper.t
    rows = rows_of(years)
    at = [row["year"] for row in rows]
    count = [None if pd.isna(row["count"]) else int(row["count"]) for row in rows]
    error = [CONFIDENT * row["standard_error"] for row in rows]
    is_open = [unfinished is not None and year >= unfinished[0] for year in at]
    hover = [f"{t.year(row['year'])}: {words.row_people(row, t)}" for row in rows]
    trace: Trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": at,
        "y": count,
        "line": {"color": paper.colours.latest, "width": 2},
        "marker": {
            "size": [9 if one else 6 for one in is_open],
            "symbol": ["circle-open" if one else "circle" for one in is_open],
        },
        "error_y": {"type": "data", "array": error, "color": paper.colours.quiet_text, "thickness": 1, "width": 2},
        "hovertext": [
            f"{text}<br>{t.gettext(NOT_FINISHED)}" if one else text for text, one in zip(hover, is_open, strict=True)
        ],
        "hoverinfo": "text",
    }
    most = max((number + margin for number, margin in zip(count, error, strict=True) if number is not None), default=1)
    ticks = [tick for tick in _round_ticks(most) if tick >= 0]
    shown = at if len(at) <= 7 else at[:: len(at) // 6]
    layout = chart_layout(
        paper,
        height=240,
        margin={"l": 4, "r": 4, "t": 22, "b": 4},
        annotations=unfinished_note([year for year, one in zip(at, is_open, strict=True) if one], "○", paper),
        xaxis={"tickvals": shown, "ticktext": [t.year(year) for year in shown], "showgrid": False},
        yaxis={"range": [0, 1.1 * ticks[-1]], "tickvals": ticks, "ticktext": [t.number(tick) for tick in ticks]},
    )
    return plot([trace], layout)


def parts_figure(parts: pd.DataFrame, of: tuple[str, ...], paper: Paper) -> go.Figure:
    """The people of one route by form, by sex and age and so on: bars with their margin of error."""
    t = paper.t
    rows = published(parts)[:MOST_PARTS][::-1]
    names = [journey_words.part_name(row, of, t) for row in rows]
    said = [f"{name}: {words.row_people(row, t)}" for name, row in zip(names, rows, strict=True)]
    traces = _bars(rows, said, paper)
    layout = chart_layout(
        paper,
        height=40 + 34 * max(len(rows), 2),
        xaxis=_axis_of_bars(traces, t),
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": ["<br>".join(textwrap.wrap(name, PART_LETTERS)) for name in names],
            "showgrid": False,
            "side": "right" if is_rtl(t) else "left",
        },
    )
    return plot(traces, layout)
