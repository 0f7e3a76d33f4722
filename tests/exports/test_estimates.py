"""The estimates below the threshold: in a folder apart where they are asked for, and nowhere else."""

import io
import json
import re
import zipfile
from pathlib import Path

import frictionless
import numpy as np
import pandas as pd
import pytest

from data_access.errors import BadInput
from data_access.release.estimates import estimates
from data_access.release.release import Release
from exports.__main__ import main
from exports.data_package import data_package
from tests.worlds.releases import make_release, open_release, region, restricted_release

PROJECT = Path(__file__).resolve().parents[2]
WORLD = region()
WORLD[("year", "province", "data_source")] = [(2024, "AF-HER", "Police", 400), (2024, "AF-HER", "NGO", 300)]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    return make_release(tmp_path_factory.mktemp("release"), WORLD)


@pytest.fixture(scope="module")
def release(address: str) -> Release:
    return open_release(address)


@pytest.fixture(scope="module")
def folder(release: Release, tmp_path_factory: pytest.TempPathFactory) -> Path:
    unpacked = tmp_path_factory.mktemp("package")
    with zipfile.ZipFile(io.BytesIO(data_package(release, with_estimates=True))) as archive:
        archive.extractall(unpacked)
    return unpacked


def _table(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype={"estimate": int, "standard_error": float}, keep_default_na=False)


def test_they_are_whole_numbers_with_errors_also_where_pages_withhold(release: Release) -> None:
    """The estimates of what is shown are near what is shown."""
    withheld = 0
    for by in (("year", "province"), ("province", "sex", "age"), ("form",)):
        found, shown = estimates(release, by), release.counts(by, {})
        assert list(found.columns) == [*by, "estimate", "standard_error"]
        assert found["estimate"].dtype == np.int64 and (found["standard_error"] > 0).all()
        pd.testing.assert_frame_equal(found[list(by)], shown[list(by)])
        is_shown = shown["state"] == "count"
        apart = (found["estimate"] - shown["count"].fillna(0)).abs()[is_shown]
        assert (apart <= 5 * shown["standard_error"][is_shown] + 1).all()
        withheld += int((~is_shown).sum())
    assert withheld > 0


def test_what_noise_made_of_nobody_is_below_nought_half_the_time(release: Release, address: str) -> None:
    moved = open_release(address)
    read = moved._read
    rng = np.random.default_rng(7)
    noise: dict[str, np.ndarray] = {}

    def noisy(table: object) -> np.ndarray:
        numbers = read(table)  # type: ignore[arg-type]
        name = str(getattr(table, "name", ""))
        return numbers + noise.setdefault(name, rng.normal(0, 5, numbers.shape))

    moved._levels._read = noisy
    found = estimates(moved, ("year", "province"))
    nobody = estimates(release, ("year", "province"))["estimate"] == 0
    assert nobody.sum() > 10
    assert (found["estimate"][nobody] < 0).mean() == pytest.approx(0.5, abs=0.25)


def test_the_package_holds_them_apart_and_is_valid(folder: Path, release: Release) -> None:
    report = frictionless.Package(str(folder / "datapackage.json")).validate()
    assert report.flatten(["path", "type", "note"]) == []
    files = {path.name for path in (folder / "estimates").glob("*.csv")}
    tables = {path.name for path in (folder / "tables").glob("*.csv")}
    by_kind = {name for name in tables if re.search("data_source|identified_by", name)}
    assert by_kind and files == tables - by_kind
    found = _table(folder / "estimates" / "province.csv")
    assert found["estimate"].tolist() == estimates(release, ("province",))["estimate"].tolist()
    said = (folder / "estimates" / "README.md").read_text(encoding="utf-8")
    for wanted in ("Demonstration data", "Negative estimates", "guess", "data until", "never to say of one cell"):
        assert wanted in said


def test_the_rest_of_the_package_is_as_without_them(folder: Path, release: Release) -> None:
    with zipfile.ZipFile(io.BytesIO(data_package(release))) as archive:
        without = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name in without if "estimates" in name]
    assert "estimates/" not in without["README.md"].decode()
    changed = {"README.md", "datapackage.json"}
    assert all((folder / name).read_bytes() == content for name, content in without.items() if name not in changed)
    resources = json.loads(without["datapackage.json"])["resources"]
    assert not [one for one in resources if "estimate" in json.dumps(one)]


def test_there_are_none_by_kind_of_organisation_and_none_that_are_exact(release: Release, tmp_path: Path) -> None:
    for by in (("data_source",), ("year", "province", "data_source"), ("identified_by",)):
        with pytest.raises(BadInput, match="one or two agencies"):
            estimates(release, by)
    with pytest.raises(BadInput, match="restricted"):
        estimates(open_release(restricted_release(tmp_path)), ("province",))


def test_no_page_no_figure_and_no_other_file_asks_for_them() -> None:
    asking = {
        str(path.relative_to(PROJECT))
        for room in ("pages", "ui", "figures", "findings", "exports", "serving", "data_access")
        for path in (PROJECT / room).rglob("*.py")
        if re.search(r"release\.estimates|with_estimates|estimated_tables", path.read_text(encoding="utf-8"))
    }
    parts = {f"exports/data_package{name}.py" for name in ("", "_tables", "_words")}
    assert asking == {*parts, "exports/file_commands.py"}


def test_the_command_writes_them_only_when_it_is_told_to(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RELEASE_DATABASE_URL", address)
    for arguments, has_estimates in (([], False), (["--estimates"], True)):
        assert main(["data", str(tmp_path / "x.zip"), *arguments]) == 0
        names = zipfile.ZipFile(tmp_path / "x.zip").namelist()
        assert any(name.startswith("estimates/") for name in names) is has_estimates
