"""Whose turn it is: one script runs at a time, so that the many do not hold each other up.

Scripts of many visitors fight for the interpreter, and the event loop with them: each gets slower than if it had waited
for its turn (benchmarks/load.py measures it). The turn is around ScriptRunner._run_script, as of FITS, through which go
whole runs, callbacks, reruns and exceptions alike; with any other version everybody runs at once, as without it.
"""

import itertools
import logging
import sys
import threading
import time
from collections.abc import Callable, Hashable
from typing import Any

import streamlit as st
from cachetools import LRUCache
from streamlit.runtime.scriptrunner import ScriptRunner
from streamlit.runtime.scriptrunner_utils.script_requests import ScriptRequestType

FITS = "1.67."
LOG = logging.getLogger(__name__)
Count = Callable[[float, float], None]

# A run that takes longer goes on, and the next begins beside it: one slow page or a frozen database holds up nobody
# else, and no run can wait for ever for another that waits for it.
SECONDS_ALONE = 0.5
# threads change over sooner than by Python's 5 ms: the event loop has little to do, and has to do it at once
SECONDS_TO_SWITCH = 0.001
WEIGHT = 0.1  # of the last run in what a run usually takes


class Turn:
    """One run of a session: waiting, or running."""

    __slots__ = ("begun", "is_called", "number", "session")

    def __init__(self, session: Hashable, number: int) -> None:
        self.session, self.number = session, number
        self.begun = 0.0
        self.is_called = threading.Event()


class RunGate:
    """Lets one run in at a time: of those that wait, the one whose session had its last turn longest ago; a session
    without one stands behind all that were there when it came."""

    def __init__(self, seconds_alone: float = SECONDS_ALONE) -> None:
        self._alone = seconds_alone
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._running: Turn | None = None
        self._waiting: list[Turn] = []
        self._last_turn: LRUCache[Hashable, int] = LRUCache(10_000)
        self._usual = 0.0  # seconds of a run: of the last ones, the newer the more

    def seconds_to_wait(self) -> float:
        """How long a run that came now would stand in line, going by how long the last ones took."""
        with self._lock:
            return (len(self._waiting) + (self._running is not None)) * self._usual

    def ask(self, session: Hashable) -> Turn:
        """Stand in line for a run of a session."""
        with self._lock:
            turn = Turn(session, next(self._numbers))
            self._waiting.append(turn)
            self._call_next()
        return turn

    def wait(self, turn: Turn) -> None:
        """Wait until it is this run's turn, or until it is told not to wait."""
        while not turn.is_called.is_set():
            with self._lock:
                self._call_next()
                patience = self._running.begun + self._alone - time.monotonic() if self._running else 0.0
            turn.is_called.wait(max(patience, 0.001))

    def release(self, turn: Turn) -> None:
        """End a run, or take it out of the line."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
            if self._running is turn:
                self._running = None
            if turn.begun:
                took = min(time.monotonic() - turn.begun, self._alone)
                self._usual += (took - self._usual) * WEIGHT
            self._last_turn[turn.session] = next(self._numbers)
            self._call_next()

    def let_pass(self, turn: Turn) -> None:
        """Let a run that waits go on without its turn: it has been stopped, and only ends what it has begun."""
        with self._lock:
            if turn in self._waiting:
                self._waiting.remove(turn)
                turn.is_called.set()

    def _call_next(self) -> None:
        now = time.monotonic()
        is_free = self._running is None or now - self._running.begun >= self._alone
        if is_free and self._waiting:
            turn = min(self._waiting, key=lambda one: (self._last_turn.get(one.session, one.number), one.number))
            self._waiting.remove(turn)
            self._running, turn.begun = turn, now
            turn.is_called.set()


def take_turns(count: Count = lambda waited, took: None) -> RunGate | None:
    """Have all scripts of this process take turns from now on; None where they do not. count: is told the seconds that
    each run waited and took."""
    if not st.__version__.startswith(FITS):
        LOG.warning("Streamlit is %s; turns of runs fit %sx, so all run at once.", st.__version__, FITS)
        return None
    gate, run, stop = RunGate(), ScriptRunner._run_script, ScriptRunner.request_stop
    turns: dict[ScriptRunner, Turn] = {}

    def run_in_turn(runner: ScriptRunner, rerun_data: Any) -> None:
        asked = came = time.monotonic()
        turn = turns[runner] = gate.ask(runner._session_id)
        try:
            # who stops it from here on finds its turn
            if runner._requests._state == ScriptRequestType.STOP:
                gate.let_pass(turn)
            gate.wait(turn)
            came = time.monotonic()
            run(runner, rerun_data)
        finally:
            del turns[runner]
            gate.release(turn)
            count(came - asked, time.monotonic() - came)

    def stop_waiting(runner: ScriptRunner) -> None:
        stop(runner)
        if turn := turns.get(runner):
            gate.let_pass(turn)

    ScriptRunner._run_script = run_in_turn  # type: ignore[method-assign, assignment]
    ScriptRunner.request_stop = stop_waiting  # type: ignore[method-assign, assignment]
    sys.setswitchinterval(SECONDS_TO_SWITCH)
    return gate
