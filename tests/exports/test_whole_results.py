"""Whole results: every sentence, table and chart of the pages on small worlds, held against what they were.

A change that is meant is written by RESULTS=write, and read in the difference of the files of tests/exports/results.
"""

import io
from datetime import date

import pytest
from docx import Document

from data_access.questions.published_figures import published_figures
from data_access.release.filters import Filters
from data_access.release.release import Release
from exports.pdf.programme import report
from exports.text import Text, text_of
from exports.text_document import text_document
from exports.views import open_view
from exports.workbook import workbook_file
from figures.address.citation import Seen
from figures.answers import answer_to
from figures.context.published import returns
from figures.context.published.small_multiples import Bar
from figures.context.published.spans import spans_figure, spans_words
from figures.justice.panels import citizens
from figures.justice.panels import published as published_of_justice
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.returns import panels as of_cases
from figures.search.questions import QUESTIONS
from figures.views.view import View
from locales import translator
from tests.exports.whole_results import chart_lines, hold, panel_lines, view_lines, workbook_lines
from tests.worlds.hotspots import make_world, register_frame, tables
from tests.worlds.journeys import journeys
from tests.worlds.justice import justice
from tests.worlds.programmes import DEMONSTRATION, MORE, PUBLISHED, make_release_with_programmes
from tests.worlds.recovery import recovery
from tests.worlds.releases import open_release

pytestmark = pytest.mark.slow
EN = translator("en")
PAPER = Paper(EN, LIGHT)
ADDRESSES = {
    "overview": ["/", "/?country=AF&sex=female", "/?country=AF&with=PK"],
    "routes": ["/routes", "/routes?view=inbound-parts&country=IR", "/routes?view=route-AF~IR"],
    "routes_in_years": ["/routes?view=changes", "/routes?view=periods"],
    "ways": ["/routes?view=ways", "/routes?view=province"],
    "recovery": ["/recovery?view=identified-referral-provider", "/recovery?years=2024&with=2023"],
    "justice": ["/justice", "/justice?view=prosecuted-court-carpets&country=PK"],
    "places": ["/places?place=AF-HER&with=AF-KAB", "/places?country=PK", "/places?place=AF-HER&with=2023"],
    "programmes": [
        "/programmes?view=invented",
        "/programmes?view=donor&programme=demonstration-programme-a-children-return-home",
    ],
    "context": ["/context?country=AF"],
    "methods": ["/methods"],
}
OF_AREAS = {
    "hotspots": ["/hotspots"],
    "clusters": ["/hotspots?view=cluster"],
    "gaps": ["/hotspots?view=gap-source"],
    "place_with_a_rate": ["/places?place=AF-HER&with=AF-FRA"],
}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    world = {**journeys(), **recovery(), **justice()}
    # as many people in no two places, nor the same where they were found, taken from and exploited
    for turn, role in enumerate(("province", "source", "exploitation")):
        rows = world["year", role, "sex", "age"]
        places = [*dict.fromkeys(row[1] for row in rows)]
        world["year", role, "sex", "age"] = [
            (*row[:-1], row[-1] * (1 + (places.index(row[1]) * (3 + 2 * turn) + turn) % 8)) for row in rows
        ]
    loads = ([*PUBLISHED, *MORE], "results"), (DEMONSTRATION, "results")
    return open_release(make_release_with_programmes(tmp_path_factory.mktemp("results"), world, loads=loads))


@pytest.fixture(scope="module")
def areas(tmp_path_factory: pytest.TempPathFactory) -> Release:
    world = tables(recorded_by_border=500)
    return open_release(make_world(tmp_path_factory.mktemp("areas"), world, register=register_frame()))


def test_the_answers_to_the_questions(release: Release, areas: Release) -> None:
    views = [View(one, PAPER, Filters(), "") for one in (release, areas)]
    hold("answers", (said for view in views for n in range(len(QUESTIONS)) for said in answer_to(n + 1, view) if said))


def test_the_views_of_people(release: Release) -> None:
    _hold_views(ADDRESSES, release)


def test_the_views_of_areas(areas: Release) -> None:
    _hold_views(OF_AREAS, areas)


def test_the_report_of_a_programme(release: Release) -> None:
    code = "demonstration-programme-a-children-return-home"
    opened, said = report(open_view(f"/programmes?view=programme&programme={code}", release, PAPER), "programme", code)
    lines = (line for panel in opened.shown.panels for line in panel_lines(panel, release, EN))
    hold("programme_report", [*(f"{name}: {value}" for name, value in said), *lines])


def test_published_figures_beside_each_other(release: Release) -> None:
    figures, paper = published_figures(release, Filters()), PAPER
    charts = [
        chart
        for make in (returns.refugees, returns.ways, returns.crossings, returns.assisted, returns.children,
                     returns.deported_from, returns.deported_in_all)
        for chart in make(figures, EN)
    ]  # fmt: skip
    said = [f"{chart.title} ({chart.scale}): {[_bar(bar) for bar in chart.bars]}" for chart in charts]
    groups = returns.spans(figures, returns.EVERYONE, EN)
    of_justice = [
        f"{row['title']}: {row['value']}" for row in published_of_justice(View(release, PAPER, Filters(), ""))
    ]
    hold("published", [*said, *of_justice, *chart_lines(spans_figure(groups, paper)), spans_words(groups, EN)])


def test_returns_and_who_was_smuggled(release: Release) -> None:
    view = View(release, PAPER, Filters(country=("AF",), years=(2023, 2024)), "Of Afghanistan")
    panels = [
        make(view)
        for make in (of_cases.came_back, of_cases.came_back_by_year, of_cases.deported, of_cases.children_alone,
                     of_cases.smuggled, citizens)
    ]  # fmt: skip
    hold("returns", (line for panel in panels for line in panel_lines(panel, release, EN)))


def test_a_workbook(release: Release) -> None:
    opened = open_view("/recovery", release, PAPER)
    panels = [*open_view("/", release, PAPER).shown.panels, *opened.shown.panels]
    chosen = [next(panel for panel in panels if column in panel.answer) for column in ("year", "step_share")]
    seen = Seen("https://example.org/recovery?release=1", date(2026, 11, 27))
    hold("workbook", workbook_lines(workbook_file(chosen, opened.view, seen)))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_views_in_words(language: str, release: Release, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("figures.address.citation.published_on", lambda release: "2026-11-26")
    paper = Paper(translator(language), LIGHT)
    links = ["/", "/routes?years=2023-2024", "/recovery", "/places?place=AF-HER&with=AF-KAB", "/context?country=AF"]
    opened = [open_view(link, release, paper) for link in (links if language == "en" else links[:1])]
    hold(f"texts/{language}", (str(text_of(one, paper, date(2026, 11, 27))) for one in opened))


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_text_as_a_document(language: str) -> None:
    text = Text("A title.", ("Below it.",), (("A figure", "What it shows (±3)."),), "About these numbers", ("Whose.",))
    content = text_document(text, Paper(translator(language), LIGHT), date(2026, 11, 27))
    document = Document(io.BytesIO(content))
    styles = [document.styles[name].element.xml for name in ("Normal", "Heading 1", "Heading 2", "Caption")]
    hold(f"texts/document_{language}", "\n".join([document.element.body.xml, *styles]).splitlines())


def _bar(bar: Bar) -> str:
    return f"{bar.label} {bar.row and bar.row['value']} {bar.is_compared}"


def _hold_views(addresses: dict[str, list[str]], release: Release) -> None:
    for name, links in addresses.items():
        hold(name, (line for link in links for line in view_lines(open_view(link, release, PAPER), EN)))
