"""All that is drawn and said of people of every kind, whole: noise is the same each time."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.publishing.manifest import manifest_of
from data_access.publishing.measurement import Measured, measure
from data_access.release.workload import CHOSEN_AXES, Table
from tests.held import hold_in, written
from tests.worlds.full_release import EPSILON, full_counts, full_measured
from tests.worlds.people import DELTA, SOURCES, small_domains

pytestmark = pytest.mark.slow
RESULTS = Path(__file__).parent / "results"


@pytest.fixture(scope="module")
def counts() -> dict[Table, pd.Series]:
    return full_counts()


def test_all_that_is_measured_and_said_of_it(counts: dict[Table, pd.Series]) -> None:
    measured = full_measured(counts)
    manifest = manifest_of(measured, SOURCES, kind="public", epsilon=EPSILON, delta=DELTA)
    del manifest["created_at"]
    hold_in(RESULTS, "measured", [*_measured_lines(measured), *_manifest_lines(manifest)])


def test_all_that_is_measured_exactly(counts: dict[Table, pd.Series]) -> None:
    said: list[str] = []
    with small_domains((2022, 2025), CHOSEN_AXES):
        measured = measure(counts, None, 2025, said.append)
    exact = manifest_of(measured, SOURCES, kind="restricted", epsilon=None, delta=None)
    del exact["created_at"]
    hold_in(RESULTS, "measured_exactly", [*said, *_measured_lines(measured), *_manifest_lines(exact)])


def test_of_nobody() -> None:
    """Noise alone: whatever is named and shown then stands for nobody."""
    measured = full_measured(full_counts(0))
    manifest = manifest_of(measured, SOURCES, kind="public", epsilon=EPSILON, delta=DELTA)
    del manifest["created_at"]
    hold_in(RESULTS, "measured_of_nobody", [*_measured_lines(measured), *_manifest_lines(manifest)])
    assert manifest["period"] is None and manifest["cases_about"] is None


def _measured_lines(measured: list[Measured]) -> Iterator[str]:
    """A line a table: its shape, and sums of its estimates and variances that change with each of them."""
    for result in measured:
        cells = result.estimates.ravel()
        weights = np.cos(np.arange(cells.size))
        yield f"{result.table.name} {result.estimates.shape}: {cells.sum():.4f} {cells @ weights:.4f} {cells.max():.4f}"
        yield f"  {written({'|'.join(sorted(part)): value for part, value in result.variances.items()})}"


def _manifest_lines(manifest: dict[str, object]) -> Iterator[str]:
    for name, value in manifest.items():
        if isinstance(value, dict):
            yield from (f"{name}.{inner}: {written(held)}" for inner, held in value.items())
        elif isinstance(value, list) and len(value) > 3:
            yield from (f"{name}: {written(held)}" for held in value)
        else:
            yield f"{name}: {written(value)}"
