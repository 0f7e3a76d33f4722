"""Who may open what: the words of ACCESS, sign-in, addresses, and the record of views."""

import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import streamlit as st
from sqlalchemy import make_url
from streamlit.testing.v1 import AppTest

from data_access.database import open_database
from data_access.errors import DatabaseUnavailable
from data_access.publishing import publish
from data_access.release.release_database import active_release_id
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import DENOMINATORS, WORKLOAD
from tests.worlds.releases import restricted_release
from ui.outage.source import why_not_ready
from ui.shell import access

PROJECT = Path(__file__).resolve().parents[3]
SIGN_IN = {
    "redirect_uri": "https://dashboard.example/oauth2callback",
    "cookie_secret": "0123456789abcdef0123456789abcdef",
    "client_id": "dashboard",
    "client_secret": "secret",
    "server_metadata_url": "https://login.example/.well-known/openid-configuration",
}


def _set_sign_in(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str]) -> None:
    monkeypatch.setattr(st, "secrets", SimpleNamespace(to_dict=lambda: {"auth": settings}))


@pytest.fixture(autouse=True)
def deployment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A restricted deployment with nothing wrong, in a folder of its own."""
    monkeypatch.setenv("ACCESS", "restricted")
    monkeypatch.setenv("ACCESS_LOG", str(tmp_path / "logs" / "access.log"))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'releases.db'}")
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", f"sqlite:///{tmp_path / 'restricted.db'}")
    monkeypatch.setenv("ADMITTED", "anybody")
    _set_sign_in(monkeypatch, SIGN_IN)
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def test_a_whole_restricted_deployment_opens() -> None:
    assert access.why_not_open() is None
    assert access.kind_of_release() == "restricted"


@pytest.mark.parametrize("word", ["Restricted ", "RESTRICTED", "restrcted", "Public", "yes", "0", " "])
def test_an_unknown_word_opens_nothing(monkeypatch: pytest.MonkeyPatch, word: str) -> None:
    monkeypatch.setenv("ACCESS", word)
    assert access.why_not_open() == f"ACCESS is {word!r}; it must be written public or restricted, in small letters."
    assert access.kind_of_release() == "public"
    assert not access.is_admitted()


@pytest.mark.parametrize("word", ["", "public", None])
def test_public_is_what_is_meant_when_nothing_is_said(monkeypatch: pytest.MonkeyPatch, word: str | None) -> None:
    monkeypatch.delenv("ACCESS")
    if word is not None:
        monkeypatch.setenv("ACCESS", word)
    assert access.why_not_open() is None
    assert access.kind_of_release() == "public"
    assert access.is_admitted()


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"client_secret": ""}, "Set client_secret under [auth]"),
        ({"cookie_secret": "", "client_id": ""}, "Set cookie_secret, client_id under [auth]"),
        ({"cookie_secret": "change me"}, "The cookie_secret must be random and have at least 32 letters."),
        ({"redirect_uri": "http://dashboard.example/oauth2callback"}, "The redirect_uri must begin with https://"),
    ],
)
def test_nobody_enters_without_a_safe_sign_in(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], reason: str
) -> None:
    _set_sign_in(monkeypatch, {**SIGN_IN, **changes})
    problem = access.why_not_open()
    assert problem is not None
    assert problem.startswith(f"ACCESS=restricted shows exact counts, so people must sign in. {reason}")


@pytest.mark.parametrize("admitted", ["", " ; ", "roles", "=analyst", "email=@", "analyst@ministry.example"])
def test_who_may_enter_has_to_be_said(monkeypatch: pytest.MonkeyPatch, admitted: str) -> None:
    monkeypatch.setenv("ADMITTED", admitted)
    problem = access.why_not_open() or ""
    assert problem.startswith("ACCESS=restricted shows exact counts to those who are named. ")
    assert "ADMITTED" in problem


def test_who_is_no_longer_admitted_is_out(monkeypatch: pytest.MonkeyPatch) -> None:
    person = _person(sub="7", iat=time.time(), signed_in_at=time.time(), admitted_by=["roles=analyst"])
    monkeypatch.setattr(st, "user", person)
    monkeypatch.setenv("ADMITTED", "roles=analyst; roles=minister")
    assert access.is_admitted()
    monkeypatch.setenv("ADMITTED", "roles=minister")
    assert not access.is_admitted()


def test_a_restricted_deployment_needs_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RESTRICTED_RELEASE_DATABASE_URL")
    assert "needs RESTRICTED_RELEASE_DATABASE_URL" in (access.why_not_open() or "")


@pytest.mark.parametrize("kind", ["public", "restricted"])
@pytest.mark.parametrize(
    ("public", "restricted"),
    [
        ("sqlite:////data/releases.db", "sqlite:////data/../data/releases.db"),
        ("sqlite:///var/restricted_releases.db", ""),
        ("", "sqlite:///var/releases.db"),
        ("postgresql://reader@db/releases", "postgresql+psycopg://analyst:secret@db/releases"),
    ],
)
def test_one_database_is_never_both(monkeypatch: pytest.MonkeyPatch, kind: str, public: str, restricted: str) -> None:
    monkeypatch.setenv("ACCESS", kind)
    monkeypatch.setenv("RELEASE_DATABASE_URL", public)
    monkeypatch.setenv("RESTRICTED_RELEASE_DATABASE_URL", restricted)
    assert "name the same database; they must be two" in (access.why_not_open() or "")


def _dashboard() -> AppTest:
    return AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30).run()


@pytest.mark.slow
def test_a_public_dashboard_does_not_open_a_restricted_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = restricted_release(tmp_path)
    with pytest.raises(DatabaseUnavailable, match="RELEASE_DATABASE_URL names a database of restricted releases"):
        active_release_id(open_database(make_url(url), read_only=True))
    monkeypatch.setenv("ACCESS", "public")
    app = _dashboard()
    assert [title.value for title in app.title] == ["The published numbers cannot be shown just now"]
    assert not app.caption  # the reason is for those who run it
    assert why_not_ready() == "RELEASE_DATABASE_URL names a database of restricted releases."


@pytest.mark.slow
def test_streamlit_run_shows_the_reason_and_nothing_else(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    restricted_release(tmp_path)
    _set_sign_in(monkeypatch, {})
    app = _dashboard()
    assert [element.type for element in app.main if element.type != "html"] == ["main", "title", "error"]
    assert app.error[0].value.startswith("ACCESS=restricted shows exact counts, so people must sign in. Set ")


def _person(**claims: object) -> dict[str, object]:
    return {"is_logged_in": True, **claims}


@pytest.mark.parametrize(
    ("hours", "admitted"), [(0, True), (11.9, True), (12.1, False), (None, False), ("soon", False)]
)
def test_a_sign_in_lasts_twelve_hours(monkeypatch: pytest.MonkeyPatch, hours: float | None, admitted: bool) -> None:
    monkeypatch.setattr(time, "time", lambda: 1_000_000.0)
    signed_in_at = 1_000_000 - hours * 3600 if isinstance(hours, int | float) else hours
    monkeypatch.setattr(st, "user", _person(sub="7", email="analyst@ministry.example", iat=signed_in_at))
    assert access.is_admitted() is admitted


def _views(query: dict[str, list[str]], *pages: str) -> AppTest:
    """An app that records its views of some pages, one after the other, for a person of a hostile name."""

    def script(pages: tuple[str, ...]) -> None:
        import streamlit as st

        from locales import translator
        from ui.shell.access import record_view

        for page in pages:
            record_view(page, translator("en"))
        st.markdown("data")

    app = AppTest.from_function(script, args=(pages,))
    for name, values in query.items():
        app.query_params[name] = values
    return app.run()


@pytest.mark.slow
def test_the_log_holds_who_when_and_which_view(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    person = _person(email='a@b\n{"who": "someone else"}\u2028', sub="7", name="Not written")
    monkeypatch.setattr(st, "user", person)
    _views({"years": ["2020-2022"], "sex": ["female", "male"], "x\r\ny": ["\x85" + "z" * 500]}, "routes", "routes", "")
    log = tmp_path / "logs" / "access.log"
    lines = [json.loads(line) for line in log.read_bytes().decode("ascii").splitlines()]
    when = [line.pop("when") for line in lines]
    choices = {"sex": ["female", "male"], "x\r\ny": ["\x85" + "z" * 99], "years": ["2020-2022"]}
    assert lines == [
        {"who": person["email"], "account": "7", "action": "view", "name": "", "page": page, "choices": choices}
        for page in ("routes", "")
    ]
    assert all(len(moment) == 25 and moment.endswith("+00:00") for moment in when)
    assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_a_table_that_is_opened_leaves_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(st, "user", _person(email="a@b", sub="7"))

    def script() -> None:
        import pandas as pd

        from locales import translator
        from ui.kit.grid import grid
        from ui.shell.access import record_view

        record_view("routes", translator("en"))
        grid(pd.DataFrame({"a": [1]}), translator("en"), key="table_legs", alt="Legs")

    app = AppTest.from_function(script)
    app.query_params["sex"] = "female"
    app.run().run()
    lines = [json.loads(line) for line in (tmp_path / "logs" / "access.log").read_text().splitlines()]
    assert [(line["action"], line["name"], line["page"], line["choices"]) for line in lines] == [
        ("view", "", "routes", {"sex": ["female"]}),
        ("table", "table_legs", "routes", {"sex": ["female"]}),
    ]


def test_a_long_address_does_not_fill_the_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(st, "user", _person(email="a@b", sub="7"))
    _views({f"name{number:03}" + "y" * 500: ["z" * 500] * 50 for number in range(30)}, "routes")
    assert len((tmp_path / "logs" / "access.log").read_bytes()) < 60_000


def test_what_cannot_be_recorded_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(st, "user", _person(email="a@b", sub="7"))
    (tmp_path / "logs").write_text("a file where a folder should be")
    app = _views({}, "routes")
    assert app.error[0].value.startswith("This view could not be recorded, so it is not shown.")
    assert not app.markdown
    assert not app.exception


def test_a_full_disk_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(st, "user", _person(email="a@b", sub="7"))
    monkeypatch.setattr(os, "write", lambda log, text: len(text) - 1)
    app = _views({}, "routes")
    assert app.error
    assert not app.markdown


@pytest.mark.slow
def test_a_public_dashboard_records_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ACCESS", "public")
    assert _views({}, "routes").markdown[0].value == "data"
    assert not (tmp_path / "logs").exists()


def test_the_restricted_tables_change_no_public_release() -> None:
    """They have no share of a budget, and no table of the public workload is among them."""
    assert {table.share for table in RESTRICTED} == {0}
    assert not {table.name for table in RESTRICTED} & {table.name for table in WORKLOAD + DENOMINATORS}
    for places_are_proxies in (False, True):
        assert not {*publish.workload_of({"places_are_proxies": places_are_proxies})} & {*RESTRICTED}


@pytest.mark.parametrize(
    "address", ["nothing", "postgresql://user:pass@word@host:port/name", "postgresql://h:70000x/n"]
)
def test_an_address_that_cannot_be_read_is_said_and_not_repeated(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    said = access.why_not_open()
    assert said is not None
    assert said.startswith("The address in RELEASE_DATABASE_URL cannot be read.")
    assert "word" not in said
