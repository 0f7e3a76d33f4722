"""A no to sharing in a row that stays out for a mistake counts, and the message says so."""

import pytest

from data_access.cases.corrections.decide import join_cases
from data_access.cases.corrections.undo import undo
from data_access.errors import BadInput
from tests.worlds.databases import begin_with

HEAD = "case_key,prs_Gender,con_Consent\n"
PUBLISHABLE = 'SELECT count(*) FROM "case" WHERE consent_to_share'


@pytest.fixture
def world(case_engine, put, load):
    said = f"{HEAD}R-1,Female,yes\nR-2,Male,\nR-3,Male,no\n"
    return begin_with(case_engine, said, lambda: load(case_engine, put("a.csv", said)))


def test_a_no_beside_a_mistake_is_counted_and_named_as_lost(world, put, load, rows):
    said = load(world, put("b.csv", f"{HEAD}R-1,Femail,no\nR-4,Male,yes\n"), accept_valid=True)
    assert (said["new"], said["changed"], said["lost"]) == (1, 1, {"con_Consent": 1})
    assert "stand no longer there: con_Consent 1." in said["message"]
    assert "1 row stays out because of mistakes in it or in its case. 1 no of con_Consent in it" in said["message"]
    assert rows(world, PUBLISHABLE) == [(1,)]
    assert "1 case has its former state again" in undo(world)["message"]
    assert rows(world, PUBLISHABLE) == [(0,)]


@pytest.mark.slow
@pytest.mark.parametrize("key", ["R-1", "R-4"])
def test_so_is_one_of_a_person_with_several_records(world, put, load, rows, key):
    load(world, put("j.csv", f"{HEAD}R-4,Female,yes\n"))
    join_cases(world, "R-1", "R-4")
    other = ({"R-1", "R-4"} - {key}).pop()
    said = load(world, put("b.csv", f"{HEAD}{key},Femail,no\n{other},Female,yes\nR-5,Male,yes\n"), accept_valid=True)
    assert said["lost"] == {"con_Consent": 1}
    assert said["changed"] == 1
    assert "The files turn round 1 withdrawn consent" in said["message"]
    assert "Nothing that was known is lost" not in said["message"]
    assert rows(world, PUBLISHABLE) == [(1,)]


@pytest.mark.parametrize(("key", "counts"), [("R-1", (1, {"con_Consent": 1})), ("R-2", (1, {})), ("R-3", (0, {}))])
def test_it_counts_where_no_row_is_valid(world, put, load, rows, key, counts):
    path = put("b.csv", f"{HEAD}{key},Femail,no\n")
    with pytest.raises(BadInput, match="nothing was loaded"):
        load(world, path)
    before = rows(world, PUBLISHABLE)
    trial = load(world, path, accept_valid=True, dry_run=True)
    assert rows(world, PUBLISHABLE) == before
    said = load(world, path, accept_valid=True)
    assert (said["changed"], said["lost"]) == (trial["changed"], trial["lost"]) == counts
    assert "1 no of con_Consent in it counts nevertheless" in said["message"]
    assert rows(world, PUBLISHABLE) == [(0 if key == "R-1" else 1,)]
    undo(world)
    assert rows(world, PUBLISHABLE) == [(0 if key == "R-1" else 1,)], "a no is final"


def test_without_a_no_nothing_is_loaded_where_no_row_is_valid(world, put, load):
    with pytest.raises(BadInput, match="Nothing is left without a mistake; nothing was loaded"):
        load(world, put("b.csv", f"{HEAD}R-1,Femail,\n"), accept_valid=True)


def test_a_no_of_a_new_case_that_stays_out_is_remembered(world, put, load, rows):
    said = load(world, put("b.csv", f"{HEAD}R-9,Femail,no\n"), accept_valid=True)
    assert (said["new"], said["changed"]) == (0, 0)
    load(world, put("c.csv", f"{HEAD}R-9,Female,yes\n"))
    assert rows(world, PUBLISHABLE) == [(1,)]


def test_several_rows_are_said_in_the_plural(world, put, load):
    said = load(world, put("b.csv", f"{HEAD}R-1,Femail,no\nR-2,Mail,no\n"), accept_valid=True)["message"]
    assert "2 rows stay out because of mistakes in them or in their case. 2 noes of con_Consent in them count" in said


def test_rows_about_programmes_have_no_case(case_engine, put, load):
    head = "id,body,indicator,kind,source_title,source_publisher,value\n"
    lines = "r-1,IOM,People helped,actual,Report,IOM,120\nr-2,IOM,People helped,target,Report,IOM,many\n"
    said = load(case_engine, put("r.csv", head + lines), format="results", accept_valid=True)["message"]
    assert "1 row stays out because of mistakes in it. " in said
