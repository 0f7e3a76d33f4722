"""A release database that is replaced, restored or changed while pages are made from it."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.database import PROJECT
from tests.faults.worlds import FEW, MANY, on_postgres, release_of, restore, triple
from tests.worlds.visits import forget_the_last_release, open_page
from ui.outage.source import release_source

pytestmark = pytest.mark.slow

__all__ = ["forget_the_last_release"]


def _says(app: AppTest, people: int) -> bool:
    return app.title[0].value.startswith(f"{people:,} people")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def address(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a release database of MANY people, on each engine in turn; the dashboard reads it."""
    file = release_of(tmp_path / "many", MANY)
    if request.param == "sqlite":
        monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{file}")
        yield f"sqlite:///{file}"
        return
    with on_postgres(request.getfixturevalue("postgres_url"), file) as url:
        monkeypatch.setenv("RELEASE_DATABASE_URL", url)
        yield url


@pytest.mark.parametrize("how", ["renamed over it", "copied into it"])
def test_a_file_that_is_replaced_is_seen_in_the_next_run(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served, other = release_of(tmp_path / "many", MANY), release_of(tmp_path / "few", FEW)
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{served}")
    app = open_page("overview")
    assert _says(app, MANY)
    if how == "renamed over it":
        other.rename(served)
    else:
        shutil.copyfile(other, served)
    assert _says(app.run(), FEW)
    assert _says(open_page("overview"), FEW)


def test_a_number_that_is_used_again_shows_the_release_that_has_it_now(address: str, tmp_path: Path) -> None:
    app = open_page("overview")
    assert _says(app, MANY)
    restore(address, release_of(tmp_path / "few", FEW))
    assert _says(app.run(), FEW)
    assert _says(open_page("overview", release="1"), FEW)


def test_a_release_that_was_changed_is_not_shown(address: str, caplog: pytest.LogCaptureFixture) -> None:
    triple(address)
    app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "The published numbers cannot be shown just now"
    assert "Release 1 is not what was published" in caplog.text


def test_the_last_good_release_is_shown_in_the_place_of_one_that_was_changed(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = open_page("overview")
    triple(address, content_hash="0" * 64)
    assert _says(app.run(), MANY)
    assert [warning.value for warning in app.warning if "is not what was published" in warning.value]
    assert _says(open_page("overview"), MANY)
    assert caplog.text.count("Release 1 is not what was published") == 1  # once, not at each run


def test_a_change_under_the_hash_that_is_known_reaches_nobody(address: str) -> None:
    app = open_page("overview")
    triple(address)
    assert _says(app.run(), MANY)
    assert _says(open_page("overview"), MANY)
    assert not app.warning


def test_a_file_that_stays_the_same_is_not_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    served = release_of(tmp_path / "many", MANY)
    os.utime(served, (1, 1))
    monkeypatch.setenv("RELEASE_DATABASE_URL", f"sqlite:///{served}")
    source = release_source()
    shown = source.show()
    monkeypatch.setattr(source, "_within", lambda *asked: pytest.fail("it was asked"))
    assert source.show() == shown
