"""Time the files that leave: python -m benchmarks.bench_exports, on the release at RELEASE_DATABASE_URL."""

import datetime
import gzip
import json
import os
import tempfile
import time
from pathlib import Path

from data_access.release.release_database import read_release_database
from exports.deck.deck import make_deck, page_of
from exports.drawn.worker import WORKER
from exports.pdf.brief import brief, place_link
from exports.site.edition import make_site
from exports.stories import story_of
from exports.views import open_view, release_of
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
WORKER.end()
seconds, used, size, first = site()
say("frozen edition in two languages, two processors", seconds, "s", 180)
say("processor time of it", used, "s", 360)
say("its size", size / 1e6, "MB", 60)
say("its first page with its style sheet, compressed", first / 1e3, "kB", 400)
