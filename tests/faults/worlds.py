"""Release databases that are replaced, damaged and restored under whoever reads them."""

import secrets
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import create_engine, delete, insert, make_url, select, text, update

from data_access.database import migrate, open_database
from data_access.release.schema import metadata, published_table, release
from tests.worlds.releases import make_release, one_cell

MANY, FEW = 57_514, 1_931


def release_of(folder: Path, people: int, **more: Any) -> Path:
    """A release database with one release, number 1, of so many people; its file. more: see make_release."""
    folder.mkdir(parents=True, exist_ok=True)
    make_release(folder, one_cell(people), **more)
    return folder / "releases.db"


@contextmanager
def on_postgres(server_url: str, file: Path) -> Iterator[str]:
    """The same release database on a PostgreSQL server; its address."""
    url = make_url(server_url).set(database=f"releases_{secrets.token_hex(4)}")
    server = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {url.database}"))
    address = url.render_as_string(hide_password=False)
    target = open_database(url)
    migrate(target, "releases")
    target.dispose()
    restore(address, file)
    server.dispose()  # the server may be another process by the time that the database is dropped
    yield address
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {url.database} WITH (FORCE)"))
    server.dispose()


def restore(address: str, file: Path) -> None:
    """Put the rows of a release database in the place of those of another one, as a restored backup does."""
    source, target = open_database(make_url(f"sqlite:///{file}")), open_database(make_url(address))
    with source.connect() as reading, target.begin() as writing:
        for table in reversed(metadata.sorted_tables):
            writing.execute(delete(table))
        for table in metadata.sorted_tables:
            if rows := [dict(row) for row in reading.execute(select(table)).mappings()]:
                writing.execute(insert(table), rows)
    source.dispose()
    target.dispose()


def triple(address: str, content_hash: str | None = None) -> None:
    """Make every number of a release database three times as large, and let everything be shown: a forger's change.
    content_hash: what is written down as that of the release."""
    engine = open_database(make_url(address))
    with engine.begin() as connection:
        for row in connection.execute(select(published_table)).all():
            numbers = 3 * np.frombuffer(zlib.decompress(row.content), "<f4")
            is_row = (published_table.c.name == row.name) & (published_table.c.release_id == row.release_id)
            content = zlib.compress(numbers.astype("<f4").tobytes())
            connection.execute(update(published_table).where(is_row).values(content=content))
        for row in connection.execute(select(release)).all():
            manifest = row.manifest.replace('"least_count": 10', '"least_count": 0')
            changed = {"manifest": manifest, "content_hash": content_hash or row.content_hash}
            connection.execute(update(release).where(release.c.id == row.id).values(changed))
    engine.dispose()
