# ruff: noqa: E501 - a table of examples reads best with one example a line
"""The reporting register: who was to report, kept under keys that nobody can read."""

import datetime
import gzip

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from data_access.cases import schema
from data_access.errors import BadInput
from data_access.importing import write_template
from data_access.importing.formats.agency_names import folded
from data_access.importing.formats.providers import organisation_code
from tests.data_access.importing.formats.test_import_template import filled

REGISTER = """agency,agency_kind,site,country,province,year,month,received
POLICE,LawEnforcement,1,AF,Herat,2024,1,yes
POLICE,LawEnforcement,1,AF,Herat,2024,2,no
POLICE,LawEnforcement,2,AF,AF-KAB,2024,1,yes
Helpline of women,NGO,1,Afghanistan,,2024,01,1
"""
ROWS = "SELECT place, year, month, received, agency_kind, provenance FROM reporting ORDER BY place, month"
HELPLINE = ("AF", 2024, 1, True, "NGO", "confidential")
HERAT = ("AF-HER", 2024, 1, True, "LawEnforcement", "confidential")
HERAT_FEBRUARY = ("AF-HER", 2024, 2, False, "LawEnforcement", "confidential")
KABUL = ("AF-KAB", 2024, 1, True, "LawEnforcement", "confidential")


def plain(found):
    return [tuple(bool(cell) if position == 3 else cell for position, cell in enumerate(row)) for row in found]


@pytest.mark.parametrize("name", ["r.csv", "r.csv.gz"])
def test_a_register_becomes_these_rows(case_engine, put, load, rows, name):
    content = gzip.compress(REGISTER.encode()) if name.endswith("gz") else REGISTER
    result = load(case_engine, put(name, content), format="reporting")
    assert "Months of sites: 4 new, 0 changed, 0 unchanged." in result["message"]
    assert plain(rows(case_engine, ROWS)) == [HELPLINE, HERAT, HERAT_FEBRUARY, KABUL]
    # two sites of one agency, and another agency whose site has the same name
    assert rows(case_engine, "SELECT count(DISTINCT agency), count(DISTINCT site) FROM reporting") == [(2, 3)]


def test_what_the_file_calls_agencies_and_sites_is_not_stored(sqlite_cases, put, load, rows):
    load(sqlite_cases, put("r.csv", REGISTER), format="reporting")
    keys = [key for row in rows(sqlite_cases, "SELECT agency, site FROM reporting") for key in row]
    assert all(len(key) == 32 and set(key) <= set("0123456789abcdef") for key in keys)
    with sqlite_cases.connect() as connection:
        dumped = "\n".join(connection.connection.driver_connection.iterdump())
    assert "Helpline" not in dumped
    # the same names in another database have other keys
    with sqlite_cases.begin() as connection:
        connection.execute(text("UPDATE key_salt SET salt = 'another'"))
        connection.execute(text("DELETE FROM reporting"))
    load(sqlite_cases, put("r.csv", REGISTER), format="reporting", replace=True)
    assert not set(keys) & {key for row in rows(sqlite_cases, "SELECT agency, site FROM reporting") for key in row}


def test_the_same_file_changes_nothing_and_a_later_one_replaces_its_months(case_engine, put, load, rows):
    load(case_engine, put("r.csv", REGISTER), format="reporting")
    assert load(case_engine, put("r.csv", REGISTER), format="reporting")["already_loaded"]
    lines = REGISTER.splitlines()
    later = "\n".join([lines[0], lines[2].replace("no", "yes"), lines[1], lines[2].replace("2024,2,no", "2024,3,yes")])
    result = load(case_engine, put("later.csv", later + "\n"), format="reporting")
    assert (result["new"], result["changed"], result["unchanged"]) == (1, 1, 1)
    march, february = (*HERAT[:2], 3, *HERAT[3:]), (*HERAT_FEBRUARY[:3], True, *HERAT_FEBRUARY[4:])
    assert plain(rows(case_engine, ROWS)) == [HELPLINE, HERAT, february, march, KABUL]
    only = "\n".join([lines[0], lines[3]]) + "\n"
    result = load(case_engine, put("only.csv", only), format="reporting", replace=True)
    assert plain(rows(case_engine, ROWS)) == [HELPLINE, KABUL], "the agency that the file does not name stays"
    assert result["removed"] == {"months of sites": 3}
    assert (result["new"], result["unchanged"]) == (0, 1)


def test_an_invented_register_says_so_in_every_row(sqlite_cases, put, load, rows):
    lines = REGISTER.strip().splitlines()
    invented = "\n".join([lines[0] + ",provenance", *(line + ",synthetic" for line in lines[1:])]) + "\n"
    load(sqlite_cases, put("r.csv", invented), format="reporting")
    assert rows(sqlite_cases, "SELECT DISTINCT provenance FROM reporting") == [("synthetic",)]
    assert rows(sqlite_cases, "SELECT source, provenance FROM import_run") == [("Reporting register", "synthetic")]


def test_a_filled_template_loads(case_engine, put, load, rows, tmp_path):
    write_template(tmp_path / "t.xlsx", format="reporting")
    content = filled(
        tmp_path / "t.xlsx", {"reporting": [["POLICE", "LawEnforcement", "1", "AF", "AF-HER", 2024, 1, "yes"]]}
    )
    load(case_engine, put("filled.xlsx", content), format="reporting")
    assert plain(rows(case_engine, ROWS)) == [HERAT]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (REGISTER.replace("2024,2,no", "2024,13,no"), "a month as its number"),
        (REGISTER.replace("2024,2,no", "2024,0,no"), "a month as its number"),
        (REGISTER.replace("2024,2,no", "2999,2,no"), "expected a year between"),
        (REGISTER.replace("2024,2,no", "2024,2,12"), "expected yes or no"),
        (REGISTER.replace("2024,2,no", "2024,2,"), "cannot be empty"),
        (REGISTER.replace("2024,2,no", "2024,1,no"), "is about the same"),
        (REGISTER.replace("AF,Herat,2024,2", "AF,Kabul,2024,2"), "another row of the same site says something else"),
        (REGISTER.replace("POLICE,LawEnforcement,2", "POLICE,NGO,2"), "another row of the same agency says something"),
        (REGISTER.replace("Herat,2024,2", "Lahore,2024,2"), "expected a province of this country"),
        (REGISTER.replace("Afghanistan,,2024,01", ",,2024,01"), "cannot be empty"),
        (REGISTER.replace("Helpline of women", "ask zarghuna@example.org"), "e-mail"),
        (REGISTER.replace("Helpline of women", "0700123456"), "phone number"),
        (REGISTER.replace("Helpline of women", "=cmd|'/c calc'!A1"), "formula"),
        (REGISTER.replace("Helpline of women", "x" * 101), "at most 100 characters"),
        (REGISTER.replace("agency_kind", "contact"), "not known"),
        (REGISTER.replace("agency_kind", "phone"), "holds a phone number"),
        (REGISTER.replace("site,", "seat,"), "not known"),
    ],
)
def test_a_mistake_loads_nothing(sqlite_cases, put, load, rows, content, words):
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(sqlite_cases, put("a.csv", content), format="reporting")
    assert words in str(caught.value)
    assert rows(sqlite_cases, "SELECT * FROM reporting") == rows(sqlite_cases, "SELECT * FROM import_run") == []


def test_a_month_that_has_not_begun_is_refused(sqlite_cases, put, load):
    today = datetime.date.today()
    if today.month == 12:
        pytest.skip("December has no later month in its year")
    with pytest.raises(BadInput, match="in a month to come"):
        load(
            sqlite_cases,
            put("a.csv", REGISTER.replace("2024,2", f"{today.year},{today.month + 1}")),
            format="reporting",
        )


@pytest.mark.parametrize(
    "wrong",
    [{"month": 13}, {"month": 0}, {"year": 1800}, {"place": "XX"}, {"agency_kind": "Club"}, {"provenance": "said"}],
)
def test_the_database_refuses_what_cannot_be(case_engine, wrong):
    run = {"id": 1, "content_hash": "1", "file_name": "f", "format": "reporting", "source": "s", "provenance": "synthetic",
           "finished_at": datetime.datetime(2026, 1, 1), "rows_read": 1, "rows_accepted": 1, "rows_refused": 0}  # fmt: skip
    row = {"site": "s", "year": 2024, "month": 1, "agency": "a", "agency_kind": "NGO", "place": "AF-HER", "received": True,
           "provenance": "synthetic", "import_run_id": 1}  # fmt: skip
    with case_engine.begin() as connection:
        connection.execute(insert(schema.import_run), [run])
        connection.execute(insert(schema.reporting), [row])
    with pytest.raises(IntegrityError), case_engine.begin() as connection:
        connection.execute(insert(schema.reporting), [row | {"site": "t"} | wrong])
    with pytest.raises(IntegrityError), case_engine.begin() as connection:
        connection.execute(insert(schema.reporting), [row])


WRITTEN = """agency,agency_kind,site,country,province,year,month,received
Shelter One,NGO,North,AF,AF-HER,2024,1,yes
shelter one,NGO,north,AF,AF-HER,2024,2,yes
Shelter  One ,NGO,Ｎｏｒｔｈ,AF,AF-HER,2024,3,yes
"""


def test_one_agency_written_in_three_ways_is_one(case_engine, put, load, rows):
    load(case_engine, put("r.csv", WRITTEN), format="reporting")
    assert rows(case_engine, "SELECT count(DISTINCT agency), count(DISTINCT site) FROM reporting") == [(1, 1)]
    # and a later file replaces its months, however it writes the name
    later = WRITTEN.splitlines()[0] + "\nSHELTER\u00a0ONE,NGO,NORTH,AF,AF-HER,2024,3,no\n"
    result = load(case_engine, put("later.csv", later), format="reporting")
    assert "0 new, 1 changed, 0 unchanged" in result["message"]


def test_two_spellings_of_a_month_are_one_month_twice(sqlite_cases, put, load):
    twice = WRITTEN.replace("2024,2", "2024,1")
    with pytest.raises(BadInput, match="row 2, column month, cell G2: found a repeated row"):
        load(sqlite_cases, put("r.csv", twice), format="reporting")


def test_names_that_are_nearly_the_same_are_shown_to_the_officer(sqlite_cases, put, load):
    near = WRITTEN + "Shetler One,NGO,1,AF,AF-KAB,2024,1,yes\nStation 12,,1,AF,AF-KAB,2024,1,yes\n"
    near += "Station 13,,1,AF,AF-KAB,2024,1,yes\nNGO A,,1,AF,AF-KAB,2024,1,yes\nNGO B,,1,AF,AF-KAB,2024,1,yes\n"
    for dry_run in (True, False):
        message = load(sqlite_cases, put("r.csv", near), format="reporting", dry_run=dry_run)["message"]
        assert "count as different ones: “shelter one” and “shetler one”. If" in message
        assert "tation" not in message and "NGO" not in message
    hyphen = WRITTEN + "Shelter-One,NGO,1,AF,AF-KAB,2024,1,yes\n"
    message = load(sqlite_cases, put("h.csv", hyphen), format="reporting", dry_run=True)["message"]
    assert "“shelter one” and “shelter-one”" in message
    assert (
        "as different ones"
        not in load(sqlite_cases, put("fine.csv", REGISTER), format="reporting", replace=True)["message"]
    )


@pytest.mark.parametrize(
    "name",
    ["Shelter One", "shelter one", " Shelter  One", "Shelter\u200f One", "Ｓｈｅｌｔｅｒ One", "SHELTER\u00a0ONE"],
)
def test_names_are_compared_as_they_are_read(name):
    assert folded(name) == "shelter one"


def test_an_organisation_in_another_script_has_one_code_however_it_is_spaced():
    assert len({organisation_code(name) for name in ("خانه امن", "خانه  امن", "\u200fخانه امن ")}) == 1
