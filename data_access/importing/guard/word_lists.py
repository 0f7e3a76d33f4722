"""The lists of words by which names of persons are told from other words, in person_names.txt."""

from functools import cache
from pathlib import Path

from data_access.importing.guard.place_names import one_spelling

WORDS = Path(__file__).with_name("person_names.txt")


@cache
def listed(section: str) -> frozenset[str]:
    """Return the words of one section of person_names.txt, with the variants of Arabic letters made one."""
    text = one_spelling(WORDS.read_text(encoding="utf-8"))
    return frozenset(text.partition(f"[{section}]\n")[2].partition("\n\n")[0].split())
