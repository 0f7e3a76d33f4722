"""Whom a visitor asks about: "how many women in Herat" is a place, and a choice of people there."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from data_access.release.filters import Filters
from figures.kit import words
from figures.kit.text import separated
from figures.search.ranking import Entry, Index, telling_words, words_of
from locales import N_, Translator, offered_languages, translator

# what people are called, and the choice that it is
PEOPLE = (
    (N_("women woman female"), Filters(sex=("female",))),
    (N_("girls girl"), Filters(sex=("female",), age=("child",))),
    (N_("men man male"), Filters(sex=("male",))),
    (N_("boys boy"), Filters(sex=("male",), age=("child",))),
    (N_("children child minors"), Filters(age=("child",))),
    (N_("adults adult"), Filters(age=("adult",))),
)
NOBODY_ELSE = N_("people persons victims victim cases identified found")  # who are counted anyhow
YEAR = re.compile(r"(?:19|20)\d\d")
NUMBER = re.compile(r"\d{3,}")
KINDS = ("place", "form")  # of which people can be chosen


def find(index: Index, looked_for: str, most: int, t: Translator) -> list[Entry]:
    """The entries that are meant, the best first: those for the people that are named before the others."""
    named, everybody = _called()
    wanted = telling_words(looked_for)
    asked = {named[word] for word in wanted if word in named}
    years = {int(word) for word in wanted if YEAR.fullmatch(word)}
    others = [word for word in wanted if word not in named and word not in everybody and not YEAR.fullmatch(word)]
    found = [_with_number(entry, wanted, t) for entry in index.find(looked_for, most)]
    if len(others) == len(wanted) or not (others or (years and len(wanted) > len(years))):
        return found
    if len(asked) > 1:  # who names two groups hardly means those who are in both
        asked = set()
    about = [entry for entry in index.find(" ".join(others), most) if entry.kind in KINDS]
    if not others:  # everybody, or all of a group, in a year
        about = [entry for entry in index.entries if (entry.kind, entry.page) == ("page", "overview")]
    return list(dict.fromkeys([*_of_people(about, asked, years, t), *found]))[:most]


def _of_people(entries: Iterable[Entry], asked: set[Filters], years: set[int], t: Translator) -> Iterable[Entry]:
    """The entries, of the people and the years that are asked about."""
    period = (min(years), max(years)) if years else None
    for entry in entries:
        for filters in asked or {Filters()}:
            query = [(name, code) for name in ("sex", "age") for code in getattr(filters, name)]
            who = t.gettext(", ").join(
                part for part in (words.who(filters, t), words.span(period, t) if period else "") if part
            )
            label = t.gettext("{place}: {sentence}").format(place=entry.label, sentence=who) if who else entry.label
            if period:
                query.append(("years", f"{period[0]}-{period[1]}"))
            yield replace(entry, label=label, query=(*entry.query, *query))


def _with_number(entry: Entry, wanted: Iterable[str], t: Translator) -> Entry:
    """A published figure whose very number is looked for opens at that number."""
    said = {word for text in entry.besides for word in words_of(text)} if entry.kind == "figure" else set()
    for word in wanted:
        if word in said and NUMBER.fullmatch(word) and not YEAR.fullmatch(word):
            query = [(name, f"{code} {word}" if name == "search" else code) for name, code in entry.query]
            return replace(entry, label=separated([entry.label, t.number(int(word))], t), query=tuple(query))
    return entry


@cache
def _called() -> tuple[dict[str, Filters], set[str]]:
    """What people are called in all languages: the choice of each word, and the words that choose nobody."""
    languages = [translator(language.code) for language in offered_languages()]
    named = {word: filters for said, filters in PEOPLE for t in languages for word in words_of(t.gettext(said))}
    return named, {word for t in languages for word in words_of(t.gettext(NOBODY_ELSE))}
