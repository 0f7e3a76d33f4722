"""A frozen edition is whole, leads nowhere else, and says what the release says."""

import json
import os
import re
import subprocess
import sys
import time
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag, urlsplit

import html5lib
import plotly.graph_objects as go
import pytest
from lxml import html

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.drawn.worker import Drawing
from exports.site import edition
from exports.site.leaves import Leaf, Maker
from exports.stories.subjects import subjects
from exports.views import open_view
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.methods.glossary import terms
from figures.views.view import memory
from locales import translator
from tests.exports.site.conftest import DAY, LANGUAGES, drawn_alike
from tests.waiting import wait_until
from tests.worlds.releases import make_release, one_cell, open_release

pytestmark = pytest.mark.slow


@cache
def _read(path: Path) -> Any:
    return html.fromstring(path.read_text(encoding="utf-8"))


def _pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def _words(tree: Any) -> str:
    return re.sub(r"\s+", " ", tree.text_content())


def test_it_has_every_page_place_programme_and_story_in_each_language(site: Path, release: Release) -> None:
    t = translator("en")
    wanted = {"index", "routes", "hotspots", "recovery", "justice", "programmes", "places", "context", "methods"}
    wanted |= {"contents", "glossary", "routes/ways", "overview/source", "stories/region", "stories/identification"}
    wanted |= {f"places/{code}" for code in subjects("place", release, t)}
    for code in LANGUAGES:
        there = {path.relative_to(site / code).with_suffix("").as_posix() for path in (site / code).rglob("*.html")}
        assert wanted <= there
        assert sum(name.startswith("programmes/") for name in there) >= len(subjects("programme", release, t))
    files = [{path.relative_to(site / code) for path in (site / code).rglob("*")} for code in LANGUAGES]
    assert files[0] == files[1]
    assert json.loads((site / "edition.json").read_text())["release"] == release.id


def test_every_link_leads_to_a_file_and_to_a_place_in_it(site: Path) -> None:
    broken = []
    for page in _pages(site):
        tree = _read(page)
        for element, attribute, link, _at in tree.iterlinks():
            address, anchor = urldefrag(link)
            parts = urlsplit(address)
            if element.xpath("parent::*[@id='all-taken']"):  # to the dashboard that serves the edition
                assert (page.parent / parts.path).resolve().is_relative_to(site.parents[1]), link
                continue
            target = (page.parent / unquote(parts.path)).resolve() if parts.path else page
            if parts.scheme or parts.netloc or not target.is_file() or site not in target.parents:
                broken.append((page.name, element.tag, attribute, link))
            elif anchor and not _read(target).xpath("//*[@id=$anchor]", anchor=anchor):
                broken.append((page.name, link, "no such anchor"))
    assert broken == []


def test_nothing_of_it_is_outside_or_in_line(site: Path) -> None:
    for page in _pages(site):
        text, tree = page.read_text(encoding="utf-8"), _read(page)
        assert not tree.xpath("//@style | //style | //script[not(@src)] | //@*[starts-with(name(), 'on')]"), page
        [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "http://" not in text and "https://" not in re.sub(r">[^<]*<", "><", text), page
    for asset in (site / "assets").glob("*.*"):
        assert "LICENSE" in asset.name or re.search(r"\.[0-9a-f]{10}\.\w+$", asset.name)


def test_it_is_html_whose_parts_have_one_name_each(site: Path) -> None:
    for page in _pages(site):
        html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page.read_text(encoding="utf-8"))
        tree = _read(page)
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), page
        assert len(tree.xpath("//h1")) == 1
        assert all(tree.xpath("//svg/@aria-label")) and len(tree.xpath("//svg[not(@role='img')]")) == 0
        named = {name for value in tree.xpath("//svg//@clip-path") for name in re.findall(r"#([^)]*)", value)}
        assert named <= set(ids)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("link", ["/", "/routes"])
def test_a_page_says_the_numbers_of_the_release(site: Path, release: Release, language: str, link: str) -> None:
    t = translator(language)
    opened = open_view(link, release, Paper(t, LIGHT, "tablet"))
    page = site / language / f"{link.strip('/') or 'index'}.html"
    tree, compared = _read(page), 0
    assert tree.get("lang") == language and tree.get("dir") == t.language.direction
    for panel in opened.shown.panels:
        [section] = tree.xpath("//section[@id=$key]", key=panel.key)
        if not panel.has_numbers:
            assert panel.why_empty(t)[:40] in _words(section)
            continue
        rows = section.xpath(".//tbody/tr")
        read = panel.read(t)
        assert len(rows) == len(read)
        if "count" in panel.answer and panel.table is None:
            counts = [str(value) for value in read[_heading(read, t)]]
            for row, said in zip(rows, counts, strict=True):
                cells = [cell.text_content() for cell in row]
                assert said in cells or t.number(float(said)) in cells
                compared += 1
    assert compared > 5


def _heading(read: Any, t: Any) -> str:
    return next(name for name in read.columns if name == t.gettext("People"))


def test_what_is_withheld_stays_so(site: Path) -> None:
    rows = [[cell.text_content() for cell in row] for page in _pages(site) for row in _read(page).xpath("//tbody/tr")]
    withheld = [row for row in rows if "withheld" in row]
    assert withheld
    assert all(not re.search(r"\d", "".join(cell for cell in row[1:] if "±" in cell)) for row in withheld)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_says_source_date_release_and_what_is_invented(site: Path, release: Release, language: str) -> None:
    t = translator(language)
    for page in _pages(site / language):
        said = _words(_read(page))
        of_release = (
            sources.data_until(release, t),
            str(sources.provenance_notice(release, t)),
            str(sources.provenance_tag(release, t)),
            sources.caveat(t)[:50],
        )
        of_programmes = page.relative_to(site / language).parts[0].removesuffix(".html") == "programmes"
        is_published = of_programmes and not page.name.startswith(("demonstration-", "invented"))
        assert [one in said for one in of_release] == [not is_published] * 4, page
        assert t.date(DAY) in said


def test_each_page_leads_to_itself_in_the_other_language(site: Path) -> None:
    for page in _pages(site / "en"):
        [link] = _read(page).xpath("//nav[@class='languages']//a/@href")
        assert (page.parent / link).resolve() == site / "fa" / page.relative_to(site / "en")


def test_the_contents_find_by_names_of_all_languages(site: Path) -> None:
    for language in LANGUAGES:
        tree = _read(site / language / "contents.html")
        [found] = tree.xpath("//li[a[@href='places/AF-KAB.html']]/@data-find")
        assert "kabul" in found.split() and "کابل" in found.split()
        entries = tree.xpath("//section[@aria-labelledby='list-term']//li")
        assert len(entries) == len(terms())


def test_a_view_that_no_file_shows_is_named_and_leads_to_the_dashboard(release: Release) -> None:
    maker = Maker(release, Paper(translator("en"), LIGHT, "tablet"), memory(1_000), "https://dash.example.org")
    found = list(maker._views())
    absent = {one.link for one in found if not isinstance(one, Leaf)}
    assert {"/hotspots?view=hidden", "/context?view=returns"} <= absent
    assert all(one.opened.link.startswith("https://dash.example.org/") for one in found if isinstance(one, Leaf))


@pytest.mark.parametrize("options", [{"is_exact": True}, {"manifest": {"kind": "restricted"}}])
def test_a_restricted_release_is_refused(options: dict[str, Any], tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, one_cell(), **options))
    with pytest.raises(BadInput, match="it holds exact counts, and nothing of it may be published"):
        edition.make_site(tmp_path / "site", release, [translator("en")], DAY)
    assert not (tmp_path / "site").exists()


def test_a_run_that_is_stopped_leaves_the_old_edition_whole(
    tmp_path: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "edition.json").write_text("{}")
    (folder / "old.html").write_text("old")
    monkeypatch.setattr(edition, "_drawing", drawn_alike)

    def stop(done: int, all_pages: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    monkeypatch.setattr("exports.site.leaves.named_views", lambda page: [])
    monkeypatch.setattr("exports.site.leaves.subjects", lambda *asked: {})
    with pytest.raises(KeyboardInterrupt):
        edition.make_site(folder, release, [translator("en")], DAY, progress=stop)
    assert (folder / "old.html").read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["site"]
    edition.make_site(folder, release, [translator("en")], DAY)
    assert not (folder / "old.html").exists() and (folder / "en" / "index.html").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_a_drawing_that_took_too_long_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    class Slow:
        def begin(self) -> None: ...

        def end(self) -> None: ...

        def drawn(self, drawings: list[Drawing]) -> list[str]:
            tried.append(drawings)
            if len(tried) < 3:
                raise BadInput("Drawing took too long.")
            return ["drawn"]

    monkeypatch.setattr(edition, "Worker", Slow)
    with edition._drawing() as draw:
        assert draw(Drawing(go.Figure())) == "drawn"
    assert len(tried) == 3


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path, release: Release) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="holds something else than a frozen edition"):
        edition.make_site(tmp_path, release, [translator("en")], DAY)
    with pytest.raises(BadInput, match="is no folder"):
        edition.make_site(tmp_path / "mine.txt", release, [translator("en")], DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, release: Release) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for folder in (tmp_path / "mine.txt" / "site", tmp_path / "mine.txt" / "a" / "site"):
        with pytest.raises(BadInput, match=rf"{folder} cannot be written \(.*mine.txt.*Nothing was written"):
            edition.make_site(folder, release, [translator("en")], DAY)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_what_a_killed_run_left_is_removed_by_a_later_one(tmp_path: Path) -> None:
    left, running, others = (tmp_path / name for name in (".a[1].part-old", ".a[1].part-new", ".b.part-old"))
    for folder in (left, running, others):
        folder.mkdir()
    day_before = time.time() - edition.ABANDONED_AFTER - 60
    for folder in (left, others):
        os.utime(folder, (day_before, day_before))
    made = edition._beside(tmp_path / "a[1]")
    assert {*tmp_path.iterdir()} == {running, others, made}


@pytest.mark.long
def test_a_run_that_a_scheduler_ends_leaves_nothing(tmp_path: Path, address: str) -> None:
    command = [sys.executable, "-m", "exports", "site", str(tmp_path / "site"), "--lang", "en"]
    with subprocess.Popen(command, env=os.environ | {"RELEASE_DATABASE_URL": address}, stderr=subprocess.PIPE) as run:
        wait_until(lambda: run.poll() is not None or any(tmp_path.glob(".site.part-*/assets")))
        run.terminate()
        said = run.stderr.read().decode() if run.stderr else ""
    assert run.returncode == 130 and said.endswith("Stopped. Nothing was written.\n") and "Traceback" not in said
    assert [*tmp_path.iterdir()] == []
