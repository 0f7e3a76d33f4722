"""The production server: `python serve.py`, or `uvicorn serve:app` with one process.

Address: HOST and PORT (127.0.0.1 and 8501). PUBLIC_NAME is the host name that visitors use behind a proxy.
"""

import errno
import gc
import gzip
import importlib
import logging
import mimetypes
import os
import re
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from exports.site.served import frozen_addresses, frozen_routes
from exports.views import PAGES
from locales import DEFAULT_LANGUAGE, LANGUAGES
from serving import metrics, sign_in
from serving.admission import instead_of_a_page
from serving.connections import ImpatientProtocol, raise_limit_of_descriptors
from serving.made_files import keep_made_files
from serving.message_batches import send_in_batches
from serving.page_shell import SECURITY_HEADERS, STREAMLIT_PAGE, base_path, page_shell, policy_of_frames
from serving.run_gate import RunGate, take_turns
from serving.session_limits import SessionLimits
from serving.transport import is_encrypted, only_encrypted, public_names, why_no_public_names
from ui.embedded.allowed import framing_sites, why_not_framed
from ui.outage.source import log_with_time, why_not_ready
from ui.outage.words import say_that_a_page_failed
from ui.shell.access import kind_of_release, why_not_open
from ui.shell.not_found import language_of, not_found_page
from ui.shell.pages import offered_pages

PROJECT = Path(__file__).resolve().parent

FOR_A_YEAR = "public, max-age=31536000, immutable"

# A hash in a file's name promises that its content never changes.
HASHED_NAME = re.compile(r"^/app/static/.+\.[0-9a-f]{8,}\.\w+$")


# What the first visitor would otherwise wait for.
WARM_UP = ["pandas", "plotly.graph_objects", "orjson", "sqlalchemy.dialects.sqlite", "babel", "locales"]


# Streamlit's scripts and styles, whose names change with their content
STREAMLIT_ASSET = re.compile(r"^/(static/(?:js|css)/[\w-][\w.-]*\.(?:js|css))$")


@cache
def compressed_asset(path: str) -> bytes | None:
    """One of Streamlit's scripts or styles, compressed once and kept; None when there is no such file.

    Streamlit sends them as they are: the first visit then takes 8 MB, and 3 MB with this.
    """
    file = STREAMLIT_PAGE.parent / path
    return gzip.compress(file.read_bytes(), 6) if file.is_file() else None


class Guard:
    """Adds the security and caching headers, compresses, and refuses websockets that another site opens."""

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
                if framing_sites() and message["status"] == 200 and is_figure(scope):
                    headers["Content-Security-Policy"] = policy_of_frames(framing_sites())
                if is_encrypted(scope):
                    only_encrypted(headers)
                if message["status"] in (200, 206, 304) and scope["path"].startswith("/app/static/"):
                    headers["Cache-Control"] = (
                        FOR_A_YEAR if HASHED_NAME.match(scope["path"]) else "public, max-age=3600"
                    )
            await send(message)

        await (await _compressed_answer(scope) or not_found(scope) or self.app)(scope, receive, send_with_headers)


def is_figure(scope: Scope) -> bool:
    """Is a figure alone asked for, which other pages may show?"""
    if f"{scope['path'].strip('/')}/".removeprefix(base_path()).strip("/") not in PAGES:
        return False
    asked = parse_qs(scope["query_string"].decode("latin-1"), max_num_fields=None).get("embed", [])
    return "true" in [value.lower() for value in asked[-1:]]


async def _compressed_answer(scope: Scope) -> Response | None:
    """The answer to a request for one of Streamlit's scripts or styles by a browser that reads gzip."""
    if (
        scope["type"] != "http"
        or scope["method"] != "GET"
        or "gzip" not in Headers(scope=scope).get("accept-encoding", "")
    ):
        return None
    asset = STREAMLIT_ASSET.match(scope["path"])
    if not asset or not (content := await run_in_threadpool(compressed_asset, asset[1])):
        return None
    kind = "text/css" if scope["path"].endswith(".css") else "text/javascript"
    keep = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding", "Cache-Control": FOR_A_YEAR}
    return Response(content, media_type=kind, headers=keep)


def _is_same_origin(headers: Headers) -> bool:
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


# What Streamlit answers to besides pages and files of its own, and what we add. What it counts is for nobody.
STREAMLIT_PARTS = ("health", "host-config", "stream", "upload_file/", "bidi-components/")
ADDRESSES = (
    *(f"_stcore/{part}" for part in STREAMLIT_PARTS),
    "media/",
    "component/",
    "app/static/",
    "healthz",
    "readyz",
    "robots.txt",
)
# to Streamlit's own, which answers in a public deployment as well, anybody could write a line into the log
OF_SIGN_IN = ("auth/", "oauth2callback")


@cache
def _streamlit_files() -> frozenset[str]:
    """The files that Streamlit serves as they are, but its page: an address that names it is a mistake."""
    folder = STREAMLIT_PAGE.parent
    return frozenset(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path != STREAMLIT_PAGE
    )


def not_found(scope: Scope) -> Response | None:
    """Our answer to an address at which there is nothing; Streamlit would show its page, with status 200."""
    if scope["type"] != "http":
        return None
    path = scope["path"].strip("/").removeprefix(base_path()) if "//" not in scope["path"] else scope["path"]
    known = ADDRESSES if kind_of_release() == "public" else ADDRESSES + OF_SIGN_IN
    if path in {url for _file, _title, url in offered_pages()} or path.startswith(known):
        return None
    if path in _streamlit_files() or f"{path}/".startswith(frozen_addresses()):
        return None
    request = Request(scope)
    language = language_of(request.query_params.get("lang"), request.headers.get("accept-language", ""))
    page = not_found_page(language, f"/{base_path()}")
    return HTMLResponse(page, status_code=404, headers={"Cache-Control": "no-store"})


ROBOTS = {
    # one view of each page is enough: every other is made anew for each who asks
    "public": "User-agent: *\nDisallow: /*?\nAllow: /\n",
    "restricted": "User-agent: *\nDisallow: /\n",
}


async def robots(request: Request) -> PlainTextResponse:
    """Tell search engines what they may read."""
    return PlainTextResponse(ROBOTS[kind_of_release()], headers={"Cache-Control": "public, max-age=3600"})


async def health(request: Request) -> PlainTextResponse:
    """Answer that the server runs."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


async def ready(request: Request) -> PlainTextResponse:
    """Answer whether the release can be read, whole and from its database; 503 with the reason when not."""
    reason = await run_in_threadpool(why_not_ready)
    keep = {"Cache-Control": "no-store"}
    return PlainTextResponse(reason or "ready", status_code=503 if reason else 200, headers=keep)


async def page(request: Request) -> Response:
    """Answer with the shell of a page, in the language of the address; where there is no room, with the way to the
    frozen edition."""
    language = request.query_params.get("lang", DEFAULT_LANGUAGE)
    language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    frozen = None if is_figure(request.scope) else instead_of_a_page(request, app.state.get("turns"), language)
    if frozen:
        return frozen
    shell = page_shell(language)
    return HTMLResponse(shell, headers={"Cache-Control": "no-cache"})


def _count_and_say_that_a_page_failed(error: Exception) -> bool:
    metrics.FAILED.inc()
    return say_that_a_page_failed(error)


class PageName(Convertor[str]):
    """The address of a page: nothing, or one word. Files have a dot, and Streamlit's own addresses a slash."""

    regex = "[a-z]*"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[dict[str, RunGate | None]]:
    """Load what pages need, then take it out of the garbage collector's sight: a collection that looks at pandas and
    plotly stops every page for 170 ms."""
    raise_limit_of_descriptors()
    turns = take_turns(metrics.count_run)
    send_in_batches()
    metrics.serve_metrics()
    keep_made_files()
    for module in WARM_UP:
        importlib.import_module(module)
    gc.collect()
    gc.freeze()
    # uvicorn's log of requests holds addresses, and so what each visitor filtered
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    logging.getLogger("streamlit.error_util").disabled = True  # ours says where it failed, and not what was chosen
    log_with_time()
    yield {"turns": turns}


if (
    refusal := why_not_open() or why_no_public_names() or why_not_framed() or metrics.why_no_metrics()
):  # here, so that `uvicorn serve:app` refuses as well
    sys.exit(refusal)

if public_names():
    config.set_option("server.allowedHosts", ["localhost", "127.0.0.1", *public_names()])

# Streamlit would take pages/ for its older kind of multi-page app until the first visitor has run dashboard.py, and
# run a page without it: without its header, and without sign-in.
PagesManager.uses_pages_directory = False

mimetypes.add_type("application/geo+json", ".geojson")
register_url_convertor("page", PageName())
app = st.App(
    PROJECT / "dashboard.py",
    lifespan=lifespan,
    on_script_error=_count_and_say_that_a_page_failed,
    routes=[
        Route("/healthz", health),
        Route("/readyz", ready),
        Route("/robots.txt", robots),
        *sign_in.routes(),
        *frozen_routes(),
        Route("/{name:page}", page),
        # Streamlit sends static files as they are; boundaries shrink to a third
        Mount("/app/static/boundaries", app=GZipMiddleware(StaticFiles(directory=PROJECT / "static" / "boundaries"))),
    ],
    middleware=[Middleware(Guard), Middleware(SessionLimits), Middleware(sign_in.OnlySignedIn)],
)


def main() -> int:
    """Serve on HOST and PORT. Returns 1, with the reason on standard error, when the port cannot be had."""
    # a sign-in's cookies may be long; what is over 8 kB would be dropped without a word. Before websockets is loaded
    os.environ.setdefault("WEBSOCKETS_MAX_LINE_LENGTH", "65536")
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
        http=ImpatientProtocol,
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
