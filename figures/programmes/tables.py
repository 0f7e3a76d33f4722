"""Programmes and their milestones as tables and badges."""

import pandas as pd

from figures.kit.rows import Row, rows_of
from figures.programmes import words as says
from locales import Translator


def milestones_of(values: pd.DataFrame) -> pd.DataFrame:
    """The milestones among values."""
    return values[values["kind"] == "milestone"]


def only(programmes: pd.DataFrame, code: str) -> pd.DataFrame:
    """The one programme of this code."""
    return programmes[programmes["code"] == code]


def timeline_table(programmes: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """What the timeline shows, as a table in words."""
    _ = t.gettext
    missing = _(says.NOT_PUBLISHED)
    return pd.DataFrame(
        [
            {
                _("Programme"): row["title"],
                _("Period"): says.programme_period(row["start"], row["end"], t),
                _("Donor"): row["donor"] or missing,
                _("Implementer"): row["implementer"] or missing,
                _("Budget"): says.amount(row["budget"], row["currency"], t),
                _("Published or invented"): _(says.PROVENANCE[row["provenance"]]),
                _("Source"): f"{row['source_title']}, {row['source_publisher']}",
            }
            for row in rows_of(programmes)
        ]
    )


def badges(row: Row, t: Translator) -> str:
    """That a programme is invented, its status and its theme, as badges."""
    said = [badge] if (badge := says.invented_badge(row["provenance"], t)) else []
    for column, labels in (("status", says.PROGRAMME_STATUS), ("theme", says.THEMES)):
        if row[column]:
            said.append(f":gray-badge[{t.gettext(labels[str(row[column])])}]")
    return " ".join(said)
