"""What the records do not say, as a table and a sentence."""

import math

import pandas as pd

from figures.kit import words
from figures.kit.labels import label
from figures.kit.rows import Row, rows_of
from figures.kit.tables import CELLS
from locales import N_, Translator

FIELD_NAMES = {
    "sex": N_("Sex"),
    "age": N_("Age"),
    "form": N_("Form of exploitation"),
    "means": N_("Means of control"),
    "country": N_("Country of identification"),
    "province": N_("Province of identification"),
    "source": N_("Province of origin"),
    "exploitation": N_("Province of exploitation"),
    "citizenship": N_("Citizenship"),
    "relation": N_("Recruited by"),
    "returned": N_("On the way back when identified"),
    "smuggled": N_("Smuggled, of those trafficked or presumed"),
}


NEWEST = 5  # years that have a column: more do not fit a sheet


def completeness_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a field, one column for all years and one for each of the newest: the share of people of whom it is not
    recorded, with its limits. answer: of data_access.questions.completeness, with those of findings.key_shares."""
    cells: dict[str, dict[str, str]] = {}
    first = answer["year"].max() - NEWEST
    for row in rows_of(answer):
        if row["year"] <= first:
            continue
        column = t.gettext("All years") if math.isnan(row["year"] or math.nan) else t.year(int(row["year"]))
        cells.setdefault(column, {})[t.gettext(FIELD_NAMES[row["field"]])] = _cell(row, t)
    table = pd.DataFrame(cells)
    table.insert(0, t.gettext("Not recorded"), table.index)
    return table.fillna(t.gettext("not published")).reset_index(drop=True)


def by_kind_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a kind of organisation, a column for each field that is known by kind: the share of people of whom it is
    not recorded. answer: of data_access.questions.completeness.not_recorded_by_kind, with limits."""
    cells: dict[str, dict[str, str]] = {}
    for row in rows_of(answer):
        cells.setdefault(t.gettext(FIELD_NAMES[row["field"]]), {})[label("identified_by", row["kind"], t)] = _cell(
            row, t
        )
    table = pd.DataFrame(cells)
    table.insert(0, t.gettext("Identified by"), table.index)
    return table.fillna(t.gettext("not published")).reset_index(drop=True)


def completeness_sentence(answer: pd.DataFrame, t: Translator) -> str | None:
    """Which field is missing most often, over all years, of those whose share can be told; nothing where none can, or
    where the limits of the two largest meet."""
    known = [row for row in rows_of(answer) if math.isnan(row["year"] or math.nan) and not math.isnan(row["share"])]
    if not known:
        return None
    most, *others = sorted(known, key=lambda row: -row["share"])
    if others and most["share_low"] <= others[0]["share_high"]:
        return None
    return t.gettext("Missing most often: {field}, for {share} of the people identified.").format(
        field=t.gettext(FIELD_NAMES[most["field"]]), share=_cell(most, t)
    )


def _cell(row: Row, t: Translator) -> str:
    if math.isnan(row["share"]):
        return t.gettext(CELLS[row["state"]])
    said = t.percent(row["share"], 1)
    limits = words.share_limits(row["share_low"], row["share_high"], t)
    return f"{said} ({limits})" if limits else said
