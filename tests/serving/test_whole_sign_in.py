"""Sign-in as a whole: every reason and sentence of a failure, and every file and session of a restricted deployment.

RESULTS=write writes the sentences anew (see tests/exports/whole_results.py).
"""

import json
import re
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from authlib.integrations.base_client import OAuthError
from joserfc.errors import ExpiredTokenError, InvalidClaimError
from starlette.requests import Request

from locales import translator
from serving import sign_in
from tests.exports.whole_results import hold
from tests.serving.asking import asks, said, site
from ui.sign_in.access_log import access_log


def test_why_a_sign_in_failed() -> None:
    errors = {
        "unreachable": [httpx.ConnectError("no")],
        "not known": [OAuthError("invalid_client"), OAuthError("unauthorized_client")],
        "other application": [InvalidClaimError("aud")],
        "clocks": [ExpiredTokenError("exp"), InvalidClaimError("iat"), OAuthError("invalid_token", "not yet issued")],
        "not checked": [InvalidClaimError("iss"), ValueError("odd"), OAuthError("invalid_token", "expiredness")],
        "stale": [OAuthError("mismatching_state")],
        "provider": [OAuthError("access_denied")],
    }
    assert {name: [sign_in.reason_of(error) for error in some] for name, some in errors.items()} == {
        name: [name] * len(some) for name, some in errors.items()
    }


def test_what_is_said_of_it() -> None:
    lines = []
    for language in ("en", "fa"):
        request = Request({"type": "http", "headers": [(b"accept-language", language.encode())]})
        for reason in sign_in._sentences(translator("en")):
            answer = sign_in._page(request, reason, 403)
            lines.append(f"== {reason}: {answer.status_code} {answer.headers.get('cache-control')}")
            lines += re.findall("<(?:html|title|h1|p|li).*", bytes(answer.body).decode())
    hold("numbers/sign_in", lines)


@pytest.mark.parametrize(
    ("message", "asks"),
    [(None, False), (b"", False), (b"\xff", False), (asks(app_heartbeat=True)["bytes"], False),
     (asks(rerun_script={"query_string": "a"})["bytes"], True),
     (asks(rerun_script={"fragment_id": "f"})["bytes"], False)],
)  # fmt: skip
def test_who_is_not_signed_in_may_ask_for_a_page(message: bytes | None, asks: bool) -> None:
    assert sign_in._asks_for_a_page(message) is asks


def test_files_and_sessions_of_a_restricted_deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACCESS", "restricted")
    monkeypatch.setenv("ADMITTED", "anybody")
    monkeypatch.setenv("ACCESS_LOG", str(tmp_path / "log"))
    person: dict[str, Any] = {"sub": "1", "email": "a@b", "is_logged_in": True, "iat": time.time()}
    cookie = [json.dumps(person)]
    monkeypatch.setattr(sign_in.streamlit_routes, "_get_cookie_value_from_request", lambda *_both: cookie[0])
    sign_in._given.clear()
    only = sign_in.OnlySignedIn(site)
    file = [(b"content-disposition", b"attachment; filename*=UTF-8''routes.csv")]

    def asked(path: str, **more: Any) -> str:
        first, last = said(only, path, **more)
        return f"{first['status']} {last['body'].decode()}"

    def heard() -> int:
        return len(said(only, "/", asks(app_heartbeat=True), asks(rerun_script={"query_string": ""}),
                         kind="websocket"))  # fmt: skip

    upload = "/_stcore/upload_file/a/b"
    signed_in = [asked("/media/1", answers=file), asked("/media/1", answers=file), asked("/icon"), asked(upload),
                 asked("/media/2", answers=file, method="HEAD"), heard()]  # fmt: skip
    log = [json.loads(line) for line in access_log().read_text().splitlines()]
    assert signed_in == [*["200 content"] * 5, 3]
    assert [(line["action"], line["name"], line["account"], line["who"]) for line in log] == [
        ("download", "routes.csv", "1", "a@b")
    ]
    monkeypatch.setenv("ACCESS_LOG", str(tmp_path / "log" / "no folder"))
    assert asked("/media/3", answers=file) == "503 This file could not be recorded, so it is not given."
    cookie[0] = ""
    assert [asked("/media/1", answers=file), asked("/icon"), asked(upload), heard()] == [
        "403 Sign in first.", "200 content", "403 Sign in first.", 2,
    ]  # fmt: skip
    assert sign_in._open == {}
    monkeypatch.setenv("ACCESS", "public")
    assert [asked("/media/1", answers=file), asked(upload), heard()] == ["200 content", "200 content", 3]
