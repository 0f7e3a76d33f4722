"""What changed on routes, and what cannot be told from how much years vary, in words."""

import math

import pandas as pd

from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import trend_words, words
from figures.kit.rows import Row, rows_of
from figures.routes import leg_words
from findings.change import Refusal, why_not_compared
from locales import Translator


def change_sentence(row: Row, halves: tuple[tuple[int, int], tuple[int, int]], t: Translator) -> str:
    """One change: "South Punjab to Balochistan: 120 more people a year (±25) in 2020 to 2025 than in 2014 to 2019"."""
    people = round(abs(row["change"]))
    more = t.ngettext(
        "{route}: {number} more person a year (±{margin}) in {later} than in {earlier}",
        "{route}: {number} more people a year (±{margin}) in {later} than in {earlier}",
        people,
    )
    fewer = t.ngettext(
        "{route}: {number} fewer person a year (±{margin}) in {later} than in {earlier}",
        "{route}: {number} fewer people a year (±{margin}) in {later} than in {earlier}",
        people,
    )
    return (more if row["change"] > 0 else fewer).format(
        route=leg_words.leg_and_part(row, t),
        number=t.number(people),
        margin=t.number(math.ceil(row["change_margin"])),
        later=words.span(halves[1], t),
        earlier=words.span(halves[0], t),
    )


def changes_words(changes: pd.DataFrame, t: Translator) -> str:
    """What changed, in words: how many routes grew or shrank beyond how much years vary, and the three surest."""
    if changes.attrs["refusal"]:
        return trend_words.refusal_sentence(changes.attrs["refusal"], t)
    if changes.empty:
        earlier, later = (words.span(half, t) for half in changes.attrs["halves"])
        if changes.attrs.get("unknown"):
            return t.gettext("No route can be compared: of none are all years published.")
        return t.gettext("No route can be compared: none may be shown both for {earlier} and for {later}.").format(
            earlier=earlier, later=later
        )
    rows = rows_of(changes[changes["is_beyond_error"].astype(bool)])
    if not rows:
        said = t.ngettext(
            "Of the {number} route compared it cannot be said that it changed by more than years vary",
            "Of none of the {number} routes compared can it be said that it changed by more than years vary",
            len(changes),
        ).format(number=t.number(len(changes)))
        not_compared = changes.attrs.get("one_half", 0) + changes.attrs.get("unknown", 0)
        if not not_compared:
            return f"{said}."
        left = t.ngettext("{number} is not compared", "{number} are not compared", not_compared)
        return f"{t.gettext('; ').join([said, left.format(number=t.number(not_compared))])}."
    grown = sum(row["change"] > 0 for row in rows)
    said = t.gettext(
        "Routes compared: {all}; {grown} grew and {shrunk} shrank beyond how much years vary. The surest: {rows}."
    )
    return said.format(
        grown=t.number(grown),
        shrunk=t.number(len(rows) - grown),
        all=t.number(len(changes)),
        rows=t.gettext("; ").join(change_sentence(row, changes.attrs["halves"], t) for row in rows[:3]),
    )


def changes_note(changes: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str | None:
    """Who is counted, what the comparison allows for, and which year and how many routes it leaves out."""
    only = trend_words.only_sentence(filters, t, role="route")
    if "factors" not in changes.attrs or "halves" not in changes.attrs:
        return only
    left_out = changes.attrs["one_half"]
    (first, _), (_, last) = changes.attrs["halves"]
    chosen = (filters.years or release.years or (0, 0))[1]
    return words.joined(
        only,
        trend_words.last_year_sentence(chosen, (first, last), t),
        t.ngettext(
            "{number} route is not compared, for in one half of the period it is withheld.",
            "{number} routes are not compared, for in one half of the period they are withheld.",
            left_out,
        ).format(number=t.number(left_out))
        if left_out
        else None,
        t.ngettext(
            "{number} route is not compared, for not all its years are published: how much they vary is not known.",
            "{number} routes are not compared, for not all their years are published: how much they vary is not known.",
            unknown,
        ).format(number=t.number(unknown))
        if (unknown := changes.attrs["unknown"])
        else None,
        trend_words.own_factors_sentence(changes.attrs["factors"], t),
    )


def trend_note(trend: pd.DataFrame, filters: Filters, release: Release, t: Translator) -> str | None:
    """Whether one route rose or fell (findings.change.route_trend), or why that is not said, and which year is left
    out."""
    only = trend_words.only_sentence(filters, t, role="route")
    if "years" not in trend.attrs:
        refusal = why_not_compared(release, filters) or Refusal("not_published")
        return words.joined(only, trend_words.refusal_sentence(refusal, t))
    years, rows = trend.attrs["years"], rows_of(trend)
    return words.joined(
        only,
        trend_words.trend_sentence(rows[0] if rows else {"verdict": ""}, years, t),
        t.gettext("Asked of this route alone; “What changed” asks all routes together, and can say less of each.")
        if rows and rows[0]["verdict"]
        else None,
        trend_words.last_year_sentence((release.years or (0, 0))[1], years, t),
    )
