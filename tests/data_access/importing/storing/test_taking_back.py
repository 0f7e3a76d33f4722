"""Withdrawing, turning a consent round, joining two records, and taking an import back."""

import csv
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from sqlalchemy import make_url, text

from data_access import database
from data_access.cases import schema
from data_access.cases.corrections.decide import decide_consent, join_cases
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.database import migrate, open_database
from data_access.errors import BadInput
from data_access.publishing.ledger import Entry, now, record
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import delete_releases
from data_access.release import schema as release_schema
from tests.data_access.importing.small_world import CASES, EVENTS, SERVICES
from tests.worlds.databases import begin_with

KEYS = ("HERAT-2024-0001", "HERAT-2024-0002")
COUNT = 'SELECT count(*) FROM "case"'


@pytest.fixture
def world(case_engine, put, load):
    files = put("cases.csv", CASES), put("events.csv", EVENTS), put("services.csv", SERVICES)
    return begin_with(case_engine, (CASES, EVENTS, SERVICES), lambda: load(case_engine, *files))


@pytest.fixture
def restricted(tmp_path):
    """A database with a restricted release and, by its side, what hangs on it."""
    engine = open_database(make_url(f"sqlite:///{tmp_path}/restricted.db"))
    migrate(engine, "releases")
    row = "1, 'restricted', '2026-01-01 00:00:00', 'a', 'b', 'c', '{}'"
    with engine.begin() as connection:
        connection.execute(
            text(
                f"INSERT INTO release (id, kind, created_at, name, frames_hash, content_hash, manifest) VALUES ({row})"
            )
        )
        connection.execute(text("INSERT INTO published_table VALUES (1, 'exact', x'00')"))
        connection.execute(text("INSERT INTO active_release VALUES ('restricted', 1)"))
    return engine


def no_releases():
    return None


def people(everything, engine):
    """Every row of a case database but the record of its imports."""
    return {
        name: found
        for name, found in everything(engine).items()
        if name not in ("import_run", "organisation", "provider")
    }


def test_what_is_said_of_public_releases_follows_what_was_spent(world, restricted):
    with world.begin() as connection:
        for name in ("a", "b"):
            record(connection, Entry(name, rho_for(4, 1e-6), 4.0, 1e-6, date(2025, 12, 31), now()))
    said = withdraw(world, [KEYS[0]], lambda: restricted)["message"]
    assert "Public releases stay" in said
    assert "they spent epsilon 5.9" in said
    assert "71 times of 100 at most, where 50 is chance" in said


@pytest.mark.slow
def test_a_withdrawn_case_is_gone_with_all_that_hangs_on_it_and_stays_away(
    world, put, load, rows, everything, restricted, tmp_path
):
    load(world, put("later.csv", CASES.replace("Shelter", "NGO")))
    result = withdraw(world, [KEYS[0]], lambda: restricted)
    assert (result["withdrawn"], result["restricted_releases"]) == (1, 1)
    assert "No public release was made of this database" in result["message"]
    assert rows(restricted, "SELECT count(*) FROM release") == [(0,)]
    assert rows(world, COUNT) == [(1,)]
    assert rows(world, "SELECT count(*) FROM case_service") == [(0,)]
    assert rows(world, "SELECT count(*) FROM change WHERE table_name = 'case'") == [(0,)]
    # the file that says so again does not bring the case back, and its report says which row
    files = [put("cases.csv", CASES + "\n"), put("events.csv", EVENTS + "\n"), put("services.csv", SERVICES + "\n")]
    result = load(world, *files)
    assert (result["new"], result["changed"], result["unchanged"], rows(world, COUNT)) == (0, 0, 1, [(1,)])
    assert "1 withdrawn case of the files stays out" in result["message"]
    assert [row["row"] for row in csv.DictReader((tmp_path / "report.csv").open()) if row["column"] == "case_key"] == [
        "2"
    ]
    assert rows(world, "SELECT count(*) FROM case_service") == [(0,)]
    # an events file alone is no mistake either
    assert load(world, put("only_events.csv", EVENTS))["new"] == 0
    assert withdraw(world, [KEYS[0]], no_releases)["already"] == 1


def test_exact_numbers_that_a_reader_keeps_in_the_file_are_not_said_to_be_gone(world, restricted, monkeypatch):
    monkeypatch.setattr(database, "LONGEST_READ_S", 0.1)
    with closing(sqlite3.connect(str(restricted.url.database), isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM release").fetchall()
        said = withdraw(world, [KEYS[0]], lambda: restricted)["message"]
        assert "still in the file of the release database" in said
        assert "python -m data_access releases delete 1 --kind restricted," in said
    assert "was deleted before" in delete_releases(restricted, 1)["message"]


def test_nothing_of_a_withdrawn_case_is_left_in_the_files(sqlite_cases, put, load, tmp_path):
    load(sqlite_cases, put("cases.csv", CASES), put("s.csv", SERVICES))
    with sqlite_cases.connect() as connection:
        key = connection.scalar(text("SELECT case_key FROM \"case\" WHERE age_band = '9-17' AND gender = 'Masculine'"))
    load(sqlite_cases, put("later.csv", CASES.replace("Shelter", "NGO")))
    withdraw(sqlite_cases, [KEYS[0]], no_releases)
    sqlite_cases.dispose()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("cases.db*"))
    # in the table of withdrawals, and in that of spellings with the zeros of the key and without, and in the index of
    # each: by these the person is known
    assert kept.count(key.encode()) <= 6
    assert KEYS[0].encode() not in kept


def test_keys_in_a_file_and_keys_that_mean_nothing(world, put, everything, rows):
    before = everything(world)
    with pytest.raises(BadInput, match=r"No case has key 2 of 2\. Nothing was changed") as caught:
        withdraw(world, [KEYS[0], "HERAT-2024-0009"], no_releases)
    assert "HERAT-2024-0009" not in str(caught.value)
    assert everything(world) == before
    listed = put("withdrawn.csv", f"case_key\n{KEYS[0]}\n{KEYS[1]}\n")
    assert withdraw(world, [str(listed)], no_releases)["withdrawn"] == 2


def test_a_key_of_two_sources_needs_its_source(case_engine, put, load, declare, rows):
    for source in ("herat", "kabul"):
        declare(case_engine, source)
        load(case_engine, put("c.csv", "case_key\nREG-1\n"), source=source)
    with pytest.raises(BadInput, match="Several sources have the key: herat, kabul"):
        withdraw(case_engine, ["REG-1"], no_releases)
    withdraw(case_engine, ["kabul:REG-1"], no_releases)
    assert rows(case_engine, 'SELECT source FROM "case"') == [("herat",)]


@pytest.mark.slow
def test_undo_takes_an_import_back_with_its_changes_and_steps(world, put, load, everything):
    before = everything(world)
    more = CASES.replace("Police", "NGO") + "HERAT-2024-0003,Feminine,adult,IR,2024-06-01,NGO,,\n"
    services = (
        "case_key,service,start_date\nHERAT-2024-0001,FollowUp6Months,2025-01-01\nHERAT-2024-0003,Shelter,2024-06-02\n"
    )
    result = load(
        world,
        put("more.csv", more),
        put("events.csv", EVENTS.replace("Herat,", "Kabul,")),
        put("more_services.csv", services),
    )
    assert (result["new"], result["changed"]) == (1, 2)
    undone = undo(world, result["run"])
    assert (undone["deleted"], undone["restored"]) == (1, 2)
    assert everything(world) == before
    assert load(world, put("more.csv", more))["new"] == 1, "what was taken back may be loaded again"
    undo(world)
    undo(world)
    assert not any(people(everything, world).values())


@pytest.mark.slow
@pytest.mark.parametrize("format", ["results", "population", "reporting"])
def test_undo_takes_back_what_is_not_about_cases(case_engine, put, load, everything, rows, format):
    header = "id,body,programme,indicator,kind,value,source_title,source_publisher,level"
    population = "country_iso3,reference_year,total,source_title,source_publisher\n"
    register = "agency,agency_kind,site,country,year,month,received\n"
    first, second = {
        "results": (
            f"{header}\na-1,Us,Home,Trained,actual,1,T,P,\n",
            f"{header}\na-1,Us,Home,Trained,actual,9,T,P,output\nb-1,Us,Away,Fed,actual,2,T,P,\n",
        ),
        "population": (population + "TJ,2021,10,T,P\n", population + "TJ,2021,11,T,P\nUZ,2021,12,T,P\n"),
        "reporting": (
            register + "POLICE,,1,AF,2024,1,yes\n",
            register + "POLICE,,1,AF,2024,1,no\nPOLICE,,1,AF,2024,2,yes\n",
        ),
    }[format]

    def all_of_it():
        return everything(case_engine) | {"reporting": rows(case_engine, "SELECT * FROM reporting")}

    load(case_engine, put("a.csv", first), format=format)
    before = all_of_it()
    load(case_engine, put("b.csv", second), format=format)
    undo(case_engine)
    assert all_of_it() == before
    load(case_engine, put("b.csv", second), format=format, replace=True)
    undo(case_engine)
    assert all_of_it() == before


def test_undo_refuses_where_a_later_import_changed_the_same_and_names_it(world, put, load, everything):
    second = load(world, put("b.csv", CASES.replace("Police", "NGO")))["run"]
    third = load(world, put("c.csv", CASES.replace("Police", "Hotline")))["run"]
    before = everything(world)
    for number, later in ((1, "3, 2"), (second, str(third))):
        with pytest.raises(BadInput, match=f"Nothing was changed.*in this order: {later}"):
            undo(world, number)
    assert everything(world) == before
    with pytest.raises(BadInput, match=r"no such import.*The last ones: 3 \(c\.csv"):
        undo(world, 99)


def test_undo_of_a_replacement_brings_back_what_it_deleted(world, put, load, everything):
    before = people(everything, world)
    content = everything(world)["import_run"]
    load(world, put("n.csv", CASES.splitlines()[0] + "\n" + CASES.splitlines()[2] + "\n"), replace=True)
    undo(world)
    assert people(everything, world) == before
    assert everything(world)["import_run"] == content
    load(world, put("cases.csv", CASES), put("events.csv", EVENTS), put("services.csv", SERVICES), replace=True)
    undo(world)
    assert everything(world)["import_run"] == content, "also where the replacement held the same content"


def test_undo_never_brings_back_what_was_withdrawn(world, put, load, rows):
    load(world, put("b.csv", CASES.replace("Police", "NGO").replace("Shelter", "Hotline")))
    withdraw(world, [KEYS[0]], no_releases)
    load(world, put("c.csv", "case_key\nOTHER-1\n"), replace=True)
    undo(world)
    undo(world)
    assert rows(world, 'SELECT data_source FROM "case"') == [("Police",)]


def test_undo_leaves_a_withdrawn_consent_as_it_is(world, put, load, rows):
    load(world, put("b.csv", f"case_key,con_Consent\n{KEYS[0]},no\n"))
    assert "1 consent is no now and was not before it: it stays no" in undo(world)["message"]
    assert bool(rows(world, "SELECT consent_to_share FROM \"case\" WHERE gender = 'Masculine'")[0][0]) is False


def test_only_the_command_turns_a_consent_round(world, put, load, rows):
    def consent():
        return [bool(row[0]) for row in rows(world, "SELECT consent_to_share FROM \"case\" WHERE gender = 'Masculine'")]

    decide_consent(world, KEYS[0], False)
    load(world, put("b.csv", f"case_key,con_Consent\n{KEYS[0]},yes\n"))
    assert consent() == [False]
    assert decide_consent(world, f"own:{KEYS[0]}", True)["changed"]
    assert consent() == [True]
    assert not decide_consent(world, KEYS[0], True)["changed"]
    with pytest.raises(BadInput, match="No case has the key"):
        decide_consent(world, "HERAT-2024-0009", True)


@pytest.mark.slow
def test_two_records_of_one_person_become_one(world, put, load, rows, everything):
    before = everything(world)
    result = join_cases(world, *KEYS)
    overruled = ["registration_date", "data_source", "prs_Gender", "prs_Citizenship"]
    assert result["lost"] == dict.fromkeys([*overruled, "events.country", "events.province", "events.place"], 1)
    assert "prs_Gender 1" in result["message"]
    # the second record's journey fills a gap and adds nothing that was there
    assert rows(world, 'SELECT gender, second_citizenship FROM "case"') == [("Masculine", None)]
    assert len(rows(world, "SELECT * FROM case_event")) == 3
    # next year's file holds both keys again: one case, which the second key does not change
    again = load(world, put("again.csv", CASES + "\n"))
    assert (again["new"], rows(world, COUNT)) == (0, [(1,)])
    assert rows(world, 'SELECT gender FROM "case"') == [("Masculine",)]
    with pytest.raises(BadInput, match="the same case already"):
        join_cases(world, *KEYS)
    undo(world, again["run"])
    undo(world, result["run"])
    assert everything(world) == before


def test_a_joined_case_is_withdrawn_under_either_key(world, put, load, rows):
    join_cases(world, *KEYS)
    withdraw(world, [KEYS[1]], no_releases)
    assert rows(world, COUNT) == [(0,)]
    assert load(world, put("again.csv", CASES + "\n"))["new"] == 0


def test_a_no_in_either_record_is_the_no_of_both(world, rows):
    decide_consent(world, KEYS[0], True)
    decide_consent(world, KEYS[1], False)
    join_cases(world, *KEYS)
    assert [bool(row[0]) for row in rows(world, 'SELECT consent_to_share FROM "case"')] == [False]


def test_imports_from_before_cannot_be_undone_and_say_so(world, everything):
    with world.begin() as connection:
        connection.execute(schema.import_run.update().values(can_undo=False))
    before = everything(world)
    with pytest.raises(BadInput, match="what it changed was not kept"):
        undo(world)
    assert everything(world) == before


def test_every_table_of_a_restricted_release_is_emptied(restricted, world, rows):
    withdraw(world, [KEYS[0]], lambda: restricted)
    # that there was one, and its number, which is not given again
    assert rows(restricted, "SELECT id, manifest FROM deleted_release") == [(1, "{}")]
    for table in release_schema.metadata.sorted_tables:
        if table is not release_schema.deleted_release:
            assert rows(restricted, f"SELECT count(*) FROM {table.name}") == [(0,)]


def test_the_key_has_a_name_by_which_a_backup_is_known(sqlite_cases, tmp_path, monkeypatch):
    import shutil

    from data_access.cases.case_database import key_name
    from data_access.checks import _cases

    shutil.copy(sqlite_cases.url.database, tmp_path / "backup.db")
    backup = open_database(make_url(f"sqlite:///{tmp_path}/backup.db"))
    with sqlite_cases.begin() as connection, backup.connect() as other:
        name, salt = key_name(connection), connection.scalar(text("SELECT salt FROM key_salt"))
        assert name == key_name(other)
        assert name not in salt
        connection.execute(text("UPDATE key_salt SET salt = 'another'"))
        assert name != key_name(connection)
    monkeypatch.setenv("CASE_DATABASE_URL", f"sqlite:///{tmp_path}/backup.db")
    assert f"Its key is {name}" in _cases()


@pytest.fixture
def joined(sqlite_cases, put, load, declare):
    """Two records of one person, of two sources, both with a yes, made one."""
    for source in ("a", "b"):
        declare(sqlite_cases, source)
        load(sqlite_cases, put("f.csv", "case_key,con_Consent\nK-1,yes\n"), source=source)
    join_cases(sqlite_cases, "a:K-1", "b:K-1")
    return sqlite_cases


def consents(rows, engine):
    return [bool(row[0]) for row in rows(engine, 'SELECT consent_to_share FROM "case" ORDER BY source')]


def test_a_file_says_no_under_the_second_key_of_a_joined_case(joined, put, load, rows):
    load(joined, put("n.csv", "case_key,con_Consent\nK-1,no\n"), source="b")
    assert consents(rows, joined) == [False]
    undo(joined)
    undo(joined)
    assert consents(rows, joined) == [False, False]


def test_a_no_under_the_second_key_stays_when_the_records_are_parted(joined, rows):
    run = decide_consent(joined, "b:K-1", False)["run"]
    undo(joined, run)
    undo(joined)
    assert consents(rows, joined) == [False, False]


@pytest.mark.slow
@pytest.mark.parametrize("how", ["command", "file", "at first"])
def test_a_no_outlives_the_taking_back_of_its_case(sqlite_cases, put, load, rows, how):
    yes = put("y.csv", "case_key,con_Consent\nK-1,yes\n")
    no = put("n.csv", "case_key,con_Consent\nK-1,no\n")
    load(sqlite_cases, no if how == "at first" else yes)
    if how == "command":
        decide_consent(sqlite_cases, "K-1", False)
    elif how == "file":
        load(sqlite_cases, no)
    while rows(sqlite_cases, COUNT) != [(0,)]:
        undo(sqlite_cases)
    load(sqlite_cases, yes)
    assert consents(rows, sqlite_cases) == [False]
    decide_consent(sqlite_cases, "K-1", True)
    assert consents(rows, sqlite_cases) == [True]


def test_a_file_that_says_no_again_counts_again(sqlite_cases, put, load, rows):
    no = put("n.csv", "case_key,con_Consent\nK-1,no\n")
    load(sqlite_cases, no)
    decide_consent(sqlite_cases, "K-1", True)
    again = load(sqlite_cases, no)
    assert (again["already_loaded"], again["changed"], consents(rows, sqlite_cases)) == (False, 1, [False])
    assert load(sqlite_cases, no)["already_loaded"]


def test_withdraw_says_where_it_looked_and_what_is_left_to_delete(world, tmp_path):
    (tmp_path / "import-1-cases-csv-marked.xlsx").touch()
    said = withdraw(world, [KEYS[0]], no_releases, tmp_path)["message"]
    assert "no restricted releases where RESTRICTED_RELEASE_DATABASE_URL points" in said
    assert "elsewhere" in said
    assert "import-1-cases-csv-marked.xlsx" in said


def test_the_number_of_a_run_is_never_given_again(sqlite_cases, put, load):
    first = load(sqlite_cases, put("a.csv", "case_key\nK-1\n"))["run"]
    second = load(sqlite_cases, put("b.csv", "case_key\nK-2\n"))["run"]
    undo(sqlite_cases, second)
    undo(sqlite_cases, first)
    assert load(sqlite_cases, put("a.csv", "case_key\nK-1\n"))["run"] == second + 1


def test_undo_of_a_register_of_sources_speaks_of_sources(sqlite_cases, put, load):
    register = "code,name,provenance,places_are_proxies,consent_policy\nherat,Cases of Herat,confidential,no,required\n"
    load(sqlite_cases, put("s.csv", register), format="sources")
    assert "rows about sources are as before" in undo(sqlite_cases)["message"]
