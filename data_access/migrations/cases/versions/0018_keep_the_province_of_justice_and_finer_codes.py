"""Keep the province of each step of justice, and give sectors and kinds of sexual exploitation the region's own codes"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

# list -> the sum of all bits before and after its new codes
BITS = {"sector": (2**25 - 1, 2**27 - 1), "type_of_sexual_exploitation": (2**4 - 1, 2**5 - 1)}
CHANGE = sa.table("change", *map(sa.column, ("import_run_id", "table_name", "row_key", "before")))
JOINED = sa.table("joined_record", sa.column("case_key"), sa.column("content"))


def upgrade() -> None:
    foreign_key = "CONSTRAINT fk_case_justice_province REFERENCES place (code)"
    op.execute(f"ALTER TABLE case_justice ADD COLUMN province VARCHAR(40) {foreign_key}")
    _allow_more_bits()
    _tell_kept_steps()


def _allow_more_bits() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for name, (_, after) in BITS.items():
            op.drop_constraint(op.f(f"ck_case_{name}_codes"), "case", type_="check")
            rule = f"{name}_known BETWEEN 0 AND {after} AND ({name} & {name}_known) = {name}"
            op.create_check_constraint(op.f(f"ck_case_{name}_codes"), "case", rule)
        return
    # SQLite changes no check but by copying the table, which would take the steps of its cases along: this is the way
    # that its documentation gives (lang_altertable.html, 7) for a change that no row on the disk is touched by
    op.execute("PRAGMA writable_schema = ON")
    for name, (before, after) in BITS.items():
        rule = f"{name}_known BETWEEN 0 AND "
        op.execute(
            f"UPDATE sqlite_master SET sql = replace(sql, '{rule}{before} AND', '{rule}{after} AND') "
            "WHERE type = 'table' AND name = 'case'"
        )
    op.execute("PRAGMA writable_schema = RESET")


def _tell_kept_steps() -> None:
    """Let the steps that undo and joined records keep as JSON say that no province is known of them."""
    connection = op.get_bind()
    for record in connection.execute(sa.select(JOINED).where(JOINED.c.content.is_not(None))).all():
        content = _with_province(record.content)
        connection.execute(sa.update(JOINED).where(JOINED.c.case_key == record.case_key).values(content=content))
    people = CHANGE.c.table_name.in_(["case", "joined_record"]) & CHANGE.c.before.like("%justice%")
    for row in connection.execute(sa.select(CHANGE).where(people)).all():
        before = json.loads(row.before)
        if row.table_name == "joined_record":
            before["content"] = before["content"] and _with_province(before["content"])
        for step in before.get("case_justice", []):
            step["province"] = None
        is_row = (CHANGE.c.import_run_id == row.import_run_id) & (CHANGE.c.table_name == row.table_name)
        is_row &= CHANGE.c.row_key == row.row_key
        connection.execute(sa.update(CHANGE).where(is_row).values(before=json.dumps(before, separators=(",", ":"))))


def _with_province(content: str) -> str:
    values, steps = json.loads(content)
    for step in steps["justice"]:
        step["province"] = None
    return json.dumps([values, steps], separators=(",", ":"))


def downgrade() -> None:
    raise NotImplementedError("Sectors that older programs do not know cannot be kept by them.")
