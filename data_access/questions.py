"""The named questions that pages ask of a release. Each is one function of the release and the visitor's filters.

Every frame has, after its own columns: `count` (people; missing unless published), `standard_error` (people) and
`state` ("count", "withheld", "none" for none recorded).
"""

import math
from collections.abc import Mapping

import pandas as pd
from pandas.api.typing import NAType

from data_access.filters import Filters
from data_access.release import Release
from data_access.workload import OTHER, UNKNOWN

AGE_BANDS = ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+", "child", "adult", UNKNOWN)
NOWHERE = (UNKNOWN, OTHER)


def total(release: Release, filters: Filters) -> pd.DataFrame:
    """One row: the people identified."""
    return release.counts((), filters)


def trend(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a year of the period, with `year` as a number."""
    period = filters.years or release.years or (1, 0)
    years = range(period[0], period[1] + 1)
    answer = release.counts(("year",), filters).set_index("year").reindex([str(year) for year in years])
    # a year that the release does not name at all
    answer = answer.fillna({"standard_error": 0.0, "state": release.absent})
    return answer.set_axis(pd.Index(years, name="year")).reset_index()


def sex_and_age(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a sex and age, the youngest first. Columns: `sex`, and `age_band` or, where the release has no bands for
    the filters, `age` (child, adult)."""
    age = "age_band" if release.covers(("sex", "age_band"), filters) else "age"
    answer = release.counts(("sex", age), filters)
    order = {code: position for position, code in enumerate(AGE_BANDS)}
    return answer.sort_values(
        [age, "sex"], key=lambda codes: codes.map(order).fillna(0), kind="stable", ignore_index=True
    )


def shares(release: Release, filters: Filters, of: str) -> pd.DataFrame:
    """One row a code of a many-valued list (`of`: form or means), the largest first.

    Columns: the code; `asked` (people about whom it is known whether the code applies: the denominator; missing where
    it is not published) and `share` (count / asked; missing where either is). Most sources record the whole list or
    nothing, and the denominator is everybody but those of whom nothing is known; others record each code on its own.
    A person with several codes is in several rows: rows do not add up.
    """
    answer = release.counts((of,), filters)
    asked = _asked(release, filters.without("form") if of == "form" else filters, of, list(answer[of]))
    answer["asked"] = pd.array(asked, dtype="Int64")
    answer = answer[answer[of] != UNKNOWN]
    # noise may lift a count a little above its denominator
    answer["share"] = (answer["count"].astype(float) / answer["asked"].astype(float)).clip(upper=1.0)
    return answer.sort_values(["count", of], ascending=[False, True], na_position="last", ignore_index=True)


def _asked(release: Release, where: Filters, of: str, codes: list[str]) -> list[int | NAType]:
    """For each code the people about whom it is known whether it applies; NA where that is not published."""
    asked_of = f"{of}_asked"
    if release.covers((asked_of,), where):
        answer = release.counts((asked_of,), where)
        asked = dict(zip(answer[asked_of], answer["count"], strict=True))
        return [asked.get(code, pd.NA) for code in codes]
    nowhere: list[int | NAType] = [pd.NA] * len(codes)
    if where.form or not (release.covers((of,), where) and release.covers((), where)):
        return nowhere
    answer = release.counts((of,), where)
    unknown = dict(zip(answer[of], answer["count"], strict=True)).get(UNKNOWN, 0)
    everyone = release.counts((), where)["count"].iloc[0]
    return nowhere if pd.isna(everyone) else [everyone - (0 if pd.isna(unknown) else unknown)] * len(codes)


def by_place(release: Release, filters: Filters, role: str = "province") -> pd.DataFrame:
    """One row a place. role: "province" (identified), "source" or "exploitation". Column `place`.

    A place is a province code, or a country code where the province is not recorded.
    """
    answer = release.counts((role,), filters).rename(columns={role: "place"})
    return answer[~answer["place"].isin(NOWHERE)].reset_index(drop=True)


def change(release: Release, filters: Filters) -> pd.DataFrame:
    """What changed between the last two years of the period, the largest change first.

    One row a group for which both years are published. Columns: `dimension` ("total", "country", "sex", "age",
    "form"), `code`, `previous`, `latest`, `change` (people), `change_error` (its standard error), `previous_year`,
    `latest_year`.
    """
    period = filters.years or release.years
    columns = ["dimension", "code", "previous", "latest", "change", "change_error", "previous_year", "latest_year"]
    if period is None or period[0] == period[1]:
        return pd.DataFrame(columns=columns)
    before, last = period[1] - 1, period[1]
    years = filters.with_choice(years=(before, last))
    rows = []
    for dimension in ("total", "country", "sex", "age", "form"):
        by = ("year",) if dimension == "total" else ("year", dimension)
        if not release.covers(by, years):
            continue
        answer = release.counts(by, years)
        codes = answer[dimension] if dimension in answer else ["total"] * len(answer)
        rows_found = zip(*(answer[name] for name in ("year", "count", "standard_error", "state")), codes, strict=True)
        found = {
            (year, code): (count, error)
            for year, count, error, state, code in rows_found
            if state == "count" and code not in NOWHERE
        }
        for (year, code), (latest, error) in found.items():
            if year == str(last) and (str(before), code) in found:
                previous, error_before = found[str(before), code]
                both = math.hypot(error, error_before)
                rows.append((dimension, code, previous, latest, latest - previous, both, before, last))
    rows.sort(key=lambda row: -abs(row[4]))
    return pd.DataFrame(rows, columns=columns)


def journeys(release: Release, filters: Filters, direction: str = "all") -> pd.DataFrame:
    """One row a leg of journeys between two countries (or within one), the largest first.

    Columns: `from_country`, `to_country`, `leg` (source_destination, source_transit, transit_transit,
    transit_destination or internal). A person is in one row for each leg of their journey: rows do not add up.
    direction: all, inbound, outbound (seen from the chosen countries) or internal. filters.country keeps the legs that
    touch one of the countries.
    """
    answer = _named_only(release, ("from_country", "to_country", "leg"), filters.without("country", "place"))
    chosen = list(filters.country)
    starts, ends = answer["from_country"].isin(chosen), answer["to_country"].isin(chosen)
    internal = answer["from_country"] == answer["to_country"]
    if chosen:
        wanted = {"all": starts | ends, "inbound": ends & ~internal, "outbound": starts & ~internal}
        keep = wanted.get(direction, internal & starts)
    else:
        keep = {"inbound": ~internal, "outbound": ~internal, "internal": internal}.get(direction, answer["leg"].notna())
    return _largest_first(answer[keep], ["from_country", "to_country", "leg"])


def origins_and_destinations(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a pair of source and destination country: source_country, exploitation_country; a person is in one row.

    `unknown` stands where a country is not recorded. filters.country keeps the pairs with one of the countries.
    """
    answer = _named_only(release, ("source_country", "exploitation_country"), filters.without("country", "place"))
    if filters.country:
        chosen = list(filters.country)
        answer = answer[answer["source_country"].isin(chosen) | answer["exploitation_country"].isin(chosen)]
    return _largest_first(answer, ["source_country", "exploitation_country"])


def answerable(release: Release, filters: Filters, questions: Mapping[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Can the release answer every question of a page under these filters?

    questions: the dimensions of each question, and the names of the filters that it sets aside.
    """
    return all(release.covers(by, filters.without(*aside)) for by, aside in questions.items())


def _named_only(release: Release, by: tuple[str, ...], filters: Filters) -> pd.DataFrame:
    """The counts of routes that the release names at all; others are kept by chance, and pooled ones have no name."""
    answer = release.counts(by, filters)
    named = release.named(by)
    codes = zip(*(answer[dimension] for dimension in by), strict=True)
    return answer[[code in named and OTHER not in code for code in codes]]


def _largest_first(answer: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    return answer.sort_values(
        ["count", *codes], ascending=[False] + [True] * len(codes), na_position="last", ignore_index=True
    )
