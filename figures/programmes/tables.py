"""Programmes, their promises and milestones as tables and badges."""

import pandas as pd

from analysis.frameworks import Group, Result
from figures.kit.rows import Row, rows_of
from figures.programmes import words as says
from locales import Translator


def promised(
    programmes: pd.DataFrame, results: dict[str, list[Result]], t: Translator
) -> tuple[list[tuple[str, Result]], list[str], pd.DataFrame]:
    """The indicators with a target where more is better or nothing is said; their provenance; and a table of them."""
    _ = t.gettext
    found, provenance, rows = [], [], []
    for row in rows_of(programmes):
        for result in results[row["code"]]:
            group = result.everyone
            if group.target.value is None or result.ascending is False:
                continue
            found.append((row["title"], result))
            provenance.append(row["provenance"])
            rows.append(
                {
                    _("Programme"): row["title"],
                    _("Indicator"): result.title,
                    _("Target"): says.target(group, result.unit, t),
                    _("Actual value"): says.actual(group, result.unit, t),
                    _("Of the target"): says.share(group, t),
                    _("Status"): _(says.STATUS[group.status.code]),
                    _("Published or synthetic"): _(says.PROVENANCE[row["provenance"]]),
                    _("Source"): says.source(result.values.iloc[0], t),
                }
            )
    return found, provenance, pd.DataFrame(rows)


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
                _("Published or synthetic"): _(says.PROVENANCE[row["provenance"]]),
                _("Source"): f"{row['source_title']}, {row['source_publisher']}",
            }
            for row in rows_of(programmes)
        ]
    )


def badges(row: Row, t: Translator) -> str:
    """Provenance, status and theme of a programme, as badges."""
    said = [says.provenance_badge(row["provenance"], t)]
    for column, labels in (("status", says.PROGRAMME_STATUS), ("theme", says.THEMES)):
        if row[column]:
            said.append(f":gray-badge[{t.gettext(labels[str(row[column])])}]")
    return " ".join(said)


def group_table(result: Result, t: Translator) -> pd.DataFrame:
    """One row a group of people: its own baseline, target, actual value, share and status, in words."""
    _ = t.gettext

    def row(group: Group) -> dict[str, str]:
        return {
            _("Group"): says.group_name(group, t),
            _("Baseline"): says.baseline(group, None, t),
            _("Target"): says.target(group, None, t),
            _("Actual value"): says.actual(group, None, t),
            _("Of the target"): says.share(group, t),
            _("Status"): _(says.STATUS[group.status.code]),
        }

    return pd.DataFrame([row(group) for group in result.groups if not group.is_everyone])
