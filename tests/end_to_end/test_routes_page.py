"""The map of routes under a visitor's hands: a click on a ring, and a player that stops when it is out of sight."""

from tests.end_to_end.visitor import Visitor

RING = """() => {
    const plot = document.querySelector('[class*="st-key-figure_routes"] .js-plotly-plot')
    const trace = plot.data.find(trace => trace.customdata)
    const group = [...plot.querySelectorAll('.scattergeo')].find(
        group => group.querySelectorAll('path.point').length === trace.customdata.length)
    const ring = group.querySelectorAll('path.point')[0].getBoundingClientRect()
    return {code: trace.customdata[0], x: ring.x + ring.width / 2, y: ring.y + ring.height / 2}
}"""


def test_a_click_on_a_ring_shows_the_routes_of_its_place(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=(1440, 1300))
    page.wait_for_selector('[class*="st-key-figure_routes"] path.point', state="attached")
    ring = page.evaluate(RING)
    page.mouse.click(ring["x"], ring["y"])
    page.wait_for_url(f"**country={ring['code']}**")
    visitor.wait()
    assert page.get_by_role("heading", name="Routes that touch").count() == 1


def test_the_years_play_pause_and_step_by_keyboard(visitor: Visitor) -> None:
    page = visitor.open("/routes", size=(1440, 900))
    page.locator(".player .play").click()
    page.wait_for_url("**years=**")
    first = page.url
    page.wait_for_function("before => location.href !== before", arg=first, timeout=8_000)
    page.locator(".player .play").click()
    visitor.wait()
    page.wait_for_timeout(600)
    paused = page.url
    page.wait_for_timeout(2_500)
    assert page.url == paused
    page.locator(".player input").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("before => location.href !== before", arg=paused)
    page.locator(".player .play").click()
    page.locator('[data-testid="stMain"]').evaluate("main => main.scrollTo(0, 1e6)")
    page.wait_for_timeout(2_500)
    out_of_sight = page.url
    page.wait_for_timeout(3_000)
    assert page.url == out_of_sight
