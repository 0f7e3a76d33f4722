"""Whole slides of a show, their words, sizes and places, on a world in which hardly two numbers are alike.

RESULTS=write writes them anew (see tests/exports/whole_results.py).
"""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date

import pytest

from data_access.release.release import Release
from exports.deck.deck import Page, page_of
from exports.views import open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.exports.whole_results import hold
from tests.worlds.releases import open_release
from tests.worlds.uneven import make_uneven
from ui.present import show, slide

pytestmark = pytest.mark.slow
VIEWS = ["/?country=AF&sex=female", "/hotspots?years=2020-2024", "/programmes", "/context?country=AF", "/routes"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_uneven(tmp_path_factory.mktemp("slides")))


def _slide_lines(page: Page, number: int) -> Iterator[str]:
    """All that a browser is given of one slide."""
    drawn = slide.drawn(page)
    yield f"== {page.opened.link} {page.panel.key if page.panel else None} {page.title}"
    if drawn:
        yield str({name: value for name, value in asdict(replace(drawn, figure=None)).items() if name != "figure"})  # type: ignore[arg-type]
        yield show._place(drawn, number, page)
    yield slide.head(page)
    yield slide.words(page, drawn if drawn and drawn.is_beside else None)
    yield slide.foot(page, f"{number} of 9", "Invented")
    yield slide.notes(page, date(2026, 1, 2))


def test_every_slide(release: Release) -> None:
    lines: list[str] = []
    papers = (Paper(translator("en"), LIGHT), Paper(translator("fa"), LIGHT), Paper(translator("en"), LIGHT, "phone"))
    for paper, links in zip(papers, (VIEWS, VIEWS[:2], VIEWS[:1]), strict=True):
        for link in links:
            opened = open_view(link, release, paper)
            pages = [page_of(opened, panel.key) for panel in opened.shown.panels]
            for number, page in enumerate(pages, 1):
                lines += _slide_lines(page, number)
            lines += _slide_lines(page_of(opened, None, "A title of its own. " * 8, "A note of its own."), 9)
            lines += _slide_lines(replace(pages[0], panel=None), 9)
    hold("numbers/slides", lines)
