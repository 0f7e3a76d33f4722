"""Shares that tell a number of few people: 8 % of 12 people are one person."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from data_access.importing.guard.few_people import (
    A_NUMBER,
    COUNTED,
    FEW,
    about_few,
    gives_share,
    plain,
    told,
    words_of,
)
from data_access.importing.guard.personal_words import (
    AGE,
    PEOPLE,
    SEX,
    counts_things,
    is_title_of_things,
    names_people,
)
from data_access.importing.reading.values import Mistake

SHARE_OF_FEW = Mistake(
    "a share of so many people as its words or another figure of the same body, place and time say is a number of "
    "fewer than 10 people (8 % of 12 are one person), of whom too much is told: they may be known by it",
    "Give the share for a larger group, or leave it or the number of all out. If it is public already, write yes in "
    "already_public and where it stands in source_document.",
    "a share that tells of few people",
)
_FRACTION = re.compile(r"\b(?:share|proportion|ratio)\b", re.IGNORECASE)
OF_ONE_PLACE = ("place_text", "country", "period")
# no number of people: a year, an age
_NO_WHOLE = re.compile(
    r"\b(?:in|since|by|until|under|over|above|below|aged?|ages|than|and|to|table|figure|grade|class|level|"
    r"phase|zone|-|–)\s?$",
    re.IGNORECASE,
)
_N = re.compile(
    r"\b(?:n\s?[=:]|base\s?[=:]|sample(?: size)?(?: of)?\s?[=:]?)\s?(\d[\d,]*)(?!\s?%|[.\d])", re.IGNORECASE
)
_SO_MANY = re.compile(
    rf"(?<![\d.,-])(\d[\d,]*)\s(?:\(\w+\)\s)?(?:\w+\s){{0,2}}?\w*(?:{PEOPLE.pattern}|{SEX.pattern})\w*(?!\sper\b)",
    re.IGNORECASE,
)
_GROUP = (
    r"\b(?:girls?|boys?|wom[ae]n|m[ae]n|children|minors|females?|males?|adults?)\b|\b(?:девоч|мальчик|женщин|мужчин|дет(?:и|ей)\b)\w*|"
    r"(?<!\w)(?:دختر|پسر|زن|مرد|کودک)(?:ان|ها)?(?!\w)|\b(?:qiz|ayol|erkak|қиз|аёл|эркак|зан|мард|духтар|писар)\w{0,3}\b"
)
# of a number of people: 10 % were girls
_PART = re.compile(
    r"(\d+(?:\.\d+)?)\s?(?:[%٪]|per ?cent|процент\w*|درصد|فیصد|foiz|фоиз)\s(?:of\s(?:them|whom|these|those)\s)?"
    rf"(?:(?:was|were|are|is)\s)?(?=(?!of\s)(?:\w+\s)?(?:{SEX.pattern}|{AGE.pattern}))"
    rf"|(?:{_GROUP})\s?[:=(–-]?\s?(\d+(?:\.\d+)?)\s?(?:%|per ?cent|процент|درصد)",
    re.IGNORECASE,
)
_OF_EACH = re.compile(r"\b(?:each|every)\s(?:\w+\s){0,5}$", re.IGNORECASE)
# all but a few: 19 boys of 20 people, boys: 19, nineteen were boys
_TEENS = {word: number for number, word in enumerate(
    ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"],
    start=10,
)}  # fmt: skip
_MOST = re.compile(
    rf"(?<![\d.,/-])\b(\d+|{'|'.join(_TEENS)})\s(?:out\sof\s\d+\s)?(?:of\s(?:them|whom|these|those)\s)?"
    rf"(?:(?:was|were|are|is)\s)?(?:{_GROUP})(?!['’-]|\s(?:\w+\s)?(?:protection|shelters?|cent(?:er|re)s?|groups?|schools?|classes))"
    rf"|(?:{_GROUP})(?:\s?[:=(–-]\s?|\s)(\d+)(?![\d.,]*\d|\s?[-–+%]|\s(?:years?|months?|days?|лет|сол|yosh|per|of|out|\w*cent|shelters?))",
    re.IGNORECASE,
)


def shares_of_few(values: pd.DataFrame, earlier: pd.DataFrame | None = None) -> pd.Series:
    """Return which values are, or tell in their words, shares of so many people that they are about fewer than ten of
    whom too much is told; and which say how many all are of whom an earlier share is.

    values: as for guard.few_people.about_few, with body, programme and the period. How many all are stands in the words
    of the share (of 12 people, n = 12) or in another row of the same body, programme, place and period. earlier: those
    of other files.
    """
    rows = [(number, row) for number, row in values.to_dict("index").items() if row["kind"] in COUNTED]
    if earlier is not None:
        rows += [(None, row) for row in earlier.to_dict("records") if row["kind"] in COUNTED]
    counts: dict[tuple[str, ...], list[tuple[Any, float]]] = {}
    for number, row in rows:
        if row["value"] and _counts_people(row):
            counts.setdefault(_where(row), []).append((number, row["value"]))
    told, tellers = [], []
    for number, row in rows:
        for other, some in _numbers(row, counts.get(_where(row), [])):
            told.append({**row, "value": some, "unit": "people", "measure": None})
            tellers.append(other if number is None else number)
    few = about_few(pd.DataFrame(told, dtype=object))
    return pd.Series(values.index.isin({one for one, is_few in zip(tellers, few, strict=True) if is_few}), values.index)


def _where(row: Mapping[Any, Any]) -> tuple[Any, ...]:
    """The body, programme, place and time of a row, however they are written."""
    found = told(row)
    return (plain(row["body"]), plain(row["programme"]), *(found[f"told_{name}"] for name in OF_ONE_PLACE))


def _counts_people(row: Mapping[Any, Any]) -> bool:
    unit, title = plain(row["unit"]), plain(row["indicator"])
    if A_NUMBER.fullmatch(unit):
        return names_people(title) and not is_title_of_things(title) and row["measure"] != "percentage"
    return not counts_things(unit) and not gives_share(row)


def _numbers(row: Mapping[Any, Any], beside: list[tuple[Any, float]]) -> Iterator[tuple[Any, float]]:
    """The numbers of people that a row tells as a share of others, and of the rest of these; each with the row that
    says how many all are, None where the words do."""
    words = words_of(row)
    if row["value"] is None:
        for bound in (row["lower"], row["upper"]):
            yield from _numbers({**row, "value": bound}, beside) if bound is not None and gives_share(row) else ()
        return
    if not gives_share(row):
        pairs = [(None, row["value"], float(part or other) / 100) for part, other in _PART.findall(words)]
        yield from ((None, row["value"] - most) for most in _most(words) if 0 < row["value"] - most < FEW)
    else:
        is_fraction = row["value"] <= 1 and _FRACTION.search(plain(row["unit"]))
        wholes: list[tuple[Any, float]] = [(None, whole) for whole in _wholes(words)]
        if any(kind.search(words) for kind in (PEOPLE, SEX, AGE)):
            wholes += beside
        pairs = [(other, whole, row["value"] / (1 if is_fraction else 100)) for other, whole in wholes]
    for other, whole, part in pairs:
        if 0 <= part <= 1:
            yield from ((other, float(round(whole * part))), (other, float(whole - round(whole * part))))


def _most(words: str) -> list[int]:
    """So many people as words say that some of a number are: 19 boys, boys: 19."""
    kinds = (_NO_WHOLE, _OF_EACH)
    found = [one for one in _MOST.finditer(words) if one[2] or not _is_before(kinds, words[: one.start()])]
    numbers = [one[1] or one[2] for one in found]
    return [_TEENS.get(one.casefold()) or int(one) for one in numbers]


def _is_before(kinds: Iterable[re.Pattern[str]], before: str) -> bool:
    return any(kind.search(before) for kind in kinds)


def _wholes(words: str) -> list[float]:
    """So many people as words say: of 12 people, n = 12."""
    found = [one for one in _SO_MANY.finditer(words) if not _NO_WHOLE.search(words[: one.start()])]
    numbers = [float(one[1].replace(",", "")) for one in (*found, *_N.finditer(words))]
    return [number for number in numbers if number >= FEW]  # fewer are told in the words themselves
