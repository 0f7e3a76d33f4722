"""An answer is a letter or a digit of its own, and a reason names the source whose rule it is."""

import pytest

from data_access.cases.corrections.consents import count_consents
from data_access.cases.corrections.decide import join_cases
from data_access.errors import BadInput

HEAD = "case_key,prs_Gender,con_Consent\n"


@pytest.mark.parametrize("answer", ["¹", "₁", "①", "⁰", "₀", "⓪", "ⁿ", "ⓨ", "Ⓝ"])
def test_a_sign_of_a_footnote_or_in_a_circle_is_no_answer(sqlite_cases, put, load, rows, answer):
    with pytest.raises(BadInput, match="consent is read from yes and no alone"):
        load(sqlite_cases, put("a.csv", f"{HEAD}R-1,Female,{answer}\n"), accept_valid=True)
    assert rows(sqlite_cases, 'SELECT count(*) FROM "case"') == [(0,)]


@pytest.mark.parametrize("answer", ["１", "ｙｅｓ", "Yes"])
def test_wide_letters_are_an_answer(sqlite_cases, put, load, answer):
    assert load(sqlite_cases, put("a.csv", f"{HEAD}R-1,Female,{answer}\n"))["new"] == 1


@pytest.mark.slow
def test_the_source_that_asks_for_a_yes_is_named(case_engine, put, load, declare):
    declare(case_engine, "open", consent_policy="presumed")
    declare(case_engine, "strict")
    for code in ("open", "strict"):
        load(case_engine, put(f"{code}.csv", f"{HEAD}K-1,Female,yes\nK-2,Female,\n"), source=code)
    join_cases(case_engine, "open:K-1", "strict:K-1")
    for code in ("open", "strict"):
        said = load(case_engine, put("n.csv", "case_key,con_Consent\nK-1,CLEAR\n"), source=code)["message"]
    said = load(case_engine, put("m.csv", "case_key,prs_Gender\nK-1,Male\n"), source="open")["message"]
    assert (
        "1 has no answer in con_Consent, and the source of another record of the person (strict) asks for a clear yes"
        in said
    )
    assert "and its source asks" not in said
    with case_engine.connect() as connection:
        found = count_consents(connection)
    assert (found.cases, found.publishable, sum(found.reasons.values())) == (3, 1, 2)
    assert "1 has no answer in con_Consent, and its source asks for a clear yes" in found.sentence()
