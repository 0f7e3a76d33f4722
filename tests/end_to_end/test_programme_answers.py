"""Questions of donors, answered within two clicks from the start."""

import pytest
from playwright.sync_api import expect

from tests.end_to_end.visitor import Visitor


@pytest.mark.long
def test_did_the_training_reach_2400_officials(visitor: Visitor) -> None:
    page = visitor.open("/")
    page.get_by_role("link", name="Programmes").click()
    visitor.wait()
    expect(page.get_by_text("2,400 people was the target; no actual value was published.").first).to_be_visible()


@pytest.mark.long
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
