"""What a release holds, read in one go, and whether it is what was published."""

import hashlib
import json
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import SQLAlchemyError

from data_access.errors import DatabaseUnavailable
from data_access.release.release_database import row_of
from data_access.release.schema import frame, published_table


class NotAsPublished(DatabaseUnavailable):
    """A release has not the content that was written down with it: it was changed, or its file is damaged."""

    def __init__(self, release_id: int) -> None:
        super().__init__(
            f"Release {release_id} is not what was published. Activate another one (python -m data_access releases "
            "activate ID), or restore the release database from a backup."
        )


class Content(NamedTuple):
    """A release's manifest with its id and content_hash, its numbers by table as published_table holds them, and as
    JSON what is not about people."""

    manifest: dict[str, Any]
    tables: Mapping[str, bytes]
    frames: Mapping[str, str]


def content_of_release(engine: Engine, release_id: int) -> Content:
    """Read all of a release, and compare it with the hash that was written with it.

    The hash finds what was damaged or changed. Who changes the hash as well makes another release of it: the hash that
    stands on every page and file is then not the one that was published.
    Raises NotAsPublished, and BadInput when there is no such release.
    """
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":  # all of it as it was at one moment, as SQLite gives it
                connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            row = row_of(connection, release_id)
            tables, frames = tables_of(connection, release_id), frames_of_release(connection, release_id)
        manifest = json.loads(row.manifest)
        is_whole = content_hash(manifest, tables, frames) == row.content_hash
    except (ValueError, TypeError, zlib.error) as error:
        raise NotAsPublished(release_id) from error
    except SQLAlchemyError as error:
        if "malformed" in str(error.__cause__):
            raise NotAsPublished(release_id) from error
        raise
    if not is_whole:
        raise NotAsPublished(release_id)
    return Content({"id": row.id, "content_hash": row.content_hash, **manifest}, tables, frames)


def tables_of(connection: Connection, release_id: int) -> dict[str, bytes]:
    """Return the numbers of a release by name of table."""
    query = select(published_table.c.name, published_table.c.content).where(published_table.c.release_id == release_id)
    return {row.name: row.content for row in connection.execute(query)}


def frames_of_release(connection: Connection, release_id: int) -> dict[str, str]:
    """Return what a release holds that is not about people, by name."""
    query = select(frame.c.name, frame.c.content).where(frame.c.release_id == release_id)
    return {row.name: row.content for row in connection.execute(query)}


def content_hash(manifest: dict[str, Any], tables: Mapping[str, bytes], frames: dict[str, str]) -> str:
    """Return the hash of a release's manifest, numbers and frames."""
    digest = hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode())
    for name in sorted(tables):
        digest.update(name.encode() + zlib.decompress(tables[name]))
    digest.update(frames_hash(frames).encode())
    return digest.hexdigest()


def frames_hash(frames: dict[str, str]) -> str:
    """Return the hash of what is not about people."""
    return hashlib.sha256(json.dumps(frames, sort_keys=True).encode()).hexdigest()
