"""The releases that a running server shows: each opened and verified once, and kept while their database is away.

A run of a page asks which releases there are. A SQLite file is only read again when it is another one or was changed;
PostgreSQL answers two small queries. Each answer is waited for PATIENCE_S at most, and a database that gave none is
not asked again at once.
"""

import logging
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, time_ns
from typing import Any, Literal, NamedTuple, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from data_access.database import database_url
from data_access.errors import DatabaseUnavailable
from data_access.failures import reason_of
from data_access.release.content import NotAsPublished
from data_access.release.release import Release
from data_access.release.release_database import SETTINGS, NothingPublished, ReleaseKind, read_release_database
from data_access.release.schema import active_release, release, retraction, shown_release

Made = TypeVar("Made")
PATIENCE_S = 3.0  # how long a run waits for the database
PAUSE_S = 2.0  # how long after a failure it is not asked again
LONG_PAUSE_S = 30.0  # how long after a release was refused it is not read again, unless its file was changed
MOST_OPEN = 3  # releases kept in memory, of a few megabytes each
# a file that was changed so short a time ago may be changed again without another time of change
UNSURE_NS = 50_000_000
NO_ANSWER = "The database of the releases does not answer."
# what drivers say of a database that is there and cannot be used
REASONS = {
    "not a database": "The file of the releases is no database, or is damaged: restore it from a backup.",
    "malformed": "The file of the releases is damaged: restore it from a backup.",
    "no such table": "The release database must be brought up to date: python -m data_access init",
    "no such column": "The release database must be brought up to date: python -m data_access init",
    "undefinedtable": "The release database must be brought up to date: python -m data_access init",
    "undefinedcolumn": "The release database must be brought up to date: python -m data_access init",
    "permission denied": "The release database does not let this account read its tables (docs/deployment.md).",
    "unable to open": "The file of the releases, or its folder, cannot be used: the account of this dashboard must be "
    "able to read the file and to write to its folder (docs/deployment.md).",
    "readonly": "The folder of the releases cannot be written to by the account of this dashboard, and SQLite keeps "
    "files beside its own (docs/deployment.md).",
    "given up": NO_ANSWER,
}
log = logging.getLogger("dashboard.releases")


class Listed(NamedTuple):
    """The releases that visitors may see by number (each with content_hash and why it was retracted, or None), the
    active one, and when that was read."""

    active: int
    releases: dict[int, Any]
    at: datetime


class Trouble(NamedTuple):
    """What visitors must know of the release that they see: its database is "away" since `at`, or another one, of
    which they see this in the place, was "changed". reason: for those who run the dashboard."""

    kind: Literal["away", "changed"]
    reason: str
    at: datetime
    instead_of: int


class Shown(NamedTuple):
    """The release to be shown, the one that visitors see whose address names none, whether the one that was asked for
    is not kept, and what is wrong."""

    release: Release
    current: int
    is_in_vain: bool = False
    trouble: Trouble | None = None


class ReleaseSource:
    """The releases of one kind, for all visitors."""

    def __init__(self, kind: ReleaseKind) -> None:
        self._kind: ReleaseKind = kind
        self._url: URL = database_url(SETTINGS[kind])
        self._lock = Lock()
        self._asked: dict[Hashable, Future[Any]] = {}
        self._open: OrderedDict[Hashable, Release] = OrderedDict()
        self._refused: dict[Hashable, tuple[DatabaseUnavailable, float]] = {}
        self._engine: Engine | None = None
        self._mark: Hashable = None
        self._listed: Listed | None = None
        self._failed: DatabaseUnavailable | None = None
        self._again_at = 0.0
        self._last_good: Release | None = None

    def show(self, wanted: int | None = None) -> Shown:
        """The release of this number where it is kept, else the active one; while the database is away, or the release
        was changed, the last good one.

        Of a restricted deployment nothing is shown from memory: a case in it may have been withdrawn.
        Raises NothingPublished, and DatabaseUnavailable when there is nothing good to show.
        """
        try:
            listed = self._look()
        except NothingPublished:
            raise
        except DatabaseUnavailable as error:
            return self._instead(wanted, error)
        is_kept = wanted in listed.releases
        number = wanted if wanted is not None and is_kept else listed.active
        try:
            found = self._opened(listed.releases[number])
        except DatabaseUnavailable as error:
            return self._next_best(listed, number, error)
        if number == listed.active:
            self._last_good = found
        return Shown(found, listed.active, is_in_vain=wanted is not None and not is_kept)

    def before(self, release: Release) -> Release | None:
        """The newest earlier release of the same cases with data until an earlier day that is kept and was not
        retracted; None where there is none, or it cannot be read now."""
        listed = self._listed.releases.values() if self._listed else ()
        earlier = sorted((row for row in listed if row.id < release.id and not row.why), key=lambda row: -row.id)
        for row in earlier[: MOST_OPEN - 1]:  # so that the one that is shown stays in memory
            try:
                found = self._opened(row)
            except DatabaseUnavailable:
                return None
            is_of_same_cases = found.manifest.get("database") == release.manifest.get("database")
            if is_of_same_cases and found.manifest["data_until"] < release.manifest["data_until"]:
                return found
        return None

    def why_not_ready(self) -> str | None:
        """Why the active release cannot be read and shown, in a sentence; None when it can."""
        try:
            trouble = self.show().trouble
        except DatabaseUnavailable as error:
            return str(error)
        return trouble.reason if trouble else None

    def _instead(self, wanted: int | None, error: DatabaseUnavailable) -> Shown:
        """What is shown from memory while the database is away."""
        if self._kind == "restricted" or self._last_good is None or self._listed is None:
            raise error
        kept = next((release for release in self._open.values() if release.id == wanted), self._last_good)
        trouble = Trouble("away", str(error), self._listed.at, kept.id)
        return Shown(kept, self._last_good.id, trouble=trouble)

    def _next_best(self, listed: Listed, number: int, error: DatabaseUnavailable) -> Shown:
        """What is shown in the place of a release that cannot be shown: the last good one, or of the newest MOST_OPEN
        that may take its place the first that can."""
        if self._kind == "restricted":
            raise error
        good = self._last_good
        # the active one first, and no other that was retracted
        others = [row for row in listed.releases.values() if row.id != number]
        instead = [row for row in others if row.id == listed.active or not row.why]
        instead.sort(key=lambda row: (row.id != listed.active, -row.id))
        for row in instead[:MOST_OPEN] if good is None or number != listed.active else []:
            try:
                good = self._opened(row)
                break
            except DatabaseUnavailable:
                continue
        if good is None:
            raise error
        kind: Literal["away", "changed"] = "changed" if isinstance(error, NotAsPublished) else "away"
        return Shown(good, good.id, trouble=Trouble(kind, str(error), listed.at, number))

    def _look(self) -> Listed:
        """Which releases there are now. Raises DatabaseUnavailable."""
        mark = self._mark_now()
        if self._failed and monotonic() < self._again_at:
            raise self._failed
        if self._listed and not self._failed and mark is not None and mark == self._mark:
            return self._listed
        try:
            # while it is away, visitors do not wait to hear so again
            listed = self._within(0.1 if self._failed else PATIENCE_S, "list", self._read)
        except NothingPublished as error:
            if self._listed is not None and self._is_file and not Path(str(self._url.database)).is_file():
                raise self._fail(DatabaseUnavailable("The file of the releases is gone: restore it.")) from error
            self._failed = None
            raise
        except DatabaseUnavailable as error:
            raise self._fail(error) from error.__cause__
        if self._failed:
            log.warning("The database of the releases can be read again.")
        self._failed = None
        return listed

    def _fail(self, error: DatabaseUnavailable) -> DatabaseUnavailable:
        """Write once what is wrong, and ask no more for a while."""
        if str(error) != str(self._failed):
            shown = f" Release {self._last_good.id} is shown from memory." if self._last_good else ""
            log.error("%s%s", error, "" if self._kind == "restricted" else shown)
        self._failed, self._again_at = error, monotonic() + PAUSE_S
        return error

    def _read(self) -> Listed:
        mark = self._mark_now()
        engine = self._connected()
        if self._is_file and (mark is None or mark != self._mark):
            read_release_database(self._kind)  # raises where the file is gone
            engine.dispose()  # an open connection would go on reading the file that was replaced
            self._refused = {key: (error, 0.0) for key, (error, _) in self._refused.items()}  # to be tried again
        known = select(release.c.id, release.c.content_hash, retraction.c.why).join(
            shown_release, shown_release.c.release_id == release.c.id
        )
        with engine.connect() as connection:
            active = {row.kind: row.release_id for row in connection.execute(select(active_release))}
            rows = connection.execute(known.outerjoin(retraction, retraction.c.name == release.c.name)).all()
        if others := active.keys() - {self._kind}:
            raise DatabaseUnavailable(f"{SETTINGS[self._kind]} names a database of {min(others)} releases.")
        if not active:
            raise NothingPublished("No release has been published yet: python -m data_access publish")
        self._mark = mark
        by_number: dict[int, Any] = {row.id: row for row in rows}
        self._listed = Listed(active[self._kind], by_number, datetime.now(UTC))
        kept = {(row.content_hash, row.id, row.why) for row in rows}
        with self._lock:
            self._open = OrderedDict((key, found) for key, found in self._open.items() if key in kept)
        if self._last_good and (self._last_good.id, self._last_good.retraction) not in {
            (row.id, row.why) for row in rows
        }:
            self._last_good = None  # it was deleted, or something else is said of it now
        return self._listed

    def _opened(self, row: Any) -> Release:
        """The release of a row, opened and verified once."""
        key = (row.content_hash, row.id, row.why)
        if found := self._open.get(key):
            return found
        refused, until = self._refused.get(key, (None, 0.0))
        if refused and monotonic() < until:
            raise refused
        try:
            found = self._within(PATIENCE_S, key, partial(Release, self._connected(), row.id, row.why))
        except DatabaseUnavailable as error:
            if str(error) != str(refused):
                log.error("%s", error)
            self._refused[key] = error, monotonic() + LONG_PAUSE_S
            raise
        self._refused.pop(key, None)
        with self._lock:
            self._open[key] = found
            while len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        return found

    def _connected(self) -> Engine:
        if self._engine is None:
            self._engine = read_release_database(self._kind)
        return self._engine

    @property
    def _is_file(self) -> bool:
        return self._url.get_backend_name() == "sqlite"

    def _mark_now(self) -> Hashable:
        """What tells a SQLite file from another and from what it was; None where that cannot be told."""
        if not self._is_file:
            return None
        seen: list[tuple[int, ...] | None] = []
        now = time_ns()
        for name in (str(self._url.database), f"{self._url.database}-wal"):
            try:
                stat = Path(name).stat()
            except OSError:
                seen.append(None)
                continue
            # who reads makes an empty log beside the file, and takes it away again
            seen.append((stat.st_dev, stat.st_ino, stat.st_size, stat.st_mtime_ns) if stat.st_size else None)
            if now - stat.st_mtime_ns < UNSURE_NS and stat.st_size:
                return None
        return tuple(seen) if seen[0] else None

    def _within(self, seconds: float, key: Hashable, work: Callable[[], Made]) -> Made:
        """What `work` gives, in a thread of its own that all who ask for the same share, waited for so long."""
        with self._lock:
            asked = self._asked.get(key)
            if asked is None:
                asked = self._asked[key] = Future()
                Thread(target=self._work, args=(key, asked, work), daemon=True).start()
        try:
            given: Made = asked.result(seconds)
            return given
        except TimeoutError as error:
            raise DatabaseUnavailable(NO_ANSWER) from error

    def _work(self, key: Hashable, asked: "Future[Any]", work: Callable[[], Any]) -> None:
        try:
            made, error = work(), None
        except Exception as raised:
            made, error = None, raised if isinstance(raised, DatabaseUnavailable) else _said(raised)
        with self._lock:  # who asks from here on is not answered with what was so a moment ago
            del self._asked[key]
        asked.set_exception(error) if error else asked.set_result(made)


def _said(error: Exception) -> DatabaseUnavailable:
    """What is wrong with the database, without its address and without a row."""
    text = f"{type(getattr(error, 'orig', None)).__name__} {error}".casefold()
    known = next((said for sign, said in REASONS.items() if sign in text), None)
    if known is None and not isinstance(error, SQLAlchemyError | OSError):
        log.exception("The release database could not be read.")
    said = DatabaseUnavailable(known or reason_of(error))
    said.__cause__ = error
    return said
