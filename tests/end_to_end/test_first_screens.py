"""The first screen of every page and named view: the figure begins early, and in every window there is one."""

import re

import pytest
from playwright.sync_api import expect

from tests.end_to_end.visitor import DESKTOP, DRAWN, PHONE, TABLET, Visitor
from ui.routes.choices import SAVED

HIGHEST = {DESKTOP: 330, TABLET: 560, PHONE: 560}  # pixels above the first figure
PAGES = ["/", "/routes", "/hotspots", "/recovery", "/context", "/methods"]
VIEWS = [
    "/?view=source",
    "/?country=AF&sex=female&age=child",
    *(f"/routes?{view.address}" for view in SAVED),
    "/routes?view=periods",
    "/hotspots?view=cluster-time",
    "/hotspots?view=hidden",
    "/hotspots?view=hidden-police-ngo-hotline",
    "/hotspots?view=gap",
    "/recovery?place=AF-HER&sex=male&age=child",
]
# a chart, what stands in its place, or what a page without one has first
FIGURE = ", ".join(
    [
        ".js-plotly-plot",
        '[class*="st-key-panel_"] [data-testid="stAlert"]',
        ".st-key-panel_promise",
        ".st-key-panel_latest",
    ]
)
TOP = f"Math.min(...[...document.querySelectorAll('{FIGURE}')].map(one => one.getBoundingClientRect().top))"


def _top(visitor: Visitor, path: str, size: tuple[int, int]) -> float:
    page = visitor.open(path, size=size)
    visitor.wait()
    page.wait_for_function(DRAWN)
    return float(page.evaluate(TOP))


@pytest.mark.parametrize("size", HIGHEST, ids=["desktop", "tablet", "phone"])
@pytest.mark.parametrize("path", [*PAGES, *(pytest.param(path, marks=pytest.mark.long) for path in VIEWS)])
def test_the_figure_begins_early(visitor: Visitor, path: str, size: tuple[int, int]) -> None:
    assert _top(visitor, path, size) <= HIGHEST[size]


def test_the_whole_map_of_the_overview_is_in_the_first_screen(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.wait_for_function(DRAWN)
    bottom = page.evaluate("document.querySelector('.st-key-figure_places .geo').getBoundingClientRect().bottom")
    assert bottom <= DESKTOP[1]


def test_what_is_invented_is_tagged_and_nothing_else(visitor: Visitor) -> None:
    page = visitor.open("/context")
    expect(page.locator(".st-key-panel_victim_rates h2").get_by_text("Invented")).to_be_visible()
    expect(page.locator(".st-key-panel_latest")).not_to_contain_text("Invented")
    expect(page.locator(".st-key-data_tag")).to_contain_text("Demonstration data")
    page = visitor.open("/hotspots?view=hidden")
    expect(page.get_by_role("heading", name=re.compile("^Who is on which lists"))).to_be_visible()
    expect(page.locator(".st-key-data_tag")).to_have_count(0)


def test_a_filter_of_another_page_is_said_and_taken_back(visitor: Visitor) -> None:
    page = visitor.open("/methods?sex=female")
    page.locator(".st-key-carried_sex button").click()
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
