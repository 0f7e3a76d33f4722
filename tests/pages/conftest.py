"""What visits to pages share."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.worlds.visits import forget_the_last_release, open_page

__all__ = ["forget_the_last_release"]


@pytest.fixture
def visit(addresses: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """Opens a page of one of the releases at `addresses`, by its name; without a name of the first."""

    def visit(page: str, world: str = "", **query: str) -> AppTest:
        monkeypatch.setenv("RELEASE_DATABASE_URL", addresses[world or next(iter(addresses))])
        return open_page(page, **query)

    return visit
