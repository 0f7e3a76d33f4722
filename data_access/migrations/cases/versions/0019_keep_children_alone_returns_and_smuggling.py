"""Keep whether a child was alone, whether and where somebody came back, and whether they were smuggled"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

KINDS = ("NotReturned", "OwnAccord", "Deported", "NotStated")
CROSSINGS = (
    "IslamQala", "ZaranjMilak", "Torkham", "SpinBoldakChaman", "TaftanMirjaveh", "SherKhanBandar", "Hairatan",
    "Airport", "Other",
)  # fmt: skip
NEW = {
    "is_unaccompanied": "BOOLEAN",
    "return_kind": "VARCHAR(12)",
    "return_crossing": "VARCHAR(20)",
    "was_smuggled": "BOOLEAN",
}
CODES = {"return_kind": KINDS, "return_crossing": CROSSINGS}
CHANGE = sa.table("change", *map(sa.column, ("import_run_id", "table_name", "row_key", "before")))
JOINED = sa.table("joined_record", sa.column("case_key"), sa.column("content"))


def upgrade() -> None:
    for name, kind in NEW.items():
        rule = " OR ".join(f"{name} = '{code}'" for code in CODES.get(name, ()))
        check = f" CONSTRAINT ck_case_{name}_code CHECK ({rule})" if rule else ""
        op.execute(f'ALTER TABLE "case" ADD COLUMN {name} {kind}{check}')
    _tell_kept_records()


def _tell_kept_records() -> None:
    """Let the records of people who have several say that nothing is known of what is new."""
    connection = op.get_bind()
    for record in connection.execute(sa.select(JOINED).where(JOINED.c.content.is_not(None))).all():
        content = _with_new(record.content)
        connection.execute(sa.update(JOINED).where(JOINED.c.case_key == record.case_key).values(content=content))
    for row in connection.execute(sa.select(CHANGE).where(CHANGE.c.table_name == "joined_record")).all():
        before = json.loads(row.before) if row.before else {}
        if before.get("content"):
            before["content"] = _with_new(before["content"])
            is_row = (CHANGE.c.import_run_id == row.import_run_id) & (CHANGE.c.table_name == row.table_name)
            is_row &= CHANGE.c.row_key == row.row_key
            connection.execute(sa.update(CHANGE).where(is_row).values(before=json.dumps(before, separators=(",", ":"))))


def _with_new(content: str) -> str:
    values, steps = json.loads(content)
    return json.dumps([{**dict.fromkeys(NEW), **values}, steps], separators=(",", ":"))


def downgrade() -> None:
    raise NotImplementedError("What older programs have no room for cannot be kept by them.")
