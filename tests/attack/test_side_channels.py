"""What is not a number may tell a number: order, presence, intervals, size, time. A person more changes none of it."""

import time
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sqlalchemy import Engine

from data_access.publishing import domains, measurement
from data_access.release.release import Release
from data_access.release.workload import Table
from tests.worlds.people import SMALL_WORKLOAD, Person, exact_counts_of, release_engine, released

Counts = Mapping[Table, pd.Series]
NEWCOMER = Person(year=2022, gender="NonConforming", age_band="0-8", identified="PK-SD", forms=("OrganRemoval",))
QUESTIONS: tuple[tuple[tuple[str, ...], dict[str, frozenset[str]]], ...] = (
    (("sex", "age"), {}),
    (("province", "sex"), {}),
    (("year", "country"), {"sex": frozenset({"other"})}),
    (("form",), {}),
)
# fields of the manifest that may differ between two publications: what is drawn, and when
DRAWN = {
    "created_at",
    "published_at",
    "content_hash",
    "cases_about",
    "cases_about_margin",
    "axes",
    "tables",
    "cells",
    "threshold_errors",
    "period",
    "id",
}
WHEN = {"created_at", "published_at", "content_hash", "id"}


@pytest.fixture
def neighbours(engine: Engine, world: list[Person]) -> tuple[Counts, Counts]:
    without, with_one = (exact_counts_of(engine, people, SMALL_WORKLOAD) for people in (world, [*world, NEWCOMER]))
    return without, with_one


def publications(counts: Counts, number: int) -> list[Release]:
    database = release_engine()
    return [released(counts, epsilon=4, engine=database) for _ in range(number)]


def sizes(release: Release) -> int:
    return sum(len(numbers) for numbers in release._tables_held.values())  # as the database holds them


def shape(release: Release) -> Any:
    return {name: axis["codes"] for name, axis in release.manifest["axes"].items()}


def test_rows_their_order_and_their_errors_do_not_depend_on_people(neighbours: tuple[Counts, Counts]) -> None:
    first, second = (publications(counts, 6) for counts in neighbours)
    compared = 0
    for one in first:
        for two in second:
            if shape(one) != shape(two):
                continue  # the choice of codes has a test of its own
            compared += 1
            for by, where in QUESTIONS:
                answers = [release.counts(by, where)[[*by, "standard_error"]] for release in (one, two)]
                assert answers[0].equals(answers[1])
            fields = [{k: v for k, v in release.manifest.items() if k not in DRAWN} for release in (one, two)]
            assert fields[0] == fields[1]
            assert one.manifest["threshold_errors"] == two.manifest["threshold_errors"]
    assert compared


def test_an_exact_release_tells_by_its_rows_states_and_size(neighbours: tuple[Counts, Counts]) -> None:
    """The newcomer is found where no number is read at all: so these channels are real."""
    without, with_one = (released(counts, epsilon=None) for counts in neighbours)
    states = [
        release.counts(("sex",), {"sex": frozenset({"other"})})["state"].iloc[0] for release in (without, with_one)
    ]
    assert states == ["none", "count"]
    assert sizes(without) != sizes(with_one)


def test_the_size_of_a_public_release_does_not_tell(neighbours: tuple[Counts, Counts]) -> None:
    absent, present = ([sizes(release) for release in publications(counts, 30)] for counts in neighbours)
    assert stats.mannwhitneyu(absent, present).pvalue > 1e-6
    # numbers that are noise through and through do not shrink: what is withheld and what is shown take the same room
    release = publications(neighbours[0], 1)[0]
    held = [*release._tables_held.values()]
    assert len(np.unique(np.frombuffer(zlib.decompress(held[0]), "<f4"))) > 50


def test_beside_the_noise_nothing_is_told(neighbours: tuple[Counts, Counts], monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the numbers are noise alone, drawn alike, two releases of neighbours are the same to the last bit: codes,
    thresholds, errors, losses, levels, rows and sizes included."""

    def told(counts: Counts) -> dict[str, Any]:
        draws = np.random.default_rng(11)

        def noise_alone(exact: Any, deviation: float) -> Any:
            return np.rint(draws.normal(0, 3 * deviation, exact.shape)).astype(np.int64)

        for module in (domains, measurement):
            monkeypatch.setattr(module, "add_noise", noise_alone)
        release = publications(counts, 1)[0]
        manifest = {name: said for name, said in release.manifest.items() if name not in WHEN}
        return {**manifest, "numbers": release._tables_held}

    without, with_one = map(told, neighbours)
    assert len(without["axes"]["province"]["codes"]) > 2  # some codes were kept
    assert without == with_one


def test_the_time_of_an_answer_does_not_tell(neighbours: tuple[Counts, Counts]) -> None:
    """Interleaved, so that a busy machine slows both down."""
    releases = [publications(counts, 1)[0] for counts in neighbours]
    where = {"sex": frozenset({"other"}), "year": frozenset({"2022"})}
    taken: list[list[float]] = [[], []]
    for turn in range(600):
        which = turn % 2
        start = time.perf_counter()
        releases[which].counts(("country",), where)
        taken[which].append(time.perf_counter() - start)
    told = stats.mannwhitneyu(taken[0], taken[1]).statistic / (len(taken[0]) * len(taken[1]))
    # the chance that one answer is slower than the other; another choice of codes makes arrays of another size
    if shape(releases[0]) == shape(releases[1]):
        assert 0.3 < told < 0.7


def test_withheld_says_the_same_for_one_person_and_for_nobody(neighbours: tuple[Counts, Counts]) -> None:
    """A withheld row holds nothing but its name and an error that depends on the question alone."""
    for counts in neighbours:
        for release in publications(counts, 5):
            answer = release.counts(("sex", "age"), {"sex": frozenset({"other"})})
            hidden = answer[answer["state"] == "withheld"]
            assert len(hidden) >= 2
            assert hidden["count"].isna().all()
            assert hidden["standard_error"].nunique() == 1
