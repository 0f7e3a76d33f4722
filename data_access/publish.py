"""Turn the cases into a release: count the workload, withhold small cells, write it all at once."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import reduce
from typing import Any

import numpy as np
import pandas as pd
from rich.progress import Progress
from sqlalchemy import Connection, Engine, delete, func, insert, select

from data_access import coding, release_schema, schema
from data_access.errors import BadInput
from data_access.loading import append_rows
from data_access.workload import WORKLOAD, Marginal, with_parts

SCHEMA_VERSION = 1
THRESHOLD = 10
CASES_ROUNDED_TO = 100


def publish(cases: Engine, releases: Engine, *, kind: str, epsilon: float, delta: float) -> dict[str, Any]:
    """Write a release of the case database and make it the active one.

    The same data and workload give the release that is already there. Counts are exact, and cells of fewer than
    THRESHOLD people are withheld. That protects nobody against subtraction, so every case must be synthetic or come
    from a source that is already public and anonymised.

    Returns release (its id), new (whether it was written now), cells, withheld and message.
    Raises BadInput when there is nothing to publish, or when a case is neither synthetic nor already public.
    """
    if kind != "public":
        raise BadInput("A restricted release is not available yet. Publish a public one: --kind public.")
    with cases.begin() as connection:
        _refuse_confidential(connection)
        input_hash = _input_hash(connection, kind)
        existing = _existing(releases, input_hash)
        if existing:
            _activate(releases, kind, existing)
            return {
                "release": existing,
                "new": False,
                "message": f"Nothing has changed since release {existing}; it is the active one.",
            }
        counts, people = _count(connection)
        manifest = _manifest(connection, kind, people, counts)
    cells = pd.concat(_publishable_cells(counts), ignore_index=True)
    manifest["tables"] = _tables(cells)
    release_id = _write(releases, kind, input_hash, manifest, cells)
    withheld = int((cells["state"] == "withheld").sum())
    return {
        "release": release_id,
        "new": True,
        "cells": len(cells),
        "withheld": withheld,
        "message": f"Release {release_id} is published and active: {len(cells):,} cells, {withheld:,} of them withheld.",
    }


def _refuse_confidential(connection: Connection) -> None:
    confidential = connection.scalar(
        select(func.count()).select_from(schema.case).where(schema.case.c.provenance == "confidential")
    )
    if confidential:
        raise BadInput(
            "This database holds confidential case records, and a release without noise would not protect them. "
            "Nothing was published. Only synthetic cases and data sets that are already public and anonymised "
            "can be published this way."
        )
    if not connection.scalar(select(func.count()).select_from(schema.case)):
        raise BadInput("There are no cases to publish. Load some first: python -m data_access import FILE, or demo.")


def _input_hash(connection: Connection, kind: str) -> str:
    """Name the state of the database and the workload: the same name, the same release."""
    runs = connection.execute(
        select(schema.import_run.c.content_hash).order_by(schema.import_run.c.content_hash)
    ).scalars()
    size = connection.execute(select(func.count(), func.max(schema.case.c.id)).select_from(schema.case)).one()
    state = [kind, SCHEMA_VERSION, THRESHOLD, [marginal.name for marginal in WORKLOAD], list(runs), list(size)]
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()


def _existing(releases: Engine, input_hash: str) -> int | None:
    with releases.connect() as connection:
        table = release_schema.release
        found = connection.scalar(select(func.max(table.c.id)).where(table.c.input_hash == input_hash))
    return int(found) if found else None


def _count(connection: Connection) -> tuple[dict[Marginal, pd.Series], int]:
    """Count every marginal of the workload exactly. Returns the counts, indexed by code, and the number of people."""
    vocabulary = coding.Vocabulary()
    keys: dict[Marginal, list[np.ndarray]] = {marginal: [] for marginal in WORKLOAD}
    counts: dict[Marginal, list[np.ndarray]] = {marginal: [] for marginal in WORKLOAD}
    people = 0
    with Progress(transient=True, disable=None) as progress:
        task = progress.add_task("Counting", total=None)
        for block in coding.coded_blocks(connection, vocabulary):
            people += block.people
            for marginal in WORKLOAD:
                key, count = np.unique(_keys(block, marginal), return_counts=True)
                keys[marginal].append(key)
                counts[marginal].append(count)
            progress.update(task, description=f"Counting: {people:,} people")
    if not people:
        raise BadInput("No case may be published: none has consent to share, or none was found to be a victim.")
    return {
        marginal: _named(marginal, np.concatenate(keys[marginal]), np.concatenate(counts[marginal]), vocabulary)
        for marginal in WORKLOAD
    }, people


def _keys(block: coding.Block, marginal: Marginal) -> np.ndarray:
    """One number a person and combination of codes, made from the numbers of the marginal's dimensions."""
    case: np.ndarray | None = None
    columns: dict[str, np.ndarray] = {}
    for group in sorted(marginal.groups):
        rows, codes = block.many[group]
        if case is None:
            case, columns = rows, dict(codes)
            continue
        pairs = pd.DataFrame({"case": case, **columns}).merge(pd.DataFrame({"case": rows, **codes}), on="case")
        case = pairs["case"].to_numpy()
        columns = {name: pairs[name].to_numpy() for name in pairs.columns if name != "case"}
    key = np.zeros(block.people if case is None else len(case), dtype=np.int64)
    for dimension in marginal.dimensions:
        if dimension in columns:
            numbers = columns[dimension]
        else:
            numbers = block.single[dimension] if case is None else block.single[dimension][case]
        key = key * coding.MOST_CODES + numbers
    return key


def _named(marginal: Marginal, keys: np.ndarray, counts: np.ndarray, vocabulary: coding.Vocabulary) -> pd.Series:
    """Add up the blocks and give the keys their codes back."""
    key, inverse = np.unique(keys, return_inverse=True)
    total = np.bincount(inverse, weights=counts, minlength=len(key)).astype(np.int64)
    levels = []
    for dimension in reversed(marginal.dimensions):
        levels.append(vocabulary.names(dimension)[key % coding.MOST_CODES])
        key = key // coding.MOST_CODES
    return pd.Series(total, index=pd.MultiIndex.from_arrays(levels[::-1], names=marginal.dimensions))


def _publishable_cells(counts: dict[Marginal, pd.Series]) -> Iterator[pd.DataFrame]:
    """Yield, for each table of the release, its cells: marginal, key, count, standard_error, state."""
    for dimensions, marginal in with_parts(WORKLOAD).items():
        if not dimensions:
            continue
        kept = [dimension for dimension in marginal.dimensions if dimension in dimensions]
        exact = counts[marginal].groupby(level=kept, observed=True).sum()
        first, *others = [exact.index.get_level_values(name).to_numpy(dtype=object) for name in kept]
        keys = reduce(lambda key, codes: key + "|" + codes, others, first)
        withheld = exact.to_numpy() < THRESHOLD
        yield pd.DataFrame(
            {
                "marginal": "-".join(kept),
                "key": keys,
                "count": exact.where(~withheld).astype("Int64").to_numpy(),
                "standard_error": 0.0,
                "state": pd.Series(withheld).map({True: "withheld", False: "count"}),
            }
        )


def _tables(cells: pd.DataFrame) -> list[dict[str, Any]]:
    questions = {marginal.name: marginal.question for marginal in WORKLOAD}
    sizes = cells.groupby("marginal")["state"].agg(["size", lambda states: int((states == "withheld").sum())])
    sizes.columns = pd.Index(["cells", "withheld"])
    return [
        {"name": name, "question": questions.get(name), "cells": int(row["cells"]), "withheld": int(row["withheld"])}
        for name, row in sizes.iterrows()
    ]


def _manifest(connection: Connection, kind: str, people: int, counts: dict[Marginal, pd.Series]) -> dict[str, Any]:
    """Return what users are told about the release, without its tables."""
    runs = connection.execute(
        select(schema.import_run.c.source, schema.import_run.c.provenance, schema.import_run.c.finished_at)
        .where(schema.import_run.c.id.in_(select(schema.case.c.import_run_id)))
        .order_by(schema.import_run.c.id)
    ).all()
    provenances = {run.provenance for run in runs}
    proxies = connection.scalar(
        select(func.count()).select_from(schema.case_event).where(schema.case_event.c.basis == "proxy")
    )
    domains: dict[str, set[str]] = {}
    for series in counts.values():
        for name in series.index.names:
            domains.setdefault(str(name), set()).update(series.index.unique(str(name)))
    years = sorted(int(year) for year in domains["year"] - {coding.UNKNOWN})
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "method": "threshold",
        "epsilon": None,
        "delta": None,
        "threshold": THRESHOLD,
        "cases_about": round(people / CASES_ROUNDED_TO) * CASES_ROUNDED_TO,
        "period": [years[0], years[-1]] if years else None,
        "provenance": provenances.pop() if len(provenances) == 1 else "mixed",
        "sources": sorted({run.source for run in runs}),
        "data_until": max(run.finished_at for run in runs).date().isoformat(),
        "places_are_proxies": bool(proxies),
        "domains": {name: sorted(codes) for name, codes in sorted(domains.items())},
        "not_collected": sorted(name for name, codes in domains.items() if codes <= {coding.UNKNOWN}),
        "created_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _write(releases: Engine, kind: str, input_hash: str, manifest: dict[str, Any], cells: pd.DataFrame) -> int:
    content_hash = hash_cells(cells)
    table = release_schema.release
    with releases.begin() as connection:
        release_id = int(connection.scalar(select(func.coalesce(func.max(table.c.id), 0))) or 0) + 1
        connection.execute(
            insert(table).values(
                id=release_id,
                kind=kind,
                created_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
                input_hash=input_hash,
                content_hash=content_hash,
                manifest=json.dumps(manifest, ensure_ascii=False),
            )
        )
        append_rows(connection, release_schema.cell, cells.assign(release_id=release_id))
        _set_active(connection, kind, release_id)
    return release_id


def hash_cells(cells: pd.DataFrame) -> str:
    """Return the content hash of a release's cells (columns marginal, key, count, state), whatever their order."""
    ordered = cells.sort_values(["marginal", "key"])
    count = ordered["count"].astype("Int64").astype("string").fillna("")
    lines = ordered["marginal"].astype("string") + "\t" + ordered["key"].astype("string") + "\t" + count
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _activate(releases: Engine, kind: str, release_id: int) -> None:
    with releases.begin() as connection:
        _set_active(connection, kind, release_id)


def _set_active(connection: Connection, kind: str, release_id: int) -> None:
    active = release_schema.active_release
    connection.execute(delete(active).where(active.c.kind == kind))
    connection.execute(insert(active).values(kind=kind, release_id=release_id))
