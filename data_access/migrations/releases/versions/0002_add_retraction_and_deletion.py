"""Add retraction and deletion, and call the name of a release's numbers a name"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute('ALTER TABLE "release" RENAME COLUMN input_hash TO name')
    op.create_table(
        "retraction",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("retracted_at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_retraction")),
    )
    op.create_table(
        "deleted_release",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("deleted_at", sa.DateTime(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
        sa.CheckConstraint("kind = 'public' OR kind = 'restricted'", name=op.f("ck_deleted_release_kind_code")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deleted_release")),
    )


def downgrade() -> None:
    op.drop_table("deleted_release")
    op.drop_table("retraction")
    op.execute('ALTER TABLE "release" RENAME COLUMN name TO input_hash')
