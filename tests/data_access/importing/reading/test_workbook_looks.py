"""What a workbook shows is not always what it holds: formats, hidden parts, struck-out answers, lone rows."""

import csv
import io
import re
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from data_access.errors import BadInput
from data_access.importing.reading.workbook.notes import SheetNotes
from data_access.importing.telling.problems import OWN_COMMENTS

HEADER = ["case_key", "prs_Gender", "con_Consent"]
ROWS = [["REG-0011", "Feminine", "yes"], ["REG-0012", "Feminine", "yes"], ["REG-0013", "Masculine", "yes"]]


@pytest.fixture
def workbook(put) -> Callable:
    """Write a workbook with a sheet of three cases. looks: by cell, its format; change: called with both at the end."""

    def write(looks=None, rows=ROWS, change: Callable = lambda book, cases: None):
        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
            cases = book.add_worksheet("cases")
            for number, row in enumerate([HEADER, *rows]):
                for column, cell in enumerate(row):
                    look = (looks or {}).get(f"{'ABC'[column]}{number + 1}")
                    cases.write(number, column, cell, book.add_format(look) if look else None)
            change(book, cases)
        return put("cases.xlsx", memory.getvalue())

    return write


def findings(tmp_path):
    return list(csv.DictReader((tmp_path / "report.csv").open(encoding="utf-8-sig")))


@pytest.mark.parametrize("form", ['"REG-"0000', "00000", "\\R\\E\\G\\-0000", "#,##0", "0000-0000"])
def test_a_key_that_is_shown_otherwise_than_it_is_held_is_refused(sqlite_cases, workbook, load, rows, tmp_path, form):
    looks = {cell: {"num_format": form} for cell in ("A2", "A3", "A4")}
    path = workbook(looks, [[number, "Feminine", "yes"] for number in (1011, 1012, 1013)])
    with pytest.raises(BadInput, match="shows it otherwise") as caught:
        load(sqlite_cases, path, accept_valid=True)
    assert "as text" in str(caught.value)
    assert [one["cell"] for one in findings(tmp_path)] == ["A2", "A3", "A4"]
    assert rows(sqlite_cases, 'SELECT count(*) FROM "case"') == [(0,)]


@pytest.mark.parametrize("form", ['"REG-"@', '0;-0;0;"REG-"@', ";;;"])
def test_a_text_key_that_is_shown_otherwise_than_it_is_held_is_refused(sqlite_cases, workbook, load, form):
    with pytest.raises(BadInput, match="shows it otherwise"):
        load(sqlite_cases, workbook({"A2": {"num_format": form}}), accept_valid=True)


@pytest.mark.parametrize(
    ("form", "age"), [("0%", 0.17), ("0.00%", 0.17), ('0" "%', 0.17), ("0,", 17_000), ("#,##0,", 17)]
)
def test_a_share_that_is_shown_as_an_age_is_none(sqlite_cases, put, load, form, age):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        cases = book.add_worksheet("cases")
        cases.write_row(0, 0, ["case_key", "age_at_identification"])
        cases.write(1, 0, "REG-0011")
        cases.write(1, 1, age, book.add_format({"num_format": form}))
    with pytest.raises(BadInput, match="shows another number") as caught:
        load(sqlite_cases, put("a.xlsx", memory.getvalue()))
    assert "cell B2" in str(caught.value)


@pytest.mark.parametrize(
    ("form", "is_whole"),
    [("mmm-yy", False), ("d-mmm", False), ("dd/mm", False), ("yyyy", False), ("[$-409]mmm\\-yy;@", False),
     ("dddd", False), ("hh:mm", False), ("dd.mm.yyyy hh:mm", True), ("[$-F800]dddd, mmmm dd, yyyy", True),
     ("m/d/yy", True), ("[$-fa-IR,16]yyyy/mm/dd;@", True)],
)  # fmt: skip
def test_a_day_of_which_a_part_is_shown_is_refused(sqlite_cases, put, load, form, is_whole):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        cases = book.add_worksheet("cases")
        cases.write_row(0, 0, ["case_key", "registration_date"])
        cases.write(1, 0, "REG-0011")
        cases.write(1, 1, 45352, book.add_format({"num_format": form}))
    path = put("a.xlsx", memory.getvalue())
    if is_whole:
        assert load(sqlite_cases, path)["new"] == 1
    else:
        with pytest.raises(BadInput, match=r"cell B2.*shows a part of a day.*write the whole day"):
            load(sqlite_cases, path, accept_valid=True)


def test_rows_that_are_hidden_until_they_are_shown_are_named(sqlite_cases, workbook, load):
    path = workbook(change=lambda book, cases: cases.set_default_row(hide_unused_rows=True))
    assert "the sheet hides its rows" in load(sqlite_cases, path)["message"]


@pytest.mark.parametrize(("form", "answer"), [('"no"', 1), ('"yes";;"yes"', 0), ('"not "@', "yes"), (";;;", "yes")])
def test_an_answer_that_is_shown_otherwise_than_it_is_held_is_none(sqlite_cases, workbook, load, form, answer):
    with pytest.raises(BadInput, match="shows it otherwise"):
        load(
            sqlite_cases, workbook({"C2": {"num_format": form}}, [["REG-0011", "Feminine", answer]]), accept_valid=True
        )


@pytest.mark.parametrize("form", ["@", "General", "yyyy-mm-dd", "0.00", '_-* #,##0_-;-* #,##0_-;_-* "-"_-;_-@_-'])
def test_a_text_is_shown_as_it_is_by_formats_of_numbers(sqlite_cases, workbook, load, form):
    looks = {cell: {"num_format": form} for cell in ("A2", "C2")}
    assert load(sqlite_cases, workbook(looks))["new"] == 3


@pytest.mark.parametrize("form", ["General", "0", "@", "#"])
def test_a_plain_number_is_a_key(sqlite_cases, workbook, load, form):
    assert load(sqlite_cases, workbook({"A2": {"num_format": form}}, [[1011, "Feminine", "yes"]]))["new"] == 1


def test_hidden_sheets_rows_and_columns_are_read_and_named(sqlite_cases, workbook, load, tmp_path):
    def change(book, cases):
        cases.set_row(2, None, None, {"hidden": True})
        cases.set_column("C:C", None, None, {"hidden": True})
        more = book.add_worksheet("old")
        more.write_row(0, 0, ["case_key", "service"])
        more.write_row(1, 0, ["REG-0011", "Shelter"])
        more.hide()

    said = load(sqlite_cases, workbook(change=change))["message"]
    for part in ("row 3, column C are hidden, and were read", "the sheet is hidden, and was read"):
        assert part in said
    assert {one["sheet"] for one in findings(tmp_path)} == {"cases", "old"}


@pytest.mark.parametrize("size", ["0", "0.0", "0.75"])
def test_rows_and_columns_too_small_to_be_seen_are_named(sqlite_cases, workbook, put, load, size):
    path, again = workbook(), io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            if name.endswith("sheet1.xml"):
                columns = f'<cols><col min="3" max="3" width="{size}" customWidth="1"/></cols><sheetData>'
                content = content.replace('<row r="3"', f'<row r="3" ht="{size}" customHeight="1"')
                content = content.replace("<sheetData>", columns)
            new.writestr(name, content)
    assert "row 3, column C are hidden, and were read" in load(sqlite_cases, put("f.xlsx", again.getvalue()))["message"]


@pytest.mark.parametrize("column", ["A", "C"])
def test_a_struck_out_answer_is_none(sqlite_cases, workbook, load, tmp_path, column):
    with pytest.raises(BadInput, match="is struck out"):
        load(sqlite_cases, workbook({f"{column}3": {"font_strikeout": True}}), accept_valid=True)
    assert [one["cell"] for one in findings(tmp_path)] == [f"{column}3"]


def test_an_answer_of_which_a_part_is_struck_out_is_none(sqlite_cases, workbook, load, tmp_path):
    def change(book, cases):
        cases.write_rich_string("C3", book.add_format({"font_strikeout": True}), "yes", book.add_format(), " ")

    with pytest.raises(BadInput, match="is struck out"):
        load(sqlite_cases, workbook(change=change))
    assert "C3" in [one["cell"] for one in findings(tmp_path)]


def test_another_struck_out_cell_is_read_and_named(sqlite_cases, workbook, load):
    said = load(sqlite_cases, workbook({"B3": {"font_strikeout": True}}))["message"]
    assert "1 struck-out cell was read as if it were not; the first is B3" in said


@pytest.mark.parametrize("name", ["services", "notes"])
def test_a_sheet_of_one_row_without_header_is_not_passed_over(sqlite_cases, workbook, load, tmp_path, name):
    def change(book, cases):
        book.add_worksheet(name).write_row(0, 0, ["REG-0011", "Shelter"])

    with pytest.raises(BadInput):
        load(sqlite_cases, workbook(change=change))
    assert name in {one["sheet"] for one in findings(tmp_path)}


def test_a_cell_that_stands_twice_refuses_the_workbook(sqlite_cases, workbook, load, put):
    path = workbook()
    memory = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(memory, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry.endswith("sheet1.xml"):
                content = re.sub(rb'(<c r="C3".*?</c>)', rb"\1\1", content)
            new.writestr(entry, content)
    with pytest.raises(BadInput, match="holds a cell twice"):
        load(sqlite_cases, put("twice.xlsx", memory.getvalue()))


def test_a_comment_on_an_answer_is_refused(sqlite_cases, workbook, load, tmp_path):
    with pytest.raises(BadInput, match="has a comment") as caught:
        path = workbook(change=lambda book, cases: cases.write_comment("C3", "withdrawn by phone on 3 May"))
        load(sqlite_cases, path, accept_valid=True)
    assert "column con_Consent" in str(caught.value)
    assert "withdrawn" not in str(caught.value)
    assert [one["cell"] for one in findings(tmp_path) if one["severity"] == "refusal"] == ["C3"]


def test_a_comment_on_an_empty_answer_is_refused_too(sqlite_cases, workbook, load):
    rows = [ROWS[0], ["REG-0012", "Feminine", ""]]
    with pytest.raises(BadInput, match="has a comment"):
        load(sqlite_cases, workbook(None, rows, lambda book, cases: cases.write_comment("C3", "said no")))


def test_other_comments_are_named_and_those_of_our_copies_are_not(sqlite_cases, workbook, load, tmp_path):
    def change(book, cases):
        cases.write_comment("A1", "the header")
        cases.write_comment("B3", "asked twice")
        cases.write_comment("C3", "Write yes or no.", {"author": OWN_COMMENTS})

    said = load(sqlite_cases, workbook(change=change))["message"]
    assert "1 comment was not read; the first is at B3" in said


def test_a_marked_copy_that_is_mended_comes_in(sqlite_cases, workbook, load, put, tmp_path):
    with pytest.raises(BadInput):
        load(sqlite_cases, workbook(None, [ROWS[0], ["REG-0012", "Feminine", "withdrawn"]]))
    memory = io.BytesIO()
    with zipfile.ZipFile(next(tmp_path.glob("*-marked.xlsx"))) as old, zipfile.ZipFile(memory, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, old.read(entry).replace(b">withdrawn<", b">no<"))
    assert load(sqlite_cases, put("mended.xlsx", memory.getvalue()))["new"] == 2


WHITE, STRUCK, OTHER = {"font_color": "#FFFFFF"}, {"font_strikeout": True}, {"num_format": '"no"'}


@pytest.mark.parametrize("look", [WHITE, STRUCK, OTHER], ids=["white", "struck", "other"])
@pytest.mark.parametrize(("cells", "named"), [("C2:C30", ["C2", "C3", "C4"]), ("A3 B2:B3", ["A3"])])
def test_a_conditional_format_that_hides_is_refused(sqlite_cases, workbook, load, tmp_path, look, cells, named):
    def change(book, cases):
        rule = {"type": "formula", "criteria": "=TRUE", "format": book.add_format(look), "multi_range": cells}
        cases.conditional_format(cells.split()[-1], rule)

    with pytest.raises(BadInput, match="conditional format may show the cell otherwise"):
        load(sqlite_cases, workbook(change=change), accept_valid=True)
    assert [one["cell"] for one in findings(tmp_path)] == named


def test_a_bar_in_the_place_of_a_key_is_refused(sqlite_cases, workbook, load, tmp_path):
    rule = {"type": "data_bar", "bar_only": True, "data_bar_2010": True}
    path = workbook(None, [[1011, "Feminine", 1]], lambda book, cases: cases.conditional_format("C2:C9", rule))
    with pytest.raises(BadInput, match="conditional format may show the cell otherwise"):
        load(sqlite_cases, path)


def test_a_conditional_format_of_colours_is_named(sqlite_cases, workbook, load):
    def change(book, cases):
        look = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
        cases.conditional_format("C2:C30", {"type": "cell", "criteria": "==", "value": '"no"', "format": look})

    assert (
        "a conditional format colours answers or keys, and was not read"
        in load(sqlite_cases, workbook(change=change))["message"]
    )


def test_ranges_of_newer_conditional_formats_are_read():
    notes = SheetNotes()
    for element in ("conditionalFormatting", "cfRule", "dxf", "strike"):
        notes.start("xl/worksheets/sheet1.xml", element, {})
    notes.text("xl/worksheets/sheet1.xml", "sqref", "C2:C3 E:E")
    (rule,) = notes.of_sheet("xl/worksheets/sheet1.xml")[1]
    assert rule.hides
    assert rule.cells(3, [3, 5]) == {(2, 3), (3, 3), (1, 5), (2, 5), (3, 5)}


@pytest.mark.parametrize(("form", "shown"), [('0"7"', "97"), ("\\10", "19"), (";;;", "nothing"), ('"child"', "child")])
def test_an_age_that_is_shown_as_another_is_refused(sqlite_cases, put, load, form, shown):
    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
        cases = book.add_worksheet("cases")
        cases.write_row(0, 0, ["case_key", "age_at_identification"])
        cases.write_row(1, 0, ["REG-0011", 9])
        cases.write(1, 1, 9, book.add_format({"num_format": form}))
    with pytest.raises(BadInput, match="shows another number than the cell holds"):
        load(sqlite_cases, put("a.xlsx", memory.getvalue()), accept_valid=True)
