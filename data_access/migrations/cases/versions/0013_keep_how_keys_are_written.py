"""Keep how keys are written, so that a key in other capitals is known"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # empty: of the keys that are there only hashes are known
    op.create_table(
        "spelling",
        sa.Column("case_key", sa.String(32), nullable=False),
        sa.Column("letters", sa.String(32), nullable=False),
        sa.Column("strokes", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_key", name="pk_spelling"),
    )
    op.create_index("ix_spelling_letters", "spelling", ["letters"])


def downgrade() -> None:
    op.drop_table("spelling")
