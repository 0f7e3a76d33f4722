"""Shares that say who the people of a choice are, with their limits: children, women and girls, those who never left
their country, those who were referred to help; and of forms and means."""

import math
from collections.abc import Collection

import pandas as pd

from analysis.cohorts import share_error
from analysis.shares import share_interval
from data_access.codes.of_release import OTHER, STAGES, UNKNOWN
from data_access.questions import overview
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.rates import of_areas


def key_shares(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a share that the release can give for the filters and that the filters do not fix themselves.

    Columns: `what` (children, women_and_girls, within_country, referred), `count` (people of whom it is so), `of`
    (people of whom it is known), `share` and `share_error` (its standard error, by the noise of both numbers), `state`
    ("withheld" where any number that it is made of is; it then has no number; "least" where some people of whom it is
    so may be withheld), `share_low` and `share_high` (95 %, analysis.shares).
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
    found = pd.DataFrame([row for row in rows if len(row) == len(columns)], columns=columns)
    return with_limits(found, of_areas(release))


def listed_shares(release: Release, filters: Filters, of: str) -> pd.DataFrame:
    """The frame of data_access.questions.overview.shares with `share_low` and `share_high` (95 %, analysis.shares)."""
    answer = overview.shares(release, filters, of)
    people, whole, error = (
        answer[name].to_numpy(dtype=float, na_value=math.nan) for name in ("count", "asked", "standard_error")
    )
    # the whole has the noise of another table, as large
    _, low, high = share_interval(
        people, whole, reached_variance=error**2, people_variance=error**2, overdispersion=of_areas(release)
    )
    return answer.assign(share_low=low, share_high=high)


def with_limits(answer: pd.DataFrame, overdispersion: float, of: str = "of") -> pd.DataFrame:
    """Add `share_low` and `share_high` to an answer with `share` and `share_error`. of: the column of the people whom
    it is of."""
    share, error, people = (
        answer[name].to_numpy(dtype=float, na_value=math.nan) for name in ("share", "share_error", of)
    )
    _, low, high = share_interval(
        share * people, people, reached_variance=(error * people) ** 2, overdispersion=overdispersion
    )
    return answer.assign(share_low=low, share_high=high)


# count, of, share, share_error, state; empty where the release has no table of it
Share = tuple[int | None, int | None, float, float, str] | tuple[()]
Number = tuple[int | None, float, str]  # people, standard error and state


def _share(release: Release, filters: Filters, by: str, these: Collection[str], others: Collection[str]) -> Share:
    if not release.covers((by,), filters):
        return ()
    # each side is one sum: a part of it that may not be shown, or that cannot have happened yet, hides none of it
    count, rest, everyone = (
        release.rows((), {**filters.where(), by: frozenset(codes)})[0] for codes in (these, others, (*these, *others))
    )
    return _of_both(count, rest, everyone[1])


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
    inside_error = math.sqrt(sum(pair_error**2 for _, pair_error in shown))
    rest = (everyone - inside, float(error), "count")
    found = _of_both((inside, inside_error, "count"), rest, math.hypot(inside_error, error))
    return (*found[:4], "count" if len(shown) == len(pairs) else "least") if found else found


def _of_both(these: Number, others: Number, whole_error: float) -> Share:
    """whole_error: of both together, which a release may know better than either."""
    if "withheld" in (these[2], others[2]):
        return None, None, math.nan, math.nan, "withheld"
    count, rest = these[0] or 0, others[0] or 0
    everyone = count + rest
    if not everyone:
        return None, None, math.nan, math.nan, "withheld"
    share = count / everyone
    return count, everyone, share, share_error(count, everyone, these[1], whole_error, others[1]), "count"
