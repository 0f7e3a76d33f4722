"""A key is taken for what it is: SOURCE:KEY in a file is no new case, a file that is not there no key, and who withdrew
under one source does not come in under another because the first import was taken back."""

import pytest

from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.key_files import read_keys
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput

HEAD = "case_key,con_Consent\n"
REGISTER = HEAD + "".join(f"REG-{number},yes\n" for number in range(1, 7))
CASES = 'SELECT source, consent_to_share FROM "case"'


def no_releases():
    return None


@pytest.mark.parametrize("line", ["own:REG-1,yes", "OWN:REG-2,no", "own:REG-77,yes"])
def test_a_key_with_its_source_before_it_is_no_new_case(case_engine, put, load, rows, line):
    load(case_engine, put("first.csv", REGISTER))
    withdraw(case_engine, ["own:REG-1"], no_releases)
    with pytest.raises(BadInput, match="1 key is written with its source before it"):
        load(case_engine, put("second.csv", f"{HEAD}REG-3,yes\n{line}\n"))
    assert rows(case_engine, CASES) == [("own", True)] * 5


def test_a_colon_within_keys_stays_theirs(case_engine, put, load):
    keys = ["uuid:550e8400-e29b-41d4-a716-446655440000", "HTC:2024:1", "owner:12"]
    assert load(case_engine, put("first.csv", HEAD + "".join(f"{key},yes\n" for key in keys)))["new"] == 3


def test_who_withdrew_or_said_no_does_not_come_in_by_the_right_source_after_a_wrong_one(
    case_engine, put, load, rows, declare
):
    declare(case_engine, "herat")
    declare(case_engine, "kabul")
    load(case_engine, put("first.csv", REGISTER), source="herat")
    withdraw(case_engine, ["herat:REG-1"], no_releases)
    decide_consent(case_engine, "herat:REG-2", False)
    undo(case_engine)
    undo(case_engine)
    assert rows(case_engine, CASES) == []
    with pytest.raises(BadInput, match=r"2 keys of 6 new ones .* and 2 are of somebody who withdrew or said no there"):
        load(case_engine, put("first.csv", REGISTER), source="kabul")
    assert rows(case_engine, CASES) == []
    assert load(case_engine, put("first.csv", REGISTER), source="kabul", other_people=True)["new"] == 6


@pytest.mark.parametrize("name", ["withdrawals2024.csv", "list-3.txt", "/tmp/none/keys_1.XLSX"])
def test_a_file_that_is_not_there_is_no_key(name):
    with pytest.raises(BadInput, match="there is no such file"):
        read_keys([name])


@pytest.mark.parametrize("key", ["ow:REG-1", "own:own:REG-1", "own:own:REG-99"])
def test_a_source_that_is_none_is_not_remembered_as_a_part_of_a_key(case_engine, put, load, rows, key):
    load(case_engine, put("first.csv", REGISTER))
    with pytest.raises(BadInput, match="what stands before its colon is no source of it"):
        withdraw(case_engine, [key], no_releases, in_advance=True)
    assert rows(case_engine, "SELECT count(*) FROM withdrawal") == [(0,)]
