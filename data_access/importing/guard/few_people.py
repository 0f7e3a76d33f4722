"""Results about so few people that one of them may be known: refused, unless the figure is public already."""

import re
from functools import cache

import pandas as pd

from data_access.codes import code_lists
from data_access.gazetteer import provinces
from data_access.importing.guard.number_words import FEW_EN, FEW_RU
from data_access.importing.guard.personal_data import plain_text
from data_access.importing.reading.values import Mistake

# in words: two girls, 3 young women; how many stands in the group
_FEW_IN_WORDS = re.compile(
    rf"(?<![\w.,/-])(?:(?:{FEW_EN}|one|[1-9])\s(?:\w+\s)?(?:people|persons?|victims?|survivors?|child(?:ren)?|girls?|boys?|wom[ae]n|m[ae]n|"
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
    r"case|patient|family member|نفر|افراد|قربانی|کودک|زن|مرد|лиц|человек|жертв|ребен|дет|женщин|мужчин|"
    r"дев(?:оч|уш)|мальчик|нафар|одам|"
    r"kishi|nafar|киши|کسان|تنه|افراد|لوگ",
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
FEW_PEOPLE = Mistake(
    "a result about fewer than 10 people must not tell two of sex, age, form of exploitation and place, nor a place "
    "below the country: they may be known by it",
    "Give the figure for a larger group, or leave it out. If it is public already, write yes in already_public and "
    "where it stands in source_document (in IATI: a document-link beside the value).",
    "a figure about few people",
)


def about_few(values: pd.DataFrame) -> pd.Series:
    """Return which values are about fewer than ten people of whom too much is told.

    values: one row a value; columns kind, value, unit, measure, sex, age, place_text, country, already_public,
    provenance and those of WORDS. Where the value is empty, the words may say how many. Told are two of sex, age, form
    and place, or a place below the country alone. A value of 0 is about nobody; a synthetic one about nobody real.
    """
    return values.apply(_tells_too_much, axis=1).astype(bool) if len(values) else pd.Series(dtype=bool)


def _tells_too_much(row: pd.Series) -> bool:
    value, kind = row["value"], row["kind"]
    words = plain_text(" ".join(str(row[name] or "") for name in WORDS))
    in_words = value is None and _FEW_IN_WORDS.search(words) is not None
    if kind not in COUNTED or not (in_words or (value is not None and 0 < value < FEW)):
        return False
    if row["already_public"] or row["provenance"] == "synthetic" or row["measure"] == "percentage":
        return False
    is_place = bool(row["place_text"]) or any(one.search(words) for one in (_province(row["country"]), PLACE))
    sex = row["sex"] not in (None, "total") or SEX.search(words) is not None
    age = row["age"] not in (None, "total") or AGE.search(words) is not None
    unit = str(row["unit"] or "")
    if not (in_words or PEOPLE.search(unit) or (not unit and (sex or age or PEOPLE.search(words)))):
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
