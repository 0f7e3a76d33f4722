"""A file of what others have published is not cited as counts of the release, nor tagged as invented, in any format."""

import datetime
import io
import shutil
from pathlib import Path

import pytest
from pptx import Presentation
from pypdf import PdfReader

from data_access.release.release import Release
from exports.deck.deck import make_deck, page_of
from exports.drawn.worker import Worker
from exports.pdf.brief import brief
from exports.text import text_of
from exports.views import Opened, open_view
from exports.whose import about
from figures.address.citation import Seen, citation
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.worlds.programmes import make_release_with_programmes
from tests.worlds.releases import make_release, open_release, region

DAY = datetime.date(2026, 11, 27)
EN = translator("en")
PAPER = Paper(EN, LIGHT)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release_with_programmes(tmp_path_factory.mktemp("whose"), region()))


def _formats(opened: Opened, release: Release, worker: Worker) -> dict[str, str]:
    pages = [page_of(opened, panel.key) for panel in opened.shown.panels]
    deck = Presentation(io.BytesIO(make_deck("Title", pages, PAPER, DAY)))
    shapes = [shape.text_frame.text for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    shapes += [slide.notes_slide.notes_text_frame.text for slide in deck.slides]
    document = PdfReader(io.BytesIO(brief(opened.link, release, PAPER, DAY, worker=worker)))
    return {
        "words": str(text_of(opened, PAPER, DAY)),
        "slides": "\n".join(shapes),
        "document": " ".join(" ".join(page.extract_text() for page in document.pages).split()),
    }


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="documents are not looked at without poppler-utils")
@pytest.mark.parametrize(("link", "is_of_release"), [("/programmes", False), ("/", True)])
def test_each_format_says_whose_the_numbers_are(
    link: str, is_of_release: bool, release: Release, worker: Worker
) -> None:
    opened = open_view(link, release, PAPER)
    assert opened.shown.panels
    for name, said in _formats(opened, release, worker).items():
        assert ("Differentially private counts" in said) == is_of_release, name
        assert ("They are not prevalence" in said) == is_of_release, name
        assert (str(sources.provenance_tag(release, EN)) in said) == is_of_release, name
        assert (link == "/") or (opened.link in said) or name == "document", name


@pytest.mark.parametrize("has_map", [True, False])
def test_what_stands_for_places_is_said_once_with_a_map_or_without(has_map: bool, tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region(), manifest={"places_are_proxies": True}))
    opened = open_view("/routes", release, PAPER)
    panels = opened.shown.panels
    proxies, caveat = sources.proxies_note(release, EN), sources.caveat(EN)
    assert proxies is not None
    said = about(opened, panels, DAY, EN, has_map=has_map)
    assert said[:3] == [
        sources.provenance_notice(release, EN), caveat, sources.map_note(release, EN) if has_map else proxies,
    ]  # fmt: skip
    assert said[3:] == [citation(release, Seen(opened.link, DAY), EN)]
