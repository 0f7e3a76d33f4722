"""Small worlds of recovery, made once."""

import pytest

from data_access.release.release import Release
from tests.worlds.recovery import one_person_each, recovery
from tests.worlds.releases import make_release, open_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), recovery(), standard_error=1.0))


@pytest.fixture(scope="session")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("world"), one_person_each(), least_count=1000))
