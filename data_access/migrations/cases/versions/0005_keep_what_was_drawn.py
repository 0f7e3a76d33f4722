"""Keep what was drawn beside its entry in the ledger, and give the database and each entry a random name"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "identity",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("other_people", sa.Text(), nullable=False, server_default="[]"),
        sa.CheckConstraint("id = 1", name=op.f("ck_identity_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
    )
    # the older name of an entry is a keyed hash: it is as good as a random one
    with op.batch_alter_table("privacy_ledger") as table:
        table.drop_constraint("uq_privacy_ledger_input_hash", type_="unique")
        table.alter_column("input_hash", new_column_name="name", existing_type=sa.String(length=64), nullable=False)
        table.add_column(sa.Column("as_of", sa.Date()))
        table.add_column(sa.Column("reason", sa.String(length=8), nullable=False, server_default="date"))
        table.add_column(sa.Column("manifest", sa.Text()))
        table.create_unique_constraint("uq_privacy_ledger_name", ["name"])
        table.create_check_constraint(
            op.f("ck_privacy_ledger_reason_code"), "reason = 'date' OR reason = 'redraw' OR reason = 'failed'"
        )
    op.create_table(
        "drawn_table",
        sa.Column("draw", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draw"], ["privacy_ledger.id"], name=op.f("fk_drawn_table_draw")),
        sa.PrimaryKeyConstraint("draw", "name", name=op.f("pk_drawn_table")),
    )


def downgrade() -> None:
    op.drop_table("drawn_table")
    with op.batch_alter_table("privacy_ledger") as table:
        table.drop_constraint("uq_privacy_ledger_name", type_="unique")
        table.drop_constraint(op.f("ck_privacy_ledger_reason_code"), type_="check")
        table.drop_column("manifest")
        table.drop_column("reason")
        table.drop_column("as_of")
        table.alter_column("name", new_column_name="input_hash", existing_type=sa.String(length=64), nullable=False)
        table.create_unique_constraint("uq_privacy_ledger_input_hash", ["input_hash"])
    op.drop_table("identity")
