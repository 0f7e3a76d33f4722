"""Sign-in of a restricted deployment with a real provider: who is let in, what is remembered, and how it ends."""

import asyncio
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.responses import Response
from websockets.sync.client import ClientConnection

from serving import sign_in
from tests.end_to_end.identity_provider import IdentityProvider, running_provider
from tests.serving.browsing_by_hand import next_shown, session, shown_by_a_run
from tests.serving.restricted_server import Served, restricted_server
from tests.worlds.releases import restricted_release
from ui.sign_in import admission

pytestmark = pytest.mark.slow
SIGN_IN = "It shows exact counts, and every view is recorded with your name."
EXACT = "Restricted: exact counts"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, IdentityProvider]]:
    folder = tmp_path_factory.mktemp("restricted")
    rules = "roles=analyst; realm_access.roles=analyst; email=@ministry.example"
    with (
        running_provider() as provider,
        restricted_server(folder, restricted_release(folder), provider, rules) as served,
    ):
        yield served, provider


@pytest.fixture
def deployment(running: tuple[Served, IdentityProvider]) -> Iterator[tuple[Served, IdentityProvider, httpx.Client]]:
    running[1].forget()
    running[0].access_log.unlink(missing_ok=True)
    with httpx.Client(follow_redirects=True, timeout=30) as browser:
        yield *running, browser


def _sign_in(served: Served, browser: httpx.Client) -> httpx.Response:
    return browser.get(f"{served.address}/auth/login")


def _session(served: Served, cookies: httpx.Cookies) -> ClientConnection:
    """Open a session with these cookies, as the page of a browser does."""
    with httpx.Client(cookies=cookies) as browser:
        browser.get(f"{served.address}/_stcore/health")
        sent = "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar)
        token = browser.cookies["_streamlit_xsrf"]
    return session(served.address, headers={"Cookie": sent}, subprotocols=["streamlit", token])


Deployment = tuple[Served, IdentityProvider, httpx.Client]


def test_somebody_in_many_groups_sees_the_page(deployment: Deployment) -> None:
    """With 100 groups the page stayed blank for ever: the websocket's server drops lines over 8 kB without a word."""
    served, provider, browser = deployment
    provider.claims["groups"] = [f"{number:08x}-aaaa-bbbb-cccc-{number:012x}" for number in range(400)]
    assert _sign_in(served, browser).status_code == 200
    with _session(served, browser.cookies) as visitor:
        assert EXACT in shown_by_a_run(visitor)
    assert sum(len(str(cookie.value)) for cookie in browser.cookies.jar) < 2_500
    # and whatever other programs on this name have put there passes, too
    browser.cookies.set("of_another_program", "x" * 20_000)
    with _session(served, browser.cookies) as visitor:
        assert EXACT in shown_by_a_run(visitor)


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"email_verified": True}, None),
        ({"email": "analyst@MINISTRY.example", "email_verified": True}, None),
        ({"email": "a@elsewhere.example", "email_verified": True, "roles": ["reader", "analyst"]}, None),
        ({"email": "", "roles": "analyst"}, None),
        ({"realm_access": {"roles": ["analyst"]}, "email": "a@elsewhere.example", "email_verified": True}, None),
        ({"email_verified": False}, "it is not verified"),
        ({"email_verified": False, "roles": ["analyst"]}, "it is not verified"),
        ({}, "it is not verified"),
        ({"email": "a@elsewhere.example", "email_verified": True}, "You are not among those"),
        ({"email": "a@notministry.example", "email_verified": True}, "You are not among those"),
        ({"email": "analyst@ministry.example@evil.example", "email_verified": True}, "You are not among those"),
        ({"email_verified": True, "email": "a@elsewhere.example", "roles": ["analysts"]}, "You are not among those"),
        ({"sub": ""}, "The provider did not say who you are"),
    ],
)
def test_who_enters_is_said_by_admitted(deployment: Deployment, claims: dict[str, object], said: str | None) -> None:
    served, provider, browser = deployment
    provider.claims = {"sub": "analyst-7", "email": "analyst@ministry.example", **claims}
    answer = _sign_in(served, browser)
    assert ("_streamlit_user" in browser.cookies) == (said is None)
    if said:
        assert answer.status_code == 403
        assert said in answer.text
        assert [line["action"] for line in served.lines()] == ["refused"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"answers": {"error": "access_denied"}}, "did not sign you in"),
        ({"answers": {"error": "<script>alert(1)</script>"}}, "did not sign you in"),
        ({"audience": "another"}, "for another application"),
        ({"issued_at": int(time.time()) + 3600}, "The clocks of the provider and of this dashboard differ"),
        ({"trusts": False}, "does not accept this dashboard"),
    ],
    ids=["refused", "hostile", "audience", "clock", "secret"],
)
def test_a_failure_is_said_in_a_sentence(deployment: Deployment, change: dict[str, object], said: str) -> None:
    served, provider, browser = deployment
    for name, value in change.items():
        setattr(provider, name, value)
    answer = _sign_in(served, browser)
    assert answer.status_code == 400
    assert said in answer.text
    assert "<script" not in answer.text
    assert "_streamlit_user" not in browser.cookies
    assert "Traceback" not in served.log.read_text()


def test_a_failure_is_said_in_dari(deployment: Deployment) -> None:
    served, provider, browser = deployment
    provider.audience = "another"
    browser.headers["Accept-Language"] = "fa-AF"
    answer = _sign_in(served, browser)
    assert '<html lang="fa" dir="rtl">' in answer.text
    assert "another application" not in answer.text


def test_an_old_answer_of_the_provider_is_said(deployment: Deployment) -> None:
    served, _provider, browser = deployment
    answer = browser.get(f"{served.address}/oauth2callback?code=a&state=b")
    assert (answer.status_code, "begun in another window" in answer.text) == (400, True)


def test_a_sign_out_ends_every_sign_in_of_the_person(deployment: Deployment) -> None:
    served, provider, browser = deployment
    _sign_in(served, browser)
    old = httpx.Cookies(browser.cookies)
    with httpx.Client(follow_redirects=True) as other:
        provider.claims["sub"] = "analyst-8"
        _sign_in(served, other)
        kept = httpx.Cookies(other.cookies)
    with _session(served, old) as tab, _session(served, old) as second, _session(served, kept) as somebody_else:
        assert EXACT in shown_by_a_run(tab)
        assert EXACT in shown_by_a_run(second)
        browser.get(f"{served.address}/auth/logout")
        for one in (tab, second):
            with pytest.raises(Exception, match="1012"):
                next_shown(one)
        assert EXACT in shown_by_a_run(somebody_else)
    with _session(served, old) as again:
        shown = shown_by_a_run(again)
        assert SIGN_IN in shown
        assert EXACT not in shown
    provider.claims["sub"] = "analyst-7"
    _sign_in(served, browser)
    with _session(served, browser.cookies) as visitor:
        assert EXACT in shown_by_a_run(visitor)
    assert "Traceback" not in served.log.read_text()
    who = [(line["action"], line["account"]) for line in served.lines() if line["action"] != "view"]
    assert who == [
        ("sign-in", "analyst-7"), ("sign-in", "analyst-8"), ("sign-out", "analyst-7"), ("sign-in", "analyst-7"),
    ]  # fmt: skip


def test_no_file_is_taken_from_who_is_not_signed_in(deployment: Deployment) -> None:
    served, _provider, browser = deployment
    path = f"{served.address}/_stcore/upload_file/a/b"
    assert browser.put(path).text == "Sign in first."
    _sign_in(served, browser)
    old = httpx.Cookies(browser.cookies)
    assert browser.put(path).text != "Sign in first."
    browser.get(f"{served.address}/auth/logout")
    assert httpx.put(path, cookies=old).text == "Sign in first."


@pytest.mark.parametrize(
    ("is_in", "disposition", "status", "names"),
    [
        (False, None, 200, []),
        (False, 'attachment; filename="legs.csv"', 403, []),
        (True, 'attachment; filename="legs.csv"', 200, ["legs.csv"]),
        (True, "attachment; filename*=utf-8''%D9%BE.csv", 200, ["%D9%BE.csv"]),
        (True, None, 200, []),
    ],
)
def test_a_file_is_given_to_who_is_signed_in_with_a_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, is_in: bool, disposition: str | None, status: int, names: list[str]
) -> None:
    monkeypatch.setenv("ACCESS", "restricted")
    monkeypatch.setenv("ACCESS_LOG", str(tmp_path / "access.log"))
    person = {"sub": "7", "email": "a@b", "is_logged_in": is_in}
    monkeypatch.setattr(sign_in, "person_of", lambda _connection: person)
    monkeypatch.setattr(admission, "is_in", lambda one: one["is_logged_in"])
    headers = {} if disposition is None else {"Content-Disposition": disposition}
    transport = httpx.ASGITransport(sign_in.OnlySignedIn(Response("1,2,3", headers=headers)))

    async def fetched() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as browser:
            await browser.get(f"/media/{names}")
            return await browser.get(f"/media/{names}")

    with ThreadPoolExecutor(1) as pool:  # a browser test that ran before leaves an event loop in this one
        answer = pool.submit(asyncio.run, fetched()).result()
    assert (answer.status_code, "1,2,3" in answer.text) == (status, status == 200)
    log = tmp_path / "access.log"
    lines = [json.loads(line) for line in log.read_text().splitlines()] if log.exists() else []
    assert [(line["action"], line["name"]) for line in lines] == [("download", name) for name in names]


def test_each_new_session_leaves_a_line(deployment: Deployment) -> None:
    """As after the failover of a replica: a session that another server has begun."""
    served, _provider, browser = deployment
    _sign_in(served, browser)
    for _ in range(2):
        with _session(served, browser.cookies) as visitor:
            assert EXACT in shown_by_a_run(visitor)
    assert [line["action"] for line in served.lines()].count("view") >= 2


def test_cookies_are_secure_behind_https(deployment: Deployment) -> None:
    served, _provider, _browser = deployment
    behind = {"X-Forwarded-Proto": "https"}
    with httpx.Client(headers=behind, timeout=30) as browser:
        answer = browser.get(f"{served.address}/auth/login")
        (begun,) = answer.headers.get_list("set-cookie")
        assert "; Secure" in begun
        assert answer.headers["strict-transport-security"] == "max-age=31536000"
        # the server sees http in this test, so the browser would not send a secure cookie back by itself
        state = httpx.get(answer.headers["location"]).headers["location"]
        answer = browser.get(state, headers={"Cookie": begun.partition(";")[0]})
        kept = [cookie for cookie in answer.headers.get_list("set-cookie") if "Max-Age=0" not in cookie]
        assert any(cookie.startswith("_streamlit_user=") for cookie in kept)
        assert [cookie for cookie in kept if "; Secure" not in cookie or "httponly" not in cookie.lower()] == []
    assert "strict-transport-security" not in httpx.get(f"{served.address}/healthz").headers
