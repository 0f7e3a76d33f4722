"""The case database: de-identified case records, who is to report, programmes, places and populations.

Field names and codes follow HTCDS 2.0 where it has them (code_lists.py). No table has room for a name, a birth date,
an identity number, a contact, a street address, a coordinate of a person or free text about a case.
Only `import` with its corrections, `demo` and `publish` open this database; the dashboard never does.
"""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
)

from data_access.codes import code_lists
from data_access.codes.iati_codes import MONEY_KINDS
from data_access.columns import NAMING, one_of

metadata = MetaData(naming_convention=NAMING)

FIRST_YEAR, LAST_YEAR = 1990, 2100
PROGRAMME_SHARES = ("donor", "implementer", "country", "region", "sector")
# numbers that a hash of the source's own id gives; SQLite counts rows with an INTEGER only
LONG = BigInteger().with_variant(Integer, "sqlite")


class CodeSet(TypeDecorator[frozenset[str]]):
    """A set of codes of one list, stored as one integer with a bit for each code in the order of the list.

    A child table would need five more rows a case and cut import speed by half; the bits are also what
    publication counts with. Raises ValueError for a code that the list does not have.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__()
        self.codes = tuple(codes)

    def process_bind_param(self, value: Iterable[str] | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        unknown = set(value) - set(self.codes)
        if unknown:
            raise ValueError(f"not in the code list: {', '.join(sorted(unknown))}")
        return sum(1 << self.codes.index(code) for code in value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> frozenset[str] | None:
        if value is None:
            return None
        return frozenset(code for bit, code in enumerate(self.codes) if value >> bit & 1)


def _code_set_columns(name: str, codes: dict[str, str]) -> list[Any]:
    """Two columns: the codes that were reported, and the codes about which anything is known.

    A code that is known and not reported was reported as absent; one that is not known has no place in a denominator.
    """
    everything = (1 << len(codes)) - 1
    return [
        Column(name, CodeSet(codes), nullable=False, server_default="0"),
        Column(f"{name}_known", CodeSet(codes), nullable=False, server_default="0"),
        CheckConstraint(
            f"{name}_known BETWEEN 0 AND {everything} AND ({name} & {name}_known) = {name}", name=f"{name}_codes"
        ),
    ]


def _place(name: str, nullable: bool = True) -> Column[str]:
    return Column(name, String(40), ForeignKey("place.code"), nullable=nullable)


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

# One row an organisation that is published: of a programme, or a body that states results. Case files never write here.
organisation = Table(
    "organisation",
    metadata,
    Column("code", String(60), primary_key=True),
    Column("name", String(200), nullable=False),
)

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
    _place("citizenship"),
    _place("second_citizenship"),
    Column("trafficking_status", String(32)),
    Column("case_status", String(16)),
    Column("consent_to_share", Boolean),
    Column("is_unaccompanied", Boolean),
    Column("return_kind", String(12)),
    Column("return_crossing", String(20)),
    Column("was_smuggled", Boolean),
    *_code_set_columns("means_of_control", code_lists.MEANS_OF_CONTROL),
    *_code_set_columns("method_of_recruitment", code_lists.METHOD_OF_RECRUITMENT),
    *_code_set_columns("relation_to_trafficker", code_lists.RELATION_TO_TRAFFICKER),
    *_code_set_columns("form_of_exploitation", code_lists.FORM_OF_EXPLOITATION),
    *_code_set_columns("sector", code_lists.SECTOR),
    *_code_set_columns("type_of_sexual_exploitation", code_lists.TYPE_OF_SEXUAL_EXPLOITATION),
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
    _place("country"),
    _place("province"),
    _place("place"),
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
    _place("country"),
    _place("province"),
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
    _place("country"),
    _place("province"),
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
    _place("place", nullable=False),
    Column("received", Boolean, nullable=False),
    Column("provenance", String(12), nullable=False),
    Column("import_run_id", Integer, ForeignKey("import_run.id"), nullable=False, index=True),
    one_of("agency_kind", code_lists.ORGANISATION_KIND),
    one_of("provenance", code_lists.PROVENANCE),
    CheckConstraint(f"year BETWEEN {FIRST_YEAR} AND {LAST_YEAR}", name="year"),
    CheckConstraint("month BETWEEN 1 AND 12", name="month"),
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
    _place("country"),
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
    _place("country"),
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
    Column("name", String(64), primary_key=True),  # of the draw
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

Index("ix_case_service_provider", case_service.c.provider)
Index("ix_change_row_key", change.c.table_name, change.c.row_key)
