"""What the Hotspots page asks about who looked, on a world checked by hand."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from data_access.questions.detection_effort import reports_by_area
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from tests.worlds.hotspots import make_world, register_frame, tables
from tests.worlds.releases import open_release

NUMBERS = ["agencies", "sites", "months_expected", "months_received"]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_world(tmp_path_factory.mktemp("world"), register=register_frame()))


def _row(frame: pd.DataFrame, place: str) -> dict[str, Any]:
    return {str(name): value for name, value in frame[frame["place"] == place].iloc[0].to_dict().items()}


def test_each_area_has_its_reports_or_the_reason_why_not(world: Release) -> None:
    frame = reports_by_area(world, Filters())
    assert len(frame) == 95
    herat = _row(frame, "AF-HER")
    assert [herat[name] for name in NUMBERS] == [4, 20, 240, 240]
    assert (herat["register"], herat["years_shown"], herat["count"], herat["state"]) == ("count", 1, 800, "count")
    balkh = _row(frame, "AF-BAL")
    assert (balkh["register"], balkh["years_shown"], balkh["count"]) == ("few", 0, 200)
    assert all(pd.isna(balkh[name]) for name in NUMBERS)
    jowzjan = _row(frame, "AF-JOW")
    assert (jowzjan["register"], jowzjan["years_shown"]) == ("none", 1)
    assert [jowzjan[name] for name in NUMBERS] == [0, 0, 0, 0]
    assert set(frame.loc[frame["country"] != "AF", "register"]) == {"no_register"}
    assert frame.attrs == {"provenance": "synthetic", "loaded": "2026-11-20"}
    assert _row(frame, "TJ-DU+TJ-RA")["count"] == 100


def test_people_are_counted_in_the_years_that_have_numbers(tmp_path: Path) -> None:
    content = tables()
    who = [(year, *row) for year in (2023, 2024) for _, *row in content["year", "province", "sex", "age"]]
    both = pd.concat([register_frame(), register_frame(2023).assign(sites=10)])
    both.loc[(both["place"] == "AF-HER") & (both["year"] == 2023), ["state", *NUMBERS]] = ["withheld", *[None] * 4]
    world = open_release(make_world(tmp_path, {("year", "province", "sex", "age"): who}, register=both))
    frame = reports_by_area(world, Filters())
    herat = _row(frame, "AF-HER")
    assert (herat["register"], herat["years_shown"], herat["count"], herat["sites"]) == ("part", 1, 800, 20)
    farah = _row(frame, "AF-FRA")
    assert (farah["register"], farah["years_shown"], farah["count"], farah["sites"]) == ("count", 2, 400, 7.5)
    assert (farah["months_expected"], farah["months_received"]) == (120, 96)
    before = reports_by_area(world, Filters(years=(2023, 2023)))
    assert _row(before, "AF-HER")["register"] == "withheld"
    assert _row(before, "AF-HER")["count"] == 800


def test_who_is_chosen_does_not_change_who_reports(world: Release) -> None:
    chosen = reports_by_area(world, Filters(sex=("male",), age=("child",), form="ForcedLabour", country=("AF",)))
    assert set(chosen["country"]) == {"AF"}
    assert _row(chosen, "AF-HER")["count"] == 800


def test_years_without_a_register_have_none(world: Release) -> None:
    assert set(reports_by_area(world, Filters(years=(2020, 2021)))["register"]) == {"no_register"}


def test_a_release_without_a_register_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotPublished, match="no register"):
        reports_by_area(open_release(make_world(tmp_path)), Filters())
