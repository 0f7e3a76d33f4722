"""One visitor against all: what a session may not do to the others, to the log and to the machine."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from serving import session_limits
from serving.session_limits import Budget, kind_of_message
from tests.serving.browsing_by_hand import asking_for_a_run, next_shown, session, shown_by_a_run, trial_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    with trial_server(tmp_path_factory.mktemp("trial")) as served:
        yield served


def _message(kind: str) -> bytes:
    message = BackMsg()
    if kind in ("install_skills", "dismiss_skills_nudge"):
        getattr(message.backend_operation_request, kind).SetInParent()
    else:
        setattr(message, kind, True)
    return message.SerializeToString()


def _closed_with(visitor: ClientConnection) -> int | None:
    with pytest.raises(ConnectionClosed):
        while True:
            visitor.recv(30)
    return visitor.close_code


FORBIDDEN = ["clear_cache", "set_run_on_save", "load_git_info", "debug_shutdown_runtime", "debug_disconnect_websocket",
             "install_skills", "dismiss_skills_nudge"]  # fmt: skip


def test_a_visitor_cannot_empty_the_memory_of_all(trial: tuple[str, Path]) -> None:
    with session(trial[0]) as other, session(trial[0]) as visitor:
        assert shown_by_a_run(other).startswith("made 1,")
        shown_by_a_run(visitor)
        for kind in FORBIDDEN:
            visitor.send(_message(kind))
        assert shown_by_a_run(visitor) == "made 1, run 2"
        assert shown_by_a_run(other) == "made 1, run 2"


@pytest.mark.parametrize(
    ("frame", "code"),
    [("text", session_limits.ONLY_BINARY), (b"\xff\xff\xff", session_limits.PROTOCOL_ERROR),
     (b"", session_limits.PROTOCOL_ERROR)],
)  # fmt: skip
def test_what_no_browser_says_ends_the_session_and_leaves_no_traceback(
    trial: tuple[str, Path], frame: str | bytes, code: int
) -> None:
    before = len(trial[1].read_text())
    with session(trial[0]) as visitor:
        shown_by_a_run(visitor)
        visitor.send(frame)
        assert _closed_with(visitor) == code
    with session(trial[0]) as visitor:
        shown_by_a_run(visitor)
    said = trial[1].read_text()[before:]
    assert [word for word in ("Traceback", "Error", "WARNING") if word in said] == []


@pytest.mark.long
def test_who_floods_is_slowed_and_then_left(trial: tuple[str, Path]) -> None:
    with session(trial[0]) as flood, session(trial[0]) as other:
        begun = time.monotonic()
        for _ in range(5000):
            flood.send(asking_for_a_run())
        waits = []
        while time.monotonic() - begun < 3:
            asked = time.monotonic()
            shown_by_a_run(other)
            waits.append(time.monotonic() - asked)
        assert len(waits) <= session_limits.MESSAGES_AT_ONCE + 3 * session_limits.MESSAGES_A_SECOND + 1
        assert _closed_with(flood) == session_limits.TOO_MUCH
    with session(trial[0]) as visitor:
        assert shown_by_a_run(visitor).endswith("run 1")


def test_a_hurried_hand_loses_nothing(trial: tuple[str, Path]) -> None:
    with session(trial[0]) as visitor:
        for _ in range(session_limits.MESSAGES_AT_ONCE):
            visitor.send(asking_for_a_run())
        next_shown(visitor)


@given(st.lists(st.floats(0, 3), max_size=80), st.integers(1, 30), st.floats(0.5, 20))
def test_a_budget_is_never_passed(pauses: list[float], at_once: int, a_second: float) -> None:
    """In every stretch of time there are at most so many as at once and so many a second more."""
    budget, now, passed = Budget(at_once, a_second), 0.0, []
    for pause in pauses:
        now += pause
        now += budget.seconds_to_wait(now)
        passed.append(now)
    for first in range(len(passed)):
        for last in range(first, len(passed)):
            most = at_once + a_second * (passed[last] - passed[first])
            assert last - first + 1 <= most + 1e-4


@given(st.integers(1, 30), st.floats(0.5, 20))
def test_nobody_within_the_budget_waits(at_once: int, a_second: float) -> None:
    budget = Budget(at_once, a_second)
    assert [budget.seconds_to_wait(100.0) for _ in range(at_once)] == [0.0] * at_once
    assert not budget.allows(100.0)
    assert budget.allows(100.0 + 1.001 / a_second)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reading(data: bytes) -> None:
    assert kind_of_message(data) is None or isinstance(kind_of_message(data), str)


@pytest.mark.parametrize(("rest", "end"), [(60.0, "websocket.receive"), (0.0, "websocket.disconnect")])
def test_only_a_session_that_never_rests_has_sent_too_much(
    rest: float, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each burst is a little larger than what may come at once; between the bursts there is time, or there is none."""
    now, said = 0.0, 0

    async def wait(seconds: float) -> None:
        nonlocal now
        now += seconds

    async def say(message: Message) -> None:
        assert message["code"] == session_limits.TOO_MUCH

    async def hear() -> Message:
        nonlocal now, said
        said += 1
        if said % (session_limits.MESSAGES_AT_ONCE + 1) == 0:
            now += rest
        return {"type": "websocket.receive", "bytes": _message("app_heartbeat")}

    async def last_of(number: int) -> str:
        heard = session_limits._Budgeted(hear, say)
        return [str((await heard.receive())["type"]) for _ in range(number)][-1]

    monkeypatch.setattr(session_limits, "time", SimpleNamespace(monotonic=lambda: now))
    monkeypatch.setattr(session_limits, "asyncio", SimpleNamespace(sleep=wait))
    bursts = (session_limits.MESSAGES_AT_ONCE + 1) * 2 * session_limits.MOST_DELAYED
    # in a thread of its own: what drives browsers may have a loop in this one
    with ThreadPoolExecutor(1) as thread:
        assert thread.submit(asyncio.run, last_of(bursts)).result() == end
