"""Small worlds of journeys, made once."""

import pytest

from data_access.release.release import Release
from tests.worlds.journeys import five_forms, journeys
from tests.worlds.releases import make_release, open_release


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("journeys"), journeys()))


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_release(tmp_path_factory.mktemp("five_forms"), five_forms()))
