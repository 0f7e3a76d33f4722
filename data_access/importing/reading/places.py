"""Readers of countries, provinces and places, by way of the gazetteer and of CLDR's names of countries."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from babel import Locale

from data_access.gazetteer import countries, country_code, places, province_code, provinces
from data_access.importing.reading.values import Mistake, Understood, simple

# the eight languages of the dashboard; Uzbek in both of its scripts
LANGUAGES = ("en", "fa", "ps", "ur", "tg", "uz", "uz_Cyrl", "ru", "tk")
OTHER_LANGUAGE = "the name of a country is not in English, and was read as its ISO 3166 code"
OTHER_LANGUAGE_PROVINCE = "the name of a province is not in Latin letters, and was read as its ISO 3166-2 code"
OTHER_SEPARATOR = "two countries in one cell are not separated by a semicolon, and were read as two"
# keyboards and old encodings write these letters of Persian in their Arabic form
_ARABIC_FORMS = str.maketrans({"ي": "ی", "ى": "ی", "ك": "ک", "ۀ": "ه", "ة": "ه", "أ": "ا", "إ": "ا", "ٱ": "ا"})


def read_country(text: str) -> str:
    """Read a country as understand_country does, without saying how. Raises Mistake."""
    found = understand_country(text)
    return str(found.value) if isinstance(found, Understood) else found


def understand_country(text: str) -> str | Understood:
    """Read a country given as alpha-2 or alpha-3 code or name in one of the eight languages. Raises Mistake."""
    code = country_code(text)
    if code is not None:
        return code
    code = _country_names().get(_fold(text))
    if code is not None:
        return Understood(code, OTHER_LANGUAGE, "ایران is IR")
    near = difflib.get_close_matches(_fold(text), _country_names(), n=1, cutoff=0.8)
    raise Mistake(
        "expected a country as its ISO 3166 code (AF, AFG) or its name",
        f"Did you mean {_country_names()[near[0]]}?" if near else "Correct the country.",
        example="AF",
        may_be_left_empty=True,
    )


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
    return Understood(pair, OTHER_SEPARATOR, "AF, PK is AF;PK") if len(codes) == 2 and ";" not in text else pair


def read_province(text: str, country: str | None) -> str | Understood:
    """Read a province of a country by its ISO 3166-2 code, P-code or name. Raises Mistake."""
    # a code says its country, a name does not
    country = country or (text[:2] if text[2:3] == "-" else None)
    if country is None:
        raise Mistake("a province needs its country", "Fill in the country as well.", example="AF")
    code = province_code(text.translate(_ARABIC_FORMS), country)
    if code is None:
        raise Mistake(
            "expected a province of this country as its ISO 3166-2 code (AF-HER), P-code or name",
            "Look it up in the sheet lists of the template.",
            example=_a_province(country),
            may_be_left_empty=True,
        )
    return code if text.isascii() or _is_latin(text) else Understood(code, OTHER_LANGUAGE_PROVINCE, "هرات is AF-HER")


def read_place(text: str, country: str | None) -> str:
    """Read a town or border crossing of the gazetteer by its code or name. Raises Mistake."""
    codes = _place_codes()
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


@cache
def _country_names() -> Mapping[str, str]:
    """Return the code of each name that means one country only."""
    codes: dict[str, set[str]] = defaultdict(set)
    for code, name in _names_of_countries():
        codes[_fold(name)].add(code)
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
