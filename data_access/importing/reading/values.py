"""Turn the text of cells into codes, dates and places.

A column of a million rows holds a few hundred different texts. Each is read once (Vocabulary) and the rows carry
small integers, which is what makes the import fast and its memory small.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data_access.errors import number_of
from data_access.importing.guard.personal_data import personal_content
from data_access.importing.reading.invisible_signs import (
    between_digits,
    name_of_first,
    without_ends,
    without_signs_between,
    without_signs_of_direction,
)
from data_access.importing.telling.problems import MISTAKE, REFUSAL

MISSING = -1
# how the sources write "nothing known"; not "NA", which is Namibia
MISSING_WORDS = frozenset({"", "-99", "null", "unknown", "nan"})
FOREIGN_DIGITS = "Persian or Arabic digits were read as digits"
DIGITS_EXAMPLE = "۱۴۰۲ is 1402"
INVISIBLE_SIGN = "an invisible sign beside what is written was read past ({})"

Reader = Callable[[str], object]

# Persian, Arabic and full-width digits, and blanks and hyphens in other forms
PLAIN_SIGNS = {
    ord(sign): str(number) for zero in "۰٠０" for number, sign in enumerate(map(chr, range(ord(zero), ord(zero) + 10)))
} | {ord("\u00a0"): " ", ord("\u202f"): " ", ord("−"): "-", ord("‐"): "-", ord("‑"): "-"}
LONE_DASH = "a dash that stands alone in its cell was read as an empty cell"
_DASHES = frozenset("-–—−‐‑")
CLEAR = "CLEAR"  # what a cell holds that takes away what is known
_ERROR_CELL = re.compile(r"#(NAME\?|REF!|N/A|VALUE!|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA|FIELD!|BLOCKED!"
                         r"|ИМЯ\?|ССЫЛКА!|Н/Д|ЗНАЧ!|ДЕЛ/0!|ЧИСЛО!|ПУСТО!)|Err:\d{3}", re.IGNORECASE)  # fmt: skip


class Mistake(Exception):
    """A text that a column cannot hold: the class of the text, what is expected, how to mend it, an example.

    `kind`: of the personal data that it looks like. `severity`: REFUSAL where --accept-valid does not pass over it.
    `is_certain`: the reader knows what the text is, so that the guard is not asked. `may_be_left_empty`: an empty cell
    would mend it too, where the column may have one.
    """

    def __init__(
        self,
        expected: str,
        mend: str,
        value: str = "",
        kind: str = "",
        *,
        example: str = "",
        is_certain: bool = False,
        may_be_left_empty: bool = False,
    ) -> None:
        super().__init__(expected)
        self.expected, self.mend, self.value, self.kind, self.example = expected, mend, value, kind, example
        self.severity = REFUSAL if kind else MISTAKE
        self.is_certain, self.may_be_left_empty = is_certain, may_be_left_empty


@dataclass(frozen=True)
class Understood:
    """A value that was not written plainly: what it means, how it was read, and an example of that."""

    value: object
    how: str
    example: str = ""


class Vocabulary:
    """The distinct texts of one column and what each means.

    `values[code]` is the value of a row's code; MISSING stands for nothing known; a code below MISSING is a mistake.
    `understood` says how texts were read that are not written plainly.
    `is_free`: any text is allowed that does not look like personal data. `holds_dates`: a full date is no surprise.
    `is_published`: the texts are titles and notes of a published table. `is_decisive`: the column decides on
    publication; nothing but an empty cell means nothing known, and --accept-valid passes over no mistake of it.
    `names_organisations`: the texts are looked at as hard as published ones, though nobody publishes them.
    `missing_words`: what stands for nothing known, in small letters. `knows_clear`: CLEAR in a cell takes away what is
    known, and no other way to write it is understood. `instead`: what to write in the place of personal data.
    `is_public_name`: whether a text that names somebody stands like that at a public address.
    """

    knows_clear = False

    def __init__(
        self,
        read: Reader,
        *,
        is_free: bool = False,
        holds_dates: bool = False,
        is_published: bool = False,
        names_organisations: bool = False,
        is_decisive: bool = False,
        missing_words: frozenset[str] = MISSING_WORDS,
        instead: str = "",
        refuses_signs: bool = False,
        is_public_name: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._is_public_name = is_public_name
        self._refuses_signs = refuses_signs
        self._missing_words, self.instead = missing_words, instead
        self._read, self._is_free, self._holds_dates = read, is_free, holds_dates
        self.is_published, self._is_decisive = is_published, is_decisive
        self.is_examined = is_published or names_organisations
        self._codes: dict[str, int] = {}
        self._places: dict[object, int] = {}
        self.values: list[object] = []
        self.mistakes: list[Mistake] = []
        self.understood: dict[str, list[Understood]] = {}

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
            if self._is_decisive:
                mistake.severity = REFUSAL
            self.mistakes.append(mistake)
            code = MISSING - len(self.mistakes)
        else:
            while isinstance(value, Understood):
                self.understood.setdefault(text, []).append(value)
                value = value.value
            if value is None:
                code = MISSING
            else:
                code = self._places.setdefault(value, len(self.values))
                if code == len(self.values):
                    self.values.append(value)
        self._codes[text] = code
        return code

    def _value(self, text: str) -> object:
        stripped = without_ends(text)
        if not text.strip() or (stripped.casefold() in {"", *self._missing_words} and not self._is_decisive):
            return None
        if stripped in _DASHES and not self._is_decisive:
            return Understood(None, LONE_DASH)
        if self.knows_clear and stripped.casefold() == CLEAR.casefold():
            raise Mistake(
                "this may be meant to take away what is known, or be a value",
                f"Write {CLEAR} in capitals to take away what is known, or another value.",
                may_be_left_empty=True,
            )
        if not self._is_decisive:
            refuse_error(stripped)
        if is_formula(stripped) and not self._is_decisive:
            raise Mistake(
                "a cell that begins with = + - or @ is a formula to a spreadsheet", "Type the value without that sign."
            )
        if self._is_free:
            self._refuse_personal(stripped)
            return self._read(stripped) if text.isascii() or not self.is_published else self._published(text, stripped)
        plain = plain_text(stripped)
        try:
            refuse_between_digits(stripped)
            value = self._read(plain)
        except Mistake as mistake:
            if not mistake.is_certain:
                self._refuse_personal(stripped)
            raise
        if plain != stripped and any(sign.isdigit() and not sign.isascii() for sign in stripped):
            value = Understood(value, FOREIGN_DIGITS, DIGITS_EXAMPLE)
        return value if text.isascii() else read_past(value, text, plain)

    def _published(self, text: str, stripped: str) -> object:
        plain = without_signs_between(stripped)
        if self._refuses_signs and plain != stripped:
            expected = f"an invisible sign stands within it ({name_of_first(stripped)}), and it would be another one"
            raise Mistake(expected, "Take the sign out.", text_class(text))
        self._refuse_personal(plain)
        return read_past(self._read(plain), text, plain)

    def _refuse_personal(self, text: str) -> None:
        kind = personal_content(text, is_key=False, is_published=self.is_examined)
        if kind == "a name" and self._is_public_name(text):
            return
        if kind and not (self._holds_dates and kind == "a full date"):
            mend = self.instead or (IN_PUBLISHED if self.is_examined else REMOVE_PERSONAL)
            begins = "the text would be published and" if self.is_published else "the cell"
            expected = f"{begins} looks like {kind}"
            raise Mistake(expected, mend, "personal data", kind)


REMOVE_PERSONAL = "Remove such data from the file: the case database never holds them."
IN_PUBLISHED = "Say it of a group of people or of an office, or leave it out."


def plain_text(text: str) -> str:
    """Return a text with Latin digits, plain blanks and hyphens, and without signs that nobody sees."""
    return text if text.isascii() else without_signs_of_direction(text).translate(PLAIN_SIGNS).strip()


def read_past(value: object, text: str, plain: str) -> object:
    """Return a value with the note that an invisible sign was read past, where `text` has one that `plain` has not."""
    sign = name_of_first(text)
    return Understood(value, INVISIBLE_SIGN.format(sign)) if sign and sign != name_of_first(plain) else value


def refuse_between_digits(text: str) -> None:
    """Raise Mistake for an invisible sign between two digits: the number is shown in another order than it is held."""
    if sign := between_digits(text):
        raise Mistake(
            f"an invisible sign stands between two digits ({sign}), and may show them in another order",
            "Delete the content of the cell and type it again.",
            text_class(text),
            is_certain=True,
        )


def refuse_error(text: str) -> None:
    """Raise Mistake for what a spreadsheet shows where a formula failed: it is no value, and not nothing known."""
    if _ERROR_CELL.fullmatch(text):
        raise Mistake(
            "there is no value in the cell, but what a spreadsheet shows when a formula fails, such as #NAME? or #N/A",
            "Type the value; if nothing is known, delete the content of the cell.",
            is_certain=True,
        )


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would take the text for a formula. Plain numbers such as -99 are none."""
    return text[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(
        r"[+-]\d{1,6}(\.\d{1,3})?|-\d{1,15}(\.\d{1,4})?", text
    )


def text_class(text: str) -> str:
    """Describe a text without repeating any of it; an invisible sign in it is named."""
    sign = name_of_first(text)
    return f"{_class_of(without_ends(text))}, with an invisible sign ({sign})" if sign else _class_of(text.strip())


def _class_of(stripped: str) -> str:
    if not stripped:
        return "an empty cell"
    if _ERROR_CELL.fullmatch(stripped):
        return "an error of a spreadsheet"
    if re.fullmatch(r"-?\d+([.,]\d+)?", stripped):
        return f"a number of {number_of(len(re.sub(r'[^0-9]', '', stripped)), 'digit', 'digits')}"
    if re.fullmatch(r"[\d/.\-]+", stripped):
        return "a number or date in another form"
    if is_formula(stripped):
        return "a formula"
    letters = "".join(sign for sign in stripped if sign.isalpha())
    script = "" if letters.isascii() else " not in Latin letters"
    return f"text of {number_of(len(stripped), 'character', 'characters')}{script}"


def read_whole_number(text: str) -> int:
    """Read a whole number of 1 to 999, such as the position of an event. Raises Mistake."""
    if not re.fullmatch(r"[0-9]{1,3}(\.0+)?", text) or int(float(text)) < 1:
        raise Mistake("expected a whole number from 1 to 999", "Correct the number.", may_be_left_empty=True)
    return int(float(text))


def read_ignored(text: str) -> None:
    """Read past a cell that is not stored (but was looked at for personal data)."""
    return
