"""Keep where published figures and programmes stand, and whose words amounts are"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

COLUMNS = (("source_address", 500), ("read_on", 10), ("firmness", 30), ("definition", 1000))


def upgrade() -> None:
    for table in ("programme", "indicator_value"):
        for name, length in COLUMNS:
            op.add_column(table, sa.Column(name, sa.String(length)))
    op.add_column("expenditure", sa.Column("source_publisher", sa.String(200)))
    op.execute(
        "UPDATE expenditure SET source_publisher = "
        "(SELECT source_publisher FROM programme WHERE code = expenditure.programme)"
    )


def downgrade() -> None:
    op.drop_column("expenditure", "source_publisher")
    for table in ("programme", "indicator_value"):
        for name, _ in reversed(COLUMNS):
            op.drop_column(table, name)
