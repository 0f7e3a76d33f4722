"""Which entries a visitor means who types a few letters, in any language, with mistakes."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Literal

from rapidfuzz import fuzz, process

from figures.kit.text import folded
from locales import N_, offered_languages, translator

# words of a question that nothing is called by; each language has its own
SAYING_NOTHING = N_(
    "a an and are as at be by did do does for from how in is it many me much number of on or show than that the their "
    "them there they this to was were what when where which who whom with"
)
ALIKE = 78  # of 100: two words that differ by one letter in five, or by two neighbours that changed places
FEWEST_LETTERS = 4  # of a shorter word nothing is a mistake, and in one of four no letter is another: "Iran" and "Iraq"
# letters that Dari has for one sound, and people write for each other
_ONE_SOUND = str.maketrans("طحصثذضظ", "تهسسززز")
JOINED = "\u200c"  # stands between parts of a word that others write as two words, or as one


Kind = Literal["page", "view", "place", "crossing", "route", "form", "term", "question", "programme", "figure"]


@dataclass(frozen=True)
class Entry:
    """Something to open. kind: what it is, a key of figures.search.entries.KINDS; label: its name in the language of
    the visitor, as plain text; said: a sentence more, or nothing; texts: what it is found by, in all languages; page:
    its name in the table of pages, nothing where there is none to open; query: the choices in its address."""

    kind: Kind
    label: str
    texts: tuple[str, ...]
    page: str = ""
    query: tuple[tuple[str, str], ...] = ()
    said: str = ""


@dataclass(frozen=True)
class Index:
    """All entries, and the words that they are found by."""

    entries: Sequence[Entry]
    order: Sequence[Kind] = field(default=())  # of kinds that match equally well

    @cached_property
    def words(self) -> dict[str, set[int]]:
        """Each word of a text, and the numbers of the entries that have it."""
        words: dict[str, set[int]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            text = " ".join((entry.label, *entry.texts))
            for word in (*words_of(text), *words_of(text.replace(JOINED, " "))):
                words[word].add(number)
        return dict(words)

    def find(self, looked_for: str, most: int = 8) -> list[Entry]:
        """The entries in which every word that is looked for begins or nearly is a word, the best first."""
        found: dict[int, float] | None = None
        for wanted in telling_words(looked_for):
            scores = self._scores(wanted)
            found = scores if found is None else {n: found[n] + score for n, score in scores.items() if n in found}
        ranked = sorted(found or {}, key=lambda n: (-(found or {})[n], self._rank(n), len(self.entries[n].label), n))
        return [self.entries[number] for number in ranked[:most]]

    def _scores(self, wanted: str) -> dict[int, float]:
        near = {word: 100.0 if word == wanted else 99.0 for word in self.words if word.startswith(wanted)}
        if not near and len(wanted) >= FEWEST_LETTERS:  # what is written as it is known is no mistake
            long = [word for word in self.words if len(word) >= FEWEST_LETTERS]
            for word, score, _n in process.extract(wanted, long, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None):
                near.setdefault(word, min(score, 98.0))
        scores: dict[int, float] = {}
        for word, score in near.items():
            for number in self.words[word]:
                scores[number] = max(scores.get(number, 0), score)
        return scores

    def _rank(self, number: int) -> int:
        kind = self.entries[number].kind
        return self.order.index(kind) if kind in self.order else len(self.order)


def telling_words(looked_for: str) -> list[str]:
    """The words that tell what is looked for; all of them where none of them does."""
    words = words_of(looked_for)
    return [word for word in words if word not in _saying_nothing()] or words


@cache
def _saying_nothing() -> set[str]:
    said = (translator(language.code).gettext(SAYING_NOTHING) for language in offered_languages())
    return {word for one in said for word in words_of(one)}


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case, accents, and second ways to write a letter or a sound."""
    return re.findall(r"\w+", folded(text).translate(_ONE_SOUND))
