"""Rates of chosen countries: what was found in all, with an area of theirs."""

from pathlib import Path

import pytest

from data_access.release.filters import Filters
from findings.rates import hotspot_rates
from tests.worlds.releases import WORLDS, make_release, open_release


@pytest.mark.parametrize("world", ["region", "one cell", "withheld"])
def test_where_no_cluster_holds_up_the_list_of_them_is_empty_and_has_its_columns(world: str, tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, WORLDS[world]()))
    everywhere = hotspot_rates(release, Filters(), "identified").attrs["clusters"]
    chosen = hotspot_rates(release, Filters(country=("PK",)), "identified").attrs["clusters"]
    assert (len(everywhere), len(chosen)) == (0, 0)
    assert {"places", "p_value"} <= {*everywhere.columns}
    assert [*chosen.columns] == [*everywhere.columns]
