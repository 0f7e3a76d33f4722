"""To whom the server gives no session, a sentence is said, and the frozen edition is offered."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from serving.session_limits import MOST_SESSIONS_OF_AN_ADDRESS
from tests.end_to_end.conftest import serving
from tests.serving.browsing_by_hand import session
from tests.worlds.releases import WORLDS, make_release

SAID = {"en": "This page has not come yet", "fa": "این صفحه هنوز نیامده است"}
OFFICE = {"X-Forwarded-For": "192.0.2.7"}


@contextmanager
def _opened(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(extra_http_headers=OFFICE)
    yield context.new_page()
    context.close()


@pytest.mark.long
def test_who_comes_beyond_the_limit_reads_so_and_is_let_in_later(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FROZEN_EDITION", str(tmp_path))
    with serving(make_release(tmp_path, WORLDS["region"]()), tmp_path) as address, _opened(browser) as page:
        with ExitStack() as office:
            for _ in range(MOST_SESSIONS_OF_AN_ADDRESS):
                office.enter_context(session(address, OFFICE))
            for language, said in SAID.items():
                page.goto(f"{address}/?lang={language}")
                expect(page.locator("#no-page")).to_be_hidden()
                expect(page.locator("#no-page")).to_be_visible(timeout=20_000)
                expect(page.locator("#no-page")).to_contain_text(said)
                assert page.locator("#no-page a").get_attribute("href") == "./frozen/"
        expect(page.locator("h1")).to_be_visible(timeout=60_000)
        expect(page.locator("#no-page")).to_have_count(0)
