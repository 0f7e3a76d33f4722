"""How exact is a public release, how much of it is shown, and how often does its noise invent something?

    python -m benchmarks.bench_protection [--cases 60000] [--publications 2] [--draws 60] [--epsilon 4 2 8]

Compares publications of demonstration data with what their sources recorded: the figures that docs/protection.md
quotes. They are reached with only the planned share of the budget: the room that is left for tables to come stays
empty. The figures are means of many draws over the same cases, whose noise NumPy draws, hundreds of times faster than
publication does; what the printed intervals hold is read through the door that pages use, from true publications.
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

from data_access.cases.case_database import prepare
from data_access.codes.of_release import OTHER
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.publishing import domains, measurement
from data_access.publishing.domains import Domains
from data_access.publishing.manifest import LEAST_COUNT, manifest_of
from data_access.publishing.measurement import count, measure
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import write_release
from data_access.publishing.thresholds import smallest_threshold, sums_of
from data_access.release.planned_shares import PLANNED_ON, SHARES
from data_access.release.release import Release
from data_access.release.workload import BOUNDS, DENOMINATORS, WORKLOAD, Table, dimensions_of

DELTA = 1e-6
DEFAULT_EPSILON = 4.0
FEW_CASES, FEW_DRAWS = 40, 200  # an almost empty database
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
    "year-province_leg": "routes between provinces in chosen years (of all years, and between countries: yes)",
}
JUDGED = tuple(name for name in (*TABLES, *MERGED) if name not in DROPPED)


def main() -> None:
    """Print the figures for each epsilon."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--publications", type=int, default=2)
    parser.add_argument("--draws", type=int, default=60)
    parser.add_argument("--epsilon", type=float, nargs="+", default=[4.0, 2.0, 8.0])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        releases = open_database(make_url(f"sqlite:///{Path(folder) / 'releases.db'}"))
        migrate(releases, "releases")
        recorded, counts = _counted(folder, arguments.cases)
        for epsilon in arguments.epsilon:
            draws = arguments.draws if epsilon == DEFAULT_EPSILON else 1 + arguments.draws // 10
            print(f"\nepsilon {epsilon:g} at delta {DELTA:g}, rho {_rho(epsilon):.4f}")
            _judge(f"epsilon {epsilon:g}", _drawn(recorded, counts, epsilon, draws), epsilon == DEFAULT_EPSILON)
        _judge_intervals([_publication(releases, recorded, counts) for _ in range(arguments.publications)])
        few = _drawn(*_counted(folder, FEW_CASES), DEFAULT_EPSILON, FEW_DRAWS)
    print(f"\nOf {FEW_CASES} cases {few['shown'].sum() / FEW_DRAWS:.1f} cells are shown in a publication.")
    _judge_invented(f"{FEW_CASES} cases", few, True)
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


def _say(what: str, measured: float, **bound: float) -> None:
    print(json.dumps({"name": what, "measured": round(float(measured), 3), "unit": "%", **bound}), flush=True)


def _judge(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print the figures of all draws. bounded: with their limits, which are those of the default budget."""
    whole = rows[rows["whole"] & (rows["exact"] >= 30)]
    relative = (100 * (whole["estimate"] - whole["exact"]).abs() / whole["exact"]).where(whole["shown"])
    size = pd.cut(whole["exact"], [30, 100, 500, np.inf], right=False, labels=["30-99", "100-499", "500+"])
    by_size = [whole["table"], size]
    cells = whole.groupby(by_size, observed=False).size().unstack() / rows["draw"].nunique()
    errors = relative.groupby(by_size, observed=False).median().unstack()
    shown = 100 * whole["shown"].groupby(size, observed=False).mean()
    figures = [
        ("cells of 30 to 99 that are shown", shown["30-99"], {"at_least": 60}),
        ("cells of 100 to 499 that are shown", shown["100-499"], {"at_least": 99}),
    ]
    for name, words, limit in (("100-499", "100 to 499", 5), ("500+", "500 or more", 1.5)):
        what = f"median error of shown cells of {words}"
        of_tables = errors[name].where(cells[name] >= LEAST_CELLS)
        figures.append((what, relative[size == name].median(), {"limit": limit}))
        figures.append((f"{what}, worst table: {of_tables.idxmax()}", of_tables.max(), {"limit": limit}))
    for name, least, words, share in (
        ("year-province-form", 30, "province x year x form cells of 30 or more", 90),
        ("province_leg", 60, "routes between provinces of 60 or more", 97),
    ):
        of_table = whole[(whole["table"] == name) & (whole["exact"] >= least)]
        figures.append((f"{words} that are shown", 100 * of_table["shown"].mean(), {"at_least": share}))
    for what, measured, bound in figures:
        _say(f"{which}: {what}", measured, **(bound if bounded else {}))
    _judge_invented(which, rows, bounded)
    summary = {"standard error": rows.groupby("table", observed=True)["error"].median()}
    summary |= {f"shown % {name}": 100 * whole["shown"].groupby(by_size, observed=False).mean().unstack()[name]
                for name in ("30-99", "100-499")}  # fmt: skip
    summary |= {f"error % {name}": errors[name] for name in ("100-499", "500+")}
    summary |= {f"cells {name}": cells[name] for name in cells}
    print(pd.DataFrame(summary).round(1).to_string())


def _judge_invented(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print how many of the shown cells of a table stand for nobody, as the mean of the draws."""
    shown = rows[rows["shown"]].groupby(["draw", "table"], observed=True)["exact"]
    of_draws = 100 * shown.agg(lambda exact: (exact == 0).mean())
    # a draw that shows nothing of a table invents nothing
    of_tables = of_draws.groupby("table", observed=True).sum() / rows["draw"].nunique()
    worst = of_tables.idxmax()
    for table, share in (("mean of tables", of_tables.mean()), (f"worst table: {worst}", of_tables[worst])):
        what = f"{which}: cells shown that stand for nobody, {table}"
        _say(what, share, **({"limit": 0.5} if bounded else {}))


def _judge_intervals(publications: list[pd.DataFrame]) -> None:
    """Print how often the printed 95 % holds what sources recorded, for numbers of 100 people or more."""
    rows = pd.concat(publications)
    rows = rows[rows["shown"] & (rows["exact"] >= 100)]
    covered = 100 * ((rows["estimate"] - rows["exact"]).abs() <= np.ceil(1.96 * rows["error"]))
    by_table = covered.groupby(rows["table"]).agg(["mean", "size"])
    of_tables = by_table["mean"][by_table["size"] >= LEAST_CELLS * len(publications)]
    what = "recorded numbers of 100 or more within the printed 95 %"
    _say(what, covered.mean(), at_least=93)
    _say(f"{what}, worst table: {of_tables.idxmin()}", of_tables.min(), at_least=93)


def _publication(releases: Engine, recorded: Counts, counts: Counts) -> pd.DataFrame:
    """One row a cell of a publication, beside what sources recorded under the codes that the publication chose."""
    with patch.object(measurement, "Domains", _Kept(date.today().year).again):
        noisy, exact = (
            _answers(_release(releases, among, rho))
            for among, rho in ((counts, _rho(DEFAULT_EPSILON)), (recorded, None))
        )
    return pd.concat([_compared(name, exact[name], noisy[name]) for name in noisy], ignore_index=True)


def _release(releases: Engine, counts: Counts, rho: float | None) -> Release:
    measured = measure(counts, rho, date.today().year, lambda text: None)
    epsilon, delta = (DEFAULT_EPSILON, DELTA) if rho else (None, None)
    manifest = manifest_of(measured, SOURCES, kind="public", epsilon=epsilon, delta=delta)
    return Release(releases, write_release(releases, "", manifest, measured))


def _answers(release: Release) -> dict[str, pd.DataFrame]:
    """Every table that is judged, indexed by its codes."""
    questions = {name: [code for axis in name.split("-") for code in dimensions_of(axis)] for name in JUDGED}
    return {name: release.counts(tuple(by), {}).set_index(by) for name, by in questions.items()}


def _compared(name: str, exact: pd.DataFrame, noisy: pd.DataFrame) -> pd.DataFrame:
    both = exact[["count"]].join(noisy.rename(columns={"count": "estimate"}))
    both = both[both["state"] == "count"]
    return pd.DataFrame(
        {
            "table": name,
            "exact": both["count"].astype(int).to_numpy(),
            "estimate": both["estimate"].astype(int).to_numpy(),
            "error": both["standard_error"].to_numpy(),
            "shown": True,
        }
    )


def _drawn(recorded: Counts, counts: Counts, epsilon: float, draws: int) -> pd.DataFrame:
    """One row a draw and cell that truly holds 30 or more, or is shown: `draw`, `table`, `exact` (as recorded),
    `estimate`, `error`, `shown`, `whole` (no code of it is pooled)."""
    rows = []
    for number in range(draws):
        if number % DRAWS_A_CHOICE == 0:
            kept = _Kept(date.today().year)
        with _quick_noise(kept):
            measured = measure(counts, _rho(epsilon), date.today().year, lambda text: None)
        judged: set[str] = set()
        for result in measured:
            for axes, sums, error in sums_of(result):
                if (name := "-".join(axes)) in JUDGED and name not in judged:
                    judged.add(name)
                    exact = kept.summed(result.table, recorded[result.table], axes)
                    threshold = max(LEAST_COUNT, error * smallest_threshold(sums, error, LEAST_COUNT))
                    estimate = np.rint(np.maximum(sums, 0))
                    told = (exact >= 30) | (estimate >= threshold)
                    columns = {"exact": exact[told], "estimate": estimate[told], "whole": kept.whole(axes)[told]}
                    frame = pd.DataFrame(columns).assign(draw=number, table=name, error=error)
                    rows.append(frame.assign(shown=frame["estimate"] >= threshold))
    return pd.concat(rows, ignore_index=True).astype({"table": "category"})


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

    def summed(self, table: Table, exact: pd.Series, axes: tuple[str, ...]) -> NDArray[np.int64]:
        """The exact counts of a table over some of its axes."""
        dropped = tuple(place for place, axis in enumerate(table.axes) if axis not in axes)
        return np.asarray(self.as_array(table, exact).sum(axis=dropped))

    def whole(self, axes: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which cells have no code that others are pooled into: a country among provinces also holds those of its
        provinces that are not kept."""
        result = np.ones((), dtype=bool)
        for axis in axes:
            is_whole = [
                not (axis != "sex" and OTHER in code)
                and not (axis in ("province", "source", "exploitation", "chain") and len(code[0]) == 2)
                for code in self.codes(axis)
            ]
            result = result[..., None] & np.array(is_whole)
        return result


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


if __name__ == "__main__":
    main()
