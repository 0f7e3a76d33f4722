"""Why a command could not go on, in words for a person. No word of it comes from a row of a database."""

import errno
import logging
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from data_access.errors import BadInput, NoConnection

PROJECT = Path(__file__).resolve().parents[1]
FULL = "The disk is full, or a file may not become so large."
BUSY = (
    "Another command is working on the database, and was still at it when this one had waited long enough. Run this "
    "command again when the other is through."
)
UNREACHABLE = "The database cannot be reached, or the connection to it was lost."
# what the drivers' messages have in them (SQLite), and the classes of PostgreSQL's codes
SQLITE_REASONS = {
    "full": FULL,
    "disk i/o": FULL,
    "locked": BUSY,
    "readonly": "The database may be read and not be written.",
    "unable to open": UNREACHABLE,
}
POSTGRES_REASONS = {
    "53": FULL,
    "55P03": BUSY,
    "08": UNREACHABLE,
    "57": UNREACHABLE,
    "42501": "The database may not be written by you.",
}


class Stopped(BadInput):
    """A command that could not go on; the message says why, and what is true now."""


@contextmanager
def told(what_is_true: Callable[[], str]) -> Iterator[None]:
    """Turn whatever ends the block, Ctrl+C included, into Stopped: why, and `what_is_true` after it. BadInput passes,
    for it says both already; but a connection that is lost does not know what was done before."""
    # the pool would write its own account, with a traceback, of a connection that Ctrl+C cut
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)
    try:
        yield
    except NoConnection as error:
        raise Stopped(f"{error} {what_is_true()}") from error
    except BadInput:
        raise
    except (Exception, KeyboardInterrupt) as error:
        why = _stop_behind(error) or error
        raise Stopped(f"{reason_of(why)} {what_is_true()}") from why


def _stop_behind(error: BaseException | None) -> KeyboardInterrupt | None:
    """The Ctrl+C that an error came of: a driver that is stopped within a statement raises an error of its own."""
    while error is not None and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error


def reason_of(error: BaseException) -> str:
    """Return why, as one sentence."""
    if isinstance(error, KeyboardInterrupt):
        return "Stopped."
    if isinstance(error, MemoryError):
        return "There is not enough memory."
    if isinstance(error, DBAPIError):
        return _reason_of_database(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return FULL
    if isinstance(error, OSError):
        return f"A file or a connection cannot be used ({error.strerror or type(error).__name__})."
    if isinstance(error, SQLAlchemyError):
        return f"The database refused the work ({type(error).__name__})."
    return f"Something is wrong in the program ({place_of(error)}); please report it."


def place_of(error: BaseException) -> str:
    """Return the kind of an error and the last place of this program that it passed, without what it says: that may
    quote a row."""
    where, frames = "", traceback.extract_tb(error.__traceback__)
    for frame in frames:
        path = Path(frame.filename)
        if path.is_relative_to(PROJECT) and "site-packages" not in path.parts:
            where = f" in {path.relative_to(PROJECT)}, line {frame.lineno}"
    if frames and not where:
        where = f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}"
    return f"{type(error).__name__}{where}"


def _reason_of_database(error: DBAPIError) -> str:
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        text = str(error.orig).casefold()
        known = next((said for sign, said in SQLITE_REASONS.items() if sign in text), None)
        # PostgreSQL gives no code where there is no connection
        lost = error.connection_invalidated or "connection" in text
        return known or (UNREACHABLE if lost else f"The database refused the work ({type(error).__name__}).")
    known = next((said for sign, said in POSTGRES_REASONS.items() if code.startswith(sign)), None)
    return known or f"The database refused the work ({type(error).__name__} {code})."
