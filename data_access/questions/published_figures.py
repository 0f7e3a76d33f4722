"""What others have published about the region: every figure with its theme, and the question that it answers.

A figure is shown as it was published. None is added to another, and none stands for another.
"""

import csv
from functools import cache
from pathlib import Path

import pandas as pd

from data_access.questions.programmes import VALUE_COLUMNS, values
from data_access.release.filters import Filters
from data_access.release.release import Release

FILE = Path(__file__).parents[1] / "codes" / "indicator_themes.csv"
OTHER = "other"
FIGURE_COLUMNS = ["theme", "question", *VALUE_COLUMNS]


@cache
def indicator_themes() -> dict[str, tuple[str, str]]:
    """The theme of each indicator of the facts that are carried along, and the question that it answers: its own title,
    or that of another indicator which asks the same."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["indicator"]: (row["theme"], row["question"] or row["indicator"]) for row in csv.DictReader(lines)}


def published_figures(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a figure that a body published, of a programme or of none: FIGURE_COLUMNS, by theme, indicator, country,
    place and period.

    `theme` is a code of figures.context.published.words.THEMES, "other" for an indicator that is not in the list;
    `question` says which figures answer the same. A missing `value` is a finding in words. filters.country keeps the
    figures about these countries; what is about none stays out then.
    """
    found = values(release, filters.without("programme"))
    found = found[found["provenance"] == "published"]
    if filters.country:
        found = found[found["country"].isin(filters.country)]
    known = indicator_themes()
    answers = [known.get(title, (OTHER, title)) for title in found["title"]]
    found = found.assign(theme=[theme for theme, _ in answers], question=[question for _, question in answers])
    order = ["theme", "title", "country", "place_text", "period_start", "period_end", "id"]
    return found.sort_values(order, na_position="first", ignore_index=True)[FIGURE_COLUMNS]
