"""Charts of the pages: pure functions from an answer of the release to a Plotly figure and its words.

Every function takes the answer (see data_access.questions.overview), the translator and the palette. Hover texts are
the same sentences as in tables, so that digits and plurals are right in every language. Time axes keep their direction;
bars of named things start at the side where the language starts.
"""

import math

import pandas as pd
import plotly.graph_objects as go

from data_access.codes.of_release import UNKNOWN
from figures.kit import labels as kit_labels
from figures.kit import rows as answer_rows
from figures.kit import words
from figures.kit.bars import error_bars, row_bars, row_ends, row_layout, without_number
from figures.kit.labels import STATE
from figures.kit.palette import Palette
from figures.kit.paper import Paper
from figures.kit.plots import Trace, chart_layout, is_rtl, plot, wrapped
from figures.kit.rows import CONFIDENT, Row, rows_of
from figures.kit.text import separated
from figures.kit.unfinished import NOT_FINISHED, unfinished_note
from locales import Translator

ROW_HEIGHT = 30
BAND_HEIGHT = 24
MOST_RANKED = 10


def trend_figure(answer: pd.DataFrame, paper: Paper, whole: tuple[int, int] | None) -> go.Figure:
    """Bars of people a year. The last whole year is stressed, years that may still grow are hatched and named;
    withheld years are an open mark on the axis. whole: see findings.change.whole_years."""
    t, colours = paper.t, paper.colours
    rows = rows_of(answer)
    hover = [f"<b>{t.year(row['year'])}</b><br>{words.row_people(row, t)}" for row in rows]
    open_years = [whole is None or row["year"] > whole[1] for row in rows]
    hover = [
        f"{text}<br>{t.gettext(NOT_FINISHED)}" if one else text for text, one in zip(hover, open_years, strict=True)
    ]
    heights = [float(row["count"]) if row["state"] == "count" else 0.0 for row in rows]
    errors = [_margin(row) for row in rows]
    years = [row["year"] for row in rows]
    traces: list[Trace] = [
        {
            "type": "bar",
            "x": years,
            "y": heights,
            "marker": {
                "color": [colours.latest if whole and year == whole[1] else colours.bar for year in years],
                "pattern": {
                    "shape": ["/" if one else "" for one in open_years],
                    "fgcolor": colours.none,
                    "size": 6,
                    "solidity": 0.35,
                },
            },
            "hovertext": hover,
            "hoverinfo": "text",
            "meta": without_number(rows),
            **error_bars("error_y", errors, colours),
        }
    ]
    hidden = [position for position, row in enumerate(rows) if row["state"] == "withheld"]
    if hidden:
        traces.append(
            {
                "type": "scatter",
                "x": [years[position] for position in hidden],
                "y": [0] * len(hidden),
                "mode": "markers",
                "marker": {
                    "symbol": "circle-open",
                    "size": 9,
                    "color": colours.quiet_text,
                    "line": {"width": 2},
                },
                "hovertext": [hover[position] for position in hidden],
                "hoverinfo": "text",
                "cliponaxis": False,
            }
        )
    step = max(1, math.ceil(len(years) / 7))
    shown = years[::-1][::step][::-1]
    largest = max((height + error for height, error in zip(heights, errors, strict=True)), default=0.0)
    ticks = _ticks(largest)
    layout = chart_layout(
        paper,
        height=240,
        margin={"l": 4, "r": 4, "t": 22, "b": 4},
        annotations=unfinished_note([year for year, one in zip(years, open_years, strict=True) if one], "▨", paper),
        xaxis={"tickvals": shown, "ticktext": [t.year(year) for year in shown], "showgrid": False},
        yaxis={
            "tickvals": ticks,
            "ticktext": [t.number(tick) for tick in ticks],
            "range": [0, max(largest * 1.08, 1)],
        },
    )
    return plot(traces, layout)


def trend_words(answer: pd.DataFrame, t: Translator) -> str:
    """The trend in words, for screen readers."""
    rows = rows_of(answer)
    published = answer_rows.published(answer)
    if not published:
        return t.gettext("People identified each year: nothing may be shown.")
    top = max(published, key=lambda row: int(row["count"]))
    return t.gettext(
        "Bar chart of people identified each year, {first} to {last}. Most in {year}: {people}. Last year: {latest}."
    ).format(
        first=t.year(rows[0]["year"]),
        last=t.year(rows[-1]["year"]),
        year=t.year(top["year"]),
        people=words.row_people(top, t),
        latest=words.row_people(rows[-1], t),
    )


def ranked_figure(answer: pd.DataFrame, dimension: str, paper: Paper) -> go.Figure:
    """Horizontal bars of the largest rows, each with its number and, where known, its share written at its end."""
    t = paper.t
    rows = answer_rows.published(answer)[:MOST_RANKED]
    ends, hover = [], []
    for row in rows:
        said = [words.row_number(row, t)]
        text = f"<b>{kit_labels.label(dimension, row[dimension], t)}</b><br>{words.row_people(row, t)}"
        if "share" in row and not pd.isna(row["share"]):
            share = words.share_text(float(row["share"]), t)
            said.append(share)
            text += "<br>" + t.gettext("{share} of {people} for whom it is recorded").format(
                share=words.row_share(row, t), people=words.people(row["asked"], t)
            )
        ends.append(separated(said, t))
        hover.append(text)
    counts = [float(row["count"]) for row in rows]
    errors = [_margin(row) for row in rows]
    tops = [count + error for count, error in zip(counts, errors, strict=True)]
    places = list(range(len(rows)))
    traces = [
        row_bars(counts, places, [paper.colours.bar] * len(rows), hover, errors, paper.colours),
        *row_ends(tops, places, ends, paper),
    ]
    labels = [wrapped(kit_labels.label(dimension, row[dimension], t)) for row in rows]
    # room for "26,058 · 48%" after the longest bar: a third of the panel
    return plot(traces, row_layout(labels, paper, reach=max(tops, default=1) * 1.95, height=ROW_HEIGHT))


def ranked_words(answer: pd.DataFrame, dimension: str, title: str, t: Translator) -> str:
    """The three largest rows in words."""
    rows = answer_rows.published(answer)[:3]
    if not rows:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = [_name_and_people(kit_labels.label(dimension, row[dimension], t), row, t) for row in rows]
    return t.gettext("{title}. Largest: {rows}.").format(title=title, rows=t.gettext("; ").join(said))


def ranked_note(answer: pd.DataFrame, dimension: str, t: Translator) -> str | None:
    """Which of the rows that the figure shows are too close to rank, or None."""
    return words.ranking_note(answer_rows.published(answer)[:MOST_RANKED], dimension, t)


def sex_and_age_figure(answer: pd.DataFrame, paper: Paper) -> go.Figure:
    """Two-sided bars of age bands: women and girls left, men and boys right; other sexes are in the table."""
    t, colours = paper.t, paper.colours
    age = "age_band" if "age_band" in answer else "age"
    bands = [band for band in dict.fromkeys(answer[age]) if band != UNKNOWN]
    cells = {(row["sex"], row[age]): row for row in rows_of(answer)}
    traces: list[Trace] = []
    largest = 1.0
    # whichever the language, women and girls stand at the left: the axis is one of numbers
    for sex, side, colour in (("female", -1, colours.categories[0]), ("male", 1, colours.categories[1])):
        rows = [cells.get((sex, band)) for band in bands]
        counts = [float(row["count"]) if row and row["state"] == "count" else 0.0 for row in rows]
        errors = [_margin(row) if row else 0.0 for row in rows]
        largest = max([largest, *(count + error for count, error in zip(counts, errors, strict=True))])
        said = [words.row_people(row, t) if row else t.gettext(STATE["none"]) for row in rows]
        traces.append(
            {
                "type": "bar",
                "x": [side * count for count in counts],
                "y": list(range(len(bands))),
                "orientation": "h",
                "marker": {"color": colour},
                "hovertext": [
                    f"<b>{kit_labels.label('sex', sex, t)}</b><br>{kit_labels.label(age, band, t)}<br>{people}"
                    for band, people in zip(bands, said, strict=True)
                ],
                "hoverinfo": "text",
                "meta": without_number(rows),
                **error_bars("error_x", errors, colours),
            }
        )
    ticks = [tick for tick in _ticks(largest, about=2) if tick]
    layout = chart_layout(
        paper,
        height=BAND_HEIGHT * max(len(bands), 3) + 66,
        xaxis={
            "tickvals": [-tick for tick in reversed(ticks)] + [0, *ticks],
            "ticktext": [t.number(tick) for tick in [*reversed(ticks), 0, *ticks]],
            "range": [-largest * 1.08, largest * 1.08],
        },
        yaxis={
            "tickvals": list(range(len(bands))),
            "ticktext": [kit_labels.label(age, band, t) for band in bands],
            "showgrid": False,
            "side": "right" if is_rtl(t) else "left",
        },
        barmode="relative",
        bargap=0.25,
        margin={"l": 4, "r": 4, "t": 26, "b": 4},
        annotations=[
            _side_name(kit_labels.label("sex", "female", t), "right", colours.categories[0], colours),
            _side_name(kit_labels.label("sex", "male", t), "left", colours.categories[1], colours),
        ],
    )
    return plot(traces, layout)


def _side_name(name: str, anchor: str, colour: str, colours: Palette) -> Trace:
    """The name of a side over its bars, with a square of its colour: nearer than a legend."""
    square = f'<span style="color:{colour}">■</span>'
    return {
        "text": f"{name} {square}" if anchor == "right" else f"{square} {name}",
        "x": 0,
        "xref": "x",
        "xanchor": anchor,
        "xshift": -6 if anchor == "right" else 6,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"color": colours.text, "size": 12},
    }


def sex_and_age_words(answer: pd.DataFrame, t: Translator) -> str:
    """The largest group of sex and age in words."""
    age = "age_band" if "age_band" in answer else "age"
    rows = [row for row in answer_rows.published(answer) if row[age] != UNKNOWN and row["sex"] != UNKNOWN]
    if not rows:
        return t.gettext("Sex and age: nothing may be shown.")
    row = max(rows, key=lambda row: int(row["count"]))
    return t.gettext("Sex and age of the people identified. Largest group: {sex}, {age}, {people}.").format(
        sex=kit_labels.label("sex", row["sex"], t),
        age=kit_labels.label(age, row[age], t),
        people=words.row_people(row, t),
    )


def _name_and_people(name: str, row: Row, t: Translator) -> str:
    return t.gettext("{name}, {people}").format(name=name, people=words.row_people(row, t))


def _ticks(largest: float, about: int = 4) -> list[int]:
    """About `about` round ticks from zero to `largest`."""
    if largest < 1:
        return [0]
    rough = largest / about
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    step = max(1, math.ceil(step))
    return list(range(0, int(largest) + 1, step))


def _margin(row: Row) -> float:
    return CONFIDENT * float(row["standard_error"]) if row["state"] == "count" else 0.0
