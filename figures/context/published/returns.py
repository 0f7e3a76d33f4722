"""Returns to Afghanistan and deportations of Pakistanis: which published figures stand beside each other.

Refugees are counted by UNHCR, undocumented people by IOM: never in one chart. Whole years stand beside whole years
and weeks beside weeks; every other figure is drawn over its own period, or has a number and no bar.
"""

from collections.abc import Mapping, Sequence

import pandas as pd

from figures.context.published import words
from figures.context.published.small_multiples import Bar, Chart
from figures.kit.rows import Row, rows_of
from figures.kit.text import isolated, separated
from locales import N_, Translator

REFUGEES = {
    "IR": "Refugees returned to Afghanistan from Iran",
    "PK": "Refugees returned to Afghanistan from Pakistan",
}
UNDOCUMENTED = {
    "IR": "Undocumented Afghans returned from Iran",
    "PK": "Undocumented Afghans returned from Pakistan",
    "": "Undocumented Afghans returned from Iran and Pakistan",
}
EVERYONE = {
    "IR": "Afghans returned from Iran",
    "PK": "Afghans returned from Pakistan",
    "": "Afghans returned from Iran and Pakistan",
}
ASSISTED = {
    "IR": "Share of returnees from Iran assisted by IOM",
    "PK": "Share of returnees from Pakistan assisted by IOM",
}
CHILDREN = (
    "Unaccompanied migrant children from Iran assisted by IOM",
    "Unaccompanied migrant children from Pakistan assisted by IOM",
    "Unaccompanied and separated children returned from Iran",
)
OWN_ACCORD = "Afghans returned from Pakistan of their own accord"
SENT_BACK = "Afghans sent back by Pakistani border authorities for lack of documents"
DEPORTED_FROM = {
    "SA": "Pakistanis deported from Saudi Arabia",
    "IR": "Pakistanis deported from Iran",
    "AE": "Pakistanis deported from the United Arab Emirates",
}
DEPORTED = "Pakistanis deported"
# the words of the publisher: people who were made to go, and people who went
FORCED, CHOSEN = ("deported",), ("spontaneous", "voluntary")
WAYS = {FORCED: N_("Deported"), CHOSEN: N_("Spontaneous")}
WEEK = 7  # days


def of(figures: pd.DataFrame, *titles: str) -> list[Row]:
    """The figures of some indicators, by the begin of their period."""
    rows = rows_of(figures[figures["title"].isin(titles)])
    return sorted(rows, key=lambda row: (row["period_start"] or "", row["period_end"] or "", str(row["place_text"])))


def refugees(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Refugees who returned in each whole year, from Iran and from Pakistan."""
    return [
        Chart(_from(country, t), tuple(Bar(words.period_words(row, t), row) for row in rows), "refugees")
        for country, title in REFUGEES.items()
        if (rows := of(figures, title))
    ]


def spans(figures: pd.DataFrame, titles: Mapping[str, str], t: Translator) -> list[tuple[str, list[Row]]]:
    """Figures for everyone over more than a week, by the country that people came from."""
    return [
        (_from(country, t), rows)
        for country, title in titles.items()
        if (rows := [row for row in of(figures, title) if _is_long(row) and _is_whole(row)])
    ]


def ways(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """People who were deported beside those who went of their own accord, where both were counted: a chart a period,
    weeks on one scale, every other period on its own."""
    charts = []
    for country in ("IR", "PK"):
        rows = of(figures, UNDOCUMENTED[country])
        for period in dict.fromkeys(_period(row) for row in rows):
            of_period = [row for row in rows if _period(row) == period]
            both = _both(of_period, t)
            if both:
                title = separated([_from(country, t), words.period_words(of_period[0], t)], t)
                charts.append(Chart(title, tuple(both), "week" if _days(of_period[0]) == WEEK else ""))
    return sorted(charts, key=lambda chart: not chart.scale)


def _both(rows: Sequence[Row], t: Translator) -> list[Bar]:
    bars = []
    for place in dict.fromkeys(row["place_text"] for row in rows):
        pair = [
            (name, row) for said, name in WAYS.items() for row in rows
            if row["place_text"] == place and row["dimension"] in said
        ]  # fmt: skip
        if len(pair) == len(WAYS):
            bars += [Bar(separated([*_place(row, t), t.gettext(name)], t), row) for name, row in pair]
    return bars


def crossings(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Afghans who went back of their own accord through each crossing, and who were sent back at either: a chart a
    period, each with its own scale, for periods are not equally long."""
    sent = {_period(row): row for row in of(figures, SENT_BACK)}
    charts = []
    for period in dict.fromkeys(_period(row) for row in of(figures, OWN_ACCORD)):
        rows = [row for row in of(figures, OWN_ACCORD) if _period(row) == period]
        bars = [Bar(isolated(row["place_text"], t), row) for row in rows]
        if period in sent:
            bars.append(Bar(t.gettext("Sent back at either"), sent[period]))
        charts.append(Chart(words.period_words(rows[0], t), tuple(bars)))
    return charts


def assisted(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """The share of returnees whom IOM assisted, week by week."""
    return [
        Chart(_from(country, t), tuple(Bar(words.period_words(row, t), row) for row in rows), "share")
        for country, title in ASSISTED.items()
        if (rows := of(figures, title))
    ]


def children(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Children who came back without their family: a chart an indicator, each with its own scale and words."""
    return [
        Chart(
            isolated(title, t),
            tuple(Bar(separated([words.period_words(row, t), *_place(row, t)], t), row) for row in rows),
            "week" if all(_days(row) == WEEK for row in rows) else "",
        )
        for title in CHILDREN
        if (rows := of(figures, title))
    ]


def deported_from(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Pakistanis who were deported in each whole year, by the country that deported them."""
    return [
        Chart(t.country(country), tuple(Bar(words.period_words(row, t), row) for row in rows), "deported")
        for country, title in DEPORTED_FROM.items()
        if (rows := of(figures, title))
    ]


def deported_in_all(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Pakistanis who were deported from all countries: whole years with bars, parts of years and of people without.
    Two answers for one year are two bars."""
    rows = of(figures, DEPORTED)
    years = [row for row in rows if words.is_whole_year(row) and _is_whole(row)]
    parts = [row for row in rows if row not in years]
    twice = {
        row["period_start"] for row in years if [one["period_start"] for one in years].count(row["period_start"]) > 1
    }
    of_years = [
        Bar(
            separated(
                [
                    t.year(int(row["period_start"][:4])),
                    *([row["source_publisher"]] if row["period_start"] in twice else []),
                ],
                t,
            ),
            row,
        )
        for row in years
    ]
    of_parts = [
        Bar(
            separated([part for part in (words.period_words(row, t), words.group_words(row, t)) if part], t), row, False
        )
        for row in parts
    ]
    charts = [
        Chart(t.gettext("Whole years"), tuple(of_years)),
        Chart(t.gettext("Other periods, or some of the people: no bars"), tuple(of_parts)),
    ]
    return [chart for chart in charts if chart.bars]


def _from(country: str, t: Translator) -> str:
    if not country:
        return t.gettext("From Iran and Pakistan together, as published")
    return t.gettext("From {country}").format(country=t.country(country))


def _place(row: Row, t: Translator) -> list[str]:
    return [row["place_text"]] if words.is_there(row["place_text"]) else []


def _period(row: Row) -> tuple[str, str]:
    return row["period_start"], row["period_end"]


def _days(row: Row) -> int:
    days = words.days_of(row)
    return (days[1] - days[0]).days + 1 if days else 0


def _is_long(row: Row) -> bool:
    return _days(row) > WEEK


def _is_whole(row: Row) -> bool:
    """Is the figure about everyone? "since 1 January" says the period again."""
    return row["dimension"] is None or row["dimension"].startswith("since ")
