"""A release over the whole workload, of people of every kind, whose noise is the same each time."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.publishing import coding, domains, measurement
from data_access.publishing.counting.count import count
from data_access.publishing.manifest import manifest_of
from data_access.publishing.measurement import Measured, measure
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import write_release
from data_access.release.release import Release
from data_access.release.workload import DENOMINATORS, WORKLOAD, Table
from tests.worlds.databases import empty_cases
from tests.worlds.people import DELTA, SOURCES, UNTIL, quiet, release_engine, small_domains
from tests.worlds.records import fill_recorded

EPSILON = 4.0
TIMES = 23  # each person stands for so many, or noise would hide all of them


@contextmanager
def same_draws(seed: int = 7) -> Iterator[None]:
    """Let noise, and which codes of long lists are left out, be the same each time."""
    lot = np.random.default_rng(seed)

    def add_noise(counts: np.ndarray, deviation: float) -> np.ndarray:
        return counts + np.rint(lot.normal(0, deviation, counts.shape)).astype(np.int64)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(domains, "add_noise", add_noise)
        patch.setattr(measurement, "add_noise", add_noise)
        patch.setattr(coding, "secret_key", lambda connection: b"which codes are left out is held too")
        yield


def full_counts(people: int = 240) -> dict[Table, pd.Series]:
    """Count people of every kind, by every table."""
    with tempfile.TemporaryDirectory() as folder:
        cases = empty_cases(Path(folder) / "cases.db")
        with same_draws(), cases.begin() as connection:
            fill_recorded(connection, people)
            counts: dict[Table, pd.Series] = count(connection, (*WORKLOAD, *DENOMINATORS), UNTIL, quiet)
        cases.dispose()
    return counts


def full_measured(counts: dict[Table, pd.Series], last_year: int = 2025) -> list[Measured]:
    """Measure them, with the planned shares of the whole budget."""
    with same_draws(), small_domains((2022, last_year), dict(measurement.CHOSEN_AXES)):
        many = {table: people * TIMES for table, people in counts.items()}
        return measure(many, rho_for(EPSILON, DELTA), last_year, quiet)


def full_release(measured: list[Measured], **frames: str) -> Release:
    """Publish them."""
    stated = manifest_of(measured, SOURCES, kind="public", epsilon=EPSILON, delta=DELTA)
    engine = release_engine()
    return Release(engine, write_release(engine, "full", stated, measured, frames))
