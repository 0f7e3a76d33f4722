"""The open data: what pages would answer and nothing else, in the forms that other programs read."""

import io
import json
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import frictionless
import geopandas
import hxl
import pandas as pd
import pytest
import yaml
from lxml import etree

from data_access.errors import BadInput
from data_access.release.release import Release
from data_access.release.workload import DENOMINATORS, WORKLOAD, dimensions_of
from exports.data_package import data_package
from exports.data_package_layers import layers
from exports.data_package_tables import BEYOND, published_tables
from figures.kit.columns import heading
from locales import offered_languages, translator
from tests.worlds.programmes import DEMONSTRATION, make_release_with_programmes
from tests.worlds.releases import make_release, one_cell, open_release, region

pytestmark = pytest.mark.slow  # a package of the whole world is made three times, and read by programs of others
IATI = Path(__file__).parent / "iati_2_03" / "iati-activities-schema.xsd"
NUMBERS = ["count", "standard_error", "margin", "lower", "upper"]
CHANCE = "MN"  # a country on whose ways chance kept two people, who may not be shown
WORLD = region()
WORLD[("year", "way", "sex", "age")] = [
    *WORLD[("year", "way", "sex", "age")],
    (2024, CHANCE, "none", "none", "RU", "female", "adult", 2),
]
WORLD[("year", "province", "data_source")] = [(2024, "AF-HER", "Police", 400), (2024, "AF-HER", "NGO", 300)]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("release")
    return make_release_with_programmes(folder, WORLD, loads=((DEMONSTRATION, "results"),))


@pytest.fixture(scope="module")
def release(address: str) -> Release:
    return open_release(address)


@pytest.fixture(scope="module")
def content(release: Release) -> bytes:
    return data_package(release)


@pytest.fixture(scope="module")
def folder(content: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _unpacked(content, tmp_path_factory.mktemp("package"))


def _unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def _problems(folder: Path) -> list[Any]:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    return report.flatten(["path", "type", "note"])


def test_it_is_a_data_package(folder: Path) -> None:
    assert _problems(folder) == []
    said = json.loads((folder / "datapackage.json").read_text())
    assert {resource["path"] for resource in said["resources"]} | {
        "README.md",
        "LICENCE.txt",
        "CITATION.cff",
        "datapackage.json",
    } == {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_wrong_cell_is_found(folder: Path) -> None:
    said = json.loads((folder / "datapackage.json").read_text())
    schema = next(one["schema"] for one in said["resources"] if one["path"] == "tables/year.csv")
    table = (folder / "tables" / "year.csv").read_bytes()
    for broken in (table, table.replace(b",count,", b",shown,"), table.replace(b"2024,", b",")):
        source = frictionless.Resource(broken, format="csv", schema=frictionless.Schema.from_descriptor(schema))
        assert source.validate().valid == (broken == table)


def test_each_number_is_the_one_that_pages_would_give(folder: Path, release: Release) -> None:
    tables = {path.stem: _table(path) for path in (folder / "tables").glob("*.csv")}
    assert {table["name"] for table in release.manifest["tables"]} - {"year-way-sex-age"} <= {*tables}
    states = set()
    for name, table in tables.items():
        by = tuple(table.columns[: list(table.columns).index("count")])
        asked = release.counts(by, {})
        if not {"source_country", "from_country"}.isdisjoint(by):
            asked = asked[asked["state"] == "count"]
        assert len(table) == len(asked), name
        assert table[[*by, "state"]].to_numpy().tolist() == asked[[*by, "state"]].to_numpy().tolist()
        assert table["count"].tolist() == ["" if pd.isna(count) else str(count) for count in asked["count"]]
        states |= {*table["state"]}
    assert states == {"count", "withheld"}


def test_nothing_stands_where_a_number_is_withheld(folder: Path) -> None:
    for path in (folder / "tables").glob("*.csv"):
        table = _table(path)
        hidden = table[table["state"] != "count"]
        assert (hidden[NUMBERS] == "").all(axis=None), path.name
        shown = table[table["state"] == "count"]["count"].astype(int)
        assert (shown >= 10).all(), path.name


def test_kinds_of_organisation_follow_the_rule_of_three_agencies(folder: Path) -> None:
    by_source = list((folder / "tables").glob("*data_source*.csv"))
    assert len(by_source) == 4
    assert {state for path in by_source for state in _table(path)["state"]} == {"withheld"}


def test_no_route_is_named_that_has_no_number(folder: Path) -> None:
    for path in folder.rglob("*.csv"):
        assert CHANCE not in {cell for row in _table(path).to_numpy() for cell in row}, path.name


def test_two_runs_give_the_same_bytes(content: bytes, address: str) -> None:
    assert data_package(open_release(address)) == content


def test_every_code_and_column_has_words_in_every_language(folder: Path) -> None:
    codes, columns = _table(folder / "dictionary" / "codes.csv"), _table(folder / "dictionary" / "columns.csv")
    known = set(zip(codes["column"], codes["code"], strict=True))
    for path in (folder / "tables").glob("*.csv"):
        table = _table(path)
        assert {*table.columns} <= {*columns["column"]}
        for name in table.columns[: list(table.columns).index("count")]:
            assert {(name, code) for code in table[name]} <= known
    for language in offered_languages():
        assert (codes[f"label_{language.code}"] != "").all()
        assert (columns[f"meaning_{language.code}"] != "").all()
    assert dict(zip(codes["code"], codes["label_en"], strict=True))["AF-HER"] == "Herat"


def test_layers_hold_the_numbers_of_the_tables(folder: Path, release: Release) -> None:
    asked = release.counts(("province",), {}).set_index("province")
    for layer in (
        geopandas.read_file(folder / "layers" / "layers.gpkg", layer="provinces"),
        geopandas.read_file(folder / "layers" / "provinces.geojson"),
    ):
        rows = layer.set_index("code")
        assert len(rows) == 97
        assert rows.crs == "EPSG:4326"
        assert rows.geometry.is_valid.all()
        assert rows.loc["AF-HER", "count"] == asked.loc["AF-HER", "count"]
        assert rows.loc["AF-HER", "name_en"] == "Herat"
        assert rows.loc["TM-A", "state"] == "withheld"
        assert rows[rows["state"] == "withheld"][["count", "lower", "upper"]].isna().all(axis=None)


def test_a_layer_says_by_itself_whose_numbers_it_has(folder: Path) -> None:
    with sqlite3.connect(folder / "layers" / "layers.gpkg") as file:
        said = dict(file.execute("SELECT table_name, description FROM gpkg_contents"))
    for name in ("provinces", "region"):
        described = json.loads((folder / "layers" / f"{name}.geojson").read_text())["description"]
        assert described == said[name]
        for part in ("Demonstration data: synthetic", "data until November 21, 2026; release 1", "not prevalence"):
            assert part in described


def test_results_are_valid_iati(folder: Path) -> None:
    schema = etree.XMLSchema(etree.parse(IATI))
    assert schema.validate(etree.parse(folder / "results" / "iati.xml")), schema.error_log


def test_with_hxl_tags_it_is_both(release: Release, tmp_path: Path) -> None:
    folder = _unpacked(data_package(release, hxl=True), tmp_path)
    assert _problems(folder) == []
    path = folder / "tables" / "year-province.csv"
    source = hxl.data(str(path), hxl.InputOptions(allow_local=True))
    assert source.display_tags[:3] == ["#date+year", "#adm1+code+identified", "#affected+identified"]
    assert len(list(source)) == len(release.counts(("year", "province"), {}))


def test_it_says_where_it_is_from_and_what_it_cannot_say(folder: Path) -> None:
    said = (folder / "README.md").read_text()
    for part in ("Demonstration data: synthetic", "data until November 21, 2026; release 1", "not prevalence", "ε = 4"):
        assert part in said
    cited = yaml.safe_load((folder / "CITATION.cff").read_text())
    assert cited["cff-version"] == "1.2.0"
    assert cited["license"] == "CC-BY-4.0"
    assert [author["name"][:9] for author in cited["authors"]] == ["Synthetic"]


@pytest.mark.parametrize("options", [{"is_exact": True}, {"manifest": {"kind": "restricted"}}])
def test_a_restricted_release_is_refused(options: dict[str, Any], tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="exact counts, and nothing of it may be published"):
        data_package(open_release(make_release(tmp_path, one_cell(), **options)))


def test_every_dimension_of_the_workload_has_a_heading() -> None:
    dimensions = {name for table in (*WORKLOAD, *DENOMINATORS) for axis in table.axes for name in dimensions_of(axis)}
    english = translator("en")
    for name in dimensions - BEYOND:
        assert heading(name, english) != name


def test_an_area_that_a_release_does_not_name_is_as_the_release_says_of_it(tmp_path: Path) -> None:
    for is_exact, absent in ((False, "withheld"), (True, "none")):
        folder = tmp_path / absent
        folder.mkdir()
        found = layers(open_release(make_release(folder, region(), is_exact=is_exact)))["provinces"].set_index("code")
        assert found.loc["AF-HER", "state"] == "count"
        assert found.loc["AF-BDG", "state"] == absent


def test_no_table_sums_over_what_one_person_may_have_several_of(tmp_path: Path) -> None:
    """Nobody would be told from two: of forms alone no number of people is made."""
    by_form = [(2024, country, form, 50) for country in ("AF", "PK") for form in ("ForcedLabour", "ForcedMarriage")]
    release = open_release(make_release(tmp_path, {("year", "country", "form"): by_form}))
    found = [table.name for table in published_tables(release)]
    assert found == ["form", "year-form", "country-form", "year-country-form"]
