"""How exact is a public release, and how often does its noise invent something?

    python -m benchmarks.bench_protection [--cases 60000] [--publications 20] [--epsilon 4 2 8]

Compares publications of demonstration data with an exact one, through the door that pages use: the figures that
docs/protection.md quotes.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from sqlalchemy import Engine, make_url

from data_access.case_database import prepare
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.manifest import manifest_of
from data_access.measurement import count, draw
from data_access.noise import rho_for
from data_access.release import Release
from data_access.release_store import write_release
from data_access.workload import WORKLOAD, Table, dimensions_of

DELTA = 1e-6
DEFAULT_EPSILON = 4.0
SOURCES = {"provenance": "synthetic", "sources": ["benchmark"], "data_until": "", "places_are_proxies": False}
Counts = Mapping[Table, pd.Series]


def main() -> None:
    """Print the figures for each epsilon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument("--epsilon", type=float, nargs="+", default=[4.0, 2.0, 8.0])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cases = open_database(make_url(f"sqlite:///{Path(folder) / 'cases.db'}"))
        releases = open_database(make_url(f"sqlite:///{Path(folder) / 'releases.db'}"))
        prepare(cases)
        migrate(releases, "releases")
        load_demonstration(cases, cases=arguments.cases, seed=7)
        with cases.connect() as connection:
            counts = count(connection, WORKLOAD, date(date.today().year - 1, 12, 31), lambda text: None)
        exact = _answers(_release(releases, counts, None))
        for epsilon in arguments.epsilon:
            publications = arguments.publications if epsilon == arguments.epsilon[0] else 1
            _compare(releases, counts, exact, epsilon, publications)


def _release(releases: Engine, counts: Counts, epsilon: float | None) -> Release:
    rho = rho_for(epsilon, DELTA) if epsilon else None
    measured = draw(counts, rho, date.today().year, lambda text: None)
    manifest = manifest_of(measured, SOURCES, kind="public", epsilon=epsilon, delta=DELTA if epsilon else None)
    return Release(releases, write_release(releases, "", manifest, measured))


def _answers(release: Release) -> dict[str, pd.DataFrame]:
    """Every measured table of the workload, indexed by its codes."""
    measured = [axes for table in WORKLOAD for axes in (table.axes, *(part for part, _ in table.parts))]
    questions = {"-".join(axes): [name for axis in axes for name in dimensions_of(axis)] for axes in measured}
    return {name: release.counts(tuple(by), {}).set_index(by) for name, by in questions.items()}


def _compare(
    releases: Engine, counts: Counts, exact: dict[str, pd.DataFrame], epsilon: float, publications: int
) -> None:
    invented, start = 0, time.perf_counter()
    for _ in range(publications):
        release = _release(releases, counts, epsilon)
        noisy = _answers(release)
        rows = pd.concat([_joined(name, exact[name], noisy[name]) for name in exact])
        invented += int((rows["shown"] & (rows["exact"] == 0)).sum())
    seconds = (time.perf_counter() - start) / publications
    rows["relative"] = ((rows["estimate"] - rows["exact"]).abs() / rows["exact"]).where(rows["shown"])
    print(f"\nepsilon {epsilon:g} at delta {DELTA:g}, rho {release.manifest['rho']:.4f}")
    print(f"  a number is shown from {release.manifest['threshold_errors']:.2f} standard errors; {seconds:.1f} s each")
    figures = []
    for least, limit in ((100, 4), (500, 1)):
        error = 100 * rows.loc[rows["exact"] >= least, "relative"].median()
        figures.append((f"median relative error of cells of {least} or more", error, "%", {"limit": limit}))
    for name, least, words, share in (
        ("year-province-form", 30, "province x year x form cells", 85),
        ("province_leg", 60, "routes between provinces", 95),
    ):
        shown = 100 * rows.loc[(rows["table"] == name) & (rows["exact"] >= least), "shown"].mean()
        figures.append((f"{words} of {least} or more that are shown", shown, "%", {"at_least": share}))
    stated = f"cells shown that stand for nobody, in {publications} publications"
    figures.append((stated, float(invented), "cells", {"limit": publications}))
    for what, measured, unit, bound in figures:
        # the limits are those of the default budget; what another budget costs is only shown
        row = {"name": f"epsilon {epsilon:g}: {what}", "measured": float(measured), "unit": unit}
        print(json.dumps(row | (bound if epsilon == DEFAULT_EPSILON else {})))
    table = rows[rows["exact"] > 0].groupby("table")
    summary = pd.DataFrame(
        {
            "standard error": table["error"].median(),
            "cells": table.size(),
            "shown %": 100 * table["shown"].mean(),
            "median error % (100+)": 100 * rows[rows["exact"] >= 100].groupby("table")["relative"].median(),
            "(500+)": 100 * rows[rows["exact"] >= 500].groupby("table")["relative"].median(),
            "cells (500+)": rows[rows["exact"] >= 500].groupby("table").size(),
        }
    )
    print(summary.round(1).to_string())


def _joined(name: str, exact: pd.DataFrame, noisy: pd.DataFrame) -> pd.DataFrame:
    """One row a cell: table, exact, estimate, error, shown. Cells with pooled codes have no exact counterpart."""
    both = exact[["count"]].join(noisy.rename(columns={"count": "estimate"}), how="outer")
    drop = np.zeros(len(both), dtype=bool)
    for level in both.index.names:
        codes = both.index.get_level_values(level)
        if level != "sex":
            drop |= codes == "other"
        if level in ("province", "source", "exploitation", "chain_source"):
            drop |= codes.str.len() == 2  # a country among provinces also holds the provinces pooled into it
    rows = pd.DataFrame(
        {
            "table": name,
            "exact": both["count"].fillna(0).astype(int),
            "estimate": both["estimate"].astype("Float64").astype(float),
            "error": both["standard_error"],
            "shown": (both["state"] == "count").fillna(False).astype(bool),
        }
    )
    return rows[~drop]


if __name__ == "__main__":
    main()
