"""What hides an answer or a key in a workbook, whatever colour it uses, and what is said beside an answer."""

import io
import zipfile

import pytest
import xlsxwriter

from data_access.errors import BadInput
from data_access.importing.telling.problems import OF_TEMPLATE

# how a workbook may name a colour: what stands for it while the file is made
NAMED = {"#010101": 'indexed="9"', "#010102": 'theme="0"', "#010103": 'theme="4"', "#010104": 'indexed="10"'}
HIDING = {
    "white on white": {"font_color": "#FFFFFF", "bg_color": "#FFFFFF"},
    "green on green": {"font_color": "#00AA00", "bg_color": "#00AA00"},
    "nearly white": {"font_color": "#FEFEFE"},
    "indexed": {"font_color": "#010101"},
    "theme": {"font_color": "#010102"},
    "theme on theme": {"font_color": "#010103", "bg_color": "#010103"},
    "black behind black": {"bg_color": "#000000"},
    "pale": {"font_color": "#EEEEEE", "bg_color": "#FFFFCC"},
}
SHOWING = {
    "red on pale": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "white on dark": {"font_color": "#FFFFFF", "bg_color": "#203864"},
    "red": {"bg_color": "#FF0000"},
    "grey": {"font_color": "#808080"},
    "indexed": {"font_color": "#010104"},
    "bordered": {"bg_color": "#FFC7CE", "border": 1, "border_color": "#FFFFFF"},
}


@pytest.fixture
def workbook(put):
    def write(change):
        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
            cases = book.add_worksheet("cases")
            for row in enumerate((["case_key", "prs_Gender", "con_Consent"], ["W-1", "Female", "yes"])):
                cases.write_row(row[0], 0, row[1])
            change(book, cases)
        again = io.BytesIO()
        with zipfile.ZipFile(memory) as old, zipfile.ZipFile(again, "w") as new:
            for entry in old.namelist():
                content = old.read(entry).decode() if entry.endswith((".xml", ".rels")) else ""
                for colour, name in NAMED.items():
                    content = content.replace(f'rgb="FF{colour[1:]}"', name)
                new.writestr(entry, content or old.read(entry))
        return put("cases.xlsx", again.getvalue())

    return write


def conditional(look, cells):
    return lambda book, cases: cases.conditional_format(
        cells, {"type": "formula", "criteria": "=TRUE", "format": book.add_format(look)}
    )


@pytest.mark.parametrize("look", HIDING.values(), ids=HIDING)
@pytest.mark.parametrize("cells", ["A2:A9", "C2:C9"])
def test_a_conditional_format_that_hides_is_refused_in_any_colour(sqlite_cases, workbook, load, look, cells):
    with pytest.raises(BadInput, match="conditional format may show the cell otherwise"):
        load(sqlite_cases, workbook(conditional(look, cells)), accept_valid=True)


@pytest.mark.parametrize("look", SHOWING.values(), ids=SHOWING)
def test_a_format_that_shows_is_read(sqlite_cases, workbook, load, look):
    said = load(sqlite_cases, workbook(conditional(look, "C2:C9")))
    assert "a conditional format colours answers or keys" in said["message"]
    again = workbook(lambda book, cases: cases.write("C2", "no", book.add_format(look)))
    assert load(sqlite_cases, again)["changed"] == 1


@pytest.mark.parametrize("look", HIDING.values(), ids=HIDING)
@pytest.mark.parametrize(("cell", "text"), [("A2", "W-1"), ("C2", "yes")])
def test_an_ordinary_format_that_hides_is_refused_too(sqlite_cases, workbook, load, look, cell, text):
    path = workbook(lambda book, cases: cases.write(cell, text, book.add_format(look)))
    with pytest.raises(BadInput, match="has the colour of its background, or nearly so") as caught:
        load(sqlite_cases, path, accept_valid=True)
    assert f"cell {cell}" in str(caught.value)


def test_colours_of_other_cells_do_not_matter(sqlite_cases, workbook, load):
    def change(book, cases):
        cases.write("B2", "Female", book.add_format({"font_color": "#FFFFFF"}))
        cases.write("C1", "con_Consent", book.add_format({"font_color": "#FFFFFF"}))

    assert load(sqlite_cases, workbook(change))["new"] == 1


def test_a_comment_on_the_header_of_the_answers_is_named(sqlite_cases, workbook, load):
    def change(book, cases):
        cases.write_comment("C1", "1 = no")
        cases.write_comment("B1", "as in the register")

    said = load(sqlite_cases, workbook(change))["message"]
    assert "a comment on the header of con_Consent was not read, and may say what its answers mean (C1)" in said
    assert "1 = no" not in said
    assert "B1" not in said


@pytest.mark.parametrize(("option", "is_said"), [("input_message", True), ("error_message", False), ("", False)])
def test_a_message_beside_the_answers_is_named(sqlite_cases, workbook, load, option, is_said):
    rule = {"validate": "list", "source": ["yes", "no"], **({option: "withdrawn"} if option else {})}
    said = load(sqlite_cases, workbook(lambda book, cases: cases.data_validation("C2:C9", rule)))["message"]
    assert ("a message shown to whoever fills in con_Consent was not read (C2)" in said) == is_said


def test_the_comments_of_the_template_are_not_named(workbook, sqlite_cases, load):
    said = load(
        sqlite_cases, workbook(lambda book, cases: cases.write_comment("C1", "yes or no", {"author": OF_TEMPLATE}))
    )
    assert "a comment on the header" not in said["message"]
