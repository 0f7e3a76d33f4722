"""The Routes page: levels, directions, saved views and forms, as a visitor chooses them."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.journey_worlds import journeys
from tests.releases import make_release

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("journeys"), journeys())


def _open(monkeypatch: pytest.MonkeyPatch, address: str, **query: str | list[str]) -> AppTest:
    st.cache_resource.clear()
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=30)
    app.run()
    app.switch_page(str(PROJECT / "pages" / "routes.py"))
    for key, value in query.items():
        app.query_params[key] = value
    app.run()
    assert not app.exception
    return app


def _text(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.title, *app.markdown, *app.caption, *app.info])


def test_the_corridor_by_its_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, view="province-through-ways", place="PK-BA")
    assert app.title[0].value == (
        "The largest route: about 180 people (±17) were taken from South Punjab through Balochistan and Sistan and "
        "Baluchestan to United Arab Emirates, 2022 to 2024"
    )
    said = _text(app)
    assert "Routes through Balochistan, Pakistan" in said
    assert "SEHER, Prevention & Protection of Trafficked Children" in said


def test_a_saved_view_is_one_click(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address)
    next(button for button in app.button if button.label.startswith("Internal trafficking")).click().run()
    assert not app.exception
    assert app.title[0].value == "The largest route: about 900 people (±17) were trafficked within Herat, 2022 to 2024"
    assert dict(app.query_params.items())["view"] in ("province-internal", ["province-internal"])


@pytest.mark.parametrize("view", ["ways", "changes", "route", "province-changes", "province-route", "province-inbound"])
@pytest.mark.parametrize("query", [{}, {"years": "2023"}, {"country": "KZ"}, {"sex": "female", "age": "child"}])
def test_every_form_opens(monkeypatch: pytest.MonkeyPatch, address: str, view: str, query: dict[str, str]) -> None:
    app = _open(monkeypatch, address, view=view, **query)
    assert len(app.title) == 1


def test_a_country_without_cases_says_so(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, country="KZ", view="province-internal")
    assert app.title[0].value == "No route may be shown for this choice"
    assert "Trafficking within Kazakhstan" in _text(app)
