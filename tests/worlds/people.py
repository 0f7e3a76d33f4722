"""Small worlds of people whose true counts are known, and releases of them."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Connection, Engine, StaticPool, create_engine, delete, insert

from data_access.cases import schema
from data_access.cases.loading import declare_source
from data_access.codes.code_lists import (
    AGE_BAND,
    DATA_SOURCE,
    FORM_OF_EXPLOITATION,
    GENDER,
    MEANS_OF_CONTROL,
    METHOD_OF_RECRUITMENT,
    RELATION_TO_TRAFFICKER,
    SECTOR,
    SERVICE,
    TYPE_OF_SEXUAL_EXPLOITATION,
)
from data_access.publishing import domains, measurement
from data_access.publishing.counting.count import count
from data_access.publishing.manifest import manifest_of
from data_access.publishing.measurement import measure
from data_access.publishing.noise import rho_for
from data_access.publishing.release_store import write_release
from data_access.release import schema as release_schema
from data_access.release.lattice import subsets
from data_access.release.release import Release
from data_access.release.workload import READ_OFF_WAYS, Table, dimensions_of

LAST_YEAR = 2026
UNTIL = date(2025, 12, 31)
DELTA = 1e-6
SOURCES = {"provenance": "synthetic", "sources": ["worlds"], "data_until": "2025-12-31", "places_are_proxies": False}

SOURCE = {"code": "worlds", "name": "worlds", "provenance": "synthetic", "places_are_proxies": False}
SOURCE |= {"consent_policy": "presumed", "keys_name_source": False}

# a workload small enough to be published hundreds of times, with a hierarchy and a many-valued axis
SMALL_WORKLOAD = (
    Table(
        ("year", "country", "sex", "age"),
        "How many?",
        share=8,
        parts=((("year", "country"), 4), (("sex", "age"), 2), (("year",), 2)),
    ),
    Table(("year", "province", "sex", "age"), "In which province?", share=8, parts=((("province",), 4),)),
    Table(("year", "country", "form"), "In which form?", share=8, parts=((("form",), 2),)),
)
SMALL_CHOSEN = {"year": 1.0, "province": 2.0}
SMALL_PROVINCES = {"AF": ("AF-BAL", "AF-HER", "AF-KAB"), "IR": ("IR-07", "IR-10"), "PK": ("PK-BA", "PK-SD")}


@dataclass(frozen=True)
class Person:
    """One case. None is not recorded.

    journey: kinds of step and places; a place is a country, a province, or a province and a town ("PK-BA/pk-taftan").
    journey_dates, service_dates: when each step of the journey, and each service after identification, began.
    """

    year: int | None = 2024
    gender: str = "Feminine"
    age_band: str = "18-20"
    journey: tuple[tuple[str, str], ...] = ()
    identified: str | None = None
    forms: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    recruitment: tuple[str, ...] = ()
    # the codes about which anything is known: by default the whole list where one is reported, and nothing otherwise
    forms_known: tuple[str, ...] | None = None
    means_known: tuple[str, ...] | None = None
    consent: bool | None = None
    status: str | None = None
    data_source: str = "NGO"
    services: tuple[str, ...] = ()
    registered: date | None = None
    journey_dates: tuple[date | None, ...] = ()
    service_dates: tuple[date | None, ...] = ()
    identified_on: date | None = None
    # each step of justice: its step, outcome and place
    justice: tuple[tuple[str, str | None, str | None], ...] = ()
    sectors: tuple[str, ...] = ()
    citizenship: str | None = None
    relations: tuple[str, ...] = ()
    sexual_types: tuple[str, ...] = ()
    # when each step of justice began and ended
    justice_dates: tuple[tuple[date | None, date | None], ...] = ()
    is_unaccompanied: bool | None = None
    return_kind: str | None = None
    return_crossing: str | None = None
    was_smuggled: bool | None = None


def fill(connection: Connection, people: Iterable[Person], *, source_format: str = "htcds") -> None:
    """Put these people, and nobody else, into a prepared case database."""
    tables = (schema.case_event, schema.case_service, schema.case_justice, schema.case, schema.reporting)
    for table in (*tables, schema.import_run):
        connection.execute(delete(table))
    add(connection, people, source_format=source_format)


def add(connection: Connection, people: Iterable[Person], *, first: int = 1, source_format: str = "htcds") -> None:
    """Load people under the numbers from `first` on, as one file."""
    declare_source(connection, SOURCE)
    run = {"id": first, "content_hash": f"file {first}", "file_name": "worlds", "format": source_format}
    run |= {"source": "worlds", "provenance": "synthetic", "finished_at": datetime(2026, 1, 1)}
    run |= {"rows_read": 1, "rows_accepted": 1, "rows_refused": 0}
    connection.execute(insert(schema.import_run), [run])
    cases: list[dict[str, Any]] = []
    steps: list[dict[str, Any]] = []
    services: list[dict[str, Any]] = []
    justice: list[dict[str, Any]] = []
    for number, person in enumerate(people, first):
        cases.append(
            {
                "id": number,
                "case_key": f"{number:032x}",
                "import_run_id": first,
                "source": SOURCE["code"],
                "provenance": "synthetic",
                "data_source": person.data_source,
                "registration_date": person.registered,
                "registration_year": person.registered.year if person.registered else person.year,
                "gender": person.gender,
                "age_band": person.age_band,
                "trafficking_status": person.status,
                "consent_to_share": person.consent,
                "form_of_exploitation": frozenset(person.forms),
                "form_of_exploitation_known": _known(person.forms, person.forms_known, FORM_OF_EXPLOITATION),
                "means_of_control": frozenset(person.means),
                "means_of_control_known": _known(person.means, person.means_known, MEANS_OF_CONTROL),
                "method_of_recruitment": frozenset(person.recruitment),
                "method_of_recruitment_known": _known(person.recruitment, None, METHOD_OF_RECRUITMENT),
                "sector": frozenset(person.sectors),
                "sector_known": _known(person.sectors, None, SECTOR),
                "relation_to_trafficker": frozenset(person.relations),
                "relation_to_trafficker_known": _known(person.relations, None, RELATION_TO_TRAFFICKER),
                "type_of_sexual_exploitation": frozenset(person.sexual_types),
                "type_of_sexual_exploitation_known": _known(person.sexual_types, None, TYPE_OF_SEXUAL_EXPLOITATION),
                "citizenship": person.citizenship,
                "is_unaccompanied": person.is_unaccompanied,
                "return_kind": person.return_kind,
                "return_crossing": person.return_crossing,
                "was_smuggled": person.was_smuggled,
            }
        )
        for position, ((kind, code), day) in enumerate(zip_longest(person.journey, person.journey_dates), 1):
            row = {"case_id": number, "position": position, "kind": kind, "start_date": day}
            steps.append({**row, **_step_place(code)})
        given = [("Identification", person.identified, person.identified_on)] if person.identified else []
        after = zip_longest(person.services, (None,) * len(person.services), person.service_dates)
        for position, (service, code, day) in enumerate([*given, *after], 1):
            row = {"case_id": number, "position": position, "service": service, "start_date": day}
            services.append({**row, **_place(code)})
        dated = zip_longest(person.justice, person.justice_dates, fillvalue=(None, None))
        for position, ((step, outcome, code), (begin, end)) in enumerate(dated, 1):
            row = {"case_id": number, "position": position, "step": step, "outcome": outcome}
            justice.append({**row, "start_date": begin, "end_date": end, **_place(code)})
    rows_of = ((schema.case, cases), (schema.case_event, steps), (schema.case_service, services))
    for table, rows in (*rows_of, (schema.case_justice, justice)):
        if rows:
            connection.execute(insert(table), rows)


def _known(reported: tuple[str, ...], known: tuple[str, ...] | None, codes: Mapping[str, str]) -> frozenset[str]:
    return frozenset(codes if reported else ()) if known is None else frozenset(known) | frozenset(reported)


def _place(code: str | None) -> dict[str, str | None]:
    if code is None or code == "unknown":
        return {"country": None, "province": None}
    return {"country": code[:2], "province": code if len(code) > 2 else None}


def _step_place(code: str) -> dict[str, str | None]:
    province, _, town = code.partition("/")
    return {**_place(province), "place": town or None}


def quiet(text: str) -> None:
    """Take a message about progress and say nothing."""


def exact_counts(engine: Engine, workload: Sequence[Table]) -> dict[Table, pd.Series]:
    """Count the people of a case database."""
    with engine.connect() as connection:
        return count(connection, workload, UNTIL, quiet)


def exact_counts_of(engine: Engine, people: Iterable[Person], workload: Sequence[Table]) -> dict[Table, pd.Series]:
    """Count these people, through a case database that is left as it was."""
    with engine.connect() as connection, connection.begin() as transaction:
        fill(connection, people)
        counts = count(connection, workload, UNTIL, quiet)
        transaction.rollback()
    return counts


def release_engine() -> Engine:
    """Make an empty release database in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    release_schema.metadata.create_all(engine)
    return engine


def released(
    counts: Mapping[Table, pd.Series],
    *,
    epsilon: float | None,
    rho: float | None = None,
    engine: Engine | None = None,
    **manifest: Any,
) -> Release:
    """Publish counts. epsilon None: exactly. rho: noise for another budget than the stated one, to test the tests.

    manifest: fields of the manifest to publish with instead of its own; threshold_errors then holds for all tables.
    """
    spent = rho or (rho_for(epsilon, DELTA) if epsilon else None)
    measured = measure(counts, spent, LAST_YEAR, quiet)
    stated = manifest_of(measured, SOURCES, kind="public", epsilon=epsilon, delta=DELTA if epsilon else None)
    if "threshold_errors" in manifest:
        stated["tables"] = [{**table, "thresholds": {}} for table in stated["tables"]]
    engine = engine or release_engine()
    return Release(engine, write_release(engine, "", {**stated, **manifest}, measured))


def suppressed(counts: Mapping[Table, pd.Series]) -> Release:
    """Publish exact counts of 10 or more, as is commonly done."""
    return released(counts, epsilon=None, least_count=10)


@contextmanager
def small_domains(years: tuple[int, int] = (2022, 2024), chosen: Mapping[str, float] = SMALL_CHOSEN) -> Iterator[None]:
    """Let releases name three countries, their provinces and a few years, so that a publication takes milliseconds."""
    with pytest.MonkeyPatch.context() as patch:
        nations = pd.DataFrame({"code": list(SMALL_PROVINCES)})
        places = pd.DataFrame({"code": [code for codes in SMALL_PROVINCES.values() for code in codes]})
        patch.setattr(domains, "countries", lambda: nations)
        patch.setattr(domains, "provinces", lambda: places)
        patch.setattr(domains, "FIRST_YEAR", years[0])
        patch.setattr(measurement, "CHOSEN_AXES", dict(chosen))
        patch.setattr(f"{__name__}.LAST_YEAR", years[1])
        yield


def crowd(number: int, seed: int = 1) -> list[Person]:
    """People of every kind: frequent and rare places and codes, long lists and journeys, gaps everywhere."""
    lot = random.Random(seed)
    places = [code for codes in SMALL_PROVINCES.values() for code in codes]
    steps = [*places[:3] * 4, *places, *SMALL_PROVINCES, "unknown"]

    def some(codes: Iterable[str], most: int) -> tuple[str, ...]:
        return tuple(lot.sample([*codes], min(int(lot.expovariate(0.6)), most)))

    people = []
    for _ in range(number):
        journey = [lot.choice(steps) for _ in range(min(int(lot.expovariate(0.4)), 9))]
        kinds = ["Recruitment", *["Transit"] * (len(journey) - 2), "Exploitation"][: len(journey)]
        services = some(SERVICE, 12)
        people.append(
            Person(
                year=lot.choice([None, 2022, 2023, 2023, 2024, 2024]),
                gender=lot.choice(["Feminine", "Feminine", "Masculine", *GENDER]),
                age_band=lot.choice(["9-17", "18-20", "18-20", *AGE_BAND]),
                journey=tuple(zip(kinds, journey, strict=True)),
                identified=lot.choice([None, *steps]),
                forms=some(FORM_OF_EXPLOITATION, len(FORM_OF_EXPLOITATION)),
                means=some(MEANS_OF_CONTROL, len(MEANS_OF_CONTROL)),
                recruitment=some(METHOD_OF_RECRUITMENT, len(METHOD_OF_RECRUITMENT)),
                data_source=lot.choice(["NGO", "NGO", *DATA_SOURCE]),
                identified_on=lot.choice([None, date(2023, 1, 1)]),
                services=services,
                service_dates=tuple(lot.choice([None, date(2023, lot.randint(1, 12), 1)]) for _ in services),
            )
        )
    return people


def questions_of(release: Release, workload: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    """The dimensions of every table and of every sum over some of its one-valued axes, then what is read off ways."""
    asked = {}
    for table in workload:
        for axes in subsets(table.axes):
            if table.groups <= set(axes):
                asked[tuple(name for axis in axes for name in dimensions_of(axis))] = True
    yield from asked
    yield from (names for names in READ_OFF_WAYS if release.covers(names, {}))
