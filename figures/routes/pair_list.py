"""What a matrix has no room for on a phone: its largest cells as bars, one below the other, each with its number."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from data_access.release.release import Release
from figures.kit.bars import row_bars, row_ends, row_layout
from figures.kit.paper import Paper
from figures.kit.plots import plot, wrapped
from figures.kit.rows import Row, published
from figures.routes import leg_words, pair_matrix
from figures.routes.pair_words import has_both_ends
from locales import Translator

ROW_HEIGHT = 40  # names of two lines
MOST_ROWS = 16
Cell = tuple[str, int, str]  # its name, its people, its hover text


def pair_list_figure(cells: Sequence[Cell], paper: Paper) -> go.Figure:
    """Bars of the largest cells. cells: the largest first."""
    shown = cells[:MOST_ROWS]
    counts, places = [float(count) for _, count, _ in shown], list(range(len(shown)))
    bars = row_bars(
        counts,
        places,
        [paper.colours.bar] * len(shown),
        [hover for *_, hover in shown],
        [0.0] * len(shown),
        paper.colours,
    )
    ends = row_ends(counts, places, [paper.t.number(count) for _, count, _ in shown], paper)
    layout = row_layout(
        [wrapped(name, 18) for name, *_ in shown], paper, reach=max(counts, default=1) * 1.6, height=ROW_HEIGHT
    )
    return plot([bars, *ends], layout)


def cells_of_pairs(pairs: pd.DataFrame, release: Release, t: Translator) -> list[Cell]:
    """The cells of the matrix of whole ways. pairs: see data_access.questions.overview.origins_and_destinations."""
    cells = []
    for row in published(pairs):
        if has_both_ends(row):
            source, destination = row["source_country"], row["exploitation_country"]
            ends = {"from_place": source, "to_place": destination}
            said = pair_matrix.pair_sentence(source, destination, row, release.absent, t)
            cells.append((leg_words.short_leg(ends, t), int(row["count"]), said))
    return sorted(cells, key=lambda cell: -cell[1])


def cells_of_legs(legs: pd.DataFrame, when: str, t: Translator) -> list[Cell]:
    """The cells of the matrix of the map's arrows. legs: see data_access.questions.routes.legs."""
    arrows: dict[tuple[str, str], list[Row]] = {}
    for row in published(legs):
        arrows.setdefault((row["from_place"], row["to_place"]), []).append(row)
    cells = [
        (
            leg_words.short_leg(rows[0], t),
            sum(int(row["count"]) for row in rows),
            "<br>".join(leg_words.leg_sentence(row, when, t) for row in rows),
        )
        for rows in arrows.values()
    ]
    return sorted(cells, key=lambda cell: -cell[1])


def pair_list_note(cells: Sequence[Cell], t: Translator) -> str:
    """What the list leaves out."""
    left = max(len(cells) - MOST_ROWS, 0)
    return t.ngettext(
        "The largest first; {number} smaller one is in the table.",
        "The largest first; {number} smaller ones are in the table.",
        left,
    ).format(number=t.number(left))
