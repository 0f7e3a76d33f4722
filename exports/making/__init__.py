"""A file that is made beside the run of a page: how far it is, how it ended, and the way to end it.

So many are made at once for all visitors, so many more wait, and none takes longer, or becomes larger, than is said
here. What makes a file says after each part how far it is (`step`): there it ends when nobody wants it any more.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Literal

from data_access.errors import BadInput, DatabaseUnavailable
from data_access.failures import place_of

AT_ONCE, MOST_WAITING = 2, 20  # files
LONGEST = 120  # seconds from when it was asked for
LARGEST = 60_000_000  # bytes
LOOK = 0.2  # seconds after which who waits looks whether it is still wanted
THREAD = "making a file"
LOG = logging.getLogger(__name__)
End = Literal["cancelled", "late", "busy", "large", "refused", "failed"]

_making = threading.BoundedSemaphore(AT_ONCE)
_asked = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)


class Ended(BadInput):
    """The making was ended before there was a file."""

    def __init__(self, end: End) -> None:
        super().__init__(f"The file was not made: {end}.")
        self.end: End = end


class Job:
    """One file that is asked for. has_begun: is it its turn? done, all: parts that are made, and how many there are; 0
    until that is known. made: the file. end: why there is none; reason: what the maker said of it, where it refused.
    what: names the file in the log, its kind and its page, and nothing that was chosen."""

    def __init__(self, make: Callable[[], bytes], what: str = "a file") -> None:
        self.done = self.all = 0
        self.has_begun = False
        self.made: bytes | None = None
        self.end: End | None = None
        self.reason: BadInput | None = None
        self._what = what
        self._make = make
        self._latest = time.monotonic() + LONGEST
        self._ends = threading.Lock()

    @property
    def is_running(self) -> bool:
        return self.made is None and self.end is None

    def start(self) -> None:
        """Begin in a thread of its own, where there is room for one more."""
        if not _asked.acquire(blocking=False):
            self.end = "busy"
            return
        threading.Thread(target=self._run, name=THREAD, daemon=True).start()

    def cancel(self) -> None:
        """Nobody wants the file any more; one that is made already stays."""
        with self._ends:
            if self.made is None:
                self.end = self.end or "cancelled"

    def step(self, done: int, all: int) -> None:
        """So many parts are made of so many. Raises Ended."""
        self.check()
        self.done, self.all = done, all

    def check(self) -> None:
        """Raises Ended where the file is not wanted any more, or has taken too long."""
        if self.end:
            raise Ended(self.end)
        if time.monotonic() > self._latest:
            raise Ended("late")

    def _run(self) -> None:
        made, end, reason = self._outcome()
        # whoever reads that this one has ended may ask for another at once
        _asked.release()
        with self._ends:
            if end is None and self.end is None:
                self.made = made
            self.reason, self.end = reason, self.end or end

    def _outcome(self) -> tuple[bytes | None, End | None, BadInput | None]:
        """The file, or how it ended and why."""
        try:
            made = self._in_turn()
            self.check()
            return (made, None, None) if len(made) <= LARGEST else (None, "large", None)
        except Ended as ended:
            return None, ended.end, None
        except Exception as error:  # whatever it is, who waits is told
            if isinstance(error, BadInput) and not isinstance(error, DatabaseUnavailable):
                return None, "refused", error
            # where it failed, and not what was chosen
            LOG.error("A file could not be made: %s (%s)", self._what, place_of(error))
            return None, "failed", None

    def _in_turn(self) -> bytes:
        while not _making.acquire(timeout=LOOK):
            self.check()
        try:
            _CURRENT.set(self)
            self.has_begun = True
            return self._make()
        finally:
            _making.release()


_CURRENT: ContextVar[Job | None] = ContextVar("job", default=None)


def step(done: int, all: int) -> None:
    """Say of the file that this thread makes, if somebody waits for it, how many parts are made. Raises Ended."""
    if job := _CURRENT.get():
        job.step(done, all)


def check() -> None:
    """Go on, if somebody still waits for the file that this thread makes, or nobody ever did. Raises Ended."""
    if job := _CURRENT.get():
        job.check()
