"""Put what a file says of a case beside what is known of it: an empty cell changes nothing."""

import datetime
from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from data_access.importing.formats.htcds_columns import CODE_SETS
from data_access.importing.reading.calendars import year_of_solar_year
from data_access.importing.storing.case_rows import CLEARED, SOLAR_YEARS

# one cell of a file -> the columns that it fills; the first of them says whether anything is known
CELLS = {
    "registration_date": ("registration_date",),
    "registration_year": ("registration_year",),
    "data_source": ("data_source",),
    "prs_Gender": ("gender",),
    "age_at_identification": ("age_band",),
    "prs_Citizenship": ("citizenship", "second_citizenship"),
    "vic_TraffickingStatus": ("trafficking_status",),
    "cas_Status": ("case_status",),
    "con_Consent": ("consent_to_share",),
    "unaccompanied_child": ("is_unaccompanied",),
    "return_kind": ("return_kind",),
    "return_crossing": ("return_crossing",),
    "smuggled_migrant": ("was_smuggled",),
    "vic_MethodsOfControl": ("means_of_control_known", "means_of_control"),
    "vic_MethodOfRecruitment": ("method_of_recruitment_known", "method_of_recruitment"),
    "vic_RelationshipToTrafficker": ("relation_to_trafficker_known", "relation_to_trafficker"),
    "vic_TypeOfExploitation": ("form_of_exploitation_known", "form_of_exploitation"),
    "vic_ForcedLabourIndustry": ("sector_known", "sector"),
    "vic_TypeOfSexExploitation": ("type_of_sexual_exploitation_known", "type_of_sexual_exploitation"),
    "provenance": ("provenance",),
}
# how the case table writes that nothing is known, where it has no NULL
NOTHING: dict[str, object] = {
    "data_source": "NotStated",
    "gender": "NonSpecifiedUnknown",
    "age_band": "unknown",
    **{name: 0 for codes in CODE_SETS for name in (codes, f"{codes}_known")},
}


@dataclass
class MergedCases:
    """`frame`: the cases as they become. `differs`: which of them change. `lost`: how many values of each cell of a
    file no longer stand there. `consent_stays`: which cases keep a "no" that the file would turn round."""

    frame: pd.DataFrame
    differs: np.ndarray
    consent_stays: np.ndarray
    lost: Counter[str] = field(default_factory=Counter)


def merge_cases(said: pd.DataFrame, there: pd.DataFrame, *, whole: bool, fills_gaps: bool) -> MergedCases:
    """Return what cases become, row by row.

    said: columns of the case table as a file gives them, None or NOTHING where it says nothing; a true value in a
    column CLEARED + name takes away what is known. there: the same columns as the database holds them. whole: what
    the file does not say is not known any more. fills_gaps: what is known stays, whatever the file says; only a consent
    that is no counts nevertheless.
    """
    length = len(said)
    if SOLAR_YEARS in said:
        said = _with_year_of_known_date(said, there)
    merged = MergedCases(pd.DataFrame(index=range(length)), np.zeros(length, bool), np.zeros(length, bool))
    for cell, columns in CELLS.items():
        new = {name: _objects(said, name) for name in columns}
        old = {name: _objects(there, name) for name in columns}
        is_said, is_known = _known(new, columns[0]), _known(old, columns[0])
        is_cleared = np.zeros(length, bool)
        if CLEARED + columns[0] in said and not fills_gaps:
            is_cleared = said[CLEARED + columns[0]].to_numpy(dtype=bool)
        taken = is_said & ~is_known if fills_gaps else is_said | is_cleared | whole
        if cell == "con_Consent":
            refused = old["consent_to_share"] == False  # noqa: E712 - elementwise
            merged.consent_stays = refused & ((is_said & (new["consent_to_share"] == True)) | is_cleared)  # noqa: E712
            # a no is a no under either key of two joined records, whichever record is right otherwise
            taken = (taken | (new["consent_to_share"] == False)) & ~refused  # noqa: E712
        if cell == "provenance":
            taken &= is_said
        changes = np.zeros(length, bool)
        for name in columns:
            new[name][is_cleared] = NOTHING.get(name)
            becomes = np.where(taken, new[name], old[name])
            merged.frame[name] = pd.Series(becomes, dtype=object)
            changes |= becomes != old[name]
        merged.differs |= changes
        merged.lost[cell] += int((changes & is_known).sum())
    _keep_date_and_year_together(merged)
    merged.lost.pop("provenance", None)
    merged.lost = +merged.lost
    return merged


def _with_year_of_known_date(said: pd.DataFrame, there: pd.DataFrame) -> pd.DataFrame:
    """A Solar Hijri year is read as the year in which it began; where a date of that year is known, it is its year."""
    days, new_days = _objects(there, "registration_date"), _objects(said, "registration_date")
    years = _objects(said, "registration_year")
    for place, (day, new_day, year) in enumerate(zip(days, new_days, years, strict=True)):
        if day is not None and new_day is None and year is not None:
            date = datetime.date.fromisoformat(str(day)[:10])
            years[place] = date.year if year_of_solar_year(date) == int(year) else year
    return said.assign(registration_year=pd.Series(years, dtype=object, index=said.index))


def _objects(frame: pd.DataFrame, name: str) -> np.ndarray:
    if name not in frame:
        return np.full(len(frame), NOTHING.get(name), dtype=object)
    values = frame[name].astype(object).to_numpy(copy=True)
    values[frame[name].isna().to_numpy()] = NOTHING.get(name)
    return values


def _known(values: dict[str, np.ndarray], name: str) -> np.ndarray:
    is_known: np.ndarray = values[name] != NOTHING.get(name)
    return is_known


def _keep_date_and_year_together(merged: MergedCases) -> None:
    """A year that is not the year of the date takes the date away: the file corrected the year alone."""
    dates, years = merged.frame["registration_date"].to_numpy(copy=True), merged.frame["registration_year"].to_numpy()
    is_apart = [date is not None and str(date)[:4] != str(year) for date, year in zip(dates, years, strict=True)]
    apart = np.array(is_apart, dtype=bool)
    dates[apart] = None
    merged.frame["registration_date"] = pd.Series(dates, dtype=object)
    merged.lost["registration_date"] += int(apart.sum())
    merged.differs |= apart


def fill_nothing(cases: pd.DataFrame) -> pd.DataFrame:
    """Return cases with the words for "nothing is known" where the case table has no NULL, without CLEARED columns."""
    cases = cases.drop(columns=[name for name in cases if str(name).startswith(CLEARED)])
    for name, nothing in NOTHING.items():
        if isinstance(nothing, str) and cases[name].isna().any():
            column = cases[name]
            if isinstance(column.dtype, pd.CategoricalDtype) and nothing not in column.cat.categories:
                column = column.cat.add_categories([nothing])
            cases[name] = column.fillna(nothing)
    return cases
