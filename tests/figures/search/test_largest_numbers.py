"""The largest numbers in the answer to a question."""

import pandas as pd
import pytest

from figures.answers.parts import largest
from locales import translator

EN = translator("en")


def test_what_may_be_nobody_is_not_among_the_largest() -> None:
    """ "At the last follow-up: With family: ≈285 (±724)" was the first of three that were noise alone."""
    answer = pd.DataFrame(
        {
            "outcome": ["WithFamily", "InWork", "InSchool"],
            "count": [285, 900, 190],
            "standard_error": [369.0, 100.0, 60.0],
            "state": "count",
        }
    )
    # with their families may be as many as in school, or more: that they are not named does not rank them lower
    assert largest(answer, "outcome", EN) == (
        "In work: 900 (±196); In school: ≈190 (±118). In the order of their estimates; one that is not named may be as "
        "large"
    )
    assert not largest(answer[:1], "outcome", EN)
    assert not largest(answer, "outcome", EN, among=("WithFamily",))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ([(0.22, 0.38), (0.16, 0.31), (0.02, 0.10)], "the first two are not told apart"),
        ([(0.40, 0.50), (0.16, 0.31), (0.12, 0.27)], "the last two are not told apart"),
        ([(0.22, 0.38), (0.16, 0.31), (0.12, 0.27)], "none is told apart from the next"),
        ([(0.22, 0.38), (0.16, 0.31)], "the two are not told apart"),
        ([(0.40, 0.50), (0.30, 0.39), (0.20, 0.29), (0.15, 0.25)], "one that is not named may be as large"),
        ([(0.40, 0.50), (0.30, 0.39), (0.20, 0.29), (0.05, 0.15)], ""),
    ],
)
def test_neighbours_whose_limits_overlap_are_not_ranked(limits: list[tuple[float, float]], said: str) -> None:
    """ "Most are in: Forced labour (22% to 38%); Sexual exploitation (16% to 31%)", as if these were ranked."""
    answer = pd.DataFrame(limits, columns=["share_low", "share_high"])
    answer["share"] = (answer["share_low"] + answer["share_high"]) / 2
    answer["relation"] = ["Familial", "Acquainted", "IntimatePartner", "Other"][: len(limits)]
    answer = answer.assign(count=answer["share"] * 1000, standard_error=5.0, state="count")
    order = (largest(answer, "relation", EN) or "").partition(". ")[2]
    assert order == (f"In the order of their estimates; {said}" if said else "")
    assert not (largest(answer, "relation", EN, among=("Acquainted", "Familial")) or "").partition(". ")[2]


def test_numbers_without_a_share_are_told_apart_by_their_noise() -> None:
    answer = pd.DataFrame({"place": ["PK-SD", "PK-PB-N", "AF-KAB"], "count": [928, 900, 432], "state": "count"})
    said = largest(answer.assign(standard_error=24.0), "place", EN) or ""
    assert said.endswith(". In the order of their estimates; the first two are not told apart")
    # shares of two wholes say nothing of each other
    of_two = answer[:2].assign(standard_error=5.0, share=0.2, share_low=0.1, share_high=0.3, asked=[4640, 4500])
    assert "told apart" not in (largest(of_two, "place", EN) or "")
