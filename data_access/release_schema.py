"""The release database: published aggregate tables and nothing else. No row of it stands for a person."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from data_access.schema import NAMING, one_of

metadata = MetaData(naming_convention=NAMING)

KINDS = ("public", "restricted")
STATES = ("count", "withheld")

# One row a release. Rows are never changed after they are written.
release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("input_hash", String(64), nullable=False),
    Column("content_hash", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    one_of("kind", KINDS),
)

# One row a kind of release: the one that visitors see.
active_release = Table(
    "active_release",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("release_id", Integer, ForeignKey("release.id"), nullable=False),
    one_of("kind", KINDS),
)

# One row a cell of a marginal: its key (the codes of the marginal's dimensions, joined by "|"), the count of people
# (empty when withheld), its standard error and its state. A cell that is not there is "none recorded".
cell = Table(
    "cell",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True, autoincrement=False),
    Column("marginal", String(60), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("count", Integer),
    Column("standard_error", Float, nullable=False),
    Column("state", String(8), nullable=False),
    one_of("state", STATES),
    CheckConstraint("(state = 'withheld') = (count IS NULL)", name="withheld_has_no_count"),
    CheckConstraint("count >= 0", name="count"),
    sqlite_with_rowid=False,
)

# One row a table about places, programmes or results that belongs to the release, as an Arrow IPC stream.
frame = Table(
    "frame",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
