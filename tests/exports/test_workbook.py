"""A workbook says the same as the page, says why a number is missing, and runs nothing."""

import datetime
import io
import time
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_access.questions import overview
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.cells import FORMULA_SIGNS
from exports.csv_file import csv_file
from exports.workbook import workbook_file
from figures.address.citation import Seen
from figures.kit import sources as source_words
from figures.kit.labels import STATE
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.views.panel import Panel
from figures.views.view import View
from locales import Translator, translator
from tests.worlds.releases import make_release, open_release, region

EN, FA = translator("en"), translator("fa")
SEEN = Seen("https://example.org/?years=2022-2024&release=1", datetime.date(2026, 11, 27))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("release"), region()))


def _read(content: bytes) -> dict[str, list[list[Any]]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {sheet.title: [list(row) for row in sheet.iter_rows(values_only=True)] for sheet in book}


def _workbook(answer: pd.DataFrame, release: Release, t: Translator = EN, **said: Any) -> bytes:
    view = View(release, Paper(t, palette("light")), sentence=said.pop("choices", "All people"))
    return workbook_file([panel_of(answer, **said)], view, SEEN)


def panel_of(answer: pd.DataFrame, **said: Any) -> Panel:
    return Panel(**{"key": "forms", "title": "Forms", "answer": answer, "draw": None, "alt": "Most by far …", **said})


def test_the_numbers_are_those_of_the_answer(release: Release) -> None:
    answer = overview.shares(release, Filters(), "form")
    head, *rows = _read(_workbook(answer, release))["Table"]
    assert [name for name in head if name] == head
    codes, people, states = (head.index(name) for name in ("Form of exploitation (code)", "People", "State (code)"))
    assert {answer["state"].iloc[at] for at in range(len(answer))} >= {"count", "withheld"}, "the world has none hidden"
    for row, asked in zip(rows, answer.to_dict("records"), strict=True):
        assert (row[codes], row[states]) == (asked["form"], asked["state"])
        assert row[states + 1] == STATE[asked["state"]]
        assert all(cell is not None for cell in row)
        if asked["state"] == "count":
            assert row[people] == asked["count"]
            lower, upper = row[head.index("Lower limit (95%)")], row[head.index("Upper limit (95%)")]
            assert lower <= asked["count"] <= upper
            assert upper - asked["count"] == row[head.index("Margin of error (95%)")]
        else:
            assert [cell for cell in row if isinstance(cell, int | float) and not isinstance(cell, bool)] in (
                [],
                [asked["asked"]],
            )
            assert row[people] == "withheld"


def test_the_chart_has_a_gap_where_a_number_is_withheld(release: Release) -> None:
    answer = overview.shares(release, Filters(), "form")
    content = _workbook(answer, release)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert len(book["Chart"]._charts) == 1
    rows = [row[:2] for row in book["Chart"].iter_rows(values_only=True)]
    drawn = rows[rows.index((None, "Share")) + 1 :]
    shown = {name: number for name, number in drawn if number is not None}
    assert list(shown.values()) == pytest.approx(answer["share"].dropna().tolist())
    assert all(name.endswith(": withheld") for name, number in drawn if number is None)


def test_a_chart_says_what_it_leaves_out(release: Release) -> None:
    sexes, places = ["female", "male"], ["AF-HER", "AF-KAB", "PK-BA", "PK-SD", "IR-11"]
    rows = [(sex, place, age) for sex in sexes for place in places for age in ("child", "adult", "unknown")]
    numbers = {"count": pd.array([*range(10, 39), None], dtype="Int64"), "standard_error": 2.0, "state": "count"}
    answer = pd.DataFrame(rows, columns=["sex", "place", "age"]).assign(**numbers)
    answer.loc[29, "state"] = "withheld"
    cells = [row[0] for row in _read(_workbook(answer, release))["Chart"]]
    assert "5 more are in the table and not in the chart." in cells
    assert cells[-1] == "Women and girls · Kabul · Adults"  # 14 people, the 25th largest of 29


def test_the_sheet_about_it_says_where_it_is_from(release: Release) -> None:
    answer = overview.shares(release, Filters(), "form")
    about = dict(row[:2] for row in _read(_workbook(answer, release, choices="Women, 2024", note="A note."))["About"])
    assert about["Choices"] == "Women, 2024"
    assert about["Notes"].startswith("A note. ")
    assert "withheld to protect people" in about["Notes"]
    assert about["Source"] == source_words.source_line(release, EN)
    assert about["This view again"] == SEEN.link
    assert about["Real or invented"].startswith("Demonstration data: synthetic")
    assert about["What these numbers cannot say"] == source_words.caveat(EN)
    assert SEEN.link in about["How to cite"]
    assert about["Withheld: too few to show, or none"] == "No number is shown."
    assert "People" in about


def test_of_what_others_published_it_promises_no_protection(release: Release) -> None:
    answer = pd.DataFrame({"year": [2023, 2024], "count": [4, 7]})
    about = dict(row[:2] for row in _read(_workbook(answer, release, source="Source: UNODC."))["About"])
    assert about["Source"] == "Source: UNODC."
    assert about["Method"].startswith("Not made from the cases of the release")
    assert not {"Real or invented", "What the protection promises"} & {*about}


def test_in_dari_it_runs_from_right_to_left_and_numbers_stay_numbers(release: Release) -> None:
    answer = overview.trend(release, Filters())
    book = openpyxl.load_workbook(io.BytesIO(_workbook(answer, release, FA)))
    assert [sheet.sheet_view.rightToLeft for sheet in book] == [True] * 3
    numbers = [cell.value for cell in next(book.worksheets[0].iter_cols(min_col=2, max_col=2, min_row=2))]
    assert numbers == answer["count"].tolist()
    assert book.worksheets[2]["A1"].value == FA.gettext("Title") != "Title"


def test_the_same_answer_gives_the_same_bytes(release: Release) -> None:
    answer = overview.trend(release, Filters())
    assert _workbook(answer, release) == _workbook(answer, release)


def test_a_large_table_takes_less_than_a_second(release: Release) -> None:
    answer = pd.DataFrame(
        {
            "country": ["AF", "PK"] * 1000,
            "form": ["ForcedLabour"] * 2000,
            "count": pd.array(range(2000), dtype="Int64"),
            "standard_error": 5.0,
            "state": "count",
        }
    )
    start = time.process_time()
    _workbook(answer, release)
    assert time.process_time() - start < 1


HOSTILE = st.builds(
    lambda sign, rest: sign + rest,
    st.sampled_from([*FORMULA_SIGNS, "\r", "\r\n", "\0=", ""]),
    st.text(max_size=12),
)


@settings(max_examples=40, deadline=None)
@given(hostile=st.lists(HOSTILE, min_size=4, max_size=4))
def test_no_cell_of_any_file_is_a_formula(release: Release, hostile: list[str]) -> None:
    place, title, choices, note = hostile
    answer = pd.DataFrame({"source_title": [place], "note": [note], "count": [1]})
    answer.columns = pd.Index(["Source", "Note", "count"])
    book = openpyxl.load_workbook(
        io.BytesIO(_workbook(answer, release, title=title, choices=choices, note=note, alt=place))
    )
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row if cell.value is not None):
            assert cell.data_type != "f"
            assert not (isinstance(cell.value, str) and cell.value.startswith(FORMULA_SIGNS)), cell.value
    file = csv_file(answer, title=title, choices=choices, source=note, release_id=1).decode("utf-8-sig")
    for cells in pd.read_csv(io.StringIO(file), dtype=str, keep_default_na=False).to_numpy():
        assert not any(str(cell).startswith(FORMULA_SIGNS) for cell in cells)


def test_the_choices_of_the_view_stand_beside_those_of_a_figure_that_has_its_own(release: Release) -> None:
    answer = overview.trend(release, Filters())
    view = View(release, Paper(EN, palette("light")), sentence="Women, 2024")
    content = workbook_file([panel_of(answer), panel_of(answer, key="own", sentence="All people")], view, SEEN)
    assert [row[1] for row in _read(content)["About"] if row[0] == "Choices"] == ["All people", "Women, 2024"]
    content = workbook_file([panel_of(answer, sentence="All people")], view, SEEN)
    assert [row[1] for row in _read(content)["About"] if row[0] == "Choices"] == ["All people"]


def test_beside_a_figure_of_others_the_promise_for_that_of_the_cases_stands(release: Release) -> None:
    of_others = panel_of(pd.DataFrame({"year": [2023], "count": [4]}), source="Source: UNODC.")
    view = View(release, Paper(EN, palette("light")))
    content = workbook_file([of_others, panel_of(overview.trend(release, Filters()))], view, SEEN)
    about = [tuple(row[:2]) for row in _read(content)["About"]]
    assert [said for name, said in about if name == "Source"] == [
        "Source: UNODC.", source_words.source_line(release, EN),
    ]  # fmt: skip
    assert {"Real or invented", "What the protection promises"} <= {name for name, _said in about}
