"""A link keeps to its release while that is kept, and says when it is not the current one."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url
from streamlit.testing.v1 import AppTest

from data_access.database import open_database
from data_access.publishing.release_store import activate, delete_releases, keep_release, writing
from data_access.release.content import frames_of_release
from data_access.release.release_database import may_be_named, row_of
from tests.worlds.releases import make_release, region
from tests.worlds.visits import open_page

pytestmark = pytest.mark.slow  # whole pages, as tests/pages, which make fast leaves out too


@pytest.fixture
def releases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A database of three releases with the same numbers: the first was shown, the second held back, the third is
    shown now."""
    url = make_release(tmp_path, region())
    monkeypatch.setenv("RELEASE_DATABASE_URL", url)
    engine = open_database(make_url(url))
    with engine.connect() as connection:
        name, frames = row_of(connection, 1).name, frames_of_release(connection, 1)
    for number, active in ((2, False), (3, True)):
        with writing(engine) as connection:
            found, is_new = keep_release(connection, name, None, {**frames, "note": str(number)}, active=active)
        assert (found, is_new) == (number, True)
    return engine


def _open(**query: str) -> AppTest:
    return open_page("overview", **query)


def _release(app: AppTest) -> str:
    return str(app.query_params["release"])


def test_a_link_opens_its_release_and_says_that_there_is_a_newer_one(releases: Engine) -> None:
    app = _open(release="1", country="AF")
    assert _release(app) == "1"
    assert [info.value for info in app.info if info.value.startswith("This is release 1, with data until")]
    app.button(key="show_current").click().run()
    assert _release(app) == "3"
    assert app.query_params["country"] == "AF"
    assert not [info.value for info in app.info if info.value.startswith("This is release")]


def test_a_visit_keeps_to_its_release_when_another_becomes_the_current_one(releases: Engine) -> None:
    app = _open()
    activate(releases, 1)
    app.run()
    assert _release(app) == "3"
    assert [info.value for info in app.info if "The current one is release 1." in info.value]


@pytest.mark.parametrize("asked", ["2", "4", "0", "-1", "one", "9" * 40, "²"])
def test_a_release_that_is_not_kept_or_was_held_back_is_said_and_not_opened(releases: Engine, asked: str) -> None:
    app = _open(release=asked)
    assert _release(app) == "3"
    assert [warning.value for warning in app.warning] == [
        "The release that the address names is not kept; this is release 3."
    ]


def test_a_release_that_is_deleted_while_it_is_looked_at_is_said(releases: Engine) -> None:
    app = _open(release="1")
    delete_releases(releases, 1)
    assert not may_be_named(releases, 1)
    app.run()
    assert _release(app) == "3"
    assert [warning.value for warning in app.warning if "is not kept" in warning.value]


def test_what_an_address_asks_for_in_vain_is_said_until_something_else_is_chosen(releases: Engine) -> None:
    app = _open(years="2010-2012", country="XX", view="sideways", lang="xx")
    said = [
        "The address asks for 2010 to 2012; the release begins in 2022.",
        "The address asks for what cannot be shown here, and it is left out: `lang=xx`, `country=XX`, `view=sideways`.",
    ]
    assert [warning.value.split("  \n") for warning in app.warning] == [said]
    app.run()  # as when the browser says how wide its window is
    assert [warning.value.split("  \n") for warning in app.warning] == [said]
    app.multiselect(key="choose_country").set_value(["AF"]).run()
    assert not app.warning


def test_start_over_takes_everything_back(releases: Engine) -> None:
    app = _open(release="1", country="AF", sex="female", view="source", lang="fa")
    app.button(key="start_over").click().run()
    assert dict(app.query_params) == {"years": "2022-2024", "release": "3", "lang": "fa"}
    assert app.session_state["overview_role"] == "identified"
