"""Every page in every world that it can meet: no exception, a title, and the right words."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from locales import translator
from tests.walks import walk
from tests.worlds.releases import WORLDS, make_release
from tests.worlds.visits import open_page
from ui.shell.pages import offered_pages

PROJECT = Path(__file__).resolve().parents[2]
PAGES = ["overview", "routes"]  # whose titles in every world are known


OFFERED = [file.stem for file, _title, _path in offered_pages()]
TITLES = {
    ("overview", "region"): "9,280 people (±",
    ("overview", "countries"): "2,604 people (±",
    ("overview", "one cell"): "25 people (±10) were identified as victims of trafficking, 2024",
    ("overview", "withheld"): "Fewer people were identified in 2024 than may be shown",
    ("overview", "unknown years"): "25 people (±10) were identified as victims of trafficking, all years",
    ("routes", "region"): "Across borders, most people were taken from ",
    (
        "routes",
        "countries",
    ): "Across borders, most people were taken from Ukraine to Russia: 900 people (±17), 2010 to 2019",
    (
        "routes",
        "one cell",
    ): "Within one country, most people were trafficked in Afghanistan: 25 people (±10), 2024; no route",
    ("routes", "withheld"): "No route may be shown for this choice",
    (
        "routes",
        "unknown years",
    ): "Within one country, most people were trafficked in Afghanistan: 25 people (±10), all years",
}


@pytest.fixture(scope="session")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return {name: make_release(tmp_path_factory.mktemp("world"), tables()) for name, tables in WORLDS.items()}


def _open(page: str, monkeypatch: pytest.MonkeyPatch, address: str, **query: str) -> AppTest:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    return open_page(page, **query)


@pytest.mark.parametrize("world", WORLDS)
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_every_world(
    page: str, world: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(page, monkeypatch, addresses[world])
    assert len(app.title) == 1
    assert app.title[0].value.startswith(TITLES[page, world])
    if world == "withheld":
        assert any("withheld" in info.value or "may be shown" in info.value for info in app.info)


@pytest.mark.parametrize("world", walk(WORLDS, short=2))
@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_in_dari(
    page: str, world: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(page, monkeypatch, addresses[world], lang="fa")
    t = translator("fa")
    said = [*app.title, *app.markdown, *app.caption, *app.info]
    assert not [element.value for element in said if any(word in element.value for word in (" people", "withheld"))]
    assert t.gettext("All people") in [block.proto.popover.label for block in _popovers(app)]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_without_a_release_a_page_says_so(language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", monkeypatch, f"sqlite:///{tmp_path / 'missing.db'}", lang=language)
    assert app.title[0].value == translator(language).gettext("There is nothing to show yet")


def test_a_release_that_disappears_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = make_release(tmp_path, WORLDS["region"]())
    app = _open("overview", monkeypatch, address)
    for file in tmp_path.glob("releases.db*"):
        file.unlink()
    app.multiselect(key="choose_country").set_value(["AF"]).run()
    assert not app.exception
    assert len(app.title) == 1


def test_a_choice_narrows_every_figure_and_goes_with_the_visitor(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open("overview", monkeypatch, addresses["region"])
    app.multiselect(key="choose_country").set_value(["AF"]).run()
    assert app.title[0].value.startswith("3,480 people (±")
    assert app.query_params["country"] in ("AF", ["AF"])
    app.switch_page(str(PROJECT / "pages" / "routes.py")).run()
    assert app.query_params["country"] in ("AF", ["AF"])
    assert "on routes that touch Afghanistan" in app.title[0].value


def test_a_form_can_be_chosen(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", monkeypatch, addresses["region"], form="ForcedMarriage")
    assert "Forced marriage" in [block.proto.popover.label for block in _popovers(app)]


def test_clear_all_takes_every_choice_back(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    app = _open("overview", monkeypatch, addresses["region"], country="AF", sex="female")
    app.button(key="clear_filters").click().run()
    assert "country" not in app.query_params
    assert app.title[0].value.startswith("9,280 people")


def test_what_the_release_cannot_answer_is_disabled_with_its_reason(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open("routes", monkeypatch, addresses["region"])
    assert app.selectbox(key="choose_form").disabled  # this world has no table of routes by form
    assert [caption.value for caption in app.caption if caption.value.startswith("Kept from view to protect people")]
    assert not app.button_group(key="choose_sex").disabled


def test_choices_that_exclude_each_other_can_all_be_taken_back(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A link may bring what no page can answer together; all six controls were locked then."""
    app = _open("overview", monkeypatch, addresses["region"], place="AF-HER", sex="female", form="ForcedLabour")
    assert not app.selectbox(key="choose_place").disabled
    assert not app.button_group(key="choose_sex").disabled
    assert not app.selectbox(key="choose_form").disabled
    assert app.select_slider(key="choose_years").disabled


def test_a_figure_that_is_not_published_says_why_and_the_page_goes_on(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open("overview", monkeypatch, addresses["region"], country="AF")
    assert [info.value for info in app.info if "Clear a choice to see this" in info.value]  # means by country
    assert app.title[0].value.startswith("3,480 people")


def test_every_page_that_is_written_is_offered() -> None:
    written = sorted(path.stem for path in (PROJECT / "pages").glob("*.py"))
    assert written == sorted(OFFERED), "give each page a row in PAGES of ui/shell/pages.py"


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("page", [page for page in OFFERED if page not in PAGES])
def test_every_other_page_of_the_table_opens(
    page: str, language: str, addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = _open(page, monkeypatch, addresses["region"], lang=language)
    assert len(app.title) == 1 and app.title[0].value


@pytest.mark.parametrize("page", OFFERED)
def test_a_release_of_nothing_but_ways_opens(page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways = {("year", "way", "sex", "age"): [("unknown", "AF", "none", "none", "IR", "male", "adult", 50)]}
    app = _open(page, monkeypatch, make_release(tmp_path, ways))
    assert app.title[0].value


def test_an_address_of_more_choices_than_are_published_together_says_so(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = {"place": "AF-HER", "sex": "female", "form": "ForcedLabour"}
    for years in ({}, {"years": "2024"}):
        app = _open("overview", monkeypatch, addresses["region"], **address, **years)
        assert app.title[0].value == "Nothing is published for this choice."
        assert [info.value for info in app.info if "Clear a choice to see this" in info.value]


def _popovers(app: AppTest) -> list:
    found, waiting = [], [app.main]
    while waiting:
        block = waiting.pop()
        if getattr(getattr(block, "proto", None), "popover", None) and block.proto.HasField("popover"):
            found.append(block)
        waiting += getattr(block, "children", {}).values()
    return found


def test_every_figure_of_the_overview_stands_there_once(
    addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", addresses["region"])
    titles = [text.value for text in open_page("overview").markdown if text.value.startswith("## ")]
    assert len(titles) == len({*titles}) == 8
