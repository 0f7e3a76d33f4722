"""Keep the kind of a provider with each service, so that no row decides it for the services of others"""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS = (
    "NGO", "LawEnforcement", "HealthServiceOrganisation", "CentralGovernmentOrganisation",
    "LocalGovernmentOrganisation", "ImmigrationService", "LegalService", "CorporateBusiness", "SchoolOrCollege",
    "InternationalOrganisation", "Donor",
)  # fmt: skip
ROWS_A_TIME = 5_000
JOINED = sa.table("joined_record", sa.column("case_key"), sa.column("content"))
CHANGE = sa.table("change", *map(sa.column, ("import_run_id", "table_name", "row_key", "before")))
Services = list[dict[str, Any]]


def upgrade() -> None:
    codes = " OR ".join(f"provider_kind = '{kind}'" for kind in KINDS)
    constraint = f"CONSTRAINT ck_case_service_provider_kind_code CHECK ({codes})"
    op.execute(f"ALTER TABLE case_service ADD COLUMN provider_kind VARCHAR(40) {constraint}")
    kind = "SELECT kind FROM provider WHERE provider.code = case_service.provider"
    op.execute(f"UPDATE case_service SET provider_kind = ({kind}) WHERE provider IS NOT NULL")
    connection = op.get_bind()
    kinds = {row.code: row.kind for row in connection.execute(sa.text("SELECT code, kind FROM provider"))}
    for row in connection.execute(sa.select(JOINED).where(JOINED.c.content.is_not(None))).all():
        content = _with_kinds_of_record(row.content, kinds)
        connection.execute(sa.update(JOINED).where(JOINED.c.case_key == row.case_key).values(content=content))
    for row in _kept(connection):
        before = json.loads(row.before)
        if row.table_name == "joined_record":
            before["content"] = before["content"] and _with_kinds_of_record(before["content"], kinds)
        else:
            _add_kinds(before.get("case_service", []), kinds)
        is_row = (CHANGE.c.import_run_id == row.import_run_id) & (CHANGE.c.table_name == row.table_name)
        is_row &= CHANGE.c.row_key == row.row_key
        connection.execute(sa.update(CHANGE).where(is_row).values(before=json.dumps(before, separators=(",", ":"))))
    _drop_kinds_of_providers()


def _add_kinds(services: Services, kinds: dict[str, str | None]) -> None:
    for service in services:
        service["provider_kind"] = kinds.get(service.get("provider") or "")


def _with_kinds_of_record(content: str, kinds: dict[str, str | None]) -> str:
    values, steps = json.loads(content)
    _add_kinds(steps["services"], kinds)
    return json.dumps([values, steps], separators=(",", ":"))


def _kept(connection: sa.Connection) -> Iterator[Any]:
    """Yield what undo keeps of people's services, some rows at a time."""
    key = sa.tuple_(CHANGE.c.import_run_id, CHANGE.c.table_name, CHANGE.c.row_key)
    people = CHANGE.c.table_name.in_(["case", "joined_record"]) & CHANGE.c.before.is_not(None)
    query = sa.select(CHANGE).where(people).order_by(*key.clauses).limit(ROWS_A_TIME)
    rows = connection.execute(query).all()
    while rows:
        yield from rows
        last = rows[-1]
        after = key > sa.tuple_(last.import_run_id, last.table_name, last.row_key)
        rows = connection.execute(query.where(after)).all()


def _drop_kinds_of_providers() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("provider", "kind")
        return
    # SQLite drops no column that a constraint names; until the commit services may point to rows that are not there
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT code, name FROM provider")
    op.drop_table("provider")
    op.create_table(
        "provider",
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_provider"),
    )
    op.execute("INSERT INTO provider (code, name) SELECT code, name FROM kept")
    op.execute("DROP TABLE kept")


def downgrade() -> None:
    raise NotImplementedError("The kinds of services do not go back into one kind for each provider.")
