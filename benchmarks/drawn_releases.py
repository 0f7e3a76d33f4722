"""Releases of demonstration cases, drawn many times over the same cases, beside what was recorded of them.

NumPy draws the noise, hundreds of times faster than publication does; all else is what publication does, and all is
read through the door that pages use.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Engine, make_url

from benchmarks.coverage import is_own, questions
from benchmarks.judged_tables import JUDGED
from data_access.cases.case_database import prepare
from data_access.database import open_database
from data_access.demonstration import load_demonstration
from data_access.publishing import domains, measurement
from data_access.publishing.counting.count import count
from data_access.publishing.domains import Domains
from data_access.publishing.manifest import manifest_of
from data_access.publishing.measurement import measure, total_shares
from data_access.publishing.noise import rho_for
from data_access.publishing.plan_budget import WHOLE
from data_access.publishing.release_store import write_release
from data_access.release.release import Release
from data_access.release.workload import WORKLOAD, Table

DELTA = 1e-6
DRAWS_A_CHOICE = 10  # of the codes: choosing them takes longer than drawing
LEAST = 30  # people in the cells that are judged
SOURCES = {"provenance": "synthetic", "sources": ["benchmark"], "data_until": "", "places_are_proxies": False}
Counts = Mapping[Table, pd.Series]
TABLE, AXES_SUM, YEARS_SUM = "table", "sum over some axes of a table", "sum over chosen years"
Asked = tuple[str, tuple[str, ...], Mapping[str, frozenset[str]]]  # which kind, by what, and of which codes
CHOSEN_YEARS = {"year": frozenset(map(str, range(2019, 2026)))}  # of demonstration data from 2015 on


def counted_cases(folder: str, number: int) -> tuple[Counts, Counts]:
    """The counts of so many demonstration cases: of all that was recorded, and as they are published."""
    cases = open_database(make_url(f"sqlite:///{Path(folder) / f'cases_{number}.db'}"))
    prepare(cases)
    load_demonstration(cases, cases=number, seed=7)
    until = date(date.today().year - 1, 12, 31)
    with cases.connect() as connection:
        recorded = count(connection, WORKLOAD, until, lambda text: None, is_clipped=False)
        return recorded, count(connection, WORKLOAD, until, lambda text: None)


def rho_of(epsilon: float) -> float:
    """What is left to spend when the room for tables to come is kept free."""
    return rho_for(epsilon, DELTA) * min(total_shares(WORKLOAD) / WHOLE, 1.0)


def asked(*, tables_alone: bool = False) -> dict[str, Asked]:
    """What is asked of each release, by name: the judged tables, every sum over some of their axes, and each of these
    of chosen years."""
    found: dict[str, Asked] = {}
    for name, by in questions(name.split("-") for name in JUDGED).items():
        found[name] = (TABLE if name in JUDGED else AXES_SUM, by, {})
        if "year" in by and len(by) > 1:
            found[f"{name} of chosen years"] = (YEARS_SUM, tuple(axis for axis in by if axis != "year"), CHOSEN_YEARS)
    return {name: one for name, one in found.items() if one[0] == TABLE or not tables_alone}


def drawn(
    releases: Engine, counted: tuple[Counts, Counts], epsilon: float, draws: int, asked: Mapping[str, Asked]
) -> pd.DataFrame:
    """One row a draw and cell that truly holds LEAST people or more, or is shown: `draw`, `table`, `asked` (TABLE: one
    of JUDGED; AXES_SUM or YEARS_SUM), `exact` (as recorded), `estimate`, `error`, `shown`. Cells that others are pooled
    into are left out. counted: what was recorded, and what is counted of it."""
    recorded, counts = counted
    rows = []
    for number in range(draws):
        if number % DRAWS_A_CHOICE == 0:
            kept = _Kept(date.today().year)
            noisy = _release(releases, kept, counts, epsilon)
            exact = _release(releases, kept, recorded, None)
            truth = {name: exact.counts(by, where) for name, (_, by, where) in asked.items()}
            people = {name: answer["count"].to_numpy(dtype=int, na_value=0) for name, answer in truth.items()}
            own = {name: is_own(truth[name], by) for name, (_, by, _) in asked.items()}
        else:
            noisy = _release(releases, kept, counts, epsilon)
        for name, (kind, by, where) in asked.items():
            # of the same codes all answers have the same rows
            answer = noisy.counts(by, where)
            is_shown = (answer["state"] == "count").to_numpy()
            chosen = own[name] & (is_shown | (people[name] >= LEAST))
            frame = {
                "draw": number,
                "table": name,
                "asked": kind,
                "exact": people[name][chosen],
                "estimate": answer["count"].to_numpy(dtype=float, na_value=np.nan)[chosen],
                "error": answer["standard_error"].to_numpy()[chosen],
                "shown": is_shown[chosen],
            }
            rows.append(pd.DataFrame(frame))
    return pd.concat(rows, ignore_index=True).astype({"table": "category", "asked": "category"})


def _release(releases: Engine, kept: "_Kept", counts: Counts, epsilon: float | None) -> Release:
    with _quick_noise(kept):
        measured = measure(counts, rho_of(epsilon) if epsilon else None, date.today().year, lambda text: None)
    delta = DELTA if epsilon else None
    manifest = manifest_of(measured, SOURCES, kind="public", epsilon=epsilon, delta=delta)
    return Release(releases, write_release(releases, "", manifest, measured))


class _Kept(Domains):
    """The codes of one draw, kept for those after it, and the tables over them."""

    def __init__(self, last_year: int) -> None:
        super().__init__(last_year)
        self._tables: dict[int, NDArray[np.int64]] = {}

    def again(self, last_year: int) -> "_Kept":
        """The same codes for another draw."""
        return self

    def choose(self, axis: str, exact: pd.Series, deviation: float) -> None:
        if axis not in self._kept:
            super().choose(axis, exact, deviation)

    def as_array(self, table: Table, exact: pd.Series) -> NDArray[np.int64]:
        if id(exact) not in self._tables:
            self._tables[id(exact)] = super().as_array(table, exact)
        return self._tables[id(exact)]


@contextmanager
def _quick_noise(kept: _Kept) -> Iterator[None]:
    """Draw over the kept codes, with rounded Gaussian noise of NumPy's."""
    random = np.random.default_rng()

    def add(counts: NDArray[np.int64], deviation: float) -> NDArray[np.int64]:
        return counts + np.rint(random.normal(0, deviation, counts.shape)).astype(np.int64)

    with (
        patch.object(measurement, "Domains", kept.again),
        patch.object(measurement, "add_noise", add),
        patch.object(domains, "add_noise", add),
    ):
        yield
