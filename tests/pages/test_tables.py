"""Every table that a page offers, opened: a heading for each column and words for each code, or there is a warning."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from locales import translator
from tests.pages.test_pages import OFFERED
from tests.walks import walk
from tests.worlds.hotspots import make_world, register_frame, tables
from tests.worlds.journeys import journeys
from tests.worlds.recovery import recovery

PROJECT = Path(__file__).resolve().parents[2]
VIEWS = {
    "overview": ("", "source"),
    "routes": ("", "parts", "ways", "periods", "changes", "route-AF~IR", "province"),
    "hotspots": ("", "smoothed", "cluster", "cluster-time", "cluster-gi", "cluster-moran", "hidden",
                 "hidden-police-ngo-hotline", "gap"),
    "recovery": ("", "provider", "source-year"),
}  # fmt: skip
# each page as it opens, then its views
SEEN = [*((page, "") for page in OFFERED), *((page, view) for page, views in VIEWS.items() for view in views[1:])]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A release with something in every table."""
    world = {**journeys(), **recovery(), **tables(recorded_by_border=500)}
    return make_world(tmp_path_factory.mktemp("world"), world, register=register_frame())


@pytest.mark.parametrize(("page", "view"), walk(SEEN, short=4))
def test_every_table_of_a_page_is_in_words(page: str, view: str, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60)
    app.query_params["lang"] = "fa"
    app.run()
    if view:
        app.query_params["view"] = view
    app.switch_page(str(PROJECT / "pages" / f"{page}.py")).run()
    closed = [expander.proto.id.rsplit("-", 1)[-1] for expander in app.expander]
    closed = [key for key in closed if key.startswith("details_")]
    for key in closed:
        app.session_state[key] = True
    app.run()
    assert not app.exception
    assert len(app.dataframe) >= len(closed)
    headings = {str(column) for table in app.dataframe for column in table.value.columns}
    assert [name for name in headings if name.isascii() and name.islower()] == []
    assert page not in VIEWS or translator("fa").gettext("People") in headings or view.startswith(("changes", "hidden"))
