"""Every page and every view of the small region: the numbers of its figures are the same in every format, as programs
that are not ours read them."""

import io
import re
import shutil
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pandas as pd
import pytest
from lxml import html
from pptx import Presentation

from data_access.release.release import Release
from exports.csv_file import csv_file
from exports.deck.deck import make_deck, page_of
from exports.drawn.worker import Worker
from exports.pdf.document import MOST_ROWS, make_pdf
from exports.site.leaves import Leaf, Maker
from exports.views import Opened
from exports.workbook import workbook_file
from figures.address.citation import Seen
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.tables import file_rows
from figures.views.panel import Panel
from figures.views.view import is_published, memory
from locales import translator
from tests.exports.site.conftest import DAY
from tests.worlds.visits import forget_the_last_release, open_page

__all__ = ["forget_the_last_release"]

T = translator("en")
PAPER = Paper(T, LIGHT)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
FEW = 2  # countries, provinces and programmes each, which are made alike
Bag = Counter[float]
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed"),
]


@pytest.fixture(scope="module")
def leaves(release: Release) -> list[Leaf]:
    made = [one for one in Maker(release, PAPER, memory(10_000)).leaves() if isinstance(one, Leaf)]
    seen: Counter[str] = Counter()
    kept = []
    for leaf in made:
        seen[leaf.group] += 1
        if leaf.group == "page" or (leaf.group != "story" and seen[leaf.group] <= FEW):
            kept.append(leaf)
    assert len(kept) > 30 and len({leaf.path for leaf in kept}) == 9
    return kept


def _figures(leaf: Leaf) -> list[Panel]:
    """Those that are made of the view itself, and have numbers."""
    own = [slide.panel for slide in leaf.slides if slide.panel and slide.opened is leaf.opened]
    return [panel for panel in own if is_published(panel.answer) and panel.has_numbers]


def _bag(texts: Iterable[object]) -> Bag:
    """Every number of these cells, as often as it stands there."""
    found: Bag = Counter()
    for text in texts:
        if isinstance(text, float | int) and not isinstance(text, bool):
            text = "" if pd.isna(text) else T.number(float(text))
        said = unicodedata.normalize("NFKC", "" if text is None else str(text))
        said = re.sub("[\u200c-\u200f\u202a-\u202e\u2066-\u2069]", "", said)
        found.update(float(one.replace(",", "")) for one in NUMBER.findall(said))
    return found


def _cells(table: pd.DataFrame) -> Iterator[object]:
    for row in table.itertuples(index=False, name=None):
        yield from row


def _people(panel: Panel) -> Bag:
    """The people of an answer: what every format must say."""
    if not {"count", "state"} <= {*panel.answer.columns} or panel.table is not None:
        return Counter()
    shown = panel.answer[panel.answer["state"] == "count"]
    return Counter(float(number) for number in shown["count"])


def _missing(wanted: Bag, found: Bag, where: str) -> list[str]:
    return [f"{where}: {number:g} is not there" for number in wanted - found]


@pytest.mark.long
def test_tables_of_the_frozen_edition(leaves: list[Leaf], site: Path) -> None:
    wrong, looked = [], 0
    for leaf in leaves:
        tree = html.fromstring((site / "en" / leaf.file).read_text(encoding="utf-8"))
        for panel in _figures(leaf):
            where = f"{leaf.file}#{panel.key}"
            body = tree.get_element_by_id(panel.key).find(".//tbody")
            found = _bag("".join(cell.itertext()) for cell in body.iter("td", "th"))
            wrong += _missing(_people(panel), found, where)
            wrong += _missing(found, _bag(_cells(panel.read(T))), f"{where} (page)")
            looked += 1
    assert not wrong, "\n".join(wrong[:40])
    assert looked > 80


def test_csv_and_workbook(leaves: list[Leaf]) -> None:
    wrong, looked = [], 0
    for leaf in leaves:
        panels = _figures(leaf)
        if not panels:
            continue
        book = openpyxl.load_workbook(
            io.BytesIO(workbook_file(panels, leaf.opened.view, Seen("https://x.example/", DAY)))
        )
        sheets = [one for one in book.worksheets if one.title.startswith("Table")]
        for panel, sheet in zip(panels, sheets, strict=True):
            where, people = f"{leaf.file}#{panel.key}", _people(panel)
            in_sheet = _bag(cell for row in sheet.iter_rows(values_only=True) for cell in row)
            wrong += _missing(people, in_sheet, f"{where} (workbook)")
            frame = file_rows(panel.answer, T if panel.table is None else None)
            content = csv_file(frame, title=panel.title, choices="", source="", release_id=1)
            read = pd.read_csv(io.BytesIO(content), keep_default_na=False, na_values=[""])
            if people:
                is_count = read["state"] == "count"
                if Counter(read["count"][is_count].astype(float)) != people:
                    wrong.append(f"{where} (CSV)")
                others = read.loc[~is_count, [name for name in ("count", "standard_error", "margin", "lower", "upper")
                                              if name in read]]  # fmt: skip
                if others.notna().any(axis=None):
                    wrong.append(f"{where}: a number of what has none")
                looked += 1
    assert not wrong, "\n".join(wrong[:40])
    assert looked > 30


@pytest.mark.long
def test_documents_have_every_row_of_the_csv(leaves: list[Leaf], worker: Worker) -> None:
    wrong = []
    for leaf in leaves:
        panels = tuple(replace(panel, draw=None) for panel in _figures(leaf))
        opened = leaf.opened
        document = Opened(opened.path, opened.link, opened.view, replace(opened.shown, panels=panels), {})
        pdf = make_pdf([document], PAPER, DAY, sides=40, worker=worker)
        read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True).stdout
        found = _bag([read.decode()])
        wanted: Bag = Counter()
        for panel in panels:
            if len(panel.read(T)) <= MOST_ROWS:
                wanted += _people(panel)
        wrong += _missing(wanted, found, leaf.file)
        withheld = sum((panel.read(T) == "withheld").sum().sum() for panel in panels if len(panel.read(T)) <= MOST_ROWS)
        if read.decode().count("withheld") < withheld:
            wrong.append(f"{leaf.file}: a cell is not said to be withheld")
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.long
def test_slides_say_no_other_numbers(leaves: list[Leaf]) -> None:
    wrong, charts, tables = [], 0, 0
    for leaf in leaves:
        panels = _figures(leaf)
        if not panels:
            continue
        pages = [page_of(leaf.opened, panel.key) for panel in panels]
        deck = Presentation(io.BytesIO(make_deck("x", pages, PAPER, DAY)))
        for panel, slide in zip(panels, [*deck.slides][1:], strict=True):
            where = f"{leaf.file}#{panel.key}"
            numbers = panel.answer.select_dtypes("number")
            answered = {round(float(one), 3) for one in _cells(numbers) if not pd.isna(one)}
            people = _people(panel)
            for shape in slide.shapes:
                if getattr(shape, "has_chart", False) and people:
                    values = _values(shape.chart)
                    charts += 1
                    # a pyramid has one of its sides below nought
                    if other := {one for one in values if round(abs(one), 3) not in answered}:
                        wrong.append(f"{where} (chart): {sorted(other)[:5]}")
                if getattr(shape, "has_table", False):
                    cells = [cell.text for row in [*shape.table.rows][1:] for cell in row.cells]
                    wrong += _missing(
                        _bag(one for one in cells if "…" not in one), _bag(_cells(panel.read(T))), f"{where} (table)"
                    )
                    tables += 1
    assert not wrong, "\n".join(wrong[:40])
    assert charts > 10 and tables > 20


def _values(chart: Any) -> list[float]:
    return [value for plot in chart.plots for series in plot.series for value in series.values if value is not None]


def _look(leaf: Leaf) -> tuple[list[str], int]:
    """The figures of which a page itself shows another table, and how many tables it has."""
    asked = parse_qs(urlsplit(leaf.link).query)
    app = open_page(
        leaf.path or "overview", **{name: values if values[1:] else values[0] for name, values in asked.items()}
    )
    panels = _figures(leaf)
    for panel in panels:
        app.session_state[f"details_{panel.key}"] = True
    app.run()
    shown = [_bag(_cells(one.value)) for one in app.dataframe]
    opened = {str(one.proto.id) for one in app.expander}
    there = [panel for panel in panels if any(key.endswith(f"details_{panel.key}") for key in opened)]
    return [f"{leaf.file}#{one.key}" for one in there if _bag(_cells(one.read(T))) not in shown], len(there)


@pytest.mark.parametrize(
    "of", [pytest.param("pages", id="pages"), pytest.param("views", id="views", marks=pytest.mark.long)]
)
def test_pages_show_what_files_are_made_of(
    of: str, leaves: list[Leaf], address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    chosen = {leaf.path: leaf for leaf in reversed(leaves)}.values() if of == "pages" else leaves
    looked = [_look(leaf) for leaf in chosen]
    assert not [one for wrong, _number in looked for one in wrong]
    assert sum(number for _wrong, number in looked) > 15
