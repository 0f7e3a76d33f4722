"""How keys are written: which stored keys differ from another in nothing but capitals, - and _ and blanks.

Of a key a second keyed hash is kept, of its letters and digits alone, and where strokes stood among them. Two keys are
alike when the letters are the same and no stroke of one contradicts those of the other: Reg0003 is Reg-0003 and
REG_0003, but H-1-12 is not H-11-2. Keys of a database that is older than the table are in it once they are seen again.
"""

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Column, Connection, Row, delete, exists, select

from data_access.cases import schema
from data_access.cases.loading import append_rows, parts, secret_key

MANY_KEYS = 20_000
_STROKES = re.compile(r"[-_\s]+")


def spelling(key: str) -> tuple[str, int]:
    """Return the letters and digits of a key in small letters, and where strokes stood: bit 3 for one after three."""
    pieces = [piece for piece in _STROKES.split(unicodedata.normalize("NFKC", key).casefold()) if piece]
    strokes = length = 0
    for piece in pieces[:-1]:
        length += len(piece)
        strokes |= 1 << length
    return "".join(pieces), strokes


def are_alike(strokes: int, others: int) -> bool:
    """Return whether two keys of the same letters are one key: where both have strokes, they do not differ in them."""
    return strokes & others in (strokes, others)


def common_ways(key: str) -> set[str]:
    """Return the ways in which a key is written most: all that can be looked for in a database older than spellings."""
    strokes = (key, key.replace("_", "-"), key.replace("-", "_"))
    return {way for one in strokes for way in (one, one.upper(), one.lower(), one.title())}


def texts_alike(texts: Iterable[str], keys: Iterable[str]) -> set[str]:
    """Return which of some texts are alike one of a source's own keys."""
    wanted: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for text in texts:
        letters, strokes = spelling(text)
        wanted[letters].append((strokes, text))
    found: set[str] = set()
    for key in keys if wanted else ():
        letters, strokes = spelling(key)
        found |= {text for one, text in wanted.get(letters, ()) if are_alike(one, strokes)}
    return found


def keep_spellings(connection: Connection, texts: Sequence[str], keys: Sequence[str], source: str | None) -> None:
    """Keep how keys are written, of which it is not kept yet.

    keys: the stored key of each text. source: as case_keys takes it.
    """
    there = {row.case_key for row in _read(connection, schema.spelling.c.case_key, keys)}
    missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in there}
    if missing:
        letters, strokes = zip(*_hashed(connection, missing.values(), source), strict=True)
        frame = pd.DataFrame({"case_key": list(missing), "letters": letters, "strokes": strokes})
        append_rows(connection, schema.spelling, frame)


def keys_alike(connection: Connection, texts: Sequence[str], source: str | None) -> list[set[str]]:
    """Return for each text the stored keys that are alike, its own among them where it is kept.

    source: as case_keys takes it. Some may be keys of nobody any more, of cases that were deleted.
    """
    hashed = _hashed(connection, texts, source)
    found: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in _read(connection, schema.spelling.c.letters, list({letters for letters, _ in hashed})):
        found[row.letters].append((row.case_key, row.strokes))
    return [{key for key, other in found.get(letters, ()) if are_alike(strokes, other)} for letters, strokes in hashed]


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


def _hashed(connection: Connection, texts: Iterable[str], source: str | None) -> list[tuple[str, int]]:
    salt = secret_key(connection)
    hashed = []
    for text in texts:
        letters, strokes = spelling(text)
        digest = hashlib.blake2b(f"spelling\n{source or ''}\n{letters}".encode(), key=salt, digest_size=16).hexdigest()
        hashed.append((digest, strokes))
    return hashed
