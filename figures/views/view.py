"""A view of a release: what figures and their words are made for, on a page as in a file."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Condition
from typing import Concatenate, ParamSpec, Protocol, TypeVar, cast

import pandas as pd
from cachetools import LRUCache, cached

from data_access.questions.areas import NoPopulation
from data_access.release.filters import Filters
from data_access.release.release import NotInRelease, NotPublished, Release
from figures.kit import words
from figures.kit.paper import Paper
from figures.kit.rows import keep_rows
from locales import Translator

More = ParamSpec("More")
Made = TypeVar("Made")
Self = TypeVar("Self", bound="View")
MOST_OF_A_FILE = 1_000  # answers and figures that the making of one file remembers

# Answers are small, and pandas spends a third of a page's time on packing small columns of words into Arrow's arrays
pd.options.mode.string_storage = "python"


class Memory(Protocol):
    """Gives what was made for a key, or else what `make` makes."""

    def __call__(self, key: Hashable, make: Callable[[], Made]) -> Made: ...


def memory(most: int) -> Memory:
    """A memory that threads may share: who asks for what is being made waits for it. Of more than `most` the one that
    nobody has asked for longest is forgotten."""

    @cached(LRUCache(most), key=lambda key, make: key, condition=Condition())
    def get(key: Hashable, make: Callable[[], Made]) -> Made:
        return make()

    return cast(Memory, get)


@dataclass(frozen=True)
class View:
    """What is shown: a release, for these filters, on this paper. sentence: the filters in words; it goes with every
    file. answers, made: what was asked and made before, shared by all views of a page, a file or a server."""

    release: Release
    paper: Paper
    filters: Filters = field(default_factory=Filters)
    sentence: str = ""
    answers: Memory = field(default_factory=partial(memory, MOST_OF_A_FILE), kw_only=True, repr=False, compare=False)
    made: Memory = field(default_factory=partial(memory, MOST_OF_A_FILE), kw_only=True, repr=False, compare=False)

    @property
    def t(self) -> Translator:
        return self.paper.t

    @property
    def when(self) -> str:
        """The years that are shown, in words."""
        return words.period(self.filters, self.release, self.t)

    @property
    def has_choice(self) -> bool:
        """Was anything chosen beyond the whole period, so that there is a choice to take back?"""
        years = self.filters.years
        return bool(self.filters.with_choice(years=None if years == self.release.whole_period else years).where())

    def about(self: Self, filters: Filters, sentence: str = "") -> Self:
        """The same view for other filters."""
        return replace(self, filters=filters, sentence=sentence)

    def ask(
        self,
        question: Callable[Concatenate[Release, Filters, More], pd.DataFrame],
        *more: More.args,
        **options: More.kwargs,
    ) -> pd.DataFrame:
        """What the release answers to a question of data_access.questions, or of findings, for what was chosen. The
        answer is shared: do not change it.

        Where the release publishes no table for the question under these filters, the answer is empty and its
        attrs["is_published"] is False (and attrs["is_in_release"] where no choice would help, attrs["has_population"]
        where nobody's population is known): the rest of the view still has something to say. attrs["has_choice"]: may
        a choice be taken back to see more?
        """

        def answer() -> pd.DataFrame:
            try:
                found = question(self.release, self.filters, *more, **options)
            except NotPublished as reason:
                found = pd.DataFrame({"place": [], "count": [], "standard_error": [], "state": []})
                found.attrs |= {
                    "is_published": False,
                    "is_in_release": not isinstance(reason, NotInRelease),
                    "has_population": not isinstance(reason, NoPopulation),
                }
            found.attrs["has_choice"] = self.has_choice
            keep_rows(found)
            return found

        return self.answers((question, self.release.identity, self.filters, more, tuple(options.items())), answer)

    def made_once(self, make: Callable[[], Made], *key: object) -> Made:
        """What is made from answers for what was chosen, kept; the key says all else that it depends on."""
        return self.made((self.release.identity, self.filters, *key), make)

    def drawn_once(self, draw: Callable[[], Made], *key: object) -> Made:
        """What is drawn from answers, kept for this language, theme and width."""
        paper = self.paper
        return self.made_once(draw, *key, paper.t.language.code, paper.colours.text, paper.width)


def is_published(answer: pd.DataFrame) -> bool:
    """Does the release publish a table that answers the question?"""
    return bool(answer.attrs.get("is_published", True))


def is_in_release(answer: pd.DataFrame) -> bool:
    """Does the release publish tables that would answer the question under other filters?"""
    return bool(answer.attrs.get("is_in_release", True))
