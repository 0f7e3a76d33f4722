"""Charts of the pages: pure functions from an answer of the release to a Plotly figure and its words.

Every function takes the answer (see data_access.questions), the translator and the palette. Hover texts are the same
sentences as in tables, so that digits and plurals are right in every language. Time axes keep their direction; bars of
named things start at the side where the language starts.
"""

import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from data_access.coding import UNKNOWN
from locales import Translator
from ui import words
from ui.palette import Palette

ROW_HEIGHT = 30


def trend_figure(answer: pd.DataFrame, t: Translator, colours: Palette) -> go.Figure:
    """Bars of people a year. The last year is stressed; withheld years are an open mark on the axis."""
    hover = [f"<b>{t.year(row['year'])}</b><br>{words.row_people(row, t)}" for _, row in answer.iterrows()]
    known = answer["count"].fillna(0).astype(float)
    figure = _figure(colours, t, height=260)
    figure.add_bar(
        x=answer["year"].to_numpy(),
        y=known.to_numpy(),
        marker_color=[colours.bar] * (len(answer) - 1) + [colours.latest],
        hovertext=hover,
        hoverinfo="text",
        error_y=_error_bars(answer, colours),
    )
    hidden = answer[answer["state"] == "withheld"]
    if len(hidden):
        figure.add_scatter(
            x=hidden["year"].to_numpy(),
            y=[0] * len(hidden),
            mode="markers",
            marker={"symbol": "circle-open", "size": 9, "color": colours.quiet_text},
            hovertext=[f"<b>{t.year(row['year'])}</b><br>{words.row_people(row, t)}" for _, row in hidden.iterrows()],
            hoverinfo="text",
        )
    years = answer["year"].tolist()
    step = max(1, math.ceil(len(years) / 7))
    shown = years[::-1][::step][::-1]
    figure.update_xaxes(tickvals=shown, ticktext=[t.year(year) for year in shown], showgrid=False)
    _count_axis(figure, "y", float(known.max() if len(known) else 0), t)
    return figure


def trend_words(answer: pd.DataFrame, t: Translator) -> str:
    """The trend in words, for screen readers."""
    published = answer[answer["state"] == "count"]
    if published.empty:
        return t.gettext("People identified each year: nothing may be shown.")
    top = published.loc[published["count"].astype(int).idxmax()]
    return t.gettext(
        "Bar chart of people identified each year, {first} to {last}. Most in {year}: {people}. Last year: {latest}."
    ).format(
        first=t.year(answer["year"].iloc[0]),
        last=t.year(answer["year"].iloc[-1]),
        year=t.year(top["year"]),
        people=words.row_people(top, t),
        latest=words.row_people(answer.iloc[-1], t),
    )


def ranked_figure(
    answer: pd.DataFrame,
    dimension: str,
    t: Translator,
    colours: Palette,
    *,
    most: int = 10,
    highlight: str | None = None,
) -> go.Figure:
    """Horizontal bars of the largest rows, each with its number and, where known, its share written at its end."""
    rows = answer[answer["state"] == "count"].head(most)
    labels = [_wrapped(words.label(dimension, code, t)) for code in rows[dimension]]
    ends, hover = [], []
    for _, row in rows.iterrows():
        number = t.number(int(row["count"]))
        has_share = "share" in row and not pd.isna(row["share"])
        share = words.share_text(float(row["share"]), t) if has_share else ""
        ends.append(f"{number} · {share}" if has_share else number)
        text = f"<b>{words.label(dimension, row[dimension], t)}</b><br>{words.row_people(row, t)}"
        if has_share:
            text += "<br>" + t.gettext("{share} of {people} for whom it is recorded").format(
                share=share, people=words.people(row["asked"], t)
            )
        hover.append(text)
    figure = _figure(colours, t, height=ROW_HEIGHT * max(len(rows), 3) + 24)
    counts = rows["count"].astype(float).to_numpy()
    figure.add_bar(
        x=counts,
        y=list(range(len(rows))),
        orientation="h",
        marker_color=[colours.latest if code == highlight else colours.bar for code in rows[dimension]],
        text=ends,
        textposition="outside",
        textfont={"color": colours.text, "size": 13},
        cliponaxis=False,
        hovertext=hover,
        hoverinfo="text",
        error_x=_error_bars(rows, colours),
    )
    _named_rows(figure, labels, t, reach=(counts.max() if len(counts) else 1) * 1.7)
    return figure


def ranked_words(answer: pd.DataFrame, dimension: str, title: str, t: Translator) -> str:
    """The three largest rows in words."""
    rows = answer[answer["state"] == "count"].head(3)
    if rows.empty:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = [
        t.gettext("{name}, {people}").format(
            name=words.label(dimension, row[dimension], t), people=words.row_people(row, t)
        )
        for _, row in rows.iterrows()
    ]
    return t.gettext("{title}. Largest: {rows}.").format(title=title, rows="; ".join(said))


def sex_and_age_figure(answer: pd.DataFrame, t: Translator, colours: Palette) -> go.Figure:
    """Two-sided bars of age bands: women and girls on one side, men and boys on the other; other sexes are in the table."""
    age = "age_band" if "age_band" in answer else "age"
    bands = [band for band in dict.fromkeys(answer[age]) if band != UNKNOWN]
    figure = _figure(colours, t, height=ROW_HEIGHT * max(len(bands), 3) + 64)
    largest = 1.0
    for sex, side, colour in (("female", -1, colours.categories[0]), ("male", 1, colours.categories[1])):
        rows = answer[(answer["sex"] == sex) & (answer["state"] == "count")].set_index(age)
        counts = [float(rows["count"].get(band, 0)) for band in bands]
        largest = max(largest, *counts) if counts else largest
        figure.add_bar(
            x=[side * count for count in counts],
            y=list(range(len(bands))),
            orientation="h",
            name=words.label("sex", sex, t),
            marker_color=colour,
            hovertext=[
                f"<b>{words.label('sex', sex, t)}</b><br>{words.label(age, band, t)}<br>"
                + (words.row_people(rows.loc[band], t) if band in rows.index else t.gettext("none or withheld"))
                for band in bands
            ],
            hoverinfo="text",
        )
    figure.update_layout(
        barmode="relative",
        bargap=0.25,
        showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
    )
    ticks = _ticks(largest)[:3]
    figure.update_xaxes(
        tickvals=[-tick for tick in reversed(ticks) if tick] + ticks,
        ticktext=[t.number(tick) for tick in reversed(ticks) if tick] + [t.number(tick) for tick in ticks],
        range=[-largest * 1.08, largest * 1.08],
        gridcolor=colours.grid,
    )
    figure.update_yaxes(
        tickvals=list(range(len(bands))), ticktext=[words.label(age, band, t) for band in bands], showgrid=False
    )
    return figure


def sex_and_age_words(answer: pd.DataFrame, t: Translator) -> str:
    """The largest group of sex and age in words."""
    age = "age_band" if "age_band" in answer else "age"
    rows = answer[(answer["state"] == "count") & (answer[age] != UNKNOWN) & (answer["sex"] != UNKNOWN)]
    if rows.empty:
        return t.gettext("Sex and age: nothing may be shown.")
    row = rows.loc[rows["count"].astype(int).idxmax()]
    return t.gettext("Sex and age of the people identified. Largest group: {sex}, {age}, {people}.").format(
        sex=words.label("sex", row["sex"], t),
        age=words.label(age, row[age], t),
        people=words.row_people(row, t),
    )


def change_figure(changes: pd.DataFrame, t: Translator, colours: Palette, *, most: int = 8) -> go.Figure:
    """Bars of the largest changes from one year to the next, with their sign written out."""
    rows = changes[changes["dimension"] != "total"].head(most)
    figure = _figure(colours, t, height=ROW_HEIGHT * max(len(rows), 3) + 24)
    change = rows["change"].astype(float).to_numpy()
    certain = (rows["change"].abs() > 1.96 * rows["change_error"]).to_numpy()
    figure.add_bar(
        x=change,
        y=list(range(len(rows))),
        orientation="h",
        marker_color=[
            (colours.latest if x > 0 else colours.bar) if sure else colours.withheld
            for x, sure in zip(change, certain, strict=True)
        ],
        text=[_signed(int(x), t) for x in change],
        textposition="outside",
        textfont={"color": colours.text, "size": 13},
        cliponaxis=False,
        hovertext=[
            f"<b>{words.label(row['dimension'], row['code'], t)}</b><br>"
            + t.gettext("{before} in {before_year}, {latest} in {latest_year}").format(
                before=t.number(row["previous"]),
                before_year=t.year(row["previous_year"]),
                latest=t.number(row["latest"]),
                latest_year=t.year(row["latest_year"]),
            )
            for _, row in rows.iterrows()
        ],
        hoverinfo="text",
    )
    reach = max(abs(change).max() if len(change) else 1, 1) * 1.5
    labels = [_wrapped(words.label(row["dimension"], row["code"], t)) for _, row in rows.iterrows()]
    _named_rows(figure, labels, t, reach=reach, lowest=-reach if (change < 0).any() else 0)
    figure.add_vline(x=0, line_color=colours.quiet_text, line_width=1)
    return figure


def _figure(colours: Palette, t: Translator, *, height: int) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 4, "r": 4, "t": 8, "b": 4},
        showlegend=False,
        bargap=0.28,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
        font={"color": colours.text, "size": 13},
        hoverlabel={"align": "right" if t.language.direction == "rtl" else "left"},
    )
    figure.update_xaxes(zeroline=False, automargin=True, gridcolor=colours.grid, fixedrange=True)
    figure.update_yaxes(zeroline=False, automargin=True, gridcolor=colours.grid, fixedrange=True)
    return figure


def _named_rows(figure: go.Figure, labels: Sequence[str], t: Translator, *, reach: float, lowest: float = 0) -> None:
    """Rows of named things: names at the side where the language starts, no number axis, room for the text at the end."""
    start, end = (reach, lowest) if t.language.direction == "rtl" else (lowest, reach)
    figure.update_xaxes(visible=False, range=[start, end])
    figure.update_yaxes(
        tickvals=list(range(len(labels))),
        ticktext=labels,
        showgrid=False,
        range=[len(labels) - 0.5, -0.5],
        side="right" if t.language.direction == "rtl" else "left",
    )


def _count_axis(figure: go.Figure, axis: str, largest: float, t: Translator) -> None:
    ticks = _ticks(largest)
    update = figure.update_yaxes if axis == "y" else figure.update_xaxes
    update(tickvals=ticks, ticktext=[t.number(tick) for tick in ticks], range=[0, max(largest * 1.12, 1)])


def _ticks(largest: float) -> list[int]:
    """About four round ticks from zero to `largest`."""
    if largest < 1:
        return [0]
    rough = largest / 4
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    step = max(1, math.ceil(step))
    return list(range(0, int(largest) + 1, step))


def _error_bars(answer: pd.DataFrame, colours: Palette) -> dict[str, object] | None:
    if not (answer["standard_error"] > 0).any():
        return None
    return {
        "type": "data",
        "array": (1.96 * answer["standard_error"]).to_numpy(),
        "color": colours.quiet_text,
        "width": 3,
    }


def _signed(number: int, t: Translator) -> str:
    # U+2066/U+2069 keep the sign on the left of the number in a right-to-left line
    return f"\u2066{'+' if number > 0 else '−' if number < 0 else ''}{t.number(abs(number))}\u2069"


def _wrapped(label: str, width: int = 26) -> str:
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + len(word) < width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "<br>".join(lines[:2]) + ("…" if len(lines) > 2 else "")
