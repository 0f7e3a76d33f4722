# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Who is withdrawn is never guessed: a file of keys is followed only where it says one thing, a trial says what would
become of it, and a no or a withdrawal is written down also while its case is not there."""

import io

import pytest
import xlsxwriter

from data_access.cases.corrections.decide import decide_consent, join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput

HEAD = "case_key,con_Consent\n"
COUNT = 'SELECT count(*) FROM "case"'


def no_releases():
    return None


@pytest.fixture
def register(case_engine, put, load):
    """REG-1 to REG-9, which all say yes."""
    load(case_engine, put("first.csv", HEAD + "".join(f"REG-{number},yes\n" for number in range(1, 10))))
    return case_engine


@pytest.fixture
def workbook(put):
    """Write a workbook with a sheet of some keys, changed by a function of the book and the sheet."""

    def write(change=lambda book, sheet: None, keys=("REG-1", "REG-2")):
        memory = io.BytesIO()
        with xlsxwriter.Workbook(memory, {"in_memory": True}) as book:
            sheet = book.add_worksheet("withdrawn")
            sheet.write_column(0, 0, ["case_key", *keys])
            change(book, sheet)
        return str(put("keys.xlsx", memory.getvalue()))

    return write


def hidden_sheet(book, sheet):
    other = book.add_worksheet("old")
    other.write_column(0, 0, ["case_key", "REG-5"])
    other.hide()


DOUBTFUL = {
    "a hidden row": (lambda book, sheet: sheet.set_row(2, None, None, {"hidden": True}), "row 3 is hidden; nobody"),
    "a hidden column": (lambda book, sheet: sheet.set_column(0, 0, 9, None, {"hidden": True}), "column A is hidden"),
    "a hidden sheet": (hidden_sheet, "the sheet is hidden"),
    "a formula": (lambda book, sheet: sheet.write_formula(3, 0, '="REG-"&3', None, "REG-3"), "a cell holds a formula"),
    "a comment": (lambda book, sheet: sheet.write_comment(1, 0, "not this one"), "1 comment"),
    "a line through it": (lambda book, sheet: sheet.write(1, 0, "REG-1", book.add_format({"font_strikeout": True})), "struck"),
    "an answer beside it": (lambda book, sheet: sheet.write_column(0, 1, ["withdrawn", "yes", "no"]), "the column is no key"),
    "an error": (lambda book, sheet: sheet.write(3, 0, "#N/A"), "there is no value in the cell"),
}  # fmt: skip


@pytest.mark.parametrize(("change", "said"), DOUBTFUL.values(), ids=DOUBTFUL)
def test_a_workbook_that_may_mean_another_thing_is_refused(register, workbook, rows, change, said):
    for options in ({}, {"dry_run": True}, {"in_advance": True}):
        with pytest.raises(BadInput, match=said) as caught:
            withdraw(register, [workbook(change)], no_releases, **options)
        assert "Nothing was changed." in str(caught.value)
    assert rows(register, COUNT) == [(9,)]
    assert rows(register, "SELECT count(*) FROM withdrawal") == [(0,)]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("k.csv", "REG-1\ncase_key\nREG-2\n", "row 1 stands above the names of the columns"),
        ("k.csv", "case_key,withdrawn\nREG-1,yes\nREG-2,no\n", "column 2 of 2.* the column is no key"),
        ("k.csv", "case_key,source\n,own\n", "row 2.* every row needs a case key"),
        ("k.csv", "case_key\nEXAMPLE-2\n", "row 2.* looks like the example of the template"),
        ("k.txt", "REG-1\nREG-2,no\n", "row 2.* the line is no key alone"),
        ("k.txt", "REG-1\n# REG-2\n", "row 2.* the line is no key alone"),
    ],
)
def test_so_is_a_text_file(register, put, rows, name, content, said):
    with pytest.raises(BadInput, match=said):
        withdraw(register, [str(put(name, content))], no_releases)
    assert rows(register, COUNT) == [(9,)]


def test_a_trial_says_what_would_be_deleted_and_deletes_nothing(register, put, rows):
    path = put("k.csv", "Withdrawn in March;\ncase_key;source\nREG-1;OWN\nREG-2;own\nEXAMPLE-1;\n")
    said = withdraw(register, [str(path), "REG-3"], no_releases, dry_run=True)
    assert (said["withdrawn"], rows(register, COUNT)) == (3, [(9,)])
    assert "2 keys read from k.csv; the cells are separated by semicolons; 1 title row" in said["message"]
    assert "the example row of the template was left out" in said["message"]
    assert (
        "Nothing was changed: this was a trial. Without --dry-run it would be: 3 cases are deleted" in said["message"]
    )
    assert rows(register, "SELECT count(*) FROM withdrawal") == [(0,)]
    assert withdraw(register, [str(path), "REG-3"], no_releases)["withdrawn"] == 3
    assert rows(register, COUNT) == [(6,)]


# keys whose case is not there


def test_unknown_keys_are_named_with_what_to_do(register, put, rows):
    path = put("k.csv", "case_key\nREG-1\nREG-77\nREG-88\n")
    with pytest.raises(BadInput, match=r"key 2 of 3 \(k.csv, row 3\), key 3 of 3 \(k.csv, row 4\)\. .*--in-advance"):
        withdraw(register, [str(path)], no_releases)
    assert rows(register, COUNT) == [(9,)]
    said = withdraw(register, [str(path)], no_releases, in_advance=True)
    assert (said["withdrawn"], said["in_advance"], said["gone"]) == (1, 2, 0)
    assert "2 keys are of no case: they are remembered, and no file brings them in." in said["message"]


def test_a_withdrawal_in_advance_keeps_the_case_out(register, put, load, rows):
    withdraw(register, ["REG-77"], no_releases, in_advance=True)
    assert load(register, put("later.csv", f"{HEAD}REG-77,yes\nREG-78,yes\n"))["new"] == 1
    with pytest.raises(BadInput, match="only in capitals, strokes"):
        load(register, put("other.csv", f"{HEAD}reg/077,yes\n"))
    assert withdraw(register, ["REG-77"], no_releases)["already"] == 1


def test_a_no_after_an_undo_holds_when_the_file_comes_again(register, put, load, rows):
    undo(register)
    with pytest.raises(BadInput, match="--in-advance"):
        decide_consent(register, "REG-4", False)
    for command in (lambda: decide_consent(register, "REG-4", True), lambda: join_cases(register, "REG-4", "REG-5")):
        with pytest.raises(BadInput, match="No case has the key") as caught:
            command()
        assert "--in-advance" not in str(caught.value)
    said = decide_consent(register, "REG-4", False, in_advance=True)
    assert said["message"].startswith("The no is remembered, and there is no case of this key")
    with pytest.raises(BadInput, match=r"No case has the key\. Nothing was changed"):
        withdraw(register, ["REG-4"], no_releases)
    assert withdraw(register, ["REG-6"], no_releases, in_advance=True)["in_advance"] == 1
    load(register, put("first.csv", HEAD + "REG-4,yes\nREG-5,yes\nREG-6,yes\n"))
    assert rows(register, f"{COUNT} WHERE consent_to_share") == [(1,)]
    assert decide_consent(register, "REG-4", True)["changed"]


def test_a_no_holds_for_a_case_that_undo_could_bring_back(register, put, load, rows):
    load(register, put("all.csv", f"{HEAD}REG-1,yes\n"), replace=True)
    with pytest.raises(BadInput, match="consent SOURCE:KEY no --in-advance"):
        decide_consent(register, "REG-4", False)
    decide_consent(register, "REG-4", False, in_advance=True)
    undo(register)
    assert rows(register, f"{COUNT} WHERE consent_to_share") == [(8,)]


def test_nothing_is_remembered_of_a_key_that_is_a_known_one_in_other_letters(register, rows):
    for key in ("reg-1", "REG/01", "REG1"):
        for in_advance in (True, False):
            with pytest.raises(BadInput, match=r"only in capitals, strokes .* Write the key as it was written before"):
                withdraw(register, [key], no_releases, in_advance=in_advance)
            with pytest.raises(BadInput, match="Write the key as it was written before"):
                decide_consent(register, key, False, in_advance=in_advance)
    assert rows(register, "SELECT count(*) FROM withdrawal") == [(0,)]


def test_a_yes_is_not_written_in_advance_and_a_key_to_come_has_one_source(register, declare):
    with pytest.raises(BadInput, match="A yes is not written down in advance"):
        decide_consent(register, "REG-77", True, in_advance=True)
    with pytest.raises(BadInput, match="No case can have the key"):
        withdraw(register, ["KEY"], no_releases, in_advance=True)
    undo(register)
    declare(register, "herat")
    declare(register, "kabul")
    with pytest.raises(BadInput, match="Write SOURCE:KEY"):
        withdraw(register, ["REG-77"], no_releases, in_advance=True)
    assert withdraw(register, ["kabul:REG-77"], no_releases, in_advance=True)["in_advance"] == 1
