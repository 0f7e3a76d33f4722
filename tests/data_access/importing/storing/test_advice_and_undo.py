"""What is advised after an import does no harm, and undo says what it took back."""

import pytest

from data_access.cases.corrections.decide import decide_consent, join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput

HEAD = "case_key,prs_Gender,con_Consent\n"
RESULTS = "id,body,indicator,kind,source_title,source_publisher,value\n"
FIRST = f"{RESULTS}r-1,IOM,People helped,actual,Report,IOM,120\n"


def test_files_that_are_loaded_twice_are_not_advised_away(case_engine, put, load):
    path = put("a.csv", f"{HEAD}R-1,Female,yes\n")
    load(case_engine, path)
    assert "undo" not in load(case_engine, path)["message"]


@pytest.mark.slow
def test_only_a_later_run_that_changed_the_same_is_named(case_engine, put, load):
    path = put("a.csv", FIRST)
    load(case_engine, path, format="results")
    load(case_engine, put("b.csv", f"{RESULTS}r-2,Hagar,People taught,actual,Report,Hagar,70\n"), format="results")
    assert "undo" not in load(case_engine, path, format="results")["message"]
    later = load(case_engine, put("c.csv", FIRST.replace("120", "130")), format="results")["run"]
    said = load(case_engine, path, format="results")["message"]
    assert f"What import {later} changed of it can be taken back: python -m data_access undo {later}." in said
    undo(case_engine, later)
    assert "undo" not in load(case_engine, path, format="results")["message"]


@pytest.mark.slow
def test_undo_of_one_record_of_a_person_says_what_it_took_back(case_engine, put, load, rows):
    load(case_engine, put("a.csv", f"{HEAD}R-1,Female,yes\nR-2,Female,yes\n"))
    join_cases(case_engine, "R-1", "R-2")
    before = rows(case_engine, "SELECT content FROM joined_record ORDER BY rank")
    load(case_engine, put("b.csv", "case_key,prs_Gender\nR-2,Male\n"))
    said = undo(case_engine)
    assert "is taken back: 1 record of a person with several has its former state again." in said["message"]
    assert rows(case_engine, "SELECT content FROM joined_record ORDER BY rank") == before


def test_undo_blames_no_run_for_the_no_of_another(case_engine, put, load):
    load(case_engine, put("a.csv", f"{HEAD}R-1,Female,yes\nR-2,Female,yes\n"))
    run = load(case_engine, put("b.csv", "case_key,prs_Gender\nR-1,Male\n"))["run"]
    decide_consent(case_engine, "R-1", False)
    undo(case_engine)
    said = undo(case_engine, run)["message"]
    assert "that it turned" not in said
    assert "1 consent is no now and was not before it: it stays no; only the command consent turns it round." in said


@pytest.mark.slow
def test_undo_counts_a_no_once_for_a_person(case_engine, put, load):
    load(case_engine, put("a.csv", f"{HEAD}R-1,Female,yes\nR-2,Female,yes\n"))
    join_cases(case_engine, "R-1", "R-2")
    load(case_engine, put("b.csv", "case_key,con_Consent\nR-2,no\n"))
    assert "1 consent is no now" in undo(case_engine)["message"]


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("R-1\nR-2\n", "utf-16"),
        ("R-1\r\nR-2\r\n", "utf-8-sig"),
        ("Case_Key\nR-1\nR-2\n", "utf-16-le"),
        ("\u200eCASE_KEY\nR-1\nR-2\n", "utf-8"),
    ],
)
def test_a_text_file_of_keys_is_read_in_the_encodings_of_the_import(case_engine, put, load, rows, content, encoding):
    load(case_engine, put("a.csv", f"{HEAD}R-1,Female,yes\nR-2,Female,yes\nR-3,Female,yes\n"))
    path = put("keys.txt", content.encode(encoding))
    assert withdraw(case_engine, [str(path)], lambda: None)["withdrawn"] == 2
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(1,)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("R-1\nотозвано\n".encode("cp1251"), "not in UTF-8"),
        (b"R-1\n\x00\x01\n", "holds NUL bytes"),
        (b"R-1\n\xff\xe7\x81\n", "not in UTF-8"),
        (b"R-1\n" + b'"' + b"x" * 200_000, r"No case has key 2 of 2 \(keys.txt, line 2\)"),
        ("R-1,Отозвано\nR-2,Отозвано\n".encode("cp1251"), "the line is no key alone"),
        (b"", "There are no keys"),
    ],
)
def test_a_text_file_that_cannot_be_followed_is_refused_in_words(case_engine, put, load, rows, content, said):
    load(case_engine, put("a.csv", f"{HEAD}R-1,Female,yes\n"))
    with pytest.raises(BadInput, match=said):
        withdraw(case_engine, [str(put("keys.txt", content))], lambda: None)
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(1,)]
