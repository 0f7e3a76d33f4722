"""What is chosen on the Routes page: in the address, by a click, and in saved views."""

from types import SimpleNamespace

import pytest

from data_access.gazetteer import countries, provinces
from data_access.release.filters import Filters
from figures.kit.labels import LISTS
from figures.routes import view as journey_views
from ui.routes import choices


def test_views_stand_in_the_address() -> None:
    assert journey_views.JourneyView().address is None
    view = journey_views.JourneyView("province", "through", "ways")
    assert view.address == "province-through-ways"
    assert journey_views.read_view("ways-through-province") == view
    assert journey_views.read_view("nonsense") == journey_views.read_view(None) == journey_views.JourneyView()


def test_a_route_stands_in_the_address_of_its_form() -> None:
    view = journey_views.JourneyView("province", form="route", route=("PK-PB-S", "PK-BA"))
    assert view.address == "province-route-PK.PB.S~PK.BA"
    assert journey_views.read_view(view.address) == view
    assert journey_views.JourneyView(route=("AF", "IR")).address is None


@pytest.mark.parametrize(
    ("clicked", "filters", "form"),
    [
        ("PK-PB-S~PK-BA", Filters(), "route"),
        (["AF~IR"], Filters(), "route"),
        ("AF", Filters(country=("AF",)), "matrix"),
        ("PK-BA", Filters(place="PK-BA"), "matrix"),
    ],
)
def test_a_click_on_an_arrow_opens_its_route_and_one_on_a_ring_its_place(
    monkeypatch: pytest.MonkeyPatch, clicked: str | list[str], filters: Filters, form: str
) -> None:
    points = [{"hovertext": "a town"}, {"customdata": clicked}]
    state = {
        "figure_routes": SimpleNamespace(selection=SimpleNamespace(points=points)),
        "filters": Filters(),
        "routes_form": "matrix",
    }
    monkeypatch.setattr(choices.st, "session_state", state)
    choices.take_click()
    assert (state["filters"], state["routes_form"]) == (filters, form)


@pytest.mark.parametrize("saved", journey_views.SAVED, ids=lambda saved: saved.title)
def test_saved_views_name_known_choices(saved: journey_views.SavedView) -> None:
    from urllib.parse import parse_qs

    wanted = parse_qs(saved.address, strict_parsing=True)
    assert journey_views.read_view(wanted["view"][0]).address == wanted["view"][0]
    assert set(wanted.get("country", [])) <= set(countries()["code"])
    assert set(wanted.get("place", [])) <= set(provinces()["code"])
    assert set(wanted.get("form", [])) <= set(LISTS["form"])
