"""Results about so few people that one of them may be known: refused, unless the figure is public already."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, permutations
from typing import Any

import pandas as pd

from data_access.codes import code_lists
from data_access.gazetteer import country_code, places, province_code, provinces
from data_access.importing.guard.number_words import parted, tells_few, tells_few_of_a_sex
from data_access.importing.guard.personal_data import plain_text
from data_access.importing.guard.personal_words import (
    AGE,
    FORMS,
    IN_THOUSANDS,
    NO_PEOPLE,
    PEOPLE,
    PLACE,
    SEX,
    SHARE,
    counts_people,
    counts_people_all_the_same,
    counts_things,
    is_title_of_things,
    names_people,
)
from data_access.importing.guard.place_names import names_of_provinces
from data_access.importing.reading.values import Mistake

FEW = 10  # fewer people than this are few, as in a release
COUNTED = ("baseline", "actual", "milestone", "finding")  # a target or a budget is about nobody yet
# where the words stand that may tell of whom a figure is
WORDS = ("indicator", "dimension", "disaggregation", "unit", "note", "programme", "definition")
# where a province may be told beside them: a shelter of Herat helps in Herat
OF_WHERE = ("body", "source_title")
PUBLIC_WITHOUT_SOURCE = Mistake(
    "a figure that is already public needs its source", "Write the document or its address in source_document."
)
SAID_TO_BE_THINGS = Mistake(
    "the unit says that no people are counted: so few would be refused otherwise",
    "Nothing to do if what is counted are things; if they are people, or stand for one each, leave the figure out.",
)
OF_ONE_WHOLE = ("body", "programme", "indicator", "unit", "kind")
# units that say nothing of what is counted
A_NUMBER = re.compile(
    r"(?:#|total|numbers?|no\.?|nr\.?|n|units?|counts?|quantity|each|число|количество|кол-во|единиц[аы]?|ед\.?|шт\.?|шумора|адад|"
    r"soni|dona|сони|дона|عدد|تعداد|شمار|شمیر)?(?:\s(?:of|\(n\)))?",
    re.IGNORECASE,
)
# units that say nothing of whom is counted, and so are one
_ANYBODY = re.compile(
    rf"people|persons?|individuals?|victims?|survivors?|beneficiar(?:y|ies)|cases?|{A_NUMBER.pattern}", re.IGNORECASE
)
_OF_ANYBODY = re.compile(r"\s(?:people|persons?|individuals?|victims?|survivors?|beneficiar(?:y|ies)|cases?)$")
# units that say whose part a number is; women beside girls are adults
_GROUPS = {
    "women": ("female", "18+"), "men": ("male", "18+"), "girls": ("female", "0-17"), "boys": ("male", "0-17"),
    "women and girls": ("female", "total"), "girls and women": ("female", "total"),
    "men and boys": ("male", "total"), "boys and men": ("male", "total"),
    "females": ("female", "total"), "males": ("male", "total"), "female": ("female", "total"),
    "male": ("male", "total"), "children": ("total", "0-17"), "minors": ("total", "0-17"), "adults": ("total", "18+"),
}  # fmt: skip
# dimensions that part nobody off
_EVERYBODY = re.compile(
    r"^(?:(?:\w+: ?)?(?:total|all|overall|everyone|both sexes|all ages|итого|всего|مجموع|کل|jami|жами))$"
)
PARTED_BY = ("sex", "age", "place_text", "period", "country", "dimension", "disaggregation")
# of such groups everybody is in one: district: Injil, age: 18-24
_ONE_GROUP = re.compile(
    r"(?P<name>(?:district|village|province|region|place|location|nationality|citizenship|sex|gender|age)"
    r"(?:[ -](?:group|band|range))?|район|ноҳия|tuman|туман|ولسوالی|ولایت|возраст|سن)\s?[:=]\s?(?P<group>[^:=;,|]+)"
)
LEAVES_FEW = Mistake(
    "taken from another figure of this indicator, of these files or of earlier ones, it (or the other from it, or "
    "several together from their whole) leaves fewer than 10 people, of whom too much is told: they may be known by it",
    "Leave out one of the two, or give both for a larger group. If both are public already, write yes in "
    "already_public and where they stand in source_document (in IATI: a document-link beside the value).",
    "a figure that leaves few people",
)
FEW_PEOPLE = Mistake(
    "a result about fewer than 10 people, by its value or in its words (two girls), must not tell two of sex, age, "
    "form of exploitation and place, nor a place below the country (body and source_title may tell one, too): they may "
    "be known by it",
    "Give the figure for a larger group, or leave it out, also out of the words. If it counts no people, say in unit "
    "what it counts (calls, trainings, % of children; of things that are not known: wells (no people)). If it is "
    "public already, write yes in already_public and where it stands in source_document (in IATI: a document-link "
    "beside the value).",
    "a figure about few people",
)


def about_few(values: pd.DataFrame) -> pd.Series:
    """Return which values are about fewer than ten people of whom too much is told.

    values: one row a value; columns kind, value, unit, measure, sex, age, place_text, country, already_public,
    provenance and those of WORDS. Where the value is empty, the words may say how many. Told are two of sex, age, form
    and place, or a place below the country alone. A value of 0 is about nobody; a synthetic one about nobody real.
    """
    return values.apply(_tells_too_much, axis=1).astype(bool) if len(values) else pd.Series(dtype=bool)


def leaves_few(values: pd.DataFrame, earlier: pd.DataFrame | None = None) -> pd.Series:
    """Return which values, taken from another one or another one from them, leave fewer than ten people of whom too
    much is told.

    values: as for about_few, with body, programme, indicator, kind, the period and country. Compared are the values of
    one indicator of which one counts some of the people of the other: by sex, age, place, time, dimension and
    disaggregation; of parts in which nobody is twice also all together. Capitals, spaces and how a period or a unit is
    written make no difference. earlier: those of other files, which are compared with them and not with each other.
    What is left is public where all of them are.
    """
    found = pd.Series(False, index=values.index)
    every = pd.concat([values, earlier]) if earlier is not None and len(earlier) else values
    every = every.set_axis(range(len(every)))
    counts = every[every["value"].notna() & every["kind"].isin(COUNTED) & every["provenance"].ne("synthetic")]
    if counts.empty:
        return found
    for _, group in counts.groupby([counts[name].map(_OF_KEY[name]) for name in OF_ONE_WHOLE], sort=False):
        if group["already_public"].eq(True).all():
            continue
        rows = {number: {**row, **told(row)} for number, row in group.to_dict("index").items()}
        parts: dict[Any, list[Any]] = {}
        for whole, part in permutations(rows, 2):
            if rows[part]["value"] <= rows[whole]["value"] and _differs(rows[part], rows[whole]):
                parts.setdefault(whole, []).append(part)
        for whole, inside in parts.items():
            for taken in _sums(rows, whole, inside):
                new = [one for one in taken if one < len(values)] or [one for one in (whole,) if one < len(values)]
                if new and _tells_too_much(pd.Series(_rest(rows[whole], [rows[one] for one in taken]))):
                    found.iloc[new] = True
    return found


def plain(text: object) -> str:
    """Return a text as it is compared: without capitals, repeated spaces and signs that nobody sees."""
    return " ".join(plain_text(str(text or "")).casefold().split()) if text == text else ""


_OF_KEY: dict[str, Callable[[object], str]] = {
    "body": plain,
    "programme": plain,
    "indicator": plain,
    "unit": lambda unit: "" if _ANYBODY.fullmatch(plain(unit)) or _group(unit) in _GROUPS else plain(unit),
    "kind": lambda kind: "baseline" if kind == "baseline" else "counted",
}


def _group(unit: object) -> str:
    """The words of a unit that say whose part a number is: women, of women victims."""
    return _OF_ANYBODY.sub("", plain(unit))


def told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """What a row says of whom it counts, in a form in which two of them can be compared."""
    start, end = row["period_start"] or row["period_end"] or "", row["period_end"] or row["period_start"] or ""
    sex, age = _GROUPS.get(_group(row["unit"]), ("total", "total"))
    return {
        "told_sex": sex if row["sex"] in (None, "total") else row["sex"],
        "told_age": age if row["age"] in (None, "total") else row["age"],
        "told_place_text": _places(row["place_text"], row["country"]),
        # a month ends with the last day that any has
        "told_period": (f"{start}-01-01"[:10], f"{end}{'-12-31'[len(end) - 4 :]}") if start else None,
        "told_country": row["country"] or "",
        "told_dimension": _EVERYBODY.sub("", plain(row["dimension"])),
        "told_disaggregation": _EVERYBODY.sub("", plain(row["disaggregation"])),
    }


def _sums(rows: Mapping[Any, Mapping[Any, Any]], whole: Any, inside: list[Any]) -> Iterator[tuple[Any, ...]]:
    """Yield the parts of a whole, alone and several together in which nobody is twice, that leave a few."""

    def leave_few(taken: Sequence[Any]) -> bool:
        left: float = rows[whole]["value"] - sum(rows[one]["value"] for one in taken)
        return 0 < round(left, 4) < FEW

    yield from ((one,) for one in inside if leave_few((one,)))
    yield from (two for two in combinations(inside, 2) if leave_few(two) and _apart(*(rows[one] for one in two)))
    largest_first = sorted(inside, key=lambda one: rows[one]["value"], reverse=True)
    for column in (*PARTED_BY, None):
        taken: list[Any] = []
        left = rows[whole]["value"]
        for one in largest_first:
            if column and _differs(rows[one], rows[whole]) != [column]:
                continue
            if rows[one]["value"] <= left and all(_apart(rows[one], rows[other]) for other in taken):
                taken.append(one)
                left -= rows[one]["value"]
                if len(taken) > 2 and leave_few(taken):
                    yield tuple(taken)


def _differs(part: Mapping[Any, Any], whole: Mapping[Any, Any]) -> list[str]:
    """Return in which columns the people of a part are only some of those of the whole; none where they are not."""
    some, where = part["told_place_text"], whole["told_place_text"]
    if where and not (some and all(_lies_in(one, where, part["country"]) for one in some)):
        return []
    when, times = part["told_period"], whole["told_period"]
    if when != times and not (when and times and times[0] <= when[0] and when[1] <= times[1]):
        return []
    country, other = part["told_country"], whole["told_country"]
    if other not in (country, "") and (country or not some):  # a place says its country
        return []
    for name in ("told_sex", "told_age", "told_dimension", "told_disaggregation"):
        if whole[name] not in (part[name], "total", "") and (part[name], whole[name]) != ("0-14", "0-17"):
            return []
    return [name for name in PARTED_BY if part[f"told_{name}"] != whole[f"told_{name}"]]


def _apart(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    """Can nobody be in both of two parts?"""
    ages = {one["told_age"], other["told_age"]}
    is_of_ages = ages in ({"0-14", "15-19"}, {"0-14", "18+"}, {"0-17", "18+"})
    where = [_with_provinces(row["told_place_text"], row["country"]) for row in (one, other)]
    countries = {row["told_country"] for row in (one, other)}
    is_elsewhere = (all(where) and not where[0] & where[1]) or (len(countries) == 2 and all(countries))
    times = sorted(row["told_period"] for row in (one, other) if row["told_period"])
    is_later = len(times) == 2 and times[0][1] < times[1][0]
    is_otherwise = any(_are_two_groups(one[told], other[told]) for told in ("told_dimension", "told_disaggregation"))
    is_of_sexes = {one["told_sex"], other["told_sex"]} == {"female", "male"}
    return is_of_sexes or is_of_ages or is_elsewhere or is_later or is_otherwise


def _are_two_groups(one: str, other: str) -> bool:
    first, second = _ONE_GROUP.fullmatch(one), _ONE_GROUP.fullmatch(other)
    if not first or not second or first["name"] != second["name"] or first["group"] == second["group"]:
        return False
    years = [[int(year) for year in re.findall(r"\d+", found["group"])] for found in (first, second)]
    if not any(years):
        return True
    (_, end), (start, _) = sorted(years) if [len(found) for found in years] == [2, 2] else ((0, 0), (0, 0))
    return end < start


def _rest(whole: Mapping[Any, Any], parts: list[Mapping[Any, Any]]) -> dict[Any, Any]:
    """The row of those who are in the whole and in no part: they are told by what tells the parts, too."""
    told = {name for part in parts for name in _differs(part, whole)}
    if not whole["told_place_text"]:
        told -= {"place_text"}  # the rest of a country is no place below it
    others = {name: "the others" for name in told - {"period", "country"} if len(told) == 1}
    every = [whole, *parts]
    return {
        **whole,
        **others,
        "value": round(whole["value"] - sum(part["value"] for part in parts), 4),
        "already_public": all(row["already_public"] for row in every),
        "measure": "percentage" if any(row["measure"] == "percentage" for row in every) else whole["measure"],
    }


def _tells_too_much(row: pd.Series) -> bool:
    # where the value is empty, each of its bounds says how many
    bounds = [row[name] for name in ("value", "upper", "lower") if row[name] is not None]
    numbers = bounds if row["value"] is None else bounds[:1]
    if row["kind"] not in COUNTED or row["already_public"] or row["provenance"] == "synthetic":
        return False
    words = words_of(row)
    unit = plain(row["unit"])
    unit = "" if A_NUMBER.fullmatch(unit) else unit
    is_share = gives_share(row)
    in_words = tells_few(words, is_share=is_share)
    if not in_words and (is_share or not any(0 < number < FEW for number in numbers)):
        return False
    where = plain_text(" ".join(str(row.get(name) or "") for name in (*WORDS, *OF_WHERE)))
    is_place = (
        bool(_places(row["place_text"], row["country"]))
        or PLACE.search(words) is not None
        or names_of_provinces(row["country"]).search(where) is not None
    )
    sex = row["sex"] not in (None, "total") or SEX.search(words) is not None or tells_few_of_a_sex(words)
    age = row["age"] not in (None, "total") or AGE.search(words) is not None
    if numbers and min(numbers) * 1000 >= FEW and IN_THOUSANDS.search(unit):
        return False
    by_columns = row["sex"] not in (None, "total") or row["age"] not in (None, "total")
    # a unit that stands in no list may be one of people
    may_be_people = (
        not counts_things(unit) or says_no_people_of_people(row)
        if unit
        else by_columns or not is_title_of_things(plain(row["indicator"]), row["dimension"], row["disaggregation"])
    )
    is_of_people = bool(unit) or sex or age or PEOPLE.search(words) or names_people(plain(row["indicator"]))
    if not in_words and not (may_be_people and is_of_people):
        return False
    return is_place or (sex + age + (_form().search(words) is not None)) >= 2


def words_of(row: Mapping[Any, Any] | pd.Series) -> str:
    """The words of a value that may tell of whom it is."""
    return parted(plain_text(" | ".join(str(row.get(name) or "") for name in WORDS)))


def says_no_people_of_people(row: Mapping[Any, Any] | pd.Series) -> bool:
    """Does the unit say "(no people)" while the title, a group, sex or age say that people are counted?"""
    unit, *words = (plain(row[name]) for name in ("unit", "indicator", "dimension", "disaggregation"))
    has_group = row["sex"] not in (None, "total") or row["age"] not in (None, "total")
    return counts_people_all_the_same(unit, *words) or (has_group and unit.endswith(NO_PEOPLE))


def gives_share(row: Mapping[Any, Any] | pd.Series) -> bool:
    """Is a value a share of people, and not a number of them? What is called a percentage and has people as its unit
    is a number."""
    unit = plain(row["unit"])
    return (row["measure"] == "percentage" or SHARE.search(unit) is not None) and not counts_people(unit)


def _places(place_text: object, country: str | None) -> frozenset[str]:
    """The places below its country that a value names, each in one spelling."""
    names = [name for name in map(plain, str(place_text or "").split("|")) if name]
    return frozenset(_place(name, country) for name in names if not country or country_code(name) != country)


def _lies_in(place: str, others: frozenset[str], country: str | None) -> bool:
    return place in others or _province_of(place, country) in others


def _with_provinces(some: frozenset[str], country: str | None) -> frozenset[str]:
    """Places, and the provinces that they lie in: who was in Herat may have been in Injil."""
    return some | {found for found in (_province_of(one, country) for one in some) if found}


@cache
def _province_of(place: str, country: str | None) -> str | None:
    """The province of a town of the gazetteer, or that stands beside a place: Herat: Injil; Injil, Herat."""
    towns = places()
    names = {plain(town.name_en): town.province for town in towns.itertuples() if country in (None, town.country)}
    if place in names:
        return str(names[place])
    beside = {_place(part.strip(), country) for part in re.split(r"[:,;()/]", place) if part.strip() != place}
    found = beside & set(provinces()["code"])
    return found.pop() if len(found) == 1 else None


@cache
def _place(name: str, country: str | None) -> str:
    """The code of a province, whose country need not be said; any other place as it is written."""
    found = {province_code(name, one) for one in ([country] if country else provinces()["country"].unique())} - {None}
    return str(found.pop()) if len(found) == 1 else name


@cache
def _form() -> re.Pattern[str]:
    labels = [re.escape(label) for code, label in code_lists.FORM_OF_EXPLOITATION.items() if code != "Other"]
    return re.compile("|".join([*labels, *FORMS]), re.IGNORECASE)
