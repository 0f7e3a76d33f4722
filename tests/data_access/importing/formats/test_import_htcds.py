# ruff: noqa: E501 - a table of examples reads best with one example a line
"""HTCDS files on both engines: a world small enough to check by hand."""

import csv
import datetime

import pytest

from data_access.codes.code_lists import SECTOR
from data_access.errors import BadInput
from tests.data_access.importing.small_world import CASES, EVENTS, SERVICES

STEPS = 'SELECT c.registration_date, e.position, e.kind, e.country, e.province, e.place, e.start_date, e.basis FROM case_event e JOIN "case" c ON c.id = e.case_id ORDER BY 1, 2'


def world(put):
    return [put("cases.csv", CASES), put("events.csv", EVENTS), put("services.csv", SERVICES)]


def test_cases_events_and_services_become_these_rows(case_engine, put, load, rows):
    result = load(case_engine, *reversed(world(put)))
    assert {name: result[name] for name in ("rows_read", "rows_accepted", "rows_refused", "new", "changed")} == {
        "rows_read": 8, "rows_accepted": 8, "rows_refused": 0, "new": 2, "changed": 0,
    }  # fmt: skip
    assert rows(
        case_engine,
        "SELECT provenance, data_source, registration_date, registration_year, gender, age_band, citizenship, "
        'second_citizenship, means_of_control, means_of_control_known, form_of_exploitation FROM "case" ORDER BY id',
    ) == [
        # PhysicalThreats is the first code (1), DebtBondage the fourth (8); all 22 codes are known
        ("confidential", "Shelter", "2024-03-31", 2024, "Masculine", "9-17", "AF", None, 9, 2**22 - 1, 1),
        ("confidential", "Police", "2024-05-01", 2024, "Feminine", "9-17", "AF", "PK", 0, 0, 0),
    ]
    assert rows(case_engine, STEPS) == [
        ("2024-03-31", 1, "Recruitment", "AF", "AF-HER", None, "2023-01-01", "stated"),
        ("2024-03-31", 2, "Transit", "PK", "PK-BA", "pk-taftan", "2023-02-01", "stated"),
        ("2024-03-31", 3, "Exploitation", "IR", None, None, "2023-03-01", "stated"),
        ("2024-05-01", 1, "Recruitment", "PK", "PK-PB", "pk-multan", None, "stated"),
    ]
    assert rows(
        case_engine,
        "SELECT position, service, provider, provider_kind, start_date, end_date, outcome FROM case_service ORDER BY 1",
    ) == [
        (1, "Shelter", "hagar-international", "NGO", "2024-04-02", "2024-08-01", "Completed"),
        # what a row does not say, no other row says for it
        (2, "FollowUp3Months", "hagar-international", None, "2024-11-02", None, "WithFamily"),
    ]
    assert rows(case_engine, "SELECT code, name FROM provider") == [("hagar-international", "Hagar International")]


def test_no_source_key_is_stored(case_engine, put, load, everything):
    load(case_engine, *world(put))
    assert "HERAT-2024" not in str(everything(case_engine))


def test_the_same_files_again_change_nothing(case_engine, put, load, everything):
    load(case_engine, *world(put))
    before = everything(case_engine)
    result = load(case_engine, *world(put))
    assert (result["already_loaded"], result["new"]) == (True, 0)
    assert "Nothing new was loaded" in result["message"]
    assert everything(case_engine) == before


@pytest.mark.slow
def test_an_updated_file_replaces_only_the_cases_that_differ(case_engine, put, load, rows):
    load(case_engine, *world(put))
    updated = CASES.replace("Police", "NGO") + "HERAT-2024-0003,Feminine,adult,IR,2024-06-01,NGO,,\n"
    result = load(case_engine, put("cases.csv", updated), put("events.csv", EVENTS), put("services.csv", SERVICES))
    assert (result["new"], result["changed"], result["unchanged"]) == (1, 1, 1)
    assert rows(case_engine, 'SELECT data_source, import_run_id FROM "case" ORDER BY registration_date') == [
        ("Shelter", 1), ("NGO", 2), ("NGO", 2),
    ]  # fmt: skip
    assert len(rows(case_engine, STEPS)) == 4


def test_many_keys_are_found_again_as_few_are(case_engine, put, load, monkeypatch):
    from data_access.importing.storing import storing

    monkeypatch.setattr(storing, "MANY_KEYS", 1)
    load(case_engine, *world(put))
    result = load(case_engine, put("cases.csv", CASES.replace("Police", "NGO")))
    assert (result["new"], result["changed"], result["unchanged"]) == (0, 1, 1)


def test_a_cases_file_alone_leaves_events_and_services_as_they_were(case_engine, put, load, rows):
    load(case_engine, *world(put))
    result = load(case_engine, put("cases.csv", CASES.replace("Shelter", "NGO")))
    assert (result["new"], result["changed"], result["unchanged"]) == (0, 1, 1)
    assert len(rows(case_engine, STEPS)) == 4
    assert len(rows(case_engine, "SELECT * FROM case_service")) == 2


def test_an_events_file_alone_gives_journeys_to_cases_that_are_there(case_engine, put, load, rows):
    load(case_engine, put("cases.csv", CASES))
    result = load(case_engine, put("events.csv", EVENTS))
    assert (result["new"], result["changed"]) == (0, 2)
    # a corrected step is corrected, its province goes with its country; steps that are not named stay
    corrected = "case_key,hte_Type,hte_Country,hte_Date\nHERAT-2024-0001,Recruitment,PK,2023-01-01\n"
    result = load(case_engine, put("events.csv", corrected))
    assert (result["new"], result["changed"]) == (0, 1)
    assert [row[1:4] for row in rows(case_engine, STEPS)] == [
        (1, "Recruitment", "PK"), (2, "Transit", "PK"), (3, "Exploitation", "IR"), (1, "Recruitment", "PK"),
    ]  # fmt: skip


def test_a_step_of_justice_has_a_province_and_work_the_codes_of_the_region(case_engine, put, load, rows):
    load(
        case_engine,
        put("cases.csv", "case_key,vic_ForcedLabourIndustry,vic_TypeOfSexExploitation\nK-1,X_BrickKilns;C_Manufacturing,BachaBazi\n"),
        put("justice.csv", "case_key,justice_step,country,province,outcome\nK-1,Prosecution,,AF-HER,Ongoing\nK-1,Conviction,PK,PK-SD,Convicted\n"),
    )  # fmt: skip
    assert rows(case_engine, "SELECT step, country, province FROM case_justice ORDER BY position") == [
        ("Prosecution", "AF", "AF-HER"), ("Conviction", "PK", "PK-SD"),
    ]  # fmt: skip
    kilns, factories, bacha_bazi = (
        1 << list(SECTOR).index("X_BrickKilns"),
        1 << list(SECTOR).index("C_Manufacturing"),
        1 << 4,
    )
    assert rows(case_engine, 'SELECT sector, type_of_sexual_exploitation FROM "case"') == [
        (kilns | factories, bacha_bazi)
    ]


def test_referral_dates_of_a_cases_file_stand_beside_other_services(case_engine, put, load, rows):
    load(case_engine, *world(put))
    referred = CASES.replace("vic_TypeOfExploitation\n", "vic_TypeOfExploitation,cas_IncomingReferralDate\n")
    referred = referred.replace("ForcedLabour\n", "ForcedLabour,2024-04-01\n").replace(",,\n", ",,,\n")
    load(case_engine, put("cases.csv", referred))
    assert rows(case_engine, "SELECT position, service, start_date FROM case_service ORDER BY 1") == [
        (1, "ReferralIn", "2024-04-01"), (2, "Shelter", "2024-04-02"), (3, "FollowUp3Months", "2024-11-02"),
    ]  # fmt: skip


def test_provenance_is_synthetic_only_if_every_row_says_so(case_engine, put, load, rows):
    load(case_engine, put("a.csv", "case_key,provenance\nA-1,synthetic\nA-2,synthetic\n"))
    load(case_engine, put("b.csv", "case_key,provenance\nB-1,synthetic\nB-2,\n"))
    assert rows(case_engine, 'SELECT provenance, count(*) FROM "case" GROUP BY 1 ORDER BY 1') == [
        ("confidential", 2), ("synthetic", 2),
    ]  # fmt: skip
    assert rows(case_engine, "SELECT provenance FROM import_run ORDER BY id") == [("synthetic",), ("confidential",)]


def test_replace_puts_the_file_in_the_place_of_earlier_ones(case_engine, put, load, rows):
    load(case_engine, *world(put))
    load(case_engine, put("new.csv", "case_key\nNEW-1\n"), replace=True)
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(1,)]
    assert rows(case_engine, "SELECT count(*) FROM case_event") == [(0,)]
    assert load(case_engine, *world(put))["new"] == 2, "what was replaced may be loaded again"


def test_dry_run_reports_and_loads_nothing(case_engine, put, load, everything, tmp_path):
    before = everything(case_engine)
    result = load(case_engine, *world(put), dry_run=True)
    assert "Nothing was loaded" in result["message"]
    assert everything(case_engine) == before
    assert (tmp_path / "report.csv").exists()


TOMORROW = datetime.date.today() + datetime.timedelta(days=1)
MISTAKES = {
    "unknown code": ("cases", "case_key,prs_Gender\nA-1,Femminine\n", "Did you mean Feminine"),
    "date in the future": ("cases", f"case_key,registration_date\nA-1,{TOMORROW}\n", "in the future"),
    "date before 1990": ("cases", "case_key,registration_date\nA-1,1989-12-31\n", "before 1990"),
    "Solar Hijri date before 1990": ("cases", "case_key,registration_date\nA-1,1368-05-01\n", "before 1990"),
    "lunar Hijri date": ("cases", "case_key,registration_date\nA-1,1445-05-01\n", "lunar Hijri"),
    "date with two readings": ("cases", "case_key,registration_date\nA-1,05/06/2023\n", "day first or month first"),
    "date with a short year": ("cases", "case_key,registration_date\nA-1,11/04/07\n", "two digits"),
    "number of a day": ("cases", "case_key,registration_date\nA-1,45382\n", "Excel counts days"),
    "no such Solar Hijri day": ("cases", "case_key,registration_date\nA-1,1402-12-30\n", "no such day"),
    "no such day": ("cases", "case_key,registration_date\nA-1,2023-02-30\n", "year-month-day"),
    "age turned into a date": ("cases", "case_key,age_at_identification\nA-1,17-Sep\n", "Excel has made a date of 9-17"),
    "age 200": ("cases", "case_key,age_at_identification\nA-1,200\n", "from 0 to 120"),
    "adult child alone": ("cases", "case_key,age_at_identification,unaccompanied_child\nA-1,30,yes\n", "child alone"),
    "crossing of nobody": ("cases", "case_key,return_kind,return_crossing\nA-1,NotReturned,Torkham\n", "did not come back"),
    "repeated key": ("cases", "case_key\nA-1\nA-1\n", "more than one row"),
    "no key": ("cases", "case_key,prs_Gender\n,Feminine\n", "needs a case key"),
    "key without a digit": ("cases", "case_key\nSHELTER\n", "with a digit"),
    "unknown country": ("cases", "case_key,prs_Citizenship\nA-1,Atlantis\n", "ISO 3166"),
    "three citizenships": ("cases", "case_key,prs_Citizenship\nA-1,AF;PK;IR\n", "one or two countries"),
    "formula": ("cases", "case_key,prs_Gender\nA-1,=1+1\n", "formula"),
    "provenance public": ("cases", "case_key,provenance\nA-1,public\n", "synthetic or confidential"),
    "unknown case": ("events", "case_key,hte_Type\nB-9,Transit\n", "no case with this key"),
    "unknown province": ("events", "case_key,hte_Type,hte_Country,hte_State\nA-1,Transit,AF,Punjab\n", "province of this country"),
    "province without country": ("events", "case_key,hte_Type,hte_State\nA-1,Transit,Herat\n", "needs its country"),
    "place elsewhere": ("events", "case_key,hte_Type,hte_Country,place\nA-1,Transit,AF,pk-taftan\n", "another country"),
    "unknown place": ("events", "case_key,hte_Type,hte_Country,place\nA-1,Transit,AF,Nowhere\n", "border crossing"),
    "no kind": ("events", "case_key,hte_Type,hte_Country\nA-1,,AF\n", "cannot be empty"),
    "end before start": ("events", "case_key,hte_Type,start_date,end_date\nA-1,Transit,2023-02-01,2023-01-01\n", "end is before"),
    "ends before it begins": (
        "events", "case_key,hte_Type,hte_Date\nA-1,Recruitment,2023-02-01\nA-1,Exploitation,2023-01-01\n", "earlier step",
    ),
    "recruitment last": ("events", "case_key,hte_Type\nA-1,Exploitation\nA-1,Recruitment\n", "recruitment comes after"),
    "position twice": ("events", "case_key,position,hte_Type\nA-1,1,Transit\nA-1,1,Transit\n", "two events"),
    "half the positions": ("events", "case_key,position,hte_Type\nA-1,,Transit\nA-1,2,Transit\n", "only some events"),
    "service ends early": (
        "services", "case_key,service,start_date,end_date\nA-1,Shelter,2023-02-01,2023-01-01\n", "end is before",
    ),
    "provider too long": ("services", f"case_key,service,provider\nA-1,Shelter,{'x' * 90}\n", "name of an organisation"),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_loads_nothing_and_says_what_to_do(sqlite_cases, put, load, everything, tmp_path, name):
    kind, content, words = MISTAKES[name]
    files = [put("mistaken.csv", content)]
    if kind != "cases":
        files.append(put("cases.csv", "case_key\nA-1\n"))
    before = everything(sqlite_cases)
    with pytest.raises(BadInput, match="nothing was loaded") as caught:
        load(sqlite_cases, *files)
    assert words in str(caught.value)
    assert "mistaken.csv, row 2" in str(caught.value) or "row 3" in str(caught.value)
    assert everything(sqlite_cases) == before
    report = list(csv.DictReader((tmp_path / "report.csv").open()))
    assert report[0]["file"] == "mistaken.csv"
    assert words in report[0]["expected"] + report[0]["how to mend"]
    cells = {
        cell for row in csv.reader(content.splitlines()[1:]) for cell in row if len(cell) > 4 and cell not in words
    }
    assert not any(cell in str(report) for cell in cells - {"Transit", "Exploitation", "Recruitment", "Shelter"})


def test_returns_children_alone_and_smuggling_are_read_and_changed_like_other_fields(case_engine, put, load, rows):
    header = "case_key,age_at_identification,unaccompanied_child,return_kind,return_crossing,smuggled_migrant\n"
    cases = "A-1,14,yes,Deported,Islam Qala,no\nA-2,30,,NotReturned,,yes\nA-3,,,,Torkham,\n"
    load(case_engine, put("c.csv", header + cases))
    found = 'SELECT is_unaccompanied, return_kind, return_crossing, was_smuggled FROM "case" ORDER BY id'
    assert rows(case_engine, found) == [
        (True, "Deported", "IslamQala", False), (None, "NotReturned", None, True), (None, None, "Torkham", None),
    ]  # fmt: skip
    changed = load(case_engine, put("d.csv", header + "A-1,,CLEAR,OwnAccord,,yes\n"))
    assert (changed["changed"], rows(case_engine, found)[0]) == (1, (None, "OwnAccord", "IslamQala", True))


def test_every_row_of_a_repeated_key_is_reported(sqlite_cases, put, load, tmp_path):
    content = "case_key,prs_Gender\nA-1,Feminine\nA-2,Feminine\nA-1,Masculine\n"
    assert load(sqlite_cases, put("c.csv", content), accept_valid=True)["new"] == 1
    assert [row["row"] for row in csv.DictReader((tmp_path / "report.csv").open())] == ["2", "4"]


def test_accept_valid_loads_whole_cases_only(case_engine, put, load, rows, tmp_path):
    cases = "case_key,prs_Gender\nA-1,Feminine\nA-2,Wrong\nA-3,Masculine\n"
    events = "case_key,hte_Type,hte_Country\nA-1,Recruitment,AF\nA-2,Recruitment,AF\nA-3,Recruitment,Atlantis\nA-3,Transit,PK\n"
    result = load(case_engine, put("c.csv", cases), put("e.csv", events), accept_valid=True)
    # A-2 has a mistake itself, A-3 in one of its events: neither is loaded in part
    assert (result["rows_read"], result["rows_accepted"], result["rows_refused"], result["new"]) == (7, 2, 5, 1)
    assert rows(case_engine, 'SELECT gender FROM "case"') == [("Feminine",)]
    assert rows(case_engine, "SELECT kind, country FROM case_event") == [("Recruitment", "AF")]
    assert rows(case_engine, "SELECT rows_read, rows_accepted, rows_refused FROM import_run") == [(7, 2, 5)]
    assert len((tmp_path / "report.csv").read_text().splitlines()) == 3


def test_a_row_that_breaks_the_database_rolls_everything_back(case_engine, put, load, everything, monkeypatch):
    from sqlalchemy.exc import IntegrityError

    from data_access.importing.storing import storing

    before = everything(case_engine)
    original = storing.append_rows

    def break_services(connection, table, frame):
        if table.name == "case_service":
            frame = frame.assign(service="NoSuchService")
        return original(connection, table, frame)

    monkeypatch.setattr(storing, "append_rows", break_services)
    with pytest.raises(IntegrityError):
        load(case_engine, *world(put))
    assert everything(case_engine) == before
