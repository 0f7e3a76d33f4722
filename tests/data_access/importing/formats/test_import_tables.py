# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Programme results and populations: as published, nothing filled in, newer in the place of older."""

import pytest

from data_access.database import PROJECT
from data_access.errors import BadInput

FACTS = PROJECT / "data_access" / "facts"
RESULTS = """id,body,programme,indicator,dimension,value,unit,kind,period_start,period_end,country,place,source_title,source_publisher,note
trained-target,USAID,Training,Officials trained,elders,2400,people,target,2016-01,2019-06,AFG,,Title,USAID,
trained-actual,USAID,Training,Officials trained,elders,,people,actual,2016-01,2019-06,AFG,Kabul|Herat,Title,USAID,Not counted
route,SEHER,,Transit route,children,,,finding,,,PAK,Balochistan > Iran,Title,SEHER,
"""
POPULATION = """country_iso3,country_name,adm1_code,pcode,adm1_name,reference_year,total,male,female,age_0_14,age_15_19,age_0_17,age_18_plus,source_title,source_publisher,source_year,licence_or_terms,note
TJK,Tajikistan,TJ-SU,,Sughd,2024,2917300,,,,,,,Title,Agency,2024,Terms,
AFG,Afghanistan,AF-BAL,AF21,Balkh,2021,100,60,40,30,10,,,Title,OCHA,2021,Terms,Estimate
TJK,Tajikistan,,,,2021,9750048,,,,,,,World Population Prospects,UN,2022,CC BY,
"""
VALUES = "SELECT indicator, kind, value, country, place_text, period_start, provenance FROM indicator_value ORDER BY indicator, kind"


def plain(found):
    return [tuple(float(cell) if hasattr(cell, "as_tuple") else cell for cell in row) for row in found]


def test_results_become_these_rows(case_engine, put, load, rows):
    load(case_engine, put("r.csv", RESULTS), format="results")
    assert plain(rows(case_engine, VALUES)) == [
        ("route", "finding", None, "PK", "Balochistan > Iran", None, "published"),
        ("trained-target", "actual", None, "AF", "Kabul|Herat", "2016-01", "published"),
        ("trained-target", "target", 2400.0, "AF", None, "2016-01", "published"),
    ]
    assert rows(case_engine, "SELECT code, programme, body, measure, unit FROM indicator ORDER BY code") == [
        ("route", None, "seher", "qualitative", None), ("trained-target", "training", "usaid", "unit", "people"),
    ]  # fmt: skip
    assert rows(case_engine, "SELECT code, title, country FROM programme") == [("training", "Training", "AF")]


@pytest.mark.slow
def test_a_newer_file_replaces_the_values_with_the_same_ids(case_engine, put, load, rows):
    load(case_engine, put("r.csv", RESULTS), format="results")
    assert load(case_engine, put("r.csv", RESULTS), format="results")["already_loaded"]
    actual = RESULTS.splitlines()[0] + "\n" + RESULTS.splitlines()[2].replace("elders,,", "elders,1900,") + "\n"
    result = load(case_engine, put("newer.csv", actual), format="results")
    assert (result["new"], result["changed"]) == (0, 1)
    assert plain(rows(case_engine, VALUES))[1:] == [
        ("trained-target", "actual", 1900.0, "AF", "Kabul|Herat", "2016-01", "published"),
        ("trained-target", "target", 2400.0, "AF", None, "2016-01", "published"),
    ]


@pytest.mark.slow
def test_replace_leaves_what_the_new_file_does_not_name(case_engine, put, load, rows):
    load(case_engine, put("r.csv", RESULTS), format="results")
    only = RESULTS.splitlines()[0] + "\n" + RESULTS.splitlines()[3] + "\n"
    load(case_engine, put("only.csv", only), format="results", replace=True)
    assert rows(case_engine, "SELECT code FROM indicator ORDER BY 1") == [("route",), ("trained-target",)]
    assert rows(case_engine, "SELECT count(*) FROM programme") == [(1,)]


def test_populations_become_rows_and_empty_cells_stay_absent(case_engine, put, load, rows):
    load(case_engine, put("p.csv", POPULATION), format="population")
    assert rows(case_engine, "SELECT place, year, sex, age, persons FROM population ORDER BY 1, 2, 3, 4") == [
        ("AF-BAL", 2021, "female", "total", 40),
        ("AF-BAL", 2021, "male", "total", 60),
        ("AF-BAL", 2021, "total", "0-14", 30),
        ("AF-BAL", 2021, "total", "15-19", 10),
        ("AF-BAL", 2021, "total", "total", 100),
        ("TJ", 2021, "total", "total", 9750048),
        ("TJ-SU", 2024, "total", "total", 2917300),
    ]


def test_a_newer_population_replaces_that_of_the_same_place_and_year(case_engine, put, load, rows):
    load(case_engine, put("p.csv", POPULATION), format="population")
    newer = load(case_engine, put("n.csv", POPULATION.replace(",100,60,40,30,10,", ",101,60,,,,")), format="population")
    assert (newer["new"], newer["changed"], newer["unchanged"]) == (0, 1, 2)
    assert rows(case_engine, "SELECT sex, age, persons FROM population WHERE place = 'AF-BAL' ORDER BY 1") == [
        ("male", "total", 60), ("total", "total", 101),
    ]  # fmt: skip


@pytest.mark.slow
def test_the_facts_that_the_project_carries_load(sqlite_cases, load, rows):
    assert load(sqlite_cases, FACTS / "published_figures.csv", format="results")["new"] == 23
    files = [FACTS / "population_adm1.csv", FACTS / "population_adm0.csv"]
    assert load(sqlite_cases, *files, format="population")["new"] == 125
    assert rows(sqlite_cases, "SELECT persons FROM population WHERE place='PK' AND sex='total' AND age='total'") == [
        (231402087,)
    ]
    assert rows(sqlite_cases, "SELECT kind, value FROM indicator_value WHERE indicator='usaid-trained'") == [
        ("target", 2400)
    ]


@pytest.mark.parametrize(
    ("format", "content", "words"),
    [
        ("results", RESULTS.replace("2400", "2,400".replace(",", " ")), "number without separators"),
        ("results", RESULTS.replace("target,2016-01", "goal,2016-01"), "expected one of baseline"),
        ("results", RESULTS.replace("2016-01,2019-06", "2019-01,2016-06"), "ends before it begins"),
        ("results", RESULTS.replace("trained-actual", "trained-target"), "is about the same"),
        ("results", RESULTS.replace("Not counted", "ask ali@example.org"), "e-mail"),
        ("population", POPULATION.replace("AF-BAL", "AF-XXX"), "province of this country"),
        ("population", POPULATION.replace(",100,", ",-100,"), "whole number of persons"),
        ("population", POPULATION.replace("2917300", ""), "cannot be empty"),
        (
            "population",
            POPULATION.replace(",100,60,40,", ",100,60,41,").replace("41,30", "49,30"),
            "male and female together",
        ),
        (
            "population",
            POPULATION.replace("40,30,10", "40,80,40"),
            "age_0_14 and age_15_19 together are more than total",
        ),
        ("population", POPULATION.replace("40,30,10,,", "40,30,10,,170"), "age_0_17 and age_18_plus together"),
    ],
)
def test_a_mistake_loads_nothing(sqlite_cases, put, load, everything, format, content, words):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("a.csv", content), format=format)
    assert words in str(caught.value)
    assert everything(sqlite_cases) == before
