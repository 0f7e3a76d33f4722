"""Names of places and codes, numbers of people, and what was chosen, in the visitor's language.

Figures, tables, headlines and alternative texts take these words from here, so that they cannot say different things.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any

import pandas as pd

from data_access import code_lists
from data_access.filters import Filters
from data_access.gazetteer import places, provinces
from data_access.release import Release, is_uncertain
from data_access.workload import NO_TRANSIT, OTHER, UNKNOWN
from locales import N_, Translator
from ui import recovery_labels

Row = Mapping[str, Any]  # one row of an answer: see data_access.questions

NOWHERE = (UNKNOWN, OTHER)  # codes that stand for no place: not recorded, and the small ones pooled

ROWS = "_rows_of_the_answer"  # attribute of a frame

# a difference, or a number's margin, that chance alone exceeds once in twenty times
CONFIDENT = 1.96

SEX = {
    "female": N_("Women and girls"),
    "male": N_("Men and boys"),
    "other": N_("Transgender or non-conforming"),
    UNKNOWN: N_("Sex not recorded"),
}
AGE = {"child": N_("Children (under 18)"), "adult": N_("Adults"), UNKNOWN: N_("Age not recorded")}
LEG = {
    "source_destination": N_("The whole journey"),
    "source_transit": N_("First part of a longer journey"),
    "transit_transit": N_("Middle part of a longer journey"),
    "transit_destination": N_("Last part of a longer journey"),
    "internal": N_("Within one country"),
}
STATE = {
    "count": N_("Published"),
    "withheld": N_("Withheld: too few to show, or none"),
    "none": N_("None recorded"),
    "not_collected": N_("Not collected"),
}
LISTS = {
    "form": code_lists.FORM_OF_EXPLOITATION,
    "means": code_lists.MEANS_OF_CONTROL,
    "recruitment": code_lists.METHOD_OF_RECRUITMENT,
    "relation": code_lists.RELATION_TO_TRAFFICKER,
    "age_band": code_lists.AGE_BAND,
    "data_source": code_lists.DATA_SOURCE,
    "sex": SEX,
    "age": AGE,
    "leg": LEG,
    "state": STATE,
    **recovery_labels.LISTS,
}
# what a change is about (see data_access.questions.change)
GROUPS = {
    "total": N_("Everyone"),
    "country": N_("Country"),
    "sex": N_("Sex"),
    "age": N_("Age"),
    "form": N_("Form of exploitation"),
}
COUNTRY_DIMENSIONS = {"country", "from_country", "to_country", "source_country", "exploitation_country"} | {
    "from_place",
    "to_place",
    "chain_source",
    "first_transit",
    "last_transit",
    "chain_destination",
    "stop",
}


@cache
def _province_names() -> dict[str, dict[str, str]]:
    names = pd.concat([provinces(), places()]).set_index("code")
    return {str(column)[5:]: dict(names[column].dropna()) for column in names.columns if column.startswith("name_")}


def place_name(code: str, t: Translator) -> str:
    """The name of a province, a country, a town or a border crossing, in the visitor's language or else in English."""
    if code == UNKNOWN:
        return t.gettext("Not recorded")
    if code == OTHER:
        return t.gettext("Other places")
    if code == NO_TRANSIT:
        return t.gettext("No transit known")
    if len(code) == 2:
        return t.country(code)
    if "+" in code:  # provinces that are read together
        return t.listed([place_name(part, t) for part in code.split("+")])
    names = _province_names()
    own = names.get(t.language.code, {}).get(code)
    return own or names["en"].get(code, code)


def place_in_country(code: str, t: Translator) -> str:
    """A province with its country: "Herat, Afghanistan"."""
    if len(code) == 2 or code in NOWHERE:
        return place_name(code, t)
    return t.gettext("{province}, {country}").format(province=place_name(code, t), country=t.country(code[:2]))


def label(dimension: str, code: str, t: Translator) -> str:
    """The words for a code of a dimension."""
    if dimension in COUNTRY_DIMENSIONS or dimension in ("place", "province"):
        return place_name(code, t)
    if dimension == "total":
        return t.gettext(GROUPS["total"])
    if dimension == "year":
        return t.year(int(code)) if code != UNKNOWN else t.gettext("Year not recorded")
    return t.gettext(LISTS.get(dimension, {}).get(code, code))


def people(count: float | None, t: Translator, *, error: float = 0, state: str = "count") -> str:
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


def rows_of(answer: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of an answer as dictionaries: a hundred times faster to walk through than the frame."""
    kept: list[dict[str, Any]] | None = vars(answer).get(ROWS)
    if kept is not None:
        return kept
    names = list(answer.columns)
    columns = [answer[name].tolist() for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]


def keep_rows(answer: pd.DataFrame) -> None:
    """Let an answer that nobody changes any more remember its rows: a page walks through them a dozen times."""
    vars(answer)[ROWS] = rows_of(answer)  # of this frame alone: what is made from it does not inherit it


def published(answer: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of an answer that have a number."""
    return [row for row in rows_of(answer) if row["state"] == "count"]


def row_people(row: Row, t: Translator) -> str:
    """The number of people in a row of an answer."""
    return people(row["count"], t, error=float(row["standard_error"]), state=str(row["state"]))


def share_text(share: float, t: Translator) -> str:
    """A share of 1 as a percentage, with a decimal below one in a hundred."""
    if share and share < 0.01:
        return t.percent(share, decimals=1)
    return t.percent(share)


def period(filters: Filters, release: Release, t: Translator) -> str:
    """The years that an answer is about: "2019 to 2024"."""
    years = filters.years or release.years
    if years is None:
        return t.gettext("all years")
    if years[0] == years[1]:
        return t.year(years[0])
    return t.gettext("{first} to {last}").format(first=t.year(years[0]), last=t.year(years[1]))


def filters_sentence(filters: Filters, release: Release, t: Translator, *, role: str = "identified") -> str:
    """What is shown, in words: "Women and girls, children (under 18), identified in Afghanistan, 2019 to 2024"."""
    parts = []
    if filters.sex:
        parts.append(t.listed([label("sex", code, t) for code in filters.sex]))
    if filters.age:
        parts.append(t.listed([label("age", code, t) for code in filters.age]))
    if not parts:
        parts.append(t.gettext("All people"))
    if filters.form:
        parts.append(label("form", filters.form, t))
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
    parts.append(period(filters, release, t))
    return t.gettext(", ").join(parts)


def are_apart(one: Row, other: Row) -> bool:
    """Do two numbers differ by more than their errors explain?"""
    error = math.hypot(one["standard_error"], other["standard_error"])
    return bool(abs(one["count"] - other["count"]) > CONFIDENT * error)


def not_published(t: Translator) -> str:
    """Why a figure is not there under the filters that were chosen."""
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


def sum_error(rows: Sequence[Row]) -> float:
    """The standard error of the sum of these rows."""
    return math.sqrt(sum(row["standard_error"] ** 2 for row in rows))
