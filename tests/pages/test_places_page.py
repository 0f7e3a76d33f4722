"""The Places page, and what is compared on the others."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from figures.comparison.panels import NOT_COMPARED, topics_of
from tests.worlds.justice import justice
from tests.worlds.releases import make_release, one_cell, region
from ui.shell.address import IN_VAIN


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    worlds = {"region": region(), "withheld": one_cell(people=3), "justice": justice()}
    return {name: make_release(tmp_path_factory.mktemp("world"), tables) for name, tables in worlds.items()}


def _said(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.title, *app.markdown, *app.info, *app.caption, *app.warning])


def test_a_province_stands_beside_another(visit: Callable[..., AppTest]) -> None:
    app = visit("places", place="AF-HER", **{"with": "AF-KAB"})
    assert app.title[0].value.startswith("Herat, Afghanistan: 1,160 people (±")
    assert "Identified there, Herat against Kabul: cannot be told apart." in _said(app)
    assert app.query_params["with"] == "AF-KAB"
    # and is carried to pages that compare, and to those that do not
    app.switch_page("pages/overview.py").run()
    assert not app.exception
    assert "## Compared with Kabul, Afghanistan" in [text.value for text in app.markdown]
    app.switch_page("pages/methods.py").run()
    app.button(key="carried_beside").click().run()
    assert not app.exception
    assert "with" not in app.query_params


def test_a_period_stands_beside_another(visit: Callable[..., AppTest]) -> None:
    app = visit("places", country="AF", **{"with": "2022"})
    assert "2024" in app.title[0].value  # the last whole year
    assert "Identified there, 2024 against 2022: " in _said(app)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "No place is chosen, so this is Afghanistan"),
        ({"country": ["AF", "PK"]}, "One place fits this page: Afghanistan. Left out: Pakistan."),
        ({"place": "AF-HER", "with": "AF"}, "Herat and Afghanistan: one is part of the other"),
        ({"place": "AF-HER", "with": "AF-HER"}, "Herat is what is shown already"),
    ],
)
def test_what_cannot_be_shown_is_said(
    query: dict[str, str | list[str]], said: str, visit: Callable[..., AppTest]
) -> None:
    assert said in _said(visit("places", **query))


@pytest.mark.parametrize("beside", ["AF-XYZ", "sex:pink", "2031"])
def test_what_the_release_does_not_know_is_said(beside: str, visit: Callable[..., AppTest]) -> None:
    app = visit("places", place="AF-HER", view="sideways", **{"with": beside})
    assert app.session_state[IN_VAIN] == {"with": [beside], "view": ["sideways"]}
    assert "with" not in app.query_params


def test_what_is_withheld_is_written(visit: Callable[..., AppTest]) -> None:
    app = visit("places", "withheld", place="AF-KAB")
    assert app.title[0].value == "Kabul, Afghanistan: Fewer people were identified in 2024 than may be shown"
    assert "Taken from there: withheld" in _said(app)


@pytest.mark.parametrize(
    ("page", "query"),
    [
        ("routes", {"country": "AF", "with": "PK"}),
        ("recovery", {"with": "sex:female"}),
        ("hotspots", {"country": "AF", "with": "2022"}),
        ("hotspots", {"with": "2022"}),
    ],
)
def test_other_pages_compare(page: str, query: dict[str, str], visit: Callable[..., AppTest]) -> None:
    app = visit(page, **query)
    assert [text for text in app.markdown if text.value.startswith("## Compared with ")]


def test_hotspots_compares_its_rates_and_says_of_gaps_why_not(visit: Callable[..., AppTest]) -> None:
    app = visit("hotspots", country="AF", view="gap", **{"with": "2022"})
    assert not [text for text in app.markdown if text.value.startswith("## Compared with ")]
    assert app.button(key="carried_beside")
    assert topics_of("hotspots", "gap-source") == () and "hotspots" in NOT_COMPARED


def test_who_recruited_children_stands_on_the_page_of_the_province_they_were_taken_from(
    visit: Callable[..., AppTest],
) -> None:
    """The answer to where children are recruited, and by whom, said that both were published, and no page had them."""
    app = visit("places", "justice", place="AF-HER", age="child")
    assert any(text.value.startswith("## Who recruited those taken from there") for text in app.markdown)
