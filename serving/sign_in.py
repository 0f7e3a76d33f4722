"""Sign-in of a restricted deployment, around Streamlit's: who is let in, what is remembered, and how it ends.

Streamlit's own takes in whomever the provider signs in, keeps all that the provider says in a cookie, answers every
failure with the page as it was, and ends a sign-in in one tab alone. The steps with the provider stay Streamlit's
(starlette_auth_routes, as of FITS); with any other version its own sign-in runs, and pages still ask ADMITTED.
"""

import json
import logging
import re
from collections.abc import Mapping
from html import escape
from typing import Any

import httpx
import streamlit as st
from authlib.integrations.base_client import OAuthError
from cachetools import TTLCache
from joserfc.errors import JoseError
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.web.server.starlette import starlette_auth_routes as streamlit_routes
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from locales import Translator, translator
from serving.page_shell import base_path
from serving.session import Session
from ui.shell.access import kind_of_release
from ui.shell.not_found import TEMPLATE, language_of
from ui.sign_in import admission
from ui.sign_in.access_log import record
from ui.sign_in.sign_outs import end_sign_ins

FITS = "1.67."
LOG = logging.getLogger(__name__)
PROVIDER = "default"
RESTARTED = 1012  # of RFC 6455's registry: the browser comes again at once

# the sessions of this process by account, so that a sign-out reaches other tabs before anybody touches them
_open: dict[str, set["_Watched"]] = {}
# files that were just recorded, by account and address: Streamlit's page looks at a file before it has it saved
_given: TTLCache[tuple[str, str], bool] = TTLCache(10_000, ttl=60)


def routes() -> list[Route]:
    """The addresses of sign-in that stand before Streamlit's own; none in a public deployment."""
    if kind_of_release() == "public":
        return []
    if not st.__version__.startswith(FITS):
        LOG.warning("Streamlit is %s; sign-in fits %sx, so Streamlit's own is used.", st.__version__, FITS)
        return []
    base = _base()
    return [
        Route(f"{base}auth/login", login),
        Route(f"{base}oauth2callback", callback),
        Route(f"{base}auth/logout", logout),
    ]


def _base() -> str:
    return f"/{base_path()}"


async def login(request: Request) -> Response:
    """Send the visitor to the provider, which asks for the password: `select_account`, Streamlit's wish, is refused by
    strict providers."""
    client, back = streamlit_routes._create_oauth_client(PROVIDER)
    if "prompt" not in st.secrets["auth"].get("client_kwargs", {}):
        client.client_kwargs["prompt"] = "login"
    try:
        answer: Response = await client.authorize_redirect(request, back)
    except Exception as error:
        return _failed(request, error)
    return answer


async def callback(request: Request) -> Response:
    """Take back from the provider who the visitor is, and let them in if ADMITTED does."""
    asked = request.query_params
    if "code" not in asked and "error" not in asked:  # back from a sign-out at the provider
        return RedirectResponse(_base(), status_code=302)
    if not streamlit_routes._get_provider_by_state(request, asked.get("state")):
        return _page(request, "stale", 400)
    client, _back = streamlit_routes._create_oauth_client(PROVIDER)
    try:
        metadata = await client.load_server_metadata()
        wanted = {"iss": {"values": [metadata.get("issuer")]}, "aud": {"values": [client.client_id]}}
        token = await client.authorize_access_token(request, claims_options=wanted)
    except Exception as error:
        return _failed(request, error)
    claims = token.get("userinfo") or {}
    refusal = admission.why_refused(claims)
    try:
        record("refused" if refusal else "sign-in", claims, name=refusal or "")
    except OSError:
        return _page(request, "unrecorded", 503)
    if refusal:
        LOG.warning("An account of the provider was not let in: %s", refusal)
        return _page(request, refusal, 403)
    response = RedirectResponse(_base(), status_code=302)
    streamlit_routes._clear_auth_cookie(response, request)  # all parts of one that was larger
    person = {
        **admission.remembered(claims),
        "is_logged_in": True,
        "origin": streamlit_routes._get_origin_from_secrets(),
        "provider": PROVIDER,
    }
    await streamlit_routes._set_auth_cookie(response, person, {})
    return response


async def logout(request: Request) -> Response:
    """End every sign-in of the person, here and at the provider."""
    person = person_of(request)
    if account := person.get("sub"):
        try:
            record("sign-out", person)
            end_sign_ins(account)
        except OSError:
            return _page(request, "still signed in", 503)
        for session in [*_open.get(account, ())]:
            await session.end(RESTARTED)  # the browser comes again, and asks for its page
    return await streamlit_routes._auth_logout(request, _base().rstrip("/"))


def person_of(connection: HTTPConnection) -> Mapping[str, Any]:
    """What the sign-in of this browser remembers of the person, whether or not it is still good."""
    cookie = streamlit_routes._get_cookie_value_from_request(connection, USER_COOKIE_NAME)  # type: ignore[arg-type]
    person = json.loads(cookie) if cookie else {}
    return person if isinstance(person, dict) else {}


def _failed(request: Request, error: Exception) -> Response:
    reason = reason_of(error)
    LOG.warning("A sign-in failed (%s): %s", reason, re.sub(r"\s+", " ", repr(error))[:500])
    return _page(request, reason, 502 if reason == "unreachable" else 400)


def reason_of(error: Exception) -> str:
    """Why a step of a sign-in failed: a word of `_sentences`."""
    if isinstance(error, httpx.HTTPError):
        return "unreachable"
    name = str(getattr(error, "error", ""))
    said = f"{name} {getattr(error, 'claim', '')} {error}"
    if name in ("invalid_client", "unauthorized_client"):
        return "not known"
    if isinstance(error, JoseError) or name in ("invalid_claim", "expired_token", "invalid_token", "missing_claim"):
        if "aud" in said:
            return "other application"
        return "clocks" if re.search(r"\b(iat|exp|nbf|expired|issued|future)\b", said) else "not checked"
    if name == "mismatching_state":
        return "stale"
    return "provider" if isinstance(error, OAuthError) else "not checked"


def _sentences(t: Translator) -> dict[str, str]:
    _ = t.gettext
    tell = _("Please tell those who run the dashboard.")
    return {
        "stale": _("This sign-in was begun in another window or too long ago. Begin it again."),
        "provider": _("The provider of your account did not sign you in. Are you assigned to this dashboard?"),
        "unreachable": _("The provider of your account cannot be reached. Try again in a few minutes."),
        "not known": _("The provider of your account does not accept this dashboard (client_id, client_secret).")
        + f" {tell}",
        "other application": _("The provider signed you in for another application.") + f" {tell}",
        "clocks": _("The clocks of the provider and of this dashboard differ, so the sign-in is not valid.")
        + f" {tell}",
        "not checked": _("The answer of the provider of your account could not be checked.") + f" {tell}",
        "no account": _("The provider did not say who you are.") + f" {tell}",
        "unverified": _("The provider does not say that your e-mail address is yours: it is not verified.")
        + f" {tell}",
        "not listed": _("You are not among those who may see exact counts. Ask those who run the dashboard."),
        "unrecorded": _("Your sign-in could not be recorded, so you are not let in.") + f" {tell}",
        "still signed in": _("Your sign-out could not be recorded: you are still signed in.") + f" {tell}",
    }


def _page(request: Request, reason: str, status: int) -> Response:
    """A page of one sentence, and the way to another try."""
    t = translator(language_of(None, request.headers.get("accept-language", "")))
    base, _ = _base(), t.gettext
    title = _("You are still signed in") if reason == "still signed in" else _("You are not signed in")
    said = TEMPLATE.read_text(encoding="utf-8").format(
        language=t.language.code,
        direction=t.language.direction,
        base=base,
        name=escape(_("Trafficking Observatory")),
        title=escape(title),
        said=escape(_sentences(t)[reason]),
        links=f'<li><a href="{base}?lang={t.language.code}">{escape(_("Try again"))}</a></li>',
    )
    return HTMLResponse(said, status_code=status, headers={"Cache-Control": "no-store"})


class OnlySignedIn:
    """In a restricted deployment, gives files to those alone who are signed in, with a line in the access log, and lets
    a session whose sign-in has ended ask for nothing but the page, which shows the sign-in again."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is for everybody, or for this person."""
        if kind_of_release() == "public" or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        person = person_of(HTTPConnection(scope))
        if scope["type"] == "websocket":
            await self._session(person, scope, receive, send)
        elif scope["path"].removeprefix(_base()).startswith("_stcore/upload_file/") and not admission.is_in(person):
            await PlainTextResponse("Sign in first.", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, _OnlyRecordedFiles(person, scope, receive, send))

    async def _session(self, person: Mapping[str, Any], scope: Scope, receive: Receive, send: Send) -> None:
        session = _Watched(person, receive, send)
        sessions = _open.setdefault(str(person.get("sub", "")), set())
        sessions.add(session)
        try:
            await self.app(scope, session.receive, session.send)
        finally:
            sessions.discard(session)
            if not sessions:
                _open.pop(str(person.get("sub", "")), None)


class _OnlyRecordedFiles:
    """Sends an answer; one that is a file to keep (the icon of the page is none) only to who is signed in, and once it
    is recorded."""

    def __init__(self, person: Mapping[str, Any], scope: Scope, receive: Receive, send: Send) -> None:
        self._person, self._scope, self._receive, self._send = person, scope, receive, send
        self._is_refused = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            disposition = Headers(raw=message["headers"]).get("content-disposition", "")
            if disposition.startswith("attachment") and (refusal := self._why_not(disposition)):
                self._is_refused = True
                await refusal(self._scope, self._receive, self._send)
        if not self._is_refused:
            await self._send(message)

    def _why_not(self, disposition: str) -> Response | None:
        if not admission.is_in(self._person):
            return PlainTextResponse("Sign in first.", 403)
        name = re.sub(r".*filename\*?=\"?(?:utf-8'')?([^\";]*).*", r"\1", disposition, flags=re.I)
        asked = (self._person["sub"], self._scope["path"])
        if self._scope["method"] == "GET" and asked not in _given:
            try:
                record("download", self._person, name=name[:200])
            except OSError:
                return PlainTextResponse("This file could not be recorded, so it is not given.", 503)
            _given[asked] = True
        return None


class _Watched(Session):
    """A session of somebody who was signed in when it began, or of nobody."""

    def __init__(self, person: Mapping[str, Any], receive: Receive, send: Send) -> None:
        super().__init__(receive, send)
        self._person = person

    async def receive(self) -> Message:
        """The next message that may be heard."""
        while (message := await self._receive())["type"] == "websocket.receive":
            if admission.is_in(self._person) or _asks_for_a_page(message.get("bytes")):
                return message
        return message


def _asks_for_a_page(data: bytes | None) -> bool:
    """Is it a message by which a browser asks for a whole page, to which everybody gets the sign-in?"""
    try:
        message = BackMsg.FromString(data or b"")
    except Exception:  # not one of Streamlit's
        return False
    return message.WhichOneof("type") == "rerun_script" and not message.rerun_script.fragment_id
