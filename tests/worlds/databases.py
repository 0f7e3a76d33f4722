"""Databases that many tests begin with: made once a process, and copied."""

import fcntl
import os
import tempfile
from collections.abc import Callable, Hashable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine, make_url, select

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


def begin_with(engine: Engine, world: Hashable, make: Callable[[], object]) -> Engine:
    """Put into an empty database what `make` puts there: on SQLite once a process, and a copy of it from then on.

    world: what tells it from all others that a test begins with.
    """
    if engine.dialect.name != "sqlite":
        make()
        return engine
    path = Path(str(engine.url.database))
    engine.dispose()
    if world in _WORLDS:
        path.write_bytes(_WORLDS[world])
    else:
        make()
        engine.dispose()  # the last connection writes everything into the file
        _WORLDS[world] = path.read_bytes()
    return engine


def read(engine: Engine, table: object) -> pd.DataFrame:
    keys = list(table.primary_key.columns)
    with engine.connect() as connection:
        return pd.read_sql(select(table).order_by(*keys), connection)


def made_once_for_all_workers(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` fills once for all workers of this run; whoever comes second waits."""
    run = folders.getbasetemp()
    folder = (run.parent if "PYTEST_XDIST_WORKER" in os.environ else run) / name
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            begun = folders.mktemp(name)
            make(begun)
            begun.rename(folder)  # only whole ones are found by others
    return folder


_WORLDS: dict[Hashable, bytes] = {}


def _migrate_releases(engine: Engine) -> None:
    migrate(engine, "releases")


def _open(path: Path) -> Engine:
    engine = open_database(make_url(f"sqlite:///{path}"))
    # what SQLAlchemy compiled for the first of these databases serves all of them
    _FIRST.append(engine)
    engine.dialect, engine._compiled_cache = _FIRST[0].dialect, _FIRST[0]._compiled_cache
    del _FIRST[1:]
    return engine


_FIRST: list[Engine] = []


@cache
def _made(make: Callable[[Engine], None]) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.db"
        engine = _open(path)
        make(engine)
        engine.dispose()
        return path.read_bytes()
