"""A visitor opens the dashboard for the first time."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.end_to_end.visitor import DESKTOP, PHONE, Visitor
from tests.walks import walk

SERIOUS = ("serious", "critical")


@pytest.mark.parametrize(("language", "size"), walk([("fa", PHONE), ("en", DESKTOP), ("en", PHONE), ("fa", DESKTOP)]))
def test_first_page_opens(visitor: Visitor, language: str, size: tuple[int, int]) -> None:
    page = visitor.open(f"/?lang={language}", size=size)

    assert page.locator("h1").count() == 1
    assert page.evaluate("document.documentElement.lang") == language
    assert page.evaluate("getComputedStyle(document.body).direction") == ("rtl" if language == "fa" else "ltr")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
    visitor.screenshot(f"overview-{language}-{size[0]}")
    if language == "fa":
        loaded = page.evaluate("[...document.fonts].filter(font => font.status === 'loaded').map(font => font.family)")
        assert "Vazirmatn" in {family.strip("\"'") for family in loaded}, "the fonts are ours"


@pytest.mark.long
@pytest.mark.parametrize("path", ["/", "/routes"])
@pytest.mark.parametrize(("language", "dark"), [("en", True), ("fa", False)])
def test_a_page_is_accessible(visitor: Visitor, path: str, language: str, dark: bool) -> None:
    """In the colours in which test_first_screens does not look at its language."""
    page = visitor.open(f"{path}?lang={language}", dark=dark)

    violations = Axe().run(page).response["violations"]
    serious = [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in violations
        if violation["impact"] in SERIOUS
        for node in violation["nodes"]
    ]
    assert not serious
    assert page.locator("h1").count() == 1


def test_a_request_that_leaves_is_noticed(browser: Browser, server: str) -> None:
    visitor = Visitor(browser, server)
    visitor.open().evaluate("fetch('https://example.org/').catch(() => 0)")

    with pytest.raises(AssertionError, match=r"example\.org"):
        visitor.close()
