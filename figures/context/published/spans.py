"""Figures that cover different stretches of time: each a line over its own period with its number, none beside another
on a scale of people."""

import datetime
from collections.abc import Sequence

import plotly.graph_objects as go

from figures.context.published import words
from figures.context.published.small_multiples import hover_words
from figures.kit.paper import Paper
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot
from figures.kit.rows import Row
from figures.kit.text import separated
from locales import Translator

Groups = Sequence[tuple[str, Sequence[Row]]]
EDGE = datetime.timedelta(days=60)  # before the first year: for half of its name
LONGEST = 200  # letters
LONGEST_ON_PHONE = 48
LONGEST_ON_TABLET = 120  # letters across a whole figure
LINE, LINE_ON_PHONE = 26, 42  # pixels of a figure: on a phone the number stands above the line


def spans_figure(groups: Groups, paper: Paper) -> go.Figure:
    """groups: a title and its figures, whose periods have a begin and an end. A whole year is dark, every other period
    pale. Time runs from left to right in every language."""
    t, colours, is_phone = paper.t, paper.colours, paper.width == "phone"
    first, last = _ends(groups)
    begin: Trace = (
        {"xref": "paper", "x": 1, "xanchor": "right"} if is_rtl(t) else {"xref": "paper", "x": 0, "xanchor": "left"}
    )
    traces: list[Trace] = []
    notes: list[Trace] = []
    place = 0
    for title, rows in groups:
        notes.append(_note(f"<b>{title}</b>", place, begin, 13, colours.text))
        for row in rows:
            place += 1
            traces.append(_line(row, place + 0.22 if is_phone else place, paper))
            if is_phone:
                notes.append(_note(_said(row, t, LONGEST_ON_PHONE), place - 0.18, begin, SMALL_FONT_SIZE, colours.text))
            else:
                where, share = _beside(row, first, last)
                longest = int(share * LONGEST_ON_TABLET) if paper.width == "tablet" else LONGEST
                notes.append(_note(_said(row, t, longest), place, where, SMALL_FONT_SIZE, colours.text))
        place += 1
    years = [f"{year}-01-01" for year in range(first.year, last.year + 1, 2 if is_phone else 1)]
    layout = chart_layout(
        paper,
        height=(LINE_ON_PHONE if is_phone else LINE) * place + 40,
        xaxis={"type": "date", "range": [(first - EDGE).isoformat(), last.isoformat()], "side": "top",
               "tickvals": years, "ticktext": [t.year(int(day[:4])) for day in years]},
        yaxis={"visible": False, "range": [place - 0.5, -0.6]},
        annotations=notes,
        hovermode="closest",
    )  # fmt: skip
    return plot(traces, layout)


def spans_words(groups: Groups, t: Translator) -> str:
    """The figures with their periods, in words."""
    said = []
    for title, rows in groups:
        numbers = [_said(row, t).replace("<b>", "").replace("</b>", "") for row in rows]
        said.append(t.gettext("{title}. {rows}").format(title=title, rows=t.gettext("; ").join(numbers)))
    return " ".join(f"{text}." for text in said)


def _said(row: Row, t: Translator, longest: int = LONGEST) -> str:
    """Number, period, place and body of a figure; of a longer text than that the number and the period only."""
    parts = [words.bare_value(row, t), words.period_words(row, t)]
    others = [part for part in (row["place_text"], row["body"]) if words.is_there(part)]
    while others and sum(map(len, [*parts, *others])) > longest:
        others.pop()
    return separated([f"<b>{parts[0]}</b>", parts[1], *others], t)


def _days(row: Row) -> tuple[datetime.date, datetime.date]:
    days = words.days_of(row)
    if days is None:
        raise ValueError("A figure without a begin and an end has no stretch of time")
    return days


def _ends(groups: Groups) -> tuple[datetime.date, datetime.date]:
    days = [_days(row) for _, rows in groups for row in rows]
    return (
        datetime.date(min(day for day, _ in days).year, 1, 1),
        datetime.date(max(day for _, day in days).year, 12, 31),
    )


def _line(row: Row, place: float, paper: Paper) -> Trace:
    colour = paper.colours.latest if words.is_whole_year(row) else paper.colours.bar
    return {
        "type": "scatter", "mode": "lines", "x": [day.isoformat() for day in _days(row)], "y": [place, place],
        "line": {"width": 7, "color": colour}, "hovertext": hover_words(row, paper.t), "hoverinfo": "text",
    }  # fmt: skip


def _beside(row: Row, first: datetime.date, last: datetime.date) -> tuple[Trace, float]:
    """After the line of a figure, or before it where that ends late; and which share of the figure is free there."""
    start, end = _days(row)
    if end - first > (last - first) * 0.6:
        return {"xref": "x", "x": start.isoformat(), "xanchor": "right", "xshift": -8}, (start - first) / (last - first)
    return {"xref": "x", "x": end.isoformat(), "xanchor": "left", "xshift": 8}, (last - end) / (last - first)


def _note(text: str, y: float, where: Trace, size: int, colour: str) -> Trace:
    return {**where, "y": y, "yref": "y", "text": text, "showarrow": False, "font": {"color": colour, "size": size}}
