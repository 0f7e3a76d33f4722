"""How exact is a public release, how much of it is shown, and how often does its noise invent something?

    python -m benchmarks.bench_protection [--cases 60000] [--publications 3] [--draws 200] [--epsilon 4 2 8]

Compares publications of demonstration data with what their sources recorded, through the door that pages use: the
figures that docs/protection.md quotes. They are reached with only the planned share of the budget: the room that is
left for tables to come stays empty. How many of the shown cells stand for nobody is the mean of many draws, of the
whole demonstration data and of an almost empty database; their noise is drawn by NumPy, hundreds of times faster.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from unittest.mock import patch

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import Engine, make_url

from data_access import domains, measurement
from data_access.case_database import prepare
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.domains import Domains
from data_access.manifest import LEAST_COUNT, manifest_of
from data_access.measurement import count, draw
from data_access.noise import rho_for
from data_access.planned_shares import PLANNED_ON, SHARES
from data_access.publish import write_release
from data_access.release import Release
from data_access.thresholds import smallest_threshold, sums_of
from data_access.workload import BOUNDS, DENOMINATORS, WORKLOAD, Table, dimensions_of

DELTA = 1e-6
DEFAULT_EPSILON = 4.0
FEW_CASES = 40  # an almost empty database
DRAWS_A_CHOICE = 25  # of the codes: choosing them takes longer than drawing
LEAST_CELLS = 10  # the median of fewer says nothing
SOURCES = {"provenance": "synthetic", "sources": ["benchmark"], "data_until": "", "places_are_proxies": False}
Counts = Mapping[Table, pd.Series]

# The tables that are judged, whatever the workload is: those of the first version, by their axes.
TABLES = tuple(
    """
    year-country-sex-age year-country year-sex-age country-sex-age year
    year-country-sex-age_band sex-age_band year-province-sex-age year-province province
    year-source-sex-age year-source source year-exploitation-sex-age year-exploitation exploitation
    year-way-sex-age year-way way year-country-sex-age-form year-country-form form
    year-province-form year-source-form year-exploitation-form year-way-form way-recruitment way-stop stop
    year-country-means year-sex-age-means means form-means
    year-country-sex-age-stage country-sex-age-stage country-stage sex-age-stage year-stage
    source-sex-age-stage source-stage year-form-stage province-stage sex-age-identified_by-stage
    country-sex-age-reunification_time country-reunification_time sex-age-reunification_time
    source-sex-age-reunification_time source-reunification_time
    year-reunification_time form-reunification_time province-reunification_time
    country-sex-age-referral_time sex-age-referral_time country-sex-age-service_time sex-age-service_time
    year-country-sex-age-outcome country-sex-age-outcome sex-age-outcome
    year-country-sex-age-service country-sex-age-service country-service sex-age-service province-service
    year-province-data_source year-country-lists country-lists lists year-chain chain year-province_leg province_leg
    """.split()  # noqa: SIM905
)
# What replaces some of them, and is judged as well.
MERGED = ("exploitation-sex-age", "exploitation-form", "sex-age-means")
# Those that are no longer published, and what no page can answer any more.
DROPPED = {
    "year-exploitation-sex-age": "who was exploited in a province, by sex or age, in chosen years (of all years: yes)",
    "year-exploitation-form": "which forms are exploited in a province in chosen years (of all years: yes)",
    "way-recruitment": "how people on a route were recruited",
    "year-sex-age-means": "the means of control of women, men, children or adults in chosen years (of all years: yes)",
    "year-reunification_time": "how long the way back to the family took in chosen years",
    "form-reunification_time": "how long the way back took, by form of exploitation",
    "province-reunification_time": "how long the way back took from where people were identified (from their source: "
    "yes)",
    "year-country-sex-age-service": "which services people received in chosen years (of all years: yes)",
    "province-service": "which services people received in a province (in a country: yes)",
    "year-chain": "whole ways by province of transit in chosen years (of all years, and between countries: yes)",
    "year-province_leg": "routes between provinces in chosen years (of all years, and between countries: yes)",
}


def main() -> None:
    """Print the figures for each epsilon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--publications", type=int, default=3)
    parser.add_argument("--draws", type=int, default=200)
    parser.add_argument("--epsilon", type=float, nargs="+", default=[4.0, 2.0, 8.0])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        releases = open_database(make_url(f"sqlite:///{Path(folder) / 'releases.db'}"))
        migrate(releases, "releases")
        recorded, counts = _counted(folder, arguments.cases)
        few = _counted(folder, FEW_CASES)
        for epsilon in arguments.epsilon:
            rows = [_publication(releases, recorded, counts, epsilon) for _ in range(arguments.publications)]
            print(f"\nepsilon {epsilon:g} at delta {DELTA:g}, {len(rows)} publications of rho {_rho(epsilon):.4f}")
            _judge(epsilon, pd.concat(rows, keys=range(len(rows)), names=["publication"]))
    for name, (true, clipped) in {"60,000 cases": (recorded, counts), f"{FEW_CASES} cases": few}.items():
        _count_invented(f"{name}, {arguments.draws} draws", true, clipped, arguments.draws)
    planned = sum(SHARES[name] for name in _measured())
    print(f"Of the budget {planned / 10:.1f} % is planned ({PLANNED_ON}), {100 - planned / 10:.1f} % is room.")
    print("No longer published, and so no page can say any more:")
    for name, what in DROPPED.items():
        print(f"  {name}: {what}")


def _counted(folder: str, number: int) -> tuple[Counts, Counts]:
    """The counts of so many demonstration cases: of all that was recorded, and as they are published."""
    cases = open_database(make_url(f"sqlite:///{Path(folder) / f'cases_{number}.db'}"))
    prepare(cases)
    load_demonstration(cases, cases=number, seed=7)
    until = date(date.today().year - 1, 12, 31)
    with cases.connect() as connection:
        with patch.dict(BOUNDS, dict.fromkeys(BOUNDS, 99)):
            recorded = count(connection, WORKLOAD, until, lambda text: None)
        return recorded, count(connection, WORKLOAD, until, lambda text: None)


def _measured() -> list[str]:
    """The names of all planned measurements and choices that every publication pays for."""
    asked = {"-".join(axes) for table in DENOMINATORS for axes, _ in table.targets}
    return [name for name in SHARES if name not in asked]


def _rho(epsilon: float) -> float:
    """What is left to spend when the room for tables to come is kept free."""
    return rho_for(epsilon, DELTA) * min(sum(SHARES[name] for name in _measured()) / 1000, 1.0)


def _publication(releases: Engine, recorded: Counts, counts: Counts, epsilon: float) -> pd.DataFrame:
    """One row a cell of a publication, beside what sources recorded under the codes that the publication chose."""
    kept = _Kept(date.today().year)
    with patch.object(measurement, "Domains", lambda last_year: kept):
        noisy, exact = (
            _answers(_release(releases, among, rho)) for among, rho in ((counts, _rho(epsilon)), (recorded, None))
        )
    return pd.concat([_compared(name, exact[name], noisy[name]) for name in noisy], ignore_index=True)


def _release(releases: Engine, counts: Counts, rho: float | None) -> Release:
    measured = draw(counts, rho, date.today().year, lambda text: None)
    budget = {"epsilon": DEFAULT_EPSILON, "delta": DELTA} if rho else {"epsilon": None, "delta": None}
    manifest = manifest_of(measured, SOURCES, kind="public", **budget)
    return Release(releases, write_release(releases, "", manifest, measured))


def _answers(release: Release) -> dict[str, pd.DataFrame]:
    """Every table that is judged, indexed by its codes."""
    judged = [name for name in (*TABLES, *MERGED) if name not in DROPPED]
    questions = {name: [code for axis in name.split("-") for code in dimensions_of(axis)] for name in judged}
    return {name: release.counts(tuple(by), {}).set_index(by) for name, by in questions.items()}


def _compared(name: str, exact: pd.DataFrame, noisy: pd.DataFrame) -> pd.DataFrame:
    """One row a cell: table, exact, estimate, error, shown. Cells of codes that are pooled are left out."""
    both = exact[["count"]].join(noisy.rename(columns={"count": "estimate"}))
    pooled = np.zeros(len(both), dtype=bool)
    for level in both.index.names:
        codes = both.index.get_level_values(level)
        if level != "sex":
            pooled |= codes == "other"
        if level in ("province", "source", "exploitation", "chain_source"):
            pooled |= codes.str.len() == 2  # a country among provinces also holds the provinces pooled into it
    rows = {
        "table": name,
        "exact": both["count"].astype(int),
        "estimate": both["estimate"].astype("Float64").astype(float),
        "error": both["standard_error"],
        "shown": (both["state"] == "count").astype(bool),
    }
    return pd.DataFrame(rows)[~pooled].reset_index(drop=True)


def _judge(epsilon: float, rows: pd.DataFrame) -> None:
    """Print the figures over the cells of all publications."""
    publications = rows.index.get_level_values("publication").nunique()
    away = (rows["estimate"] - rows["exact"]).abs()
    rows["relative"] = (100 * away / rows["exact"]).where(rows["shown"])
    rows["covered"] = (away <= 1.96 * rows["error"] + 0.5).where(rows["shown"])
    size = pd.cut(rows["exact"], [30, 100, 500, np.inf], right=False, labels=["30-99", "100-499", "500+"])
    by_size = rows.groupby(["table", size], observed=False)
    shown, cells = (100 * rows["shown"]).groupby(size, observed=False).mean(), by_size.size() / publications
    errors = by_size["relative"].median().where(cells >= LEAST_CELLS).unstack()
    large = rows[(rows["exact"] >= 100) & rows["shown"]]
    covered = 100 * large.groupby("table")["covered"].mean()[lambda shares: large.groupby("table").size() >= 30]
    forms, routes = (
        100 * rows.loc[(rows["table"] == name) & (rows["exact"] >= least), "shown"].mean()
        for name, least in (("year-province-form", 30), ("province_leg", 60))
    )
    invented = rows[rows["shown"]].assign(empty=lambda frame: 100 * (frame["exact"] == 0)).groupby("table")["empty"]
    figures = (
        ("cells of 30 to 99 that are shown", shown["30-99"], "%", {"at_least": 60}),
        ("cells of 100 to 499 that are shown", shown["100-499"], "%", {"at_least": 99}),
        ("median error of cells of 100 to 499", rows.loc[size == "100-499", "relative"].median(), "%", {}),
        _worst("median error of cells of 100 to 499", errors["100-499"], {"limit": 5}),
        ("median error of cells of 500 or more", rows.loc[size == "500+", "relative"].median(), "%", {"limit": 1.5}),
        _worst("median error of cells of 500 or more", errors["500+"], {"limit": 1.5}),
        ("province x year x form cells of 30 or more that are shown", forms, "%", {"at_least": 90}),
        ("routes between provinces of 60 or more that are shown", routes, "%", {"at_least": 97}),
        ("recorded numbers of 100 or more within the printed 95 %", 100 * large["covered"].mean(), "%", {}),
        _worst("recorded numbers of 100 or more within the printed 95 %", -covered, {"at_least": 93}),
        ("cells shown that stand for nobody", invented.mean().mean(), "%", {"limit": 0.5}),
    )
    for what, measured, unit, bound in figures:
        # the limits are those of the default budget; what another budget costs is only shown
        row = {"name": f"epsilon {epsilon:g}: {what}", "measured": round(float(measured), 2), "unit": unit}
        print(json.dumps(row | (bound if epsilon == DEFAULT_EPSILON else {})))
    summary = {
        "standard error": rows.groupby("table")["error"].median(),
        "cells": cells.groupby("table").sum(),
        **{f"shown % {name}": by_size["shown"].mean().unstack()[name] * 100 for name in ("30-99", "100-499")},
        **{f"error % {name}": by_size["relative"].median().unstack()[name] for name in ("100-499", "500+")},
        **{f"cells {name}": cells.unstack()[name] for name in ("100-499", "500+")},
        "within 95 %": 100 * large.groupby("table")["covered"].mean(),
    }
    print(pd.DataFrame(summary).round(1).to_string())


def _worst(what: str, by_table: pd.Series, bound: dict[str, float]) -> tuple[str, float, str, dict[str, float]]:
    """The figure of the table that does worst: with the largest value; of what has a least, values are negative."""
    return f"{what}, worst table ({by_table.idxmax()})", abs(by_table.max()), "%", bound


class _Kept(Domains):
    """The codes of one draw, kept for those after it, and the tables over them."""

    def __init__(self, last_year: int) -> None:
        super().__init__(last_year)
        self._tables: dict[int, NDArray[np.int64]] = {}

    def choose(self, axis: str, exact: pd.Series, deviation: float) -> None:
        if axis not in self._kept:
            super().choose(axis, exact, deviation)

    def dense(self, table: Table, exact: pd.Series) -> NDArray[np.int64]:
        if id(exact) not in self._tables:
            self._tables[id(exact)] = super().dense(table, exact)
        return self._tables[id(exact)]


@contextmanager
def _quick_noise(kept: _Kept) -> Iterator[None]:
    """Draw over the kept codes, with rounded Gaussian noise of NumPy's."""
    random = np.random.default_rng()

    def add(counts: NDArray[np.int64], deviation: float) -> NDArray[np.int64]:
        return counts + np.rint(random.normal(0, deviation, counts.shape)).astype(np.int64)

    with (
        patch.object(measurement, "Domains", lambda last_year: kept),
        patch.object(measurement, "add_noise", add),
        patch.object(domains, "add_noise", add),
    ):
        yield


def _count_invented(what: str, recorded: Counts, counts: Counts, draws: int) -> None:
    """Print how many of the shown cells of each table stand for nobody, as the mean of many draws."""
    shares: dict[str, list[float]] = {}
    cells = 0
    for number in range(draws):
        if number % DRAWS_A_CHOICE == 0:
            kept = _Kept(date.today().year)
        with _quick_noise(kept):
            measured = draw(counts, _rho(DEFAULT_EPSILON), date.today().year, lambda text: None)
        judged: set[str] = set()
        for result in measured:
            truth = kept.dense(result.table, recorded[result.table])
            for axes, sums, error in sums_of(result):
                if (name := "-".join(axes)) not in (*TABLES, *MERGED) or name in judged:
                    continue
                judged.add(name)
                shown = np.rint(sums) >= max(LEAST_COUNT, error * smallest_threshold(sums, error, LEAST_COUNT))
                dropped = tuple(place for place, axis in enumerate(result.table.axes) if axis not in axes)
                shares.setdefault(name, []).append((truth.sum(axis=dropped)[shown] == 0).sum() / max(shown.sum(), 1))
                cells += int(shown.sum())
    of_tables = pd.Series({name: 100 * np.mean(found) for name, found in shares.items()})
    for name, share in (("all tables", of_tables.mean()), (f"worst table: {of_tables.idxmax()}", of_tables.max())):
        row = {"name": f"cells shown that stand for nobody ({what}, {name})", "measured": round(share, 3), "unit": "%"}
        print(json.dumps(row | {"limit": 0.5}))
    print(f"  {cells / draws:,.1f} cells are shown in a publication of {what}")


if __name__ == "__main__":
    main()
