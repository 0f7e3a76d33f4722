"""Keep which of the draws of a date is shown"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_draw",
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("shown_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("as_of", name="pk_shown_draw"),
    )


def downgrade() -> None:
    op.drop_table("shown_draw")
