"""People of whom everything that a case may hold is recorded, or not, by chance: dates around the end of the time,
outcomes, kinds of organisations, days that are missing or stand in the wrong order."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeVar

from sqlalchemy import Connection, select, update

from data_access.cases import schema
from data_access.codes.code_lists import (
    JUSTICE_OUTCOME,
    JUSTICE_STEP,
    ORGANISATION_KIND,
    RELATION_TO_TRAFFICKER,
    RETURN_CROSSING,
    RETURN_KIND,
    SECTOR,
    SERVICE_OUTCOME,
    TRAFFICKING_STATUS,
    TYPE_OF_SEXUAL_EXPLOITATION,
)
from tests.worlds.people import SMALL_PROVINCES, UNTIL, Person, crowd, fill

PLACES = (*SMALL_PROVINCES, *(code for codes in SMALL_PROVINCES.values() for code in codes))
TOWNS = ("AF-HER/af-herat", "AF-HER/af-islam-qala", "PK-BA/pk-taftan", "IR-09/ir-taybad")
One = TypeVar("One")


def recorded(number: int, seed: int = 1) -> list[Person]:
    """People with steps of justice, returns and lists beside what `crowd` gives them."""
    lot = random.Random(seed)
    return [_more(person, lot) for person in crowd(number, seed)]


def fill_recorded(connection: Connection, number: int, seed: int = 1) -> None:
    """Put these people, and nobody else, into a prepared case database, with who served them, until when, and how."""
    fill(connection, recorded(number, seed))
    lot, table = random.Random(seed), schema.case_service
    for row in connection.execute(select(table).order_by(table.c.case_id, table.c.position)).all():
        end = row.start_date or UNTIL
        said = {
            "outcome": _mostly(lot, None, [*SERVICE_OUTCOME]),
            "provider_kind": _mostly(lot, None, [*ORGANISATION_KIND]),
            "end_date": lot.choice([None, end, end + timedelta(days=lot.choice([30, 400, 1200]))]),
        }
        same = (table.c.case_id == row.case_id) & (table.c.position == row.position)
        connection.execute(update(table).where(same).values(**said))


def _more(person: Person, lot: random.Random) -> Person:
    steps = [
        (lot.choice([*JUSTICE_STEP]), _mostly(lot, None, [*JUSTICE_OUTCOME]), _mostly(lot, None, PLACES))
        for _ in range(min(int(lot.expovariate(0.7)), 4))
    ]
    begins = [lot.choice([None, *[_day(lot)] * 4]) for _ in steps]
    more: dict[str, Any] = {
        "justice": tuple(steps),
        "justice_dates": tuple((begin, _end(lot, begin)) for begin in begins),
        "journey_dates": tuple(lot.choice([None, None, _day(lot)]) for _ in person.journey),
        "sectors": _some(lot, [*SECTOR]),
        "relations": _some(lot, [*RELATION_TO_TRAFFICKER]),
        "sexual_types": _some(lot, [*TYPE_OF_SEXUAL_EXPLOITATION]),
        "citizenship": _mostly(lot, None, [*SMALL_PROVINCES]),
        "status": _mostly(lot, None, [*TRAFFICKING_STATUS]),
        "is_unaccompanied": lot.choice([None, True, False]),
        "was_smuggled": lot.choice([None, True, False]),
        "return_kind": _mostly(lot, None, [*RETURN_KIND]),
        "return_crossing": _mostly(lot, None, [*RETURN_CROSSING]),
        "consent": lot.choice([None, None, True, False]),
        "identified_on": person.identified_on and _day(lot),
    }
    if lot.random() < 0.3:
        more["journey"] = (*person.journey, *(("Transit", town) for town in lot.sample(TOWNS, 2)))
    if lot.random() < 0.3:
        more["registered"] = _day(lot)
    if lot.random() < 0.2:
        asked = frozenset(lot.sample(person.forms, len(person.forms) // 2))
        more["forms_known"] = tuple(sorted(asked))
    return replace(person, **more)


def _day(lot: random.Random) -> date:
    """A day of the four years before the end of the time, or of the two months after it."""
    return UNTIL - timedelta(days=lot.randint(-60, 1500))


def _end(lot: random.Random, begin: date | None) -> date | None:
    return lot.choice([None, (begin or UNTIL) + timedelta(days=lot.choice([0, 40, 200, 500]))])


def _mostly(lot: random.Random, value: One, others: Sequence[One]) -> One:
    return lot.choice([value, *others, *others])


def _some(lot: random.Random, codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(lot.sample(codes, min(int(lot.expovariate(0.9)), 3)))
