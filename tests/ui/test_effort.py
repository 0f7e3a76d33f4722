"""Who looked, on the Hotspots page: numbers, findings and words on a world checked by hand."""

from pathlib import Path

import pandas as pd
import pytest

from data_access.filters import Filters
from data_access.release import Release
from tests.hotspot_worlds import make_world, register_frame
from tests.releases import open_release
from ui import effort_statistics


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_world(tmp_path_factory.mktemp("world"), register=register_frame()))


@pytest.fixture(scope="module")
def effort(world: Release) -> pd.DataFrame:
    return effort_statistics.detection_effort(world, Filters())


def _row(frame: pd.DataFrame, place: str) -> dict:
    return frame[frame["place"] == place].iloc[0].to_dict()


def test_people_per_site_have_the_interval_of_their_count(effort: pd.DataFrame) -> None:
    herat = _row(effort, "AF-HER")
    assert herat["complete"] == 1
    assert herat["per_million"] == pytest.approx(20)
    assert herat["cases_per_site"] == pytest.approx(800 / 20)
    # Byar on 800 with noise of standard error 5: 746 to 857 people
    assert (herat["lower"] * 20, herat["upper"] * 20) == pytest.approx((745, 858), abs=2)
    # Herat and nine others with numbers; Jowzjan has people and no site, Balkh is not known
    assert herat["country_complete"] == pytest.approx((240 + 9 * 48) / (240 + 9 * 60))
    assert herat["country_per_million"] == pytest.approx((20 + 9 * 5) / 11)
    assert herat["country_cases_per_site"] == pytest.approx((800 + 9 * 200) / 65)


def test_findings_come_from_rate_and_reports(effort: pd.DataFrame) -> None:
    herat = _row(effort, "AF-HER")
    assert herat["reports_ratio"] == pytest.approx(240 / (9 * 48 / 10))
    found = effort.set_index("place")["finding"]
    assert found["AF-HER"] == "effort"
    assert found["AF-BAL"] == "silence"  # fewer than three agencies
    assert found["AF-JOW"] == "silence"  # nobody
    assert set(found.drop(["AF-HER", "AF-BAL", "AF-JOW"])) == {""}


def test_a_withheld_count_is_low_where_its_threshold_is(tmp_path: Path) -> None:
    """Counts from 210 are shown: Jowzjan's 200 are withheld, at most 210, of 250 or so at its country's rate."""
    world = open_release(make_world(tmp_path, register=register_frame(), least_count=210))
    jowzjan = _row(effort_statistics.detection_effort(world, Filters()), "AF-JOW")
    assert (jowzjan["state"], jowzjan["finding"]) == ("withheld", "silence")
