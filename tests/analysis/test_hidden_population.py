import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.hidden_population import bootstrap_interval, estimate, why_not

HISTORIES = [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1), (0, 1, 1), (1, 1, 1)]
SILVERMAN = ["LA:NG", "LA:PFNCA", "NG:GO", "NG:GP", "PFNCA:GP", "GO:GP"]


def lists(*counts, names="ABC"):
    return pd.DataFrame(
        [(*history, count) for history, count in zip(HISTORIES, counts, strict=True)], columns=[*names, "n"]
    )


SMALL = lists(30, 40, 50, 6, 5, 4, 2)


def test_all_pairs_of_three_lists_by_hand():
    # Fienberg (1972): 2 × 30 × 40 × 50 / (6 × 5 × 4) = 1000 on no list, and 137 on some.
    everything = estimate(SMALL, terms=["A:B", "A:C", "B:C"])
    assert everything.total == pytest.approx(1137, abs=1e-6)
    assert everything.model == "A:B, A:C, B:C"


def test_two_pairs_of_three_lists_by_hand():
    # B and C independent given A, so two lists among those not on A: 40 × 50 / 4 = 500 on no list.
    for terms in (["A:B", "A:C"], [("A", "B"), ("A", "C")], [(0, 1), (2, 0)]):
        assert estimate(SMALL, terms=terms).total == pytest.approx(637, abs=1e-6)


def test_spread_over_models_is_always_there_and_warned_of():
    answer = estimate(SMALL, terms=["A:B", "A:C", "B:C"])
    alternatives = answer.alternatives
    assert answer.total == alternatives["total"][0] == pytest.approx(1137)
    assert {"main effects", "average"} <= set(alternatives["model"])
    assert "stepwise, p < 0.001" in "; ".join(alternatives["chosen_by"])
    models = alternatives[alternatives["model"] != "average"]
    assert models["weight"].sum() == pytest.approx(1)
    assert models["total"].max() > 2 * models["total"].min()
    assert any("disagree by a factor of" in warning for warning in answer.warnings)
    average = alternatives.iloc[-1]
    assert models["total"].min() < average["total"] < models["total"].max()


def test_agreeing_models_bring_no_warning():
    # Three lists that hold half of 8,000 people each, independently.
    independent = lists(*[1000] * 7)
    answer = estimate(independent)
    assert answer.total == pytest.approx(8000) and answer.warnings == ()
    assert answer.lower < 8000 < answer.upper


def test_stepwise_by_hand():
    # Four people in every history: 8 are on A and B and 8 are expected there, so p is the smaller of P(X ≤ 8) = 0.593
    # and P(X ≥ 8) = 0.547, X Poisson with mean 8.
    assert estimate(lists(*[4] * 7), threshold=0.54).model == "main effects"
    assert estimate(lists(*[4] * 7), threshold=0.55).model.startswith("A:B")


# Silverman (2014) published 11,304 with 10,000 to 13,000; the other figures are of SparseMSE and Rcapture.
@pytest.mark.long
def test_five_british_lists(case):
    histories = case("UKdat_5.csv")
    answer = estimate(histories, terms=SILVERMAN)
    assert answer.total == pytest.approx(11_312.99, abs=0.005)
    assert answer.profile_total == pytest.approx(11_303.87, abs=0.005)
    assert (answer.lower, answer.upper) == pytest.approx((9_889.20, 13_063.10), abs=0.005)
    assert any("disagree" in warning for warning in answer.warnings)
    rivals = {reason: rival for rival in answer.alternatives.itertuples() for reason in rival.chosen_by.split("; ")}
    assert rivals["stepwise, p < 0.02"].total == answer.total
    assert rivals["stepwise, p < 0.001"].total == pytest.approx(13_100.84, abs=0.005)
    assert rivals["stepwise, p < 0.005"].total == pytest.approx(12_262.41, abs=0.005)
    assert rivals["minimum BIC"].total == pytest.approx(25_311.29, abs=0.005)
    main = rivals["main effects"]
    assert main.total == pytest.approx(13_444.13, abs=0.005)
    assert (main.lower, main.upper) == pytest.approx((11_985.1, 15_165.9), abs=0.05)
    assert estimate(histories).model == answer.model
    assert estimate(histories, selection="bic").total == rivals["minimum BIC"].total


@pytest.mark.slow
def test_six_british_lists(case):
    histories = case("UKdat.csv")
    main = estimate(histories, terms="main")
    assert main.total == pytest.approx(12_213.9951, abs=5e-5)
    # The search over models is not complete with six lists, and still finds that they disagree.
    assert any("disagree" in warning for warning in main.warnings)
    stepwise = main.alternatives.set_index("chosen_by")["total"]
    assert stepwise[stepwise.index.str.startswith("stepwise, p < 0.02")].item() == pytest.approx(11_417.99, abs=0.005)


@pytest.mark.slow
@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=7, max_size=7), st.permutations(range(3)))
def test_invariants(counts, order):
    histories = lists(*counts)
    answer = estimate(histories)
    assert answer.total > sum(counts)
    assert sum(counts) <= answer.lower <= answer.profile_total <= answer.upper
    mixed = histories.iloc[::-1][[histories.columns[place] for place in order] + ["n"]]
    halves = pd.concat([mixed.assign(n=1), mixed.assign(n=mixed["n"] - 1)])
    # The name of the lists and how the rows are written must not matter, nor must the order unless p-values tie.
    assert estimate(halves, terms="main").total == pytest.approx(estimate(histories, terms="main").total)
    assert estimate(halves, selection="bic").total == pytest.approx(estimate(histories, selection="bic").total)


@pytest.mark.long
@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=7, max_size=7))
def test_a_model_has_an_estimate_or_a_reason(counts):
    histories = lists(*counts)
    for terms in ("main", ["A:B"], ["A:B", "B:C"], ["A:B", "B:C", "A:C"]):
        try:
            reason = why_not(histories, terms)
        except ValueError:
            return
        if reason:
            with pytest.raises(ValueError, match=r"does not exist|not identifiable"):
                estimate(histories, terms=terms)
        else:
            assert np.isfinite(estimate(histories, terms=terms).total)


def test_an_estimate_that_does_not_exist_is_refused():
    # All pairs of three lists fit seven histories exactly, so an empty one has no finite parameter
    # (Fienberg and Rinaldo 2012, on the pattern of zeros that no margin shows).
    histories = lists(30, 40, 50, 6, 5, 4, 0)
    assert "does not exist" in why_not(histories, ["A:B", "A:C", "B:C"])
    assert why_not(histories, ["A:B", "A:C"]) == ""
    with pytest.raises(ValueError, match="does not exist"):
        estimate(histories, terms=["A:B", "A:C", "B:C"])


def test_a_model_that_is_not_identifiable_is_refused():
    # Nobody is on A and C or on B and C: setting those histories aside leaves four for five parameters.
    histories = lists(30, 40, 50, 6, 0, 0, 0)
    assert "not identifiable" in why_not(histories, ["A:B", "A:C", "B:C"])


def test_an_empty_overlap_in_the_model_is_set_aside():
    # Chan, Silverman and Vincent (2021): A:C and its histories leave, B:C stays free, and what remains is
    # B and A among those not on C: 30 × 40 / 6.
    histories = lists(30, 40, 50, 6, 0, 4, 0)
    assert estimate(histories, terms=["A:C", "B:C"]).total == pytest.approx(130 + 30 * 40 / 6)


@pytest.mark.parametrize(
    ("histories", "words"),
    [
        (SMALL.iloc[:, 1:], "three to 8 lists"),
        (lists(30, 40, 50, 0, 0, 0, 0), "nobody in common"),
        (lists(30, 40, 0, 6, 0, 0, 0), "Nobody is on the list C"),
        (lists(30, 40, 50, 6, 5, 4, np.nan), "missing or withheld"),
        (lists(30, 40, 50, 6, 5, -4, 2), "noise_variance"),
        (lists(30, 40, 50, 6, 5, 4.5, 2), "noise_variance"),
        (SMALL.assign(A=2), "0 or 1"),
        (SMALL.assign(A=0, B=0, C=0), "leave it out"),
    ],
)
def test_histories_are_refused_in_words(histories, words):
    with pytest.raises(ValueError, match=words):
        estimate(histories)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"terms": ["A:D"]}, "no list 'D'"),
        ({"terms": [(0, 7)]}, "no list 7"),
        ({"terms": ["A"]}, "at least two lists"),
        ({"terms": ["A:B:C"]}, "not all of them"),
        ({"terms": "saturated"}, '"main"'),
        ({"selection": "lasso"}, '"stepwise"'),
    ],
)
def test_models_are_refused_in_words(choice, words):
    with pytest.raises(ValueError, match=words):
        estimate(SMALL, **choice)


def test_protection_noise_widens_the_interval_and_is_named():
    histories = lists(300, 400, 500, 60, 50, 40, -3)
    plain = estimate(histories.assign(n=histories["n"].clip(lower=0)), terms="main")
    noisy = estimate(histories, terms="main", noise_variance=20)
    assert noisy.total == plain.total
    assert noisy.lower < plain.lower and noisy.upper > plain.upper
    assert "Protection noise" in noisy.warnings[0]


@pytest.mark.slow
@pytest.mark.parametrize("selection", ["stepwise", "bic"])
def test_bootstrap_contains_the_truth_and_repeats_itself(selection):
    independent = lists(*[100] * 7)
    interval = bootstrap_interval(independent, selection=selection, replicates=200)
    assert interval.lower < 800 < interval.upper
    assert interval.totals.shape == (200,) and (np.diff(interval.totals[np.isfinite(interval.totals)]) >= 0).all()
    again = bootstrap_interval(independent, selection=selection, replicates=200)
    assert (interval.lower, interval.upper) == (again.lower, again.upper)


@pytest.mark.slow
def test_bootstrap_that_repeats_the_choice_is_wider_than_the_model_alone(case):
    histories = case("UKdat_5.csv")
    interval = bootstrap_interval(histories, replicates=100)
    alone = estimate(histories)
    assert interval.upper - interval.lower > alone.upper - alone.lower
