"""What changed from one year to the next, as bars of each group."""

import math

import pandas as pd
import plotly.graph_objects as go

from figures.kit import labels as kit_labels
from figures.kit.bars import row_bars, row_ends, row_layout
from figures.kit.labels import GROUPS
from figures.kit.paper import Paper
from figures.kit.plots import plot, wrapped
from figures.kit.rows import Row, rows_of
from figures.overview import words as overview_words
from locales import Translator

ROW_HEIGHT = 24
MOST_CHANGES = {"country": 3, "sex": 2, "age": 2, "form": 3}  # shown of each group


def change_figure(changes: pd.DataFrame, paper: Paper) -> go.Figure:
    """Bars of the largest changes of each group from one year to the next, under the name of the group.

    Groups are kept apart because a person is in each of them: changes of different groups do not add up.
    """
    t, colours = paper.t, paper.colours
    rows = rows_of(changes)
    shown: list[tuple[str, Row | None]] = []
    for dimension, most in MOST_CHANGES.items():
        group = [row for row in rows if row["dimension"] == dimension][:most]
        if group:
            shown.append((f"<b>{t.gettext(GROUPS[dimension])}</b>", None))
            shown += [(wrapped(kit_labels.label(dimension, row["code"], t)), row) for row in group]
    bars = [(place, row) for place, (_, row) in enumerate(shown) if row is not None]
    change = [float(row["change"]) for _, row in bars]
    errors = [float(row["change_margin"]) for _, row in bars]
    colour = [
        colours.withheld if not row["is_beyond"] else colours.latest if row["change"] > 0 else colours.bar
        for _, row in bars
    ]
    places = [place for place, _ in bars]
    tops = [math.copysign(abs(x) + error, x) for x, error in zip(change, errors, strict=True)]
    ends = [_signed(int(x), t) for x in change]
    traces = [
        row_bars(change, places, colour, [_change_words(row, t) for _, row in bars], errors, colours),
        *row_ends(tops, places, ends, paper),
    ]
    highest, lowest = max([0.0, *tops]), min([0.0, *tops])
    room = 0.35 * max(highest - lowest, 1.0)  # for the number at the end of the longest bar
    layout = row_layout(
        [label for label, _ in shown],
        paper,
        reach=highest + room if highest else 0.02 * room,
        lowest=lowest - room if lowest else 0,
        height=ROW_HEIGHT,
    )
    line = {"color": colours.quiet_text, "width": 1}
    zero = {"type": "line", "x0": 0, "x1": 0, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line}
    return plot(traces, {**layout, "shapes": [zero]})


def _change_words(row: Row, t: Translator) -> str:
    text = f"<b>{kit_labels.label(row['dimension'], row['code'], t)}</b><br>" + t.gettext(
        "{before} in {before_year}, {latest} in {latest_year}"
    ).format(
        before=t.number(row["previous"]),
        before_year=t.year(row["previous_year"]),
        latest=t.number(row["latest"]),
        latest_year=t.year(row["latest_year"]),
    )
    error = float(row["change_margin"])
    if error > 0:
        text += "<br>" + t.gettext("Change: {change} (±{error})").format(
            change=_signed(int(row["change"]), t), error=t.number(math.ceil(error))
        )
        if not row["is_beyond"]:
            text += "<br>" + t.gettext("Too uncertain to call a change.")
    return text


def change_words(changes: pd.DataFrame, t: Translator) -> str:
    """The changes in words: the whole, and the largest of each group that exceeds its error."""
    said = []
    for dimension in MOST_CHANGES:
        for row in rows_of(changes):
            if row["dimension"] == dimension and row["is_beyond"]:
                said.append(
                    t.gettext("{name}: {change}").format(
                        name=kit_labels.label(dimension, row["code"], t), change=_signed(int(row["change"]), t)
                    )
                )
                break
    return " ".join([overview_words.change_sentence(changes, t), t.gettext("; ").join(said)]).strip()


def _signed(number: int, t: Translator) -> str:
    # U+2066/U+2069 keep the sign on the left of the number in a right-to-left line
    return f"\u2066{'+' if number > 0 else '−' if number < 0 else ''}{t.number(abs(number))}\u2069"
