"""How exact is a public release, how much of it is shown, and how often does its noise invent something?

    python -m benchmarks.bench_protection [--cases 60000] [--draws 20] [--epsilon 4 2 8]

Compares publications of demonstration data with what their sources recorded: the figures that docs/protection.md
quotes. What was asked for, at epsilon 4 and 60,000 cases, over the whole cells of a fixed list of tables:

    of cells that truly hold 30 to 99, at least 60 % shown; 100 to 499, at least 99 %; median error of shown cells of
    100 to 499 at most 5 % in every table, of 500 or more at most 1.5 %; province x year x form of 30 or more at least
    90 %; province routes of 60 or more at least 97 %; shown cells that stand for nobody at most 0.5 % of any table;
    coverage of the printed 95 % at least 93 % against what sources recorded. (Of nobody: as the mean over 200 draws.)

Few draws of a table with seven cells say little. So the median error of every table is computed from its cells and the
standard errors that the release states, which knows no chance; and of what is drawn it is said how many tables miss by
more than the chance of the draws explains, one-sided, with a risk of 5 % for all tables together. The same is said of
sums over some axes of the tables, of which nothing was asked. Of tables that were added since, 90 % of cells of 100 or
more are to be shown.

The figures are reached with only the planned share of the budget: the room that is left for tables to come stays
empty. They are means of many draws over the same cases, whose noise NumPy draws, hundreds of times faster than
publication does. All is read through the door that pages use, with whatever makes the numbers of a release agree.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import brentq
from scipy.stats import chi2, norm
from scipy.stats import t as student
from sqlalchemy import make_url

from benchmarks.coverage import questions
from benchmarks.drawn_releases import (
    AXES_SUM,
    DELTA,
    LEAST,
    TABLE,
    YEARS_SUM,
    Asked,
    asked,
    counted_cases,
    drawn,
    rho_of,
)
from benchmarks.judged_tables import ADDED, DROPPED
from data_access.database import migrate, open_database
from data_access.publishing.measurement import total_shares
from data_access.publishing.plan_budget import WHOLE
from data_access.release.planned_shares import PLANNED_ON
from data_access.release.workload import WORKLOAD
from figures.kit.words import margin

DEFAULT_EPSILON = 4.0
FEW_CASES, FEW_DRAWS = 40, 200  # an almost empty database
LEAST_CELLS = 10  # a draw: of fewer, the draws say nothing
RISK = 0.05
DRAWS_FOR_NOBODY = 200  # in fewer, one cell of a table that shows eight is more than it may have in all

# what is judged -> a table or all, cells of so many people up to so many, the least share of them that must be shown
SHOWN = (
    ("cells of 30 to 99", None, 30, 100, 60),
    ("cells of 100 to 499", None, 100, 500, 99),
    ("province x year x form cells of 30 or more", "year-province-form", 30, np.inf, 90),
    ("routes between provinces of 60 or more", "province_leg", 60, np.inf, 97),
)
# cells of so many people up to so many -> the largest median error of a table, in per cent
ERRORS = (("100 to 499", 100, 500, 5), ("500 or more", 500, np.inf, 1.5))


def main() -> None:
    """Print the figures for each epsilon."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", type=int, default=60_000)
    parser.add_argument("--draws", type=int, default=20)
    parser.add_argument("--epsilon", type=float, nargs="+", default=[4.0, 2.0, 8.0])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        releases = open_database(make_url(f"sqlite:///{Path(folder) / 'releases.db'}"))
        migrate(releases, "releases")
        counted = counted_cases(folder, arguments.cases)
        for epsilon in arguments.epsilon:
            draws = arguments.draws if epsilon == DEFAULT_EPSILON else 2 + arguments.draws // 10
            print(f"\nepsilon {epsilon:g} at delta {DELTA:g}, rho {rho_of(epsilon):.4f}, {draws} draws")
            _judge(
                f"epsilon {epsilon:g}", drawn(releases, counted, epsilon, draws, asked()), epsilon == DEFAULT_EPSILON
            )
        _judge_added(drawn(releases, counted, DEFAULT_EPSILON, arguments.draws, _added()))
        few = drawn(releases, counted_cases(folder, FEW_CASES), DEFAULT_EPSILON, FEW_DRAWS, asked(tables_alone=True))
    print(f"\nOf {FEW_CASES} cases {few['shown'].sum() / FEW_DRAWS:.1f} cells of tables are shown in a publication.")
    _judge_invented(f"{FEW_CASES} cases, {FEW_DRAWS} draws", few, True)
    planned = 100 * total_shares(WORKLOAD) / WHOLE
    print(f"Of the budget {planned:.1f} % is planned ({PLANNED_ON}), {100 - planned:.1f} % is room.")
    print("No longer published, and so no page can say any more:")
    for name, what in DROPPED.items():
        print(f"  {name}: {what}")


def _judge(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print the figures of all draws. bounded: with their limits, which are those of the default budget."""
    whole = rows[(rows["asked"] == TABLE) & (rows["exact"] >= LEAST)]
    for words, table, least, most, share in SHOWN:
        chosen = whole[whole["exact"].between(least, most, inclusive="left")]
        chosen = chosen if table is None else chosen[chosen["table"] == table]
        _say(f"{which}: {words} that are shown", 100 * chosen["shown"].mean(), bounded, at_least=share)
    for words, least, most, limit in ERRORS:
        chosen = whole[whole["shown"] & whole["exact"].between(least, most, inclusive="left")]
        if chosen.empty:
            continue
        what = f"{which}: median error of shown cells of {words}"
        error = relative_error(chosen)
        by_table = error.groupby(chosen["table"].astype(str))
        stated = expected_errors(chosen)
        _say(what, error.median(), bounded, limit=limit)
        _say(f"{what}, worst table by its stated errors: {stated.idxmax()}", stated.max(), bounded, limit=limit)
        _say_worst(what, by_table.median(), chosen, largest=True)
        _say_missed(f"{what} above {limit} %", missed(chosen, error > limit, 0.5), bounded)
    _judge_invented(which, rows, bounded)
    _judge_intervals(which, rows, bounded)
    print(_by_table(rows, whole).round(2).to_string())


def _judge_added(rows: pd.DataFrame) -> None:
    """Print what is shown of the tables that were added since the limits were set."""
    large = rows[rows["exact"] >= 100]
    shown = 100 * large["shown"].groupby(large["table"].astype(str)).mean()
    print("\nTables that were added: cells of 100 or more, how many there are, and their median error")
    _say("tables that were added: cells of 100 or more that are shown", 100 * large["shown"].mean(), True, at_least=90)
    _say(f"the same, worst table: {shown.idxmin()}", shown.min(), True, at_least=90)
    _judge_invented("tables that were added", rows, True)
    _judge_intervals("tables that were added", rows, True)
    seen = large[large["shown"]]
    errors = relative_error(seen).groupby(seen["table"].astype(str)).median()
    cells = large.groupby(large["table"].astype(str)).size() / rows["draw"].nunique()
    print(pd.DataFrame({"cells": cells, "shown %": shown, "error %": errors}).round(1).to_string())


def _added() -> dict[str, Asked]:
    return {name: (TABLE, by, {}) for name, by in questions(name.split("-") for name in ADDED).items() if name in ADDED}


def relative_error(rows: pd.DataFrame) -> pd.Series:
    """By how many per cent the estimate of each row is off."""
    return 100 * (rows["estimate"] - rows["exact"]).abs() / rows["exact"]


def expected_errors(rows: pd.DataFrame) -> pd.Series:
    """The median error of the cells of each table, in per cent, as their numbers and standard errors have it."""

    def median(cells: pd.DataFrame) -> float:
        sizes = (cells["exact"] / cells["error"]).to_numpy()
        return float(brentq(lambda percent: norm.sf(percent / 100 * sizes).mean() - 0.25, 1e-6, 1e4))

    return rows.groupby(rows["table"].astype(str))[["exact", "error"]].apply(median)


def missed(rows: pd.DataFrame, misses: pd.Series, allowed: float) -> list[str]:
    """The tables of which more cells miss than the allowed share, by more than the chance of the draws explains."""
    of_draws = misses.groupby([rows["table"].astype(str), rows["draw"]]).mean().unstack()
    number = of_draws.count(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        away = (of_draws.mean(axis=1) - allowed) / (of_draws.std(axis=1) / np.sqrt(number))
    return sorted(of_draws.index[away > student.isf(RISK / len(of_draws), number - 1)])


def _judge_invented(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print how many of the shown cells of a table or of a sum over some of its axes stand for nobody."""
    shown = rows[rows["shown"] & (rows["asked"] != YEARS_SUM)]
    nobody = shown["exact"] == 0
    what = f"{which}: cells shown that stand for nobody"
    _say(what, 100 * nobody.mean(), bounded, limit=0.5)
    most = chi2.isf(RISK, 2 * (nobody.sum() + 1)) / 2 / max(len(shown), 1)
    _say(f"{what}, no more than this with 95 % confidence", 100 * most, False)
    for kind in (TABLE, AXES_SUM):
        of_kind = shown[shown["asked"] == kind]
        if len(of_kind):
            of_draws = (of_kind["exact"] == 0).groupby([of_kind["draw"], of_kind["table"].astype(str)]).mean()
            # a draw that shows nothing of a table invents nothing
            of_tables = 100 * of_draws.groupby("table").sum() / rows["draw"].nunique()
            is_bounded = bounded and kind == TABLE and rows["draw"].nunique() >= DRAWS_FOR_NOBODY
            _say_worst(f"{what}, {kind}", of_tables, of_kind, is_bounded, largest=True, limit=0.5)
            _say_missed(f"{what}, {kind}, above 0.5 %", missed(of_kind, of_kind["exact"] == 0, 0.005), bounded)


def _judge_intervals(which: str, rows: pd.DataFrame, bounded: bool) -> None:
    """Print how often the printed 95 % holds what sources recorded, for numbers of 100 people or more."""
    rows = rows[rows["shown"] & (rows["exact"] >= 100)]
    covered = (rows["estimate"] - rows["exact"]).abs() <= rows["error"].map(margin)
    what = f"{which}: recorded numbers of 100 or more within the printed 95 %"
    _say(what, 100 * covered[rows["asked"] != YEARS_SUM].mean(), bounded, at_least=93)
    for kind in (TABLE, AXES_SUM, YEARS_SUM):
        of_kind = rows[rows["asked"] == kind]
        if of_kind.empty:
            continue
        held = covered[of_kind.index]
        _say(f"{what}, {kind}", 100 * held.mean(), bounded, at_least=93)
        _say_worst(f"{what}, {kind}", 100 * held.groupby(of_kind["table"].astype(str)).mean(), of_kind)
        _say_missed(f"{what}, {kind}, below 93 %", missed(of_kind, ~held, 0.07), bounded)


def _say(what: str, measured: float, bounded: bool, **bound: float) -> None:
    row = {"name": what, "measured": round(float(measured), 3), "unit": "%", **(bound if bounded else {})}
    print(json.dumps(row), flush=True)


def _say_worst(
    what: str, of_tables: pd.Series, rows: pd.DataFrame, bounded: bool = False, *, largest: bool = False, **bound: float
) -> None:
    """Print the worst of the tables with LEAST_CELLS cells a draw, and how many cells are behind it."""
    cells = rows.groupby(rows["table"].astype(str)).size() / rows["draw"].nunique()
    enough = of_tables[cells >= LEAST_CELLS] if not bounded else of_tables
    if len(enough):
        worst = enough.idxmax() if largest else enough.idxmin()
        _say(f"{what}, worst as drawn: {worst} ({cells[worst]:.0f} cells a draw)", enough[worst], bounded, **bound)


def _say_missed(what: str, names: list[str], bounded: bool) -> None:
    named = f": {', '.join(names)}" if names else ""
    row = {"name": f"{what} by more than chance{named}", "measured": len(names), "unit": "of them"}
    print(json.dumps({**row, **({"limit": 0} if bounded else {})}), flush=True)


def _by_table(rows: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """One row a table: its standard error, the share of its cells that is shown, and their median error, by size; and
    by how many standard errors those of 100 or more are too large on average."""
    size = pd.cut(whole["exact"], [30, 100, 500, np.inf], right=False, labels=["30-99", "100-499", "500+"])
    by_size = [whole["table"].astype(str), size]
    cells = whole.groupby(by_size, observed=False).size().unstack() / rows["draw"].nunique()
    shown = 100 * whole["shown"].groupby(by_size, observed=False).mean().unstack()
    errors = relative_error(whole).where(whole["shown"]).groupby(by_size, observed=False).median().unstack()
    large = whole[whole["shown"] & (whole["exact"] >= 100)]
    away = (large["estimate"] - large["exact"]) / large["error"]
    return pd.DataFrame(
        {
            "standard error": rows[rows["asked"] == TABLE].groupby("table", observed=True)["error"].median(),
            **{f"shown % {name}": shown[name] for name in ("30-99", "100-499")},
            **{f"error % {name}": errors[name] for name in ("100-499", "500+")},
            "bias": away.groupby(large["table"].astype(str)).mean(),
            **{f"cells {name}": cells[name] for name in cells},
        }
    )


if __name__ == "__main__":
    main()
