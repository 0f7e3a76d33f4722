"""Rows of cases that clear what cannot be cleared, or do not say whose case they are about."""

from collections.abc import Iterable

from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import Mistake
from data_access.importing.telling.problems import ProblemList

# what cannot be taken away by CLEAR: why, and what to do instead
REFERRAL = (
    "a referral is a service and cannot be cleared here",
    "Give all services of the case and add --replace-services.",
)
STEP_KIND = (
    "the cell says what the row is about; it cannot be cleared",
    "To take a step away, give all others of the case and add --replace-{kind}.",
)
LEAVE_OUT = ("this cannot be cleared", "Leave the cell empty, or write what is right.")
NO_CLEARING = {
    "referral_in": REFERRAL,
    "referral_out": REFERRAL,
    **dict.fromkeys(("kind", "service", "step"), STEP_KIND),
    **dict.fromkeys(("source", "provenance", "position"), LEAVE_OUT),
}


def refuse_clearing(rows: RowSet, problems: ProblemList) -> None:
    """Note every CLEAR in a column that cannot be cleared."""
    for field in rows.cleared.keys() & NO_CLEARING.keys():
        expected, mend = NO_CLEARING[field]
        mistake = Mistake(expected, mend.format(kind=rows.kind), "the word CLEAR")
        rows.refuse_rows(rows.cleared[field] & ~rows.bad, field, mistake, problems)


def refuse_rows_without_source(row_sets: Iterable[RowSet], problems: ProblemList) -> None:
    """Note every row that does not say whose case it is, where others of its kind of file say it."""
    mistake = Mistake(
        "other rows name a source, and this one does not", "Write the source into every row, or into none.",
        "an empty cell",
    )  # fmt: skip
    for rows in row_sets:
        names = rows.frame["source"].to_numpy() >= 0
        if names.any():
            rows.refuse_rows(~names & ~rows.bad, "source", mistake, problems)
