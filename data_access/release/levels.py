"""The numbers that a release shows, made so that no part of anything is larger than its whole.

Estimates are as often too small as too large, so some lie below nobody, and some parts above their whole. What is shown
is therefore made of levels. A level has one number for each combination of the codes of some axes; an answer is a sum
over a box of the smallest level that has the axes asked for. On each level

- no number is below 0, and
- the numbers that stand together for one number of a coarser level (with fewer axes, or with the axes of their wholes:
  countries in place of provinces, sources in place of ways; see folds.py) add up to no more than it, or than those
  that stand for the same there. A person may have several codes of a many-valued axis, so that those of each
  code alone add up to no more than the people.

Whatever exceeds is taken from numbers that are too small to be shown, and from others only where those do not suffice.
Levels are closed under intersection, so the smallest level of a question is part of that of any finer question. So of
two boxes where one lies in the other, the sum of the inner one is never the larger: it is no more than the same box of
the outer one's level, which is part of the outer one, and nothing is below 0.

Which sums are shown follows the same way. Each number brings evidence, 1 where it is large enough to be shown on its
own or has a part of CERTAIN standard errors; a box is shown where its evidence adds up to 1; and evidence that stands
together for less than 1 on a coarser level is scaled down to that. So where a part is shown, its whole is: a part that
is hardly large enough is hidden with its whole, for of many small parts chance makes some, and each would show all of
its wholes.

Everything here is arithmetic on a published release.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data_access.release.axes import Axis
from data_access.release.folds import Array, Fold, Key, many, seen_as, wholes_of
from data_access.release.lattice import box_variance

# The evidence of a number grows with the square of its standard errors from here on. Lower, and chance alone would add
# up over the many empty cells of a box; higher, and nothing would be known of sums of numbers that are withheld.
EVIDENCE_FROM = 2.5
ENOUGH = 1 - 1e-9  # evidence adds up to 1, up to rounding
CERTAIN = 5.0  # standard errors of a part from which on chance is no explanation, among all cells of a release
REACH = 5.0  # so many standard errors are taken off a number that is shown before its size matters
ROUNDS = 3  # of fitting the numbers of a level to all coarser ones


@dataclass(frozen=True)
class PublishedTable:
    """One published table: its axes, the noise variance of its parts, and from how many standard errors a number is
    shown, by the axes that it is not a sum over."""

    name: str
    axes: tuple[Axis, ...]
    variances: dict[frozenset[str], float]
    thresholds: Mapping[Key, float] = field(default_factory=dict)

    def errors(self, key: Key, otherwise: float) -> float:
        """From how many standard errors a number over these axes is shown; a release of an earlier version has one
        threshold for all of its tables."""
        return float(self.thresholds.get(key, otherwise))

    @property
    def cells(self) -> int:
        return int(np.prod([axis.length for axis in self.axes]))

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(axis.name for axis in self.axes)

    @property
    def sizes(self) -> dict[str, int]:
        return {axis.name: axis.length for axis in self.axes}

    def has(self, dimension: str) -> bool:
        return any(axis.has(dimension) for axis in self.axes)


def keys_of(measured: Iterable[Sequence[str]]) -> set[Key]:
    """Return the axes of every level: those of everything that is measured, and what these have in common."""
    keys = set(map(frozenset, measured))
    new = keys
    while new:
        found = {
            common
            for key in keys
            for seen in seen_as(key)
            for other in keys
            if many(seen) == many(other) == many(common := seen & other)
        }
        new = found - keys
        keys |= new
    return keys


@dataclass(frozen=True)
class Level:
    """The numbers over the codes of some axes: people and evidence, arrays over these axes. estimates: what people were
    made of, which may be below nobody and above its wholes; sums of these are right on average."""

    axes: tuple[Axis, ...]
    people: Array
    evidence: Array
    estimates: Array


@dataclass(frozen=True)
class _Estimates:
    """What was measured over some axes: people, the standard error of each number, and from how many of these it is
    shown."""

    axes: tuple[Axis, ...]
    people: Array
    error: float
    enough: float


class Levels:
    """The levels of one release, made when they are first asked for.

    keys: the axes of each. A release without any, which is exact or was published before there were levels, is answered
    from its tables as they are. read: gives the estimates of a table. errors: a number is shown from so many of its
    standard errors where its table does not say.
    """

    def __init__(
        self,
        keys: Iterable[Sequence[str]],
        tables: Sequence[PublishedTable],
        read: Callable[[PublishedTable], Array],
        errors: float,
    ) -> None:
        # in one order: what is taken from numbers depends on which whole limits them first, and it must not differ
        # between two processes that show the same release
        self.keys = tuple(sorted(set(map(frozenset, keys)), key=lambda key: (len(key), sorted(key))))
        self._tables, self._read, self._errors = tables, read, errors
        self._estimates: dict[Key, _Estimates] = {}
        self._levels: dict[Key, Level] = {}
        self._smallest: dict[tuple[str, Key], Level] = {}

    def smallest(self, table: PublishedTable, axes: Key) -> Level:
        """Return the smallest level that has some axes of a table."""
        found = self._smallest.get((table.name, axes))
        if found is None:
            if self.keys:
                able = [key for key in self.keys if axes <= key and many(axes) == many(key)]
                found = self._level(frozenset.intersection(*able))
            else:
                mine, people = _part(table, self._read(table), axes)
                found = Level(mine, people, np.ones_like(people), people)
            self._smallest[table.name, axes] = found  # a page asks dozens of times
        return found

    def _level(self, key: Key) -> Level:
        if key not in self._levels:
            self._levels[key] = self._made(key)
        return self._levels[key]

    def _others(self, key: Key) -> list[Key]:
        return [other for other in self.keys if other != key]

    def _made(self, key: Key) -> Level:
        mine = self._estimated(key)
        people, evidence = self._with_parts(key, mine)
        wholes = [self._level(other) for other in self._others(key) if _is_whole(other, key)]
        limits = [_Limit(Fold(mine.axes, whole.axes), whole, REACH * mine.error) for whole in wholes]
        for limit in limits:
            evidence = limit.evidence(evidence)
        is_hidden = evidence < ENOUGH
        for _ in range(ROUNDS):
            for limit in limits:
                people = limit.people(people, is_hidden, is_fitted=True)
        for limit in limits:
            people = limit.people(people, is_hidden)
        return Level(mine.axes, people, evidence, mine.people)

    def _with_parts(self, key: Key, mine: _Estimates) -> tuple[Array, Array]:
        """People and evidence of a level. Where a part is shown, the whole is; and it is no smaller than its shown
        parts where these are known better than itself, those that are known best of all."""
        evidence = _evidence(mine.people / mine.error, mine.enough)
        people, variance = np.maximum(mine.people, 0), np.full(mine.people.shape, mine.error**2)
        least = np.zeros_like(people)
        for other in self._others(key):
            if _is_whole(key, other):
                parts = self._estimated(other)
                fold = Fold(parts.axes, mine.axes)
                is_shown = parts.people >= CERTAIN * parts.error
                number = fold.largest(is_shown.astype(float))
                # what is the whole of a shown part may be a sum of numbers of this level, which are then shown together
                evidence += fold.shared(np.where(number > 0, np.maximum(1 - fold.of_wholes(evidence), 0), 0))
                known = fold.largest(parts.people * is_shown)
                is_best = (number > 0) & (number * parts.error**2 < fold.of_wholes(variance))
                variance = np.where(fold.to_wholes(is_best), fold.shared(number * parts.error**2), variance)
                lifted = people + fold.shared(np.maximum(known - fold.of_wholes(people), 0))
                least = np.where(fold.to_wholes(is_best), lifted, least)
        return np.maximum(people, least), evidence

    def _estimated(self, key: Key) -> _Estimates:
        if key not in self._estimates:
            able = [t for t in self._tables if key <= {*t.order} and many(key) == many(frozenset(t.order))]
            table = min(able, key=lambda table: table.cells)
            axes, people = _part(table, self._read(table), key)
            cell = {axis.name: np.array([1.0 if axis in axes else axis.length]) for axis in table.axes}
            error = float(np.sqrt(box_variance(table.variances, table.order, table.sizes, cell)).item())
            self._estimates[key] = _Estimates(axes, people, error, table.errors(key, self._errors))
        return self._estimates[key]


def _part(table: PublishedTable, people: Array, axes: Key) -> tuple[tuple[Axis, ...], Array]:
    """Those axes of a table, and its estimates with the others summed out."""
    dropped = tuple(position for position, name in enumerate(table.order) if name not in axes)
    return tuple(axis for axis in table.axes if axis.name in axes), people.sum(axis=dropped)


def _is_whole(other: Key, key: Key) -> bool:
    """Is a level part of another, or of what is coarser than it?"""
    return other <= key | wholes_of(key)


def _evidence(errors: Array, enough: float) -> Array:
    """How far numbers of so many standard errors are on the way to `enough`, from 0 to 1."""
    if not enough:
        return np.ones_like(errors)
    start = min(EVIDENCE_FROM, enough**2 / 2)
    evidence: Array = np.clip((np.maximum(errors, 0) ** 2 - start) / (enough**2 - start), 0, 1)
    return evidence


class _Limit:
    """What the numbers of a level may add up to, by a coarser one. reach: see `people`."""

    def __init__(self, fold: Fold, whole: Level, reach: float) -> None:
        self._fold, self._reach = fold, reach
        self._people = fold.spread(whole.people, np.inf)
        together = fold.spread(whole.evidence, np.inf)
        self._evidence = np.where(together < ENOUGH, together, np.inf)

    def evidence(self, evidence: Array) -> Array:
        """Evidence that adds up to no more than the whole's, where that is not enough."""
        return evidence * self._fold.back(_share(self._evidence, self._fold.sums(evidence)))

    def people(self, people: Array, is_hidden: NDArray[np.bool_], *, is_fitted: bool = False) -> Array:
        """People who add up to no more than the whole. is_fitted: and to no less, as far as those can be changed that
        are too few to be shown."""
        fold = self._fold
        hidden, shown = fold.sums(people * is_hidden), fold.sums(people * ~is_hidden)
        room = np.maximum(self._people - shown, 0)
        of_hidden = _share(room, hidden)
        if is_fitted and fold.adds_up:
            of_hidden = np.where(hidden > 0, room / np.where(hidden > 0, hidden, 1), 1)
        # from numbers that are shown the same is taken, for all have the same error: up to `reach` of each, or if that
        # does not suffice, a share of each
        within = np.minimum(people, self._reach) * ~is_hidden
        taken, excess = fold.sums(within), np.maximum(shown - self._people, 0)
        suffices = taken >= excess
        less = np.where(suffices, excess / np.where(taken > 0, taken, 1), 0)
        of_shown = np.where(suffices, 1, _share(self._people, shown))
        return np.where(
            is_hidden, people * fold.back(of_hidden), people * fold.back(of_shown) - within * fold.back(less)
        )


def _share(most: Array, of: Array) -> Array:
    """By what numbers that add up to `of` are multiplied to add up to no more than `most`."""
    share: Array = np.where(of > most, most / np.where(of > 0, of, 1), 1)
    return share
