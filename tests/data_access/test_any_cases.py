"""Whatever the cases are, a publication ends in a release that answers every question.

Through the whole workload and the whole world of places: nothing that comes after the noise may fail because of its
values, since the budget is spent by then.
"""

import os
from itertools import cycle, product

import numpy as np
import pytest
from sqlalchemy import Engine

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL, METHOD_OF_RECRUITMENT, SERVICE
from data_access.publishing import domains, measurement
from data_access.release.workload import DENOMINATORS, WORKLOAD
from tests.worlds.people import Person, crowd, exact_counts_of, questions_of, released

pytestmark = pytest.mark.slow

EVERYTHING = Person(
    year=2024,
    journey=tuple((kind, code) for kind, code in (("Recruitment", "AF-HER/af-herat"), ("Transit", "IR-23"),
        ("Transit", "IR-10"), ("Transit", "TR"), ("Transit", "GR"), ("Transit", "RS"), ("Transit", "HU"),
        ("Transit", "AT"), ("Exploitation", "DE"))),
    identified="DE", forms=tuple(FORM_OF_EXPLOITATION), means=tuple(MEANS_OF_CONTROL),
    recruitment=tuple(METHOD_OF_RECRUITMENT), services=tuple(SERVICE),
)  # fmt: skip
NOTHING = Person(year=None, gender="NonSpecifiedUnknown", age_band="unknown")
POLICE = Person(journey=(("Exploitation", "AF-KAB"),), forms=("ForcedLabour",), data_source="Police")
CTDC = Person(2016, "Feminine", "30-38", (("Recruitment", "PH"), ("Exploitation", "US")), forms=("SexualExploitation",),
              forms_known=("ForcedLabour", "SexualExploitation"), means=("DebtBondage",), means_known=())  # fmt: skip
PLACES = ("AF-KAB", "PK-PB", "IR-23", "UZ-TK")
LONG = "LONG" in os.environ
NUMBERS = (0, 1, 2, 3, 7, 10, 30, 100, 300, 500) if LONG else (0, 1, 2, 30, 500)
WORLDS = {
    **{f"{number} people": crowd(number) for number in NUMBERS},
    "no journeys": [Person(identified="AF-KAB", forms=("ForcedLabour",))] * 300,
    "only where they were exploited": [POLICE] * 300,
    "3,000 of one kind": [POLICE] * 3000,
    "one country": [Person(journey=(("Recruitment", "AF"), ("Exploitation", "AF")), identified="AF")] * 200,
    "nothing is recorded": [NOTHING] * 200,
    "everything is recorded": [EVERYTHING] * 200,
    "one person who has everything": [EVERYTHING],
    "35 rows as CTDC has them": [CTDC] * 35,
    "two without a year": [Person(year=None)] * 2,
    "thirty without events": [Person(2024, "Feminine", "9-17", identified="AF-HER")] * 30,
    "sources only": [Person(journey=(("Recruitment", PLACES[n % 4]),)) for n in range(500)],
}
EPSILON = (0.25, 4.0, 8.0, 1.0)
# noise lifts half a cell of a release into view on average, and a few that contain it
MOST_INVENTED = 40
TRIALS = list(zip(WORLDS, cycle(EPSILON)))
if LONG:  # of the emptiest, a usual and the fullest world every budget
    TRIALS = sorted({*TRIALS, *product(("0 people", "500 people", "everything is recorded"), EPSILON)})


def publish_and_ask(engine: Engine, people: list[Person], epsilon: float) -> None:
    workload = (*WORKLOAD, *DENOMINATORS)
    counts = exact_counts_of(engine, people, workload)
    release = released(counts, epsilon=epsilon)
    invented = 0
    for by in questions_of(release, workload):
        answer = release.counts(by, {})
        assert not answer.isna().any(axis=None) or set(answer.columns[answer.isna().any()]) == {"count"}
        shown = answer[answer["state"] == "count"]
        assert (shown["count"] >= 10).all(), by
        assert (answer["standard_error"] > 0).all(), by
        if not people:
            invented += len(shown)
    assert invented <= MOST_INVENTED
    for where in ({"year": frozenset({"2023"})}, {"sex": frozenset({"other"}), "age": frozenset({"child"})}):
        release.counts(("country",), where)


@pytest.mark.parametrize(("world", "epsilon"), TRIALS)
def test_a_publication_of_any_cases_answers_every_question(sqlite_cases: Engine, world: str, epsilon: float) -> None:
    publish_and_ask(sqlite_cases, WORLDS[world], epsilon)


# nothing but codes and shapes depends on people behind such noise
@pytest.mark.parametrize("world", ["0 people", "everything is recorded"])
def test_noise_that_hides_everything_fails_nowhere(
    sqlite_cases: Engine, monkeypatch: pytest.MonkeyPatch, world: str
) -> None:
    """What chance hardly ever draws."""
    for module in (domains, measurement):
        monkeypatch.setattr(module, "add_noise", lambda counts, deviation: np.full_like(counts, -1_000_000_000))
    publish_and_ask(sqlite_cases, WORLDS[world], 4.0)


@pytest.mark.parametrize("world", ["30 people", "no journeys", "only where they were exploited"])
@pytest.mark.postgres
def test_on_the_other_engine(postgres_cases: Engine, world: str) -> None:
    publish_and_ask(postgres_cases, WORLDS[world], 4.0)
