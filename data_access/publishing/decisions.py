"""That a release is wrong or deleted is decided by a person and kept in the case database, beside what was drawn: a
release database that is lost, or restored from a backup, forgets it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select

from data_access.cases import schema
from data_access.cases.case_database import publishing
from data_access.errors import BadInput
from data_access.publishing.ledger import now
from data_access.publishing.release_store import GONE, erase, retracted, write_retraction, writing
from data_access.release.schema import active_release, deleted_release, release, retraction

RETRACTED, DELETED = "retracted", "deleted"


def decide(cases: Engine | None, names: Iterable[str], what: str, why: str | None = None) -> str:
    """Write a decision on draws down, before it is carried out; say so where no ledger has them ("" where one has).

    cases: None where there is no case database.
    """
    unknown = set(names)
    if cases is not None and unknown:
        with publishing(cases) as connection:
            ours = unknown & set(connection.scalars(select(schema.privacy_ledger.c.name)))
            for name in ours:
                _record(connection, name, what, why, now())
            unknown -= ours
    if not unknown:
        return ""
    return (
        " The case database in CASE_DATABASE_URL did not draw these numbers: the decision stands in the release "
        "database alone, and is lost with it."
    )


def take_over_decisions(connection: Connection, releases: Engine) -> str:
    """Write down what only the release database says of our draws, and say so ("" where there is nothing to say)."""
    missing = _only_in_releases(connection, releases)
    for name, what, why, at in missing:
        _record(connection, name, what, why, at)
    return "What was retracted and deleted was taken over from the release database. " if missing else ""


def carry_out(connection: Connection, releases: Engine) -> None:
    """Do in the release database what was decided and is not done there."""
    retractions, deletions = _not_carried_out(connection, releases)
    if not retractions and not deletions:
        return
    with writing(releases) as target:
        for row in retractions:
            write_retraction(target, row.name, str(row.why), row.decided_at)
        for number in deletions:
            erase(target, number)


def refuse_what_is_gone(connection: Connection, name: str) -> None:
    """Raise BadInput when a draw was retracted, or deleted."""
    for row in _decided(connection):
        if row.name == name:
            raise retracted(str(row.why)) if row.what == RETRACTED else BadInput(GONE)


def names_not_to_copy(connection: Connection) -> set[str]:
    """Return the draws that were retracted or deleted: they do not come back by themselves."""
    return {row.name for row in _decided(connection)}


def compare_decisions(connection: Connection, releases: Engine) -> str:
    """Say what only the release database knows ("" for nothing). Raises BadInput when it lacks what was decided."""
    retractions, deletions = _not_carried_out(connection, releases)
    if retractions or deletions:
        raise BadInput(
            f"{len(retractions)} retracted and {len(deletions)} deleted releases stand in the release database as if "
            "nothing were wrong, as after restoring a backup of it. Mend it: python -m data_access publish."
        )
    missing = _only_in_releases(connection, releases)
    return f"; {len(missing)} retractions or deletions to be taken over by the next publish" if missing else ""


def _record(connection: Connection, name: str, what: str, why: str | None, at: datetime) -> None:
    table = schema.release_decision
    connection.execute(delete(table).where(table.c.name == name, table.c.what == what))
    connection.execute(insert(table).values(name=name, what=what, why=why, decided_at=at))


def _decided(connection: Connection) -> list[Row[Any]]:
    table = schema.release_decision
    return list(connection.execute(select(table).order_by(table.c.decided_at, table.c.name)))


def _not_carried_out(connection: Connection, releases: Engine) -> tuple[list[Row[Any]], list[int]]:
    """The retractions without their sentence, and the deleted releases that are there; the one that is seen stays."""
    with releases.connect() as target:
        said = {row.name: row.why for row in target.execute(select(retraction))}
        there = target.execute(select(release.c.id, release.c.name)).all()
        seen = set(target.scalars(select(active_release.c.release_id)))
    decided = _decided(connection)
    deleted = {row.name for row in decided if row.what == DELETED}
    names = {row.name for row in there}
    retracted_there = [row for row in decided if row.what == RETRACTED and row.name in names]
    retractions = [row for row in retracted_there if said.get(row.name) != row.why]
    return retractions, [row.id for row in there if row.name in deleted and row.id not in seen]


def _only_in_releases(connection: Connection, releases: Engine) -> list[tuple[str, str, str | None, datetime]]:
    ours = set(connection.scalars(select(schema.privacy_ledger.c.name)))
    known = {(row.name, row.what) for row in _decided(connection)}
    with releases.connect() as target:
        there = set(target.scalars(select(release.c.name)))
        found = [(row.name, RETRACTED, row.why, row.retracted_at) for row in target.execute(select(retraction))]
        gone = target.execute(select(deleted_release.c.name, deleted_release.c.deleted_at)).all()
    # of several releases with the same numbers one may be deleted: its numbers are still there
    found += [(row.name, DELETED, None, row.deleted_at) for row in gone if row.name not in there]
    return [row for row in dict.fromkeys(found) if row[0] in ours and row[:2] not in known]
