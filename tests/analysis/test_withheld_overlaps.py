"""The range over what withheld overlaps may hold, against every number tried one by one."""

from itertools import product

import numpy as np
import pandas as pd
import pytest

from analysis.hidden_population import estimate
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
