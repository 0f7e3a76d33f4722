"""Compare keys without the zeros before numbers, and with all strokes"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # what is kept holds for - and _ and blanks, until a key is seen again: of the keys only hashes are known
    with op.batch_alter_table("spelling") as table:
        table.add_column(sa.Column("is_whole", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.drop_constraint("pk_spelling", type_="primary")
        table.create_primary_key("pk_spelling", ["case_key", "letters"])


def downgrade() -> None:
    op.execute("DELETE FROM spelling WHERE is_whole")
    with op.batch_alter_table("spelling") as table:
        table.drop_constraint("pk_spelling", type_="primary")
        table.create_primary_key("pk_spelling", ["case_key"])
        table.drop_column("is_whole")
