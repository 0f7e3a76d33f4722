"""One case more, against every measurement of the whole workload: how far it moves them, and what their noise tells.

Fast by default; LONG=1 tries more cases and more publications. Random tests fail by chance less than once in a million.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest
from sqlalchemy import Engine

from data_access.codes.code_lists import (
    FORM_OF_EXPLOITATION,
    JUSTICE_OUTCOME,
    JUSTICE_STEP,
    MEANS_OF_CONTROL,
    METHOD_OF_RECRUITMENT,
    RELATION_TO_TRAFFICKER,
    SECTOR,
    SERVICE,
)
from data_access.publishing import domains, measurement
from data_access.publishing.measurement import measure
from data_access.publishing.noise import add_noise, rho_for
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import CHOSEN_AXES, DENOMINATORS, WORKLOAD, Table
from tests.attack.membership import epsilon_at_least
from tests.walks import walk
from tests.worlds.people import DELTA, LAST_YEAR, Person, crowd, exact_counts_of, quiet, small_domains

LONG = "LONG" in os.environ
PUBLIC = (*WORKLOAD, *DENOMINATORS)
PUBLICATIONS = 1500 if LONG else 500
PLACES = ("AF-KAB", "AF-HER", "IR-10", "IR-07", "PK-SD", "PK-BA", "AF-BAL")
FULL = Person(
    journey=tuple(zip(("Recruitment", *["Transit"] * 5, "Exploitation"), PLACES, strict=True)),
    identified="PK-SD", forms=tuple(FORM_OF_EXPLOITATION), means=tuple(MEANS_OF_CONTROL),
    recruitment=tuple(METHOD_OF_RECRUITMENT), services=tuple(SERVICE), citizenship="AF", sectors=tuple(SECTOR),
    relations=tuple(RELATION_TO_TRAFFICKER), sexual_types=("BachaBazi",), is_unaccompanied=True, was_smuggled=True,
    return_kind="Deported", return_crossing="IslamQala", status="PossibleVictimOfTrafficking",
    justice=tuple(product(JUSTICE_STEP, JUSTICE_OUTCOME, ("PK-SD", "AF-KAB"))),
)  # fmt: skip
TOWNS = ("AF-HER/af-herat", "AF-HER/af-islam-qala", "IR-09/ir-taybad", "IR-09/ir-dogharun")
ODD = {
    "everything": FULL,
    "nothing": Person(year=None, gender="NonSpecifiedUnknown", age_band="unknown"),
    "there and back": replace(FULL, journey=tuple(("Transit", place) for place in (*PLACES, *PLACES[::-1]))),
    "many starts and ends": replace(FULL, journey=tuple(product(("Recruitment", "Exploitation"), PLACES))),
    "towns": replace(FULL, journey=tuple(("Transit", town) for town in TOWNS)),
    "the same towns again and again": replace(FULL, journey=tuple(("Transit", town) for town in TOWNS[:2] * 4)),
    "far away": replace(FULL, year=1990, identified="VU", journey=(("Recruitment", "NR"), ("Exploitation", "TV"))),
    "all services, none known": Person(services=tuple(SERVICE) * 3),
}  # fmt: skip
UNCOUNTED = {
    "refused": replace(FULL, consent=False),
    "found to be no victim": replace(FULL, status="NotAVictimOfTrafficking"),
    "registered late": replace(FULL, registered=date(2026, 1, 1)),
    "of a year that is not over": replace(FULL, year=2026),
}


@pytest.fixture(autouse=True)
def whole(small: None) -> Iterator[None]:
    with small_domains(chosen=CHOSEN_AXES):
        yield


Measurement = tuple[np.ndarray, float]


def measurements(
    engine: Engine, people: list[Person], monkeypatch: pytest.MonkeyPatch, kept: list[np.ndarray]
) -> list[Measurement]:
    """Every exact array that publication adds noise to, in its order, with the deviation of the noise: first those that
    choose codes, then the tables and their parts. kept: from what codes are chosen, in place of noise; if it is empty,
    every code that somebody has is kept, and noted in it."""
    found: list[Measurement] = []
    is_first, chosen = not kept, iter(kept)

    def chosen_from(counts: np.ndarray, deviation: float) -> np.ndarray:
        found.append((counts.copy(), deviation))
        if is_first:
            kept.append(counts * 10_000)
            return kept[-1]
        return next(chosen)

    def exact(counts: np.ndarray, deviation: float) -> np.ndarray:
        found.append((counts.copy(), deviation))
        return counts

    monkeypatch.setattr(domains, "add_noise", chosen_from)
    monkeypatch.setattr(measurement, "add_noise", exact)
    measure(exact_counts_of(engine, people, PUBLIC), rho_for(4, DELTA), LAST_YEAR, quiet)
    return found


def moved_by(
    engine: Engine, people: list[Person], newcomer: Person, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[np.ndarray, np.ndarray, float]]:
    """Of each measurement what it is without the newcomer, how far they move it, and the deviation of its noise."""
    kept: list[np.ndarray] = []
    after = measurements(engine, [*people, newcomer], monkeypatch, kept)
    before = measurements(engine, people, monkeypatch, kept)
    monkeypatch.undo()
    return [(old, new - old, deviation) for (old, deviation), (new, _) in zip(before, after, strict=True)]


@pytest.fixture
def crowded() -> list[Person]:
    return [*crowd(400 if LONG else 120), *ODD.values()]


@pytest.mark.parametrize("kind", walk(ODD, short=2))
def test_an_odd_case_moves_nothing_further_than_its_noise_is_made_for(
    engine: Engine, crowded: list[Person], kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Summed over everything, an added case spends no more than rho: the sum of squared distances over twice the
    variances."""
    change = moved_by(engine, crowded, ODD[kind], monkeypatch)
    spent = [float((step.astype(float) ** 2).sum()) / 2 / deviation**2 for _, step, deviation in change]
    # each choice and measurement within its own share, so all together within the whole
    shares = [
        *CHOSEN_AXES.values(),
        *(share for table in PUBLIC for share in (table.share, *(s for _, s in table.parts))),
    ]
    allowed = [rho_for(4, DELTA) * share / measurement.total_shares(PUBLIC) for share in shares]
    assert len(spent) == len(allowed)
    assert all(one <= most * (1 + 1e-9) for one, most in zip(spent, allowed, strict=True))
    print(f"{kind}: spends {sum(spent) / rho_for(4, DELTA):.0%} of rho")


@pytest.mark.parametrize("kind", walk(UNCOUNTED))
def test_a_case_that_is_not_counted_moves_nothing(engine: Engine, crowded: list[Person], kind: str) -> None:
    """Refused, late or no victim: nothing at all of a release depends on it."""
    tables: tuple[Table, ...] = (*PUBLIC, *RESTRICTED)
    before = exact_counts_of(engine, crowded, tables)
    after = exact_counts_of(engine, [*crowded, UNCOUNTED[kind]], tables)
    assert all(before[table].equals(after[table]) for table in tables)


def test_the_likelihood_ratio_over_everything(
    engine: Engine, crowded: list[Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The strongest test there is, told all numbers before they are made to agree: it proves no more than is stated."""
    # the noise of a cell that the newcomer does not move tells nothing of them
    told = [
        (exact[step != 0], step[step != 0], deviation)
        for exact, step, deviation in moved_by(engine, crowded, FULL, monkeypatch)
    ]

    def scores(is_there: bool) -> np.ndarray:
        found = np.zeros(PUBLICATIONS)
        for exact, step, deviation in told:
            counted = np.tile(exact + step * is_there, (PUBLICATIONS, 1))
            found += (add_noise(counted, deviation) - exact) @ step / deviation**2
        return found

    absent, present = scores(False), scores(True)
    apart = (present.mean() - absent.mean()) / np.sqrt((absent.var() + present.var()) / 2)
    expected = np.sqrt(sum((step.astype(float) ** 2).sum() / deviation**2 for _, step, deviation in told))
    allowed, chance = np.sqrt(2 * rho_for(4, DELTA)), 5 * np.sqrt(2 / PUBLICATIONS)
    at_least = epsilon_at_least(absent, present, DELTA)
    print(
        f"{len(told)} measurements, {PUBLICATIONS} publications of each: epsilon {at_least:.2f} proven of 4 stated; "
        f"{apart:.2f} deviations apart, {expected:.2f} expected, {allowed:.2f} allowed"
    )
    assert at_least <= 4
    assert expected <= allowed * (1 + 1e-9)
    assert abs(apart - expected) <= chance
