"""Plotly itself, drawing without a browser: the script of the installed package in V8, with a document that nobody sees
(linkedom) and the sizes of our own letters. Only the worker loads it: it takes a second to begin, and 300 MB."""

import json
import re
from pathlib import Path
from typing import Any

import plotly
from py_mini_racer import MiniRacer

from exports.drawn.svg import cleaned
from exports.drawn.widths import fitting, widths_script

HERE = Path(__file__).parent
STATIC = Path(__file__).parents[2] / "static"
BOUNDARIES = re.compile(r'"/app/static/boundaries/([a-z_]+\.[0-9a-f]+\.geojson)"')
MOST_STRIKES = 500
MOST_MEMORY = 1_200_000_000  # bytes


class Engine:
    """One V8 with Plotly in it. Not for several threads."""

    def __init__(self) -> None:
        self._script = MiniRacer()
        self._script.set_hard_memory_limit(MOST_MEMORY)
        self._known: set[str] = set()
        for text in (
            (HERE / "linkedom.js").read_text(encoding="utf-8"),
            widths_script(),
            (HERE / "page.js").read_text(encoding="utf-8"),
            (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8"),
        ):
            self._do(text)
        topologies = {path.stem: json.loads(path.read_text()) for path in (STATIC / "topojson").glob("*.json")}
        self._do(f"globalThis.PlotlyGeoAssets = {json.dumps({'topojson': topologies})}")

    def draw(self, figure: str, width: float | None = None, height: float | None = None, seconds: float = 20) -> str:
        """A figure as SVG. figure: its traces and layout as JSON. width, height: pixels, where not those of its layout.
        Raises ValueError where Plotly does not draw it, and JSTimeoutException."""
        for name in {*BOUNDARIES.findall(figure)} - self._known:
            shapes = json.dumps((STATIC / "boundaries" / name).read_text(encoding="utf-8"))
            self._do(f"PlotlyGeoAssets[{json.dumps('/app/static/boundaries/' + name)}] = JSON.parse({shapes})")
            self._known.add(name)
        self._do(f"begin({json.dumps(figure)}, {width or 0}, {height or 0})", seconds)
        for _ in range(MOST_STRIKES):
            if self._script.eval("strike()", timeout_sec=seconds):
                break
        drawn: dict[str, Any] = json.loads(str(self._script.eval("finish()", timeout_sec=seconds))) or {}
        if "svg" not in drawn:
            raise ValueError(f"Plotly has not drawn the figure: {drawn.get('error', 'it waits for something')[:300]}")
        return fitting(cleaned(drawn["svg"], drawn["canvases"]))

    def lines(self, text: str, size: float, weight: str, wide: float) -> list[str]:
        """The lines of a text in letters of this size and weight that are no wider than so many pixels."""
        asked = ", ".join(map(json.dumps, (text, size, weight, wide)))
        found: list[str] = json.loads(str(self._script.eval(f"JSON.stringify(lines({asked}))", timeout_sec=5)))
        return found

    def _do(self, script: str, seconds: float = 60) -> None:
        self._script.eval(f"{script}\n;0", timeout_sec=seconds)
