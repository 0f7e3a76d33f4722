"""The map of routes and its other forms: layout, agreement to the unit, and the worlds where little may be shown."""

from itertools import combinations

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access import journey_questions, questions
from data_access.filters import Filters
from data_access.gazetteer import countries, provinces
from data_access.release import Release
from locales import Translator, translator
from tests.journey_worlds import journeys, legs_frame
from tests.releases import make_release, open_release
from ui import journey_figures, journey_list, journey_maps, journey_nodes, journey_views, journey_words, words
from ui.map_labels import label_boxes, label_sides, overlap
from ui.palette import DARK, LIGHT

EN = translator("en")
WIDTHS = ("desktop", "tablet", "phone")
WHEN = "2022 to 2024"
PARTS = ("source_transit", "transit_transit", "transit_destination", "source_destination")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("journeys"), journeys()))


def _many(number: int, *, seed: int = 3) -> pd.DataFrame:
    """So many legs between provinces and countries, some of them loops."""
    draw = np.random.default_rng(seed)
    places = [*provinces()["code"][lambda codes: codes != "PK-PB"], *countries()["code"]]
    rows = {}
    while len(rows) < number:
        start, end = draw.choice(places, 2)
        end = start if draw.random() < 0.1 and len(start) > 2 else end
        leg = "internal" if start == end else str(draw.choice(PARTS))
        rows[str(start), str(end), leg] = int(draw.integers(10, 4000))
    legs = legs_frame([(*key, count) for key, count in rows.items()])
    return journey_questions.largest_first(legs)


@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_two_names_overlap_and_none_lies_on_a_place(release: Release, width: str, language: str, level: str) -> None:
    t = translator(language)
    for legs in (journey_questions.legs(release, Filters(), level), _many(120)):
        layout = journey_maps.route_map(legs, level, WHEN, t, width)
        places, drawing = layout.places, layout.drawing
        names, points = journey_nodes.labels(places, t), journey_nodes.boxes(places)
        sides = label_sides(names, points, drawing, journey_nodes.loop_boxes(places))
        boxes = [
            label_boxes(name, point, drawing)[side]
            for name, point, side in zip(names, points, sides, strict=True)
            if side
        ]
        assert len(boxes) >= 4
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert not [1 for box in boxes for point in points if overlap(box, point)]
        assert all(b[0] >= 0 and b[2] <= drawing.width and b[1] >= 0 and b[3] <= drawing.height for b in boxes)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_arrow_ends_at_the_edge_of_its_node(width: str) -> None:
    layout = journey_maps.route_map(_many(150), "province", WHEN, EN, width)
    places = layout.places.set_index("place")
    for flow, head in zip(words.rows_of(layout.flows), layout.heads, strict=True):
        node = places.loc[flow["to_place"]]
        assert np.hypot(head[0][0] - node["x"], head[0][1] - node["y"]) == pytest.approx(node["radius"], abs=0.01)


def test_places_beyond_the_map_stand_at_its_edge(release: Release) -> None:
    legs = journey_questions.legs(release, Filters(), "province")
    places = journey_maps.route_map(legs, "province", WHEN, EN, "desktop").places.set_index("place")
    assert places.loc["RU", "side"] and not places.loc["PK-BA", "side"]
    drawing = journey_maps.route_map(legs, "province", WHEN, EN, "desktop").drawing
    assert places["x"].between(0, drawing.width).all() and places["y"].between(0, drawing.height).all()


@pytest.mark.parametrize("level", ["country", "province"])
def test_map_list_table_and_sentence_agree_to_the_unit(release: Release, level: str, t: Translator) -> None:
    legs = journey_questions.legs(release, Filters(), level)
    rows = words.published(legs)
    layout = journey_maps.route_map(legs, level, WHEN, t, "desktop")
    assert layout.legs_drawn == len(rows)
    assert layout.flows["count"].sum() == sum(int(row["count"]) for row in rows)
    sentences = set("<br>".join(layout.flows["sentence"]).split("<br>"))
    assert sentences == {journey_words.leg_sentence(row, WHEN, t) for row in rows}
    table = words.table(legs, t)
    assert sorted(table[t.gettext("People")]) == sorted(int(row["count"]) for row in rows)
    listed = [journey_list._line(row, t) for row in rows]
    assert all(t.number(int(row["count"])) in line for row, line in zip(rows, listed, strict=True))
    alt = journey_words.map_words(legs, level, WHEN, t)
    assert all(journey_words.leg_sentence(row, WHEN, t) in alt for row in rows[:3])
    headline = journey_words.headline(None, None, legs, WHEN, False, t)
    largest = max(int(row["count"]) for row in rows if row["from_place"] != row["to_place"])
    assert t.number(largest) in headline


@pytest.mark.parametrize("width", WIDTHS)
def test_sankey_and_matrix_agree_to_the_unit(release: Release, width: str) -> None:
    ways = journey_questions.ways(release, Filters())
    pairs = questions.origins_and_destinations(release, Filters())
    figure = journey_figures.sankey_figure(ways, WHEN, EN, LIGHT, width)
    go.Figure(figure.to_dict())
    link, labels = figure.data[0].link, figure.data[0].node.label
    arrived: dict[str, int] = {}
    last = {position for position, x in enumerate(figure.data[0].node.x) if x > 0.9}
    for target, value in zip(link.target, link.value, strict=True):
        if target in last:
            arrived[labels[target]] = arrived.get(labels[target], 0) + value
    known = [row for row in words.published(pairs) if words.has_both_ends(row)]
    for code in ("AE", "RU", "KZ", "IR", "TR"):
        expected = sum(
            int(row["count"]) for row in known if row["exploitation_country"] == code and row["source_country"] != code
        )
        assert arrived[EN.country(code)] == expected, code


def test_the_sentences(release: Release) -> None:
    legs = words.published(journey_questions.legs(release, Filters(), "province"))
    assert journey_words.leg_sentence(legs[0], WHEN, EN) == (
        "About 1,800 people (±17) were taken from South Punjab to Balochistan, 2022 to 2024: "
        "the first part of a longer journey"
    )
    inside = next(row for row in legs if row["leg"] == "internal")
    assert journey_words.leg_sentence(inside, WHEN, EN) == (
        "About 900 people (±17) were trafficked within Herat, 2022 to 2024"
    )
    way = words.published(journey_questions.ways(release, Filters(place="PK-BA"), "through"))[0]
    assert journey_words.way_sentence(way, WHEN, EN) == (
        "About 180 people (±17) were taken from South Punjab through Balochistan and Sistan and Baluchestan to "
        "United Arab Emirates, 2022 to 2024"
    )
    unknown = {**legs[0], "from_place": "PK"}
    assert "from Pakistan (province not recorded) to Balochistan" in journey_words.leg_sentence(unknown, WHEN, EN)
    exact = {**legs[0], "standard_error": 0.0}
    assert journey_words.leg_sentence(exact, WHEN, EN).startswith("1,800 people were taken from")


def test_what_changed_in_words(release: Release, t: Translator) -> None:
    changes = journey_questions.changed(release, Filters(), "province")
    said = journey_words.changes_words(changes, EN)
    assert said.startswith("9 routes grew and 0 shrank beyond their error, of 9. The surest: ")
    assert "450 more people a year (±13) in 2023 to 2024 than in 2022" in said
    for width in WIDTHS:
        go.Figure(journey_figures.changes_figure(changes, t, DARK, width).to_dict())


@pytest.mark.parametrize(
    ("rows", "drawn", "said"),
    [
        ([], 0, "Map of routes: no route may be shown."),
        ([("AF", "IR", "source_destination", 50)], 1, "Map with 1 route. The largest: About 50 people"),
        ([("AF", "AF", "internal", 50)], 1, "Map with 1 route. The largest: About 50 people (±10) were trafficked"),
        ([("AF", "IR", "source_destination", 3)], 0, "Map of routes: no route may be shown."),
        ([("AF-KAB", "AF-KAB", "internal", 30), ("XX", "AF", "source_destination", 20)], 1, "Map with 2 routes."),
    ],
)
@pytest.mark.parametrize("width", WIDTHS)
def test_few_routes_or_none(rows: list, drawn: int, said: str, width: str) -> None:
    legs = legs_frame(rows)
    for level in ("country", "province"):
        layout = journey_maps.route_map(legs, level, WHEN, EN, width)
        assert layout.legs_drawn == drawn
        go.Figure(journey_maps.figure(layout, level, EN, LIGHT, width).to_dict())
    assert journey_words.map_words(legs, "country", WHEN, EN).startswith(said)


def test_5000_routes_are_the_300_largest_and_a_number(release: Release) -> None:
    legs = _many(5000)
    layout = journey_maps.route_map(legs, "province", WHEN, EN, "desktop")
    assert len(layout.flows) == journey_maps.MOST_FLOWS == 300
    note = journey_words.map_note(legs, layout.legs_drawn, "province", release, EN)
    assert note.startswith(f"And {EN.number(5000 - layout.legs_drawn)} smaller routes, in the table.")
    figure = journey_maps.figure(layout, "province", EN, LIGHT, "desktop")
    assert len(figure.data) < 150, "flows of one colour and thickness share a trace"
    assert len(figure.to_json()) < 250_000


def test_arrows_take_the_colour_of_their_largest_form(release: Release, t: Translator) -> None:
    legs, forms = journey_questions.legs(release, Filters()), journey_questions.main_forms(release, Filters())
    assert set(zip(forms["from_place"], forms["to_place"], forms["form"], strict=True)) == {
        ("AF", "IR", "ForcedLabour"),
        ("TJ", "RU", "ForcedLabour"),
    }
    _, figure = journey_maps.flow_map(legs, "country", WHEN, t, LIGHT, "desktop", forms)
    go.Figure(figure.to_dict())
    key = [trace.name for trace in figure.data if trace.name]
    assert key[:2] == [words.label("form", "ForcedLabour", t), t.gettext("Another form, or withheld")]


def test_what_is_withheld_is_said(release: Release) -> None:
    legs = legs_frame([("AF", "IR", "source_destination", 50), ("AF", "TR", "source_destination", 3)])
    assert journey_words.map_note(legs, 1, "country", release, EN).startswith(
        "And 1 smaller route that is withheld: too few people to show, or nobody."
    )


def test_nothing_but_countries_and_provinces_is_drawn(release: Release) -> None:
    """No shelter, no crossing, no town: the places of a map are the label points of whole units."""
    assert set(journey_maps._points().index) == {*provinces()["code"], *countries()["code"]} - {"PK-PB"}


def test_views_stand_in_the_address() -> None:
    assert journey_views.JourneyView().text() is None
    view = journey_views.JourneyView("province", "through", "ways")
    assert view.text() == "province-through-ways"
    assert journey_views.read_view("ways-through-province") == view
    assert journey_views.read_view("nonsense") == journey_views.read_view(None) == journey_views.JourneyView()


@pytest.mark.parametrize("saved", journey_views.SAVED, ids=lambda saved: saved.title)
def test_saved_views_name_known_choices(saved: journey_views.SavedView) -> None:
    from urllib.parse import parse_qs

    wanted = parse_qs(saved.address, strict_parsing=True)
    assert journey_views.read_view(wanted["view"][0]).text() == wanted["view"][0]
    assert set(wanted.get("country", [])) <= set(countries()["code"])
    assert set(wanted.get("place", [])) <= set(provinces()["code"])
    assert set(wanted.get("form", [])) <= set(words.LISTS["form"])


@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
def test_plotly_accepts_the_map(release: Release, level: str, width: str, t: Translator) -> None:
    for direction in journey_questions.DIRECTIONS:
        legs = journey_questions.legs(release, Filters(), level, direction)
        layout = journey_maps.route_map(legs, level, WHEN, t, width)
        go.Figure(journey_maps.figure(layout, level, t, LIGHT, width).to_dict())
