"""Who identifies and helps in the demonstration data.

Hagar's centre and SEHER's three centres are real, and named because the published programmes are; every case of theirs
here is invented. All others are invented altogether and say so in their names.
"""

import numpy as np
import pandas as pd

from data_access.demonstration.draws import NO_CODE, Integers, texts
from data_access.demonstration.weights import (
    AGENCIES,
    AGENCIES_ELSEWHERE,
    EFFORT,
    POPULATION,
    SITES_A_MILLION,
    SITES_WITH_INSPECTION,
    SITES_WITH_MORE_POLICE,
    WITH_BORDER_AUTHORITY,
)

CORE = {
    "AF": "Afghanistan",
    "PK": "Pakistan",
    "IR": "Iran",
    "TJ": "Tajikistan",
    "TM": "Turkmenistan",
    "UZ": "Uzbekistan",
}
ABROAD = len(CORE)  # the number that stands for every other country
COUNTRY_NUMBER = {code: number for number, code in enumerate(CORE)}
PROVINCES = [province for country in CORE for province in POPULATION[country]]

CHANNELS = ["police", "border", "hotline", "shelter", "inspection", "ngo"]
CHANNEL_NUMBER = {channel: number for number, channel in enumerate(CHANNELS)}
_NAMES = {
    "police": ("Demonstration police", "LawEnforcement"),
    "border": ("Demonstration border authority", "ImmigrationService"),
    "hotline": ("Demonstration hotline", "NGO"),
    "shelter": ("Demonstration government shelter", "CentralGovernmentOrganisation"),
    "inspection": ("Demonstration labour inspection", "CentralGovernmentOrganisation"),
}
# beside the police of each country, in provinces with many sites
_MORE_POLICE = {
    "cid": "Demonstration criminal investigation department",
    "fru": "Demonstration family response units of the police",
}
_NGO_LETTERS = {"AF": "ABCDEF", "PK": "GHIJKL", "IR": "MN", "TJ": "OP", "TM": "QX", "UZ": "RSTU", "abroad": "VW"}

# Who identifies (invented shares): at a border, at home or in the place of exploitation, and in other countries.
IDENTIFIED_BY = {
    "border": {"border": 0.60, "police": 0.16, "ngo": 0.18, "hotline": 0.06},
    "in_place": {"police": 0.34, "ngo": 0.36, "hotline": 0.12, "shelter": 0.12, "inspection": 0.06},
    "abroad": {"police": 0.60, "ngo": 0.28, "hotline": 0.12},
}
DATA_SOURCE_OF_CHANNEL = {
    "police": "Police",
    "border": "BorderAuthority",
    "hotline": "Hotline",
    "shelter": "Shelter",
    "inspection": "LabourInspection",
    "ngo": "NGO",
}


def _organisations() -> list[dict[str, str]]:
    rows: list[dict[str, str]] = [
        {
            "code": "demo-hagar-kabul",
            "name": "Hagar International: centre for boys, Kabul (demonstration cases)",
            "kind": "NGO",
        }
    ]
    rows += [
        {
            "code": f"demo-seher-{town.lower()}",
            "name": f"SEHER: Child Friendly Centre, {town} (demonstration cases)",
            "kind": "NGO",
        }
        for town in ("Quetta", "Taftan", "Gwadar")
    ]
    for code, country in [*CORE.items(), ("abroad", "other countries")]:
        for channel, (name, kind) in _NAMES.items():
            rows.append({"code": f"demo-{channel}-{code.lower()}", "name": f"{name}, {country}", "kind": kind})
        for letter in _NGO_LETTERS[code]:
            name = f"Demonstration NGO {letter}"
            rows.append({"code": f"demo-ngo-{letter.lower()}", "name": name, "kind": "NGO"})
    for code, country in CORE.items():
        for unit, name in _MORE_POLICE.items():
            police = f"demo-police-{code.lower()}-{unit}"
            rows.append({"code": police, "name": f"{name}, {country}", "kind": "LawEnforcement"})
    return rows


ORGANISATIONS = pd.DataFrame(_organisations())
CODES = list(ORGANISATIONS["code"])
_KIND, _KINDS = pd.factorize(ORGANISATIONS["kind"])
HAGAR = CODES.index("demo-hagar-kabul")
SEHER = np.array([CODES.index(f"demo-seher-{town}") for town in ("quetta", "taftan", "gwadar")])

_COUNTRY_CODES = [*(code.lower() for code in CORE), "abroad"]
# [country, channel] -> organisation; the NGO is chosen by province below
_PUBLIC = np.array([[CODES.index(f"demo-{channel}-{code}") for channel in _NAMES] for code in _COUNTRY_CODES])


def _ngos_by_province() -> tuple[Integers, Integers]:
    """Return, for each province and then each country as a whole, its NGOs and how many of them report."""
    table, reporting = [], []
    for country, code in enumerate([*CORE, "abroad"]):
        letters = [CODES.index(f"demo-ngo-{letter.lower()}") for letter in _NGO_LETTERS[code]]
        provinces = list(POPULATION[code]) if code in CORE else []
        for number, province in enumerate([*provinces, f"all of {country}"]):
            # each province has its own few of the country's NGOs, so that no province is one agency
            turned = [letters[(number + step) % len(letters)] for step in range(max(map(len, _NGO_LETTERS.values())))]
            table.append((province, turned))
            reporting.append((province, min(AGENCIES.get(province, AGENCIES_ELSEWHERE), len(letters))))
    order = {name: row for row, name in enumerate([*PROVINCES, *(f"all of {number}" for number in range(ABROAD + 1))])}
    table.sort(key=lambda row: order[row[0]])
    reporting.sort(key=lambda row: order[row[0]])
    return np.array([row[1] for row in table]), np.array([row[1] for row in reporting])


_NGOS, _REPORTING = _ngos_by_province()


def reporting_sites(province: str) -> int:
    """Return how many sites of a province are to report."""
    country = province[:2]
    return max(round(POPULATION[country][province] * SITES_A_MILLION[country] * EFFORT.get(province, 1)), 1)


def _police(country: str, sites: int) -> list[str]:
    """Return the codes of the kinds of police where so many sites are to report."""
    one = f"demo-police-{country.lower()}"
    return [one, *(f"{one}-{unit}" for unit in _MORE_POLICE)] if sites >= SITES_WITH_MORE_POLICE else [one]


def reporting_agencies(province: str) -> list[str]:
    """Return the codes of the organisations that report from a province, in the order in which they open sites."""
    row, country, sites = PROVINCES.index(province), province[:2].lower(), reporting_sites(province)
    first, *others = (CODES[ngo] for ngo in _NGOS[row][: _REPORTING[row]])
    police, *more_police = _police(country, sites)
    inspection = [f"demo-inspection-{country}"] if sites >= SITES_WITH_INSPECTION else []
    border = [f"demo-border-{country}"] if province in WITH_BORDER_AUTHORITY else []
    return [police, first, f"demo-shelter-{country}", *others, *more_police, *border, *inspection]


_POLICE = [[CODES.index(code) for code in _police(name[:2], reporting_sites(name))] for name in PROVINCES]
# of a journey that ended nowhere known in particular, the police of the country
_POLICE += [[CODES.index(f"demo-police-{code}")] for code in _COUNTRY_CODES]
_NUMBER_OF_POLICE = np.array([len(codes) for codes in _POLICE])
_POLICE_OF = np.array([(codes * 3)[:3] for codes in _POLICE])


def providers(rng: np.random.Generator, channel: Integers, country: Integers, province: Integers) -> Integers:
    """Return the organisation that acts through `channel` in a province.

    `country` is a number of CORE or ABROAD; `province` is a row of PROVINCES, or negative where unknown.
    """
    row = np.where(province >= 0, province, len(PROVINCES) + country)
    drawn = rng.random(len(channel))
    provider = _PUBLIC[country, np.minimum(channel, len(_NAMES) - 1)]
    for kind, organisations, number in (("ngo", _NGOS, _REPORTING), ("police", _POLICE_OF, _NUMBER_OF_POLICE)):
        picked = organisations[row, (drawn * number[row]).astype(np.int64)]
        provider = np.where(channel == CHANNEL_NUMBER[kind], picked, provider)
    return provider


def provider_column(provider: Integers) -> pd.Series:
    """Return organisation codes as a column; negative is missing."""
    return texts(provider, CODES)


def kind_column(provider: Integers) -> pd.Series:
    """Return the kind of each organisation as a column; negative is missing."""
    return texts(np.where(provider >= 0, _KIND[provider], NO_CODE), list(_KINDS))
