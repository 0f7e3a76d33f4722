"""Keys of cases in text that will be published: whoever has the register would know of whom the text speaks."""

import re
from collections.abc import Callable, Collection, Iterator

import numpy as np
from sqlalchemy import Engine, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import members, remembered
from data_access.cases.loading import former_sources
from data_access.importing.guard.personal_data import plain_text
from data_access.importing.reading.rows import RowSet
from data_access.importing.reading.values import IN_PUBLISHED, Mistake
from data_access.importing.storing.storing import known_alike
from data_access.importing.telling.problems import ProblemList

# what may be a key rather than a year or an amount: with a letter, of seven digits and more, or with zeros before it
_TOKEN = re.compile(
    r"(?<![\w/.-])(?=[\w./:#-]*\d)(?:(?=[\w./:#-]*[A-Za-z])[A-Za-z0-9][\w./:#-]{2,62}\w|\d{7,64}|0\d{2,}(?![.,]\d))"
)
_NUMBERS = re.compile(r"(?<![\w/.,#-])\d+(?:[-/#]\d+)+(?![\w/#-])")  # 2024-0117
_PERIOD = re.compile(r"(?:19|20)\d\d(?:[-/](?:19|20)?\d\d)?")  # a year, two years, a year and a month
FEWEST_DIGITS = 5  # of numbers with strokes between them
_WHOLE = re.compile(r"(?=\D*\d)[A-Za-z0-9][\w./:#-]{0,63}", re.ASCII)
_WORD = re.compile(r"\w(?:[\w./:#-]*\w)?", re.ASCII)
MOST_WORDS = 4  # of a key that is written with blanks: Herat 2024 03 0017


def refuse_keys(rows: RowSet, keys_among: Callable[[list[str]], Collection[str]], problems: ProblemList) -> None:
    """Note as refusals the cells of published columns, and of those that name an organisation, that hold the key of a
    case, or are one.

    keys_among: which of the words that may be keys are keys, also in other capitals and with other strokes.
    """
    examined = {field: vocabulary for field, vocabulary in rows.vocabularies.items() if vocabulary.is_examined}
    words = {
        (field, code): set(_words(str(value)))
        for field, vocabulary in examined.items()
        for code, value in enumerate(vocabulary.values)
    }
    keys = set(keys_among(sorted(set().union(*words.values()))))
    found = {place for place, of_cell in words.items() if not keys.isdisjoint(of_cell)}
    kind = "the key of a case"
    for field in sorted({field for field, _ in found}):
        expected = f"the cell holds {kind}{', and would be published' if examined[field].is_published else ''}"
        mistake = Mistake(expected, examined[field].instead or IN_PUBLISHED, "personal data", kind)
        codes = rows.frame[field].to_numpy()
        wrong = np.isin(codes, [code for of_field, code in found if of_field == field])
        rows.refuse_rows(wrong & ~rows.bad, field, mistake, problems)


def _words(text: str) -> Iterator[str]:
    """Yield what may be a key in a text: words of letters and digits, long numbers, a word with the numbers after it
    (Herat 2024 0003), and a name that is one word with a digit as a whole."""
    plain = plain_text(text).strip()
    yield from _TOKEN.findall(plain)
    for numbers in _NUMBERS.findall(plain):
        if sum(map(str.isdigit, numbers)) >= FEWEST_DIGITS and not _PERIOD.fullmatch(numbers):
            yield numbers
    if _WHOLE.fullmatch(plain) and not _PERIOD.fullmatch(plain):
        yield plain
    words = _WORD.findall(plain)
    for start, word in enumerate(words):
        if word[0].isalpha():
            for number in words[start + 1 : start + MOST_WORDS]:
                if not number[0].isdigit():
                    break
                word += f" {number}"
                yield word


def keys_in_database(engine: Engine, words: list[str]) -> set[str]:
    """Return which of these words are keys of cases that the database holds, or of people who withdrew or said no, also
    in other capitals and with other strokes."""
    table, found = schema.source, set()
    with engine.connect() as connection:
        others = members(connection).keys() | remembered(connection, "case") | remembered(connection, "consent")
        sources = connection.execute(select(table.c.code, table.c.keys_name_source)).all()
        now = {one.code if one.keys_name_source else None for one in sources}
        for source in [*now, *former_sources(connection)] if words else ():
            found |= known_alike(connection, words, source, others)
    return found
