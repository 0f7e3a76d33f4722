"""What was imported, from which sources, under which keys, and what it changed."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
)

from data_access.cases.schema.columns import metadata
from data_access.codes import code_lists
from data_access.columns import one_of

# One row an import, with the hash of the content of its files; also a decision on one case (formats "consent" and
# "join"), so that it can be taken back as an import can.
import_run = Table(
    "import_run",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False, unique=True),
    Column("file_name", String(255), nullable=False),
    Column("format", String(20), nullable=False),
    Column("source", String(200), nullable=False),
    Column("provenance", String(12), nullable=False),
    Column("finished_at", DateTime, nullable=False),
    Column("rows_read", Integer, nullable=False),
    Column("rows_accepted", Integer, nullable=False),
    Column("rows_refused", Integer, nullable=False),
    # a code of the register of sources, for files of cases
    Column("source_code", String(40)),
    # whether `change` holds what stood there before; files that were loaded before that table existed cannot be undone
    Column("can_undo", Boolean, nullable=False, server_default=false()),
    one_of("provenance", code_lists.PROVENANCE),
    CheckConstraint("rows_read >= rows_accepted AND rows_accepted >= 0 AND rows_refused >= 0", name="row_counts"),
)

# One row a source of cases, as those who answer for the data declare it (never as a case file says): its public name,
# where its cases come from, whether its places are proxies, and whether a case whose consent was not asked may be
# published. What a release says of its sources follows this register, sources without any case included.
source = Table(
    "source",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("provenance", String(12), nullable=False),
    Column("places_are_proxies", Boolean, nullable=False),
    Column("consent_policy", String(8), nullable=False),
    # a key of a source is hashed with the source's code; the keys of sources older than this register are not, and
    # keep their hash
    Column("keys_name_source", Boolean, nullable=False),
    one_of("provenance", code_lists.PROVENANCE),
    one_of("consent_policy", code_lists.CONSENT_POLICY),
)
# the one source that every case database has until others are declared
OWN_SOURCE, OWN_NAME = "own", "Own cases"

# One row a case key that no file can bring back ("case"), or whose consent no file can turn round ("consent"). The key
# alone is remembered, as the keyed hash that it is.
withdrawal = Table(
    "withdrawal",
    metadata,
    Column("case_key", String(32), primary_key=True),
    Column("what", String(8), nullable=False),
    Column("withdrawn_at", DateTime, nullable=False),
    one_of("what", ["case", "consent"]),
)

# One row how a key was written that is a case, withdrawn, refused or joined: `letters` is a keyed hash of its letters
# and digits in small letters, `strokes` says where strokes stood among them; a second row is without the zeros before
# numbers (see spellings). Keys of a database that is older than this table have none until they are seen again, and one
# that is not `is_whole` where an older program compared - and _ and blanks alone.
spelling = Table(
    "spelling",
    metadata,
    Column("case_key", String(32), primary_key=True),
    Column("letters", String(32), primary_key=True, index=True),
    Column("strokes", BigInteger, nullable=False),
    Column("is_whole", Boolean, nullable=False, server_default=false()),
)

# One row what a case with its steps, or a row of a table that is not about people, was before an import changed it:
# what `undo` writes back. `before` is JSON, empty for a row that the import brought; new cases have no row here.
# `before_run` is the import that had changed the row last until then. One row more, of the table name FORGOTTEN_RUN,
# has the highest number of a run that was taken back; rows of the table name ONCE_DECLARED, of run 0, have the codes of
# sources that were declared once, by which their keys are still known.
FORGOTTEN_RUN, ONCE_DECLARED = "forgotten run", "once declared"
change = Table(
    "change",
    metadata,
    Column("import_run_id", Integer, primary_key=True, autoincrement=False),
    Column("table_name", String(20), primary_key=True),
    Column("row_key", String(200), primary_key=True),
    Column("before_run", Integer, index=True),
    Column("before", Text),
)

# The secret that turns a source's case key into ours: one row, made when the database is made, never shown.
key_salt = Table(
    "key_salt",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("salt", String(64), nullable=False),
    UniqueConstraint("salt"),
    CheckConstraint("id = 1", name="one_row"),
)

# One row: a random name of this case database, by which its releases know it (a restored backup has the same one), and
# the names of databases that were declared to hold other people, as JSON.
identity = Table(
    "identity",
    metadata,
    Column("id", SmallInteger, primary_key=True),
    Column("name", String(32), nullable=False),
    Column("other_people", Text, nullable=False, server_default="[]"),
    Column("key_name", String(8)),  # of key_salt, so that another one in its place is noticed
    CheckConstraint("id = 1", name="one_row"),
)

Index("ix_change_row_key", change.c.table_name, change.c.row_key)
