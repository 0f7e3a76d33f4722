"""Programmes, their indicators and money, and what others have published."""

from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Float,
    ForeignKey,
    Integer,
    Numeric,
    SmallInteger,
    String,
    Table,
)

from data_access.cases.schema.columns import LONG, PROGRAMME_SHARES, metadata, place_column
from data_access.codes.iati_codes import MONEY_KINDS
from data_access.columns import one_of

# One row an organisation that is published: of a programme, or a body that states results. Case files never write here.
organisation = Table(
    "organisation",
    metadata,
    Column("code", String(60), primary_key=True),
    Column("name", String(200), nullable=False),
)


def _published_at() -> list[Column[Any]]:
    """Where something that was published stands, when it was read there, how firm it is and how it is defined.

    `firmness` has the codes of code_lists.FIRMNESS; no check, because SQLite could only add one by copying the table.
    """
    return [
        Column("source_address", String(500)),
        Column("read_on", String(10)),
        Column("firmness", String(30)),
        Column("definition", String(1000)),
    ]


# One row a programme. donor, implementer and country stand here where there is one only; all stand in programme_share.
programme = Table(
    "programme",
    metadata,
    Column("code", String(60), primary_key=True),
    Column("iati_identifier", String(150), unique=True, index=True),
    Column("title", String(200), nullable=False),
    Column("donor", String(60), ForeignKey("organisation.code")),
    Column("implementer", String(60), ForeignKey("organisation.code")),
    place_column("country"),
    Column("start_date", Date),
    Column("end_date", Date),
    Column("status", String(20)),
    Column("theme", String(20)),
    Column("provenance", String(12), nullable=False),
    Column("source_title", String(300), nullable=False),
    Column("source_publisher", String(200), nullable=False),
    # of whoever reports the activity, where its identifier begins with it: the same whatever the name is
    Column("publisher_ref", String(150)),
    *_published_at(),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False),
    one_of("status", ["pipeline", "implementation", "finalisation", "closed", "cancelled", "suspended"]),
    one_of("theme", ["Prevention", "Protection", "Prosecution", "Partnership"]),
    one_of("provenance", ["published", "synthetic"]),
    CheckConstraint("end_date >= start_date", name="dates_in_order"),
)

# One row a donor, an implementer, a country, a region or a sector of a programme, in the order of the source.
programme_share = Table(
    "programme_share",
    metadata,
    Column("programme", String(60), ForeignKey("programme.code", ondelete="CASCADE"), primary_key=True),
    Column("position", SmallInteger, primary_key=True, autoincrement=False),
    Column("kind", String(12), nullable=False),
    # of a country alpha-2, of a region or sector the code of its list, of an organisation ours
    Column("code", String(60), nullable=False),
    Column("name", String(200)),
    Column("percentage", Float),
    one_of("kind", PROGRAMME_SHARES),
    CheckConstraint("percentage BETWEEN 0 AND 101", name="percentage"),
)

# One row an indicator of a programme, or a published statement of a body outside any programme (programme empty).
indicator = Table(
    "indicator",
    metadata,
    Column("code", String(80), primary_key=True),
    Column("programme", String(60), ForeignKey("programme.code")),
    Column("body", String(60), ForeignKey("organisation.code")),
    Column("level", String(10)),
    Column("title", String(300), nullable=False),
    Column("measure", String(12)),
    Column("unit", String(40)),
    Column("ascending", Boolean),
    Column("standard_tag", String(40)),
    one_of("level", ["goal", "outcome", "output", "activity"]),
    one_of("measure", ["unit", "percentage", "nominal", "ordinal", "qualitative"]),
)

# One row a value of an indicator: a baseline, a target, an actual, a milestone or a finding, for one period and group.
indicator_value = Table(
    "indicator_value",
    metadata,
    Column("id", LONG, primary_key=True),
    Column("indicator", String(80), ForeignKey("indicator.code"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("value", Numeric(20, 4)),
    Column("lower", Numeric(20, 4)),
    Column("upper", Numeric(20, 4)),
    Column("sex", String(8), nullable=False, server_default="total"),
    Column("age", String(8), nullable=False, server_default="total"),
    # every other dimension of the group, in the words of the source ("disability: yes; age: adult"); empty for everyone
    Column("disaggregation", String(300)),
    Column("dimension", String(200)),
    Column("period_start", String(10)),
    Column("period_end", String(10)),
    place_column("country"),
    Column("place_text", String(300)),
    Column("source_title", String(300), nullable=False),
    Column("source_publisher", String(200), nullable=False),
    Column("source_document", String(500)),
    *_published_at(),
    # about fewer than ten people, and the file says that source_document made it public
    Column("already_public", Boolean),
    Column("note", String(1000)),
    Column("provenance", String(12), nullable=False),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False),
    one_of("kind", ["baseline", "target", "actual", "milestone", "finding", "budget"]),
    one_of("provenance", ["published", "synthetic"]),
    CheckConstraint("upper >= lower", name="interval"),
    CheckConstraint("period_end >= period_start", name="period_in_order"),
)

# One row an amount of money of a programme in one period: what was spent, and of IATI's files what was planned,
# promised or passed on. Kinds are never added to each other.
expenditure = Table(
    "expenditure",
    metadata,
    Column("id", LONG, primary_key=True),
    Column("programme", String(60), ForeignKey("programme.code"), nullable=False, index=True),
    Column("kind", String(20), nullable=False, server_default="expenditure"),
    Column("amount", Numeric(18, 2), nullable=False),
    Column("currency", String(3), nullable=False),
    Column("price_year", SmallInteger),
    Column("category", String(60)),
    Column("period_start", String(10)),
    Column("period_end", String(10)),
    Column("source_title", String(300), nullable=False),
    Column("source_publisher", String(200)),
    Column("provenance", String(12), nullable=False),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False),
    one_of("kind", MONEY_KINDS),
    one_of("provenance", ["published", "synthetic"]),
    CheckConstraint("period_end >= period_start", name="period_in_order"),
)
