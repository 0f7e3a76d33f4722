"""Numbers by kind of organisation are shown where three agencies of it report, and are taken from nothing smaller."""

import random
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data_access.codes.code_lists import DATA_SOURCE, ORGANISATION_KIND
from data_access.publishing.register import kinds_frame
from data_access.release.agency_kinds import KIND_OF_SOURCE, KINDS
from data_access.release.release import Release
from tests.worlds.hotspots import make_world
from tests.worlds.releases import Tables, open_release

PLACES = ("AF", "AF-HER", "AF-KAB", "AF-BAL")
YEARS = (2023, 2024)
CODES = ("NGO", "Police", "BorderAuthority", "NotStated")
Cell = tuple[str, str, int]  # a kind ("" for all others), a place and a year


def test_each_source_is_a_kind_of_organisation_or_none() -> None:
    assert KIND_OF_SOURCE.keys() == DATA_SOURCE.keys()
    assert {kind for kind in KIND_OF_SOURCE.values() if kind} <= ORGANISATION_KIND.keys()
    assert KINDS["identified_by"].keys() == ORGANISATION_KIND.keys()


def site(agency: str, kind: str | None, place: str, year: int = 2024, received: int = 12) -> tuple[object, ...]:
    return (agency, kind, place, year, received)


def register(rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=["agency", "kind", "place", "year", "received"])


def of(kind: str, place: str, number: int, first: int = 0, year: int = 2024) -> list[tuple[object, ...]]:
    return [site(f"{kind} {n}", kind, place, year) for n in range(first, first + number)]


def shown(sites: pd.DataFrame, dimension: str = "data_source") -> set[tuple[str, str]]:
    frame = kinds_frame(sites)
    frame = frame[frame["dimension"] == dimension]
    return set(zip(frame["code"], frame["place"], strict=True))


OTHERS = [*of("LocalGovernmentOrganisation", "AF-HER", 3), *of("LocalGovernmentOrganisation", "AF-KAB", 3)]


def test_a_kind_is_shown_in_a_province_from_three_agencies_that_reported() -> None:
    country = [*OTHERS, *of("NGO", "AF-KAB", 3, first=5)]
    assert shown(register([*country, *of("NGO", "AF-HER", 4)])) == {("NGO", "AF-HER"), ("NGO", "AF")}
    assert shown(register([*country, *of("NGO", "AF-HER", 2)])) == {("NGO", "AF")}
    silent = [site(f"NGO {n}", "NGO", "AF-HER", received=0) for n in (2, 3)]
    assert shown(register([*country, *of("NGO", "AF-HER", 2), *silent])) == {("NGO", "AF")}


def test_the_rest_of_the_country_keeps_three_agencies_of_the_kind() -> None:
    sites = [*OTHERS, *of("NGO", "AF-HER", 4), *of("NGO", "AF-KAB", 3, first=5), *of("NGO", "AF-BAL", 2, first=8)]
    # Herat and Kabul together would leave Balkh's two; without Kabul five are left
    assert shown(register(sites)) == {("NGO", "AF"), ("NGO", "AF-HER")}


def test_what_is_left_of_a_province_and_of_a_country_has_three_agencies_of_other_kinds() -> None:
    alone = [*of("NGO", "AF-HER", 4), *of("NGO", "AF-KAB", 3, first=5)]
    assert shown(register(alone)) == set()
    police = [site("P", "LawEnforcement", "AF-HER"), site("P", "LawEnforcement", "AF-KAB")]
    assert shown(register([*alone, *police])) == set()
    assert shown(register([*alone, *OTHERS])) == {("NGO", "AF-HER"), ("NGO", "AF")}
    # in Kabul alone are three others, and they are what is left of the country without its NGOs
    assert shown(register([*alone, *OTHERS[3:]])) == {("NGO", "AF")}


def test_an_agency_of_no_known_kind_is_one_of_the_others() -> None:
    sites = [*of("NGO", "AF-HER", 4), *of("NGO", "AF-KAB", 3, first=5)]
    unknown = [site(f"unknown {n}", None, place) for n in range(3) for place in ("AF-HER", "AF-KAB")]
    assert shown(register([*sites, *unknown])) == {("NGO", "AF-HER"), ("NGO", "AF")}


def test_who_identified_people_needs_three_agencies_and_three_others() -> None:
    sites = [*of("NGO", "AF-HER", 3), *of("LegalService", "AF-HER", 4)]
    assert shown(register(sites), "identified_by") == {("LegalService", "everywhere")}
    two = [*sites, *of("SchoolOrCollege", "AF-HER", 2)]
    assert shown(register(two), "identified_by") == {("LegalService", "everywhere")}
    assert shown(register([*two, *of("Donor", "PK-SD", 1)]), "identified_by") == {
        ("NGO", "everywhere"),
        ("LegalService", "everywhere"),
    }


def test_who_identified_people_is_not_what_is_left_of_who_recorded_them() -> None:
    """All NGOs but those of Afghanistan in 2024 would be two."""
    sites = [*OTHERS, *of("NGO", "AF-HER", 3), *of("NGO", "AF-KAB", 3, first=5)]
    assert ("NGO", "everywhere") in shown(register(sites), "identified_by")
    assert ("NGO", "everywhere") not in shown(register([*sites, *of("NGO", "PK-SD", 2, first=20)]), "identified_by")
    assert ("NGO", "everywhere") in shown(register([*sites, *of("NGO", "PK-SD", 3, first=20)]), "identified_by")


def test_without_a_register_nothing_is_shown() -> None:
    assert kinds_frame(register([])).empty


# ----------------------------------------------------------------------------------------------- the attack, by algebra

KINDS_ATTACKED = ("NGO", "LawEnforcement", "ImmigrationService", "")


def registers(number: int, years: tuple[int, ...] = (2024,)) -> Iterator[pd.DataFrame]:
    """Small registers, drawn so that few agencies of a kind are common."""
    draw = random.Random(11)
    for _ in range(number):
        rows = []
        for kind, place, year in product((*KINDS_ATTACKED[:3], "LegalService", None), PLACES, years):
            chosen = draw.sample(range(8), draw.choice([0, 1, 2, 3, 4, 6, 8]))
            rows += [site(f"{kind} {n}", kind, place, year) for n in chosen]
        yield register(rows)


def agencies_of(sites: pd.DataFrame) -> dict[Cell, frozenset[str]]:
    kinds = sites["kind"].where(sites["kind"].isin(KINDS_ATTACKED), "").fillna("")
    grouped = sites.groupby([kinds, "place", "year"])["agency"]
    return {cell: frozenset(agencies) for cell, agencies in grouped}  # type: ignore[misc]


@pytest.mark.long
@pytest.mark.slow
def test_no_set_of_people_that_can_be_worked_out_is_of_one_or_two_agencies() -> None:
    """All sets of cells (65,536 of 4 kinds in 4 places), held against all that follows from what is shown: the numbers
    by kind, and the total of each place. A place as a whole may stand for one agency, what is left of it may not."""
    cells = list(product(KINDS_ATTACKED, PLACES))
    sets = np.array(list(product((0, 1), repeat=len(cells))), dtype=float)[1:]
    wholes = np.array([[place == name for _, place in cells] for name in PLACES], dtype=float)
    in_part = sets[((sets @ wholes.T) < len(KINDS_ATTACKED)).all(axis=1)]
    worlds = 0
    for sites in registers(60):
        agencies = agencies_of(sites)
        numbers = shown(sites)
        worlds += bool(numbers)
        known = [wholes]
        for code, name in numbers:
            kind = KIND_OF_SOURCE[code]
            known.append(np.array([[k == kind and (name in (place, "AF")) for k, place in cells]], dtype=float))
        basis = np.linalg.svd(np.vstack(known), full_matrices=False)
        basis = basis[2][basis[1] > 1e-9]
        left = in_part - in_part @ basis.T @ basis
        for found in in_part[(np.abs(left) < 1e-9).all(axis=1)]:
            behind = [
                agencies.get((*cell, 2024), frozenset()) for cell, is_in in zip(cells, found, strict=True) if is_in
            ]
            assert len(frozenset().union(*behind)) >= 3
    assert worlds > 10


# ---------------------------------------------------------------------------------------------------- through a release


def tables() -> Tables:
    """100 people or more in each cell, so that nothing is too small to be shown."""
    by_source = [
        (year, place, code, 100 + number)
        for number, (year, place, code) in enumerate(product((*YEARS, "unknown"), (*PLACES, "unknown"), CODES))
    ]
    kinds = [*ORGANISATION_KIND, "unknown"]
    return {
        ("year", "province", "sex", "age"): [(*row[:2], "female", "adult", row[-1]) for row in by_source],
        ("year", "province", "data_source"): by_source,
        ("sex", "age", "identified_by", "stage"): [
            (sex, "adult", kind, stage, 500)
            for sex, kind, stage in product(("female", "male"), kinds, ("identified", "served"))
        ],
    }


def world(folder: Path, frame: pd.DataFrame | None = None) -> Release:
    frames = {} if frame is None else {"agency_kinds": frame}
    return open_release(make_world(folder, tables(), frames=frames, is_exact=True, kinds_shown=False))


@pytest.mark.parametrize("frame", [None, kinds_frame(register([]))], ids=["an older release", "no register"])
def test_without_a_register_a_release_has_no_number_by_kind(tmp_path: Path, frame: pd.DataFrame | None) -> None:
    release = world(tmp_path, frame)
    for by in (("data_source",), ("province", "data_source"), ("identified_by",), ("sex", "identified_by")):
        answer = release.counts(by, {})
        assert set(answer["state"]) == {"withheld"}
        assert answer["count"].isna().all()
    for where in ({"data_source": frozenset({"NGO", "Police"})}, {"identified_by": frozenset({"NGO", "unknown"})}):
        assert release.counts((), where)["state"].tolist() == ["withheld"]
    assert not release.kinds_shown.has("data_source")
    # a sum over all kinds is by none of them
    assert set(release.counts(("province",), {"data_source": frozenset(CODES)})["state"]) == {"count"}
    assert set(release.counts(("stage",), {})["state"]) == {"count"}


def test_a_release_shows_sums_of_what_may_be_shown(tmp_path: Path) -> None:
    rows = [("data_source", "NGO", place, year) for place in ("AF", "AF-HER") for year in ("2023", "2024")]
    rows += [("data_source", "Police", "AF-HER", "2024"), ("identified_by", "NGO", "everywhere", "always")]
    release = world(tmp_path, pd.DataFrame(rows, columns=["dimension", "code", "place", "year"]))

    def state(**where: str) -> str:
        wanted = {name: frozenset(codes.split()) for name, codes in where.items()}
        return str(release.counts((), wanted)["state"].iloc[0])

    for years in ("2023", "2024", "2023 2024"):
        assert state(data_source="NGO", province="AF-HER", year=years) == "count"
        assert state(data_source="NGO", country="AF", year=years) == "count"
        assert state(data_source="NGO", province=" ".join(PLACES), year=years) == "count"
    assert state(data_source="NGO Police", province="AF-HER", year="2024") == "count"
    assert state(data_source="NGO Police", province="AF-HER", year="2023 2024") == "withheld"
    assert state(data_source="NGO Police", country="AF", year="2024") == "withheld"
    assert state(data_source="NGO", province="AF-KAB", year="2024") == "withheld"
    assert (
        state(data_source="NGO", province="AF", year="2024") == "withheld"
    )  # without a province: a rest of its country
    assert state(data_source="NGO", province="AF-HER AF-KAB", year="2024") == "withheld"
    assert state(data_source="NGO", province="AF-HER") == "withheld"  # years in which nobody knows who reported, too
    assert state(data_source="NGO", year="2024") == "withheld"
    assert state(data_source="NotStated", province="AF-HER", year="2024") == "withheld"
    assert state(identified_by="NGO") == state(identified_by="NGO", sex="female", stage="served") == "count"
    assert (
        state(identified_by="Donor") == state(identified_by="NGO Donor") == state(identified_by="unknown") == "withheld"
    )
    by = release.counts(("year", "province", "data_source"), {})
    assert (by["state"] == "count").sum() == 3
    assert [(row[1], row[0]) for row in release.named(("province", "data_source"))] == []


def boxes(codes: Iterable[object]) -> list[frozenset[object]]:
    codes = list(codes)
    subsets = chain.from_iterable(combinations(codes, size) for size in range(1, len(codes) + 1))
    return [frozenset(subset) for subset in subsets]


@pytest.mark.slow
def test_no_answer_and_no_difference_of_two_is_of_one_or_two_agencies(tmp_path: Path) -> None:
    """Every sum over kinds, places and years that a release answers, and every two of which one lies in the other."""
    differences = 0
    for number, sites in enumerate(registers(8, YEARS)):
        folder = tmp_path / str(number)
        folder.mkdir()
        release = world(folder, kinds_frame(sites))
        agencies = agencies_of(sites)
        answered: list[tuple[bool, frozenset[Cell]]] = []
        for codes, places, years in product(boxes(CODES), boxes(PLACES), boxes(YEARS)):
            where = {"data_source": codes, "province": places, "year": frozenset(map(str, years))}
            if release.counts((), where)["state"].iloc[0] == "count":  # type: ignore[arg-type]
                kinds = {KIND_OF_SOURCE[str(code)] or "" for code in codes}
                answered.append((len(codes) == len(CODES), frozenset(product(kinds, places, years))))  # type: ignore[arg-type]
        for is_total, cells in answered:
            assert is_total or _number(agencies, cells) >= 3
        for (inner_total, inner), (outer_total, outer) in product(answered, repeat=2):
            if inner < outer and not (inner_total and outer_total):
                left = outer - inner
                if outer_total:  # all kinds of a place and year together may stand for one agency
                    left = {cell for cell in left if any((kind, *cell[1:]) in inner for kind in KINDS_ATTACKED)}
                differences += 1
                assert _number(agencies, left) >= 3
    assert differences > 100


def _number(agencies: dict[Cell, frozenset[str]], cells: Iterable[Cell]) -> int:
    return len(frozenset().union(*(agencies.get(cell, frozenset()) for cell in cells)))
