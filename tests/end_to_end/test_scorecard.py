"""The first screen of Programmes: high enough up, whole on a phone, opened by mouse and keyboard, read by everybody."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.end_to_end.visitor import DESKTOP, PHONE, Visitor
from tests.walks import walk

USAID = "combating-human-trafficking-in-afghanistan"
DEMONSTRATION = "demonstration-programme-a-children-return-home"
VIEWS = {
    "portfolio": "/programmes?",
    "with invented ones": "/programmes?view=invented",
    "of a donor": "/programmes?donor=USAID",
    "programme": f"/programmes?view=programme&programme={USAID}",
    "donor": f"/programmes?view=donor&programme={DEMONSTRATION}",
}

# what is cut off at a side, or lies upon another text; bars and what only a screen reader sees are no text
WRONG = """() => {
    const card = document.querySelector('.scorecard'), edge = card.getBoundingClientRect()
    const parts = [...card.querySelectorAll('th, td > div, small, a, .status, .tag, .head')]
        .filter(part => part.getClientRects().length && !part.closest('thead') && part.textContent.trim())
    const wide = parts.filter(part => {
        const place = part.getBoundingClientRect()
        return place.left < edge.left - 1 || place.right > edge.right + 1 || part.scrollWidth > part.clientWidth + 1
            && getComputedStyle(part).display !== 'inline'
    })
    const cells = [...card.querySelectorAll('tbody tr')].flatMap(row => {
        const places = [...row.children].map(cell => cell.getBoundingClientRect())
        return places.filter((place, n) => places.some((other, m) => m > n
            && Math.min(place.right, other.right) - Math.max(place.left, other.left) > 1
            && Math.min(place.bottom, other.bottom) - Math.max(place.top, other.top) > 1))
    })
    return {wide: wide.map(part => part.textContent), overlapping: cells.length}
}"""


def _top(page: Page) -> float:
    return float(page.evaluate("document.querySelector('.scorecard').getBoundingClientRect().top"))


# so that each view is seen in both sizes and in both languages
SEEN = [
    ("portfolio", DESKTOP, "en"), ("with invented ones", PHONE, "fa"), ("donor", PHONE, "en"),
    ("portfolio", PHONE, "fa"), ("with invented ones", DESKTOP, "en"), ("donor", DESKTOP, "fa"),
    ("of a donor", DESKTOP, "fa"), ("of a donor", PHONE, "en"),
    ("programme", DESKTOP, "en"), ("programme", PHONE, "fa"),
]  # fmt: skip


@pytest.mark.parametrize(("view", "size", "language"), walk(SEEN))
def test_the_scorecard_is_in_the_first_screen_whole_and_read_by_everybody(
    visitor: Visitor, view: str, size: tuple[int, int], language: str
) -> None:
    page = visitor.open(f"{VIEWS[view]}&lang={language}", size=size, dark=language == "fa")
    assert _top(page) <= (330 if size == DESKTOP else 560)
    assert page.evaluate(WRONG) == {"wide": [], "overlapping": 0}
    expect(page.locator(".scorecard")).not_to_contain_text(re.compile("None|nan"))
    violations = Axe().run(page).response["violations"]
    assert not [found for found in violations if found["impact"] in ("serious", "critical")]


@pytest.mark.long
def test_on_a_small_desktop_the_scorecard_is_in_the_first_screen(visitor: Visitor) -> None:
    page = visitor.open(VIEWS["with invented ones"], size=(1024, 768))
    assert _top(page) <= 400
    assert page.evaluate(WRONG) == {"wide": [], "overlapping": 0}


def test_a_click_on_a_row_or_the_keyboard_opens_its_programme_in_one_step(visitor: Visitor) -> None:
    page = visitor.open("/programmes")
    before, length = page.url, page.evaluate("history.length")
    row = page.locator(f'.scorecard [data-programme="{USAID}"]').first
    row.locator("td").nth(3).click()
    expect(page.locator("h1")).to_contain_text("Combating Human Trafficking in Afghanistan")
    visitor.wait()
    assert f"programme={USAID}" in page.url
    assert page.evaluate("history.length") == length + 1
    page.go_back()
    expect(page).to_have_url(before)
    visitor.wait()
    link = page.locator(".scorecard a").first
    link.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Combating Human Trafficking in Afghanistan")
    visitor.wait()
    assert len(page.context.pages) == 1, "in the same tab"


@pytest.mark.long
def test_the_switch_of_invented_examples_is_a_step_in_the_address(visitor: Visitor) -> None:
    page = visitor.open("/programmes")
    before = page.url
    expect(page.locator(".scorecard .tag")).to_have_count(0)
    page.get_by_text("Show invented examples").click()
    page.wait_for_url("**view=invented**")
    visitor.wait()
    assert page.locator(".scorecard .tag").count() > 5
    page.go_back()
    expect(page).to_have_url(before)
    visitor.wait()
    expect(page.locator(".scorecard .tag")).to_have_count(0)


@pytest.mark.long
def test_the_page_for_a_donor_uses_the_whole_width(visitor: Visitor) -> None:
    page = visitor.open(VIEWS["donor"])
    width = page.evaluate("document.querySelector('.scorecard').getBoundingClientRect().width")
    assert width > 0.9 * DESKTOP[0]
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight") < 5285
