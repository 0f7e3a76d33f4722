"""What tests of publication share: a small world on each engine, its release database, and a look into both."""

import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Table, create_engine, delete, insert, select, text

from data_access.cases import schema
from data_access.database import migrate, open_database
from data_access.publishing import publish as publishing
from data_access.publishing.noise import rho_for
from data_access.publishing.publish import publish
from data_access.release import schema as release_schema
from tests.worlds.databases import begin_with, empty_releases
from tests.worlds.people import DELTA, SMALL_WORKLOAD, Person, fill, small_domains

WORLD = [Person(identified="AF-KAB", forms=("Other",))] * 300 + [Person(year=2023, identified="IR-10")] * 137
RHO = rho_for(1, DELTA)
Publish = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.delenv("PRIVACY_CAP_EPSILON", raising=False)
    monkeypatch.setattr(publishing, "WORKLOAD", SMALL_WORKLOAD)
    monkeypatch.setattr(publishing, "DENOMINATORS", ())
    monkeypatch.setattr(publishing, "RESTRICTED", ())
    with small_domains((2022, 2100)):
        yield


@pytest.fixture
def releases(case_engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """An empty release database on the engine of the case database."""
    if case_engine.dialect.name == "sqlite":
        engine = empty_releases(tmp_path / "releases.db")
    else:
        url = case_engine.url.set(database=f"releases_{secrets.token_hex(4)}")
        on_server(case_engine, f"CREATE DATABASE {url.database}")
        engine = open_database(url)
        migrate(engine, "releases")
    yield engine
    engine.dispose()
    if case_engine.dialect.name == "postgresql":
        on_server(case_engine, f"DROP DATABASE {url.database} WITH (FORCE)")


def on_server(engine: Engine, statement: str) -> None:
    """Run a statement on the server of a database, outside of any transaction."""
    server = create_engine(engine.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(statement))
    server.dispose()


@pytest.fixture
def world(case_engine: Engine) -> Engine:
    def make() -> None:
        with case_engine.begin() as connection:
            fill(connection, WORLD)

    return begin_with(case_engine, "publications", make)


@pytest.fixture
def run(world: Engine, releases: Engine) -> Publish:
    """Publish this world at epsilon 1, or as asked."""

    def run(**options: Any) -> dict[str, Any]:
        return publish(world, releases, **{"kind": "public", "epsilon": 1.0, "delta": DELTA, **options})

    return run


def ledger(engine: Engine) -> list[float]:
    with engine.connect() as connection:
        return list(connection.execute(select(schema.privacy_ledger.c.rho)).scalars())


def contents(engine: Engine, release_id: int) -> dict[str, Any]:
    table, published = release_schema.release, release_schema.published_table
    with engine.connect() as connection:
        row = connection.execute(select(table).where(table.c.id == release_id)).one()
        numbers = connection.execute(select(published).where(published.c.release_id == release_id)).all()
    return {"row": tuple(row), **{number.name: number.content for number in numbers}}


def numbers(engine: Engine, release_id: int) -> dict[str, Any]:
    return {name: content for name, content in contents(engine, release_id).items() if name != "row"}


def address(engine: Engine) -> str:
    return engine.url.render_as_string(hide_password=False)


def lose(releases: Engine) -> None:
    """Do what making the release database anew does."""
    with releases.begin() as connection:
        for table in reversed(release_schema.metadata.sorted_tables):
            connection.execute(delete(table))


def copied(engine: Engine) -> dict[Table, list[dict[str, Any]]]:
    with engine.connect() as connection:
        return {
            table: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in release_schema.metadata.sorted_tables
        }


def put_back(engine: Engine, kept: dict[Table, list[dict[str, Any]]]) -> None:
    lose(engine)
    with engine.begin() as connection:
        for table, rows in kept.items():
            if rows:
                connection.execute(insert(table), rows)


def add_programme(world: Engine) -> None:
    with world.begin() as connection:
        connection.execute(schema.programme.insert().values(
            code="p", title="P", provenance="synthetic", source_title="t", source_publisher="p", import_run_id=1
        ))  # fmt: skip
