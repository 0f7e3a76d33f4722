"""How many boys from Khost were reunited with their families, and how long did it take? Two clicks from the start."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.end_to_end.conftest import serving
from tests.end_to_end.visitor import Visitor
from tests.worlds.recovery import recovery
from tests.worlds.releases import make_release

# a server of its own; tests/pages/test_recovery_page.py asks the page without a browser
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the small world of tests.worlds.recovery: boys from Herat are many, from Khost too few to show."""
    folder = tmp_path_factory.mktemp("recovery")
    with serving(make_release(folder, recovery(), standard_error=1.0), folder) as address:
        yield address


def _read(visitor: Visitor) -> None:
    """Look at the page until its charts are drawn: Plotly stumbles over a chart that goes away in the middle."""
    visitor.wait()
    visitor.page.wait_for_function("""() => {
        const plots = [...document.querySelectorAll('.js-plotly-plot')]
        return plots.length && plots.every(plot => plot.querySelector('.main-svg') && plot._context)
    }""")


@pytest.mark.parametrize(
    ("province", "answer"),
    [
        (
            "Herat",
            "Boys from Herat: 300 people (±5) were reunited with their families on a known day; half of them within "
            "2.0 months",
        ),
        ("Khost", "The nearest number that may be shown: Boys from Afghanistan: 302 people (±"),
    ],
)
def test_boys_from_a_province_are_two_clicks_away(province: str, answer: str, visitor: Visitor) -> None:
    page = visitor.open("/")
    _read(visitor)
    page.get_by_role("link", name="Recovery").click()
    _read(visitor)
    page.get_by_role("button", name=f"Boys from {province}").click()
    visitor.wait()
    expect(page.get_by_text(answer)).to_be_visible()
    expect(page.locator("h1")).to_contain_text(f"Boys from {province}")
    assert "place=AF-" in page.url and "sex=male" in page.url and "age=child" in page.url
    if province == "Khost":
        expect(page.get_by_text("Boys from Khost: the number reunited with their families is withheld")).to_be_visible()
