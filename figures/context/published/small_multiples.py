"""Small charts beside each other: rows of bars, each bar one published figure with its number at its end."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from figures.context.published import words
from figures.kit.paper import Paper
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot, wrapped
from figures.kit.rows import Row
from locales import N_, Translator

ROW, TALL_ROW, GAP = 25, 36, 20  # pixels; tall where a name takes two lines
TITLE, TITLE_LINE = 42, 16  # of a title of two lines, and of each further one
WIDTH = {"phone": 330, "tablet": 700, "desktop": 1260}  # of all charts in a row, about
NARROWEST = {"phone": 300, "tablet": 560, "desktop": 1050}  # the same in the narrowest window, or on a sheet
LETTER, BOLD = 6.6, 7.9  # pixels of a letter, about
LABELS = 0.55  # of the width of a chart, at most
NUMBERS = 0.36  # of the room of the bars: for the numbers at their ends
NOT_PUBLISHED = N_("not published")


@dataclass(frozen=True)
class Bar:
    """A row of a chart. row: the figure, None where nothing is published; is_compared: a figure whose period or
    definition differs from its neighbours' has a number and no bar."""

    label: str
    row: Row | None = None
    is_compared: bool = True


@dataclass(frozen=True)
class Chart:
    """A small chart. Charts of the same `scale` have one scale, so that their bars may be compared; one without has its
    own."""

    title: str
    bars: tuple[Bar, ...]
    scale: str = ""


def rows_in(charts: Sequence[Chart]) -> list[Row]:
    """The figures that the charts show, each once."""
    found = {bar.row["id"]: bar.row for chart in charts for bar in chart.bars if bar.row is not None}
    return list(found.values())


def multiples_figure(charts: Sequence[Chart], paper: Paper, *, across: int = 3) -> go.Figure:
    """The charts in rows. across: how many beside each other where there is room."""
    across = {"phone": 1, "tablet": min(2, across)}.get(paper.width, across)
    lines = [charts[first : first + across] for first in range(0, len(charts), across)]
    tall = {id(chart): _height(chart, across, paper) for chart in charts}
    above = [_title_height(line, across, paper) for line in lines]
    heights = [title + max(tall[id(chart)] for chart in line) + GAP for title, line in zip(above, lines, strict=True)]
    height = sum(heights)
    traces: list[Trace] = []
    axes: Trace = {}
    titles: list[Trace] = []
    top = 0
    for line, title, line_height in zip(lines, above, heights, strict=True):
        for column, chart in enumerate(line):
            suffix = "" if not axes else str(len(axes) // 2 + 1)
            place = across - 1 - column if is_rtl(paper.t) else column
            left, right = place / across, (place + 1) / across - (0.02 if across > 1 else 0)
            bottom = top + title + tall[id(chart)]
            upright = [1 - bottom / height, 1 - (top + title) / height]
            x, y = _axes(chart, (left, right), across, suffix, _reach(chart, charts), paper)
            axes |= {f"xaxis{suffix}": x, f"yaxis{suffix}": {**y, "domain": upright}}
            traces += _bars(chart, suffix, paper)
            titles.append(
                _title(chart, right if is_rtl(paper.t) else left, 1 - (top + title - 8) / height, across, paper)
            )
        top += line_height
    layout = chart_layout(paper, height=height, xaxis={}, yaxis={}, annotations=titles, hovermode="closest")
    return plot(traces, {**layout, **axes})


def multiples_words(charts: Sequence[Chart], t: Translator) -> str:
    """All that the charts show, in words."""
    said = []
    for chart in charts:
        bars = [t.gettext("{name}: {number}").format(name=bar.label, number=_number(bar, t)) for bar in chart.bars]
        said.append(t.gettext("{title}. {rows}").format(title=chart.title, rows=t.gettext("; ").join(bars)))
    return " ".join(f"{text}." for text in said)


def _number(bar: Bar, t: Translator) -> str:
    return t.gettext(NOT_PUBLISHED) if bar.row is None else words.bare_value(bar.row, t)


def _length(bar: Bar) -> float:
    return float(bar.row["value"]) if bar.row is not None and bar.is_compared else 0.0


def _reach(chart: Chart, charts: Sequence[Chart]) -> float:
    """The longest bar of the charts of the same scale."""
    together = [one for one in charts if one.scale == chart.scale] if chart.scale else [chart]
    return max((_length(bar) for one in together for bar in one.bars), default=0) or 1.0


def _labels(chart: Chart, across: int, paper: Paper) -> list[str]:
    letters = int(LABELS * WIDTH[paper.width] / across / LETTER)
    return [wrapped(bar.label, max(30, letters)) for bar in chart.bars]


def _height(chart: Chart, across: int, paper: Paper) -> int:
    is_tall = any("<br>" in label for label in _labels(chart, across, paper))
    return (TALL_ROW if is_tall else ROW) * len(chart.bars)


def _axes(
    chart: Chart, ends: tuple[float, float], across: int, suffix: str, reach: float, paper: Paper
) -> tuple[Trace, Trace]:
    t, colours = paper.t, paper.colours
    width = WIDTH[paper.width] / across
    labels = _labels(chart, across, paper)
    longest = max(len(line) for label in labels for line in label.split("<br>"))
    room = min(LABELS, (longest * LETTER + 14) / width) * (ends[1] - ends[0])
    domain = [ends[0], ends[1] - room] if is_rtl(t) else [ends[0] + room, ends[1]]
    reach /= 1 - NUMBERS
    x = {"visible": False, "domain": domain, "anchor": f"y{suffix}", "fixedrange": True,
         "range": [reach, 0] if is_rtl(t) else [0, reach]}  # fmt: skip
    y = {
        "anchor": f"x{suffix}", "tickvals": list(range(len(labels))), "ticktext": labels, "showgrid": False,
        "zeroline": False, "fixedrange": True, "ticks": "", "ticklabelstandoff": 6, "automargin": False,
        "range": [len(labels) - 0.5, -0.5], "side": "right" if is_rtl(t) else "left",
        "tickfont": {"color": colours.text, "size": SMALL_FONT_SIZE},
    }  # fmt: skip
    return x, y


def _bars(chart: Chart, suffix: str, paper: Paper) -> list[Trace]:
    t, colours = paper.t, paper.colours
    where: Trace = {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}", "y": list(range(len(chart.bars)))}
    lengths = [_length(bar) for bar in chart.bars]
    hover = [hover_words(bar.row, t) if bar.row is not None else t.gettext(NOT_PUBLISHED) for bar in chart.bars]
    quiet = [bar.row is None or not bar.is_compared for bar in chart.bars]
    return [
        {"type": "bar", "orientation": "h", "x": lengths, "marker": {"color": colours.bar}, "hovertext": hover,
         "hoverinfo": "text", "width": 0.62, **where},
        {
            "type": "scatter", "mode": "text", "x": lengths, "cliponaxis": False, "hovertext": hover,
            "hoverinfo": "text", "text": [f"\u2002{_number(bar, t)}\u2002" for bar in chart.bars],
            "textposition": "middle left" if is_rtl(t) else "middle right",
            "textfont": {"size": SMALL_FONT_SIZE,
                         "color": [colours.quiet_text if one else colours.text for one in quiet]}, **where,
        },
    ]  # fmt: skip


def hover_words(row: Row, t: Translator) -> str:
    """What a figure says when it is pointed at: what it counts, the number, how firm it is and whose it is."""
    lines = [words.what(row, t), words.value_words(row, t), words.firmness(row, t), words.source_words(row, t)]
    return "<br>".join(_folded(line) for line in lines)


def _folded(text: str, width: int = 70) -> str:
    lines = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def _title_lines(chart: Chart, across: int, paper: Paper) -> list[str]:
    letters = math.floor(0.96 * NARROWEST[paper.width] / across / BOLD)
    return textwrap.wrap(chart.title, letters, break_long_words=False)


def _title_height(line: Sequence[Chart], across: int, paper: Paper) -> int:
    most = max(len(_title_lines(chart, across, paper)) for chart in line)
    return TITLE + TITLE_LINE * max(0, most - 2)


def _title(chart: Chart, x: float, y: float, across: int, paper: Paper) -> Trace:
    return {
        "text": f"<b>{'<br>'.join(_title_lines(chart, across, paper))}</b>",
        "x": x, "y": y, "xref": "paper", "yref": "paper",
        "xanchor": "right" if is_rtl(paper.t) else "left", "yanchor": "bottom", "showarrow": False,
        "align": "right" if is_rtl(paper.t) else "left", "font": {"color": paper.colours.text, "size": 13},
    }  # fmt: skip
