"""Where publishers give different numbers for the same question, country and period. Neither is called right."""

import pandas as pd

from data_access.questions.published_figures import FIGURE_COLUMNS, published_figures
from data_access.release.filters import Filters
from data_access.release.release import Release

# questions that are answered once a programme, whatever period each answer names
OF_A_PROGRAMME = ("Programme value",)
# questions that say where themselves: one publisher names the crossing besides, the other does not
OF_A_PLACE = ("Pakistanis deported from Iran",)
# a plan and what came of it do not answer one question
PLANS = ("target", "baseline", "milestone", "actual")


def contradictions(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a published figure that another one contradicts: `number` (which contradiction, from 1), then
    data_access.questions.published_figures.FIGURE_COLUMNS; those that are furthest apart first, and of each the
    largest value.

    Two figures contradict each other when they have different values and the same unit, and answer the same question
    (see data_access/codes/indicator_themes.csv) about the same country, place, group and period; those about the money
    of a programme, when they are about the same programme. Figures without a period contradict none.
    """
    found = published_figures(release, filters)
    same = _what_must_be_the_same(found)
    asked = same.notna().all(axis=1) & found["value"].notna()
    found, same = found[asked], same[asked]
    if found.empty:
        return pd.DataFrame(columns=["number", *FIGURE_COLUMNS])
    answers = found["value"].groupby([same[name] for name in same]).transform("nunique")
    found, same = found[answers > 1], same[answers > 1]
    number = same.groupby(list(same)).ngroup()
    how_far = found["value"].groupby(number).agg(_how_far).sort_values()
    places = {group: place for place, group in enumerate(reversed(how_far.index), start=1)}
    found = found.assign(number=number.map(places))
    ordered = found.sort_values(["number", "value"], ascending=[True, False], ignore_index=True)
    return ordered[["number", *FIGURE_COLUMNS]]


def _how_far(answers: "pd.Series[float]") -> float:
    least = float(answers.min())
    return float(answers.max()) / least if least > 0 else float("inf")


def _what_must_be_the_same(found: pd.DataFrame) -> pd.DataFrame:
    """A column for each thing that must be the same of figures that contradict each other; empty: it is not said."""
    period = found["period_start"] + "/" + found["period_end"]
    group = found["dimension"].fillna("") + "/" + found["sex"].fillna("") + "/" + found["age"].fillna("")
    return pd.DataFrame(
        {
            "question": found["question"],
            "country": found["country"].fillna(""),
            "period": period.where(~found["question"].isin(OF_A_PROGRAMME), found["programme"]),
            "place": found["place_text"].fillna("").mask(found["question"].isin(OF_A_PLACE), ""),
            "group": group,
            "unit": found["unit"].fillna(""),
            "kind": found["kind"].where(found["kind"].isin(PLANS), "finding"),
        }
    )
