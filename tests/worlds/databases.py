"""Empty databases: made once a process, and copied."""

import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, make_url

from data_access.cases.case_database import prepare
from data_access.database import migrate, open_database


def empty_cases(path: Path) -> Engine:
    """Make a prepared empty case database on SQLite. All of them have the same name and the same salt of keys."""
    path.write_bytes(_made(prepare))
    return _open(path)


def empty_releases(path: Path) -> Engine:
    """Make an empty release database on SQLite."""
    path.write_bytes(_made(_migrate_releases))
    return _open(path)


def _migrate_releases(engine: Engine) -> None:
    migrate(engine, "releases")


def _open(path: Path) -> Engine:
    return open_database(make_url(f"sqlite:///{path}"))


@cache
def _made(make: Callable[[Engine], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        engine = _open(path)
        make(engine)
        engine.dispose()
        return path.read_bytes()
