"""The Recovery page in every world that it can meet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.recovery_world import one_person_each, recovery
from tests.releases import make_release, one_cell

PROJECT = Path(__file__).resolve().parents[2]
HERAT = {"place": "AF-HER", "sex": "male", "age": "child"}


@pytest.fixture(autouse=True)
def _forget_the_last_release() -> Iterator[None]:
    """The server keeps the open release; every test has its own."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    worlds = {"recovery": recovery, "withheld": one_person_each, "without recovery": one_cell}
    return {name: make_release(tmp_path_factory.mktemp("world"), tables()) for name, tables in worlds.items()}


def _open(monkeypatch: pytest.MonkeyPatch, address: str, **query: str) -> AppTest:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    app.run()
    app.switch_page(str(PROJECT / "pages" / "recovery.py"))
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


@pytest.mark.parametrize(
    ("world", "query", "title"),
    [
        ("recovery", {}, "50% of 2,008 people (±"),
        ("recovery", HERAT, "Boys from Herat: 50% of 1,200 people (±"),
        ("recovery", {**HERAT, "place": "AF-KHO"}, "Boys from Khost: what happened"),
        ("recovery", {"form": "ForcedLabour"}, "50% of 400 people (±"),
        ("recovery", {"lang": "fa"}, ""),
        ("withheld", {}, "All people: what happened after they were identified is withheld"),
        ("without recovery", {}, "All people: what happened after they were identified is withheld"),
    ],
)
def test_the_page_opens(
    world: str, query: dict[str, str], title: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses[world], **query)
    assert len(app.title) == 1
    assert app.title[0].value.startswith(title)


def test_one_click_asks_about_boys_from_a_province(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["recovery"])
    app.button(key="often_AF-HER").click().run()
    assert not app.exception
    said = " ".join(element.value for element in app.markdown)
    assert "Boys from Herat: 300 people (±" in said and "half of them within 2.0 months" in said
    assert "taken from Herat, Afghanistan" in said
    assert {name: app.query_params[name] for name in HERAT} == HERAT


def test_providers_are_protected_too(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open(monkeypatch, addresses["recovery"], view="provider")
    assert any("no table by type of provider" in info.value for info in app.info)
    app.button_group(key="recovery_by").set_value("source").run()
    assert not app.exception
    assert not any("provider" in info.value for info in app.info)


def test_what_is_not_published_for_a_choice_is_said_kindly(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(monkeypatch, addresses["recovery"], **HERAT)
    assert any("Kept from view to protect people" in info.value for info in app.info)
