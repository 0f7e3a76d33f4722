"""How much one visitor may ask, so that nobody is slowed or stopped by another.

Streamlit obeys every message that a browser can send, as often as it is sent: any visitor could empty the memory of
answers of all others (`clear_cache`), have a page run hundreds of times a second, or fill the log with tracebacks. Read
here is Streamlit's own message (BackMsg), as of FITS; with any other version nothing is read and nothing refused.
"""

import asyncio
import logging
import time
from collections import Counter

import streamlit as st
from cachetools import TTLCache
from google.protobuf.message import DecodeError
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from serving import metrics
from serving.session import Session

FITS = "1.67."
LOG = logging.getLogger(__name__)

# what our pages send; the others are for whoever writes a Streamlit program, and act on all visitors or on its files
KINDS = {"rerun_script", "stop_script", "file_urls_request", "app_heartbeat"}
OPERATIONS = {"deferred_file", "dataframe_chunk"}

# No hand is faster; what comes faster waits, and the network holds back who sends it.
MESSAGES_AT_ONCE, MESSAGES_A_SECOND = 30, 5.0
MOST_DELAYED = 50
# An office behind one address is one visitor here. A proxy on this machine that names no visitors is not counted.
MOST_SESSIONS_OF_AN_ADDRESS = 100
SESSIONS_AT_ONCE, SESSIONS_A_SECOND = 100, 2.0
UPLOADS_AT_ONCE, UPLOADS_A_SECOND = 10, 1 / 60
THIS_MACHINE = ("127.0.0.1", "::1", "")

# codes of RFC 6455, section 7.4.1, and of its registry
PROTOCOL_ERROR, ONLY_BINARY, TOO_MUCH, TRY_LATER = 1002, 1003, 1008, 1013


class Budget:
    """So many at once, and so many a second after that."""

    def __init__(self, at_once: int, a_second: float) -> None:
        # a millionth of a second: sums of parts of seconds are not exact
        self._spacing, self._slack = 1 / a_second, (at_once - 1) / a_second + 1e-6
        self._due = 0.0

    def seconds_to_wait(self, now: float) -> float:
        """How long the one that comes now has to wait, 0 within the budget; it counts once it has waited."""
        due = max(self._due, now)
        wait = max(0.0, due - self._slack - now)
        self._due = due + self._spacing
        return wait

    def allows(self, now: float) -> bool:
        """Is one that comes now within the budget? One that is refused costs nothing."""
        is_within = max(self._due, now) - self._slack <= now
        if is_within:
            self.seconds_to_wait(now)
        return is_within


def kind_of_message(data: bytes) -> str | None:
    """What a browser asks: a kind of BackMsg, or the kind of its operation; None when it is no such message."""
    message = BackMsg()
    try:
        message.ParseFromString(data)
    except DecodeError:
        return None
    kind = message.WhichOneof("type")
    return message.backend_operation_request.WhichOneof("payload") if kind == "backend_operation_request" else kind


class SessionLimits:
    """Keeps each visitor's sessions, messages and uploads within their budgets."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._open: Counter[str] = Counter()
        self._arrivals: TTLCache[str, Budget] = TTLCache(10_000, ttl=600)
        self._uploads: TTLCache[str, Budget] = TTLCache(10_000, ttl=3600)
        self._fits = st.__version__.startswith(FITS)
        if not self._fits:
            LOG.warning("Streamlit is %s; limits of sessions fit %sx and are switched off.", st.__version__, FITS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is within the budgets."""
        if not self._fits or scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._session(scope, receive, send)
        elif scope["method"] == "PUT" and not self._may_upload(scope["path"]):
            await PlainTextResponse("Too many files. Try again in a minute.", 429)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = (scope.get("client") or ("",))[0]
        if not self._may_come(address):
            metrics.REFUSED.inc()
            await send({"type": "websocket.close", "code": TRY_LATER})
            return
        self._open[address] += 1
        metrics.SESSIONS.inc()
        session = _Budgeted(receive, send)
        try:
            await self.app(scope, session.receive, session.send)
        finally:
            metrics.SESSIONS.dec()
            self._open[address] -= 1
            if not self._open[address]:
                del self._open[address]

    def _may_come(self, address: str) -> bool:
        if address in THIS_MACHINE:
            return True
        arrivals = self._arrivals.setdefault(address, Budget(SESSIONS_AT_ONCE, SESSIONS_A_SECOND))
        return self._open[address] < MOST_SESSIONS_OF_AN_ADDRESS and arrivals.allows(time.monotonic())

    def _may_upload(self, path: str) -> bool:
        session = path.partition("upload_file/")[2].partition("/")[0]
        return self._uploads.setdefault(session, Budget(UPLOADS_AT_ONCE, UPLOADS_A_SECOND)).allows(time.monotonic())


class _Budgeted(Session):
    """A session that may say so much in so much time."""

    def __init__(self, receive: Receive, send: Send) -> None:
        super().__init__(receive, send)
        self._budget = Budget(MESSAGES_AT_ONCE, MESSAGES_A_SECOND)
        self._delayed = 0

    async def receive(self) -> Message:
        """The next message that Streamlit may hear."""
        while (message := await self._receive())["type"] == "websocket.receive":
            data = message.get("bytes")
            if data is None:
                return await self.end(ONLY_BINARY)
            kind = kind_of_message(data)
            if kind is None:
                return await self.end(PROTOCOL_ERROR)
            wait = self._budget.seconds_to_wait(time.monotonic())
            self._delayed = self._delayed + 1 if wait else 0
            if self._delayed > MOST_DELAYED:
                return await self.end(TOO_MUCH)
            await asyncio.sleep(wait)
            if kind in KINDS | OPERATIONS:
                return message
        return message
