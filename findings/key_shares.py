"""The four shares that say who the people of a choice are: children, women and girls, those who never left their
country, and those who were referred to help."""

import math
from collections.abc import Collection

import pandas as pd

from analysis.cohorts import share_error
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
