"""A speaker's hour: slides turned by the keyboard with the network cut, and a deck of one's own in two minutes."""

import datetime
import io
import re
import time
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect
from pptx import Presentation

from tests.end_to_end.visitor import DESKTOP, DRAWN, PROJECTOR, Visitor
from tests.walks import walk

SEEN = """() => [...document.querySelectorAll('[class*="st-key-slide_"]')]
    .filter(slide => getComputedStyle(slide).visibility === 'visible')
    .map(slide => Number(/st-key-slide_(\\d+)/.exec(slide.className)[1]))"""
# what is read from the last row: letters of 18 pixels and more, none of them beyond the edge
SMALLEST = """number => {
    const slide = document.querySelector(`.st-key-slide_${number}`), bounds = slide.getBoundingClientRect()
    const letters = [...slide.querySelectorAll('text, h2, h3, p, span, td, th')]
        .filter(one => one.textContent.trim() && one.getClientRects().length)
    const scale = one => {
        const plot = one.closest('.js-plotly-plot')
        return plot ? new DOMMatrix(getComputedStyle(plot).transform).a : 1
    }
    const out = letters.filter(one => {
        const box = one.getBoundingClientRect()
        return box.left < -1 || box.right > innerWidth + 1 || box.top < -1 || box.bottom > innerHeight + 1
    })
    return [Math.min(...letters.map(one => parseFloat(getComputedStyle(one).fontSize) * scale(one))),
        out.map(one => one.textContent.slice(0, 40))]
}"""
# words that begin outside of their own chart
CUT = """() => [...document.querySelectorAll('.st-key-show .js-plotly-plot :is(.xtick, .ytick) text')].filter(one => {
    const [word, chart] = [one, one.closest('.js-plotly-plot')].map(part => part.getBoundingClientRect())
    return word.left < chart.left - 2 || word.right > chart.right + 2
}).map(one => one.textContent)"""
HUMAN = 3.0  # seconds that a person takes for each click, to look and to move


def _open_show(visitor: Visitor, address: str, *, dark: bool = False) -> Page:
    page = visitor.open(address, size=PROJECTOR, dark=dark)
    page.wait_for_function(f"() => ({SEEN})().length === 1")
    return page


def _is_at(page: Page, number: int) -> None:
    page.wait_for_function(f"() => JSON.stringify(({SEEN})()) === '[{number}]'")


@pytest.mark.parametrize(("language", "dark"), walk([("en", False), ("fa", True)]))
def test_a_show_is_turned_by_the_keyboard_and_goes_on_without_a_network(
    browser: Browser, server: str, language: str, dark: bool
) -> None:
    visitor = Visitor(browser, server)  # whose network is cut, and nobody else's
    page = _open_show(visitor, f"/present?story=region&lang={language}", dark=dark)
    slides = page.locator(".st-key-show footer").count()
    assert slides == 10
    for number in range(1, slides + 1):
        smallest, beyond = page.evaluate(SMALLEST, number)
        assert smallest >= 18, f"slide {number}"
        assert beyond == [], f"slide {number}"
    visitor.expect_no_server()
    visitor.page.context.set_offline(True)
    asked = len(visitor.requests)
    onward, back = ("ArrowRight", "ArrowLeft") if language == "en" else ("ArrowLeft", "ArrowRight")
    for key, number in [
        (onward, 2), (" ", 3), ("PageDown", 4), (back, 3), ("PageUp", 2), ("End", slides), (onward, slides),
        ("r", slides), ("c", slides), ("Home", 1), (back, 1), ("ArrowDown", 2),
    ]:  # fmt: skip
        page.keyboard.press(key)
        _is_at(page, number)
    assert "slide=2" in page.url
    blank = page.locator(".blank")
    page.keyboard.press("b")
    expect(blank).to_be_visible()
    page.keyboard.press("b")
    expect(blank).to_be_hidden()
    page.keyboard.press("n")
    expect(page.locator(".st-key-notes_2 aside")).to_be_visible()
    page.keyboard.press("/")
    assert page.locator('[role="dialog"]').count() == 0
    expect(page.locator('[data-testid="stHeader"]')).to_be_hidden()
    # but for the heartbeat of Streamlit, and the icon that a browser asks for when the address changes
    assert [url for url in visitor.requests[asked:] if "_stcore" not in url and not url.endswith(".png")] == []
    visitor.close()


@pytest.mark.long
def test_charts_are_whole_when_a_laptop_becomes_a_projector(visitor: Visitor) -> None:
    page = visitor.open("/present?story=region", size=DESKTOP)
    page.wait_for_function(DRAWN)
    assert page.evaluate(CUT) == []
    page.set_viewport_size({"width": PROJECTOR[0], "height": PROJECTOR[1]})
    visitor.wait()
    assert page.evaluate(CUT) == []


@pytest.mark.long
def test_a_kiosk_turns_by_itself_and_says_how_old_its_numbers_are(visitor: Visitor) -> None:
    page = visitor.open("/present?story=identification&autoplay=1", size=PROJECTOR)
    _is_at(page, 2)
    expect(page.locator(".old")).to_be_hidden()
    page.clock.set_fixed_time(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=400))
    expect(page.locator(".old")).to_be_visible()
    expect(page.locator(".old")).to_contain_text("Newer ones may have been published")


@pytest.mark.long
def test_from_the_first_page_to_a_deck_of_three_slides_in_two_minutes(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/", size=DESKTOP)
    began, clicks = time.monotonic(), 0

    def click(what: str) -> None:
        nonlocal clicks
        page.locator(what).first.click()
        clicks += 1
        visitor.wait()

    page.get_by_role("link", name="Present", exact=True).click()
    page.wait_for_url(re.compile("/present"))
    visitor.wait()
    click(".st-key-present_balochistan button")
    page.wait_for_function(f"() => ({SEEN})().length === 1")
    page.go_back()  # leaves the show
    page.wait_for_selector(".st-key-story_balochistan")
    visitor.wait()
    page.get_by_role("link", name="Routes", exact=True).click()
    page.wait_for_url(re.compile("/routes"))
    visitor.wait()
    clicks += 4
    click(".st-key-saved_view_0 button")  # Balochistan: the transit corridor
    for key in ("routes", "ways"):
        click(f".st-key-collect_{key} button")
    for choice, name in (("level", "Countries"), ("direction", "Outbound")):  # and on to Iran
        page.locator(f".st-key-routes_{choice}").get_by_text(name, exact=True).click()
        visitor.wait()
    page.wait_for_url(re.compile("outbound"))
    click(".st-key-collect_routes button")
    page.get_by_role("link", name="Present", exact=True).click()
    page.wait_for_selector(".st-key-own_slide_2")
    visitor.wait()
    clicks += 6
    page.locator(".st-key-slides_my_slides button").click()
    with page.expect_download() as waiting:
        page.locator(".st-key-save_slides_my_slides button").click()
    taken = time.monotonic() - began + HUMAN * clicks
    deck = Presentation(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert len(deck.slides) == 4  # the first says what the deck is
    frames = [slide.notes_slide.notes_text_frame for slide in deck.slides]
    frames += [shape.text_frame for slide in deck.slides for shape in slide.shapes if shape.has_text_frame]
    said = "\n".join(frame.text for frame in frames)
    for name in ("South Punjab", "Balochistan", "Iran"):
        assert name in said
    assert "Demonstration data" in said
    assert taken < 120


@pytest.mark.long
def test_the_buttons_of_a_page_give_its_slides_and_its_document(visitor: Visitor) -> None:
    page = visitor.open("/justice?lang=fa")
    for key, beginning in (("slides", b"PK"), ("pdf", b"%PDF")):
        page.locator(f".st-key-{key} button").click()
        with page.expect_download() as waiting:
            page.locator(f".st-key-save_{key} button").click()
        assert Path(waiting.value.path()).read_bytes().startswith(beginning)
    page.locator(".st-key-in_words button").click()
    said = page.locator(".st-key-words_of_page code")
    said.wait_for()
    assert "±" in said.inner_text()
    # the button to copy lies on no word
    button, words = page.locator(".st-key-words_of_page button").bounding_box(), said.bounding_box()
    assert button and words and button["y"] + button["height"] <= words["y"]
    with page.expect_download() as waiting:
        page.locator(".st-key-docx button").click()
    paragraphs = [one.text for one in Document(waiting.value.path()).paragraphs]
    assert said.inner_text().split() == "\n".join(paragraphs).split()


@pytest.mark.parametrize("opened", walk(["in_words", "search"]))
def test_a_file_that_becomes_ready_closes_no_dialog(visitor: Visitor, opened: str) -> None:
    page = visitor.open("/justice")
    page.locator(".st-key-pdf button").click()
    page.locator(".st-key-cancel_pdf button").wait_for()
    page.locator(f".st-key-{opened} button").click()
    page.get_by_role("dialog").wait_for()
    page.locator(".st-key-save_pdf button").wait_for(state="attached", timeout=60_000)
    visitor.wait()
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_download() as waiting:
        page.locator(".st-key-save_pdf button").click()
    assert waiting.value.suggested_filename.endswith(".pdf")


@pytest.mark.long
def test_what_takes_a_while_says_how_far_it_is_and_can_be_cancelled(visitor: Visitor) -> None:
    page = visitor.open("/methods")
    page.locator(".st-key-open_data button").click()
    page.locator(".st-key-cancel_open_data button").click()
    expect(page.locator(".st-key-take_open_data")).to_contain_text("Cancelled. No file was made.")
    page.locator(".st-key-open_data button").click()
    expect(page.locator(".st-key-take_open_data")).to_contain_text(re.compile(r"\d+ of \d+ parts are made"))
    with page.expect_download() as waiting:
        page.locator(".st-key-save_open_data button").click()
    assert waiting.value.suggested_filename.endswith(".zip")
