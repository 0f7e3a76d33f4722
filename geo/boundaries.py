"""The boundary files that maps draw: where the browser finds them, and the same shapes for Python."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

import geopandas
from shapely.geometry import shape

from locales import N_

BoundaryName = Literal["provinces", "region", "world", "control_lines", "control_dashes"]

FOLDER = Path(__file__).parents[1] / "static" / "boundaries"

DISCLAIMER = N_(
    "The boundaries and names shown and the designations used on this map do not imply official endorsement or "
    "acceptance by the United Nations. Dotted lines are lines of control and boundaries that are contested. The "
    "dotted line in Jammu and Kashmir is approximately the Line of Control agreed upon by India and Pakistan; the "
    "final status of Jammu and Kashmir has not yet been agreed upon by the parties."
)
ATTRIBUTION = N_("Boundaries: Natural Earth. Towns: GeoNames (CC BY 4.0). The outline of South Punjab is approximate.")


def boundary_url(name: BoundaryName) -> str:
    """Address of a boundary file on the dashboard's own server, for `geojson=` of a Plotly figure.

    The features are matched by their `id`, which is the `code` of `load_boundaries`. The name of the file holds the
    hash of its content, so that browsers may keep it for ever.
    """
    return f"/app/static/boundaries/{_index()['files'][name]}"


@cache
def load_boundaries(name: BoundaryName) -> geopandas.GeoDataFrame:
    """The shapes of one boundary file, in WGS 84 degrees, generalised for drawing.

    One row is one unit: for "provinces" one of the 97 drawn admin-1 units of the six core countries (Punjab as
    PK-PB-N and PK-PB-S), for "region" and "world" one country, for "control_lines" one stretch of a boundary that is
    to be dotted. "region" and "provinces" agree exactly where they meet; "world" is coarser and agrees with neither.
    Columns: `code` (ISO 3166-2, alpha-2, the name of the stretch, or "Siachen", which is no country's), `country`
    (alpha-2, "" for nobody's), `geometry` (polygons with clockwise exterior rings; lines for "control_lines", of which
    "control_dashes" is the same as short thin polygons, for maps that only fill).
    Cached: do not change the frame.
    Source: Natural Earth 10 m admin-1, see docs/geography.md.
    """
    features = json.loads((FOLDER / _index()["files"][name]).read_text())["features"]
    columns = {
        "code": [feature["id"] for feature in features],
        "country": [feature["properties"]["country"] for feature in features],
    }
    return geopandas.GeoDataFrame(columns, geometry=[shape(feature["geometry"]) for feature in features], crs=4326)


@cache
def _index() -> dict[str, Any]:
    index: dict[str, Any] = json.loads((FOLDER / "index.json").read_text())
    return index
