"""Keys of cases in text that will be published: whoever has the register would know of whom the text speaks."""

import re
from collections.abc import Callable, Collection

import numpy as np
from sqlalchemy import Engine, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import members, remembered
from data_access.cases.loading import case_keys, former_sources
from data_access.importing.reading.rows import RowSet, plain_key
from data_access.importing.reading.values import IN_PUBLISHED, Mistake
from data_access.importing.storing.storing import known_case_ids
from data_access.importing.telling.problems import ProblemList

# what may be a key rather than a year or an amount: with a letter, or of seven digits and more
_TOKEN = re.compile(r"(?<![\w/.-])(?=[\w./:#-]*\d)(?:(?=[\w./:#-]*[A-Za-z])[A-Za-z0-9][\w./:#-]{2,62}\w|\d{7,64})")

_WHOLE = re.compile(r"(?=\D*\d)[A-Za-z0-9][\w./:#-]{0,63}", re.ASCII)


def refuse_keys(rows: RowSet, keys_among: Callable[[list[str]], Collection[str]], problems: ProblemList) -> None:
    """Note as refusals the cells of published columns that hold the key of a case, or are one, also where a text of
    theirs differs from the key in capitals.

    keys_among: which of the words that may be keys are keys.
    """
    tokens = {
        (field, code): {way for word in _words(str(value)) for way in (word, word.upper(), word.lower())}
        for field, vocabulary in rows.vocabularies.items()
        if vocabulary.is_published
        for code, value in enumerate(vocabulary.values)
    }
    keys = set(keys_among(sorted(set().union(*tokens.values()))))
    found = {place for place, words in tokens.items() if not keys.isdisjoint(words)}
    kind = "the key of a case"
    mistake = Mistake(f"the cell holds {kind}, and would be published", IN_PUBLISHED, "personal data", kind)
    for field in sorted({field for field, _ in found}):
        codes = rows.frame[field].to_numpy()
        wrong = np.isin(codes, [code for of_field, code in found if of_field == field])
        rows.refuse_rows(wrong & ~rows.bad, field, mistake, problems)


def _words(text: str) -> set[str]:
    """Return what may be a key in a text: words of letters and digits, long numbers, and a name that is one word with a
    digit as a whole."""
    whole = plain_key(text)
    is_a_year = re.fullmatch(r"(19|20)\d\d", whole)
    return {*_TOKEN.findall(text), *([whole] if _WHOLE.fullmatch(whole) and not is_a_year else [])}


def keys_in_database(engine: Engine, words: list[str]) -> set[str]:
    """Return which of these words are keys of cases that the database holds, or of people who withdrew or said no."""
    table, found = schema.source, set()
    with engine.connect() as connection:
        others = members(connection).keys() | remembered(connection, "case") | remembered(connection, "consent")
        sources = connection.execute(select(table.c.code, table.c.keys_name_source)).all()
        now = {one.code if one.keys_name_source else None for one in sources}
        for source in [*now, *former_sources(connection)] if words else ():
            hashed = case_keys(connection, words, source)
            ids = known_case_ids(connection, hashed)
            found |= {word for word, key, id in zip(words, hashed, ids, strict=True) if id or key in others}
    return found
