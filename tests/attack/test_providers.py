"""Agencies are protected too: who serves people leaves the case database as a kind of organisation and nothing else.

The public server has no other source than the release, so what is in no part of it can be in no page, file or address;
the Recovery page, which counts kinds of provider, is read as well.
"""

import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import Engine, insert, make_url, select, update
from streamlit.testing.v1 import AppTest

from data_access.cases import schema
from data_access.codes.code_lists import ORGANISATION_KIND
from data_access.codes.of_release import UNKNOWN
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.publishing.publish import publish
from data_access.release.release import Release
from data_access.release.schema import frame, published_table, release
from data_access.release.workload import CHOSEN_AXES
from tests.worlds.databases import empty_cases
from tests.worlds.people import DELTA, small_domains

PROJECT = Path(__file__).resolve().parents[2]
CASES, BUDGET = 1_500, 200.0
LANTERN = {"code": "org-lantern", "name": "House of the Seven Lanterns"}
Publish = Callable[[], tuple[str, set[str]]]


@pytest.fixture
def cases(tmp_path: Path) -> Iterator[Engine]:
    """A demonstration in which one small shelter has served a few people."""
    engine = empty_cases(tmp_path / "cases.db")
    load_demonstration(engine, cases=CASES, seed=7)
    few = schema.case_service.c.case_id < 30
    with engine.begin() as connection:
        connection.execute(insert(schema.provider), [LANTERN])
        connection.execute(update(schema.case_service).where(few).values(provider=LANTERN["code"]))
    yield engine
    engine.dispose()


@pytest.fixture
def published(cases: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Publish the cases; return the address of the release, and the codes and names of all who serve people.

    The budget is so large that the few people of this world are shown.
    """
    monkeypatch.setenv("PRIVACY_CAP_EPSILON", str(BUDGET))

    def run() -> tuple[str, set[str]]:
        address = f"sqlite:///{tmp_path / 'releases.db'}"
        releases = open_database(make_url(address))
        migrate(releases, "releases")
        with small_domains((2010, 2026), CHOSEN_AXES):
            publish(cases, releases, kind="public", epsilon=BUDGET, delta=DELTA)
        releases.dispose()
        table = schema.provider.c
        serving = select(schema.case_service.c.provider)
        with cases.connect() as connection:
            rows = connection.execute(select(table.code, table.name).where(table.code.in_(serving))).all()
        assert len(rows) > 20
        return address, {word for row in rows for word in row}

    return run


def _written(address: str) -> str:
    """Everything that a release database holds, as one text."""
    engine = open_database(make_url(address), read_only=True)
    with engine.connect() as connection:
        parts = [str(tuple(row)) for table in (release, frame) for row in connection.execute(select(table))]
        tables = connection.execute(select(published_table.c.name, published_table.c.content)).all()
    engine.dispose()
    return "\n".join([*parts, *(name + zlib.decompress(content).decode("latin-1") for name, content in tables)])


def test_no_provider_is_in_a_release(published: Publish) -> None:
    address, providers = published()
    written = _written(address)
    assert not [word for word in providers if word in written]


def test_a_name_that_is_published_would_be_found(published: Publish, cases: Engine) -> None:
    with cases.begin() as connection:
        source = {"source_title": "t", "source_publisher": "p", "provenance": "synthetic"}
        file = connection.execute(select(schema.import_run.c.id)).scalars().first()
        row = {"code": "p", "title": "P", "implementer": LANTERN["code"], "import_run_id": file, **source}
        connection.execute(insert(schema.organisation).values(code=LANTERN["code"], name=LANTERN["name"]))
        connection.execute(insert(schema.programme), [row])
    address, providers = published()
    written = _written(address)
    assert {word for word in providers if word in written} == {LANTERN["code"], LANTERN["name"]}


def test_identifiers_are_counted_by_kind_and_a_page_names_none(
    published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, providers = published()
    kinds = Release(open_database(make_url(address), read_only=True), 1).counts(("identified_by",), {})
    assert set(kinds["identified_by"]) <= {*ORGANISATION_KIND, UNKNOWN}
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    st.cache_resource.clear()
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
    app.query_params["view"] = "provider"
    app.switch_page(str(PROJECT / "pages" / "recovery.py")).run()
    assert not app.exception
    shown = "\n".join([*(str(element.proto) for element in app.main), repr(dict(app.query_params))])
    assert "Law enforcement" in shown or "NGO" in shown
    assert not [word for word in providers if word in shown]
