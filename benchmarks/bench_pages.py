"""How fast a page answers a change of a filter, and what it sends: the real server, driven over its websocket.

python -m benchmarks.bench_pages [--large] [--release URL]

One visitor opens a page and then changes one filter after another, as a browser does: the country, the years, sex,
age and form. Measured is the time from the message of the browser to the last message of the answer, and the bytes
of the answer before compression.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROJECT = Path(__file__).resolve().parents[1]
CASES = 60_000
MANY_CASES = 1_000_000
WARM_UP = 8  # changes that are not counted: the first of each kind fills caches for every later visitor
LIMITS = {
    "Overview": {"p50": 60, "kB": 60},
    "Routes": {"p50": 60, "p95": 150, "kB": 120},
}
PATHS = {"Overview": "", "Routes": "routes"}


@dataclass
class Answer:
    """What the server did on one message."""

    milliseconds: float
    bytes: int


@dataclass
class Visitor:
    """A browser tab without a browser: it keeps the widgets and the messages that the server may refer to."""

    address: str
    widgets: dict[str, Any] = field(default_factory=dict)  # the last part of the id -> its message
    states: dict[str, tuple[str, Any]] = field(default_factory=dict)  # id -> field of the widget state, value
    kept: set[str] = field(default_factory=set)
    page: str = ""
    script_hash: str = ""

    async def open(self, page: str) -> Answer:
        """Connect and open a page by its url path."""
        self.socket = await websockets.connect(
            f"ws://{self.address}/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")],
            max_size=None,
            compression=None,
            origin=websockets.Origin(f"http://{self.address}"),
        )
        self.page = page
        return await self._run(page_name=page)

    async def choose(self, key: str, kind: str, value: Any) -> Answer:
        """Choose something in the widget with this key."""
        self.states[self.widgets[key].id] = (kind, value)
        return await self._run(page_script_hash=self.script_hash)

    async def _run(self, **rerun: str) -> Answer:
        message = BackMsg()
        for name, value in rerun.items():
            setattr(message.rerun_script, name, value)
        message.rerun_script.cached_message_hashes.extend(self.kept)
        for widget, (kind, value) in self.states.items():
            state = message.rerun_script.widget_states.widgets.add()
            state.id = widget
            if kind == "string_value":
                if value is not None:  # a cleared list is named without a value
                    state.string_value = value
            else:
                getattr(state, kind).data.extend(value)
        start, received = time.perf_counter(), 0
        await self.socket.send(message.SerializeToString())
        while True:
            content = await asyncio.wait_for(self.socket.recv(), 60)
            received += len(content)
            answer = ForwardMsg()
            answer.ParseFromString(content)
            self._note(answer)
            if answer.WhichOneof("type") == "script_finished" and answer.script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_EARLY_FOR_RERUN,
            ):
                return Answer((time.perf_counter() - start) * 1000, received)

    def _note(self, message: ForwardMsg) -> None:
        if message.metadata.cacheable:
            self.kept.add(message.hash)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            self.script_hash = message.navigation.page_script_hash
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            name = element.WhichOneof("type")
            if name == "exception":
                raise RuntimeError(f"the page failed: {element.exception.message}")
            widget = getattr(element, name)
            if getattr(widget, "id", ""):
                self.widgets[widget.id.rsplit("-", 1)[-1]] = widget


async def measure(address: str, page: str, rounds: int) -> list[Answer]:
    """Change every filter of a page, `rounds` times over."""
    visitor = Visitor(address)
    await visitor.open(PATHS[page])
    answers = []
    countries = list(visitor.widgets["choose_country"].options)[:6]
    forms = list(visitor.widgets["choose_form"].options)[:3]
    first, last = (int(visitor.widgets["choose_years"].min), int(visitor.widgets["choose_years"].max))
    sexes = [option.content for option in visitor.widgets["choose_sex"].options][:2]
    ages = [option.content for option in visitor.widgets["choose_age"].options][:2]
    for turn in range(rounds):
        changes = [
            ("choose_country", "string_array_value", [countries[turn % len(countries)]]),
            ("choose_years", "double_array_value", [max(first, last - 5 - turn % 3), last]),
            ("choose_sex", "string_array_value", [sexes[turn % 2]]),
            ("choose_age", "string_array_value", [ages[turn % 2]]),
            ("choose_country", "string_array_value", []),
            ("choose_age", "string_array_value", []),
            ("choose_sex", "string_array_value", []),
            ("choose_form", "string_value", forms[turn % len(forms)]),
            ("choose_form", "string_value", None),
            ("choose_years", "double_array_value", [first, last]),
        ]
        for key, kind, value in changes:
            answers.append(await visitor.choose(key, kind, value))
    await visitor.socket.close()
    return answers[WARM_UP:]


@contextmanager
def serving(release_url: str) -> Iterator[str]:
    """Run serve.py on a release; yields host and port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "RELEASE_DATABASE_URL": release_url}
    process = subprocess.Popen([sys.executable, "serve.py"], cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def make_release(folder: Path, cases: int) -> str:
    """Publish a release of so many demonstration cases; returns its address."""
    environment = {
        **os.environ,
        "CASE_DATABASE_URL": f"sqlite:///{folder / 'cases.db'}",
        "RELEASE_DATABASE_URL": f"sqlite:///{folder / 'releases.db'}",
    }
    for arguments in (["init"], ["demo", "--cases", str(cases)], ["publish"]):
        command = [sys.executable, "-m", "data_access", *arguments]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment["RELEASE_DATABASE_URL"]


def report(name: str, page: str, answers: list[Answer]) -> None:
    """Print one JSON object for each measure."""
    times = sorted(answer.milliseconds for answer in answers)
    sizes = [answer.bytes / 1000 for answer in answers]
    measured = {
        "p50": (statistics.median(times), "ms"),
        "p95": (times[int(0.95 * len(times))], "ms"),
        "kB": (statistics.median(sizes), "kB"),
        "kB p95": (sorted(sizes)[int(0.95 * len(sizes))], "kB"),
    }
    for measure_name, (value, unit) in measured.items():
        row: dict[str, object] = {
            "name": f"Filter change on {page}, {name}, {measure_name}",
            "measured": round(value, 1),
            "unit": unit,
        }
        if measure_name in LIMITS[page]:
            row["limit"] = LIMITS[page][measure_name]
        print(json.dumps(row), flush=True)


def main() -> None:
    """Measure both pages, on a small release and if asked on a large one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help=f"also a release of {MANY_CASES:,} cases")
    parser.add_argument("--release", help="measure this release database instead of making one")
    parser.add_argument("--rounds", type=int, default=12)
    arguments = parser.parse_args()
    sizes = [CASES, MANY_CASES] if arguments.large else [CASES]
    for cases in [0] if arguments.release else sizes:
        with tempfile.TemporaryDirectory() as folder:
            url = arguments.release or make_release(Path(folder), cases)
            with serving(url) as address:
                for page in PATHS:
                    answers = asyncio.run(measure(address, page, arguments.rounds))
                    report(f"{cases:,} cases" if cases else "this release", page, answers)


if __name__ == "__main__":
    main()
