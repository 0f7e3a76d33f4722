"""Numbers of one side, or of two beside each other: a bar each, with its margin, and how far they are apart."""

import pandas as pd
import plotly.graph_objects as go

from figures.comparison import words as comparison_words
from figures.kit.bars import error_bars, row_layout
from figures.kit.paper import Paper
from figures.kit.plots import SMALL_FONT_SIZE, Trace, is_rtl, plot, wrapped
from figures.kit.rows import CONFIDENT, Row, rows_of
from figures.kit.text import with_quiet_end

HEIGHT, HEIGHT_OF_TWO = 26, 40  # of a row with one bar and a name of one line; with two of either
MOST_ROWS, MOST_OF_LONG = 7, 6
LONG = ("form", "means", "service", "sector", "route")
NAME_WIDTH = 28  # letters of a name on one line


def comparison_figure(answer: pd.DataFrame, paper: Paper) -> go.Figure:
    """A row a number: a bar a side with its margin, its number at its end; under the name how far they are apart."""
    t, colours = paper.t, paper.colours
    rows = _known(answer)[:MOST_ROWS]
    is_two = comparison_words.has_other(answer)
    one, other = comparison_words.side_colours(colours)
    sides = {"one": (one, -0.2), "other": (other, 0.2)} if is_two else {"one": (colours.bar, 0.0)}
    reach = max((_top(row, side) for row in rows for side in sides), default=0.0) or 1.0
    traces: list[Trace] = []
    for side, (colour, offset) in sides.items():
        known = [row[side] == row[side] for row in rows]
        lengths = [row[side] if one else 0.0 for row, one in zip(rows, known, strict=True)]
        below = [length - _bottom(row, side) for row, length in zip(rows, lengths, strict=True)]
        errors = [_top(row, side) - length for row, length in zip(rows, lengths, strict=True)]
        places = [position + offset for position in range(len(rows))]
        traces.append(
            {
                "type": "bar",
                "x": lengths,
                "y": places,
                "orientation": "h",
                "width": 0.34 if is_two else 0.66,
                "marker": {"color": colour},
                "hovertext": [_hover(row, side, answer, paper) for row in rows],
                "hoverinfo": "text",
                **error_bars("error_x", errors, colours, below),
            }
        )
        traces.append(
            {
                "type": "scatter",
                "x": [length + error for length, error in zip(lengths, errors, strict=True)],
                "y": places,
                "mode": "text",
                "text": [f"\u2003{_end(row, side, paper)}\u2003" for row in rows],
                "textposition": "middle left" if is_rtl(t) else "middle right",
                "textfont": {"color": colours.text, "size": SMALL_FONT_SIZE},
                "hoverinfo": "skip",
                "cliponaxis": False,
            }
        )
    names = [_name(row, paper) for row in rows]
    height = HEIGHT_OF_TWO if is_two or any("<br>" in name for name in names) else HEIGHT
    layout = row_layout(names, paper, reach=reach * (1.9 if paper.width == "desktop" else 2.1), height=height)
    layout["yaxis"]["tickfont"] = {"color": colours.text, "size": SMALL_FONT_SIZE}
    return plot(traces, layout)


def _known(answer: pd.DataFrame) -> list[Row]:
    """The rows to draw: of long lists those with a number, if there is one; how many are withheld is said beside it."""
    rows = rows_of(answer)
    if rows and rows[0]["dimension"] not in LONG:
        return rows
    known = [row for row in rows if row["one"] == row["one"] or row["other"] == row["other"]]
    return (known or rows)[:MOST_OF_LONG]


def _top(row: Row, side: str) -> float:
    """The end of the error bar."""
    if row[side] != row[side]:
        return 0.0
    is_share = row["unit"] == "share"
    return float(row[f"{side}_high"] if is_share else row[side] + CONFIDENT * row[f"{side}_error"])


def _bottom(row: Row, side: str) -> float:
    """The beginning of the error bar."""
    if row[side] != row[side]:
        return 0.0
    is_share = row["unit"] == "share"
    return float(row[f"{side}_low"] if is_share else row[side] - CONFIDENT * row[f"{side}_error"])


def _end(row: Row, side: str, paper: Paper) -> str:
    number, margin = comparison_words.number(row, side, paper.t), comparison_words.margin(row, side, paper.t)
    return with_quiet_end(number, [margin], paper.colours.quiet_text, paper.t, "\u00a0") if margin else number


def _name(row: Row, paper: Paper) -> str:
    name = wrapped(comparison_words.row_name(row, paper.t), NAME_WIDTH)
    apart = comparison_words.difference(row, paper.t)
    if not apart:
        return name
    return f"{name}<br><span style='color:{paper.colours.quiet_text}'>{apart}</span>"


def _hover(row: Row, side: str, answer: pd.DataFrame, paper: Paper) -> str:
    t, pair = paper.t, answer.attrs.get("sides")
    said = [f"<b>{comparison_words.row_name(row, t)}</b>"]
    end = " ".join([comparison_words.number(row, side, t), comparison_words.margin(row, side, t)])
    if comparison_words.has_other(answer) and pair:
        name = comparison_words.side_name(pair, getattr(pair, side), t)
        said.append(t.gettext("{name}: {number}").format(name=name, number=end))
        said.append(comparison_words.difference(row, t))
    else:
        said.append(end)
    return "<br>".join(part for part in said if part)
