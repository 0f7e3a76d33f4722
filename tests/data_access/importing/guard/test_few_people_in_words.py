"""Which words and units tell of a few people, in the languages of the region, and which only seem to."""

from typing import Any

import pandas as pd
import pytest

from data_access.importing.guard.few_people import WORDS, about_few, leaves_few

ROW = dict.fromkeys((*WORDS, "body", "source_title", "place_text", "lower", "upper", "measure"), None) | {
    "indicator": "People helped", "kind": "actual", "value": 3.0, "unit": "people", "sex": "total", "age": "total",
    "country": "AF", "already_public": False, "provenance": "published", "period_start": "2024-03",
    "period_end": "2024-03", "body": "Us",
}  # fmt: skip
PANJSHIR = {"place_text": "Panjshir"}
TWENTY = PANJSHIR | {"value": 20.0}


def is_refused(**cells: Any) -> bool:
    return bool(about_few(pd.DataFrame([ROW | cells], dtype=object)).iloc[0])


@pytest.mark.parametrize(
    "unit",
    ["VoTs", "pax", "referrals", "referrals to a shelter", "identifications", "repatriations", "admissions", "arrests",
     "suspects", "victims identified", "girls in the centre", "people per month", "number of girls",
     "students in school", "weekly beneficiaries",
     "girls 15-18 years", "cases per province", "girls per shelter", "family units", "дети кризисного центра",
     "школьницы", "کودکان مکتب", "women, girls", "girls/boys", "children (under 18 years)", "school children",
     "unaccompanied minors", "youth", "teenagers", "wives", "detainees", "IDPs", "births", "child marriages",
     "abductions", "index cases", "чел.", "семей", "случаев", "خانواده", "تن", "قضیه", "oila", "کیس", "خاندان"],
)  # fmt: skip
def test_units_of_people(unit):
    assert is_refused(unit=unit, **PANJSHIR)


@pytest.mark.parametrize(
    "unit",
    ["souls", "callers", "Afghans", "dossiers", "convictions", "siblings", "placements", "services delivered", "PoC",
     "gizmos", "girls (no people)", "victims of trafficking (no people)"],
)  # fmt: skip
def test_a_unit_that_stands_in_no_list_may_be_one_of_people(unit):
    assert is_refused(unit=unit, **PANJSHIR)


@pytest.mark.parametrize(
    "unit",
    ["posters", "bills", "MoUs", "ambulances", "km", "brick kilns inspected", "border posts", "inspections",
     "USD million", "gizmos (no people)", "wells"],
)  # fmt: skip
def test_a_unit_of_things_passes(unit):
    assert not is_refused(indicator="Help", unit=unit, **PANJSHIR)


@pytest.mark.parametrize("unit", ["number", "", None])
@pytest.mark.parametrize(
    ("indicator", "is_of_people"),
    [("Centres for women", False), ("Number of shelters for women", False), ("Schools for girls rebuilt", False),
     ("Referral mechanism for victims", False), ("Laws on child protection", False),
     ("Women in shelters", True), ("Rescued", True), ("Deportations", True), ("Convictions for trafficking", True)],
)  # fmt: skip
def test_a_title_says_what_a_number_without_a_unit_counts(indicator, is_of_people, unit):
    assert is_refused(indicator=indicator, unit=unit, **PANJSHIR) == is_of_people


def test_a_title_of_things_beside_a_part_of_the_people_passes_nothing():
    for part in ({"sex": "female"}, {"age": "0-14"}, {"disaggregation": "girls"}, {"dimension": "girls"}):
        assert is_refused(indicator="Shelters", unit="number", **part, **PANJSHIR)


@pytest.mark.parametrize(
    ("lower", "upper", "is_few"), [(2.0, 12.0, True), (2.0, None, True), (None, 4.0, True), (0.0, 12.0, False)]
)
def test_bounds_without_a_value_say_how_many(lower, upper, is_few):
    assert is_refused(value=None, lower=lower, upper=upper, **PANJSHIR) == is_few


@pytest.mark.parametrize("sex", ["total", "female"])
@pytest.mark.parametrize(
    "unit",
    ["% of children", "percent of women", "per 100 000 children", "children per woman", "people per household",
     "women's shelters", "child helplines", "family centres", "child protection committees", "case conferences",
     "training sessions for women", "hours per child", "days per girl", "calls", "kits", "laws", "number of courses",
     "% of cases", "закон о детях", "женские центры", "مراکز برای زنان", "children per school class",
     "person months", "тренинги для женщин"],
)  # fmt: skip
def test_units_of_what_is_no_person(unit, sex):
    assert not is_refused(unit=unit, sex=sex, **PANJSHIR)


@pytest.mark.parametrize(
    "unit", ["% of people", "percentage of children", "per 100,000 people", "calls", "training sessions for women"]
)
def test_shares_and_things_leave_nobody(unit):
    rows = [
        ROW | PANJSHIR | {"unit": unit, "value": value, "sex": sex} for value, sex in ((30, "total"), (29, "female"))
    ]
    assert not leaves_few(pd.DataFrame(rows, dtype=object).assign(programme=None)).any()


@pytest.mark.parametrize(
    "note",
    ["girls: 2; boys: 18", "2F, 18M", "female=2, male=18", "2 of them girls", "3 of 12 girls", "both girls were sold",
     "Last year 2 girls were sold", "In the first phase two girls were sold", "2 (two) girls",
     "a single woman was sold", "2 Afghan underage girls",
     "only one was a girl", "две из них девочки", "ikki nafar qiz", "ду духтар", "دوه نجونې",
     "دو لڑکیاں", "икки нафар қиз", "all boys except three", "a pair of girls", "a lone girl", "one was under 14",
     "a handful of women", "twin girls", "girls (2)", "girls - 2", "2x girls", "male 18, female 2", "f 2 m 18",
     "2 ♀, 18 ♂", "two (2) of the victims were married off", "трое детей", "четверо женщин", "пара девочек",
     "دو تن از آنان زن بودند", "II girls", "IV of them women", "including a girl", "a girl was among them", "two died",
     "2 were raped", "one pregnant", "two widows", "3 siblings", "half a dozen girls", "3 пострадавших", "две сестры",
     "2 жен., 18 муж.", "2 ж / 18 м", "двое погибли", "یک خانم", "دو خواهر", "دوتا دختر", "ikkita qiz", "iki gyz",
     # groups of two letters, glued, with two blanks, with the number behind, and named by their number
     "w3 m17", "W: 3 M: 17", "F3, M17", "3w 17m", "3 W, 17 M", "g2 b18", "18b 2g", "3/17 (f/m)", "m/f: 17/3", "f=3",
     "2girls", "2  girls", "girls: two", "women two; men eighteen", "women - three", "the number of girls was 2",
     "girls numbered two", "\u2171 girls", "quartet", "the quartet were sold", "a trio of girls", "a brace of girls",
     "a threesome of women", "triplets", "two 15-year-olds", "2 fifteen-year-olds", "2 under 18", "two under-18s",
     "2 aged 15", "2 U18", "the only girl was sold", "all but one were boys", "everyone except one was a boy"],
)  # fmt: skip
def test_words_that_tell_of_a_few(note):
    assert is_refused(note=note, **TWENTY)


@pytest.mark.parametrize(
    "note",
    ["Households with at least one child who works", "One person may be counted twice", "A case is one person",
     "Each team has two women and one man", "Table 2 Women by province", "Children under 5 women groups",
     "aged 6 to 9 children", "SDG 5 women and girls", "3 women for every man", "1 in 5 girls", "5 женщин из 10",
     "2 детских центра", "дано 3 лицензии", "دو کودکستان", "نه زن و نه مرد", "از هر پنج زن یک زن", "2 women's shelters",
     "two child protection committees", "girls: 2,000; boys: 1,800",
     "both women and men", "Groups of fewer than 5 people are not shown", "n < 5 children suppressed",
     "families with 3 children or more", "mothers of at least two children", "5 women-led groups", "1 child = 1 case",
     "Pupils of two girls' schools", "Zone 4 children; cohort 2 women", "3 of 10 girls",
     "Three of the women's shelters were closed", "Women - 20 shelters", "girls (20), boys (30)", "male 30, female 20",
     "women (see note 2)", "A couple of weeks", "All women and men but the staff were paid",
     "Phase III girls; World War II widows", "including a women's shelter", "including a child protection unit",
     "of whom a woman in three is a widow", "2 lady health workers", "3 orphan homes", "One of them was closed",
     "2 занятия для вдов", "3 пострадавших района", "сестринская школа", "5 м, 20 ж.", "2 ta qizlar maktabi",
     "W20 M30", "20w 30m", "30/20 (f/m)", "f = 30", "A quartet of NGOs", "a trio of shelters",
     "SDG 3 under 5 mortality", "Class 2 under 15", "two 15-year leases", "2 four-year-old buses",
     "5 meetings, 3 workshops", "room 4 m x 5 m", "the only women's shelter",
     "All but two of the shelters were closed", "the number of women was 20", "girls numbered 2,000", "3rd round",
     "women 20; men 18", "W3C rules, M17 motorway", "a 2nd girls' school", "F2F training"],
)  # fmt: skip
def test_words_that_only_seem_to(note):
    assert not is_refused(note=note, **TWENTY)


@pytest.mark.parametrize(
    "cells",
    [
        {"indicator": "Женщины, принудительный труд", "unit": "человек"},
        {"indicator": "Женщины, сексуальная эксплуатация", "unit": "человек"},
        {"indicator": "زنان قربانی ازدواج اجباری", "unit": "نفر"},
        {"indicator": "Ayollar, majburiy mehnat", "unit": "nafar"},
        {"indicator": "Занон, меҳнати маҷбурӣ", "unit": "нафар"},
        {"indicator": "Women trafficked for labour exploitation"},
        {"indicator": "Women whose kidney was removed"},
        *({"indicator": said} for said in ("Teenage mothers", "Women 60+", "Women <18", "Women below 15",
                                           "Young ladies", "Elderly women", "Schoolgirls helped", "Baby, male")),
        {"unit": "women over 18 years"},
        {"indicator": "Помощь в Герате", "unit": "человек"},
        {"indicator": "Помощь в Хатлонской области", "unit": "человек", "country": "TJ"},
        {"indicator": "Хатлон: кӯмак гирифтанд", "unit": "нафар", "country": "TJ"},
        {"indicator": "Сурхондарё вилоятида ёрдам олганлар", "unit": "нафар", "country": "UZ"},
        {"body": "Panjshir Department of Women"},
        {"source_title": "Annual report of the shelter in Herat"},
        {"definition": "girls under 15"},
    ],
)  # fmt: skip
def test_form_age_and_place_in_the_words_of_the_region(cells):
    assert is_refused(**cells)


def test_a_country_is_no_place_below_it():
    assert not is_refused(place_text="Afghanistan")
    assert is_refused(place_text="Afghanistan|Herat")


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({}, {"unit": "women"}),  # the unit says whose part it is
        ({}, {"sex": "female", "period_start": "2024-03-01", "period_end": "2024-03-31"}),
        ({"period_start": "2024-02", "period_end": "2024-02"},
         {"sex": "female", "period_start": "2024-02-01", "period_end": "2024-02-29"}),
        ({"dimension": "all"}, {"dimension": "women"}),
        ({}, {"sex": "female", "place_text": "Panjsher"}),
    ],
)  # fmt: skip
def test_whole_and_part_written_otherwise(whole, part):
    rows = [ROW | PANJSHIR | {"value": 30} | whole, ROW | PANJSHIR | {"value": 29} | part]
    assert leaves_few(pd.DataFrame(rows, dtype=object).assign(programme=None)).any()


def test_girls_are_no_part_of_the_women_beside_them():
    rows = [ROW | PANJSHIR | {"value": value, "unit": unit} for value, unit in ((30, "women"), (29, "girls"))]
    assert not leaves_few(pd.DataFrame(rows, dtype=object).assign(programme=None)).any()


@pytest.mark.parametrize(
    "unit",
    ["souls", "sisters", "girls", "girls'", "kids", "staff", "Afghans", "widows", "beds", "victims of trafficking",
     "girls in care", "women victims", "lasses", "g\u0456rls", "души", "занон", "qizlar", "دختران", "خواتین", "gyzlar"],
)  # fmt: skip
def test_no_people_is_no_way_for_people(unit):
    assert is_refused(unit=f"{unit} (no people)", **PANJSHIR)


@pytest.mark.parametrize(
    ("cells", "is_of_people"),
    [
        *(({"indicator": title}, True) for title in ("Girls rescued", "Rescued", "Victims", "Women in shelters",
                                                     "Number of girls returned home", "Спасённые девочки")),
        *(({"indicator": title}, False) for title in ("Kits for girls", "Help to girls", "Women's wells repaired",
                                                      "Victim identification pilots", "Investigations opened",
                                                      "Fines", "Trafficking investigations", "Pilot projects")),
        ({"indicator": "Help", "sex": "female"}, True),
        ({"indicator": "Help", "age": "0-14"}, True),
        ({"indicator": "Help", "disaggregation": "girls"}, True),
        ({"indicator": "Help", "disaggregation": "for girls"}, False),
        ({"indicator": "Help", "dimension": "district: Rokha"}, False),
    ],
)  # fmt: skip
def test_no_people_is_no_way_where_title_or_group_says_people(cells, is_of_people):
    assert is_refused(unit="items (no people)", **cells, **PANJSHIR) == is_of_people


@pytest.mark.parametrize(
    "unit",
    ["wells", "women's swings", "swings for women", "child protection swings", "women-led bakeries", "goats",
     "stoves per family", "family planning posters"],
)  # fmt: skip
def test_things_for_people_are_no_people(unit):
    assert not is_refused(indicator="Help", unit=f"{unit} (no people)", **PANJSHIR)


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({"place_text": "Herat"}, {"place_text": "Islam Qala"}),
        ({"place_text": "Herat"}, {"place_text": "Herat: Injil district"}),
        ({"place_text": "Herat|Badghis"}, {"place_text": "Injil, Herat"}),
        ({}, {"unit": "women and girls"}),
        ({"unit": "victims"}, {"unit": "female victims"}),
    ],
)
def test_a_town_is_a_part_of_its_province_and_women_victims_of_the_victims(whole, part):
    rows = [ROW | PANJSHIR | {"value": 30} | whole, ROW | PANJSHIR | whole | {"value": 27} | part]
    assert leaves_few(pd.DataFrame(rows, dtype=object).assign(programme=None)).any()


def test_a_town_and_its_province_are_not_added():
    """Whoever was in Islam Qala may be one of those of Herat."""
    rows = [
        ROW | {"value": value, "place_text": place}
        for value, place in ((100, "Herat|Kabul"), (60, "Herat"), (35, "Islam Qala"))
    ]
    assert not leaves_few(pd.DataFrame(rows, dtype=object).assign(programme=None)).any()


def test_words_of_two_cells_are_no_number():
    assert not is_refused(programme="Way home 3", definition="Women and girls", **TWENTY)
    assert is_refused(programme="Home", note="19 boys and one girl", **TWENTY)
