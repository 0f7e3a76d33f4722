"""Whole ways between countries as a matrix, from each source to each destination."""

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from data_access.release.release import Release
from figures.kit import rows as answer_rows
from figures.kit import words
from figures.kit.labels import STATE
from figures.kit.paper import Paper, Width
from figures.kit.plots import Trace, absent_mark, count_matrix, plot, unnumbered_cells
from figures.kit.rows import Row, RowState, rows_of
from figures.routes import pair_words as route_words
from locales import Translator

# a phone has the list of pairs instead
MOST_COUNTRIES: dict[Width, int] = {"desktop": 20, "tablet": 12}


def matrix_figure(pairs: pd.DataFrame, release: Release, paper: Paper, roles: pd.DataFrame | None = None) -> go.Figure:
    """People by source country (rows) and destination country (columns), the largest countries first, and all of each.

    pairs: see data_access.questions.overview.origins_and_destinations. roles: all of a row or column, which are sums of
    their own and not of the cells that are shown (see data_access.questions.routes.people_by_role).
    """
    t = paper.t
    cells = {(row["source_country"], row["exploitation_country"]): row for row in _known(pairs)}
    published = {pair: int(row["count"]) for pair, row in cells.items() if row["state"] == "count"}
    sources, destinations = _shown(published, paper.width)
    counts = [[published.get((source, destination)) for destination in destinations] for source in sources]
    trace, layout = count_matrix(
        counts,
        paper,
        height=132 + 28 * max(len(sources), 2),
        xaxis={},
        yaxis={},
    )
    trace |= {
        "x": [t.country(code) for code in destinations],
        "y": [t.country(code) for code in sources],
        "hovertext": [
            [
                pair_sentence(source, destination, cells.get((source, destination)), release.absent, t)
                for destination in destinations
            ]
            for source in sources
        ],
    }
    dashes = unnumbered_cells(counts, trace["x"], trace["y"], paper, release.absent)
    return plot([trace, dashes, *_totals(sources, destinations, roles, paper)], layout)


def _shown(published: Mapping[tuple[str, str], int], width: Width) -> tuple[list[str], list[str]]:
    """The source countries and the destinations that the matrix has."""
    destinations = _largest(published, 1)[: MOST_COUNTRIES[width]]
    # a row without a number in any shown column says nothing
    sources = [
        code
        for code in _largest(published, 0)[: MOST_COUNTRIES[width]]
        if any((code, destination) in published for destination in destinations)
    ]
    return sources, destinations


def _totals(sources: list[str], destinations: list[str], roles: pd.DataFrame | None, paper: Paper) -> list[Trace]:
    """All of each row, in a last column, and all of each column, in a last row."""
    t = paper.t
    rows = rows_of(roles) if roles is not None and "role" in roles else []
    of = {(row["role"], row["place"]): row for row in rows if row["state"] == "count"}
    last_column, last_row = t.gettext("All destinations"), t.gettext("All sources")
    x, y, found = [], [], []
    for role, codes in (("source", sources), ("destination", destinations)):
        for code in codes:
            if (role, code) in of:
                x.append(last_column if role == "source" else t.country(code))
                y.append(t.country(code) if role == "source" else last_row)
                found.append(of[role, code])
    if not found:
        return []
    return [
        {
            "type": "scatter",
            "mode": "text",
            "x": x,
            "y": y,
            "text": [words.row_number(row, t) for row in found],
            "textfont": {"size": 12, "color": paper.colours.text},
            "cliponaxis": False,
            "hovertext": [total_sentence(row, t) for row in found],
            "hoverinfo": "text",
        }
    ]


def total_sentence(row: Row, t: Translator) -> str:
    """One sum of the matrix in words. row: see data_access.questions.routes.people_by_role."""
    pattern = {
        ("source", True): t.gettext("Taken from {country}: {people}"),
        ("source", False): t.gettext("Taken from {country} to the chosen countries: {people}"),
        ("destination", True): t.gettext("Exploited in {country}: {people}"),
        ("destination", False): t.gettext("Taken from the chosen countries to {country}: {people}"),
    }[row["role"], bool(row["is_all"])]
    return pattern.format(country=t.country(row["place"]), people=words.row_people(row, t))


def pair_sentence(source: str, destination: str, row: Row | None, absent: RowState, t: Translator) -> str:
    """One cell of the matrix in words. absent: the state of a pair that the release does not name."""
    people = words.people(None, t, state=absent) if row is None else words.row_people(row, t)
    return t.gettext("{source} to {destination}: {people}").format(
        source=t.country(source), destination=t.country(destination), people=people
    )


def matrix_words(pairs: pd.DataFrame, t: Translator) -> str:
    """The three largest pairs in words."""
    rows = [row for row in answer_rows.published(pairs) if route_words.has_both_ends(row)][:3]
    said = [pair_sentence(row["source_country"], row["exploitation_country"], row, row["state"], t) for row in rows]
    if not said:
        return t.gettext("Matrix of source and destination countries: nothing may be shown.")
    return t.gettext("Matrix of source and destination countries. Largest: {rows}.").format(
        rows=t.gettext("; ").join(said)
    )


def matrix_note(pairs: pd.DataFrame, release: Release, t: Translator, width: Width) -> str:
    """How to read the matrix, and how many of its cells have no number."""
    published = {
        (row["source_country"], row["exploitation_country"]): int(row["count"])
        for row in answer_rows.published(pairs)
        if route_words.has_both_ends(row)
    }
    sources, destinations = _shown(published, width)
    empty = sum((source, destination) not in published for source in sources for destination in destinations)
    reading = t.gettext(
        "A row is a source country, a column a destination; both are by the whole way, whatever lies between."
    )
    cells = t.ngettext(
        "“{mark}” in {number} cell means: {state}.", "“{mark}” in {number} cells means: {state}.", empty
    ).format(mark=absent_mark(release.absent, t), number=t.number(empty), state=t.gettext(STATE[release.absent]))
    sums = t.gettext(
        "The sums are counted on their own, as the rings of the map are: they hold also what is withheld in a cell, "
        "smaller countries, and people of whom the other end is not recorded."
    )
    return words.joined(reading, cells if empty else None, sums) or ""


def _known(pairs: pd.DataFrame) -> list[Row]:
    return [row for row in rows_of(pairs) if route_words.has_both_ends(row)]


def _largest(published: Mapping[tuple[str, str], int], end: int) -> list[str]:
    """The countries at one end of the pairs (0 source, 1 destination), those with most people first."""
    sums: dict[str, int] = {}
    for pair, count in published.items():
        sums[pair[end]] = sums.get(pair[end], 0) + count
    return sorted(sums, key=lambda code: -sums[code])
