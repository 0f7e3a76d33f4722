"""Routes in other forms than the map: whole ways as a Sankey diagram, what changed, and one route over the years."""

from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from data_access.workload import NO_TRANSIT, OTHER
from locales import Translator
from ui import journey_words, words
from ui.palette import Palette
from ui.plots import CLEAR, FAMILY, Trace, chart_layout, hover_label, is_rtl, plot
from ui.viewport import Width

MOST_WAYS: dict[Width, int] = {"desktop": 60, "tablet": 40, "phone": 10}
MOST_CHANGES = 12
Node = tuple[int, str]  # the column of a Sankey diagram, from source to destination, and the code of a place


def shown_ways(ways: pd.DataFrame, width: Width) -> pd.DataFrame:
    """The ways that a diagram draws one by one, and all others put together by their two countries: nobody is lost.

    ways: see data_access.journey_questions.ways.
    """
    rows = ways.copy()
    small = rows.index >= MOST_WAYS[width]
    rows.loc[small, "chain_source"] = rows.loc[small, "chain_source"].str[:2]
    rows.loc[small, ["first_transit", "last_transit"]] = OTHER
    codes = ["chain_source", "first_transit", "last_transit", "chain_destination"]
    rows = rows.groupby(codes, sort=False).agg(
        count=("count", "sum"), standard_error=("standard_error", lambda errors: float((errors**2).sum() ** 0.5))
    )
    rows = rows.reset_index().assign(state="count")
    return rows.sort_values("count", ascending=False, kind="stable", ignore_index=True)


def sankey_figure(ways: pd.DataFrame, when: str, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """Whole ways in four columns: source, first and last place of transit, destination."""
    rows = words.rows_of(shown_ways(ways, width))
    nodes: dict[Node, int] = {}
    links: list[tuple[int, int, int, str, bool]] = []

    def number(column: int, code: str) -> int:
        return nodes.setdefault((column, code), len(nodes))

    for row in rows:
        stops: list[Node] = [(0, row["chain_source"])]
        if row["first_transit"] not in (NO_TRANSIT, OTHER):
            stops.append((1, row["first_transit"]))
            if row["last_transit"] != row["first_transit"]:
                stops.append((2, row["last_transit"]))
        stops.append((3, row["chain_destination"]))
        sentence = journey_words.way_sentence(row, when, t)
        for (column, start), (next_column, end) in pairwise(stops):
            is_rest = row["first_transit"] == OTHER
            links.append((number(column, start), number(next_column, end), int(row["count"]), sentence, is_rest))
    role = (colours.categories[0], colours.categories[1], colours.categories[1], colours.categories[2])
    thin = "rgba(128,140,150,0.22)"
    trace = {
        "type": "sankey",
        "arrangement": "snap",
        "node": {
            "label": [words.place_name(code, t) for _, code in nodes],
            "x": [(0.001, 0.36, 0.66, 0.999)[column] for column, _ in nodes],
            "y": _heights(nodes, links),
            "color": [role[column] for column, _ in nodes],
            "pad": 9 if width != "phone" else 15,
            "thickness": 12,
            "line": {"width": 0},
            "hovertemplate": "%{label}<extra></extra>",
        },
        "link": {
            "source": [start for start, *_ in links],
            "target": [link[1] for link in links],
            "value": [link[2] for link in links],
            "color": [thin if link[4] else "rgba(95,134,195,0.38)" for link in links],
            "customdata": [link[3] for link in links],
            "hovertemplate": "%{customdata}<extra></extra>",
        },
        "textfont": {"color": colours.text, "size": 12 if width != "phone" else 10, "shadow": "none"},
    }
    tallest = max((sum(column == wanted for column, _ in nodes) for wanted in range(4)), default=1)
    layout = {
        "height": 150 + (34 if width != "phone" else 44) * tallest,
        "margin": {"l": 4, "r": 4, "t": 30, "b": 20},
        "paper_bgcolor": CLEAR,
        "font": {"family": FAMILY, "color": colours.text, "size": 12},
        "hoverlabel": hover_label(t),
        "annotations": [
            {
                "text": t.gettext(title),
                "x": x,
                "y": 1,
                "yanchor": "bottom",
                "xanchor": anchor,
                "xref": "paper",
                "yref": "paper",
                "showarrow": False,
                "font": {"color": colours.quiet_text, "size": 12 if width != "phone" else 10},
            }
            for title, x, anchor in zip(
                journey_words.STAGES, (0, 0.36, 0.66, 1), ("left", "center", "center", "right"), strict=True
            )
        ],
    }
    return plot([trace], layout)


def _heights(nodes: dict[Node, int], links: list[tuple[int, int, int, str, bool]]) -> list[float]:
    """Where each node stands in its column, the largest on top: fewer crossings than the order of arrival."""
    out_of, into = [0] * len(nodes), [0] * len(nodes)
    for start, end, count, *_ in links:
        out_of[start] += count
        into[end] += count
    people = [max(pair) for pair in zip(out_of, into, strict=True)]
    heights = [0.5] * len(nodes)
    fullest = (
        max((sum(people[n] for (at, _), n in nodes.items() if at == column) for column in range(4)), default=0) or 1
    )
    for column in range(4):
        members = sorted((position for (at, _), position in nodes.items() if at == column), key=lambda p: -people[p])
        # every column is as high as the fullest: a share of it for people, and the gaps between
        gap = 0.25 / max(len(members), 1)
        above = 0.0
        for position in members:
            share = 0.7 * people[position] / fullest
            heights[position] = min(max(above + share / 2, 0.01), 0.97)
            above += share + gap
    return heights


def changes_figure(changes: pd.DataFrame, t: Translator, colours: Palette, width: Width) -> go.Figure:
    """The routes that changed beyond their error: people a year more or fewer, with the margin of error."""
    rows = words.rows_of(changes[changes["is_beyond_error"]].head(MOST_CHANGES))[::-1]
    names = [journey_words.leg_and_part(row, t) for row in rows]
    cut = 26 if width == "phone" else 60
    trace: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": [row["change"] for row in rows],
        "y": list(range(len(rows))),
        "marker": {"color": [colours.latest if row["change"] > 0 else colours.bar for row in rows]},
        "error_x": {
            "type": "data",
            "array": [words.CONFIDENT * row["change_error"] for row in rows],
            "color": colours.quiet_text,
            "thickness": 1.2,
            "width": 3,
        },
        "hovertext": [journey_words.change_sentence(row, changes.attrs["halves"], t) for row in rows],
        "hoverinfo": "text",
    }
    axis = {
        "tickvals": list(range(len(rows))),
        "ticktext": [name if len(name) <= cut else name[: cut - 1] + "…" for name in names],
        "side": "right" if is_rtl(t) else "left",
    }
    most = max((abs(row["change"]) + words.CONFIDENT * row["change_error"] for row in rows), default=1)
    ticks = _round_ticks(most)
    layout = chart_layout(
        colours,
        t,
        height=60 + 30 * max(len(rows), 2),
        xaxis={
            "tickvals": ticks,
            "ticktext": [("+" if tick > 0 else "") + t.number(tick) for tick in ticks],
            "showgrid": True,
            "zeroline": True,
            "zerolinecolor": colours.quiet_text,
        },
        yaxis={**axis, "showgrid": False},
    )
    return plot([trace], layout)


def _round_ticks(most: float) -> list[int]:
    step = next((s for s in (5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if most / s <= 4), 10_000)
    count = int(most // step) + 1
    return [position * step for position in range(-count, count + 1)]


def trend_figure(years: pd.DataFrame, t: Translator, colours: Palette) -> go.Figure:
    """One route by year, with a band for the margin of error; years that are withheld are gaps."""
    rows = words.rows_of(years)
    at = [row["year"] for row in rows]
    count = [None if pd.isna(row["count"]) else int(row["count"]) for row in rows]
    error = [words.CONFIDENT * row["standard_error"] for row in rows]
    trace: Trace = {
        "type": "scatter",
        "mode": "lines+markers",
        "x": at,
        "y": count,
        "line": {"color": colours.latest, "width": 2},
        "marker": {"size": 6},
        "error_y": {"type": "data", "array": error, "color": colours.quiet_text, "thickness": 1, "width": 2},
        "hovertext": [f"{t.year(row['year'])}: {words.row_people(row, t)}" for row in rows],
        "hoverinfo": "text",
    }
    most = max((number + margin for number, margin in zip(count, error, strict=True) if number is not None), default=1)
    ticks = [tick for tick in _round_ticks(most) if tick >= 0]
    shown = at if len(at) <= 7 else at[:: len(at) // 6]
    layout = chart_layout(
        colours,
        t,
        height=240,
        xaxis={"tickvals": shown, "ticktext": [t.year(year) for year in shown], "showgrid": False},
        yaxis={"range": [0, 1.1 * ticks[-1]], "tickvals": ticks, "ticktext": [t.number(tick) for tick in ticks]},
    )
    return plot([trace], layout)


def parts_figure(parts: pd.DataFrame, of: str, t: Translator, colours: Palette) -> go.Figure:
    """The people of one route by form, sex or age: bars with their margin of error."""
    rows = words.published(parts)[:8][::-1]
    trace: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": [int(row["count"]) for row in rows],
        "y": list(range(len(rows))),
        "marker": {"color": colours.bar},
        "text": ["\u00a0\u00a0\u00a0" + t.number(int(row["count"])) for row in rows],
        "textposition": "outside",
        "cliponaxis": False,
        "error_x": {
            "type": "data",
            "array": [words.CONFIDENT * row["standard_error"] for row in rows],
            "color": colours.quiet_text,
            "thickness": 1,
            "width": 2,
        },
        "hovertext": [f"{words.label(of, row[of], t)}: {words.row_people(row, t)}" for row in rows],
        "hoverinfo": "text",
    }
    layout = chart_layout(
        colours,
        t,
        height=40 + 30 * max(len(rows), 2),
        xaxis={"showticklabels": False, "showgrid": False, "range": [0, 1.25 * max(trace["x"] or [1])]},
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [words.label(of, row[of], t) for row in rows],
            "showgrid": False,
            "side": "right" if is_rtl(t) else "left",
        },
    )
    return plot([trace], layout)
