"""Charts of the Recovery page of how many people came how far: pure functions from an answer to a Plotly figure.

How long it took is in figures.recovery.time_charts.
"""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from data_access.questions.recovery import By
from data_access.release.filters import Filters
from figures.kit import labels as kit_labels
from figures.kit import words
from figures.kit.paper import Paper, Width
from figures.kit.plots import Trace, chart_layout, coloured_cells, is_rtl, plot, wrapped
from figures.kit.rows import CONFIDENT, Row, published, rows_of
from figures.kit.tables import CELLS
from figures.kit.text import separated
from figures.recovery import words as recovery_words
from figures.recovery.marks import (
    ROW_HEIGHT,
    SHAPES,
    SHORT_STATE,
    dots,
    group_colour,
    group_offset,
    interval,
    named,
    open_marks,
    row_layout,
    share_layout,
    share_of,
    share_ticks,
    texts,
    withheld_hover,
    year_axis,
)
from figures.recovery.words import who_name
from locales import Translator

MOST_GROUPS = 15
# the columns of groups by steps that a phone has room for; all are in the table
ON_PHONE = ("referred", "served", "reunified_or_reintegrated", "followed_up_12_months")


def funnel_figure(funnel: pd.DataFrame, paper: Paper) -> go.Figure:
    """Bars of the people who came at least so far; what is missing to the step before is pale."""
    t, colours = paper.t, paper.colours
    rows = [row for row in rows_of(funnel) if row["who"] == "chosen"]
    known = [(place, row) for place, row in enumerate(rows) if row["state"] == "count"]
    reached = [float(row["count"]) for _, row in known]
    lost = [0.0 if pd.isna(row["lost"]) else float(row["lost"]) for _, row in known]
    errors = [CONFIDENT * float(row["standard_error"]) for _, row in known]
    hover = [_funnel_hover(row, t) for _, row in known]
    places_of = [place for place, _ in known]
    bars = {"type": "bar", "y": places_of, "orientation": "h", "hovertext": hover, "hoverinfo": "text"}
    whisker = {"type": "data", "array": errors, "color": colours.text, "thickness": 1.2, "width": 3}
    ends = [separated([words.row_number(row, t), words.share_text(float(row["share"]), t)], t) for _, row in known]
    largest = max(reached, default=1.0)
    withheld = [place for place, row in enumerate(rows) if row["state"] != "count"]
    tops = [max(a + b, a + error) for a, b, error in zip(reached, lost, errors, strict=True)]
    traces: list[Trace] = [
        {**bars, "x": reached, "marker": {"color": colours.bar}, "error_x": whisker},
        {**bars, "x": lost, "marker": {"color": colours.grid}},
        texts(tops, places_of, ends, colours.text, t),
    ]
    if withheld:
        said = [t.gettext(SHORT_STATE[rows[place]["state"]]) for place in withheld]
        traces.append(texts([0.0] * len(withheld), withheld, said, colours.quiet_text, t))
    names = [kit_labels.label("stage", row["stage"], t) for row in rows]
    # room for "57,467 · 100%" after the longest bar
    room = 1.32 if paper.width == "desktop" else 2.1
    layout = row_layout(names, paper, reach=max([largest, *tops]) * room, height=ROW_HEIGHT)
    return plot(traces, {**layout, "barmode": "stack"})


def _funnel_hover(row: Row, t: Translator) -> str:
    text = f"<b>{kit_labels.label('stage', row['stage'], t)}</b><br>{words.row_people(row, t)}"
    text += "<br>" + t.gettext("{share} of the people identified").format(share=words.row_share(row, t))
    if not pd.isna(row["lost"]):
        text += "<br>" + t.gettext("{people} of the step before are not recorded here").format(
            people=words.people(row["lost"], t, error=float(row["lost_error"]))
        )
    return text


def beside_figure(answer: pd.DataFrame, dimension: str, filters: Filters, paper: Paper) -> go.Figure:
    """Shares of groups beside each other: one row a code, one dot with its interval a group."""
    t = paper.t
    codes = list(dict.fromkeys(answer[dimension]))
    if dimension == "stage":
        codes = codes[1:]  # everybody is identified
    groups = list(dict.fromkeys(answer["who"]))
    labels = {code: kit_labels.label(dimension, code, t) for code in codes}
    traces = []
    highest = 0.05
    for position, who in enumerate(groups):
        mine = [row for row in rows_of(answer) if row["who"] == who and row[dimension] in codes]
        rows = [row for row in mine if row["state"] == "count" and not pd.isna(row["share"])]
        offset, colour, name = (
            group_offset(position, len(groups)),
            group_colour(who, paper.colours),
            who_name(who, filters, t),
        )
        highest = max([highest, *(float(row["share_high"]) for row in rows)])
        hover = [
            f"<b>{labels[row[dimension]]}</b><br>{name}: {words.row_share(row, t)}<br>{words.row_people(row, t)}"
            for row in rows
        ]
        heights = [codes.index(row[dimension]) + offset for row in rows]
        traces.append(dots([*map(share_of, rows)], heights, hover, name, colour, SHAPES.get(who, "diamond")))
        hidden = [row for row in mine if row["state"] in ("withheld", "not_yet")]
        if hidden:
            heights = [codes.index(row[dimension]) + offset for row in hidden]
            said = [withheld_hover(labels[row[dimension]], name, row, t) for row in hidden]
            traces.append(open_marks(heights, said, colour))
    layout = share_layout([*labels.values()], paper, highest=highest, height=ROW_HEIGHT + 4)
    return plot(traces, named(layout, paper.colours, groups=len(groups)))


def groups_figure(answer: pd.DataFrame, by: By, paper: Paper) -> go.Figure:
    """The share reunited or reintegrated of each group, with its interval; years in order, others the largest first."""
    t = paper.t
    rows = shown_groups(answer, by)
    labels = [recovery_words.group_name(row, by, t) for row in rows]
    hover = [
        f"<b>{label}</b><br>{words.row_share(row, t)}<br>{words.row_people(row, t)}"
        for label, row in zip(labels, rows, strict=True)
    ]
    highest = max([0.05, *(float(row["share_high"]) for row in rows)])
    if by != "year":
        layout = share_layout(labels, paper, highest=highest, height=26)
        return plot([dots([*map(share_of, rows)], range(len(rows)), hover, "", paper.colours.latest)], layout)
    years, ticks = [int(row["year"]) for row in rows], share_ticks(highest)
    axis = {"tickvals": ticks, "ticktext": [t.percent(tick) for tick in ticks], "range": [0, highest * 1.08]}
    layout = chart_layout(paper, height=280, xaxis=year_axis(years, t), yaxis=axis)
    return plot([year_dots(years, [*map(share_of, rows)], hover, paper.colours.latest)], layout)


def stages_by_figure(answer: pd.DataFrame, by: By, paper: Paper) -> go.Figure:
    """Shares of the people identified in each group who came at least so far: a row a group, a column a step."""
    t, width = paper.t, paper.width
    stages = [stage for stage in dict.fromkeys(answer["stage"]) if width != "phone" or stage in ON_PHONE]
    cells = {(recovery_words.group_name(row, by, t), row["stage"]): row for row in rows_of(answer)}
    first = answer[answer["stage"] == stages[0]]
    groups = [recovery_words.group_name(row, by, t) for row in shown_groups(first, by)]
    shares = [
        [row["share"] if (row := cells.get((group, stage))) and row["state"] == "count" else None for stage in stages]
        for group in groups
    ]
    hover = [
        [recovery_words.cell_words(group, stage, cells.get((group, stage)), t) for stage in stages] for group in groups
    ]
    trace: Trace = {
        **coloured_cells(shares, paper.colours),
        "x": list(range(len(stages))),
        "y": list(range(len(groups))),
        "zmin": 0,
        "text": [
            [
                t.percent(share) if share is not None else _why_empty(cells.get((group, stage)), width, t)
                for stage, share in zip(stages, row, strict=True)
            ]
            for group, row in zip(groups, shares, strict=True)
        ],
        "hovertext": hover,
    }
    layout = row_layout(groups, paper, reach=len(stages), height=30)
    layout["height"] += 60 if width == "phone" else 0  # for the names of steps, which stand upright
    ends = [len(stages) - 0.5, -0.5] if is_rtl(t) else [-0.5, len(stages) - 0.5]
    layout["xaxis"] |= {
        "visible": True,
        "side": "top",
        "showgrid": False,
        "tickvals": list(range(len(stages))),
        "ticktext": [wrapped(kit_labels.label("stage", stage, t), 22 if width == "phone" else 14) for stage in stages],
        "tickangle": -90 if width == "phone" else 0,
        "range": ends,
    }
    return plot([trace], layout)


def _why_empty(row: Row | None, width: Width, t: Translator) -> str:
    """What a cell without a share says; on a phone there is no room for it."""
    state = row["state"] if row and row["state"] in CELLS else "withheld"
    return "" if width == "phone" else f"<i>{t.gettext(CELLS[state])}</i>"


def year_dots(
    years: Sequence[int], values: Sequence[tuple[float, float, float]], hover: list[str], colour: str
) -> Trace:
    """A dot with its interval in each year."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(years),
        "y": [value for value, _low, _high in values],
        "marker": {"size": 9, "color": colour},
        "error_y": interval(values, colour),
        "hovertext": hover,
        "hoverinfo": "text",
    }


def shown_groups(answer: pd.DataFrame, by: By) -> Sequence[Row]:
    """The groups that the figure shows: those with a share, most people identified first, or years in order."""
    rows = [row for row in published(answer) if not pd.isna(row["share"])]
    if by == "year":
        return sorted(rows, key=lambda row: str(row["year"]))
    return sorted(rows, key=lambda row: -int(row["asked"]))[:MOST_GROUPS]
