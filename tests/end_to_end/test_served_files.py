"""What the server sends besides pages."""

import gzip
import re
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def _get(address: str, **headers: str) -> tuple[bytes, Message]:
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as answer:
        return answer.read(), answer.headers


def test_boundaries_are_compressed_and_kept(server: str) -> None:
    file = next((PROJECT / "static" / "boundaries").glob("provinces.*.geojson"))
    content, headers = _get(f"{server}/app/static/boundaries/{file.name}", **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(content) == file.read_bytes()
    assert len(content) < file.stat().st_size / 2
    assert headers["Content-Type"] == "application/geo+json"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_scripts_are_compressed_and_kept(server: str) -> None:
    page, _ = _get(f"{server}/")
    script = re.search(r"static/js/index\.[\w-]+\.js", page.decode())[0]
    plain, _ = _get(f"{server}/{script}")
    content, headers = _get(f"{server}/{script}", **{"Accept-Encoding": "gzip, br"})
    assert gzip.decompress(content) == plain
    assert headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_the_server_does_not_say_what_it_is(server: str) -> None:
    _, headers = _get(f"{server}/")
    assert "server" not in headers
    assert "content-security-policy" in headers


@pytest.mark.parametrize("path", ["../serve.py", "%2e%2e/%2e%2e/serve.py", "..%2f..%2fserve.py"])
def test_files_outside_the_folder_are_not_sent(server: str, path: str) -> None:
    try:
        content, _ = _get(f"{server}/app/static/boundaries/{path}")
    except urllib.error.HTTPError as refusal:
        content = refusal.read()
    assert b"uvicorn" not in content
