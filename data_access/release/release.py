"""The release: the only door between the dashboard and numbers about people.

It relies on one thing: a release never changes after it is written, so an answer may be kept for as long as wanted
under the release's identity. All of it is read and compared with its hash when it is opened; nothing is read later.
"""

import zlib
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from io import StringIO
from typing import Any, Literal, NamedTuple, get_args

import numpy as np
import pandas as pd
from sqlalchemy import Engine

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.errors import BadInput, DatabaseUnavailable
from data_access.release.agency_kinds import KindsShown
from data_access.release.axes import TEXT, Axis, Codes, axis_groups
from data_access.release.content import content_of_release
from data_access.release.filters import Filters
from data_access.release.lattice import box_variance
from data_access.release.levels import ENOUGH, Levels, PublishedTable
from data_access.release.workload import BOUNDS, dimensions_of

# the axis from which a dimension is read where a table has it, if it is not that of its name
COMPLETE_IN = {"source_country": "source", "exploitation_country": "exploitation"}
# A number of fewer of its standard errors than this may stand for nobody: it is marked as uncertain wherever it is.
# From here on no such number is expected in a whole release (its manifest's `threshold_errors` lies below this).
CERTAIN_ERRORS = 5.0
State = Literal["count", "withheld", "none"]
STATES = pd.array(get_args(State), dtype=TEXT)
COUNT, WITHHELD, NONE = range(3)


def is_uncertain(count: Any, standard_error: Any) -> Any:
    """May a number that is shown still stand for nobody, by the noise alone? Or each of several, as arrays."""
    return count < CERTAIN_ERRORS * standard_error


class Answer(NamedTuple):
    """Columns of equal length: the codes of each dimension asked for, rounded people, which of them are withheld,
    standard errors, states as positions in STATES, and what people were made of, with the standard errors of noise."""

    codes: list[Codes]
    people: np.ndarray
    is_withheld: np.ndarray
    error: np.ndarray
    state: np.ndarray
    estimate: np.ndarray
    noise: np.ndarray


class NotPublished(BadInput):
    """The release has no table that answers the question."""


class NotInRelease(NotPublished):
    """Whatever else is chosen: no table of the release has a dimension of the question, as before it was published."""


LEAST_DIFFERENCE = 10  # people, however few the numbers of a release may be about


class Release:
    """One published release. Attributes: id, manifest (dict; see data_access.publishing.manifest), and retraction (the
    sentence with which it was found wrong, or None).

    Opening raises NotAsPublished when it was changed, and DatabaseUnavailable when this program cannot read it.
    """

    def __init__(self, engine: Engine, release_id: int, retraction: str | None = None) -> None:
        self.manifest, self._tables_held, self._frames_held = content_of_release(engine, release_id)
        self._estimates: dict[str, np.ndarray] = {}
        self._named: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
        self._answering: dict[frozenset[str], PublishedTable | None] = {}
        self.id = release_id
        self.retraction = retraction
        try:
            self._lay_out()
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DatabaseUnavailable(
                f"Release {release_id} was made by another version of the program, and this one cannot read it. Bring "
                "both up to date: python -m data_access init, then publish."
            ) from error

    def _lay_out(self) -> None:
        axes = self._axes = {
            name: Axis(
                name,
                dict(zip(axis["dimensions"], np.array(axis["codes"], dtype=object).T, strict=True)),
                np.arange(len(axis["codes"])),
                len(axis["codes"]),
            )
            for name, axis in self.manifest["axes"].items()
        }
        self._tables = [
            PublishedTable(
                table["name"],
                tuple(axes[name] for name in table["axes"]),
                _by_part(table["variances"]),
                _by_part(table.get("thresholds", {})),
            )
            for table in self.manifest["tables"]
        ]
        errors = self.manifest["threshold_errors"]
        self._levels = Levels(self.manifest.get("levels", ()), self._tables, self._read, errors)

    @property
    def identity(self) -> tuple[str, int, str | None]:
        """What tells it, and what is made from it, from every other: its content, its number, and what is said of it.
        A number alone may be used again, by another database or a restored one."""
        return self.manifest["content_hash"], self.id, self.retraction

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last of the years whose people are shown, or None when there is none."""
        period = self.manifest["period"]
        return (period[0], period[1]) if period else None

    @cached_property
    def named_years(self) -> list[int]:
        """The years that the release names, within the period. Chance may keep one far outside, in which nobody was
        identified: it is no row of a page and no bound of what is too small."""
        first, last = self.years or (1, 0)
        return [int(year) for year in self.codes("year") if first <= int(year) <= last]

    @cached_property
    def whole_period(self) -> tuple[int, int] | None:
        """The first and last year that everybody is in; None where people are shown beside the years that are named:
        of years too small to be named, or without a year."""
        rows = self.rows(("year",), {}) if self.covers(("year",), {}) else []
        has_others = any(year == UNKNOWN and count for year, count, *_ in rows)
        return None if has_others else self.years

    @cached_property
    def kinds_shown(self) -> KindsShown:
        """Which numbers by kind of organisation may be shown: those that are about three agencies or more."""
        return KindsShown(self.frame("agency_kinds"))

    @property
    def is_exact(self) -> bool:
        """Is this a restricted release, without noise?"""
        return self.manifest["rho"] is None

    @property
    def least_shown(self) -> int:
        """The fewest people that a difference of its numbers may be shown of: 0 in an exact release."""
        return 0 if self.is_exact else max(LEAST_DIFFERENCE, self.manifest["least_count"])

    def lost(self, name: str) -> float:
        """What share of the codes recorded of a list was not counted (see data_access.publishing.clipping)."""
        return float(self.manifest.get("lost", {}).get(name, 0.0))

    def _recorded(self, people: np.ndarray, axes: Sequence[Axis]) -> np.ndarray:
        """The counts of a level as they would be with what clipping left out. `unknown` stands for a list without any
        code, of which nothing can be left out."""
        for position, axis in enumerate(axes):
            if lost := self.lost(axis.name):
                is_known = np.all([axis.column(name) != UNKNOWN for name in dimensions_of(axis.name)], axis=0)
                shape = [-1 if place == position else 1 for place in range(len(axes))]
                people = people * np.where(is_known, 1 / (1 - lost), 1.0).reshape(shape)
        return people

    @property
    def absent(self) -> State:
        """The state of what the release has no number for: "none" recorded if it is exact; else nobody can know."""
        return "none" if self.is_exact else "withheld"

    def codes(self, dimension: str) -> list[str]:
        """Return the codes of a dimension that the release names, without `unknown` and `other`, in order."""
        axes = (axis.with_read_off({dimension}) for axis in self._axes.values())
        axis = next((axis for axis in axes if dimension in axis.codes), None)
        return [code for code in dict.fromkeys(axis.codes[dimension]) if code not in (UNKNOWN, OTHER)] if axis else []

    def published_codes(self, dimension: str) -> list[str]:
        """Return those of `codes` whose count is published over everybody and all years."""
        return [code for code in self.codes(dimension) if (code,) in self.named((dimension,))]

    def covers(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> bool:
        """Is there a published table that answers counts(by, where)?"""
        return self._table_for(frozenset((*by, *_wanted(where)))) is not None

    def counts(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> pd.DataFrame:
        """Count people by the codes of `by`, among those that `where` asks for.

        One row a combination of the codes that the release has, in their order. Columns: those of `by`; `count`
        (people, rounded; missing where withheld); `standard_error` (people: of the noise, and of the codes that were
        recorded and not counted, as the root of both squares); `state` ("count"; "withheld": too small to be told from
        nobody, or to be shown, or by a kind of organisation that may not be shown; "none": nobody, said only by an
        exact release).
        No row is more than that of anything that it is a part of, in this or any other answer, and where a part is
        shown, so is the whole (see data_access.release.levels).
        Shown parts need not add up to their whole.
        Raises NotPublished when no published table covers the question.
        """
        # in one go: every column that is set later costs as much as the whole question
        found = self._answer(by, where)
        columns: dict[str, Any] = dict(zip(by, found.codes, strict=True))
        columns |= {
            "count": pd.arrays.IntegerArray(found.people, mask=found.is_withheld),
            "standard_error": found.error,
            "state": STATES.take(found.state),
        }
        return pd.DataFrame(columns, copy=False)

    def rows(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> list[tuple[Any, ...]]:
        """The rows of `counts` as tuples, with None for a missing count: for questions that put answers together."""
        found = self._answer(by, where)
        codes = [column.tolist() for column in found.codes]
        numbers = zip(found.people.tolist(), found.is_withheld.tolist(), strict=True)
        people = [None if is_withheld else number for number, is_withheld in numbers]
        return list(zip(*codes, people, found.error.tolist(), STATES.take(found.state).tolist(), strict=True))

    def _answer(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> "Answer":
        """The columns of `counts`."""
        wanted = _wanted(where)
        table = self._covering(frozenset((*by, *wanted)))
        asked = frozenset(axis.name for axis in table.axes if any(map(axis.has, (*by, *wanted))))
        level = self._levels.smallest(table, asked)
        people, evidence, estimates = level.people, level.evidence, level.estimates
        recorded = self._recorded(people, level.axes)
        labels: dict[str, tuple[Codes, int]] = {}
        chosen = {axis.name: np.array([float(axis.length)]) for axis in table.axes}
        groups = {axis.name: np.ones((axis.length, 1)) for axis in table.axes}
        shape: list[int] = []
        for axis in level.axes:
            shown = tuple(dimension for dimension in by if axis.has(dimension))
            kept = frozenset((dimension, codes) for dimension, codes in wanted.items() if axis.has(dimension))
            group, names, size = axis_groups(axis, shown, kept)
            groups[axis.name] = group
            # the axis in front is summed into its groups and goes to the back: after all, the order is as it was
            people, evidence, estimates, recorded = (
                numbers.reshape(axis.length, -1).T @ group for numbers in (people, evidence, estimates, recorded)
            )
            chosen[axis.name] = size
            labels |= {dimension: (codes, len(shape)) for dimension, codes in names.items()}
            shape.append(len(size))
        noise = np.sqrt(box_variance(table.variances, table.order, table.sizes, chosen)).ravel()
        moved = np.abs(people - estimates).ravel() * _is_of_codes(level.axes, chosen, asked)
        error = np.hypot(np.hypot(noise, (recorded - people).ravel()), moved)
        count = np.rint(np.maximum(people.ravel(), 0)).astype(np.int64)
        if self._levels.keys:
            is_sure = evidence.ravel() >= ENOUGH
        else:
            is_sure = count >= self.manifest["threshold_errors"] * noise
        small = ~is_sure | (count < self.manifest["least_count"]) | self.kinds_shown.hidden(table.axes, groups)
        grid = np.indices(shape).reshape(len(shape), len(count))
        state = np.where(small, WITHHELD, np.where((count == 0) & self.is_exact, NONE, COUNT))
        codes = [labels[name][0].take(grid[labels[name][1]]) for name in by]
        return Answer(codes, count, small, error, state, estimates.ravel(), noise)

    def named(self, by: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """The combinations of codes whose count is published over everybody and all years; none where none is.

        Chance may keep a rare route's code in the release without any count to show: it is not named to visitors.
        """
        if by not in self._named:
            rows = self.rows(by, {}) if self.covers(by, {}) else []
            self._named[by] = frozenset(row[: len(by)] for row in rows if row[-1] == "count")
        return self._named[by]

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table that is not about people of the case database, in the columns of data_access.cases.schema.

        name: population, reporting, agency_kinds, programme, programme_share, indicator, indicator_value, expenditure
        or organisation. Empty if there is none.
        """
        content = self._frames_held.get(name)
        return pd.read_json(StringIO(content), orient="split", dtype=False) if content else pd.DataFrame()

    def shown_from(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]], error: Any) -> Any:
        """Return the people from whom on counts(by, where) shows a number of this standard error, or each of several.

        Raises NotPublished as `counts` does.
        """
        needed = frozenset((*by, *_wanted(where)))
        return np.maximum(self.manifest["least_count"], self._errors_of(self._covering(needed), needed) * error)

    def _errors_of(self, table: PublishedTable, needed: Set[str]) -> float:
        """From how many of its standard errors a number is shown, by the axes that it is not a sum over."""
        kept = frozenset(axis.name for axis in table.axes if axis.name in BOUNDS or any(map(axis.has, needed)))
        return table.errors(kept, self.manifest["threshold_errors"])

    def _covering(self, needed: frozenset[str]) -> PublishedTable:
        table = self._table_for(needed)
        if table is None:
            is_asked_anywhere = all(any(table.has(name) for table in self._tables) for name in needed)
            reason = NotPublished if is_asked_anywhere else NotInRelease
            raise reason(f"The release publishes no table of {', '.join(sorted(needed)) or 'a total'}.")
        return table

    def _table_for(self, needed: frozenset[str]) -> PublishedTable | None:
        """The smallest published table that has every dimension asked for and counts over no other many-valued axis."""
        if needed not in self._answering:  # a page asks dozens of times
            self._answering[needed] = self._smallest(needed)
        return self._answering[needed]

    def _smallest(self, needed: frozenset[str]) -> PublishedTable | None:
        groups = {group for group in BOUNDS if needed & {*dimensions_of(group)}}
        able = [
            table
            for table in self._tables
            if {axis.name for axis in table.axes} & BOUNDS.keys() == groups and all(map(table.has, needed))
        ]
        return min(able, key=lambda table: (_read_elsewhere(table, needed), table.cells), default=None)

    def _read(self, table: PublishedTable) -> np.ndarray:
        if table.name not in self._estimates:
            content = self._tables_held[table.name]
            shape = [axis.length for axis in table.axes]
            self._estimates[table.name] = np.frombuffer(zlib.decompress(content), "<f4").reshape(shape).astype(float)
        return self._estimates[table.name]


def answer_frame(by: Sequence[str], rows: Sequence[tuple[Any, ...]], **more: Any) -> pd.DataFrame:
    """The frame of rows as Release.rows gives them, of the types of Release.counts; `more`: further columns."""
    *codes, count, error, state = zip(*rows, strict=True) if rows else [()] * (len(by) + 3)
    columns: dict[str, Any] = {name: pd.array(column, dtype=TEXT) for name, column in zip(by, codes, strict=True)}
    columns |= {
        "count": pd.array(count, dtype="Int64"),
        "standard_error": np.array(error, dtype=float),
        "state": pd.array(state, dtype=TEXT),
    }
    return pd.DataFrame({**columns, **more}, copy=False)


def _wanted(where: Filters | Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return where.where() if isinstance(where, Filters) else where


def _is_of_codes(axes: Sequence[Axis], chosen: Mapping[str, np.ndarray], asked: Set[str]) -> np.ndarray:
    """Which sums are over several codes of an axis, named or not all. chosen: how many of each, by axis."""
    sizes = np.meshgrid(*(chosen[axis.name] for axis in axes), indexing="ij") if axes else [np.ones(1)]
    limits = [np.inf if axis.name in asked else axis.length for axis in axes] or [1]
    is_part: np.ndarray = np.any(
        [(size > 1) & (size < limit) for size, limit in zip(sizes, limits, strict=True)], axis=0
    )
    return is_part.ravel()


def _by_part(values: Mapping[str, float]) -> dict[frozenset[str], float]:
    return {frozenset(filter(None, part.split("|"))): value for part, value in values.items()}


def _read_elsewhere(table: PublishedTable, needed: Iterable[str]) -> int:
    """How many dimensions a table has only from an axis that is less exact (finer), or less complete (ways leave out
    pairs of countries that are too small), than another one."""
    return sum(COMPLETE_IN.get(dimension, dimension) not in table.order for dimension in needed)
