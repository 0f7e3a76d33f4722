"""The plan meets its targets, at least cost, and the shares that are written down are those of the workload."""

import math

import numpy as np
import pytest

from data_access.publishing.measurement import HIERARCHIES, total_shares
from data_access.publishing.noise import rho_for
from data_access.publishing.plan_budget import DELTA, EPSILON, WHOLE, cost, deviation_for, plan, why_no_room
from data_access.release.lattice import box_variance, combine
from data_access.release.planned_shares import PLANNED_ON, SHARES, SIZES
from data_access.release.workload import BOUNDS, DENOMINATORS, KEPT_PEOPLE, WORKLOAD, Table, squared_sensitivity

# what clipping leaves out is measured beside the plan, with a share of its own
TABLES = tuple(table for table in (*WORKLOAD, *DENOMINATORS) if table.targets)
PLAN_ANEW = "tables, targets or bounds have changed: run python -m data_access.publishing.plan_budget --write"
SMALL = {"a": 3, "b": 4, "c": 5}


def deviations(shares: dict[str, float], sizes: dict[str, int], rho: float) -> dict[tuple[str, ...], float]:
    """The standard error of a cell of each measurement once all are combined, from the lattice itself."""
    measured = []
    for name, share in shares.items():
        axes = tuple(name.split("-"))
        if share:
            zeros = np.zeros([sizes[axis] for axis in axes])
            measured.append((axes, zeros, squared_sensitivity(axes) / (2 * rho * share / WHOLE)))
    lattice = combine(sizes, measured)
    found = {}
    for name in shares:
        axes = tuple(name.split("-"))
        variances = {part: variance for part, (_, variance) in lattice.parts.items() if part <= {*axes}}
        chosen = {axis: np.ones(1) for axis in axes}
        found[axes] = math.sqrt(box_variance(variances, axes, sizes, chosen).item())
    return found


def test_a_target_says_what_half_of_the_cells_of_a_size_are_within() -> None:
    # half of all draws of a normal distribution lie within 0.6745 standard deviations
    assert deviation_for((200, 5)) == pytest.approx(10 / 0.6745, rel=1e-4)


def test_one_table_alone_gets_what_its_target_needs() -> None:
    rho = 0.3
    shares = plan({("a", "b"): (200, 5)}, SMALL, {}, rho)
    assert shares["a-b"] == pytest.approx(WHOLE / (2 * rho * deviation_for((200, 5)) ** 2), rel=1e-6)


def test_a_table_in_which_a_person_has_several_cells_costs_as_many_times_as_much() -> None:
    alone, twice = (plan({("a", "b"): (200, 5)}, SMALL, bounds, 0.3)["a-b"] for bounds in ({}, {"b": 2}))
    assert twice == pytest.approx(2 * alone)


@pytest.mark.slow
def test_the_plan_meets_every_target_and_no_cheaper_shares_do() -> None:
    targets = {("a", "b", "c"): (100, 5.0), ("a", "b"): (120, 5.0), ("c",): (400, 5.0), ("b", "c"): (90, 5.0)}
    shares = plan(targets, SMALL, {}, 0.3)
    found = deviations(shares, SMALL, 0.3)
    for axes, target in targets.items():
        assert found[axes] <= deviation_for(target) * (1 + 1e-4), axes
    random = np.random.default_rng(0)
    for _ in range(300):
        other = {name: share * math.exp(random.normal(0, 0.05)) for name, share in shares.items()}
        worst = max(deviations(other, SMALL, 0.3)[axes] / deviation_for(target) for axes, target in targets.items())
        # scaled until they meet the targets as well, other shares add up to no less
        assert sum(other.values()) * worst**2 >= sum(shares.values()) * (1 - 1e-4)


def test_a_part_that_the_others_make_exact_enough_is_not_measured() -> None:
    shares = plan({("a", "b"): (100, 5), ("a",): (10_000, 5)}, SMALL, {}, 0.3)
    assert shares["a"] == 0


def test_a_country_is_at_least_as_exact_as_the_provinces_that_are_made_to_add_up_to_it() -> None:
    targets = {("country", "form"): (400, 5.0), ("province", "form"): (200, 5.0)}
    sizes = {"country": 5, "province": 30, "form": 12}
    found = deviations(plan(targets, sizes, {"form": 2}, 0.3), sizes, 0.3)
    assert found["country", "form"] <= found["province", "form"] * (1 + 1e-4)


def test_the_written_shares_are_those_of_the_workload_and_leave_room() -> None:
    measured = {"-".join(axes) for table in TABLES for axes in (table.axes, *(part for part, _ in table.parts))}
    assert {*SHARES} == measured | {f"choice of {axis}" for axis in KEPT_PEOPLE}, PLAN_ANEW
    assert PLANNED_ON
    assert why_no_room(total_shares(WORKLOAD)) is None


def test_a_plan_that_needs_more_than_there_is_says_what_to_do() -> None:
    assert why_no_room(WHOLE) is None
    assert why_no_room(WHOLE + 0.9) == (
        "No room: the tables need 0.90 thousandths more than there are. Let the target of the new table ask for larger "
        "cells (twice as large cost a quarter), or that of another one, and plan again. Nothing was written."
    )


def test_what_clipping_loses_is_measured_within_the_budget_that_the_plan_prints() -> None:
    beyond = sum(table.share for table in WORKLOAD if not table.targets)
    choices = sum(SHARES[f"choice of {axis}"] for axis in KEPT_PEOPLE)
    assert beyond > 0
    assert cost(SHARES, WORKLOAD) + choices == pytest.approx(total_shares(WORKLOAD))


def test_the_written_shares_meet_every_declared_target() -> None:
    rho = rho_for(EPSILON, DELTA)
    groups: dict[frozenset[str], list[Table]] = {}
    for table in TABLES:
        groups.setdefault(table.groups, []).append(table)
    for tables in groups.values():
        targets = {axes: target for table in tables for axes, target in table.targets}
        found = deviations({"-".join(axes): SHARES.get("-".join(axes), 0.0) for axes in targets}, SIZES, rho)
        for axes, target in targets.items():
            assert found[axes] <= deviation_for(target) * 1.002, (axes, PLAN_ANEW)
            for fine, coarse in HIERARCHIES:
                whole = tuple(coarse if axis == fine else axis for axis in axes)
                if fine in axes and whole in found:
                    assert found[whole] <= found[axes] * 1.002, axes


def test_every_target_is_of_the_table_or_of_a_sum_over_its_one_valued_axes() -> None:
    for table in TABLES:
        for axes, (people, percent) in table.targets:
            assert {*axes} <= {*table.axes}
            assert table.groups <= {*axes}
            assert people > 0 < percent
        assert table.targets[0][0] == table.axes
        assert BOUNDS.keys() >= table.groups
