"""No part is larger than its whole in any two answers that a release gives: every pair is asked, none is chosen."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import product

import pytest
from sqlalchemy import Engine

from data_access.codes.of_release import AGE, OTHER, PROCEEDINGS, UNKNOWN
from data_access.publishing import domains
from data_access.release.release import Release
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import (
    BOUNDS,
    CHOSEN_AXES,
    COARSER,
    DENOMINATORS,
    READ_OFF_WAYS,
    WORKLOAD,
    dimensions_of,
)
from tests.worlds.people import Person, crowd, exact_counts_of, released, small_domains

pytestmark = pytest.mark.slow

TABLES = (*WORKLOAD, *DENOMINATORS)
DRAWS = 4 if "LONG" in os.environ else 2
GROUP_OF = {name: group for group in BOUNDS for name in dimensions_of(group)}


def country(code: str) -> str:
    return code if code in (OTHER, UNKNOWN) else code[:2]


def province(code: str) -> str:
    """A country at the source of a chain is pooled from provinces."""
    return code if len(code) > 2 and code != UNKNOWN else OTHER


# what a code of a dimension is a part of: a code of another dimension
WHOLES: dict[str, list[tuple[str, Callable[[str], str]]]] = {
    "province": [("country", country)],
    "source": [("source_country", country)],
    "exploitation": [("exploitation_country", country)],
    "age_band": [("age", lambda code: AGE.get(code, "adult"))],
    "chain_source": [("source_country", country), ("source", province)],
    "chain_destination": [("exploitation_country", country)],
}
# dimensions that are no part of the one of another name, though both are countries or provinces, and why
APART = {
    "first_country": "ways through rare countries are pooled into those without transit",
    "last_country": "as above",
    "transit_country": "as above",
    "first_transit": "chains keep other ways than ways do",
    "last_transit": "as above",
    "from_country": "a leg begins where people were taken, or on the way",
    "to_country": "as above",
    "from_province": "as above",
    "to_province": "as above",
    "province_leg": "the part that a leg has in the way",
    "leg": "as above",
}
# of a dimension that two axes have, `other` of the one is pooled from other codes than that of the other
POOLED = ("source_country", "exploitation_country")


def test_every_dimension_of_a_place_or_an_age_is_in_one_of_the_two_lists() -> None:
    axes = {axis for table in (*TABLES, *RESTRICTED) for axis in table.axes}
    names = {name for axis in axes for name in dimensions_of(axis)} | {
        name for names in READ_OFF_WAYS for name in names
    }
    words = ("country", "province", "source", "exploitation", "age", "chain", "transit", "leg")
    of_places = {name for name in names if any(word in name.split("_") for word in words)} - {
        "data_source",
        "province_leg_beyond",
    }
    wholes = {whole for found in WHOLES.values() for whole, _ in found}
    assert of_places <= WHOLES.keys() | APART.keys() | wholes


def travellers() -> list[Person]:
    """People on ways of many lengths from many provinces, so that chains, ways and sources are all shown."""
    sources, stops, ends = (
        ("AF-KAB", "AF-BAL", "AF-HER", "PK-BA"),
        ((), ("IR-10",), ("IR-07", "PK-SD")),
        ("IR-10", "PK"),
    )
    people = []
    for number, (source, passed, end, year) in enumerate(product(sources, stops, ends, (2023, 2024))):
        steps = [("Recruitment", source), *(("Transit", stop) for stop in passed), ("Exploitation", end)]
        person = Person(year=year, journey=tuple(steps), identified=end, forms=("ForcedLabour",))
        people += [person] * (20 + 50 * (number % 6))
    return people


@pytest.fixture
def releases(sqlite_cases: Engine, monkeypatch: pytest.MonkeyPatch) -> list[Release]:
    monkeypatch.setattr(domains, "OWN_SOURCE_FROM", 4.0)  # chains of a few hundred people name provinces of source
    with small_domains(chosen=CHOSEN_AXES):
        counts = [
            exact_counts_of(sqlite_cases, people, TABLES) for people in (crowd(1200) + travellers(), travellers())
        ]
        return [released(people, epsilon=4) for people in counts for _ in range(DRAWS)]


def asked() -> Iterator[tuple[str, ...]]:
    """The dimensions of every question that a table answers, each also as a coarser one that is read off it."""
    found = {}
    for table in TABLES:
        lists = [name for name in (name for axis in table.axes for name in dimensions_of(axis)) if name in GROUP_OF]
        choices = [
            [(), (name,), *((whole,) for whole, _ in WHOLES.get(name, []) if name in COARSER.values())]
            for name in (name for axis in table.axes for name in dimensions_of(axis))
            if name not in GROUP_OF
        ]
        choices += [[(), *READ_OFF_WAYS]] if "way" in table.axes else []
        for chosen in product(*choices):
            found[(*(name for names in chosen for name in names), *lists)] = True
    yield from found


def wholes_of(by: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[tuple[int, Callable[[str], str]]]]]:
    """Every question whose rows are wholes of the rows of another: its dimensions, and for each the position and the
    reading of the other's."""
    groups = {GROUP_OF[name] for name in by if name in GROUP_OF}
    for gone in product((False, True), repeat=len(groups)):
        left = {group for group, is_gone in zip(sorted(groups), gone, strict=True) if not is_gone}
        choices: list[list[tuple[str, int, Callable[[str], str]] | None]] = []
        for position, name in enumerate(by):
            itself = (name, position, str)
            if name in GROUP_OF:
                choices.append([itself if GROUP_OF[name] in left else None])
            else:
                choices.append([None, itself, *((whole, position, read) for whole, read in WHOLES.get(name, []))])
        for chosen in product(*choices):
            kept = [choice for choice in chosen if choice]
            names = tuple(name for name, _, _ in kept)
            if len(set(names)) == len(names) and (names != by):
                yield names, [(position, read) for _, position, read in kept]


def numbers(release: Release, by: tuple[str, ...]) -> dict[tuple[str, ...], int | None]:
    """The number of each row of an answer, None where it is withheld."""
    return {row[: len(by)]: row[len(by)] for row in release.rows(by, {})}


@pytest.mark.long
def test_no_row_of_any_answer_is_more_than_any_row_it_is_a_part_of(releases: list[Release]) -> None:
    """All tables and all sums over some of their axes, each held against every answer that its rows are parts of:
    over fewer dimensions, over countries in place of provinces, of sources and destinations as ways and chains name
    them, over everybody in place of each code of a list."""
    compared: Counter[tuple[str, str]] = Counter()
    for release in releases:
        answer = cache(partial(numbers, release))
        for by in asked():
            shown = {codes: count for codes, count in answer(by).items() if count is not None}
            for names, read in wholes_of(by) if shown else ():
                if not release.covers(names, {}):
                    continue
                wholes = answer(names)
                for codes, count in shown.items():
                    of = tuple(read_code(codes[position]) for position, read_code in read)
                    if any(name in (*POOLED, "source") and code == OTHER for name, code in zip(names, of, strict=True)):
                        continue
                    whole = wholes.get(of)
                    assert whole is not None and count <= whole, (by, codes, count, names, of, whole)
                    for name, (position, _) in zip(names, read, strict=True):
                        compared[by[position], name] += name != by[position]
    ties = {(part, whole) for part, wholes in WHOLES.items() for whole, _ in wholes}
    assert not [tie for tie in ties if not compared[tie]]
    print(f"{sum(compared.values()):,} rows held against a row of another dimension")


def test_no_violation_was_investigated_without_an_investigation(sqlite_cases: Engine) -> None:
    """What inspections found and how far proceedings came are other tables: who was investigated is in both."""
    steps = (("LabourInspection", "ViolationFound", None), ("Investigation", "Ongoing", None))
    people = [Person(identified="PK-SD", justice=steps)] * 120 + [Person(identified="PK-SD")] * 1000
    investigated = frozenset(PROCEEDINGS) - {"none"}
    names = ("year-country-sex-age", "year-province-sex-age", "year-country-justice", "country-inspection")
    with small_domains():
        counts = exact_counts_of(sqlite_cases, people, [table for table in WORKLOAD if table.name in names])
        for _ in range(20):
            release = released(counts, epsilon=1)
            for where in ({}, {"country": frozenset({"PK"})}):
                [(found, *_)] = release.rows((), {**where, "inspection": frozenset({"violation_investigated"})})
                [(whole, *_)] = release.rows((), {**where, "justice": investigated})
                assert found is None or (whole is not None and found <= whole)
