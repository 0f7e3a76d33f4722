"""What the number formats of a workbook show of a cell, and what they hide or add."""

import re

# of the formats that every workbook has: General, 0 and text show a whole number as it is
PLAIN_FORMATS = frozenset({0, 1, 49})
PERCENTAGES = frozenset({9, 10})
TIMES = frozenset({*range(14, 23), *range(45, 48)})
WHOLE_DAYS = frozenset({14, 15, 22})
FIRST_OF_ITS_OWN = 164
_PLAIN_CODE = re.compile(r"general|@|[#?]*0?", re.IGNORECASE)
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_OF_TIMES = re.compile(r"[ymdhs]", re.IGNORECASE)
# the day of a month, not that of a week
_DAY = re.compile(r"(?<!d)dd?(?!d)")
# what a format says of text, its fourth part or the only one that names it, where it adds nothing but room
_PLAIN_TEXT = re.compile(r"(?:_.|\*.|\s)*(?:@|general)?(?:_.|\*.|\s)*", re.IGNORECASE)


def is_plain(number: int, formats: dict[int, str]) -> bool:
    """Return whether a format shows a whole number, or a day, as it is."""
    if _is_of_every_workbook(number, formats):
        return number in PLAIN_FORMATS | TIMES
    code = formats.get(number, "")
    return bool(_PLAIN_CODE.fullmatch(code) or _OF_TIMES.search(_LITERALS.sub("", code)))


def is_plain_text(number: int, formats: dict[int, str]) -> bool:
    """Return whether a format shows a text as it is."""
    parts = _LITERALS.sub("x", formats.get(number, "")).split(";")
    # with fewer than four parts, text is shown as it is unless one of them names it
    of_text = parts[3:4] or [one for one in parts if "@" in one]
    return not of_text or (of_text[0] != "" and bool(_PLAIN_TEXT.fullmatch(of_text[0])))


def shows_another_number(number: int, formats: dict[int, str]) -> bool:
    """Return whether a format writes digits of its own, shows none of the number or a multiple: 9 as 97, nothing,
    900 %."""
    code = formats.get(number, "")
    sections = code.split(";")
    literals = "".join(_LITERALS.findall(re.sub(r"\[[^\]]*\]", "", code)))
    shown = _LITERALS.sub("", sections[0])
    hides = not re.search(r"[0#?@]|general", shown, re.IGNORECASE) and not _OF_TIMES.search(shown)
    multiplies = "%" in shown or re.search(r"[0#?],+(?![0#?,])", shown) is not None
    own_digits = re.search(r"(?<![A-Za-z])\\?\d", literals) is not None
    return number in PERCENTAGES or (bool(code) and (hides or multiplies or own_digits))


def shows_a_part_of_a_day(number: int, formats: dict[int, str]) -> bool:
    """Return whether a format shows of a day no year, no month or not which of the month it is: Mar-24, 12/5."""
    if _is_of_every_workbook(number, formats):
        return number in TIMES - WHOLE_DAYS
    shown = _LITERALS.sub("", formats.get(number, "").split(";")[0]).lower()
    return _OF_TIMES.search(shown) is not None and not ("y" in shown and "m" in shown and _DAY.search(shown))


def _is_of_every_workbook(number: int, formats: dict[int, str]) -> bool:
    return number < FIRST_OF_ITS_OWN and number not in formats
