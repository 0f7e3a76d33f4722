"""Whole answers: every header and word that the server gives before a session begins, and what it refuses.

RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

import asyncio
import errno
import logging
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from difflib import ndiff
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

import serve
from serving import connections, page_shell, session_limits, transport
from serving.session import Session
from tests.exports.whole_results import hold
from tests.serving.asking import answer_line, asks, said, site

resource = pytest.importorskip("resource")
PATHS = ["/", "/routes?embed=true", "/routes?embed=true&embed=no", "/nothing?lang=fa", "/static/js/none.js", "/healthz",
         "/static/css/index.css", "/app/static/icon.png", "/app/static/a.12345678.woff2", "/favicon.png", "//routes",
         "/auth/login", "/oauth2callback", "/_stcore/health", "/_stcore/metrics", "/overview?embed"]  # fmt: skip


def _answers() -> Iterator[str]:
    for path in PATHS:
        yield f"{path}: {answer_line(said(serve.Guard(site), path))}"
    for headers in ({"accept-encoding": "gzip"}, {"accept-language": "fa"}, {"x-forwarded-proto": "https"}):
        yield f"{headers}: {answer_line(said(serve.Guard(site), '/nothing', headers=headers))}"
    asset = min(file.name for file in (serve.STREAMLIT_PAGE.parent / "static" / "css").glob("*.css"))
    zipped = said(serve.Guard(site), f"/static/css/{asset}", headers={"accept-encoding": "gzip"})
    yield f"a style: {answer_line(zipped).rpartition('] ')[0]}"
    yield f"https: {answer_line(said(serve.Guard(site), '/', scheme='https'))}"
    for origin in ({}, {"origin": "http://here:8501"}, {"origin": "https://there"}):
        messages = said(serve.Guard(site), "/", kind="websocket", headers={"host": "here:8501", **origin})
        yield f"{origin}: {messages}"
    for path, answer in (("/", serve.page), ("/?lang=fa", serve.page), ("/?lang=xx", serve.page),
                         ("/robots.txt", serve.robots), ("/healthz", serve.health)):  # fmt: skip

        async def app(scope: Scope, receive: Receive, send: Send, answer: Any = answer) -> None:
            await (await answer(Request(scope)))(scope, receive, send)

        yield f"{path}: {answer_line(said(app, path))}"


def test_every_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = SimpleNamespace(to_dict=lambda: {"auth": {"redirect_uri": "http://here/oauth2callback"}})
    monkeypatch.setattr(transport, "st", SimpleNamespace(secrets=secrets))
    public = [*_answers()]
    monkeypatch.setenv("ACCESS", "restricted")
    restricted = [*_answers()]
    monkeypatch.setenv("ACCESS", "public")
    monkeypatch.setenv("PUBLIC_NAME", "https://dashboard.example")
    monkeypatch.setenv("FRAME_ANCESTORS", "https://ministry.example https://paper.example")
    encrypted = [*_answers()]
    hold("numbers/serving", [
        "== public", *public, "== restricted, where it differs", *(line for line in restricted if line not in public),
        "== encrypted, and shown by others, where it differs", *(line for line in encrypted if line not in public),
    ])  # fmt: skip


def test_the_shell_of_a_page() -> None:
    before = page_shell.STREAMLIT_PAGE.read_text(encoding="utf-8").splitlines()
    changed = [
        line
        for language in ("en", "fa")
        for line in ndiff(before, page_shell.page_shell(language).splitlines())
        if line[0] in "+-"
    ]
    hold("numbers/shell", [*changed, *(f"{name}: {value}" for name, value in page_shell.SECURITY_HEADERS.items()),
                           page_shell.policy_of_frames(["https://a", "https://b"])])  # fmt: skip


@pytest.mark.parametrize(
    ("limits", "set_to"),
    [((1024, 4096), (4096, 4096)), ((1024, 1 << 20), (65_536, 1 << 20)), ((1024, -1), (65_536, -1)),
     ((65_536, 1 << 20), None), ((-1, -1), None), ((4096, 4096), None)],
)  # fmt: skip
def test_as_many_descriptors_as_the_machine_allows(
    limits: tuple[int, int], set_to: tuple[int, int] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _kind: limits)
    monkeypatch.setattr(resource, "setrlimit", lambda _kind, both: made.append(both))
    connections.raise_limit_of_descriptors()
    assert made == ([set_to] if set_to else [])


def test_a_limit_that_stays_issaid(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def refuse(*_both: Any) -> None:
        raise OSError("not allowed")

    monkeypatch.setattr(resource, "getrlimit", lambda _kind: (1024, 4096))
    monkeypatch.setattr(resource, "setrlimit", refuse)
    connections.raise_limit_of_descriptors()
    assert caplog.messages == ["The limit of descriptors stays at 1024 (not allowed): about 256 visitors at once."]


class _Connection(connections.ImpatientProtocol):
    """A connection whose state is set by hand."""

    def __init__(self) -> None:
        self.waits: list[tuple[float, Any]] = []
        self.cancelled = 0
        self.cycle: Any = None
        self.timeout_keep_alive_task: Any = None
        self.transport: Any = SimpleNamespace(get_protocol=lambda: self, abort="abort")
        self.loop: Any = SimpleNamespace(call_later=self._later)

    def _later(self, seconds: float, what: Any) -> Any:
        self.waits.append((seconds, what))
        return SimpleNamespace(cancel=lambda: setattr(self, "cancelled", self.cancelled + 1))


def test_a_head_has_ten_seconds_and_a_body_a_minute() -> None:
    connection = _Connection()
    seen = []
    body, done = (SimpleNamespace(response_complete=is_done, more_body=True) for is_done in (False, True))
    whole = SimpleNamespace(response_complete=False, more_body=False)
    for cycle, keep_alive in [(None, None), (None, None), (body, None), (body, None), (whole, None), (done, None),
                              (done, "idle"), (None, None)]:  # fmt: skip
        connection.cycle, connection.timeout_keep_alive_task = cycle, keep_alive
        connection._watch()
        seen.append((len(connection.waits), connection.cancelled, connection._deadline is not None))
    connection.transport.get_protocol = lambda: None
    connection._watch()
    assert [*seen, connection.cancelled] == [
        (1, 0, True), (1, 0, True), (2, 1, True), (2, 1, True), (2, 2, False), (3, 2, True), (3, 3, False),
        (4, 3, True), 4,
    ]  # fmt: skip
    assert connection.waits == [(10.0, "abort"), (60.0, "abort"), (10.0, "abort"), (10.0, "abort")]


def test_what_one_visitor_may_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [1000.0]
    monkeypatch.setattr(session_limits, "time", SimpleNamespace(monotonic=lambda: now[0]))
    limits = session_limits.SessionLimits(site)

    def came(address: str | None) -> str:
        client = {"client": (address, 1)} if address is not None else {}
        return str(said(limits, "/", kind="websocket", **client)[-1].get("code", "came"))

    assert [came("10.0.0.1") for _ in range(101)] == ["came"] * 100 + ["1013"]
    assert [came(address) for address in ("10.0.0.2", "127.0.0.1", None)] == ["came"] * 3
    now[0] += 0.5
    assert [came("10.0.0.1") for _ in range(2)] == ["came", "1013"]
    assert [came("127.0.0.1") for _ in range(150)] == ["came"] * 150
    limits._open["10.0.0.3"] = 100  # as many are open
    assert came("10.0.0.3") == "1013"
    limits._open["10.0.0.3"] = 99
    assert came("10.0.0.3") == "came"
    assert dict(limits._open) == {"10.0.0.3": 99}

    def uploaded(session: str, method: str = "PUT") -> str:
        return str(said(limits, f"/_stcore/upload_file/{session}/file", method=method)[0]["status"])

    assert [uploaded("a") for _ in range(11)] == ["200"] * 10 + ["429"]
    assert [uploaded("b"), uploaded("a", "GET")] == ["200", "200"]
    now[0] += 60
    assert [uploaded("a") for _ in range(2)] == ["200", "429"]


def test_what_a_session_hears(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(session_limits, "asyncio", SimpleNamespace(sleep=sleep))
    monkeypatch.setattr(session_limits, "time", SimpleNamespace(monotonic=lambda: 5.0))
    limits = session_limits.SessionLimits(site)

    def codes(*heard: Message) -> list[Any]:
        return [message.get("code", message["type"][10:]) for message in said(limits, "/", *heard, kind="websocket")]

    run, cleared = asks(app_heartbeat=True), asks(clear_cache=True)
    assert codes(run, cleared, run) == ["accept", "send", "send"]
    assert codes({"type": "websocket.receive", "text": "a"}) == ["accept", 1003]
    assert codes({"type": "websocket.receive", "bytes": b"\xff"}) == ["accept", 1002]
    slept.clear()
    assert codes(*[run] * 90) == ["accept", *["send"] * 80, 1008]
    assert [round(seconds, 4) for seconds in slept] == [*[0.0] * 30, *(round(0.2 * n, 4) for n in range(1, 51))]


def test_what_is_over_is_over() -> None:
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        return {"type": "websocket.disconnect"}

    async def lived() -> list[Message]:
        session = Session(receive, send)
        await session.send({"type": "websocket.accept"})
        heard = [await session.end(1008), await session.end(1003)]
        with pytest.raises(OSError, match=r"^The session is over\.$"):
            await session.send({"type": "websocket.send"})
        return heard

    with ThreadPoolExecutor(1) as pool:
        heard = pool.submit(asyncio.run, lived()).result()
    assert heard == [{"type": "websocket.disconnect", "code": code} for code in (1008, 1003)]
    assert told == [{"type": "websocket.accept"}, {"type": "websocket.close", "code": 1008}]


@pytest.mark.parametrize(
    ("name", "back", "scheme", "encrypted"),
    [("", "", "http", False), ("", "", "https", True), ("", "", "wss", True), ("HTTPS://a", "", "http", True),
     ("a.example", "", "http", False), ("", "https://a/oauth2callback", "http", True)],
)  # fmt: skip
def test_what_is_encrypted(name: str, back: str, scheme: str, encrypted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    transport._is_always_encrypted.cache_clear()
    monkeypatch.setenv("ACCESS", "restricted")
    monkeypatch.setenv("PUBLIC_NAME", name)
    secrets = SimpleNamespace(to_dict=lambda: {"auth": {"redirect_uri": back}})
    monkeypatch.setattr(transport, "st", SimpleNamespace(secrets=secrets))
    assert transport.is_encrypted({"scheme": scheme}) is encrypted
    headers = MutableHeaders(
        raw=[(b"set-cookie", b"a=1"), (b"set-cookie", b"b=1;secure"), (b"set-cookie", b"insecure=1")]
    )
    transport.only_encrypted(headers)
    assert headers.getlist("set-cookie") == ["a=1; Secure", "b=1;secure", "insecure=1; Secure"]
    transport._is_always_encrypted.cache_clear()


def test_how_it_is_served(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    served: list[dict[str, Any]] = []
    monkeypatch.setattr(uvicorn, "run", lambda app, **how: served.append(how))
    monkeypatch.setattr(serve, "_why_not", lambda _host, port: "Taken." if port == 1 else None)
    monkeypatch.delenv("HOST", raising=False)
    ended = []
    for port in ("", "65535", "65536", "0", "x", "1"):
        monkeypatch.setenv("PORT", port)
        ended.append(serve.main())
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "80")
    ended.append(serve.main())
    assert ended == [0, 0, 1, 1, 1, 1, 0]
    assert [(how["host"], how["port"]) for how in served] == [
        ("127.0.0.1", 8501), ("127.0.0.1", 65535), ("0.0.0.0", 80),
    ]  # fmt: skip
    assert {name: value for name, value in served[0].items() if name not in ("host", "port")} == {
        "log_level": "warning", "access_log": False, "server_header": False, "http": connections.ImpatientProtocol,
        "ws": "websockets-sansio", "ws_max_size": 1_000_000, "ws_ping_interval": 30, "ws_ping_timeout": 30,
        "timeout_graceful_shutdown": 5,
    }  # fmt: skip
    printed = capsys.readouterr()
    assert printed.out.splitlines() == [
        "The dashboard is at http://localhost:8501 (stop it with Ctrl+C)",
        "The dashboard is at http://localhost:65535 (stop it with Ctrl+C)",
        "The dashboard is at http://0.0.0.0:80 (stop it with Ctrl+C)",
    ]
    assert printed.err.splitlines() == [
        *(f"PORT is '{port}'; it must be a number from 1 to 65535." for port in ("65536", "0", "x")), "Taken.",
    ]  # fmt: skip


def test_why_it_cannot_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[Any] = []

    def binding(error: OSError | None) -> Any:
        def bind(_self: Any, address: Any) -> None:
            tried.append(address)
            if error:
                raise error

        return type("Probe", (), {"__init__": lambda self, family: tried.append(family), "bind": bind,
                                  "__enter__": lambda self: self, "__exit__": lambda *_: None,
                                  "setsockopt": lambda self, *how: tried.append(how)})  # fmt: skip

    reasons = []
    errors = [None, PermissionError(), OSError(errno.EADDRINUSE, "in use"), OSError(errno.EADDRNOTAVAIL, "no address")]
    for host, error in zip(("::1", "127.0.0.1", "127.0.0.1", "10.0.0.9"), errors, strict=True):
        monkeypatch.setattr(socket, "socket", binding(error))
        reasons.append(serve._why_not(host, 80))
    assert tried[:4] == [socket.AF_INET6, (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1), ("::1", 80), socket.AF_INET]
    assert reasons == [
        None,
        "Port 80 is reserved for the system. Choose another one: PORT=8502 make run",
        "Port 80 is taken by another program. Stop that program, or choose another port: PORT=81 make run",
        "The server cannot listen on 10.0.0.9: no address.",
    ]


def test_what_is_done_before_the_first_visitor(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for name in ("raise_limit_of_descriptors", "send_in_batches", "keep_made_files", "log_with_time"):
        monkeypatch.setattr(serve, name, lambda name=name: done.append(name))
    monkeypatch.setattr(serve, "take_turns", lambda count: done.append(count.__name__))
    monkeypatch.setattr(serve.metrics, "serve_metrics", lambda: done.append("serve_metrics"))
    monkeypatch.setattr(serve, "gc", SimpleNamespace(collect=lambda: done.append("collect"),
                                                     freeze=lambda: done.append("freeze")))  # fmt: skip
    loggers = [logging.getLogger(name) for name in ("uvicorn.access", "uvicorn.error", "streamlit.error_util")]
    before = [(logger.disabled, logger.level) for logger in loggers]

    async def begin() -> list[tuple[bool, int]]:
        async with serve.lifespan(serve.app):
            return [(logger.disabled, logger.level) for logger in loggers]

    try:
        with ThreadPoolExecutor(1) as pool:
            during = pool.submit(asyncio.run, begin()).result()
    finally:
        for logger, (is_disabled, level) in zip(loggers, before, strict=True):
            logger.disabled = is_disabled
            logger.setLevel(level)
    assert [is_disabled for is_disabled, _ in during] == [True, False, True] and during[1][1] == logging.WARNING
    assert done == [
        "raise_limit_of_descriptors", "count_run", "send_in_batches", "serve_metrics", "keep_made_files", "collect",
        "freeze", "log_with_time",
    ]  # fmt: skip
