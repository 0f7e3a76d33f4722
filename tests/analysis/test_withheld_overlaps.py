"""The range over what withheld overlaps may hold, against every number tried one by one."""

from itertools import product
from time import process_time

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2

from analysis import list_profiles
from analysis.hidden_population import estimate
from analysis.list_models import hierarchical_models
from analysis.list_profiles import Design
from analysis.list_table import ListTable
from analysis.withheld_overlaps import reach

HISTORIES = list(product((0, 1), repeat=3))[1:]


def world(random: np.random.Generator, withheld: tuple[int, ...]) -> pd.DataFrame:
    """People on three lists, of which one may send people to another; some overlaps are withheld."""
    chances, referral = random.uniform(0.1, 0.5, 3), random.choice([1.0, 3.0])
    counts = []
    for history in HISTORIES:
        share = np.prod([p if on else 1 - p for p, on in zip(chances, history, strict=True)])
        counts.append(float(random.poisson(1500 * share * (referral if history[:2] == (1, 1) else 1))) + 1)
    frame = pd.DataFrame(HISTORIES, columns=list("ABC")).assign(n=counts)
    frame.loc[list(withheld), "n"] = np.nan
    return frame


def tried(frame: pd.DataFrame, numbers: tuple[int, ...]) -> pd.DataFrame:
    """The models of one table by BIC, and the one without interactions, as `reach` has them."""
    filled = frame.copy()
    filled.loc[frame["n"].isna(), "n"] = numbers
    models = estimate(filled, selection="bic").alternatives
    return models[models["chosen_by"].str.contains("BIC|main effects") & (models["model"] != "average")]


@pytest.mark.slow  # fits every model to dozens of tables, one by one
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(("withheld", "most"), [((6,), 30), ((2,), 30), ((4, 6), 6)])
def test_no_number_in_between_leaves_the_range(seed: int, withheld: tuple[int, ...], most: int) -> None:
    random = np.random.default_rng(seed)
    frame = world(random, withheld)
    found = reach(frame, np.full(7, most)).set_index("model")
    points = list(product(range(most + 1), repeat=len(withheld)))
    for place in random.choice(len(points), 7, replace=False):
        for row in tried(frame, points[place]).itertuples():
            limits = found.loc[row.model]
            assert limits["lower"] <= row.lower * (1 + 1e-6), (points[place], row.model)
            assert row.upper <= limits["upper"] * (1 + 1e-6), (points[place], row.model)


def test_coarse_boxes_are_wider_and_never_too_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = world(np.random.default_rng(8), (6,))
    fine = reach(frame, np.full(7, 40)).set_index("model").loc["main effects"]
    monkeypatch.setattr("analysis.withheld_overlaps.MOST_DIVIDED", 0)
    monkeypatch.setattr("analysis.withheld_overlaps.COARSEST", 99)
    coarse = reach(frame, np.full(7, 40)).set_index("model").loc["main effects"]
    assert coarse["lower"] < fine["lower"] and fine["upper"] < coarse["upper"]


def test_nothing_withheld_is_the_table_itself() -> None:
    frame = world(np.random.default_rng(3), ())
    main = reach(frame, np.full(7, 40)).set_index("model").loc["main effects"]
    own = estimate(frame, terms="main")
    assert (main["total_low"], main["lower"], main["upper"]) == pytest.approx((own.total, own.lower, own.upper))


def test_noise_widens_both_ends() -> None:
    frame = world(np.random.default_rng(3), (6,))
    exact, noisy = (reach(frame, np.full(7, 20), noise_variance=noise) for noise in (0.0, 100.0))
    assert (noisy["lower"] <= exact["lower"]).all() and (noisy["upper"] > exact["upper"]).all()


@pytest.mark.slow
def test_a_whole_range_takes_less_than_half_a_second() -> None:
    """One by one, the fits and profiles of two withheld overlaps took fifteen seconds of one core."""
    frame = world(np.random.default_rng(1), (4, 6))
    reach(frame, np.full(7, 3))
    start = process_time()
    found = reach(frame, np.full(7, 60), noise_variance=50.0)
    assert process_time() - start < 1.0  # half of it with nothing else on the machine
    # as sharp as what took so long
    assert found["upper"].max() <= 503_928
    assert found["lower"].min() >= 1_363


@pytest.mark.parametrize("seed", range(3))
def test_many_tables_at_once_say_what_one_by_one_they_say(seed: int) -> None:
    """Half a χ² below the peak, and twice as far: by the models of analysis.list_table, one after the other."""
    frame = world(np.random.default_rng(seed), ())
    table = ListTable.read(frame)
    designs = list_profiles.designs_of(table, hierarchical_models(3))
    assert set(designs) == {model for model in hierarchical_models(3) if table.fit(model)}
    for model, design in designs.items():
        stacked, counts = Design.stacked([design, design]), np.stack([table.counts, table.counts])
        fitted = list_profiles.fit(stacked, counts)
        own = table.fit(model)
        assert own is not None
        assert fitted.bic == pytest.approx(own.bic)
        assert np.exp(fitted.log_unlisted) == pytest.approx(own.unlisted)
        assert fitted.slopes[0] == pytest.approx(own.slopes, rel=1e-4)
        peak = list_profiles.peaks(stacked, counts, fitted)
        for place, confidence in enumerate((0.95, 0.99)):
            drop = np.full(2, chi2.ppf(confidence, 1) / 2)
            ends = [list_profiles.limits(stacked, counts, fitted, peak, drop, sign)[place] for sign in (-1, 1)]
            total, lower, upper = table.profile(model, confidence)
            assert table.listed + np.exp(peak.log_unlisted[0]) == pytest.approx(total, rel=1e-6)
            assert table.listed + np.exp(ends) == pytest.approx([lower, upper], rel=1e-6)
