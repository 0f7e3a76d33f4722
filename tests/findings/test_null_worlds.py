"""Worlds of chance alone, in which people are found in groups and too few years tell how much counts vary."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binomtest

from benchmarks.null_worlds import Groups, null_world
from data_access.gazetteer.areas import areas
from data_access.questions.service_gaps import STEPS
from findings import rates, service_gaps

LIKE_ITS_COUNTRY = {"relative_risk": 1.0, "relative_lower": 0.9, "relative_upper": 1.1}
WORLDS = 10
UNKNOWN = float("nan")


@pytest.fixture(scope="module")
def template() -> pd.DataFrame:
    """120 people expected in each Afghan province, with the noise and the threshold of a public release."""
    frame = areas()[["place", "country", "longitude", "latitude"]]
    frame = frame[frame["country"] == "AF"].reset_index(drop=True)
    number = frame.groupby("country")["place"].transform("size")
    return frame.assign(
        years=1, population=1e6, country_population=1e6 * number, country_count=120.0 * number, standard_error=5.0,
        threshold=15.0, count=120, state="count",
    )  # fmt: skip


def _is_at_most_one_in_twenty(flagged: int, worlds: int) -> bool:
    return binomtest(flagged, worlds, 0.065, alternative="greater").pvalue > 0.01


@pytest.mark.slow
@pytest.mark.parametrize("size", [2, 3])
def test_where_the_factor_is_unknown_chance_makes_no_hotspot(template: pd.DataFrame, size: int) -> None:
    """With a factor of 1 there were clusters in 7 of 16 worlds of groups of two, and in 15 of 16 of groups of three."""
    random = np.random.default_rng([14, size])
    clusters = high = 0
    for _ in range(WORLDS):
        found = rates.area_rates(null_world(template, random, Groups(size)), UNKNOWN)
        clusters += len(rates.clusters(found, permutations=99)) > 0
        high += bool((found["probability"] >= rates.HOLDS_UP).any())
    assert _is_at_most_one_in_twenty(clusters, WORLDS)
    assert _is_at_most_one_in_twenty(high, WORLDS)


@pytest.mark.slow
@pytest.mark.parametrize("size", [2, 3])
def test_where_the_factor_is_unknown_chance_makes_no_gap(template: pd.DataFrame, size: int) -> None:
    """A third of the people of every area come on: with a factor of 1 one world in eight or ten had a gap."""
    random = np.random.default_rng([15, size])
    worlds, low = 150, 0
    judged = pd.DataFrame({"place": template["place"], **LIKE_ITS_COUNTRY, "verdict": "unclear"})
    for _ in range(worlds):
        groups = random.poisson(120 / size, len(template))
        steps = template.assign(count=pd.array(size * groups, dtype="Int64"), country_error=5.0)
        steps["country_count"] = steps["count"].astype(float).groupby(steps["country"]).transform("sum")
        came = size * random.binomial(groups, 1 / 3)
        for step in STEPS:
            steps[step], steps[f"{step}_error"], steps[f"country_{step}_error"] = came.astype(float), 5.0, 5.0
            steps[f"country_{step}"] = steps[step].groupby(steps["country"]).transform("sum")
        steps = steps.assign(services=0.0, services_error=5.0, points=np.nan, programmes=np.nan)
        low += bool(service_gaps.gaps_of(steps, judged, UNKNOWN)["is_low"].any())
    assert _is_at_most_one_in_twenty(low, worlds)
