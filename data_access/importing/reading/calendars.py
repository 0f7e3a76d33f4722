"""Dates and years as people write them, in the common era and in the Solar Hijri calendar of Iran and Afghanistan.

A date is read where it has one reading only. Years tell the calendars apart without a doubt: cases are of 1990 and
later, which is 1368 and later in the Solar Hijri calendar and 1410 and later in the lunar one.
"""

import datetime
import re
from collections.abc import Iterable
from functools import cache

from convertdate import persian

from data_access.cases.schema import FIRST_YEAR
from data_access.importing.reading.coded_cells import refuse_doubt
from data_access.importing.reading.values import Mistake, Reader, Understood

SOLAR_YEARS = range(1300, 1410)
LUNAR_YEARS = range(1410, 1500)
EXAMPLE = "2024-03-31"
SOLAR_DATE = "the date is of the Solar Hijri calendar and was converted"
SOLAR_YEAR = "the year is of the Solar Hijri calendar and was read as the year of the common era in which it began"
OTHER_FORM = "the date is written in another order or with other signs, and has one reading only"
TIME_DROPPED = "the time of day was left out"
WRITE_ISO = "Write it as year-month-day (in an XLSX: format the cell as a date)."

_TIME = re.compile(r"[T ]\s*(\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
_MIDNIGHT = re.compile(r"0?0:00(:00([.,]0+)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}([-/. ])\d{1,2}\1\d{2}")
_NO_DAY = re.compile(r"\d{1,2}[-/. ]\d{4}|\d{4}[-/. ]\d{1,2}|\d{4}(\.0)?|[^\W\d_]{3,12}\.?[-/. ]+\d{4}")


def read_date(today: datetime.date, year_column: str = "") -> Reader:
    """Return a reader of dates between 1990 and today, into ISO text.

    `year_column`: where the year goes if the day is not known.
    """

    def read(text: str) -> str | Understood:
        day, how, example = text, "", ""
        time = _TIME.search(text)
        if time:
            day = text[: time.start()]
            if not _MIDNIGHT.fullmatch(time[1]):
                how, example = TIME_DROPPED, "2024-03-31 14:30 is 2024-03-31"
        date, said, said_example = _read_day(day.strip().rstrip("."), year_column)
        _check_between(date, today)
        if said or how:
            return Understood(date.isoformat(), said or how, said_example or example)
        return date.isoformat()

    return read


def _read_day(text: str, year_column: str) -> tuple[datetime.date, str, str]:
    """Return a date, how it was read if not as it stands, and an example of that."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, sign, month, day = match.groups()
        date = _date(int(year), int(month), int(day))
        if int(year) in SOLAR_YEARS:
            return date, SOLAR_DATE, "1402-05-12 is 2023-08-03"
        is_plain = sign == "-" and len(month) == len(day) == 2
        return (date, "", "") if is_plain else (date, OTHER_FORM, "2024/3/31 is 2024-03-31")
    if match := _YEAR_LAST.fullmatch(text):
        first, sign, second, year = match.groups()
        orders = [(int(second), int(first))]
        if sign != ".":
            # no language of CLDR writes the month first with points between: there is one reading
            orders.append((int(first), int(second)))
        date = _only_date(int(year), orders)
        if int(year) in SOLAR_YEARS:
            return date, SOLAR_DATE, "25/12/1402 is 2024-03-15"
        return date, OTHER_FORM, "31.03.2024 is 2024-03-31"
    if _SHORT_YEAR.fullmatch(text):
        raise Mistake(
            "the date can be read in several ways, because its year has two digits (12/05/06)",
            "Write it as year-month-day, with four digits for the year.",
            example=EXAMPLE,
            is_certain=True,
        )
    if _NO_DAY.fullmatch(text):
        other = f", or the year in {year_column}" if year_column else ""
        raise Mistake(
            "the day is missing",
            f"Write a full date{other}.",
            "a month or a year instead of a date",
            example=EXAMPLE,
            is_certain=True,
            may_be_left_empty=True,
        )
    if re.fullmatch(r"[34]\d{4}(\.\d+)?", text):
        raise Mistake(
            "the cell holds the number by which Excel counts days", "Format the column as a date.",
            example=EXAMPLE, is_certain=True,
        )  # fmt: skip
    refuse_doubt(text)
    raise Mistake(
        "expected a date as year-month-day, such as 2024-03-31", WRITE_ISO, example=EXAMPLE, may_be_left_empty=True
    )


def _only_date(year: int, orders: Iterable[tuple[int, int]]) -> datetime.date:
    dates: dict[datetime.date, None] = {}
    for month, day in orders:
        try:
            dates[_date(year, month, day)] = None
        except Mistake as mistake:
            failed = mistake
    if len(dates) > 1:
        raise Mistake(
            f"the date has two readings, day first or month first: {' or '.join(map(str, dates))}",
            WRITE_ISO,
            "a date that can be read in two ways",
            example=EXAMPLE,
            is_certain=True,
        )
    if not dates:
        raise failed
    return next(iter(dates))


def _date(year: int, month: int, day: int) -> datetime.date:
    """Return a day of the common era or of the Solar Hijri calendar. Raises Mistake for a day that there is not."""
    if year in LUNAR_YEARS:
        raise Mistake(
            "the year is of the lunar Hijri calendar, or mistyped", "Write the date of the common era.",
            "a date before 1990", example=EXAMPLE, is_certain=True,
        )  # fmt: skip
    try:
        return solar_to_common(year, month, day) if year in SOLAR_YEARS else datetime.date(year, month, day)
    except ValueError:
        raise Mistake(
            "there is no such day; expected a date as year-month-day", "Correct the date.", example=EXAMPLE
        ) from None


def _check_between(date: datetime.date, today: datetime.date) -> None:
    if date > today:
        raise Mistake("a date cannot be in the future", "Correct the date.", "a date in the future")
    if date.year < FIRST_YEAR:
        raise Mistake(f"a date cannot be before {FIRST_YEAR}", "Correct the date.", f"a date before {FIRST_YEAR}")


def solar_to_common(year: int, month: int, day: int) -> datetime.date:
    """Return the day of the common era of a Solar Hijri day. Raises ValueError when there is no such day.

    Half a year of 31 days, five months of 30, and a last one that ends where the next year begins. The beginning of a
    year is convertdate's; it counts the equinox anew at each call, which takes too long for each date of a file.
    """
    start = _solar_new_year(year)
    before = 31 * (month - 1) if month <= 7 else 186 + 30 * (month - 7)
    length = 31 if month <= 6 else 30 if month <= 11 else (_solar_new_year(year + 1) - start).days - 336
    if not (1 <= month <= 12 and 1 <= day <= length):
        raise ValueError("no such day")
    return start + datetime.timedelta(days=before + day - 1)


def _common(year: int) -> int:
    return year + 621 if year in SOLAR_YEARS else year


def year_of_solar_year(day: datetime.date) -> int:
    """Return the year of the common era in which the Solar Hijri year of a day began."""
    return day.year if day >= _solar_new_year(day.year - 621) else day.year - 1


@cache
def _solar_new_year(year: int) -> datetime.date:
    return datetime.date(*persian.to_gregorian(year, 1, 1))


def read_year(today: datetime.date, *, solar: bool = False) -> Reader:
    """Return a reader of years from 1990 to this one; "2002.0" is read as 2002. `solar`: also Solar Hijri years."""

    def read(text: str) -> int | Understood:
        year = int(text[:4]) if re.fullmatch(r"[0-9]{4}(\.0+)?", text) else 0
        if FIRST_YEAR <= year <= today.year:
            return year
        common = _common(year)
        if year in SOLAR_YEARS and FIRST_YEAR <= common <= today.year:
            if solar:
                return Understood(common, SOLAR_YEAR, f"{text} is {common}")
            raise Mistake(
                "the year is of the Solar Hijri calendar", "Write the year of the common era.", example="2024",
                is_certain=True,
            )  # fmt: skip
        day = _YEAR_FIRST.fullmatch(_TIME.sub("", text)) or _YEAR_LAST.fullmatch(text)
        if day and FIRST_YEAR <= _common(int(max(day.groups(), key=len))) <= today.year:
            raise Mistake(
                "a whole day stands where a year is asked for", "Write the year alone.", "a date", example="2024",
                is_certain=True,
            )  # fmt: skip
        refuse_doubt(text)
        raise Mistake(
            f"expected a year between {FIRST_YEAR} and {today.year}", "Correct the year.", example="2024",
            may_be_left_empty=True,
        )  # fmt: skip

    return read
