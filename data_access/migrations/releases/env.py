"""Run the migrations of the release database on the connection that data_access.database.migrate gives."""

from alembic import context

from data_access.release.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite alters a table by copying it
)
with context.begin_transaction():
    context.run_migrations()
