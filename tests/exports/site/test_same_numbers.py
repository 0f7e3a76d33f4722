"""The numbers of a figure are the same on its page and in every file that leaves, and what is withheld is withheld."""

import io
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest
from docx import Document
from lxml import html
from pptx import Presentation

from data_access.release.release import Release
from exports.csv_file import csv_file
from exports.deck.deck import make_deck, page_of
from exports.drawn.worker import Worker
from exports.pdf.document import make_pdf
from exports.text import text_of
from exports.text_document import text_document
from exports.views import Opened, open_view
from exports.workbook import workbook_file
from figures.address.citation import Seen
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.tables import file_rows
from figures.views.panel import Panel
from locales import Translator, translator
from tests.exports.site.conftest import DAY
from tests.worlds.visits import forget_the_last_release, open_page

__all__ = ["forget_the_last_release"]


class Figure(NamedTuple):
    """A figure: its page and what stands in its address, its key, its page in the frozen edition, and its columns."""

    page: str
    query: dict[str, str]
    key: str
    frozen: str
    count: str = "count"
    state: str = "state"


FORM = Figure("overview", {}, "form", "index")
ROUTES = Figure("routes", {}, "routes", "routes")
VIEWS = [
    ("en", FORM),
    ("en", Figure("overview", {"view": "source"}, "places", "overview/source")),
    ("en", Figure("overview", {}, "places", "index")),
    ("en", ROUTES),
    ("en", Figure("hotspots", {}, "hotspot_map", "hotspots")),
    ("en", Figure("places", {"country": "AF"}, "place_roles", "places/AF", "one", "one_state")),
    ("fa", FORM),
    ("fa", ROUTES),
]
CODES = {translator(code).gettext("Code") for code in ("en", "fa")}  # beside the words that say the same
Rows = list[tuple[str, int | None]]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"),
    pytest.mark.parametrize(("language", "one"), VIEWS, ids=[f"{code}-{one.frozen}-{one.key}" for code, one in VIEWS]),
]


@pytest.fixture(autouse=True)
def database(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)


def _open(one: Figure, release: Release, t: Translator) -> tuple[Opened, Panel]:
    query = "&".join(f"{name}={value}" for name, value in one.query.items())
    opened = open_view(f"/{'' if one.page == 'overview' else one.page}?{query}", release, Paper(t, LIGHT))
    panel = page_of(opened, one.key).panel
    assert panel is not None
    return opened, panel


def _bare(text: object) -> str:
    """A text without marks of direction, with ordinary letters and with the digits of English."""
    said = unicodedata.normalize("NFKC", re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", str(text)))
    return " ".join("".join(str(unicodedata.digit(letter, letter)) for letter in said).replace("٬", ",").split())


def _number(cell: object) -> int | None:
    """The people of a cell; None where it says in words why there are none."""
    said = _bare(cell)
    if not re.search(r"\d", said):
        return None
    return int(float(said.replace(",", "")))


def _rows(table: pd.DataFrame, number: str) -> Rows:
    """What a table says: the name of each row, and its number."""
    names = [str(name) for name in table.columns]
    at = names.index(number)
    before = [name for name in names[: max(at, 1)] if name not in CODES]
    return sorted(
        (_bare(" ".join(str(row[names.index(name)]) for name in before[:2])), _number(row[at]))
        for row in table.itertuples(index=False, name=None)
    )


def _column(one: Figure, t: Translator) -> str:
    return t.gettext("People") if one.count == "count" else t.gettext("Number")


def _of_answer(panel: Panel, one: Figure, t: Translator) -> Rows:
    """The rows of the answer, with the words that a visitor reads: what is withheld has no number."""
    states = panel.answer[one.state].tolist()
    people = panel.answer[one.count].tolist()
    read = _rows(panel.read(t), _column(one, t))
    expected = sorted(int(number) for number, state in zip(people, states, strict=True) if state == "count")
    assert sorted(number for _name, number in read if number is not None) == expected
    assert sum(number is None for _name, number in read) <= sum(state != "count" for state in states)
    return read


def test_page_frozen_page_workbook_and_csv_say_the_same_row_by_row(
    language: str, one: Figure, release: Release, site: Path
) -> None:
    t = translator(language)
    opened, panel = _open(one, release, t)
    rows = _of_answer(panel, one, t)
    assert any(number is not None for _name, number in rows)

    app = open_page(one.page, lang=language, **one.query)
    app.session_state[f"details_{one.key}"] = True
    app.run()
    table = app.dataframe[0].value  # of the only figure that is opened
    page = table[table.columns[::-1]] if language == "fa" else table
    assert _rows(page, _column(one, t)) == rows

    tree = html.fromstring((site / language / f"{one.frozen}.html").read_text(encoding="utf-8"))
    frozen = tree.get_element_by_id(one.key).find(".//table")
    heads = ["".join(cell.itertext()) for cell in frozen.find("thead").iter("th")]
    cells = [["".join(cell.itertext()) for cell in row.iter("th", "td")] for row in frozen.find("tbody").iter("tr")]
    assert _rows(pd.DataFrame(cells, columns=heads), _column(one, t)) == rows

    book = openpyxl.load_workbook(io.BytesIO(workbook_file([panel], opened.view, Seen(opened.link, DAY))))
    head, *written = [row for row in book.worksheets[0].iter_rows(values_only=True) if any(row)]
    sheet = pd.DataFrame(written, columns=[str(name) for name in head])
    number = _column(one, t) if _column(one, t) in sheet.columns else str(head[len(head) - 1])
    found = [_number(cell) for cell in sheet[number]]
    assert sorted(found, key=str) == sorted((people for _name, people in rows), key=str)

    frame = file_rows(panel.answer, t if panel.table is None else None)
    content = csv_file(frame, title=panel.title, choices="", source="", release_id=release.id)
    csv = pd.read_csv(io.BytesIO(content))
    withheld = csv[one.state] != "count"
    assert csv[one.count][withheld].isna().all()
    assert sorted(csv[one.count][~withheld].astype(int)) == sorted(n for _name, n in rows if n is not None)


def test_slides_pdf_and_texts_say_no_other_numbers(
    language: str, one: Figure, release: Release, worker: Worker
) -> None:
    t = translator(language)
    opened, panel = _open(one, release, t)
    rows = _of_answer(panel, one, t)
    people = {number for _name, number in rows if number is not None}
    withheld = [name for name, number in rows if number is None]

    deck = Presentation(io.BytesIO(make_deck("x", [page_of(opened, one.key)], Paper(t, LIGHT), DAY)))
    charts, said = _slide(deck.slides[1])
    if charts:
        assert {value for value in charts if value is not None} == people
    else:
        largest = f"{max(people):,}"
        assert largest in said or one.key == "hotspot_map"
    if withheld:
        assert _bare(t.gettext("withheld")) in said or _bare(t.gettext("Withheld: too few to show, or none")) in said

    shown = [Opened(opened.path, opened.link, opened.view, opened.shown, {})]
    pdf = make_pdf(shown, Paper(t, LIGHT), DAY, sides=9, worker=worker)
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    document = _bare(read.decode())
    numbers = {int(one.replace(",", "")) for one in re.findall(r"\d[\d,]*", document) if one.strip(",")}
    assert people <= numbers
    assert not withheld or _bare(t.gettext("withheld")) in document or language == "fa"

    text = text_of(opened, Paper(t, LIGHT), DAY)
    paragraphs = Document(io.BytesIO(text_document(text, Paper(t, LIGHT), DAY))).paragraphs
    in_docx = _bare(" ".join(paragraph.text for paragraph in paragraphs))
    plain = _bare(str(text))
    assert sorted(re.findall(r"\d[\d,]*", in_docx)) == sorted(re.findall(r"\d[\d,]*", plain))
    for name in withheld:
        assert not re.search(rf"{re.escape(name)}: \d", plain)
    if _bare(panel.title) in plain and one.key != "hotspot_map":
        assert f"{max(people):,}" in plain


def _slide(slide: Any) -> tuple[list[float | None], str]:
    """The numbers of the native charts of a slide, and all its words, those for screen readers too."""
    values: list[float | None] = []
    said = []
    for shape in slide.shapes:
        if getattr(shape, "has_chart", False):
            plot = shape.chart.plots[0]
            values += [value for series in plot.series for value in series.values]
            said += [str(name) for name in plot.categories]
        if shape.has_text_frame:
            said.append(shape.text_frame.text)
        said += [str(each.get("descr") or "") for each in shape._element.iter() if each.tag.endswith("cNvPr")]
        if getattr(shape, "has_table", False):
            said += [cell.text for row in shape.table.rows for cell in row.cells]
    return values, _bare(" ".join(said))
