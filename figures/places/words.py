"""Everything about one place in words: its headline, what may be concluded of its rate, what others do and publish."""

from collections.abc import Sequence

import pandas as pd

from data_access.gazetteer import province_code
from data_access.gazetteer.areas import area_places
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.comparison import words as comparison_words
from figures.context.published import words as published_words
from figures.kit import words
from figures.kit.labels import VERDICT, place_in_country, place_name
from figures.kit.rows import Row, rows_of
from figures.kit.text import separated
from figures.overview import words as overview_words
from findings.sides import place_of
from locales import Translator

MOST_LINES = 4


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
        against(roles, t),
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


def tagged_place(rates: pd.DataFrame, place: str, t: Translator) -> str | None:
    """What may be concluded of the rate of one of several places."""
    said = tag_sentence(rates, place, t)
    return t.gettext("{place}: {sentence}").format(place=place_name(place, t), sentence=said) if said else None


def no_place(left_out: Sequence[str], place: str, t: Translator) -> str:
    """That the page has one place, and which it takes where none or several are chosen."""
    if left_out:
        return t.gettext("One place fits this page: {place}. Left out: {places}.").format(
            place=place_in_country(place, t), places=t.listed([place_in_country(code, t) for code in left_out])
        )
    return t.gettext("No place is chosen, so this is {place}: choose a country or province above.").format(
        place=place_in_country(place, t)
    )


def programmes_here(portfolio: pd.DataFrame, place: str, places: Sequence[str]) -> list[Row]:
    """The programmes of a place of the page: those whose results name it; of the country of a province those that name
    no province. places: those that the page is about."""
    rows = [row for row in rows_of(portfolio) if place[:2] in row["named_countries"]]
    if len(place) > 2:
        return [row for row in rows if place in row["places"]]
    return rows if place in places else [row for row in rows if not row["places"]]


def programme_words(row: Row, t: Translator) -> str:
    """Who pays for a programme, and when it runs."""
    years = [t.year(int(str(day)[:4])) for day in (row["start"], row["end"]) if day]
    period = [words.span((int(str(row["start"])[:4]), int(str(row["end"])[:4])), t)] if len(years) == 2 else years
    return separated([str(row["donor"]), *period] if row["donor"] else period, t)


def figures_here(published: pd.DataFrame, place: str) -> list[Row]:
    """The figures that others published about a place (of a country those that name no place in it): the newest of each
    theme first, then the others, the newest first."""
    rows = []
    for row in rows_of(published):
        named = row["place_text"]
        is_named = published_words.is_there(named)
        if (not is_named) if len(place) == 2 else (is_named and province_code(named, place[:2]) == place):
            rows.append(row)
    rows.sort(key=lambda row: (published_words.is_there(row["value"]), str(row["period_end"] or "")), reverse=True)
    newest = {row["id"] for row in {row["theme"]: row for row in reversed(rows)}.values()}
    return sorted(rows, key=lambda row: row["id"] not in newest)


def figure_words(row: Row, t: Translator) -> tuple[str, str, str]:
    """A published figure: its number, what it is of and when, and whose it is and how firm."""
    group = published_words.group_words(row, t)
    what = [str(row["title"]), *([group] if group else []), published_words.period_words(row, t)]
    body = str(row["body"] or row["source_publisher"])
    return (
        published_words.value_words(row, t),
        separated(what, t),
        separated([body, published_words.firmness(row, t)], t),
    )


def against(roles: pd.DataFrame, t: Translator) -> str | None:
    """How many people were identified, against what is compared with; None where nothing is."""
    pair = roles.attrs.get("sides")
    row = next((row for row in rows_of(roles) if row["code"] == "identified"), None)
    if pair is None or row is None or not row["verdict"]:
        return None
    return t.gettext("{name}, {one} against {other}: {difference}.").format(
        name=comparison_words.row_name(row, t), one=comparison_words.side_name(pair, pair.one, t),
        other=comparison_words.side_name(pair, pair.other, t), difference=comparison_words.difference(row, t),
    )  # fmt: skip
