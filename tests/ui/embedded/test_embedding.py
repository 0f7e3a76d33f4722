"""One figure in the page of somebody else: what it shows, and who may show it."""

import asyncio
import datetime
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

import serve
from exports.deck.deck import page_of
from exports.views import open_view
from figures.address.citation import Seen
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.worlds.releases import make_release, one_cell, open_release, region
from ui.embedded.allowed import why_not_framed
from ui.kit.figure_link import snippet

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("embedded"), region())


@pytest.fixture(autouse=True)
def embedded(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    monkeypatch.setattr(ContextProxy, "is_embedded", True)


def _visit(**query: str) -> AppTest:
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def _said(app: AppTest) -> str:
    return "\n".join(str(one.value) for kind in ("markdown", "caption", "info", "error") for one in app.get(kind))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_figure_alone_says_title_filters_source_date_margin_and_tag(language: str, address: str) -> None:
    release, t = open_release(address), translator(language)
    app = _visit(figure="trend", sex="female", lang=language)
    opened = open_view("/?sex=female", release, Paper(t, LIGHT))
    panel = next(one for one in opened.shown.panels if one.key == "trend")
    said = _said(app)
    for text in (panel.title, opened.view.sentence, sources.source_line(release, t), sources.panel_tag(release, t)):
        assert text and text in said
    assert panel.notes(release, t) in (None, *(one.value for one in app.caption))
    assert len(app.get("plotly_chart")) == 1
    assert not app.selectbox and not app.expander and not app.button


def test_without_a_key_it_is_the_first_figure_and_an_unknown_one_is_refused_in_words() -> None:
    assert len(_visit().get("plotly_chart")) == 1
    for query in ({"figure": "nothing"}, {"country": "ZZ"}, {"figure": "<b>x</b>"}):
        app = _visit(**query)
        assert [one.value for one in app.error] == [
            "This figure is not there any more, or the address of it is not whole."
        ]


def test_what_is_withheld_is_withheld(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", make_release(tmp_path, one_cell(people=2)))
    app = _visit(figure="trend")
    assert not app.get("plotly_chart")
    assert app.info


def test_what_a_page_writes_leads_to_the_figure_and_names_no_release(address: str) -> None:
    release = open_release(address)
    opened = open_view("/?sex=female", release, Paper(translator("en"), LIGHT))
    seen = Seen("https://d.example.org/?sex=female&release=1&lang=fa", datetime.date(2026, 11, 28))
    written = snippet(opened.shown.panels[0], release, seen)
    source = unescape(written.split('src="')[1].split('"')[0])
    expected = {"sex": ["female"], "lang": ["fa"], "embed": ["true"], "figure": [opened.shown.panels[0].key]}
    assert parse_qs(urlsplit(source).query) == expected
    assert open_view(source, release, Paper(translator("en"), LIGHT)).link.count("embed") == 0


def test_a_map_leaves_room_in_its_frame_for_what_must_stand_beside_it(address: str) -> None:
    release = open_release(address)
    seen = Seen("https://d.example.org/routes", datetime.date(2026, 11, 28))
    heights = {}
    for link, key in (("/routes", "routes"), ("/?sex=female", "trend")):
        panel = page_of(open_view(link, release, Paper(translator("en"), LIGHT)), key).panel
        assert panel is not None
        heights[key] = snippet(panel, release, seen).split('height="')[1].split('"')[0]
    assert heights == {"routes": "900", "trend": "640"}
    app = _visit(figure="places")
    assert "100vh - 28rem" in "".join(one.proto.body for one in app.get("html"))


def _policy(query: str, path: str = "/", status: int = 200) -> str:
    """What is said of frames in the answer to a request."""
    sent: list[Message] = []

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": status, "headers": []})

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, serve.Guard(site)(scope, receive, send)).result()
    headers = dict(sent[0]["headers"])
    return str(headers[b"content-security-policy"].decode().split("frame-ancestors ")[1])


def test_only_sites_that_are_named_show_a_figure_and_nobody_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _policy("embed=true") == _policy("") == "'none'"
    monkeypatch.setenv("FRAME_ANCESTORS", "https://example.org https://*.example.net")
    assert _policy("embed=true&figure=trend") == "https://example.org https://*.example.net"
    assert _policy("") == _policy("embed=false") == _policy("x=embed=true") == "'none'"
    # the last counts, as for the page
    assert _policy("embed=false&embed=true") == _policy("embed=true")
    assert _policy("embed=true&embed=false") == "'none'"


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/robots.txt", "/present", "/nothing", "/app/static/icon.png"])
def test_nothing_but_pages_with_figures_stands_in_a_frame(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", "https://example.org")
    assert _policy("embed=true", path) == "'none'"
    assert _policy("embed=true", "/routes") == "https://example.org"
    assert _policy("embed=true", "/routes", 503) == "'none'"


@pytest.mark.parametrize(
    "sites", ["*", "example.org", "https://a.org; script-src *", "javascript:x", "'self'", "https:"]
)
def test_what_is_no_site_is_refused_before_the_server_starts(sites: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", sites)
    assert "which is no site" in str(why_not_framed())


def test_a_restricted_dashboard_stands_in_no_other_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRAME_ANCESTORS", "https://example.org")
    assert why_not_framed() is None
    monkeypatch.setenv("ACCESS", "restricted")
    assert "restricted" in str(why_not_framed())


def test_a_release_that_was_withdrawn_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "retraction_notice", lambda release, t: "Wrong numbers.")
    assert [one.value for one in _visit(figure="trend").error] == ["Wrong numbers."]
