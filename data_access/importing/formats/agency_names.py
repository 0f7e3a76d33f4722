"""Names of agencies and organisations: one agency is not three because it is written in three ways."""

import re
import unicodedata
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from data_access.errors import number_of

NEARLY_THE_SAME = 88  # of 100, whatever the order of the words: one letter of eight
MOST_NAMED = 5
# what tells names apart that differ in nothing else: "NGO A", "Station 12"
MARKS = re.compile(r"\d+|\b\w\b")


def folded(name: str) -> str:
    """A name as it is compared: without differences of Unicode form, case, spaces and signs that are not seen."""
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    return " ".join(seen.split())


def nearly_the_same(names: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of folded names that may be one, each pair once, in alphabetical order."""
    ordered = sorted(names)
    pairs = []
    for position, name in enumerate(ordered[:-1], start=1):
        near = process.extract(
            name,
            ordered[position:],
            scorer=fuzz.token_sort_ratio,
            score_cutoff=NEARLY_THE_SAME,
            limit=None,
            processor=_without_signs,
        )
        pairs += [(name, other) for other, *_ in near if MARKS.findall(name) == MARKS.findall(other)]
    return sorted(pairs)


def _without_signs(name: str) -> str:
    return " ".join(re.findall(r"\w+", name))


def near_names_note(names: Iterable[str]) -> str:
    """What the officer is told about names that may be one agency; nothing if there are none."""
    pairs = nearly_the_same(names)
    if not pairs:
        return ""
    said = "; ".join(f"“{one}” and “{other}”" for one, other in pairs[:MOST_NAMED])
    more = f"; and {number_of(len(pairs) - MOST_NAMED, 'pair', 'pairs')} more" if len(pairs) > MOST_NAMED else ""
    return (
        f"Some agencies have nearly the same name and count as different ones: {said}{more}. If two of them are one, "
        "write its name the same in each row and load the file again with --replace."
    )
