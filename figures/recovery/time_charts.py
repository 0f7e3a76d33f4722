"""Charts of the Recovery page of how long it took: pure functions from an answer to a Plotly figure.

The axis of time runs from left to right in every language.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

import pandas as pd
import plotly.graph_objects as go

from data_access.questions.recovery import By
from data_access.release.filters import Filters
from figures.kit import labels as kit_labels
from figures.kit import words
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, plot
from figures.kit.rows import Row, rows_of
from figures.recovery import time_words as says
from figures.recovery import words as recovery_words
from figures.recovery.charts import shown_groups, year_dots
from figures.recovery.marks import (
    ROW_HEIGHT,
    SHAPES,
    Interval,
    dots,
    group_colour,
    group_offset,
    interval,
    months_layout,
    named,
    open_marks,
    share_of,
    share_ticks,
    withheld_hover,
    year_axis,
)
from figures.recovery.words import who_name
from locales import N_

LONGEST = 12.0  # months: the last limit of the bands


@dataclass(frozen=True)
class TimeAxis:
    """The axis of a curve. ticks: months, the last limit of its bands among them. title: to translate."""

    ticks: tuple[int, ...]
    title: str


SINCE_IDENTIFICATION = TimeAxis((0, 1, 3, 6, 12), N_("Months since identification"))


def curve_figure(
    curve: pd.DataFrame, filters: Filters, paper: Paper, *, axis: TimeAxis = SINCE_IDENTIFICATION
) -> go.Figure:
    """The share who reached a step by the time since it could be, counting those who still wait, with intervals."""
    t = paper.t
    traces: list[Trace] = []
    highest = 0.05
    for position, who in enumerate(dict.fromkeys(curve["who"])):
        mine = [row for row in rows_of(curve) if row["who"] == who]
        # the line ends before the first band that is not known
        rows = [*takewhile(lambda row: row["state"] == "count" and not pd.isna(row["share"]), mine)]
        if not rows:
            continue
        name, colour = who_name(who, filters, t), group_colour(who, paper.colours)
        values = [*map(share_of, rows)]
        highest = max([highest, *(high for _value, _low, high in values)])
        # a little apart, so that the intervals of groups do not cover each other
        months = [says.months_of(row["limit"]) + 0.1 * position for row in rows]
        said = [
            t.ngettext("Within {months} month", "Within {months} months", limit).format(months=t.number(limit))
            for limit in (round(says.months_of(row["limit"])) for row in rows)
        ]
        hover = [f"<b>{name}</b><br>{when}: {words.row_share(row, t)}" for when, row in zip(said, rows, strict=True)]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [0.0, *months],
                "y": [0.0, *(value for value, _low, _high in values)],
                "line": {"color": colour, "width": 2.5, "dash": "dot" if who == "everywhere" else "solid"},
                "marker": {"size": 8, "symbol": SHAPES.get(who, "diamond")},
                "error_y": interval(values, colour, is_first_blank=True),
                "hovertext": ["", *hover],
                "hoverinfo": "text",
                "name": name,
            }
        )
    ticks = share_ticks(highest)
    layout = chart_layout(
        paper,
        height=330,
        xaxis={
            "tickvals": list(axis.ticks),
            "ticktext": [t.number(tick) for tick in axis.ticks],
            "range": [-0.02 * axis.ticks[-1], 1.07 * axis.ticks[-1]],
            "showgrid": False,
            "title": {"text": t.gettext(axis.title), "font": {"size": 12}},
        },
        yaxis={"tickvals": ticks, "ticktext": [t.percent(tick) for tick in ticks], "range": [0, highest * 1.08]},
    )
    return plot(traces, named(layout, paper.colours, groups=len(traces)))


def steps_figure(answer: pd.DataFrame, filters: Filters, paper: Paper) -> go.Figure:
    """How long each step took half of those who reached it: one row a step, one dot with its interval a group."""
    t = paper.t
    steps, groups = list(dict.fromkeys(answer["step"])), list(dict.fromkeys(answer["who"]))
    traces: list[Trace] = []
    reach = 3.0
    for position, who in enumerate(groups):
        mine = [row for row in rows_of(answer) if row["who"] == who]
        rows = [row for row in mine if has_months(row)]
        reach = max([reach, *(months_of(row)[2] for row in rows)])
        offset, colour, name = (
            group_offset(position, len(groups)),
            group_colour(who, paper.colours),
            who_name(who, filters, t),
        )
        heights = [steps.index(row["step"]) + offset for row in rows]
        hover = [f"<b>{says.sentence(row, filters, t)}</b>" for row in rows]
        traces.append(dots([*map(months_of, rows)], heights, hover, name, colour, SHAPES.get(who, "diamond")))
        hidden = [row for row in mine if row["state"] == "withheld"]
        if hidden:
            heights = [steps.index(row["step"]) + offset for row in hidden]
            said = [withheld_hover(kit_labels.label("step", row["step"], t), name, row, t) for row in hidden]
            traces.append(open_marks(heights, said, colour))
    labels = [kit_labels.label("step", step, t) for step in steps]
    layout = months_layout(labels, paper, reach=reach, height=ROW_HEIGHT + 16)
    return plot(traces, named(layout, paper.colours, groups=len(groups)))


def groups_figure(answer: pd.DataFrame, by: By, paper: Paper) -> go.Figure:
    """How long a step took half of those who reached it in each group; years in order, others the largest first."""
    t = paper.t
    rows = [row for row in shown_groups(answer, by) if has_months(row)]
    labels = [recovery_words.group_name(row, by, t) for row in rows]
    hover = [
        f"<b>{label}</b><br>{words.row_people(row, t)}<br>{says.time_text(row, t)}"
        for label, row in zip(labels, rows, strict=True)
    ]
    values = [*map(months_of, rows)]
    reach = max([3.0, *(high for _value, _low, high in values)])
    if by != "year":
        layout = months_layout(labels, paper, reach=reach, height=26)
        return plot([dots(values, range(len(rows)), hover, "", paper.colours.latest)], layout)
    ticks: Sequence[int] = [tick for tick in (0, 1, 2, 3, 6, 9, 12) if tick <= reach]
    axis = {
        "tickvals": ticks,
        "ticktext": [t.number(tick) for tick in ticks],
        "range": [0, reach * 1.08],
        "title": {"text": t.gettext("Months"), "font": {"size": 12}},
    }
    years = [int(row["year"]) for row in rows]
    layout = chart_layout(paper, height=280, xaxis=year_axis(years, t), yaxis=axis)
    return plot([year_dots(years, values, hover, paper.colours.latest)], layout)


def has_months(row: Row) -> bool:
    """Is the time that it took half of a group within the bands?"""
    return row["state"] == "count" and math.isfinite(row["months"])


def months_of(row: Row) -> Interval:
    """The months that it took half of a group, with their limits; a limit beyond the bands is drawn to their end."""
    return float(row["months"]), float(row["months_low"]), min(float(row["months_high"]), LONGEST)
