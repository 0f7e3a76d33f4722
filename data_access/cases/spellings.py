"""How keys are written: which stored keys differ from another in nothing but capitals, strokes, blanks and zeros.

Of a key a second keyed hash is kept, of its letters and digits alone, and where strokes (- _ / . : #) stood among them;
and a third without the zeros that its numbers begin with, where that is another. Two keys are alike when the letters of
one of these are the same and no stroke of one contradicts those of the other: Reg0003 is Reg-0003, REG/0003 and reg_3,
but H-1-12 is not H-11-2. Between two digits of which the second is no zero, a stroke parts two numbers: REG-12/1 and
REG-121 are two, but a key without any stroke may be one that lost them all: REG121 may be either. Keys of a database
that is older than this are in it whole once they are seen again.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from typing import Any, NamedTuple

import pandas as pd
from sqlalchemy import Column, Connection, Row, delete, exists, select, union

from data_access.cases import schema
from data_access.cases.loading import append_rows, case_keys, parts, secret_key

MANY_KEYS = 20_000
TEXTS_A_TURN = 200  # of each, some hundred ways to write it stand in memory
WIDEST_NUMBER = 6
_STROKES = re.compile(r"[\W_]+")
_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_NUMBERS_MEET = re.compile(r"(?<=\d)(?=[1-9])")
_OF_PANDAS = re.compile(r"(\d+)\.0+")  # a column of whole numbers with gaps, saved again


class Spelling(NamedTuple):
    """The letters and digits of a key in small letters, and where strokes stood: bit 3 for one after three."""

    letters: str
    strokes: int


def spellings(key: str) -> list[Spelling]:
    """Return a key as it is compared: whole, and without the zeros before its numbers where there are some."""
    plain = _without_fraction(unicodedata.normalize("NFKC", key).casefold())
    return list(dict.fromkeys([_spelling(plain), _spelling(_ZEROS.sub("", plain))]))


def _without_fraction(key: str) -> str:
    whole = _OF_PANDAS.fullmatch(key)
    return whole[1] if whole else key


def _spelling(plain: str) -> Spelling:
    pieces = [piece for piece in _STROKES.split(plain) if piece]
    strokes = length = 0
    for piece in pieces[:-1]:
        length += len(piece)
        strokes |= 1 << length
    return Spelling("".join(pieces), strokes)


class Likeness(IntEnum):
    """How alike two keys of the same letters are: two; perhaps one that lost its strokes; one, written otherwise."""

    NONE = 0
    WITHOUT_STROKES = 1
    CLOSE = 2


def likeness(strokes: int, others: int, parting: int) -> Likeness:
    """Return how alike two keys of the same letters are. parting: the places where a stroke parts two numbers."""
    if strokes & others not in (strokes, others):
        return Likeness.NONE
    if strokes & parting == others & parting:
        return Likeness.CLOSE
    return Likeness.NONE if strokes and others else Likeness.WITHOUT_STROKES


def parting_strokes(letters: str) -> int:
    """Return the places among the letters of a key at which a stroke parts two numbers, as Spelling.strokes."""
    return sum(1 << found.start() for found in _NUMBERS_MEET.finditer(letters))


def common_ways(key: str) -> set[str]:
    """Return the ways in which a key is written most: all that can be looked for in a database older than spellings."""
    plain = _without_fraction(key)
    numbers = {plain, _ZEROS.sub("", plain)}
    for number in re.finditer(r"\d+", plain):
        for width in range(2, WIDEST_NUMBER + 1):
            padded = number.group().lstrip("0").zfill(width)
            numbers.add(plain[: number.start()] + padded + plain[number.end() :])
    strokes = {way for one in numbers for way in (one, *(re.sub(r"[-_/.:#]+", sign, one) for sign in ("", *"-_/.")))}
    return {way for one in strokes for way in (one, one.upper(), one.lower(), one.title())}


def older_keys_written(connection: Connection, texts: Sequence[str], source: str | None) -> dict[str, set[str]]:
    """Return, of the texts that are a key of an older program in a common way, the stored keys that they may be."""
    known = older_keys(connection)
    found: dict[str, set[str]] = defaultdict(set)
    for start in range(0, len(texts) if known else 0, TEXTS_A_TURN):
        ways = [(text, way) for text in texts[start : start + TEXTS_A_TURN] for way in common_ways(text)]
        for (text, _), key in zip(ways, case_keys(connection, [way for _, way in ways], source), strict=True):
            if key in known:
                found[text].add(key)
    return found


def older_keys(connection: Connection) -> set[str]:
    """Return the stored keys of which is not kept yet how they are written, or only as an older program compared."""
    of_somebody = (table.c.case_key for table in (schema.case, schema.withdrawal, schema.joined_record))
    is_kept = schema.spelling.c.is_whole
    unkept = (select(key).where(~exists().where(schema.spelling.c.case_key == key, is_kept)) for key in of_somebody)
    return set(connection.scalars(union(*unkept)))


def texts_alike(texts: Iterable[str], keys: Sequence[str], least: Likeness = Likeness.WITHOUT_STROKES) -> set[str]:
    """Return which of some texts are alike, at least so much, one of a source's own keys."""
    if not keys:
        return set()
    wanted: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for text in texts:
        for letters, strokes in spellings(text):
            wanted[letters].append((strokes, text))
    found: set[str] = set()
    for key in keys if wanted else ():
        for letters, strokes in spellings(key):
            parting = parting_strokes(letters)
            found |= {text for one, text in wanted.get(letters, ()) if likeness(one, strokes, parting) >= least}
    return found


def keep_spellings(connection: Connection, texts: Sequence[str], keys: Sequence[str], source: str | None) -> None:
    """Keep how keys are written, of which it is not kept yet, or only as an older program compared them.

    keys: the stored key of each text. source: as case_keys takes it.
    """
    there = {row.case_key: row.is_whole for row in _read(connection, schema.spelling.c.case_key, keys)}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if not there.get(key)}
    for part in parts([key for key in missing if key in there]):
        connection.execute(delete(schema.spelling).where(schema.spelling.c.case_key.in_(part)))
    hashed = zip(missing, _hashed(connection, missing.values(), source), strict=True)
    rows = [(key, *one, True) for key, of_key in hashed for one in of_key]
    if rows:
        append_rows(connection, schema.spelling, pd.DataFrame(rows, columns=[*schema.spelling.c.keys()]))


def keys_alike(connection: Connection, texts: Sequence[str], source: str | None) -> list[dict[str, Likeness]]:
    """Return for each text the stored keys that are alike, and how much, its own among them where it is kept.

    source: as case_keys takes it. Some may be keys of nobody any more, of cases that were deleted.
    """
    hashed = _hashed(connection, texts, source)
    there: dict[str, list[tuple[str, int]]] = defaultdict(list)
    wanted = {one.letters for of_text in hashed for one in of_text}
    for row in _read(connection, schema.spelling.c.letters, list(wanted)):
        there[row.letters].append((row.case_key, row.strokes))
    found = []
    for text, of_text in zip(texts, hashed, strict=True):
        alike: dict[str, Likeness] = {}
        for number, one in enumerate(of_text):
            for key, strokes in there.get(one.letters, ()):
                how = Likeness.CLOSE
                if strokes != one.strokes:  # most are the key itself
                    how = likeness(one.strokes, strokes, parting_strokes(spellings(text)[number].letters))
                alike[key] = max(how, alike.get(key, Likeness.NONE))
        found.append({key: how for key, how in alike.items() if how})
    return found


def _read(connection: Connection, column: Column[Any], wanted: Sequence[str]) -> Iterator[Row[Any]]:
    """Yield the rows of some values of a column, or simply all where they are many."""
    query = select(schema.spelling)
    if len(wanted) > MANY_KEYS:
        yield from connection.execute(query)
        return
    for part in parts(wanted):
        yield from connection.execute(query.where(column.in_(part)))


def forget_spellings(connection: Connection) -> None:
    """Delete how keys are written that are nobody's any more: of no case, also of none that undo could bring back, and
    of nobody who is remembered."""
    key, change = schema.spelling.c.case_key, schema.change
    of_somebody = (
        exists().where(schema.case.c.case_key == key),
        exists().where(schema.withdrawal.c.case_key == key),
        exists().where(schema.joined_record.c.case_key == key),
        exists().where(change.c.table_name == schema.case.name, change.c.row_key == key),
        exists().where(change.c.table_name == schema.joined_record.name, change.c.row_key == '["' + key + '"]'),
    )
    connection.execute(delete(schema.spelling).where(*(~one for one in of_somebody)))


def _hashed(connection: Connection, texts: Iterable[str], source: str | None) -> list[list[Spelling]]:
    salt = secret_key(connection)

    def hashed(one: Spelling) -> Spelling:
        named = f"spelling\n{source or ''}\n{one.letters}".encode()
        return Spelling(hashlib.blake2b(named, key=salt, digest_size=16).hexdigest(), one.strokes)

    return [[hashed(one) for one in spellings(text)] for text in texts]
