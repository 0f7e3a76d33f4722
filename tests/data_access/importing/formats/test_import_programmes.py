# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Programmes, their indicators and what they spent: sheets of one file, and mistakes in the officer's words."""

import pytest

from data_access.codes.value_ids import id_of_number, number_of_id
from data_access.errors import BadInput

RESULTS = """id,body,programme,indicator,level,measure,unit,ascending,standard,kind,value,lower,upper,period_start,period_end,source_title,source_publisher
t-1,Us,Home,Children home,outcome,unit,people,TRUE,PS.5.1-29,target,40,,,2024,2024,Title,Us
a-1,Us,Home,Children home,,,people,,,actual,31,29,33,2024,2024,Title,Us
"""
PROGRAMMES = """programme,donor,implementer,country,start_date,end_date,status,theme,source_title,source_publisher
Home,Giver,Us,AFG,2024-01,2024-06,closed,Protection,Title,Us
"""
EXPENDITURE = """id,programme,amount,currency,category,period_start,period_end,source_title
s-1,Home,1200.5,USD,Children home,2024,2024,Title
"""


def test_three_files_become_one_framework(sqlite_cases, put, load, rows):
    files = [put("r.csv", RESULTS), put("p.csv", PROGRAMMES), put("e.csv", EXPENDITURE)]
    assert load(sqlite_cases, *files, format="results")["new"] == 4
    assert rows(
        sqlite_cases, "SELECT title, donor, implementer, start_date, end_date, status, theme FROM programme"
    ) == [("Home", "giver", "us", "2024-01-01", "2024-06-30", "closed", "Protection")]
    assert rows(sqlite_cases, "SELECT level, measure, unit, ascending, standard_tag FROM indicator") == [
        ("outcome", "unit", "people", 1, "PS.5.1-29")
    ]
    assert rows(sqlite_cases, "SELECT kind, value, lower, upper FROM indicator_value ORDER BY kind") == [
        ("actual", 31, 29, 33),
        ("target", 40, None, None),
    ]
    assert rows(sqlite_cases, "SELECT programme, amount, currency, category FROM expenditure") == [
        ("home", 1200.5, "USD", "Children home")
    ]


def test_a_later_file_says_more_and_takes_nothing_back(sqlite_cases, put, load, rows):
    load(sqlite_cases, put("r.csv", RESULTS), put("p.csv", PROGRAMMES), format="results")
    load(
        sqlite_cases,
        put(
            "n.csv", RESULTS.splitlines()[0] + "\na-2,Us,Home,Children home,,,people,,,actual,5,,,2025,2025,Title,Us\n"
        ),
        format="results",
    )
    assert rows(sqlite_cases, "SELECT level, standard_tag FROM indicator") == [("outcome", "PS.5.1-29")]
    assert rows(sqlite_cases, "SELECT donor FROM programme") == [("giver",)]


@pytest.mark.parametrize(
    ("results", "programmes", "expenditure", "words"),
    [
        (RESULTS.replace("PS.5.1-29", "PS.9.9-99"), PROGRAMMES, EXPENDITURE, "expected one of PS.5.1-28"),
        (RESULTS.replace("home,,,people", "home,output,,people"), PROGRAMMES, EXPENDITURE, "says something else here"),
        (RESULTS, PROGRAMMES.replace("2024-06", "2023-06"), EXPENDITURE, "ends before it begins"),
        (RESULTS, PROGRAMMES, EXPENDITURE.replace("2024,2024", "2024,2023"), "the period ends before it begins"),
        (RESULTS, PROGRAMMES, EXPENDITURE.replace("2024,2024", "2024-01-01,2024"), "to the same precision"),
        (RESULTS.replace("29,33", "33,29"), PROGRAMMES, EXPENDITURE, "lower, value and upper do not stand in this order"),
        (RESULTS.replace("29,33", "32,33"), PROGRAMMES, EXPENDITURE, "lower, value and upper do not stand in this order"),
        (RESULTS, PROGRAMMES.replace("closed", "finished"), EXPENDITURE, "expected one of pipeline"),
        (RESULTS, PROGRAMMES, EXPENDITURE.replace("Home", "Away"), "no programme of this title"),
        (RESULTS, PROGRAMMES, EXPENDITURE.replace("USD", "dollars"), "three letters"),
        (RESULTS.replace("2024,2024", "2024-02-31,2024-03-01", 1), PROGRAMMES, EXPENDITURE, "year, month or day"),
    ],
)  # fmt: skip
def test_a_mistake_loads_nothing(sqlite_cases, put, load, everything, results, programmes, expenditure, words):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("r.csv", results), put("p.csv", programmes), put("e.csv", expenditure), format="results")
    assert words in str(caught.value)
    assert everything(sqlite_cases) == before


@pytest.mark.parametrize("number", [0, 25, 26, 71_695_501, 2**30 - 1])
def test_ids_in_files_are_the_numbers_again(number):
    assert number_of_id(id_of_number(number)) == number
