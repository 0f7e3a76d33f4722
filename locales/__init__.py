"""Languages, translations, numbers, dates and country names.

Catalogues are `<code>/LC_MESSAGES/messages.po`, compiled in memory when a language is first used; a language is
offered to visitors from OFFERED_FROM of its strings on. Knows nothing of streamlit.
"""

import datetime
import gettext as standard_gettext
import io
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton, format_time
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "Language",
    "Translator",
    "country_names",
    "offered_languages",
    "translator",
]

FOLDER = Path(__file__).resolve().parent
DEFAULT_LANGUAGE = "en"
OFFERED_FROM = 0.95  # of all strings: below it a page would be a patchwork of two languages
LEFT_TO_RIGHT, END = "\u2066", "\u2069"  # what is between them is written from the left, whatever stands around it
MOST_FIGURES = 50_000  # numbers that a language remembers how to write


@dataclass(frozen=True)
class Language:
    """One language of the dashboard. `name` is its own name for itself."""

    code: str
    locale: str  # what Babel calls it
    name: str
    direction: Literal["ltr", "rtl"]
    is_reviewed: bool = False  # whether a native speaker has read the whole catalogue

    @property
    def catalogue(self) -> Path:
        """Where its translations are, or would be."""
        return FOLDER / self.code / "LC_MESSAGES" / "messages.po"

    @cached_property  # asked a dozen times a page, and each time of the disk
    def is_offered(self) -> bool:
        """Whether visitors can choose it."""
        return self.code == DEFAULT_LANGUAGE or (self.catalogue.exists() and self.share_translated >= OFFERED_FROM)

    @property
    def share_translated(self) -> float:
        """The share of its catalogue's strings that have all their forms."""
        with self.catalogue.open("rb") as file:
            strings = [message.string for message in read_po(file) if message.id]
        whole = [all(string) if isinstance(string, list | tuple) else bool(string) for string in strings]
        return sum(whole) / max(len(whole), 1)


LANGUAGES = {
    language.code: language
    for language in [
        Language("en", "en", "English", "ltr", is_reviewed=True),
        Language("fa", "fa_AF", "دری", "rtl"),
        Language("ps", "ps_AF", "پښتو", "rtl"),
        Language("ur", "ur_PK", "اردو", "rtl"),
        Language("tg", "tg_TJ", "Тоҷикӣ", "ltr"),
        Language("uz", "uz_Latn_UZ", "Oʻzbekcha", "ltr"),
        Language("ru", "ru", "Русский", "ltr"),
        Language("tk", "tk_TM", "Türkmençe", "ltr"),
    ]
}


def offered_languages() -> list[Language]:
    """The languages that visitors can choose, English first."""
    return [language for language in LANGUAGES.values() if language.is_offered]


def country_names(code: str) -> tuple[str, ...]:
    """The names of a country in all languages, whether visitors can choose them or not."""
    territories = [Locale.parse(language.locale).territories for language in LANGUAGES.values()]
    return tuple(dict.fromkeys(str(names.get(code, code)) for names in territories))


def N_(message: str) -> str:
    """Mark a string in a table for translation where it is shown: `_(row.title)`."""
    return message


class Translator:
    """Everything that one language does to words, numbers, dates and names."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.locale = Locale.parse(language.locale)
        self._catalogue: standard_gettext.NullTranslations = standard_gettext.NullTranslations()
        if language.code != DEFAULT_LANGUAGE:
            self._catalogue = _compiled(language.catalogue)
        # Babel sets a numbering system's separators but leaves its digits and signs Latin
        system = self.locale.default_numbering_system
        symbols = self.locale.number_symbols[system]
        self._digits = str.maketrans(dict(zip("0123456789", _DIGITS.get(system, "0123456789"), strict=True)))
        self._signs = str.maketrans({"%": symbols["percentSign"], "-": symbols["minusSign"]})
        self._figures: dict[tuple[float, str | None], str] = {}

    def gettext(self, message: str) -> str:
        """The message in this language, or itself when it has no translation."""
        return self._catalogue.gettext(message) if message else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The form of the message that goes with `number`. The caller fills in `number()` where it is shown."""
        return self._catalogue.ngettext(singular, plural, number)

    def pgettext(self, context: str, message: str) -> str:
        """The message as it is meant in `context`."""
        return self._catalogue.pgettext(context, message)

    def number(self, value: float, decimals: int | None = None) -> str:
        """A number with its thousands separated; `decimals` fixes how many decimal places are shown."""
        pattern = None if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
        return self._in_figures(value, pattern)

    def percent(self, share: float, decimals: int = 0) -> str:
        """A share of 1 as a percentage: 0.25 is 25%."""
        return self._in_order(self._percent(share, decimals))

    def margin(self, value: float, decimals: int | None = None) -> str:
        """A margin of error with its sign: "±12"."""
        return self._in_order(f"±{self.number(value, decimals)}")

    def change(self, share: float, decimals: int = 0) -> str:
        """A change as a percentage with its sign, which stays before the number in right-to-left text too."""
        text = self._percent(abs(share), decimals)
        symbols = self.locale.number_symbols[self.locale.default_numbering_system]
        sign = symbols["plusSign"] if share > 0 else symbols["minusSign"]
        return self._in_order(text if text == self._percent(0, decimals) else f"{sign}{text}")

    def date(self, day: datetime.date) -> str:
        """A day of the Gregorian calendar, as this language writes it."""
        return self._own_digits(format_date(day, format="long", locale=self.locale))

    def time(self, moment: datetime.datetime) -> str:
        """The hour and minute of a moment: "14:05"."""
        return self._own_digits(format_time(moment, "HH:mm", locale=self.locale))

    def days(self, first: datetime.date, last: datetime.date) -> str:
        """A period by its first and last day, as short as it can be: "Jun 3 – 9, 2018"."""
        return self._own_digits(format_interval(first, last, "yMMMd", locale=self.locale))

    def month(self, day: datetime.date) -> str:
        """The month and year of a day."""
        return self._own_digits(format_skeleton("yMMMM", day, locale=self.locale))

    def year(self, year: int) -> str:
        """A year, without a thousands separator."""
        return self._own_digits(str(year))

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166 alpha-2 code, or the code when it is not known."""
        return str(self.locale.territories.get(code, code))

    def listed(self, items: list[str]) -> str:
        """Several names as one phrase: "Herat, Kabul, and Kunduz"."""
        return format_list(items, locale=self.locale)

    def _percent(self, share: float, decimals: int) -> str:
        pattern = self.locale.percent_formats[None].pattern
        if decimals:
            pattern = pattern.replace("#,##0", "#,##0." + "0" * decimals)
        return self._in_figures(share, pattern)

    def _in_order(self, figure: str) -> str:
        """A number whose sign stands on the same side wherever it is written: after an Arabic letter, digits would
        push it to the other. The catalogues isolate such numbers in the same way."""
        return f"{LEFT_TO_RIGHT}{figure}{END}" if self.language.direction == "rtl" else figure

    def _own_digits(self, text: str) -> str:
        return text.translate(self._digits)

    def _in_figures(self, value: float, pattern: str | None) -> str:
        # Babel takes 25 µs, and a page says a hundred numbers in its figures, notes and alternative texts
        key = (value + 0, pattern)  # not "-0"
        text = self._figures.get(key)
        if text is None:
            text = format_decimal(value + 0, pattern, self.locale, numbering_system="default")
            text = self._own_digits(text.translate(self._signs))
            if len(self._figures) >= MOST_FIGURES:
                self._figures.clear()
            self._figures[key] = text
        return text


# CLDR's digits of the numbering systems that are the default of one of our languages
_DIGITS = {"arabext": "۰۱۲۳۴۵۶۷۸۹"}


@cache
def translator(code: str) -> Translator:
    """The translator of one language; English when the code is not one that is offered."""
    language = LANGUAGES.get(code)
    return Translator(language if language and language.is_offered else LANGUAGES[DEFAULT_LANGUAGE])


def _compiled(path: Path) -> standard_gettext.GNUTranslations:
    compiled = io.BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return standard_gettext.GNUTranslations(compiled)
