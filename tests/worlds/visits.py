"""A visit to a page without a browser."""

from collections.abc import Iterator

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data_access.database import PROJECT


@pytest.fixture(autouse=True)
def forget_the_last_release() -> Iterator[None]:
    """The server keeps the open release; every test has its own."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def open_page(page: str, **query: str | list[str]) -> AppTest:
    """Open a page of the release at RELEASE_DATABASE_URL, with these words in its address."""
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    if "lang" in query:  # a visit has its language from its first moment
        app.query_params["lang"] = query["lang"]
    app.run()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
    assert not app.exception
    return app
