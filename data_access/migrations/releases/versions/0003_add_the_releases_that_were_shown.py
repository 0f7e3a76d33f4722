"""Add the releases that were shown, which an address may name"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shown_release",
        sa.Column("release_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_shown_release_release_id")),
        sa.PrimaryKeyConstraint("release_id", name=op.f("pk_shown_release")),
    )
    # of the others nobody knows whether they were held back, and no address named a release yet
    op.execute("INSERT INTO shown_release (release_id) SELECT release_id FROM active_release")


def downgrade() -> None:
    op.drop_table("shown_release")
