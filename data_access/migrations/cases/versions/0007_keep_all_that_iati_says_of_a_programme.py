"""Keep all that IATI says of a programme"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SHARES = ("donor", "implementer", "country", "region", "sector")
MONEY = (
    "budget", "revised_budget", "planned_disbursement", "incoming_funds", "commitment", "disbursement", "expenditure",
    "incoming_commitment",
)  # fmt: skip
LONG = (("indicator_value", "id"), ("expenditure", "id"))


def one_of(column: str, codes: tuple[str, ...]) -> str:
    return " OR ".join(f"{column} = '{code}'" for code in codes)


def upgrade() -> None:
    op.add_column("programme", sa.Column("iati_identifier", sa.String(150)))
    op.create_index("ix_programme_iati_identifier", "programme", ["iati_identifier"], unique=True)
    op.create_table(
        "programme_share",
        sa.Column("programme", sa.String(60), nullable=False),
        sa.Column("position", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200)),
        sa.Column("percentage", sa.Float()),
        sa.CheckConstraint(one_of("kind", SHARES), name="ck_programme_share_kind_code"),
        sa.CheckConstraint("percentage BETWEEN 0 AND 101", name="ck_programme_share_percentage"),
        sa.ForeignKeyConstraint(
            ["programme"], ["programme.code"], name="fk_programme_share_programme", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("programme", "position", name="pk_programme_share"),
    )
    for position, kind in enumerate(("donor", "implementer", "country"), start=1):
        name = f"(SELECT name FROM organisation WHERE code = {kind})" if kind != "country" else "NULL"
        op.execute(
            "INSERT INTO programme_share (programme, position, kind, code, name) "
            f"SELECT code, {position}, '{kind}', {kind}, {name} FROM programme WHERE {kind} IS NOT NULL"
        )
    op.add_column("indicator_value", sa.Column("disaggregation", sa.String(300)))
    op.add_column("indicator_value", sa.Column("already_public", sa.Boolean()))
    with op.batch_alter_table("expenditure") as table:
        table.add_column(sa.Column("kind", sa.String(20), nullable=False, server_default="expenditure"))
        table.create_check_constraint("ck_expenditure_kind_code", one_of("kind", MONEY))
    if op.get_bind().dialect.name == "postgresql":
        for name, column in LONG:
            op.alter_column(name, column, type_=sa.BigInteger())


def downgrade() -> None:
    op.execute("DELETE FROM expenditure WHERE kind <> 'expenditure'")
    with op.batch_alter_table("expenditure") as table:
        table.drop_constraint("ck_expenditure_kind_code", type_="check")
        table.drop_column("kind")
    op.drop_column("indicator_value", "already_public")
    op.drop_column("indicator_value", "disaggregation")
    op.drop_table("programme_share")
    op.drop_index("ix_programme_iati_identifier", "programme")
    op.drop_column("programme", "iati_identifier")
