"""Ratings and estimates: the tiers of the US report as a grid, the editions of the Global Slavery Index each by itself,
and what was recorded beside what was estimated on a scale that says how far apart they are."""

import math
import re

import pandas as pd
import plotly.graph_objects as go

from data_access.questions.official_statistics import COUNTRIES
from figures.context.published import words
from figures.context.published.returns import of
from figures.context.published.small_multiples import Bar, Chart, hover_words
from figures.kit.paper import Paper
from figures.kit.plots import SMALL_FONT_SIZE, Trace, chart_layout, hover_label, is_rtl, plot
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated, separated
from locales import N_, Translator

CORE = tuple(COUNTRIES.values())
TIER = "Tier in the US Trafficking in Persons Report"
# from what the US calls full compliance to none: how dark a cell is (of the seven steps), and what stands in it
TIERS = {"Tier 1": (0, "1"), "Tier 2": (1, "2"), "Tier 2 Watch List": (3, "2W"), "Tier 3": (5, "3")}
EDITION = re.compile(r"Global Slavery Index (\d{4})$")
UNITS = {"people": N_("people"), "per 1,000": N_("per 1,000 people"), "percent": N_("% of the population")}
RECORDED = (
    "Crimes related to human trafficking recorded",
    "Human trafficking related crimes registered",
    "Cases of human trafficking registered",
    "Trafficking victims registered",
    "Trafficking victims identified by the government",
)
COMPARED = ("UZ", "TJ")


def tiers(figures: pd.DataFrame) -> pd.DataFrame:
    """One row a country and year: the figures of the tiers, as data_access.questions.published_figures has them, and
    `year`."""
    found = figures[(figures["title"] == TIER) & figures["country"].isin(CORE)]
    return found.assign(year=found["period_start"].astype(int))


def tier_figure(found: pd.DataFrame, paper: Paper) -> go.Figure:
    """A grid of countries and years, on a phone of years and countries; a cell without an edition that was read is
    empty. found: tiers()."""
    t, colours, is_phone = paper.t, paper.colours, paper.width == "phone"
    years = list(range(int(found["year"].min()), int(found["year"].max()) + 1))
    by_cell = {(row["country"], row["year"]): row for row in rows_of(found)}
    cells = [[by_cell.get((country, year)) for year in years] for country in CORE]
    countries, times = [t.country(code) for code in CORE], [t.year(year) for year in years]
    down, across = (times, countries) if is_phone else (countries, times)
    if is_phone:
        cells = [list(column) for column in zip(*cells, strict=True)]
    last = len(colours.sequential) - 1
    trace: Trace = {
        "type": "heatmap",
        "z": [[None if row is None else _tier(row)[0] for row in line] for line in cells],
        "text": [["" if row is None else t.number(int(_tier(row)[1][0])) + _tier(row)[1][1:] for row in line]
                 for line in cells],
        "hovertext": [[t.gettext("No edition read") if row is None else hover_words(row, t) for row in line]
                      for line in cells],
        "texttemplate": "%{text}", "textfont": {"size": 13}, "hoverinfo": "text", "hoverongaps": True,
        "zmin": 0, "zmax": last, "showscale": False,
        "colorscale": [[step / last, colour] for step, colour in enumerate(colours.sequential)],
        "xgap": 3, "ygap": 3,
    }  # fmt: skip
    axis = {"showgrid": False, "tickfont": {"color": colours.text, "size": SMALL_FONT_SIZE}}
    is_mirrored = is_rtl(t) and is_phone  # time runs from left to right in every language
    layout = chart_layout(
        paper,
        height=(27 if is_phone else 40) * len(down) + 50,
        xaxis={**axis, "side": "top", "tickvals": list(range(len(across))),
               "autorange": "reversed" if is_mirrored else True,
               "ticktext": across, "tickangle": -90 if is_phone else 0},
        yaxis={**axis, "tickvals": list(range(len(down))), "ticktext": down, "autorange": "reversed",
               "side": "right" if is_rtl(t) else "left"},
        plot_bgcolor=colours.none,
    )  # fmt: skip
    return plot([trace], {**layout, "hoverlabel": hover_label(t)})


def _tier(row: Row) -> tuple[int, str]:
    return TIERS[row["dimension"]]


def tier_words(found: pd.DataFrame, t: Translator) -> str:
    """The tiers of each country, year by year, in words."""
    said = []
    for country in CORE:
        rows = rows_of(found[found["country"] == country].sort_values("year"))
        if rows:
            years = [f"{t.year(row['year'])} {words.value_words(row, t)}" for row in rows]
            said.append(
                t.gettext("{name}: {number}").format(name=t.country(country), number=t.gettext(", ").join(years))
            )
    return t.gettext("; ").join(said)


def editions(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """What each edition of the Global Slavery Index says of countries: a chart an edition and unit, each with its own
    scale, for editions use different methods."""
    found: dict[tuple[str, str], list[Row]] = {}
    for row in rows_of(figures[figures["country"].notna() & (figures["theme"] == "estimates")]):
        edition = EDITION.search(row["title"])
        if edition and row["unit"] in UNITS:
            found.setdefault((edition[1], row["unit"]), []).append(row)
    return [
        Chart(
            separated([t.gettext("Edition of {year}").format(year=t.year(int(year))), t.gettext(UNITS[unit])], t),
            tuple(
                Bar(separated([t.country(row["country"]), words.period_words(row, t)], t), row)
                for row in sorted(rows, key=lambda row: -row["value"])
            ),
        )
        for (year, unit), rows in sorted(found.items(), key=lambda item: (list(UNITS).index(item[0][1]), item[0][0]))
    ]


def recorded_and_estimated(figures: pd.DataFrame) -> list[tuple[str, list[Row], list[Row]]]:
    """A country, what its authorities recorded, and how many people are estimated to be in modern slavery there."""
    answer: list[tuple[str, list[Row], list[Row]]] = []
    for country in COMPARED:
        mine = figures[(figures["country"] == country) & (figures["dimension"].isna())]
        recorded = [row for title in RECORDED for row in of(mine, title)]
        estimated = [row for row in rows_of(mine[mine["unit"] == "people"]) if EDITION.search(row["title"])]
        if recorded and estimated:
            answer.append((country, recorded, sorted(estimated, key=lambda row: row["title"])))
    return answer


def far_apart_figure(found: list[tuple[str, list[Row], list[Row]]], paper: Paper) -> go.Figure:
    """Points on a scale on which each step is ten times as many: full for what was recorded, open for estimates. On a
    phone the names stand above the points."""
    t, colours, is_phone = paper.t, paper.colours, paper.width == "phone"
    traces: list[Trace] = []
    labels: list[str] = []
    for country, *kinds in found:
        labels.append(f"<b>{t.country(country)}</b>")
        for is_estimate, rows in enumerate(kinds):
            for row in rows:
                traces.append(_point(row, len(labels), bool(is_estimate), paper))
                labels.append(separated([isolated(row["title"], t), words.period_words(row, t)], t))
    side = {"x": 1, "xanchor": "right"} if is_rtl(t) else {"x": 0, "xanchor": "left"}
    names = [
        {**side, "xref": "paper", "y": place - 0.42, "text": label, "showarrow": False,
         "font": {"color": colours.text, "size": SMALL_FONT_SIZE - 2}} for place, label in enumerate(labels)
    ]  # fmt: skip
    tens = range(7)
    layout = chart_layout(
        paper,
        height=(46 if is_phone else 28) * len(labels) + 40,
        xaxis={"type": "log", "range": [6.8, -0.1] if is_rtl(t) else [-0.1, 6.8], "side": "top",
               "tickvals": [10**n for n in tens],
               "ticktext": [t.number(10**n) if n % 2 == 0 or not is_phone else "" for n in tens]},
        yaxis={"visible": not is_phone, "tickvals": list(range(len(labels))), "ticktext": labels, "showgrid": False,
               "range": [len(labels) - 0.5, -0.8], "side": "right" if is_rtl(t) else "left",
               "tickfont": {"color": colours.text, "size": SMALL_FONT_SIZE}},
        annotations=names if is_phone else [],
        hovermode="closest",
    )  # fmt: skip
    return plot(traces, layout)


def _point(row: Row, place: int, is_estimate: bool, paper: Paper) -> Trace:
    t, colours = paper.t, paper.colours
    is_far = math.log10(max(row["value"], 1)) > (3 if paper.width == "phone" else 5.5)
    return {
        "type": "scatter", "mode": "markers+text", "x": [row["value"]], "y": [place],
        "marker": {"size": 10, "color": colours.none if is_estimate else colours.latest,
                   "line": {"color": colours.latest, "width": 2}},
        "text": [f"\u2002{words.value_words(row, t)}\u2002"],
        "textposition": "middle left" if is_far != is_rtl(t) else "middle right",
        "textfont": {"size": SMALL_FONT_SIZE, "color": colours.text},
        "hovertext": hover_words(row, t), "hoverinfo": "text", "cliponaxis": False,
    }  # fmt: skip


def far_apart_words(found: list[tuple[str, list[Row], list[Row]]], t: Translator) -> str:
    """The figures of both kinds in words."""
    said = []
    for country, recorded, estimated in found:
        for name, rows in ((N_("{country}, recorded"), recorded), (N_("{country}, estimated"), estimated)):
            numbers = [f"{isolated(row['title'], t)}, {words.period_words(row, t)}: {words.value_words(row, t)}"
                       for row in rows]  # fmt: skip
            said.append(
                t.gettext("{title}. {rows}").format(
                    title=t.gettext(name).format(country=t.country(country)), rows=t.gettext("; ").join(numbers)
                )
            )
    return " ".join(f"{text}." for text in said)
