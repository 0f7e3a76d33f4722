"""The words beside the bars of two sides."""

from figures.comparison import words
from findings.comparison import differences
from findings.side_numbers import Number
from locales import translator

EN = translator("en")


def test_a_number_that_noise_may_have_made_is_marked_and_said() -> None:
    found = {"source": 42.0, "transit": 900.0}  # each with a standard error of 10
    answer = differences(
        [Number("role", role, "people", people, 100.0, 0.0, "count") for role, people in found.items()], []
    )
    assert [words.number(row, "one", EN) for _, row in answer.iterrows()] == ["≈42", "900"]
    assert "1 number is uncertain (≈)" in (words.note(answer, EN) or "")
