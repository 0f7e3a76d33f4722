"""PostgreSQL goes away in the middle of a command, and comes back."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from data_access.cases.case_database import prepare
from data_access.database import migrate, open_database
from data_access.failures import Stopped
from data_access.publishing import publish as publishing
from data_access.publishing.publish import publish
from data_access.release.release_database import list_releases
from tests.faults.servers import Postgres
from tests.worlds.people import DELTA, fill
from tests.worlds.publications import RHO, WORLD, ledger, small

pytestmark = [pytest.mark.slow, pytest.mark.postgres]
__all__ = ["small"]


@pytest.fixture
def databases(own_postgres: Postgres) -> Iterator[tuple[Engine, Engine]]:
    server = create_engine(own_postgres.url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        for name in ("cases", "releases"):
            connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    cases, releases = (open_database(make_url(own_postgres.url).set(database=name)) for name in ("cases", "releases"))
    prepare(cases)
    migrate(releases, "releases")
    with cases.begin() as connection:
        fill(connection, WORLD)
    yield cases, releases
    cases.dispose()
    releases.dispose()


@pytest.mark.parametrize("step", ["measure", "_copy"])
def test_a_server_that_stops_in_the_middle_of_a_publication_loses_nothing(
    step: str, databases: tuple[Engine, Engine], own_postgres: Postgres, monkeypatch: pytest.MonkeyPatch
) -> None:
    cases, releases = databases
    go_on = getattr(publishing, step)

    def stop_first(*arguments: Any, **options: Any) -> Any:
        own_postgres.stop()
        return go_on(*arguments, **options)

    asked = {"kind": "public", "epsilon": 1, "delta": DELTA}
    with monkeypatch.context() as patch, pytest.raises(Stopped) as stopped:
        patch.setattr(publishing, step, stop_first)
        publish(cases, releases, **asked)
    said = str(stopped.value)
    assert "lost" in said or "cannot be reached" in said
    own_postgres.start()
    paid = [RHO] if step == "_copy" else []
    assert ledger(cases) == paid
    assert publish(cases, releases, **asked)["drawn"] == (not paid)
    assert ledger(cases) == [RHO]
    assert len(list_releases(releases)) == 1
