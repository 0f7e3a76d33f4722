"""What is drawn without a browser is what Chromium draws of the same figure."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import plotly
import plotly.graph_objects as go
import pytest
from lxml import etree
from playwright.sync_api import Browser, Page, Route

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.drawn import worker as worker_module
from exports.drawn.svg import cleaned
from exports.drawn.widths import FONTS, fitting
from exports.drawn.worker import Drawing, Worker
from exports.views import open_view
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from locales import translator
from tests.worlds.releases import make_release, open_release, region

STATIC = Path(__file__).resolve().parents[2] / "static"
FIGURES = ["/#trend", "/#sex_and_age", "/#places", "/routes#routes", "/routes?view=matrix#matrix", "/recovery#funnel"]
WIDE = 640
FACE = "@font-face { font-family: '%s'; src: url(data:font/ttf;base64,%s) }"
NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
# draws in a page as in the worker, and gives what it drew
SCRIPT = """async (figure) => {
  const place = document.createElement("div")
  const { width, height } = figure.layout
  Object.assign(place.style, { width: `${width}px`, height: `${height}px` })
  document.body.replaceChildren(place)
  await document.fonts.load("16px 'Noto Sans'")
  await document.fonts.load("16px Vazirmatn", "\u0627")
  const options = { topojsonURL: "/app/static/topojson/", staticPlot: true }
  await Plotly.newPlot(place, figure.data, figure.layout, options)
  return Plotly.Snapshot.toSVG(place, "svg", 1)
}"""


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("drawn"), region()))


def _figure(link: str, release: Release, language: str) -> go.Figure:
    view, _, key = link.partition("#")
    opened = open_view(view, release, Paper(translator(language), LIGHT))
    panel = next(one for one in opened.shown.panels if one.key == key)
    assert panel.draw is not None
    return panel.draw()


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    faces = {"Noto Sans": "NotoSans_400Regular.ttf", "Vazirmatn": "Vazirmatn_400Regular.ttf"}
    style = "".join(FACE % (n, base64.b64encode((FONTS / f).read_bytes()).decode()) for n, f in faces.items())

    def answer(route: Route) -> None:
        path = route.request.url.partition("/app/static/")[2]
        if path:
            route.fulfill(path=STATIC / path)
        else:
            route.fulfill(body=f"<!doctype html><style>{style}</style><body>", content_type="text/html")

    opened = browser.new_page(viewport={"width": 1280, "height": 800})
    opened.route("**/*", answer)
    opened.goto("http://drawn.example/")
    opened.add_script_tag(path=Path(plotly.__file__).parent / "package_data" / "plotly.min.js")
    yield opened
    opened.close()


def _of_chromium(page: Page, figure: go.Figure) -> str:
    data = json.loads(orjson.dumps(figure.to_dict(), option=orjson.OPT_SERIALIZE_NUMPY))
    data["layout"] |= {"width": data["layout"].get("width", WIDE), "height": data["layout"].get("height", 450)}
    return cleaned(str(page.evaluate(SCRIPT, data)), {})


def _of_worker(worker: Worker, figure: go.Figure) -> str:
    is_map = "geo" in figure.to_dict()["layout"]
    return worker.drawn([Drawing(figure, None if is_map else WIDE)])[0]


def _texts(svg: str) -> list[str]:
    root = etree.fromstring(svg)
    return ["".join(one.itertext()) for one in root.iter("{*}text")]


def _shapes(svg: str) -> list[list[float]]:
    """The numbers of every path that is drawn."""
    root = etree.fromstring(svg)
    for hidden in [*root.iter("{*}defs", "{*}clipPath")]:
        hidden.getparent().remove(hidden)
    return [[float(n) for n in NUMBER.findall(one.get("d", ""))] for one in root.iter("{*}path") if one.get("d")]


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.parametrize("link", FIGURES)
def test_a_figure_has_the_texts_and_the_shapes_that_chromium_draws(
    link: str, release: Release, worker: Worker, page: Page
) -> None:
    for language in ("en", "fa"):
        figure = _figure(link, release, language)
        ours, theirs = _of_worker(worker, figure), _of_chromium(page, figure)
        assert _texts(ours) == [fitting(text) for text in _texts(theirs)]
        assert "\ufffd" not in ours
        # the widths of joined letters are not those of a browser to the pixel, and margins depend on them
        most = 2 if language == "en" else 12
        shapes, wanted = _shapes(ours), _shapes(theirs)
        assert [len(one) for one in shapes] == [len(one) for one in wanted]
        apart = max(
            abs(a - b) for one, other in zip(shapes, wanted, strict=True) for a, b in zip(one, other, strict=True)
        )
        assert apart <= most, (language, apart)


@pytest.mark.slow
def test_the_same_figure_gives_the_same_drawing_again(release: Release, worker: Worker) -> None:
    figure = _figure("/#places", release, "fa")
    one, other = (_of_worker(worker, figure) for _ in range(2))
    assert one == other
    assert len(one) < 600_000


def test_a_figure_that_cannot_be_drawn_is_told_and_the_next_one_is_drawn(worker: Worker) -> None:
    class Broken:
        def to_dict(self) -> Any:
            return {
                "data": [{"type": "choropleth", "geojson": "/nowhere", "locations": ["AF"], "z": [1]}],
                "layout": {},
            }

    with pytest.raises(BadInput, match="could not be drawn"):
        worker.drawn([Drawing(Broken())])  # type: ignore[arg-type]
    assert "<path" in worker.drawn([Drawing(go.Figure(go.Bar(x=["a"], y=[1])))])[0]


def test_what_takes_too_long_is_ended_and_another_process_takes_over(
    worker: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_module, "LONGEST", 0)
    with pytest.raises(BadInput, match="took too long"):
        worker.drawn([Drawing(go.Figure(go.Bar(x=["a"], y=[1])))])
    monkeypatch.undo()
    assert worker.drawn([Drawing(go.Figure(go.Bar(x=["a"], y=[1])))])


def test_a_text_is_a_text_and_no_picture_is_taken_from_elsewhere(worker: Worker) -> None:
    figure = go.Figure(go.Bar(x=["<script>alert(1)</script>", '"&<b>x</b>', "a"], y=[1, 2, 3]))
    [svg] = worker.drawn([Drawing(figure)])
    root = etree.fromstring(svg)
    assert not [*root.iter("{*}script", "{*}image", "{*}foreignObject")]
    figure.add_layout_image(source="https://example.org/x.png", x=0, y=1, sizex=1, sizey=1)
    with pytest.raises(BadInput, match="could not be drawn"):
        worker.drawn([Drawing(figure)])


def test_the_process_knows_no_database(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    worker.end()
    monkeypatch.setenv("CASE_DATABASE_URL", "sqlite:////tmp/secret.db")
    worker.drawn([])
    assert worker._process is not None
    environment = Path(f"/proc/{worker._process.pid}/environ").read_text()
    assert "DATABASE" not in environment
