"""The way to the case database, for the commands that may open it."""

import secrets

from sqlalchemy import Engine, func, insert, select

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


def prepare(engine: Engine) -> None:
    """Bring the schema up to date and fill what every case database holds."""
    migrate(engine, "cases")
    with engine.begin() as connection:
        if not connection.scalar(select(func.count()).select_from(schema.key_salt)):
            connection.execute(insert(schema.key_salt).values(id=1, salt=secrets.token_hex(32)))
        fill_places(connection)
