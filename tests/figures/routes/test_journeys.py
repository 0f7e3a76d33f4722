"""The map of routes and its other forms: layout, agreement to the unit, and the worlds where little may be shown."""

import re

import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions import overview as questions
from data_access.questions import routes as journey_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit import tables as answer_table
from figures.kit.labels import label
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.kit.rows import published, rows_of
from figures.routes import change_words, leg_words, pair_words, way_words
from figures.routes import charts as journey_figures
from figures.routes import layout as journey_layout
from figures.routes import map as journey_maps
from figures.routes import pair_matrix as route_figures
from figures.routes import sankey as journey_sankey
from figures.routes import words as journey_words
from findings import change
from locales import Translator, translator
from tests.worlds.journeys import arrows_frame, legs_frame, many_legs
from ui.routes import route_list as journey_list

EN = translator("en")
WIDTHS = ("desktop", "tablet", "phone")
WHEN = "2022 to 2024"


def _many(number: int) -> pd.DataFrame:
    return legs_frame(many_legs(number))


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


@pytest.mark.parametrize("width", ["desktop", "tablet"])  # a phone has a list
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


def test_a_country_whose_province_is_not_recorded_is_no_place_inside_it() -> None:
    legs = legs_frame([("PK", "IR-11", "source_destination", 90), ("PK-BA", "IR-11", "source_destination", 60),
                       ("PK-BA", "AE", "source_destination", 50)])  # fmt: skip
    arrows = arrows_frame(legs)
    layout = journey_maps.route_map(legs, arrows, "province", WHEN, EN, "desktop")
    assert [(flow["from_place"], flow["to_place"]) for flow in layout.flows] == [("PK-BA", "IR-11"), ("PK-BA", "AE")]
    assert {place["place"] for place in layout.places} == {"PK-BA", "IR-11", "AE"}
    assert journey_layout.unplaced_arrows(arrows, "province") == 1
    assert journey_layout.unplaced_arrows(arrows, "country") == 0


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


def test_a_trend_says_its_first_last_and_largest_year() -> None:
    rows = [(2020, 120), (2021, None), (2022, 410), (2023, 300), (2024, None)]
    years = pd.DataFrame(
        [(year, count, 5.0, "withheld" if count is None else "count") for year, count in rows],
        columns=["year", "count", "standard_error", "state"],
    ).astype({"count": "Int64"})
    assert journey_words.trend_words(years, "Kabul to Iran", EN) == (
        "Kabul to Iran by year. 2020: 120 people (±10). 2023: 300 people (±10). Most in 2022."
    )
