"""One small world, published exactly, with small cells suppressed, and with noise: what the attacks are tried on."""

from collections.abc import Iterator, Mapping

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.release.release import Release
from data_access.release.workload import Table
from tests.attack.views import Board
from tests.worlds import people as worlds
from tests.worlds.databases import empty_cases
from tests.worlds.people import SMALL_WORKLOAD, Person, exact_counts_of, release_engine, released, small_domains

Counts = Mapping[Table, pd.Series]
PUBLICATIONS = 8
# what a visitor can choose on the board that is attacked
DIMENSIONS = {
    "year": ("2022", "2023", "2024"),
    "country": ("AF", "IR", "PK"),
    "sex": ("female", "male"),
    "age": ("child", "adult"),
}
PLACES = {"AF": ("AF-KAB", "AF-HER"), "IR": ("IR-10", "IR-07"), "PK": ("PK-SD", "PK-BA")}


@pytest.fixture(scope="package")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """An empty case database, and releases that may name few places only."""
    engine = empty_cases(tmp_path_factory.mktemp("cases") / "cases.db")
    yield engine
    engine.dispose()


@pytest.fixture(autouse=True)
def small() -> Iterator[None]:
    """Let releases name few places, so that a publication takes milliseconds."""
    with small_domains():
        yield


@pytest.fixture(scope="package")
def world() -> list[Person]:
    """A few hundred people; a third of the cells have fewer than ten."""
    people = []
    number = 0
    for year in (2022, 2023, 2024):
        for country, provinces in PLACES.items():
            for gender in ("Feminine", "Masculine"):
                for band in ("9-17", "18-20"):
                    number += 1
                    size = 1 + number % 9 if number % 3 == 0 else 11 + number * number * 17 % 61
                    place = provinces[number % 2]
                    person = Person(year, gender, band, identified=place, forms=("ForcedLabour",))
                    assert country == place[:2]
                    people += [person] * size
    return people


@pytest.fixture(scope="package")
def counts(engine: Engine, world: list[Person]) -> Counts:
    with small_domains():
        return exact_counts_of(engine, world, SMALL_WORKLOAD)


@pytest.fixture(scope="package")
def exact(counts: Counts) -> Release:
    with small_domains():
        return released(counts, epsilon=None)


@pytest.fixture(scope="package")
def suppressed(counts: Counts) -> Release:
    with small_domains():
        return worlds.suppressed(counts)


@pytest.fixture(scope="package")
def released_in() -> Engine:
    """The database of the publications."""
    return release_engine()


@pytest.fixture(scope="package")
def publications(counts: Counts, released_in: Engine) -> list[Release]:
    """The same world with noise, several times: each attack is tried on each of them alone."""
    with small_domains():
        return [released(counts, epsilon=4, engine=released_in) for _ in range(PUBLICATIONS)]


@pytest.fixture(scope="package")
def boards(exact: Release, suppressed: Release, publications: list[Release]) -> dict[str, list[Board]]:
    """Every view of each release."""
    return {
        "exact": [Board(exact, DIMENSIONS)],
        "suppressed": [Board(suppressed, DIMENSIONS)],
        "public": [Board(release, DIMENSIONS) for release in publications],
    }
