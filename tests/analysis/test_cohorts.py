"""Funnels, life tables and medians on worlds small enough to check by hand, and their errors against simulation."""

import math

import numpy as np
import pandas as pd
import pytest

from analysis.cohorts import (
    add_shares,
    banded_median,
    cell_noise,
    curves,
    funnel,
    life_table,
    medians,
    narrowing,
    share_error,
)

LIMITS = (30, 91, 182, 365)
BANDS = ("up_to_1_month", "1_to_3_months", "3_to_6_months", "6_to_12_months", "over_12_months")


def test_narrowing_keeps_what_narrows_and_shares_the_mean_where_noise_turned_the_order() -> None:
    equal = np.ones(4)
    assert narrowing(np.array([90.0, 60, 30, 10]), equal).tolist() == [90, 60, 30, 10]
    assert narrowing(np.array([90.0, 20, 30, 10]), equal).tolist() == [90, 25, 25, 10]
    # the second is known twice as well: it weighs four times as much
    assert narrowing(np.array([90.0, 20, 30, 10]), np.array([1, 1, 2, 1.0])).tolist() == [90, 22, 22, 10]
    np.testing.assert_array_equal(narrowing(np.array([90, np.nan, 30.0, 40]), equal), [90, np.nan, 35, 35])


def test_narrowing_never_widens_under_noise() -> None:
    random = np.random.default_rng(1)
    for _ in range(200):
        errors = random.uniform(1, 30, 8)
        noisy = np.sort(random.integers(0, 500, 8))[::-1] + errors * random.normal(size=8)
        assert (np.diff(narrowing(noisy, errors)) <= 1e-9).all()


def test_life_table_without_open_cases_is_the_share_itself() -> None:
    table = life_table(LIMITS, np.array([20.0, 30, 10, 0, 40]), np.zeros(5))
    assert table["at_risk"].tolist() == [100, 80, 50, 40]
    np.testing.assert_allclose(table["share"], [0.2, 0.5, 0.6, 0.6])
    # Greenwood's variance is then the binomial one
    np.testing.assert_allclose(table["standard_error"] ** 2, [0.0016, 0.0025, 0.0024, 0.0024])
    assert (table["lower"] < table["share"]).all() and (table["share"] < table["upper"]).all()


def test_life_table_counts_open_cases_as_half_at_risk() -> None:
    table = life_table((30, 91), np.array([10.0, 7, 0]), np.array([10.0, 20, 53]))
    assert table["at_risk"].tolist() == [100, 80]
    np.testing.assert_allclose(table["share"], [10 / 95, 1 - (85 / 95) * (63 / 70)])


def test_life_table_ends_where_numbers_end() -> None:
    table = life_table((30, 91), np.array([10.0, np.nan, 0]), np.array([10.0, np.nan, 53]))
    assert table["share"].isna().tolist() == [True, True]
    nobody = life_table((30, 91), np.zeros(3), np.zeros(3))
    assert nobody["share"].isna().all()
    nothing_happened = life_table((30, 91), np.zeros(3), np.array([0.0, 0, 50]), variance=4.0)
    assert nothing_happened["share"].tolist() == [0, 0]
    assert (nothing_happened["upper"] > 0).all()


@pytest.mark.slow
@pytest.mark.parametrize("covariance", [0.0, 20.0, -8.0])
def test_life_table_carries_the_noise(covariance: float) -> None:
    """With cells a hundred times as large, Greenwood's part is nothing: what is left is the noise."""
    events, still_open = np.array([900.0, 2600, 1800, 900, 400]), np.array([300.0, 900, 1400, 2700, 41000])
    variance, cells = 100.0, 10
    matrix = np.full((cells, cells), covariance) + (variance - covariance) * np.eye(cells)
    noise = np.random.default_rng(3).multivariate_normal(np.zeros(cells), matrix, size=800)
    simulated = [life_table(LIMITS, events + n[:5], still_open + n[5:])["share"] for n in noise]
    table = life_table(LIMITS, events, still_open, variance=variance, covariance=covariance)
    greenwood = life_table(LIMITS, events, still_open)["standard_error"]
    from_noise = np.sqrt(table["standard_error"] ** 2 - greenwood**2)
    np.testing.assert_allclose(from_noise, np.std(simulated, axis=0), rtol=0.1)


def test_banded_median_is_read_off_within_its_band() -> None:
    # half of 100 is reached 20 people into the 40 of the second band, so half way between day 30 and day 91
    median, lower, upper = banded_median(LIMITS, np.array([30.0, 40, 20, 10, 0]))
    assert median == pytest.approx(60.5)
    assert 30 < lower < 60.5 < upper < 91
    _, wider, further = banded_median(LIMITS, np.array([30.0, 40, 20, 10, 0]), variance=25.0)
    assert wider < lower and further > upper


def test_banded_median_says_over_the_last_limit_and_nobody() -> None:
    median, lower, upper = banded_median(LIMITS, np.array([10.0, 10, 10, 10, 60]))
    assert math.isinf(median) and math.isinf(upper) and lower > 182
    assert all(math.isnan(value) for value in banded_median(LIMITS, np.zeros(5)))


def test_banded_median_covers_the_true_one() -> None:
    random = np.random.default_rng(5)
    covered = 0
    for _ in range(200):
        # spread evenly within bands, as the estimate supposes: the true median is day 60.5
        bands = random.multinomial(300, [0.3, 0.4, 0.2, 0.1, 0.0]) + random.normal(0, 10, 5)
        _, lower, upper = banded_median(LIMITS, bands, variance=100.0)
        covered += lower <= 60.5 <= upper
    assert 0.91 <= covered / 200 <= 0.99


@pytest.mark.parametrize("size", [2, 3])
def test_banded_median_of_people_helped_in_groups_covers_the_true_one(size: int) -> None:
    """Whole groups come home in one band: with people taken as independent 83 and 74 % of the limits held."""
    random = np.random.default_rng([6, size])
    covered = 0
    for _ in range(200):
        bands = size * random.multinomial(300 // size, [0.3, 0.4, 0.2, 0.1, 0.0]) + random.normal(0, 10, 5)
        _, lower, upper = banded_median(LIMITS, bands, variance=100.0, overdispersion=size)
        covered += lower <= 60.5 <= upper
    assert covered / 200 >= 0.91


def test_groups_widen_a_curve_by_the_root_of_their_factor() -> None:
    events, still_open = np.array([90.0, 260, 180, 90, 40]), np.array([30.0, 90, 140, 270, 4100])
    alone = life_table(LIMITS, events, still_open)["standard_error"]
    in_groups = life_table(LIMITS, events, still_open, overdispersion=4.0)["standard_error"]
    np.testing.assert_allclose(in_groups, 2 * alone)


def test_share_error_knows_that_part_and_whole_share_noise() -> None:
    random = np.random.default_rng(7)
    part, rest = 300 + 10 * random.normal(size=20_000), 700 + 20 * random.normal(size=20_000)
    expected = share_error(300, 1000, 10, math.hypot(10, 20), 20)
    assert expected == pytest.approx(float(np.std(part / (part + rest))), rel=0.03)
    assert share_error(0, 0, 10, 10, 10) == 0
    # errors of three tables, of which the rest's does not follow from the others
    assert share_error(523, 959, 143.5, 10.4, 45.2) >= (143.5 - 523 / 959 * 10.4) / 959


def test_cell_noise_gives_back_the_error_of_sums() -> None:
    variance, covariance = cell_noise(10.0, 25.0, 10)
    assert variance == 100
    assert 10 * variance + 90 * covariance == pytest.approx(625)
    assert cell_noise(3.0, 3.0, 1) == (9, 0)


def test_funnel_has_shares_losses_and_withheld_steps() -> None:
    reached = pd.DataFrame(
        {
            "who": "chosen",
            "stage": ["identified", "referred", "served", "followed_up"],
            "count": pd.array([200, 90, 100, None], dtype="Int64"),
            "standard_error": [4.0, 4.0, 4.0, 4.0],
            "state": ["count", "count", "count", "withheld"],
            "shown_from": 10.0,
            "asked_error": 4.0,
            "rest_error": [np.nan, 2.0, 3.0, 4.0],
        }
    )
    answer = funnel(reached, 1.0)
    assert list(answer.columns) == [
        *(
            "who",
            "stage",
            "count",
            "standard_error",
            "state",
            "lost",
            "lost_error",
            "lost_low",
            "lost_high",
            "step_share",
            "step_low",
            "step_high",
        ),
        *("share", "share_low", "share_high"),
    ]
    assert answer["count"].astype(object).where(answer["count"].notna(), None).tolist() == [200, 95, 95, None]
    assert answer["lost"].fillna(-1).tolist() == [-1, 105, 0, -1]
    assert answer["lost_error"].fillna(-1).tolist() == [-1, 2, 2, -1]
    margin = 1.96 * 2
    # 95 people, and at most 10 at the step that is withheld, each with noise of 4
    noise = 1.96 * 4
    np.testing.assert_allclose(answer["lost_low"][1:], [105 - margin, 0, 95 - 10 - 2 * noise], atol=0.01)
    np.testing.assert_allclose(answer["lost_high"][1:], [105 + margin, margin, 95 + noise], atol=0.01)
    assert answer["share"].fillna(-1).tolist() == [1, 0.475, 0.475, -1]
    assert answer["step_share"].fillna(-1).tolist() == [-1, 0.475, 1, -1]
    # the whole is all of itself; who was referred is not
    assert answer["share_low"].tolist()[0] == 1 and answer["share_low"].tolist()[1] < 0.42
    wider = funnel(reached, 5.0)
    assert (wider["share_low"][1:3] < answer["share_low"][1:3]).all()
    assert (wider["step_high"][1:2] > answer["step_high"][1:2]).all()


def test_shares_are_missing_where_a_number_is() -> None:
    counts = pd.DataFrame(
        {
            "code": ["a", "b", "c"],
            "count": pd.array([30, None, 120], dtype="Int64"),
            "standard_error": 0.0,
            "asked": pd.array([100, 100, 100], dtype="Int64"),
            "asked_error": 0.0,
            "rest_error": 0.0,
        }
    )
    answer = add_shares(counts, 1.0)
    assert answer["share"].fillna(-1).tolist() == [0.3, -1, 1]  # noise may lift a part over its whole
    # Wilson's limits of 30 of 100, and of all of 100
    np.testing.assert_allclose(answer["share_low"], [0.2189, np.nan, 0.963], atol=1e-3)
    np.testing.assert_allclose(answer["share_high"], [0.3958, np.nan, 1], atol=1e-3)
    assert (add_shares(counts, 5.0)["share_low"].dropna() < answer["share_low"].dropna()).all()


def _waits(who: str, events: list[int], still_open: list[int]) -> pd.DataFrame:
    left = np.cumsum((np.array(events) + np.array(still_open))[::-1])[::-1]
    return pd.DataFrame(
        {
            "who": who,
            "time": BANDS,
            "limit": pd.array([*LIMITS, None], dtype="Int64"),
            "count": pd.array(left, dtype="Int64"),
            "standard_error": 0.0,
            "state": "count",
            "still_waiting": pd.array(left - np.array(events), dtype="Int64"),
            "cell_error": 0.0,
        }
    )


def test_curves_and_medians_read_the_nested_counts_back() -> None:
    waits = pd.concat(
        [_waits("chosen", [20, 30, 10, 0, 0], [0, 0, 0, 0, 40]), _waits("boys", [1, 1, 0, 0, 0], [0] * 5)]
    )
    reunited = pd.DataFrame(
        {
            "who": ["chosen", "boys"],
            "count": pd.array([60, None], dtype="Int64"),
            "standard_error": 0.0,
            "state": ["count", "withheld"],
            "asked": pd.array([100, 2], dtype="Int64"),
            "asked_error": 0.0,
            "rest_error": 0.0,
        }
    )
    answer = curves(waits, reunited)
    np.testing.assert_allclose(answer["share"][:4], [0.2, 0.5, 0.6, 0.6])
    assert answer["state"].tolist() == ["count"] * 4 + ["withheld"] * 4
    assert answer["share"][4:].isna().all()
    times = medians(reunited, waits)
    assert times["share"].fillna(-1).tolist() == [0.6, -1]
    # 30 of 60 are reached 10 people into the 30 of the second band
    assert times["months"][0] == pytest.approx((30 + 61 / 3) / (365.25 / 12))
    assert math.isnan(times["months"][1])


def test_within_the_first_band_no_lower_limit_is_read_off() -> None:
    """90 of 92 in the first month, under noise of 58: "within 0.5 months (at least 0.5)"."""
    waits = _waits("chosen", [90, 1, 1, 0, 0], [0, 0, 0, 0, 120]).assign(cell_error=30.0, standard_error=50.0)
    times = medians(_reached(92, 212), waits).iloc[0]
    assert 0.4 < times["months"] < 0.6 and times["months_low"] == 0 and times["months_high"] > 1


@pytest.mark.parametrize(("state", "known"), [("withheld", 3), ("not_yet", 4)])
def test_a_last_band_without_a_number_ends_the_curve_and_no_more(state: str, known: int) -> None:
    """Who waits over 12 months is withheld, or cannot be there yet: the bands before are as they were."""
    waits = _waits("chosen", [20, 30, 10, 10, 0], [5, 5, 5, 15, 0])
    whole = curves(waits, _reached(70, 100))
    last = waits.index[-1]
    waits.loc[last, ["count", "still_waiting"]] = pd.NA
    waits.loc[last, "state"] = state
    answer = curves(waits, _reached(70, 100))
    np.testing.assert_allclose(answer["share"][:known], whole["share"][:known])
    assert answer["state"].tolist() == ["count"] * known + ["withheld"] * (4 - known)
    months = medians(_reached(70, 100), waits)["months"][0]
    assert math.isfinite(months) == (state == "not_yet")


def test_bands_that_nobody_can_be_in_yet_are_not_withheld() -> None:
    waits = _waits("chosen", [20, 30, 0, 0, 0], [5, 45, 0, 0, 0])
    waits.loc[2:, ["count", "still_waiting"]] = pd.NA
    waits.loc[2:, "state"] = "not_yet"
    answer = curves(waits, _reached(50, 100))
    assert answer["state"].tolist() == ["count", "count", "not_yet", "not_yet"]


def _reached(people: int, asked: int) -> pd.DataFrame:
    return pd.DataFrame(
        {"who": ["chosen"], "count": pd.array([people], dtype="Int64"), "standard_error": 0.0, "state": ["count"],
         "asked": pd.array([asked], dtype="Int64"), "asked_error": 0.0, "rest_error": 0.0}
    )  # fmt: skip


def test_within_the_first_band_nothing_finer_is_known() -> None:
    waits = _waits("chosen", [90, 10, 0, 0, 0], [0, 0, 0, 0, 40]).rename(columns={"who": "sex"})
    reached = pd.DataFrame(
        {"sex": ["chosen"], "count": pd.array([100], dtype="Int64"), "standard_error": 0.0, "state": ["count"],
         "asked": pd.array([140], dtype="Int64"), "asked_error": 0.0, "rest_error": 0.0}
    )  # fmt: skip
    times = medians(reached, waits, "sex")
    assert times["months_low"][0] == 0
    assert times["months_high"][0] == pytest.approx(30 / (365.25 / 12))


def test_an_answer_that_is_not_published_passes_through() -> None:
    nothing = pd.DataFrame({"place": [], "count": [], "standard_error": [], "state": []})
    nothing.attrs["is_published"] = False
    for answer in (funnel(nothing, 1.0), curves(nothing, nothing), medians(nothing, nothing), add_shares(nothing, 1.0)):
        assert answer.attrs["is_published"] is False
