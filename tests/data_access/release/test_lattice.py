"""The closed form against generalised least squares that is written out, on worlds small enough for that."""

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from data_access.release.lattice import Lattice, box_variance, combine, subsets

Array = NDArray[np.float64]
SIZES = {"a": 3, "b": 2, "c": 4}
MEASURED = ((("a", "b", "c"), 9.0), (("a", "b"), 4.0), (("c",), 1.0), (("a", "c"), 25.0), ((), 2.0))


def summing(sizes: Mapping[str, int], axes: Sequence[str]) -> Array:
    """The matrix that sums the flattened world into a table over `axes`, in their order."""
    names = list(sizes)
    rows = list(product(*(range(sizes[axis]) for axis in axes)))
    matrix = np.zeros((len(rows), int(np.prod(list(sizes.values())))))
    for column, cell in enumerate(product(*(range(size) for size in sizes.values()))):
        matrix[rows.index(tuple(cell[names.index(axis)] for axis in axes)), column] = 1
    return matrix


def measurements(generator: np.random.Generator) -> list[tuple[tuple[str, ...], Array, float]]:
    world = generator.poisson(20, size=tuple(SIZES.values())).astype(float)
    found = []
    for axes, variance in MEASURED:
        table = (summing(SIZES, axes) @ world.ravel()).reshape([SIZES[axis] for axis in axes])
        found.append((axes, table + generator.normal(0, np.sqrt(variance), table.shape), variance))
    return found


def generalised_least_squares(measured: list[tuple[tuple[str, ...], Array, float]]) -> tuple[Array, Array]:
    """The estimate of the flattened world, and its covariance."""
    design = np.vstack([summing(SIZES, axes) for axes, _, _ in measured])
    answers = np.concatenate([table.ravel() for _, table, _ in measured])
    weights = np.concatenate([np.full(table.size, 1 / variance) for _, table, variance in measured])
    covariance = np.linalg.inv(design.T @ (weights[:, None] * design))
    return covariance @ design.T @ (weights * answers), covariance


def test_the_closed_form_is_generalised_least_squares() -> None:
    measured = measurements(np.random.default_rng())
    world, _ = generalised_least_squares(measured)
    lattice = combine(SIZES, measured)
    for axes in subsets(tuple(SIZES)):
        expected = (summing(SIZES, axes) @ world).reshape([SIZES[axis] for axis in axes])
        np.testing.assert_allclose(lattice.table(axes), expected, atol=1e-8)


def test_the_variance_of_every_box_is_that_of_the_covariance_matrix() -> None:
    measured = measurements(np.random.default_rng())
    _, covariance = generalised_least_squares(measured)
    lattice = combine(SIZES, measured)
    axes = tuple(SIZES)
    variances = lattice.variances(axes)
    chosen = {axis: np.arange(1, size + 1) for axis, size in SIZES.items()}
    answer = box_variance(variances, axes, SIZES, {axis: counts.astype(float) for axis, counts in chosen.items()})
    for position, counts in zip(np.ndindex(answer.shape), product(*chosen.values()), strict=True):
        # which codes of an axis are in the box does not matter, only how many
        box = np.ones(())
        for size, length in zip(counts, SIZES.values(), strict=True):
            box = np.multiply.outer(box, (np.random.default_rng().permutation(length) < size).astype(float))
        assert answer[position] == pytest.approx(box.ravel() @ covariance @ box.ravel(), rel=1e-9)


def test_measurements_may_come_with_their_axes_in_any_order() -> None:
    measured = measurements(np.random.default_rng())
    turned = [(axes[::-1], np.transpose(table), variance) for axes, table, variance in measured]
    lattice, other = combine(SIZES, measured), combine(SIZES, turned[::-1])
    for order in (("a", "b", "c"), ("c", "a", "b"), ("b", "c", "a")):
        np.testing.assert_allclose(lattice.table(order), other.table(order), atol=1e-9)
        back = [order.index(axis) for axis in ("a", "b", "c")]
        np.testing.assert_allclose(np.transpose(lattice.table(order), back), lattice.table(("a", "b", "c")))


@st.composite
def worlds(draw: st.DrawFn) -> tuple[dict[str, int], list[tuple[tuple[str, ...], Array, float]]]:
    sizes = {axis: draw(st.integers(1, 4)) for axis in "abc"}
    cells = int(np.prod(list(sizes.values())))
    counts = draw(st.lists(st.integers(-50, 10_000), min_size=cells, max_size=cells))
    world = np.array(counts, dtype=float)
    chosen = draw(st.lists(st.sampled_from(list(subsets(("a", "b", "c")))), min_size=1, max_size=5, unique=True))
    measured = []
    for axes in chosen:
        table = (summing(sizes, axes) @ world).reshape([sizes[axis] for axis in axes])
        noise = draw(st.lists(st.integers(-30, 30), min_size=table.size, max_size=table.size))
        measured.append((axes, table + np.reshape(noise, table.shape), draw(st.floats(0.1, 1e4))))
    return sizes, measured


@pytest.mark.slow
@settings(deadline=None, max_examples=60)
@given(worlds())
def test_totals_of_all_tables_agree(world: tuple[dict[str, int], list[tuple[tuple[str, ...], Array, float]]]) -> None:
    sizes, measured = world
    lattice = combine(sizes, measured)
    for axes, _, _ in measured:
        table = lattice.table(axes)
        assert np.isfinite(table).all()
        for kept in subsets(axes):
            dropped = tuple(position for position, axis in enumerate(axes) if axis not in kept)
            np.testing.assert_allclose(table.sum(axis=dropped), lattice.table(kept), atol=1e-6)


@settings(deadline=None, max_examples=40)
@given(worlds(), st.booleans())
def test_exact_input_comes_out_as_it_went_in(
    world: tuple[dict[str, int], list[tuple[tuple[str, ...], Array, float]]], is_stated_exact: bool
) -> None:
    sizes, noisy = world
    truth = np.arange(np.prod(list(sizes.values())), dtype=float) ** 2
    measured = [
        (axes, (summing(sizes, axes) @ truth).reshape(table.shape), 0.0 if is_stated_exact else variance)
        for axes, table, variance in noisy
    ]
    lattice = combine(sizes, measured)
    for axes, table, _ in measured:
        np.testing.assert_allclose(lattice.table(axes), table, atol=1e-7)
        if is_stated_exact:
            assert set(lattice.variances(axes).values()) == {0.0}


def test_a_table_whose_finest_part_was_not_measured_has_no_answer() -> None:
    lattice = combine(SIZES, [(("a", "b"), np.ones((3, 2)), 1.0), (("c",), np.ones(4), 1.0)])
    with pytest.raises(KeyError):
        lattice.table(("a", "c"))


def test_more_measurements_never_make_an_answer_less_exact() -> None:
    measured = measurements(np.random.default_rng())
    whole: Lattice = combine(SIZES, measured)
    for used in range(1, len(measured)):
        part = combine(SIZES, measured[:used])
        for subset, (_, variance) in part.parts.items():
            assert whole.parts[subset][1] <= variance * (1 + 1e-12)
