"""A server that is started again: what was chosen is still chosen, and nobody reads about Streamlit."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.conftest import serving
from tests.end_to_end.visitor import Visitor


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_restart_of_the_server_loses_nothing(
    browser: Browser, release_url: str, tmp_path: Path, language: str
) -> None:
    with serving(release_url, tmp_path) as address:
        visitor = Visitor(browser, address)
        page = visitor.open(f"/hotspots?country=AF&view=raw-source&lang={language}")
        url, title = page.url, page.locator("h1").inner_text()
        visitor.expect_no_server()
    lost = page.locator(".connection-lost")
    expect(lost).to_be_visible()
    assert "Streamlit" not in page.locator("body").inner_text()
    said = {"en": "The connection was lost.", "fa": "اتصال قطع شد."}
    expect(lost).to_contain_text(said[language])

    with serving(release_url, tmp_path, port=int(address.rsplit(":", 1)[1])):
        expect(lost).to_have_count(0, timeout=60_000)
        visitor.wait()
        assert (page.url, page.locator("h1").inner_text()) == (url, title)
        page.locator(".st-key-hotspot_measure button").nth(0).click()
        page.wait_for_url("**view=smoothed-source*")
        visitor.wait()
        assert "country=AF" in page.url
        visitor.close()
