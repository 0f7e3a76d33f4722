"""Results about so few people that one of them may be known: refused, unless the figure is public already."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations, permutations
from typing import Any

import pandas as pd

from data_access.codes import code_lists
from data_access.gazetteer import provinces
from data_access.importing.guard.number_words import FEW_EN, FEW_RU
from data_access.importing.guard.personal_data import plain_text
from data_access.importing.reading.values import Mistake

# in words: two girls, 3 young women; how many stands in the group
_FEW_IN_WORDS = re.compile(
    rf"(?<![\w.,/-])(?:[1-9]\s?[-–—]\s?)?(?:(?:{FEW_EN}|one|[1-9])\s(?:\w+\s)?(?:people|persons?|victims?|survivors?|child(?:ren)?|girls?|boys?|wom[ae]n|m[ae]n|"
    rf"minors?|migrants?|refugees?|returnees?|sisters|brothers)\b(?!\s(?:in|of|out of)\s(?:every\s)?(?:two|"
    rf"three|four|five|ten|\d))"
    rf"|(?:{FEW_RU}|одн[аоу]\w*|один|[1-9])\s(?:\w+\s)?(?:девоч|девуш|женщин|мальчик|мужчин|реб|дет|жертв|лиц|человек)"
    r"|(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|[1-9])\s(?:تن\s|نفر\s)?(?:دختر|پسر|زن|مرد|کودک|طفل|قربانی))",
    re.IGNORECASE,
)
FEW = 10  # fewer people than this are few, as in a release
COUNTED = ("baseline", "actual", "milestone", "finding")  # a target or a budget is about nobody yet
PEOPLE = re.compile(
    r"people|person|victim|survivor|beneficiar|individual|child|girl|boy|wom[ae]n|\bm[ae]n\b|minor|migrant|refugee|returnee|"
    r"case|patient|famil(?:y|ies)|household|orphan|\breturns?\b|نفر|افراد|قربانی|کودک|زن|مرد|лиц|человек|жертв|ребен|дет|женщин|мужчин|"
    r"дев(?:оч|уш)|мальчик|нафар|одам|"
    r"kishi|nafar|киши|کسان|تنه|افراد|لوگ|participant|trainee|student|pupil|client|resident|recipient|adolescent|\badults?\b",
    re.IGNORECASE,
)
# how numbers are written that are rounded to so many
IN_THOUSANDS = re.compile(r"thousand|million|billion|тыс(?:яч|\.|\b)|миллион|млн|هزار|میلیون", re.IGNORECASE)
# what is measured of people and does not count them, whatever sex and age are told
OF_NOBODY = re.compile(
    r"%|per ?cent|\bper \d|\bday|week|month|hour|\byears?\b|\b(?:USD|EUR|AFN|PKR|GBP)\b|dollar|index|score|rate|ratio|"
    r"рубл|процент|центр|cent(?:re|er)|school|site|training|session|provinces?\b|countr|درصد|فیصد",
    re.IGNORECASE,
)
# where the words stand that may tell of whom a figure is
WORDS = ("indicator", "dimension", "disaggregation", "unit", "note", "programme")
# a girl tells sex and age, a woman sex alone; the same in the other languages of the region
_GIRLS = r"девоч|мальчик|духтарч|писарч|навҷавон|qizcha|o['‘’ʻ]g['‘’ʻ]il bola|دختر|پسر|نجلی|نجلۍ|هلک|لڑک|لڑکیاں|بچی"
_ADULTS = (
    r"женщин|мужчин|девуш|юнош|\bзан(?:он|ҳо)?\b|духтар|писар|\bмард|"
    r"ayol|erkak|\bqiz|аёл|эркак|(?<!\w)زن|مرد|ښځ|سړی|عورت|خواتین|خاتون"
)
_CHILDREN = (
    r"\bдет(?:и|ей|ям|ск)|реб[её]н|подрост|несовершеннолет|кӯдак|наврас|ноболиғ|\bbola|o['‘’ʻ]smir|\bбола|کودک|طفل|اطفال|ماشوم|بچے|نابالغ|"
    r"(?<![.\d])\d{1,2}[ -]?(?:лет|года?|сола|yosh|ёш|ساله|سالہ|کلن)"
)
PLACE = re.compile(
    r"\b(?:districts?|villages?|neighbou?rhoods?|valleys?)\b|\b(?:place|location)\s*:|\bрайон|\bсел(?:о|а|е)\b|кишлак|ноҳия|деҳа|"
    r"ҷамоат|\btuman|qishlo|\bтуман|қишло|ولسوالی|ولسوالۍ|قریه|کلي|گاوں|گاؤں|تحصیل|ناحیه",
    re.IGNORECASE,
)
SEX = re.compile(
    r"\b(?:female|male|girls?|boys?|wom[ae]n|m[ae]n|mothers?|fathers?|wives|widows?)\b|\b(?:sex|gender)\s*:|"
    rf"{_GIRLS}|{_ADULTS}",
    re.IGNORECASE,
)
AGE = re.compile(
    r"\b(?:child(?:ren)?|girls?|boys?|minors?|adults?|youth|adolescents?|infants?|under[ -]?\d\d|aged|ages? \d{1,2}|"
    r"years?[ -]old|(?<![.\d])\d{1,2}[-–]\d{1,2})\b|\bage(?:[ -]?(?:group|band|range))?\s*:|"
    rf"{_GIRLS}|{_CHILDREN}",
    re.IGNORECASE,
)

PUBLIC_WITHOUT_SOURCE = Mistake(
    "a figure that is already public needs its source", "Write the document or its address in source_document."
)
OF_ONE_WHOLE = ("body", "programme", "indicator", "unit", "kind")
# units that say nothing of what is counted
_A_NUMBER = re.compile(
    r"(?:#|total|numbers?|no\.?|nr\.?|n|units?|counts?|quantity|each|число|количество|кол-во|единиц[аы]?|ед\.?|шт\.?|шумора|адад|"
    r"soni|dona|сони|дона|عدد|تعداد|شمار|شمیر)?(?:\s(?:of|\(n\)))?",
    re.IGNORECASE,
)
# units that say nothing of whom is counted, and so are one
_ANYBODY = re.compile(
    rf"people|persons?|individuals?|victims?|survivors?|beneficiar(?:y|ies)|cases?|{_A_NUMBER.pattern}", re.IGNORECASE
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
    "a result about fewer than 10 people must not tell two of sex, age, form of exploitation and place, nor a place "
    "below the country: they may be known by it",
    "Give the figure for a larger group, or leave it out. If it counts no people, say in unit what it counts. If it is "
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
        rows = {number: {**row, **_told(row)} for number, row in group.to_dict("index").items()}
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
    "unit": lambda unit: "" if _ANYBODY.fullmatch(plain(unit)) else plain(unit),
    "kind": lambda kind: "baseline" if kind == "baseline" else "counted",
}


def _told(row: Mapping[Any, Any]) -> dict[str, Any]:
    """What a row says of whom it counts, in a form in which two of them can be compared."""
    start, end = row["period_start"] or row["period_end"] or "", row["period_end"] or row["period_start"] or ""
    return {
        "told_sex": row["sex"] or "total",
        "told_age": row["age"] or "total",
        "told_place_text": frozenset(filter(None, map(plain, str(row["place_text"] or "").split("|")))),
        "told_period": (f"{start}-01-01"[:10], f"{end}-12-31"[:10]) if start else None,
        "told_country": row["country"] or "",
        "told_dimension": plain(row["dimension"]),
        "told_disaggregation": plain(row["disaggregation"]),
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
    some, places = part["told_place_text"], whole["told_place_text"]
    if places and not (some and some <= places):
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
    places = [row["told_place_text"] for row in (one, other)]
    countries = {row["told_country"] for row in (one, other)}
    is_elsewhere = (all(places) and not places[0] & places[1]) or (len(countries) == 2 and all(countries))
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
    kind = row["kind"]
    # where the value is empty, its bounds say how many
    value = next((row[name] for name in ("value", "upper", "lower") if row[name] is not None), None)
    words = plain_text(" ".join(str(row[name] or "") for name in WORDS))
    in_words = _FEW_IN_WORDS.search(words) is not None
    if kind not in COUNTED or not (in_words or (value is not None and 0 < value < FEW)):
        return False
    unit = plain(row["unit"])
    if _A_NUMBER.fullmatch(unit):
        unit = ""
    counts_people = PEOPLE.search(unit) is not None and not OF_NOBODY.search(unit)
    is_share = row["measure"] == "percentage" and not counts_people  # whatever is called a percentage of people
    if row["already_public"] or row["provenance"] == "synthetic" or (is_share and not in_words):
        return False
    is_place = bool(row["place_text"]) or any(one.search(words) for one in (_province(row["country"]), PLACE))
    sex = row["sex"] not in (None, "total") or SEX.search(words) is not None
    age = row["age"] not in (None, "total") or AGE.search(words) is not None
    if value is not None and value * 1000 >= FEW and IN_THOUSANDS.search(unit):
        return False
    by_columns = row["sex"] not in (None, "total") or row["age"] not in (None, "total")
    if not (
        in_words
        or PEOPLE.search(unit)
        or (by_columns and not OF_NOBODY.search(unit))
        or (not unit and (sex or age or PEOPLE.search(words)))
    ):
        return False
    return is_place or (sex + age + (_form().search(words) is not None)) >= 2


@cache
def _form() -> re.Pattern[str]:
    labels = [label for code, label in code_lists.FORM_OF_EXPLOITATION.items() if code != "Other"]
    labels += ["child marriage", "early marriage", "forced labor", "bonded labour", "bonded labor", "debt bondage",
               "sexual", "prostitution", "begging", "domestic work", "child soldier", "child recruit", "bacha bazi",
               "bacha-bazi", "brick kiln", "slavery"]  # fmt: skip
    return re.compile("|".join(map(re.escape, labels)), re.IGNORECASE)


@cache
def _province(country: str | None) -> re.Pattern[str]:
    table = provinces()
    names = table[table["country"] == country] if country else table
    every = sorted(
        {str(name) for column in ("name_en", "name_fa", "name_ru") for name in names[column] if name}, key=len
    )
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, reversed(every)))})(?!\w)") if every else re.compile("(?!)")
