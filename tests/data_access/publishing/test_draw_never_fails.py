"""No step after the draw fails because of what was drawn: over the whole workload, for few and odd cases."""

import json
from datetime import date

import numpy as np
import pytest
from sqlalchemy import Engine

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL, METHOD_OF_RECRUITMENT
from data_access.publishing import domains, measurement
from data_access.publishing.manifest import manifest_of
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import content_of, write_release
from data_access.release.release import Release
from data_access.release.workload import DENOMINATORS, WORKLOAD
from tests.worlds.people import DELTA, SOURCES, Person, exact_counts_of, quiet, release_engine

DAY = date(2025, 12, 31)
EVERYTHING = Person(
    identified="AF-KAB",
    journey=(("Recruitment", "AF-KAB"), ("Transit", "IR-10"), ("Transit", "TR"), ("Exploitation", "DE")),
    forms=tuple(FORM_OF_EXPLOITATION),
    means=tuple(MEANS_OF_CONTROL),
    recruitment=tuple(METHOD_OF_RECRUITMENT),
    services=("Shelter", "MedicalAid", "FamilyReunification"),
)
PLACES = ("AF-KAB", "PK-PB", "IR-23", "UZ-TK")
WORLDS = {
    "nobody": [],
    "one person": [Person()],
    "two without a year": [Person(year=None)] * 2,
    "thirty without events": [Person(2024, "Feminine", "9-17", identified="AF-HER")] * 30,
    "police": [Person(2015 + n % 9, journey=(("Exploitation", PLACES[n % 4]),)) for n in range(100)],
    "one country": [Person(journey=(("Recruitment", "AF"), ("Exploitation", "AF")))] * 300,
    "all columns": [EVERYTHING] * 500,
    "sources only": [Person(journey=(("Recruitment", PLACES[n % 4]),)) for n in range(500)],
}


@pytest.mark.parametrize("world", WORLDS)
def test_whatever_is_drawn_becomes_a_release(sqlite_cases: Engine, monkeypatch: pytest.MonkeyPatch, world: str) -> None:
    workload = WORKLOAD + DENOMINATORS
    counts = exact_counts_of(sqlite_cases, WORLDS[world], workload)
    drawn = [measurement.draw(counts, rho_for(epsilon, DELTA), DAY.year, quiet) for epsilon in (0.25, 1, 8)]
    # and what chance hardly ever draws: noise that hides everything
    for module in (domains, measurement):
        monkeypatch.setattr(module, "add_noise", lambda counts, deviation: np.full_like(counts, -1_000_000_000))
    drawn.append(measurement.draw(counts, rho_for(4, DELTA), DAY.year, quiet))
    for measured in drawn:
        manifest = manifest_of(measured, SOURCES, kind="public", epsilon=4.0, delta=DELTA)
        json.dumps(manifest, ensure_ascii=False)
        assert set(content_of(manifest, measured).tables) == {table.name for table in workload}
        engine = release_engine()
        release = Release(engine, write_release(engine, "name", manifest, measured))
        for table in workload:
            by = tuple(name for axis in table.axes for name in release.manifest["axes"][axis]["dimensions"])
            release.counts(by, {})
