"""The release: the only door between the dashboard and numbers about people.

It relies on one thing: a release never changes after it is written, so an answer may be kept for as long as wanted
under the release's id.
"""

import json
import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data_access import release_schema
from data_access.agency_kinds import KindsShown
from data_access.database import database_url, migrate, open_database
from data_access.errors import BadInput, DatabaseUnavailable
from data_access.filters import Filters
from data_access.lattice import box_variance
from data_access.release_axes import WORDS, Axis, Codes, axis_groups
from data_access.workload import BOUNDS, OTHER, UNKNOWN, dimensions_of

SETTINGS = {"public": "RELEASE_DATABASE_URL", "restricted": "RESTRICTED_RELEASE_DATABASE_URL"}


STATES = pd.array(["count", "withheld", "none"], dtype=WORDS)
COUNT, WITHHELD, NONE = range(3)


class NotPublished(BadInput):
    """The release has no table that answers the question."""


def open_release_database(kind: str = "public") -> Engine:
    """Open the release database for writing, with the newest schema."""
    engine = open_database(database_url(SETTINGS[kind]))
    migrate(engine, "releases")
    return engine


def read_release_database(kind: str = "public") -> Engine:
    """Open the release database for reading only. Raises DatabaseUnavailable when there is none."""
    url = database_url(SETTINGS[kind])
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise DatabaseUnavailable("There is no release database yet. Publish a release: python -m data_access publish")
    return open_database(url, read_only=True)


def list_releases(engine: Engine) -> list[dict[str, Any]]:
    """Return one entry a release, newest first: id, kind, created_at, active, cases_about, provenance, method."""
    table, active = release_schema.release, release_schema.active_release
    with engine.connect() as connection:
        current = set(connection.execute(select(active.c.release_id)).scalars())
        rows = connection.execute(select(table).order_by(table.c.id.desc())).all()
    entries = []
    for row in rows:
        manifest = json.loads(row.manifest)
        entries.append(
            {
                "id": row.id,
                "kind": row.kind,
                "created_at": str(row.created_at),
                "active": row.id in current,
                **{name: manifest[name] for name in ("cases_about", "provenance", "method")},
            }
        )
    return entries


def show(engine: Engine, release_id: int) -> dict[str, Any]:
    """Return the manifest of a release. Raises BadInput when there is no such release."""
    table = release_schema.release
    with engine.connect() as connection:
        row = connection.execute(select(table).where(table.c.id == release_id)).one_or_none()
    if row is None:
        raise BadInput(f"There is no release {release_id}. List them: python -m data_access releases")
    return {"id": row.id, "content_hash": row.content_hash, **json.loads(row.manifest)}


def activate(engine: Engine, release_id: int) -> dict[str, Any]:
    """Make a release the one that visitors see. Raises BadInput when there is no such release."""
    kind = show(engine, release_id)["kind"]
    active = release_schema.active_release
    with engine.begin() as connection:
        connection.execute(delete(active).where(active.c.kind == kind))
        connection.execute(insert(active).values(kind=kind, release_id=release_id))
    return {"release": release_id, "message": f"Release {release_id} is the active one."}


def active_release_id(engine: Engine, kind: str = "public") -> int:
    """Return the id of the release that visitors see.

    Raises DatabaseUnavailable when there is none, and when the database holds releases of another kind: the address
    is then a mistake, and one that must not show exact counts to everybody.
    """
    active = release_schema.active_release
    try:
        with engine.connect() as connection:
            ids = {row.kind: row.release_id for row in connection.execute(select(active))}
    except SQLAlchemyError as error:
        raise DatabaseUnavailable("The release database cannot be read.") from error
    if others := ids.keys() - {kind}:
        raise DatabaseUnavailable(f"{SETTINGS[kind]} names a database of {min(others)} releases.")
    if not ids:
        raise DatabaseUnavailable("No release has been published yet: python -m data_access publish")
    return int(ids[kind])


@dataclass(frozen=True)
class _Table:
    """One published table: its axes, the noise variance of its parts, and its estimates once they are read."""

    name: str
    axes: tuple[Axis, ...]
    variances: dict[frozenset[str], float]

    @property
    def cells(self) -> int:
        return math.prod(axis.length for axis in self.axes)

    def has(self, dimension: str) -> bool:
        return any(axis.has(dimension) for axis in self.axes)


class Release:
    """One published release. Attributes: id, and manifest (dict; see data_access.manifest)."""

    def __init__(self, engine: Engine, release_id: int) -> None:
        self._engine = engine
        self._estimates: dict[str, np.ndarray] = {}
        self._named: dict[tuple[str, ...], frozenset[tuple[str, ...]]] = {}
        self._answering: dict[frozenset[str], _Table | None] = {}
        self.id = release_id
        self.manifest = show(engine, release_id)
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
            _Table(
                table["name"],
                tuple(axes[name] for name in table["axes"]),
                {frozenset(filter(None, part.split("|"))): variance for part, variance in table["variances"].items()},
            )
            for table in self.manifest["tables"]
        ]

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the release, or None when no case has a year."""
        period = self.manifest["period"]
        return (period[0], period[1]) if period else None

    @cached_property
    def kinds_shown(self) -> KindsShown:
        """Which numbers by kind of organisation may be shown: those that are about three agencies or more."""
        return KindsShown(self.frame("agency_kinds"))

    @property
    def is_exact(self) -> bool:
        """Is this a restricted release, without noise?"""
        return self.manifest["rho"] is None

    @property
    def absent(self) -> str:
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
        return self._table_for(by, _wanted(where)) is not None

    def counts(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> pd.DataFrame:
        """Count people by the codes of `by`, among those that `where` asks for.

        One row a combination of the codes that the release has, in their order. Columns: those of `by`; `count`
        (people, rounded; missing where withheld); `standard_error` (people, of the noise); `state` ("count";
        "withheld": too small to be told from nobody, or to be shown, or by a kind of organisation that may not be
        shown; "none": nobody, said only by an exact release).
        Counts are rounded one by one: a sum of k of them is within (k + 1) / 2 of the count of the whole.
        Raises NotPublished when no published table covers the question.
        """
        # in one go: every column that is set later costs as much as the whole question
        codes, count, small, error, state = self._answer(by, where)
        columns: dict[str, Any] = dict(zip(by, codes, strict=True))
        columns |= {
            "count": pd.arrays.IntegerArray(count, mask=small),
            "standard_error": error,
            "state": STATES.take(state),
        }
        return pd.DataFrame(columns, copy=False)

    def rows(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> list[tuple[Any, ...]]:
        """The rows of `counts` as tuples, with None for a missing count: for questions that put answers together."""
        codes, count, small, error, state = self._answer(by, where)
        counts = [None if is_small else number for number, is_small in zip(count.tolist(), small.tolist(), strict=True)]
        return list(zip(*(c.tolist() for c in codes), counts, error.tolist(), STATES.take(state).tolist(), strict=True))

    def _answer(
        self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]
    ) -> tuple[list[Codes], np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """The columns of `counts`: codes of each of `by`, counts, which of them are withheld, errors and states."""
        wanted = _wanted(where)
        table = self._table_for(by, wanted)
        if table is None:
            raise NotPublished(
                f"The release does not publish {', '.join(by) or 'a total'} for a choice of "
                f"{', '.join(sorted(wanted)) or 'anything'}."
            )
        estimates = self._read(table)
        labels: dict[str, tuple[Codes, int]] = {}
        chosen: dict[str, np.ndarray] = {}
        groups: dict[str, np.ndarray] = {}
        shape: list[int] = []
        for axis in table.axes:
            shown = tuple(dimension for dimension in by if axis.has(dimension))
            kept = frozenset((dimension, codes) for dimension, codes in wanted.items() if axis.has(dimension))
            group, names, size = axis_groups(axis, shown, kept)
            groups[axis.name] = group
            # the axis in front is summed into its groups and goes to the back: after all, the order is as it was
            estimates = estimates.reshape(axis.length, -1).T @ group
            chosen[axis.name] = size
            labels |= {dimension: (codes, len(shape)) for dimension, codes in names.items()}
            shape.append(len(size))
        sizes = {axis.name: axis.length for axis in table.axes}
        order = tuple(axis.name for axis in table.axes)
        error = np.sqrt(box_variance(table.variances, order, sizes, chosen)).ravel()
        count = np.rint(np.maximum(estimates.ravel(), 0)).astype(np.int64)
        threshold = np.maximum(self.manifest["least_count"], self.manifest["threshold_errors"] * error)
        small = (count < threshold) | self.kinds_shown.hidden(table.axes, groups)
        grid = np.indices(shape).reshape(len(shape), -1)
        state = np.where(small, WITHHELD, np.where((count == 0) & self.is_exact, NONE, COUNT))
        return [labels[name][0].take(grid[labels[name][1]]) for name in by], count, small, error, state

    def named(self, by: tuple[str, ...]) -> frozenset[tuple[str, ...]]:
        """The combinations of codes whose count is published over everybody and all years; none where none is.

        Chance may keep a rare route's code in the release without any count to show: it is not named to visitors.
        """
        if by not in self._named:
            rows = self.rows(by, {}) if self.covers(by, {}) else []
            self._named[by] = frozenset(row[: len(by)] for row in rows if row[-1] == "count")
        return self._named[by]

    def frame(self, name: str) -> pd.DataFrame:
        """Return a table that is not about people of the case database, in the columns of data_access.schema.

        name: population, reporting, agency_kinds, programme, indicator, indicator_value, expenditure or organisation.
        Empty if there is none.
        """
        frame = release_schema.frame
        with self._engine.connect() as connection:
            content = connection.scalar(
                select(frame.c.content).where(frame.c.release_id == self.id, frame.c.name == name)
            )
        return pd.read_json(StringIO(content), orient="split", dtype=False) if content else pd.DataFrame()

    def _table_for(self, by: tuple[str, ...], wanted: Mapping[str, frozenset[str]]) -> _Table | None:
        """The smallest published table that has every dimension asked for and counts over no other many-valued axis."""
        needed = frozenset((*by, *wanted))
        if needed not in self._answering:  # a page asks dozens of times
            self._answering[needed] = self._smallest(needed)
        return self._answering[needed]

    def _smallest(self, needed: frozenset[str]) -> _Table | None:
        groups = {group for group in BOUNDS if needed & {*dimensions_of(group)}}
        able = [
            table
            for table in self._tables
            if {axis.name for axis in table.axes} & BOUNDS.keys() == groups and all(map(table.has, needed))
        ]
        # a dimension of its own is more exact than one read off a finer one
        return min(able, key=lambda table: (sum(_is_coarse(table, name) for name in needed), table.cells), default=None)

    def _read(self, table: _Table) -> np.ndarray:
        if table.name not in self._estimates:
            published = release_schema.published_table
            query = select(published.c.content).where(published.c.release_id == self.id, published.c.name == table.name)
            with self._engine.connect() as connection:
                content = connection.execute(query).scalar_one()
            shape = [axis.length for axis in table.axes]
            self._estimates[table.name] = np.frombuffer(zlib.decompress(content), "<f4").reshape(shape).astype(float)
        return self._estimates[table.name]


def answer_frame(by: Sequence[str], rows: Sequence[tuple[Any, ...]], **more: Any) -> pd.DataFrame:
    """The frame of rows as Release.rows gives them, of the types of Release.counts; `more`: further columns."""
    *codes, count, error, state = zip(*rows, strict=True) if rows else [()] * (len(by) + 3)
    columns: dict[str, Any] = {name: pd.array(column, dtype=WORDS) for name, column in zip(by, codes, strict=True)}
    columns |= {
        "count": pd.array(count, dtype="Int64"),
        "standard_error": np.array(error, dtype=float),
        "state": pd.array(state, dtype=WORDS),
    }
    return pd.DataFrame({**columns, **more}, copy=False)


def _wanted(where: Filters | Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return where.where() if isinstance(where, Filters) else where


def _is_coarse(table: _Table, dimension: str) -> bool:
    return not any(dimension in axis.codes for axis in table.axes)
