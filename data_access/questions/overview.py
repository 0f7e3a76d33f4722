"""The named questions that pages ask of a release. Each is one function of the release and the visitor's filters.

Every frame has, after its own columns: `count` (people; missing unless published), `standard_error` (people) and
`state` ("count", "withheld", "none" for none recorded).
"""

import math
from collections.abc import Callable, Mapping
from typing import Any, Literal

import pandas as pd

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.release.filters import Filters
from data_access.release.release import Release, answer_frame

AGE_BANDS = ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+", "child", "adult", UNKNOWN)
NOWHERE = (UNKNOWN, OTHER)
Place = Literal["province", "source", "exploitation"]  # where people were identified, taken from, exploited


def total(release: Release, filters: Filters) -> pd.DataFrame:
    """One row: the people identified."""
    return release.counts((), filters)


def trend(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a year of the period, with `year` as a number."""
    period = filters.years or release.years or (1, 0)
    years = range(period[0], period[1] + 1)
    found = {year: number for year, *number in release.rows(("year",), filters)}
    unnamed = [None, 0.0, release.absent]
    answer = answer_frame((), [tuple(found.get(str(year), unnamed)) for year in years])
    answer.insert(0, "year", list(years))
    return answer


def sex_and_age(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a sex and age, the youngest first. Columns: `sex`, and `age_band` or, where the release has no bands for
    the filters, `age` (child, adult)."""
    age = "age_band" if release.covers(("sex", "age_band"), filters) else "age"
    order = {code: position for position, code in enumerate(AGE_BANDS)}
    found = sorted(release.rows(("sex", age), filters), key=lambda row: order.get(row[1], 0))
    return answer_frame(("sex", age), found)


def shares(release: Release, filters: Filters, of: str) -> pd.DataFrame:
    """One row a code of a many-valued list (`of`: form or means), the largest first.

    Columns: the code; `asked` (people about whom it is known whether the code applies: the denominator; missing where
    it is not published) and `share` (count / asked; missing where either is). Most sources record the whole list or
    nothing, and the denominator is everybody but those of whom nothing is known; others record each code on its own.
    A person with several codes is in several rows: rows do not add up.
    """
    asked = _asked(release, filters.without("form") if of == "form" else filters, of)
    known = sorted((row for row in release.rows((of,), filters) if row[0] != UNKNOWN), key=largest_first)
    denominators = [asked(code) for code, *_ in known]
    return answer_frame(
        (of,),
        known,
        asked=pd.array(denominators, dtype="Int64"),
        share=[_share(count, all_) for (_, count, *_), all_ in zip(known, denominators, strict=True)],
    )


def _asked(release: Release, where: Filters, of: str) -> Callable[[str], int | None]:
    """Of a code, the people about whom it is known whether it applies; None where that is not published."""
    asked_of = f"{of}_asked"
    if release.covers((asked_of,), where):
        return {code: count for code, count, *_ in release.rows((asked_of,), where)}.get
    if where.form or not (release.covers((of,), where) and release.covers((), where)):
        return lambda code: None
    [(everyone, *_)] = release.rows((), where)
    unknown = next((count for code, count, *_ in release.rows((of,), where) if code == UNKNOWN), None)
    return lambda code: None if everyone is None else everyone - (unknown or 0)


def _share(count: int | None, asked: int | None) -> float:
    if count is None or not asked:
        return math.nan
    return min(count / asked, 1.0)  # noise may lift a count a little above its denominator


def by_place(release: Release, filters: Filters, role: Place = "province") -> pd.DataFrame:
    """One row a place. role: "province" (identified), "source" or "exploitation". Column `place`.

    A place is a province code, or a country code where the province is not recorded.
    """
    return answer_frame(("place",), [row for row in release.rows((role,), filters) if row[0] not in NOWHERE])


DIMENSIONS = ("total", "country", "sex", "age", "form")  # of groups whose years are compared


def dimensions_of(filters: Filters) -> tuple[str, ...]:
    """Those of DIMENSIONS in which the people who were chosen differ: the others would be everybody once more."""
    fixed = {
        "country": len(filters.country) == 1 or filters.place is not None,
        "sex": len(filters.sex) == 1,
        "age": len(filters.age) == 1,
        "form": filters.form is not None,
    }
    return tuple(dimension for dimension in DIMENSIONS if not fixed.get(dimension))


def change(release: Release, filters: Filters) -> pd.DataFrame:
    """What changed between the last two years of the period, the largest change first.

    One row a group for which both years are published; groups that the filters fix are everybody. Columns: `dimension`
    (DIMENSIONS), `code`, `previous`, `latest`, `change` (people), `change_error` (its standard error), `previous_year`,
    `latest_year`. attrs: `withheld`, the dimension and code of groups of which only one of the years is published.
    """
    period = filters.years or release.years
    columns = ["dimension", "code", "previous", "latest", "change", "change_error", "previous_year", "latest_year"]
    if period is None or period[0] == period[1]:
        nothing = pd.DataFrame(columns=columns)
        nothing.attrs["withheld"] = ()
        return nothing
    before, last = period[1] - 1, period[1]
    years = filters.with_choice(years=(before, last))
    rows, withheld = [], []
    for dimension in dimensions_of(filters):
        by = ("year",) if dimension == "total" else ("year", dimension)
        if not release.covers(by, years):
            continue
        found = {
            (year, *code): (count, error)
            for year, *code, count, error, state in release.rows(by, years)
            if state == "count" and not {*code} & {*NOWHERE}
        }
        one_year, other_year = ({tuple(code) for year, *code in found if year == str(one)} for one in (before, last))
        withheld += [(dimension, *code) for code in sorted(one_year ^ other_year) if code]
        for (year, *code), (latest, error) in found.items():
            if year == str(last) and (str(before), *code) in found:
                previous, error_before = found[str(before), *code]
                both = math.hypot(error, error_before)
                rows.append(
                    (dimension, *(code or [dimension]), previous, latest, latest - previous, both, before, last)
                )
    rows.sort(key=lambda row: -abs(row[4]))
    answer = pd.DataFrame(rows, columns=columns)
    answer.attrs["withheld"] = tuple(withheld)
    return answer


def origins_and_destinations(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a pair of source and destination country: source_country, exploitation_country; a person is in one row.

    `unknown` stands where a country is not recorded. filters.country keeps the pairs with one of the countries.
    """
    by = ("source_country", "exploitation_country")
    chosen = {*filters.country}
    found = [row for row in _named_only(release, by, filters) if not chosen or chosen & {*row[:2]}]
    return answer_frame(by, sorted(found, key=largest_first))


def answerable(release: Release, filters: Filters, questions: Mapping[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Can the release answer every question of a page under these filters?

    questions: the dimensions of each question, and the names of the filters that it sets aside.
    """
    return all(release.covers(by, filters.without(*aside)) for by, aside in questions.items())


def largest_first(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Sorts rows of Release.rows by their count, and equal ones by their codes; what has no count comes last."""
    *codes, count, _, _ = row
    return math.inf if count is None else -count, *codes


def _named_only(release: Release, by: tuple[str, ...], filters: Filters) -> list[tuple[Any, ...]]:
    """The rows of routes that the release names at all, wherever people were identified; others are kept by chance, and
    pooled ones have no name."""
    named = release.named(by)
    rows = release.rows(by, filters.without("country", "place"))
    return [row for row in rows if row[: len(by)] in named and OTHER not in row[: len(by)]]
