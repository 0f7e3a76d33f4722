"""Keep the organisations that case files name apart from those that are published"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PUBLISHED = (("programme", "donor"), ("programme", "implementer"), ("indicator", "body"))
KINDS = (
    "NGO", "LawEnforcement", "HealthServiceOrganisation", "CentralGovernmentOrganisation",
    "LocalGovernmentOrganisation", "ImmigrationService", "LegalService", "CorporateBusiness", "SchoolOrCollege",
    "InternationalOrganisation", "Donor",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "provider",
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40)),
        sa.CheckConstraint(" OR ".join(f"kind = '{kind}'" for kind in KINDS), name="ck_provider_kind_code"),
        sa.PrimaryKeyConstraint("code", name="pk_provider"),
    )
    op.execute("INSERT INTO provider (code, name, kind) SELECT code, name, kind FROM organisation")
    with op.batch_alter_table("case_service", table_kwargs={"sqlite_with_rowid": False}) as table:
        table.drop_constraint("fk_case_service_provider", type_="foreignkey")
        table.create_foreign_key("fk_case_service_provider", "provider", ["provider"], ["code"])
    _forget_what_cases_said()
    if op.get_bind().dialect.name == "postgresql":
        op.drop_column("organisation", "kind")
        op.drop_column("organisation", "country")
        return
    # SQLite drops no column that a constraint names; until the commit others may point to rows that are not there
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT code, name FROM organisation")
    op.drop_table("organisation")
    op.create_table(
        "organisation",
        sa.Column("code", sa.String(60), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_organisation"),
    )
    op.execute("INSERT INTO organisation (code, name) SELECT code, name FROM kept")
    op.execute("DROP TABLE kept")


def _forget_what_cases_said() -> None:
    """Leave the organisations that are published, under names that no case file gave them."""
    used = " UNION ".join(f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL" for table, column in PUBLISHED)
    op.execute(f"DELETE FROM organisation WHERE code NOT IN ({used})")
    # whose name may come from a case file: the programmes have it as they were given it, or else its code stands there
    # until the results are imported again
    share = "SELECT max(name) FROM programme_share WHERE programme_share.code = organisation.code"
    op.execute(
        f"UPDATE organisation SET name = coalesce(({share} AND programme_share.kind IN ('donor', 'implementer')), code) "
        "WHERE kind IS NOT NULL OR code IN (SELECT provider FROM case_service WHERE provider IS NOT NULL)"
    )


def downgrade() -> None:
    raise NotImplementedError("What case files say of organisations does not go back to those that are published.")
