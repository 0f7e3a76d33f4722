import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.hotspots import (
    _log_likelihood_ratio,
    _raise_records,
    getis_ord,
    local_moran,
    scan_clusters,
    space_time_scan,
)
from analysis.local_statistics import _local_moran
from analysis.rates import standardised_rates

LINE = [(0, 1), (1, 2), (2, 3), (3, 4)]


def grid(side):
    """Positions of side × side areas, and the pairs that share an edge."""
    x, y = (axis.ravel().astype(float) for axis in np.meshgrid(np.arange(side), np.arange(side)))
    beside = abs(x - x[:, None]) + abs(y - y[:, None]) == 1
    return x, y, np.argwhere(np.triu(beside))


SIDE = 6
GRID_X, GRID_Y, GRID = grid(SIDE)


def test_scan_by_hand():
    # Ten events, two expected in each of five places: 8 ln(8/2) + 2 ln(2/8) = 6 ln 4.
    clusters = scan_clusters([8, 1, 1, 0, 0], [100] * 5, range(5), [0] * 5)
    first = clusters.iloc[0]
    assert first["members"] == [0] and first["events"] == 8 and first["expected"] == 2
    assert first["log_likelihood_ratio"] == pytest.approx(6 * np.log(4))
    assert first["relative_risk"] == pytest.approx(16)
    assert first["p_value"] < 0.01


def test_areas_at_equal_distance_enter_a_circle_together():
    # Places 2 and 3 alone would be 10 ln(10/4), but every circle that holds both holds one more, as 10 ln(10/6).
    clusters = scan_clusters([0, 0, 5, 5, 0], [100] * 5, range(5), [0] * 5, max_share=0.6)
    assert len(clusters["members"][0]) == 3
    assert clusters["log_likelihood_ratio"][0] == pytest.approx(10 * np.log(10 / 6))


def test_the_bound_that_saves_logarithms_loses_no_record():
    random = np.random.default_rng(6)
    inside, totals = random.poisson(20, (200, 30)).astype(float), np.full((200, 1), 300.0)
    expected, best = np.full((200, 30), 20.0), np.zeros(200)
    _raise_records(best, inside, expected, totals)
    np.testing.assert_allclose(best, _log_likelihood_ratio(inside, expected, totals).max(axis=1))


def test_degrees_of_longitude_are_short_in_the_north():
    # At 60° north 1.5 degrees of longitude are 83 km, one of latitude is 111 km.
    places = {"events": [9, 9, 1, 1, 1], "population": [100] * 5, "x": [0, 1.5, 0, 40, 80], "y": [60, 60, 61, 0, 0]}
    assert sorted(scan_clusters(**places, metric="haversine")["members"][0]) == [0, 1]
    assert scan_clusters(**places, metric="euclidean")["members"][0] != [0, 1]


# SaTScan: North Carolina 1974-84, Poisson, circular, 50 %.
@pytest.mark.parametrize(("metric", "x", "y"), [("euclidean", "x", "y"), ("haversine", "lon", "lat")])
def test_scan_agrees_with_satscan(case, metric, x, y):
    counties = case("nc_sids_spdep_reference.csv")
    events, births = counties["SID74"] + counties["SID79"], counties["BIR74"] + counties["BIR79"]
    clusters = scan_clusters(events, births, counties[x], counties[y], metric=metric)
    named = [{counties["county"][member] for member in members} for members in clusters["members"]]
    assert named[:3] == [
        {"Robeson", "Bladen", "Columbus", "Hoke", "Scotland"},
        {"Northampton", "Halifax", "Hertford"},
        {"Anson"},
    ]
    assert clusters["log_likelihood_ratio"][:3].round(6).tolist() == [25.380685, 12.484724, 7.225956]
    assert (clusters["events"][0], round(clusters["expected"][0], 2)) == (139, 72.67)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 30), min_size=4, max_size=15), st.integers(0, 1000), st.floats(0.1, 0.9))
def test_clusters_share_no_area_and_keep_to_the_largest_share(events, seed, share):
    random = np.random.default_rng(seed)
    people = random.integers(1, 1000, len(events))
    clusters = scan_clusters(
        events, people, *random.uniform(size=(2, len(events))), max_share=share, permutations=19, seed=seed
    )
    members = [member for group in clusters["members"] for member in group]
    assert len(members) == len(set(members))
    for group in clusters["members"]:
        assert people[group].sum() <= share * people.sum() * (1 + 1e-9)
    assert (clusters["events"] > clusters["expected"]).all()
    assert clusters["log_likelihood_ratio"].is_monotonic_decreasing
    assert clusters["p_value"].between(1 / 20, 1).all()


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(8)))
def test_scan_does_not_depend_on_the_order_of_areas(order):
    random = np.random.default_rng(1)
    order = np.array(order)
    events, people, (x, y) = random.poisson(6, 8), random.integers(50, 150, 8), random.uniform(size=(2, 8))
    plain = scan_clusters(events, people, x, y, permutations=1)
    mixed = scan_clusters(events[order], people[order], x[order], y[order], permutations=1)
    assert [sorted(members) for members in plain["members"]] == [sorted(order[members]) for members in mixed["members"]]


def test_scan_leaves_out_what_is_missing_and_lets_empty_places_pass():
    clusters = scan_clusters([8, 1, np.nan, 1, 0, 0], [100, 100, 100, 100, 100, 0], range(6), [0] * 6)
    assert clusters["members"][0] == [0] and clusters["expected"][0] == pytest.approx(2.5)
    assert not any(2 in members for members in clusters["members"])


def test_no_cluster_without_events():
    assert scan_clusters([0, 0, 0], [5, 5, 5], [0, 1, 2], [0, 0, 0]).empty


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"events": [1, 2, -3]}, "negative"),
        ({"population": [0, 5, 5]}, r"Areas \[0\] have events but nobody lives there"),
        ({"population": [0, 0, 0], "events": [0, 0, 0]}, "not zero everywhere"),
        ({"x": [0, 1, np.nan]}, r"Areas \[2\] have no coordinates"),
        ({"x": [0, 1]}, "3 areas with counts but 2 with the rest"),
        ({"events": [1, np.nan, np.nan]}, "Only 1 areas"),
        ({"population": [5, 5]}, "3 areas with counts but 2"),
        ({"metric": "manhattan"}, "metric"),
        ({"metric": "haversine", "y": [0, 0, 400]}, "latitude"),
        ({"max_share": 1.5}, "between 0 and 1"),
        ({"events": [[1, 2], [1, 2], [1, 2]]}, "one number an area"),
    ],
)
def test_scan_refuses_in_words(changed, words):
    good = {"events": [1, 2, 3], "population": [5, 5, 5], "x": [0, 1, 2], "y": [0, 0, 0]}
    with pytest.raises(ValueError, match=words):
        scan_clusters(**(good | changed))


@pytest.mark.slow
@pytest.mark.parametrize("noise", [None, 20.0])
def test_scan_finds_nothing_where_nothing_is(noise):
    random = np.random.default_rng(11)
    people = random.integers(500, 20_000, SIDE**2)
    flagged = 0
    for run in range(400):
        events = random.multinomial(800, people / people.sum()).astype(float)
        if noise:
            events += np.rint(random.normal(0, np.sqrt(noise), len(events)))
        clusters = scan_clusters(events, people, GRID_X, GRID_Y, permutations=99, seed=run, noise_variance=noise)
        flagged += bool((clusters["p_value"] <= 0.05).any())
    assert flagged / 400 <= 0.065


def test_space_time_scan_by_hand():
    # Twelve events over 5 places × 4 years, 0.6 expected in each cell; 6 in place 0, years 1 and 2, against 1.2.
    events = np.zeros((5, 4))
    events[0, 1:3] = 3
    events[1:, 0] = [2, 1, 2, 1]
    first = space_time_scan(events, [100] * 5, range(5), [0] * 5).iloc[0]
    assert (first["members"], first["first_period"], first["last_period"]) == ([0], 1, 2)
    assert first["events"] == 6 and first["expected"] == pytest.approx(1.2)
    assert first["log_likelihood_ratio"] == pytest.approx(6 * np.log(5) + 6 * np.log(6 / 10.8))


def test_space_time_scan_of_one_year_is_the_spatial_scan():
    random = np.random.default_rng(2)
    events, people = random.poisson(9, SIDE**2), random.integers(80, 120, SIDE**2)
    plane = scan_clusters(events, people, GRID_X, GRID_Y, permutations=99)
    column = space_time_scan(events[:, None], people, GRID_X, GRID_Y, permutations=99)
    assert column[plane.columns].equals(plane)


@pytest.mark.slow
def test_space_time_scan_finds_nothing_where_nothing_is():
    random = np.random.default_rng(4)
    flagged = 0
    for run in range(100):
        clusters = space_time_scan(
            random.poisson(5, (16, 4)), [100] * 16, GRID_X[:16], GRID_Y[:16], permutations=39, seed=run
        )
        flagged += bool((clusters["p_value"] <= 0.05).any())
    assert flagged <= 12


def test_getis_ord_by_hand():
    # Area 0 with its neighbour: (1 + 2 − 2 × 3) / (√2 × √(2 × 3 / 4)) = −√3; area 2: sum 9 is what is expected.
    z = getis_ord([1, 2, 3, 4, 5], LINE, permutations=99)["z"]
    np.testing.assert_allclose(z, [-np.sqrt(3), -np.sqrt(3), 0, np.sqrt(3), np.sqrt(3)], atol=1e-12)


def test_getis_ord_agrees_with_spdep(case):
    counties, pairs = case("nc_sids_spdep_reference.csv"), case("nc_sids_neighbours.csv").to_numpy()
    hot = getis_ord(counties["rate"], pairs, permutations=99)
    np.testing.assert_allclose(hot["z"], counties["localGstar_rate_B"], atol=1e-10)


def test_local_moran_by_hand():
    # Equal people, so standardising changes nothing: −2, −1, 0, 1, 2 over a variance of 2.5.
    moran = local_moran([1, 2, 3, 4, 5], [100] * 5, LINE, permutations=99)
    np.testing.assert_allclose(moran["i"], [0.8, 0.4, 0, 0.4, 0.8], atol=1e-12)
    assert moran["quadrant"].tolist()[:2] == ["low-low", "low-low"]
    assert moran["quadrant"].tolist()[3:] == ["high-high", "high-high"]
    # low among low is as far above chance as high among high: beside an end stands one of four, with −1, 0, 1 and 2
    assert moran["z"].tolist()[::4] == pytest.approx([3 / 5**0.5] * 2, abs=0.4)


def test_local_moran_agrees_with_spdep(case):
    counties, pairs = case("nc_sids_spdep_reference.csv"), case("nc_sids_neighbours.csv").to_numpy()
    moran = _local_moran(counties["rate"].to_numpy(), pairs, 9999, 0)
    np.testing.assert_allclose(moran["i"], counties["lm_Ii"], atol=1e-10)
    # Moran's I of the rate is the mean of the local ones, up to the scale of n − 1.
    assert moran["i"].mean() * 100 / 99 == pytest.approx(0.23851723, abs=1e-8)
    np.testing.assert_allclose(moran["z"], counties["lm_Z"], atol=0.06)


@pytest.mark.slow
def test_both_statistics_agree_with_esda(case):
    counties, pairs = case("nc_sids_spdep_reference.csv"), case("nc_sids_neighbours.csv").to_numpy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import esda
        from libpysal.weights import W

        weights = W({area: pairs[pairs[:, 0] == area, 1].tolist() for area in range(100)})
        rate = esda.Moran_Local_Rate(
            counties["SID74"].to_numpy(), counties["BIR74"].to_numpy(), weights, permutations=0
        )
        hot = esda.G_Local(counties["rate"].to_numpy(), weights, transform="B", star=True, permutations=0)
    ours = local_moran(counties["SID74"], counties["BIR74"], pairs, permutations=99)
    np.testing.assert_allclose(ours["i"], rate.Is, atol=1e-12)
    np.testing.assert_allclose(getis_ord(counties["rate"], pairs, permutations=99)["z"], hot.Zs, atol=1e-9)


def test_getis_ord_shuffles_the_areas_own_value_too():
    # three of six values on a line of their own: every sum that the middle one can have, by hand
    values = np.array([9.0, 8.0, 7.0, 1.0, 2.0, 3.0])
    sums = np.array([sum(three) for three in itertools.combinations(values, 3)])
    observed = 9 + 8 + 7
    exact = (np.abs(sums - sums.mean()) >= abs(observed - sums.mean())).mean()
    found = getis_ord(values, [(0, 1), (1, 2)], permutations=19_999)
    assert found["p_value"][1] == pytest.approx(exact, abs=0.01)


def test_the_two_statistics_are_not_one_test_twice():
    x, y, pairs = grid(7)
    events = np.random.default_rng(4).poisson(np.where((x < 3) & (y < 3), 40, 20))
    hot = getis_ord(standardised_rates(events, [1000] * 49), pairs, permutations=999)
    moran = local_moran(events, [1000] * 49, pairs, permutations=999)
    assert (hot["p_value"] - moran["p_value"]).abs().max() > 0.05


def test_an_area_is_not_judged_by_its_neighbours_alone():
    # the middle one high, all around it low: together they are neither
    values = np.full(25, 10.0) + np.random.default_rng(0).normal(0, 0.5, 25)
    _, _, pairs = grid(5)
    values[12], values[[7, 11, 13, 17]] = 30, 6
    assert getis_ord(values, pairs)["p_value"][12] > 0.2


def test_a_hot_corner_is_found_and_the_rest_is_not():
    x, y, pairs = grid(10)
    events = np.random.default_rng(9).poisson(np.where((x < 4) & (y < 4), 60, 20))
    hot = getis_ord(standardised_rates(events, [1000] * 100), pairs)
    assert hot.loc[(x > 0) & (x < 3) & (y > 0) & (y < 3), "significant"].all()
    assert (hot.loc[hot["significant"], "z"] > 0).all()
    assert not hot.loc[(x > 4) | (y > 4), "significant"].any()
    moran = local_moran(events, [1000] * 100, pairs)
    assert set(moran.loc[moran["significant"], "quadrant"]) == {"high-high"}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(-50, 50), min_size=5, max_size=5), st.floats(0.1, 100), st.floats(-100, 100))
def test_getis_ord_does_not_depend_on_the_unit(values, scale, shift):
    values = np.array(values, dtype=float)
    plain, moved = (getis_ord(v, LINE, permutations=19) for v in (values, values * scale + shift))
    np.testing.assert_allclose(plain["z"], moved["z"], atol=1e-6)
    np.testing.assert_array_equal(plain["p_value"], moved["p_value"])


def test_pairs_count_once_and_both_ways():
    values = [1, 5, 2, 8, 3]
    doubled = [*LINE, *[(b, a) for a, b in LINE], (2, 2)]
    assert getis_ord(values, LINE, permutations=99).equals(getis_ord(values, np.array(doubled), permutations=99))


def test_islands_and_missing_areas_are_never_significant_and_move_nobody():
    with_gaps = getis_ord([1, 2, 3, 4, 5, np.nan, 9], [*LINE, (4, 5)], permutations=99)
    assert with_gaps.loc[[5, 6], ["z", "p_value"]].isna().all(axis=None)
    assert not with_gaps.loc[[5, 6], "significant"].any()
    without = getis_ord([1, 2, 3, 4, 5, 9], LINE, permutations=99)
    np.testing.assert_allclose(with_gaps["z"][:5], without["z"][:5])
    moran = local_moran([1, 2, 3, 4, 5, np.nan, 9], [100, 100, 100, 100, 100, 100, 0], LINE, permutations=99)
    assert moran.loc[[5, 6], ["i", "z", "p_value"]].isna().all(axis=None)
    assert moran.loc[[5, 6], "quadrant"].eq("").all()


def test_equal_values_have_no_pattern():
    assert getis_ord([3, 3, 3, 3], LINE[:3])["p_value"].isna().all()
    assert local_moran([0, 0, 0, 0], [5, 5, 5, 5], LINE[:3])["p_value"].isna().all()


def test_neighbours_that_are_no_area_are_refused():
    with pytest.raises(ValueError, match="from 0 to 2"):
        getis_ord([1, 2, 3], [(1, 3)])
    with pytest.raises(ValueError, match="Only 2 areas"):
        getis_ord([1, 2, np.nan], [(0, 1)])


@pytest.mark.slow
@pytest.mark.parametrize("statistic", ["getis_ord", "local_moran"])
def test_local_statistics_find_nothing_where_nothing_is(statistic):
    random = np.random.default_rng(21)
    people = random.integers(2000, 20_000, SIDE**2)
    flagged = 0
    for run in range(150):
        events = random.poisson(people / 200)
        if statistic == "getis_ord":
            found = getis_ord(standardised_rates(events, people), GRID, permutations=1999, seed=run)
        else:
            found = local_moran(events, people, GRID, permutations=1999, seed=run)
        flagged += found["significant"].any()
    # At 5 % a hundred and fifty runs give 12 or fewer with 96 % probability.
    assert flagged <= 12


@pytest.mark.slow
def test_people_in_groups_of_sizes_by_chance_make_no_cluster():
    """As groups of one size, of the same variance, simulated worlds had too few large ones: 10 % had a cluster."""
    random = np.random.default_rng(3)
    x, y = np.divmod(np.arange(25.0), 5)
    found = 0
    for _ in range(200):
        groups = random.poisson(5, 25)
        people = groups + random.negative_binomial(np.maximum(groups, 1), 1 / 3) * (groups > 0)
        circles = scan_clusters(people, np.full(25, 15.0), x, y, max_share=0.25, permutations=99, overdispersion=5.0)
        found += (circles["p_value"] <= 0.05).any()
    assert found <= 0.08 * 200
