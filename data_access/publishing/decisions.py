"""That a release is wrong or deleted is decided by a person and kept in the case database, beside what was drawn: a
release database that is lost, or restored from a backup, forgets it."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, func, insert, select

from data_access.cases import schema
from data_access.cases.case_database import LONGEST_WAIT_S, publishing
from data_access.database import empty_log
from data_access.errors import BadInput
from data_access.publishing.ledger import database_name, ledger_of, now
from data_access.publishing.ledger_comparison import compare
from data_access.publishing.release_numbers import give_number, take_over_numbers
from data_access.publishing.release_store import (
    GONE,
    KEPT_OF_DELETED,
    active_ids,
    erase,
    has_numbers,
    make_active,
    one_of,
    retracted,
    still_in_the_file,
    write_retraction,
    writing,
)
from data_access.release.schema import deleted_release, release, retraction

RETRACTED, DELETED = "retracted", "deleted"


def decide(cases: Engine | None, names: Iterable[str], what: str, why: str | None = None) -> str:
    """Write a decision on draws down, before it is carried out; say so where no ledger has them ("" where one has).

    cases: None where there is no case database.
    """
    unknown = set(names)
    if cases is not None and unknown:
        with publishing(cases) as connection:
            drawn = set(connection.scalars(select(schema.privacy_ledger.c.name)))
            ours = {name for name in unknown if name.partition(":")[0] in drawn}
            for name in ours:
                _record(connection, name, what, why, now())
            unknown -= ours
    if not unknown:
        return ""
    return (
        " The case database in CASE_DATABASE_URL did not draw these numbers: the decision stands in the release "
        "database alone, and is lost with it."
    )


def choose(connection: Connection, name: str) -> bool:
    """Write down that of the draws of its date this one is shown from now on. False where the ledger has it not."""
    ledger, shown = schema.privacy_ledger.c, schema.shown_draw
    as_of = connection.scalar(select(ledger.as_of).where(ledger.name == name))
    if as_of is not None:
        connection.execute(delete(shown).where(shown.c.as_of == as_of))
        connection.execute(insert(shown).values(as_of=as_of, name=name, shown_at=now()))
    return as_of is not None


def choose_in(cases: Engine | None, names: Iterable[str]) -> str:
    """The same for names of draws, in a transaction of its own; say so where no ledger has them ("" where one has).

    cases: None where there is no case database.
    """
    unknown = set(names)
    if cases is not None:
        with publishing(cases) as connection:
            unknown = {name for name in unknown if not choose(connection, name)}
    if not unknown:
        return ""
    return (
        " The case database in CASE_DATABASE_URL did not draw these numbers, or is not here: where it is, the next "
        "publish of their date shows what it showed before, unless you activate this release there too."
    )


def take_over_choice(connection: Connection, target: Connection, as_of: date) -> None:
    """Where it is not written down which draw of a date is shown, it is the one that visitors see."""
    shown = schema.shown_draw.c
    if connection.scalar(select(shown.name).where(shown.as_of == as_of)) is None:
        seen = target.scalars(select(release.c.name).where(release.c.id.in_(active_ids(target)))).all()
        ours = select(schema.privacy_ledger.c.name).where(schema.privacy_ledger.c.as_of == as_of)
        for name in set(seen) & set(connection.scalars(ours)):
            choose(connection, name)


def take_over_decisions(connection: Connection, target: Connection) -> str:
    """Write down what only the release database says of our draws, and say so ("" where there is nothing to say)."""
    missing = _only_in_releases(connection, target)
    for name, what, why, at in missing:
        _record(connection, name, what, why, at)
    return "What was retracted and deleted was taken over from the release database. " if missing else ""


def carry_out(cases: Engine, releases: Engine) -> str:
    """Do in the release database what was decided and is not done there, and say where a deleted release is still in
    its file ("" where all is done). What was decided is written there of numbers that it never had, too.

    In the place of a deleted release that is seen again comes the one that was shown last of those that are right;
    without any it stays, until another is shown.
    """
    with writing(releases, LONGEST_WAIT_S) as target, publishing(cases) as connection:
        retractions, deletions = _not_carried_out(connection, target)
        for row in retractions:
            write_retraction(target, row.name, str(row.why), row.decided_at)
        if active_ids(target) & {*deletions}:
            _show_instead(connection, target, deletions)
        deletions = sorted({*deletions} - active_ids(target))
        for number in deletions:
            erase(target, number)
        _write_deletions(connection, target)
    if not deletions or empty_log(releases):
        return ""
    numbers = ", ".join(map(str, deletions))
    return f"Deleted, as was decided: release {numbers}. {still_in_the_file(releases, deletions[0])} "


def _write_deletions(connection: Connection, target: Connection) -> None:
    """Write into a release database that never had them which releases were deleted, but for one with releases of
    other cases: a copy of the case database may have the numbers, and bring them back without knowing it."""
    ours = set(connection.scalars(select(schema.privacy_ledger.c.name)))  # not one of several releases
    deleted = {row.name for row in _decided(connection) if row.what == DELETED} & ours
    gone = {name for name in deleted if not has_numbers(target, name)}
    there = set(target.scalars(select(release.c.kind).distinct()))
    if not gone or there - {"public"} or (found := compare(connection, target)).strangers or found.changed:
        return
    take_over_numbers(connection, target, "public")
    kept, ledger = schema.privacy_ledger.c, ledger_of(connection)
    for place, row in enumerate(ledger, 1):
        if row["name"] in gone:
            written = connection.scalar(select(kept.manifest).where(kept.name == row["name"]))
            manifest = json.loads(written) if written else row | {"data_until": row["as_of"], "ledger": ledger[:place]}
            manifest |= {"kind": "public", "database": database_name(connection)}
            target.execute(
                insert(deleted_release).values(
                    id=give_number(connection, target, "public", row["name"]),
                    kind="public",
                    name=row["name"],
                    deleted_at=now(),
                    manifest=json.dumps({name: manifest[name] for name in KEPT_OF_DELETED if name in manifest}),
                )
            )


def _show_instead(connection: Connection, target: Connection, deletions: list[int]) -> None:
    shown = schema.shown_draw.c
    gone = names_not_to_copy(connection)
    for name in connection.scalars(select(shown.name).order_by(shown.shown_at.desc())):
        there = select(func.max(release.c.id)).where(release.c.name == name, release.c.id.not_in(deletions))
        if name not in gone and (found := target.scalar(there)) is not None:
            make_active(target, "public", found)
            return


def refuse_what_is_gone(connection: Connection, name: str) -> None:
    """Raise BadInput when a draw was retracted, or deleted."""
    for row in _decided(connection):
        if row.name == name:
            raise retracted(str(row.why)) if row.what == RETRACTED else BadInput(GONE)


def names_not_to_copy(connection: Connection) -> set[str]:
    """Return the draws that were retracted or deleted: they do not come back by themselves."""
    return {row.name for row in _decided(connection)}


def compare_decisions(connection: Connection, target: Connection) -> str:
    """Say what only the release database knows ("" for nothing). Raises BadInput when it lacks what was decided."""
    retractions, deletions = _not_carried_out(connection, target)
    there = set(target.scalars(select(release.c.name)))
    if (retractions := [row for row in retractions if row.name in there]) or deletions:
        raise BadInput(
            f"{len(retractions)} retracted and {len(deletions)} deleted releases stand in the release database as if "
            f"nothing were wrong, as after restoring a backup of it. {_where_seen(target, deletions)}Mend it: python "
            "-m data_access publish."
        )
    missing = _only_in_releases(connection, target)
    return f"; {len(missing)} retractions or deletions to be taken over by the next publish" if missing else ""


def _where_seen(target: Connection, deletions: list[int]) -> str:
    seen = active_ids(target) & {*deletions}
    return f"Visitors see release {min(seen)}, which was deleted. " if seen else ""


def _record(connection: Connection, name: str, what: str, why: str | None, at: datetime) -> None:
    table = schema.release_decision
    connection.execute(delete(table).where(table.c.name == name, table.c.what == what))
    connection.execute(insert(table).values(name=name, what=what, why=why, decided_at=at))


def _decided(connection: Connection) -> list[Row[Any]]:
    table = schema.release_decision
    return list(connection.execute(select(table).order_by(table.c.decided_at, table.c.name)))


def _not_carried_out(connection: Connection, target: Connection) -> tuple[list[Row[Any]], list[int]]:
    """The retractions without their sentence, and the deleted releases that are there.

    A sentence is written where its numbers are missing, too: a copy of the case database may have them, and bring them
    back without knowing it.
    """
    said = {row.name: row.why for row in target.execute(select(retraction))}
    there = target.execute(select(release.c.id, release.c.name)).all()
    decided = _decided(connection)
    deleted = {row.name for row in decided if row.what == DELETED}
    retractions = [row for row in decided if row.what == RETRACTED and said.get(row.name) != row.why]
    return retractions, [row.id for row in there if deleted & {row.name, one_of(row.name, row.id)}]


def _only_in_releases(connection: Connection, target: Connection) -> list[tuple[str, str, str | None, datetime]]:
    ours = set(connection.scalars(select(schema.privacy_ledger.c.name)))
    known = {(row.name, row.what) for row in _decided(connection)}
    there = set(target.scalars(select(release.c.name)))
    found = [(row.name, RETRACTED, row.why, row.retracted_at) for row in target.execute(select(retraction))]
    gone = target.execute(select(deleted_release)).all()
    # of several releases with the same numbers one may be deleted: its numbers are still there
    found += [
        (one_of(row.name, row.id) if row.name in there else row.name, DELETED, None, row.deleted_at) for row in gone
    ]
    return [row for row in dict.fromkeys(found) if row[0].partition(":")[0] in ours and row[:2] not in known]
