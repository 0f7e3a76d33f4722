"""Words of the glossary say what they mean where they stand in a sentence."""

import pytest
from playwright.sync_api import Page, expect

from tests.end_to_end.visitor import Visitor

MARKED = "() => CSS.highlights.get('term')?.size > 0"
PLACE = """word => {
    const range = [...CSS.highlights.get("term")].find(one => one.toString().toLowerCase() === word)
    const box = range.getBoundingClientRect()
    return [box.left + box.width / 2, box.top + box.height / 2]
}"""


@pytest.mark.parametrize(
    ("address", "word", "said"),
    [
        ("/justice", "identified", "never how many there are"),
        ("/justice?lang=fa", "شناسایی‌شده", "نه این‌که چند نفر هستند"),
    ],
)
def test_a_word_in_the_headline_opens_its_meaning_and_esc_closes_it(
    visitor: Visitor, address: str, word: str, said: str
) -> None:
    page = visitor.open(address)
    page.wait_for_function(MARKED, timeout=60_000)
    _point_at(page, word)
    meaning = page.get_by_role("tooltip").filter(has_text=said)
    expect(meaning).to_be_visible()
    page.keyboard.press("Escape")
    expect(meaning).to_have_count(0)
    # what a choice changes on the page is marked anew, and nothing that Streamlit drew was changed
    page.goto(page.url + "&sex=female")
    visitor.wait()
    page.wait_for_function(MARKED, timeout=60_000)
    _point_at(page, word)
    expect(meaning).to_be_visible()


def _point_at(page: Page, word: str) -> None:
    page.mouse.move(5, 5)
    page.mouse.move(*page.evaluate(PLACE, word))
