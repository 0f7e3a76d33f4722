"""Small worlds, and the languages to show them in."""

import pytest

from data_access.release.release import Release
from locales import Translator, translator
from tests.worlds.releases import WORLDS, make_release, open_release


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    """Every world of tests.worlds.releases, and the region without noise as "exact"."""
    opened = {
        name: open_release(make_release(tmp_path_factory.mktemp("world"), tables())) for name, tables in WORLDS.items()
    }
    exact = make_release(tmp_path_factory.mktemp("world"), WORLDS["region"](), is_exact=True)
    return {**opened, "exact": open_release(exact)}


@pytest.fixture
def region(worlds: dict[str, Release]) -> Release:
    return worlds["region"]


@pytest.fixture
def exact(worlds: dict[str, Release]) -> Release:
    return worlds["exact"]


@pytest.fixture(params=["en", "fa"])
def t(request: pytest.FixtureRequest) -> Translator:
    return translator(request.param)
