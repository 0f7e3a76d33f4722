"""Each of the twenty questions is answered two clicks from any page, in the first screen, in thirty seconds."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from data_access.release.release import Release
from figures.search.questions import QUESTIONS
from locales import translator
from tests.end_to_end.conftest import demonstration, serving
from tests.end_to_end.questions.expected import EXPECTED
from tests.end_to_end.visitor import DESKTOP, Visitor
from tests.worlds.releases import open_release

# sixty thousand cases, a server of its own, and twenty pages in each language: tests/pages/test_questions.py asks the
# pages without a browser
pytestmark = pytest.mark.long

CASES = 60_000  # as many as a demonstration has: of 20,000 the courts are withheld in some draws
MOST_WORDS = 40  # of a sentence, of which two or three are read in half a minute
LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٬٫٪", "0123456789,.%")
READ = """() => [...document.querySelectorAll('h1, .st-key-question p')].filter(one => {
    const box = one.getBoundingClientRect()
    return box.height && box.top >= 0 && box.bottom <= innerHeight
}).map(one => one.innerText)"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    loads = [("results", "published_*"), ("results", "demonstration_*"), ("population", "population_*")]
    return demonstration(tmp_path_factory, CASES, *loads)


@pytest.fixture(scope="module")
def release(address: str) -> Release:
    return open_release(address)


@pytest.fixture(scope="module")
def server(address: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(address, tmp_path_factory.mktemp("questions")) as running:
        yield running


@pytest.mark.parametrize("language", ["en", "fa"])
def test_each_question_is_answered_in_the_first_screen(visitor: Visitor, release: Release, language: str) -> None:
    page = visitor.open(f"/methods?lang={language}", size=DESKTOP)
    t, wrong = translator(language), {}
    for number, (question, expected) in enumerate(zip(QUESTIONS, EXPECTED, strict=True), start=1):
        _search(page)
        links = page.locator(".found a")
        expect(links).to_have_count(20)
        links.nth(number - 1).click()
        page.wait_for_url(re.compile(rf"[?&]question={number}(&|$)"))
        expect(page.locator(".st-key-question")).to_be_visible(timeout=20_000)
        visitor.wait()
        texts = [re.sub("[\u2066-\u2069\u200f]", "", text).translate(LATIN) for text in page.evaluate(READ)]
        asked = t.gettext(question.text).translate(LATIN)
        missed = [one for one in expected(release) if not any(_holds(text, one) for text in texts)]
        long = [one for text in texts[1:] for one in re.split(r"[.؟?]\s", text) if len(one.split()) > MOST_WORDS]
        if missed or long or asked not in texts or not expected(release):
            wrong[number] = (missed, long, texts)
    assert not wrong


def test_a_question_ends_on_another_page_and_when_it_is_closed(visitor: Visitor) -> None:
    page = visitor.open("/justice?view=court&question=2")
    page.get_by_role("link", name="Routes", exact=True).click()
    page.wait_for_url("**/routes**")
    visitor.wait()
    assert "question=" not in page.url
    page = visitor.open("/justice?view=court&question=2")
    expect(page.locator(".st-key-question")).to_be_visible()
    page.locator(".st-key-close_question button").click()
    visitor.wait()
    expect(page.locator(".st-key-question")).to_have_count(0)
    assert "question=" not in page.url
    page = visitor.open("/justice?question=21")
    expect(page.locator(".st-key-question")).to_have_count(0)
    expect(page.get_by_test_id("stAlert").first).to_contain_text("21")


def test_a_result_keeps_what_was_chosen_and_esc_gives_the_keyboard_back(visitor: Visitor) -> None:
    page = visitor.open("/routes?sex=female&years=2019-2023")
    before = page.locator(".st-key-filter_people button").first
    before.focus()
    _search(page)
    page.keyboard.type("kabul")
    expect(page.locator(".found small").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(before).to_be_focused()
    # what closes stays in the page until it has faded, and would be taken for what opens
    expect(page.locator('[class*="st-key-looked_for"] input')).to_have_count(0)
    page.locator(".st-key-search button").click()
    expect(page.locator('[class*="st-key-looked_for"] input')).to_be_focused(timeout=20_000)
    expect(page.locator('[class*="st-key-looked_for"] input')).to_have_value("")
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-search button")).to_be_focused()
    expect(page.locator('[class*="st-key-looked_for"] input')).to_have_count(0)
    page.keyboard.press("/")
    expect(page.locator('[class*="st-key-looked_for"] input')).to_be_focused()
    page.keyboard.type("routes that changed")
    page.locator(".found a").filter(has_text="Routes that changed").first.click()
    page.wait_for_url("**view=changes**")
    visitor.wait()
    assert "sex=female" in page.url and "years=2019-2023" in page.url


def _search(page: Page) -> None:
    page.wait_for_selector(".st-key-search_key [data-testid=stBidiComponentIsolated]", state="attached", timeout=60_000)
    page.keyboard.press("/")
    expect(page.locator('[class*="st-key-looked_for"] input')).to_be_focused(timeout=20_000)


def _holds(text: str, number: str) -> bool:
    return re.search(rf"(?<![\d,.]){re.escape(number)}(?![\d])", text) is not None
