"""A small demonstration, made once."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from data_access.demonstration import load_demonstration
from tests.worlds.databases import empty_cases

CASES = 3_000


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = empty_cases(tmp_path_factory.mktemp("demonstration") / "cases.db")
    load_demonstration(engine, cases=CASES, seed=7)
    yield engine
    engine.dispose()
