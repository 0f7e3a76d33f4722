"""The newest official numbers beside each other, a row a country, each with its years as a small line."""

import base64
from collections.abc import Sequence

import pandas as pd

from figures.context.charts import SERIES, number_words
from figures.kit.paper import Paper
from figures.kit.rows import Row, rows_of
from figures.kit.text import separated
from locales import Translator

WIDTH, HEIGHT, EDGE = 84, 20, 3


def latest_table(totals: pd.DataFrame, countries: tuple[str, ...], paper: Paper) -> pd.DataFrame:
    """One row a country: its newest number of each series with its year, and all its years as a line. The cells are
    Markdown. totals: as data_access.questions.official_statistics.totals gives them."""
    t = paper.t
    columns: dict[str, list[str]] = {t.gettext("Country"): [f"**{t.country(country)}**" for country in countries]}
    for series, name in SERIES.items():
        columns[t.gettext(name)] = [latest_cell(totals, country, series, paper) for country in countries]
    return pd.DataFrame(columns)


def latest_lines(totals: pd.DataFrame, countries: tuple[str, ...], paper: Paper) -> list[str]:
    """The same for a narrow window, in Markdown: a line a country and series below each other."""
    t = paper.t
    said = []
    for country in countries:
        cells = [f"{latest_cell(totals, country, code, paper)} {t.gettext(name)}" for code, name in SERIES.items()]
        if not (totals["country"] == country).any():
            cells = [t.gettext("none published")]
        said.append("  \n".join([f"**{t.country(country)}**", *cells]))
    return said


def latest_plain(totals: pd.DataFrame, countries: tuple[str, ...], t: Translator) -> pd.DataFrame:
    """The same as `latest_table` for files: numbers with their years, in plain words."""
    columns: dict[str, list[str]] = {t.gettext("Country"): [t.country(country) for country in countries]}
    for series, name in SERIES.items():
        of_series = totals[totals["series"] == series].sort_values("year")
        newest = {row["country"]: row for row in rows_of(of_series)}  # the last of each country stays
        columns[t.gettext(name)] = [
            separated([newest_number(newest[country], t), t.year(newest[country]["year"])], t)
            if country in newest
            else t.gettext("none published")
            for country in countries
        ]
    return pd.DataFrame(columns)


def newest_number(row: Row, t: Translator) -> str:
    """A number as it was published: some only as fewer than 5."""
    if row["value"] == row["value"]:
        return t.number(row["value"])
    return t.gettext("fewer than {limit}").format(limit=t.number(5))


def latest_cell(totals: pd.DataFrame, country: str, series: str, paper: Paper) -> str:
    """The newest number of a country and series with its year and its line, or that none is published."""
    t = paper.t
    rows = rows_of(totals[(totals["country"] == country) & (totals["series"] == series)].sort_values("year"))
    if not rows:
        return f":gray[{t.gettext('none published')}]"
    newest = rows[-1]
    number = newest_number(newest, t)
    words = t.gettext("; ").join(number_words(row, t) for row in rows)
    line = sparkline(rows, (int(totals["year"].min()), int(totals["year"].max())), paper)
    return f"![{words}]({line})\u2002**{number}** :gray[{t.year(newest['year'])}]"


def sparkline(rows: Sequence[Row], years: tuple[int, int], paper: Paper) -> str:
    """The numbers of some years as a small line on its own scale from zero, as a picture in an address. A year without
    a number breaks the line; an open dot is "fewer than 5", and the last number has a dot."""
    colours = paper.colours
    top = max(row["upper"] for row in rows) or 1

    def place(row: Row) -> tuple[float, float]:
        across = (row["year"] - years[0]) / max(years[1] - years[0], 1)
        height = (row["lower"] + row["upper"]) / 2 / top
        return EDGE + across * (WIDTH - 2 * EDGE), HEIGHT - EDGE - height * (HEIGHT - 2 * EDGE)

    runs: list[list[Row]] = []
    for row in rows:
        is_known = row["value"] == row["value"]
        follows = runs and runs[-1][-1]["year"] == row["year"] - 1 and runs[-1][-1]["value"] == runs[-1][-1]["value"]
        if is_known and follows:
            runs[-1].append(row)
        else:
            runs.append([row])
    drawn = []
    for run in runs:
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, run))
        if len(run) > 1:
            drawn.append(f'<polyline points="{points}" fill="none" stroke="{colours.bar}" stroke-width="1.6"/>')
        elif run[0] is not rows[-1] or run[0]["value"] != run[0]["value"]:
            fill = colours.bar if run[0]["value"] == run[0]["value"] else colours.none
            drawn.append(_dot(*place(run[0]), 1.7, fill, colours.bar))
    if rows[-1]["value"] == rows[-1]["value"]:
        drawn.append(_dot(*place(rows[-1]), 2.4, colours.latest, colours.latest))
    picture = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(drawn)}</svg>'
    )
    return "data:image/svg+xml;base64," + base64.b64encode(picture.encode()).decode()


def _dot(x: float, y: float, radius: float, fill: str, stroke: str) -> str:
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}" stroke="{stroke}"/>'


def latest_words(totals: pd.DataFrame, t: Translator) -> str:
    """How to read the lines."""
    return t.gettext(
        "Each line shows {first} to {last} on its own scale; a gap is a year that was not reported, an open dot is a "
        "number published as fewer than 5."
    ).format(first=t.year(int(totals["year"].min())), last=t.year(int(totals["year"].max())))


def definitions(t: Translator) -> list[str]:
    """What the three numbers count, and what they do not."""
    return [
        t.gettext("**Victims detected**: people whom authorities of the country found and reported as victims."),
        t.gettext("**Persons prosecuted**: people against whom a court case for trafficking was begun."),
        t.gettext("**Persons convicted**: people who were found guilty, often in a later year than their case began."),
        t.gettext(
            "Each country counts by its own law and in its own way, and sends its numbers to UNODC. They are not how "
            "many victims or traffickers there are."
        ),
    ]
