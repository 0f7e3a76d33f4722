"""How exact is a public release, how much of it is shown, and how often does its noise invent something?

    python -m benchmarks.bench_protection [--cases 60000] [--draws 40] [--epsilon 4 2 8]

Compares publications of demonstration data with what their sources recorded: the figures that docs/protection.md
quotes. They are reached with only the planned share of the budget: the room that is left for tables to come stays
empty. The figures are means of many draws over the same cases, whose noise NumPy draws, hundreds of times faster than
publication does. All is read through the door that pages use, with whatever makes the numbers of a release agree.
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

from benchmarks.coverage import own_cells, questions
from data_access.cases.case_database import prepare
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.publishing import domains, measurement
from data_access.publishing.domains import Domains
from data_access.publishing.manifest import manifest_of
from data_access.publishing.measurement import count, measure
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import write_release
from data_access.release.planned_shares import PLANNED_ON, SHARES
from data_access.release.release import Release
from data_access.release.workload import BOUNDS, DENOMINATORS, WORKLOAD, Table
from figures.kit.words import margin

DELTA = 1e-6
DEFAULT_EPSILON = 4.0
FEW_CASES, FEW_DRAWS = 40, 40  # an almost empty database
DRAWS_A_CHOICE = 10  # of the codes: choosing them takes longer than drawing
LEAST_CELLS = 10  # the median of fewer says nothing
SOURCES = {"provenance": "synthetic", "sources": ["benchmark"], "data_until": "", "places_are_proxies": False}
Counts = Mapping[Table, pd.Series]
TABLE, AXES_SUM, YEARS_SUM = "table", "sum over some axes of a table", "sum over chosen years"
Dimensions, Where = tuple[str, ...], Mapping[str, frozenset[str]]
CHOSEN_YEARS = {"year": frozenset(map(str, range(2019, 2026)))}  # of demonstration data from 2015 on

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
    parser.add_argument("--draws", type=int, default=40)
    parser.add_argument("--epsilon", type=float, nargs="+", default=[4.0, 2.0, 8.0])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        releases = open_database(make_url(f"sqlite:///{Path(folder) / 'releases.db'}"))
        migrate(releases, "releases")
        recorded, counts = _counted(folder, arguments.cases)
        for epsilon in arguments.epsilon:
            draws = arguments.draws if epsilon == DEFAULT_EPSILON else 1 + arguments.draws // 10
            print(f"\nepsilon {epsilon:g} at delta {DELTA:g}, rho {_rho(epsilon):.4f}")
            rows = _drawn(releases, recorded, counts, epsilon, draws)
            _judge(f"epsilon {epsilon:g}", rows, epsilon == DEFAULT_EPSILON)
        few = _drawn(releases, *_counted(folder, FEW_CASES), DEFAULT_EPSILON, FEW_DRAWS)
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
    whole = rows[(rows["asked"] == TABLE) & (rows["exact"] >= 30)]
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
    _judge_intervals(which, rows, bounded)
    rows = rows[rows["asked"] != YEARS_SUM]
    summary = {"standard error": rows.groupby("table", observed=True)["error"].median()}
    summary |= {f"shown % {name}": 100 * whole["shown"].groupby(by_size, observed=False).mean().unstack()[name]
                for name in ("30-99", "100-499")}  # fmt: skip
    summary |= {f"error % {name}": errors[name] for name in ("100-499", "500+")}
    summary |= {f"cells {name}": cells[name] for name in cells}
    print(pd.DataFrame(summary).round(1).to_string())


def _judge_invented(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print how many of the shown cells of a table or of a sum over some of its axes stand for nobody."""
    rows = rows[rows["asked"] != YEARS_SUM]
    shown = rows[rows["shown"]].groupby(["draw", "table"], observed=True)["exact"]
    of_draws = 100 * shown.agg(lambda exact: (exact == 0).mean())
    # a draw that shows nothing of a table invents nothing
    of_tables = of_draws.groupby("table", observed=True).sum() / rows["draw"].nunique()
    worst = of_tables.idxmax()
    of_all = 100 * (rows.loc[rows["shown"], "exact"] == 0).mean()
    bound = {"limit": 0.5} if bounded else {}
    _say(f"{which}: cells shown that stand for nobody", of_all, **bound)
    _say(f"{which}: cells shown that stand for nobody, mean of tables", of_tables.mean(), **bound)
    _say(f"{which}: cells shown that stand for nobody, worst table or sum: {worst}", of_tables[worst])


def _judge_intervals(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print how often the printed 95 % holds what sources recorded, for numbers of 100 people or more."""
    rows = rows[rows["shown"] & (rows["exact"] >= 100)]
    asked = rows["asked"]
    away = rows["estimate"] - rows["exact"]
    rows = rows.assign(covered=100 * (away.abs() <= rows["error"].map(margin)), bias=away / rows["error"])
    bound = {"at_least": 93} if bounded else {}
    what = f"{which}: recorded numbers of 100 or more within the printed 95 %"
    _say(what, rows.loc[asked != YEARS_SUM, "covered"].mean(), **bound)
    for name in (TABLE, AXES_SUM, YEARS_SUM):
        by_table = rows[asked == name].groupby("table", observed=True)
        of_tables = by_table["covered"].mean().where(by_table.size() >= LEAST_CELLS * rows["draw"].nunique())
        _say(f"{what}, worst {name}: {of_tables.idxmin()}", of_tables.min(), **bound)


def _drawn(releases: Engine, recorded: Counts, counts: Counts, epsilon: float, draws: int) -> pd.DataFrame:
    """One row a draw and cell that truly holds 30 or more, or is shown: `draw`, `table`, `asked` (TABLE: one of JUDGED;
    AXES_SUM or YEARS_SUM), `exact` (as recorded), `estimate`, `error`, `shown`. Cells that others are pooled into are
    left out."""
    rows = []
    asked: dict[str, tuple[str, Dimensions, Where]] = {}
    for name, by in questions(name.split("-") for name in JUDGED).items():
        asked[name] = (TABLE if name in JUDGED else AXES_SUM, by, {})
        if "year" in by and len(by) > 1:
            rest = tuple(axis for axis in by if axis != "year")
            asked[f"{name} of chosen years"] = (YEARS_SUM, rest, CHOSEN_YEARS)
    for number in range(draws):
        if number % DRAWS_A_CHOICE == 0:
            kept = _Kept(date.today().year)
            noisy = _release(releases, kept, counts, epsilon)
            exact = _release(releases, kept, recorded, None)
            truth = {name: own_cells(exact.counts(by, where), by) for name, (_, by, where) in asked.items()}
        else:
            noisy = _release(releases, kept, counts, epsilon)
        for name, (kind, by, where) in asked.items():
            answer = noisy.counts(by, where).set_index(list(by)).rename(columns={"count": "estimate"})
            both = truth[name].join(answer, how="inner")
            is_shown = both["state"] == "count"
            both = both[is_shown | (both["recorded"] >= 30)]
            frame = {
                "draw": number,
                "table": name,
                "asked": kind,
                "exact": both["recorded"].to_numpy(dtype=int),
                "estimate": both["estimate"].to_numpy(dtype=float, na_value=np.nan),
                "error": both["standard_error"].to_numpy(),
                "shown": (both["state"] == "count").to_numpy(),
            }
            rows.append(pd.DataFrame(frame))
    return pd.concat(rows, ignore_index=True).astype({"table": "category", "asked": "category"})


def _release(releases: Engine, kept: "_Kept", counts: Counts, epsilon: float | None) -> Release:
    with _quick_noise(kept):
        measured = measure(counts, _rho(epsilon) if epsilon else None, date.today().year, lambda text: None)
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


if __name__ == "__main__":
    main()
