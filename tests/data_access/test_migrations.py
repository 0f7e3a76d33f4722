"""A database that an earlier program made keeps what it holds when it is brought to the newest schema."""

import json
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import IntegrityError

from data_access import database
from data_access.cases.case_database import prepare
from data_access.cases.corrections.remembered import members, remembered
from data_access.cases.corrections.undo import undo
from data_access.codes.code_lists import SECTOR
from data_access.database import open_database
from data_access.importing.storing.joined_records import read_people

CASE = """INSERT INTO "case" (id, case_key, source, import_run_id, provenance, data_source, gender, age_band,
consent_to_share, means_of_control, means_of_control_known, method_of_recruitment, method_of_recruitment_known,
relation_to_trafficker, relation_to_trafficker_known, form_of_exploitation, form_of_exploitation_known, sector,
sector_known, type_of_sexual_exploitation, type_of_sexual_exploitation_known)
VALUES (:id, :key, :source, :run, 'confidential', 'NotStated', 'Feminine', 'unknown', :consent, 0, 0, 0, 0, 0, 0, 0, 0,
0, 0, 0, 0)"""
RECORD = {"case": {"id": 8, "case_key": "bb", "source": "b", "import_run_id": 1, "provenance": "confidential",
                   "data_source": "NotStated", "gender": "NonSpecifiedUnknown", "age_band": "9-17"},
          "case_service": [{"position": 1, "service": "Shelter", "start_date": "2024-01-01"}]}  # fmt: skip


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


@pytest.mark.slow
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
    "INSERT INTO key_salt (id, salt) VALUES (1, 'a key')",
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
            ("agency-for-care", "AGENCY FOR CARE"),
            ("giver", "Giver"),
            ("lantern", "Lantern"),
            ("unnamed", "UNNAMED"),
        ]
        assert rows("SELECT provider, provider_kind FROM case_service ORDER BY position") == [
            ("agency-for-care", "NGO"), ("giver", None), ("lantern", None), ("unnamed", None),
        ]  # fmt: skip
        assert len(rows("SELECT * FROM programme")) == 1
    for statement in (
        "DELETE FROM organisation WHERE code = 'giver'",
        "UPDATE case_service SET provider = 'nobody'",
        "UPDATE case_service SET service = 'Nothing'",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(statement))


@pytest.mark.slow
def test_names_from_case_files_are_published_no_more_on_sqlite(tmp_path: Path) -> None:
    _forgets_what_cases_said(open_database(make_url(f"sqlite:///{tmp_path / 'old.db'}")))


@pytest.mark.postgres
def test_names_from_case_files_are_published_no_more_on_postgresql(postgres_url: str) -> None:
    server = open_database(make_url(postgres_url))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE old_organisations"))
    _forgets_what_cases_said(open_database(make_url(postgres_url).set(database="old_organisations")))


def _keeps_joined_records(engine: Engine) -> None:
    """An earlier program put two records into one row: what the second said is what undo kept of it."""
    _at(engine, "0007")
    run = (
        "INSERT INTO import_run (id, content_hash, file_name, format, source, provenance, finished_at, rows_read, "
        "rows_accepted, rows_refused, can_undo) VALUES (:id, :hash, 'f', :format, 's', 'confidential', "
        "'2026-01-01 00:00:00', 1, 1, 0, :undo)"
    )
    with engine.begin() as connection:
        for number, format in ((1, "htcds"), (2, "join")):
            row = {"id": number, "hash": str(number), "format": format, "undo": True}
            connection.execute(text(run), row)
        connection.execute(text("INSERT INTO key_salt (id, salt) VALUES (1, 'a key')"))
        connection.execute(text("DELETE FROM source"))
        for code in "ab":
            row = {"code": code, "proxies": False, "names": True}
            connection.execute(
                text("INSERT INTO source VALUES (:code, :code, 'confidential', :proxies, 'required', :names)"), row
            )
        connection.execute(text(CASE), {"id": 7, "key": "aa", "source": "a", "consent": True, "run": 2})
        connection.execute(text(CASE), {"id": 9, "key": "cc", "source": "a", "consent": False, "run": 1})
        first = {"case": RECORD["case"] | {"id": 7, "case_key": "aa", "source": "a", "gender": "Feminine"}}
        for key, before in (("aa", first), ("bb", RECORD)):
            row = {"key": key, "before": json.dumps(before)}
            connection.execute(text("INSERT INTO change VALUES (2, 'case', :key, 1, :before)"), row)
        connection.execute(text("INSERT INTO joined_key VALUES ('bb', 'aa', 2)"))
    prepare(engine)
    with engine.connect() as connection:
        assert {name: (one.kept_key, one.source, one.has_record) for name, one in members(connection).items()} == {
            "aa": ("aa", "a", True), "bb": ("aa", "b", True),
        }  # fmt: skip
        person = read_people(connection, ["aa"])[0]
        assert [record.content and record.content.values["age_band"] for record in person.records] == [
            "unknown",
            "9-17",
        ]
        assert person.records[1].content
        assert person.records[1].content.steps["services"][0]["start_date"] == "2024-01-01"
        # every no is remembered from now on
        assert remembered(connection, "consent") == {"cc"}
    assert undo(engine, 2)["restored"] == 2
    with engine.connect() as connection:
        assert members(connection) == {}
        assert connection.scalars(text('SELECT case_key FROM "case" ORDER BY 1')).all() == ["aa", "bb", "cc"]


@pytest.mark.slow
def test_joined_records_are_parted_on_sqlite(tmp_path: Path) -> None:
    _keeps_joined_records(open_database(make_url(f"sqlite:///{tmp_path / 'old.db'}")))


@pytest.mark.postgres
def test_joined_records_are_parted_on_postgresql(postgres_url: str) -> None:
    server = open_database(make_url(postgres_url))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE old_joins"))
    _keeps_joined_records(open_database(make_url(postgres_url).set(database="old_joins")))


SERVICES = [
    "INSERT INTO key_salt (id, salt) VALUES (1, 'a key')",
    BEFORE[2],
    "INSERT INTO provider (code, name, kind) VALUES ('lantern', 'Lantern', 'NGO'), ('post', 'Post', NULL)",
    """INSERT INTO "case" (id, case_key, import_run_id, provenance, data_source, gender, age_band)
    VALUES (1, 'aa', 1, 'confidential', 'NGO', 'Feminine', 'adult')""",
    "INSERT INTO case_service (case_id, position, service, provider) VALUES (1, 1, 'Shelter', 'lantern'), "
    "(1, 2, 'Shelter', 'post'), (1, 3, 'LegalAid', NULL)",
]
OLD_STEPS = {"events": [], "justice": [], "services": [
    {"service": "Shelter", "provider": "lantern", "country": None, "province": None, "start_date": None,
     "end_date": None, "outcome": None},
]}  # fmt: skip


def _takes_kinds_to_services(engine: Engine) -> None:
    """Each service has the kind that its provider had, also in what undo keeps and in joined records."""
    _at(engine, "0010")
    kept = {"case": RECORD["case"], "case_service": [{"position": 1, "service": "Shelter", "provider": "lantern"}]}
    record = {"case_key": "bb", "kept_key": "aa", "rank": 1, "source": "own", "import_run_id": 1}
    content = json.dumps([{"gender": "Feminine"}, OLD_STEPS])
    changes = {("case", "bb"): kept, ("joined_record", '["bb"]'): {**record, "content": content}}
    with engine.begin() as connection:
        for statement in SERVICES:
            connection.execute(text(statement))
        row = text("INSERT INTO joined_record VALUES (:case_key, :kept_key, :rank, :source, :content, :import_run_id)")
        connection.execute(row, {**record, "content": content})
        connection.execute(row, {**record, "case_key": "cc", "rank": 2, "content": None})
        for (table, key), before in changes.items():
            values = {"table": table, "key": key, "before": json.dumps(before)}
            connection.execute(text("INSERT INTO change VALUES (1, :table, :key, 1, :before)"), values)
    prepare(engine)
    with engine.connect() as connection:
        services = connection.execute(text("SELECT provider, provider_kind FROM case_service ORDER BY position")).all()
        assert [tuple(row) for row in services] == [("lantern", "NGO"), ("post", None), (None, None)]
        assert [tuple(row) for row in connection.execute(text("SELECT * FROM provider ORDER BY code"))] == [
            ("lantern", "Lantern"), ("post", "Post"),
        ]  # fmt: skip
        records = read_people(connection, ["aa"])[0].records
        assert records[0].content and records[0].content.steps["services"][0]["provider_kind"] == "NGO"
        assert records[1].content is None
        before = connection.execute(text("SELECT table_name, before FROM change ORDER BY table_name")).all()
        case, joined = (json.loads(row.before) for row in before)
        assert case["case_service"][0]["provider_kind"] == "NGO"
        assert json.loads(joined["content"])[1] == json.loads(records[0].content.as_json())[1]
    for statement in (
        "UPDATE case_service SET provider_kind = 'Nothing'",
        "UPDATE case_service SET provider = 'nobody'",
        "DELETE FROM provider WHERE code = 'lantern'",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(statement))


def test_each_service_has_the_kind_of_its_provider_on_sqlite(tmp_path: Path) -> None:
    _takes_kinds_to_services(open_database(make_url(f"sqlite:///{tmp_path / 'old.db'}")))


@pytest.mark.postgres
def test_each_service_has_the_kind_of_its_provider_on_postgresql(postgres_url: str) -> None:
    server = open_database(make_url(postgres_url))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE old_kinds"))
    _takes_kinds_to_services(open_database(make_url(postgres_url).set(database="old_kinds")))


def _keeps_cases_and_takes_finer_codes(engine: Engine) -> None:
    """Steps of justice have a province from here on, and sectors more codes; nothing of a case is lost on the way."""
    _at(engine, "0017")
    step = {"step": "Conviction", "country": "AF", "start_date": None, "end_date": None, "outcome": "Convicted"}
    kept = {"case": RECORD["case"], "case_justice": [{"position": 1, **step}]}
    content = json.dumps([{"gender": "Feminine"}, {"events": [], "services": [], "justice": [step]}])
    record = {"case_key": "bb", "kept_key": "aa", "rank": 1, "source": "own", "import_run_id": 1, "content": content}
    with engine.begin() as connection:
        for statement in (*BEFORE[:3], "INSERT INTO key_salt (id, salt) VALUES (1, 'a key')"):
            connection.execute(text(statement))
        connection.execute(text(CASE), {"id": 8, "key": "aa", "source": "own", "run": 1, "consent": True})
        connection.execute(text("INSERT INTO case_justice (case_id, position, step) VALUES (8, 1, 'Conviction')"))
        connection.execute(
            text("INSERT INTO joined_record VALUES (:case_key, :kept_key, :rank, :source, :content, :import_run_id)"),
            record,
        )
        for table, key, before in (("case", "aa", kept), ("joined_record", '["bb"]', record)):
            values = {"table": table, "key": key, "before": json.dumps(before)}
            connection.execute(text("INSERT INTO change VALUES (1, :table, :key, 1, :before)"), values)
    prepare(engine)
    with engine.begin() as connection:
        new = dict.fromkeys(("is_unaccompanied", "return_kind", "return_crossing", "was_smuggled"))
        said = connection.execute(text(f'SELECT {", ".join(new)} FROM "case"')).all()
        assert [tuple(row) for row in said] == [(None,) * len(new)]
        assert json.loads(connection.scalar(text("SELECT content FROM joined_record")) or "")[0].items() >= new.items()
        kept_content = text("SELECT before FROM change WHERE table_name = 'joined_record'")
        kept = json.loads(connection.scalar(kept_content) or "")
        assert json.loads(kept["content"])[0].items() >= new.items()
        assert [tuple(row) for row in connection.execute(text("SELECT step, province FROM case_justice"))] == [
            ("Conviction", None)
        ]
        kept_records = read_people(connection, ["aa"])[0].records
        assert kept_records[0].content and kept_records[0].content.steps["justice"] == [{**step, "province": None}]
        before = connection.execute(text("SELECT before FROM change ORDER BY table_name")).scalars().all()
        assert json.loads(before[0])["case_justice"] == [{"position": 1, **step, "province": None}]
        assert json.loads(json.loads(before[1])["content"])[1]["justice"] == [{**step, "province": None}]
        brick_kilns = 1 << list(SECTOR).index("X_BrickKilns")
        connection.execute(text(f'UPDATE "case" SET sector = {brick_kilns}, sector_known = {brick_kilns}'))
    for statement in (
        f'UPDATE "case" SET sector = {1 << len(SECTOR)}, sector_known = {1 << len(SECTOR)}',
        'UPDATE "case" SET sector = 3, sector_known = 1',
        "UPDATE case_justice SET province = 'nowhere'",
        "UPDATE \"case\" SET return_crossing = 'Nowhere'",
    ):
        with pytest.raises(IntegrityError), engine.begin() as connection:
            connection.execute(text(statement))


def test_cases_are_kept_and_take_finer_codes_on_sqlite(tmp_path: Path) -> None:
    engine = open_database(make_url(f"sqlite:///{tmp_path / 'old.db'}"))
    _keeps_cases_and_takes_finer_codes(engine)
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"


@pytest.mark.postgres
def test_cases_are_kept_and_take_finer_codes_on_postgresql(postgres_url: str) -> None:
    server = open_database(make_url(postgres_url))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE DATABASE old_justice"))
    _keeps_cases_and_takes_finer_codes(open_database(make_url(postgres_url).set(database="old_justice")))
