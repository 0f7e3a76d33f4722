"""What the records do not say: how many people of whom a field is not recorded, by year."""

import math
from typing import Any

import pandas as pd

from data_access.codes.of_release import UNKNOWN
from data_access.release.filters import Filters
from data_access.release.release import Release

FIELDS = (
    "sex", "age", "form", "means", "country", "province", "source", "exploitation",
    "citizenship", "relation", "returned", "smuggled",
)  # fmt: skip
PLACES = ("province", "source", "exploitation")
KIND = "identified_by"  # the one kind of source that a release has beside what a field says
BY_KIND = ("sex", "age")
COLUMNS = ["field", "year", "count", "standard_error", "state", "people", "share", "share_error"]


def not_recorded(release: Release, filters: Filters, countries: tuple[str, ...]) -> pd.DataFrame:
    """One row a field of FIELDS that the release has, and a year of its period, or all of them together (`year` is
    missing): people of whom the field is not recorded.

    Columns: COLUMNS. `count`, `standard_error`, `state` as of every answer; `people`: all who were identified then;
    `share` of them, and its standard error, missing where either number is withheld. filters are not used but for what
    they are about: everybody. countries: those whose provinces the release knows; of a place a country alone is not
    enough there.
    """
    period = release.years or (1, 0)
    years = [str(year) for year in range(period[0], period[1] + 1)]
    nobody = (None, 0.0, release.absent)
    rows = []
    for field in FIELDS:
        if not release.covers((field,), {}):
            continue
        unsaid = {field: frozenset((UNKNOWN, *(countries if field in PLACES else ())))}
        rows.append(_row(field, None, release.rows((), unsaid)[0], release.rows((), {})[0]))
        if release.covers(("year", field), {}):
            found = {year: tuple(number) for year, *number in release.rows(("year",), unsaid)}
            everybody = {year: tuple(number) for year, *number in release.rows(("year",), {})}
            rows += [_row(field, int(year), found.get(year, nobody), everybody.get(year, nobody)) for year in years]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"year": float})


def not_recorded_by_kind(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a kind of organisation that identified people and may be shown, and a field of BY_KIND: people whom it
    identified of whom the field is not recorded, over all years. Columns: `kind`, and those of `not_recorded` but the
    year. filters are not used."""
    rows = []
    for field in BY_KIND:
        if not release.covers((KIND, field), {}):
            continue
        found = {kind: tuple(number) for kind, *number in release.rows((KIND,), {field: frozenset((UNKNOWN,))})}
        for kind, *everybody in release.rows((KIND,), {}):
            if everybody[2] == "count" and kind != UNKNOWN:
                unsaid = found.get(kind, (None, 0.0, release.absent))
                rows.append((kind, *_row(field, None, unsaid, tuple(everybody))))
    return pd.DataFrame(rows, columns=["kind", *COLUMNS]).drop(columns="year")


def _row(
    field: str, year: int | None, unsaid: tuple[Any, ...], everybody: tuple[Any, ...]
) -> tuple[str, int | None, int | None, float, str, int | None, float, float]:
    count, error, state = unsaid
    people, people_error, everybodys = everybody
    share = spread = math.nan
    if not people:  # there is nobody of whom anything could be missing, or no number of them
        state = everybodys
    if people and (count is not None or state == "none"):
        share = min((count or 0) / people, 1.0)
        spread = math.hypot(error, share * people_error) / people
    return field, year, count, error, state, people, share, spread
