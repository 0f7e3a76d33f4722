"""The sentences of returns that are not those of bars."""

import pandas as pd

from figures.kit import words
from figures.kit.labels import label
from figures.kit.rows import published
from locales import Translator

MOST_SAID = 5  # of the cells of a matrix


def years_words(answer: pd.DataFrame, title: str, t: Translator) -> str:
    """The largest numbers of crossing and year, for screen readers."""
    rows = sorted(published(answer), key=lambda row: -row["count"])[:MOST_SAID] if "year" in answer else []
    if not rows:
        return t.gettext("{title}: nothing may be shown.").format(title=title)
    said = [
        t.gettext("{crossing} in {year}, {people}").format(
            crossing=label("crossing", row["crossing"], t),
            year=t.year(int(row["year"])),
            people=words.row_people(row, t),
        )
        for row in rows
    ]
    return t.gettext("{title}. The largest numbers: {rows}").format(title=title, rows=t.gettext("; ").join(said))
