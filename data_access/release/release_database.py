"""The release database: which releases there are, which of them visitors see, and what each says of itself."""

import json
from pathlib import Path
from typing import Any, Literal, get_args

from sqlalchemy import Connection, Engine, Row, select
from sqlalchemy.exc import SQLAlchemyError

from data_access.database import LARGEST_ID, LONGEST_ANSWER_S, database_url, migrate, open_database, refuse_one_database
from data_access.errors import BadInput, DatabaseUnavailable
from data_access.release import schema as release_schema

ReleaseKind = Literal["public", "restricted"]
RELEASE_KINDS: tuple[ReleaseKind, ...] = get_args(ReleaseKind)
SETTINGS: dict[ReleaseKind, str] = {"public": "RELEASE_DATABASE_URL", "restricted": "RESTRICTED_RELEASE_DATABASE_URL"}


class NothingPublished(DatabaseUnavailable):
    """There is no release yet: nothing is wrong."""


def open_release_database(kind: ReleaseKind = "public") -> Engine:
    """Open the release database for writing, with the newest schema."""
    refuse_one_database()
    engine = open_database(database_url(SETTINGS[kind]))
    migrate(engine, "releases")
    return engine


def read_release_database(kind: ReleaseKind = "public") -> Engine:
    """Open the release database for reading only. Raises NothingPublished when there is none."""
    url = database_url(SETTINGS[kind])
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise NothingPublished("There is no release database yet. Publish a release: python -m data_access publish")
    return open_database(url, read_only=True, longest_s=LONGEST_ANSWER_S)


def list_releases(engine: Engine) -> list[dict[str, Any]]:
    """Return one entry a release, newest first: id, kind, created_at, data_until, active, retracted (the sentence, or
    None), cases_about (None where too few to be shown), provenance, method, cases_about_margin."""
    table, active, retraction = release_schema.release, release_schema.active_release, release_schema.retraction
    query = select(table, retraction.c.why).outerjoin(retraction, retraction.c.name == table.c.name)
    with engine.connect() as connection:
        current = set(connection.execute(select(active.c.release_id)).scalars())
        rows = connection.execute(query.order_by(table.c.id.desc())).all()
    entries = []
    for row in rows:
        manifest = json.loads(row.manifest)
        entries.append(
            {
                "id": row.id,
                "kind": row.kind,
                "created_at": str(row.created_at),
                "data_until": manifest["data_until"],
                "active": row.id in current,
                "retracted": row.why,
                **{name: manifest[name] for name in ("cases_about", "provenance", "method")},
                "cases_about_margin": manifest.get("cases_about_margin"),
            }
        )
    return entries


def show(engine: Engine, release_id: int) -> dict[str, Any]:
    """Return the manifest of a release. Raises BadInput when there is no such release."""
    with engine.connect() as connection:
        row = row_of(connection, release_id)
    return {"id": row.id, "content_hash": row.content_hash, **json.loads(row.manifest)}


def row_of(connection: Connection, release_id: int) -> Row[Any]:
    """Return the row of a release. Raises BadInput when there is no such release."""
    table = release_schema.release
    row = None
    if 0 < release_id <= LARGEST_ID:  # a database refuses a number that no column can hold
        row = connection.execute(select(table).where(table.c.id == release_id)).one_or_none()
    if row is None:
        raise BadInput(f"There is no release {release_id}. List them: python -m data_access releases")
    return row


def retraction_of(engine: Engine, release_id: int) -> str | None:
    """Return the sentence with which a release was found wrong, or None. Raises DatabaseUnavailable."""
    release, retraction = release_schema.release, release_schema.retraction
    query = (
        select(retraction.c.why).join(release, release.c.name == retraction.c.name).where(release.c.id == release_id)
    )
    try:
        with engine.connect() as connection:
            return connection.scalar(query)
    except SQLAlchemyError as error:  # a release database of the older program has no such table
        raise DatabaseUnavailable(
            "The release database must be brought up to date: python -m data_access init"
        ) from error


def active_release_id(engine: Engine, kind: ReleaseKind = "public") -> int:
    """Return the id of the release that visitors see.

    Raises DatabaseUnavailable when there is none, and when the database holds releases of another kind: the address
    is then a mistake, and one that must not show exact counts to everybody.
    """
    active = release_schema.active_release
    try:
        with engine.connect() as connection:
            ids = {row.kind: row.release_id for row in connection.execute(select(active))}
    except SQLAlchemyError as error:
        raise DatabaseUnavailable("The release database cannot be read.") from error
    if others := ids.keys() - {kind}:
        raise DatabaseUnavailable(f"{SETTINGS[kind]} names a database of {min(others)} releases.")
    if not ids:
        raise NothingPublished("No release has been published yet: python -m data_access publish")
    return int(ids[kind])


def may_be_named(engine: Engine, release_id: int) -> bool:
    """May an address name this release: is it kept, and was it shown to visitors at some time? Raises
    DatabaseUnavailable."""
    shown = release_schema.shown_release
    if not 0 < release_id <= LARGEST_ID:  # a database refuses a number that no column can hold
        return False
    try:
        with engine.connect() as connection:
            return connection.scalar(select(shown.c.release_id).where(shown.c.release_id == release_id)) is not None
    except SQLAlchemyError as error:  # a release database of the older program has no such table
        raise DatabaseUnavailable(
            "The release database must be brought up to date: python -m data_access init"
        ) from error
