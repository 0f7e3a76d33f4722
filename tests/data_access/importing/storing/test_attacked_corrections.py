"""What an attacker found in the corrections: steps, joined people, consents and sources, on both engines."""

import re

import pytest

from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput

EVENT = "case_key,hte_Type,hte_Country,hte_Date\n"
SERVICE = "case_key,service,provider,start_date,end_date,outcome\n"
EVENTS_THERE = "SELECT position, kind, country, start_date FROM case_event ORDER BY case_id, position"
SERVICES_THERE = "SELECT service, start_date, end_date, outcome FROM case_service ORDER BY case_id, position"
REGISTER = "code,name,provenance,places_are_proxies,consent_policy\n"


def answers(rows, engine):
    return [
        None if row[0] is None else bool(row[0])
        for row in rows(engine, 'SELECT consent_to_share FROM "case" ORDER BY case_key')
    ]


# steps


@pytest.mark.parametrize(
    ("first", "later"),
    [
        # another day, another country where nobody knows the day, another kind: other steps
        ("K-1,Transit,PK,2023-02-01\n", "K-1,Transit,IR,2023-05-01\n"),
        ("K-1,Transit,PK,\n", "K-1,Transit,IR,\n"),
        ("K-1,Recruitment,AF,2023-01-01\n", "K-1,Recruitment,PK,2023-03-01\n"),
    ],
)
def test_another_event_is_added_and_overwrites_none(one_case, put, load, rows, first, later):
    load(one_case, put("e.csv", EVENT + first))
    result = load(one_case, put("l.csv", EVENT + later))
    assert (result["changed"], result["lost"], len(rows(one_case, EVENTS_THERE))) == (1, {}, 2)


@pytest.mark.slow
def test_a_position_means_a_step_of_the_same_kind_and_day(one_case, put, load, rows):
    load(one_case, put("e.csv", EVENT + "K-1,Recruitment,AF,2023-01-01\n"))
    load(one_case, put("p.csv", "position," + EVENT + "1,K-1,Transit,PK,2023-02-01\n".replace("1,K", "2,K", 1)))
    load(one_case, put("q.csv", "position," + EVENT + "2,K-1,Transit,IR,2023-01-15\n"))
    assert rows(one_case, EVENTS_THERE) == [
        (1, "Recruitment", "AF", "2023-01-01"), (2, "Transit", "IR", "2023-01-15"), (3, "Transit", "PK", "2023-02-01"),
    ]  # fmt: skip
    with pytest.raises(BadInput, match=r"would not be in order.*Nothing was loaded"):
        load(one_case, put("r.csv", "position," + EVENT + "1,K-1,Transit,TM,\n"))
    assert len(rows(one_case, EVENTS_THERE)) == 3


def test_two_undated_stays_with_two_ends_are_two(one_case, put, load, rows):
    load(one_case, put("s.csv", SERVICE + "K-1,Shelter,,,2024-03-01,\n"))
    result = load(one_case, put("l.csv", SERVICE + "K-1,Shelter,,,2024-08-01,\n"))
    assert (result["lost"], [row[2] for row in rows(one_case, SERVICES_THERE)]) == ({}, ["2024-03-01", "2024-08-01"])


def test_a_row_that_says_more_completes_the_step(one_case, put, load, rows):
    load(one_case, put("s.csv", SERVICE + "K-1,Shelter,,,,\n"))
    result = load(one_case, put("l.csv", SERVICE + "K-1,Shelter,,2024-01-01,2024-03-01,Completed\n"))
    assert rows(one_case, SERVICES_THERE) == [("Shelter", "2024-01-01", "2024-03-01", "Completed")]
    assert "taken for the same as what is there: services 1" in result["message"]


@pytest.mark.parametrize("name", ["services", "justice", "events"])
def test_what_was_taken_for_the_same_is_said(one_case, put, load, name):
    step = {
        "services": "case_key,service\nK-1,Shelter\n",
        "justice": "case_key,justice_step\nK-1,Conviction\n",
        "events": "case_key,hte_Type\nK-1,Transit\n",
    }[name]
    load(one_case, put("s.csv", step))
    result = load(one_case, put("l.csv", step + "\n"), dry_run=True)
    assert (result["unchanged"], result["assumed"]) == (1, {name: 1})
    assert f"Without start_date and taken for the same as what is there: {name} 1." in result["message"]
    assert "start_date" in result["message"]


def test_which_of_two_stays_is_meant_is_asked(one_case, put, load, rows):
    load(one_case, put("s.csv", SERVICE + "K-1,Shelter,,2024-01-01,,\nK-1,Shelter,,2024-05-01,,\n"))
    before = rows(one_case, SERVICES_THERE)
    with pytest.raises(
        BadInput, match=r"l\.csv, row 2: the case has several services of this kind.*Nothing was loaded.*start_date"
    ):
        load(one_case, put("l.csv", SERVICE + "K-1,Shelter,,,,Completed\n"))
    assert rows(one_case, SERVICES_THERE) == before


def test_a_referral_date_overwrites_no_service_of_a_services_file(one_case, put, load, rows):
    load(one_case, put("s.csv", SERVICE + "K-1,ReferralIn,Hagar International,2024-01-01,,Completed\n"))
    for day in ("2024-02-01", "2024-03-01"):
        load(one_case, put("c.csv", f"case_key,cas_IncomingReferralDate\nK-1,{day}\n"))
    assert [row[1] for row in rows(one_case, SERVICES_THERE)] == ["2024-01-01", "2024-03-01"]


# people with two records


def test_replace_of_one_source_leaves_the_record_of_the_other(joined, put, load, rows):
    result = load(joined, put("n.csv", "case_key,prs_Gender\nK-2,Masculine\n"), source="a", replace=True)
    assert result["removed"] == {"cases": 1}
    assert rows(joined, 'SELECT source, gender, age_band FROM "case" ORDER BY 1') == [
        ("a", "Masculine", "unknown"),
        ("b", "NonSpecifiedUnknown", "9-17"),
    ]
    assert [row[0] for row in rows(joined, SERVICES_THERE)] == ["Shelter"]
    # under the first key the person comes back as one
    load(joined, put("back.csv", "case_key,prs_Gender\nK-1,Feminine\n"), source="a")
    assert rows(joined, 'SELECT source, gender, age_band FROM "case" ORDER BY 2') == [
        ("a", "Feminine", "9-17"),
        ("a", "Masculine", "unknown"),
    ]


@pytest.mark.parametrize("options", [{"replace": True}, {"replace_steps": ["services"]}])
def test_replacing_what_one_source_says_takes_nothing_of_the_other(joined, put, load, rows, options):
    files = [put("c.csv", "case_key\nK-1\nK-2\n"), put("s.csv", SERVICE + "K-1,LegalAid,,2024-02-01,,\n")]
    load(joined, *files, source="a", **options)
    assert [row[0] for row in rows(joined, SERVICES_THERE)] == ["Shelter", "LegalAid"]
    assert ("9-17",) in rows(joined, 'SELECT age_band FROM "case"')


def test_replace_of_the_second_source_takes_its_own_part(joined, put, load, rows, everything):
    before = everything(joined)["case"], everything(joined)["joined_record"]
    run = load(joined, put("n.csv", "case_key\nK-9\n"), source="b", replace=True)["run"]
    assert rows(joined, SERVICES_THERE) == []
    assert rows(joined, "SELECT gender, age_band FROM \"case\" WHERE source = 'a' ORDER BY 1") == [
        ("Feminine", "unknown"),
        ("Masculine", "unknown"),
    ]
    undo(joined, run)
    assert (everything(joined)["case"], everything(joined)["joined_record"]) == before


def test_a_person_withdraws_both_records_whatever_was_replaced(joined, put, load, rows):
    load(joined, put("n.csv", "case_key\nK-2\n"), source="a", replace=True)
    withdraw(joined, ["b:K-1"], lambda: None)
    undo(joined)
    assert rows(joined, 'SELECT count(*) FROM "case"') == [(1,)]
    assert load(joined, put("back.csv", "case_key\nK-1\n"), source="a")["new"] == 0
    assert rows(joined, "SELECT count(*) FROM joined_record") == [(0,)]
    assert rows(joined, "SELECT count(*) FROM change WHERE before LIKE '%9-17%'") == [(0,)]


def test_a_case_that_only_undo_could_bring_back_is_withdrawn_too(case_engine, put, load, rows):
    load(case_engine, put("a.csv", "case_key\nK-1\nK-2\n"))
    load(case_engine, put("b.csv", "case_key\nK-2\n"), replace=True)
    result = withdraw(case_engine, ["K-1"], lambda: None)
    assert (result["withdrawn"], result["gone"]) == (0, 1)
    undo(case_engine)
    load(case_engine, put("c.csv", "case_key\nK-1\n"))
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(1,)]


# consents


@pytest.mark.parametrize("who", ["a:K-1", "b:K-1"])
@pytest.mark.parametrize("how", ["command", "file"])
def test_a_no_under_either_key_is_the_no_of_both_after_they_are_parted(joined, put, load, rows, who, how):
    if how == "command":
        decide_consent(joined, who, False)
    else:
        load(joined, put("n.csv", "case_key,con_Consent\nK-1,no\n"), source=who[0])
    undo(joined)
    undo(joined)
    assert sorted(answers(rows, joined), key=str) == [False, False, True]


@pytest.mark.slow
def test_a_yes_that_is_taken_back_leaves_the_former_no(joined, put, load, rows):
    decide_consent(joined, "a:K-1", False)
    decide_consent(joined, "b:K-1", True)
    undo(joined)
    undo(joined)
    undo(joined)
    load(joined, put("y.csv", "case_key,con_Consent\nK-1,yes\n"), source="b", replace=True)
    assert sorted(answers(rows, joined), key=str) == [False, False, True]
    decide_consent(joined, "b:K-1", True)
    assert sorted(answers(rows, joined), key=str) == [False, True, True]


def test_a_no_in_a_row_with_a_mistake_counts(one_case, put, load, rows):
    result = load(
        one_case, put("m.csv", "case_key,con_Consent,prs_Gender\nK-1,no,wrong\nK-2,yes,Feminine\n"), accept_valid=True
    )
    assert result["rows_refused"] == 1
    assert sorted(answers(rows, one_case)) == [False, True]


def test_a_withdrawn_case_is_not_remembered_as_a_mere_no(one_case, put, load, rows):
    withdraw(one_case, ["K-1"], lambda: None)
    load(one_case, put("n.csv", "case_key,con_Consent\nK-1,no\n"))
    load(one_case, put("y.csv", "case_key,con_Consent\nK-1,yes\n"))
    assert answers(rows, one_case) == []


# sources and words


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("synthetic,no,required", "invented"),
        ("public,no,required", "published and anonymised"),
        ("confidential,no,presumed", "1 case in which nobody answered would be published"),
    ],
)
def test_a_source_that_holds_cases_is_not_declared_less_strict(case_engine, put, load, everything, rows, change, said):
    load(case_engine, put("s.csv", REGISTER + "a,Cases of a,confidential,no,required\n"), format="sources")
    load(case_engine, put("c.csv", "case_key\nK-1\n"))
    register = rows(case_engine, "SELECT * FROM source")
    with pytest.raises(BadInput, match=f"The source a holds 1 case.*{said}.*Nothing was changed"):
        load(case_engine, put("t.csv", f"{REGISTER}a,Cases of a,{change}\n"), format="sources")
    assert rows(case_engine, "SELECT * FROM source") == register
    load(case_engine, put("u.csv", f"{REGISTER}a,Another name,confidential,no,\n"), format="sources")


def test_undo_does_not_loosen_what_was_declared(case_engine, put, load, rows):
    load(case_engine, put("s.csv", REGISTER + "a,Cases of a,confidential,no,presumed\n"), format="sources")
    run = load(case_engine, put("t.csv", REGISTER + "a,Cases of a,confidential,no,required\n"), format="sources")["run"]
    load(case_engine, put("c.csv", "case_key\nK-1\n"))
    with pytest.raises(BadInput, match=r"as presumed, 1 case.*Nothing was changed"):
        undo(case_engine, run)
    assert rows(case_engine, "SELECT consent_policy FROM source") == [("required",)]


def test_a_source_in_some_rows_only_is_refused_with_the_rows(case_engine, put, load, declare, rows):
    for source in ("a", "b"):
        declare(case_engine, source)
    with pytest.raises(BadInput, match=r"(?s)row 3, column source.*other rows name a source.*every row, or into none"):
        load(case_engine, put("c.csv", "case_key,source\nK-1,a\nK-2,\n"))
    with pytest.raises(BadInput, match="row 3, column source"):
        load(case_engine, put("c.csv", "case_key,source\nK-1,a\nK-2,\n"), source="a")
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(0,)]
    # a file of services beside it need not repeat it
    load(case_engine, put("c.csv", "case_key,source\nK-1,a\n"), put("s.csv", "case_key,service\nK-1,Shelter\n"))


@pytest.mark.parametrize("name", ["services", "events", "justice"])
def test_replacing_steps_needs_rows_of_them(one_case, put, load, rows, name):
    load(one_case, put("s.csv", "case_key,service\nK-1,Shelter\n"))
    with pytest.raises(BadInput, match=f"--replace-{name}.*no row of {name}.*Nothing was loaded"):
        load(one_case, put("c.csv", "case_key,cas_IncomingReferralDate\nK-1,2024-01-01\n"), replace_steps=[name])
    assert len(rows(one_case, SERVICES_THERE)) == 1


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        (
            "case_key,service,outcome",
            "K-1,CLEAR,Completed",
            r"column service.*cannot be cleared\. .*give all others of the case and add --replace-services",
        ),
        ("case_key,hte_Type,hte_Country", "K-1,CLEAR,AF", "column hte_Type.*--replace-events"),
        ("case_key,justice_step", "K-1,CLEAR", "column justice_step.*--replace-justice"),
        ("case_key,source", "K-1,CLEAR", "column source.*cannot be cleared"),
        ("case_key,prs_Gender", "K-1,clear", "column prs_Gender.*Write CLEAR in capitals"),
        ("case_key,con_Consent", "K-1,Clear", "column con_Consent.*Write CLEAR in capitals"),
        ("case_key,service,provider", "K-1,Shelter,clear", "column provider.*Write CLEAR in capitals"),
        ("case_key,source", "K-1,clear", "column source.*Write CLEAR in capitals"),
    ],
)
def test_the_word_clear_leads_somewhere(one_case, put, load, rows, header, row, said):
    with pytest.raises(BadInput) as caught:
        load(one_case, put("c.csv", f"{header}\n{row}\n"))
    assert re.search(said, str(caught.value), re.DOTALL | re.IGNORECASE if "cannot" in said else re.DOTALL), str(
        caught.value
    )
    assert "cannot be empty" not in str(caught.value)


def test_clear_may_have_blanks_beside_it(one_case, put, load, rows):
    load(one_case, put("g.csv", "case_key,prs_Gender\nK-1,Feminine\n"))
    assert load(one_case, put("c.csv", "case_key,prs_Gender\nK-1, CLEAR \n"))["lost"] == {"prs_Gender": 1}


def test_a_yes_for_somebody_who_said_no_under_another_key_is_reported(joined, put, load):
    decide_consent(joined, "b:K-1", False)
    result = load(joined, put("again.csv", "case_key,prs_Gender,con_Consent\nK-1,Feminine,yes\n"), source="a")
    assert "turn round 1 withdrawn consent, which no file can" in result["message"]


@pytest.mark.parametrize("said", ["", "no"])
def test_no_answer_and_a_no_turn_nothing_round(joined, put, load, said):
    decide_consent(joined, "b:K-1", False)
    result = load(joined, put("again.csv", f"case_key,prs_Gender,con_Consent\nK-1,Masculine,{said}\n"), source="a")
    assert "turn round" not in result["message"]


def test_a_withdrawal_counts_all_keys_of_a_person(joined):
    said = withdraw(joined, ["a:K-1"], lambda: None)["message"]
    assert said.startswith(
        "1 case is deleted, with its journeys, services and steps of justice. Of people with several records all "
        "went: 2 keys in all."
    )


# keys


@pytest.mark.parametrize("other", ["k-1", "K_1", "k_1"])
def test_a_withdrawn_case_does_not_come_back_under_a_key_in_other_letters(one_case, put, load, rows, other):
    load(one_case, put("two.csv", "case_key,con_Consent\nK-1,yes\nK-2,yes\n"))
    withdraw(one_case, ["K-1"], lambda: None)
    with pytest.raises(BadInput, match=rf"1 new key differs only in capitals, strokes .* {other}\. Nothing was loaded"):
        load(one_case, put("again.csv", f"case_key,con_Consent\n{other},yes\nK-3,yes\n"))
    assert answers(rows, one_case) == [True]


def test_who_said_no_is_not_entered_again_under_a_key_in_other_letters(one_case, put, load):
    decide_consent(one_case, "K-1", False)
    with pytest.raises(BadInput, match="differs only in capitals"):
        load(one_case, put("again.csv", "case_key,con_Consent\nk-1,yes\n"))


def test_keys_that_differ_in_capitals_in_the_first_file_are_two(case_engine, put, load):
    assert load(case_engine, put("two.csv", "case_key,con_Consent\nK-1,yes\nk-1,yes\n"))["new"] == 2
