"""Two records of one person: the stricter source decides, and undo names what stands in its way."""

import itertools
import re
from datetime import date

import pytest
from sqlalchemy import delete, select

from data_access.cases import schema
from data_access.cases.corrections.consents import count_consents
from data_access.cases.corrections.decide import join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from data_access.importing.storing.joined_records import read_people, write_person
from data_access.publishing.publication_date import cases_until


@pytest.mark.slow
@pytest.mark.parametrize("order", [("open", "strict"), ("strict", "open")])
def test_a_joined_record_follows_the_stricter_policy(case_engine, put, load, declare, order):
    declare(case_engine, "open", consent_policy="presumed")
    declare(case_engine, "strict")
    for code in order:
        load(case_engine, put(f"{code}.csv", "case_key,con_Consent\nK-1,yes\n"), source=code)
    join_cases(case_engine, *(f"{code}:K-1" for code in order))
    today = date.today()
    with case_engine.connect() as connection:
        assert count_consents(connection).publishable == cases_until(connection, today) == 1
    for code in order:
        load(case_engine, put("n.csv", "case_key,con_Consent\nK-1,CLEAR\n"), source=code)
    with case_engine.connect() as connection:
        assert count_consents(connection).publishable == cases_until(connection, today) == 0
    # what the other source holds of the person counts when its policy is to be loosened
    register = put("s.csv", "code,name,provenance,consent_policy\nstrict,Strict,confidential,presumed\n")
    with pytest.raises(BadInput, match="The source strict holds 1 case"):
        load(case_engine, register, format="sources")


def test_a_case_that_is_made_anew_of_two_records_is_of_the_source_that_is_right(sqlite_cases, put, load, declare):
    for code in "ab":
        declare(sqlite_cases, code)
        load(sqlite_cases, put(f"{code}.csv", "case_key\nK-1\n"), source=code)
    join_cases(sqlite_cases, "a:K-1", "b:K-1")
    with sqlite_cases.begin() as connection:
        [kept] = connection.scalars(select(schema.case.c.case_key))
        connection.execute(delete(schema.case))
        [person] = read_people(connection, [kept])
        write_person(connection, person, person.records[0].run_id)
        made = connection.execute(select(schema.case.c.case_key, schema.case.c.source)).all()
    assert made == [(kept, "a")]


REGISTER = "code,name,provenance,consent_policy\na,Shelters A,confidential,required\n"
OF_B = "b,Shelters B,confidential,required\n"


@pytest.mark.slow
@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_undo_of_a_register_names_the_runs_whichever_record_comes_first(case_engine, put, load, order, is_withdrawn):
    load(case_engine, put("r.csv", REGISTER), format="sources")
    first = load(case_engine, put("r.csv", REGISTER + OF_B), format="sources")["run"]
    for code in "ab":
        load(case_engine, put(f"{code}.csv", "case_key\nK-1\nK-2\n"), source=code)
    join_cases(case_engine, *(f"{code}:K-1" for code in order))
    if is_withdrawn:
        withdraw(case_engine, ["a:K-2"], lambda: None)
    _undo_as_it_says(case_engine, first)


def test_undo_that_would_loosen_a_source_names_the_runs(case_engine, put, load):
    load(case_engine, put("r.csv", REGISTER.replace("required", "presumed")), format="sources")
    first = load(case_engine, put("r.csv", REGISTER), format="sources")["run"]
    load(case_engine, put("a.csv", "case_key\nK-1\n"), source="a")
    _undo_as_it_says(case_engine, first)


@pytest.mark.slow
@pytest.mark.parametrize("order", [*itertools.permutations(["K-1", "K-2", "K-3"])])
def test_undo_names_the_runs_in_every_order_of_joins(sqlite_cases, put, load, order):
    runs = [load(sqlite_cases, put(f"{key}.csv", f"case_key\n{key}\n"))["run"] for key in sorted(order)]
    one, two, three = order
    join_cases(sqlite_cases, one, two)
    join_cases(sqlite_cases, three, one)
    for run in runs:
        _undo_as_it_says(sqlite_cases, run)


@pytest.mark.slow
def test_undo_of_a_programme_names_the_runs_of_its_values(case_engine, put, load):
    header = "programme,donor,source_title,source_publisher\n"
    first = load(case_engine, put("p.csv", f"{header}Home,Donor,Title,Publisher\n"), format="results")["run"]
    values = "id,body,programme,indicator,kind,value,source_title,source_publisher\n"
    row = "v-{0},Body,Home,Trained,actual,20,Title,Publisher\n"
    for number in (1, 2):
        load(case_engine, put(f"v{number}.csv", values + row.format(number)), format="results")
    money = "id,programme,amount,currency,source_title\nm-1,Home,5,USD,Title\n"
    load(case_engine, put("m.csv", money), format="results")
    with pytest.raises(BadInput, match=r"in this order: 4, 3, 2 \(python -m data_access undo 4, each with"):
        undo(case_engine, first)
    _undo_as_it_says(case_engine, first)


def _undo_as_it_says(engine, run: int) -> None:
    """Undo what a refusal names, one after the other, and then the run itself."""
    try:
        undo(engine, run)
        return
    except BadInput as refusal:
        said = re.search(r"in this order: ([\d, ]+) \(python -m data_access undo (\d+)", str(refusal))
        assert said, str(refusal)
    listed = [int(number) for number in said[1].split(", ")]
    assert listed[0] == int(said[2])
    for other in listed:
        undo(engine, other)
    undo(engine, run)
