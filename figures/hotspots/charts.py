"""Charts of the Hotspots page: ranked rates, funnel, who recorded."""

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from analysis.rates import funnel_limits
from figures.hotspots import words as hotspot_words
from figures.kit.labels import label, place_in_country, place_name
from figures.kit.paper import Paper, Width
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, is_rtl, plot
from figures.kit.rows import Row, rows_of
from figures.kit.text import with_quiet_end
from findings.rates import assumed
from locales import Translator

MOST_RANKED = 15
MOST_RECORDED = 8
MOST_IN_FUNNEL: dict[Width, int] = {"desktop": 9, "tablet": 6, "phone": 4}
FUNNEL_SIZE: dict[Width, tuple[int, int]] = {"desktop": (510, 290), "tablet": (330, 290), "phone": (250, 290)}  # pixels
LETTER, LINE, MARK = 6.2, 13, 5  # pixels of a letter, of a line, and of half a mark


def ranked_figure(rates: pd.DataFrame, paper: Paper) -> go.Figure:
    """The areas with the highest rates: bar, 95 % interval, and the ranks that cannot be ruled out."""
    t, colours = paper.t, paper.colours
    rows = [row for row in rows_of(rates) if row["shown"] in ("rate", "unreliable")][:MOST_RANKED]
    rows.sort(key=lambda row: -row["rate"])
    values = np.array([row["rate"] for row in rows])
    uppers = np.array([row["upper"] for row in rows])
    shapes = {"holds_up": "", "effort_unknown": "-", "effort": "/"}
    bars: Trace = {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": np.arange(len(rows)),
        "marker": {
            "color": [colours.latest if row["verdict"] in shapes else colours.bar for row in rows],
            "pattern": {
                "fillmode": "overlay",
                "shape": ["." if row["shown"] == "unreliable" else shapes.get(row["verdict"], "") for row in rows],
                "fgcolor": colours.none,
                "size": 5,
            },
        },
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": uppers - values,
            "arrayminus": values - np.array([row["lower"] for row in rows]),
            "color": colours.text,
            "thickness": 1.4,
            "width": 3,
        },
        "hovertext": ["<br>".join(hotspot_words.area_lines(row, t)) for row in rows],
        "hoverinfo": "text",
    }
    reach = float(uppers.max()) * (1.42 if paper.width == "desktop" else 2.2)  # room for the words at the end of a bar
    said = [
        with_quiet_end(
            hotspot_words.rate_text(row["rate"], t),
            [t.gettext("rank {ranks}").format(ranks=hotspot_words.rank_text(row, t))],
            colours.quiet_text,
            t,
            between="\u2002",
        )
        for row in rows
    ]
    ends: Trace = {
        "type": "scatter",
        "x": uppers,
        "y": np.arange(len(rows)),
        "mode": "text",
        "text": [f"\u2003{words}\u2003" for words in said],
        "textposition": "middle left" if is_rtl(t) else "middle right",
        "textfont": {"color": colours.text, "size": SMALL_FONT_SIZE},
        "hoverinfo": "skip",
        "cliponaxis": False,
    }
    layout = chart_layout(
        paper,
        height=30 * max(len(rows), 3) + 20,
        xaxis={"visible": False, "range": [reach, 0] if is_rtl(t) else [0, reach]},
        yaxis={
            "tickvals": list(range(len(rows))),
            "ticktext": [short_name(place_name(row["place"], t)) for row in rows],
            "showgrid": False,
            "range": [max(len(rows), 3) - 0.5, -0.5],
            "side": "right" if is_rtl(t) else "left",
        },
    )
    return plot([bars, ends], layout)


def funnel_figure(rates: pd.DataFrame, paper: Paper) -> go.Figure:
    """Each area's people against the number expected at its country's rate, with the limits of chance around 1."""
    t, colours = paper.t, paper.colours
    rows = [
        row
        for row in rows_of(rates)
        if row["shown"] in ("rate", "unreliable") and row["expected"] > 0 and row["relative_risk"] > 0
    ]
    expected = np.array([row["expected"] for row in rows])
    ratio = np.array([row["relative_risk"] for row in rows])
    grid = np.geomspace(max(expected.min() * 0.8, 5), expected.max() * 1.3, 60)
    factor = rates.attrs["overdispersion"]
    # the very lines that findings.rates judged the points by
    limits = funnel_limits(
        grid,
        grid,
        per=1,
        noise_variance=rates.attrs["funnel_noise"],
        overdispersion=assumed(factor),
        target=1,
    )
    floor = max(min(ratio.min() * 0.8, 0.3), 0.02)
    traces: list[Trace] = []
    for name, dash in (("95", "dash"), ("998", "solid")):
        for side in ("lower", "upper"):
            edge = np.maximum(limits[f"{side}_{name}"].to_numpy(), floor * 0.5)
            traces.append(
                {
                    "type": "scatter",
                    "x": grid,
                    "y": edge,
                    "mode": "lines",
                    "line": {"color": colours.quiet_text, "width": 1.1, "dash": dash},
                    "hoverinfo": "skip",
                }
            )
    outside = np.array([row["beyond"] == "99.8" for row in rows])
    across_range = math.log10(grid[0]), math.log10(grid[-1])
    up_range = math.log10(floor), math.log10(max(ratio.max() * 1.5, 2))
    sides = _label_sides(rows, across_range, up_range, t, paper.width)
    traces.append(
        {
            "type": "scatter",
            "x": expected,
            "y": ratio,
            "mode": "markers+text",
            "marker": {
                "size": 9,
                "color": [colours.latest if out else colours.bar for out in outside],
                "symbol": ["diamond" if out else "circle" for out in outside],
                "line": {"color": colours.none, "width": 0.8},
            },
            "text": [place_name(row["place"], t) if row["place"] in sides else "" for row in rows],
            "textposition": [sides.get(row["place"], "top center") for row in rows],
            "textfont": {"color": colours.text, "size": 11},
            "hovertext": ["<br>".join(hotspot_words.area_lines(row, t)) for row in rows],
            "hoverinfo": "text",
            "cliponaxis": False,
        }
    )
    across = [value for power in range(6) for value in (10**power,) if grid[0] <= value <= grid[-1]]
    up = [value for value in (0.1, 0.25, 0.5, 1, 2, 4, 8, 16, 32) if floor <= value <= ratio.max() * 1.3]
    layout = chart_layout(
        paper,
        height=360,
        xaxis={
            "type": "log",
            "tickvals": across,
            "ticktext": [t.number(value) for value in across],
            "range": list(across_range),
            "title": {"text": t.gettext("People expected at the country's rate"), "font": {"size": SMALL_FONT_SIZE}},
        },
        yaxis={
            "type": "log",
            "tickvals": up,
            "ticktext": [t.number(value) for value in up],
            "range": list(up_range),
            "title": {"text": t.gettext("Times the country's rate"), "font": {"size": SMALL_FONT_SIZE}},
        },
        shapes=[
            {
                "type": "line",
                "xref": "paper",
                "x0": 0,
                "x1": 1,
                "y0": 1,
                "y1": 1,
                "line": {"color": colours.text, "width": 1},
            }
        ],
    )
    return plot(traces, layout)


def recorders_figure(effort: pd.DataFrame, shown: Sequence[str], paper: Paper) -> go.Figure:
    """Who recorded the cases of each area, as shares; the rest is by kinds of source that are withheld."""
    t, colours = paper.t, paper.colours
    areas = list(shown)[:MOST_RECORDED]
    sources = list(dict.fromkeys(effort["data_source"]))
    shade = dict(zip(sources, [*colours.categories, colours.withheld], strict=False))
    labels = [short_name(place_name(area, t)) for area in areas]
    traces: list[Trace] = []
    rest = np.ones(len(areas))
    for source in sources:
        of_source = effort[effort["data_source"] == source].set_index("place")
        shares = np.nan_to_num(np.array([float(of_source["share"].get(area, np.nan)) for area in areas]))
        rest = rest - shares
        if not shares.any():
            continue
        name = label("data_source", source, t)
        traces.append(_share_bar(shares, name, shade.get(source, colours.bar), areas, paper))
    rest = np.clip(rest, 0, 1)
    kept = _share_bar(rest, t.gettext("Withheld parts"), colours.withheld, areas, paper)
    kept["marker"]["pattern"] = {
        "fillmode": "overlay",
        "shape": "/",
        "fgcolor": colours.none,
        "size": 6,
        "solidity": 0.35,
    }
    traces.append(kept)
    layout = chart_layout(
        paper,
        height=32 * max(len(areas), 3) + 78,
        xaxis={"visible": False, "range": [1, 0] if is_rtl(t) else [0, 1]},
        yaxis={
            "tickvals": list(range(len(areas))),
            "ticktext": labels,
            "showgrid": False,
            "range": [max(len(areas), 3) - 0.5, -0.5],
            "side": "right" if is_rtl(t) else "left",
        },
        barmode="stack",
    )
    layout |= {
        "showlegend": True,
        "legend": {
            "orientation": "h",
            "y": -0.02,
            "yanchor": "top",
            "x": 0,
            "traceorder": "normal",
            "font": {"size": SMALL_FONT_SIZE},
            "itemclick": False,
            "itemdoubleclick": False,
        },
    }
    return plot(traces, layout)


def _share_bar(shares: np.ndarray, name: str, colour: str, areas: Sequence[str], paper: Paper) -> Trace:
    return {
        "type": "bar",
        "orientation": "h",
        "x": shares,
        "y": np.arange(len(areas)),
        "name": name,
        "marker": {"color": colour, "line": {"color": paper.colours.none, "width": 1}},
        "hovertext": [
            f"<b>{place_in_country(area, paper.t)}</b><br>{name}: {paper.t.percent(share)}"
            for area, share in zip(areas, shares, strict=True)
        ],
        "hoverinfo": "text",
    }


def _label_sides(
    rows: Sequence[Row],
    across: tuple[float, float],
    up: tuple[float, float],
    t: Translator,
    width: Width,
) -> dict[str, str]:
    """The areas named in the funnel, those farthest above 1 first, and the side of their names that has room."""
    wide, high = FUNNEL_SIZE[width]
    points = {
        row["place"]: (
            (math.log10(row["expected"]) - across[0]) / (across[1] - across[0]) * wide,
            (math.log10(row["relative_risk"]) - up[0]) / (up[1] - up[0]) * high,
        )
        for row in rows
    }
    kept = [(x - MARK, y - MARK, x + MARK, y + MARK) for x, y in points.values()]
    sides: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: -row["relative_risk"]):
        if row["beyond"] != "99.8" or row["relative_risk"] < 1 or len(sides) >= MOST_IN_FUNNEL[width]:
            continue
        x, y = points[row["place"]]
        length = LETTER * len(place_name(row["place"], t))
        for side, left in (("top center", x - length / 2), ("top right", x), ("top left", x - length)):
            box = (left, y + MARK, left + length, y + MARK + LINE)
            if box[0] >= 0 and box[2] <= wide and not any(_overlap(box, other) for other in kept):
                kept.append(box)
                sides[row["place"]] = side
                break
    return sides


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def short_name(name: str, longest: int = 24) -> str:
    """A name that fits beside a bar."""
    return name if len(name) <= longest else name[: longest - 1].rstrip() + "…"
