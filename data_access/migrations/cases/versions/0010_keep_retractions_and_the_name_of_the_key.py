"""Keep what was decided on releases, and the name of the key"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_decision",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("what", sa.String(9), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=False),
        sa.Column("why", sa.String(500)),
        sa.CheckConstraint("what = 'retracted' OR what = 'deleted'", name="ck_release_decision_what_code"),
        sa.PrimaryKeyConstraint("name", "what", name="pk_release_decision"),
    )
    op.add_column("identity", sa.Column("key_name", sa.String(8)))


def downgrade() -> None:
    op.drop_column("identity", "key_name")
    op.drop_table("release_decision")
