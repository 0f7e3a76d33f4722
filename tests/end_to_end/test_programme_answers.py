"""Questions of donors, answered within two clicks from the start; and one programme on four sides of paper."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.end_to_end.visitor import Visitor

DEMONSTRATION = "demonstration-programme-a-children-return-home"


def test_did_the_training_reach_2400_officials(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("link", name="Programmes").click()
    visitor.wait()
    expect(page.get_by_text("2,400 people was the target; no actual value was published.").first).to_be_visible()


def test_what_does_one_reintegrated_child_cost(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("link", name="Programmes").click()
    visitor.wait()
    expect(
        page.get_by_text("What one reintegrated child, or any other result, cost in a real programme")
    ).to_be_visible()
    page.get_by_text("Show invented examples").click()
    visitor.wait()
    expect(page.get_by_text("Children reintegrated: USD 1,964 each")).to_be_visible()
    expect(page.get_by_text("What is in this figure: USD 1,231,440 for 627")).to_be_visible()


@pytest.mark.long
@pytest.mark.parametrize(("language", "dark"), [("en", False), ("fa", True)])
@pytest.mark.parametrize(
    "path", ["/programmes?", f"/programmes?view=donor&programme={DEMONSTRATION}", "/context?", "/recovery?"]
)
def test_what_happened_and_what_was_promised_is_accessible(
    visitor: Visitor, path: str, language: str, dark: bool
) -> None:
    page = visitor.open(f"{path}&lang={language}", dark=dark)
    violations = Axe().run(page).response["violations"]
    assert not [found for found in violations if found["impact"] in ("serious", "critical")]


@pytest.mark.long
@pytest.mark.parametrize("language", ["en", "fa"])
def test_one_programme_prints_on_four_sides(visitor: Visitor, language: str) -> None:
    page = visitor.open(f"/programmes?view=donor&programme={DEMONSTRATION}&lang={language}")
    assert page.get_by_role("alert").count() == 0, "the page shows an error"
    paper = page.pdf(format="A4", print_background=True)
    assert 1 < len(re.findall(rb"/Type\s*/Page\b(?!s)", paper)) <= 4
