"""How fast a page answers a change of a filter, and what it sends: the real server, driven over its websocket.

python -m benchmarks.bench_pages [--cases 60000 1000000] [--release URL ...]

One visitor of each release opens a page and then changes one filter after another, as a browser does: the country, the
years, sex, age and form. Measured is the time from the message of the browser to the last message of the answer, and
the bytes of the answer before compression. The server keeps answers, so choices that nobody has made before are told
apart from those that it has answered already, as after every "back". The visitors take turns, so that what else the
machine does slows all of them alike: a release of many cases may cost no more than 1.3 times as much as one of few.
"""

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, NamedTuple

import psutil
import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROJECT = Path(__file__).resolve().parents[1]
FACTS = PROJECT / "data_access" / "facts"
CASES = 60_000
MANY_CASES = 1_000_000
MOST_TIMES = 1.3  # what a page may cost on the last release, compared with the first
WARM_UP = 8  # changes that are not counted: the first of each kind fills caches for every later visitor
LIMITS = {
    "Overview": {"new choices, p50": 60, "repeated choices, p50": 60, "kB": 60},
    "Routes": {"new choices, p50": 60, "repeated choices, p50": 60, "p95": 150, "kB": 120},
}
PATHS = {"Overview": "", "Routes": "routes"}


class Server(NamedTuple):
    """A running server: host and port, and its process."""

    address: str
    process: psutil.Process

    def processor_milliseconds(self) -> float:
        """The processor time that the server has taken so far."""
        times = self.process.cpu_times()
        return 1000 * (times.user + times.system)


@dataclass
class Answer:
    """What the server did on one message."""

    milliseconds: float
    bytes: int
    is_new: bool  # nobody had asked for these choices before
    processor_milliseconds: float = 0.0


@dataclass
class Visitor:
    """A browser tab without a browser: it keeps the widgets and the messages that the server may refer to."""

    address: str
    widgets: dict[str, Any] = field(default_factory=dict)  # the last part of the id -> its message
    states: dict[str, tuple[str, Any]] = field(default_factory=dict)  # id -> field of the widget state, value
    kept: set[str] = field(default_factory=set)
    seen: set[frozenset[tuple[str, str]]] = field(default_factory=set)  # the choices that were made so far
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
        choices = frozenset((widget, str(value)) for widget, (_, value) in self.states.items() if value)
        is_new = choices not in self.seen
        self.seen.add(choices)
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
                return Answer((time.perf_counter() - start) * 1000, received, is_new)

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


async def measure(servers: list[Server], page: str, rounds: int) -> list[list[Answer]]:
    """Change every filter of a page, `rounds` times over, on one server after the other; the answers of each server."""
    visitors = [Visitor(server.address) for server in servers]
    for visitor in visitors:
        await visitor.open(PATHS[page])
    answers: list[list[Answer]] = [[] for _ in visitors]
    for change in changes(visitors, rounds):
        for server, visitor, answered in zip(servers, visitors, answers, strict=True):
            before = server.processor_milliseconds()
            answered.append(await visitor.choose(*change))
            answered[-1].processor_milliseconds = server.processor_milliseconds() - before
    for visitor in visitors:
        await visitor.socket.close()
    return [answered[WARM_UP:] for answered in answers]


def changes(visitors: list[Visitor], rounds: int) -> Iterator[tuple[str, str, Any]]:
    """The widget, the kind of its value and the value of each change: what all visitors can choose."""
    widgets = visitors[0].widgets
    countries, forms = (
        [name for name in widgets[key].options if all(name in other.widgets[key].options for other in visitors)]
        for key in ("choose_country", "choose_form")
    )
    sexes, ages = ([option.content for option in widgets[f"choose_{key}"].options][:2] for key in ("sex", "age"))
    years = [*widgets["choose_years"].options]
    whole = (years[0], years[-1])
    periods = [period for period in combinations(years, 2) if period != whole]
    random.Random(1).shuffle(periods)
    for turn in range(rounds):
        yield "choose_country", "string_array_value", [countries[turn % len(countries)]]
        yield "choose_years", "string_array_value", periods[turn % len(periods)]
        yield "choose_sex", "string_array_value", [sexes[turn % 2]]
        yield "choose_age", "string_array_value", [ages[turn % 2]]
        yield "choose_country", "string_array_value", []
        yield "choose_age", "string_array_value", []
        yield "choose_sex", "string_array_value", []
        yield "choose_form", "string_value", forms[turn % len(forms)]
        yield "choose_form", "string_value", None
        yield "choose_years", "string_array_value", whole


@contextmanager
def serving(release_url: str) -> Iterator[Server]:
    """Run serve.py on a release."""
    with started([sys.executable, "serve.py"], release_url) as server:
        yield server


@contextmanager
def started(command: list[str], release_url: str) -> Iterator[Server]:
    """Run a command that serves a release at PORT."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PORT": str(port), "RELEASE_DATABASE_URL": release_url}
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Server(f"127.0.0.1:{port}", psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(10)


def make_release(folder: Path, cases: int) -> str:
    """Publish a release of so many demonstration cases, and the populations; returns its address."""
    folder = folder / str(cases)
    folder.mkdir()
    environment = {
        **os.environ,
        "CASE_DATABASE_URL": f"sqlite:///{folder / 'cases.db'}",
        "RELEASE_DATABASE_URL": f"sqlite:///{folder / 'releases.db'}",
    }
    populations = [["import", str(file), "--format", "population"] for file in sorted(FACTS.glob("population_*.csv"))]
    for arguments in (["init"], ["demo", "--cases", str(cases)], *populations, ["publish"]):
        command = [sys.executable, "-m", "data_access", *arguments]
        subprocess.run(command, cwd=PROJECT, env=environment, check=True, stdout=subprocess.DEVNULL)
    return environment["RELEASE_DATABASE_URL"]


def report(name: str, page: str, answers: list[Answer]) -> None:
    """Print one JSON object for each measure."""
    new, repeated = ([a.milliseconds for a in answers if a.is_new == is_new] for is_new in (True, False))
    sizes = [answer.bytes / 1000 for answer in answers]
    measured = {
        "new choices": (100 * len(new) / len(answers), "%"),
        "new choices, p50": (statistics.median(new), "ms"),
        "repeated choices, p50": (statistics.median(repeated), "ms"),
        # on a machine that does much else the first figures say more about that
        "processor time, mean": (statistics.mean(answer.processor_milliseconds for answer in answers), "ms"),
        "p95": (_percentile_95([answer.milliseconds for answer in answers]), "ms"),
        "kB": (statistics.median(sizes), "kB"),
        "kB p95": (_percentile_95(sizes), "kB"),
    }
    for measure_name, (value, unit) in measured.items():
        _say(f"Filter change on {page}, {name}, {measure_name}", value, unit, LIMITS[page].get(measure_name))


def _percentile_95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


def _say(name: str, measured: float, unit: str, limit: float | None) -> None:
    row = {"name": name, "measured": round(measured, 2), "unit": unit}
    print(json.dumps(row if limit is None else {**row, "limit": limit}), flush=True)


def main() -> None:
    """Measure both pages on each release, and compare the last release with the first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, nargs="+", default=[CASES, MANY_CASES], help="sizes of releases to make")
    parser.add_argument("--release", nargs="+", help="measure these release databases instead of making any")
    parser.add_argument("--rounds", type=int, default=12)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        names = [f"{cases:,} cases" for cases in arguments.cases]
        if arguments.release:
            names = [url.rsplit("/", 1)[-1] for url in arguments.release]
        urls = arguments.release or [make_release(Path(folder), cases) for cases in arguments.cases]
        running = [servers.enter_context(serving(url)) for url in urls]
        for page in PATHS:
            answers = asyncio.run(measure(running, page, arguments.rounds))
            for name, answered in zip(names, answers, strict=True):
                report(name, page, answered)
            if len(names) > 1:
                first, *_, last = (statistics.median(a.milliseconds for a in answered) for answered in answers)
                name = f"Filter change on {page}, {names[-1]} against {names[0]}, p50"
                _say(name, last / first, "times", MOST_TIMES)


if __name__ == "__main__":
    main()
