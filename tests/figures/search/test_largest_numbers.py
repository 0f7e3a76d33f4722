"""The largest numbers in the answer to a question."""

import pandas as pd

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
    assert largest(answer, "outcome", EN) == "In work: 900 (±196); In school: ≈190 (±118)"
    assert not largest(answer[:1], "outcome", EN)
    assert not largest(answer, "outcome", EN, among=("WithFamily",))
