"""The release: the only door between the dashboard and numbers about people.

It relies on one thing: a release never changes after it is written, so an answer may be kept for as long as wanted
under the release's id.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import SQLAlchemyError

from data_access import release_schema
from data_access.coding import AGE, UNKNOWN
from data_access.database import database_url, migrate, open_database
from data_access.errors import BadInput, DatabaseUnavailable
from data_access.filters import Filters
from data_access.workload import COARSER, groups_of

SETTINGS = {"public": "RELEASE_DATABASE_URL", "restricted": "RESTRICTED_RELEASE_DATABASE_URL"}


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
    """Return the id of the release that visitors see. Raises DatabaseUnavailable when there is none."""
    active = release_schema.active_release
    try:
        with engine.connect() as connection:
            release_id = connection.scalar(select(active.c.release_id).where(active.c.kind == kind))
    except SQLAlchemyError as error:
        raise DatabaseUnavailable("The release database cannot be read.") from error
    if release_id is None:
        raise DatabaseUnavailable("No release has been published yet: python -m data_access publish")
    return int(release_id)


@dataclass(frozen=True)
class _Table:
    """One published table, held as integers: codes[d][i] indexes names[d], for cell i and dimension d."""

    dimensions: tuple[str, ...]
    names: dict[str, np.ndarray]
    codes: dict[str, np.ndarray]
    count: np.ndarray
    variance: np.ndarray
    withheld: np.ndarray


class Release:
    """One published release.

    Attributes: id, manifest (dict; see publish), dimensions (the published tables, as sets of dimensions).
    """

    def __init__(self, engine: Engine, release_id: int) -> None:
        self._engine = engine
        self._loaded: dict[str, _Table] = {}
        self.id = release_id
        self.manifest = show(engine, release_id)
        self._sizes = {table["name"]: table["cells"] for table in self.manifest["tables"]}

    @cached_property
    def years(self) -> tuple[int, int] | None:
        """First and last year of the release, or None when no case has a year."""
        period = self.manifest["period"]
        return (period[0], period[1]) if period else None

    def codes(self, dimension: str) -> list[str]:
        """Return the codes of a dimension that occur in the release, without `unknown`, in order."""
        return [code for code in self.manifest["domains"].get(dimension, []) if code != UNKNOWN]

    def collects(self, dimension: str) -> bool:
        """Was this recorded for anyone at all?"""
        return dimension in self.manifest["domains"] and dimension not in self.manifest["not_collected"]

    def covers(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> bool:
        """Is there a published table that answers counts(by, where)?"""
        return self._table_for(by, _wanted(where)) is not None

    def counts(self, by: tuple[str, ...], where: Filters | Mapping[str, frozenset[str]]) -> pd.DataFrame:
        """Count people by the codes of `by`, among those that `where` asks for.

        One row a combination of codes for which something is published, in the order of the codes. Columns: those of
        `by`; `count` (people; missing where withheld); `standard_error` (people); `state` ("count", or "withheld" when
        every part of the row is withheld); `withheld_cells` (how many parts of the row are withheld: where it is not
        zero the count is "at least"). A combination without a row is "none recorded".
        Raises NotPublished when no published table covers the question.
        """
        wanted = _wanted(where)
        name = self._table_for(by, wanted)
        if name is None:
            raise NotPublished(
                f"The release does not publish {', '.join(by) or 'a total'} by {', '.join(sorted(wanted)) or 'anything'}."
            )
        table = self._load(name)
        keep = np.ones(len(table.count), dtype=bool)
        for dimension, codes in wanted.items():
            names, positions = _column(table, dimension)
            keep &= np.isin(names, list(codes))[positions]
        keys, shape = np.zeros(int(keep.sum()), dtype=np.int64), []
        for dimension in by:
            names, positions = _column(table, dimension)
            keys = keys * len(names) + positions[keep]
            shape.append(names)
        groups, inverse = np.unique(keys, return_inverse=True)
        count = np.bincount(inverse, weights=table.count[keep], minlength=len(groups)).astype(np.int64)
        withheld_cells = np.bincount(inverse, weights=table.withheld[keep], minlength=len(groups)).astype(np.int64)
        cells = np.bincount(inverse, minlength=len(groups))
        variance = np.bincount(inverse, weights=table.variance[keep], minlength=len(groups))
        columns: dict[str, Any] = {}
        rest = groups
        for dimension, names in zip(reversed(by), reversed(shape), strict=True):
            columns[dimension] = names[rest % len(names)]
            rest = rest // len(names)
        all_withheld = withheld_cells == cells
        frame = pd.DataFrame({dimension: columns[dimension] for dimension in by})
        frame["count"] = pd.array(count, dtype="Int64")
        frame.loc[all_withheld, "count"] = pd.NA
        frame["standard_error"] = np.sqrt(variance)
        frame["state"] = np.where(all_withheld, "withheld", "count")
        frame["withheld_cells"] = withheld_cells
        return frame

    def _table_for(self, by: tuple[str, ...], wanted: Mapping[str, frozenset[str]]) -> str | None:
        """Name the smallest published table that has every dimension asked for and counts over no other group."""
        needed = frozenset(by) | frozenset(wanted)
        groups = groups_of(needed)
        best: str | None = None
        for name, size in self._sizes.items():
            dimensions = name.split("-")
            if groups_of(tuple(dimensions)) != groups or not all(_has(dimensions, dimension) for dimension in needed):
                continue
            if best is None or (size, name) < (self._sizes[best], best):
                best = name
        return best

    def _load(self, name: str) -> _Table:
        if name not in self._loaded:
            self._loaded[name] = self._read(name)
        return self._loaded[name]

    def _read(self, name: str) -> _Table:
        cell = release_schema.cell
        query = select(cell.c.key, cell.c.count, cell.c.standard_error, cell.c.state).where(
            cell.c.release_id == self.id, cell.c.marginal == name
        )
        with self._engine.connect() as connection:
            rows = connection.execute(query).fetchall()
        dimensions = tuple(name.split("-"))
        split = np.array([key.split("|") for key, _, _, _ in rows], dtype=object).reshape(len(rows), len(dimensions))
        names, codes = {}, {}
        for position, dimension in enumerate(dimensions):
            names[dimension], codes[dimension] = np.unique(split[:, position].astype(str), return_inverse=True)
            names[dimension] = names[dimension].astype(object)
        return _Table(
            dimensions=dimensions,
            names=names,
            codes=codes,
            count=np.array([people or 0 for _, people, _, _ in rows], dtype=np.float64),
            variance=np.array([error for _, _, error, _ in rows], dtype=np.float64) ** 2,
            withheld=np.array([state == "withheld" for _, _, _, state in rows], dtype=bool),
        )


def _wanted(where: Filters | Mapping[str, frozenset[str]]) -> Mapping[str, frozenset[str]]:
    return where.where() if isinstance(where, Filters) else where


def _has(dimensions: list[str], dimension: str) -> bool:
    return dimension in dimensions or COARSER.get(dimension) in dimensions


def _column(table: _Table, dimension: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the names of a dimension and the position of each cell's code in them, coarsened where needed."""
    if dimension in table.names:
        return table.names[dimension], table.codes[dimension]
    fine = table.names[COARSER[dimension]]
    coarse = [_coarse(dimension, code) for code in fine]
    names, positions = np.unique(np.array(coarse, dtype=str), return_inverse=True)
    return names.astype(object), positions[table.codes[COARSER[dimension]]]


def _coarse(dimension: str, code: str) -> str:
    if dimension == "age":
        return AGE.get(code, "adult")
    return code if code == UNKNOWN else code[:2]
