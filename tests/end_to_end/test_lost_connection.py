"""A server that is started again: what was chosen is still chosen, and nobody reads about Streamlit."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.end_to_end.conftest import serving
from tests.end_to_end.visitor import Visitor

SAID = {"en": "The connection was lost.", "fa": "اتصال قطع شد."}
REFUSED = {"en": "The file was not made. Either too many", "fa": "فایل ساخته نشد. یا همین حالا"}
NO_CONNECTION = {"en": "The file was not made: the connection is lost.", "fa": "فایل ساخته نشد: اتصال قطع است."}


def _refuse_file(page: Page, said: str) -> None:
    """What Streamlit writes when a file fails is said in our words, until the next key."""
    page.evaluate("""() => {
        const error = document.createElement("div")
        error.dataset.testid = "stDownloadButtonError"
        error.textContent = "Failed to generate file for download"
        document.querySelector('[data-testid="stApp"]').append(error)
        setTimeout(() => error.remove(), 500)
    }""")
    refused = page.locator(".file-refused")
    expect(refused).to_contain_text(said)
    expect(page.get_by_text("Failed to generate")).to_be_hidden()
    expect(page.locator('[data-testid="stDownloadButtonError"]')).to_have_count(0)
    page.keyboard.press("Escape")
    expect(refused).to_have_count(0)


@pytest.mark.long
def test_a_restart_of_the_server_loses_nothing(browser: Browser, release_url: str, tmp_path: Path) -> None:
    visitors, seen = {}, {}
    with serving(release_url, tmp_path) as address:
        for language in SAID:
            visitors[language] = visitor = Visitor(browser, address)
            page = visitor.open(f"/hotspots?country=AF&view=raw-source&lang={language}")
            seen[language] = page.url, page.locator("h1").inner_text()
            _refuse_file(page, REFUSED[language])
            visitor.expect_no_server()
    for language, visitor in visitors.items():
        lost = visitor.page.locator(".connection-lost")
        expect(lost).to_be_visible()
        assert "Streamlit" not in visitor.page.locator("body").inner_text()
        expect(lost).to_contain_text(SAID[language])
        _refuse_file(visitor.page, NO_CONNECTION[language])

    with serving(release_url, tmp_path, port=int(address.rsplit(":", 1)[1])):
        for language, visitor in visitors.items():
            page = visitor.page
            expect(page.locator(".connection-lost")).to_have_count(0, timeout=60_000)
            visitor.wait()
            assert (page.url, page.locator("h1").inner_text()) == seen[language]
            page.locator(".st-key-hotspot_measure button").nth(0).click()
            page.wait_for_url("**view=smoothed-source*")
            visitor.wait()
            assert "country=AF" in page.url
            visitor.close()
