"""Readers of countries, provinces and places, by way of the gazetteer and of CLDR's names of countries."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pycountry
from babel import Locale
from rapidfuzz import fuzz, process

from data_access.gazetteer import countries, country_code, places, province_code, provinces
from data_access.importing.reading.coded_cells import refuse_doubt, simple, without_signs
from data_access.importing.reading.values import Mistake, Understood

# the eight languages of the dashboard; Dari beside Persian, and Uzbek in both of its scripts
LANGUAGES = ("en", "fa", "fa_AF", "ps", "ur", "tg", "uz", "uz_Cyrl", "ru", "tk")
# names that CLDR does not have: abbreviations, former and short ones, and those that two countries share
EVERYDAY_NAMES = Path(__file__).with_name("everyday_names.csv")
NEAR = 80  # of 100, by rapidfuzz
OTHER_LANGUAGE = "the name of a country is not its name in English, and was read as its ISO 3166 code"
OTHER_LANGUAGE_PROVINCE = "the name of a province is not in Latin letters, and was read as its ISO 3166-2 code"
OTHER_SEPARATOR = "two countries in one cell are not separated by a semicolon, and were read as two"
# what the citizens of the six countries are called: hints, for a people is not a country
CALLED = {
    "AF": ("Afghan", "Afghani", "афганец", "афганка", "афғон", "afg‘on", "افغان", "افغانی", "افغانستانی"),
    "IR": ("Iranian", "иранец", "иранка", "эронӣ", "eronlik", "ایرانی"),
    "PK": ("Pakistani", "пакистанец", "пакистанка", "покистонӣ", "pokistonlik", "پاکستانی"),
    "TJ": ("Tajik", "Tajikistani", "таджик", "таджичка", "тоҷик", "tojik", "تاجیک", "تاجک"),
    "TM": ("Turkmen", "Turkmenistani", "туркмен", "туркменка", "türkmen", "turkman", "ترکمن", "ترکمان"),
    "UZ": ("Uzbek", "Uzbekistani", "узбек", "узбечка", "ӯзбек", "ўзбек", "o‘zbek", "ازبک", "اوزبیک"),
}
PEOPLES = frozenset({"TJ", "TM", "UZ"})  # whose name is that of a people of several countries
# keyboards and old encodings write these letters of Persian in their Arabic form
_ARABIC_FORMS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا"})


def read_country(text: str) -> str:
    """Read a country as understand_country does, without saying how. Raises Mistake."""
    found = understand_country(text)
    return str(found.value) if isinstance(found, Understood) else found


def understand_country(text: str) -> str | Understood:
    """Read a country given as alpha-2 or alpha-3 code or by its name in one of the eight languages. Raises Mistake."""
    word = _fold(text)
    if word in _shared_names():
        _refuse_shared(word)
    names = _country_names()
    code = names.get(word)
    if word == without_signs(word):
        if (of_english := country_code(text)) is not None:
            return of_english
    elif code is None:
        refuse_doubt(text, country_code(text) or names.get(without_signs(word), ""))
    if code is not None:
        return Understood(code, OTHER_LANGUAGE, f"{text} is {code}")
    raise _unknown_country(text, word)


def _refuse_shared(word: str) -> None:
    codes, what = _shared_names()[word]
    meant = " or ".join(f"{code} ({_english(code)})" for code in codes)
    raise Mistake(
        f"this is no one country: {what}",
        f"Write {meant}." if meant else "Write the country of today.",
        "a country that can be read in several ways",
        example=codes[0] if codes else "UZ",
        is_certain=True,
        may_be_left_empty=True,
    )


def _unknown_country(text: str, word: str) -> Mistake:
    near = process.extractOne(word, _country_names().keys(), scorer=fuzz.ratio, score_cutoff=NEAR)
    mend, example = "Correct the country.", "AF"
    if word.isdecimal() and (found := pycountry.countries.get(numeric=word.zfill(3))):
        mend = f"Numbers stand for countries in several lists. If it is {found.name}, write {found.alpha_2}."
        example = found.alpha_2
    elif called := _called().get(word.removesuffix("s")):
        example, mend = called, f"Did you mean {called} ({_english(called)})?"
        if called in PEOPLES:
            mend = f"If it is the country, write {called} ({_english(called)}); it is a people of other countries too."
    elif near:
        example = _country_names()[near[0]]
        mend = f"Did you mean {example} ({_english(example)})?"
    expected = "expected a country as its ISO 3166 code (AF, AFG) or its name"
    return Mistake(expected, mend, example=example, may_be_left_empty=True)


def _english(code: str) -> str:
    return str(countries().set_index("code")["name_en"].get(code, code))


def read_citizenship(text: str) -> tuple[str, str | None] | Understood:
    """Read one or two countries, separated by a semicolon, a comma, a vertical bar or a line end. Raises Mistake."""
    try:
        whole = understand_country(text)
    except Mistake:
        found = [understand_country(part.strip()) for part in re.split(r"[;,|،؛/\n]", text) if part.strip()]
    else:
        found = [whole]
    how = next((one for one in found if isinstance(one, Understood)), None)
    codes = list(dict.fromkeys(str(one.value) if isinstance(one, Understood) else one for one in found))
    if not 1 <= len(codes) <= 2:
        raise Mistake(
            "expected one or two countries separated by a semicolon", "Keep the two that matter most.", example="AF;PK"
        )
    pair = codes[0], codes[1] if len(codes) == 2 else None
    if how is not None:
        return Understood(pair, how.how, how.example)
    if len(codes) == 2 and ";" not in text:
        return Understood(pair, OTHER_SEPARATOR, f"{' '.join(text.split())} is {';'.join(codes)}")
    return pair


def read_province(text: str, country: str | None) -> str | Understood:
    """Read a province of a country by its ISO 3166-2 code, P-code or name. Raises Mistake."""
    # a code says its country, a name does not
    country = country or (text[:2] if text[2:3] == "-" else None)
    if country is None:
        raise Mistake("a province needs its country", "Fill in the country as well.", example="AF")
    code = province_code(text.translate(_ARABIC_FORMS), country)
    if simple(text) != without_signs(text) and text not in _names_with_signs():
        refuse_doubt(text, code or "")
    if code is None:
        raise Mistake(
            "expected a province of this country as its ISO 3166-2 code (AF-HER), P-code or name",
            "Look it up in the sheet lists of the template.",
            example=_a_province(country),
            may_be_left_empty=True,
        )
    return code if text.isascii() or _is_latin(text) else Understood(code, OTHER_LANGUAGE_PROVINCE, f"{text} is {code}")


def read_place(text: str, country: str | None) -> str:
    """Read a town or border crossing of the gazetteer by its code or name. Raises Mistake."""
    codes = _place_codes()
    if simple(text) != without_signs(text):
        refuse_doubt(text, codes.get(f"{country} {without_signs(_fold(text))}", ""))
    code = codes.get(text.casefold()) or codes.get(f"{country} {_fold(text)}")
    if code is None:
        raise Mistake(
            "expected a town or border crossing of the sheet lists of the template (and its country beside a name)",
            "Use its code; the province alone is enough.",
            example="pk-taftan",
            may_be_left_empty=True,
        )
    return code


def _fold(text: str) -> str:
    return simple(text.translate(_ARABIC_FORMS))


def _is_latin(text: str) -> bool:
    return all(ord(sign) < 0x250 for sign in text)


def _a_province(country: str) -> str:
    table = provinces()
    return next(iter(table["code"][table["country"] == (country_code(country) or "")]), "AF-HER")


def _names_of_countries() -> Iterator[tuple[str, str]]:
    known = set(countries()["code"])
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in known:
                yield code, str(name)
    for name, found, _ in _everyday_names():
        if len(found) == 1:
            yield found[0], name


def _everyday_names() -> list[tuple[str, list[str], str]]:
    with EVERYDAY_NAMES.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return [(row["name"], [code for code in row["codes"].split(";") if code], row["what"]) for row in rows]


@cache
def _shared_names() -> Mapping[str, tuple[list[str], str]]:
    """Return the codes that a name can mean, where it is not one, and why."""
    return {_fold(name): (codes, what) for name, codes, what in _everyday_names() if len(codes) != 1}


@cache
def _called() -> Mapping[str, str]:
    return {_fold(word): code for code, words in CALLED.items() for word in words}


@cache
def _names_with_signs() -> frozenset[str]:
    names = {str(name) for column in ("name_en", "name_fa", "name_ur", "name_ru") for name in provinces()[column]}
    return frozenset(name for name in names if simple(name) != without_signs(name))


@cache
def _country_names() -> Mapping[str, str]:
    """Return the code of each name that means one country only."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, name in _names_of_countries():
        for word in {_fold(name), without_signs(_fold(name))}:
            codes[word].add(code)
    return {name: next(iter(found)) for name, found in codes.items() if len(found) == 1}


@cache
def known_names() -> frozenset[str]:
    """Return the words of the names of countries, provinces and towns in all languages, in small letters."""
    names = [name for _, name in _names_of_countries()]
    names += [name for column in ("name_en", "name_fa", "name_ur", "name_ru") for name in provinces()[column]]
    names += [name for column in ("name_en", "name_fa") for name in places()[column]]
    words = {word.casefold() for name in names for word in re.findall(r"[^\W\d_]+", name)}
    return frozenset(words | {word.translate({ord("ی"): "ي", ord("ک"): "ك"}) for word in words})


@cache
def _place_codes() -> Mapping[str, str]:
    table = places()
    names = {
        f"{country} {_fold(name)}": code
        for column in ("name_en", "name_fa")
        for code, country, name in zip(table["code"], table["country"], table[column], strict=True)
        if name
    }
    return names | {code.casefold(): code for code in table["code"]}


@cache
def place_countries() -> Mapping[str, tuple[str, str]]:
    """Return the country and the province of each town and border crossing."""
    table = places()
    return {
        code: (country, province)
        for code, country, province in zip(table["code"], table["country"], table["province"], strict=True)
    }
