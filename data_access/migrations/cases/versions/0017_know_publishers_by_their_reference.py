"""Know the publishers of activities by their reference, whatever they are called"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # empty: the next edition of an activity says it
    op.add_column("programme", sa.Column("publisher_ref", sa.String(150), nullable=True))


def downgrade() -> None:
    op.drop_column("programme", "publisher_ref")
