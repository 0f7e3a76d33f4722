"""Figures that cover different stretches of time: each a line over its own period with its number, none beside another
on a scale of people."""

import datetime
from collections.abc import Sequence

import plotly.graph_objects as go

from figures.context.published import words
from figures.context.published.small_multiples import hover_words
from figures.kit.paper import Paper
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, plot
from figures.kit.rows import Row
from figures.kit.text import separated
from locales import Translator

Groups = Sequence[tuple[str, Sequence[Row]]]
EDGE = datetime.timedelta(days=9)  # so that the line of the first year is drawn
LINE, LINE_ON_PHONE = 26, 42  # pixels of a figure: on a phone the number stands above the line


def spans_figure(groups: Groups, paper: Paper) -> go.Figure:
    """groups: a title and its figures, whose periods have a begin and an end. A whole year is dark, every other period
    pale. Time runs from left to right in every language."""
    t, colours, is_phone = paper.t, paper.colours, paper.width == "phone"
    traces: list[Trace] = []
    notes: list[Trace] = []
    place = 0
    first, last = _ends(groups)
    for title, rows in groups:
        notes.append(_note(f"<b>{title}</b>", first, place, colours.text, 13, is_title=True))
        place += 1
        for row in rows:
            days = _days(row)
            whole = words.is_whole_year(row)
            traces.append(
                {
                    "type": "scatter", "mode": "lines+markers", "x": [day.isoformat() for day in days],
                    "y": [place + 0.22, place + 0.22] if is_phone else [place, place],
                    "line": {"width": 7, "color": colours.latest if whole else colours.bar},
                    "marker": {"size": 7, "symbol": "line-ns", "color": colours.text},
                    "hovertext": hover_words(row, t), "hoverinfo": "text", "cliponaxis": False,
                }
            )  # fmt: skip
            said = _said(row, t)
            if is_phone:
                notes.append(_note(said, first, place - 0.18, colours.text, SMALL_FONT_SIZE, is_title=True))
            else:
                is_late = days[1] - first > (last - first) * 0.6
                notes.append(_note(said, days[0] if is_late else days[1], place, colours.text, SMALL_FONT_SIZE,
                                   is_left=is_late))  # fmt: skip
            place += 1
    years = _years(first, last, 2 if is_phone else 1)
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


def _said(row: Row, t: Translator) -> str:
    parts = [words.period_words(row, t), row["place_text"], row["body"]]
    return separated([f"<b>{words.bare_value(row, t)}</b>", *(part for part in parts if words.is_there(part))], t)


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


def _years(first: datetime.date, last: datetime.date, step: int) -> list[str]:
    return [f"{year}-01-01" for year in range(first.year, last.year + 1, step)]


def _note(
    text: str, x: datetime.date, y: float, colour: str, size: int, *, is_left: bool = False, is_title: bool = False
) -> Trace:
    """A text beside the day x, or from the left end of the chart."""
    where: Trace = {"xref": "paper", "x": 0} if is_title else {"xref": "x", "x": x.isoformat()}
    return {
        **where, "y": y, "yref": "y", "text": text, "showarrow": False, "xanchor": "right" if is_left else "left",
        "xshift": 0 if is_title else (-8 if is_left else 8), "font": {"color": colour, "size": size},
    }  # fmt: skip
