"""The map of routes under a visitor's hands: a click on a ring, and a player that stops when it is out of sight."""

from contextlib import suppress

import pytest
from playwright.sync_api import Page, TimeoutError, expect

from tests.end_to_end.visitor import Visitor

# where something that can be clicked lies: the first ring, or the first arrow across a border (its code holds a "~")
SPOT = """(isArrow) => {
    const plot = document.querySelector('[class*="st-key-figure_routes"] .js-plotly-plot')
    const trace = plot.data.find(trace => trace.customdata && trace.customdata[0].includes('~') === isArrow)
    const group = [...plot.querySelectorAll('.scattergeo')].find(
        group => group.__data__[0].trace.customdata?.[0] === trace.customdata[0])
    const ends = code => code.split('~')
    const at = isArrow ? trace.customdata.findIndex(code => ends(code)[0] !== ends(code)[1]) : 0
    const spot = group.querySelectorAll('path.point')[at].getBoundingClientRect()
    return {code: trace.customdata[at], x: spot.x + spot.width / 2, y: spot.y + spot.height / 2}
}"""


def test_a_click_on_a_ring_shows_the_routes_of_its_place(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=(1440, 1300))
    page.wait_for_selector('[class*="st-key-figure_routes"] path.point', state="attached")
    ring = page.evaluate(SPOT, False)
    page.mouse.click(ring["x"], ring["y"])
    page.wait_for_url(f"**country={ring['code']}**")
    visitor.wait()
    assert page.get_by_role("heading", name="Routes that touch", level=2).count() == 1


def test_bands_are_seen_by_whoever_wants_no_motion(visitor: Visitor) -> None:
    """As all visitors of the tests do."""
    page = visitor.open("/routes?view=parts")
    page.wait_for_selector(".sankey-link", state="attached")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.sankey-link')].every(band => getComputedStyle(band).opacity === '1')"
    )


@pytest.mark.long
def test_a_click_on_an_arrow_shows_its_route_and_its_address_does_too(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=(1440, 1300))
    page.wait_for_selector('[class*="st-key-figure_routes"] path.point', state="attached")
    arrow = page.evaluate(SPOT, True)
    page.mouse.click(arrow["x"], arrow["y"])
    page.wait_for_url("**view=route**")
    visitor.wait()
    heading = page.get_by_role("heading", name=", by year").inner_text()
    page = visitor.open(page.url.removeprefix(visitor.address), size=(1440, 1300))
    assert page.get_by_role("heading", name=", by year").inner_text() == heading
    assert page.get_by_role("heading", name="known towns and border crossings on the way").count() == 1


@pytest.mark.long
def test_the_years_play_pause_and_step_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=(1440, 600))
    stopped = page.locator(".player .play").inner_text()
    page.locator(".player .play").click()
    page.wait_for_url("**years=**")
    first = page.url
    page.wait_for_function("before => location.href !== before", arg=first, timeout=8_000)
    page.locator(".player .play").click()
    visitor.wait()
    paused = page.url
    _stays(page, paused)
    page.locator(".player input").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => location.href !== before", arg=paused)
    page.locator(".player .play").click()
    page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTo(0, 1e6)")
    expect(page.locator(".player .play")).to_have_text(stopped)
    # years that were asked for may still come; a player that goes on changes the address until the last year
    for _ in range(8):
        seen = page.url
        with suppress(TimeoutError):
            page.wait_for_function("before => location.href !== before", arg=seen, timeout=2_500)
        if page.url == seen:
            return
    pytest.fail(f"The player goes on: {page.url}")


def _stays(page: Page, address: str) -> None:
    """Is the address the same for longer than the player takes for a year?"""
    with pytest.raises(TimeoutError):
        page.wait_for_function("before => location.href !== before", arg=address, timeout=2_500)
