"""Counts that are added up: whichever way, they are those of all people, by the names of their codes."""

import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_access.errors import BadInput
from data_access.publishing.coding import Block
from data_access.publishing.counting.tally import Tally, dimensions
from data_access.release.workload import Table

SINGLE = Table(("year", "sex", "province"), "How many?", share=1)
MANY = Table(("sex", "form"), "In which form?", share=1)
TABLES = (SINGLE, MANY)
# year, sex, province, and the forms
Someone = tuple[str, str, str, tuple[str, ...]]
someone = st.tuples(
    st.sampled_from(["2023", "2024", "unknown"]),
    st.sampled_from(["female", "male"]),
    st.integers(0, 40).map(lambda number: f"AF-{number}"),
    st.lists(st.sampled_from("abcde"), max_size=3, unique=True).map(tuple),
)


def put(tally: Tally, people: Sequence[Someone]) -> None:
    numbers = tally.vocabulary.encode
    years, sexes, provinces, _ = (np.array(values, dtype=object) for values in zip(*people, strict=True))
    forms = [(case, form) for case, one in enumerate(people) for form in one[3]]
    tally.add(
        Block(
            len(people),
            {"year": numbers("year", years), "sex": numbers("sex", sexes), "province": numbers("province", provinces)},
            {
                "form": (
                    np.array([case for case, _ in forms], dtype=np.int64),
                    {"form": numbers("form", np.array([form for _, form in forms], dtype=object))},
                )
            },
        )
    )


@given(st.lists(st.lists(st.lists(someone, min_size=1, max_size=9), max_size=4), max_size=5), st.randoms())
def test_it_is_the_same_in_whichever_blocks_and_order_people_are_added(
    ranges: list[list[list[Someone]]], lot: random.Random
) -> None:
    total = Tally(TABLES)
    lot.shuffle(ranges)
    for blocks in ranges:
        tally = Tally(TABLES)
        for people in blocks:
            put(tally, people)
        total.merge(tally)
    everybody = [one for blocks in ranges for people in blocks for one in people]
    assert total.people == len(everybody)
    single = Counter((year, sex, province) for year, sex, province, _ in everybody)
    many = Counter((sex, form) for _, sex, _, forms in everybody for form in forms)
    assert total.cells == len(single) + len(many)
    for table, truth in zip(TABLES, (single, many), strict=True):
        counts = total.counts(table)
        assert list(counts.index.names) == dimensions(table)
        assert list(zip(counts.index, counts, strict=True)) == sorted(truth.items())


def spread(sizes: dict[str, int], table: Table) -> Tally:
    """As many people as the largest dimension has codes, with all codes of each."""
    tally, people = Tally([table]), max(sizes.values())
    single = {}
    for name, size in sizes.items():
        codes = np.array([f"{name} {number % size}" for number in range(people)], dtype=object)
        single[name] = tally.vocabulary.encode(name, codes)
    tally.add(Block(people, single, {}))
    return tally


WAYS = Table(("year", "chain", "sex", "age"), "Which way?", share=1)


def test_ways_between_districts_fit_with_year_sex_and_age() -> None:
    """Seven dimensions, four of them of the 401 districts of Afghanistan and all provinces of the world."""
    places = dict.fromkeys(("chain_source", "first_transit", "last_transit", "chain_destination"), 401 + 5_000)
    tally = spread({"year": 60, **places, "sex": 4, "age": 3}, WAYS)
    counts = tally.counts(WAYS)
    assert len(counts) == counts.sum() == 5_401
    assert list(counts.index) == sorted(counts.index)
    assert counts.index[0] == ("year 0", *(f"{name} 0" for name in places), "sex 0", "age 0")


def test_more_codes_than_fit_are_an_error_that_says_so() -> None:
    places = dict.fromkeys(("chain_source", "first_transit", "last_transit", "chain_destination"), 40_000)
    with pytest.raises(BadInput, match=r"year-chain-sex-age cannot be counted.*74 bits.*first_transit 16.*was spent"):
        spread({"year": 60, **places, "sex": 4, "age": 3}, WAYS)


def test_a_dimension_without_a_code_is_an_error_that_names_it() -> None:
    with pytest.raises(BadInput, match="No case has a code of sex, age"):
        spread({"year": 3, "chain_source": 1, "first_transit": 1, "last_transit": 1, "chain_destination": 1}, WAYS)
