"""What a browser says to Streamlit's server and hears from it, message by message."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.end_to_end.conftest import PROJECT, free_port
from tests.waiting import wait_until_healthy

ENDED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


@contextmanager
def trial_server(folder: Path) -> Iterator[tuple[str, Path]]:
    """Serve trial_app.py as serve.py does; gives its address and its log."""
    port, log = free_port(), folder / "trial.txt"
    command = [sys.executable, "-m", "uvicorn", "tests.serving.trial_app:app", "--port", str(port)]
    address = f"http://127.0.0.1:{port}"
    with log.open("w") as output:
        options = ["--ws", "websockets-sansio", "--log-level", "warning"]
        process = subprocess.Popen([*command, *options], cwd=PROJECT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(address, process, log, at="/_stcore/health")
            yield address, log
        finally:
            process.terminate()
            process.wait(10)


def session(address: str, headers: dict[str, str] | None = None, **options: object) -> ClientConnection:
    """Open a session as a browser does."""
    place = address.removeprefix("http")
    options = {"subprotocols": ["streamlit"], "additional_headers": headers, "max_size": None, **options}
    return connect(f"ws{place}/_stcore/stream", origin=address, **options)


def asking_for_a_run(query: str = "") -> bytes:
    """The message with which a browser asks for a page at an address with this query."""
    message = BackMsg()
    message.rerun_script.query_string = query
    return message.SerializeToString()


def shown_by_a_run(visitor: ClientConnection, message: bytes | None = None) -> str:
    """Send a message, by default one that asks for a run, and give the text that the next run shows."""
    visitor.send(message or asking_for_a_run())
    return next_shown(visitor)


def next_shown(visitor: ClientConnection) -> str:
    """Wait for the end of a run, and give the text that it has shown."""
    shown = ""
    while True:
        said = ForwardMsg.FromString(visitor.recv(30))
        shown += said.delta.new_element.markdown.body
        if said.WhichOneof("type") == "script_finished" and said.script_finished in ENDED:
            return shown
