"""Keep the records of a person apart that were joined, and every no"""

import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

# as the program of this revision wrote a record: the values of the case, and its steps by kind
VALUES = {
    "registration_date": None, "registration_year": None, "data_source": "NotStated", "gender": "NonSpecifiedUnknown",
    "age_band": "unknown", "citizenship": None, "second_citizenship": None, "trafficking_status": None,
    "case_status": None, "consent_to_share": None, "means_of_control_known": 0, "means_of_control": 0,
    "method_of_recruitment_known": 0, "method_of_recruitment": 0, "relation_to_trafficker_known": 0,
    "relation_to_trafficker": 0, "form_of_exploitation_known": 0, "form_of_exploitation": 0, "sector_known": 0,
    "sector": 0, "type_of_sexual_exploitation_known": 0, "type_of_sexual_exploitation": 0, "provenance": None,
}  # fmt: skip
STEPS = {
    "events": ("case_event", ("kind", "country", "province", "place", "start_date", "end_date", "basis")),
    "services": (
        "case_service", ("service", "provider", "country", "province", "start_date", "end_date", "outcome"),
    ),
    "justice": ("case_justice", ("step", "country", "start_date", "end_date", "outcome")),
}  # fmt: skip
JOINED = sa.table(
    "joined_record",
    *map(sa.column, ("case_key", "kept_key", "rank", "source", "content", "import_run_id")),
)
OLD = sa.table("joined_key", *map(sa.column, ("case_key", "kept_key", "import_run_id")))
CHANGE = sa.table("change", *map(sa.column, ("import_run_id", "table_name", "row_key", "before_run", "before")))
WITHDRAWAL = sa.table("withdrawal", sa.column("case_key"), sa.column("what"), sa.column("withdrawn_at", sa.DateTime()))
CASE = sa.table(
    "case",
    *map(sa.column, ("id", "case_key", "source", *(name for name in VALUES if name != "consent_to_share"))),
    sa.column("consent_to_share", sa.Boolean()),
)


def upgrade() -> None:
    op.create_table(
        "joined_record",
        sa.Column("case_key", sa.String(length=32), nullable=False),
        sa.Column("kept_key", sa.String(length=32), nullable=False),
        sa.Column("rank", sa.SmallInteger(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("import_run_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_key", name=op.f("pk_joined_record")),
    )
    op.create_index(op.f("ix_joined_record_kept_key"), "joined_record", ["kept_key"])
    connection = op.get_bind()
    _take_joined_keys_over(connection)
    op.drop_table("joined_key")
    _remember_every_no(connection)


def _take_joined_keys_over(connection: sa.Connection) -> None:
    """The record that went is as it was when it was joined; the one that stayed is what the case is now."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for old in connection.execute(sa.select(OLD).order_by(OLD.c.import_run_id)).all():
        group = [*_group(connection, groups, old.kept_key, None), *_group(connection, groups, old.case_key, old)]
        for rank, row in enumerate(group):
            # the join is taken back by what stood there before it
            before = json.dumps(row) if "rank" in row else None
            change = {"import_run_id": old.import_run_id, "table_name": "joined_record", "before": before}
            key = json.dumps([row["case_key"]])
            connection.execute(sa.insert(CHANGE).values(**change, row_key=key, before_run=row.get("import_run_id")))
            row |= {"kept_key": old.kept_key, "rank": rank, "import_run_id": old.import_run_id}
        groups[old.kept_key] = group
    for group in groups.values():
        connection.execute(sa.insert(JOINED), group)


def _group(
    connection: sa.Connection, groups: dict[str, list[dict[str, Any]]], key: str, joined: Any
) -> list[dict[str, Any]]:
    if key in groups:
        return groups.pop(key)
    values: dict[str, Any] = dict(VALUES)
    steps: dict[str, list[dict[str, Any]]] = {name: [] for name in STEPS}
    source = "own"
    before = None
    if joined:
        is_it = (CHANGE.c.row_key == key) & (CHANGE.c.table_name == "case")
        query = sa.select(CHANGE.c.before).where(is_it, CHANGE.c.import_run_id == joined.import_run_id)
        before = connection.scalar(query)
    if before:
        kept = json.loads(before)
        source = kept["case"].get("source", source)
        values |= {name: value for name, value in kept["case"].items() if name in VALUES}
        for name, (table, columns) in STEPS.items():
            found = sorted(kept.get(table, []), key=lambda step: step["position"])
            steps[name] = [{column: step.get(column) for column in columns} for step in found]
    elif row := connection.execute(sa.select(CASE).where(CASE.c.case_key == key)).one_or_none():
        source = row.source
        values |= {name: _plain(row._mapping[name]) for name in VALUES}
        for name, (table, columns) in STEPS.items():
            stored = sa.table(table, *map(sa.column, ("case_id", "position", *columns)))
            query = sa.select(stored).where(stored.c.case_id == row.id).order_by(stored.c.position)
            steps[name] = [
                {column: _plain(step._mapping[column]) for column in columns} for step in connection.execute(query)
            ]
    else:
        return [{"case_key": key, "source": source, "content": None}]
    return [{"case_key": key, "source": source, "content": json.dumps([values, steps], separators=(",", ":"))}]


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _remember_every_no(connection: sa.Connection) -> None:
    """A case whose consent is no is remembered as one, under all keys of its person."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    no = sa.select(CASE.c.case_key).where(CASE.c.consent_to_share.is_(False))
    remembered = sa.select(WITHDRAWAL.c.case_key)
    refused = sa.union(no, sa.select(WITHDRAWAL.c.case_key).where(WITHDRAWAL.c.what == "consent")).subquery()
    kept = sa.select(JOINED.c.kept_key).where(JOINED.c.case_key.in_(sa.select(refused.c.case_key)))
    people = sa.select(JOINED.c.case_key).where(JOINED.c.kept_key.in_(kept))
    keys = connection.scalars(sa.union(no, people)).all()
    there = set(connection.scalars(remembered))
    rows = [{"case_key": key, "what": "consent", "withdrawn_at": now} for key in keys if key not in there]
    if rows:
        connection.execute(sa.insert(WITHDRAWAL), rows)


def downgrade() -> None:
    op.create_table(
        "joined_key",
        sa.Column("case_key", sa.String(length=32), nullable=False),
        sa.Column("kept_key", sa.String(length=32), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_key", name=op.f("pk_joined_key")),
    )
    op.execute(
        "INSERT INTO joined_key SELECT case_key, kept_key, import_run_id FROM joined_record WHERE case_key <> kept_key"
    )
    op.drop_table("joined_record")
    op.execute("DELETE FROM change WHERE table_name = 'joined_record'")
