"""A frozen edition of the small region, with a drawing that stands for all, for tests of everything around it."""

import datetime
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from data_access.release.release import Release
from exports.drawn.worker import Drawing
from exports.site import edition
from locales import translator
from tests.worlds.programmes import make_release_with_programmes
from tests.worlds.releases import open_release, region

DAY = datetime.date(2026, 11, 28)
DRAWN = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
    '<defs><clipPath id="clip1"><path d="M0,0L9,9L9,0Z"/></clipPath></defs>'
    '<path d="M0,0L5,5L5,0Z" clip-path="url(#clip1)" style="fill:rgb(31, 42, 55)"/></svg>'
)
LANGUAGES = ("en", "fa")


@contextmanager
def drawn_alike() -> Iterator[Callable[[Drawing], str]]:
    yield lambda drawing: DRAWN


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release_with_programmes(tmp_path_factory.mktemp("release"), region())


@pytest.fixture(scope="package")
def release(address: str) -> Release:
    return open_release(address)


@pytest.fixture(scope="package")
def site(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole edition, whose figures are all drawn as one."""
    folder = tmp_path_factory.mktemp("site") / "edition"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(edition, "_drawing", drawn_alike)
        edition.make_site(folder, release, [translator(code) for code in LANGUAGES], DAY)
    return folder
