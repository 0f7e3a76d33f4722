"""Pakistan's provinces: which published figures stand in which chart. Provinces keep their order, and one for which
nothing is published keeps its row."""

import re

import pandas as pd

from data_access.gazetteer import province_code
from figures.context.published import words
from figures.context.published.returns import of
from figures.context.published.small_multiples import Bar, Chart
from figures.kit.labels import place_name
from figures.kit.rows import Row
from figures.kit.text import isolated, separated
from locales import N_, Translator

# as the sources write them, the largest first
PROVINCES = ("Punjab", "Sindh", "Khyber Pakhtunkhwa", "Balochistan", "Islamabad Capital Territory")
FIA = {
    "Cases of human trafficking registered by FIA": N_("Cases registered by FIA"),
    "People arrested for human trafficking by FIA": N_("People arrested by FIA"),
    "Raids against human traffickers": N_("Raids"),
    "Arrests in raids against human traffickers": N_("Arrests in raids"),
}
RED_BOOK = "Most-wanted human traffickers in the FIA Red Book"
INSPECTION = {
    "Labour inspectors": N_("Labour inspectors"),
    "Child labour violations found by labour inspectors": N_("Child labour violations found"),
}
SURVEYS = ("Children in child labour", "Children who work", "Share of working children who are in child labour",
           "Share of children in child labour who work in hazard")  # fmt: skip
MARRIED = "Married before age 15"
SEXES = {"female": N_("Women"), "male": N_("Men")}
COUNTRY = "PK"


def cases(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Cases, arrests and raids of FIA by province: a chart a year."""
    return _by_province(figures, FIA, t)


def inspection(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """Labour inspectors, and the violations that they found, by province: a chart a year."""
    return _by_province(figures, INSPECTION, t)


def red_book(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """The most wanted in each edition of the Red Book, by province."""
    return _by_province(figures, {RED_BOOK: N_("Red Book")}, t)


def red_book_zones(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """The same by the FIA zones, divisions and districts that each edition names, which are not the same ones."""
    charts = []
    rows = [row for row in of(figures, RED_BOOK) if row["place_text"] and row["place_text"] not in PROVINCES]
    for year in dict.fromkeys(row["period_start"] for row in rows):
        of_year = sorted((row for row in rows if row["period_start"] == year), key=lambda row: -row["value"])
        title = separated([t.gettext("Red Book"), t.year(int(year))], t)
        charts.append(Chart(title, tuple(Bar(isolated(row["place_text"], t), row) for row in of_year), "zones"))
    return charts


def child_labour(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """What the surveys of the provinces say of children at work: a chart a survey, question and unit."""
    charts: dict[tuple[str, ...], list[Row]] = {}
    for row in of(figures[figures["country"] == COUNTRY], *SURVEYS):
        if row["place_text"] in PROVINCES:
            charts.setdefault((row["place_text"], row["title"], row["unit"], row["period_start"]), []).append(row)
    return [
        Chart(
            separated([province_name(place, t), isolated(title, t), words.period_words(rows[0], t)], t),
            tuple(Bar(_ages(row, t), row) for row in sorted(rows, key=_age_order)),
            "share" if unit == "percent" else "",
        )
        for (place, title, unit, _), rows in charts.items()
    ]


def child_marriage(figures: pd.DataFrame, t: Translator) -> list[Chart]:
    """The share of women and men who were married before 15, by province; each survey has its own years."""
    rows = [row for row in of(figures[figures["country"] == COUNTRY], MARRIED) if row["place_text"] in PROVINCES]
    charts = []
    for sex, name in SEXES.items():
        found = {row["place_text"]: row for row in rows if row["dimension"] == sex}
        bars = [
            Bar(separated([province_name(place, t), words.period_words(found[place], t)], t), found[place])
            if place in found
            else Bar(province_name(place, t))
            for place in PROVINCES
        ]
        charts.append(Chart(t.gettext(name), tuple(bars), "married"))
    return charts if rows else []


def province_name(place: str, t: Translator) -> str:
    """The name of a province of Pakistan in the language."""
    code = province_code(place, COUNTRY)
    return place_name(code, t) if code else isolated(place, t)


def province_codes() -> list[str]:
    """The codes of Pakistan's provinces that the figures name, the country first."""
    return [COUNTRY, *filter(None, (province_code(name, COUNTRY) for name in PROVINCES))]


def _by_province(figures: pd.DataFrame, titles: dict[str, str], t: Translator) -> list[Chart]:
    charts = []
    for title, name in titles.items():
        rows = [row for row in of(figures[figures["country"] == COUNTRY], title) if words.is_there(row["place_text"])]
        named = [row for row in rows if row["place_text"] in PROVINCES]
        for period in dict.fromkeys((row["period_start"], row["period_end"]) for row in named):
            found = {row["place_text"]: row for row in rows if (row["period_start"], row["period_end"]) == period}
            places = [*PROVINCES, *(place for place in found if not re.match("|".join(PROVINCES), place))]
            bars = tuple(Bar(province_name(place, t), found.get(place)) for place in places)
            first = next(iter(found.values()))
            charts.append(Chart(separated([t.gettext(name), words.period_words(first, t)], t), bars, title))
    return charts


def _age_order(row: Row) -> tuple[list[int], str]:
    """By the ages in the text, of two that begin together the wider, then by the group."""
    first, last, *_rest = [*map(int, re.findall(r"\d+", row["dimension"] or "")), 0, 0]
    return [first, -last], row["dimension"] or ""


def _ages(row: Row, t: Translator) -> str:
    return words.group_words(row, t) or t.gettext("All")
