"""The four shares that say who the people of a choice are: children, women and girls, those who never left their
country, and those who were referred to help."""

import math
from collections.abc import Collection

import pandas as pd

from data_access.codes.of_release import OTHER, STAGES, UNKNOWN
from data_access.release.filters import Filters
from data_access.release.release import Release


def key_shares(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a share that the release can give for the filters and that the filters do not fix themselves.

    Columns: `what` (children, women_and_girls, within_country, referred), `count` (people of whom it is so), `of`
    (people of whom it is known), `share` and `share_error` (its standard error, by the noise of both numbers), `state`
    ("withheld" where any number that it is made of is; it then has no number; "least" where some people of whom it is
    so may be withheld).
    """
    rows = []
    if not filters.age:
        rows.append(("children", *_share(release, filters, "age", ("child",), ("adult",))))
    if not filters.sex:
        rows.append(("women_and_girls", *_share(release, filters, "sex", ("female",), ("male",))))
    if not (filters.country or filters.place):
        rows.append(("within_country", *_within_country(release, filters)))
    rows.append(("referred", *_share(release, filters, "stage", STAGES[1:], STAGES[:1])))
    columns = ["what", "count", "of", "share", "share_error", "state"]
    return pd.DataFrame([row for row in rows if len(row) == len(columns)], columns=columns)


# count, of, share, share_error, state; empty where the release has no table of it
Share = tuple[int | None, int | None, float, float, str] | tuple[()]
Number = tuple[int | None, float]  # people and standard error


def _share(release: Release, filters: Filters, by: str, these: Collection[str], others: Collection[str]) -> Share:
    if not release.covers((by,), filters):
        return ()
    found = {code: (count, error) for code, count, error, _ in release.rows((by,), filters)}
    return _of_both([found.get(code) for code in these], [found.get(code) for code in others])


def _within_country(release: Release, filters: Filters) -> Share:
    """Of the people whose source and destination are both known: one sum, with pairs in it that are withheld. Those
    within countries whose own number is withheld are not counted as such, so the share may be larger."""
    by = ("source_country", "exploitation_country")
    if not release.covers(by, filters):
        return ()
    known = {dimension: frozenset(release.codes(dimension)) for dimension in by}
    [(everyone, error, _)] = release.rows((), {**filters.where(), **known})
    pairs = [row for row in release.rows(by, filters) if row[0] == row[1] and not {row[0]} & {OTHER, UNKNOWN}]
    shown = [(count, pair_error) for _, _, count, pair_error, _ in pairs if count is not None]
    if not everyone or not shown:
        return None, None, math.nan, math.nan, "withheld"
    inside = min(sum(count for count, _ in shown), everyone)
    found = _of_both(
        [(inside, math.sqrt(sum(pair_error**2 for _, pair_error in shown)))], [(everyone - inside, float(error))]
    )
    return (*found[:4], "count" if len(shown) == len(pairs) else "least") if found else found


def _of_both(these: list[Number | None], others: list[Number | None]) -> Share:
    numbers = [[number for number in group if number] for group in (these, others)]
    counts = [[count for count, _ in group] for group in numbers]
    if not all(counts) or any(count is None for group in counts for count in group):
        return None, None, math.nan, math.nan, "withheld"
    count, rest = (sum(filter(None, group)) for group in counts)
    error, rest_error = (math.sqrt(sum(error**2 for _, error in group)) for group in numbers)
    everyone = count + rest
    share = count / everyone
    return count, everyone, share, math.hypot((1 - share) * error, share * rest_error) / everyone, "count"
