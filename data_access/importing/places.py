"""Readers of countries, provinces and places, by way of the gazetteer."""

from collections.abc import Mapping
from functools import cache

from data_access.gazetteer import country_code, places, province_code
from data_access.importing.values import Mistake, simple


def read_country(text: str) -> str:
    """Read a country given as alpha-2 or alpha-3 code or English name into its alpha-2 code. Raises Mistake."""
    code = country_code(text)
    if code is None:
        raise Mistake(
            "expected a country as its ISO 3166 code (AF, AFG) or its English name",
            "Correct the country, or leave the cell empty if it is not known.",
        )
    return code


def read_citizenship(text: str) -> tuple[str, str | None]:
    """Read one or two countries separated by a semicolon. Raises Mistake."""
    codes = list(dict.fromkeys(read_country(part.strip()) for part in text.split(";") if part.strip()))
    if not 1 <= len(codes) <= 2:
        raise Mistake("expected one or two countries separated by a semicolon", "Keep the two that matter most.")
    return codes[0], codes[1] if len(codes) == 2 else None


def read_province(text: str, country: str | None) -> str:
    """Read a province of a country by its ISO 3166-2 code, P-code or name. Raises Mistake."""
    # a code says its country, a name does not
    country = country or (text[:2] if text[2:3] == "-" else None)
    if country is None:
        raise Mistake("a province needs its country", "Fill in the country as well.")
    code = province_code(text, country)
    if code is None:
        raise Mistake(
            "expected a province of this country as its ISO 3166-2 code (AF-HER), P-code or name",
            "Look it up in the sheet lists of the template, or leave the cell empty.",
        )
    return code


def read_place(text: str, country: str | None) -> str:
    """Read a town or border crossing of the gazetteer by its code or name. Raises Mistake."""
    codes = _place_codes()
    code = codes.get(text.casefold()) or codes.get(f"{country} {simple(text)}")
    if code is None:
        raise Mistake(
            "expected a town or border crossing of the sheet lists of the template (and its country beside a name)",
            "Use its code, or leave the cell empty: the province alone is enough.",
        )
    return code


@cache
def _place_codes() -> Mapping[str, str]:
    table = places()
    names = {
        f"{country} {simple(name)}": code
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
