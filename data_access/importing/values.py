"""Turn the text of cells into codes, dates and places.

A column of a million rows holds a few hundred different texts. Each is read once (Vocabulary) and the rows carry
small integers, which is what makes the import fast and its memory small.
"""

import datetime
import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping

import numpy as np

from data_access.importing.personal_data import personal_content
from data_access.schema import FIRST_YEAR

MISSING = -1
# how the sources write "nothing known"; not "NA", which is Namibia
MISSING_WORDS = frozenset({"", "-99", "null", "unknown", "nan"})
MOST_LISTED_CODES = 12

Reader = Callable[[str], object]


class Mistake(Exception):
    """A text that a column cannot hold: the class of the text, what is expected, and how to mend it."""

    def __init__(self, expected: str, mend: str, value: str = "", kind: str = "") -> None:
        super().__init__(expected)
        self.expected, self.mend, self.value, self.kind = expected, mend, value, kind


class Vocabulary:
    """The distinct texts of one column and what each means.

    `values[code]` is the value of a row's code; MISSING stands for nothing known; a code below MISSING is a mistake.
    `is_free`: any text is allowed that does not look like personal data. `holds_dates`: a full date is no surprise.
    `is_published`: the texts are titles and notes of a published table.
    """

    def __init__(
        self, read: Reader, *, is_free: bool = False, holds_dates: bool = False, is_published: bool = False
    ) -> None:
        self._read, self._is_free, self._holds_dates = read, is_free, holds_dates
        self._is_published = is_published
        self._codes: dict[str, int] = {}
        self._places: dict[object, int] = {}
        self.values: list[object] = []
        self.mistakes: list[Mistake] = []

    def encode(self, texts: list[str]) -> np.ndarray:
        """Return the code of each text as int32."""
        known = self._codes
        return np.fromiter(
            (known[text] if text in known else self._learn(text) for text in texts), np.int32, len(texts)
        )

    def mistake(self, code: int) -> Mistake:
        """Return what is wrong with the text of a code below MISSING."""
        return self.mistakes[MISSING - 1 - code]

    def lookup(self, codes: np.ndarray, *, missing: object = None) -> np.ndarray:
        """Return the value of each code as an array of objects."""
        table = np.empty(len(self.values) + 1, dtype=object)
        table[:-1] = self.values
        table[-1] = missing
        return table[np.where(codes >= 0, codes, len(self.values))]

    def _learn(self, text: str) -> int:
        try:
            value = self._value(text)
        except Mistake as mistake:
            if not mistake.value:
                mistake.value = text_class(text)
            self.mistakes.append(mistake)
            code = MISSING - len(self.mistakes)
        else:
            if value is None:
                code = MISSING
            else:
                code = self._places.setdefault(value, len(self.values))
                if code == len(self.values):
                    self.values.append(value)
        self._codes[text] = code
        return code

    def _value(self, text: str) -> object:
        stripped = text.strip()
        if stripped.casefold() in MISSING_WORDS:
            return None
        if is_formula(stripped):
            raise Mistake(
                "a cell that begins with = + - or @ is a formula to a spreadsheet", "Type the value without that sign."
            )
        if self._is_free:
            self._refuse_personal(stripped)
            return self._read(stripped)
        try:
            return self._read(stripped)
        except Mistake:
            self._refuse_personal(stripped)
            raise

    def _refuse_personal(self, text: str) -> None:
        kind = personal_content(text, is_key=False, is_published=self._is_published)
        if kind and not (self._holds_dates and kind == "a full date"):
            raise Mistake(f"the cell looks like {kind}", REMOVE_PERSONAL, "personal data", kind)


REMOVE_PERSONAL = "Remove such data from the file: the case database never holds them."


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would take the text for a formula. Plain numbers such as -99 are none."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(
        r"[+-]\d{1,6}(\.\d{1,3})?|-\d{1,15}(\.\d{1,4})?", text
    )


def text_class(text: str) -> str:
    """Describe a text without repeating any of it."""
    stripped = text.strip()
    if not stripped:
        return "an empty cell"
    if re.fullmatch(r"-?\d+([.,]\d+)?", stripped):
        return f"a number of {len(re.sub(r'[^0-9]', '', stripped))} digits"
    if re.fullmatch(r"[\d/.\-]+", stripped):
        return "a number or date in another form"
    if is_formula(stripped):
        return "a formula"
    letters = "".join(sign for sign in stripped if sign.isalpha())
    script = "" if letters.isascii() else " not in Latin letters"
    return f"text of {len(stripped)} characters{script}"


def simple(text: str) -> str:
    """Return a text for comparison: letters and digits only, lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def read_code(codes: Mapping[str, str], aliases: Mapping[str, str] | None = None) -> Reader:
    """Return a reader of one code of a list, given as its code or its label in any capitals."""
    known = {simple(label): code for code, label in codes.items()} | {simple(code): code for code in codes}
    known |= {simple(word): code for word, code in (aliases or {}).items()}

    def read(text: str) -> str:
        code = known.get(simple(text))
        if code is None:
            raise unknown_code(text, codes, known)
        return code

    return read


def unknown_code(text: str, codes: Mapping[str, str], known: Mapping[str, str]) -> Mistake:
    """Return the mistake of a text that is no code of a list, with the nearest code where one is near."""
    near = difflib.get_close_matches(simple(text), known, n=1, cutoff=0.75)
    shown = list(codes)[:MOST_LISTED_CODES]
    more = f" … ({len(codes)} in all, see the sheet lists of the template)" if len(codes) > len(shown) else ""
    mend = f"Did you mean {known[near[0]]}?" if near else "Use one of these codes, or leave the cell empty."
    if re.fullmatch(r"\d{1,2}-[A-Za-z]{3,9}|[A-Za-z]{3,9}-\d{2}", text):
        mend = "A spreadsheet turned the age band into a date: format the column as text and type the band again."
    return Mistake(f"expected one of {', '.join(shown)}{more}", mend)


def read_codes(codes: Mapping[str, str]) -> Reader:
    """Return a reader of many codes of a list, separated by semicolons, into the bits of schema.CodeSet."""
    read_one = read_code(codes)
    order = {code: bit for bit, code in enumerate(codes)}

    def read(text: str) -> int:
        bits = 0
        for part in text.split(";"):
            if part.strip():
                bits |= 1 << order[str(read_one(part.strip()))]
        return bits

    return read


def read_date(today: datetime.date) -> Reader:
    """Return a reader of ISO dates between 1990 and today, into ISO text."""
    last = today.isoformat()

    def read(text: str) -> str:
        day = re.sub(r"[T ]00:00(:00(\.0+)?)?Z?$", "", text)
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) or not day.isascii():
                raise ValueError
            datetime.date.fromisoformat(day)
        except ValueError:
            raise Mistake(
                "expected a date as year-month-day, such as 2024-03-31",
                "Write the date that way (in an XLSX: format as date), or leave it empty if the day is unknown.",
            ) from None
        if day > last:
            raise Mistake("a date cannot be in the future", "Correct the date.", "a date in the future")
        if int(day[:4]) < FIRST_YEAR:
            mend = "Correct the date." if int(day[:4]) > 1500 else "Convert the date from the Solar Hijri calendar."
            raise Mistake(f"a date cannot be before {FIRST_YEAR}", mend, f"a date before {FIRST_YEAR}")
        return day

    return read


def read_year(today: datetime.date) -> Reader:
    """Return a reader of years between 1990 and this year; "2002.0" is read as 2002."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{4}(\.0+)?", text) or not FIRST_YEAR <= int(text[:4]) <= today.year:
            raise Mistake(
                f"expected a year between {FIRST_YEAR} and {today.year}", "Correct the year or leave it empty."
            )
        return int(text[:4])

    return read


def read_yes_no(text: str) -> bool:
    """Read yes or no, as words or as 1 and 0. Raises Mistake."""
    word = text.casefold()
    if word in {"yes", "true", "1", "1.0", "y", "checked"}:
        return True
    if word in {"no", "false", "0", "0.0", "n", "unchecked"}:
        return False
    raise Mistake("expected yes or no", "Write yes or no, or leave the cell empty if it is not known.")


def read_whole_number(text: str) -> int:
    """Read a whole number of 1 to 999, such as the position of an event. Raises Mistake."""
    if not re.fullmatch(r"[0-9]{1,3}(\.0+)?", text) or int(float(text)) < 1:
        raise Mistake("expected a whole number from 1 to 999", "Correct the number, or leave the column empty.")
    return int(float(text))


def read_ignored(text: str) -> None:
    """Read past a cell that is not stored (but was looked at for personal data)."""
    return
