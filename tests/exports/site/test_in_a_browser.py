"""A frozen edition opens from a folder: without a server, a request, or a script, and can be used by everybody."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from data_access.release.release import Release
from exports.site import edition, leaves
from exports.stories.subjects import subjects
from locales import translator
from tests.exports.site.conftest import DAY, LANGUAGES

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = ("index", "routes", "contents")
WIDTHS = (1440, 390)
SHEET = 703  # pixels of an A4 sheet between its margins
FEWEST_WORDS = 60  # of a sheet that is not the last
LONGER = """document.querySelectorAll("tbody").forEach((body) => {
    while (body.rows.length < 90) body.append(...[...body.rows].map((row) => row.cloneNode(true)));
})"""
RIGHT = "Math.max(...[...document.querySelectorAll('table')].map((one) => one.getBoundingClientRect().right))"


@pytest.fixture(scope="module")
def drawn(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of a few pages, drawn as they are."""
    folder = tmp_path_factory.mktemp("drawn") / "edition"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(leaves, "PAGES", {path: leaves.PAGES[path] for path in ("", "routes", "hotspots")})
        patch.setattr(leaves, "named_views", lambda page: [])
        patch.setattr(leaves, "names", list)
        patch.setattr(
            leaves,
            "subjects",
            lambda *asked: {code: name for code, name in subjects(*asked).items() if code == "AF-KAB"},
        )
        edition.make_site(folder, release, [translator(code) for code in LANGUAGES], DAY)
    return folder


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page()
    yield opened
    opened.close()


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("fa", "dark")])
def test_every_kind_of_page_can_be_used(drawn: Path, page: Page, language: str, theme: str) -> None:
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    for name in PAGES:
        page.set_viewport_size({"width": WIDTHS[0], "height": 900})
        page.goto((drawn / language / f"{name}.html").as_uri())
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (name, width)
            assert page.evaluate("[...document.fonts].some((font) => font.status === 'loaded')")
        violations = Axe().run(page, options={"preload": False}).response["violations"]
        assert [f"{one['id']}: {node['html'][:200]}" for one in violations for node in one["nodes"]] == [], name
        assert page.locator("main svg[role=img]").count() >= 2 or name == "contents"
    assert [url for url in asked if not url.startswith(("file://", "data:"))] == []
    assert said == []


def test_the_search_shortens_the_lists_in_any_language(drawn: Path, page: Page) -> None:
    for language, looked_for in (("en", "kabul"), ("en", "كابل"), ("fa", "Kabul"), ("fa", "کابل")):
        page.goto((drawn / language / "contents.html").as_uri())
        shown = page.locator("[data-find]:visible")
        before = shown.count()
        page.get_by_role("searchbox").fill(looked_for)
        assert 1 <= shown.count() < before
        assert "AF-KAB" in str(shown.first.inner_html())
        page.get_by_role("searchbox").fill("zzzz")
        assert shown.count() == 0 and page.get_by_role("status").inner_text()


def test_it_is_read_without_a_script(drawn: Path, browser: Browser) -> None:
    opened = browser.new_context(java_script_enabled=False).new_page()
    opened.goto((drawn / "en" / "index.html").as_uri())
    assert opened.locator("svg[role=img]:visible").count() > 2
    opened.locator("summary").first.click()
    assert opened.locator("tbody tr:visible").count() > 2
    opened.goto((drawn / "en" / "contents.html").as_uri())
    assert opened.locator("[data-find]:visible").count() > 20 and not opened.locator("form").is_visible()
    opened.context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_prints_on_full_sheets_and_nothing_is_cut(drawn: Path, page: Page, language: str) -> None:
    """Long tables go on over sheets, wide ones find room."""
    page.set_viewport_size({"width": SHEET, "height": 900})
    for name in ("index", "hotspots", "places/AF-KAB"):
        page.goto((drawn / language / f"{name}.html").as_uri())
        page.evaluate(LONGER)
        words = [len(one.extract_text().split()) for one in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
        assert min(words[:-1], default=FEWEST_WORDS) >= FEWEST_WORDS, (name, words)
        page.emulate_media(media="print")
        assert page.evaluate(RIGHT) <= SHEET, name
        page.emulate_media(media="screen")
