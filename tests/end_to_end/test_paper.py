"""Every page on A4: nothing cut, no controls, no blank sheet, and on each sheet source, date, address and number."""

import io
import re

import pytest
from PIL import Image
from pypdf import PageObject, PdfReader

from figures.kit.palette import light_for_dark
from tests.end_to_end.visitor import DRAWN, Visitor
from tests.walks import walk

DONOR = "/programmes?view=donor&programme=demonstration-programme-a-children-return-home"
REAL = "/programmes?view=donor&programme=combating-human-trafficking-in-afghanistan"
PATHS = [
    "/?lang=en", "/routes?lang=fa", "/hotspots?view=cluster",
    "/?lang=fa", "/routes", "/routes?view=periods", "/routes?view=ways", "/routes?view=parts", "/routes?view=changes",
    "/routes?view=province-through-ways&place=PK-BA", "/hotspots", "/hotspots?view=hidden", "/hotspots?view=gap",
    "/recovery", "/recovery?lang=fa&view=provider", "/programmes",
    "/programmes?view=invented&lang=fa", DONOR, f"{DONOR}&lang=fa", REAL, "/context", "/methods", "/methods?lang=fa",
    "/places?country=AF&with=PK", "/places?place=AF-NAN&with=2024&lang=fa",
]  # fmt: skip

# a chart is drawn for the sheet in the moment before it is printed
READY_TO_PRINT = "window.dispatchEvent(new Event('beforeprint'))"
# how large charts are on the sheet, asked while it is printed: a page that stays in them may come to fit
NOTE_SIZES = """() => window.addEventListener('beforeprint', () => {
    window.onPaper = [...document.querySelectorAll('.js-plotly-plot')].map(chart =>
        ['width', 'height'].map(side => chart._fullLayout[side] * (chart.style.zoom || 1)))
})"""
SHEET_WIDTH = 703 / 0.8  # see print.css
HIGHEST_CHART = 986 / 0.8 - 200  # of a sheet, beside its title and note
FOOTER = 80  # points, in which it stands
LEAST_FILLED = 0.16  # of the last sheet: its header, and more than three lines
SHEET = """() => {
    const main = document.querySelector('[data-testid="stMainBlockContainer"]')
    const sheet = main.getBoundingClientRect()
    const shown = [...main.querySelectorAll('*')].filter(part => part.getClientRects().length)
    const name = part => `${part.tagName} ${part.closest('[class*="st-key-"]')?.className || ''} ${part.textContent}`
    const wide = shown.filter(part => !part.closest('defs, clipPath, .sr-only') && !part.closest('svg:not(.main-svg)'))
        .filter(part => part.matches('.main-svg, table, td, p, li, h1, h2, h3, pre'))
        .filter(part => {
            const place = part.getBoundingClientRect()
            return place.right > sheet.right + 1 || place.left < sheet.left - 1
        })
    const controls = shown.filter(part => part.matches('button, input, canvas, [role="slider"], [role="combobox"]'))
    return {wide: wide.map(name), controls: controls.map(name), width: sheet.width}
}"""


@pytest.mark.parametrize(
    "path",
    walk(PATHS),
)
def test_a_page_is_whole_on_paper(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    page.wait_for_function(DRAWN)
    page.wait_for_load_state("networkidle")
    page.evaluate(NOTE_SIZES)
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    sheets = [sheet.extract_text() for sheet in printed]
    for number, said in enumerate(sheets, 1):
        if "lang=fa" not in path:  # a PDF holds Dari as it looks, letter by letter from the left
            assert re.search(rf"\b{number} ?/ ?{len(sheets)}\b", said), "the number of the sheet"
            assert page.url.split("?")[0].removeprefix("http://") in said.replace("\n", "")
            assert "Source: Synthetic demonstration data" in said
            assert "Printed from what was seen on" in said
        # header and footer have about 450 letters
        assert len(said) > 500, f"sheet {number} of {len(sheets)} is blank: {said}"

    sizes = page.evaluate("window.onPaper")
    assert [size for size in sizes if size[0] > SHEET_WIDTH or size[1] > HIGHEST_CHART] == []
    titles = page.locator("h2").all_inner_texts()
    ends = [_end_of_words(sheet) for sheet in printed]
    assert [said for _share, said in ends if said in titles] == [], "a title is the last of a sheet"
    assert ends[-1][0] > LEAST_FILLED
    if path.startswith("/places"):
        assert len(sheets) <= 2, "one sheet, on both sides"
    if path.startswith(DONOR):
        assert page.get_by_role("alert").count() == 0, "the page shows an error"
        assert 1 < len(sheets) <= 4

    page.emulate_media(media="print")
    page.evaluate(READY_TO_PRINT)
    seen = page.evaluate(SHEET)
    assert seen["wide"] == []
    assert seen["controls"] == []


def test_a_chart_that_is_higher_than_a_sheet_is_printed_on_one(visitor: Visitor) -> None:
    page = visitor.open("/context")
    page.wait_for_function(DRAWN)
    page.evaluate(NOTE_SIZES)
    page.evaluate("document.querySelectorAll('.stPlotlyChart').forEach(chart => { chart.style.height = '1800px' })")
    page.evaluate(READY_TO_PRINT)
    assert max(height for _width, height in page.evaluate("window.onPaper")) < HIGHEST_CHART


def _end_of_words(sheet: PageObject) -> tuple[float, str]:
    """How far down a sheet is filled with words, and the lowest line of them."""
    lines: dict[float, str] = {}

    def note(text: str, current: list[float], own: list[float], _font: object, _size: float) -> None:
        below = current[1] * own[4] + current[3] * own[5] + current[5]
        if text.strip() and below > FOOTER:
            lines[below] = lines.get(below, "") + text

    sheet.extract_text(visitor_text=note)
    lowest = min(lines)
    return 1 - lowest / float(sheet.mediabox.height), lines[lowest].strip()


@pytest.mark.long
def test_the_screen_is_as_it_was_after_printing(visitor: Visitor) -> None:
    page = visitor.open("/?lang=en", dark=True)
    page.wait_for_function(DRAWN)
    widths = "() => [...document.querySelectorAll('.js-plotly-plot')].map(chart => chart._fullLayout.width)"
    before = page.evaluate(widths)
    page.pdf()
    page.wait_for_function(f"before => JSON.stringify(({widths})()) === JSON.stringify(before)", arg=before)

    page.emulate_media(media="print")
    shades = sorted(Image.open(io.BytesIO(page.screenshot())).convert("L").tobytes())
    assert shades[len(shades) // 2] > 230, "paper is white from the dark theme, too"

    land = "() => getComputedStyle(document.querySelector('.choroplethlocation')).fill"
    on_screen = page.evaluate(land)
    page.evaluate(READY_TO_PRINT)
    page.wait_for_function(f"() => ({land})() === '{light_for_dark()[on_screen]}'")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(land) == on_screen
