"""The Programmes and Context pages: every published figure with its source, gaps visible, inventions marked."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.worlds.programmes import make_release_with_programmes
from tests.worlds.releases import WORLDS, make_release, one_cell, region

PROJECT = Path(__file__).resolve().parents[2]
USAID = "combating-human-trafficking-in-afghanistan"
FIGURES = list(csv.DictReader((PROJECT / "data_access" / "facts" / "published_figures.csv").open(encoding="utf-8")))


@pytest.fixture(autouse=True)
def _forget_the_last_release() -> Iterator[None]:
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    def folder() -> Path:
        return tmp_path_factory.mktemp("world")

    return {
        "programmes": make_release_with_programmes(folder(), region()),
        "one cell": make_release_with_programmes(folder(), one_cell()),
        "all withheld": make_release_with_programmes(folder(), region(), least_count=10**6),
        "no programmes": make_release(folder(), WORLDS["region"]()),
    }


@pytest.fixture
def visit(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    def open_page(page: str, world: str = "programmes", **query: str) -> AppTest:
        monkeypatch.setenv("RELEASE_DATABASE_URL", addresses[world])
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
        app.run()
        for key, value in query.items():
            app.query_params[key] = value
        app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
        assert not app.exception
        return app

    yield open_page


def said(app: AppTest) -> str:
    """Everything that the page says, in one text."""
    elements = [*app.title, *app.markdown, *app.caption, *app.info]
    tables = [table.value.to_string() for table in app.table]
    return "\n".join([*(str(element.value) for element in elements), *tables])


@pytest.mark.parametrize("world", ["programmes", "one cell", "all withheld", "no programmes"])
@pytest.mark.parametrize("view", ["portfolio", "programme", "donor"])
def test_the_page_opens_in_every_world(visit, world: str, view: str) -> None:
    app = visit("programmes", world, view=view, programme="demonstration-programme-a-children-return-home")
    assert len(app.title) == 1


@pytest.mark.parametrize("world", ["programmes", "all withheld", "no programmes"])
def test_the_context_opens_in_every_world(visit, world: str) -> None:
    app = visit("context", world)
    assert app.title[0].value == "Pakistan reported 26,539 detected victims to UNODC for 2022"
    assert "Labour inspections: this source publishes no number of any country." in said(app)
    assert "None of the three was reported by: Afghanistan and Iran." in said(app)


def test_the_context_of_one_country(visit) -> None:
    assert visit("context", country="TJ").title[0].value == "Tajikistan reported 100 detected victims to UNODC for 2022"


def test_the_target_of_2400_is_never_called_reached(visit) -> None:
    promise = "2,400 people was the target; no actual value was published."
    assert promise in said(visit("programmes"))
    one = said(visit("programmes", view="programme", programme=USAID))
    assert promise in one
    assert "No baseline published" in one
    assert "0 of 1 target is reached. For 1 no actual value is published." in one


def test_what_a_reintegrated_child_cost(visit) -> None:
    text = said(visit("programmes"))
    assert "cost in a real programme is not published" in text
    cost = "Children reintegrated: USD 1,964 each, without a margin: none was published of the number of people"
    assert f"**{cost}** :orange-badge[Synthetic: invented for demonstration]" in text
    assert "their costs are not to be compared: they are of different countries" in text
    # 996,000 + 996,000 / (996,000 + 580,000 + 95,000) x 395,000 = 1,231,440 for 627
    assert "USD 1,231,440 for 627, 2021 to 2024: USD 996,000 booked on this result and 60% of USD 395,000" in text


def test_constant_prices_are_the_visitors_assumption(visit) -> None:
    app = visit("programmes")
    app.number_input(key="price_change").set_value(10.0).run()
    assert not app.exception
    text = said(app)
    assert "in prices of 2024, if prices rose by 10.0% a year (your assumption)" in text
    assert "Children reintegrated: USD 1,964 each" not in text


def test_a_programme_without_results_of_people_has_no_cost_and_no_prices(visit) -> None:
    app = visit("programmes", view="programme", programme="demonstration-programme-e-one-regional-network")
    text = said(app)
    assert "No result of these programmes is counted in people" in text
    assert not [field for field in app.number_input if field.key == "price_change"]
    assert "1 network\n" in text.replace("**", "\n")
    assert "5 networks is the target; its period is not over." in text


def test_every_published_figure_is_on_a_page_with_its_source(visit) -> None:
    of_none = visit("context", view="figures")
    of_none.session_state["details_figures"] = True
    pages = {"": "\n".join(table.value.to_csv() for table in of_none.run().dataframe)}
    for row in FIGURES:
        programme = row["programme"]
        if programme and programme not in pages:
            code = "-".join(programme.lower().split())
            pages[programme] = said(visit("programmes", view="programme", programme=code))
    for row in FIGURES:
        page = pages[row["programme"]]
        assert row["indicator"] in page, row["id"]
        assert row["source_title"] in page, row["id"]
        assert row["source_publisher"] in page, row["id"]
        if row["value"] and row["kind"] != "milestone":
            number = f"{float(row['value']):,.0f}"
            assert number in page, row["id"]


def test_published_programmes_have_only_what_was_published(visit) -> None:
    text = said(visit("programmes", view="programme", programme="child-friendly-centres"))
    assert "No target of this programme is published" in text
    assert "Reported: 3 centres, without a target to compare it with." in text
    assert "period not published" in text


def test_a_real_programme_is_not_compared_on_synthetic_cases(visit) -> None:
    assert "would say nothing about a real programme" in said(visit("programmes", view="donor", programme=USAID))


def test_a_filter_keeps_its_programmes(visit) -> None:
    app = visit("programmes", theme="Protection")
    assert [button.key for button in app.button if button.key.startswith("open_")] == [
        "open_demonstration-programme-a-children-return-home",
        "open_demonstration-programme-c-safe-return",
    ]
    assert app.query_params["theme"] == "Protection"


def test_a_card_opens_its_programme(visit) -> None:
    app = visit("programmes")
    app.button(key=f"open_{USAID}").click().run()
    assert not app.exception
    assert app.title[0].value == "Combating Human Trafficking in Afghanistan"
    assert app.query_params["programme"] == USAID


def test_the_page_speaks_dari(visit) -> None:
    app = visit("programmes", lang="fa", view="donor")
    assert len(app.title) == 1


@pytest.mark.parametrize("view", ["programme", "donor"])
def test_a_programme_that_does_not_exist_opens_no_other(visit, view: str) -> None:
    app = visit("programmes", view=view, programme="gone")
    title = "The address names a programme that this release does not have"
    assert app.title[0].value == title
    assert "programme" not in app.query_params
    app.selectbox(key="programmes_programme").set_value(USAID).run()
    assert app.query_params["programme"] == USAID
    assert app.title[0].value != title
