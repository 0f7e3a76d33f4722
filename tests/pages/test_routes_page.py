"""The Routes page: levels, directions, saved views and forms, as a visitor chooses them."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from streamlit.testing.v1 import AppTest

from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from locales import translator
from tests.walks import walk
from tests.worlds.journeys import five_forms, journeys, many_legs
from tests.worlds.releases import WORLDS, make_release, open_release, region
from tests.worlds.visits import open_page
from ui.kit.page import Page
from ui.routes.year_player import year_player


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("journeys"), journeys())


@pytest.fixture(scope="module")
def five(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("five_forms"), five_forms())


def _open(monkeypatch: pytest.MonkeyPatch, address: str, **query: str | list[str]) -> AppTest:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    return open_page("routes", **query)


def _text(app: AppTest) -> str:
    return " ".join(element.value for element in [*app.title, *app.markdown, *app.caption, *app.info])


def test_the_corridor_by_its_address(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, view="province-through-ways", place="PK-BA")
    assert app.title[0].value == (
        "Across borders, most people were taken from Balochistan to Sistan and Baluchestan: 1,260 people (±17), "
        "2022 to 2024"
    )
    said = _text(app)
    assert (
        "The largest whole way: about 180 people (±17) were taken from South Punjab through Balochistan and Sistan and "
        "Baluchestan to United Arab Emirates, 2022 to 2024."
    ) in said
    assert "Routes through Balochistan, Pakistan" in said
    assert "SEHER, Prevention & Protection of Trafficked Children" in said


def test_a_saved_view_is_one_click(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address)
    next(button for button in app.button if button.label.startswith("Internal trafficking")).click().run()
    assert not app.exception
    assert (
        app.title[0].value
        == "Within one country, most people were trafficked in Herat: 900 people (±17), 2022 to 2024: on routes that "
        "touch Afghanistan"
    )
    assert dict(app.query_params.items())["view"] in ("province-internal", ["province-internal"])


@pytest.mark.parametrize(
    "view",
    [
        *("ways", "parts", "periods", "changes", "route"),
        *("province-parts", "province-periods", "province-changes", "province-route", "province-inbound"),
    ],
)
@pytest.mark.parametrize(
    "query",
    walk(
        [
            {"country": "KZ"},
            {},
            {"years": "2023"},
            {"sex": "female", "age": "child"},
            {"sex": "female", "form": "ForcedLabour"},  # together they are not published
        ]
    ),
)
def test_every_form_opens(monkeypatch: pytest.MonkeyPatch, address: str, view: str, query: dict[str, str]) -> None:
    app = _open(monkeypatch, address, view=view, **query)
    assert len(app.title) == 1


def test_a_country_without_cases_says_so(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, country="KZ", view="province-internal")
    assert app.title[0].value == "No route may be shown for this choice: on routes that touch Kazakhstan"
    assert "Trafficking within Kazakhstan" in _text(app)


@pytest.mark.parametrize("view", ["", "parts", "periods", "route", "internal"])
@pytest.mark.parametrize(
    ("world", "title"),
    [
        ("withheld", "No route may be shown for this choice"),
        (
            "one cell",
            "Within one country, most people were trafficked in Afghanistan: 25 people (±10), 2024; "
            "no route across a border may be shown",
        ),
        (
            "countries",
            "Across borders, most people were taken from Ukraine to Russia: 900 people (±17), 2010 to 2019",
        ),
    ],
)
def test_with_few_routes_or_none_the_page_says_what_it_shows(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, world: str, title: str, view: str
) -> None:
    app = _open(monkeypatch, make_release(tmp_path, WORLDS[world]()), **({"view": view} if view else {}))
    if view != "internal":
        assert app.title[0].value == title
    elif world == "one cell":
        assert app.title[0].value == (
            "Within one country, most people were trafficked in Afghanistan: 25 people (±10), 2024"
        )
    elif world == "withheld":
        assert app.title[0].value == "No route may be shown for this choice"


@pytest.mark.long
def test_of_thousands_of_routes_the_page_shows_the_largest_and_says_how_many_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tables = {**five_forms(), ("year", "province_leg"): [(2024, *leg) for leg in many_legs(5000)]}
    app = _open(monkeypatch, make_release(tmp_path, tables, standard_error=1.0), view="province-parts")
    said = _text(app)
    published = len(
        journey_questions.legs(open_release(f"sqlite:///{tmp_path / 'releases.db'}"), Filters(), "province")
    )
    assert published > 4900
    assert f"And {published - 60:,} smaller routes, in the table." in said  # than the 60 bands of the diagram
    assert re.search(
        r"And 4,[0-9]{3} smaller routes, in the table. [0-9,]+ routes begin or end in a country whose", said
    )


def test_a_route_has_an_address(monkeypatch: pytest.MonkeyPatch, five: str) -> None:
    app = _open(monkeypatch, five, view="route-AF~IR")
    assert app.selectbox(key="routes_route").value == ("AF", "IR")
    said = _text(app)
    assert "## Afghanistan to Iran: known towns and border crossings on the way (all years)" in said
    assert dict(app.query_params.items())["view"] in ("route-AF~IR", ["route-AF~IR"])


def test_between_provinces_it_says_what_of_a_route_is_kept_from_view(
    monkeypatch: pytest.MonkeyPatch, five: str
) -> None:
    app = _open(monkeypatch, five, view="province-route-PK.PB.S~PK.BA")
    assert app.selectbox(key="routes_route").value == ("PK-PB-S", "PK-BA")
    assert [info.value for info in app.info] == [
        "Kept from view to protect people, for this route and these choices: who they are, by form of exploitation, "
        "how they were recruited (all years), and known towns and border crossings on the way (all years)."
    ]


def test_the_list_the_headline_and_the_bands_have_the_numbers_of_the_arrows(
    monkeypatch: pytest.MonkeyPatch, five: str
) -> None:
    app = _open(monkeypatch, five, view="parts")
    said = _text(app)
    assert (
        app.title[0].value == "Among the largest routes across borders: Iran to Türkiye, 240 people (±28), 2023 to 2024"
    )
    across = said[said.index("## The largest across borders") : said.index("## The largest within one country")]
    assert across.split("\n1. ")[0].endswith(
        "1. Iran to Türkiye: **240 people (±28)**  \n   :gray[:small[180 last part · 60 middle part]]"
    )
    assert "1. Afghanistan to Iran: **170 people (±" in across
    assert "1. Afghanistan: " not in across and "1. Within Afghanistan: **300 people (±14)**" in said


def test_periods_are_small_maps_with_their_years(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, view="periods")
    said = _text(app)
    assert all(f"## {year}" in said for year in (2022, 2023, 2024))
    assert "All these maps have one scale" in said
    app = _open(monkeypatch, address, view="periods", years="2023")
    assert "Choose more than one year to compare periods." in _text(app)


def test_a_release_of_countries_offers_no_provinces(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    app = _open(monkeypatch, make_release(tmp_path, WORLDS["countries"]()), view="province-inbound")
    assert not {"routes_level", "choose_place"} & {element.key for element in [*app.button_group, *app.selectbox]}
    assert "routes_direction" in {group.key for group in app.button_group}
    assert [button.label for button in app.button if str(button.key).startswith("saved_view")] == [
        "Central Asian labour routes",
        "Into Afghanistan: women and girls",
    ]
    assert app.query_params["view"] == "inbound"
    assert app.title[0].value.startswith("Across borders, most people were taken from Ukraine to Russia: 900 people")


def test_routes_between_provinces_of_all_years_together(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """What a public release has: no form that compares years, no choice of years, and the reason."""
    tables = dict(journeys())
    legs = tables.pop(("year", "province_leg"))
    tables["province_leg",] = [row for _, *row in legs]
    address = make_release(tmp_path, tables)
    reason = "Routes between provinces are published of all years together"
    for form in ("matrix", "parts", "ways", "periods", "changes", "route"):
        app = _open(monkeypatch, address, view=f"province-{form}", years="2023-2023")
        assert reason in _text(app), form
        assert "choose_years" not in [slider.key for slider in app.select_slider], form
        assert "2022 to 2024" in app.title[0].value, form
    assert "Kept from view to protect people, for this route and these choices: by year" in _text(app)
    between_countries = _open(monkeypatch, address, years="2023-2023")
    assert reason not in _text(between_countries)


def test_a_route_that_may_not_be_shown_opens_no_other(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, view="route-XX~YY")
    assert "The route that was asked for may not be shown for this choice, or there is none." in _text(app)
    assert ", by year" not in _text(app)


def test_words_of_a_view_that_exclude_each_other_are_said(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    app = _open(monkeypatch, address, view="inbound-outbound-matrix")
    assert app.session_state["asked_in_vain"] == {"view": ["outbound"]}


def test_a_filter_that_the_view_does_not_have_stays_in_its_address(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    app = _open(monkeypatch, address, view="province", form="ForcedLabour")
    assert app.query_params["form"] in ("ForcedLabour", ["ForcedLabour"])
    assert [button.key for button in app.button if button.key == "carried_form"] == ["carried_form"]


def test_the_player_names_the_years_that_are_not_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    release = open_release(make_release(tmp_path, region(), manifest={"data_until": "2024-06-30"}))
    given: list[dict[str, object]] = []
    monkeypatch.setattr("ui.routes.year_player._player", lambda **asked: given.append(asked["data"]))
    for years in (None, (2023, 2023), (2022, 2023)):
        filters = Filters(years=years)
        year_player(cast(Page, SimpleNamespace(release=release, filters=filters, t=translator("en"))))
    assert [(one["first"], one["last"], one["year"], one["all"]) for one in given] == [
        (2022, 2024, 0, "All years"), (2022, 2024, 2023, ""), (2022, 2024, 0, ""),
    ]  # fmt: skip
    names = {"2022": "2022", "2023": "2023 · not finished", "2024": "2024 · not finished"}
    assert [one["names"] for one in given] == [names] * 3
