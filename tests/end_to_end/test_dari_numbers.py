"""A link opens its page in Dari: digits of one kind, and each sign on one side of its number, in text and charts."""

import pytest

from tests.end_to_end.visitor import DRAWN, PROJECT, Visitor

PAGES = [f"/{page.stem}".replace("/overview", "/") for page in sorted((PROJECT / "pages").glob("*.py"))]
VIEWS = ["/hotspots?view=hidden", "/hotspots?view=gap"]

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


@pytest.mark.parametrize("path", [*PAGES, *(pytest.param(path, marks=pytest.mark.long) for path in VIEWS)])
def test_a_link_opens_its_page_with_numbers_written_in_one_way(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"{path}{'&' if '?' in path else '?'}lang=fa")
    assert page.locator("h1").count() == 1
    if path in PAGES:
        assert page.url.startswith(visitor.address + path)
        assert page.get_by_role("alert").count() == 0, "the page shows an error"
    page.wait_for_function(DRAWN)
    assert page.evaluate(FOUND) == {"strange": [], "turned": []}
