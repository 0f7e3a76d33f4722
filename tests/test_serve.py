"""The production server: its headers, its caches and what it refuses."""

import asyncio
import base64
import hashlib
import os
import re
import socket
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import Message, Receive, Scope, Send

import serve
from serving import page_shell, transport
from ui.shell.pages import offered_pages

PROJECT = Path(__file__).resolve().parents[1]


async def _site(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands in for Streamlit: answers every request and accepts every websocket."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
    else:
        await send({"type": "http.response.start", "status": scope.get("answered", 200), "headers": []})
        await send({"type": "http.response.body", "body": b"content"})


def _first_message(kind: str, path: str, headers: dict[str, str] | None = None, answered: int = 200) -> Message:
    """What the guarded site says first to a request with these headers."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": f"{kind}.disconnect"}

    raw = [(name.encode(), value.encode()) for name, value in {"host": "localhost:8501", **(headers or {})}.items()]
    scope = {"type": kind, "method": "GET", "path": path, "headers": raw, "answered": answered}
    # in a thread of its own: a browser test that ran before leaves an event loop in this one
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, serve.Guard(_site)(scope, receive, send)).result()
    return sent[0]


def _headers_of(path: str, answered: int = 200) -> Headers:
    return Headers(raw=_first_message("http", path, answered=answered)["headers"])


def test_every_answer_has_the_security_headers() -> None:
    headers = _headers_of("/")
    for name, value in page_shell.SECURITY_HEADERS.items():
        assert headers[name] == value
    assert "server" not in headers


def test_the_policy_allows_nothing_from_outside() -> None:
    sources = re.findall(r"(?:https?:|\*)\S*", page_shell.CONTENT_SECURITY_POLICY)
    assert sources == []
    scripts = page_shell.CONTENT_SECURITY_POLICY.split("script-src", 1)[1].split(";", 1)[0]
    assert "'unsafe-eval'" not in scripts
    assert "'unsafe-inline'" not in scripts


@pytest.mark.parametrize(
    ("path", "caching"),
    [
        ("/app/static/boundaries/world.f697a81e.geojson", "public, max-age=31536000, immutable"),
        ("/app/static/topojson/world_110m.json", "public, max-age=3600"),
        ("/routes", None),
    ],
)
def test_only_files_with_a_hash_are_kept_for_a_year(path: str, caching: str | None) -> None:
    # a part, or word that it is still good, is of the same file; that there is none may be true no more tomorrow
    for answered, kept in ((200, caching), (206, caching), (304, caching), (404, None)):
        assert _headers_of(path, answered).get("cache-control") == kept


@pytest.mark.parametrize("origin", ["https://example.org", "http://localhost:9999", "null", ""])
def test_another_site_cannot_open_a_session(origin: str) -> None:
    assert _first_message("websocket", "/_stcore/stream", {"origin": origin})["type"] == "websocket.close"


@pytest.mark.parametrize("headers", [{"origin": "http://localhost:8501"}, {"origin": "https://localhost:8501"}, {}])
def test_our_own_page_can_open_a_session(headers: dict[str, str]) -> None:
    assert _first_message("websocket", "/_stcore/stream", headers)["type"] == "websocket.accept"


def _answer(path: str, headers: dict[str, str] | None = None) -> tuple[int, str]:
    """The status and the text of the answer to a GET request."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    asked, _, query = path.partition("?")
    raw = [(name.encode(), value.encode()) for name, value in {"host": "localhost:8501", **(headers or {})}.items()]
    scope = {"type": "http", "method": "GET", "path": asked, "query_string": query.encode()}
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, serve.Guard(_site)({**scope, "headers": raw}, receive, send)).result()
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:]).decode()


@pytest.mark.parametrize(
    "path", ["/nothing", "/nothing/", "/routes/nothing", "/nothing.html", "/index.html", "/static/js/nothing.js",
             "/../serve.py", "/pages/overview.py", "/auth/login", "/oauth2callback", "/Routes",
             "//", "//routes", "/routes//"],
)  # fmt: skip
def test_an_address_at_which_there_is_nothing_is_said(path: str) -> None:
    """Streamlit shows its page, with its own title and status 200, and then a dialog."""
    status, said = _answer(path)
    assert status == 404
    assert "<h1>There is no page at this address</h1>" in said
    assert '<a href="/routes?lang=en">Routes</a>' in said


@pytest.mark.parametrize(
    "path",
    [*(f"/{url}" for _file, _title, url in offered_pages()), "/routes/", "/_stcore/health", "/media/a.csv",
     "/app/static/icon.png", "/healthz", "/robots.txt", "/favicon.png",
     "/manifest.json"],
)  # fmt: skip
def test_what_there_is_is_answered(path: str) -> None:
    assert _answer(path) == (200, "content")


@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS", "DELETE"])
@pytest.mark.parametrize("path", ["/_stcore/agent/interact", "/_stcore/agent/mcp", "/nothing"])
def test_no_other_way_in_is_open_whatever_streamlit_is_told(path: str, method: str) -> None:
    answer = serve.not_found({"type": "http", "method": method, "path": path, "query_string": b"", "headers": []})
    assert answer is not None and answer.status_code == 404


@pytest.mark.parametrize("path", ["/auth/login", "/oauth2callback"])
def test_sign_in_is_only_where_it_is_needed(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS", "restricted")
    assert serve.not_found({"type": "http", "method": "GET", "path": path}) is None


@pytest.mark.parametrize(
    ("path", "accepted", "language"),
    [
        ("/nothing?lang=fa", "en", "fa"),
        ("/nothing", "fa-AF,fa;q=0.9,en;q=0.8", "fa"),
        ("/nothing", "de-DE,de;q=0.9,fa;q=0.8", "fa"),
        ("/nothing?lang=xx", "", "en"),
        ("/nothing?lang=<b>", "*", "en"),
    ],
)
def test_it_is_said_in_the_language_of_the_visitor(path: str, accepted: str, language: str) -> None:
    said = _answer(path, {"accept-language": accepted})[1]
    assert f'<html lang="{language}" dir="{"rtl" if language == "fa" else "ltr"}">' in said
    assert "<b>" not in said


@pytest.mark.parametrize(("access", "said"), [("public", "Allow: /"), ("restricted", "Disallow: /\n")])
def test_search_engines_are_told_what_they_may_read(access: str, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS", access)
    with ThreadPoolExecutor(1) as pool:
        found = pool.submit(asyncio.run, serve.robots(Request({"type": "http"}))).result()
    assert found.body.decode().startswith("User-agent: *\n")
    assert said in found.body.decode()


def test_the_shell_of_a_page_is_ours() -> None:
    """Fails when a new Streamlit changes its page, so that a replacement no longer finds its place."""
    shell = page_shell.page_shell("fa")
    assert '<html lang="fa">' in shell
    assert "<title>قاچاق انسان" in shell
    assert "vazirmatn-arabic" in shell
    assert "SourceSans" not in shell
    assert "favicon.png" not in shell
    assert "agent" not in shell and "You need to enable JavaScript" not in shell
    assert "<noscript>" in shell and "اسکریپت" in shell.split("<noscript>")[1].split("</noscript>")[0]
    assert shell.index("BACKEND_BASE_URL") < shell.index('type="module"')


def test_every_inline_script_of_the_shell_is_allowed() -> None:
    for script in re.findall(r"<script>(.*?)</script>", page_shell.page_shell("en"), flags=re.DOTALL):
        digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page_shell.CONTENT_SECURITY_POLICY


def _serve(**environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, PROJECT / "serve.py"],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.slow
def test_a_taken_port_is_said_plainly() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        result = _serve(PORT=str(port))
    assert result.returncode == 1
    assert f"Port {port} is taken by another program." in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_wrong_port_is_said_plainly(port: str) -> None:
    result = _serve(PORT=port)
    assert result.returncode == 1
    assert "must be a number from 1 to 65535" in result.stderr


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("colour", ["textColor", "linkColor", "primaryColor", "redColor", "dataframeHeaderTextColor"])
def test_colours_of_text_can_be_read(theme: str, colour: str) -> None:
    settings = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"][theme]
    for ground in ("backgroundColor", "secondaryBackgroundColor"):
        dark, light = sorted([_luminance(settings[colour]), _luminance(settings[ground])])
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{colour} on {ground}"


def test_fonts_are_bundled_with_their_licences() -> None:
    faces = tomllib.loads((PROJECT / ".streamlit" / "config.toml").read_text())["theme"]["fontFaces"]
    for face in faces:
        assert (PROJECT / face["url"].removeprefix("app/")).is_file()
        family = face["family"].lower().replace(" ", "-")
        assert "SIL OPEN FONT LICENSE" in (PROJECT / "static" / "fonts" / f"{family}-LICENSE.txt").read_text()


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("", []),
        ("dashboard.example.org", ["dashboard.example.org"]),
        ("https://Dashboard.example.org:8443/", ["dashboard.example.org"]),
        ("a.example, b.example", ["a.example", "b.example"]),
    ],
)
def test_public_names_are_read_as_visitors_copy_them(
    said: str, names: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_NAME", said)
    assert transport.public_names() == names
    assert transport.why_no_public_names() is None


@pytest.mark.parametrize("said", ["https://", "a b*", "<name>", "http:///x"])
def test_a_public_name_that_serves_nobody_is_said(said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_NAME", said)
    assert "it must be a host name" in (transport.why_no_public_names() or "")


@pytest.mark.parametrize(("name", "is_told"), [("https://a.example", True), ("a.example", False)])
def test_browsers_come_by_https_alone_where_the_name_says_so(
    name: str, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_NAME", name)
    assert ("strict-transport-security" in _headers_of("/")) == is_told
