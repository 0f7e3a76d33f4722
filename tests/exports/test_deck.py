"""A deck says the numbers of its pages, natively, in both directions, and never as a picture."""

import datetime
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from pptx import Presentation
from pptx.oxml.ns import qn

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.deck.chart_parts import parts_of
from exports.deck.deck import Page, make_deck, page_of
from exports.deck.drawing import SMALLEST
from exports.views import Opened, open_view
from figures.kit import sources
from figures.kit.labels import place_in_country
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.plots import PlainFigure
from figures.kit.rows import rows_of
from figures.routes.charts import ways_figure
from figures.routes.way_words import short_way
from locales import translator
from tests.worlds.releases import make_release, open_release, region

DAY = datetime.date(2026, 11, 27)
LINKS = [
    "/#places", "/#trend", "/#sex_and_age", "/#form", "/#change", "/routes#routes", "/routes#matrix",
    "/routes?view=ways#ways", "/recovery#funnel", "/context#latest", "/context#official",
]  # fmt: skip
LANGUAGES = ["en", "fa"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("deck"), region()))


def _open(link: str, release: Release, language: str) -> Opened:
    return open_view(link.partition("#")[0], release, Paper(translator(language), LIGHT))


@pytest.fixture(scope="module")
def contents(release: Release) -> dict[str, bytes]:
    made = {}
    for language in LANGUAGES:
        pages = [page_of(_open(link, release, language), link.partition("#")[2]) for link in LINKS]
        made[language] = make_deck("The region", pages, Paper(translator(language), LIGHT), DAY)
    return made


@pytest.fixture(scope="module")
def decks(contents: dict[str, bytes]) -> dict[str, Any]:
    return {language: Presentation(io.BytesIO(content)) for language, content in contents.items()}


def _slide(deck: Any, link: str) -> Any:
    return deck.slides[LINKS.index(link) + 1]


def _texts(slide: Any) -> str:
    return "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_keeps_the_standard(language: str, contents: dict[str, bytes], tmp_path: Any) -> None:
    file = tmp_path / "deck.pptx"
    file.write_bytes(contents[language])
    result = OpenXmlValidator(max_errors=0).validate(file)
    assert [f"{error.part_uri}: {error.description}" for error in result.errors] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shape_has_a_text_for_those_who_do_not_see_it_and_none_is_a_picture(
    language: str, contents: dict[str, bytes]
) -> None:
    names = zipfile.ZipFile(io.BytesIO(contents[language])).namelist()
    assert not [name for name in names if "/media/" in name]
    for slide in Presentation(io.BytesIO(contents[language])).slides:
        for named in slide._element.iter(qn("p:cNvPr")):
            if named.get("id") == "1":  # the slide itself
                continue
            is_decorative = "decorative" in etree.tostring(named).decode()
            assert is_decorative or named.get("descr"), named.get("name")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_smaller_than_the_last_row_can_read_and_everything_is_on_the_slide(
    language: str, decks: dict[str, Any]
) -> None:
    deck = decks[language]
    for slide in deck.slides:
        sizes = [int(size) for size in slide._element.xpath(".//@sz") if size.isdecimal()]
        assert min(sizes) >= 100 * SMALLEST
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_chart:
                fonts = shape.chart._chartSpace.xpath(".//@sz")
                assert min(map(int, fonts)) >= 100 * SMALLEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_slide_says_its_source_day_and_that_its_data_are_invented(
    language: str, release: Release, decks: dict[str, Any]
) -> None:
    t = translator(language)
    for link, slide in zip(LINKS, list(decks[language].slides)[1:], strict=True):
        opened = _open(link, release, language)
        assert slide.shapes.title.text_frame.text == opened.shown.headline
        notes = slide.notes_slide.notes_text_frame.text
        is_official = link in ("/context#latest", "/context#official")
        assert opened.link in notes
        assert (sources.caveat(t) in notes) != is_official
        assert (sources.source_line(release, t) in notes) != is_official
        assert (sources.provenance_tag(release, t) in _texts(slide)) != is_official
        assert ("UNODC" in _texts(slide)) == is_official


def test_the_notes_have_the_choices_of_the_figure_where_it_sets_some_aside(release: Release) -> None:
    paper = Paper(translator("en"), LIGHT)
    opened = open_view("/?country=AF&sex=female", release, paper)
    panel = replace(opened.shown.panels[0], sentence="All people, 2022 to 2024")
    for shown, said in ((opened.shown.panels[0], opened.view.sentence), (panel, "All people, 2022 to 2024")):
        deck = Presentation(io.BytesIO(make_deck("The region", [Page(opened, shown)], paper, DAY)))
        notes = deck.slides[1].notes_slide.notes_text_frame.text
        assert [line for line in notes.splitlines() if line.startswith("Shown: ")] == [f"Shown: {said}"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chart_has_the_numbers_of_its_page_and_their_margins(
    language: str, release: Release, decks: dict[str, Any]
) -> None:
    chart = next(shape.chart for shape in _slide(decks[language], "/#trend").shapes if shape.has_chart)
    answer = next(panel for panel in _open("/", release, language).shown.panels if panel.key == "trend").answer
    rows = rows_of(answer)
    t = translator(language)
    assert [series.values for series in chart.plots[0].series] == [
        tuple(float(row["count"]) if row["state"] == "count" else None for row in rows)
    ]
    margins = [float(value.text) for value in chart._chartSpace.xpath(".//c:errBars/c:plus//c:v")]
    wanted = [1.96 * row["standard_error"] if row["state"] == "count" else 0.0 for row in rows]
    assert margins == pytest.approx(wanted, rel=1e-4)
    for row, name in zip(rows, chart.plots[0].categories, strict=True):
        told = t.number(row["count"]) if row["state"] == "count" else t.gettext("withheld")
        assert t.year(row["year"]) in name
        assert told in re.sub("[\u200e\u200f\u202a-\u202c]", "", name)


def test_bars_whose_names_stand_above_them_have_their_names() -> None:
    t = translator("en")
    ways = pd.DataFrame(
        [("PK-PB-S", "PK-BA", "PK-BA", "IR", 1572), ("UZ", "other", "other", "RU", 515)],
        columns=["chain_source", "first_transit", "last_transit", "chain_destination", "count"],
    ).assign(standard_error=9.0, state="count")
    figure = ways_figure(ways, "2024", Paper(t, LIGHT))
    assert isinstance(figure, PlainFigure)
    parts = parts_of(*figure.parts, t)
    assert parts
    assert parts.categories == [f"{short_way(row, t)} · {row['count']:,}" for row in rows_of(ways)]


def test_what_is_withheld_is_no_bar_and_is_said(tmp_path: Any) -> None:
    cells = [(2023, "AF", "female", "adult", 400), (2023, "AF", "male", "adult", 3), (2024, "AF", "female", "adult", 2)]
    hidden = open_release(make_release(tmp_path, {("year", "country", "sex", "age"): cells}, standard_error=1.0))
    pages = [page_of(_open("/", hidden, "en"), key) for key in ("trend", "sex_and_age")]
    deck = Presentation(io.BytesIO(make_deck("Withheld", pages, Paper(translator("en"), LIGHT), DAY)))
    trend, ages = (next(shape.chart for shape in slide.shapes if shape.has_chart) for slide in list(deck.slides)[1:])
    assert trend.plots[0].series[0].values[1] is None
    assert "withheld" in trend.plots[0].categories[1]
    men = next(series for series in ages.plots[0].series if series.name == "Men and boys")
    assert set(men.values) == {None}
    assert any("Men and boys: withheld" in name for name in ages.plots[0].categories)


@pytest.mark.parametrize("language", LANGUAGES)
def test_axes_have_ids_that_every_program_reads(language: str, decks: dict[str, Any]) -> None:
    for slide in decks[language].slides:
        for shape in slide.shapes:
            if shape.has_chart:
                space = shape.chart._chartSpace
                ids = {int(one) for one in space.xpath(".//c:axId/@val")}
                assert all(0 < one < 2**31 for one in ids)
                assert {int(one) for one in space.xpath(".//c:crossAx/@val")} <= ids


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_place_of_the_map_is_a_shape_that_says_its_number_or_why_there_is_none(
    language: str, release: Release, decks: dict[str, Any]
) -> None:
    t = translator(language)
    answer = next(panel for panel in _open("/", release, language).shown.panels if panel.key == "places").answer
    said = {
        one.get("name"): one.get("descr") for one in _slide(decks[language], "/#places")._element.iter(qn("p:cNvPr"))
    }
    found = 0
    for row in rows_of(answer):
        name = place_in_country(row["place"], t)
        if len(row["place"]) == 2 or name not in said:
            continue
        found += 1
        told = t.number(row["count"]) if row["state"] == "count" else t.gettext("withheld")
        assert told.casefold() in said[name].casefold()
    assert found > 3


def test_a_flow_is_a_curve_with_an_arrowhead_and_its_sentence(decks: dict[str, Any]) -> None:
    slide = _slide(decks["en"], "/routes#routes")
    flows = [shape for shape in slide._element.iter(qn("p:sp")) if shape.xpath(".//a:tailEnd")]
    assert flows
    for flow in flows:
        assert flow.xpath(".//a:cubicBezTo")
        assert re.search(r"\d", flow.xpath(".//p:cNvPr/@descr")[0])
        assert flow.xpath(".//a:effectLst"), "no shadow of the theme"


def test_a_deck_in_dari_begins_at_the_right(decks: dict[str, Any]) -> None:
    for slide in decks["fa"].slides:
        written = [paragraph for paragraph in slide._element.iter(qn("a:p")) if paragraph.findall(qn("a:r"))]
        assert all(paragraph.pPr.get("rtl") == "1" for paragraph in written)
        assert all(table.get("rtl") == "1" for table in slide._element.iter(qn("a:tblPr")))
    runs = [run for slide in decks["fa"].slides for run in slide._element.iter(qn("a:rPr")) if run.get("lang")]
    assert {run.get("lang") for run in runs} == {"fa-AF"}
    assert all(run.find(qn("a:cs")) is not None for run in runs if run.getparent().tag == qn("a:r"))
    form = next(shape.chart for shape in _slide(decks["fa"], "/#form").shapes if shape.has_chart)
    assert form.value_axis.reverse_order


def test_a_table_says_how_many_rows_it_leaves_out(release: Release, decks: dict[str, Any]) -> None:
    slide = _slide(decks["en"], "/context#official")
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    answer = next(panel for panel in _open("/context", release, "en").shown.panels if panel.key == "official")
    shown = len(table.rows) - 1
    assert f"{shown} of {len(answer.read(translator('en')))} rows" in _texts(slide)
    first = [str(value) for value in answer.read(translator("en")).iloc[0]]
    assert [cell.text_frame.text for cell in list(table.rows)[1].cells] == first


def test_rows_that_are_named_by_several_places_are_no_native_chart() -> None:
    bars = {"type": "bar", "orientation": "h", "x": [5.0], "y": [0]}
    assert parts_of([bars], {"xaxis": {}, "yaxis": {}}, translator("en")) is None
    assert parts_of([bars], {"xaxis": {}, "yaxis": {"tickvals": [0], "ticktext": ["Herat"]}}, translator("en"))


def test_what_cannot_be_a_deck_is_refused(release: Release) -> None:
    opened = _open("/", release, "en")
    paper = Paper(translator("en"), LIGHT)
    with pytest.raises(BadInput, match="has no figure called 'nothing'; it has: places"):
        page_of(opened, "nothing")
    with pytest.raises(BadInput, match="at least one view"):
        make_deck("Empty", [], paper, DAY)
    with pytest.raises(BadInput, match="at most 60 slides"):
        make_deck("Long", [page_of(opened, None)] * 61, paper, DAY)
