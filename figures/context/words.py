"""Sentences and tables about official statistics, each with its source."""

import datetime

import pandas as pd

from data_access.questions import official_statistics
from figures.context import charts as figures
from figures.kit.rows import rows_of
from locales import Translator

CORE = tuple(official_statistics.COUNTRIES.values())


def headline(totals: pd.DataFrame, countries: tuple[str, ...], t: Translator) -> str:
    """The page's one sentence: the latest number of the country that detected most, and of whom there is none."""
    victims = totals[(totals["series"] == "victims") & totals["country"].isin(countries)]
    latest = victims.sort_values("year").groupby("country").tail(1).sort_values("upper", ascending=False)
    if latest.empty:
        return t.gettext("No number of detected victims is published for this choice")
    row = latest.iloc[0]
    said = t.gettext("{country} reported {number} detected victims to UNODC for {year}").format(
        country=t.country(row["country"]),
        number=t.number(row["value"]) if pd.notna(row["value"]) else row["text"],
        year=t.year(int(row["year"])),
    )
    silent = [t.country(country) for country in countries if country not in set(victims["country"])]
    if not silent:
        return said
    return t.gettext("{sentence}; of {countries} none is published").format(sentence=said, countries=t.listed(silent))


def citation(t: Translator) -> str:
    """Where the official statistics come from, with the date."""
    return t.gettext("Source: {publisher}, {title}, published {date}.").format(
        publisher=official_statistics.PUBLISHER,
        title=official_statistics.TITLE,
        date=t.date(datetime.date.fromisoformat(official_statistics.PUBLISHED)),
    )


def series_table(totals: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a country, series and year, in words."""
    _ = t.gettext
    return pd.DataFrame(
        {
            _("Country"): [t.country(code) for code in totals["country"]],
            _("Series"): [_(figures.SERIES[code]) for code in totals["series"]],
            _("Year"): [t.year(year) for year in totals["year"]],
            _("Number, as published"): totals["text"],
        }
    )


def children_table(children: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a country and year, in words."""
    _ = t.gettext
    return pd.DataFrame(
        {
            _("Country"): [t.country(code) for code in children["country"]],
            _("Year"): [t.year(year) for year in children["year"]],
            _("Children, as published"): children["children"],
            _("All detected victims, as published"): children["total"],
            _("Share of children"): [figures.share_words(row, t) for row in rows_of(children)],
        }
    )
