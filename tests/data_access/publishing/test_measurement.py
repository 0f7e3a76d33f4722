"""What is measured, from which codes, and at which cost."""

import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access.codes.code_lists import AGE_BAND, FORM_OF_EXPLOITATION, GENDER, MEANS_OF_CONTROL, METHOD_OF_RECRUITMENT
from data_access.codes.of_release import AGE
from data_access.gazetteer import countries
from data_access.publishing import domains, measurement
from data_access.publishing.domains import PLACE_AXES, Domains
from data_access.publishing.measurement import Measured, measure, total_shares
from data_access.publishing.noise import rho_for
from data_access.release.agency_kinds import KINDS
from data_access.release.axes import country_of
from data_access.release.lattice import subsets
from data_access.release.restricted_tables import RESTRICTED
from data_access.release.workload import (
    BOUNDS,
    CHOSEN_AXES,
    DENOMINATORS,
    WORKLOAD,
    Table,
    dimensions_of,
    squared_sensitivity,
)
from tests.worlds.people import SMALL_WORKLOAD, Person, exact_counts_of, quiet, released, small_domains

TABLES = (*WORKLOAD, *DENOMINATORS)
PLACES = ("AF", "AF-KAB", "AF-HER", "AF-BAL", "IR", "IR-10", "IR-07", "PK-SD", "TR", "unknown")
MEASURED = [(table, axes, share) for table in TABLES for axes, share in ((table.axes, table.share), *table.parts)]


@pytest.fixture
def spending(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[np.ndarray, float]]]:
    """Every draw of noise: the exact counts and the standard deviation. The noise itself is left out."""
    drawn: list[tuple[np.ndarray, float]] = []

    def note(counts: np.ndarray, deviation: float) -> np.ndarray:
        drawn.append((counts.copy(), deviation))
        return counts

    for module in (domains, measurement):
        monkeypatch.setattr(module, "add_noise", note)
    yield drawn


@st.composite
def people(draw_one: st.DrawFn) -> Person:
    steps = draw_one(st.lists(st.sampled_from(PLACES), max_size=7))
    ends = [("Recruitment", steps[0])] if steps else []
    middle = [("Transit", place) for place in steps[1:-1]]
    last = [("Exploitation", steps[-1])] if len(steps) > 1 else []
    codes = st.lists(st.sampled_from(list(FORM_OF_EXPLOITATION)), max_size=5, unique=True).map(tuple)
    means = st.lists(st.sampled_from(list(MEANS_OF_CONTROL)), max_size=8, unique=True).map(tuple)
    return Person(
        year=draw_one(st.sampled_from([None, 1990, 2023, 2024])),
        gender=draw_one(st.sampled_from(list(GENDER))),
        age_band=draw_one(st.sampled_from(list(AGE_BAND))),
        journey=(*ends, *middle, *last),
        identified=draw_one(st.sampled_from([None, *PLACES])),
        forms=draw_one(codes),
        means=draw_one(means),
        forms_known=draw_one(st.none() | codes),
        services=tuple(draw_one(st.lists(st.sampled_from(["Shelter", "LegalAid", "MedicalAid", "Nutrition", "Education",
                                                          "FamilyReunification"]), max_size=8))),
    )  # fmt: skip


def kept(*places: str) -> Domains:
    """Domains that keep these places and one leg, so that most codes are pooled."""
    domains = Domains(2024)
    rest, legs = [("other",), ("unknown",)], [("other",) * 3]
    nations = {place[:2] for place in places}
    of_places = (*PLACE_AXES, "court")
    domains._kept = {axis: [*((code,) for code in sorted({*places, *nations})), *rest] for axis in of_places}
    domains._kept["citizenship"] = [("AF",), *rest]
    domains._kept["year"] = [("2023",), ("2024",), ("unknown",)]
    domains._kept |= {"pair": [("AF", "IR"), ("other", "other")], "province_leg": [*LEGS, *legs]}
    domains._kept["way"] = [("AF", "none", "none", "IR"), ("AF", "none", "none", "AF"), ("other",) * 4]
    domains._kept["chain"] = [("AF", "none", "none", "IR"), ("AF", "other", "other", "IR"), ("other",) * 4]
    return domains


LEGS = [("AF", "IR", "source_transit")]
FEW_CODES, NO_CODES = kept("AF-KAB", "AF", "IR"), kept()


@pytest.mark.long
@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(people(), max_size=3), people())
def test_one_person_moves_each_measurement_by_no_more_than_its_noise_is_made_for(
    sqlite_cases: Engine, world: list[Person], newcomer: Person
) -> None:
    before = exact_counts_of(sqlite_cases, world, TABLES)
    after = exact_counts_of(sqlite_cases, [*world, newcomer], TABLES)
    for named in FEW_CODES, NO_CODES:
        for table, axes, _ in MEASURED:
            dropped = tuple(position for position, axis in enumerate(table.axes) if axis not in axes)
            change = (named.as_array(table, after[table]) - named.as_array(table, before[table])).sum(axis=dropped)
            assert int((change**2).sum()) <= squared_sensitivity(axes), (table.name, axes, newcomer)
    for axis in CHOSEN_AXES:
        old, new = (measurement.axis_counts(counts, axis).to_dict() for counts in (before, after))
        change = np.array([new.get(code, 0) - old.get(code, 0) for code in {*old, *new}])
        assert int((change**2).sum()) <= squared_sensitivity((axis,)), (axis, newcomer)


def test_the_worst_newcomer_uses_the_sensitivity_up(sqlite_cases: Engine) -> None:
    """The bound is not loose: noise is not wasted."""
    steps = ("AF", "PK", "IR", "TR")
    newcomer = Person(
        journey=tuple(zip(("Recruitment", "Transit", "Transit", "Exploitation"), steps, strict=True)),
        forms=tuple(FORM_OF_EXPLOITATION),
        means=tuple(MEANS_OF_CONTROL),
        recruitment=tuple(METHOD_OF_RECRUITMENT),
    )
    counts = exact_counts_of(sqlite_cases, [newcomer], WORKLOAD)
    for table, by_code in counts.items():
        if not table.groups & {"province_leg", "service", "stop"}:
            assert int((by_code**2).sum()) == squared_sensitivity(table.axes), table.name


@pytest.mark.slow
@pytest.mark.parametrize("workload", [WORKLOAD, TABLES], ids=["without denominators", "with denominators"])
def test_what_is_spent_is_what_is_stated(
    sqlite_cases: Engine, spending: list[tuple[np.ndarray, float]], workload: Any
) -> None:
    counts = exact_counts_of(sqlite_cases, [Person()] * 3, workload)
    rho = rho_for(4, 1e-6)
    measure(counts, rho, 2026, quiet)
    measured = [axes for table, axes, _ in MEASURED if table in counts]
    spent = [squared_sensitivity(axes) / 2 / deviation**2 for axes, (_, deviation) in zip(
        [*((axis,) for axis in CHOSEN_AXES), *measured], spending, strict=True)]  # fmt: skip
    assert math.fsum(spent) == pytest.approx(rho, abs=1e-9, rel=1e-9)
    assert total_shares(workload) == pytest.approx(
        sum(CHOSEN_AXES.values()) + sum(share for table, _, share in MEASURED if table in counts)
    )


@pytest.mark.slow
def test_a_publication_without_noise_draws_none(sqlite_cases: Engine, spending: list[tuple[np.ndarray, float]]) -> None:
    measure(exact_counts_of(sqlite_cases, [Person()], WORKLOAD), None, 2026, quiet)
    assert not spending


@pytest.mark.slow
def test_the_codes_that_may_be_chosen_do_not_depend_on_the_data(
    sqlite_cases: Engine, spending: list[tuple[np.ndarray, float]]
) -> None:
    """Who is counted moves numbers, never the shape of what the noise is drawn for."""
    shapes = []
    elsewhere = Person(year=2022, identified="IR", journey=(("Recruitment", "PK"), ("Transit", "IR")))
    with small_domains(chosen=CHOSEN_AXES):
        for world in ([Person()], [elsewhere]):
            spending.clear()
            measure(exact_counts_of(sqlite_cases, world, WORKLOAD), 0.01, 2024, quiet)
            shapes.append([(counts.shape, deviation) for counts, deviation in spending])
    assert shapes[0] == shapes[1]


@pytest.mark.slow
def test_an_empty_code_is_kept_as_rarely_as_its_noise_says() -> None:
    domains = Domains(2026)
    nations = [(nation,) for nation in countries()["code"]]
    domains._kept = {"source": nations, "exploitation": [*nations, ("unknown",)]}
    domains.choose("pair", pd.Series([], dtype=int), 20.0)
    codes = [code for code in domains.codes("pair") if code != ("other", "other")]
    # 62,000 candidates beyond three standard deviations: 84 are expected; less than once in 10 million runs out of this
    assert 30 < len(codes) < 160
    assert domains.codes("pair")[-1] == ("other", "other")


def test_pairs_are_looked_for_between_kept_countries() -> None:
    domains = kept("AF-KAB", "IR")
    assert set(domains.candidates("pair")) == {
        (source, end) for source in ("AF", "IR", "unknown") for end in ("AF", "IR", "unknown")
    }


def test_what_is_not_kept_is_pooled_and_nobody_is_lost(sqlite_cases: Engine) -> None:
    world = [Person(identified=place) for place in ("AF-KAB", "AF-HER", "AF-BAL", "AF", "PK-SD", "IR-10", None)]
    counts = exact_counts_of(sqlite_cases, world, WORKLOAD)
    table = next(table for table in WORKLOAD if table.axes == ("year", "province", "sex", "age"))
    domains = kept("AF-KAB", "IR")
    dense = domains.as_array(table, counts[table]).sum(axis=(0, 2, 3))
    by_code = {code: int(value) for (code,), value in zip(domains.codes("province"), dense, strict=True)}
    # a country that is not kept goes to the rest of the world
    assert by_code == {"AF": 3, "AF-KAB": 1, "IR": 1, "other": 1, "unknown": 1}


def test_rare_legs_are_left_out_and_not_pooled(sqlite_cases: Engine) -> None:
    """In one cell, three rare legs of one person would move it by three."""
    steps = (("Recruitment", "AF"), ("Transit", "PK"), ("Transit", "TM"), ("Exploitation", "TR"))
    counts = exact_counts_of(sqlite_cases, [Person(journey=steps)], WORKLOAD)
    for table in counts:
        if table.groups & {"province_leg"}:
            assert FEW_CODES.as_array(table, counts[table]).sum() == 0, table.name


def test_rare_ways_between_two_countries_have_no_stop(sqlite_cases: Engine) -> None:
    """So that all ways between two countries add up; but who came home was not trafficked within one country."""
    ends = (("AF", "IR"), ("AF", "AF"), ("AF", "DE"))
    journeys = [(("Recruitment", start), ("Transit", "PK"), ("Exploitation", end)) for start, end in ends]
    counts = exact_counts_of(sqlite_cases, [Person(journey=journey) for journey in journeys], WORKLOAD)
    table = next(table for table in WORKLOAD if table.axes == ("year", "way", "form"))
    dense = FEW_CODES.as_array(table, counts[table]).sum(axis=(0, 2))
    assert dict(zip(FEW_CODES.codes("way"), dense.tolist(), strict=True)) == {
        ("AF", "none", "none", "IR"): 1,
        ("AF", "none", "none", "AF"): 0,
        ("other",) * 4: 2,
    }


def test_a_year_that_is_not_kept_is_unknown(sqlite_cases: Engine) -> None:
    counts = exact_counts_of(sqlite_cases, [Person(year=2000), Person(year=2024), Person(year=None)], WORKLOAD)
    dense = FEW_CODES.as_array(WORKLOAD[0], counts[WORKLOAD[0]]).sum(axis=(1, 2, 3))
    assert dict(zip(FEW_CODES.codes("year"), dense.tolist(), strict=True)) == {
        ("2023",): 0,
        ("2024",): 1,
        ("unknown",): 2,
    }


def read_as_parents(result: Measured, orders: dict[str, list[Any]]) -> tuple[tuple[str, ...], np.ndarray]:
    """The axes and estimates of a table with its provinces summed into countries and its age bands into ages."""
    estimates, axes = result.estimates, list(result.table.axes)
    for fine, coarse, parent in (
        ("province", "country", country_of),
        ("age_band", "age", lambda band: AGE.get(band, "adult")),
    ):
        if fine in axes:
            position, order = axes.index(fine), orders[coarse]
            matrix = np.zeros((len(order), estimates.shape[position]))
            for child, (code,) in enumerate(result.codes[fine]):
                matrix[order.index((parent(code),)), child] = 1
            estimates = np.moveaxis(np.tensordot(matrix, estimates, axes=(1, position)), 0, position)
            axes[position] = coarse
    return tuple(axes), estimates


def test_tables_agree_after_noise(sqlite_cases: Engine) -> None:
    """Every sum of one table is the sum of every other table over the same people: also provinces and countries."""
    places, bands = ("AF-KAB", "AF-HER", "IR-10", "PK-SD"), ("0-8", "48+")
    everyone = [Person(identified=place, age_band=band, forms=("Other",)) for place in places for band in bands] * 60
    workload = (
        *SMALL_WORKLOAD,
        Table(("year", "country", "sex", "age_band"), "Of which ages?", share=3),
        Table(("year", "province", "data_source"), "Recorded by whom?", share=3),
        Table(("year", "province", "form"), "In which form?", share=3),
    )
    with small_domains():
        measured = measure(exact_counts_of(sqlite_cases, everyone, workload), 0.3, 2024, quiet)
    orders = {axis: codes for result in measured for axis, codes in result.codes.items()}
    sums: dict[Any, np.ndarray] = {}
    compared: Counter[str] = Counter()
    for result in measured:
        axes, estimates = read_as_parents(result, orders)
        for subset in subsets(axes):
            if not result.table.groups <= set(subset):
                continue
            dropped = tuple(position for position, axis in enumerate(axes) if axis not in subset)
            found = np.transpose(estimates.sum(axis=dropped), np.argsort(subset))
            key = (result.table.groups, frozenset(subset))
            if key in sums:
                np.testing.assert_allclose(found, sums[key], atol=1e-6, err_msg=f"{result.table.name}: {subset}")
                compared[result.table.name] += 1
            sums.setdefault(key, found)
    assert len(compared) == len(workload) - 2  # all but the first of either group


@pytest.mark.slow
def test_without_noise_every_sum_is_exact(sqlite_cases: Engine) -> None:
    world = [Person(identified="AF-KAB", forms=("Other",), age_band="0-8")] * 3 + [Person(identified="IR")] * 2
    counts = exact_counts_of(sqlite_cases, world, WORKLOAD)
    release = released(counts, epsilon=None)
    for table in WORKLOAD:
        names = tuple(name for axis in table.axes for name in dimensions_of(axis))
        answer = release.counts(names, {}).set_index(list(names))["count"]
        expected = counts[table]
        if table.groups & {"province_leg"} or "chain" in table.axes:  # rare or unknown ways are pooled
            continue
        if KINDS.keys() & {*table.axes}:  # without a register of agencies nothing is shown by their kind
            assert answer.isna().all()
            continue
        nonzero = answer[answer > 0]
        by_codes = dict(zip(nonzero.index.to_frame().itertuples(index=False, name=None), nonzero, strict=True))
        assert by_codes == {tuple(key): int(value) for key, value in expected.items()}, table.name


def test_bounds_are_those_of_the_groups() -> None:
    assert {group for table in (*TABLES, *RESTRICTED) for group in table.groups} == set(BOUNDS)


@pytest.mark.slow
def test_ways_without_noise_add_up_to_their_pair_of_countries(sqlite_cases: Engine) -> None:
    """A way that is rare by its stops is still counted between its two countries; a person is in one cell."""
    steps = [("Recruitment", "PK-PB-S"), ("Transit", "PK-BA"), ("Transit", "IR-11"), ("Exploitation", "AE")]
    direct = [("Recruitment", "PK-SD"), ("Exploitation", "AE")]
    unknown = [("Recruitment", "PK-SD"), ("Transit", "PK-BA")]
    # a leg is only looked for between places that the release names
    named = [[("Recruitment", place), ("Exploitation", place)] for place in ("PK-BA", "IR-11")]
    world = [Person(journey=tuple(way)) for way in (steps, steps, direct, unknown, *named)]
    release = released(exact_counts_of(sqlite_cases, world, WORKLOAD), epsilon=None)
    names = dimensions_of("chain")
    answer = release.counts(names, {}).set_index(list(names))["count"]
    assert {tuple(key): int(value) for key, value in answer[answer > 0].items()} == {
        ("PK-PB-S", "PK-BA", "IR-11", "AE"): 2,
        ("PK", "none", "none", "AE"): 1,
        ("PK", "other", "other", "unknown"): 1,
        ("PK", "none", "none", "PK"): 1,
        ("IR", "none", "none", "IR"): 1,
    }
