"""Charts of official statistics: each country and series by itself, never added, each on its own scale."""

import math

import pandas as pd
import plotly.graph_objects as go

from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, plot, round_below
from figures.kit.rows import Row, rows_of
from figures.kit.text import separated
from locales import N_, Translator

SERIES = {
    "victims": N_("Victims detected"),
    "prosecuted": N_("Persons prosecuted"),
    "convicted": N_("Persons convicted"),
}
# what the source publishes no number of stands beside the others, as a gap
GAP = N_("Labour inspections")
ROW = 124


def series_figure(totals: pd.DataFrame, countries: tuple[str, ...], paper: Paper) -> go.Figure:
    """A row a country, a column a series (on a phone below each other): numbers by year, "<5" as a mark from 0 to 4.

    Only countries that reported one of the series have a row. Beside them, where there is room, labour inspections are
    an empty chart. totals: data_access.questions.official_statistics rows for everyone, of the three series. Scales
    differ between the charts; each says one round number.
    """
    t, colours, width = paper.t, paper.colours, paper.width
    titles = {**SERIES, "inspections": GAP} if width == "desktop" else SERIES
    across = 1 if width == "phone" else len(titles)
    cells = [(country, series) for country in reporting(totals, countries) for series in titles]
    down = math.ceil(len(cells) / across)
    height = ROW * down + 30
    first, last = int(totals["year"].min()), int(totals["year"].max())
    traces: list[Trace] = []
    axes: dict[str, Trace] = {}
    names: list[Trace] = []
    for number, (country, series) in enumerate(cells):
        suffix = "" if number == 0 else str(number + 1)
        column, row = number % across, number // across
        left = 0.12 if width == "phone" else 0.035
        x_domain = [column / across + left, (column + 1) / across - 0.012]
        y_domain = [1 - (row + 1) / down + 26 / height, 1 - row / down - 26 / height]
        part = totals[(totals["country"] == country) & (totals["series"] == series)].sort_values("year")
        largest = float(part["upper"].max()) if len(part) else 0.0
        traces += _numbers(part, suffix, colours.latest if series == "victims" else colours.bar, paper)
        axes[f"xaxis{suffix}"] = {
            **_axis(colours), "domain": x_domain, "anchor": f"y{suffix}", "range": [first - 0.7, last + 0.7],
            "tickvals": [first, last], "ticktext": [t.year(first), t.year(last)], "showgrid": False,
        }  # fmt: skip
        axes[f"yaxis{suffix}"] = {
            **_axis(colours), "domain": y_domain, "anchor": f"x{suffix}",
            "range": [-0.06 * max(largest, 1), 1.12 * max(largest, 1)],
            "tickvals": [round_below(largest)] if largest else [],
            "ticktext": [t.number(round_below(largest))] if largest else [],
        }  # fmt: skip
        title = separated([f"<b>{t.country(country)}</b>", t.gettext(titles[series])], t)
        names.append(_text(title, x_domain[0], y_domain[1], "bottom", colours.text))
        if part.empty:
            said = t.gettext("Nothing reported") if series in SERIES else t.gettext("No number is published")
            names.append(_text(said, x_domain[0], sum(y_domain) / 2, "middle", colours.quiet_text))
    layout = chart_layout(paper, height=height, xaxis={}, yaxis={}, annotations=names, hovermode="closest")
    layout.update(axes)
    return plot(traces, layout)


def reporting(totals: pd.DataFrame, countries: tuple[str, ...]) -> list[str]:
    """The countries that reported something in one of the series."""
    return [country for country in countries if (totals["country"] == country).any()]


def _numbers(part: pd.DataFrame, suffix: str, colour: str, paper: Paper) -> list[Trace]:
    where: Trace = {"type": "scatter", "xaxis": f"x{suffix}", "yaxis": f"y{suffix}"}
    if part.empty:
        # an axis without a trace is not drawn at all
        return [{**where, "x": [None], "y": [None], "mode": "markers", "hoverinfo": "skip"}]
    few = part[part["value"].isna()]
    # a year without a number breaks the line
    years = pd.DataFrame({"year": range(int(part["year"].min()), int(part["year"].max()) + 1)})
    known = years.merge(part[part["value"].notna()], on="year", how="left")
    traces: list[Trace] = [
        {
            **where,
            "x": known["year"].to_numpy(),
            "y": known["value"].to_numpy(),
            "mode": "lines+markers",
            "line": {"color": colour, "width": 1.4},
            "marker": {"size": 5, "color": colour},
            "cliponaxis": False,
            "hovertext": [number_words(row, paper.t) if pd.notna(row["value"]) else "" for row in rows_of(known)],
            "hoverinfo": "text",
        }
    ]
    if len(few):
        traces.append(
            {
                **where,
                "x": few["year"].to_numpy(),
                "y": [2.0] * len(few),
                "mode": "markers",
                "marker": {"size": 6, "color": paper.colours.none, "line": {"color": colour, "width": 1.5}},
                "cliponaxis": False,
                "error_y": {"type": "data", "array": [2.0] * len(few), "color": colour, "thickness": 1.5, "width": 0},
                "hovertext": [number_words(row, paper.t) for row in rows_of(few)],
                "hoverinfo": "text",
            }
        )
    return traces


def number_words(row: Row, t: Translator) -> str:
    """One official number as it was published: "2022: 26,539", "2019: fewer than 5"."""
    year = t.year(row["year"])
    if pd.isna(row["value"]):
        return t.gettext("{year}: fewer than {limit}, as published").format(year=year, limit=t.number(5))
    return t.gettext("{year}: {number}").format(year=year, number=t.number(row["value"]))


def series_words(totals: pd.DataFrame, countries: tuple[str, ...], t: Translator) -> str:
    """The latest number of each country and series in words."""
    said = []
    for country in countries:
        for series, name in SERIES.items():
            part = totals[(totals["country"] == country) & (totals["series"] == series)].sort_values("year")
            if len(part):
                said.append(
                    t.gettext("{country}, {series}: {number}").format(
                        country=t.country(country),
                        series=t.gettext(name),
                        number=number_words(rows_of(part)[-1], t),
                    )
                )
    return t.gettext("Latest numbers as reported to UNODC. {rows}").format(rows=t.gettext("; ").join(said))


def children_figure(children: pd.DataFrame, paper: Paper) -> go.Figure:
    """Children among detected victims by year, a line a country; where "<5" was published, the range it allows."""
    t, colours = paper.t, paper.colours
    traces: list[Trace] = []
    countries = list(dict.fromkeys(children["country"]))
    for number, country in enumerate(countries):
        part = children[children["country"] == country].sort_values("year")
        middle = (part["lower"] + part["upper"]) / 2
        is_exact = bool((part["lower"] == part["upper"]).all())
        colour = colours.categories[number % len(colours.categories)]
        traces.append(
            {
                "type": "scatter",
                # between numbers known as ranges only, a line would be invented
                "mode": "lines+markers" if is_exact else "markers",
                "name": t.country(country),
                "x": part["year"].to_numpy(),
                "y": middle.to_numpy(),
                "line": {"color": colour, "width": 1.8},
                "marker": {"size": 6, "color": colour, "symbol": ("circle", "square", "diamond", "cross")[number % 4]},
                "error_y": {
                    "type": "data", "array": ((part["upper"] - part["lower"]) / 2).to_numpy(), "color": colour,
                    "thickness": 1.2, "width": 0,
                },
                "hovertext": [_child_words(row, t) for row in rows_of(part)],
                "hoverinfo": "text",
            }
        )  # fmt: skip
    first, last = int(children["year"].min()), int(children["year"].max())
    years = list(range(first, last + 1, max(1, (last - first) // 5)))
    ticks = [0, 0.2, 0.4, 0.6]
    layout = chart_layout(
        paper,
        height=300,
        xaxis={"tickvals": years, "ticktext": [t.year(year) for year in years], "showgrid": False},
        yaxis={"tickvals": ticks, "ticktext": [t.percent(tick) for tick in ticks], "range": [0, 0.7]},
        showlegend=True,
        legend={
            "orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "font": {"color": colours.text, "size": 12},
            "itemclick": False, "itemdoubleclick": False,
        },
    )  # fmt: skip
    layout["margin"] = {"l": 4, "r": 8, "t": 30, "b": 4}
    return plot(traces, layout)


def share_words(row: Row, t: Translator) -> str:
    """A share, or the range that "<5" leaves for it."""
    lower, upper = row["lower"], row["upper"]
    if lower == upper:
        return t.percent(lower)
    return t.gettext("{lower} to {upper}").format(lower=t.percent(lower), upper=t.percent(upper))


def _child_words(row: Row, t: Translator) -> str:
    return t.gettext(
        "<b>{country}, {year}</b><br>{children} of {total} detected victims were children: {share}"
    ).format(
        country=t.country(row["country"]),
        year=t.year(row["year"]),
        children=_as_published(row["children"], t),
        total=_as_published(row["total"], t),
        share=share_words(row, t),
    )


def _as_published(text: str, t: Translator) -> str:
    """A number as it was published, in the digits of the language: "26,539", "<5"."""
    digits = text.replace(",", "")
    return t.number(int(digits)) if digits.isdecimal() else t.gettext("fewer than {limit}").format(limit=t.number(5))


def children_words(children: pd.DataFrame, t: Translator) -> str:
    """The latest share of each country in words."""
    latest = children.sort_values("year").groupby("country", sort=False).tail(1)
    said = [_child_words(row, t).replace("<b>", "").replace("</b><br>", ": ") for row in rows_of(latest)]
    return t.gettext("Children among detected victims. {rows}").format(rows=t.gettext("; ").join(said))


def _axis(colours: Palette) -> Trace:
    return {
        "fixedrange": True, "zeroline": False, "gridcolor": colours.grid, "ticks": "", "tickangle": 0,
        "tickfont": {"color": colours.quiet_text, "size": 10},
    }  # fmt: skip


def _text(text: str, x: float, y: float, anchor: str, colour: str) -> Trace:
    return {
        "text": text, "x": x, "xref": "paper", "xanchor": "left", "y": y, "yref": "paper", "yanchor": anchor,
        "showarrow": False, "font": {"color": colour, "size": 12},
    }  # fmt: skip
