"""Charts of the Recovery page: pure functions from an answer to a Plotly figure.

Rows of named things start at the side where the language starts; the axis of time keeps its direction.
"""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from data_access.filters import Filters
from locales import N_, Translator
from ui import recovery_words, words
from ui.palette import Palette
from ui.plots import Trace, chart_layout, is_rtl, plot
from ui.recovery_words import share_range, who_name
from ui.right_to_left import separated
from ui.viewport import Width
from ui.words import Row

ROW_HEIGHT = 34
MOST_GROUPS = 15
SHORT_STATE = {"withheld": N_("Withheld"), "none": N_("None recorded")}  # within a chart: its note says the rest
CURVE_TICKS = (0, 1, 3, 6, 12)  # months


def funnel_figure(funnel: pd.DataFrame, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """Bars of the people who came at least so far; what is missing to the step before is pale."""
    rows = [row for row in words.rows_of(funnel) if row["who"] == "chosen"]
    known = [(place, row) for place, row in enumerate(rows) if row["state"] == "count"]
    reached = [float(row["count"]) for _, row in known]
    lost = [0.0 if pd.isna(row["lost"]) else float(row["lost"]) for _, row in known]
    errors = [words.CONFIDENT * float(row["standard_error"]) for _, row in known]
    hover = [_funnel_hover(row, t) for _, row in known]
    places_of = [place for place, _ in known]
    bars = {"type": "bar", "y": places_of, "orientation": "h", "hovertext": hover, "hoverinfo": "text"}
    whisker = {"type": "data", "array": errors, "color": colours.text, "thickness": 1.2, "width": 3}
    ends = [separated([t.number(int(row["count"])), words.share_text(float(row["share"]), t)], t) for _, row in known]
    largest = max(reached, default=1.0)
    withheld = [place for place, row in enumerate(rows) if row["state"] != "count"]
    tops = [max(a + b, a + error) for a, b, error in zip(reached, lost, errors, strict=True)]
    traces: list[Trace] = [
        {**bars, "x": reached, "marker": {"color": colours.bar}, "error_x": whisker},
        {**bars, "x": lost, "marker": {"color": colours.grid}},
        _texts(tops, places_of, ends, colours.text, t),
    ]
    if withheld:
        said = [t.gettext(SHORT_STATE[rows[place]["state"]]) for place in withheld]
        traces.append(_texts([0.0] * len(withheld), withheld, said, colours.quiet_text, t))
    names = [words.label("stage", row["stage"], t) for row in rows]
    # room for "57,467 · 100%" after the longest bar
    room = 2.1 if width == "phone" else 1.32
    layout = _row_layout(names, t, colours, reach=max([largest, *tops]) * room, height=ROW_HEIGHT)
    return plot(traces, {**layout, "barmode": "stack"})


def _funnel_hover(row: Row, t: Translator) -> str:
    text = f"<b>{words.label('stage', row['stage'], t)}</b><br>{words.row_people(row, t)}"
    text += "<br>" + t.gettext("{share} of the people identified").format(share=share_range(row, t))
    if not pd.isna(row["lost"]):
        text += "<br>" + t.gettext("{people} of the step before are not recorded here").format(
            people=words.people(row["lost"], t, error=float(row["lost_error"]))
        )
    return text


def beside_figure(answer: pd.DataFrame, dimension: str, filters: Filters, t: Translator, colours: Palette) -> go.Figure:
    """Shares of groups beside each other: one row a code, one dot with its interval a group."""
    codes = list(dict.fromkeys(answer[dimension]))
    if dimension == "stage":
        codes = codes[1:]  # everybody is identified
    groups = list(dict.fromkeys(answer["who"]))
    traces = []
    highest = 0.05
    for position, who in enumerate(groups):
        rows = [
            row
            for row in words.published(answer)
            if row["who"] == who and row[dimension] in codes and not pd.isna(row["share"])
        ]
        offset = (position - (len(groups) - 1) / 2) * 0.24
        highest = max([highest, *(float(row["share_high"]) for row in rows)])
        name = who_name(who, filters, t)
        hover = [
            f"<b>{words.label(dimension, row[dimension], t)}</b><br>{name}: {share_range(row, t)}"
            f"<br>{words.row_people(row, t)}"
            for row in rows
        ]
        heights = [codes.index(row[dimension]) + offset for row in rows]
        traces.append(_dots(rows, heights, hover, name, _colour(who, colours), SHAPES.get(who, "diamond")))
        hidden = [row for row in words.rows_of(answer) if row["who"] == who and row["state"] == "withheld"]
        hidden = [row for row in hidden if row[dimension] in codes]
        if hidden:
            heights = [codes.index(row[dimension]) + offset for row in hidden]
            traces.append(_hidden(hidden, heights, name, dimension, _colour(who, colours), t))
    ticks = _share_ticks(highest)
    layout = _row_layout(
        [words.label(dimension, code, t) for code in codes], t, colours, reach=highest * 1.06, height=ROW_HEIGHT + 4
    )
    return plot(traces, _with_share_axis(layout, ticks, t, colours, is_named=len(groups) > 1))


def groups_figure(answer: pd.DataFrame, by: str, t: Translator, colours: Palette) -> go.Figure:
    """The share reunited or reintegrated of each group, with its interval; years in order, others the largest first."""
    rows = shown_groups(answer, by)
    if by == "year":
        return _years_figure(rows, t, colours)
    column = "place" if by == "source" else by
    labels = [recovery_words.group_name(row[column], column, t) for row in rows]
    hover = [
        f"<b>{label}</b><br>{share_range(row, t)}<br>{words.row_people(row, t)}"
        for label, row in zip(labels, rows, strict=True)
    ]
    highest = max([0.05, *(float(row["share_high"]) for row in rows)])
    trace = _dots(rows, list(range(len(rows))), hover, "", colours.latest)
    layout = _row_layout(labels, t, colours, reach=highest * 1.06, height=26)
    return plot([trace], _with_share_axis(layout, _share_ticks(highest), t, colours, is_named=False))


def _years_figure(rows: Sequence[Row], t: Translator, colours: Palette) -> go.Figure:
    years = [int(row["year"]) for row in rows]
    highest = max([0.05, *(float(row["share_high"]) for row in rows)])
    ticks = _share_ticks(highest)
    trace = {
        "type": "scatter",
        "mode": "markers",
        "x": years,
        "y": [float(row["share"]) for row in rows],
        "marker": {"size": 9, "color": colours.latest},
        "error_y": _interval(rows, colours.latest),
        "hovertext": [
            f"<b>{t.year(year)}</b><br>{share_range(row, t)}<br>{words.row_people(row, t)}"
            for year, row in zip(years, rows, strict=True)
        ],
        "hoverinfo": "text",
    }
    shown = years[:: -(-len(years) // 7) or 1] if years else []
    layout = chart_layout(
        colours,
        t,
        height=280,
        xaxis={"tickvals": shown, "ticktext": [t.year(year) for year in shown], "showgrid": False},
        yaxis={"tickvals": ticks, "ticktext": [t.percent(tick) for tick in ticks], "range": [0, highest * 1.08]},
    )
    return plot([trace], layout)


def shown_groups(answer: pd.DataFrame, by: str) -> Sequence[Row]:
    """The groups that the figure shows: those with a share, most people identified first, or years in order."""
    rows = [row for row in words.published(answer) if not pd.isna(row["share"])]
    if by == "year":
        return sorted(rows, key=lambda row: str(row["year"]))
    return sorted(rows, key=lambda row: -int(row["asked"]))[:MOST_GROUPS]


def curve_figure(curve: pd.DataFrame, filters: Filters, t: Translator, colours: Palette) -> go.Figure:
    """The share reunited by the time since identification, counting those who still wait, with intervals."""
    traces: list[Trace] = []
    notes: list[Trace] = []
    highest = 0.05
    for position, who in enumerate(dict.fromkeys(curve["who"])):
        rows = [row for row in words.published(curve) if row["who"] == who and not pd.isna(row["share"])]
        if not rows:
            continue
        name, colour = who_name(who, filters, t), _colour(who, colours)
        shares = [float(row["share"]) for row in rows]
        highest = max([highest, *(float(row["share_high"]) for row in rows)])
        months = [float(row["limit"]) / (365.25 / 12) for row in rows]
        said = [
            t.gettext("Within {months} months").format(months=t.number(recovery_words.month(row["limit"])))
            for row in rows
        ]
        hover = [f"<b>{name}</b><br>{when}: {share_range(row, t)}" for when, row in zip(said, rows, strict=True)]
        traces.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                # a little apart, so that the intervals of groups do not cover each other
                "x": [0.0, *(month + 0.1 * position for month in months)],
                "y": [0.0, *shares],
                "line": {"color": colour, "width": 2.5, "dash": "dot" if who == "everywhere" else "solid"},
                "marker": {"size": 8, "symbol": SHAPES.get(who, "diamond")},
                "error_y": _interval(rows, colour, is_first_blank=True),
                "hovertext": ["", *hover],
                "hoverinfo": "text",
                "name": name,
            }
        )
    ticks = _share_ticks(highest)
    layout = chart_layout(
        colours,
        t,
        height=330,
        xaxis={
            "tickvals": list(CURVE_TICKS),
            "ticktext": [t.number(tick) for tick in CURVE_TICKS],
            "range": [-0.2, 12.8],
            "showgrid": False,
            "title": {"text": t.gettext("Months since identification"), "font": {"size": 12}},
        },
        yaxis={
            "tickvals": ticks,
            "ticktext": [t.percent(tick) for tick in ticks],
            "range": [0, highest * 1.08],
        },
        annotations=notes,
    )
    return plot(traces, {**layout, "showlegend": len(traces) > 1, "legend": _legend(colours)})


def months_figure(answer: pd.DataFrame, filters: Filters, t: Translator, colours: Palette) -> go.Figure:
    """How many were reunited and how long it took half of them, one row a group."""
    rows = words.rows_of(answer)
    known = [(place, row) for place, row in enumerate(rows) if row["state"] == "count" and _is_finite(row["months"])]
    reach = max([3.0, *(_end(row) for _, row in known)])
    traces: list[Trace] = []
    for place, row in known:
        colour = _colour(row["who"], colours)
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [float(row["months"])],
                "y": [place],
                "marker": {"size": 11, "color": colour, "symbol": SHAPES.get(row["who"], "diamond")},
                "error_x": {
                    "type": "data",
                    "symmetric": False,
                    "array": [_end(row) - float(row["months"])],
                    "arrayminus": [float(row["months"]) - float(row["months_low"])],
                    "color": colour,
                    "thickness": 2,
                    "width": 5,
                },
                "hovertext": [f"<b>{recovery_words.reunited_sentence(row, filters, t)}</b>"],
                "hoverinfo": "text",
            }
        )
    unknown = [place for place in range(len(rows)) if place not in [place for place, _ in known]]
    if unknown:
        said = [_unknown_time(rows[place], t) for place in unknown]
        traces.append(_texts([0.0] * len(unknown), unknown, said, colours.quiet_text, t))
    ticks = [tick for tick in (0, 1, 2, 3, 4, 6, 8, 10, 12) if tick <= reach]
    layout = _row_layout([who_name(row["who"], filters, t) for row in rows], t, colours, reach=reach * 1.06, height=46)
    layout["xaxis"] |= {
        "visible": True,
        "tickvals": ticks,
        "ticktext": [t.number(tick) for tick in ticks],
        "title": {"text": t.gettext("Months"), "font": {"size": 12}},
        # time runs from left to right in every language
        "range": [0, reach * 1.06],
    }
    layout["yaxis"]["side"] = "left"
    return plot(traces, layout)


def _unknown_time(row: Row, t: Translator) -> str:
    if row["state"] != "count":
        return t.gettext(SHORT_STATE[row["state"]])
    return t.gettext("over a year") if not pd.isna(row["months"]) else t.gettext("time not known")


def _is_finite(value: object) -> bool:
    return isinstance(value, float) and math.isfinite(value)


def _end(row: Row) -> float:
    high = float(row["months_high"])
    return high if math.isfinite(high) else 12.0


def _colour(who: str, colours: Palette) -> str:
    return {
        "girls": colours.categories[0],
        "boys": colours.categories[1],
        "origin_country": colours.categories[2],
        "everywhere": colours.quiet_text,
    }.get(who, colours.text)


# groups differ by shape too, for who cannot tell the colours apart
SHAPES = {"girls": "circle", "boys": "square", "origin_country": "triangle-up", "everywhere": "circle"}


def _dots(
    rows: Sequence[Row], heights: Sequence[float], hover: Sequence[str], name: str, colour: str, symbol: str = "diamond"
) -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [float(row["share"]) for row in rows],
        "y": list(heights),
        "marker": {"size": 9, "color": colour, "symbol": symbol},
        "error_x": _interval(rows, colour),
        "hovertext": list(hover),
        "hoverinfo": "text",
        "name": name,
    }


def _hidden(
    rows: Sequence[Row], heights: Sequence[float], name: str, dimension: str, colour: str, t: Translator
) -> Trace:
    """Open marks on the axis where a number is withheld."""
    reason = t.gettext(words.STATE["withheld"])
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [0.0] * len(rows),
        "y": list(heights),
        "marker": {"size": 8, "symbol": "circle-open", "color": colour, "line": {"width": 1.5}},
        "hovertext": [f"<b>{words.label(dimension, row[dimension], t)}</b><br>{name}: {reason}" for row in rows],
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": False,
    }


def _interval(rows: Sequence[Row], colour: str, *, is_first_blank: bool = False) -> Trace:
    blank = [0.0] if is_first_blank else []
    return {
        "type": "data",
        "symmetric": False,
        "array": blank + [float(row["share_high"]) - float(row["share"]) for row in rows],
        "arrayminus": blank + [float(row["share"]) - float(row["share_low"]) for row in rows],
        "color": colour,
        "thickness": 1.5,
        "width": 3,
    }


def _texts(tops: Sequence[float], heights: Sequence[float], texts: Sequence[str], colour: str, t: Translator) -> Trace:
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(tops),
        "y": list(heights),
        "text": [f"\u2003{text}\u2003" for text in texts],
        "textposition": "middle left" if is_rtl(t) else "middle right",
        "textfont": {"color": colour, "size": 13},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def _row_layout(labels: Sequence[str], t: Translator, colours: Palette, *, reach: float, height: int) -> Trace:
    rows = max(len(labels), 1)
    return chart_layout(
        colours,
        t,
        height=height * rows + 70,
        xaxis={"visible": False, "range": [reach, 0] if is_rtl(t) else [0, reach]},
        yaxis={
            "tickvals": list(range(len(labels))),
            "ticktext": [_wrapped(label) for label in labels],
            "showgrid": False,
            "range": [rows - 0.5, -0.5],
            "side": "right" if is_rtl(t) else "left",
        },
    )


def _with_share_axis(
    layout: Trace, ticks: Sequence[float], t: Translator, colours: Palette, *, is_named: bool
) -> Trace:
    layout["xaxis"] |= {"visible": True, "tickvals": list(ticks), "ticktext": [t.percent(tick) for tick in ticks]}
    layout["yaxis"]["ticklabelstandoff"] = 12  # room for the open marks on the axis
    return {**layout, "showlegend": is_named, "legend": _legend(colours)}


def _legend(colours: Palette) -> Trace:
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "font": {"color": colours.text, "size": 12},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _share_ticks(highest: float) -> list[float]:
    step = next((step for step in (0.02, 0.05, 0.1, 0.2) if highest / step <= 6), 0.25)
    return [round(step * number, 2) for number in range(int(highest / step) + 1)]


def _wrapped(label: str, width: int = 22) -> str:
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")
