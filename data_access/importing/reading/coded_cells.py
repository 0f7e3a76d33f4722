"""Cells that hold codes of a list: codes or labels, in any capitals, and no sign beside them that may be a doubt."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache

from data_access.importing.reading.values import Mistake, Reader, Understood

MOST_LISTED_CODES = 12
OTHER_SEPARATOR = "several codes in one cell are not separated by semicolons, and were read as several codes"

_DOUBT = frozenset("?؟*~≈<>≤≥±()[]{}^!=#%")
_CUT_OFF = re.compile(r"^\s*[-–—/]|[-–—/…]\s*$|\.\.\.")


@lru_cache(maxsize=10_000)  # the words of all lists are asked for at every import
def simple(text: str) -> str:
    """Return a text for comparison: lower case, without blanks and points, but with the signs that may be a doubt."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum() or sign in _DOUBT) + ("-" if _CUT_OFF.search(plain) else "")


def without_signs(text: str) -> str:
    """Return a simple text without signs of doubt: brackets in the name of a code need not be typed."""
    return "".join(sign for sign in simple(text) if sign.isalnum())


def refuse_doubt(text: str, meant: str = "") -> None:
    """Raise Mistake about a text with a sign that may say something about the value: it is not dropped in silence.

    meant: the code that the text is without the sign, if there is one.
    """
    plain = unicodedata.normalize("NFKC", text)
    if any(sign in _DOUBT for sign in plain) or _CUT_OFF.search(plain):
        raise Mistake(
            "the cell holds a sign that may mean a doubt or a limit (? * ~ < > ± or brackets), which is not read",
            f"If it is sure, write {meant}." if meant else "Write what is known for sure, without the sign.",
            example=meant,
            is_certain=bool(meant),
            may_be_left_empty=True,
        )


def read_code(
    codes: Mapping[str, str], aliases: Mapping[str, str] | None = None, hints: Mapping[str, str] | None = None
) -> Reader:
    """Return a reader of one code of a list, given as its code or its label in any capitals.

    `hints`: words that are not read, because they could mean more than one thing, and what to say about each.
    """
    known = _known_words(codes) | {simple(word): code for word, code in (aliases or {}).items()}
    hinted = {simple(word): mend for word, mend in (hints or {}).items()}

    def read(text: str) -> str:
        word = simple(text)
        if word not in known:
            if not hinted.get(word):
                refuse_doubt(text, known.get(without_signs(text), ""))
            raise unknown_code(text, codes, known, hinted.get(word, ""))
        return known[word]

    return read


def _known_words(codes: Mapping[str, str]) -> dict[str, str]:
    words = {fold(label): code for fold in (without_signs, simple) for code, label in codes.items()}
    return words | {simple(code): code for code in codes}


def unknown_code(text: str, codes: Mapping[str, str], known: Mapping[str, str], hint: str = "") -> Mistake:
    """Return the mistake of a text that is no code of a list, with the nearest code where one is near."""
    near = difflib.get_close_matches(simple(text), known, n=1, cutoff=0.75)
    shown = list(codes)[:MOST_LISTED_CODES]
    more = f" … ({len(codes)} in all, see the sheet lists of the template)" if len(codes) > len(shown) else ""
    mend = hint or (f"Did you mean {known[near[0]]}?" if near else "Use one of these codes.")
    expected = f"expected one of {', '.join(shown)}{more}"
    return Mistake(
        expected, mend, example=known[near[0]] if near else shown[0], is_certain=bool(hint), may_be_left_empty=not hint
    )


def read_codes(codes: Mapping[str, str]) -> Reader:
    """Return a reader of many codes of a list, codes or labels in any order, into the bits of schema.CodeSet.

    Semicolons separate them; so do commas, vertical bars, line ends and blanks, where that has one reading only.
    """
    known = _known_words(codes)
    order = {code: bit for bit, code in enumerate(codes)}

    def read(text: str) -> object:
        parts = [part.strip() for part in text.split(";") if part.strip()]
        if all(simple(part) in known for part in parts):
            return _bits(order, (known[simple(part)] for part in parts))
        readings = _segmentations(re.split(r"[\s;|,،؛/]+", text.strip(" ;|,،؛/\n")), known)
        if len(readings) == 1:
            of_cell = ";".join(code for code in codes if code in readings[0])
            return Understood(_bits(order, readings[0]), OTHER_SEPARATOR, f"{' '.join(text.split())} is {of_cell}")
        if readings:
            raise Mistake(
                "the codes of the cell can be told apart in more than one way", "Put a semicolon between the codes.",
                example=";".join(list(codes)[:2]),
            )  # fmt: skip
        unknown = next(part for part in parts if simple(part) not in known)
        refuse_doubt(unknown, known.get(without_signs(unknown), ""))
        raise unknown_code(unknown, codes, known)

    return read


def _bits(order: Mapping[str, int], chosen: Iterable[str]) -> int:
    bits = 0
    for code in chosen:
        bits |= 1 << order[code]
    return bits


def _segmentations(words: list[str], known: Mapping[str, str]) -> list[frozenset[str]]:
    """Return each set of codes that the words make when they are read one after the other without a rest."""
    simple_words = [simple(word) for word in words]
    longest = max(map(len, known))
    # found[i]: the readings of the words from i on
    found: list[set[frozenset[str]]] = [set() for _ in words] + [{frozenset()}]
    for start in reversed(range(len(words))):
        together = ""
        for end in range(start, len(words)):
            together += simple_words[end]
            if len(together) > longest:
                break
            if together in known:
                found[start] |= {rest | {known[together]} for rest in found[end + 1]}
        if len(found[start]) > 2:
            found[start] = set(list(found[start])[:2])
    return list(found[0])
