"""Small charts of the rate by year, one an area."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.hotspots import words as hotspot_words
from figures.hotspots.charts import short_name
from figures.kit.labels import place_in_country, place_name
from figures.kit.paper import Paper, Width
from figures.kit.plots import CLEAR, FAMILY, Trace, hover_label, is_rtl, plot, round_below
from figures.kit.rows import Row, rows_of
from locales import Translator

MOST_CHARTS: dict[Width, int] = {"desktop": 18, "tablet": 12, "phone": 8}
COLUMNS: dict[Width, int] = {"desktop": 6, "tablet": 4, "phone": 2}
CHART_HEIGHT = 128  # pixels of one small chart with its title


def years_figure(yearly: pd.DataFrame, shown: Sequence[str], paper: Paper) -> go.Figure:
    """One small chart an area: its rate by year with the 95 % interval, on its own scale; time runs to the right."""
    t, colours = paper.t, paper.colours
    columns = min(COLUMNS[paper.width], max(len(shown), 1))
    lines = math.ceil(len(shown) / columns)
    height = CHART_HEIGHT * lines
    traces: list[Trace] = []
    layout: dict[str, Any] = {
        "height": height + 10,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "showlegend": False,
        "dragmode": False,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FAMILY, "color": colours.text, "size": 11},
        "hoverlabel": hover_label(t),
        "annotations": [],
    }
    for position, area in enumerate(shown):
        rows = rows_of(yearly[yearly["place"] == area])
        years = np.array([row["year"] for row in rows])
        known = np.array([row["rate"] == row["rate"] for row in rows])
        value, low, high = (np.where(known, [row[name] for row in rows], np.nan) for name in ("rate", "lower", "upper"))
        number = "" if position == 0 else str(position + 1)
        column, line = position % columns, position // columns
        if is_rtl(t):
            column = columns - 1 - column  # the first chart where reading begins; time still runs to the right
        edge = 0.12 / columns  # for the labels of the axis
        left, right = column / columns + edge, (column + 1) / columns - edge / 2
        top = 1 - line / lines
        bottom = top - 1 / lines
        domain = [bottom + 26 / height, top - 27 / height]
        ceiling = float(np.nanmax(high)) if known.any() else 1.0
        top_tick = round_below(ceiling)
        axes = {"xaxis": f"x{number}", "yaxis": f"y{number}"}
        for first, last in _runs(known):
            x = years[first:last]
            traces.append(
                {
                    "type": "scatter",
                    "x": np.concatenate([x, x[::-1]]),
                    "y": np.concatenate([high[first:last], low[first:last][::-1]]),
                    "mode": "lines",
                    "line": {"width": 0},
                    "fill": "toself",
                    "fillcolor": colours.sequential[1],
                    "opacity": 0.55,
                    "hoverinfo": "skip",
                    **axes,
                }
            )
        traces.append(
            {
                "type": "scatter",
                "x": years,
                "y": value,
                "mode": "lines+markers",
                "line": {"color": colours.latest, "width": 1.8},
                "marker": {"size": 4},
                "connectgaps": False,
                "hovertext": [_year_text(row, area, t) for row in rows],
                "hoverinfo": "text",
                **axes,
            }
        )
        # a year that is withheld has its mark on the ground: a gap would look like a year without data
        hidden = [row for row in rows if row["state"] == "withheld"]
        traces.append(
            {
                "type": "scatter",
                "x": [row["year"] for row in hidden],
                "y": [0] * len(hidden),
                "mode": "markers",
                "marker": {"symbol": "x-thin", "size": 5, "line": {"width": 1.2, "color": colours.quiet_text}},
                "hovertext": [_year_text(row, area, t) for row in hidden],
                "hoverinfo": "text",
                "cliponaxis": False,
                **axes,
            }
        )
        ends = [int(years[0]), int(years[-1])]
        tick = {"size": 10, "color": colours.quiet_text}
        common: Trace = {"zeroline": False, "fixedrange": True, "ticks": "", "tickfont": tick}
        layout[f"xaxis{number}"] = {
            **common,
            "domain": [left, right],
            "anchor": f"y{number}",
            "tickvals": ends if ends[0] != ends[1] else ends[:1],
            "ticktext": [t.year(year) for year in ends],
            "range": [years[0] - 0.6, years[-1] + 0.6],
            "showgrid": False,
            "tickangle": 0,
            "ticklabelstandoff": 8,  # away from the 0 of the other axis
        }
        layout[f"yaxis{number}"] = {
            **common,
            "domain": domain,
            "anchor": f"x{number}",
            "range": [-0.03 * ceiling, ceiling * 1.05],
            "tickvals": [0, top_tick],
            "ticktext": [t.number(0), t.number(top_tick)],
            "side": "right" if is_rtl(t) else "left",
            "gridcolor": colours.grid,
        }
        layout["annotations"].append(
            {
                "xref": "paper",
                "yref": "paper",
                "x": right if is_rtl(t) else left - edge * 0.9,
                "y": top - 2 / height,
                "xanchor": "right" if is_rtl(t) else "left",
                "yanchor": "top",
                "text": short_name(place_name(area, t), 22),
                "showarrow": False,
                "font": {"size": 12, "color": colours.text, "weight": 600},
            }
        )
    return plot(traces, layout)


def _year_text(row: Row, area: str, t: Translator) -> str:
    title = f"<b>{place_in_country(area, t)}</b>, {t.year(int(row['year']))}"
    if row["rate"] != row["rate"]:
        return f"{title}<br>{hotspot_words.people_text(row, t)}"
    return f"{title}<br>{hotspot_words.interval_sentence(row, t)}<br>{hotspot_words.people_text(row, t)}"


def _runs(known: np.ndarray) -> list[tuple[int, int]]:
    """Where runs of known years begin and end."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], known, [False]]).astype(int)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
