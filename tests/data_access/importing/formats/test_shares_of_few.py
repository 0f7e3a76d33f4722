"""A share of so many people is a number of them: few may be known by it, wherever it is said how many all are."""

from typing import Any

import pandas as pd
import pytest

from data_access.errors import BadInput
from data_access.importing.formats.shares_of_few import shares_of_few
from data_access.importing.guard.few_people import WORDS

ROW = dict.fromkeys((*WORDS, "body", "source_title", "lower", "upper", "measure"), None) | {
    "indicator": "People helped", "kind": "actual", "value": 20.0, "unit": "people", "sex": "total", "age": "total",
    "country": "AF", "already_public": False, "provenance": "published", "period_start": "2024-03",
    "period_end": "2024-03", "body": "Us", "place_text": "Panjshir",
}  # fmt: skip
SHARE = {"unit": "%", "value": 8.0, "indicator": "Girls who went home"}


def refused(*rows: dict[str, Any]) -> list[bool]:
    return shares_of_few(pd.DataFrame([ROW | cells for cells in rows], dtype=object)).tolist()


@pytest.mark.parametrize(
    "cells",
    [
        SHARE | {"note": "of 12 people"},
        SHARE | {"note": "n=12"},
        SHARE | {"note": "out of 12 victims", "value": 92.0},  # the rest are one
        SHARE
        | {"indicator": "Share of the 12 girls of the shelter who went home", "unit": None, "measure": "percentage"},
        SHARE | {"unit": "share of people", "value": 0.08, "definition": "12 people were asked"},
        {"note": "10% were girls"},
        {"note": "of whom 10 per cent girls"},
        *({"note": note} for note in ("girls: 10%", "10 процентов девочек", "۱۰٪ دختر", "10 درصد زنان")),
        SHARE | {"note": "of 12 (twelve) people"},
        SHARE | {"note": "sample of 12"},
        SHARE | {"note": "از ۱۲ دختر"},
        SHARE | {"note": "of 12 people", "value": None, "upper": 10.0},
        # all but a few of the people counted
        *(
            {"note": note}
            for note in (
                "19 boys and the rest girls",
                "boys: 19",
                "boys (19)",
                "of them 18 were boys",
                "nineteen men",
                "19 мальчиков, остальные девочки",
            )
        ),
        SHARE | {"note": "of 60 people", "place_text": None, "sex": "female", "age": "0-14"},
    ],
)
def test_a_share_of_so_many_is_a_number_of_few(cells):
    assert refused(cells) == [True]


@pytest.mark.parametrize(
    "cells",
    [
        SHARE,
        SHARE | {"note": "of 1,200 people"},
        SHARE | {"note": "of 12 people", "value": 0.0},
        SHARE | {"note": "of 12 people", "place_text": None, "indicator": "People who went home"},
        SHARE | {"note": "of 12 people", "kind": "target"},
        SHARE | {"note": "of 12 people", "already_public": True},
        SHARE | {"note": "of 12 people", "provenance": "synthetic"},
        SHARE | {"note": "In 2024 women were asked"},
        SHARE | {"indicator": "Girls under 18 years in school", "note": "aged 15 to 17 years"},
        SHARE | {"value": 3.1, "note": "10 provinces, 3 children per woman"},
        {"note": "10% of girls in the province work"},
        {"note": "10% were girls", "value": 2000.0},
        *(
            {"note": note}
            for note in (
                "19 boys' schools",
                "girls aged 12",
                "14 of the centres serve women",
                "boys 15 years",
                "15 years old boys",
                "girls 15-17",
                "10 women, 10 men",
                "men 18+",
                "boys: 50%",
                "each class has twelve girls",
                "grade 12 girls",
            )
        ),
    ],
)
def test_other_shares_pass(cells):
    assert refused(cells) == [False]


def test_how_many_all_are_stands_in_another_row():
    twelve = {"value": 12.0, "indicator": "Victims in the shelter"}
    assert refused(twelve, SHARE) == [False, True]
    assert refused(twelve | {"value": 1200.0}, SHARE) == [False, False]
    for again in ({"place_text": "Panjsher"}, {"period_start": "2024-03-01", "period_end": "2024-03-31"}):
        assert refused(twelve | again, SHARE) == [False, True]
    for unit in ("souls", "number", None):
        assert refused(twelve | {"unit": unit}, SHARE) == [False, True]
    assert refused(twelve, SHARE | {"value": None, "lower": 8.0, "upper": 12.0}) == [False, True]
    for elsewhere in ({"place_text": "Herat"}, {"period_end": "2024-04"}, {"body": "Them"}, {"unit": "shelters"}):
        assert refused(twelve | elsewhere, SHARE) == [False, False]
    assert refused(twelve, SHARE | {"indicator": "Villages with a school"}) == [False, False]


def test_how_many_all_are_stands_in_another_file_whichever_comes_first(sqlite_cases, put, load):
    header = "id,body,indicator,kind,value,unit,period_start,period_end,country,place,source_title,source_publisher\n"
    row = "{id},Us,{indicator},actual,{value},{unit},2024-03,{end},AF,Panjshir,Report,Us\n"

    def give(**cells):
        cells = {"end": "2024-03"} | cells
        load(sqlite_cases, put("r.csv", header + row.format(**cells)), format="results")

    all_of_them = {"id": "all", "indicator": "Victims in the shelter", "unit": "people"}
    share = {"id": "share", "indicator": "Girls who went home", "unit": "%", "value": "8"}
    give(**all_of_them, value="12")
    with pytest.raises(BadInput, match="a share of so many people"):
        give(**share)
    give(**share, end="2024-04")
    give(**share | {"id": "other", "indicator": "Women who went home", "value": "50"}, end="2024-05")
    with pytest.raises(BadInput, match="a share of so many people"):
        give(**all_of_them | {"id": "all-2"}, value="14", end="2024-05")
    give(**all_of_them | {"id": "all-2"}, value="1400", end="2024-05")


def test_a_population_of_few_is_none(sqlite_cases, put, load):
    header = "country_iso3,adm1_code,reference_year,total,male,source_title,source_publisher\n"
    for persons in ("7,3", "700,3", "700,695"):
        with pytest.raises(BadInput, match="fewer than 10 persons"):
            load(sqlite_cases, put("p.csv", f"{header}AFG,AF-BAL,2024,{persons},S,P\n"), format="population")
    noted = header.replace("\n", ",note\n") + "AFG,AF-BAL,2024,700,300,S,P,Two girls live in the shelter\n"
    with pytest.raises(BadInput, match="the note tells of fewer than 10 persons"):
        load(sqlite_cases, put("p.csv", noted), format="population")
    load(sqlite_cases, put("p.csv", f"{header}AFG,AF-BAL,2024,700,0,S,P\n"), format="population")
