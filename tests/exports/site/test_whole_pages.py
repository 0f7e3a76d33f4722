"""Whole pages of a frozen edition that knows its dashboard, held against what they were."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from data_access.release.release import Release
from exports.site import edition
from exports.site.names import WORDS, name_of
from locales import translator
from tests.exports.site.conftest import DAY, drawn_alike
from tests.exports.whole_results import hold

pytestmark = pytest.mark.slow
VIEWS = {"routes": ["view=ways"], "hotspots": ["view=hidden"]}
PLACES = {"AF": "Afghanistan", "AF-KAB": "Kabul, Afghanistan"}


@pytest.fixture(scope="module")
def pages(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An edition of few pages in English."""
    folder = tmp_path_factory.mktemp("few") / "edition"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edition, "_drawing", drawn_alike)
        patch.setattr("figures.address.citation.published_on", lambda release: DAY.isoformat())
        patch.setattr("exports.site.leaves.named_views", lambda page: VIEWS.get(page, []))
        patch.setattr("exports.site.leaves.subjects", lambda asks, *more: PLACES if asks == "place" else {})
        patch.setattr("exports.site.leaves.names", lambda: ["region"])
        edition.make_site(folder, release, [translator("en")], DAY, host="https://example.org/dashboard/")
    return folder / "en"


@pytest.mark.parametrize("name", ["places/AF-KAB", "routes/ways", "stories/region", "hotspots"])
def test_a_page_says_and_links_what_it_did(name: str, pages: Path) -> None:
    hold(f"frozen/{name.replace('/', '_')}", _lines((pages / f"{name}.html").read_text(encoding="utf-8")))


def test_the_contents_name_and_link_what_they_did(pages: Path) -> None:
    said = (pages / "contents.html").read_text(encoding="utf-8")
    hold("frozen/contents", (re.sub(r' data-find="[^"]*"', "", line) for line in _lines(said)))


def test_views_are_called_what_they_were() -> None:
    t = translator("en")
    views = ((path, word) for path, words in WORDS.items() for word in words)
    hold("frozen/names", (f"/{path}?view={word}: {name_of(path, f'view={word}', t)}" for path, word in views))


def _lines(page: str) -> Iterator[str]:
    """The page line by line: of a drawing that it is there; of a table its first and last row, and a sum of all; files
    without the part of their names that changes with their content."""
    page = re.sub(r"<svg.*?</svg>", "<svg/>", page, flags=re.DOTALL)
    page = re.sub(r"\.[0-9a-f]{10}\.", ".", page)
    rows: list[str] = []
    for line in page.splitlines():
        if line.startswith("<tr>"):
            rows.append(line)
            continue
        if len(rows) > 3:
            rows = [rows[0], f"… {len(rows)} {zlib.crc32(''.join(rows).encode()):x} …", rows[-1]]
        yield from rows
        rows = []
        yield line
