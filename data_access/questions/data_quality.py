"""What Methods asks of who reports, and of official totals beside the numbers of a release."""

import math

import pandas as pd

from data_access.questions.official_statistics import totals
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release

# a break: so much less of what was due came in than in the year before
BREAK = 0.2


def reports_by_year(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country of the register and year of the release: what share of the monthly reports that were due came.

    Columns: `country`, `year`, `complete` (missing where nothing may be shown), `is_partial` (of those of its areas
    whose numbers may be shown, where those of the whole country may not), `is_break` (BREAK or more below the year
    before, of the same areas or of the whole). filters are not used. Raises NotPublished when the release has no
    register.
    """
    register, period = release.frame("reporting"), release.years
    if register.empty or period is None:
        raise NotPublished("The release has no register of reports.")
    register = register[register["year"].between(*period)].assign(country=register["place"].str[:2])
    shown = register[register["state"] == "count"]
    is_whole = shown["place"].str.len() == 2
    whole, parts = (
        rows.groupby(["country", "year"])[["months_received", "months_expected"]].sum()
        for rows in (shown[is_whole], shown[~is_whole])
    )
    rows: list[tuple[str, int, float, bool, bool]] = []
    for country in sorted(register["country"].unique()):
        before, was_partial = math.nan, False
        for year in range(period[0], period[1] + 1):
            is_partial = (country, year) not in whole.index
            found = parts if is_partial else whole
            received, due = found.loc[(country, year)] if (country, year) in found.index else (0.0, 0.0)
            complete = received / due if due else math.nan
            is_break = bool(before - complete >= BREAK) and is_partial == was_partial
            rows.append((country, year, complete, bool(due) and is_partial, is_break))
            before, was_partial = complete, is_partial
    return pd.DataFrame(rows, columns=["country", "year", "complete", "is_partial", "is_break"])


def beside_official(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a country and year for which UNODC has the victims that it detected, the newest five of each country in
    the period of the release: that number, and the people whom the release counts there and then. filters are not used.

    Columns: `country`, `year`, `official` (as published), `count`, `standard_error`, `state`. The two are not of the
    same people, and neither is a part of the other.
    """
    named = {str(year) for year in release.named_years}
    counted = {(country, year): number for country, year, *number in release.rows(("country", "year"), {})}
    official = totals("victims")
    official = official[official["year"].astype(str).isin(named)].groupby("country").tail(5)
    rows = []
    for country, year, text in official[["country", "year", "text"]].itertuples(index=False):
        nobody = (None, 0.0, release.absent)
        rows.append((country, int(year), text, *counted.get((country, str(year)), nobody)))
    columns = ["country", "year", "official", "count", "standard_error", "state"]
    return pd.DataFrame(rows, columns=columns).astype({"count": "Int64"})
