"""A picture of a figure says what its page says of it, and nothing that is withheld."""

import datetime
import io
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from PIL import Image
from sqlalchemy import make_url

from data_access.database import open_database
from data_access.errors import BadInput
from data_access.release.release import Release
from exports.__main__ import main
from exports.deck.deck import page_of
from exports.drawn.worker import Worker
from exports.picture import Kind, picture
from exports.views import Opened, open_view
from figures.kit import sources
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.panel import Panel
from locales import translator

DAY = datetime.date(2026, 11, 28)
LINKS = ["/?sex=female#trend", "/?country=PK#places", "/routes#routes", "/#sex_and_age"]
SVG = "{http://www.w3.org/2000/svg}"
MARKS = str.maketrans("", "", "\u200e\u200f\u2066\u2067\u2068\u2069")
pytestmark = pytest.mark.slow


def _open(link: str, release: Release, language: str = "en") -> tuple[Opened, Panel]:
    view, _, key = link.partition("#")
    opened = open_view(view, release, Paper(translator(language), LIGHT))
    panel = page_of(opened, key).panel
    assert panel is not None
    return opened, panel


def _made(link: str, release: Release, kind: Kind, worker: Worker, language: str = "en") -> bytes:
    return picture(*_open(link, release, language), DAY, kind, worker)


def _words(svg: bytes) -> str:
    """What stands in the picture, from the top: without its name and its letters, which nobody sees."""
    texts = [" ".join(text.itertext()) for text in etree.fromstring(svg).iter(f"{SVG}text")]
    return _bare(" ".join(texts))


def _bare(text: str) -> str:
    return " ".join(text.translate(MARKS).split())


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("link", LINKS)
def test_a_picture_says_title_filters_source_date_release_and_tag(
    link: str, language: str, release: Release, worker: Worker
) -> None:
    opened, panel = _open(link, release, language)
    t = translator(language)
    svg = _made(link, release, "svg", worker, language)
    said = _words(svg)
    notes = panel.notes(release, t)
    wanted = [panel.title, opened.view.sentence, sources.source_line(release, t), t.date(DAY), sources.caveat(t)]
    for text in (*wanted, sources.provenance_tag(release, t), *filter(None, [notes]), opened.link):
        assert text and _bare(text) in said
    root = etree.fromstring(svg)
    assert root.findtext(f"{SVG}title") == panel.title
    assert root.findtext(f"{SVG}desc")


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("link", LINKS[:3])
def test_a_png_is_the_svg_at_twice_its_size_with_nothing_at_its_edges(
    link: str, language: str, release: Release, worker: Worker
) -> None:
    root = etree.fromstring(_made(link, release, "svg", worker, language))
    image = Image.open(io.BytesIO(_made(link, release, "png", worker, language))).convert("RGB")
    size = [float(str(root.get(name))) for name in ("width", "height")]
    assert [*image.size] == pytest.approx([2 * side for side in size], abs=2)
    wide, high = image.size
    for edge in ((0, 0, wide, 20), (0, high - 20, wide, high), (0, 0, 20, high), (wide - 20, 0, wide, high)):
        assert image.crop(edge).getcolors() == [((edge[2] - edge[0]) * (edge[3] - edge[1]), (255, 255, 255))]
    assert len(image.getcolors(1_000_000) or ()) > 50


def test_whoever_opens_a_picture_needs_nothing_else(release: Release, worker: Worker) -> None:
    svg = _made(LINKS[1], release, "svg", worker, "fa").decode()
    assert svg.count("@font-face") == 4
    assert "http" not in svg.replace("http://www.w3.org/", "")
    assert "<script" not in svg and "<image" not in svg


def test_the_same_figure_gives_the_same_picture(release: Release, worker: Worker) -> None:
    first, second = (_made(LINKS[0], release, "svg", worker) for _time in range(2))
    assert first == second


def test_what_is_withheld_has_no_picture_and_says_why(release: Release, worker: Worker) -> None:
    opened, panel = _open("/#trend", release)
    answer = pd.DataFrame({"year": [2021], "count": [None], "standard_error": [None], "state": ["withheld"]})
    with pytest.raises(BadInput, match="withheld to protect people"):
        picture(opened, replace(panel, answer=answer), DAY, "svg", worker)
    with pytest.raises(BadInput, match="is a table and has no picture"):
        picture(opened, replace(panel, draw=None), DAY, "png", worker)


def test_words_are_never_markup(release: Release, worker: Worker) -> None:
    opened, panel = _open("/#trend", release)
    hostile = '<script>x</script> & "q" #panic("x") ' + "w" * 300
    said = _words(picture(opened, replace(panel, title=hostile, note=hostile), DAY, "svg", worker))
    assert '<script>x</script> & "q" #panic("x")' in said
    assert picture(opened, replace(panel, title=hostile), DAY, "png", worker)[:4] == b"\x89PNG"


def test_a_release_that_was_withdrawn_says_so(address: str, release: Release, worker: Worker) -> None:
    withdrawn = Release(open_database(make_url(address), read_only=True), release.id, "Wrong numbers.")
    assert _words(_made("/#trend", withdrawn, "svg", worker)).count("Wrong numbers.") >= 2


def test_the_command_makes_a_picture_of_one_figure(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    assert main(["picture", str(tmp_path / "x.svg"), "--view", "/?lang=fa#trend"]) == 0
    assert "direction" in (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert main(["picture", str(tmp_path / "y.svg"), "--view", "/?embed=true&figure=trend&lang=fa"]) == 0
    assert (tmp_path / "y.svg").read_bytes() == (tmp_path / "x.svg").read_bytes()
    for arguments, reason in (
        (["x.pdf", "--view", "/"], "ends in none of .svg, .png"),
        (["x.svg", "--view", "/#nothing"], "has no figure called 'nothing'"),
        (["x.svg", "--view", "/hotspots?view=hidden"], "cannot be taken into a file yet"),
    ):
        assert main(["picture", str(tmp_path / arguments[0]), *arguments[1:]]) == 2
        assert reason in capsys.readouterr().err
