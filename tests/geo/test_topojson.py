import json
from pathlib import Path

import pytest

TOPOJSON = Path(__file__).parents[2] / "static" / "topojson"
SCOPES = ["world", "usa", "europe", "asia", "africa", "north-america", "south-america", "antarctica", "oceania"]


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("resolution", [50, 110])
def test_every_topology_that_plotly_asks_for_is_there_and_empty(scope, resolution):
    topology = json.loads((TOPOJSON / f"{scope}_{resolution}m.json").read_text())
    assert topology["type"] == "Topology"
    assert topology["arcs"] == []
    assert topology["objects"] == {
        layer: {"type": "GeometryCollection", "geometries": []}
        for layer in ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    }
