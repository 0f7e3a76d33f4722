"""The tables of places, and the two lookups that turn what people write into codes."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import pandas
import pycountry

StopKind = Literal["town", "border_crossing"]
_TABLES = Path(__file__).parent

# Words that say what kind of unit a name belongs to, in the spellings that data files use.
_KINDS_OF_UNIT = re.compile(
    r"\b(province|region|oblasti?|viloyati?|wilayat|[vw]elayaty?|ostan|autonomous|republic of|city|shahri?|"
    r"ولایت|استان|صوبہ|область|обл|велаят)\b"
)


@cache
def provinces() -> pandas.DataFrame:
    """Admin-1 units of the six core countries, and the two halves of Punjab that the maps draw.

    One row is one unit: the 96 provinces of ISO 3166-2 (Ashgabat city, TM-S, is part of Ahal) and the analysis units
    PK-PB-S (South Punjab, approximate) and PK-PB-N, whose `parent` is PK-PB.
    Columns: `code` (ISO 3166-2, or our own for an analysis unit), `country` (ISO 3166-1 alpha-2), `parent` (code or
    ""), `kind` ("province" or "analysis_unit"), `name_en`, `name_fa`, `name_ur`, `name_ru` (short, without the word
    for province), `pcode` (OCHA P-code, Afghanistan only, else ""), `label_lon`, `label_lat` (degrees, a point well
    inside), `area_km2` (of the drawn outline, so an estimate).
    Cached: do not change the frame.
    Source: Natural Earth, ISO 3166-2, OCHA COD-AB; mended by hand, see docs/geography.md.
    """
    return _read("provinces")


@cache
def countries() -> pandas.DataFrame:
    """Every country and territory of ISO 3166-1 except Antarctica, and Kosovo (XK).

    One row is one country. Columns: `code` (alpha-2), `alpha_3`, `name_en` (as in CLDR), `label_lon`, `label_lat`
    (degrees; where a flow to the country ends, so Russia's is Moscow), `core` (1 for the six core countries, else 0).
    Cached: do not change the frame.
    Source: ISO 3166-1, CLDR, Natural Earth.
    """
    return _read("countries")


@cache
def places() -> pandas.DataFrame:
    """Towns and border crossings that routes are told by.

    One row is one place. Columns: `code` (our own, such as "pk-taftan"), `kind` (a StopKind), `country` (alpha-2),
    `province` (ISO 3166-2, assigned by hand: generalised borders put some crossings on the wrong side), `name_en`,
    `name_fa`, `lon`, `lat` (degrees), `source` (begins with "approximate" where entered by hand).
    Cached: do not change the frame.
    Source: GeoNames (CC BY 4.0), or as the row says.
    """
    return _read("places")


@cache
def neighbours() -> pandas.DataFrame:
    """Which of the 97 drawn units share a border.

    One row is one pair, once. Columns: `code`, `neighbour` (codes of `provinces()`, `code` < `neighbour`; Punjab
    appears as its two halves). Units that touch in a point only are no neighbours.
    Cached: do not change the frame.
    Source: computed from the boundaries that the maps draw.
    """
    return _read("neighbours")


def alternative_names(code: str) -> tuple[str, ...]:
    """What else people call a province or a country: former, short and misspelled names, as files have them."""
    return tuple(name for one, name in _alternative_names() if one == code)


def country_code(text: str) -> str | None:
    """Alpha-2 code of a country given as alpha-2, alpha-3 or English name; None if it is not known.

    Case, accents and punctuation do not matter.
    """
    return _country_codes().get(_key(text))


def province_code(text: str, country: str) -> str | None:
    """Code of a unit given as ISO 3166-2 code, P-code or name; None if it is unknown or could be more than one.

    `country` is anything that `country_code` understands. Case, accents, punctuation, words such as "Province", and
    common spellings do not matter: "Jauzjan", "jowzjān province" and "AF28" are all AF-JOW. Former units give the
    one they are in now (NWFP and FATA: PK-KP; Ashgabat: TM-A). "Tashkent" alone is the city or the region, hence None.
    """
    codes = _province_codes().get(country_code(country) or "", {})
    return codes.get(_key(text)) or codes.get(_key_without_kind(text))


def _read(table: str) -> pandas.DataFrame:
    # "NA" is Namibia, not a missing value.
    return pandas.read_csv(_TABLES / f"{table}.csv", keep_default_na=False, encoding="utf-8")


@cache
def _country_codes() -> Mapping[str, str]:
    table = countries()
    spellings = [(code, text) for column in ("code", "alpha_3", "name_en") for code, text in _columns(table, column)]
    for code in table.code:
        iso = pycountry.countries.get(alpha_2=code)
        names = (getattr(iso, attribute, "") for attribute in ("name", "common_name", "official_name"))
        spellings += [(code, name) for name in names if name]
    spellings += [(code, name) for code, name in _alternative_names() if "-" not in code]
    return _unambiguous((_key(text), code) for code, text in spellings)


@cache
def _province_codes() -> Mapping[str, Mapping[str, str]]:
    spellings: dict[str, list[tuple[str, str]]] = defaultdict(list)
    table = provinces()
    for column in ("code", "pcode", "name_en", "name_fa", "name_ur", "name_ru"):
        for code, text in _columns(table, column):
            spellings[code[:2]].append((code, text))
    for code, name in _alternative_names():
        if "-" in code:
            spellings[code[:2]].append((code, name))
    return {
        country: {
            **_unambiguous((_key_without_kind(text), code) for code, text in rows if text),
            **_unambiguous((_key(text), code) for code, text in rows if text),
        }
        for country, rows in spellings.items()
    }


@cache
def _alternative_names() -> tuple[tuple[str, str], ...]:
    return tuple(_columns(_read("alternative_names"), "name"))


def _columns(table: pandas.DataFrame, column: str) -> Iterable[tuple[str, str]]:
    return zip(table["code"], table[column], strict=True)


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    codes: dict[str, set[str]] = defaultdict(set)
    for key, code in pairs:
        codes[key].add(code)
    return {key: next(iter(found)) for key, found in codes.items() if len(found) == 1}


def _key(text: str) -> str:
    return "".join(letter for letter in _plain(text) if letter.isalnum())


def _key_without_kind(text: str) -> str:
    return _key(_KINDS_OF_UNIT.sub(" ", _plain(text)))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("&", "and")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
