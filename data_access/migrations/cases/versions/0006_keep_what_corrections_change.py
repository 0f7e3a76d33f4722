"""Keep what corrections change, what was withdrawn, and which keys were joined"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("import_run", sa.Column("source_code", sa.String(length=40), nullable=True))
    op.add_column("import_run", sa.Column("can_undo", sa.Boolean(), nullable=False, server_default=sa.false()))
    run = sa.table("import_run", sa.column("id"), sa.column("format"), sa.column("source_code"))
    case = sa.table("case", sa.column("source"), sa.column("import_run_id"))
    source = sa.select(sa.func.min(case.c.source)).where(case.c.import_run_id == run.c.id).scalar_subquery()
    of_cases = run.c.format.in_(["htcds", "ctdc", "demonstration"])
    op.get_bind().execute(sa.update(run).where(of_cases).values(source_code=source))
    op.create_table(
        "joined_key",
        sa.Column("case_key", sa.String(length=32), nullable=False),
        sa.Column("kept_key", sa.String(length=32), nullable=False),
        sa.Column("import_run_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_key", name=op.f("pk_joined_key")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("case_key", sa.String(length=32), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("what = 'case' OR what = 'consent'", name=op.f("ck_withdrawal_what_code")),
        sa.PrimaryKeyConstraint("case_key", name=op.f("pk_withdrawal")),
    )
    op.create_table(
        "change",
        sa.Column("import_run_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("table_name", sa.String(length=20), nullable=False),
        sa.Column("row_key", sa.String(length=200), nullable=False),
        sa.Column("before_run", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("import_run_id", "table_name", "row_key", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_before_run"), "change", ["before_run"])
    op.create_index("ix_change_row_key", "change", ["table_name", "row_key"])


def downgrade() -> None:
    op.drop_table("change")
    op.drop_table("withdrawal")
    op.drop_table("joined_key")
    op.drop_column("import_run", "can_undo")
    op.drop_column("import_run", "source_code")
