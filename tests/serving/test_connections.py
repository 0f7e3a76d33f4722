"""Connections that hold a place: half-open requests, more visitors than descriptors, and what is open to nobody."""

import socket
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from serving import connections
from tests.end_to_end.conftest import serving
from tests.serving.browsing_by_hand import session, shown_by_a_run
from tests.worlds.releases import WORLDS, make_release

pytestmark = pytest.mark.slow
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n"


def _seconds_held(address: str, *parts: bytes, most: float) -> float:
    """How long the server keeps a connection open that sends these parts, each when the last was answered."""
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), timeout=most) as connection:
        *whole, half = parts
        for part in whole:
            connection.sendall(part)
            connection.recv(10_000)
        begun = time.monotonic()
        connection.sendall(half)
        try:
            while connection.recv(10_000):
                pass
        except ConnectionResetError:
            pass
        except TimeoutError:
            return most
        return time.monotonic() - begun


@pytest.mark.long
@pytest.mark.parametrize(
    "parts",
    [(b"",), (b"G",), (HEAD,), (HEAD + b"\r\n", HEAD), (HEAD + b"Upgrade: websocket\r\nConnection: Upgrade\r\n",)],
    ids=["silent", "a letter", "no end of the head", "after a whole one", "a websocket"],
)
def test_a_request_without_an_end_holds_no_connection(served: tuple[str, Path], parts: tuple[bytes, ...]) -> None:
    most = connections.SECONDS_FOR_A_HEAD + 5
    assert _seconds_held(served[0], *parts, most=most) < most


def test_a_body_without_an_end_holds_no_connection(served: tuple[str, Path]) -> None:
    most = connections.SECONDS_FOR_A_BODY + 10
    half = b"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900000\r\n\r\nhalf"
    assert _seconds_held(served[0], half, most=most) < most


@pytest.mark.long
def test_a_session_is_not_taken_for_a_half_request(served: tuple[str, Path]) -> None:
    with session(served[0]) as visitor:
        with pytest.raises(TimeoutError):
            visitor.recv(connections.SECONDS_FOR_A_HEAD + 2)
        shown_by_a_run(visitor)


def test_more_visitors_come_than_the_usual_limit_lets_in(tmp_path: Path) -> None:
    few = ["sh", "-c", 'ulimit -Sn 64; exec "$@"', "sh"]
    address = make_release(tmp_path, WORLDS["region"]())
    with serving(address, tmp_path, started_by=few) as server, ExitStack() as visitors:
        for _ in range(40):
            visitors.enter_context(session(server))
        assert urllib.request.urlopen(f"{server}/healthz").read() == b"ok"
    assert "Too many open files" not in (tmp_path / "log.txt").read_text()


@pytest.mark.parametrize("path", ["metrics", "metrics?families=session_events", "script-health-check", "nothing"])
def test_what_streamlit_counts_is_shown_to_nobody(served: tuple[str, Path], path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(f"{served[0]}/_stcore/{path}")
    assert refusal.value.code == 404
