"""Three numbers of the Recovery page that may all be called "came home", each with what it counts."""

import pandas as pd

from figures.kit import words
from figures.kit.labels import STATE
from figures.kit.rows import Row, rows_of
from figures.recovery.time_words import HOME, months_of
from locales import N_, Translator

NOT_PUBLISHED = N_("Not published for these choices")


def came_home(funnel: pd.DataFrame, reunited: pd.DataFrame, curve: pd.DataFrame, t: Translator) -> list[str]:
    """One line a definition, with its number for the people who were chosen.

    funnel, reunited, curve: see analysis.cohorts.funnel, medians and curves, the last two of the return to the family.
    """
    _ = t.gettext
    return [
        _(
            "{number}: reunited with their families **or reintegrated elsewhere**, or at a follow-up after that, "
            "whether or not a day is recorded. The headline, the steps and the comparison of groups count these."
        ).format(number=_number([row for row in _of_chosen(funnel) if row["stage"] == HOME], t)),
        _(
            "{number}: reunited with their families **on a day that is recorded**. Only these people have a time, so "
            "how long it took, and the bands, are theirs; reintegration elsewhere is not in it."
        ).format(number=_number(_of_chosen(reunited), t)),
        _(
            "{share}: reunited with their families **within a time of identification**, of all identified people whose "
            "times are known. An estimate: who still waits counts for as long as observed. The curve shows it."
        ).format(share=_last_share(curve, t)),
    ]


def less_time_note(t: Translator) -> str:
    """Why no difference between years is taken in how far people came."""
    return t.gettext(
        "Who was identified later has had less time to be helped, to come home or to be followed up. How many had "
        "come so far after the same time is not published, so no difference between years is taken in that."
    )


def _of_chosen(answer: pd.DataFrame) -> list[Row]:
    return [row for row in rows_of(answer) if row["who"] == "chosen"] if "who" in answer else []


def _number(rows: list[Row], t: Translator) -> str:
    return f"**{words.row_people(rows[0], t) if rows else t.gettext(NOT_PUBLISHED)}**"


def _last_share(curve: pd.DataFrame, t: Translator) -> str:
    rows = _of_chosen(curve)
    known = [row for row in rows if row["state"] == "count" and not pd.isna(row["share"])]
    if not known:
        return f"**{t.gettext(STATE['withheld'] if rows else NOT_PUBLISHED)}**"
    months = round(months_of(known[-1]["limit"]))
    return t.ngettext("**{share}** within {months} month", "**{share}** within {months} months", months).format(
        share=words.row_share(known[-1], t), months=t.number(months)
    )
