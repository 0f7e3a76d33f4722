"""Names of places and codes, numbers of people, and what was chosen, in the visitor's language.

Figures, tables, headlines and alternative texts take these words from here, so that they cannot say different things.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import pandas as pd

from data_access.release.filters import Filters
from data_access.release.release import Release, is_uncertain
from figures.kit.labels import STATE, label, place_in_country
from figures.kit.rows import CONFIDENT, Row, RowState, are_apart
from locales import N_, Translator

NARROW = 0.02  # limits of a share so close, or so close to nobody or everybody, have a decimal
# what happened in the places of a sentence; origin: identified in a country, taken from a province
Role = Literal["identified", "origin", "route", "source", "exploitation"]


def people(count: float | None, t: Translator, *, error: float = 0, state: RowState = "count") -> str:
    """A number of people as it may be said: "1,240 people", with ± where it has noise, and marked where noise alone may
    have made it."""
    if state == "withheld" or count is None or pd.isna(count):
        return t.gettext(STATE["withheld" if state == "count" else state])
    number = t.number(int(count))
    said = t.ngettext("{number} person", "{number} people", int(count)).format(number=number)
    if error > 0:
        pattern = N_("{people} (±{error}, uncertain)") if is_uncertain(count, error) else N_("{people} (±{error})")
        said = t.gettext(pattern).format(people=said, error=t.number(margin(error)))
    return said


def row_number(row: Row, t: Translator) -> str:
    """The bare number of people in a row of an answer, for labels in figures: "≈14" where it is uncertain."""
    sign = "≈" if is_uncertain(row["count"], row["standard_error"]) else ""
    return sign + t.number(int(row["count"]))


def margin(error: float) -> int:
    """The margin within which the true number lies 19 times in 20, for a standard error: never said too small."""
    return math.ceil(CONFIDENT * error)


def row_people(row: Row, t: Translator) -> str:
    """The number of people in a row of an answer."""
    return people(row["count"], t, error=float(row["standard_error"]), state=row["state"])


def share_text(share: float, t: Translator) -> str:
    """A share of 1 as a percentage, with a decimal at either end: nearly all are not said to be all, nor few nobody."""
    if 0 < share <= 0.0005:
        return t.gettext("less than {share}").format(share=t.percent(0.001, decimals=1))
    if 0.9995 <= share < 1:
        return t.gettext("more than {share}").format(share=t.percent(0.999, decimals=1))
    return t.percent(share, decimals=1 if 0 < share < 0.01 or 0.99 < share < 1 else 0)


def share_limits(low: float, high: float, t: Translator) -> str:
    """The limits of a share, rounded outwards: "55% to 61%", with a decimal where they are close; nothing where it is
    exact, or has none."""
    if not low < high:
        return ""
    scale = 1000 if high - low < NARROW or high < NARROW or low > 1 - NARROW else 100
    rounded = math.floor(low * scale + 1e-9) / scale, math.ceil(high * scale - 1e-9) / scale
    texts = [t.percent(limit, decimals=int(scale > 100 and 0 < limit < 1)) for limit in rounded]
    return t.gettext("{low} to {high}").format(low=texts[0], high=texts[1])


def row_share(row: Row, t: Translator, names: Sequence[str] = ("share", "share_low", "share_high")) -> str:
    """A share of a row with its limits: "58% (55% to 61%)". names: their columns."""
    share, low, high = (float(row.get(name, math.nan)) for name in names)
    said, limits = share_text(share, t), share_limits(low, high, t)
    return f"{said} ({limits})" if limits else said


def ratio_limits(row: Row, t: Translator) -> str:
    """The limits of a rate against its country's: "8.8 to 9.6"."""
    low, high = (float(row[name]) for name in ("relative_lower", "relative_upper"))
    texts = [t.number(limit, 1 if limit >= 1.05 else 2) for limit in (low, high)]
    return t.gettext("{low} to {high}").format(low=texts[0], high=texts[1])


def period(filters: Filters, release: Release, t: Translator) -> str:
    """The years that an answer is about: "2019 to 2024"; "all years" where it also has people of other years."""
    years = filters.years or release.whole_period
    if years is None:
        return t.gettext("all years")
    return span(years, t)


def span(years: tuple[int, int], t: Translator) -> str:
    """A first and a last year: "2019 to 2024", or "2019" where they are one."""
    if years[0] == years[1]:
        return t.year(years[0])
    return t.gettext("{first} to {last}").format(first=t.year(years[0]), last=t.year(years[1]))


def without_population(people: pd.DataFrame, t: Translator) -> str | None:
    """Which areas are in no rate of their country, because no source has their population; None where all are.

    people: the columns `place`, `country` and `population` of data_access.questions.areas."""
    is_known = people["population"].notna()
    left_out = people[~is_known & people["country"].isin(people.loc[is_known, "country"])]
    places = [place_in_country(str(place), t) for place in left_out["place"]]
    if not places:
        return None
    return t.ngettext(
        "No source has the population of {places}: it is neither among the people nor in the population of its "
        "country's rate.",
        "No source has the populations of {places}: they are neither among the people nor in the population of their "
        "country's rate.",
        len(places),
    ).format(places=t.listed(places))


def filters_sentence(filters: Filters, release: Release, t: Translator, *, role: Role = "identified") -> str:
    """What is shown, in words: "Women and girls, children (under 18), identified in Afghanistan, 2019 to 2024"."""
    parts = [*_people_chosen(filters, t), *_where_chosen(filters, t, role)]
    if not (filters.sex or filters.age):
        parts.insert(0, t.gettext("All people"))
    return t.gettext(", ").join([*parts, period(filters, release, t)])


def who(filters: Filters, t: Translator, *, role: Role = "identified") -> str | None:
    """Who was chosen, whatever the years: "Women and girls, identified in Afghanistan"; None where everybody was."""
    return t.gettext(", ").join([*_people_chosen(filters, t), *_where_chosen(filters, t, role)]) or None


def about(sentence: str, filters: Filters, t: Translator, *, role: Role = "identified") -> str:
    """A headline that names who was chosen, where not everybody was."""
    chosen = who(filters, t, role=role)
    return t.gettext("{sentence}: {who}").format(sentence=sentence, who=chosen) if chosen else sentence


def _people_chosen(filters: Filters, t: Translator) -> list[str]:
    # names that hold an "and" of their own are not joined by another
    parts = [t.gettext("; ").join(label(name, code, t) for code in getattr(filters, name)) for name in ("sex", "age")]
    return [part for part in [*parts, label("form", filters.form, t) if filters.form else ""] if part]


def _where_chosen(filters: Filters, t: Translator, role: Role) -> list[str]:
    parts = []
    if filters.place and role == "origin":
        parts.append(t.gettext("taken from {place}").format(place=place_in_country(filters.place, t)))
    where = (
        [place_in_country(filters.place, t)]
        if filters.place and role == "identified"
        else [t.country(code) for code in filters.country]
    )
    if where:
        pattern = {
            "identified": t.gettext("identified in {places}"),
            "origin": t.gettext("identified in {places}"),
            "route": t.gettext("on routes that touch {places}"),
            "source": t.gettext("taken from {places}"),
            "exploitation": t.gettext("exploited in {places}"),
        }[role]
        parts.append(pattern.format(places=t.listed(where)))
    return parts


def has_choice(answer: pd.DataFrame) -> bool:
    """Was anything chosen for an answer that can be taken back? See figures.views.view.View.ask."""
    return bool(answer.attrs.get("has_choice", True))


def not_published(t: Translator, *, has_choice: bool) -> str:
    """Why a figure is not there under the filters that were chosen, if any were."""
    if not has_choice:
        return t.gettext("Kept from view to protect people: the groups are too small to publish.")
    return t.gettext(
        "Kept from view to protect people: for these choices together the groups are too small to publish. "
        "Clear a choice to see this."
    )


def ranking_note(rows: Sequence[Row], dimension: str, t: Translator) -> str | None:
    """Which neighbours of a ranking are too close to say which is larger, or None."""
    if all(row["standard_error"] == 0 for row in rows):
        return None
    runs: list[list[str]] = [[label(dimension, rows[0][dimension], t)]]
    for row, following in pairwise(rows):
        name = label(dimension, following[dimension], t)
        if are_apart(row, following):
            runs.append([name])
        else:
            runs[-1].append(name)
    close = [t.listed(run) for run in runs if len(run) > 1]
    return t.gettext("Too uncertain to rank: {groups}.").format(groups=t.gettext("; ").join(close)) if close else None


def joined(*sentences: str | None) -> str | None:
    """The sentences that there are, in one paragraph; None when there is none."""
    return " ".join(sentence for sentence in sentences if sentence) or None
