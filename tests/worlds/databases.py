"""Empty case databases: made once a process, and copied."""

import tempfile
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, make_url

from data_access.cases.case_database import prepare
from data_access.database import open_database


def empty_cases(path: Path) -> Engine:
    """Make a prepared empty case database on SQLite. All of them have the same name and the same salt of keys."""
    path.write_bytes(_prepared())
    return _open(path)


def _open(path: Path) -> Engine:
    return open_database(make_url(f"sqlite:///{path}"))


@cache
def _prepared() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.db"
        engine = _open(path)
        prepare(engine)
        engine.dispose()
        return path.read_bytes()
