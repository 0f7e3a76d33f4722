"""Maps: what they colour, what they name, and that map, matrix, list and sentence say the same."""

from itertools import combinations

import pandas as pd
import pytest

from data_access import questions
from data_access.filters import Filters
from data_access.gazetteer import countries
from data_access.release import Release
from locales import Translator, translator
from ui import flow_maps, maps, route_figures, words
from ui.map_labels import Drawing, label_boxes, label_sides, overlap
from ui.palette import LIGHT

EN = translator("en")
TWENTY = [
    "AF",
    "PK",
    "IR",
    "UZ",
    "TJ",
    "TM",
    "KZ",
    "RU",
    "TR",
    "AE",
    "SA",
    "OM",
    "QA",
    "GR",
    "IT",
    "DE",
    "KG",
    "IN",
    "AZ",
    "IQ",
]


def _filled(figure: object) -> dict[str, str]:
    """Place -> hover text, of every place with a colour of its own."""
    texts = {}
    for trace in figure.data:  # type: ignore[attr-defined]
        if trace.type == "choropleth" and trace.hovertext is not None:
            texts |= dict(zip(trace.locations, trace.hovertext, strict=True))
        elif trace.type == "choropleth" and trace.text is not None:
            reason = trace.hovertemplate.split("<br>")[1].removesuffix("<extra></extra>")
            names = [f"<b>{name}</b><br>{reason}" for name in trace.text]
            texts |= dict(zip(trace.locations, names, strict=True))
    return texts


def test_every_province_says_its_name_and_number(region: Release) -> None:
    texts = _filled(maps.place_map(questions.by_place(region, Filters()), region, EN, LIGHT, "desktop"))
    assert texts["AF-HER"].startswith("<b>Herat, Afghanistan</b><br>1,160 people (±")
    assert texts["TM-A"] == "<b>Ahal, Turkmenistan</b><br>Withheld: too few to show, or none"
    assert texts["IR-01"].endswith("Withheld: too few to show, or none")


def test_only_an_exact_release_says_that_nobody_is_recorded(exact: Release) -> None:
    figure = maps.place_map(questions.by_place(exact, Filters()), exact, EN, LIGHT, "desktop")
    assert _filled(figure)["IR-01"].endswith("None recorded")
    assert "None recorded" in [trace.name for trace in figure.data]


def test_a_chosen_country_fills_the_map(region: Release) -> None:
    answer = questions.by_place(region, Filters(country=("AF",)))
    figure = maps.place_map(answer, region, EN, LIGHT, "desktop", only=("AF",))
    assert {place[:2] for place in _filled(figure)} == {"AF"}
    west, east = figure.layout.geo.lonaxis.range
    assert 55 < west < 62 < 74 < east < 80


def test_people_beyond_the_map_are_said(region: Release) -> None:
    note = words.place_map_note(questions.by_place(region, Filters()), region, EN, by_province=True)
    assert note.startswith("40 people (±")
    assert "in 1 country without a recorded province is in the table, not on the map." in note


def test_map_matrix_list_and_sentence_agree(region: Release, t: Translator) -> None:
    pairs = questions.origins_and_destinations(region, Filters())
    legs = questions.journeys(region, Filters())
    direct = legs[legs["leg"].isin(["internal", "source_destination"]) & (legs["state"] == "count")]
    counts = {(row["from_country"], row["to_country"]): int(row["count"]) for row in words.rows_of(direct)}
    matrix = route_figures.matrix_figure(pairs, region, t, LIGHT, "desktop").data[0]
    in_matrix = {
        (source, destination): number
        for source, line in zip(matrix.y, matrix.text, strict=True)
        for destination, number in zip(matrix.x, line, strict=True)
        if number
    }
    assert in_matrix == {(t.country(a), t.country(b)): t.number(n) for (a, b), n in counts.items()}
    drawn = [trace.hovertext for trace in flow_maps.flow_map(legs, t, LIGHT, "desktop")[0].data if trace.hovertext]
    hover = " ".join(text if isinstance(text, str) else " ".join(text) for text in drawn)
    assert all(t.number(n) in hover for n in counts.values())
    headline = words.routes_headline(pairs, legs, t)
    abroad = max(n for (a, b), n in counts.items() if a != b)
    assert t.number(abroad) in headline


def test_flows_left_out_are_counted(region: Release) -> None:
    legs = questions.journeys(region, Filters())
    _, left_out = flow_maps.flow_map(legs.assign(from_country="XX"), EN, LIGHT, "desktop")
    assert left_out == int((legs["state"] == "count").sum())


def _twenty_countries() -> pd.DataFrame:
    places = countries().set_index("code").loc[TWENTY]
    return pd.DataFrame(
        {
            "longitude": places["label_lon"].astype(float),
            "latitude": places["label_lat"].astype(float),
            "edge": "",
            "loop": 0.0,
        }
    )


@pytest.mark.parametrize("width", ["desktop", "tablet", "phone"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_labels_overlap_neither_each_other_nor_places(width: str, language: str) -> None:
    nodes, drawing = _twenty_countries(), flow_maps.WIDE[width]  # type: ignore[index]
    nodes["loop"] = [12.0 if code in ("AF", "PK", "IR") else 0.0 for code in nodes.index]
    labels = flow_maps.node_labels(nodes, translator(language))
    points = flow_maps.node_boxes(nodes, drawing)
    sides = label_sides(labels, points, drawing, flow_maps.loop_boxes(nodes, drawing))
    boxes = _placed(labels, points, sides, drawing)
    assert len(boxes) >= {"desktop": 17, "tablet": 12, "phone": 8}[width]
    assert sides[0], "the country with most people has its name"
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [(box, point) for box in boxes for point in points if overlap(box, point)]
    assert all(box[0] >= 0 and box[2] <= drawing.width and box[1] >= 0 and box[3] <= drawing.height for box in boxes)


def _placed(labels: list[str], points: list, sides: list[str | None], drawing: Drawing) -> list:
    return [
        label_boxes(label, point, drawing)[side]
        for label, point, side in zip(labels, points, sides, strict=True)
        if side
    ]
