"""A CSV that leaves the dashboard carries its source and runs nothing."""

import csv
import io

import pandas as pd
import pytest

from exports.csv_file import csv_file

ORIGIN = {"title": "Trend", "choices": "All people", "source": "Synthetic", "release_id": 3}


def _rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_whole_file() -> None:
    answer = pd.DataFrame(
        {"year": [2023, 2024], "count": pd.array([12, None], dtype="Int64"), "state": ["count", "withheld"]}
    )
    assert csv_file(answer, **ORIGIN) == (
        b"\xef\xbb\xbf"
        b"year,count,state,table,choices,source,release\n"
        b"2023,12,count,Trend,All people,Synthetic,3\n"
        b"2024,,withheld,Trend,All people,Synthetic,3\n"
    )


def test_what_the_numbers_are_not_stands_in_each_row() -> None:
    rows = _rows(csv_file(pd.DataFrame({"count": [12, 13]}), **ORIGIN, caveat="Not prevalence"))
    assert [row["caveat"] for row in rows] == ["Not prevalence"] * 2


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\n=1", '=HYPERLINK("http://x")'])
def test_a_spreadsheet_runs_no_cell(cell: str) -> None:
    row = _rows(csv_file(pd.DataFrame({"place": [cell]}), **{**ORIGIN, "title": cell}))[0]
    assert row["place"] == f"'{cell}"
    assert row["table"] == f"'{cell}"


def test_a_carriage_return_does_not_end_the_line() -> None:
    rows = _rows(csv_file(pd.DataFrame({"place": ["a\r=1"]}), **ORIGIN))
    assert [row["place"] for row in rows] == ["a\n=1"]


def test_numbers_stay_numbers() -> None:
    assert _rows(csv_file(pd.DataFrame({"change": [-5]}), **ORIGIN))[0]["change"] == "-5"


@pytest.mark.parametrize("text", ['a "quoted" word', "a, comma", "two\nlines", "هرات", ""])
def test_every_text_comes_back(text: str) -> None:
    assert _rows(csv_file(pd.DataFrame({"place": [text]}), **ORIGIN))[0]["place"] == text


def test_an_empty_answer_has_its_columns() -> None:
    content = csv_file(pd.DataFrame({"year": [], "count": []}), **ORIGIN)
    assert content.decode("utf-8-sig") == "year,count,table,choices,source,release\n"
