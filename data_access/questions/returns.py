"""The questions about people who were on the way back over a border when identified, about children who were alone, and
about who was smuggled as well.

All of them are of all years and of everybody, but where a question says otherwise.
"""

from typing import Any

import pandas as pd

from data_access.codes.of_release import CROSSINGS, UNKNOWN
from data_access.release.filters import Filters
from data_access.release.release import Release, answer_frame

CAME_BACK = frozenset({"OwnAccord", "Deported", "NotStated"})
# of whom it is known whether they came by force
BY_FORCE_OR_NOT = ("Deported", "OwnAccord")
AT_A_CROSSING = tuple(code for code in CROSSINGS if code not in ("none", "not_stated", UNKNOWN))


def came_back(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a crossing, that of most people first: those who came back over it.

    Columns: `crossing`, `count`, `standard_error`, `state`.
    """
    rows = [row for row in release.rows(("crossing",), {"returned": CAME_BACK}) if row[0] in AT_A_CROSSING]
    return answer_frame(("crossing",), sorted(rows, key=lambda row: -(row[1] or 0)))


def came_back_by_year(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a crossing and year that the release names, within filters.years: those who came back over it then.

    Columns: `crossing`, `year`, `count`, `standard_error`, `state`.
    """
    found = release.rows(("crossing", "year"), Filters(years=filters.years).where())
    named = [str(year) for year in release.named_years]
    return answer_frame(("crossing", "year"), [row for row in found if row[0] in AT_A_CROSSING and row[1] in named])


def deported(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a crossing, in the order of `came_back`: those who were deported or sent back over it.

    Columns: `crossing`, `count`, `standard_error`, `state`, `asked` (people who came back over it, and of whom it is
    known whether by force), `asked_error`, `rest_error` (see analysis.cohorts.add_shares).
    """
    order = list(came_back(release, filters)["crossing"])
    return _parts(release, ("crossing",), "returned", BY_FORCE_OR_NOT, order)


def children_alone(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a crossing, and one for children who were not on the way back ("none"): children who were alone.

    Columns: as `deported`; `asked`: children of whom it is known whether they were alone.
    """
    order = [*came_back(release, filters)["crossing"], "none"]
    return _parts(release, ("crossing",), "company", ("alone", "not_alone"), order)


def smuggled(release: Release, filters: Filters) -> pd.DataFrame:
    """One row the people whose trafficking is presumed, and one those of whom it was found, who were smuggled as well;
    of filters.years.

    Columns: `smuggled` (the code), `count`, `standard_error`, `state`, `asked` (people of whom both is known),
    `asked_error`, `rest_error`.
    """
    where = Filters(years=filters.years).where()
    parts = []
    for known in ("presumed", "found"):
        some, rest = f"{known}_smuggled", f"{known}_not"
        part = _shares(release, where, "smuggled", (some, rest))
        parts.append((some, *part))
    return _frame(("smuggled",), parts)


def _parts(
    release: Release, by: tuple[str, ...], dimension: str, codes: tuple[str, str], order: list[str]
) -> pd.DataFrame:
    """The people with the first of two codes of a dimension, and those with either, for some codes of `by`."""
    return _frame(by, [(code, *_shares(release, {by[0]: frozenset({code})}, dimension, codes)) for code in order])


def _shares(
    release: Release, where: dict[str, frozenset[str]], dimension: str, codes: tuple[str, str]
) -> tuple[int | None, float, str, int | None, float, float]:
    some, both, rest = (
        release.rows((), {**where, dimension: frozenset(wanted)})[0] for wanted in (codes[:1], codes, codes[1:])
    )
    return (*some, both[0], both[1], rest[1])


def _frame(by: tuple[str, ...], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    numbers = [row[:4] for row in rows]
    asked = pd.array([row[4] for row in rows], dtype="Int64")
    return answer_frame(
        by, numbers, asked=asked, asked_error=[row[5] for row in rows], rest_error=[row[6] for row in rows]
    )
