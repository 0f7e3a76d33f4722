"""Charts of programmes: pure functions from frames and results to Plotly figures and their words.

What is published has a plain colour, what is invented is hatched. Time axes keep their direction in every language.
"""

import datetime
import math
import textwrap
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from analysis.results import period_span
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, is_rtl, plot
from figures.kit.rows import Row, rows_of
from figures.kit.text import separated, with_quiet_end
from figures.programmes import words as says
from locales import Translator

ROW = 50  # pixels for a name and the bar below it
LONGEST_NAME = {"desktop": 80, "tablet": 46, "phone": 44}  # characters of a row
SHORTEST_NAME = 12  # of them for the name; where its period leaves less, it stands on a line below
BAR = {"width": 0.34, "offset": -0.32}  # below the name of its row


def timeline_figure(programmes: pd.DataFrame, milestones: pd.DataFrame, paper: Paper) -> go.Figure:
    """A bar from begin to end of each programme under its title, with the milestones that have a date."""
    t, colours = paper.t, paper.colours
    rows = rows_of(programmes)
    spans = [period_span(row["start"], row["end"]) for row in rows]
    known = [span for span in spans if span]
    first = min((span[0].year for span in known), default=2015)
    last = max((span[1].year for span in known), default=2025) + 1
    places = list(range(len(rows)))
    bars = [(place, row, span) for place, row, span in zip(places, rows, spans, strict=True) if span]
    traces: list[Trace] = [
        {
            "type": "bar",
            "orientation": "h",
            "y": [place for place, _, _ in bars],
            "base": [_year(span[0]) for _, _, span in bars],
            "x": [_year(span[1]) - _year(span[0]) for _, _, span in bars],
            **BAR,
            "marker": {
                "color": [colours.latest if row["provenance"] == "published" else colours.bar for _, row, _ in bars],
                "pattern": {
                    "shape": ["" if row["provenance"] == "published" else "/" for _, row, _ in bars],
                    **_hatch(colours),
                },
            },
            "hovertext": [_programme_hover(row, t) for _, row, _ in bars],
            "hoverinfo": "text",
        }
    ]
    dated = [row for row in rows_of(milestones) if _is_dated(row)]
    place_of = {row["code"]: place for place, row in enumerate(rows)}
    dated = [row for row in dated if row["programme"] in place_of]
    if dated:
        days = [period_span(row["period_start"], row["period_end"]) for row in dated]
        traces.append(
            {
                "type": "scatter",
                "mode": "markers",
                "x": [_year(day[1]) for day in days if day],
                "y": [place_of[row["programme"]] - 0.15 for row in dated],
                "marker": {
                    "symbol": "diamond",
                    "size": 10,
                    "color": colours.none,
                    "line": {"color": colours.text, "width": 1.5},
                },
                "hovertext": [f"<b>{says.value_sentence(pd.Series(dict(row)), t)}</b>" for row in dated],
                "hoverinfo": "text",
            }
        )
    names = []
    for row in rows:
        when = says.programme_period(row["start"], row["end"], t)
        more = [when, *([t.gettext(says.INVENTED)] if row["provenance"] == "synthetic" else [])]
        longest = LONGEST_NAME[paper.width]
        room = longest - sum(len(part) + 3 for part in more)
        if room < SHORTEST_NAME:
            name = textwrap.shorten(row["title"], longest, placeholder="…")
            names.append(with_quiet_end(name, [separated(more, t)], colours.quiet_text, t, between="<br>"))
        else:
            name = textwrap.shorten(row["title"], room, placeholder="…")
            names.append(with_quiet_end(name, more, colours.quiet_text, t))
    step = max(1, math.ceil((last - first) / (6 if paper.width == "phone" else 12)))
    ticks = list(range(first, last + 1, step))
    layout = chart_layout(
        paper,
        height=ROW * len(rows) + 40,
        xaxis={"tickvals": ticks, "ticktext": [t.year(tick) for tick in ticks], "range": [first - 0.1, last + 0.1]},
        yaxis={"visible": False, "range": [len(rows) - 0.4, -0.62]},
        annotations=_row_names(names, paper),
        margin={"l": 20, "r": 20, "t": 8, "b": 4},  # room for half of the first and the last year
    )
    return plot(traces, layout)


def timeline_words(programmes: pd.DataFrame, t: Translator) -> str:
    """The timeline in words, for screen readers."""
    said = [
        t.gettext("{name}: {period}").format(
            name=row["title"], period=says.programme_period(row["start"], row["end"], t)
        )
        for row in rows_of(programmes)
    ]
    return t.gettext("Timeline of programmes. {rows}").format(rows=t.gettext("; ").join(said))


def timeline_note(programmes: pd.DataFrame, t: Translator) -> str:
    """What the marks of the timeline mean."""
    said = [t.gettext("Diamonds are milestones with a month.")]
    if (programmes["provenance"] == "synthetic").any():
        said.append(t.gettext("Hatched bars are invented."))
    return " ".join(said)


def _row_names(names: Sequence[str], paper: Paper) -> list[Trace]:
    side = "right" if is_rtl(paper.t) else "left"
    return [
        {
            "text": name,
            "x": 1 if is_rtl(paper.t) else 0,
            "xref": "paper",
            "xanchor": side,
            "align": side,
            "y": place - 0.34,
            "yref": "y",
            "yanchor": "bottom",
            "yshift": -3,
            "showarrow": False,
            "font": {"color": paper.colours.text, "size": 12},
        }
        for place, name in enumerate(names)
    ]


def _hatch(colours: Palette) -> Trace:
    """Lines over a bar's colour: what is invented."""
    return {"fillmode": "overlay", "fgcolor": colours.none, "fgopacity": 0.75, "size": 7, "solidity": 0.25}


def _year(day: datetime.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _is_dated(row: Row) -> bool:
    span = period_span(row["period_start"], row["period_end"])
    return span is not None and (span[1] - span[0]).days <= 31


def _programme_hover(row: Row, t: Translator) -> str:
    lines = [f"<b>{row['title']}</b>", says.programme_period(row["start"], row["end"], t)]
    if row["budget"] is not None:
        lines.append(says.amount(row["budget"], row["currency"], t))
    return "<br>".join(lines)
