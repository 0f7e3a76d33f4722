"""Write into a release database: releases, which of them is seen, and what becomes of those that are wrong or old."""

import json
import os
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select

from data_access.cases import schema
from data_access.database import LONGEST_WAIT_S, empty_log, wait_for_turn
from data_access.errors import BadInput
from data_access.importing.guard.number_words import tells_few
from data_access.importing.guard.personal_data import personal_content
from data_access.publishing.ledger import now
from data_access.publishing.measurement import Measured
from data_access.release.content import content_hash, frames_hash, tables_of
from data_access.release.release_database import ReleaseKind, row_of
from data_access.release.schema import (
    active_release,
    deleted_release,
    frame,
    published_table,
    release,
    retraction,
    shown_release,
)

LONGEST_REASON = 500
GONE = (
    "The numbers for that date were drawn, and their release is no longer there. Publish for another date, or draw "
    "them again with --redraw, which spends anew. Nothing was spent."
)
# of the manifest of a deleted release: what was spent, and of whom
KEPT_OF_DELETED = ("kind", "database", "other_people", "ledger", "rho", "epsilon", "delta", "data_until", "created_at")

Decided = Callable[[Sequence[str], str | None], str]


@dataclass(frozen=True)
class Content:
    """The manifest and the numbers of a release, by name of table, as published_table holds them."""

    manifest: dict[str, Any]
    tables: Mapping[str, bytes]


def content_of(manifest: dict[str, Any], measured: list[Measured]) -> Content:
    """Return tables as they are stored."""
    # what tables that agree cost an exact count is a billionth of a person, and most of the size of the release
    tidy = np.rint if manifest["rho"] is None else np.asarray
    return Content(
        manifest, {r.table.name: zlib.compress((tidy(r.estimates) + 0.0).astype("<f4").tobytes()) for r in measured}
    )


def write_release(
    releases: Engine,
    name: str,
    manifest: dict[str, Any],
    measured: list[Measured],
    frames: dict[str, str] | None = None,
) -> int:
    """Write a release in one transaction, make it the active one of its kind, and return its id."""
    with writing(releases) as connection:
        release_id = _insert(connection, name, content_of(manifest, measured), frames or {}, None)
        make_active(connection, manifest["kind"], release_id)
    return release_id


def keep_release(
    connection: Connection,
    name: str,
    content: Content | None,
    frames: dict[str, str],
    *,
    active: bool,
    number: int | None = None,
) -> tuple[int, bool]:
    """Have the release of these numbers and frames in the database; return its id, and whether it was written now.

    content: the numbers, where the database may not have them yet. number: the id of what is written, whatever else has
    these numbers; without, what is there is taken, or the next one written. Raises BadInput when they were retracted,
    or deleted.
    """
    _refuse_retracted(connection, name)
    found = release_of(connection, name, frames)
    if found is not None and number not in (None, found.id):
        found = None
    if found is not None:
        release_id, kind = found.id, found.kind
    else:
        if same := release_of(connection, name):
            content = Content(json.loads(same.manifest), tables_of(connection, same.id))
        elif is_deleted(connection, name) or content is None:
            raise BadInput(GONE)
        release_id, kind = _insert(connection, name, content, frames, number), content.manifest["kind"]
    if active:
        make_active(connection, kind, release_id)
    return release_id, found is None


def release_of(connection: Connection, name: str, frames: dict[str, str] | None = None) -> Row[Any] | None:
    """Return the newest release of these numbers (and frames, where given), None where there is none."""
    query = select(release).where(release.c.name == name)
    query = query if frames is None else query.where(release.c.frames_hash == frames_hash(frames))
    return connection.execute(query.order_by(release.c.id.desc()).limit(1)).one_or_none()


def refuse_absent(cases: Connection, connection: Connection, name: str) -> None:
    """Raise BadInput when a draw is in neither database any more, or was retracted or deleted."""
    ledger = schema.privacy_ledger.c
    is_kept = cases.scalar(select(ledger.id).where(ledger.name == name, ledger.manifest.is_not(None))) is not None
    _refuse_retracted(connection, name)
    if release_of(connection, name) is None and (is_deleted(connection, name) or not is_kept):
        raise BadInput(GONE)


def has_numbers(connection: Connection, name: str) -> bool:
    """Does the database have, or has it had, a release of these numbers?"""
    found = connection.scalar(select(release.c.id).where(release.c.name == name).limit(1))
    return found is not None or is_deleted(connection, name)


def is_deleted(connection: Connection, name: str) -> bool:
    """Was a release of these numbers deleted?"""
    query = select(deleted_release.c.id).where(deleted_release.c.name == name).limit(1)
    return connection.scalar(query) is not None


def activate(engine: Engine, release_id: int, decided: Decided = lambda names, why: "") -> dict[str, Any]:
    """Make a release the one that visitors see. decided: as for retract. Raises BadInput when there is none, or when it
    was retracted."""
    with engine.connect() as connection:
        row = row_of(connection, release_id)
        _refuse_retracted(connection, row.name, row.kind)
    warning = decided([row.name], None)
    with writing(engine) as connection:
        row = row_of(connection, release_id)
        _refuse_retracted(connection, row.name, row.kind)
        make_active(connection, row.kind, release_id)
    return {"release": release_id, "message": f"Release {release_id} is the active one.{warning}"}


def retract(engine: Engine, release_id: int, why: str, decided: Decided = lambda names, why: "") -> dict[str, Any]:
    """Say of a release that its numbers are wrong, in a sentence that then stands on all that is made from them.

    It is true of every release that has the same numbers. Said again, the newer sentence stands. decided: writes it
    down where it outlasts the release database, before it is done, and returns what is to be said of that. Raises
    BadInput when there is no such release or no sentence.
    """
    why = " ".join(why.split())
    if not why or len(why) > LONGEST_REASON:
        raise BadInput(f'Say what is wrong, in at most {LONGEST_REASON} letters: --why "The ages were exchanged."')
    kind = personal_content(why, is_key=False, is_published=True) or ("a few people" if tells_few(why) else None)
    if kind:
        raise BadInput(
            f"The sentence would stand on every page and file, and holds what looks like {kind}. Say what is wrong "
            "with the numbers, without it. Nothing was changed."
        )
    with engine.connect() as connection:
        name = row_of(connection, release_id).name
    warning = decided([name], why)
    with writing(engine) as connection:
        write_retraction(connection, name, why, now())
        same = connection.scalars(select(release.c.id).where(release.c.name == name).order_by(release.c.id)).all()
        kind = row_of(connection, release_id).kind
        seen = active_ids(connection) & set(same)
    numbers = ", ".join(map(str, same))
    said = f"Retracted: release {numbers}. The sentence stands on every page and file made from it."
    if seen:
        again = "publish again with --redraw" if kind == "public" else "make it anew: publish --kind restricted"
        who = "Visitors" if kind == "public" else "Analysts"
        said += f" {who} still see it, with the sentence: activate an earlier one, or {again}."
    return {"releases": list(same), "active": bool(seen), "message": said + warning}


def write_retraction(connection: Connection, name: str, why: str, at: datetime) -> None:
    """Write the sentence about numbers, in the place of an earlier one."""
    connection.execute(delete(retraction).where(retraction.c.name == name))
    connection.execute(insert(retraction).values(name=name, retracted_at=at, why=why))


def delete_releases(
    engine: Engine, release_id: int | None = None, decided: Decided = lambda names, why: ""
) -> dict[str, Any]:
    """Delete a release or, without an id, all that are older than RELEASES_KEPT_DAYS says; never the active one.

    Its number is not given again, and its entry in the ledger stays. decided: as for retract, given the numbers of
    which no release is left. Asked again for one that is deleted, it deletes what a reader kept in the file. Raises
    BadInput when it is the active one or not there, when nothing says how long releases are kept, and when what was
    deleted is still in the file.
    """
    with engine.connect() as connection:
        if release_id is None:
            ids = expired(connection)
            if ids is None:
                raise BadInput(
                    "Say which release: python -m data_access releases delete ID. Or say in RELEASES_KEPT_DAYS how "
                    "many days a release is kept; without an ID, all older ones are then deleted."
                )
        elif release_id in set(connection.scalars(select(deleted_release.c.id))):
            ids = []
        else:
            ids = [row_of(connection, release_id).id]
            if release_id in active_ids(connection):
                raise BadInput(f"Visitors see release {release_id}: activate another one first. Nothing was deleted.")
        rows = connection.execute(select(release.c.id, release.c.name)).all()
    left = {row.name for row in rows if row.id not in ids}
    gone = [row for row in rows if row.id in ids]
    warning = decided(sorted({one_of(row.name, row.id) if row.name in left else row.name for row in gone}), None)
    with writing(engine) as connection:
        for number in ids:
            erase(connection, number)
    said = f"Deleted: release {', '.join(map(str, ids))}." if ids else "There is no release to delete."
    if release_id is not None and not ids:
        said = f"Release {release_id} was deleted before."
    if not empty_log(engine):
        raise BadInput(f"{said}{warning} {still_in_the_file(engine, release_id or (ids or [0])[0])}")
    return {"releases": ids, "message": said + warning}


def one_of(name: str, release_id: int) -> str:
    """Return how a decision names one release of several that have the same numbers."""
    return f"{name}:{release_id}"


def still_in_the_file(engine: Engine, release_id: int) -> str:
    """Say that somebody who reads keeps a deleted release in the file, and what to do."""
    with engine.connect() as connection:
        kind = connection.scalar(select(deleted_release.c.kind).where(deleted_release.c.id == release_id))
    which = f"{release_id or 'ID'}{' --kind restricted' if kind == 'restricted' else ''}"
    return (
        "But the numbers are still in the file of the release database or in its log: another program has been reading "
        "it all the time, as the dashboard or a backup does. When that is through, or stopped: python -m data_access "
        f"releases delete {which}, which then takes them out of the file."
    )


def erase(connection: Connection, release_id: int) -> None:
    """Delete a release, the active one too. Its number is not given again, and what it spent stays known."""
    row = row_of(connection, release_id)
    kept = {name: value for name, value in json.loads(row.manifest).items() if name in KEPT_OF_DELETED}
    for table in (published_table, frame, active_release, shown_release):
        connection.execute(delete(table).where(table.c.release_id == release_id))
    connection.execute(delete(release).where(release.c.id == release_id))
    connection.execute(
        insert(deleted_release).values(
            id=release_id, kind=row.kind, name=row.name, deleted_at=now(), manifest=json.dumps(kept)
        )
    )


def expired(connection: Connection) -> list[int] | None:
    """Return the releases that are older than RELEASES_KEPT_DAYS and not active; None where it is not set."""
    setting = os.environ.get("RELEASES_KEPT_DAYS")
    if not setting:
        return None
    if not setting.isdecimal():
        raise BadInput("RELEASES_KEPT_DAYS must be a whole number of days.")
    seen = active_ids(connection)
    old = release.c.created_at < now() - timedelta(days=min(int(setting), 1_000_000))
    return list(connection.scalars(select(release.c.id).where(old, release.c.id.not_in(seen)).order_by(release.c.id)))


def active_ids(connection: Connection) -> set[int]:
    """Return the releases that visitors and analysts see."""
    return set(connection.scalars(select(active_release.c.release_id)))


@contextmanager
def writing(releases: Engine, longest_s: float = LONGEST_WAIT_S) -> Iterator[Connection]:
    """Give a transaction in which nobody else writes a release; those who read go on. longest_s: seconds to wait for
    another one. What is deleted in it is overwritten on SQLite, and does not stay in the file until something else
    needs the room.

    Who holds the case database too takes public releases before it, and restricted ones after it: so nobody waits for
    somebody who waits.
    """
    with releases.connect() as connection:
        if releases.dialect.name == "sqlite":  # where a writer has the whole database to itself
            driver: Any = connection.connection.driver_connection
            driver.execute(f"PRAGMA busy_timeout = {int(1000 * longest_s)}")
            driver.execute("PRAGMA secure_delete = ON")
        with connection.begin():
            wait_for_turn(connection, longest_s, "release")
            yield connection


def _refuse_retracted(connection: Connection, name: str, kind: ReleaseKind = "public") -> None:
    why = connection.scalar(select(retraction.c.why).where(retraction.c.name == name))
    if why is not None:
        raise retracted(why, kind)


def retracted(why: str, kind: ReleaseKind = "public") -> BadInput:
    """Return what refuses numbers that were retracted."""
    again = "draw its date again: publish --redraw, which spends anew"
    if kind == "restricted":
        again = "make it anew from the cases: publish --kind restricted"
    return BadInput(
        f'This release was retracted: "{why}" Its numbers are not shown as if they were right. Activate another '
        f"release, or {again}. No release was changed."
    )


def _insert(connection: Connection, name: str, content: Content, frames: dict[str, str], number: int | None) -> int:
    last = (select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery() for table in (release, deleted_release))
    release_id = number or int(max(connection.execute(select(*last)).one())) + 1
    at = now()
    # created_at says when the numbers were drawn; what is not about people is of this day
    manifest = {**content.manifest, "published_at": at.date().isoformat()}
    connection.execute(
        insert(release).values(
            id=release_id,
            kind=manifest["kind"],
            created_at=at,
            name=name,
            frames_hash=frames_hash(frames),
            content_hash=content_hash(manifest, content.tables, frames),
            manifest=json.dumps(manifest, ensure_ascii=False),
        )
    )
    tables = [{"release_id": release_id, "name": table, "content": held} for table, held in content.tables.items()]
    connection.execute(insert(published_table), tables)
    if frames:
        rows = [{"release_id": release_id, "name": frame_name, "content": held} for frame_name, held in frames.items()]
        connection.execute(insert(frame), rows)
    return release_id


def make_active(connection: Connection, kind: ReleaseKind, release_id: int) -> None:
    """Let visitors see a release in the place of the one that they see of its kind."""
    connection.execute(delete(active_release).where(active_release.c.kind == kind))
    connection.execute(insert(active_release).values(kind=kind, release_id=release_id))
    connection.execute(delete(shown_release).where(shown_release.c.release_id == release_id))
    connection.execute(insert(shown_release).values(release_id=release_id))
