"""The named questions that pages ask of a release. Each is one function of the release and the visitor's filters.

Every frame has, after its own columns: `count` (people), `standard_error` (people), `state` ("count", "withheld",
"none" for none recorded, "not_collected") and `withheld_cells` (where it is not zero, the count is "at least").
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from data_access.coding import UNKNOWN
from data_access.filters import Filters
from data_access.release import NotPublished, Release

AGE_BANDS = ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47", "48+", "child", "adult", UNKNOWN)
ROUTE_DIRECTIONS = ("all", "inbound", "outbound", "internal")
MEASURES = ["count", "standard_error", "state", "withheld_cells"]


def total(release: Release, filters: Filters) -> pd.DataFrame:
    """One row: the people identified."""
    answer = release.counts((), filters)
    return answer if len(answer) else _none_recorded(pd.DataFrame(index=[0]))


def trend(release: Release, filters: Filters) -> pd.DataFrame:
    """One row a year of the period, `year` as a number; years in which nobody was recorded have state "none"."""
    period = filters.years or release.years
    if period is None:
        return _none_recorded(pd.DataFrame({"year": pd.Series(dtype=int)}))
    answer = release.counts(("year",), filters)
    answer = answer[answer["year"] != UNKNOWN].assign(year=lambda frame: frame["year"].astype(int))
    years = pd.DataFrame({"year": range(period[0], period[1] + 1)})
    return _none_recorded(years.merge(answer, on="year", how="left"))


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
    """One row a code of a many-valued list (`of`: form, means, recruitment or relation), the largest first.

    Columns: the code; `asked` (people about whom this code is recorded either way: the denominator; missing where
    withheld) and `share` (count / asked; missing where either is, and where a part of either is withheld).
    A person with several codes is in several rows: rows do not add up.
    """
    answer = release.counts((of,), filters)
    answer = answer[answer[of] != UNKNOWN]
    asked_of = f"{of}_asked"
    if not release.covers((asked_of,), _asked_where(filters, of)):
        return answer.assign(asked=pd.NA, share=np.nan).sort_values("count", ascending=False, na_position="last")
    asked = release.counts((asked_of,), _asked_where(filters, of)).rename(
        columns={asked_of: of, "count": "asked", "withheld_cells": "asked_withheld"}
    )[[of, "asked", "asked_withheld"]]
    answer = answer.merge(asked, on=of, how="left")
    whole = (answer["withheld_cells"] == 0) & (answer["asked_withheld"].fillna(1) == 0)
    answer["share"] = (
        (answer["count"].astype("Float64") / answer["asked"].astype("Float64")).where(whole).astype("float64")
    )
    answer = answer.drop(columns="asked_withheld")
    return answer.sort_values(["count", of], ascending=[False, True], na_position="last", ignore_index=True)


def _asked_where(filters: Filters, of: str) -> Filters:
    return filters.without("form") if of == "form" else filters


def by_place(release: Release, filters: Filters, role: str = "province") -> pd.DataFrame:
    """One row a place. role: "province" (identified), "source" or "exploitation". Column `place`.

    A place is a province code, or a country code where the province is not recorded.
    """
    answer = release.counts((role,), filters).rename(columns={role: "place"})
    return answer[answer["place"] != UNKNOWN].reset_index(drop=True)


def by_country(release: Release, filters: Filters, role: str = "country") -> pd.DataFrame:
    """One row a country. role: "country" (identified), "source_country" or "exploitation_country". Column `country`."""
    answer = release.counts((role,), filters).rename(columns={role: "country"})
    return answer[answer["country"] != UNKNOWN].reset_index(drop=True)


def change(release: Release, filters: Filters) -> pd.DataFrame:
    """What changed between the last two years of the period, the largest change first.

    One row a group for which both years are published in full. Columns: `dimension` ("total", "country", "sex", "age",
    "form"), `code`, `previous`, `latest`, `change` (people), `change_error` (its standard error), `previous_year`,
    `latest_year`.
    """
    period = filters.years or release.years
    columns = ["dimension", "code", "previous", "latest", "change", "change_error", "previous_year", "latest_year"]
    if period is None or period[0] == period[1]:
        return pd.DataFrame(columns=columns)
    years = filters.with_choice(years=(period[1] - 1, period[1]))
    parts = []
    for dimension in ("total", "country", "sex", "age", "form"):
        by = ("year",) if dimension == "total" else ("year", dimension)
        if not release.covers(by, years):
            continue
        answer = release.counts(by, years)
        answer = answer[(answer["state"] == "count") & (answer["withheld_cells"] == 0)]
        if dimension == "total":
            answer = answer.assign(total="total")
        latest = answer[answer["year"] == str(period[1])].set_index(dimension)
        previous = answer[answer["year"] == str(period[1] - 1)].set_index(dimension)
        both = latest.join(previous, lsuffix="_latest", rsuffix="_previous", how="inner")
        parts.append(
            pd.DataFrame(
                {
                    "dimension": dimension,
                    "code": both.index,
                    "previous": both["count_previous"].astype(int).to_numpy(),
                    "latest": both["count_latest"].astype(int).to_numpy(),
                    "change_error": np.hypot(both["standard_error_latest"], both["standard_error_previous"]).to_numpy(),
                }
            )
        )
    answer = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns[:4] + ["change_error"])
    answer = answer[answer["code"] != UNKNOWN]
    answer["change"] = answer["latest"] - answer["previous"]
    answer = answer.assign(previous_year=period[1] - 1, latest_year=period[1])
    order = answer["change"].abs().sort_values(ascending=False, kind="stable").index
    return answer.loc[order, columns].reset_index(drop=True)


def journeys(release: Release, filters: Filters, direction: str = "all") -> pd.DataFrame:
    """One row a leg of journeys between two countries (or within one), the largest first.

    Columns: `from_country`, `to_country`, `leg` (source_destination, source_transit, transit_transit,
    transit_destination or internal). A person is in one row for each leg of their journey: rows do not add up to people.
    direction: all, inbound, outbound (seen from the chosen countries) or internal. filters.country keeps the legs that
    touch one of the countries.
    """
    answer = release.counts(("from_country", "to_country", "leg"), filters.without("country", "place").where())
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
    answer = release.counts(("source_country", "exploitation_country"), filters.without("country", "place").where())
    if filters.country:
        chosen = list(filters.country)
        answer = answer[answer["source_country"].isin(chosen) | answer["exploitation_country"].isin(chosen)]
    return _largest_first(answer, ["source_country", "exploitation_country"])


def answerable(release: Release, filters: Filters, questions: Mapping[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Can the release answer every question of a page under these filters?

    questions: the dimensions of each question, and the names of the filters that it sets aside.
    """
    return all(release.covers(by, filters.without(*aside)) for by, aside in questions.items())


def _largest_first(answer: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    return answer.sort_values(
        ["count", *codes], ascending=[False] + [True] * len(codes), na_position="last", ignore_index=True
    )


def _none_recorded(answer: pd.DataFrame) -> pd.DataFrame:
    """Fill the measures of rows for which the release has no cell: nobody was recorded there."""
    for name in MEASURES:
        if name not in answer:
            answer[name] = pd.NA
    nothing = answer["state"].isna()
    answer.loc[nothing, "state"] = "none"
    answer.loc[nothing, ["count", "standard_error", "withheld_cells"]] = 0
    return answer.astype({"count": "Int64", "standard_error": "float64", "withheld_cells": "int64"})


__all__ = [
    "NotPublished",
    "answerable",
    "by_country",
    "by_place",
    "change",
    "journeys",
    "origins_and_destinations",
    "sex_and_age",
    "shares",
    "total",
    "trend",
]
