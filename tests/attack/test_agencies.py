"""No number by kind of organisation, and no difference of two, is about one or two agencies: on demonstration data.

A cell stands for the agencies of its kind that the register has in its place and year.
"""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine, make_url

from data_access.codes.of_release import OTHER, UNKNOWN
from data_access.database import migrate, open_database
from data_access.demonstration import load_demonstration
from data_access.publishing.publish import publish
from data_access.publishing.register import registered_sites
from data_access.release.agency_kinds import KIND_OF_SOURCE, KindsShown
from data_access.release.release import Release
from data_access.release.workload import CHOSEN_AXES, LEAST_AGENCIES
from tests.worlds.databases import empty_cases
from tests.worlds.people import DELTA, small_domains

CASES, BUDGET = 8_000, 400.0  # so large a budget that the few people of this world are shown
YEARS = [str(year) for year in range(2019, 2026)]
KINDS = {code: kind for code, kind in KIND_OF_SOURCE.items() if kind}
Box = tuple[str, str, tuple[str, ...]]  # a code of data_source, a province or country, and years


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = empty_cases(tmp_path_factory.mktemp("cases") / "cases.db")
    load_demonstration(engine, cases=CASES, seed=7)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def demonstration(cases: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Release]:
    releases = open_database(make_url(f"sqlite:///{tmp_path_factory.mktemp('releases') / 'releases.db'}"))
    migrate(releases, "releases")
    with pytest.MonkeyPatch.context() as patch, small_domains((2010, 2026), CHOSEN_AXES):
        patch.setenv("PRIVACY_CAP_EPSILON", str(BUDGET))
        publish(cases, releases, kind="public", epsilon=BUDGET, delta=DELTA)
    yield Release(releases, 1)
    releases.dispose()


@pytest.fixture(scope="module")
def register(cases: Engine) -> pd.DataFrame:
    with cases.connect() as connection:
        sites = registered_sites(connection)
    return sites[sites["received"] > 0]


def agencies(register: pd.DataFrame, code: str, place: str, years: tuple[str, ...]) -> set[tuple[str, str, int]]:
    """Each agency of the kind, with the place and year of a site of it that reported."""
    rows = register[register["kind"] == KIND_OF_SOURCE[code]]
    rows = rows[rows["place"].str.startswith(place) & rows["year"].isin(map(int, years))]
    return set(zip(rows["agency"], rows["place"], rows["year"], strict=True))


@pytest.fixture(scope="module")
def answered(demonstration: Release) -> list[Box]:
    return shown(demonstration)


def shown(release: Release) -> list[Box]:
    """The numbers by who recorded that a release shows: of all provinces and countries, in each year, each two and all
    years together."""
    spans = [*((year,) for year in YEARS), *combinations(YEARS, 2), tuple(YEARS)]
    found = []
    for dimension, years in product(("province", "country"), spans):
        rows = release.counts((dimension, "data_source"), {"year": frozenset(years)})
        rows = rows[(rows["state"] == "count") & ~rows[dimension].isin((OTHER, UNKNOWN))]
        found += [(code, place, years) for place, code in zip(rows[dimension], rows["data_source"], strict=True)]
    return found


def test_there_is_something_to_show(answered: list[Box]) -> None:
    cells = {(code, place) for code, place, years in answered if len(years) == 1}
    assert {code for code, _ in cells} == {"NGO", "Police"}
    assert {place for _, place in cells} >= {"AF", "AF-KAB", "PK", "PK-SD"}


def test_no_number_stands_for_one_or_two_agencies(answered: list[Box], register: pd.DataFrame) -> None:
    behind = [len({agency for agency, *_ in agencies(register, *box)}) for box in answered]
    print(f"{len(behind)} numbers by who recorded; {sum(number < LEAST_AGENCIES for number in behind)} of one or two")
    assert min(behind) >= LEAST_AGENCIES
    assert {code for code, *_ in answered} <= KINDS.keys()


def test_the_attack_succeeds_where_only_small_numbers_are_withheld(
    demonstration: Release, register: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KindsShown, "hidden", lambda self, axes, groups: np.zeros(1, dtype=bool))
    boxes = [box for box in shown(demonstration) if box[0] in KINDS and len(box[1]) > 2 and len(box[2]) == 1]
    behind = [len({agency for agency, *_ in agencies(register, *box)}) for box in boxes]
    few = sum(number < LEAST_AGENCIES for number in behind)
    print(f"{few} of {len(behind)} cells by year, province and recorder stand for one or two agencies, or none")
    assert few


def test_no_difference_of_two_numbers_stands_for_one_or_two_agencies(
    answered: list[Box], register: pd.DataFrame
) -> None:
    """A province out of its country, a year out of several, and both; with all of the country's shown provinces too."""
    sites = {box: agencies(register, *box) for box in answered}
    behind = []
    for outer in answered:
        inside = [
            box
            for box in answered
            if box != outer and box[0] == outer[0] and box[1].startswith(outer[1]) and {*box[2]} <= {*outer[2]}
        ]
        provinces = [box for box in inside if box[2] == outer[2]]
        differences = [sites[outer] - sites[box] for box in inside]
        differences += [sites[outer].difference(*map(sites.__getitem__, provinces))] if provinces else []
        behind += [len({agency for agency, *_ in left}) for left in differences]
    print(f"{len(behind)} differences; {sum(number < LEAST_AGENCIES for number in behind)} of one or two")
    assert len(behind) > 100
    assert min(behind) >= LEAST_AGENCIES


def test_what_is_left_of_a_place_has_three_agencies_of_other_kinds(answered: list[Box], register: pd.DataFrame) -> None:
    """The total of a place and year less all that is shown of it by kind."""
    for place, years in {(place, years) for _, place, years in answered}:
        shown = {KIND_OF_SOURCE[code] for code, *where in answered if tuple(where) == (place, years)}
        rest = register[register["place"].str.startswith(place) & register["year"].isin(map(int, years))]
        assert rest.loc[~rest["kind"].isin(shown), "agency"].nunique() >= LEAST_AGENCIES


def test_who_identified_people_are_three_agencies_or_more(demonstration: Release, register: pd.DataFrame) -> None:
    answer = demonstration.counts(("identified_by",), {})
    shown = set(answer.loc[answer["state"] == "count", "identified_by"])
    number = register.groupby("kind")["agency"].nunique()
    assert shown
    assert number[sorted(shown)].min() >= LEAST_AGENCIES
    assert register.loc[~register["kind"].isin(shown), "agency"].nunique() >= LEAST_AGENCIES
