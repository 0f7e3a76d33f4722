"""Which entries a visitor means who types a few letters, in any language, with mistakes."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from math import log
from typing import Literal

from rapidfuzz import fuzz, process

from figures.kit.text import folded
from locales import N_, offered_languages, translator

# words of a question that nothing is called by; each language has its own
SAYING_NOTHING = N_(
    "a an and are as at be by did do does for from how in is it many me much number of on or show than that the their "
    "them there they this to was were what when where which who whom with"
)
# two words for one, groups apart by commas; each language has its own
SAME = N_("children kids, woman lady, women ladies, programme program")
ALIKE = 78  # of 100: two words that differ by one letter in five, or by two neighbours that changed places
FEWEST_LETTERS = 4  # of a shorter word nothing is a mistake, and in one of four no letter is another: "Iran" and "Iraq"
BESIDES = 0.5  # points by which a word beside the name of an entry is less than a word of the name
FEWEST_TELLING = 3  # letters of a word that alone may find something
# letters that one language has for one sound, and people write for each other; and digits
_ONE_SOUND = str.maketrans("طحصثذضظq۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "تهسسزززk01234567890123456789")
_ONE_SOUND_OF_TWO = (("oo", "u"), ("ou", "o"), ("ee", "i"))  # "Kabool", "labour", "Badghees"
_THOUSANDS = re.compile(r"(?<=\d)[,٬](?=\d{3}(?!\d))")
JOINED = "\u200c"  # stands between parts of a word that others write as two words, or as one


Kind = Literal["page", "view", "place", "town", "crossing", "route", "form", "term", "question", "programme", "figure"]


@dataclass(frozen=True)
class Entry:
    """Something to open. kind: what it is, a key of figures.search.entries.KINDS; label: its name in the language of
    the visitor, as plain text; said: a sentence more, or nothing; texts: what it is called, in all languages; besides:
    what else it is found by; page: its name in the table of pages, nothing where there is none to open; query: the
    choices in its address."""

    kind: Kind
    label: str
    texts: tuple[str, ...]
    page: str = ""
    query: tuple[tuple[str, str], ...] = ()
    said: str = ""
    besides: tuple[str, ...] = ()


@dataclass(frozen=True)
class Index:
    """All entries, and the words that they are found by."""

    entries: Sequence[Entry]
    order: Sequence[Kind] = field(default=())  # of kinds that match equally well

    @cached_property
    def words(self) -> dict[str, dict[int, float]]:
        """Each word of a text, the numbers of the entries that have it, and the points that it lacks there."""
        words: dict[str, dict[int, float]] = defaultdict(dict)
        for number, entry in enumerate(self.entries):
            for texts, lacking in (((entry.label, *entry.texts), 0.0), (entry.besides, BESIDES)):
                text = " ".join(texts)
                for word in (*words_of(text), *words_of(text.replace(JOINED, " "))):
                    words[word].setdefault(number, lacking)
        return dict(words)

    @cached_property
    def _long(self) -> dict[str, str]:
        """The words in which there may be a mistake."""
        return {word: word for word in self.words if len(word) >= FEWEST_LETTERS}

    def find(self, looked_for: str, most: int = 8) -> list[Entry]:
        """The entries in which every word that is looked for begins or nearly is a word, the best first."""
        wanted = telling_words(looked_for)
        found = self._with_all(wanted)
        if not found and len(wanted) > 1:  # a word that is known may be a mistake beside the others
            found = self._with_all(wanted, is_any_a_mistake=True)
        return self._ranked(found, most)

    def find_some(self, looked_for: str, most: int = 5) -> list[Entry]:
        """The entries that have some of the words, the most telling first: of two words, the one that fewer have."""
        found: dict[int, float] = defaultdict(float)
        for wanted in dict.fromkeys(telling_words(looked_for)):
            if len(wanted) < FEWEST_TELLING:
                continue
            scores = self._scores(wanted)
            for number, score in scores.items():
                found[number] += score * log(1 + len(self.entries) / len(scores))
        return self._ranked(found, most)

    def _with_all(self, words: Sequence[str], *, is_any_a_mistake: bool = False) -> dict[int, float]:
        found: dict[int, float] | None = None
        for wanted in words:
            scores = self._scores(wanted, is_mistake=is_any_a_mistake)
            found = scores if found is None else {n: found[n] + score for n, score in scores.items() if n in found}
        return found or {}

    def _ranked(self, found: Mapping[int, float], most: int) -> list[Entry]:
        ranked = sorted(found, key=lambda n: (-found[n], self._rank(n), len(self.entries[n].label), n))
        return [self.entries[number] for number in ranked[:most]]

    def _scores(self, wanted: str, *, is_mistake: bool = False) -> dict[int, float]:
        """How well each entry has a word. is_mistake: it may be one though it is known."""
        near = {word: 100.0 if word == wanted else 99.0 for word in self.words if word.startswith(wanted)}
        if (is_mistake or not near) and len(wanted) >= FEWEST_LETTERS and not wanted.isdecimal():
            begun = {word: word[: len(wanted) + 1] for word in self._long if len(word) > len(wanted) + 1}
            for words in (self._long, begun):
                alike = process.extract(wanted, words, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None)
                for _text, score, word in alike:
                    near[word] = max(near.get(word, 0), min(score, 98.0))
        scores: dict[int, float] = {}
        for word, score in near.items():
            for number, lacking in self.words[word].items():
                scores[number] = max(scores.get(number, 0), score - lacking)
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


@cache
def _same() -> dict[str, str]:
    """The first of words that mean the same, by each of them."""
    said = (translator(language.code).gettext(SAME) for language in offered_languages())
    groups = [_written(group) for one in said for group in re.split("[,،]", one)]
    return {word: group[0] for group in groups for word in group}


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: without case, accents, second ways to write a letter, a digit or a
    sound, what stands between thousands, and second words for the same."""
    return [_same().get(word, word) for word in _written(text)]


def _written(text: str) -> list[str]:
    plain = _THOUSANDS.sub("", folded(text).translate(_ONE_SOUND))
    for two, one in _ONE_SOUND_OF_TWO:
        plain = plain.replace(two, one)
    return re.findall(r"\w+", plain)
