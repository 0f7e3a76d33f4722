"""serve.py gives the frozen edition below /frozen/ where FROZEN_EDITION names it, and only there."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.types import Message

import serve
from exports.site.served import frozen_addresses, frozen_routes
from serving.page_shell import CONTENT_SECURITY_POLICY


def _answer(app: Starlette, path: str, accepted: str = "identity") -> tuple[int, dict[str, str], bytes]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        await asyncio.Event().wait()  # a visitor who stays until the answer is there
        raise AssertionError

    headers = [(b"host", b"localhost:8501"), (b"accept-encoding", accepted.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers, "root_path": ""}
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, serve.Guard(app)(scope, receive, send)).result()
    found = {name.decode().lower(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FROZEN_EDITION", str(tmp_path))
    monkeypatch.delenv("ACCESS", raising=False)
    (tmp_path / "en").mkdir()
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<p>first</p>")
    (tmp_path / "en" / "index.html").write_text("<p>page</p>" * 200)
    (tmp_path / "assets" / "site.0123456789.css").write_text("p{}")
    return tmp_path


@pytest.mark.parametrize(
    ("path", "said"), [("/frozen/", "first"), ("/frozen/en/", "page"), ("/frozen/en/index.html", "page")]
)
def test_a_page_is_served_with_the_headers_of_all_answers(folder: Path, path: str, said: str) -> None:
    status, headers, body = _answer(Starlette(routes=frozen_routes()), path)
    assert (status, headers["cache-control"]) == (200, "no-cache")
    assert said in body.decode()
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_a_hashed_file_is_kept_and_pages_are_compressed(folder: Path) -> None:
    app = Starlette(routes=frozen_routes())
    assert "immutable" in _answer(app, "/frozen/assets/site.0123456789.css")[1]["cache-control"]
    assert _answer(app, "/frozen/en/", "gzip")[1]["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/frozen/nothing.html", "/frozen/../secret", "/frozen/%2e%2e/secret", "/frozenish"])
def test_nothing_else_is_served(folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("secret")
    assert _answer(Starlette(routes=frozen_routes()), path)[0] == 404


def test_the_short_address_leads_into_it(folder: Path) -> None:
    status, headers, _body = _answer(Starlette(routes=frozen_routes()), "/frozen")
    assert (status, headers["location"]) == (307, "frozen/")


def test_an_edition_that_comes_later_or_is_replaced_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = folder / "later"
    monkeypatch.setenv("FROZEN_EDITION", str(later))
    app = Starlette(routes=frozen_routes())
    assert _answer(app, "/frozen/")[0] == 404
    later.mkdir()
    (later / "index.html").write_text("later")
    assert _answer(app, "/frozen/")[2] == b"later"


@pytest.mark.parametrize("settings", [{}, {"FROZEN_EDITION": ""}, {"FROZEN_EDITION": "x", "ACCESS": "restricted"}])
def test_without_the_setting_there_is_none(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FROZEN_EDITION", "ACCESS"):
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert (frozen_addresses(), frozen_routes()) == ((), [])
    monkeypatch.delenv("ACCESS", raising=False)  # of which a server asks for its sign-in
    assert _answer(Starlette(), "/frozen/")[0] == 404
