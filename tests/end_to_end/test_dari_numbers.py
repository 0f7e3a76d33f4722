"""Numbers in Dari: digits of one kind, and each sign on one side of its number, in text and in charts."""

import pytest

from tests.end_to_end.visitor import Visitor

PAGES = ["/", "/recovery"]
OTHERS = ["/routes", "/hotspots", "/hotspots?view=hidden", "/hotspots?view=gap", "/programmes", "/context", "/methods"]

DRAWN = "() => [...document.querySelectorAll('.js-plotly-plot')].every(chart => chart.querySelector('.main-svg'))"
# where the first of two letters stands beside the second: a sign before its number stands left, one after it right
FOUND = r"""() => {
    const main = document.querySelector('[data-testid="stMain"]')
    const walk = document.createTreeWalker(main, NodeFilter.SHOW_TEXT)
    const strange = [], turned = []
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const text = node.textContent, holder = node.parentElement
        if (!holder.getClientRects().length || holder.closest('style, script, pre, code')) continue
        if (/[0-9]/.test(text) && !/[A-Za-zα-ω]/.test(text)) strange.push(text)
        for (const found of text.matchAll(/±[۰-۹]|[۰-۹]٪/g)) {
            const side = [0, 1].map(step => {
                const letter = document.createRange()
                letter.setStart(node, found.index + step)
                letter.setEnd(node, found.index + step + 1)
                const place = letter.getBoundingClientRect()
                return place.left + place.right
            })
            if (side[0] >= side[1]) turned.push(text)
        }
    }
    return {strange, turned}
}"""


@pytest.mark.parametrize("path", [*PAGES, *(pytest.param(path, marks=pytest.mark.long) for path in OTHERS)])
def test_numbers_are_written_in_one_way(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"{path}{'&' if '?' in path else '?'}lang=fa")
    page.wait_for_function(DRAWN)
    assert page.evaluate(FOUND) == {"strange": [], "turned": []}
