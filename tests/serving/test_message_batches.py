"""Messages of a run arrive whole, in their order, while it goes on, however it ends; and in few batches."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.end_to_end.conftest import PROJECT
from tests.serving.browsing_by_hand import asking_for_a_run, next_shown, session, shown_by_a_run, trial_server

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with trial_server(tmp_path_factory.mktemp("batches")) as served:
        yield served[0]


def test_all_messages_arrive_in_their_order(trial: str) -> None:
    with session(trial) as visitor:
        for turn in range(1, 4):
            shown = shown_by_a_run(visitor, asking_for_a_run("do=many"))
            assert shown.endswith(f"run {turn}" + "".join(f",{number}" for number in range(300)))


def test_what_a_long_run_shows_first_arrives_before_its_end(trial: str) -> None:
    with session(trial) as visitor, session(trial) as other:
        visitor.send(asking_for_a_run("do=wait"))
        shown = ""
        while "waits," not in shown:
            shown += ForwardMsg.FromString(visitor.recv(15)).delta.new_element.markdown.body
        shown_by_a_run(other)
        assert next_shown(visitor).startswith("waited,")


@pytest.mark.parametrize(("do", "shown"), [("stop", "stops"), ("raise", ""), ("rerun", "run 1")])
def test_however_a_run_ends_all_is_there(trial: str, do: str, shown: str) -> None:
    with session(trial) as visitor:
        assert shown_by_a_run(visitor, asking_for_a_run(f"do={do}")).endswith(shown)
        assert "run" in shown_by_a_run(visitor)


COUNTED = """
import threading
from types import SimpleNamespace
from streamlit.runtime.scriptrunner import ScriptRunnerEvent as Event
from serving.message_batches import Batch

soon, later, told = [], [], []
fails = lambda said: told.append("failed")
loop = SimpleNamespace(call_later=lambda seconds, call: later.append(call), call_exception_handler=fails)
session = SimpleNamespace(_event_loop=loop, _call_soon_on_event_loop=soon.append)

def tell(session, number):
    if number == 2:
        raise ValueError(number)
    told.append(number)

batch = Batch(session, tell)
batch.add(Event.SCRIPT_STARTED, (0,), {})
for number in range(1, 60):
    batch.add(Event.ENQUEUE_FORWARD_MSG, (number,), {})
batch.add(Event.SCRIPT_STOPPED_WITH_SUCCESS, (60,), {})
print(len(soon))
for call in soon: call()
for call in later: call()
assert told == [0, 1, "failed", *range(3, 61)], told
soon.clear()
batch.add(Event.ENQUEUE_FORWARD_MSG, (61,), {})
print(len(soon))
"""


def test_a_run_wakes_the_loop_three_times_and_a_message_that_fails_takes_no_other_along() -> None:
    done = subprocess.run([sys.executable, "-c", COUNTED], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["3", "1"]


def test_another_version_of_streamlit_sends_each_by_itself() -> None:
    code = (
        "import streamlit as st; st.__version__ = '2.0.0'\n"
        "from streamlit.runtime.app_session import AppSession; before = AppSession._on_scriptrunner_event\n"
        "from serving.message_batches import send_in_batches\n"
        "print(send_in_batches(), AppSession._on_scriptrunner_event is before)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
    assert "Streamlit is 2.0.0; batches of messages fit 1.67.x" in done.stderr
