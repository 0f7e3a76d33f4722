"""A visitor asks where it is worse than expected, and what the hidden part is."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.end_to_end.visitor import PHONE, Visitor


@pytest.mark.long
def test_from_the_map_to_the_hidden_population(visitor: Visitor) -> None:
    page = visitor.open("/hotspots")
    assert page.locator(".st-key-panel_hotspot_map path.choroplethlayer, .st-key-panel_hotspot_map .geo").count() > 0
    page.get_by_text("Taken from", exact=True).click()
    page.wait_for_url("**view=smoothed-source*")
    visitor.wait()

    page.get_by_text("Clusters", exact=True).click()
    visitor.wait()
    page.get_by_text("Borders: local Moran", exact=True).click()
    page.wait_for_url("**view=cluster-source-moran*")
    visitor.wait()
    assert page.locator(".st-key-findings li").count() > 0

    page.get_by_text("Hidden population", exact=True).click()
    visitor.wait()
    assert page.locator("h1").inner_text().startswith("United Kingdom, 2013: 2,744 people on the lists")
    assert "view=hidden" in page.url
    serious = [found["id"] for found in Axe().run(page).response["violations"] if found["impact"] == "serious"]
    assert not serious


@pytest.mark.long
def test_a_shared_link_opens_its_view_on_a_phone(visitor: Visitor) -> None:
    page = visitor.open("/hotspots?view=gap&lang=fa", size=PHONE)
    assert "view=gap" in page.url
    assert page.locator(".st-key-panel_gap_map").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
