"""Add the register of sources, and give each case its source"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OLDER_SOURCES = {
    "ctdc": ("ctdc", "Counter-Trafficking Data Collaborative (CTDC), global data set", "public", True),
    "demonstration": (
        "demonstration",
        "Synthetic demonstration data: invented cases, shaped after published facts",
        "synthetic",
        False,
    ),
}


def upgrade() -> None:
    source = op.create_table(
        "source",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("provenance", sa.String(length=12), nullable=False),
        sa.Column("places_are_proxies", sa.Boolean(), nullable=False),
        sa.Column("consent_policy", sa.String(length=8), nullable=False),
        sa.Column("keys_name_source", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "provenance = 'synthetic' OR provenance = 'public' OR provenance = 'confidential'",
            name=op.f("ck_source_provenance_code"),
        ),
        sa.CheckConstraint(
            "consent_policy = 'required' OR consent_policy = 'presumed'", name=op.f("ck_source_consent_policy_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_source")),
    )
    op.add_column("case", sa.Column("source", sa.String(length=40), nullable=False, server_default="own"))
    connection = op.get_bind()
    case = sa.table("case", sa.column("source"), sa.column("import_run_id"))
    run = sa.table("import_run", sa.column("id"), sa.column("format"))
    for format, (code, name, provenance, proxies) in OLDER_SOURCES.items():
        runs = sa.select(run.c.id).where(run.c.format == format)
        if connection.scalar(runs.limit(1)) is None:
            continue
        row = {"code": code, "name": name, "provenance": provenance, "places_are_proxies": proxies}
        op.bulk_insert(source, [row | {"consent_policy": "presumed", "keys_name_source": False}])
        connection.execute(sa.update(case).where(case.c.import_run_id.in_(runs)).values(source=code))
    own = {"code": "own", "name": "Own cases", "provenance": "confidential", "places_are_proxies": False}
    is_needed = connection.scalar(sa.select(sa.func.count()).select_from(case).where(case.c.source == "own"))
    if is_needed or connection.scalar(sa.select(sa.func.count()).select_from(source)) == 0:
        op.bulk_insert(source, [own | {"consent_policy": "required", "keys_name_source": False}])


def downgrade() -> None:
    op.drop_column("case", "source")
    op.drop_table("source")
