"""Places, the people who live in them, and the sites that are to report there."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Integer,
    SmallInteger,
    String,
    Table,
)

from data_access.cases.schema.columns import FIRST_YEAR, LAST_YEAR, metadata, place_column
from data_access.codes import code_lists
from data_access.columns import one_of

# One row a country, admin-1 unit, analysis unit, town or border crossing.
place = Table(
    "place",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("country", String(2), nullable=False),
    Column("parent", String(40), ForeignKey("place.code")),
    Column("name", String(120), nullable=False),
    Column("p_code", String(12)),
    Column("longitude", Float),
    Column("latitude", Float),
    one_of("kind", ["country", "province", "analysis_unit", "town", "border_crossing"]),
)

# One row a name of a place in one language.
place_name = Table(
    "place_name",
    metadata,
    Column("place", String(40), ForeignKey("place.code"), primary_key=True),
    Column("language", String(8), primary_key=True),
    Column("name", String(120), nullable=False),
)

# One row the persons living in a place in one year, by sex and age band.
population = Table(
    "population",
    metadata,
    Column("place", String(40), ForeignKey("place.code"), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("sex", String(8), primary_key=True),
    Column("age", String(8), primary_key=True),
    Column("persons", BigInteger, nullable=False),
    Column("source_title", String(300), nullable=False),
    Column("source_publisher", String(200), nullable=False),
    Column("licence", String(300)),
    Column("note", String(1000)),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False),
    one_of("sex", ["total", "male", "female"]),
    one_of("age", ["total", "0-14", "15-19", "0-17", "18+"]),
    CheckConstraint("persons >= 0", name="persons"),
)

# One row an agency's site and month: whether its report was due and came. The register of those who are to report, not
# of what they reported: a report that nobody was identified is received too. `agency` and `site` are keyed hashes.
reporting = Table(
    "reporting",
    metadata,
    Column("site", String(32), primary_key=True),
    Column("year", SmallInteger, primary_key=True),
    Column("month", SmallInteger, primary_key=True),
    Column("agency", String(32), nullable=False),
    Column("agency_kind", String(40)),
    # a province, or a country where the site serves all of it
    place_column("place", nullable=False),
    Column("received", Boolean, nullable=False),
    Column("provenance", String(12), nullable=False),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False, index=True),
    one_of("agency_kind", code_lists.ORGANISATION_KIND),
    one_of("provenance", code_lists.PROVENANCE),
    CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year"),
    CheckConstraint("month BETWEEN 1 AND 12", name="month"),
)
