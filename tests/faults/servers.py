"""A real server over a release database, a visit to it, and PostgreSQL servers that can be stopped and frozen."""

import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from data_access.database import PROJECT
from tests.waiting import wait_until_healthy


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
        address = f"{self.address.replace('http', 'ws')}/_stcore/stream"
        with connect(address, subprotocols=["streamlit"], origin=self.address, max_size=None) as line:
            message = BackMsg()
            message.rerun_script.query_string = query
            line.send(message.SerializeToString())
            while True:
                forward = ForwardMsg()
                forward.ParseFromString(line.recv(60))
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.endswith("DATABASE_URL")}
    environment |= {"PORT": str(port), "RELEASE_DATABASE_URL": release_url}
    server = Server(f"http://127.0.0.1:{port}", folder / "log.txt")
    with server.log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "serve.py"], cwd=PROJECT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            wait_until_healthy(server.address, process, server.log)
            yield server
        finally:
            process.terminate()
            process.wait(20)


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
            process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            for process in processes:
                process.send_signal(signal.SIGCONT)

    def _run(self, *command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)
