"""How often do printed intervals hold what sources recorded, and how far off are numbers on average?

    python -m benchmarks.coverage [--cases 60000] [--publications 20] [--epsilon 4]

By table, of demonstration data, against an exact count of all that was recorded: clipping, pooling and everything that
makes the tables agree is in it. Then what clipping loses of each list, as it is and as a publication measures it.
"""

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Engine, make_url

from data_access.cases.case_database import prepare
from data_access.codes.of_release import NO_TRANSIT, OTHER
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.publishing.counting.count import count
from data_access.publishing.manifest import lost_shares, manifest_of
from data_access.publishing.measurement import measure
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import write_release
from data_access.release.lattice import subsets
from data_access.release.release import Release
from data_access.release.workload import BOUNDS, WORKLOAD, Table, dimensions_of
from figures.kit.words import margin

DELTA = 1e-6
SOURCES = {"provenance": "synthetic", "sources": ["benchmark"], "data_until": "", "places_are_proxies": False}
LEAST = 100
PLACES = ("province", "source", "exploitation", "chain_source")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--publications", type=int, default=20)
    parser.add_argument("--epsilon", type=float, default=4.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        cases = open_database(make_url(f"sqlite:///{Path(folder) / 'cases.db'}"))
        releases = open_database(make_url(f"sqlite:///{Path(folder) / 'releases.db'}"))
        prepare(cases)
        migrate(releases, "releases")
        load_demonstration(cases, cases=arguments.cases, seed=7)
        until = date(date.today().year - 1, 12, 31)
        with cases.connect() as connection:
            clipped = count(connection, WORKLOAD, until, lambda text: None)
            recorded = count(connection, WORKLOAD, until, lambda text: None, is_clipped=False)
        publications = (_release(releases, clipped, arguments.epsilon, until) for _ in range(arguments.publications))
        exact, release = (
            _release(releases, recorded, None, until),
            _release(releases, clipped, arguments.epsilon, until),
        )
        found = coverage(publications, exact, WORKLOAD)
        lost = lost_shares(measure(clipped, None, until.year, lambda text: None))
    found["covered %"] = 100 * found["covered"] / found["shown"].clip(lower=1)
    print(found[found["shown"] > 0].round(2).to_string(index=False))
    for group, (share, _) in lost.items():
        measured, error = (release.manifest[name][group] for name in ("lost", "lost_errors"))
        print(f"of {group} {100 * share:.2f} % is lost, and measured as {100 * measured:.2f} % ± {200 * error:.2f}")
    share = 100 * float(found["covered"].sum() / found["shown"].sum())
    print(json.dumps({"name": "intervals that hold what was recorded", "measured": share, "unit": "%", "at_least": 93}))


def _release(releases: Engine, counts: Mapping[Table, pd.Series], epsilon: float | None, until: date) -> Release:
    rho = rho_for(epsilon, DELTA) if epsilon else None
    measured = measure(counts, rho, until.year, lambda text: None)
    manifest = manifest_of(measured, SOURCES, kind="public", epsilon=epsilon, delta=DELTA if epsilon else None)
    return Release(releases, write_release(releases, "", manifest, measured))


def coverage(publications: Iterable[Release], recorded: Release, workload: Sequence[Table]) -> pd.DataFrame:
    """One row a table, or sum over some of its axes: `table`, `cells` of 100 people or more, `shown`, `covered` (by
    number ± margin, as pages print it) and `bias` (the mean of all differences, in standard errors).

    recorded: an exact release of the same cases, whose lists were not clipped. Cells into which a publication pools
    others are left out: countries among provinces, ways without a known stop, and all that is `other`.
    """
    asked = questions(table.axes for table in workload)
    truth = {name: own_cells(recorded.counts(by, {}), by) for name, by in asked.items()}
    sums: dict[str, np.ndarray] = {name: np.zeros(4) for name in asked}
    for release in publications:
        for name, by in asked.items():
            both = truth[name].join(release.counts(by, {}).set_index(list(by)), how="inner")
            both = both[both["recorded"] >= LEAST]
            shown = both[both["state"] == "count"]
            away = (shown["count"] - shown["recorded"]).to_numpy(dtype=float)
            error = shown["standard_error"].to_numpy()
            covered = np.abs(away) <= [margin(one) for one in error]
            sums[name] += [len(both), len(shown), covered.sum(), (away / np.maximum(error, 1)).sum()]
    rows = [(name, *map(int, found[:3]), found[3] / max(found[1], 1)) for name, found in sums.items()]
    return pd.DataFrame(rows, columns=["table", "cells", "shown", "covered", "bias"])


def questions(tables: Iterable[Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The dimensions of tables with these axes, and of every sum over some of their one-valued axes, by their axes."""
    found = {}
    for axes in tables:
        for dropped in subsets(tuple(axis for axis in axes if axis not in BOUNDS)):
            kept = [axis for axis in axes if axis not in dropped]
            found["-".join(kept)] = tuple(name for axis in kept for name in dimensions_of(axis))
    return {name: by for name, by in found.items() if name}


def own_cells(answer: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows of an exact answer that `is_own` keeps, by their codes: `recorded`."""
    return answer[is_own(answer, by)].set_index(list(by))[["count"]].rename(columns={"count": "recorded"})


def is_own(answer: pd.DataFrame, by: Sequence[str]) -> NDArray[np.bool_]:
    """Into which rows of an answer does a publication pool no others?"""
    own = np.ones(len(answer), dtype=bool)
    for name in by:
        codes = answer[name].astype(str)
        if name != "sex":
            own &= (codes != OTHER).to_numpy()
        if name in PLACES:
            own &= (codes.str.len() > 2).to_numpy()
        if name in ("first_country", "first_transit"):
            own &= (codes != NO_TRANSIT).to_numpy()
    return own


if __name__ == "__main__":
    main()
