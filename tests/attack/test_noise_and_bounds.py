"""What every attack here takes for granted: noise as wide as the budget asks, the smallest number that is shown, and
codes that are left out by lot. No other attack contradicts a program that is a little wrong in one of them.

Random tests fail by chance less than once in a million runs.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL, METHOD_OF_RECRUITMENT
from data_access.codes.of_release import SERVICES
from data_access.publishing import measurement
from data_access.publishing.measurement import measure
from data_access.publishing.noise import rho_for
from data_access.release.workload import BOUNDS, Table
from tests.attack.conftest import DIMENSIONS
from tests.attack.views import Board
from tests.worlds.people import DELTA, LAST_YEAR, Person, exact_counts_of, quiet, released

LEAST = 10  # people: no public number is below
DRAWS = 20
# tables, each with half of the budget, and the square of how far one case moves them
PLAIN = Table(("sex", "data_source", "stage", "outcome"), "How many?", share=1)
LISTED = Table(("sex", "data_source", "outcome", "means"), "By which means?", share=1)
SQUARED = {PLAIN: 1, LISTED: BOUNDS["means"]}
CODES = {
    "form": tuple(FORM_OF_EXPLOITATION),
    "means": tuple(MEANS_OF_CONTROL),
    "recruitment": tuple(METHOD_OF_RECRUITMENT),
    "service": SERVICES,
}
EVERYTHING = Person(
    forms=CODES["form"], means=CODES["means"], recruitment=CODES["recruitment"], services=CODES["service"]
)
CASES = 300


def test_the_noise_is_as_wide_as_the_budget_asks(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of what comes out of a measurement, against the deviation that follows from epsilon by itself."""
    monkeypatch.setattr(measurement, "CHOSEN_AXES", {})
    exact = exact_counts_of(engine, [EVERYTHING] * 40, tuple(SQUARED))
    rho = 0.3113  # epsilon 4 at delta 1e-6 (docs/protection.md)
    assert rho_for(4, DELTA) == pytest.approx(rho, rel=1e-3)
    quiet_ones = measure(exact, None, LAST_YEAR, quiet)
    drawn = [measure(exact, rho_for(4, DELTA), LAST_YEAR, quiet) for _ in range(DRAWS)]
    for place, (table, squared) in enumerate(SQUARED.items()):
        deviation = np.sqrt(squared / (2 * rho / 2))
        noise = np.concatenate([(one[place].estimates - quiet_ones[place].estimates).ravel() for one in drawn])
        chance = 5 / np.sqrt(2 * noise.size)
        print(f"{table.name}: {noise.size} cells, deviation {noise.std():.3f}, {deviation:.3f} asked")
        assert noise.std() == pytest.approx(deviation, rel=1e-3 + chance)
        assert np.sqrt(drawn[0][place].variances[frozenset(table.axes)]) == pytest.approx(deviation, rel=1e-3)


def test_no_number_below_ten_is_shown_however_little_noise_there_is(counts: Mapping[Table, pd.Series]) -> None:
    exact = Board(released(counts, epsilon=None), DIMENSIONS)
    shown = Board(released(counts, epsilon=1_000), DIMENSIONS)
    truth = {view.cells: view.count or 0 for view in exact.views}
    seen = {view.cells: view.count for view in shown.views}
    few = [cells for cells, people in truth.items() if 0 < people < LEAST]
    assert len(few) >= 12
    assert [truth[cells] for cells in few if seen[cells] is not None] == []
    assert min(people for people in seen.values() if people is not None) >= LEAST
    # and only what is small is withheld
    assert all(seen[cells] is not None for cells, people in truth.items() if people > LEAST + 2)


@pytest.mark.parametrize("group", CODES)
def test_which_codes_are_counted_follows_no_order(engine: Engine, group: str) -> None:
    """Of people who have all codes of a list, each code is left out as often as any other."""
    (found,) = exact_counts_of(engine, [EVERYTHING] * CASES, [Table((group,), "How many?", share=1)]).values()
    assert len(CODES[group]) > BOUNDS[group]
    chance = BOUNDS[group] / len(CODES[group])
    spread = np.sqrt(CASES * chance * (1 - chance))
    assert found.sum() == CASES * BOUNDS[group]
    assert {code for (code,) in found.index} == {*CODES[group]}
    assert np.abs(found.to_numpy() - CASES * chance).max() < 5.5 * spread
