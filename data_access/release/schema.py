"""The release database: published aggregate tables and nothing else. No row of it stands for a person."""

from sqlalchemy import Column, DateTime, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

from data_access.columns import NAMING, one_of

metadata = MetaData(naming_convention=NAMING)

KINDS = ("public", "restricted")

# One row a release. Rows are never changed after they are written. Releases of one name have the same numbers.
release = Table(
    "release",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("created_at", DateTime, nullable=False),
    Column("name", String(64), nullable=False),  # of its numbers: the ledger's, when they were drawn with noise
    Column("frames_hash", String(64), nullable=False),  # of what is not about people
    Column("content_hash", String(64), nullable=False),
    Column("manifest", Text, nullable=False),
    one_of("kind", KINDS),
)

# One row a name of numbers that were found wrong. The sentence stands wherever a release of these numbers is shown.
retraction = Table(
    "retraction",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("retracted_at", DateTime, nullable=False),
    Column("why", String(500), nullable=False),
)

# One row a release that was deleted. Its number is not given again, and its manifest, without codes and tables, still
# says what was spent.
deleted_release = Table(
    "deleted_release",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(10), nullable=False),
    Column("name", String(64), nullable=False),
    Column("deleted_at", DateTime, nullable=False),
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

# One row a release that visitors saw at some time, so that an address may name it: one that was held back has none.
shown_release = Table(
    "shown_release",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True, autoincrement=False),
)

# One row a table of a release: the estimates of all its cells, as compressed 32-bit floats in the order of the codes
# that the manifest gives for its axes. They are not rounded, so that sums of parts are totals; an answer is.
published_table = Table(
    "published_table",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True, autoincrement=False),
    Column("name", String(120), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)

# One row a table that is not about people of the case database: populations, programmes and their results. As JSON, in
# the columns of data_access.cases.schema.
frame = Table(
    "frame",
    metadata,
    Column("release_id", Integer, ForeignKey("release.id"), primary_key=True, autoincrement=False),
    Column("name", String(40), primary_key=True),
    Column("content", Text, nullable=False),
)
