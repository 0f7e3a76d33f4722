"""Everything about one place in words: its headline, what may be concluded of its rate, what others do and publish."""

from collections.abc import Sequence

import pandas as pd

from data_access.gazetteer import province_code
from data_access.gazetteer.areas import area_places
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.comparison import words as comparison_words
from figures.kit import words
from figures.kit.labels import VERDICT, place_in_country
from figures.kit.rows import Row, rows_of
from figures.overview import words as overview_words
from findings.sides import place_of
from locales import Translator

MOST_PROGRAMMES, MOST_FIGURES = 6, 6


def headline(people: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str:
    """The page's one sentence: the place, and how many people were identified there."""
    said = overview_words.headline(people, filters.without("country", "place"), release, t)
    return t.gettext("{place}: {sentence}").format(place=place_in_country(place_of(filters) or "", t), sentence=said)


def lead(roles: pd.DataFrame, rates: pd.DataFrame, place: str, t: Translator) -> str | None:
    """What else the place is to people, and whether its rate holds up. rates: findings.verdicts.judge."""
    said = [
        t.gettext("{name}: {number}").format(
            name=comparison_words.row_name(row, t),
            number=" ".join([comparison_words.number(row, "one", t), comparison_words.margin(row, "one", t)]).strip(),
        )
        for row in rows_of(roles)
        if row["code"] != "identified"
    ]
    return words.joined(
        t.gettext("{numbers}.").format(numbers=t.gettext("; ").join(said)) if said else None,
        tag_sentence(rates, place, t),
    )


def tag_sentence(rates: pd.DataFrame, place: str, t: Translator) -> str | None:
    """What may be concluded of the rate of a province against its country's (findings.verdicts); None of a country."""
    row = next((row for row in rows_of(rates) if place in area_places(row["place"])), None) if len(place) > 2 else None
    if row is None or "verdict" not in row:
        return None
    tag = t.gettext(VERDICT[row["verdict"]])
    if row["relative_risk"] != row["relative_risk"]:
        return t.gettext("Its rate of identification: {tag}.").format(tag=tag)
    return t.gettext(
        "Its rate of identification is {times} times its country's ({lower} to {upper}): {tag}."
    ).format(
        times=t.number(row["relative_risk"], 1), lower=t.number(row["relative_lower"], 1),
        upper=t.number(row["relative_upper"], 1), tag=tag,
    )  # fmt: skip


def no_place(left_out: Sequence[str], place: str, t: Translator) -> str:
    """That the page has one place, and which it takes where none or several are chosen."""
    if left_out:
        return t.gettext("One place fits this page: {place}. Left out: {places}.").format(
            place=place_in_country(place, t), places=t.listed([place_in_country(code, t) for code in left_out])
        )
    return t.gettext("No place is chosen, so this is {place}: choose a country or province above.").format(
        place=place_in_country(place, t)
    )


def programmes_here(portfolio: pd.DataFrame, place: str) -> list[Row]:
    """The programmes of a place: of a province those whose results name it, then those of its country that name no
    province."""
    country = place[:2]
    rows = [row for row in rows_of(portfolio) if country in row["named_countries"]]
    if len(place) == 2:
        return rows
    here = [row for row in rows if place in row["places"]]
    return here + [row for row in rows if not row["places"]]


def figures_here(published: pd.DataFrame, place: str) -> list[Row]:
    """The figures that others published about a place, the newest first: of a country those that name no place in it."""
    rows = []
    for row in rows_of(published):
        named = row["place_text"]
        is_named = named is not None and named == named
        if (not is_named) if len(place) == 2 else is_named and province_code(named, place[:2]) == place:
            rows.append(row)
    return sorted(rows, key=lambda row: (str(row["period_end"] or ""), row["value"] == row["value"]), reverse=True)
