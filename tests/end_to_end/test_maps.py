"""Maps fill their place in every window: no water above or below them, nothing over them, nothing cut off."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError

from tests.end_to_end.visitor import PROJECTOR, Visitor

MAP = """key => {
    const place = document.querySelector(`.st-key-figure_${key}`).getBoundingClientRect()
    const picture = document.querySelector(`.st-key-figure_${key} .svg-container`).getBoundingClientRect()
    const land = document.querySelector(`.st-key-figure_${key} .geo .bg rect`).getBoundingClientRect()
    const key_parts = [...document.querySelectorAll(`.st-key-figure_${key} :is(.colorbar, .annotation, .gtitle)`)]
        .map(part => part.getBoundingClientRect())
    const seen = {
        beside: place.width - land.width,
        above: land.top - place.top,
        cut: picture.bottom - place.bottom,
        covered: land.bottom - Math.min(...key_parts.map(part => part.top)),
        beyond: Math.max(...key_parts.map(part => part.right)) - place.right,
        short: Math.min(...key_parts.map(part => part.left)) - place.left,
    }
    const fits = seen.beside <= 2 && Math.abs(seen.above) <= 2 && Math.abs(seen.cut) <= 1
    return {...seen, fits}
}"""


@pytest.mark.long
@pytest.mark.parametrize(("path", "key"), [("/?lang=en", "places"), ("/hotspots?lang=fa", "hotspot_map")])
def test_a_map_fills_its_place(visitor: Visitor, path: str, key: str) -> None:
    """As it is opened on a phone, and as the window becomes wider then."""
    page = visitor.open(path, size=(390, 900))
    for width in (390, 768, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        visitor.wait()
        page.wait_for_selector(f".st-key-figure_{key} .geo .bg rect", state="attached")
        with suppress(TimeoutError):  # the map of one width replaces that of another
            page.wait_for_function(f"key => ({MAP})(key).fits", arg=key)
        seen = page.evaluate(MAP, key)
        assert seen["beside"] <= 2 and abs(seen["above"]) <= 2, f"strips of water at {width}"
        assert abs(seen["cut"]) <= 1 and seen["beyond"] <= 0 and seen["short"] >= 0, f"cut off at {width}"
        assert seen["covered"] <= 0, f"the key covers the map at {width}"


@pytest.mark.long
def test_the_key_of_the_map_can_be_read_on_a_projector(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=PROJECTOR)
    page.wait_for_selector(".st-key-figure_routes .legendlines path", state="attached")
    covered = page.evaluate("""() => {
        const boxes = what => [...document.querySelectorAll(`.st-key-figure_routes ${what}`)]
            .map(part => part.getBoundingClientRect())
        const lines = boxes('.legendlines path')
        return boxes('.legendtext').filter(text => lines.some(line => line.left < text.right - 2
            && line.right > text.left + 2 && line.top < text.bottom && line.bottom > text.top)).length
    }""")
    assert covered == 0
