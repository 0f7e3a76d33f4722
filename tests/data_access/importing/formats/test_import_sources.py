"""The register of sources is declared, and a release says what it says."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update

from data_access.cases import schema
from data_access.errors import BadInput
from data_access.publishing.manifest import sources_of
from tests.worlds.people import Person, add

HEADER = "code,name,provenance,places_are_proxies,consent_policy\n"
SHELTERS = "shelters,Shelters of the network,confidential,,\n"
CTDC = "ctdc,CTDC global data set,public,yes,presumed\n"
REGISTER = (
    'SELECT code, name, provenance, places_are_proxies, consent_policy, keys_name_source FROM "source" ORDER BY 1'
)
Put, Load, Rows = Callable[..., Path], Callable[..., dict[str, Any]], Callable[..., list[tuple[Any, ...]]]


def said(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        return sources_of(connection, date(2025, 12, 31))


def test_a_case_database_has_one_source_until_others_are_declared(
    case_engine: Engine, put: Put, load: Load, rows: Rows
) -> None:
    assert rows(case_engine, REGISTER) == [("own", "Own cases", "confidential", False, "required", False)]
    load(case_engine, put("sources.csv", HEADER + SHELTERS + CTDC), format="sources")
    assert rows(case_engine, REGISTER) == [
        ("ctdc", "CTDC global data set", "public", True, "presumed", True),
        ("shelters", "Shelters of the network", "confidential", False, "required", True),
    ]
    # the manifest follows the register, though no source has a case
    assert said(case_engine) == {
        "provenance": "mixed",
        "sources": ["CTDC global data set", "Shelters of the network"],
        "data_until": "2025-12-31",
        "places_are_proxies": True,
    }


def test_the_first_source_stays_while_it_has_cases_and_keys_keep_their_hash(
    case_engine: Engine, put: Put, load: Load, rows: Rows
) -> None:
    with case_engine.begin() as connection:
        add(connection, [Person()])
        connection.execute(update(schema.case).values(source="own", consent_to_share=True))
        connection.execute(schema.source.insert().values(
            code="own", name="Own cases", provenance="confidential", places_are_proxies=False,
            consent_policy="required", keys_name_source=False,
        ))  # fmt: skip
    register = HEADER + SHELTERS + "own,Our shelter,confidential,no,presumed\n"
    result = load(case_engine, put("sources.csv", register), format="sources", replace=True)
    assert (result["new"], result["changed"]) == (1, 1)
    # "worlds" had no case and is not in the new register; own keeps what its keys are made of
    assert rows(case_engine, REGISTER) == [
        ("own", "Our shelter", "confidential", False, "presumed", False),
        ("shelters", "Shelters of the network", "confidential", False, "required", True),
    ]


def test_cases_do_not_change_what_is_said_of_sources(case_engine: Engine) -> None:
    with case_engine.begin() as connection:
        add(connection, [Person()])
    before = said(case_engine)
    with case_engine.begin() as connection:
        add(connection, [Person()], first=7_000, source_format="ctdc")
    assert said(case_engine) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Shelter Herat,Shelters,confidential,,\n", "small letters"),
        ("shelters,,confidential,,\n", "cannot be empty"),
        ("shelters,Shelters,secret,,\n", "column provenance"),
        ("shelters,Shelters,confidential,perhaps,\n", "column places_are_proxies"),
        (SHELTERS + SHELTERS.replace("network", "town"), "is about the same"),
    ],
)
def test_mistakes_are_named(case_engine: Engine, put: Put, load: Load, rows: Rows, row: str, reason: str) -> None:
    with pytest.raises(BadInput, match=reason):
        load(case_engine, put("sources.csv", HEADER + row), format="sources")
    assert [row[0] for row in rows(case_engine, REGISTER)] == ["own"]
