"""Back and Forward step through every switch of every page, one step each."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.visitor import Visitor
from tests.walks import walk

# page, and what is clicked there one after the other
STEPS = {
    "/routes": ["Provinces", "Whole ways"],
    "/": ["Taken from", "Exploited"],
    "/hotspots": ["Raw rate", "Clusters", "Borders: Gi*", "Gaps in services", "Hidden population"],
    "/recovery": ["Identified", "Province of origin"],
    "/programmes": ["One programme", "For a donor, to print"],
}


def _shown(page: Page) -> tuple[str, list[str]]:
    """What the page says, and which switches are on."""
    chosen = page.locator('[data-variant="segmented_control"][aria-checked="true"]').all_inner_texts()
    return page.locator("h1").inner_text(), chosen


def _switch(page: Page, name: str) -> None:
    page.locator('[data-variant="segmented_control"]').get_by_text(name, exact=True).first.click()


@pytest.mark.long
@pytest.mark.parametrize("path", walk(STEPS))
def test_back_and_forward_step_through_every_switch(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    length = page.evaluate("history.length")
    states = [(page.url, _shown(page))]
    for name in STEPS[path]:
        _switch(page, name)
        page.wait_for_url(lambda url, before=states[-1][0]: url != before)
        visitor.wait()
        states.append((page.url, _shown(page)))
    assert page.evaluate("history.length") == length + len(STEPS[path])
    for url, shown in reversed(states[:-1]):
        page.go_back()
        expect(page).to_have_url(url)
        visitor.wait()
        assert (page.url, _shown(page)) == (url, shown)
    for url, shown in states[1:]:
        page.go_forward()
        expect(page).to_have_url(url)
        visitor.wait()
        assert (page.url, _shown(page)) == (url, shown)


@pytest.mark.long
def test_another_page_and_another_language_are_one_step_each(visitor: Visitor) -> None:
    page = visitor.open("/?country=AF&sex=female")
    first, length = page.url, page.evaluate("history.length")
    page.get_by_role("link", name="Routes").click()
    page.wait_for_url(re.compile(r"/routes\?.*country=AF"))
    visitor.wait()
    second = page.url
    page.locator(".st-key-language_menu button").first.click()
    page.get_by_text("دری", exact=True).click()
    page.wait_for_url("**lang=fa*")
    visitor.wait()
    assert page.evaluate("history.length") == length + 2
    for url in (second, first):
        page.go_back()
        expect(page).to_have_url(url)
        visitor.wait()
        assert page.evaluate("document.documentElement.lang") == "en"
        assert page.url == url
