"""A document says the numbers of its page, its source, date and filters, and what is withheld, in both directions."""

import datetime
import io
import re
import shutil
import subprocess
import unicodedata
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from pypdf import PdfReader
from sqlalchemy import make_url

from data_access.database import open_database
from data_access.errors import BadInput
from data_access.release.release import Release
from exports.__main__ import main
from exports.drawn.typesetting import LEVELS
from exports.drawn.worker import Worker
from exports.pdf.brief import brief, place_link, programme_link
from exports.pdf.document import MOST_NARROW, MOST_WIDE, _panel, make_pdf, plain
from exports.views import Opened, open_view
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.panel import Panel, Shown
from locales import translator
from tests.worlds.programmes import DEMONSTRATION, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

DAY = datetime.date(2026, 11, 27)
HOSTILE = [
    '#panic("x")',
    "$x^2$ *bold* _a_",
    '#image("/etc/passwd")',
    "\\u{41} @ref <label> [b]",
    "= Heading // no",
    "﷽ 字",
]
LANGUAGES = ["en", "fa"]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"),
]


def _sheets(content: bytes) -> list[str]:
    """What another program reads, without marks of direction and with the ordinary forms of letters."""
    said = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout
    return [_bare(sheet) for sheet in said.decode().split("\f")[:-1]]


def _text(content: bytes) -> str:
    return " ".join(_sheets(content))


def _bare(text: str) -> str:
    text = unicodedata.normalize("NFKC", re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", text))
    return " ".join(text.split())


def _paper(language: str) -> Paper:
    return Paper(translator(language), LIGHT)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_brief_says_what_its_page_says(language: str, release: Release, worker: Worker) -> None:
    t = translator(language)
    link = "/places?place=PK-BA&sex=female"
    content = brief(link, release, _paper(language), DAY, worker=worker)
    sheets, said = _sheets(content), _text(content)
    opened = open_view(link, release, _paper(language))
    assert 1 <= len(sheets) <= 2
    numbers = set(re.findall(r"\d[\d,٬]*", said))
    roles = next(panel.answer for panel in opened.shown.panels if panel.key == "place_roles")
    wanted = {t.number(row["one"]) for row in roles.to_dict("records") if row["one_state"] == "count"}
    assert wanted and wanted <= numbers
    for text in (t.number(release.id), t.date(DAY).split()[-1]):
        assert all(text in sheet for sheet in sheets)
    if language == "en":
        assert _bare(opened.shown.headline) in said
        assert _bare(opened.view.sentence) in said
        assert all("Demonstration data" in sheet and "Page" in sheet for sheet in sheets)
        assert sources.caveat(t)[:60] in said
        assert "±" in said
        assert "withheld" in said
    assert "place=PK-BA" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_tagged_and_has_its_language_title_bookmarks_and_letters(
    language: str, release: Release, worker: Worker
) -> None:
    reader = PdfReader(io.BytesIO(brief("/", release, _paper(language), DAY, worker=worker)))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith(language)
    assert reader.metadata is not None
    assert reader.metadata.title == open_view("/", release, _paper(language)).shown.headline
    assert reader.outline
    fonts = {
        str(font["/BaseFont"])
        for page in reader.pages
        for font in (one.get_object() for one in page["/Resources"]["/Font"].values())
    }
    assert fonts and all("+NotoSans" in name or "+Vazirmatn" in name for name in fonts)
    assert len(reader.pages) == 1


def test_a_withheld_cell_is_withheld(release: Release, worker: Worker) -> None:
    opened = open_view("/", release, _paper("en"))
    answer = pd.DataFrame({"year": [2021, 2022], "count": [77, None], "standard_error": [5.0, None],
                           "state": ["count", "withheld"]})  # fmt: skip
    panel = Panel("x", "Two years", answer, None, "Two years")
    content = make_pdf([_showing(opened, panel)], _paper("en"), DAY, sides=1, worker=worker)
    assert re.search(r"2021 77 .* 2022 withheld", _text(content))


def test_columns_of_a_table_do_not_run_into_each_other(release: Release, worker: Worker) -> None:
    opened = open_view("/", release, _paper("fa"))
    many = pd.DataFrame({f"ستون‌دراز{number}": [1_000_000 + number] for number in range(30)})
    panel = Panel("x", "جدول", many, None, "جدول", table=many)
    sheet = make_pdf([_showing(opened, panel)], _paper("fa"), DAY, sides=1, worker=worker)
    columns = [number for number in range(30) if translator("fa").number(1_000_000 + number) in _text(sheet)]
    assert 5 < len(columns) < 30
    said = _text(sheet).replace(" ", "")  # the words of a line stand as they look
    assert f"از{translator('fa').number(30)}ستون" in said and translator("fa").number(len(columns)) in said


@pytest.mark.parametrize("link", ["/recovery?sex=female", "/hotspots"])
def test_no_table_is_wider_than_its_room(link: str, release: Release) -> None:
    opened = open_view(link, release, _paper("fa"))
    for panel in opened.shown.panels:
        shown = _panel(panel, opened, [])
        if shown["table"]:
            assert sum(shown["table"]["wide"]) <= (MOST_WIDE if shown["is_wide"] else MOST_NARROW), panel.key
            assert not [head for head in shown["table"]["head"] if "(2)" in head]


def _showing(opened: Opened, panel: Panel, headline: str = "Title") -> Opened:
    return replace(opened, shown=Shown(headline, (), (panel,)))


def test_a_text_is_never_markup(release: Release, worker: Worker) -> None:
    opened = open_view("/", release, _paper("en"))
    table = pd.DataFrame({"What": HOSTILE, "Number": range(len(HOSTILE))})
    for text in HOSTILE:
        panel = Panel("x", text, table, None, text, note=text, table=table)
        said = _text(make_pdf([_showing(opened, panel, text)], _paper("en"), DAY, sides=1, worker=worker))
        for other in HOSTILE[:5]:
            assert _bare(plain(other)) in said


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a@b/", "/nowhere", "/?form=%23panic", "/places?place=X"]
)
def test_hostile_links_are_refused(link: str, release: Release, worker: Worker) -> None:
    with pytest.raises(BadInput):
        brief(link, release, _paper("en"), DAY, worker=worker)


def test_a_release_that_was_withdrawn_says_so(address: str, release: Release, worker: Worker) -> None:
    withdrawn = Release(open_database(make_url(address), read_only=True), release.id, "#wrong numbers*")
    assert "#wrong numbers*" in _text(brief("/", withdrawn, _paper("en"), DAY, worker=worker))


def test_the_command_writes_a_brief(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    out = tmp_path / "brief.pdf"
    assert main(["brief", str(out), "--place", "PK"]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["brief", str(out), "--place", "ZZ"]) == 2
    assert "country=ZZ" in capsys.readouterr().err
    assert place_link("PK-BA") == "/places?place=PK-BA"


def test_the_report_of_an_invented_programme_says_so_and_names_its_columns(tmp_path: Path, worker: Worker) -> None:
    invented = open_release(make_release_with_programmes(tmp_path, one_cell(), loads=[(DEMONSTRATION, "results")]))
    link = programme_link("demonstration-programme-a-children-return-home")
    sheets = _sheets(brief(link, invented, _paper("en"), DAY, worker=worker))
    tag = sources.provenance_tag(invented, translator("en"))
    assert tag and all(tag in sheet[:80] for sheet in sheets)
    assert "(Invented)" in sheets[0]
    assert not re.search(r"cumulative_|\bstart end\b", " ".join(sheets))
    assert "Period Target Actual value" in " ".join(sheets)


def test_what_does_not_fit_takes_another_side_and_no_figure_too_small_to_be_read(
    release: Release, worker: Worker
) -> None:
    assert min(figures for _, _, figures in LEVELS) >= 0.7
    assert min(letters for _, letters, _ in LEVELS) >= 0.8
    opened = open_view("/", release, _paper("en"))
    crowded = replace(opened.shown, panels=opened.shown.panels * 6)
    content = make_pdf([replace(opened, shown=crowded)], _paper("en"), DAY, sides=1, worker=worker)
    assert len(_sheets(content)) > 1


def test_the_document_of_a_whole_address_is_made_as_of_its_link(release: Release, worker: Worker) -> None:
    """As the button of a page asks for it. Nothing in a footer may be a link in PDF/UA."""
    whole = "http://localhost:8501/places?country=AF"
    assert whole in _text(brief(whole, release, Paper(translator("en"), LIGHT), DAY, worker=worker))
