"""Who reports and how fully, breaks, and official totals beside these numbers: tables and sentences."""

import datetime
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


def late_table(answer: pd.DataFrame, t: Translator) -> pd.DataFrame:
    """One row a year: its people in the release before, in this one, and what came in between. answer: of
    data_access.questions.revisions.added_since."""
    rows = [row for row in rows_of(answer) if row["year"] > answer["year"].max() - NEWEST]
    return pd.DataFrame(
        {
            t.gettext("Year"): [t.year(row["year"]) for row in rows],
            t.gettext("In the release before"): [_people(row["before"], t) for row in rows],
            t.gettext("In this one"): [_people(row["after"], t) for row in rows],
            t.gettext("Came in late"): [_added(row, t) for row in rows],
        }
    )


def _people(count: float, t: Translator) -> str:
    return t.gettext(CELLS["withheld"]) if math.isnan(count) else t.number(int(count))


def _added(row: Row, t: Translator) -> str:
    if math.isnan(row["difference"]):
        return t.gettext("cannot be told")
    if not row["is_told"]:
        return t.gettext("cannot be told apart")
    number, margin = t.number(abs(int(row["difference"]))), words.margin(row["standard_error"])
    said = t.gettext("{number} added") if row["difference"] > 0 else t.gettext("{number} taken back")
    said = said.format(number=number)
    return t.gettext("{people} (±{error})").format(people=said, error=t.number(margin)) if margin else said


def late_sentence(answer: pd.DataFrame, until: tuple[str, str], t: Translator) -> str:
    """In which years people were added since the release before, by more than the noise of both. until: the days until
    which the two have data."""
    told = [row for row in rows_of(answer) if row["is_told"] and row["difference"] > 0]
    days = [t.date(datetime.date.fromisoformat(day[:10])) for day in until]
    if not told:
        said = t.gettext("Between {before} and {after} no year changed by more than the noise of both releases.")
        return said.format(before=days[0], after=days[1])
    return t.gettext("Between {before} and {after} cases came in for {years}.").format(
        before=days[0], after=days[1], years=t.listed([t.year(row["year"]) for row in told])
    )


def not_told(t: Translator, *, is_first: bool) -> list[str]:
    """What of the quality of the records no release says, and why. is_first: is there no earlier release beside which
    what came in late could be read?"""
    late = t.gettext(
        "How many days pass between identification and registration is in the cases, but no table of it is published: "
        "the room of the privacy budget went to other questions."
    )
    first = t.gettext(
        "How late cases are registered can be read from two releases: no earlier one with data until another day is "
        "kept here, so it is not known yet."
    )
    return [
        f"{first} {late}" if is_first else late,
        t.gettext(
            "What is missing by kind of source: of those who identified, sex and age alone, all years together, and "
            "only where three agencies of the kind and three others report; by those who recorded a case, and by year, "
            "nothing is published."
        ),
    ]
