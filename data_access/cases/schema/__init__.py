"""The case database: de-identified case records, who is to report, programmes, places and populations.

Field names and codes follow HTCDS 2.0 where it has them (code_lists.py). No table has room for a name, a birth date,
an identity number, a contact, a street address, a coordinate of a person or free text about a case.
Only `import` with its corrections, `demo` and `publish` open this database; the dashboard never does.

Its tables refer to each other: whoever loads one of them loads all, so that what makes or migrates a database knows
the whole.
"""

from data_access.cases.schema.columns import FIRST_YEAR, LAST_YEAR, PROGRAMME_SHARES, CodeSet, metadata
from data_access.cases.schema.draws import drawn_table, privacy_ledger, release_decision, release_number, shown_draw
from data_access.cases.schema.imports import (
    FORGOTTEN_RUN,
    ONCE_DECLARED,
    OWN_NAME,
    OWN_SOURCE,
    change,
    identity,
    import_run,
    key_salt,
    source,
    spelling,
    withdrawal,
)
from data_access.cases.schema.people import case, case_event, case_justice, case_service, joined_record, provider
from data_access.cases.schema.places import place, place_name, population, reporting
from data_access.cases.schema.programmes import (
    expenditure,
    indicator,
    indicator_value,
    organisation,
    programme,
    programme_share,
)

__all__ = [
    "FIRST_YEAR",
    "FORGOTTEN_RUN",
    "LAST_YEAR",
    "ONCE_DECLARED",
    "OWN_NAME",
    "OWN_SOURCE",
    "PROGRAMME_SHARES",
    "CodeSet",
    "case",
    "case_event",
    "case_justice",
    "case_service",
    "change",
    "drawn_table",
    "expenditure",
    "identity",
    "import_run",
    "indicator",
    "indicator_value",
    "joined_record",
    "key_salt",
    "metadata",
    "organisation",
    "place",
    "place_name",
    "population",
    "privacy_ledger",
    "programme",
    "programme_share",
    "provider",
    "release_decision",
    "release_number",
    "reporting",
    "shown_draw",
    "source",
    "spelling",
    "withdrawal",
]
