"""Find the shares of the budget that meet the targets of the workload at least cost.

    python -m data_access.publishing.plan_budget [--write]

Precision of every part of a table (see data_access.release.lattice) is a sum over the measurements that see it, so it
is linear in their shares, and the variance of a cell, a sum of constants over precisions, is convex in them. The least
sum of shares that keeps every variance below its target is a convex problem, one for each set of many-valued axes;
SciPy solves them in seconds (Xiao, He, Zhang and Kifer 2023, ResidualPlanner, for the case where all subsets of axes
may be measured; here those that have a target are). A choice of codes needs the share at which a code of so many people
is kept by half of the draws.

Shares are thousandths of the budget at epsilon 4. The sizes of axes come from demonstration data, as do the sizes of
cells in the targets: no case of anybody is read.
"""

import argparse
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import norm
from sqlalchemy import make_url

from data_access.cases.case_database import prepare
from data_access.database import open_database
from data_access.demonstration import load_demonstration
from data_access.publishing.counting.count import count
from data_access.publishing.domains import KEPT_FROM, Domains
from data_access.publishing.measurement import HIERARCHIES, axis_counts
from data_access.publishing.noise import rho_for
from data_access.release import planned_shares
from data_access.release.lattice import Axes, box_variance, subsets
from data_access.release.workload import BOUNDS, CHOSEN_AXES, DENOMINATORS, KEPT_PEOPLE, WORKLOAD, Table, Target

EPSILON, DELTA = 4.0, 1e-6
WHOLE = 1000.0  # shares are written as parts of this
CASES = 60_000
MEDIAN = float(norm.isf(0.25))  # half of all errors are smaller than so many standard errors
LEAST_SHARE = 1e-4  # of a group: what needs less is not measured on its own
Array = NDArray[np.float64]


@dataclass(frozen=True)
class Coming:
    """A table that a later version will publish: room is left for it. sizes and bounds: of the axes that are new."""

    axes: Axes
    target: Target = (200, 5)
    sizes: Mapping[str, int] = field(default_factory=dict)
    bounds: Mapping[str, int] = field(default_factory=dict)


COMING = (
    Coming(("quarter", "crossing"), sizes={"quarter": 48}),
    Coming(("year", "country", "company")),
    Coming(("year", "country", "smuggled")),
)


def main() -> None:
    """Print the plan, and write it beside the workload if asked to and if the budget suffices."""
    parser = argparse.ArgumentParser(description="Find the shares of the budget that meet the targets at least cost.")
    parser.add_argument("--write", action="store_true", help="write data_access/release/planned_shares.py")
    arguments = parser.parse_args()
    sizes = demonstration_sizes()
    targets = {axes: target for table in (*WORKLOAD, *DENOMINATORS) for axes, target in table.targets}
    shares = {name: share for name, share in plan(targets, sizes, BOUNDS).items() if share}
    shares |= {f"choice of {axis}": share_of_choice(axis) for axis in KEPT_PEOPLE}
    for name, share in shares.items():
        print(f"{name:48}{share:8.2f}")
    tables, asked = (cost(shares, tables) for tables in (WORKLOAD, DENOMINATORS))
    choices = sum(shares[f"choice of {axis}"] for axis in KEPT_PEOPLE)
    coming = cost_of_coming(targets, sizes)
    print(f"Of {WHOLE:g} thousandths at epsilon {EPSILON:g}: tables {tables:.0f}, choices of codes {choices:.0f}.")
    print(f"Room left: {WHOLE - tables - choices:.0f}. The tables to come need {coming:.0f}.")
    print(f"Only where each code is recorded on its own: {asked:.0f} more.")
    if refusal := why_no_room(tables + choices):
        raise SystemExit(refusal)
    if arguments.write:
        _write(shares, sizes)


def why_no_room(needed: float) -> str | None:
    """Why the budget does not suffice, and what to do; None where it does. needed: thousandths of it."""
    if needed <= WHOLE:
        return None
    return (
        f"No room: the tables need {needed - WHOLE:.2f} thousandths more than there are. Let the target of the new "
        "table ask for larger cells (twice as large cost a quarter), or that of another one, and plan again. Nothing "
        "was written."
    )


def plan(
    targets: Mapping[Axes, Target], sizes: Mapping[str, int], bounds: Mapping[str, int], rho: float | None = None
) -> dict[str, float]:
    """Return the share of each measurement, by the names of its axes: 0 where the others make it exact enough.

    targets: for each measurement what its cells must be. sizes: the number of codes of each axis. bounds: how many
    codes of an axis one person may have, where they are more than one. rho: the whole budget.
    """
    whole = rho or rho_for(EPSILON, DELTA)
    groups: dict[frozenset[str], dict[Axes, float]] = {}
    for axes, deviation in _deviations(targets).items():
        groups.setdefault(frozenset(axes).intersection(bounds), {})[axes] = deviation
    shares: dict[str, float] = {}
    for group, deviations in groups.items():
        sensitivity = float(np.prod([bounds[axis] for axis in group], initial=1.0))
        found = _least_precisions(deviations, sizes)
        shares |= {"-".join(axes): WHOLE * sensitivity * found[axes] / (2 * whole) for axes in deviations}
    return shares


def _deviations(targets: Mapping[Axes, Target]) -> dict[Axes, float]:
    """The standard error that each measurement needs: of a coarse table no larger than of a finer one that is made to
    add up to it. A country that is its own only province takes the number, and the error, of the country's table."""
    wanted = {axes: deviation_for(target) for axes, target in targets.items()}
    for axes, deviation in list(wanted.items()):
        for fine, coarse in HIERARCHIES:
            whole = tuple(coarse if axis == fine else axis for axis in axes)
            if fine in axes and whole in wanted:
                wanted[whole] = min(wanted[whole], deviation)
    return wanted


def deviation_for(target: Target) -> float:
    """The standard error at which half of all draws of a cell of so many people err by less than so many per cent."""
    people, percent = target
    return people * percent / 100 / MEDIAN


def share_of_choice(axis: str) -> float:
    """The share at which the noisy count of a code of KEPT_PEOPLE people is kept by half of the draws."""
    deviation = KEPT_PEOPLE[axis] / KEPT_FROM
    return WHOLE * BOUNDS.get(axis, 1) / (2 * rho_for(EPSILON, DELTA) * deviation**2)


def _least_precisions(deviations: Mapping[Axes, float], sizes: Mapping[str, int]) -> dict[Axes, float]:
    """The precision (1 / variance) of the noise of each measurement over the same many-valued axes, of least sum."""
    measured = list(deviations)
    seen, needed = _problem(deviations, sizes, measured)

    def variances(precisions: Array) -> Array:
        """Of each target's cell, where 1 is what is asked."""
        return needed @ (1 / (seen @ precisions))

    def slopes(precisions: Array) -> Array:
        return (needed / (seen @ precisions) ** 2) @ seen

    # what would be enough for each alone, scaled to what is enough: the problem is solved in these units
    start = np.array([1 / deviations[axes] ** 2 for axes in measured])
    unit = start * variances(start).max()
    solution = minimize(
        lambda x: float(x @ unit) / unit.sum(),
        np.ones(len(measured)),
        jac=lambda x: unit / unit.sum(),
        bounds=[(0, None)] * len(measured),
        constraints={
            "type": "ineq",
            "fun": lambda x: 1 - variances(x * unit),
            "jac": lambda x: slopes(x * unit) * unit,
        },
        method="SLSQP",
        options={"maxiter": 1000, "ftol": 1e-10},
    )
    if not solution.success:
        raise RuntimeError(f"no plan for {measured}: {solution.message}")
    found = solution.x * unit
    kept = np.where(found < LEAST_SHARE * found.sum(), 0.0, found)
    kept *= variances(kept).max()  # what was left out is made up for
    return dict(zip(measured, kept, strict=True))


def _problem(
    deviations: Mapping[Axes, float], sizes: Mapping[str, int], measured: Sequence[Axes]
) -> tuple[Array, Array]:
    """How precise each part becomes by each measurement, and what each part adds to the variance of each target."""
    parts = sorted({frozenset(part) for axes in measured for part in subsets(axes)}, key=sorted)
    place = {part: number for number, part in enumerate(parts)}
    seen = np.zeros((len(parts), len(measured)))
    needed = np.zeros((len(measured), len(parts)))
    for number, axes in enumerate(measured):
        one_cell = {axis: np.ones(1) for axis in axes}
        for part in subsets(axes):
            summed = float(np.prod([sizes[axis] for axis in axes if axis not in part], initial=1.0))
            seen[place[frozenset(part)], number] = 1 / summed
            needed[number, place[frozenset(part)]] = (
                box_variance({frozenset(part): 1.0}, axes, sizes, one_cell).item() / deviations[axes] ** 2
            )
    return seen, needed


def cost(shares: Mapping[str, float], tables: Iterable[Table]) -> float:
    """The sum of the shares of these tables and their parts; what has no target has a share of its own."""
    return sum(
        sum(shares.get("-".join(axes), 0.0) for axes, _ in table.targets) if table.targets else table.share
        for table in tables
    )


def cost_of_coming(targets: Mapping[Axes, Target], sizes: Mapping[str, int]) -> float:
    """The shares that the tables to come need beside those that there are."""
    all_sizes, all_bounds, all_targets = dict(sizes), dict(BOUNDS), dict(targets)
    for table in COMING:
        all_sizes |= table.sizes
        all_bounds |= table.bounds
        all_targets[table.axes] = table.target
    after = plan(all_targets, all_sizes, all_bounds)
    return sum(after.values()) - sum(plan(targets, sizes, BOUNDS).values())


@cache
def demonstration_sizes() -> dict[str, int]:
    """How many codes each axis has in a release of demonstration data, where chance keeps none and loses none."""
    year = date.today().year
    with tempfile.TemporaryDirectory() as folder:
        cases = open_database(make_url(f"sqlite:///{Path(folder) / 'cases.db'}"))
        prepare(cases)
        load_demonstration(cases, cases=CASES, seed=7)
        with cases.connect() as connection:
            counts = count(connection, WORKLOAD, date(year - 1, 12, 31), lambda text: None)
        cases.dispose()
    domains = Domains(year)
    for axis in CHOSEN_AXES:
        exact = axis_counts(counts, axis)
        domains.choose(axis, exact[exact >= KEPT_PEOPLE[axis]], 0.0)
    axes = {axis for table in (*WORKLOAD, *DENOMINATORS) for axis in table.axes}
    return {axis: len(domains.codes(axis)) for axis in sorted(axes)}


def _write(shares: Mapping[str, float], sizes: Mapping[str, int]) -> None:
    path = Path(planned_shares.__file__)
    head, _ = path.read_text(encoding="utf-8").split("PLANNED_ON", 1)
    lines = [f'    "{name}": {share:.3f},' for name, share in shares.items()]
    lines += ["}", "# the codes of each axis that they were planned for", "SIZES: dict[str, int] = {"]
    lines += [f'    "{axis}": {size},' for axis, size in sizes.items()]
    path.write_text(
        f'{head}PLANNED_ON = "{date.today().isoformat()}"\n'
        "# thousandths of the budget at epsilon 4; what they leave is room for tables to come\n"
        "SHARES: dict[str, float] = {\n" + "\n".join(lines) + "\n}\n",
        encoding="utf-8",
    )
    print(f"Written to {path.name}.")


if __name__ == "__main__":
    main()
