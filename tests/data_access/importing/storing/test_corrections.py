# ruff: noqa: E501 - a table of examples reads best with one example a line
"""Later files lose nothing, whatever they leave out, and never touch the cases of another source."""

import csv

import pytest

from data_access.cases.corrections.decide import join_cases
from data_access.errors import BadInput
from tests.data_access.importing.small_world import CASES, EVENTS, SERVICES

ONE = "case_key,prs_Gender,age_at_identification,vic_TypeOfExploitation,con_Consent,registration_date\nK-0001,Feminine,14,ForcedLabour,yes,2024-03-31\n"
CASE = (
    'SELECT gender, age_band, form_of_exploitation, consent_to_share, registration_date, registration_year FROM "case"'
)
SERVICE = (
    "SELECT position, service, provider, start_date, end_date, outcome FROM case_service ORDER BY case_id, position"
)
STEP = "SELECT position, kind, country, province, start_date FROM case_event ORDER BY case_id, position"
HERAT, KABUL = (
    "case_key,prs_Gender\nREG-0001,Feminine\nREG-0002,Feminine\n",
    "case_key,prs_Gender\nREG-0001,Masculine\n",
)


@pytest.fixture
def two_sources(case_engine, declare):
    declare(case_engine, "herat")
    declare(case_engine, "kabul", consent_policy="presumed")
    return case_engine


def truth(found):
    """Booleans as they are: SQLite gives 1 and 0 to a plain query."""
    return [
        tuple(bool(cell) if place == 3 and cell is not None else cell for place, cell in enumerate(row))
        for row in found
    ]


def test_a_file_of_two_columns_keeps_the_others(case_engine, put, load, rows):
    load(case_engine, put("a.csv", ONE))
    before = truth(rows(case_engine, CASE))
    result = load(case_engine, put("b.csv", "case_key,con_Consent\nK-0001,no\n"))
    after = truth(rows(case_engine, CASE))
    assert after == [(*before[0][:3], False, *before[0][4:])]
    assert (result["changed"], result["lost"]) == (1, {"con_Consent": 1})
    assert "con_Consent 1" in result["message"]


def test_an_empty_cell_changes_nothing_and_clear_takes_away(case_engine, put, load, rows):
    load(case_engine, put("a.csv", ONE))
    header = ONE.splitlines()[0]
    assert load(case_engine, put("b.csv", header + "\nK-0001,,,,,\n"))["unchanged"] == 1
    result = load(case_engine, put("c.csv", header + "\nK-0001,CLEAR,CLEAR,CLEAR,,CLEAR\n"))
    assert truth(rows(case_engine, CASE)) == [("NonSpecifiedUnknown", "unknown", 0, True, None, 2024)]
    assert rows(case_engine, 'SELECT form_of_exploitation_known FROM "case"') == [(0,)]
    assert result["lost"] == {
        "prs_Gender": 1,
        "age_at_identification": 1,
        "vic_TypeOfExploitation": 1,
        "registration_date": 1,
    }


def test_another_year_takes_the_date_away_and_says_so(case_engine, put, load, rows):
    load(case_engine, put("a.csv", ONE))
    result = load(case_engine, put("b.csv", "case_key,registration_year\nK-0001,2023\n"))
    assert rows(case_engine, 'SELECT registration_date, registration_year FROM "case"') == [(None, 2023)]
    assert result["lost"] == {"registration_date": 1, "registration_year": 1}


def test_a_new_follow_up_adds(case_engine, put, load, rows):
    load(case_engine, put("c.csv", CASES), put("s.csv", SERVICES))
    result = load(
        case_engine, put("n.csv", "case_key,service,start_date\nHERAT-2024-0001,FollowUp6Months,2025-02-02\n")
    )
    assert (result["changed"], result["lost"], result["removed"]) == (1, {}, {})
    assert [row[:4] for row in rows(case_engine, SERVICE)] == [
        (1, "Shelter", "hagar-international", "2024-04-02"), (2, "FollowUp3Months", "hagar-international", "2024-11-02"),
        (3, "FollowUp6Months", None, "2025-02-02"),
    ]  # fmt: skip


def test_what_became_of_a_service_is_no_further_one(case_engine, put, load, rows):
    load(
        case_engine,
        put("c.csv", "case_key\nA-1\n"),
        put("s.csv", "case_key,service,start_date,outcome\nA-1,Shelter,2024-01-01,Ongoing\nA-1,LegalAid,,\n"),
    )
    later = "case_key,service,start_date,end_date,outcome\nA-1,LegalAid,2024-02-01,,\nA-1,Shelter,2024-01-01,2024-03-01,Completed\nA-1,Shelter,2024-05-01,,\n"
    result = load(case_engine, put("l.csv", later))
    assert rows(case_engine, SERVICE) == [
        (1, "Shelter", None, "2024-01-01", "2024-03-01", "Completed"), (2, "LegalAid", None, "2024-02-01", None, None),
        (3, "Shelter", None, "2024-05-01", None, None),
    ]  # fmt: skip
    assert result["lost"] == {"services.outcome": 1}
    assert load(case_engine, put("again.csv", later + "\n"))["unchanged"] == 1


def test_replace_services_replaces_those_of_the_named_cases_and_says_how_many(case_engine, put, load, rows):
    load(
        case_engine,
        put("c.csv", "case_key\nA-1\nA-2\n"),
        put("s.csv", "case_key,service\nA-1,Shelter\nA-1,LegalAid\nA-2,Shelter\n"),
    )
    new = put("n.csv", "case_key,service\nA-1,MedicalAid\n")
    trial = load(case_engine, new, replace_steps=["services"], dry_run=True)
    assert trial["removed"] == {"services": 2}
    assert "To be deleted: services 2" in trial["message"]
    assert len(rows(case_engine, SERVICE)) == 3
    assert load(case_engine, new, replace_steps=["services"])["removed"] == {"services": 2}
    assert [row[1] for row in rows(case_engine, SERVICE)] == ["MedicalAid", "Shelter"]


def test_a_further_step_of_a_journey_adds_in_its_place(case_engine, put, load, rows):
    load(case_engine, put("c.csv", CASES), put("e.csv", EVENTS))
    load(case_engine, put("n.csv", "case_key,hte_Type,hte_Country,hte_Date\nHERAT-2024-0001,Transit,TM,2023-01-20\n"))
    assert [row[1:3] for row in rows(case_engine, STEP)][:4] == [
        ("Recruitment", "AF"), ("Transit", "TM"), ("Transit", "PK"), ("Exploitation", "IR"),
    ]  # fmt: skip


def test_the_whole_journey_again_corrects_it(case_engine, put, load, rows):
    load(case_engine, put("c.csv", CASES), put("e.csv", EVENTS))
    result = load(case_engine, put("n.csv", EVENTS.replace("pk-taftan", "pk-quetta").replace("Herat,", "Kabul,")))
    assert [row[1:4] for row in rows(case_engine, STEP)][:3] == [
        ("Recruitment", "AF", "AF-KAB"), ("Transit", "PK", "PK-BA"), ("Exploitation", "IR", None),
    ]  # fmt: skip
    assert result["lost"] == {"events.province": 1, "events.place": 1}


def test_a_stated_position_says_which_step_is_meant(case_engine, put, load, rows):
    load(
        case_engine,
        put("c.csv", "case_key\nA-1\n"),
        put("e.csv", "case_key,hte_Type,hte_Country\nA-1,Recruitment,AF\nA-1,Transit,PK\nA-1,Transit,IR\n"),
    )
    load(case_engine, put("n.csv", "case_key,position,hte_Type,hte_Country\nA-1,3,Transit,TM\n"))
    assert [row[:3] for row in rows(case_engine, STEP)] == [
        (1, "Recruitment", "AF"),
        (2, "Transit", "PK"),
        (3, "Transit", "TM"),
    ]


def test_steps_that_contradict_those_that_are_there_are_refused(case_engine, put, load, everything):
    load(case_engine, put("c.csv", CASES), put("e.csv", EVENTS))
    before = everything(case_engine)
    with pytest.raises(BadInput, match=r"n\.csv, row 2: together with the events .* --replace-events"):
        load(case_engine, put("n.csv", "case_key,hte_Type,end_date\nHERAT-2024-0001,Exploitation,2023-01-15\n"))
    assert everything(case_engine) == before


def test_two_sources_with_the_same_keys_do_not_overwrite_each_other(two_sources, put, load, rows):
    load(two_sources, put("h.csv", HERAT), source="herat")
    result = load(two_sources, put("k.csv", KABUL), source="kabul")
    assert (result["new"], result["changed"]) == (1, 0)
    assert rows(two_sources, 'SELECT source, gender FROM "case" ORDER BY id') == [
        ("herat", "Feminine"), ("herat", "Feminine"), ("kabul", "Masculine"),
    ]  # fmt: skip
    # the same content is another import for another source
    assert load(two_sources, put("h.csv", HERAT), source="kabul")["already_loaded"] is False


@pytest.mark.slow
def test_replace_deletes_only_what_the_same_source_brought(two_sources, put, load, rows):
    load(two_sources, put("h.csv", HERAT), source="herat")
    load(two_sources, put("k.csv", KABUL), source="kabul")
    new = put("n.csv", "case_key,prs_Gender\nREG-0001,Masculine\nREG-0003,Feminine\n")
    trial = load(two_sources, new, source="herat", replace=True, dry_run=True)
    assert "To be deleted: cases 1." in trial["message"]
    assert len(rows(two_sources, 'SELECT * FROM "case"')) == 3
    result = load(two_sources, new, source="herat", replace=True)
    assert (result["new"], result["changed"], result["removed"], result["lost"]) == (
        1,
        1,
        {"cases": 1},
        {"prs_Gender": 1},
    )
    assert rows(two_sources, 'SELECT source, gender FROM "case" ORDER BY 1, 2') == [
        ("herat", "Feminine"), ("herat", "Masculine"), ("kabul", "Masculine"),
    ]  # fmt: skip


def test_replace_without_a_services_file_keeps_the_services(case_engine, put, load, rows):
    load(case_engine, put("c.csv", CASES), put("e.csv", EVENTS), put("s.csv", SERVICES))
    load(case_engine, put("n.csv", CASES.replace("Shelter", "NGO")), replace=True)
    assert (len(rows(case_engine, SERVICE)), len(rows(case_engine, STEP))) == (2, 4)


def test_replace_needs_the_cases_and_no_mistake(case_engine, put, load, everything):
    load(case_engine, put("c.csv", CASES), put("s.csv", SERVICES))
    before = everything(case_engine)
    with pytest.raises(BadInput, match=r"must hold the cases themselves.*Nothing was loaded.*--replace-services"):
        load(case_engine, put("s2.csv", SERVICES + "\n"), replace=True)
    with pytest.raises(BadInput, match="othing was loaded"):
        load(case_engine, put("c2.csv", CASES.replace("Feminine", "Wrong")), replace=True, accept_valid=True)
    assert everything(case_engine) == before


def test_replace_of_results_leaves_the_other_programmes(case_engine, put, load, rows):
    header = "id,body,programme,indicator,kind,value,source_title,source_publisher"
    load(
        case_engine,
        put("a.csv", f"{header}\na-1,Us,Home,Trained,actual,1,T,P\nb-1,Us,Away,Trained,actual,2,T,P\n"),
        format="results",
    )
    result = load(
        case_engine, put("b.csv", f"{header}\na-2,Us,Home,Trained,actual,3,T,P\n"), format="results", replace=True
    )
    assert [float(row[0]) for row in rows(case_engine, "SELECT value FROM indicator_value ORDER BY value")] == [2, 3]
    assert result["removed"]["values"] == 1


def test_which_source_must_be_said_and_declared(two_sources, put, load, everything):
    before = everything(two_sources)
    with pytest.raises(BadInput, match="add --source with one of herat, kabul"):
        load(two_sources, put("h.csv", HERAT))
    with pytest.raises(
        BadInput, match=r"(?s)No source balkh is declared.*code,name,provenance.*\nbalkh,.*--format sources"
    ):
        load(two_sources, put("h.csv", HERAT), source="balkh")
    named = "case_key,source\nA-1,herat\n"
    with pytest.raises(BadInput, match="another source than --source"):
        load(two_sources, put("n.csv", named), source="kabul")
    with pytest.raises(BadInput, match="cases of several sources"):
        load(two_sources, put("n.csv", named + "A-2,kabul\n"))
    assert everything(two_sources) == before
    assert load(two_sources, put("n.csv", named))["new"] == 1


def test_a_published_data_set_needs_a_source_of_its_kind(two_sources, put, load):
    with pytest.raises(BadInput, match=r"(?s)No source ctdc is declared.*ctdc,Counter-Trafficking Data Collaborative"):
        load(two_sources, put("c.csv", "yearOfRegistration\n2019\n"), format="ctdc")
    with pytest.raises(BadInput, match="not declared as one of a published data set"):
        load(two_sources, put("c.csv", "yearOfRegistration\n2019\n"), format="ctdc", source="herat")


def test_an_empty_consent_is_published_only_where_the_source_declares_it(two_sources, put, load):
    result = load(two_sources, put("h.csv", HERAT), source="herat")
    assert "0 of 2 cases may be published, because 2 have no answer in con_Consent" in result["message"]
    assert "1 of 1 case may be published." in load(two_sources, put("k.csv", KABUL), source="kabul")["message"]


def test_reasons_add_up_to_what_publication_counts(case_engine, put, load, declare):
    from sqlalchemy import func, select

    from data_access.cases import schema
    from data_access.cases.corrections.consents import count_consents
    from data_access.publishing.coding import PUBLISHABLE

    declare(case_engine, "herat")
    declare(case_engine, "kabul", consent_policy="presumed")
    header = "case_key,con_Consent,vic_TraffickingStatus\n"
    answers = ["yes", "no", ""]
    lines = [
        f"K-{n}{m},{answer},{status}"
        for n, answer in enumerate(answers)
        for m, status in enumerate(["", "NotAVictimOfTrafficking"])
    ]
    for source in ("herat", "kabul"):
        load(case_engine, put("c.csv", header + "\n".join(lines) + "\n"), source=source)
    with case_engine.connect() as connection:
        found = count_consents(connection)
        assert (
            found.publishable
            == connection.scalar(select(func.count()).select_from(schema.case).where(PUBLISHABLE))
            == 3
        )
        assert found.cases == found.publishable + sum(found.reasons.values()) == 12


@pytest.mark.slow
def test_next_years_register_does_not_turn_a_withdrawn_consent_round(case_engine, put, load, rows, tmp_path):
    load(case_engine, put("a.csv", ONE))
    load(case_engine, put("b.csv", "case_key,con_Consent\nK-0001,no\n"))
    for words in ("yes", "CLEAR"):
        result = load(case_engine, put("c.csv", f"case_key,con_Consent\nK-0001,{words}\n"))
        assert [bool(row[0]) for row in rows(case_engine, 'SELECT consent_to_share FROM "case"')] == [False]
        assert "1 withdrawn consent, which" in result["message"]
        report = list(csv.DictReader((tmp_path / "report.csv").open()))
        # the rest of the row is loaded: a mistake would say that nothing is
        assert [(row["row"], row["column"], row["severity"]) for row in report] == [("2", "con_Consent", "warning")]
    load(case_engine, put("d.csv", "case_key\nOTHER-1\n"), replace=True)
    load(case_engine, put("e.csv", ONE))
    assert [
        bool(row[0]) for row in rows(case_engine, "SELECT consent_to_share FROM \"case\" WHERE gender = 'Feminine'")
    ] == [False]


def test_a_solar_year_takes_no_date_of_that_year_away(case_engine, put, load, rows):
    load(
        case_engine,
        put("a.csv", "case_key,registration_date\nK-0001,2025-03-15\nK-0002,2024-05-01\nK-0003,2023-05-01\n"),
    )
    result = load(case_engine, put("b.csv", "case_key,registration_year\nK-0001,1403\nK-0002,1403\nK-0003,1403\n"))
    assert rows(case_engine, 'SELECT registration_date, registration_year FROM "case" ORDER BY id') == [
        ("2025-03-15", 2025), ("2024-05-01", 2024), (None, 2024)
    ]  # fmt: skip
    assert result["lost"] == {"registration_date": 1, "registration_year": 1}


STEPS = "case_key,service,start_date,outcome,country\n"


@pytest.mark.slow
def test_replaced_services_that_are_changed_are_not_deleted(case_engine, put, load, rows):
    said = "A-1,Shelter,2024-01-01,{},AF\nA-1,LegalAid,2024-02-01,,\n"
    load(case_engine, put("c.csv", "case_key\nA-1\n"), put("s.csv", STEPS + said.format("")))
    new = put("n.csv", STEPS + "A-1,Shelter,2024-01-01,Completed,\nA-1,MedicalAid,2024-05-01,,\n")
    trial = load(case_engine, new, replace_steps=["services"], dry_run=True)
    result = load(case_engine, new, replace_steps=["services"])
    for one in (trial, result):
        assert (one["removed"], one["corrected"]) == ({"services": 1}, {"services": 1})
        assert one["lost"] == {"services.country": 1}
    assert "Changed, of steps that were there: services 1." in result["message"]
    again = load(case_engine, new, replace_steps=["services"])
    assert (again["removed"], again["corrected"], again["unchanged"]) == ({}, {}, 1)


@pytest.mark.slow
@pytest.mark.parametrize("last", ["a", "b"])
def test_replaced_services_of_a_joined_record_are_those_of_its_source(case_engine, put, load, rows, declare, last):
    for code in ("a", "b"):
        declare(case_engine, code)
        service = put(f"{code}.csv", STEPS + f"K-{code}1,Shelter,2024-0{1 + (code == 'b')}-01,,\n")
        load(case_engine, put(f"c{code}.csv", f"case_key\nK-{code}1\n"), service, source=code)
    join_cases(case_engine, "a:K-a1", "b:K-b1")
    new = put("n.csv", STEPS + f"K-{last}1,Shelter,2024-0{1 + (last == 'b')}-01,Completed,\nK-{last}1,LegalAid,,,\n")
    result = load(case_engine, new, source=last, replace_steps=["services"])
    assert (result["removed"], result["corrected"]) == ({}, {"services": 1})
    query = "SELECT service, outcome FROM case_service ORDER BY service, start_date"
    outcomes = ["Completed", None] if last == "a" else [None, "Completed"]
    assert rows(case_engine, query) == [("LegalAid", None), *(("Shelter", outcome) for outcome in outcomes)]
    only = put("o.csv", STEPS + f"K-{last}1,LegalAid,,,\n")
    result = load(case_engine, only, source=last, replace_steps=["services"])
    assert (result["removed"], result["corrected"]) == ({"services": 1}, {})
    assert len(rows(case_engine, query)) == 2


def test_of_two_services_of_one_day_none_is_guessed(case_engine, put, load, rows):
    head = "case_key,service,start_date,provider,outcome\n"
    both = "A-1,Shelter,2024-04-01,Net A,\nA-1,Shelter,2024-04-01,Net B,\n"
    load(case_engine, put("c.csv", "case_key,con_Consent\nA-1,yes\n"), put("s.csv", head + both))
    with pytest.raises(BadInput, match=r"several services of this kind that began on that day.*Write its provider"):
        load(case_engine, put("t.csv", head + "A-1,Shelter,2024-04-01,,WithFamily\n"))
    load(case_engine, put("u.csv", head + "A-1,Shelter,2024-04-01,Net B,WithFamily\n"))
    said = "SELECT name, outcome FROM case_service JOIN provider ON provider.code = provider ORDER BY name"
    assert rows(case_engine, said) == [("Net A", None), ("Net B", "WithFamily")]


def test_of_two_steps_of_one_day_the_one_that_is_named_is_changed(case_engine, put, load, rows):
    head = "case_key,hte_Type,hte_Country,hte_Date,end_date,position\n"
    both = "A-1,Transit,PK,2024-01-01,,1\nA-1,Transit,IR,2024-01-01,,2\n"
    load(case_engine, put("c.csv", "case_key,con_Consent\nA-1,yes\n"), put("e.csv", head + both))
    load(case_engine, put("f.csv", head + "A-1,Transit,IR,2024-01-01,2024-02-01,\n"))
    said = "SELECT country, end_date FROM case_event ORDER BY country"
    assert rows(case_engine, said) == [("IR", "2024-02-01"), ("PK", None)]
    with pytest.raises(BadInput, match=r"several events of this kind that began on that day.*Write its position"):
        load(case_engine, put("g.csv", head + "A-1,Transit,TR,2024-01-01,,\n"))
