"""Small worlds of areas, made once."""

import pandas as pd
import pytest

from data_access.release.filters import Filters
from data_access.release.release import Release
from tests.worlds.hotspots import judged, make_world, tables
from tests.worlds.releases import open_release


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    worlds = {
        "hotspot": make_world(tmp_path_factory.mktemp("hotspot")),
        "flat": make_world(tmp_path_factory.mktemp("flat"), tables(herat=200)),
        "border": make_world(tmp_path_factory.mktemp("border"), tables(recorded_by_border=500)),
        "exact": make_world(tmp_path_factory.mktemp("exact"), is_exact=True),
        "withheld": make_world(tmp_path_factory.mktemp("withheld"), least_count=100_000),
        "weak": make_world(tmp_path_factory.mktemp("weak"), standard_error=70.0),
    }
    return {name: open_release(address) for name, address in worlds.items()}


@pytest.fixture(scope="session")
def rates(made: dict[str, Release]) -> pd.DataFrame:
    return judged(made["hotspot"], Filters())
