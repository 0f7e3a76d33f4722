"""A no that is said of a person, in all that the database holds of the person."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from data_access.cases import schema
from data_access.cases.corrections.journal import keep_cases
from data_access.cases.corrections.remembered import keys_of_person, members, remember
from data_access.cases.loading import parts


def refuse_consents(connection: Connection, run_id: int, keys: Iterable[str]) -> list[bool | None]:
    """Remember that the people of some keys say no, under all keys that they have, and write it into their cases.

    What the cases were is kept for undo, which leaves the no. Returns, of the cases that became no, their answers
    before.
    """
    case, joined = schema.case, members(connection)
    all_keys = list(dict.fromkeys(other for key in keys for other in keys_of_person(joined, key)))
    remember(connection, all_keys, "consent")
    is_other = case.c.consent_to_share.is_(None) | case.c.consent_to_share.is_(True)
    query = select(case.c.id, case.c.consent_to_share).where(is_other)
    were = {
        row.id: row.consent_to_share
        for part in parts(all_keys)
        for row in connection.execute(query.where(case.c.case_key.in_(part)))
    }
    ids = list(were)
    keep_cases(connection, run_id, ids)
    for part in parts(ids):
        is_one = case.c.id.in_(part)
        connection.execute(update(case).where(is_one).values(consent_to_share=False, import_run_id=run_id))
    return list(were.values())
