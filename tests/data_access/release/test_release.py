"""Questions to a release: what it covers, what it withholds, and how exact it says it is."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sqlalchemy import Engine

from data_access.publishing.thresholds import ALONE
from data_access.release.filters import Filters
from data_access.release.release import CERTAIN_ERRORS, NotPublished, Release, is_uncertain
from data_access.release.workload import CHOSEN_AXES, DENOMINATORS, WORKLOAD, Table, dimensions_of
from tests.worlds.databases import empty_cases
from tests.worlds.people import (
    SMALL_WORKLOAD,
    Person,
    exact_counts_of,
    release_engine,
    released,
    small_domains,
    suppressed,
)
from tests.worlds.releases import make_release, open_release

PLACES = ("AF-KAB", "AF-HER", "AF-BAL", "IR-07", "IR-10", "PK-BA")
Counts = Mapping[Table, pd.Series]


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = empty_cases(tmp_path_factory.mktemp("cases") / "cases.db")
    with small_domains():
        yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def counts(engine: Engine) -> Counts:
    """Many people everywhere, and a few cells with few."""
    world = [
        Person(year=year, identified=place, gender=gender, age_band=band, forms=forms)
        for year in (2022, 2023, 2024)
        for rank, place in enumerate(PLACES, 1)
        for gender in ("Feminine", "Masculine")
        for band in ("9-17", "18-20")
        for forms in (("ForcedLabour",), ("ForcedLabour", "Other"))
        for _ in range(20 * rank)
    ]
    world += [Person(year=2024, identified="PK-SD", gender="NonConforming", age_band="0-8")] * 7
    return exact_counts_of(engine, world, SMALL_WORKLOAD)


@pytest.fixture(scope="module")
def exact(counts: Counts) -> Release:
    return released(counts, epsilon=None)


@pytest.fixture(scope="module")
def public(counts: Counts) -> Release:
    return released(counts, epsilon=4)


def test_a_release_covers_what_its_tables_have_and_nothing_else(public: Release) -> None:
    for by, where in (
        ((), {}),
        (("year", "country"), {"sex": frozenset({"female"}), "age": frozenset({"child"})}),
        (("province",), {"country": frozenset({"AF"})}),
        (("form",), {"country": frozenset({"AF"})}),
    ):
        assert public.covers(by, where)
        public.counts(by, where)
    for by, where in (
        (("source",), {}),
        (("form",), {"province": frozenset({"AF-KAB"})}),
        (("form", "sex"), {}),
        ((), {"form": frozenset({"Other"}), "age": frozenset({"child"})}),
        (("no such dimension",), {}),
    ):
        assert not public.covers(by, where)
        with pytest.raises(NotPublished):
            public.counts(by, where)


def test_filters_are_the_same_as_their_codes(exact: Release) -> None:
    filters = Filters(years=(2023, 2024), country=("AF", "IR"), sex=("female",), age=("child",))
    codes = {"year": frozenset({"2023", "2024"}), "country": frozenset({"AF", "IR"}), "sex": frozenset({"female"}),
             "age": frozenset({"child"})}  # fmt: skip
    assert exact.counts(("year",), filters).equals(exact.counts(("year",), codes))
    # five places, both kinds of forms, 20 people times the rank, in two years
    assert exact.counts((), filters)["count"].tolist() == [2 * 2 * 20 * (1 + 2 + 3 + 4 + 5)]


def test_an_exact_release_tells_none_from_withheld(exact: Release, counts: Counts) -> None:
    by = ("country", "sex", "age")
    answer = exact.counts(by, {}).set_index(list(by))
    assert answer.loc[("PK", "other", "child"), ["count", "state"]].tolist() == [7, "count"]
    assert answer.loc[("AF", "other", "child"), ["count", "state"]].tolist() == [0, "none"]
    assert (answer["standard_error"] == 0).all()
    hidden = suppressed(counts).counts(by, {}).set_index(list(by))
    assert hidden.loc[("PK", "other", "child"), "state"] == "withheld"
    assert pd.isna(hidden.loc[("PK", "other", "child"), "count"])
    assert set(hidden["state"]) == {"count", "withheld"}


def test_a_noisy_release_never_says_none_and_never_shows_a_small_number(public: Release) -> None:
    for by in (("year", "country", "sex", "age"), ("province", "sex", "age"), ("year", "country", "form"), ()):
        answer = public.counts(by, {})
        shown = answer["state"] == "count"
        assert set(answer["state"]) <= {"count", "withheld"}
        assert answer["count"].isna().equals(~shown)
        assert (answer.loc[shown, "count"] >= public.shown_from(by, {}, answer.loc[shown, "standard_error"])).all()
        assert (answer.loc[shown, "count"] >= 10).all()
        assert (answer["standard_error"] > 0).all()
        assert answer["count"].dtype == "Int64"


def test_each_table_and_each_sum_over_its_axes_has_a_threshold_of_its_own(public: Release) -> None:
    tables = {table["name"]: table["thresholds"] for table in public.manifest["tables"]}
    years, women = {"year": frozenset({"2022", "2023"})}, {"sex": frozenset({"female"})}
    for by, where, part in (
        (("year", "country", "sex", "age"), {}, "age|country|sex|year"),
        (("country", "age"), {}, "age|country"),
        (("country", "age"), women, "age|country|sex"),
        (("age",), {**years, **women}, "age|sex|year"),
    ):
        expected = pytest.approx(1000 * tables["year-country-sex-age"][part])
        assert public.shown_from(by, where, 1000.0) == expected
    # one that is not summed over its many-valued axis
    assert public.shown_from(("form",), {}, 1000.0) == pytest.approx(1000 * tables["year-country-form"]["form"])
    assert public.shown_from(("form",), {}, 0.0) == 10


def test_a_release_of_an_earlier_version_has_one_threshold_for_all_tables(tmp_path: Path) -> None:
    who = [(2024, "AF", "male", "adult", 300), (2024, "AF", "female", "adult", 20)]
    old = {"schema_version": 2, "threshold_errors": 4.7}
    release = open_release(make_release(tmp_path, {("year", "country", "sex", "age"): who}, manifest=old))
    answer = release.counts(("sex",), {}).set_index("sex")
    assert answer["state"].to_dict() == {"female": "withheld", "male": "count"}


def test_a_number_that_noise_alone_may_have_made_is_uncertain(public: Release) -> None:
    assert [bool(is_uncertain(count, 5.0)) for count in (18, 24, 25, 400)] == [True, True, False, False]
    assert not is_uncertain(1, 0.0)
    # whatever passes the threshold at which no number of a whole release is made by noise is certain, and so is more
    assert public.manifest["threshold_errors"] <= CERTAIN_ERRORS


@pytest.mark.slow
@pytest.mark.parametrize("epsilon", [0.25, 4.0])
def test_an_empty_database_gives_a_release_that_shows_nothing(engine: Engine, epsilon: float) -> None:
    workload = (*WORKLOAD, *DENOMINATORS)
    with small_domains(chosen=CHOSEN_AXES):
        release = released(exact_counts_of(engine, [], workload), epsilon=epsilon)
    assert release.years is None
    shown = 0
    for table in workload:
        by = tuple(dimension for axis in table.axes for dimension in dimensions_of(axis))
        shown += int((release.counts(by, {})["state"] != "withheld").sum())
    # by chance one number is shown in fifty thousand publications of a table; more than these once in a million runs
    assert shown <= stats.poisson.isf(1e-6, ALONE * len(workload)) == 1


def test_rows_are_every_combination_in_the_order_of_the_codes(exact: Release, public: Release) -> None:
    for release in (exact, public):
        answer = release.counts(("sex", "country"), {})
        codes = [*release.codes("country"), "other", "unknown"]
        sexes = ["female", "male", "other", "unknown"]
        found = list(zip(answer["country"], answer["sex"], strict=True))
        assert found == [(country, sex) for country in codes for sex in sexes]
        # a choice leaves the others out, also when nobody is there
        assert release.counts(("sex",), {"sex": frozenset({"other"})})["sex"].tolist() == ["other"]


def test_sums_are_their_parts_up_to_rounding(counts: Counts) -> None:
    release = released(counts, epsilon=4, least_count=0, threshold_errors=0.0, levels=[])
    for parent, children in (
        ((), ("year",)),
        (("country",), ("country", "sex")),
        (("year",), ("year", "country", "sex")),
        (("country",), ("province",)),
        (("sex", "age"), ("country", "sex", "age")),
        (("form",), ("country", "form")),
    ):
        whole = release.counts(parent, {})
        parts = release.counts(children, {})
        if children == ("province",):
            parts = parts.assign(country=parts["province"].map(lambda code: code if code == "unknown" else code[:2]))
            parts["country"] = parts["country"].replace({"ot": "other"})
        grouped = parts.groupby(list(parent))["count"] if parent else None
        for position, row in whole.iterrows():
            key = tuple(row[list(parent)])
            found = grouped.get_group(key) if grouped is not None else parts["count"]
            missing, rounding = int(row["count"]) - int(found.sum()), (len(found) + 1) / 2
            # what noise pushed below nothing is shown as nothing: the parts of such families may only be too many
            assert missing <= rounding, (parent, children, position)
            if (found > 0).all() and row["count"] > 0:
                assert missing >= -rounding, (parent, children, position)


def test_before_rounding_sums_are_their_parts(public: Release) -> None:
    tables = {table.name: public._read(table) for table in public._tables}
    countries = [code for (code,) in public.manifest["axes"]["country"]["codes"]]
    provinces = [code for (code,) in public.manifest["axes"]["province"]["codes"]]
    parent = [countries.index(code if code in ("other", "unknown") else code[:2]) for code in provinces]
    sums = np.zeros_like(tables["year-country-sex-age"])
    np.add.at(sums, (slice(None), parent), tables["year-province-sex-age"])
    # numbers are kept as 32-bit floats: about seven digits
    np.testing.assert_allclose(sums, tables["year-country-sex-age"], atol=0.01)


@pytest.mark.long
def test_intervals_cover_the_truth_as_often_as_they_say(counts: Counts, exact: Release) -> None:
    """200 publications; 95 % intervals of box queries, also over ranges of years and several countries."""
    years = {"year": frozenset({"2023", "2024"})}
    some = {"country": frozenset({"AF", "IR"})}
    questions: dict[str, tuple[tuple[str, ...], Mapping[str, frozenset[str]]]] = {
        "total": ((), {}),
        "years": (("year",), {}),
        "range of years": ((), years),
        "countries": (("country",), {}),
        "countries in a range of years": (("country",), years),
        "several countries in a range of years": ((), {**years, **some}),
        "provinces": (("province",), {}),
        "provinces in a range of years": (("province",), years),
        "sexes and ages": (("sex", "age"), {}),
        "sexes in several countries": (("sex",), some),
        "forms": (("form",), {}),
        "forms in several countries": (("form",), {**some, **years}),
        "cells": (("year", "country", "sex", "age"), {}),
    }
    truth = {}
    for name, (by, where) in questions.items():
        answer = exact.counts(by, where)
        # what noise pushes below nothing is shown as nothing: only cells that are large enough tell about the noise
        truth[name] = (answer.set_index(list(by)) if by else answer).query("count >= 100")["count"].astype(float)
    hits: dict[str, list[bool]] = {name: [] for name in questions}
    database = release_engine()
    for _ in range(200):
        # the tables as they are: what levels do to them is tried with real thresholds in test_levels.py
        release = released(counts, epsilon=4, engine=database, least_count=0, threshold_errors=0.0, levels=[])
        for name, (by, where) in questions.items():
            answer = release.counts(by, where)
            answer = (answer.set_index(list(by)) if by else answer).loc[truth[name].index]
            distance = (answer["count"].astype(float) - truth[name]).abs()
            # rounding adds the variance of a uniform error
            hits[name] += (distance <= 1.96 * np.hypot(answer["standard_error"], np.sqrt(1 / 12))).tolist()
    covered = {name: float(np.mean(found)) for name, found in hits.items()}
    pooled = float(np.mean([hit for found in hits.values() for hit in found]))
    assert 0.93 <= pooled <= 0.97, covered
    for name, share in covered.items():
        trials = len(hits[name])
        # five standard deviations of chance around 93 %: one question alone has few independent trials
        assert share >= 0.93 - 5 * np.sqrt(0.93 * 0.07 / min(trials, 200)), (name, share)
    print(f"covered by 95 % intervals: {pooled:.3f} of {sum(map(len, hits.values())):,} answers", covered)


def test_legs_and_stops_are_sums_over_the_ways_that_have_them(tmp_path: Path) -> None:
    """A sum over ways has the error of as many cells; nobody is in it twice."""
    ways = [
        ("AF", "none", "none", "IR", 100),
        ("AF", "IR", "IR", "TR", 200),
        ("AF", "IR", "TR", "DE", 50),
        ("AF", "PK", "IR", "TR", 20),
        ("AF", "other", "other", "TR", 30),
        ("PK", "none", "none", "PK", 400),
    ]
    url = make_release(tmp_path, {("way",): ways}, standard_error=2.0)
    release = open_release(url)
    legs = release.counts(("from_country", "to_country", "leg"), {"source_country": frozenset({"AF"})})
    assert legs.set_index(["from_country", "to_country", "leg"])["count"].to_dict() == {
        ("AF", "IR", "source_destination"): 100,
        ("AF", "IR", "source_transit"): 250,
        ("IR", "TR", "transit_destination"): 220,
        ("IR", "TR", "transit_transit"): 50,
        ("TR", "DE", "transit_destination"): 50,
        ("AF", "PK", "source_transit"): 20,
        ("PK", "IR", "transit_transit"): 20,
    }
    from_afghanistan = {"from_country": frozenset({"AF"}), "to_country": frozenset({"IR"})}
    assert release.counts((), from_afghanistan)["count"].tolist() == [350]
    assert release.counts((), from_afghanistan)["standard_error"].tolist() == pytest.approx([2 * 3**0.5])
    passed = release.counts(("transit_country",), {}).set_index("transit_country")
    assert passed["count"].to_dict() == {"IR": 270, "TR": 50, "PK": 20}
    assert passed["standard_error"]["IR"] == pytest.approx(2 * 3**0.5)
    # the pooled ways are in their pair of countries and in no leg
    pairs = release.counts(("source_country", "exploitation_country"), {})
    assert pairs.set_index(["source_country", "exploitation_country"])["count"]["AF", "TR"] == 250
    assert release.codes("transit_country") == ["IR", "TR", "PK"]
    onward = release.counts(("exploitation_country",), {"transit_country": frozenset({"TR"}), **from_afghanistan})
    assert onward.set_index("exploitation_country")["count"].to_dict() == {"DE": 50}


def test_an_error_holds_what_was_left_out_of_lists_beside_the_noise(tmp_path: Path) -> None:
    """A fifth of the codes of means was left out, so for each that is counted a quarter more: of 400 people 100."""
    world = {("means",): [("DebtBondage", 400)], ("country",): [("AF", 400)]}
    lost = {"bounds": {"means": 11}, "lost": {"means": 0.2}}
    release = open_release(make_release(tmp_path, world, standard_error=75.0, manifest=lost))
    assert release.lost("means") == pytest.approx(0.2)
    assert release.counts(("means",), {})["standard_error"].tolist() == pytest.approx([125])  # of 75 and 100
    assert release.counts(("country",), {})["standard_error"].tolist() == pytest.approx([75])


def test_nothing_is_left_out_of_a_list_without_a_code(tmp_path: Path) -> None:
    world = {("means",): [("DebtBondage", 400), ("unknown", 4000)]}
    lost = {"bounds": {"means": 11}, "lost": {"means": 0.2}}
    release = open_release(make_release(tmp_path, world, standard_error=75.0, manifest=lost))
    errors = release.counts(("means",), {}).set_index("means")["standard_error"]
    assert (errors["DebtBondage"], errors["unknown"]) == pytest.approx((125, 75))
