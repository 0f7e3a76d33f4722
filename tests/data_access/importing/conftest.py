"""Files to import, and a look into the database afterwards."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from data_access.cases.loading import declare_source
from data_access.cases.schema import FORGOTTEN_RUN, ONCE_DECLARED
from data_access.importing import import_files

TABLES = ["case", "case_event", "case_service", "case_justice", "provider", "organisation", "population", "programme",
          "indicator", "indicator_value", "import_run", "change", "withdrawal", "joined_record"]  # fmt: skip


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Write a file and return its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., dict[str, Any]]:
    """Import files, with the report in the test's own folder."""

    def run(engine: Engine, *files: Path, format: str = "htcds", **options: Any) -> dict[str, Any]:
        return import_files(engine, files, format=format, report=tmp_path / "report.csv", **options)

    return run


@pytest.fixture
def declare() -> Callable[..., None]:
    """Declare a source in the register."""

    def write(engine: Engine, code: str, **other: Any) -> None:
        declared = {"name": f"Cases of {code}", "provenance": "confidential", "places_are_proxies": False}
        declared |= {"consent_policy": "required", "keys_name_source": True}
        with engine.begin() as connection:
            declare_source(connection, {"code": code, **declared, **other})

    return write


@pytest.fixture
def rows() -> Callable[..., list[tuple[Any, ...]]]:
    """Return the rows of a query; years and dates as text, so that both engines answer alike."""

    def query(engine: Engine, sql: str) -> list[tuple[Any, ...]]:
        with engine.connect() as connection:
            found = connection.execute(text(sql)).all()
        return [tuple(str(value) if hasattr(value, "isoformat") else value for value in row) for row in found]

    return query


@pytest.fixture
def everything(rows: Callable[..., list[tuple[Any, ...]]]) -> Callable[[Engine], dict[str, list[tuple[Any, ...]]]]:
    """Return every row of every table that an import writes, but what undo leaves: the highest number of a run that
    was taken back, and the codes of sources."""

    def query(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
        found = {table: sorted(rows(engine, f'SELECT * FROM "{table}"'), key=str) for table in TABLES}
        found["change"] = [row for row in found["change"] if not {FORGOTTEN_RUN, ONCE_DECLARED} & {*row}]
        return found

    return query
