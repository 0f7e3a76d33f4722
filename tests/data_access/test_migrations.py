"""A database that an earlier program made keeps what it holds when it is brought to the newest schema."""

from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError

from data_access import database
from data_access.cases.case_database import prepare
from data_access.database import open_database


def _at(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations" / "cases"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


PROGRAMME = """INSERT INTO programme (code, title, donor, country, provenance, source_title, source_publisher,
import_run_id) VALUES ('home', 'Home', 'giver', 'AF', 'published', 't', 'p', 1)"""
BEFORE = [
    "INSERT INTO place (code, kind, country, name) VALUES ('AF', 'country', 'AF', 'Afghanistan')",
    "INSERT INTO organisation (code, name) VALUES ('giver', 'Giver')",
    "INSERT INTO import_run (id, content_hash, file_name, format, source, provenance, finished_at, rows_read, "
    "rows_accepted, rows_refused) VALUES (1, 'h', 'f', 'results', 's', 'public', '2026-01-01 00:00:00', 1, 1, 0)",
    PROGRAMME,
    "INSERT INTO indicator (code, programme, title) VALUES ('i', 'home', 'Helped')",
    "INSERT INTO indicator_value (id, indicator, kind, value, source_title, source_publisher, provenance, "
    "import_run_id) VALUES (5, 'i', 'actual', 12, 't', 'p', 'published', 1)",
    "INSERT INTO expenditure (id, programme, amount, currency, source_title, provenance, import_run_id) "
    "VALUES (7, 'home', 100, 'USD', 't', 'published', 1)",
]


def _keeps_programmes(engine: Engine) -> None:
    _at(engine, "0003")
    with engine.begin() as connection:
        for statement in BEFORE:
            connection.execute(text(statement))
    prepare(engine)
    with engine.connect() as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text(sql))]

        assert rows("SELECT kind, code, name FROM programme_share ORDER BY position") == [
            ("donor", "giver", "Giver"), ("country", "AF", None),
        ]  # fmt: skip
        assert rows("SELECT kind, amount FROM expenditure") == [("expenditure", 100)]
        assert rows("SELECT value, disaggregation FROM indicator_value") == [(12, None)]
        assert rows("SELECT iati_identifier FROM programme") == [(None,)]


def test_programmes_are_kept_on_sqlite(tmp_path: Path) -> None:
    _keeps_programmes(open_database(make_url(f"sqlite:///{tmp_path / 'old.db'}")))


@pytest.mark.postgres
def test_programmes_are_kept_on_postgresql(postgres_url: str) -> None:
    server = open_database(make_url(postgres_url))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE old_programmes"))
    _keeps_programmes(open_database(make_url(postgres_url).set(database="old_programmes")))


NAMED_BY_CASES = [
    *BEFORE,
    "INSERT INTO organisation (code, name, kind) VALUES ('agency-for-care', 'AGENCY FOR CARE', 'NGO')",
    "INSERT INTO organisation (code, name) VALUES ('lantern', 'Lantern'), ('unnamed', 'UNNAMED')",
    "INSERT INTO organisation (code, name) VALUES ('untouched', 'Untouched')",
    """INSERT INTO "case" (id, case_key, import_run_id, provenance, data_source, gender, age_band)
    VALUES (1, 'k', 1, 'confidential', 'NGO', 'Feminine', 'adult')""",
    *(
        f"INSERT INTO case_service (case_id, position, service, provider) VALUES (1, {position}, 'Shelter', '{code}')"
        for position, code in enumerate(("agency-for-care", "giver", "lantern", "unnamed"), 1)
    ),
    *(
        f"INSERT INTO indicator (code, body, title) VALUES ('of {code}', '{code}', 'Helped')"
        for code in ("agency-for-care", "unnamed", "untouched")
    ),
]


def _forgets_what_cases_said(engine: Engine) -> None:
    _at(engine, "0003")
    with engine.begin() as connection:
        for statement in NAMED_BY_CASES:
            connection.execute(text(statement))
    prepare(engine)
    with engine.begin() as connection:

        def rows(sql: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text(sql))]

        assert rows("SELECT * FROM organisation ORDER BY code") == [
            ("agency-for-care", "agency-for-care"),
            ("giver", "Giver"),
            ("unnamed", "unnamed"),
            ("untouched", "Untouched"),
        ]
        assert rows("SELECT * FROM provider WHERE code <> 'untouched' ORDER BY code") == [
            ("agency-for-care", "AGENCY FOR CARE", "NGO"),
            ("giver", "Giver", None),
            ("lantern", "Lantern", None),
            ("unnamed", "UNNAMED", None),
        ]
        assert [row[0] for row in rows("SELECT provider FROM case_service ORDER BY position")] == [
            "agency-for-care", "giver", "lantern", "unnamed",
        ]  # fmt: skip
        assert len(rows("SELECT * FROM programme")) == 1
    for statement in (
        "DELETE FROM organisation WHERE code = 'giver'",
        "UPDATE case_service SET provider = 'nobody'",
        "UPDATE case_service SET service = 'Nothing'",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(statement))


def test_names_from_case_files_are_published_no_more_on_sqlite(tmp_path: Path) -> None:
    _forgets_what_cases_said(open_database(make_url(f"sqlite:///{tmp_path / 'old.db'}")))


@pytest.mark.postgres
def test_names_from_case_files_are_published_no_more_on_postgresql(postgres_url: str) -> None:
    server = open_database(make_url(postgres_url))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE old_organisations"))
    _forgets_what_cases_said(open_database(make_url(postgres_url).set(database="old_organisations")))
