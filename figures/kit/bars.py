"""What charts of named things are made of: a bar a row, its number at its end, its name where the language starts."""

from collections.abc import Sequence
from typing import Any

from figures.kit.palette import Palette
from figures.kit.paper import Paper, Width
from figures.kit.plots import Trace, chart_layout, is_rtl
from figures.kit.rows import Row

# pixels: of what names leave to bars at the least, of a letter of the text behind a bar, and of the spaces around it
NARROWEST: dict[Width, int] = {"desktop": 340, "tablet": 250, "phone": 170}
LETTER, SPACES = 7.0, 28


def row_bars(
    lengths: Sequence[float],
    places: Sequence[int],
    colour: Sequence[str],
    hover: Sequence[str],
    errors: Sequence[float],
    colours: Palette,
) -> Trace:
    """A bar in each row, with its error bar."""
    return {
        "type": "bar",
        "x": lengths,
        "y": places,
        "orientation": "h",
        "marker": {"color": colour},
        "hovertext": hover,
        "hoverinfo": "text",
        **error_bars("error_x", errors, colours),
    }


def row_ends(tops: Sequence[float], places: Sequence[int], ends: Sequence[str], paper: Paper) -> list[Trace]:
    """The numbers at the ends of bars, beyond their error bars."""
    traces: list[Trace] = []
    for is_up in (True, False):
        chosen = [position for position, top in enumerate(tops) if (top >= 0) == is_up]
        if chosen:
            traces.append(
                {
                    "type": "scatter",
                    "x": [tops[position] for position in chosen],
                    "y": [places[position] for position in chosen],
                    "mode": "text",
                    # an em space: nearer, the cap of an error bar would read as a minus sign
                    "text": [f"\u2003{ends[position]}\u2003" for position in chosen],
                    "textposition": "middle right" if is_up != is_rtl(paper.t) else "middle left",
                    "textfont": {"color": paper.colours.text, "size": 13},
                    "hoverinfo": "skip",
                    "cliponaxis": False,
                }
            )
    return traces


def reach_of(tops: Sequence[float], ends: Sequence[str], paper: Paper) -> float:
    """How far the axis of numbers goes, so that what stands behind each bar fits on the narrowest chart of a width."""
    room = NARROWEST[paper.width]
    free = [max(1 - (LETTER * sum(map(str.isprintable, end)) + SPACES) / room, 0.15) for end in ends]
    return max((top / share for top, share in zip(tops, free, strict=True)), default=1.0)


def row_layout(labels: Sequence[str], paper: Paper, *, reach: float, lowest: float = 0, height: int) -> Trace:
    """Rows of named things: names where the language starts, no number axis, room for the text at the end."""
    return chart_layout(
        paper,
        height=height * max(len(labels), 3) + 20,
        xaxis={"visible": False, "range": [reach, lowest] if is_rtl(paper.t) else [lowest, reach]},
        yaxis={
            "tickvals": list(range(len(labels))),
            "ticktext": labels,
            "showgrid": False,
            "range": [max(len(labels), 3) - 0.5, -0.5],
            "side": "right" if is_rtl(paper.t) else "left",
        },
    )


def without_number(rows: Sequence[Row | None]) -> list[list[Any]]:
    """Which bars of no height stand for what is not a number, with the state of their row: for files, in which a bar
    that is missing must not read as nobody."""
    return [[place, row["state"]] for place, row in enumerate(rows) if row and row["state"] not in ("count", "none")]


def error_bars(axis: str, errors: Sequence[float], colours: Palette, below: Sequence[float] | None = None) -> Trace:
    """Error bars along an axis, "error_x" or "error_y", as a part of a trace; nothing where all are zero.

    below: those towards 0, where they are longer than those beyond."""
    if not any(below or errors):
        return {}
    both = {"array": errors} if below is None else {"array": errors, "symmetric": False, "arrayminus": below}
    return {axis: {"type": "data", **both, "color": colours.quiet_text, "thickness": 1.2, "width": 3}}
