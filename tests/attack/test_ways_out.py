"""Page, tooltip, table, words for screen readers, file, address and log: all show published numbers and nothing else.

Every true count is made a multiple of a large prime, so that it is known when it is seen. Pages are then searched for
true counts: those of a public release must hold none, those of an exact release many.
"""

import base64
import io
import json
import logging
import re
import subprocess
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import openpyxl
import pandas as pd
import pytest
import streamlit as st
from sqlalchemy import Engine, make_url
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.errors import BadInput
from data_access.publishing import measurement
from data_access.publishing.noise import rho_for
from data_access.release.agency_kinds import KINDS
from data_access.release.estimates import estimates
from data_access.release.release import Release
from data_access.release.workload import CHOSEN_AXES, WORKLOAD, Table
from exports.data_package import data_package
from exports.text import text_of
from exports.views import can_be_taken, open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.walks import walk
from tests.worlds.people import DELTA, exact_counts, released, small_domains
from ui.kit import downloads, slides
from ui.kit import page as panels
from ui.methods import panels as methods

PROJECT = Path(__file__).resolve().parents[2]
FIRST = ("overview.py", "routes.py")  # have most numbers
PAGES = [*FIRST, *sorted({path.name for path in (PROJECT / "pages").glob("*.py")} - {*FIRST})]
MARK = 5_003
CASES = 2_500
Counts = Mapping[Table, pd.Series]


@pytest.fixture(scope="module")
def marked(engine: Engine) -> Counts:
    """The true counts of a demonstration, each a multiple of the mark."""
    load_demonstration(engine, cases=CASES, seed=7)
    return {table: by_code * MARK for table, by_code in exact_counts(engine, WORKLOAD).items()}


@pytest.fixture
def truth(marked: Counts) -> set[int]:
    """Every true count of every table and of every sum over its one-valued dimensions that has one dimension left."""
    numbers: set[int] = set()
    for by_code in marked.values():
        numbers |= {int(count) for count in by_code}
        for dimension in by_code.index.names:
            numbers |= {int(count) for count in by_code.groupby(level=dimension).sum()}
    return numbers


@pytest.fixture
def small() -> Iterator[None]:
    with small_domains((2010, 2026), CHOSEN_AXES):
        assert measurement.CHOSEN_AXES == CHOSEN_AXES
        yield


def shown(
    page: str, release: Release, address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> set[int]:
    """Every whole number in what one page sends to a browser, offers as a file, or writes to the log."""
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    st.cache_resource.clear()
    files: list[Callable[[], bytes]] = []
    expander = st.expander
    monkeypatch.setattr(panels.st, "expander", lambda label, **options: expander(label, **options | {"expanded": True}))
    monkeypatch.setattr(panels.st, "download_button", lambda label, data, **options: files.append(data))
    for room in (slides, downloads, methods):  # files that take a while
        monkeypatch.setattr(room, "file_buttons", lambda key, wanted, *more: files.extend(one.make for one in wanted))
    with caplog.at_level(logging.DEBUG):
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=180).run()
        if page != "overview.py":
            app.switch_page(str(PROJECT / "pages" / page)).run()
    made = [_made_by(file) for file in files]
    if page in FIRST:
        assert {b"<?xm", b"\x89PNG", b"%PDF"} <= {file[:4] for file in made}, "a kind of file is not searched"
    return _numbers_of(app, [*map(_text_of, made), _in_words(page.removesuffix(".py"), release), caplog.text])


def _in_words(name: str, release: Release) -> str:
    """The text of a page, which its document (DOCX) has too."""
    path = "" if name == "overview" else name
    if not can_be_taken(path, ""):
        return ""
    paper = Paper(translator("en"), LIGHT)
    return str(text_of(open_view(f"/{path}", release, paper), paper, date(2026, 11, 28)))


def _numbers_of(app: AppTest, more: Iterable[str] = ()) -> set[int]:
    """Every whole number in what a run sends to a browser, in its address and in more texts."""
    assert not app.exception, [error.value for error in app.exception]
    texts, numbers = [*more, repr(dict(app.query_params))], set()
    for element in _elements(app._tree):
        proto = getattr(element, "proto", None)
        texts.append(str(proto))
        numbers |= set(_plotted(json.loads(proto.spec))) if getattr(proto, "spec", "") else set()
        if isinstance(value := getattr(element, "value", None), pd.DataFrame):
            texts.append(value.to_csv())
    for text in texts:
        # a number with thousands apart, and every run of digits by itself: a list of numbers has commas too
        for pattern in (r"\d{1,3}(?:[,\u202f\u00a0]\d{3})+(?!\d)", r"\d{1,18}"):
            numbers |= {int(re.sub(r"\D", "", found)) for found in re.findall(pattern, text)}
    return numbers


def embedded(release: Release, address: str, monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Every whole number in what the figures of Overview send, each alone in the page of somebody else."""
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    monkeypatch.setattr(ContextProxy, "is_embedded", True)
    st.cache_resource.clear()
    panels_of = open_view("/", release, Paper(translator("en"), LIGHT)).shown.panels
    numbers: set[int] = set()
    for panel in panels_of:
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=180)
        app.query_params["embed"], app.query_params["figure"] = "true", panel.key
        numbers |= _numbers_of(app.run())
        assert app.title or app.markdown
    return numbers


def _made_by(make: Callable[[], bytes]) -> bytes:
    """A file, or why there is none: a story may have no figure in a release that withholds nearly all."""
    try:
        return make()
    except BadInput as refused:
        return str(refused).encode()


def _text_of(file: bytes) -> str:
    """All that a file says: of tables each cell once, of slides their texts and what their charts are drawn from, of
    documents what stands on their sheets."""
    if file.startswith(b"%PDF"):
        return subprocess.run(["pdftotext", "-", "-"], input=file, capture_output=True, check=True).stdout.decode()
    if file.startswith(b"\x89PNG"):
        return ""  # drawn of the same picture that stands beside it as SVG
    if file.startswith(b"<?xml"):
        parts = [one for one in ElementTree.fromstring(file).iter() if not one.tag.endswith("}style")]
        return "\n".join(one.text for one in parts if one.text)
    if not file.startswith(b"PK"):
        return file.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        names = package.namelist()
        if "xl/workbook.xml" in names:
            sheets = openpyxl.load_workbook(io.BytesIO(file))
            said = {str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row}
        else:
            said = {_text_of(package.read(name)) for name in names if name.endswith(".xlsx")}
            for name in names:
                if name.endswith(".csv"):
                    said |= {*re.split("[,\n]", package.read(name).decode())}
                elif name.startswith("ppt/") and name.endswith(".xml"):
                    part = package.read(name).decode()
                    said |= {*re.findall("<(?:a:t|c:v)>([^<]*)<", part), *re.findall('(?:descr|title)="([^"]*)"', part)}
    return "\n".join(said)


def _plotted(part: Any) -> Iterator[int]:
    """The whole numbers of a chart, also of its arrays, which are sent as bytes."""
    if isinstance(part, dict):
        if "bdata" in part:
            values = np.frombuffer(base64.b64decode(part["bdata"]), part["dtype"]).astype(float)
            yield from (int(value) for value in values if np.isfinite(value) and value == int(value))
        for inner in part.values():
            yield from _plotted(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from _plotted(inner)
    elif isinstance(part, float) and part == int(part):
        yield int(part)


def _elements(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _elements(child)


def published(counts: Counts, folder: Path, epsilon: float | None) -> tuple[Release, str]:
    address = f"sqlite:///{folder / 'releases.db'}"
    engine = open_database(make_url(address))
    migrate(engine, "releases")
    # counts are a multiple of what people are: the noise is too
    rho = rho_for(epsilon, DELTA) / MARK**2 if epsilon else None
    return released(counts, epsilon=epsilon, rho=rho, engine=engine), address


@pytest.mark.parametrize("page", walk(PAGES))
def test_a_page_shows_no_true_count(
    page: str,
    marked: Counts,
    truth: set[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    release, address = published(marked, tmp_path, 4.0)
    numbers = shown(page, release, address, monkeypatch, caplog)
    # numbers between their neighbours are an axis of a figure that explains noise, not answers
    seen = {number for number in numbers & truth if number >= MARK and not {number - 1, number + 1} <= numbers}
    if page in FIRST:
        assert len([number for number in numbers if number >= MARK]) > 20, "the page shows nothing"
    # a noisy number is a multiple of the mark one time in five thousand, and of hundreds on a page three are so in one
    # of ten thousand runs: what is a true count shows again where the noise is another
    if len(seen) > 2:
        (tmp_path / "again").mkdir()
        seen &= shown(page, *published(marked, tmp_path / "again", 4.0), monkeypatch, caplog)
    assert len(seen) <= 2, seen


def test_a_figure_in_the_page_of_somebody_else_shows_no_true_count(
    marked: Counts, truth: set[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = embedded(*published(marked, tmp_path, 4.0), monkeypatch)
    assert len([number for number in seen if number >= MARK]) > 20, "the figures show nothing"
    assert len({number for number in seen & truth if number >= MARK}) <= 2
    (tmp_path / "exact").mkdir()
    assert len(embedded(*published(marked, tmp_path / "exact", None), monkeypatch) & truth) > 20


def test_the_file_of_estimates_holds_no_true_count_and_only_what_was_drawn(
    marked: Counts, truth: set[int], tmp_path: Path
) -> None:
    release, _address = published(marked, tmp_path, 4.0)
    plain, with_them = data_package(release), data_package(release, with_estimates=True)
    assert not {name for name in zipfile.ZipFile(io.BytesIO(plain)).namelist() if "estimates" in name}
    tables = cells = held = 0
    with zipfile.ZipFile(io.BytesIO(with_them)) as package:
        for name in package.namelist():
            if not re.fullmatch(r"estimates/.*\.csv", name):
                continue
            found = pd.read_csv(io.BytesIO(package.read(name)), keep_default_na=False, dtype=str)
            *by, estimate, error = found.columns
            assert (estimate, error) == ("estimate", "standard_error") and not {*by} & KINDS.keys()
            drawn = estimates(release, tuple(by))
            assert found[estimate].tolist() == drawn["estimate"].astype(str).tolist()
            numbers = found[estimate].astype(int)
            held += int((numbers.isin(truth) & (numbers >= MARK)).sum())
            tables, cells = tables + 1, cells + len(numbers)
    assert tables > 10
    # of thousands of cells a few fall on a true count by chance
    assert held <= cells / 1_000, (held, cells)


def test_the_search_finds_true_counts_where_they_are_shown(
    marked: Counts,
    truth: set[int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    release, address = published(marked, tmp_path, None)
    numbers = shown("overview.py", release, address, monkeypatch, caplog)
    assert len(numbers & truth) > 30
