"""A key typed in other capitals or with other strokes brings nobody back, and is not published either; nor is a day a
key."""

import pytest
from sqlalchemy import delete

from data_access.cases import schema
from data_access.cases.corrections.decide import join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from tests.worlds.databases import begin_with

HEADER = "case_key,con_Consent\n"
HASH = "uuid:550E8400-e29b-41d4-a716-446655440000"
FIRST = f"{HEADER}Reg-0001,yes\nReg-0002,no\nReg-0003,yes\nA-B_4,yes\n{HASH},yes\nH-1-12,yes\n"
RESULTS = "id,body,indicator,kind,source_title,source_publisher,value,note\n"
NOTE = 'r1,IOM,People helped,actual,Report,IOM,120,"{}"\n'
REFUSED = "only in capitals, strokes"


@pytest.fixture
def register(case_engine, put, load):
    """Reg-0001 and a hash withdrew, Reg-0002 said no, the others are cases."""

    def make():
        load(case_engine, put("first.csv", FIRST))
        withdraw(case_engine, ["Reg-0001", HASH], lambda: None)

    return begin_with(case_engine, FIRST, make)


@pytest.mark.parametrize(
    "key",
    ["REG-0001", "reg_0001", "Reg0001", "ReG-0002", "reg-0002", "REG_0003", "A_B-4", "ab4", "a-b-4", "h112",
     HASH.upper(), HASH.lower(), HASH.replace("E", "e").replace("a", "A")],
)  # fmt: skip
def test_nobody_comes_back_under_a_key_in_other_letters(register, put, load, rows, key):
    before = rows(register, 'SELECT case_key, consent_to_share FROM "case" ORDER BY case_key')
    with pytest.raises(BadInput, match=rf"{REFUSED} .* {key}\. Nothing was loaded"):
        load(register, put("again.csv", f"{HEADER}{key},yes\nNEW-1,yes\n"))
    assert rows(register, 'SELECT case_key, consent_to_share FROM "case" ORDER BY case_key') == before


@pytest.mark.parametrize("key", ["H-11-2", "Reg-00011", "Reg-0004", "A-B_4/1"])
def test_another_number_is_another_case(register, put, load, key):
    assert load(register, put("other.csv", f"{HEADER}{key},yes\n"))["new"] == 1


def test_a_no_in_the_same_file_holds_for_the_key_in_other_letters(case_engine, put, load):
    with pytest.raises(BadInput, match=REFUSED):
        load(case_engine, put("one.csv", f"{HEADER}Reg-0001,no\nREG-0001,yes\n"))


def test_a_no_that_stays_out_for_a_mistake_is_not_lost_under_other_letters(register, put, load):
    wrong = put("wrong.csv", "case_key,con_Consent,prs_Gender\nREG-0003,no,Purple\nNEW-1,yes,\n")
    with pytest.raises(BadInput, match=rf"{REFUSED} .* REG-0003\."):
        load(register, wrong, accept_valid=True)


def test_joined_and_replaced_cases_are_known_in_other_letters(register, put, load):
    join_cases(register, "Reg-0003", "A-B_4")
    with pytest.raises(BadInput, match=REFUSED):
        load(register, put("joined.csv", f"{HEADER}A_B-4,yes\n"))
    with pytest.raises(BadInput, match=REFUSED):
        load(register, put("all.csv", f"{HEADER}REG-0003,yes\n"), replace=True)


def test_who_withdrew_under_a_source_that_is_no_more_is_known_in_other_letters(register, put, load):
    sources = "code,name,provenance,places_are_proxies,consent_policy\nherat,Herat,confidential,no,required\n"
    for key in ("H-1-12", "Reg-0003", "A-B_4"):
        withdraw(register, [key], lambda: None)
    load(register, put("all.csv", f"{HEADER}Reg-0002,no\n"), replace=True)
    undo(register)
    undo(register)
    load(register, put("sources.csv", sources), format="sources")
    for key in ("REG-0001", "ReG-0002"):
        with pytest.raises(BadInput, match=REFUSED):
            load(register, put("new.csv", f"{HEADER}{key},yes\n"), source="herat")


def _forget_spellings(engine):
    """Make the database one of a program that did not keep how keys are written."""
    with engine.begin() as connection:
        connection.execute(delete(schema.spelling))


def test_keys_of_an_older_database_are_known_in_common_capitals(register, put, load):
    load(register, put("more.csv", f"{HEADER}low-0001,yes\nHIGH-0001,no\n"))
    _forget_spellings(register)
    for key in ("LOW-0001", "high_0001", "REG-0001", "reg_0002", "reg-0003"):
        with pytest.raises(BadInput, match=REFUSED):
            load(register, put("again.csv", f"{HEADER}{key},yes\n"))


def test_a_key_of_an_older_database_is_known_in_all_letters_once_it_is_seen_again(register, put, load):
    _forget_spellings(register)
    load(register, put("again.csv", f"{FIRST}NEW-1,yes\n"))
    for key in ("rEG-0001", "rEG-0002", "rEG-0003"):
        with pytest.raises(BadInput, match=REFUSED):
            load(register, put("new.csv", f"{HEADER}{key},yes\n"))


def test_a_key_of_an_older_database_that_is_withdrawn_now_is_known_in_all_letters(register, put, load):
    _forget_spellings(register)
    withdraw(register, ["Reg-0003"], lambda: None)
    with pytest.raises(BadInput, match=REFUSED):
        load(register, put("new.csv", f"{HEADER}rEG-0003,yes\n"))


def test_nothing_stays_of_the_keys_of_an_import_that_is_taken_back(register, put, load, rows):
    before = rows(register, "SELECT case_key FROM spelling ORDER BY case_key")
    load(register, put("other.csv", f"{HEADER}OTHER-1,yes\nOTHER-2,no\n"))
    undo(register)
    # the no is remembered, the other key is not
    assert len(rows(register, "SELECT case_key FROM spelling")) == len(before) + 1
    load(register, put("all.csv", f"{HEADER}Reg-0002,no\n"), replace=True)
    undo(register)
    with pytest.raises(BadInput, match=REFUSED):
        load(register, put("again.csv", f"{HEADER}REG-0003,yes\n"))


# text that is published


@pytest.mark.parametrize(
    "note",
    ["REG-0003 was helped", "ReG-0003", "see reg_0003.", "Case (REG-0001) was closed", "A_B-4", "see a_b-4 here",
     "Reg 0003 returned home", "reg 0003", "REG\u200e-0003 was helped", f"told in {HASH.lower()}"],
)  # fmt: skip
def test_a_key_in_other_letters_is_not_published(register, put, load, note):
    with pytest.raises(BadInput, match="the key of a case"):
        load(register, put("results.csv", RESULTS + NOTE.format(note)), format="results")


@pytest.mark.parametrize("note", ["Reg 4 was helped", "3 of 12 regions", "Report 0003", "see H 11 2"])
def test_what_is_no_key_is_published(register, put, load, note):
    assert load(register, put("results.csv", RESULTS + NOTE.format(note)), format="results")["rows_accepted"] == 1


@pytest.mark.parametrize("name", ["REG-0003", "Office ReG-0003", "Reg 0003", "NEW-7", "new_7"])
def test_a_provider_is_no_key_in_other_letters_and_is_not_said_to_be_published(register, put, load, name):
    cases = put("cases.csv", "case_key\nNew-7\n")
    services = put("services.csv", f"case_key,service,provider\nReg-0003,Shelter,{name}\n")
    with pytest.raises(BadInput, match=r"the cell holds the key of a case\. Write the organisation"):
        load(register, cases, services)


def test_a_provider_that_is_a_person_is_not_said_to_be_published(register, put, load):
    services = put("services.csv", "case_key,service,provider\nReg-0003,Shelter,zarghuna ahmadi\n")
    with pytest.raises(BadInput, match=r"the cell looks like a name\. Write the organisation"):
        load(register, services)


def test_a_source_is_not_called_like_a_key_in_other_letters(register, put, load):
    sources = put("sources.csv", "code,name,provenance\na,Shelters REG-0003,confidential\n")
    with pytest.raises(BadInput, match="the cell holds the key of a case, and would be published"):
        load(register, sources, format="sources")


# days


@pytest.mark.parametrize(
    "keys",
    [["20070512"], ["12052007"], ["13860512"], ["12051386"], ["05312007"], ["20240115"], ["۲۰۰۷۰۵۱۲"],
     ["20070512", "20080131", "REG-0001"], ["20070512", "20080131", "99999999"], ["070512", "120507", "311299"]],
)  # fmt: skip
def test_keys_that_are_days_are_refused(sqlite_cases, put, load, keys):
    content = "case_key\n" + "".join(f"{key}\n" for key in keys)
    with pytest.raises(BadInput, match="the case key looks like a full date"):
        load(sqlite_cases, put("days.csv", content), accept_valid=True)


@pytest.mark.parametrize(
    "keys",
    [
        [f"2024{number:04}" for number in range(1, 500)],
        [f"{number:08}" for number in range(19900100, 19900200)],
        [f"{number:06}" for number in range(10100, 10140)],
        [f"{number:06}" for number in range(120150, 120250)],
        ["070512"], ["070512", "120507"], ["20079912"], ["20991231"], ["00000001"], ["14990101"],
    ],
)  # fmt: skip
def test_numbers_of_a_register_are_no_days(sqlite_cases, put, load, keys):
    content = "case_key\n" + "".join(f"{key}\n" for key in keys)
    assert load(sqlite_cases, put("numbers.csv", content))["new"] == len(keys)


def test_a_number_of_a_register_that_is_known_is_no_day(case_engine, put, load):
    known = "case_key\n" + "".join(f"2024{number:04}\n" for number in range(100, 500))
    load(case_engine, put("known.csv", known))
    assert load(case_engine, put("few.csv", "case_key,prs_Gender\n20240115,Feminine\n"))["changed"] == 1
    events = "case_key,service\n20240116,Shelter\n"
    assert load(case_engine, put("services.csv", events))["changed"] == 1
