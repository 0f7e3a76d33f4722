"""Turns of runs: one at a time, fair, and nobody waits for ever, whatever a run does."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serving.run_gate import RunGate
from tests.end_to_end.conftest import PROJECT
from tests.serving.browsing_by_hand import asking_for_a_run, next_shown, session, shown_by_a_run, trial_server
from tests.waiting import wait_until

ENDLESS = 1000.0  # seconds alone


class _Place:
    """What runs do in it: who is in now, the most that were at once, and in which order they came."""

    def __init__(self, gate: RunGate) -> None:
        self.gate, self.lock = gate, threading.Lock()
        self.inside, self.most, self.order = 0, 0, list[str]()

    def run(self, name: str, fails: bool = False) -> None:
        turn = self.gate.ask(name)
        try:
            self.gate.wait(turn)
            with self.lock:
                self.inside += 1
                self.most = max(self.most, self.inside)
                self.order.append(name)
            if fails:
                raise ValueError(name)
        finally:
            with self.lock:
                self.inside -= 1
            self.gate.release(turn)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=1, max_size=60), st.integers(1, 12))
def test_one_runs_at_a_time_and_all_come_through(runs: list[tuple[str, bool]], workers: int) -> None:
    place = _Place(RunGate(ENDLESS))
    with ThreadPoolExecutor(workers) as pool:
        done = [pool.submit(place.run, *run) for run in runs]
        failed = [one.exception(30) is not None for one in done]
    assert failed == [fails for _, fails in runs]
    assert sorted(place.order) == sorted(name for name, _ in runs)
    assert (place.inside, place.most) == (0, 1)


@settings(max_examples=60)
@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=40))
def test_nobody_comes_twice_before_another_that_waits(asked: list[str]) -> None:
    """Between two turns of one session every other that waited then has had one: a flood slows none but itself."""
    gate = RunGate(ENDLESS)
    first = gate.ask("first")
    turns = [gate.ask(name) for name in asked]
    gate.release(first)
    order = []
    while called := [turn for turn in turns if turn.is_called.is_set() and turn.session is not None]:
        (turn,) = called
        order.append(str(turn.session))
        turns.remove(turn)
        gate.release(turn)
    assert sorted(order) == sorted(asked)
    for at, name in enumerate(order):
        if name in order[:at]:
            last = max(before for before in range(at) if order[before] == name)
            assert {*order[at:]} - {name} <= {*order[last + 1 : at]} | {name}


def test_newcomers_do_not_push_back_who_is_there() -> None:
    gate = RunGate(ENDLESS)
    old = gate.ask("old")
    turns = [gate.ask("new 1"), gate.ask("old"), gate.ask("new 2")]
    gate.release(old)
    assert turns[0].is_called.is_set()
    gate.release(turns[0])
    assert turns[2].is_called.is_set() != turns[1].is_called.is_set()
    gate.release(turns[2] if turns[2].is_called.is_set() else turns[1])
    assert turns[1].is_called.is_set() and turns[2].is_called.is_set()


def test_who_had_a_turn_before_a_newcomer_came_goes_first() -> None:
    gate = RunGate(ENDLESS)
    gate.release(gate.ask("known"))
    running = gate.ask("running")
    new, known = gate.ask("new"), gate.ask("known")
    gate.release(running)
    assert (known.is_called.is_set(), new.is_called.is_set()) == (True, False)
    gate.release(known)
    assert new.is_called.is_set()


def test_a_run_that_takes_long_holds_nobody_up() -> None:
    """As where it waits for an answer that the waiting one is to make, or for a database that is frozen."""
    gate = RunGate(0.05)
    frozen = gate.ask("frozen")
    gate.wait(frozen)
    begun = time.monotonic()
    next_one = gate.ask("next")
    gate.wait(next_one)
    assert 0.04 < time.monotonic() - begun < 5
    gate.release(frozen)  # it is not its turn any more: the turn of the other goes on
    third = gate.ask("third")
    assert not third.is_called.is_set()
    gate.release(next_one)
    assert third.is_called.is_set()


def test_who_is_stopped_passes_without_taking_a_turn() -> None:
    gate = RunGate(ENDLESS)
    running, stopped, waiting = gate.ask("a"), gate.ask("b"), gate.ask("c")
    with ThreadPoolExecutor(1) as pool:
        passed = pool.submit(gate.wait, stopped)
        gate.let_pass(stopped)
        passed.result(10)
    assert not waiting.is_called.is_set()
    gate.release(stopped)
    assert not waiting.is_called.is_set()
    gate.let_pass(running)  # runs already
    gate.release(running)
    assert waiting.is_called.is_set()


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with trial_server(tmp_path_factory.mktemp("trial")) as (address, _log):
        yield address


@pytest.mark.slow
@pytest.mark.parametrize("end", ["stop", "raise", "rerun", ""])
def test_however_a_run_ends_the_next_has_its_turn_at_once(trial: str, end: str) -> None:
    with session(trial) as visitor, session(trial) as other:
        shown_by_a_run(other)
        for _ in range(5):
            visitor.send(asking_for_a_run(f"do={end}"))
            next_shown(visitor)
            assert "run" in shown_by_a_run(other)
        visitor.send(asking_for_a_run(f"do={end}"))
    with session(trial) as other:  # the first has left in the middle
        assert "run 1" in shown_by_a_run(other)


@pytest.mark.slow
def test_a_run_that_waits_for_another_is_not_waited_for(trial: str) -> None:
    with session(trial) as visitor, session(trial) as other:
        visitor.send(asking_for_a_run("do=wait"))
        assert "run 1" in shown_by_a_run(other)
        assert "waited," in next_shown(visitor)


@pytest.mark.long
def test_a_visitor_who_changes_their_mind_gets_the_last_answer(trial: str) -> None:
    with session(trial) as visitor, session(trial) as other:
        visitor.send(asking_for_a_run("do=wait"))
        for _ in range(10):
            visitor.send(asking_for_a_run())
        begun = time.monotonic()
        assert wait_until(lambda: "run" in next_shown(visitor), seconds=20, every=0)
        assert time.monotonic() - begun < 15
        assert "run 1" in shown_by_a_run(other)


@pytest.mark.slow
def test_another_version_of_streamlit_runs_without_turns() -> None:
    code = (
        "import streamlit as st; st.__version__ = '2.0.0'\n"
        "from streamlit.runtime.scriptrunner import ScriptRunner; run = ScriptRunner._run_script\n"
        "from serving.run_gate import take_turns; print(take_turns(), ScriptRunner._run_script is run)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["None", "True"]
    assert "Streamlit is 2.0.0; turns of runs fit 1.67.x, so all run at once." in result.stderr
