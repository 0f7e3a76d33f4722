"""A victim's case with its steps. No column has room for what would name a person."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
)

from data_access.cases.schema.columns import FIRST_YEAR, LAST_YEAR, code_set_columns, metadata, place_column
from data_access.cases.schema.imports import OWN_SOURCE
from data_access.codes import code_lists
from data_access.columns import one_of

# One row an organisation that a case file names. It is never published, and no other file reads or writes it.
provider = Table(
    "provider",
    metadata,
    Column("code", String(60), primary_key=True),
    Column("name", String(200), nullable=False),
)

# One row a victim's case. `case_key` is a keyed hash of the source's own key, so that no register number is stored.
case = Table(
    "case",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("case_key", String(32), nullable=False, unique=True),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False, index=True),
    # a code of `source`; no foreign key, because SQLite could only add one by copying the table, which would take all
    # steps of its cases along
    Column("source", String(40), nullable=False, server_default=OWN_SOURCE),
    Column("provenance", String(12), nullable=False),
    Column("data_source", String(20), nullable=False),
    Column("registration_date", Date),
    Column("registration_year", SmallInteger),
    Column("gender", String(24), nullable=False),
    Column("age_band", String(8), nullable=False),
    place_column("citizenship"),
    place_column("second_citizenship"),
    Column("trafficking_status", String(32)),
    Column("case_status", String(16)),
    Column("consent_to_share", Boolean),
    Column("is_unaccompanied", Boolean),
    Column("return_kind", String(12)),
    Column("return_crossing", String(20)),
    Column("was_smuggled", Boolean),
    *code_set_columns("means_of_control", code_lists.MEANS_OF_CONTROL),
    *code_set_columns("method_of_recruitment", code_lists.METHOD_OF_RECRUITMENT),
    *code_set_columns("relation_to_trafficker", code_lists.RELATION_TO_TRAFFICKER),
    *code_set_columns("form_of_exploitation", code_lists.FORM_OF_EXPLOITATION),
    *code_set_columns("sector", code_lists.SECTOR),
    *code_set_columns("type_of_sexual_exploitation", code_lists.TYPE_OF_SEXUAL_EXPLOITATION),
    one_of("provenance", code_lists.PROVENANCE),
    one_of("data_source", code_lists.DATA_SOURCE),
    one_of("gender", code_lists.GENDER),
    one_of("age_band", code_lists.AGE_BAND),
    one_of("trafficking_status", code_lists.TRAFFICKING_STATUS),
    one_of("case_status", code_lists.CASE_STATUS),
    one_of("return_kind", code_lists.RETURN_KIND),
    one_of("return_crossing", code_lists.RETURN_CROSSING),
    CheckConstraint(f"registration_year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="registration_year"),
)

# One row a step of a journey, in order: Recruitment (source), Transit (any number), Exploitation (destination).
case_event = Table(
    "case_event",
    metadata,
    Column("case_id", Integer, ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),
    place_column("country"),
    place_column("province"),
    place_column("place"),
    Column("start_date", Date),
    Column("end_date", Date),
    # "stated" by the source, or a "proxy" such as citizenship for the source country
    Column("basis", String(8), nullable=False, server_default="stated"),
    one_of("kind", code_lists.EVENT_KIND),
    one_of("basis", ["stated", "proxy"]),
    CheckConstraint("end_date >= start_date", name="dates_in_order"),
    CheckConstraint("position >= 1", name="position"),
    sqlite_with_rowid=False,
)

# One row a step or service after identification, in order of its beginning.
case_service = Table(
    "case_service",
    metadata,
    Column("case_id", Integer, ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("service", String(24), nullable=False),
    Column("provider", String(60), ForeignKey("provider.code")),
    # as this row says it: what a release counts of a case must not follow from what the rows of others say
    Column("provider_kind", String(40)),
    place_column("country"),
    place_column("province"),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("outcome", String(16)),
    one_of("service", code_lists.SERVICE),
    one_of("provider_kind", code_lists.ORGANISATION_KIND),
    one_of("outcome", code_lists.SERVICE_OUTCOME),
    CheckConstraint("end_date >= start_date", name="dates_in_order"),
    CheckConstraint("position >= 1", name="position"),
    sqlite_with_rowid=False,
)

# One row a step of the justice chain.
case_justice = Table(
    "case_justice",
    metadata,
    Column("case_id", Integer, ForeignKey("case.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("step", String(20), nullable=False),
    place_column("country"),
    place_column("province"),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("outcome", String(16)),
    one_of("step", code_lists.JUSTICE_STEP),
    one_of("outcome", code_lists.JUSTICE_OUTCOME),
    CheckConstraint("end_date >= start_date", name="dates_in_order"),
    CheckConstraint("position >= 1", name="position"),
    sqlite_with_rowid=False,
)

# One row a record of a person who has several, each as its own source says it. The case of `kept_key` is made of them:
# the first by `rank` is right, the others fill its gaps. `content` is JSON (see joined_records), NULL where the source
# says nothing of the person any more.
joined_record = Table(
    "joined_record",
    metadata,
    Column("case_key", String(32), primary_key=True),
    Column("kept_key", String(32), nullable=False, index=True),
    Column("rank", SmallInteger, nullable=False),
    Column("source", String(40), nullable=False),
    Column("content", Text),
    Column("import_run_id", Integer, nullable=False),
)

Index("ix_case_service_provider", case_service.c.provider)
