"""A person at a browser, who notices every request and every error."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, WebSocket
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

PROJECT = Path(__file__).resolve().parents[2]
SCREENSHOTS = PROJECT / "test-results" / "screenshots"

DESKTOP = (1440, 900)
PHONE = (390, 844)
TABLET = (1024, 768)
PROJECTOR = (1920, 1080)

SETTLED = """() => {
    const app = document.querySelector('[data-testid="stApp"]');
    return app && app.dataset.testScriptState === 'notRunning'
        && app.dataset.testConnectionState === 'CONNECTED'
        && !document.querySelector('[data-stale="true"], [data-testid="stSkeleton"], [data-testid="stAppSkeleton"]');
}"""

# every chart has its lines, every map its land
DRAWN = """() => [...document.querySelectorAll('.js-plotly-plot')].every(chart => chart._fullLayout
    && chart.querySelector('.main-svg') && (!chart.querySelector('.geo') || chart.querySelector('.geo path')))"""

# what an event changes in the page is sent to the server by the second frame
NEXT_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


class Visitor:
    """One person at a browser. `requests` and `problems` hold what happened so far."""

    def __init__(
        self, browser: Browser, address: str, *, patience: int = 20, profile: BrowserContext | None = None
    ) -> None:
        """patience: how many seconds something may take.

        profile: whose scripts are read and compiled already, a third of what a page takes; by default new ones.
        """
        self.browser = browser
        self.profile = profile
        self.patience = patience
        self.address = address
        self.requests: list[str] = []
        self.problems: list[str] = []
        self._contexts: list[BrowserContext] = []
        self._pages: list[Page] = []
        self._sockets: dict[Page, WebSocket] = {}
        self._is_run_asked = False  # and has not ended
        self._is_run_begun = False
        self._is_server_expected = True
        self._notes: dict[Any, Callable[[Any], None]] = {
            "request": self._note_request,
            "console": self._note_console,
            "weberror": lambda error: self._note_script_error(str(error.error)),
        }

    def open(self, path: str = "/", *, size: tuple[int, int] = DESKTOP, dark: bool = False) -> Page:
        """Open a page of the dashboard in a browser that remembers nothing of others, and wait until it is complete."""
        context = self.profile or new_profile(self.browser)
        if context not in self._contexts:
            self._contexts.append(context)
            for event, note in self._notes.items():
                context.on(event, note)
        self.page = context.new_page()
        self._pages.append(self.page)
        self.page.set_default_timeout(1000 * self.patience)
        self.page.set_viewport_size({"width": size[0], "height": size[1]})
        self.page.emulate_media(color_scheme="dark" if dark else "light")
        self.page.on("websocket", self._note_websocket)
        return self.go(path)

    def go(self, path: str) -> Page:
        """Open another address in the same browser profile and wait until it is complete."""
        self.page.goto(self.address + path)
        self.wait()
        return self.page

    def wait(self) -> None:
        """Wait until Streamlit has finished its run and shown all of it."""
        self.page.wait_for_function(SETTLED)
        self.page.evaluate(NEXT_FRAMES)
        if self._is_run_asked:
            self._sockets[self.page].wait_for_event("framereceived", lambda _: not self._is_run_asked)
        self.page.wait_for_function(SETTLED)
        self.page.evaluate("document.fonts.ready")

    def expect_no_server(self) -> None:
        """From now on the server may be gone: what a browser says of that is no problem."""
        self._is_server_expected = False

    def screenshot(self, name: str, *, whole_page: bool = False) -> Path:
        """Save what is seen as test-results/screenshots/<name>.png."""
        path = SCREENSHOTS / f"{name}.png"
        self.page.screenshot(path=path, full_page=whole_page)
        return path

    def close(self) -> None:
        """Leave, and fail if a request left this machine or the console held an error."""
        for page in self._pages:
            if self.profile:
                page.evaluate("localStorage.clear()")
            page.close()
        for context in self._contexts:
            for event, note in self._notes.items():
                context.remove_listener(event, note)
            if context == self.profile:
                context.clear_cookies()
            else:
                context.close()
        outside = sorted({url for url in self.requests if not _is_local(url)})
        assert not outside, f"requests that leave this machine: {outside}"
        assert not self.problems, f"errors in the console: {self.problems}"

    def _note_script_error(self, error: str) -> None:
        # Plotly looks for the settings of a chart that Streamlit has taken away while it was being drawn, as when a
        # page is left or turned to a phone's width at once; nothing is missing from what is then shown
        if "typesetMath" not in error:
            self.problems.append(f"script error: {error}")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note_websocket(self, websocket: WebSocket) -> None:
        self.requests.append(websocket.url)
        self._sockets[self.page] = websocket
        self._is_run_asked = False
        websocket.on("framesent", self._note_sent)
        websocket.on("framereceived", self._note_received)

    def _note_sent(self, frame: str | bytes) -> None:
        if isinstance(frame, bytes) and BackMsg.FromString(frame).WhichOneof("type") == "rerun_script":
            self._is_run_asked, self._is_run_begun = True, False

    def _note_received(self, frame: str | bytes) -> None:
        kind = ForwardMsg.FromString(frame).WhichOneof("type") if isinstance(frame, bytes) else None
        if kind == "new_session":
            self._is_run_begun = True
        elif kind == "script_finished" and self._is_run_begun:
            self._is_run_asked = self._is_run_begun = False

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and self._is_server_expected:
            self.problems.append(f"{message.text} ({message.location.get('url')})")


def new_profile(browser: Browser) -> BrowserContext:
    """A browser that has seen nothing yet."""
    return browser.new_context(reduced_motion="reduce", locale="en-GB", accept_downloads=True)


def _is_local(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in ("data", "blob", "about") or parts.hostname in ("127.0.0.1", "localhost")
