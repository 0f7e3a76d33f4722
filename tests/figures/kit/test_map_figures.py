"""Maps: what they colour, what they name, and that map, matrix, list and sentence say the same."""

import pytest

from data_access.questions import overview as questions
from data_access.questions import routes as route_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper, Width
from figures.kit.rows import rows_of
from figures.overview import words as overview_words
from figures.overview.place_map import place_map
from figures.routes import pair_matrix as route_figures
from figures.routes import words as journey_words
from geo.projection import MapFrame
from locales import Translator, translator

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
    texts = _filled(place_map(questions.by_place(region, Filters()), region, Paper(EN, LIGHT)))
    assert texts["AF-HER"].startswith("<b>Herat, Afghanistan</b><br>1,160 people (±")
    assert texts["TM-A"] == "<b>Ahal, Turkmenistan</b><br>Withheld: too few to show, or none"
    assert texts["IR-01"].endswith("Withheld: too few to show, or none")


def test_only_an_exact_release_says_that_nobody_is_recorded(exact: Release) -> None:
    figure = place_map(questions.by_place(exact, Filters()), exact, Paper(EN, LIGHT))
    assert _filled(figure)["IR-01"].endswith("None recorded")
    assert "None recorded" in [trace.name for trace in figure.data]


def test_a_chosen_country_fills_the_map(region: Release) -> None:
    answer = questions.by_place(region, Filters(country=("AF",)))
    figure = place_map(answer, region, Paper(EN, LIGHT), only=("AF",))
    assert {place[:2] for place in _filled(figure)} == {"AF"}
    west, east = figure.layout.geo.lonaxis.range
    assert 55 < west < 62 < 74 < east < 80


def test_places_that_were_not_chosen_are_outlines_and_not_withheld(region: Release) -> None:
    answer = questions.by_place(region, Filters(place="AF-HER"))
    figure = place_map(answer, region, Paper(EN, LIGHT), only=("AF-HER",))
    assert set(_filled(figure)) == {"AF-HER"}
    west, east = figure.layout.geo.lonaxis.range
    assert 55 < west < 62 < 74 < east < 80


def test_a_province_that_is_named_by_chance_does_not_hide_the_world(worlds: dict[str, Release]) -> None:
    release = worlds["countries"]
    assert "AF-BDG" in release.codes("province")
    figure = place_map(questions.by_place(release, Filters()), release, Paper(EN, LIGHT))
    assert figure.layout.geo.lonaxis.range == (-170, 190)
    assert {"US", "UA", "PH"} <= _filled(figure).keys()


def test_people_beyond_the_map_are_said(region: Release) -> None:
    note = overview_words.place_map_note(questions.by_place(region, Filters()), region, EN, by_province=True)
    assert note.startswith("40 people (±")
    assert "in 1 country without a recorded province is in the table, not on the map." in note
    # a map of countries shows all of them
    note = overview_words.place_map_note(questions.by_place(region, Filters()), region, EN, by_province=False)
    assert "without a recorded province" not in note


def test_matrix_legs_and_sentence_agree(region: Release, t: Translator) -> None:
    pairs = questions.origins_and_destinations(region, Filters())
    legs = route_questions.legs(region, Filters())
    direct = legs[legs["leg"].isin(["internal", "source_destination"]) & (legs["state"] == "count")]
    counts = {(row["from_place"], row["to_place"]): int(row["count"]) for row in rows_of(direct)}
    matrix = route_figures.matrix_figure(pairs, region, Paper(t, LIGHT)).data[0]
    in_matrix = {
        (source, destination): number
        for source, line in zip(matrix.y, matrix.text, strict=True)
        for destination, number in zip(matrix.x, line, strict=True)
        if number
    }
    assert in_matrix == {(t.country(a), t.country(b)): t.number(n) for (a, b), n in counts.items()}
    headline = journey_words.headline(route_questions.arrows(region, Filters()), "all", "2024", t)
    abroad = max(n for (a, b), n in counts.items() if a != b)
    assert t.number(abroad) in headline


@pytest.mark.parametrize("width", ["desktop", "tablet", "phone"])
@pytest.mark.parametrize("only", [(), ("AF",), ("UZ",)])
def test_a_map_is_as_high_as_its_land_and_has_its_key_below(
    region: Release, t: Translator, width: Width, only: tuple[str, ...]
) -> None:
    figure = place_map(questions.by_place(region, Filters(country=only)), region, Paper(t, LIGHT, width), only=only)
    drawn = figure.to_dict()
    layout, geo = drawn["layout"], drawn["layout"]["geo"]
    frame = MapFrame(*geo["lonaxis"]["range"], *geo["lataxis"]["range"], geo["projection"]["parallels"])
    below = layout["margin"]["b"]
    assert layout["height"] - below == round(layout["width"] * frame.height_by_width)
    bars = [trace["colorbar"] for trace in drawn["data"] if "colorbar" in trace]
    assert [(bar["y"], bar["yanchor"]) for bar in bars] == [(0, "top")]
    assert layout["annotations"] and all(0 < -note["yshift"] < below for note in layout["annotations"])
