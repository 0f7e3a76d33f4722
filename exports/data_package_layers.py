"""The layers of a data package: areas with their numbers, as GeoPackage and GeoJSON."""

import json
import tempfile
from pathlib import Path
from typing import Any

import geopandas
import pandas as pd
import pyogrio
import shapely

from data_access.release.release import Release
from figures.kit import sources
from figures.kit.labels import place_name
from figures.kit.tables import file_rows
from geo.boundaries import BoundaryName, load_boundaries
from locales import DEFAULT_LANGUAGE, offered_languages, translator

# the layers, and the dimension of a release whose numbers their areas have
LAYERS: dict[BoundaryName, str | None] = {"provinces": "province", "region": "country", "control_lines": None}
ATTRIBUTES = ["count", "margin", "lower", "upper", "state"]


def layers(release: Release) -> dict[str, geopandas.GeoDataFrame]:
    """The areas that maps draw, with their names and the people identified there over all years.

    One row an area, with `code`, `country`, `name_<language>`, and `count`, `margin`, `lower`, `upper` and `state` as
    the tables have them; an area that the release does not name is withheld. "control_lines" are lines without numbers.
    """
    found: dict[str, geopandas.GeoDataFrame] = {}
    for name, dimension in LAYERS.items():
        layer = load_boundaries(name).copy()
        if dimension:
            for language in offered_languages():
                t = translator(language.code)
                names = [
                    place_name(code, t) if country else code
                    for code, country in zip(layer["code"], layer["country"], strict=True)
                ]
                layer[f"name_{language.code}"] = names
            if release.covers((dimension,), {}):
                layer = layer.merge(_numbers(release, dimension), on="code", how="left")
                layer["state"] = layer["state"].fillna(release.absent)
        layer["geometry"] = shapely.orient_polygons(layer.geometry.to_numpy())  # as the standard of GeoJSON wants them
        found[name] = layer[[column for column in layer.columns if column != "geometry"] + ["geometry"]]
    return found


def _numbers(release: Release, dimension: str) -> pd.DataFrame:
    rows = file_rows(release.counts((dimension,), {}), None)
    return rows[[dimension, *ATTRIBUTES]].rename(columns={dimension: "code"})


def about(release: Release) -> str:
    """What must be known of a layer with numbers, which is often taken out of its package."""
    t = translator(DEFAULT_LANGUAGE)
    notice = sources.provenance_notice(release, t)
    said = ("People identified there, of all years.", notice, sources.source_line(release, t), sources.caveat(t),
            sources.map_note(release, t))  # fmt: skip
    return " ".join(one for one in said if one)


def geojson(layer: geopandas.GeoDataFrame, about: str) -> bytes:
    """A layer as GeoJSON (RFC 7946); a number that is withheld is null. about: what is said of its numbers."""
    features = []
    for row in layer.to_dict("records"):
        shape = row.pop("geometry")
        properties = {name: _plain(value) for name, value in row.items()}
        features.append(
            {
                "type": "Feature",
                "id": row["code"],
                "properties": properties,
                "geometry": shapely.geometry.mapping(shape),
            }
        )
    return json.dumps(
        {"type": "FeatureCollection", **_said(layer, about), "features": features},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value if isinstance(value, str) else int(value)


def _said(layer: geopandas.GeoDataFrame, about: str) -> dict[str, str]:
    return {"description": about} if "count" in layer else {}


def geopackage(found: dict[str, geopandas.GeoDataFrame], day: str, about: str) -> bytes:
    """All layers as one GeoPackage. day: that its content is said to be of, so that two runs give the same bytes.
    about: see `geojson`."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{day[:10]}T00:00:00.000Z"})
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "layers.gpkg"
            for name, layer in found.items():
                layer.to_file(path, layer=name, driver="GPKG", engine="pyogrio", **_said(layer, about))
            return path.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
