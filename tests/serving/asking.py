"""Requests and sessions that are put to a part of the server by hand, without a socket."""

import asyncio
import zlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from serving.page_shell import SECURITY_HEADERS


async def site(scope: Scope, receive: Receive, send: Send) -> None:
    """Stands in for Streamlit: answers every request with a file, and lives in a session until it is told its end."""
    if scope["type"] == "websocket":
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] == "websocket.receive":
            await send({"type": "websocket.send", "bytes": message["bytes"]})
    else:
        headers = [*scope.get("answers", ()), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2; Secure")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"content"})


def said(app: ASGIApp, path: str, *heard: Message, kind: str = "http", **scope: Any) -> list[Message]:
    """All that an application says to one request or session."""
    sent, left = [], [*heard, {"type": f"{kind}.disconnect"}]
    asked, _, query = path.partition("?")
    raw = [(name.encode(), value.encode()) for name, value in scope.pop("headers", {"host": "here:8501"}).items()]

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return left.pop(0)

    whole = {"type": kind, "method": "GET", "path": asked, "query_string": query.encode(), "headers": raw, **scope}
    # in a thread of its own: a browser test that ran before leaves an event loop in this one
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, app(whole, receive, send)).result()
    return sent


def answer_line(messages: list[Message]) -> str:
    """Status, headers and body of an answer in a line; long ones as a sum that changes with each letter."""
    first, *rest = messages
    body = b"".join(message.get("body", b"") for message in rest)
    headers = [(name.decode(), value.decode()) for name, value in first.get("headers", ())]
    usual = {(name.lower(), value) for name, value in SECURITY_HEADERS.items()}
    usual_here = {*usual, *((name, value) for name, value in headers if name == "content-length")}
    kept = [f"{name}: {_short(value)}" for name, value in headers if (name, value) not in usual_here]
    safe = "safe" if usual <= {*headers} else "not all headers are safe"
    return f"{first.get('status')} {safe if usual & {*headers} else ''} {kept} {_short(body.decode('latin-1'))}"


def _short(text: str) -> str:
    return text if len(text) < 120 else f"{zlib.crc32(text.encode()):x}"


def asks(**kind: Any) -> Message:
    return {"type": "websocket.receive", "bytes": BackMsg(**kind).SerializeToString()}
