"""The first screen of every page and named view: the figure begins early, all can be read, in English and in Dari."""

import os
import re
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, TimeoutError, expect

from tests.end_to_end.visitor import DESKTOP, DRAWN, PHONE, PROJECTOR, TABLET, Visitor
from tests.walks import walk
from ui.named_views import named_views

HIGHEST = {DESKTOP: 330, PROJECTOR: 330, TABLET: 560, PHONE: 560}  # pixels above the first figure
# a chart, what stands in its place, or what a page without one has first
FIGURE = ", ".join(
    [
        ".js-plotly-plot",
        ".scorecard",
        '[class*="st-key-contradiction_"]',
        ".st-key-panel_figures",
        '[class*="st-key-panel_"] [data-testid="stAlert"]',
        ".st-key-panel_promise",
        ".st-key-panel_latest",
        ".st-key-story_region",
    ]
)
TOP = f"Math.min(...[...document.querySelectorAll('{FIGURE}')].map(one => one.getBoundingClientRect().top))"
# words that reach beyond the screen or their chart, and words of a chart that lie upon each other
WRONG = """() => {
    const box = part => part.getBoundingClientRect()
    const seen = part => part.getClientRects().length && part.textContent.trim() && box(part).width > 2
    const all = (from, what) => [...from.querySelectorAll(what)].filter(seen)
    const main = document.querySelector('[data-testid="stMainBlockContainer"]')
    const beyond = all(main, 'h1, h2, h3, p, li').filter(part => !part.closest('.sr-only'))
        .filter(part => box(part).left < -1 || box(part).right > innerWidth + 1)
    const cut = [], overlapping = []
    for (const chart of main.querySelectorAll('.js-plotly-plot')) {
        const edge = box(chart)
        // names that are turned have boxes larger than they are
        const texts = all(chart, '.xtick text, .ytick text, .legendtext, .annotation-text')
            .filter(part => !/rotate\\((?!0)/.test(part.getAttribute('transform') || ''))
        cut.push(...texts.filter(part => box(part).left < edge.left - 2 || box(part).right > edge.right + 2))
        // numbers at the ends of bars, with the em space on both of their sides
        cut.push(...all(chart, '.scatterlayer .textpoint text')
            .filter(part => box(part).left < edge.left - 15 || box(part).right > edge.right + 15))
        texts.forEach((part, n) => texts.slice(n + 1).forEach(other => {
            const [one, two] = [box(part), box(other)]
            if (Math.min(one.right, two.right) - Math.max(one.left, two.left) > 2
                && Math.min(one.bottom, two.bottom) - Math.max(one.top, two.top) > 3)
                overlapping.push(`${part.textContent} / ${other.textContent}`)
        }))
        // a key stands above the lines of its chart
        const lines = [...chart.querySelectorAll('.gridlayer path')].map(part => box(part).top)
        overlapping.push(...all(chart, '.legendtext').filter(part => box(part).bottom > Math.min(...lines) + 3)
            .map(part => part.textContent))
    }
    return {beyond: beyond.map(part => part.textContent), cut: cut.map(part => part.textContent), overlapping}
}"""
# where the first of two letters stands beside the second: a sign before its number stands left, one after it right
STRANGE = r"""() => {
    const main = document.querySelector('[data-testid="stMain"]')
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    const strange = [], turned = []
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const text = node.textContent, holder = node.parentElement
        if (!holder.getClientRects().length || holder.closest('style, script, pre, code')) continue
        if (/[0-9]/.test(text) && !/[A-Za-zα-ω]/.test(text)) strange.push(text)
        for (const found of text.matchAll(/±[۰-۹]|[۰-۹]٪/g)) {
            const side = [0, 1].map(step => {
                const letter = document.createRange()
                letter.setStart(node, found.index + step)
                letter.setEnd(node, found.index + step + 1)
                const place = letter.getBoundingClientRect()
                return place.left + place.right
            })
            if (side[0] >= side[1]) turned.push(text)
        }
    }
    return {strange, turned}
}"""
# how wide a window is, one after the other in the same visit, whether it is dark, and its language
IN_ENGLISH = (DESKTOP, TABLET), False, "en"
IN_DARI = (PHONE, DESKTOP), True, "fa"
PAGES = [paths[0] for paths in named_views().values()]
# each page in one of two settings, then in the other
OF_PAGES = [(path, *(IN_ENGLISH, IN_DARI)[(place + turn) % 2]) for turn in (0, 1) for place, path in enumerate(PAGES)]
# each view in one of two settings
IN_ONE = [((DESKTOP,), False, "en"), ((PHONE,), True, "fa")]
NUMBERS = ["/hotspots?view=hidden", "/hotspots?view=gap"]
# what fills the screen is looked at in tests/end_to_end/present
VIEWS = [path for paths in named_views().values() for path in paths[1:] if "story=" not in path]
# every second one, in turns of two: each setting has views of each page
OF_VIEWS = [
    (path, *(IN_DARI if path in NUMBERS else IN_ONE[place % 2]))
    for place, path in enumerate(VIEWS)
    if path in NUMBERS or place // 2 % 2 == 0
]
# every address in every setting, an hour or more: WALK=1 asks for it
IN_ALL = [((DESKTOP, PROJECTOR, TABLET, PHONE), dark, language) for dark in (False, True) for language in ("en", "fa")]
if os.environ.get("WALK") == "1":
    OF_PAGES = [(path, *setting) for paths in named_views().values() for path in paths for setting in IN_ALL]
    PAGES, OF_VIEWS = OF_PAGES, []


def _wait_until(page: Page, condition: str) -> None:
    """Wait while the page is being drawn; what it looks like in the end is asserted after this."""
    with suppress(TimeoutError):
        page.wait_for_function(condition, timeout=10_000)


@pytest.mark.parametrize(
    ("path", "sizes", "dark", "language"),
    walk([*OF_PAGES, *OF_VIEWS], short=len(PAGES) // 2),
)
def test_a_page_begins_with_its_figure_and_can_be_read(
    visitor: Visitor, path: str, sizes: tuple[tuple[int, int], ...], dark: bool, language: str
) -> None:
    """In Dari also: digits of one kind, and each sign on one side of its number, in text and charts."""
    page = visitor.open(f"{path}{'&' if '?' in path else '?'}lang={language}", size=sizes[0], dark=dark)
    assert urlsplit(page.url).path == urlsplit(path).path
    assert page.locator("h1").count() == 1
    for size in sizes:
        if size != sizes[0]:
            page.set_viewport_size({"width": size[0], "height": size[1]})
            visitor.wait()
        page.wait_for_selector(FIGURE)
        page.wait_for_function(DRAWN)
        # a chart is drawn once more when the width of the window is known
        _wait_until(page, f"() => {TOP} <= {HIGHEST[size]}")
        assert page.evaluate(TOP) <= HIGHEST[size]
        _wait_until(page, f"() => Object.values(({WRONG})()).every(found => !found.length)")
        assert page.evaluate(WRONG) == {"beyond": [], "cut": [], "overlapping": []}
        if language == "fa":
            assert page.evaluate(STRANGE) == {"strange": [], "turned": []}
        violations = Axe().run(page).response["violations"]
        assert not [
            (found["id"], found["nodes"][0]["html"], found["nodes"][0]["failureSummary"])
            for found in violations
            if found["impact"] in ("serious", "critical")
        ]


def test_the_whole_map_of_the_overview_is_in_the_first_screen(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.wait_for_function(DRAWN)
    bottom = page.evaluate("document.querySelector('.st-key-figure_places .geo').getBoundingClientRect().bottom")
    assert bottom <= DESKTOP[1]
    # on a projector the same words are larger, and need more room
    page.set_viewport_size({"width": PROJECTOR[0], "height": PROJECTOR[1]})
    visitor.wait()
    _wait_until(page, f"() => Object.values(({WRONG})()).every(found => !found.length)")
    assert page.evaluate(WRONG) == {"beyond": [], "cut": [], "overlapping": []}


@pytest.mark.long
def test_what_is_invented_is_tagged_and_nothing_else(visitor: Visitor) -> None:
    page = visitor.open("/context")
    expect(page.locator(".st-key-panel_victim_rates h2").get_by_text("Invented")).to_be_visible()
    expect(page.locator(".st-key-panel_latest")).not_to_contain_text("Invented")
    expect(page.locator(".st-key-data_tag")).to_contain_text("Demonstration data")
    page = visitor.open("/hotspots?view=hidden")
    expect(page.get_by_role("heading", name=re.compile("^Who is on which lists"))).to_be_visible()
    expect(page.locator(".st-key-data_tag")).to_have_count(0)


@pytest.mark.long
def test_a_filter_of_another_page_is_said_and_taken_back(visitor: Visitor) -> None:
    page = visitor.open("/methods?sex=female")
    page.locator(".st-key-carried_sex").get_by_role("button").click()
    visitor.wait()
    expect(page.locator(".st-key-carried_sex")).to_have_count(0)
    assert "sex=" not in page.url


def test_the_keyboard_stops_at_nothing_empty_and_is_seen_on_pages(visitor: Visitor) -> None:
    page = visitor.open("/")
    assert (
        page.evaluate("""() => [...document.querySelectorAll('[data-testid="stMain"] a')]
        .filter(link => link.getClientRects().length && !link.innerText.trim()).length""")
        == 0
    )
    page.keyboard.press("Tab")
    for _press in range(12):
        if page.evaluate("document.activeElement.dataset.testid") == "stTopNavLink":
            break
        page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_menu_offers_visitors_what_is_theirs(visitor: Visitor) -> None:
    page = visitor.open("/methods")
    page.get_by_test_id("stMainMenu").locator("button").click()
    expect(page.get_by_text("Print", exact=True)).to_be_visible()
    expect(page.get_by_text("Record screen")).to_be_hidden()
    expect(page.get_by_text("Made with Streamlit")).to_be_hidden()


@pytest.mark.long
def test_a_place_is_found_by_the_keyboard_though_it_is_misspelled(visitor: Visitor) -> None:
    page = visitor.open("/methods?lang=fa")
    page.wait_for_selector(".st-key-search_key [data-testid=stBidiComponentIsolated]", state="attached")
    page.keyboard.press("/")
    field = page.locator('[class*="st-key-looked_for"] input')
    expect(field).to_be_focused()
    expect(page.locator(".found a").first).to_be_visible()  # a question
    page.keyboard.type("balochestan")
    found = page.locator(".found a").filter(has_text="بلوچستان").first
    expect(found).to_be_visible()
    before = page.url
    field.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**place=**")
    visitor.wait()
    assert "lang=fa" in page.url
    page.go_back()
    visitor.wait()
    assert page.url == before
