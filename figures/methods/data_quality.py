"""Who reports and how fully, breaks, and official totals beside these numbers: tables and sentences."""

import math

import pandas as pd

from figures.kit import words
from figures.kit.rows import Row, rows_of
from figures.kit.tables import CELLS
from figures.kit.text import separated
from locales import Translator

NEWEST = 5  # years that have a column


def reports_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a country, a column for each of the newest years: the share of the due reports that came. answer: of
    data_access.questions.data_quality.reports_by_year."""
    shown = [row for row in rows_of(answer) if row["year"] > answer["year"].max() - NEWEST]
    table: dict[str, dict[str, str]] = {}
    for row in shown:
        table.setdefault(t.year(row["year"]), {})[t.country(row["country"])] = _complete(row, t)
    frame = pd.DataFrame(table)
    frame.insert(0, t.gettext("Country"), frame.index)
    return frame.reset_index(drop=True)


def _complete(row: Row, t: Translator) -> str:
    if math.isnan(row["complete"]):
        return t.gettext(CELLS["withheld"])
    said = t.percent(row["complete"])
    return t.gettext("{share} (part)").format(share=said) if row["is_partial"] else said


def breaks_sentence(answer: pd.DataFrame, t: Translator) -> str:
    """Where reporting broke off, so that numbers of these years are not those of the years before."""
    found = [row for row in rows_of(answer) if row["is_break"]]
    if not found:
        return t.gettext("In no country and year did the share of reports that came fall by 20 points or more.")
    said = [separated([t.country(row["country"]), t.year(row["year"])], t) for row in found]
    return t.gettext(
        "Breaks: the share of reports that came fell by 20 points or more in {places}. Fewer people there may be fewer "
        "reports."
    ).format(places=t.listed(said))


def official_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a country and year: what it reported, and whom the release counts. answer: of
    data_access.questions.data_quality.beside_official."""
    rows = rows_of(answer)
    return pd.DataFrame(
        {
            t.gettext("Country"): [t.country(row["country"]) for row in rows],
            t.gettext("Year"): [t.year(row["year"]) for row in rows],
            t.gettext("Detected victims, as reported to UNODC"): [_official(row["official"], t) for row in rows],
            t.gettext("People in this release"): [
                words.row_people(row, t) if row["state"] == "count" else t.gettext(CELLS[row["state"]]) for row in rows
            ],
        }
    )


def _official(text: str, t: Translator) -> str:
    digits = text.replace(",", "")
    return t.number(int(digits)) if digits.isdecimal() else t.gettext("fewer than {limit}").format(limit=t.number(5))


def not_told(t: Translator) -> list[str]:
    """What of the quality of the records no release says, and why."""
    return [
        t.gettext(
            "How late cases are registered: the days of identification and registration are in the cases, but no table "
            "of them is published; the room of the privacy budget went to other questions. Who works inside the wall "
            "can ask."
        ),
        t.gettext(
            "What is missing by kind of source: numbers by who recorded a case are published by year and province "
            "alone, and only where three agencies of the kind and three others report."
        ),
    ]
