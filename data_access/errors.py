"""Errors and numbers that are for people."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from locales import Translator


class Said:
    """A sentence of the catalogue, in English or another language. values: what stands in its braces: texts, whole
    numbers, or sentences of the same kind."""

    def __init__(self, template: str, **values: "str | int | Said") -> None:
        self.template, self.values = template, values

    def __str__(self) -> str:
        return self.template.format(**self.values) if self.values else self.template

    def said(self, t: "Translator") -> str:
        """The sentence in this language, or as it is where the catalogue does not have it."""
        template, values = t.gettext(self.template), {name: _said(value, t) for name, value in self.values.items()}
        return template.format(**values) if values else template


def _said(value: str | int | Said, t: "Translator") -> str:
    if isinstance(value, Said):
        return value.said(t)
    if isinstance(value, int):
        return t.number(value)
    # names and links keep their own direction
    return f"\u2068{value}\u2069" if t.language.direction == "rtl" else value


class BadInput(Exception):
    """What the caller gave cannot be used. The message says what is wrong, where, and what to do; exit code 2. What
    visitors may read is a sentence of the catalogue, with its values: see Said."""

    def __init__(self, template: str = "", **values: str | int | Said) -> None:
        self.words = Said(template, **values)
        super().__init__(str(self.words))

    def said(self, t: "Translator") -> str:
        """What is wrong, in the language of the visitor."""
        return self.words.said(t)


class DatabaseUnavailable(BadInput):
    """A database cannot be opened; the message says which and what to do, and never repeats its address."""


class NoConnection(DatabaseUnavailable):
    """A server of databases does not answer or does not let us in. What was done before is for the caller to say."""


def number_of(number: int, one: str, many: str) -> str:
    """Return a number with the words that go with it: "1 case", "2,000 cases"."""
    return f"{number:,} {one if number == 1 else many}"
