"""The guard that keeps personal data out: by the name of a column, and by what its cells look like.

It errs towards refusing. A file it stops is mended in a minute; a register number in a database is not.
"""

import datetime
import re
import unicodedata
from functools import cache

from data_access.importing.guard.person_names import key_names_a_person
from data_access.importing.guard.personal_numbers import identity_number, phone_number_in_key
from data_access.importing.guard.personal_words import HTCDS_PERSONAL, PHRASES, WORDS
from data_access.importing.guard.published_text import is_coordinate, personal_in_published

_ARABIC_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ې": "ی", "ۍ": "ی", "ئ": "ی", "ك": "ک", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه", "أ": "ا",
     "إ": "ا", "آ": "ا", "ؤ": "و", "ۃ": "ه"}
)  # fmt: skip


def personal_column(header: str) -> str | None:
    """Return what kind of personal data a column's name announces ("a name", "a phone number" ...), or None."""
    known = HTCDS_PERSONAL.get(header.strip().casefold())
    if known:
        return known
    words = column_words(header)
    together = "".join(words)
    spaced = f" {' '.join(words)} "
    for kind, names in _simple_words().items():
        if together in names or not names.isdisjoint(words):
            return kind
    for kind, phrases in PHRASES.items():
        if any(f"{' '.join(column_words(phrase))}" in spaced for phrase in phrases):
            return kind
    return None


def column_words(header: str) -> list[str]:
    """Return the words of a column's name: camelCase split, lower case, Arabic letter variants made one, no prefix."""
    text = unicodedata.normalize("NFKC", header)
    text = re.sub(r"^(prs|vic|per|cas|cco|hte|spl|org|con)_", "", text.strip(), flags=re.IGNORECASE)
    text = re.sub(r"(?<=[a-zа-я0-9])(?=[A-ZА-Я])", " ", text).casefold().translate(_ARABIC_LETTERS)
    text = re.sub("[\u064b-\u065f\u0670'ʻʼ‘’`]", "", text)  # vowel signs; the apostrophes of Uzbek
    return re.findall(r"[^\W_\d]+", text)


@cache
def _simple_words() -> dict[str, frozenset[str]]:
    return {kind: frozenset("".join(column_words(word)) for word in words.split()) for kind, words in WORDS.items()}


_DIGITS = {
    ord(sign): str(unicodedata.digit(sign)) for zero in "٠۰०০" for sign in map(chr, range(ord(zero), ord(zero) + 10))
}

_GAP = r"[-/.\s]{1,3}"
_YEAR = r"(?:1[2-9]|20)\d\d"  # of the common era, or of the Solar Hijri and Hijri calendars
_DATE = rf"{_YEAR}{_GAP}\d{{1,2}}{_GAP}\d{{1,2}}(?:\D|$)|(?:^|\D)\d{{1,2}}{_GAP}\d{{1,2}}{_GAP}{_YEAR}"
_MONTHS = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_PATTERNS = {
    "an e-mail address": re.compile(r"\S@\S|\S\s*[\[(]\s*at\s*[\])]\s*\S|\b\S+ at \S+ dot \S", re.IGNORECASE),
    "an identity number": re.compile(
        r"(?:^|\D)\d{5}[-\s]?\d{7}[-\s]?\d(?:\D|$)"  # CNIC of Pakistan
        r"|(?:^|\D)\d{4}[-\s]\d{4}[-\s]\d{5}(?:\D|$)"  # e-Tazkira of Afghanistan
        r"|(?:^|[^A-Za-z])[A-Za-z]{1,2} ?(?!000)\d{7,9}(?:\D|$)"  # passports of the region
        r"|جلد|صفحه|صکوک|صفحہ",  # volume, page and record of a paper Tazkira
    ),
    "a coordinate": re.compile(
        r"-?\d{1,3}[.٫]\d{3,}\s*°?\s*[NSEW]?\s*[,;/|\s]\s*-?\d{1,3}[.٫]\d{3,}"
        r"|^\s*-?\d{1,3}[.٫]\d{4,}\s*°?\s*[NSEWnsew]?\s*$"
        r"|\d\s*[°º]\s*\d|\d\s*°\s*[NSEW]\b"
        r"|\b[23456789CFGHJMPQRVWX]{6,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"
    ),
    "a full date": re.compile(
        rf"{_DATE}|\b\d{{1,2}}[\s./-]*(?:{_MONTHS})[a-z]*[\s.,/-]*\d{{4}}|\b(?:{_MONTHS})[a-z]*[\s.]+\d{{1,2}},?\s+\d{{4}}",
        re.IGNORECASE,
    ),
}
_IBAN = re.compile(r"(?:^|[^A-Z0-9])([A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30})(?:$|[^A-Z0-9])", re.IGNORECASE)
# digits with the separators of phone numbers between them
_DIGIT_RUN = re.compile(r"\+?\(?\d(?:[\s().\-/_,·]{0,3}\d){6,}")
_YEAR_AND_NUMBER = re.compile(r"(?:19|20|13|14)\d\d[-/._](?:(?:0[1-9]|1[0-2])[-/._])?\d{1,6}")
OLD_DAY, SOLAR_YEARS = 8, 621  # years; the year 1403 of the Solar Hijri calendar began in 2024
_DAY_AND_NUMBER = re.compile(
    r"(?:(?P<first>(?:19|20|13|14)\d\d)([-/.])\d{1,2}\2\d{1,2}|\d{1,2}([-/.])\d{1,2}\3(?P<last>(?:19|20|13|14)\d\d))[-/._#:]\w{1,4}"
)
_HASH = re.compile(
    r"(?:urn:)?(?:uuid:)?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=(?:\d*[a-f]){4})[0-9a-f]{24,128}", re.IGNORECASE
)
# a cell with none of these cannot match any pattern above: most cells are codes and leave here
_SUSPICIOUS = re.compile(r"[@°º+\[(]|\d{7}|\d\D{0,3}\d\D{0,3}\d\D{0,3}\d|[^\x00-\x7f]| at |\d[.]\d{3}", re.IGNORECASE)


def personal_content(text: str, *, is_key: bool, is_published: bool = False) -> str | None:
    """Return which kinds of personal data a cell looks like ("a name and a phone number"), or None.

    `is_key`: the cell is a case key: a register number is no phone number, no identity card and no date, unless it
    has all that makes one (the digits of a country's mobile numbers, a check digit, a day and nothing else).
    `is_published`: the cell is text that everybody will see, in which names, descriptions, addresses and accounts count
    too, and years, periods, amounts and references do not.
    Any other cell holds a code, a date or a word, so that a run of seven digits that begins like a phone number, and
    any run of nine, is one too many.
    """
    plain = plain_text(text)
    if is_key:
        return _personal_key(plain)
    if is_published:
        kinds = personal_in_published(plain) or (["an identity number"] if _has_iban(plain) else [])
    else:
        kinds = _kinds_in_cell(plain) if _SUSPICIOUS.search(text) else []
    *others, last = kinds or [""]
    return f"{', '.join(others)} and {last}" if others else last or None


def _kinds_in_cell(plain: str) -> list[str]:
    kinds = []
    for kind, pattern in _PATTERNS.items():
        if pattern.search(plain):
            kinds.append(kind)
            plain = pattern.sub(" · ", plain)
    if _has_iban(plain):
        kinds.append("an identity number")
    elif any(_looks_like_phone(run.group()) for run in _DIGIT_RUN.finditer(plain)):
        kinds.append("a phone number")
    return list(dict.fromkeys(kinds))


def plain_text(text: str) -> str:
    """Return a text with Latin digits, plain hyphens and spaces, and without invisible signs."""
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text).translate(_DIGITS)
    plain = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return re.sub(r"[‐-―−]", "-", plain)


def _personal_key(key: str) -> str | None:
    if _HASH.fullmatch(key):
        return None
    if _PATTERNS["an e-mail address"].search(key) or key.startswith("@"):
        return "an e-mail address"
    if _has_iban(key) or identity_number(key, is_key=True):
        return "an identity number"
    if is_coordinate(re.sub("[:_#]", ",", key)):
        return "a coordinate"
    if _PATTERNS["a full date"].fullmatch(key) or _begins_with_old_day(key):
        return "a full date"
    if phone_number_in_key(key):
        return "a phone number"
    return "a name" if is_key_of_a_person(key) else None


def _begins_with_old_day(key: str) -> bool:
    """Is a key a day of so long ago that it is no day of registration, and a number that tells two such days apart?"""
    found = _DAY_AND_NUMBER.fullmatch(key)
    if found is None:
        return False
    year, this_year = int(found["first"] or found["last"]), datetime.date.today().year
    return year + (SOLAR_YEARS if year < 1500 else 0) < this_year - OLD_DAY


def is_key_of_a_person(key: str) -> bool:
    """Return whether a case key is made of the name of a person."""
    letters = key.rstrip("0123456789")
    return key_names_a_person(letters, key[len(letters) :])


def _looks_like_phone(run: str) -> bool:
    digits = re.sub(r"\D", "", run)
    if run.startswith(("+", "(")) or re.match("00?[1-9]", digits):
        return len(digits) >= 7
    return len(digits) >= 9 and not _YEAR_AND_NUMBER.fullmatch(run)


def _has_iban(text: str) -> bool:
    for candidate in _IBAN.finditer(text):
        compact = candidate.group(1).replace(" ", "").upper()
        # the country's length is unknown here: any end that passes the check digits is enough
        for length in range(15, min(len(compact), 34) + 1):
            turned = compact[4:length] + compact[:4]
            if int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1:
                return True
    return False
