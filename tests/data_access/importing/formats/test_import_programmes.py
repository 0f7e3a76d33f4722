# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Programmes, their indicators and what they spent: sheets of one file, and mistakes in the officer's words."""

import datetime

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


@pytest.mark.slow
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
        (RESULTS, PROGRAMMES, EXPENDITURE.replace("1200.5", "1.234"), "the amount has two readings"),
        (RESULTS.replace("2024,2024", "2024-02-31,2024-03-01", 1), PROGRAMMES, EXPENDITURE, "year, month or day"),
    ],
)  # fmt: skip
def test_a_mistake_loads_nothing(sqlite_cases, put, load, everything, results, programmes, expenditure, words):
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("r.csv", results), put("p.csv", programmes), put("e.csv", expenditure), format="results")
    assert words in str(caught.value)
    assert everything(sqlite_cases) == before


COUNTED = """id,body,programme,indicator,unit,kind,value,sex,age,period_start,period_end,country,source_title,source_publisher
all,Us,Home,People trained,people,actual,120,,,2024,2024,AF,Title,Us
"""
NEXT_YEAR = datetime.date.today().year + 1


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("w,Us,Home,People trained,people,actual,130,female,,2024,2024,AF,Title,Us", "female in G3 is more than the total in G2"),
        ("w,Us,Home,People trained,people,actual,70,female,,2024,2024,AF,Title,Us\nm,Us,Home,People trained,people,actual,60,male,,2024,2024,AF,Title,Us", "male in G4 and female in G3 together are more than the total in G2"),
        ("w,Us,Home,People trained,people,actual,130,,0-17,2024,2024,AF,Title,Us", "0-17 in G3 is more than the total in G2"),
        ("w,Us,Home,People trained,people,actual,-5,,,2023,2023,AF,Title,Us", "fewer people than none"),
        ("w,Us,Home,People trained,people,actual,1.234,,,2023,2023,AF,Title,Us", "a part of a person"),
        (f"w,Us,Home,People trained,people,actual,50,,,2024,{NEXT_YEAR},AF,Title,Us", "a period that is not over"),
        (f"w,Us,Home,People trained,people,actual,50,,,{NEXT_YEAR},{NEXT_YEAR},AF,Title,Us", "a period that has not begun"),
    ],
)  # fmt: skip
def test_values_that_cannot_be_are_refused_with_both_cells(sqlite_cases, put, load, more, words):
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("r.csv", f"{COUNTED}{more}\n"), format="results")
    assert words in str(caught.value)


def test_parts_of_another_whole_rates_and_targets_to_come_pass(sqlite_cases, put, load):
    rows = [
        "w,Us,Home,People trained,people,actual,70,female,,2024,2024,AF,Title,Us",
        "m,Us,Home,People trained,people,actual,51,male,,2024,2024,AF,Title,Us",  # rounded, each by itself
        "p,Us,Home,People trained,people,actual,130,female,,2024,2024,PK,Title,Us",
        "o,Us,Home,People trained,people,actual,130,female,,2024,2024,AF,Title,Them",
        "k,Us,Home,People reached,thousand people,actual,1.234,,,2024,2024,AF,Title,Us",
        "z,Us,Home,Пострадавшие,тыс. человек,actual,12.345,,,2024,2024,AF,Title,Us",
        "r,Us,Home,People who found work,percent,actual,40.123,,,2024,2024,AF,Title,Us",
        "d,Us,Home,People who stayed,percent,actual,66.6666666666667,,,2024,2024,AF,Title,Us",
        "s,Us,Home,People who found work,percent,actual,60,female,,2024,2024,AF,Title,Us",
        "c,Us,Home,Change in the number of victims,people,actual,-5,,,2024,2024,AF,Title,Us",
        f"t,Us,Home,People trained,people,target,500,,,2024,{NEXT_YEAR},AF,Title,Us",
    ]
    result = load(sqlite_cases, put("r.csv", COUNTED + "\n".join(rows) + "\n"), format="results")
    assert (result["new"], "more than 4 decimals" in result["message"]) == (12, True)


@pytest.mark.parametrize("number", [0, 25, 26, 71_695_501, 2**30 - 1])
def test_ids_in_files_are_the_numbers_again(number):
    assert number_of_id(id_of_number(number)) == number


WITH_WORDS = """programme,donor,implementer,source_title,source_publisher,definition,address,read_on
Home,Giver,Us,Title,Us,{words},{page}
"""


@pytest.mark.parametrize("words", ["Two girls were helped in Panjshir", "19 boys and one girl of Injil district"])
def test_words_of_a_programme_about_few_people(sqlite_cases, put, load, words):
    file = put("p.csv", WITH_WORDS.format(words=words, page=","))
    with pytest.raises(BadInput, match=r"column definition.*fewer than 10 people"):
        load(sqlite_cases, file, format="results")
    page = "https://example.org/report,2024-05-01"
    load(sqlite_cases, put("q.csv", WITH_WORDS.format(words=words, page=page)), format="results")


@pytest.mark.parametrize(
    "words", ["", "Women and girls of Herat", "Two girls' schools of Herat", "Two offices in Herat"]
)
def test_other_words_of_a_programme(sqlite_cases, put, load, words):
    load(sqlite_cases, put("p.csv", WITH_WORDS.format(words=words, page=",")), format="results")
