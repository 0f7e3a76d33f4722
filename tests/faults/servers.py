"""A real server over a release database, a visit to it, and PostgreSQL servers that can be stopped and frozen."""

import signal
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

import psutil
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.end_to_end.conftest import serving as served
from tests.serving.browsing_by_hand import asking_for_a_run, session


class Server(NamedTuple):
    """A running serve.py: its address and its log."""

    address: str
    log: Path

    def said(self) -> str:
        return self.log.read_text()

    def ready(self) -> tuple[int, str]:
        """Status and words of /readyz."""
        try:
            with urllib.request.urlopen(f"{self.address}/readyz", timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def visit(self, query: str = "") -> list[str]:
        """The words of the first page: titles, notices and paragraphs, in their order; boxes of errors too."""
        said: list[str] = []
        with session(self.address) as line:
            line.send(asking_for_a_run(query))
            while True:
                forward = ForwardMsg.FromString(line.recv(60))
                element = forward.delta.new_element
                kind = element.WhichOneof("type")
                if kind in ("heading", "alert", "markdown"):
                    said.append(getattr(element, kind).body)
                elif kind == "exception":
                    said.append(f"Exception: {element.exception.type} {element.exception.message}")
                if forward.WhichOneof("type") == "script_finished":
                    return said


@contextmanager
def serving(release_url: str, folder: Path) -> Iterator[Server]:
    """Run serve.py over a release database on a free port."""
    with served(release_url, folder) as address:
        yield Server(address, folder / "log.txt")


class Postgres:
    """A PostgreSQL server of a test's own, on a socket in `folder`."""

    def __init__(self, programs: Path, folder: Path, as_user: list[str]) -> None:
        self.url = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self._folder, self._control = folder, [*as_user, str(programs / "pg_ctl"), "-D", str(folder / "data"), "-w"]

    def start(self) -> None:
        options = f"-k {self._folder} -c listen_addresses='' -c fsync=off"
        self._run(*self._control, "-o", options, "-l", str(self._folder / "log"), "start")

    def stop(self) -> None:
        self._run(*self._control, "-m", "immediate", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop the server and all its processes in the middle of whatever they do, until the end of the block."""
        server = psutil.Process(int((self._folder / "data" / "postmaster.pid").read_text().split()[0]))
        processes = [server, *server.children(recursive=True)]
        for process in processes:
            _send(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                _send(process, signal.SIGCONT)

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)


def _send(process: psutil.Process, sign: signal.Signals) -> None:
    with suppress(psutil.NoSuchProcess):  # a connection's process may have ended, or been killed, before its turn
        process.send_signal(sign)
