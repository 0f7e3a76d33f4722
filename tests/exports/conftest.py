"""What the tests of several kinds of file share; a module that needs another release has one of its own."""

from collections.abc import Iterator

import pytest

from data_access.release.release import Release
from exports.drawn.worker import Worker
from tests.worlds.releases import make_release, open_release, region


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("region"), region())


@pytest.fixture(scope="module")
def release(address: str) -> Release:
    return open_release(address)


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    started = Worker()
    yield started
    started.end()
