"""What a finding may not claim: a cluster no low area, a rank no certainty among equals, effort no people it finds."""

import numpy as np

from analysis.spatial_model import fit
from data_access.questions.areas import people_and_populations
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings import detection_effort, rates
from tests.worlds.hotspots import AFGHAN, make_world, register_frame
from tests.worlds.releases import open_release


def _world(tmp_path_factory: object, **options: object) -> Release:
    return open_release(make_world(tmp_path_factory.mktemp("world"), **options))  # type: ignore[attr-defined]


def test_a_cluster_holds_no_area_that_is_low(tmp_path_factory: object) -> None:
    """Farah is low between Herat and Nimruz, which are high: the circle lies over it, the cluster does not."""
    frame = people_and_populations(_world(tmp_path_factory), Filters(country=("AF",)), "identified")
    frame = frame[frame["place"].isin(AFGHAN)].reset_index(drop=True)
    counts = frame["place"].map({"AF-HER": 900, "AF-NIM": 900, "AF-FRA": 100}).fillna(200)
    world = frame.assign(count=counts.astype("Int64"), country_count=float(counts.sum()))
    found = rates.with_rates(world)
    low = set(found.loc[found["relative_upper"] < 1, "place"])
    assert "AF-FRA" in low
    circles = rates.clusters(found)
    assert not low & {place for places in circles["places"] for place in places}
    assert {"AF-HER", "AF-NIM"} <= {place for places in circles["places"] for place in places}


def test_among_near_equals_the_true_ranks_lie_within_all_limits_at_once() -> None:
    random = np.random.default_rng(8)
    true = np.linspace(1.15, 0.85, 12)
    held = 0
    for _ in range(60):
        found = fit(random.poisson(200 * true), np.full(12, 200.0), [(i, i + 1) for i in range(11)])
        ranks = np.arange(1, 13)
        held += bool(((found.rank_lower <= ranks) & (ranks <= found.rank_upper)).all())
    assert held >= 51  # 85 %: fewer than so many of 60 at 95 % is as rare as 1 in 500; one area at a time gave 53 %


def test_more_reports_explain_no_area_in_which_each_site_finds_more(tmp_path_factory: object) -> None:
    """Herat has 2.4 times the reports a person; its 20 sites find 40 people each, those elsewhere 40 or, here, 10."""
    few = [(2024, place, "female", "adult", 800 if place == "AF-HER" else 50) for place in AFGHAN]
    world = {("year", role, "sex", "age"): few for role in ("province", "source", "exploitation")}
    release = _world(tmp_path_factory, content=world, register=register_frame())
    found = detection_effort.detection_effort(release, Filters()).set_index("place")
    assert found.loc["AF-HER", "reports_ratio"] > 1.5
    assert found.loc["AF-HER", "cases_per_site"] > 1.5 * found.loc["AF-HER", "country_cases_per_site"]
    assert found.loc["AF-HER", "finding"] == "not_effort"
