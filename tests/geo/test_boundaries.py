import hashlib
import json
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pycountry
import pytest
import shapely
from shapely.geometry import Point

from data_access.gazetteer import countries, neighbours, places, provinces
from geo.boundaries import FOLDER, boundary_url, load_boundaries

REFERENCE = Path(__file__).parents[2].parent / "shared" / "reference" / "admin1.geojson"
POLYGON_FILES = ("provinces", "region", "world")


def unit(code):
    drawn = load_boundaries("provinces").set_index("code")
    return drawn.geometry[code]


def segments(geometry):
    return {
        tuple(sorted(map(tuple, pair)))
        for ring in shapely.get_rings(shapely.get_parts(geometry))
        for pair in pairwise(shapely.get_coordinates(ring).tolist())
    }


def test_the_province_map_draws_97_units():
    counts = load_boundaries("provinces").country.value_counts().to_dict()
    assert counts == {"AF": 34, "IR": 31, "PK": 8, "UZ": 14, "TJ": 5, "TM": 5}


def test_drawn_units_are_the_provinces_with_punjab_in_two():
    known = set(provinces().code)
    assert set(load_boundaries("provinces").code) == known - {"PK-PB"}


def test_provinces_are_those_of_iso_except_ashgabat_city():
    iso = {
        subdivision.code
        for country in ("AF", "PK", "IR", "TJ", "TM", "UZ")
        for subdivision in pycountry.subdivisions.get(country_code=country)
    }
    table = provinces()
    assert iso - set(table.code[table.kind == "province"]) == {"TM-S"}
    assert set(table.code[table.kind == "province"]) - iso == set()
    assert (table.kind == "province").sum() == 96


@pytest.mark.parametrize("name", POLYGON_FILES)
def test_geometries_are_valid_and_fit_together(name):
    boundaries = load_boundaries(name)
    assert boundaries.is_valid.all()
    assert boundaries.code.is_unique
    assert shapely.coverage_is_valid(boundaries.geometry.values)


@pytest.mark.parametrize("name", POLYGON_FILES)
def test_exterior_rings_run_clockwise(name):
    for polygon in shapely.get_parts(load_boundaries(name).geometry.values):
        assert not polygon.exterior.is_ccw


@pytest.mark.parametrize(
    ("name", "limit"), [("provinces", 300_000), ("region", 800_000), ("world", 500_000), ("control_lines", 20_000)]
)
def test_files_are_small_and_named_by_their_content(name, limit):
    file = FOLDER / Path(boundary_url(name)).name
    content = file.read_bytes()
    assert boundary_url(name) == f"/app/static/boundaries/{file.name}"
    assert file.name == f"{name}.{hashlib.sha256(content).hexdigest()[:8]}.geojson"
    assert len(content) < limit


def test_no_former_boundary_file_is_left():
    index = json.loads((FOLDER / "index.json").read_text())
    assert {file.name for file in FOLDER.glob("*.geojson")} == set(index["files"].values())


def test_neighbours_are_the_pairs_that_share_an_edge():
    owners = defaultdict(list)
    for row in load_boundaries("provinces").itertuples():
        for segment in segments(row.geometry):
            owners[segment].append(row.code)
    shared = {tuple(sorted(units)) for units in owners.values() if len(units) == 2}
    assert shared == set(zip(neighbours().code, neighbours().neighbour, strict=True))


def test_251_pairs_of_neighbours():
    # 249 between the 96 provinces, the cut through Punjab, and Khyber Pakhtunkhwa once more (it borders both halves).
    assert len(neighbours()) == 251
    assert set(neighbours().query("code == 'PK-PB-N' or neighbour == 'PK-PB-N'").stack()) - {"PK-PB-N"} == {
        "PK-IS", "PK-JK", "PK-KP", "PK-PB-S",
    }  # fmt: skip
    assert set(neighbours().query("code == 'PK-PB-S' or neighbour == 'PK-PB-S'").stack()) - {"PK-PB-S"} == {
        "PK-BA", "PK-KP", "PK-PB-N", "PK-SD",
    }  # fmt: skip


def test_region_and_provinces_have_the_same_borders():
    region = load_boundaries("region").set_index("code").geometry
    provinces_drawn = load_boundaries("provinces")
    for country, units in provinces_drawn.groupby("country"):
        assert shapely.coverage_union_all(units.geometry.values).symmetric_difference(region[country]).area < 1e-9
    assert segments(unit("IR-04")) & segments(region["TR"])
    assert segments(unit("PK-PB-S")) & segments(region["IN"])
    assert segments(unit("TJ-GB")) & segments(region["CN"])


def test_the_region_holds_every_country_that_routes_lead_to():
    wanted = "AE BH KW OM QA SA YE IQ SY TR GR AL BA BG HR ME MK RO RS SI XK RU KZ KG IN CN DE FR GB IT SE AT PS UA"
    assert set(wanted.split()) <= set(load_boundaries("region").code)


def test_the_world_holds_every_country_of_the_gazetteer():
    assert set(load_boundaries("world").code) == set(countries().code) | {"Siachen"}


# Faults of the source, each mended in geo/natural_earth.py.


@pytest.mark.parametrize(
    ("town", "lon", "lat", "code"),
    [
        ("Bazarak", 69.52, 35.31, "AF-PAN"),  # the polygon was labelled Parwan
        ("Charikar", 69.17, 35.01, "AF-PAR"),
        ("Nili", 66.13, 33.72, "AF-DAY"),  # the polygon was labelled Uruzgan
        ("Tarinkot", 65.87, 32.63, "AF-URU"),
        ("Gardez", 69.23, 33.60, "AF-PIA"),  # the codes of Paktia and Paktika were swapped
        ("Sharan", 68.79, 33.15, "AF-PKA"),
        ("Tehran", 51.39, 35.69, "IR-23"),  # had one code with Alborz
        ("Karaj", 50.99, 35.83, "IR-30"),
        ("Zahedan", 60.86, 29.50, "IR-11"),  # Iran's codes were those of before 2020
        ("Mashhad", 59.61, 36.30, "IR-09"),
        ("Shiraz", 52.54, 29.61, "IR-07"),
        ("Parachinar", 70.10, 33.90, "PK-KP"),  # was in the former FATA
        ("Peshawar", 71.58, 34.01, "PK-KP"),
        ("Khujand", 69.62, 40.28, "TJ-SU"),  # was Leninabad
        ("Hisor", 68.55, 38.53, "TJ-RA"),  # had the code TJ-X01~
        ("Ashgabat", 58.38, 37.95, "TM-A"),  # ISO has a unit of its own for the city
        ("Tashkent", 69.25, 41.31, "UZ-TK"),
    ],
)
def test_towns_lie_in_their_province(town, lon, lat, code):
    assert unit(code).contains(Point(lon, lat)), town


def test_no_code_of_the_source_that_is_not_iso_is_left():
    known = {country.alpha_2 for country in pycountry.countries} | {"XK"}
    for name in ("region", "world"):
        assert set(load_boundaries(name).code) - known == {"Siachen"}


@pytest.mark.parametrize(
    ("where", "lon", "lat", "code"),
    [
        ("Pristina", 21.16, 42.66, "XK"),
        ("Ramallah", 35.20, 31.90, "PS"),
        ("Juba", 31.58, 4.85, "SS"),
        ("Hargeisa", 44.06, 9.56, "SO"),
        ("Baikonur", 63.30, 45.95, "KZ"),
        ("Kyrenia", 33.32, 35.30, "CY"),
        ("Simferopol", 34.10, 44.95, "UA"),
        ("Cayenne", -52.60, 4.50, "GF"),
    ],
)
def test_territories_belong_to_the_country_that_iso_and_the_united_nations_count_them_with(where, lon, lat, code):
    assert load_boundaries("world").set_index("code").geometry[code].contains(Point(lon, lat)), where


# South Punjab


def test_the_halves_of_punjab_share_one_cut():
    border = unit("PK-PB-S").intersection(unit("PK-PB-N"))
    assert shapely.line_merge(border).geom_type == "LineString"


@pytest.mark.parametrize(
    ("town", "lon", "lat"),
    [
        ("Multan", 71.48, 30.20),
        ("Khanewal", 71.93, 30.30),
        ("Lodhran", 71.63, 29.54),
        ("Vehari", 72.35, 30.04),
        ("Bahawalpur", 71.68, 29.39),
        ("Bahawalnagar", 73.25, 29.99),
        ("Rahim Yar Khan", 70.30, 28.42),
        ("Dera Ghazi Khan", 70.64, 30.05),
        ("Layyah", 70.94, 30.96),
        ("Muzaffargarh", 71.19, 30.07),
        ("Rajanpur", 70.33, 29.10),
    ],
)
def test_the_eleven_districts_lie_in_south_punjab(town, lon, lat):
    assert unit("PK-PB-S").contains(Point(lon, lat)), town


@pytest.mark.parametrize(
    ("town", "lon", "lat"),
    [("Lahore", 74.35, 31.55), ("Jhang", 72.32, 31.27), ("Sahiwal", 73.11, 30.67), ("Bhakkar", 71.06, 31.63)],
)
def test_the_districts_beside_them_do_not(town, lon, lat):
    assert unit("PK-PB-N").contains(Point(lon, lat)), town


def test_the_area_of_south_punjab_is_that_of_its_districts():
    areas = provinces().set_index("code").area_km2
    assert areas["PK-PB-S"] == pytest.approx(99_572, rel=0.03)  # the three divisions, census of 2017
    assert areas["PK-PB-S"] + areas["PK-PB-N"] == pytest.approx(areas["PK-PB"], abs=1)


# Control lines


def test_control_lines_run_along_drawn_borders():
    lines = load_boundaries("control_lines").set_index("code").geometry
    assert list(lines.index) == [
        "line-of-control",
        "siachen",
        "line-of-actual-control",
        "durand-line",
        "kosovo",
        "west-bank-and-gaza",
        "western-sahara",
    ]
    afghan = shapely.get_coordinates(lines["durand-line"]).tolist()
    drawn = {tuple(point) for row in load_boundaries("provinces").itertuples() if row.country == "AF"
             for point in shapely.get_coordinates(row.geometry).tolist()}  # fmt: skip
    assert {tuple(point) for point in afghan} <= drawn
    assert lines["line-of-control"].distance(Point(74.0, 34.1)) < 0.5
    assert lines["line-of-actual-control"].bounds[1] > 32


# Gazetteer against the map


def test_label_points_lie_inside_their_unit():
    for row in provinces().itertuples():
        if row.code != "PK-PB":
            assert unit(row.code).contains(Point(row.label_lon, row.label_lat)), row.code


def test_places_lie_in_their_province_or_at_its_border():
    for row in places().itertuples():
        halves = ["PK-PB-N", "PK-PB-S"] if row.province == "PK-PB" else [row.province]
        assert min(unit(half).distance(Point(row.lon, row.lat)) for half in halves) < 0.06, row.code


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference boundaries are not part of the project")
def test_units_match_the_reference_boundaries():
    features = json.loads(REFERENCE.read_text())["features"]
    reference = {f["properties"]["iso_3166_2"]: shapely.geometry.shape(f["geometry"]) for f in features}
    drawn = load_boundaries("provinces").set_index("code").geometry.to_dict()
    drawn["PK-PB"] = shapely.union_all([drawn.pop("PK-PB-N"), drawn.pop("PK-PB-S")])
    assert set(drawn) == set(reference)
    for code, geometry in reference.items():
        assert drawn[code].symmetric_difference(geometry).area < 0.02 * geometry.area, code
