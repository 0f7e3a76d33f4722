"""What may be declared of a source that holds cases: nothing less strict than was declared of it."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, func, or_, select

from data_access.cases import schema
from data_access.errors import BadInput, number_of

MEND = (
    "Give such cases a source of their own. If the source was declared wrongly: take the imports of its cases back "
    "(python -m data_access undo NUMBER), declare it, and import them again."
)


def refuse_loosening(
    connection: Connection, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> None:
    """Raise BadInput, saying what would change, when a source that holds cases would be less strict than it was.

    old and new: columns of schema.source by code, as they were and as they would be.
    """
    for code in old.keys() & new.keys():
        cases = _count(connection, code)
        if cases and (what := _loosened(connection, code, old[code], new[code])):
            raise BadInput(
                f"The source {code} holds {number_of(cases, 'case', 'cases')}. {what} Nothing was changed. {MEND}"
            )


def refuse_forgetting(connection: Connection, old: Collection[str]) -> None:
    """Raise BadInput when a source would leave the register while somebody is remembered and other sources hold cases.

    old: the codes of the register as it was. What was withdrawn or refused under a source that left is looked for among
    the keys of files; a case that another source holds already has no key that it could be compared by.
    """
    now = set(connection.scalars(select(schema.source.c.code)))
    left = sorted(set(old) - now)
    somebody = connection.scalar(select(func.count()).select_from(schema.withdrawal))
    holding = sorted(connection.scalars(select(schema.case.c.source).distinct()))
    if left and somebody and holding:
        raise BadInput(
            f"{', '.join(left)} would leave the register, people are remembered who withdrew or said no, and "
            f"{', '.join(holding)} may hold the same people under the same keys. Nothing was changed. Keep "
            f"{', '.join(left)} in the file: a source without cases harms nothing. If it only gets another code: "
            "take the imports of the cases back (python -m data_access undo NUMBER), declare the code, and import "
            "them again."
        )


def _loosened(connection: Connection, code: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    if after["provenance"] not in (before["provenance"], "confidential"):
        as_what = {"synthetic": "invented", "public": "published and anonymised"}[after["provenance"]]
        return (
            f"It was declared as {before['provenance']}; as {after['provenance']}, every page would say that they are "
            f"{as_what}."
        )
    if before["places_are_proxies"] and not after["places_are_proxies"]:
        return "Their places are proxies, and no page would say so any more: write yes into places_are_proxies."
    unanswered = _count(connection, code, schema.case.c.consent_to_share.is_(None))
    if (before["consent_policy"], after["consent_policy"]) == ("required", "presumed") and unanswered:
        return (
            f"Its consent_policy is required; as presumed, "
            f"{number_of(unanswered, 'case', 'cases')} in which nobody answered would be "
            "published. An answer is written down in con_Consent, or with: python -m data_access consent "
            f"{code}:KEY yes."
        )
    return ""


def _count(connection: Connection, code: str, *conditions: Any) -> int:
    """How many cases a source holds, or has a record of beside that of another source."""
    case, record = schema.case, schema.joined_record
    kept = select(record.c.kept_key).where(record.c.source == code, record.c.content.is_not(None))
    is_of = or_(case.c.source == code, case.c.case_key.in_(kept))
    return int(connection.scalar(select(func.count()).select_from(case).where(is_of, *conditions)) or 0)
