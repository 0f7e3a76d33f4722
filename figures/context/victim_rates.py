"""SDG indicator 16.2.2 from a release's own cases: rates by country, sex and age, and the words beside them."""

import pandas as pd
import plotly.graph_objects as go

from data_access.questions import official_statistics
from figures.kit import words
from figures.kit.bars import row_bars, row_ends, row_layout
from figures.kit.labels import label
from figures.kit.paper import Paper
from figures.kit.plots import plot
from figures.kit.rows import Row, rows_of
from figures.kit.tables import filled, reason_of
from figures.kit.text import separated
from figures.kit.trend_words import own_factors_sentence
from findings.victim_rates import ALL, STANDARDISED
from locales import Translator

ROW_HEIGHT = 26
MOST_NAMED = 3


def victim_rates_figure(rates: pd.DataFrame, paper: Paper) -> go.Figure:
    """A bar a country and group of people, every form together, then one a form, everybody in it, with the 95 %
    interval; what is withheld is in the table, and forms by sex and age."""
    t, colours = paper.t, paper.colours
    rows = shown_rows(rates)
    labels: list[str] = []
    places, bars = [], []
    for position, row in enumerate(rows):
        if position == 0 or rows[position - 1]["country"] != row["country"]:
            labels.append(f"<b>{t.country(row['country'])}</b>")
        places.append(len(labels))
        labels.append(bar_name(row, t))
        bars.append(row)
    tops = [row["upper"] for row in bars]
    ends = [rate_number(row["rate"], t) for row in bars]
    hover = [f"<b>{t.country(row['country'])}</b><br>{bar_name(row, t)}<br>{rate_sentence(row, t)}" for row in bars]
    colour = [colours.latest if _is_everybody(row) else colours.bar for row in bars]
    margins = [row["upper"] - row["rate"] for row in bars]
    traces = [
        row_bars([row["rate"] for row in bars], places, colour, hover, margins, colours),
        *row_ends(tops, places, ends, paper),
    ]
    return plot(traces, row_layout(labels, paper, reach=1.25 * max(tops, default=1.0), height=ROW_HEIGHT))


def shown_rows(rates: pd.DataFrame) -> list[Row]:
    """The rows that have a rate, country by country: groups of people in every form together, then single forms."""
    known = [row for row in rows_of(rates) if row["rate"] == row["rate"]]
    return [row for row in known if row["form"] == ALL or (row["sex"], row["age"]) == (ALL, ALL)]


def _is_everybody(row: Row) -> bool:
    return (row["form"], row["sex"], row["age"]) == (ALL, ALL, ALL)


def group_name(row: Row, t: Translator) -> str:
    """Whose rate it is: "Everyone", "Women and girls", "Children (under 18)", "Everyone, ages standardised"."""
    if row["age"] == STANDARDISED:
        return t.gettext("Everyone, ages standardised")
    named = [label(name, row[name], t) for name in ("sex", "age") if row[name] != ALL]
    return separated(named, t) if named else t.gettext("Everyone")


def bar_name(row: Row, t: Translator) -> str:
    """What a bar stands for: a group of people, or everybody in one form of exploitation."""
    return group_name(row, t) if row["form"] == ALL else label("form", row["form"], t)


def rate_number(rate: float, t: Translator) -> str:
    """A rate with as many decimals as it bears."""
    return t.number(rate, 1 if rate >= 10 else 2)


def rate_sentence(row: Row, t: Translator) -> str:
    """ "6.44 per 100,000 (5.82 to 7.12); 2,584 people (±27)"."""
    said = t.gettext("{rate} per 100,000 ({lower} to {upper})").format(
        rate=rate_number(row["rate"], t), lower=rate_number(row["lower"], t), upper=rate_number(row["upper"], t)
    )
    return t.gettext("; ").join([said, words.row_people(row, t)])


def victim_rates_words(rates: pd.DataFrame, t: Translator) -> str:
    """The figure in words: everybody's rate in the countries with the highest."""
    everybody = [row for row in shown_rows(rates) if _is_everybody(row)]
    if not everybody:
        return t.gettext("Victims per 100,000 people: no rate may be shown.")
    said = [
        f"{t.country(row['country'])}, {rate_sentence(row, t)}"
        for row in sorted(everybody, key=lambda row: -row["rate"])[:MOST_NAMED]
    ]
    return t.gettext("Victims per 100,000 people in {year}. Highest: {rows}.").format(
        year=t.year(rates.attrs["year"]), rows=t.gettext("; ").join(said)
    )


def victim_rates_note(rates: pd.DataFrame, t: Translator) -> str | None:
    """What the rates are, what they are not, and what countries reported themselves."""
    if "year" not in rates.attrs:
        return None
    _ = t.gettext
    years = t.gettext("; ").join(
        f"{t.country(country)} {t.year(year)}" for country, year in rates.attrs["population_years"].items()
    )
    return words.joined(
        _("People identified in this release's cases in {year}, the last whole year, for 100,000 people.").format(
            year=t.year(rates.attrs["year"])
        ),
        _(
            "Each group is divided by its own people; sex and age are crossed only where a source of people crosses "
            "them."
        ),
        _("People of unknown sex or age are in no group. Standardised: with the ages of the six countries together."),
        _("A person can be in two forms, so they do not add up. Forms by sex and age are in the table."),
        _("Populations: {years}.").format(years=years) if years else None,
        own_factors_sentence(rates.attrs["factors"], t),
        official_sentence(tuple(dict.fromkeys(rates["country"])), t),
    )


def official_sentence(countries: tuple[str, ...], t: Translator) -> str | None:
    """The newest number of detected victims that each country reported to UNODC: another count, never mixed."""
    victims = official_statistics.totals("victims")
    newest = victims[victims["country"].isin(countries)].sort_values("year").groupby("country").tail(1)
    said = [
        f"{t.country(row['country'])} {row['text'] if pd.isna(row['value']) else t.number(row['value'])}"
        f" ({t.year(row['year'])})"
        for row in rows_of(newest)
    ]
    if not said:
        return None
    return t.gettext("Not mixed with these: victims that countries reported to UNODC: {numbers}.").format(
        numbers=t.gettext("; ").join(said)
    )


def victim_rates_table(rates: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a country, form and group, as a visitor reads it."""
    _ = t.gettext
    if "year" not in rates.attrs:
        return rates
    rows = rows_of(rates)
    forms = [_("Every form") if row["form"] == ALL else label("form", row["form"], t) for row in rows]

    reasons = [reason_of(row, t) for row in rows]

    def number(name: str) -> pd.Series:
        return filled(pd.Series([round(row[name], 3) for row in rows]), reasons, t)

    return pd.DataFrame(
        {
            _("Country"): [t.country(row["country"]) for row in rows],
            _("Form of exploitation"): forms,
            _("Who"): [group_name(row, t) for row in rows],
            _("Year"): [t.year(row["year"]) for row in rows],
            _("People"): [words.row_people(row, t) for row in rows],
            _("Population"): [int(row["population"]) for row in rows],
            _("Victims per 100,000"): number("rate"),
            _("Lower limit (95%)"): number("lower"),
            _("Upper limit (95%)"): number("upper"),
        }
    )
