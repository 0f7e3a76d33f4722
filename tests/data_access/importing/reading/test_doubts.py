# ruff: noqa: E501 - a table of examples reads best with one example a line
"""What has two readings is refused with both, no sign that may be a doubt is dropped, and a reading shows its own cell."""

import csv

import pytest

from data_access.errors import BadInput
from data_access.gazetteer import country_code
from data_access.importing.reading.places import _everyday_names, _fold, _names_of_countries, understand_country
from data_access.importing.reading.values import Mistake, Understood


def read(text: str) -> str:
    found = understand_country(text)
    return str(found.value) if isinstance(found, Understood) else found


@pytest.mark.parametrize(
    ("name", "codes"),
    [("Congo", ["CD", "CG"]), ("Конго", ["CD", "CG"]), ("Korea", ["KP", "KR"]), ("کوریا", ["KP", "KR"]), ("Virgin Islands", ["VG", "VI"]),
     ("St. Martin", ["MF", "SX"]), ("Guiana", ["GF", "GY"]), ("AN", ["BQ", "CW", "SX"])],
)  # fmt: skip
def test_a_name_of_two_countries_is_refused_with_both(name, codes):
    with pytest.raises(Mistake) as caught:
        understand_country(name)
    assert all(code in caught.value.mend for code in codes)
    assert caught.value.mend.startswith("Write ")


@pytest.mark.parametrize("name", ["USSR", "СССР", "SU", "YU", "Kashmir", "کردستان"])
def test_what_is_no_one_country_is_said(name):
    with pytest.raises(Mistake, match="this is no one country"):
        understand_country(name)


@pytest.mark.parametrize(
    ("name", "code"),
    [("Кыргызстан", "KG"), ("Киргизия", "KG"), ("Россия", "RU"), ("РФ", "RU"), ("ОАЭ", "AE"), ("США", "US"), ("UAE", "AE"),
     ("USA", "US"), ("UK", "GB"), ("Türkiye", "TR"), ("KSA", "SA"), ("Burma", "MM"), ("Ivory Coast", "CI"), ("امریکا", "US"),
     ("امارات", "AE"), ("انگلستان", "GB"), ("جرمنی", "DE"), ("AQSH", "US"), ("АҚШ", "US"), ("ABŞ", "US"), ("DR Congo", "CD"),
     ("Congo (DRC)", "CD"), ("Myanmar (Burma)", "MM"), ("South Korea", "KR"), ("S. Sudan", "SS"), ("Sudan", "SD"), ("Georgia", "GE"),
     ("Guinea", "GN"), ("Niger", "NE"), ("NA", "NA"), ("Korea, Republic of", "KR")],
)  # fmt: skip
def test_everyday_names_are_read(name, code):
    assert read(name) == code


def test_the_list_of_everyday_names_holds_codes_and_says_what_each_is():
    assert all(what for _, _, what in _everyday_names())
    assert {code for _, codes, _ in _everyday_names() for code in codes} <= {country_code(code) for _, codes, _ in _everyday_names() for code in codes}  # fmt: skip
    names = [_fold(name) for name, _, _ in _everyday_names()]
    assert len(names) == len(set(names))


def test_no_name_of_cldr_is_read_as_another_country():
    shared = {_fold(name) for name, codes, _ in _everyday_names() if len(codes) != 1}
    wrong = {(name, code, read(name)) for code, name in _names_of_countries() if _fold(name) not in shared and read(name) != code}  # fmt: skip
    assert wrong == set()


@pytest.mark.parametrize(
    ("name", "said"),
    [("004", "write AF"), ("762", "write TJ"), ("Tajikistn", "Did you mean TJ (Tajikistan)?"), ("Афганситан", "Did you mean AF?"),
     ("Узбекистн", "Did you mean UZ")],
)  # fmt: skip
def test_what_is_not_read_is_answered_with_the_nearest(name, said):
    with pytest.raises(Mistake) as caught:
        understand_country(name)
    assert said.rstrip("?") in caught.value.mend


@pytest.mark.slow
@pytest.mark.parametrize("sign", ["{}?", "{} ?", "{}؟", "~{}", "{}*", "<{}", "±{}", "({})", "{}…", "{} -", "?{}"])
@pytest.mark.parametrize(
    ("column", "value", "code"),
    [("prs_Gender", "Feminine", "Feminine"), ("prs_Gender", "Female", "Feminine"), ("prs_Citizenship", "AF", "AF"),
     ("prs_Citizenship", "Афганистан", "AF"), ("vic_TypeOfExploitation", "ForcedLabour", "ForcedLabour"),
     ("vic_TraffickingStatus", "", ""), ("registration_date", "2024-03-31", ""), ("registration_year", "2024", ""),
     ("age_at_identification", "14", ""), ("age_at_identification", "child", "")],
)  # fmt: skip
def test_a_sign_of_doubt_makes_a_mistake_of_the_cell(sqlite_cases, load, put, column, value, code, sign):
    cell = sign.format(value)
    if cell == " -":  # a dash alone is an empty cell, and said
        assert (
            "dash that stands alone" in load(sqlite_cases, put("a.csv", f"case_key,{column}\nA-1,{cell}\n"))["message"]
        )
        return
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("a.csv", f'case_key,{column}\nA-1,"{cell}"\n'))
    if code:
        assert f"write {code}." in str(caught.value)


@pytest.mark.parametrize("column", ["hte_State", "province", "place", "hte_City"])
@pytest.mark.parametrize("value", ["Herat?", "(Herat)", "~Herat", "هرات؟"])
def test_a_doubtful_province_or_town_is_a_mistake(sqlite_cases, load, put, column, value):
    events = put("events.csv", f"case_key,hte_Type,hte_Country,{column}\nA-1,Transit,AF,{value}\n")
    with pytest.raises(BadInput, match="a sign that may mean a doubt"):
        load(sqlite_cases, put("cases.csv", "case_key\nA-1\n"), events)


def test_the_example_of_a_reading_is_of_the_same_column(sqlite_cases, load, put, tmp_path):
    cases = put("cases.csv", 'case_key,prs_Citizenship,vic_TypeOfExploitation,registration_year\nA-1,AF,ForcedLabour,2023\n'
                             'A-2,Афганистан,"ForcedLabour, ForcedBegging",1399\nA-3,Россия,ForcedLabour,2022\n')  # fmt: skip
    events = put("events.csv", "case_key,hte_Type,hte_Country,hte_State\nA-2,Recruitment,AF,Кабул\n")
    load(sqlite_cases, cases, events)
    report = {(row["column"], row["row"]): row["example"] for row in csv.DictReader((tmp_path / "report.csv").open())}
    assert report["prs_Citizenship", "3"] == "Афганистан is AF"
    assert report["vic_TypeOfExploitation", "3"] == "ForcedLabour, ForcedBegging is ForcedLabour;ForcedBegging"
    assert report["hte_State", "2"] == "Кабул is AF-KAB"
    assert report["registration_year", "3"] == "1399 is 2020"


def test_no_case_key_is_ever_an_example(sqlite_cases, load, put, tmp_path):
    load(sqlite_cases, put("cases.csv", "case_key\nHRT-۱۴۰۲-۰۰۷۷\n"))
    assert "۰۰۷۷" not in (tmp_path / "report.csv").read_text()
    assert "0077" not in (tmp_path / "report.csv").read_text()
