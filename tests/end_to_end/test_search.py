"""What is looked for by the keyboard is found and opened."""

from playwright.sync_api import expect

from tests.end_to_end.visitor import Visitor


def test_a_place_is_found_by_the_keyboard_though_it_is_misspelled(visitor: Visitor) -> None:
    page = visitor.open("/methods?lang=fa")
    page.wait_for_selector(".st-key-search_key [data-testid=stBidiComponentIsolated]", state="attached")
    page.keyboard.press("/")
    field = page.locator(".st-key-looked_for input")
    expect(field).to_be_focused()
    expect(page.get_by_role("dialog").get_by_test_id("stPageLink-NavLink").first).to_be_visible()  # a question
    page.keyboard.type("balochestan")
    found = page.get_by_role("dialog").get_by_role("link").filter(has_text="بلوچستان").first
    expect(found).to_be_visible()
    field.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    visitor.wait()
    assert "lang=fa" in page.url and ("place=" in page.url)
