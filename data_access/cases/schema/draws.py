"""What was drawn and spent of the privacy of these people, and what was decided on its releases."""

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from data_access.cases.schema.columns import metadata
from data_access.columns import one_of

# One row a draw of noise: what it spent of the privacy of the people in this database. Budgets add up for ever, so no
# row is changed or removed. A row and what was drawn (`manifest`, and its rows of drawn_table) are written together;
# there is none for draws of the older program, for those taken over from a release database, and for failed ones.
privacy_ledger = Table(
    "privacy_ledger",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drawn_at", DateTime, nullable=False),
    Column("name", String(64), nullable=False, unique=True),  # random; the release database has the same
    Column("rho", Float, nullable=False),
    Column("epsilon", Float, nullable=False),
    Column("delta", Float, nullable=False),
    Column("as_of", Date),  # the date that it was drawn for; none: drawn by the older program, for a state of the cases
    Column("reason", String(8), nullable=False, server_default="date"),
    Column("manifest", Text),
    CheckConstraint("rho > 0", name="rho"),
    one_of("reason", ("date", "redraw", "failed")),
)

# One row what a person decided on the release of a draw: that its numbers are wrong ("retracted", and why), or that it
# is no more to be had ("deleted"). Written before it is carried out in the release database, which may be lost.
release_decision = Table(
    "release_decision",
    metadata,
    Column("name", String(64), primary_key=True),  # of the draw, or "draw:number" of one of its releases
    Column("what", String(9), primary_key=True),
    Column("decided_at", DateTime, nullable=False),
    Column("why", String(500)),
    one_of("what", ("retracted", "deleted")),
)

# One row a date: which of its draws was shown last. Another one may be held, or have been shown before.
shown_draw = Table(
    "shown_draw",
    metadata,
    Column("as_of", Date, primary_key=True),
    Column("name", String(64), nullable=False),
    Column("shown_at", DateTime, nullable=False),
)

# One row a number that a release was given, of this database or beside it: it belongs to these numbers for ever.
release_number = Table(
    "release_number",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", String(64), nullable=False),  # as release_schema.release has it
    one_of("kind", ("public", "restricted")),
)

# One row a table of a release that was drawn, as release_schema.published_table holds it.
drawn_table = Table(
    "drawn_table",
    metadata,
    Column("draw", Integer, ForeignKey("privacy_ledger.id"), primary_key=True, autoincrement=False),
    Column("name", String(120), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
