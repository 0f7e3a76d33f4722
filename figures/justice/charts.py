"""Charts of the Justice page: pure functions from an answer to a Plotly figure."""

import pandas as pd
import plotly.graph_objects as go

from data_access.release.release import is_uncertain
from figures.kit import words
from figures.kit.bars import reach_of, row_bars, row_ends, row_layout
from figures.kit.labels import STATE, label
from figures.kit.paper import Paper
from figures.kit.plots import Trace, plot, wrapped
from figures.kit.rows import CONFIDENT, Row, rows_of
from figures.kit.text import separated
from locales import Translator

ROW_HEIGHT = 30
MOST_ROWS = 12


def bars_figure(answer: pd.DataFrame, dimension: str, paper: Paper, *, share_of: str = "") -> go.Figure:
    """A bar a row in the order of the answer, with its number and share at its end; a row that is withheld says so.

    share_of: what the share is of, with {share}, translated: see figures.justice.words.
    """
    t, colours = paper.t, paper.colours
    rows = shown_rows(answer, dimension)
    known = [(place, row) for place, row in enumerate(rows) if row["state"] == "count"]
    counts = [float(row["count"]) for _, row in known]
    errors = [CONFIDENT * float(row["standard_error"]) for _, row in known]
    tops = [count + error for count, error in zip(counts, errors, strict=True)]
    hover = [_hover(row, dimension, share_of, t) for _, row in known]
    places, ends = [place for place, _ in known], [_end(row, paper) for _, row in known]
    traces: list[Trace] = [
        row_bars(counts, places, [colours.bar] * len(known), hover, errors, colours),
        *row_ends(tops, places, ends, paper),
    ]
    hidden = [place for place, row in enumerate(rows) if row["state"] != "count"]
    if hidden:
        said = [
            t.gettext(STATE["none"]) if rows[place]["state"] == "none" else t.gettext("withheld") for place in hidden
        ]
        traces += row_ends([0.0] * len(hidden), hidden, said, paper)
    names = [wrapped(label(dimension, row[dimension], t)) for row in rows]
    return plot(traces, row_layout(names, paper, reach=reach_of(tops, ends, paper), height=ROW_HEIGHT))


def shown_rows(answer: pd.DataFrame, dimension: str) -> list[Row]:
    """The rows that a chart has: all steps and years, and of other lists the first that have a number."""
    rows = rows_of(answer)
    if dimension in ("reached", "justice", "inspection", "year"):
        return rows
    return [row for row in rows if row["state"] == "count"][:MOST_ROWS]


def _end(row: Row, paper: Paper) -> str:
    """A number and its share; on a phone its limits would be cut, and stand in hover and table alone."""
    t = paper.t
    said = [words.row_number(row, t)]
    if _has_share(row):
        said.append(words.share_text(row["share"], t) if paper.width == "phone" else words.row_share(row, t))
    return separated(said, t)


def _hover(row: Row, dimension: str, share_of: str, t: Translator) -> str:
    text = f"<b>{label(dimension, row[dimension], t)}</b><br>{words.row_people(row, t)}"
    if share_of and _has_share(row):
        text += "<br>" + share_of.format(share=words.row_share(row, t))
    return text


def _has_share(row: Row) -> bool:
    """A number that may stand for nobody is no share of anything."""
    return not pd.isna(row.get("share")) and not is_uncertain(row["count"], row["standard_error"])
