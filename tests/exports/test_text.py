"""A view in words says the sentences of its page, on one page, in both directions."""

import ast
import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from data_access.database import PROJECT
from data_access.errors import BadInput
from data_access.release.release import Release
from exports.__main__ import main
from exports.pdf.document import plain
from exports.text import MOST_WORDS, Text, _ended, _with_room, text_of
from exports.text_document import text_document
from exports.text_without_pictures import LEGENDS, OPENINGS, without_pictures
from exports.views import PAGES, Opened, open_view
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.worlds.releases import make_release, one_cell, open_release, region

DAY = datetime.date(2026, 11, 27)
LANGUAGES = ["en", "fa"]


def _paper(language: str) -> Paper:
    return Paper(translator(language), LIGHT)


def _said(link: str, release: Release, language: str) -> tuple[Text, Opened]:
    opened = open_view(link, release, _paper(language))
    return text_of(opened, _paper(language), DAY), opened


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_said_in_its_own_sentences(path: str, language: str, release: Release) -> None:
    text, opened = _said(f"/{path}", release, language)
    t = translator(language)
    assert text.title == plain(opened.shown.headline)
    by_title = {plain(panel.title): panel for panel in opened.shown.panels}
    for title, words in text.sections:
        panel = by_title.get(title.removesuffix(f" ({sources.panel_tag(release, t)})"))
        if panel is None:
            assert title == t.gettext("Not in this text")
        elif panel.has_numbers:
            said = without_pictures(plain(panel.alt), t).removeprefix(f"{plain(panel.title)}. ")
            assert words.startswith(said if panel.draw else plain(str(panel.read(t).iloc[0, 0])))
            assert without_pictures(plain(panel.notes(release, t) or ""), t) in words
    assert len(text.sections) <= 1 + len(opened.shown.panels)
    words = sum(len(one.split()) for section in text.sections[1:] for one in section)
    assert words < MOST_WORDS + 12
    assert opened.link in text.about[-1] or opened.link in text.about[-2]
    assert ".." not in str(text) and not [one for _title, one in text.sections if not one.endswith(".")]
    assert all(one in str(text) for one in (text.title, *text.below, *text.about))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("path", "is_of_release"), [("", True), ("methods", True), ("context", False)])
def test_published_numbers_are_not_called_those_of_the_release(
    path: str, is_of_release: bool, language: str, release: Release
) -> None:
    t = translator(language)
    opened = open_view(f"/{path}", release, _paper(language))
    if not is_of_release:  # what of the page is of the release finds no room
        panels = tuple(panel for panel in opened.shown.panels if panel.source)
        opened = replace(opened, shown=replace(opened.shown, panels=panels))
    text = text_of(opened, _paper(language), DAY)
    of_release = [sources.source_line(release, t), sources.provenance_notice(release, t), sources.caveat(t)]
    assert [plain(one or "") in text.about for one in of_release] == [is_of_release] * 3
    assert (sources.provenance_tag(release, t) in text.below) == is_of_release


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_speaks_of_no_drawing(language: str, release: Release) -> None:
    t = translator(language)
    of_drawings = [t.gettext(one).partition(". ")[0] for one in OPENINGS] + [t.gettext(one) for one in LEGENDS]
    assert language == "en" or not {*of_drawings} & {one.partition(". ")[0] for one in (*OPENINGS, *LEGENDS)}
    for view in [f"/{path}" for path in PAGES] + ["/routes?view=parts", "/hotspots?view=gap"]:
        text, _opened = _said(view, release, language)
        assert not [one for one in of_drawings if "{" not in one and one in str(text)], view


def test_a_year_that_is_not_finished_is_named_once(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, region(), manifest={"data_until": "2024-12-31"}))
    for path in ("", "routes", "recovery", "justice", "places"):
        text, _opened = _said(f"/{path}", release, "en")
        assert str(text).count("2024 is not finished") == 1, path
    past, _opened = _said("/routes?years=2022-2022", release, "en")
    assert "is not finished" not in str(past)


def test_it_says_how_many_figures_and_sentences_found_no_room(release: Release) -> None:
    opened = open_view("/places?place=PK-BA", release, _paper("en"))
    first, second = opened.shown.panels[:2]
    long = replace(first, alt="word " * MOST_WORDS)
    shown = replace(opened.shown, panels=(first, long, second))
    text = text_of(replace(opened, shown=shown), _paper("en"), DAY)
    titles = [f"{first.title} (Invented)", f"{second.title} (Invented)", "Not in this text"]
    assert [title for title, _words in text.sections] == titles
    assert text.sections[-1][1] == "1 more figure is on the page."
    alone = text_of(replace(opened, shown=replace(opened.shown, panels=(long,))), _paper("en"), DAY)
    assert len(alone.sections) == 1
    below = text_of(replace(opened, shown=replace(opened.shown, below=("word " * MOST_WORDS,) * 3)), _paper("en"), DAY)
    assert "2 more are on the page." in below.below


@pytest.mark.parametrize("text", ["Said.", "Said!", "گفته شد؟", "\u2066Said.\u2069", "(Said.)", "“Said.”", "So on…"])
def test_a_sentence_that_has_its_stop_gets_no_other(text: str) -> None:
    assert _ended(text) == text
    assert _ended(f"{text} more") == f"{text} more."
    assert _ended(f"{text} (±3)") == f"{text} (±3)."


def test_as_many_words_find_room_as_there_are_and_the_first_text_does_in_any_case() -> None:
    assert _with_room(["a b", "c d e", "f"], 0, 5) == [0, 1]
    assert _with_room(["a b", "c d e f", "g h i"], 0, 5) == [0, 2]
    assert _with_room(["a b", "c"], 4, 5) == [0]
    assert _with_room(["a b", "c"], 2, 5) == [0, 1]


def test_numbers_have_their_margins_and_withheld_ones_are_withheld(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, one_cell()))
    text, _opened = _said("/places?place=AF-KAB", release, "en")
    roles = dict(text.sections)["Source, transit or destination (Invented)"]
    assert roles.startswith("Identified there: 25 (±")
    (tmp_path / "few").mkdir()
    few = open_release(make_release(tmp_path / "few", one_cell(people=3)))
    text, _opened = _said("/", few, "en")
    assert [words.split(":")[0] for _title, words in text.sections[:2]] == [
        "Everything here is withheld to protect people",
    ] * 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_has_the_same_words_in_the_direction_of_the_language(language: str, release: Release) -> None:
    text, _opened = _said("/hotspots", release, language)
    document = Document(io.BytesIO(text_document(text, _paper(language), DAY)))
    said = [paragraph.text for paragraph in document.paragraphs]
    sections = [f"{title}: {words}" for title, words in text.sections]
    assert said == [text.title, *text.below, *sections, text.about_title, *text.about]
    known = document.core_properties
    assert (known.title, known.language, known.created.date(), known.comments) == (text.title, language, DAY, "")
    turned = [one._p.pPr is not None and one._p.pPr.find(qn("w:bidi")) is not None for one in document.paragraphs]
    runs = [run.font.rtl for paragraph in document.paragraphs for run in paragraph.runs]
    assert {*turned} == {language == "fa"}
    assert {*runs} == ({True} if language == "fa" else {None})


def test_the_command_writes_it_and_refuses_other_endings(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    out = tmp_path / "said.txt"
    assert main(["brief", str(out), "--place", "PK-BA", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bytes"] == out.stat().st_size
    assert "Balochistan" in out.read_text()
    assert main(["brief", str(tmp_path / "said.docx"), "--view", "/routes"]) == 0
    assert Document(str(tmp_path / "said.docx")).paragraphs[0].text
    assert main(["brief", str(tmp_path / "said.odt"), "--view", "/routes"]) == 2
    assert "said.odt ends in none of .pdf, .docx, .txt" in capsys.readouterr().err
    assert main(["brief", str(tmp_path / "said.txt"), "--place", ""]) == 2
    assert "ask for a code" in capsys.readouterr().err
    assert not (tmp_path / "said.odt").exists()


def test_what_cannot_be_taken_into_a_file_is_refused(release: Release) -> None:
    with pytest.raises(BadInput, match="hidden people"):
        _said("/hotspots?view=hidden", release, "en")


def test_the_sentences_that_are_left_out_are_those_of_the_figures() -> None:
    """A sentence that is worded anew there would stay in the texts."""
    written = {
        node.value
        for path in (PROJECT / "figures").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert {*OPENINGS, *LEGENDS} <= written
