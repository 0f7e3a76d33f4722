"""Two commands at the same time: one waits for the other, and nothing that a person decided is lost between them."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from data_access import database
from data_access.cases.corrections.decide import decide_consent
from data_access.cases.corrections.journal import keep_cases
from data_access.cases.corrections.remembered import remember
from data_access.cases.corrections.undo import undo
from data_access.cases.corrections.withdraw import withdraw
from data_access.demonstration import load_demonstration
from data_access.errors import BadInput
from data_access.failures import told
from data_access.importing import command
from tests.waiting import wait_until

CASES = 'SELECT gender, consent_to_share FROM "case" ORDER BY id'
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def file_of(gender: str, keys: int = 4) -> str:
    return "case_key,prs_Gender,con_Consent\n" + "".join(f"REG-{n:04d},{gender},yes\n" for n in range(1, keys + 1))


@contextmanager
def a_row_held(engine):
    """Hold a lock on the first case, as a slow disk would: whoever changes it waits."""
    with engine.connect() as other, other.begin():
        other.execute(text('SELECT * FROM "case" WHERE id = 1 FOR UPDATE'))
        yield


@pytest.mark.postgres
def test_what_is_decided_while_an_import_writes_waits_and_holds(postgres_cases, put, load, rows):
    engine = postgres_cases
    load(engine, put("first.csv", file_of("Feminine")))
    later = put("later.csv", file_of("Masculine"))
    with ThreadPoolExecutor(3) as pool:
        with a_row_held(engine):
            imported = pool.submit(load, engine, later)
            assert wait_until(lambda: rows(engine, WAITING)[0][0] == 1)
            decided: list[Future[dict]] = [
                pool.submit(withdraw, engine, ["REG-0003"], lambda: None),
                pool.submit(decide_consent, engine, "REG-0004", False),
            ]
            assert wait_until(lambda: rows(engine, WAITING)[0][0] == 3)
            assert not any(future.done() for future in decided)
        assert imported.result()["changed"] == 4
        assert (decided[0].result()["withdrawn"], decided[1].result()["changed"]) == (1, True)
    assert rows(engine, "SELECT count(*) FROM change WHERE row_key IN (SELECT case_key FROM withdrawal "
                        "WHERE what = 'case')") == [(0,)]  # fmt: skip
    undo(engine)  # the decision on the consent
    undo(engine)
    assert rows(engine, CASES) == [("Feminine", True), ("Feminine", True), ("Feminine", False)]


def test_undo_brings_no_case_back_that_is_remembered_as_withdrawn(case_engine, put, load, rows):
    # as an older program left it on PostgreSQL: withdrawn, and a former state kept by an import that it did not see
    load(case_engine, put("first.csv", file_of("Feminine")))
    load(case_engine, put("later.csv", file_of("Masculine")))
    with case_engine.begin() as connection:
        key = connection.scalar(text('SELECT case_key FROM "case" WHERE id = 3'))
        keep_cases(connection, 2, [3])
        connection.execute(text('DELETE FROM "case" WHERE id = 3'))
        remember(connection, [key], "case")
    assert undo(case_engine)["restored"] == 3
    assert rows(case_engine, 'SELECT id FROM "case" ORDER BY id') == [(1,), (2,), (4,)]


@pytest.mark.slow  # makes the demonstration
@pytest.mark.parametrize("one", ["import", "demo"])
def test_two_commands_at_once_both_do_their_work(postgres_cases, put, load, rows, one):
    engine = postgres_cases
    load(engine, put("first.csv", file_of("Feminine")))
    with ThreadPoolExecutor(2) as pool:
        with a_row_held(engine):
            writing = pool.submit(load, engine, put("later.csv", file_of("Masculine")))
            assert wait_until(lambda: rows(engine, WAITING)[0][0] == 1)
            if one == "import":
                other = pool.submit(load, engine, put("more.csv", file_of("Feminine", 6)))
            else:
                other = pool.submit(load_demonstration, engine, cases=20, seed=1)
            assert wait_until(lambda: rows(engine, WAITING)[0][0] == 2 or other.done())
            assert not other.done()
        assert writing.result()["run"] == 2
        if one == "import":
            assert (other.result()["run"], other.result()["new"]) == (3, 2)
        else:
            with pytest.raises(BadInput, match="not synthetic"):
                other.result()


def test_who_waits_too_long_is_told_to_do_it_again(case_engine, put, load, monkeypatch):
    load(case_engine, put("first.csv", file_of("Feminine")))
    monkeypatch.setattr(database, "LONGEST_WAIT_S", 0.2)
    with case_engine.connect() as other, other.begin():
        database.wait_for_turn(other)
        with case_engine.connect() as connection:
            if case_engine.dialect.name == "sqlite":
                connection.connection.driver_connection.execute("PRAGMA busy_timeout = 200")
        said = "Another command is working on the database.*Run this command again.*Nothing was changed"
        with pytest.raises(BadInput, match=said), told(lambda: "Nothing was changed."):
            decide_consent(case_engine, "REG-0001", False)


def test_a_source_that_changes_while_its_files_are_read_refuses_them(
    case_engine, put, load, declare, rows, monkeypatch
):
    declare(case_engine, "herat")
    prepare = command.FORMATS_OF_CASES["htcds"]

    def read_while_another_declares(*arguments, **options):
        prepared = prepare(*arguments, **options)
        declare(case_engine, "herat", consent_policy="presumed")
        return prepared

    monkeypatch.setitem(command.FORMATS_OF_CASES, "htcds", read_while_another_declares)
    with pytest.raises(BadInput, match="herat was declared anew while the files were read"):
        load(case_engine, put("first.csv", file_of("Feminine")))
    assert rows(case_engine, CASES) == []
