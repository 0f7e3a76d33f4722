"""The register of reports as a chart: agencies, sites, reports and what a site finds, area by area."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from figures.hotspots import register_words as effort_register
from figures.hotspots.charts import short_name
from figures.kit import words
from figures.kit.labels import REGISTER, place_name
from figures.kit.palette import Palette
from figures.kit.paper import Paper, Width
from figures.kit.plots import CLEAR, FAMILY, FONT_SIZE, SMALL_FONT_SIZE, Trace, hover_label, is_rtl, plot
from figures.kit.rows import Row, rows_of
from figures.kit.text import RIGHT_TO_LEFT_MARK
from locales import N_, Translator

COLUMNS: dict[Width, int] = {"desktop": 4, "tablet": 2, "phone": 1}
ROW_HEIGHT = 26  # pixels
TITLE_HEIGHT = 34
ROOM = 1.75  # times the longest bar, for the words behind it
Rows = Sequence[Row]


@dataclass(frozen=True)
class _Chart:
    """One of the four: a column of the frame, that of its country, and what is said at the end of a bar."""

    column: str
    title: str
    of_country: str | None
    said: Callable[[Row, Translator], str]


CHARTS = (
    _Chart("agencies", N_("Agencies (at least)"), None, lambda row, t: t.number(row["agencies"], 1)),
    _Chart(
        "per_million",
        N_("Sites per million people (sites)"),
        "country_per_million",
        lambda row, t: f"{t.number(row['per_million'], 1)} ({t.number(row['sites'], 0)})",
    ),
    _Chart("complete", N_("Reports received"), "country_complete", lambda row, t: words.share_text(row["complete"], t)),
    _Chart(
        "cases_per_site",
        N_("People per site a year"),
        "country_cases_per_site",
        lambda row, t: t.number(row["cases_per_site"], 1),
    ),
)


def effort_figure(effort: pd.DataFrame, shown: Sequence[str], paper: Paper) -> go.Figure:
    """Four charts with one row an area: agencies, sites, reports received of those due, people per site and year.

    A tick is the area's country; hotspots that may be of effort are highlighted; where nothing is published stands why.
    """
    t, colours, width = paper.t, paper.colours, paper.width
    by_place = {row["place"]: row for row in rows_of(effort)}
    rows = [by_place[place] for place in shown]
    lines = len(CHARTS) // COLUMNS[width]
    height = lines * (ROW_HEIGHT * max(len(rows), 2) + TITLE_HEIGHT)
    traces: list[Trace] = []
    layout: dict[str, Any] = {
        "height": height + 8,
        "margin": {"l": 4, "r": 4, "t": 4, "b": 4},
        "showlegend": False,
        "dragmode": False,
        "bargap": 0.35,
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FAMILY, "color": colours.text, "size": FONT_SIZE},
        "hoverlabel": hover_label(t),
        "annotations": [],
    }
    for position, chart in enumerate(CHARTS):
        number = "" if position == 0 else str(position + 1)
        values, uppers, marks = (
            np.array([row[name] if name else np.nan for row in rows], dtype=float)
            for name in (chart.column, "upper" if chart.column == "cases_per_site" else chart.column, chart.of_country)
        )
        ends = np.fmax(np.nan_to_num(uppers), np.nan_to_num(marks))
        drawn = (_bars(rows, chart, values, paper), _ticks(marks, colours), _words(rows, chart, ends, paper))
        traces += [trace | {"xaxis": f"x{number}", "yaxis": f"y{number}"} for trace in drawn]
        line, column = divmod(position, COLUMNS[width])
        is_first = column == 0
        column = COLUMNS[width] - 1 - column if is_rtl(t) else column
        left, right = (column + 0.03) / COLUMNS[width], (column + 0.97) / COLUMNS[width]
        top = 1 - line / lines
        longest = 1.0 if chart.column == "complete" else float(ends.max(initial=0)) or 1.0
        reach = longest * ROOM
        layout[f"xaxis{number}"] = {
            "domain": [left, right],
            "anchor": f"y{number}",
            "visible": False,
            "fixedrange": True,
            "range": [reach, 0] if is_rtl(t) else [0, reach],
        }
        layout[f"yaxis{number}"] = {
            "domain": [top - 1 / lines, top - TITLE_HEIGHT / height],
            "anchor": f"x{number}",
            "range": [max(len(rows), 2) - 0.5, -0.5],
            "tickvals": list(range(len(rows))) if is_first else [],
            "ticktext": [short_name(place_name(row["place"], t), 20) for row in rows] if is_first else [],
            "tickfont": {"size": SMALL_FONT_SIZE},
            "side": "right" if is_rtl(t) else "left",
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "ticks": "",
            "ticklabelstandoff": 6,
            "automargin": True,
        }
        side = "right" if is_rtl(t) else "left"
        layout["annotations"].append(
            {
                "xref": "paper",
                "yref": "paper",
                "x": right if is_rtl(t) else left,
                "y": top - 8 / height,
                "xanchor": side,
                "yanchor": "top",
                "text": t.gettext(chart.title),
                "showarrow": False,
                "font": {"size": SMALL_FONT_SIZE, "color": colours.quiet_text, "weight": 600},
            }
        )
    return plot(traces, layout)


def _bars(rows: Rows, chart: _Chart, values: np.ndarray, paper: Paper) -> Trace:
    colours = paper.colours
    bars: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": np.arange(len(rows)),
        "marker": {"color": [colours.latest if row["finding"] == "effort" else colours.bar for row in rows]},
        "hovertext": ["<br>".join(effort_register.lines(row, paper.t)) for row in rows],
        "hoverinfo": "text",
    }
    if chart.column == "cases_per_site":
        bars["error_x"] = {
            "type": "data",
            "symmetric": False,
            "array": np.array([row["upper"] for row in rows], dtype=float) - values,
            "arrayminus": values - np.array([row["lower"] for row in rows], dtype=float),
            "color": colours.text,
            "thickness": 1.4,
            "width": 3,
        }
    return bars


def _ticks(marks: np.ndarray, colours: Palette) -> Trace:
    """The country of each area, as an upright line over its bar."""
    return {
        "type": "scatter",
        "x": marks,
        "y": np.arange(len(marks)),
        "mode": "markers",
        "marker": {"symbol": "line-ns", "size": 16, "line": {"width": 2, "color": colours.text}},
        "hoverinfo": "skip",
    }


def _words(rows: Rows, chart: _Chart, ends: np.ndarray, paper: Paper) -> Trace:
    """The number at the end of each bar; where there is none why not, once an area."""
    t = paper.t
    said, shades = [], []
    # two numbers without a letter would stand in a chart from left to right
    mark = RIGHT_TO_LEFT_MARK if is_rtl(t) else ""
    for row in rows:
        text, shade = "", paper.colours.quiet_text
        is_published = row["register"] in ("count", "part")
        if chart.column == "agencies" and not is_published:
            text = t.gettext(REGISTER[row["register"]])
        elif is_published and row[chart.column] == row[chart.column]:
            text, shade = chart.said(row, t), paper.colours.text
        elif is_published:
            text = t.gettext("withheld") if row["state"] == "withheld" else words.row_people(row, t)
        said.append(f"{mark}\u2002{text}\u2002")
        shades.append(shade)
    return {
        "type": "scatter",
        "x": ends,
        "y": np.arange(len(rows)),
        "mode": "text",
        "text": said,
        "textposition": "middle left" if is_rtl(t) else "middle right",
        "textfont": {"color": shades, "size": SMALL_FONT_SIZE},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
