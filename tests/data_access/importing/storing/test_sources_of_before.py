"""What a person said under a source that left the register, or was given another code, holds."""

import csv

import pytest

from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput

HEADER = "code,name,provenance,places_are_proxies,consent_policy\n"
HERAT = "herat,Shelters of Herat,confidential,no,required\n"
SAID = "case_key,con_Consent\nHA-0001,yes\nHA-0002,{}\n"
CASES = 'SELECT source, consent_to_share FROM "case" ORDER BY case_key'


def no_releases():
    return None


@pytest.fixture
def declared(case_engine, put, load):
    """Put other rows in the place of the register."""

    def write(*rows: str) -> None:
        load(case_engine, put("sources.csv", HEADER + "".join(rows)), format="sources", replace=True)

    return write


def withdrawn_and_refused(engine, put, load, source=None):
    load(engine, put("first.csv", SAID.format("no")), source=source)
    withdraw(engine, ["HA-0001"], no_releases)
    undo(engine)


def test_what_was_said_before_any_source_was_declared_holds(case_engine, put, load, rows, declared, tmp_path):
    withdrawn_and_refused(case_engine, put, load)
    declared(HERAT)
    result = load(case_engine, put("again.csv", SAID.format("yes")))
    assert (result["new"], rows(case_engine, CASES)) == (1, [("herat", False)])
    report = csv.DictReader((tmp_path / "report.csv").open())
    assert {(row["row"], row["column"]) for row in report} == {("2", "case_key"), ("3", "con_Consent")}
    # neither a file of steps nor other capitals bring anything back, and no replacing
    assert load(case_engine, put("services.csv", "case_key,service\nHA-0001,Shelter\n"))["new"] == 0
    load(case_engine, put("all.csv", SAID.format("yes") + "HA-0009,yes\n"), replace=True)
    assert sorted(rows(case_engine, CASES), key=str) == [("herat", False), ("herat", True)]
    assert withdraw(case_engine, ["HA-0001"], no_releases)["already"] == 1


@pytest.mark.parametrize("key", ["ha-0001", "HA_0002"])
def test_no_other_spelling_brings_them_back_under_another_source(case_engine, put, load, declared, key):
    withdrawn_and_refused(case_engine, put, load)
    declared(HERAT)
    with pytest.raises(BadInput, match="only in capitals"):
        load(case_engine, put("again.csv", f"case_key,con_Consent\n{key},yes\n"))


@pytest.mark.slow
def test_what_was_said_under_a_code_that_was_given_up_holds(case_engine, put, load, rows, declared):
    declared(HERAT)
    withdrawn_and_refused(case_engine, put, load)
    declared(HERAT.replace("herat,", "herat2,"))
    load(case_engine, put("again.csv", SAID.format("yes")))
    assert rows(case_engine, CASES) == [("herat2", False)]
    # also when the file of sources itself is taken back, and when the first code comes again
    undo(case_engine)
    undo(case_engine)
    load(case_engine, put("again.csv", SAID.format("yes") + "\n"))
    assert rows(case_engine, CASES) == [("herat", False)]


@pytest.mark.slow
def test_who_is_known_under_a_former_code_alone_can_still_withdraw_and_agree(case_engine, put, load, rows, declared):
    declared(HERAT)
    load(case_engine, put("first.csv", SAID.format("no")))
    load(case_engine, put("other.csv", "case_key,con_Consent\nHA-0007,yes\n"), replace=True)
    withdraw(case_engine, ["HA-0007"], no_releases)
    declared(HERAT.replace("herat,", "herat2,"))
    assert withdraw(case_engine, ["HA-0001"], no_releases)["gone"] == 1
    load(case_engine, put("again.csv", SAID.format("yes")))
    assert rows(case_engine, CASES) == [("herat2", False)]
    decide_consent(case_engine, "HA-0002", True)
    load(case_engine, put("third.csv", "case_key,con_Consent\nHA-0008,yes\n"), replace=True)
    load(case_engine, put("again.csv", SAID.format("yes")), replace=True)
    assert rows(case_engine, CASES) == [("herat2", True)], "a yes that was said last is the last word"


def test_two_sources_that_are_declared_both_stay_apart(case_engine, put, load, rows, declared):
    declared(HERAT, HERAT.replace("herat,", "kabul,").replace("Herat", "Kabul"))
    withdrawn_and_refused(case_engine, put, load, source="herat")
    load(case_engine, put("kabul.csv", SAID.format("yes")), source="kabul", other_people=True)
    assert rows(case_engine, CASES) == [("kabul", True), ("kabul", True)]


@pytest.mark.slow
def test_a_source_does_not_leave_while_another_may_hold_who_withdrew(case_engine, put, load, rows, declared):
    kabul = HERAT.replace("herat,", "kabul,").replace("Herat", "Kabul")
    declared(HERAT)
    load(case_engine, put("first.csv", SAID.format("no")))
    withdraw(case_engine, ["HA-0001"], no_releases)
    declared(HERAT, kabul)
    load(case_engine, put("second.csv", SAID.format("yes")), source="kabul", other_people=True)
    load(case_engine, put("none.csv", "case_key,con_Consent\nHA-0009,yes\n"), source="herat", replace=True)
    withdraw(case_engine, ["HA-0009"], no_releases)
    with pytest.raises(BadInput, match="herat would leave the register"):
        declared(kabul)
    assert rows(case_engine, "SELECT code FROM source ORDER BY code") == [("herat",), ("kabul",)]


def test_a_name_that_a_source_has_is_given_to_no_other(case_engine, put, load, rows, declared):
    declared(HERAT)
    both = put("both.csv", HEADER + HERAT.replace("herat,", "herat2,").replace("Shelters", "SHELTERS"))
    with pytest.raises(BadInput, match="herat and herat2 have the same name"):
        load(case_engine, both, format="sources")
    assert rows(case_engine, "SELECT code FROM source") == [("herat",)]
