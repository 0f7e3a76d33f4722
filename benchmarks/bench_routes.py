"""How long a map of 300 flows takes in Chromium: from the click on a choice to the painted map.

python -m benchmarks.bench_routes [--release URL] [--rounds 8]

The real server, software rendering. Demonstration data have fewer routes than a map draws at most, so the release is
written by hand: 360 legs between provinces and 320 ways between countries, all large enough to be shown. With --release
the map draws what that release has, and the measure says how many flows that were. Beside the time that passes, the
processor time of browser and server together is printed, which a busy machine changes little.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import sync_playwright

from benchmarks.bench_pages import serving
from data_access.gazetteer import countries
from tests.worlds.journeys import journeys, many_legs
from tests.worlds.releases import make_release

LIMIT = 700
PAINTED = """async (level) => {
    const buttons = [...document.querySelectorAll('[class*="st-key-routes_level"] button')]
    const key = () => {
        const plot = document.querySelector('[class*="st-key-figure_routes"] .js-plotly-plot')
        return plot && plot._fullLayout ? plot.data.length + ' ' + JSON.stringify(plot.layout.geo.lonaxis) : ''
    }
    const before = key(), start = performance.now()
    buttons[level].click()
    while (key() === before) await new Promise(requestAnimationFrame)
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))
    return performance.now() - start
}"""
FLOWS = """() => {
    const plot = document.querySelector('[class*="st-key-figure_routes"] .js-plotly-plot')
    const arrows = plot.data.find(trace => trace.customdata && trace.customdata[0].includes('~'))
    return arrows.customdata.length
}"""
LEGS, WAYS = 360, 320


def busy_release(folder: Path) -> str:
    """Write a release with more routes at both levels than a map draws; returns its address."""
    draw = np.random.default_rng(5)
    codes = draw.choice(countries()["code"].to_numpy(), 60, replace=False)
    pairs = {tuple(map(str, draw.choice(codes, 2, replace=False))) for _ in range(WAYS + 20)}
    ways = [(*pair, round(30 + 4000 * draw.random() ** 4)) for pair in sorted(pairs)][:WAYS]
    tables = dict(journeys())
    tables["year", "way", "sex", "age"] = [(2024, a, "none", "none", b, "male", "adult", n) for a, b, n in ways]
    tables["year", "way", "form"] = [(2024, a, "none", "none", b, "ForcedLabour", n) for a, b, n in ways]
    tables["year", "province_leg"] = [(2024, *leg) for leg in many_legs(LEGS)]
    return make_release(folder, tables, standard_error=2.0)


def main() -> None:
    """Switch between countries and provinces and print the times as one JSON object a measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", help="measure this release database instead of making one")
    parser.add_argument("--rounds", type=int, default=8)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = arguments.release or busy_release(Path(folder))
        with serving(url) as server, sync_playwright() as playwright:
            program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"http://{server.address}/routes")
            page.wait_for_selector(".js-plotly-plot path.js-line", state="attached")
            page.wait_for_timeout(2000)
            times: dict[str, list[tuple[float, float, int]]] = {"provinces": [], "countries": []}
            for turn in range(-1, arguments.rounds):
                for name, position in (("provinces", 1), ("countries", 0)):
                    before = processor_milliseconds()
                    milliseconds = page.evaluate(PAINTED, position)
                    worked = processor_milliseconds() - before
                    page.wait_for_timeout(700)
                    if turn >= 0:  # the first of each fills caches for every later visitor
                        times[name].append((milliseconds, worked, page.evaluate(FLOWS)))
            browser.close()
    for name, measured in times.items():
        passed, worked, flows = (statistics.median(values) for values in zip(*measured, strict=True))
        said = f"Click to painted, {flows:.0f} flows between {name}"
        print(json.dumps({"name": f"{said}, p50", "measured": round(passed, 1), "unit": "ms", "limit": LIMIT}))
        print(json.dumps({"name": f"{said}, processor time", "measured": round(worked, 1), "unit": "ms"}), flush=True)


def processor_milliseconds() -> float:
    """The processor time that the browser and the server have taken so far."""
    times = [process.cpu_times() for process in psutil.Process().children(recursive=True)]
    return 1000 * sum(time.user + time.system for time in times)


if __name__ == "__main__":
    main()
