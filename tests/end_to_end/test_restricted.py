"""The restricted dashboard: nothing before a sign-in, exact counts after, and a record of what was seen."""

import csv
import json
import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import func, make_url, select

from data_access.cases import schema
from data_access.database import open_database
from data_access.publishing.coding import PUBLISHABLE
from data_access.release.release import Release
from data_access.release.release_database import active_release_id
from tests.end_to_end.conftest import free_port
from tests.end_to_end.identity_provider import IdentityProvider, running_provider
from tests.end_to_end.visitor import PHONE, PROJECT, Visitor
from tests.serving.restricted_server import environment_of, restricted_server
from tests.walks import walk

WORDS = "Restricted: exact counts. Do not pass on, copy or photograph."
NO_SIGN_IN = "ACCESS=restricted shows exact counts, so people must sign in."


@dataclass
class Restricted:
    """A restricted deployment: its address, release, access log and provider, and how many people it counts."""

    address: str
    release: Release
    log: Path
    provider: IdentityProvider
    people: int

    def views(self) -> list[dict[str, object]]:
        """The lines of the access log."""
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@pytest.fixture(scope="module")
def restricted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Restricted]:
    folder = tmp_path_factory.mktemp("restricted")
    databases = {
        "CASE_DATABASE_URL": f"sqlite:///{folder / 'cases.db'}",
        "RESTRICTED_RELEASE_DATABASE_URL": f"sqlite:///{folder / 'restricted.db'}",
    }
    for arguments in (["demo", "--cases", "1500"], ["publish", "--kind", "restricted"]):
        command = [sys.executable, "-m", "data_access", *arguments]
        result = subprocess.run(
            command, cwd=PROJECT, env={**os.environ, **databases}, capture_output=True, text=True, timeout=120
        )
        assert result.returncode == 0, result.stderr
    with open_database(make_url(databases.pop("CASE_DATABASE_URL"))).connect() as connection:
        people = connection.scalar(select(func.count()).select_from(schema.case).where(PUBLISHABLE))
    url = databases["RESTRICTED_RELEASE_DATABASE_URL"]
    with running_provider() as provider, restricted_server(folder, url, provider) as served:
        releases = open_database(make_url(url), read_only=True)
        release = Release(releases, active_release_id(releases, "restricted"))
        yield Restricted(served.address, release, served.access_log, provider, int(people or 0))


@pytest.fixture
def analyst(browser: Browser, restricted: Restricted) -> Iterator[Visitor]:
    restricted.log.unlink(missing_ok=True)
    restricted.provider.forget()
    person = Visitor(browser, restricted.address)
    yield person
    person.close()


def _received(page: Page) -> list[str]:
    """What the server sends to the page over websockets from now on, as text."""
    frames: list[str] = []

    def note(payload: str | bytes) -> None:
        frames.append(payload if isinstance(payload, str) else payload.decode("utf-8", "replace"))

    page.on("websocket", lambda socket: socket.on("framereceived", note))
    return frames


def _sign_in(analyst: Visitor) -> None:
    analyst.page.get_by_role("button", name="Sign in").click()
    analyst.page.get_by_text(WORDS).first.wait_for()
    analyst.wait()


def _goes_to(analyst: Visitor, path: str) -> Page:
    analyst.page.goto(analyst.address + path)
    analyst.wait()
    return analyst.page


@pytest.mark.long
def test_an_analyst_signs_in_looks_and_leaves(analyst: Visitor, restricted: Restricted) -> None:
    page = analyst.open("/")
    frames = _received(page)
    page.reload()
    analyst.wait()
    total = f"{restricted.people:,}"
    traces = (total, "Synthetic demonstration data", "Kabul")

    analyst.screenshot("restricted-sign-in")
    assert page.get_by_role("heading").all_inner_texts() == ["Sign in to the restricted dashboard"]
    assert [button for button in page.get_by_role("button").all_inner_texts() if button] == ["Sign in"]
    assert page.get_by_role("link", name="Routes").count() == 0
    before = " ".join(frames)
    assert "Sign in to the restricted dashboard" in before
    assert [trace for trace in traces if trace in before + page.content()] == []
    assert not restricted.log.exists()

    frames.clear()
    _sign_in(analyst)
    after = " ".join(frames)
    assert [trace for trace in traces if trace not in after] == [], "the test would not notice data before the sign-in"
    assert total in page.locator("h1").inner_text()
    assert "±" not in page.locator("h1").inner_text()
    analyst.screenshot("restricted-overview")

    page.get_by_text("Table, file and source").nth(1).click()
    analyst.wait()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download CSV").first.click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8-sig").splitlines()))
    assert sum(int(row["count"]) for row in rows) == restricted.people
    assert {float(row["standard_error"]) for row in rows} == {0.0}
    assert all(row["source"].startswith(WORDS) for row in rows)

    paths = [path.stem for path in sorted((PROJECT / "pages").glob("*.py")) if path.stem != "overview"]
    for path in paths:
        _goes_to(analyst, f"/{path}")
        assert page.get_by_text(WORDS).first.is_visible(), path

    _goes_to(analyst, "/routes?years=2020-2022&sex=female&note=%0A%7B%22who%22%3A+%22nobody%22%7D%E2%80%A8x")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("Sign in to the restricted dashboard").wait_for()
    frames.clear()
    analyst.open("/routes")
    _goes_to(analyst, "/routes")
    assert analyst.page.get_by_role("heading").all_inner_texts() == ["Sign in to the restricted dashboard"]

    views = restricted.views()
    assert {tuple(view) for view in views} == {("when", "who", "account", "action", "name", "page", "choices")}
    assert {(view["who"], view["account"]) for view in views} == {("analyst@ministry.example", "analyst-7")}
    assert all(str(view["when"]).endswith("+00:00") for view in views)
    actions = [(view["action"], view["name"]) for view in views if view["action"] != "view"]
    assert actions[0] == ("sign-in", "")
    assert actions[1][0] == "table"
    assert actions[2] == ("download", f"{actions[1][1].removeprefix('table_')}_release_{restricted.release.id}.csv")
    assert [name for action, name in actions[3:-1] if action != "table"] == []
    assert actions[-1] == ("sign-out", "")
    seen = list(dict.fromkeys(str(view["page"]) for view in views if view["page"]))
    assert seen == ["overview", *paths, *(["routes"] if "routes" not in paths else [])]
    asked = next(view["choices"] for view in views if "note" in dict(view["choices"]))
    assert asked["note"] == ['\n{"who": "nobody"}\u2028x']
    assert asked["years"] == ["2020-2022"]
    assert stat.S_IMODE(restricted.log.stat().st_mode) == 0o600
    assert total not in restricted.log.read_text()


def test_the_restricted_release_is_exact_and_finer(restricted: Restricted) -> None:
    ages = restricted.release.counts(("province", "age_band"), {})
    shown = ages[ages["state"] == "count"]
    assert shown["count"].sum() == restricted.people
    assert shown["count"].between(1, 9).any()
    assert set(ages["state"]) == {"count", "none"}
    assert set(ages["standard_error"].dropna()) == {0.0}
    for question in (("province", "sex", "form"), ("province", "means"), ("from_province", "to_province", "sex")):
        assert restricted.release.covers(("year", *question), {}), question


@pytest.mark.long
def test_what_cannot_be_recorded_is_not_shown(analyst: Visitor, restricted: Restricted) -> None:
    page = analyst.open("/", size=PHONE)
    _sign_in(analyst)
    restricted.log.unlink()
    restricted.log.mkdir()  # a folder in its place cannot be written to
    try:
        frames = _received(page)
        page.reload()
        page.get_by_text("This view could not be recorded").wait_for()
        assert page.get_by_role("heading").count() == 0
        assert f"{restricted.people:,}" not in " ".join(frames) + page.content()
        analyst.screenshot("restricted-unrecorded-phone")
    finally:
        restricted.log.rmdir()


@pytest.mark.long
def test_a_sign_in_of_yesterday_is_over(analyst: Visitor, restricted: Restricted) -> None:
    restricted.provider.issued_at = int(time.time()) - 13 * 3600
    page = analyst.open("/")
    with page.expect_request("**/oauth2callback?*"):
        page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(restricted.address + "/")
    analyst.wait()
    assert "_streamlit_user" in {cookie["name"] for cookie in page.context.cookies()}
    assert page.get_by_role("heading").all_inner_texts() == ["Sign in to the restricted dashboard"]


@pytest.mark.parametrize(
    ("settings", "reason"),
    walk(
        [
            ({}, f"{NO_SIGN_IN} Set redirect_uri, cookie_secret, client_id"),
            ({"ACCESS": "restrcted"}, "ACCESS is 'restrcted'; it must be written public or restricted"),
            (
                {"ACCESS": "public", "RELEASE_DATABASE_URL": "sqlite:///var/restricted_releases.db"},
                "RELEASE_DATABASE_URL and RESTRICTED_RELEASE_DATABASE_URL name the same database",
            ),
        ]
    ),
    ids=["no sign-in", "misspelt", "same database"],
)
def test_the_server_does_not_start(tmp_path: Path, settings: dict[str, str], reason: str) -> None:
    environment = environment_of(tmp_path, **{"PORT": str(free_port()), **settings})
    result = subprocess.run(
        [sys.executable, "serve.py"], cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 1
    assert result.stderr.startswith(reason)
    assert "Traceback" not in result.stderr


@pytest.mark.long
def test_uvicorn_does_not_start_it_either(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "uvicorn", "serve:app", "--port", str(free_port())]
    result = subprocess.run(
        command, cwd=PROJECT, env=environment_of(tmp_path), capture_output=True, text=True, timeout=60
    )
    assert result.returncode == 1
    assert result.stderr.startswith(NO_SIGN_IN)
    assert "Traceback" not in result.stderr
