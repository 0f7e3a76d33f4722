"""What stands below a figure and beside the choices, as Streamlit is told to draw it: each call with all that it says.

RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

import csv
import io
from collections.abc import Callable
from datetime import date
from functools import partial
from types import TracebackType
from typing import Any

import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from exports import views
from figures.address.citation import Seen
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import memory
from locales import translator
from tests.exports.whole_results import hold
from tests.worlds.releases import open_release
from tests.worlds.uneven import make_uneven
from ui.kit import beside, downloads, figure_link, making
from ui.kit.page import Page
from ui.methods import panels as methods

pytestmark = pytest.mark.slow
EN = translator("en")


class _Drawn:
    """Stands in for Streamlit: writes down each call, and is whatever it is asked for."""

    def __init__(self, state: dict[str, Any]) -> None:
        self.session_state, self.calls = state, []  # type: ignore[var-annotated]
        self.wanted: list[Callable[[], Any]] = []

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def call(*said: Any, **how: Any) -> "_Drawn":
            if isinstance(how.get("data"), Callable):  # type: ignore[arg-type]
                self.wanted.append(how.pop("data"))
            told = {key: value for key, value in how.items() if not callable(value)}
            self.calls.append(f"{name} {[one for one in said if not isinstance(one, Release)]} {told}")
            return self

        return call

    def __enter__(self) -> "_Drawn":
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.calls.append("end")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_uneven(tmp_path_factory.mktemp("buttons")))


def test_what_is_drawn(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    state = {"beside": "PK", "path_of_the_page": "", "filters": Filters(),
             "written_addresses": [{"country": ["AF"], "with": ["PK"], "view": ["x"], "release": ["1"]}]}  # fmt: skip
    drawn = _Drawn(state)
    for module in (beside, downloads, figure_link):
        monkeypatch.setattr(module, "st", drawn)
    monkeypatch.setattr("streamlit.session_state", state)
    monkeypatch.setenv("FRAME_ANCESTORS", "https://paper.example")
    seen = Seen("https://here/?country=AF&release=1&years=2014-2024", date(2026, 1, 2))
    monkeypatch.setattr(downloads, "seen_here", lambda: seen)
    monkeypatch.setattr(figure_link, "copy_button", lambda *said: drawn.calls.append(f"copy {said[0]} {said[2]}"))
    files: list[making.Wanted] = []
    monkeypatch.setattr(downloads, "file_buttons", lambda key, wanted, *_more: files.extend(wanted))
    opened = views.open_view("/?country=AF", release, Paper(EN, LIGHT))
    page = Page(release, Paper(EN, LIGHT), Filters(country=("AF",)), "All", headline=drawn, row=drawn)  # type: ignore[arg-type]
    beside.draw_beside(page)
    beside.draw_carried_beside(page)
    for path in ("", "methods", "context", "hotspots"):
        state["path_of_the_page"] = path
        beside.draw_elsewhere(page)
    state["path_of_the_page"] = ""
    state["beside"] = None  # type: ignore[assignment]
    beside.draw_beside(page)
    beside.draw_carried_beside(page)
    for panel in opened.shown.panels[:3]:
        downloads.downloads(panel, opened.view, is_map=panel.key == "places")
        table = [*csv.reader(io.StringIO(drawn.wanted[0]().decode("utf-8-sig")))]
        drawn.calls += [*map(str, table[:4]), str(len(table)), str(drawn.wanted[1]()[:2])]
        drawn.wanted.clear()
    package = methods._package(release, EN)
    lines = [f"{one.key} | {one.label} | {one.file_name} | {one.mime} | {one.icon}" for one in (*files, package)]
    hold("clicks/buttons", [*drawn.calls, *lines])
    asked: list[Any] = []
    monkeypatch.setattr(downloads, "picture", lambda *said: asked.append(said) or b"picture")
    monkeypatch.setattr(downloads.answers, "shared_answers", lambda: memory(9))
    make = files[0].make
    assert isinstance(make, partial) and make.func is downloads._picture
    assert make() == b"picture" and (asked[0][1].key, *asked[0][2:]) == ("places", seen.day, "svg")


def test_a_panel_is_drawn_of_what_it_was_given(release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[Any] = []
    monkeypatch.setattr(Page, "show", lambda _page, panel, **how: shown.append((panel, how)))
    page = Page(release, Paper(EN, LIGHT), Filters(), "All", headline=None, row=None)  # type: ignore[arg-type]
    answer, draw, more = object(), object(), {"instead": 1, "on_select": 2, "switches": 3, "below": 4}
    page.panel("key", "Title", answer, draw, "In words", "A note", **more)  # type: ignore[arg-type]
    panel, how = shown[0]
    assert (panel.key, panel.title, panel.answer, panel.draw) == ("key", "Title", answer, draw)
    assert (panel.alt, panel.note, how) == ("In words", "A note", more)
