"""Ask the worker process, which is started when it is first needed, to draw and to typeset.

One job at a time; who waits longer than PATIENCE is told. A job that takes too long, or that nobody wants any more,
ends the process, and the next job starts another. The process knows no database and no setting: it gets figures and
texts, and gives drawings.
"""

import atexit
import json
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal, NamedTuple

import orjson
import plotly.graph_objects as go

from data_access.errors import BadInput
from exports.making import LOOK, check
from locales import N_

PROJECT = Path(__file__).parents[2]
PATIENCE = 60  # seconds that a job waits for its turn
LONGEST = 45  # seconds of a job
LARGEST = 40_000_000  # bytes of a job


class Drawing(NamedTuple):
    """A figure to be drawn. width, height: pixels, where they are not those of its layout."""

    figure: go.Figure
    width: float | None = None
    height: float | None = None


class Worker:
    """One process that draws and typesets, shared by all threads."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection | None = None

    def begin(self) -> None:
        """Start the process, so that it is ready when it is asked; not where somebody else has it."""
        if self._turn.acquire(blocking=False):
            try:
                self._started()
            finally:
                self._turn.release()

    def drawn(self, drawings: Sequence[Drawing]) -> list[str]:
        """The figures as SVG. Raises BadInput where one is not drawn, or not in time."""
        found: list[str] = json.loads(self._ask(drawings, None))
        return found

    def typeset(self, drawings: Sequence[Drawing], data: Mapping[str, Any]) -> bytes:
        """A document as PDF: see exports.drawn.typesetting. Raises BadInput as `drawn` does."""
        return self._ask(drawings, data)

    def picture(self, drawing: Drawing, data: Mapping[str, Any]) -> bytes:
        """A figure with its words as SVG or PNG: see exports.drawn.picture. Raises BadInput as `drawn` does."""
        return self._ask([drawing], data, "picture")

    def _ask(
        self,
        drawings: Sequence[Drawing],
        data: Mapping[str, Any] | None,
        kind: Literal["document", "picture"] = "document",
    ) -> bytes:
        figures = [[_encoded(one.figure), one.width, one.height] for one in drawings]
        job = json.dumps({"figures": figures, "kind": kind, "data": data}).encode()
        if len(job) > LARGEST:
            raise BadInput(N_("This is too large to be drawn. Choose fewer figures."))
        latest = time.monotonic() + PATIENCE
        while not self._turn.acquire(timeout=LOOK):
            check()
            if time.monotonic() > latest:
                raise BadInput(N_("Too many documents are being made. Try again in a minute."))
        try:
            return self._answer(job)
        finally:
            self._turn.release()

    def _answer(self, job: bytes) -> bytes:
        line = self._started()
        try:
            line.send_bytes(job)
            self._wait(line)
            is_made = line.recv_bytes() == b"1"
            made = line.recv_bytes()
        except (EOFError, OSError) as error:
            self.end()
            raise BadInput(N_("The program that draws has ended before its answer. Try again.")) from error
        if not is_made:
            raise BadInput(N_("This could not be drawn.")) from RuntimeError(made.decode(errors="replace")[:400])
        return made

    def _wait(self, line: Connection) -> None:
        """Wait for the answer. Raises BadInput where it does not come in time, or is not wanted any more."""
        latest = time.monotonic() + LONGEST
        try:
            while not line.poll(min(LOOK, LONGEST)):
                check()
                if time.monotonic() > latest:
                    raise BadInput(N_("Drawing took too long and was ended. Try again, or choose fewer figures."))
        except BadInput:
            self.end()
            raise

    def _started(self) -> Connection:
        if self._line is not None and self._process is not None and self._process.poll() is None:
            return self._line
        self.end()
        line, other = Pipe()
        # no address of a database, no secret: what is drawn was made by others
        environment = {"PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8"}
        command = [sys.executable, "-m", "exports.drawn", str(other.fileno())]
        self._process = subprocess.Popen(
            command, cwd=PROJECT, env=environment, pass_fds=[other.fileno()], stdin=subprocess.DEVNULL
        )
        other.close()
        self._line = line
        return line

    def end(self) -> None:
        """End the process, if there is one."""
        if self._line is not None:
            with suppress(OSError):
                self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None


def _encoded(figure: go.Figure) -> str:
    return orjson.dumps(figure.to_dict(), option=orjson.OPT_SERIALIZE_NUMPY).decode()


WORKER = Worker()
atexit.register(WORKER.end)
