# ruff: noqa: E501 - a table of examples reads best with one example a line
"""A comment that speaks of consent is refused wherever it stands in the row of a case; what stands in no cell, and colours
behind answers, are named."""

import io
import zipfile

import pytest
import xlsxwriter

from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.undo import undo
from data_access.errors import BadInput
from data_access.importing.reading.answers import speaks_of_consent
from data_access.importing.telling.problems import OF_TEMPLATE

SPEAKING = [
    "this person withdrew consent", "Refused to share", "do not publish!", "she no longer agrees", "отозвала согласие",
    "Отказ от 3 марта", "رضایت ندارد", "از رضایت خود منصرف شد", "موافق نيست", "اجازت واپس لے لی", "розӣ нест",
    "rozi emas", "razy däl",
]  # fmt: skip
SILENT = [
    "as in the register",
    "see page 4",
    "возраст уточнить",
    "سن دقیق نیست",
    "asked again in May",
    "age is a guess",
]


@pytest.fixture
def workbook(put):
    def write(change):
        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
            cases = book.add_worksheet("cases")
            for number, row in enumerate((["case_key", "prs_Gender", "con_Consent"], ["W-1", "Female", "yes"])):
                cases.write_row(number, 0, row)
            change(book, cases)
        return put("cases.xlsx", memory.getvalue())

    return write


def test_words_of_consent_are_known_in_the_languages():
    assert [text for text in SPEAKING if not speaks_of_consent(text)] == []
    assert [text for text in SILENT if speaks_of_consent(text)] == []


@pytest.mark.parametrize("cell", ["A2", "B2"])
def test_a_comment_that_speaks_of_consent_is_refused_on_every_cell(case_engine, workbook, load, rows, cell):
    path = workbook(lambda book, cases: cases.write_comment(cell, SPEAKING[0]))
    with pytest.raises(BadInput, match=f"cell {cell}: found a comment; .*speaks of consent or withdrawal") as caught:
        load(case_engine, path, accept_valid=True)
    assert "withdrew" not in str(caught.value)
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(0,)]
    said = load(case_engine, workbook(lambda book, cases: cases.write_comment(cell, SILENT[0])))
    assert "1 comment was not read" in said["message"]


def test_a_threaded_comment_in_parts_is_read_too(sqlite_cases, workbook, load, put):
    path = workbook(lambda book, cases: cases.write_comment("A2", "parted"))
    again = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(again, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            if entry == "xl/comments1.xml":
                content = content.replace(b"parted</t>", b"with</t></r><r><t>drew</t>")
                assert b"drew" in content
            new.writestr(entry, content)
    with pytest.raises(BadInput, match="speaks of consent or withdrawal"):
        load(sqlite_cases, put("cases.xlsx", again.getvalue()))


def test_comments_of_the_template_and_on_the_header_do_not_stop_a_file(sqlite_cases, workbook, load):
    def change(book, cases):
        cases.write_comment("A1", "consent of each is asked")
        cases.write_comment("B2", "consent", {"author": OF_TEMPLATE})

    assert load(sqlite_cases, workbook(change))["new"] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda book, cases: cases.write("C2", "yes", book.add_format({"bg_color": "#FF9999"})),
         "an answer or key has a colour behind it, which was not read; the first is C2"),
        (lambda book, cases: cases.insert_textbox("E5", "all of these withdrew"), "a text box of the sheet was not read"),
        (lambda book, cases: cases.set_header("&LWithdrawn persons"), "a header or footer of the pages of the sheet"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named(case_engine, workbook, load, change, said):
    message = load(case_engine, workbook(change))["message"]
    assert said in message
    assert "withdrew" not in message


def test_a_page_number_and_another_colour_are_not_named(sqlite_cases, workbook, load):
    def change(book, cases):
        cases.set_footer("&CPage &P of &N")
        cases.write("B2", "Female", book.add_format({"bg_color": "#FF9999"}))

    message = load(sqlite_cases, workbook(change))["message"]
    assert "was not read" not in message


def test_undo_of_a_no_does_not_say_that_the_case_is_as_before(case_engine, put, load, rows):
    load(case_engine, put("a.csv", "case_key,con_Consent\nR-1,yes\n"))
    decide_consent(case_engine, "R-1", False)
    result = undo(case_engine)
    assert result["restored"] == 0
    assert "former state" not in result["message"]
    assert "1 consent is no now and was not before it: it stays no" in result["message"]
    decide_consent(case_engine, "R-1", True)
    assert "1 case has its former state again." in undo(case_engine)["message"]
