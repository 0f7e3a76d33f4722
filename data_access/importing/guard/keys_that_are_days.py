"""Case keys that are a day without strokes (20070512): most likely of somebody's birth. Only the column tells them from
the numbers of a register, which seldom are days all together."""

import datetime
import re
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from data_access.importing.reading.rows import USE_OWN_KEY, CaseKeys, RowSet
from data_access.importing.reading.values import Mistake
from data_access.importing.telling.problems import ProblemList

FEWEST_SHORT = 3  # of keys of six digits one in fourteen is a day by chance
NEAR = 10_000  # numbers that a register gave one after another lie within it
FIRST_YEAR, SOLAR_YEARS = 1900, 621  # the year 1403 of the Solar Hijri calendar began in 2024


def refuse_days(
    row_sets: Iterable[RowSet], keys: CaseKeys, are_known: Callable[[list[str]], np.ndarray], problems: ProblemList
) -> None:
    """Note as refusals the rows whose key is a day, where most keys of eight digits are, or all of six.

    are_known: which keys the database holds; these are numbers of a register.
    """
    texts = keys.texts()
    days = keys_that_are_days(texts)
    found = np.array([place for place, text in enumerate(texts) if text in days], dtype=int)
    if not len(found):
        return
    new = found[~are_known([texts[place] for place in found])]
    mistake = Mistake(
        "the case key looks like a full date, as most keys of this length do here",
        f"{USE_OWN_KEY} Where it is the number of a register, write letters before it.",
        "personal data",
        "a full date",
    )
    for rows in row_sets:
        rows.refuse_rows(np.isin(rows.frame["key"].to_numpy(), new), "key", mistake, problems)


def keys_that_are_days(texts: Sequence[str]) -> set[str]:
    """Return which keys are a day without strokes, judged by all keys of an import."""
    long, short = ([text for text in texts if re.fullmatch(rf"\d{{{length}}}", text)] for length in (8, 6))
    days = {text for text in long if is_day(text)}
    found = days if 2 * len(days) > len(long) else set()
    numbers = [int(text) for text in short]
    if len(short) >= FEWEST_SHORT and max(numbers) - min(numbers) > NEAR and all(map(_is_short_day, short)):
        found |= set(short)
    return found


def is_day(digits: str) -> bool:
    """Return whether eight digits are a day until today: year, month, day, or the year last; also Solar Hijri."""
    begin, end = (digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])
    american = (digits[4:], digits[:2], digits[2:4])
    return any(_is_possible(*map(int, one)) for one in (begin, end, american))


def _is_possible(year: int, month: int, day: int) -> bool:
    today = datetime.date.today()
    if today.year - SOLAR_YEARS - 120 <= year <= today.year - SOLAR_YEARS:
        return 1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30)
    try:
        return year >= FIRST_YEAR and datetime.date(year, month, day) <= today
    except ValueError:
        return False


def _is_short_day(digits: str) -> bool:
    begin, end = digits[:4], digits[4:]
    return any(is_day(f"{century}{digits}") or is_day(f"{begin}{century}{end}") for century in (19, 20, 13, 14))
