"""What the charts of the Recovery page are made of: rows, dots with their intervals, open marks for what is withheld.

Rows of named things start at the side where the language starts.
"""

from collections.abc import Sequence

from figures.kit.labels import STATE
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, is_rtl, wrapped
from figures.kit.rows import Row
from locales import N_, Translator

ROW_HEIGHT = 34
LABEL_WIDTH = 22  # letters of a line
SHORT_STATE = {
    "withheld": N_("Withheld"),
    "not_yet": N_("Not yet"),
    "none": N_("None recorded"),
}  # within a chart: its note says the rest
BESIDE = 0.24  # of a row, between the groups that stand beside each other in it
# groups differ by shape too, for who cannot tell the colours apart
SHAPES = {"girls": "circle", "boys": "square", "whole_country": "triangle-up", "everywhere": "circle"}

Interval = tuple[float, float, float]  # a value with its lower and upper limit


def share_of(row: Row) -> Interval:
    """The share of a row with its limits."""
    return float(row["share"]), float(row["share_low"]), float(row["share_high"])


def group_colour(who: str, colours: Palette) -> str:
    """The colour of a group that stands beside others: see data_access.questions.recovery.beside."""
    return {
        "girls": colours.categories[0],
        "boys": colours.categories[1],
        "whole_country": colours.categories[2],
        "everywhere": colours.quiet_text,
    }.get(who, colours.text)


def group_offset(position: int, groups: int) -> float:
    """How far below the middle of its row a group stands."""
    return (position - (groups - 1) / 2) * BESIDE


def dots(
    values: Sequence[Interval],
    heights: Sequence[float],
    hover: Sequence[str],
    name: str,
    colour: str,
    symbol: str = "diamond",
) -> Trace:
    """A dot with its interval in each row."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [value for value, _low, _high in values],
        "y": list(heights),
        "marker": {"size": 9, "color": colour, "symbol": symbol},
        "error_x": interval(values, colour),
        "hovertext": list(hover),
        "hoverinfo": "text",
        "name": name,
    }


def interval(values: Sequence[Interval], colour: str, *, is_first_blank: bool = False) -> Trace:
    """The error bars of values."""
    blank = [0.0] if is_first_blank else []
    return {
        "type": "data",
        "symmetric": False,
        "array": blank + [high - value for value, _low, high in values],
        "arrayminus": blank + [value - low for value, low, _high in values],
        "color": colour,
        "thickness": 1.5,
        "width": 3,
    }


def open_marks(heights: Sequence[float], hover: Sequence[str], colour: str) -> Trace:
    """Open marks on the axis where a number is withheld."""
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [0.0] * len(heights),
        "y": list(heights),
        "marker": {"size": 8, "symbol": "circle-open", "color": colour, "line": {"width": 1.5}},
        "hovertext": list(hover),
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": False,
    }


def texts(tops: Sequence[float], heights: Sequence[float], said: Sequence[str], colour: str, t: Translator) -> Trace:
    """Words in rows, after what is drawn there."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": list(tops),
        "y": list(heights),
        "text": [f"\u2003{text}\u2003" for text in said],
        "textposition": "middle left" if is_rtl(t) else "middle right",
        "textfont": {"color": colour, "size": 13},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }


def row_layout(labels: Sequence[str], paper: Paper, *, reach: float, height: int) -> Trace:
    """Rows with their labels, and a hidden axis from 0 to `reach`. height: pixels of a row."""
    rows = max(len(labels), 1)
    return chart_layout(
        paper,
        height=height * max(rows, 2) + 70,
        xaxis={"visible": False, "range": [reach, 0] if is_rtl(paper.t) else [0, reach]},
        yaxis={
            "tickvals": list(range(len(labels))),
            "ticktext": [wrapped(label, LABEL_WIDTH) for label in labels],
            "showgrid": False,
            "range": [rows - 0.5, -0.5],
            "side": "right" if is_rtl(paper.t) else "left",
        },
    )


def share_layout(labels: Sequence[str], paper: Paper, *, highest: float, height: int) -> Trace:
    """Rows with an axis of shares up to `highest`."""
    layout = row_layout(labels, paper, reach=highest * 1.06, height=height)
    ticks = share_ticks(highest)
    layout["xaxis"] |= {"visible": True, "tickvals": ticks, "ticktext": [paper.t.percent(tick) for tick in ticks]}
    layout["yaxis"]["ticklabelstandoff"] = 12  # room for the open marks on the axis
    return layout


def months_layout(labels: Sequence[str], paper: Paper, *, reach: float, height: int) -> Trace:
    """Rows with an axis of months, which runs from left to right in every language."""
    layout = row_layout(labels, paper, reach=reach, height=height)
    ticks = [tick for tick in (0, 1, 2, 3, 4, 6, 8, 10, 12) if tick <= reach]
    layout["xaxis"] |= {
        "visible": True,
        "tickvals": ticks,
        "ticktext": [paper.t.number(tick) for tick in ticks],
        "title": {"text": paper.t.gettext("Months"), "font": {"size": 12}, "standoff": 14},
        "range": [0, reach * 1.06],
    }
    layout["yaxis"] |= {"side": "left", "ticklabelstandoff": 12}
    return layout


def named(layout: Trace, colours: Palette, *, groups: int) -> Trace:
    """The layout with the names of the groups above it, where there are several."""
    legend = {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        # placed within the plot it would stay, once the chart is resized, where the margin of before had ended
        "yref": "container",
        "y": 1.0,
        "yanchor": "top",
        "font": {"color": colours.text, "size": 12},
        "itemclick": False,
        "itemdoubleclick": False,
    }
    return {**layout, "showlegend": groups > 1, "legend": legend}


def share_ticks(highest: float) -> list[float]:
    """Round shares up to the highest."""
    step = next((step for step in (0.02, 0.05, 0.1, 0.2) if highest / step <= 6), 0.25)
    return [round(step * number, 2) for number in range(int(highest / step) + 1)]


def year_axis(years: Sequence[int], t: Translator) -> Trace:
    """An axis of years, with seven of them named at most."""
    shown = list(years)[:: -(-len(years) // 7) or 1] if years else []
    return {"tickvals": shown, "ticktext": [t.year(year) for year in shown], "showgrid": False}


def withheld_hover(title: str, name: str, row: Row, t: Translator) -> str:
    """What an open mark says."""
    return f"<b>{title}</b><br>{name}: {t.gettext(STATE[row['state']])}"
