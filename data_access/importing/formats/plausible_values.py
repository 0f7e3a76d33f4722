"""Refuse values of results that cannot be: parts above their whole, fewer people than none, what is not over yet."""

import datetime
import re

import numpy as np
import pandas as pd

from data_access.importing.formats.population import PARTS, ROUNDING
from data_access.importing.formats.programmes import first_day, last_day
from data_access.importing.guard.personal_words import IN_THOUSANDS, PEOPLE
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import Mistake
from data_access.importing.telling.problems import ProblemList

# values that agree in all of these are of one whole, or are parts of it
OF_ONE_WHOLE = [
    "body", "programme", "iati_identifier", "indicator", "dimension", "unit", "kind", "period_start", "period_end",
    "country", "place_text", "disaggregation", "source_title", "source_publisher",
]  # fmt: skip
PARTS_OF = {"sex": [PARTS[0]], "age": [("0-14", "15-19"), ("0-17", "18+")]}
# numbers about people that are no numbers of people
_NO_COUNT = re.compile(
    r"%|\b(?:per|percent\w*|rates?|ratio|shares?|proportions?|averages?|means?|medians?|index|scores?|ranks?|days?|hours?|"
    r"changes?|differences?|net|growth|increases?|decreases?|usd|eur|dollars?|доля|процент\w*|средн\w*)\b|فیصد|درصد",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s*(?:%|per ?cent(?:age)?|процент\w*|درصد|فیصد|سلنه|foiz|фоиз)\s*", re.IGNORECASE)
# what may be less than none of something or more than all of it
_ABOVE_ALL = re.compile(
    r"\b(?:chang\w*|differen\w*|net|grow\w*|grew|increas\w*|decreas\w*|declin\w*|ris(?:e|en|ing)|rose|fall|fell|drop\w*|"
    r"reduc\w*|more|less|fewer|higher|lower|compared|relative|versus|vs|inflation|returns?|profit\w*|gross|target\w*|"
    r"plan(?:ned)?|achiev\w*|reach\w*|execut\w*|absor\w*|burn|cover\w*|capacity|occup\w*|overcrowd\w*|index|ratio|"
    r"рост\w*|прирост\w*|сниж\w*|измен\w*|план\w*|выполн\w*)\b|افزایش|کاهش|تغییر|هدف|رشد",
    re.IGNORECASE,
)
NO_SHARE = Mistake(
    "a share is a number from 0 to 100", "Correct the number; if it is a change, say so in the indicator: change of …."
)
BELOW_NOBODY = Mistake(
    "fewer people than none", "Correct the number; if it is a change, say so in the indicator, as in change of …."
)
PART_OF_A_PERSON = Mistake(
    "a part of a person: a point may stand between thousands (1.234 for 1234)",
    "Write whole people, without a sign between thousands; if it is an average or in thousands, say so in the unit.",
)
NOT_OVER = Mistake(
    "an actual value of a period that is not over",
    "End the period with the day up to which was counted; what is planned is a target.",
)
NOT_BEGUN = Mistake(
    "an actual value of a period that has not begun",
    "Correct the period, or write target if it is planned.",
)
SO_FAR = Mistake(
    "an actual value of a period that is not over: it is read as what was counted so far",
    "Nothing to do if that is right; the next edition takes its place.",
)


def refuse_implausible(rows: RowSet, problems: ProblemList, *, is_edition: bool) -> None:
    """Note the rows whose value cannot be.

    is_edition: the rows are of an IATI activity, where a period that runs may have an actual value so far.
    """
    _refuse_outside(rows, problems)
    if not is_edition:  # what others published stands as it is
        _refuse_no_share(rows, problems)
    values = _values(rows)
    below = (values["value"] < 0) & values["is_count"]
    rows.refuse_rows(below.to_numpy() & ~rows.bad, "value", BELOW_NOBODY, problems)
    if not is_edition:  # the numbers of XML are written in one way only
        is_part = (values["value"] % 1 > 0) & values["is_count"] & ~values["in_thousands"]
        rows.refuse_rows(is_part.to_numpy() & ~rows.bad, "value", PART_OF_A_PERSON, problems)
    _refuse_before_the_end(rows, is_edition, problems)
    for of in PARTS_OF:
        _refuse_above_the_whole(rows, values, of, problems)


def _values(rows: RowSet) -> pd.DataFrame:
    """What each row holds as codes, its sex, age and value, and whether that is a number of people, or thousands."""
    values = rows.frame[OF_ONE_WHOLE].copy()
    values["value"] = pd.Series(rows.lookup("value"), dtype=float)
    for name in PARTS_OF:
        values[name] = pd.Series(rows.lookup(name), dtype=object).fillna("total")
    words = [" ".join(filter(None, said)) for said in zip(rows.lookup("indicator"), rows.lookup("unit"), strict=True)]
    of_people = np.array([bool(PEOPLE.search(one)) and not _NO_COUNT.search(one) for one in words], dtype=bool)
    measures = pd.Series(rows.lookup("measure"), dtype=object).fillna("unit")
    values["is_count"] = of_people & (measures == "unit").to_numpy()
    values["in_thousands"] = np.array([bool(IN_THOUSANDS.search(one)) for one in words], dtype=bool)
    return values


def _refuse_outside(rows: RowSet, problems: ProblemList) -> None:
    """Note the rows whose interval ends below its beginning, or does not hold its value."""
    value, lower, upper = (pd.Series(rows.lookup(name), dtype=float) for name in ("value", "lower", "upper"))
    mistake = Mistake("lower, value and upper do not stand in this order", "Correct the three numbers.")
    for column, outside in (("upper", value > upper), ("lower", (lower > upper) | (value < lower))):
        rows.refuse_rows(outside.to_numpy() & ~rows.bad, column, mistake, problems)


def _refuse_no_share(rows: RowSet, problems: ProblemList) -> None:
    """Note the shares of people that are below nobody or above all of them; a change may be either."""
    told = zip(*(rows.lookup(name) for name in ("indicator", "dimension", "unit", "note")), strict=True)
    words = [" ".join(filter(None, said)) for said in told]
    is_share = np.array([bool(_PERCENT.fullmatch(unit or "")) for unit in rows.lookup("unit")], dtype=bool)
    may_be = np.array([bool(_ABOVE_ALL.search(said)) for said in words], dtype=bool)
    for name in ("value", "lower", "upper"):
        number = pd.Series(rows.lookup(name), dtype=float)
        outside = ((number < 0) | (number > 100)).to_numpy() & is_share & ~may_be
        rows.refuse_rows(outside & ~rows.bad, name, NO_SHARE, problems)


def _refuse_before_the_end(rows: RowSet, is_edition: bool, problems: ProblemList) -> None:
    """Note actual values of periods that end after the day on which they were read at their page, or after today."""
    today = datetime.date.today()
    cells = (rows.lookup(name) for name in ("kind", "period_start", "period_end", "read_on", "provenance"))
    begins, ends = np.zeros(len(rows.frame), dtype=bool), np.zeros(len(rows.frame), dtype=bool)
    for index, (kind, start, end, read_on, provenance) in enumerate(zip(*cells, strict=True)):
        if kind == "actual" and provenance != "synthetic":
            known = min(today, last_day(read_on) or today)
            begins[index] = (first_day(start) or known) > known
            ends[index] = (last_day(end or start) or known) > known
    rows.refuse_rows(begins & ~rows.bad, "period_start", NOT_BEGUN, problems)
    if is_edition:
        rows.warn_of_rows(ends & ~rows.bad, "period_end", SO_FAR, problems)
    else:
        rows.refuse_rows(ends & ~rows.bad, "period_end", NOT_OVER, problems)


def _refuse_above_the_whole(rows: RowSet, values: pd.DataFrame, of: str, problems: ProblemList) -> None:
    """Note the parts by sex, or by age, that are more people than their whole in the same files."""
    other = next(name for name in PARTS_OF if name != of)
    key = [*OF_ONE_WHOLE, other]
    counted = values[values["is_count"] & values["value"].notna() & ~rows.bad]
    wholes = counted[counted[of] == "total"]
    # of several totals the largest, and of a part that stands there twice the smaller: nothing is refused in doubt
    wholes = wholes.sort_values("value").drop_duplicates(key, keep="last").reset_index(names="whole")
    every = counted[counted[of] != "total"].sort_values("value").reset_index(names="part")
    every = every.drop_duplicates([*key, of]).merge(wholes[[*key, "value", "whole"]], on=key, suffixes=("", "_of_all"))
    for parts in PARTS_OF[of]:
        mine = every[every[of].isin(parts)]
        together = mine.groupby("whole")["value"].transform("sum")
        wrong = mine[together > mine["value_of_all"] * ROUNDING + 1]
        for whole, found in wrong.groupby("whole"):
            cells = " and ".join(f"{row[of]} in {rows.where(int(row['part']), 'value')}" for _, row in found.iterrows())
            expected = f"{cells} {'is' if len(found) == 1 else 'together are'} more than the total in "
            of_all = rows.where(int(str(whole)), "value")
            mistake = Mistake(expected + of_all, "Correct the numbers.", "parts above the whole")
            rows.refuse_rows(np.isin(rows.frame.index, found["part"]), "value", mistake, problems)
