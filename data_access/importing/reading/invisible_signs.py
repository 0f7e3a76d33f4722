"""Signs that nobody sees: marks of the direction of writing, joiners and blanks without width.

Spreadsheets of languages that are written from right to left put them around numbers, dates and keys, where they say
nothing. Between two digits they turn the order in which a number is shown, and within a key two that look the same
would be two: there they are refused by name.
"""

import re
import unicodedata

SIGNS = "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0001-\U000e007f"
JOINERS = "\u200c\u200d"  # part of words in Persian, Urdu and Pashto
ANY = re.compile(f"[{SIGNS}]")
_AT_ENDS = re.compile(rf"^[\s{SIGNS}]+|[\s{SIGNS}]+$")
_WITHIN = re.compile(f"(?![{JOINERS}])[{SIGNS}]")
_JOINS_NOTHING = re.compile(rf"(?<![^\x00-\u02ff])[{JOINERS}]|[{JOINERS}](?![^\x00-\u02ff])")
_BETWEEN_DIGITS = re.compile(rf"(?<=\d)\s*[{SIGNS}]+\s*(?=\d)")


def without_ends(text: str) -> str:
    """Return a text without blanks and invisible signs before and after it."""
    return text.strip() if text.isascii() else _AT_ENDS.sub("", text)


def without_signs_of_direction(text: str) -> str:
    """Return a text without invisible signs, but for those that join letters of a word."""
    return text if text.isascii() else _WITHIN.sub("", without_ends(text))


def without_signs_between(text: str) -> str:
    """Return a text without invisible signs, but for joiners between two letters of a script that has them."""
    return _JOINS_NOTHING.sub("", without_signs_of_direction(text))


def between_digits(text: str) -> str:
    """Name the first invisible sign that stands between two digits, "" where none does."""
    found = None if text.isascii() else _BETWEEN_DIGITS.search(text)
    return name_of_first(found.group()) if found else ""


def name_of_first(text: str) -> str:
    """Name the first invisible sign of a text ("U+200F, right-to-left mark"), "" where there is none."""
    found = None if text.isascii() else ANY.search(text)
    if found is None:
        return ""
    sign = found.group()
    return f"U+{ord(sign):04X}, {unicodedata.name(sign, 'an invisible sign').lower()}"
