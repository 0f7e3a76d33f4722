"""Keep the numbers that releases were given"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # empty: which numbers there are is read from the release database by the next publish
    op.create_table(
        "release_number",
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("kind", "number", name="pk_release_number"),
        sa.CheckConstraint("kind = 'public' OR kind = 'restricted'", name="ck_release_number_kind_code"),
    )


def downgrade() -> None:
    op.drop_table("release_number")
