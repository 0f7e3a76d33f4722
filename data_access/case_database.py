"""The way to the case database, for the commands that may open it."""

import hashlib
import secrets

from sqlalchemy import Connection, Engine, func, insert, select

from data_access import schema
from data_access.database import database_url, migrate, open_database
from data_access.loading import fill_places


def open_case_database() -> Engine:
    """Open the database at CASE_DATABASE_URL with the newest schema, its places and its key salt.

    Raises data_access.database.DatabaseUnavailable when the address is wrong.
    """
    engine = open_database(database_url("CASE_DATABASE_URL"))
    prepare(engine)
    return engine


def key_name(connection: Connection) -> str:
    """Return a short name of the key that turns a source's case keys into ours; nothing of the key follows from it.

    A backup whose key has this name finds the same cases again. Without the key no later file meets its cases, and
    withdrawn ones would come back.
    """
    salt = str(connection.scalar(select(schema.key_salt.c.salt)))
    return hashlib.blake2b(b"name of the key", key=salt.encode(), digest_size=4).hexdigest()


def prepare(engine: Engine) -> None:
    """Bring the schema up to date and fill what every case database holds."""
    migrate(engine, "cases")
    with engine.begin() as connection:
        if not connection.scalar(select(func.count()).select_from(schema.key_salt)):
            connection.execute(insert(schema.key_salt).values(id=1, salt=secrets.token_hex(32)))
        fill_places(connection)
