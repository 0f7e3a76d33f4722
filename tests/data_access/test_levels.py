"""No part is larger than its whole, in any two answers; and what keeps it so does not bend the numbers."""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product

import numpy as np
import pytest
from sqlalchemy import Engine

from benchmarks.coverage import coverage
from data_access.codes.code_lists import MEANS_OF_CONTROL
from data_access.codes.of_release import AGE, OTHER, UNKNOWN
from data_access.publishing.counting.count import count
from data_access.release.axes import Axis
from data_access.release.levels import ENOUGH, Levels, PublishedTable, keys_of
from data_access.release.release import Release
from data_access.release.workload import BOUNDS, CHOSEN_AXES, COARSER, DENOMINATORS, WORKLOAD, Table, dimensions_of
from figures.kit.words import margin
from tests.worlds.people import (
    SMALL_PROVINCES,
    SMALL_WORKLOAD,
    UNTIL,
    Person,
    crowd,
    exact_counts_of,
    fill,
    quiet,
    release_engine,
    released,
    small_domains,
)

pytestmark = pytest.mark.slow

Where = Mapping[str, frozenset[str]]
TABLES = (*WORKLOAD, *DENOMINATORS)
# what is `other` among ways and chains is pooled from them alone: it is no part of what is `other` among sources
POOLED_APART = {name for axis in ("way", "chain") for name in dimensions_of(axis)}
GROUP_OF = {name: group for group in BOUNDS for name in dimensions_of(group)}
PAIRS = 6000 if "LONG" in os.environ else 500
PUBLICATIONS = 100 if "LONG" in os.environ else 30


@pytest.fixture(autouse=True)
def small() -> Iterator[None]:
    with small_domains(chosen=CHOSEN_AXES):
        yield


def boxes(release: Release, dimensions: tuple[str, ...]) -> Iterator[tuple[tuple[frozenset[str] | None, ...], Where]]:
    """Every choice of codes of some dimensions: of each a set of codes, or no choice."""
    codes = [(*release.codes(dimension), "unknown") for dimension in dimensions]
    sets = [
        [None, *map(frozenset, chain.from_iterable(combinations(c, n) for n in range(1, len(c) + 1)))] for c in codes
    ]
    for chosen in product(*sets):
        yield chosen, {d: codes for d, codes in zip(dimensions, chosen, strict=True) if codes is not None}


def faults(release: Release, dimensions: tuple[str, ...]) -> int:
    """How many pairs of boxes there are of which the inner one is shown, and the outer one is smaller or withheld."""
    found = list(boxes(release, dimensions))
    answers = [release.rows((), where)[0] for _, where in found]
    numbers = np.array([-1 if row[-1] == "withheld" else row[0] for row in answers])
    lies_in = np.ones((len(found), len(found)), dtype=bool)
    for position in range(len(dimensions)):
        sets = [chosen[position] for chosen, _ in found]
        lies_in &= np.array([[b is None or (a is not None and a <= b) for b in sets] for a in sets])
    return int((lies_in & (numbers[:, None] >= 0) & (numbers[:, None] > numbers[None, :])).sum())


def test_every_pair_of_boxes_of_a_table(sqlite_cases: Engine) -> None:
    """All sets of codes of four dimensions, some 100,000 pairs of one in the other; without levels a part is larger."""
    people = [person for person in crowd(900) if person.gender in ("Feminine", "Masculine")]
    counts = exact_counts_of(sqlite_cases, people, SMALL_WORKLOAD)
    with small_domains():
        publications = [released(counts, epsilon=4) for _ in range(3)]
        unlevelled = [released(counts, epsilon=4, levels=[]) for _ in range(3)]
    dimensions = ("year", "sex", "age")
    assert sum(faults(release, dimensions) for release in publications) == 0
    assert sum(faults(release, dimensions) for release in unlevelled) > 0


@pytest.fixture
def publication(sqlite_cases: Engine) -> Release:
    return released(exact_counts_of(sqlite_cases, crowd(1500), TABLES), epsilon=4)


def a_pair(lot: random.Random, codes: Mapping[str, list[str]]) -> tuple[tuple[str, ...], Where, tuple[str, ...], Where]:
    """A question of some table, and a coarser one: of each row of its answer, a whole."""
    table = lot.choice(TABLES)
    names = [name for axis in table.axes for name in dimensions_of(axis)]
    by = [name for name in names if name in GROUP_OF or lot.random() < 0.5]
    where = {
        name: frozenset(lot.sample(codes[name], lot.randint(1, min(4, len(codes[name])))))
        for name in names
        if codes[name] and lot.random() < 0.35
    }
    # people may have several codes of a many-valued axis: its row is a part of everybody, the sum of some codes is not
    left_out = {group for group in table.groups if lot.random() < 0.4}
    coarse_by = [name for name in by if GROUP_OF.get(name) not in left_out and (name in GROUP_OF or lot.random() < 0.6)]
    wider = {
        name: kept | frozenset(lot.sample(codes[name], lot.randint(0, 2) if len(codes[name]) > 1 else 0))
        for name, kept in where.items()
        if GROUP_OF.get(name) not in left_out and (name in GROUP_OF or lot.random() < 0.6)
    }
    for coarse, fine in COARSER.items():
        if fine in coarse_by and lot.random() < 0.5 and coarse not in by:
            coarse_by[coarse_by.index(fine)] = coarse
            wider.pop(fine, None)
    return tuple(by), where, tuple(coarse_by), wider


def read_off(coarse: str, code: str) -> str:
    if coarse == "age":
        return AGE.get(code, "adult")
    return code if code in (OTHER, UNKNOWN) else code[:2]


@pytest.mark.long
def test_pairs_of_all_questions(publication: Release) -> None:
    """All tables, sums over their axes, sets of codes, provinces and countries, codes of lists and people."""
    lot = random.Random()
    names = {name for table in TABLES for axis in table.axes for name in dimensions_of(axis)}
    codes = {
        name: [code for code in publication.codes(name) if not (name in POOLED_APART and code == OTHER)]
        for name in names
    }
    compared = 0
    for _ in range(PAIRS):
        by, where, coarse_by, wider = a_pair(lot, codes)
        if not publication.covers(coarse_by, wider):
            continue
        parts, wholes = publication.counts(by, where), publication.counts(coarse_by, wider)
        for coarse, fine in COARSER.items():
            if coarse in coarse_by and coarse not in parts:
                parts[coarse] = [read_off(coarse, code) for code in parts[fine]]
        joined = (
            parts.merge(wholes, on=list(coarse_by), suffixes=("", "_whole"))
            if coarse_by
            else parts.assign(count_whole=wholes["count"].iloc[0], state_whole=wholes["state"].iloc[0])
        )
        is_pooled = (joined[[name for name in by if name in POOLED_APART]] == OTHER).any(axis=1)
        shown = joined[(joined["state"] == "count") & ~is_pooled]
        compared += len(shown)
        assert (shown["state_whole"] == "count").all(), (by, where, coarse_by, wider)
        assert (shown["count_whole"] >= shown["count"]).all(), (by, where, coarse_by, wider)
    assert compared > 500


@pytest.mark.long
def test_intervals_cover_what_was_recorded(sqlite_cases: Engine) -> None:
    """Of cells of 100 or more, at least 93 % of printed intervals hold the number that sources recorded."""
    people = crowd(800) + [
        Person(year=year, gender=gender, identified=place, forms=forms, means=means)
        for year in (2022, 2023, 2024)
        for gender in ("Feminine", "Masculine")
        for place, size in (("AF-KAB", 9), ("IR-10", 6), ("PK-SD", 3))
        for forms in (("ForcedLabour",), ("ForcedMarriage", "ForcedLabour"))
        for means in (("DebtBondage",), tuple(MEANS_OF_CONTROL)[:9])
        for _ in range(size * 8)
    ]
    with sqlite_cases.connect() as connection, connection.begin() as transaction:
        fill(connection, people)
        clipped = count(connection, WORKLOAD, UNTIL, quiet)
        recorded = count(connection, WORKLOAD, UNTIL, quiet, is_clipped=False)
        transaction.rollback()
    found = coverage([released(clipped, epsilon=4) for _ in range(2)], released(recorded, epsilon=None), WORKLOAD)
    assert found["shown"].sum() > 500
    share = found["covered"].sum() / found["shown"].sum()
    # cells of one publication depend on each other: five deviations of chance for a tenth as many
    assert share >= 0.93 - 5 * np.sqrt(0.93 * 0.07 / (found["shown"].sum() / 10)), found
    print(f"{share:.1%} of {found['shown'].sum():,} printed intervals hold what sources recorded")


def test_levels_are_closed_under_what_two_have_in_common() -> None:
    keys = keys_of([("year", "country", "sex"), ("year", "province", "age"), ("country", "form"), ("year", "form")])
    assert {"-".join(sorted(key)) for key in keys} == {
        "country-sex-year", "age-province-year", "country-form", "form-year",
        "form", "year", "country", "country-year", "",
        "age-year",  # of provinces as countries
    }  # fmt: skip


def test_answers_of_exact_releases_are_what_they_were(sqlite_cases: Engine) -> None:
    counts = exact_counts_of(sqlite_cases, crowd(60), SMALL_WORKLOAD)
    with small_domains():
        release = released(counts, epsilon=None)
    assert release.manifest["levels"] == []
    table = SMALL_WORKLOAD[0]
    answer = release.counts(table.axes, {}).set_index(list(table.axes))["count"]
    assert answer[answer > 0].to_dict() == {key: n for key, n in counts[table].items() if n}


def fine_table(**sizes: int) -> PublishedTable:
    """A table whose cells each have a noise of 5 of their own."""
    axes = tuple(
        Axis(name, {name: np.array([f"{name}{n}" for n in range(size)], dtype=object)}, np.arange(size), size)
        for name, size in sizes.items()
    )
    subsets = chain.from_iterable(combinations(sizes, n) for n in range(len(sizes) + 1))
    variances = {
        frozenset(kept): 25.0 * np.prod([size for name, size in sizes.items() if name not in kept]) for kept in subsets
    }
    return PublishedTable("fine", axes, variances)


def test_what_chance_shows_of_many_parts_does_not_show_their_wholes() -> None:
    """Of eight forms only the first has people, 30 in each of 600 cells. Each other form has 600 cells of nobody, of
    which chance lifts one or two over three errors in each draw: neither they nor their form are shown."""
    table = fine_table(year=12, country=50, outcome=8)
    people = np.zeros((12, 50, 8))
    people[..., 0] = 30
    lot = np.random.default_rng(4)
    keys = [("year", "country", "outcome"), ("country", "outcome"), ("outcome",)]
    lifted = shown = 0
    for _ in range(20):
        noisy = people + lot.normal(0, 5, people.shape)
        lifted += int((noisy[..., 1:] >= 15).sum())
        levels = Levels(keys, [table], lambda _, drawn=noisy: drawn, 3.0)  # type: ignore[misc]
        outcomes = levels.smallest(table, frozenset({"outcome"})).evidence >= ENOUGH
        cells = levels.smallest(table, frozenset({"year", "country", "outcome"})).evidence >= ENOUGH
        assert outcomes[0]
        assert cells[..., 0].mean() > 0.99
        shown += int(outcomes[1:].sum()) + int(cells[..., 1:].sum())
    assert lifted > 80
    assert shown <= 3  # of 140 outcomes, by their own noise; of 84,000 cells none whose outcome is hidden


def test_sums_over_all_years_are_right_on_average(publication: Release) -> None:
    """Twelve people in each of twelve years, of which each year is mostly hidden: cut off at nobody and limited to
    their wholes year by year they would add up to too few."""
    levels = set(map(frozenset, publication.manifest["levels"]))
    measured = {frozenset(axes) for table in TABLES for axes in (table.axes, *(part for part, _ in table.parts))}
    assert {axes - {"year"} for axes in measured} <= levels
    table = fine_table(year=12, source=30, outcome=6)
    lot = np.random.default_rng(4)
    away = []
    for _ in range(20):
        noisy = 12 + lot.normal(0, 5, (12, 30, 6))
        keys = [("year", "source", "outcome"), ("source", "outcome"), ("year", "source"), ("year",), ()]
        levels = Levels(keys, [table], lambda _, drawn=noisy: drawn, 3.0)  # type: ignore[misc]
        people = levels.smallest(table, frozenset({"source", "outcome"})).people
        away.append((people - 144) / (5 * 12**0.5))
    assert abs(np.mean(away)) < 0.1


def test_the_error_of_a_sum_over_all_codes_holds_what_its_parts_took_from_it(publication: Release) -> None:
    """Everybody, asked by naming every stage, is the sum of a finer level, where chance has lifted some to nobody."""
    where = {"stage": frozenset(publication.codes("stage"))}
    answer = publication._answer(("year", "sex"), where)
    away = np.abs(answer.people - answer.estimate)
    assert away.max() > 2 * publication._answer(("year", "sex"), {}).error.max()
    assert (answer.error >= away - 0.5).all()


NUMBERS = """
import numpy as np
from data_access.release.levels import Levels
from tests.data_access.test_levels import fine_table
table = fine_table(year=4, country=5, outcome=4, sex=3)
noisy = 6 + np.random.default_rng(1).normal(0, 5, (4, 5, 4, 3))
axes = ("year", "country", "outcome", "sex")
keys = [axes, *(axes[:n] for n in range(4)), ("country", "sex"), ("outcome", "sex"), ("outcome",), ("sex",)]
levels = Levels(keys, [table], lambda _: noisy, 3.0)
print(levels.smallest(table, frozenset(axes)).people.tobytes().hex())
"""


@pytest.mark.long
def test_two_processes_show_the_same_numbers() -> None:
    """The order of sets of words differs between processes; the numbers of a release must not."""
    said = {
        subprocess.run(
            [sys.executable, "-c", NUMBERS],
            env=os.environ | {"PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(4)
    }
    assert len(said) == 1


def test_the_interval_of_a_sum_over_chosen_years_holds_what_was_recorded(sqlite_cases: Engine) -> None:
    """Most parts of such a sum are withheld, and years in which nobody was identified take from those with people."""
    chosen = [str(year) for year in range(2018, 2025)]
    places = [code for codes in SMALL_PROVINCES.values() for code in codes]
    people = [
        Person(int(year), gender, band, identified=place)
        for year, place, gender, band in product(chosen, places, ("Feminine", "Masculine"), ("9-17", "18-20"))
    ] * 6
    with small_domains((1990, 2024)):
        workload = (Table(("year", "country", "sex", "age"), "How many?", share=8, parts=((("sex", "age"), 8),)),
                    Table(("year", "province", "sex"), "Where?", share=1))  # fmt: skip
        counts = exact_counts_of(sqlite_cases, people, workload)
        exact, database = released(counts, epsilon=None), release_engine()
        hits = []
        for _ in range(PUBLICATIONS):
            release = released(counts, epsilon=1, engine=database)
            for by in (("sex",), ("age",), ("sex", "age")):
                where = {"year": frozenset(chosen)}
                told, truth = release.counts(by, where), exact.counts(by, where)
                both = told.merge(truth, on=list(by)).query("count_y >= 100 and state_x == 'count'")
                away = (both["count_x"] - both["count_y"]).abs().astype(float)
                hits += (away <= both["standard_error_x"].map(margin)).tolist()
    covered = float(np.mean(hits))
    print(f"{len(hits)} sums over chosen years, {covered:.1%} within the printed 95 %")
    assert len(hits) > PUBLICATIONS
    assert covered >= 0.93
