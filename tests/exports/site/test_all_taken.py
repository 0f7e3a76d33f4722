"""Whom the dashboard sends to its frozen edition for want of room reads so there, and finds the way back."""

import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.end_to_end.conftest import PROJECT, free_port
from tests.waiting import wait_until_healthy

# a server that takes every visitor for one too many
WITHOUT_ROOM = "import serving.admission as a; a.MOST_SECONDS_TO_WAIT = -1; import serve; serve.main()"
SAID = {"en": "too many visitors", "fa": "بیش از حد"}


@pytest.mark.browser
@pytest.mark.slow
def test_who_is_sent_here_reads_why_and_finds_back(
    site: Path, address: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    port, log = free_port(), tmp_path / "log.txt"
    for name, value in (("FROZEN_EDITION", site), ("PORT", port), ("RELEASE_DATABASE_URL", address)):
        monkeypatch.setenv(name, str(value))
    with log.open("w") as output:
        server = subprocess.Popen([sys.executable, "-c", WITHOUT_ROOM], cwd=PROJECT, stdout=output, stderr=output)
    page = browser.new_page()
    try:
        root = f"http://127.0.0.1:{port}"
        wait_until_healthy(root, server, log)
        for language, said in SAID.items():
            page.goto(f"{root}/routes?lang={language}&years=2024")
            assert page.url == f"{root}/frozen/{language}/routes.html#all-taken"
            expect(page.locator("#all-taken")).to_contain_text(said)
            expect(page.locator("#all-taken")).to_be_visible()
            href = str(page.locator("#all-taken a").evaluate("link => link.href"))
            assert href == (f"{root}/routes" if language == "en" else f"{root}/routes?lang=fa")
            page.goto(f"{root}/frozen/{language}/routes.html")
            expect(page.locator("#all-taken")).to_be_hidden()
    finally:
        page.close()
        server.terminate()
        server.wait(20)
