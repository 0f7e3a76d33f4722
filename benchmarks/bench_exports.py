"""Time the files that leave: python -m benchmarks.bench_exports, on the release at RELEASE_DATABASE_URL."""

import datetime
import gzip
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from data_access.questions import programmes
from data_access.release.filters import Filters
from data_access.release.release_database import read_release_database
from exports.data_package import data_package
from exports.deck.deck import make_deck, page_of
from exports.drawn.worker import WORKER
from exports.pdf.brief import brief, place_link, programme_link
from exports.picture import Kind, picture
from exports.site.edition import make_site
from exports.stories import story_of
from exports.text import text_of
from exports.text_document import text_document
from exports.views import Opened, open_view, release_of
from exports.workbook import workbook_file
from figures.address.citation import Seen
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import MOST_OF_A_FILE, memory
from locales import translator


def say(name: str, measured: float, unit: str, limit: float) -> None:
    print(json.dumps({"name": name, "measured": round(measured, 2), "unit": unit, "limit": limit}), flush=True)


def deck(language: str) -> tuple[float, int]:
    """Seconds and bytes of the ten slides of the region, three of them maps, from a release that is open."""
    t, story = translator(language), story_of("region")
    release, paper, kept = release_of("/", read_release_database()), Paper(t, LIGHT), memory(MOST_OF_A_FILE)
    start = time.perf_counter()
    pages = [page_of(open_view(slide.view, release, paper, kept), slide.panel) for slide in story.slides]
    content = make_deck(story.title.said(t), pages, paper, datetime.date(2026, 1, 1))
    return time.perf_counter() - start, len(content)


def place_brief(language: str) -> float:
    """Seconds of the two sides about a province, in a process that draws already."""
    release = release_of("/", read_release_database())
    start = time.perf_counter()
    brief(place_link("PK-BA"), release, Paper(translator(language), LIGHT), datetime.date(2026, 1, 1))
    return time.perf_counter() - start


def programme_report(language: str) -> float | None:
    """Seconds of the report of the first programme, in a process that draws already; None where there is none."""
    release = release_of("/", read_release_database())
    portfolio = programmes.portfolio(release, Filters())
    if not len(portfolio):
        return None
    start = time.perf_counter()
    link = programme_link(str(portfolio["code"].iloc[0]))
    brief(link, release, Paper(translator(language), LIGHT), datetime.date(2026, 1, 1))
    return time.perf_counter() - start


def files_of_a_view(language: str) -> Iterator[tuple[str, float, float]]:
    """What is made of one view, its seconds from a release that is open and asked for the first time, and the most that
    it may take."""
    day, t = datetime.date(2026, 1, 1), translator(language)
    paper = Paper(t, LIGHT)

    def opened() -> Opened:
        return open_view("/", release_of("/", read_release_database()), paper)

    def workbook() -> bytes:
        view = opened()
        return workbook_file(view.shown.panels, view.view, Seen(view.link, day), is_map=True)

    def text() -> bytes:
        return text_document(text_of(opened(), paper, day), paper, day)

    def drawn(kind: Kind) -> bytes:
        view = opened()
        return picture(view, view.shown.panels[0], day, kind)

    made: list[tuple[str, Callable[[], bytes], float]] = [
        ("workbook of all tables of a page", workbook, 1),
        ("text of a page as DOCX", text, 1),
        ("picture of a map, SVG", lambda: drawn("svg"), 3),
        ("picture of a map, PNG", lambda: drawn("png"), 3),
    ]
    for name, make, limit in made:
        start = time.perf_counter()
        make()
        yield name, time.perf_counter() - start, limit


def package(*, with_estimates: bool) -> tuple[float, int]:
    """Seconds and bytes of the data package of a release that is open and asked for the first time."""
    release = release_of("/", read_release_database())
    start = time.perf_counter()
    content = data_package(release, with_estimates=with_estimates)
    return time.perf_counter() - start, len(content)


def site() -> tuple[float, float, int, int]:
    """Seconds, seconds of processors, bytes, and compressed bytes of the first page with what it loads, of the frozen
    edition in two languages."""
    release, start = release_of("/", read_release_database()), time.perf_counter()
    before = sum(os.times()[:4])
    with tempfile.TemporaryDirectory() as folder:
        edition = Path(folder) / "edition"
        made = make_site(edition, release, [translator("en"), translator("fa")], datetime.date(2026, 1, 1))
        seconds = time.perf_counter() - start
        used = sum(os.times()[:4]) - before
        first = [edition / "en" / "index.html", *(edition / "assets").glob("site.*.css")]
        return seconds, used, made["bytes"], sum(len(gzip.compress(path.read_bytes())) for path in first)


for language in ("en", "fa"):
    seconds, size = deck(language)
    say(f"deck of ten slides with three maps, {language}", seconds, "s", 4)
    say(f"its size, {language}", size / 1e6, "MB", 3)
say("place brief, first of a server, en", place_brief("en"), "s", 6)
for language in ("en", "fa"):
    say(f"place brief, {language}", place_brief(language), "s", 3)
    if (seconds_of_report := programme_report(language)) is not None:
        say(f"programme report, {language}", seconds_of_report, "s", 3)
    for name, seconds, limit in files_of_a_view(language):
        say(f"{name}, {language}", seconds, "s", limit)
WORKER.end()
for with_estimates in (False, True):
    seconds, size = package(with_estimates=with_estimates)
    say(f"data package{' with estimates' if with_estimates else ''}", seconds, "s", 10)
    say("its size", size / 1e6, "MB", 10)
seconds, used, size, first = site()
say("frozen edition in two languages, two processors", seconds, "s", 180)
say("processor time of it", used, "s", 360)
say("its size", size / 1e6, "MB", 60)
say("its first page with its style sheet, compressed", first / 1e3, "kB", 400)
