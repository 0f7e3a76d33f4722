"""A database of nobody, of one person, or of a year that is not over: what is published, and what is refused."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, update

from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.publication_plan import plan
from data_access.publishing.publish import publish
from data_access.release.release import Release
from data_access.release.release_database import list_releases
from tests.worlds.people import DELTA, Person, fill
from tests.worlds.publications import ledger, releases

__all__ = ["releases"]


@pytest.mark.parametrize("people", [[], [Person(consent=False), Person(status="NotAVictimOfTrafficking")]])
def test_a_database_of_nobody_publishes_like_any_other_when_that_is_meant(
    case_engine: Engine, releases: Engine, people: list[Person]
) -> None:
    """That there are no cases, or none that may be published, is a fact about cases."""
    with case_engine.begin() as connection:
        fill(connection, people)
    order: dict[str, Any] = {"kind": "public", "epsilon": 1.0, "delta": DELTA}
    for refused in (publish, plan):
        with pytest.raises(BadInput, match="--even-if-empty"):
            refused(case_engine, releases, **order)
    assert ledger(case_engine) == list_releases(releases) == []
    made = publish(case_engine, releases, **order, even_if_empty=True)
    release = Release(releases, made["release"])
    assert (release.manifest["sources"], release.manifest["provenance"]) == (["worlds"], "synthetic")
    assert (release.counts(("sex",), {})["state"] == "withheld").all()
    assert made["message"].startswith("0 of 2 cases may be published") == bool(people)


def test_a_period_of_nobody_is_refused_with_what_to_type(case_engine: Engine, releases: Engine) -> None:
    with case_engine.begin() as connection:
        fill(connection, [Person(registered=date.today())] * 30 + [Person(registered=date.today(), consent=False)])
    order: dict[str, Any] = {"kind": "public", "epsilon": 1.0, "delta": DELTA}
    with pytest.raises(BadInput, match=f"30 until today: publish --as-of {date.today()}") as refusal:
        publish(case_engine, releases, **order)
    assert "nothing was spent" in str(refusal.value)
    made = publish(case_engine, releases, **order, as_of=date.today())
    assert f"30 of 30 were registered by {date.today()}" in made["message"]
    # asked again it is answered, whoever is left
    with case_engine.begin() as connection:
        connection.execute(update(schema.case).values(consent_to_share=False))
    assert publish(case_engine, releases, **order, as_of=date.today())["release"] == made["release"]


def test_cases_with_this_year_alone_are_told_how_to_be_published(case_engine: Engine, releases: Engine) -> None:
    with case_engine.begin() as connection:
        fill(connection, [Person(year=date.today().year)] * 30)
    if (date.today().month, date.today().day) != (12, 31):
        with pytest.raises(BadInput, match=r"30 have the year .* import their registration_date"):
            publish(case_engine, releases, kind="public", epsilon=1, delta=DELTA, as_of=date.today())


def test_a_database_of_one_person_says_nothing(case_engine: Engine, releases: Engine) -> None:
    with case_engine.begin() as connection:
        fill(connection, [Person(identified="AF-KAB")])
    made = publish(case_engine, releases, kind="public", epsilon=4, delta=DELTA)
    release = Release(releases, made["release"])
    assert release.manifest["cases_about"] is None
    assert release.manifest["cases_about_margin"] > 50
    for by in ((), ("year",), ("country",), ("province",), ("sex", "age"), ("form",)):
        # less than 0.5 cells that stand for nobody are expected in a whole release: not a handful
        assert (release.counts(by, {})["state"] == "count").sum() <= 5
