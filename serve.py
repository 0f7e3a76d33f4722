"""The production server: `python serve.py`, or `uvicorn serve:app` with one process.

Address: HOST and PORT (127.0.0.1 and 8501). PUBLIC_NAME is the host name that visitors use behind a proxy.
"""

import errno
import gc
import importlib
import logging
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config

PROJECT = Path(__file__).resolve().parent

# A hash in a file's name promises that its content never changes.
HASHED_NAME = re.compile(r"^/app/static/.+\.[0-9a-f]{8,}\.\w+$")

# Streamlit's own page holds one inline script; its styles (emotion) and Plotly's are inline too. Plotly's bundle
# needs no eval for the traces that we draw; Streamlit compiles WebAssembly for tables of Arrow data.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:",  # blob: Streamlit's own components (ui/viewport.py)
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # an address holds what a visitor filtered
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# What the first visitor would otherwise wait for.
WARM_UP = ["pandas", "plotly.graph_objects", "orjson", "sqlalchemy.dialects.sqlite", "babel", "locales"]


class Guard:
    """Adds the security and caching headers, and refuses websockets that another site opens."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" and not _is_same_origin(Headers(scope=scope)):
            # Streamlit would ask an outside service for its own address before it refuses; we refuse first.
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                if message["status"] in (200, 206, 304) and scope["path"].startswith("/app/static/"):
                    headers["Cache-Control"] = (
                        "public, max-age=31536000, immutable"
                        if HASHED_NAME.match(scope["path"])
                        else "public, max-age=3600"
                    )
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _is_same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


async def health(request: Request) -> PlainTextResponse:
    """Answer that the server runs."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Load what pages need, then take it out of the garbage collector's sight."""
    for module in WARM_UP:
        importlib.import_module(module)
    # Streamlit collects all garbage after every run of a page: with pandas and plotly loaded that costs
    # 170 ms each time, and 50 ms once they are frozen.
    gc.collect()
    gc.freeze()
    # uvicorn's log of requests holds addresses, and so what each visitor filtered
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    yield


if os.environ.get("PUBLIC_NAME"):
    config.set_option("server.allowedHosts", ["localhost", "127.0.0.1", os.environ["PUBLIC_NAME"]])

app = st.App(
    PROJECT / "dashboard.py",
    lifespan=lifespan,
    routes=[Route("/healthz", health)],
    middleware=[Middleware(Guard)],
)


def main() -> int:
    """Serve on HOST and PORT. Returns 1, with the reason on standard error, when the port cannot be had."""
    import uvicorn

    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8501"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        print(f"PORT is {port!r}; it must be a number from 1 to 65535.", file=sys.stderr)
        return 1
    if problem := _why_not(host, int(port)):
        print(problem, file=sys.stderr)
        return 1
    print(f"The dashboard is at http://{'localhost' if host == '127.0.0.1' else host}:{port} (stop it with Ctrl+C)")
    uvicorn.run(
        app,
        host=host,
        port=int(port),
        log_level="warning",
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_max_size=1_000_000,  # what a browser sends us is small
        ws_ping_interval=30,
        ws_ping_timeout=30,
        timeout_graceful_shutdown=5,
    )
    return 0


def _why_not(host: str, port: int) -> str | None:
    """Say why the server cannot listen there, or None when it can."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            return f"Port {port} is reserved for the system. Choose another one: PORT=8502 make run"
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return (
                    f"Port {port} is taken by another program. Stop that program, or choose another port: "
                    f"PORT={port + 1} make run"
                )
            return f"The server cannot listen on {host}: {error.strerror}."
    return None


if __name__ == "__main__":
    sys.exit(main())
