"""What a release says of who reports: worlds checked by hand, and nobody alone behind a number."""

import json
import random
from datetime import datetime
from io import StringIO
from typing import Any

import pandas as pd
import pytest
from sqlalchemy import Engine, insert

from data_access import reporting, schema
from data_access.publish import frames_of
from data_access.reporting import protected, reporting_frame

SITE = ["place", "year", "agency", "site", "expected", "received"]
NUMBERS = ["agencies", "sites", "months_expected", "months_received"]


def shown(sites: list[tuple[Any, ...]]) -> dict[tuple[str, int], Any]:
    """Place and year -> its numbers, or its state where there are none."""
    frame = protected(pd.DataFrame(sites, columns=SITE))
    return {
        (row["place"], row["year"]): tuple(row[name] for name in NUMBERS) if row["state"] == "count" else row["state"]
        for row in frame.to_dict("records")
    }


def area(place: str, *received: int, year: int = 2024) -> list[tuple[Any, ...]]:
    """A site of another agency for each number of reports received of 12."""
    return [(place, year, f"agency {n}", f"{place} {n}", 12, months) for n, months in enumerate(received)]


def test_sites_and_reports_are_added_up_by_province_and_country() -> None:
    sites = [*area("AF-HER", 12, 6, 0, 3), ("AF-HER", 2024, "agency 0", "second", 4, 4), *area("AF-KAB", 12, 12, 12)]
    assert shown(sites) == {
        ("AF-HER", 2024): (3, 4, 52, 25),  # the third has sent nothing all year: not counted, and still expected
        ("AF-KAB", 2024): (3, 3, 36, 36),
        ("AF", 2024): (4, 7, 88, 61),  # two agencies are in both
    }


def test_fewer_than_three_agencies_are_not_shown_however_many_sites_they_have() -> None:
    two = [("AF-HER", 2024, f"agency {n % 2}", f"site {n}", 12, 12) for n in range(20)]
    assert shown([*two, *area("AF-KAB", 12, 12, 12), *area("AF-BAL", 12, 12, 12, 12)]) == {
        ("AF-HER", 2024): "few",
        ("AF-KAB", 2024): "withheld",  # country less Balkh and Kabul would be Herat
        ("AF-BAL", 2024): (4, 4, 48, 48),
        ("AF", 2024): (4, 27, 324, 324),
    }


def test_one_agency_for_the_whole_country_is_not_what_is_left() -> None:
    assert shown([*area("TJ", 12), *area("TJ-KT", 12, 12, 12)]) == {
        ("TJ-KT", 2024): "withheld",
        ("TJ", 2024): (3, 4, 48, 48),
    }


def test_a_year_or_a_country_with_two_agencies_says_so() -> None:
    assert shown([*area("UZ-TK", 12, 12), *area("UZ-TK", 0, 0, 0, 0, year=2023)]) == {
        ("UZ-TK", 2024): "few",
        ("UZ", 2024): "few",
        ("UZ-TK", 2023): "few",
        ("UZ", 2023): "few",
    }


def test_what_maps_read_together_is_counted_together() -> None:
    halves = [*area("PK-PB-N", 12, 12), *area("PK-PB-S", 12, 12, 12), *area("TJ-DU", 12, 12), *area("TJ-RA", 12, 12, 1)]
    assert shown(halves) == {
        ("PK-PB", 2024): (3, 5, 60, 60),
        ("PK", 2024): (3, 5, 60, 60),
        ("TJ-DU+TJ-RA", 2024): (3, 5, 60, 49),
        ("TJ", 2024): (3, 5, 60, 49),
    }


def test_nothing_registered_is_an_empty_frame(sqlite_cases: Engine) -> None:
    with sqlite_cases.connect() as connection:
        assert reporting_frame(connection).columns.tolist() == reporting.COLUMNS
        assert len(reporting_frame(connection)) == 0


# ---------------------------------------------------------------------------------------------------------- the attack


def agencies_left(sites: pd.DataFrame, frame: pd.DataFrame) -> list[int]:
    """For each published row, and for each country less its shown areas: how many agencies stand behind the number."""
    reported = sites[sites["received"] > 0]
    numbers = []
    for row in frame[frame["state"] == "count"].to_dict("records"):
        of_country = sites[(sites["place"].str[:2] == row["place"][:2]) & (sites["year"] == row["year"])]
        if len(row["place"]) > 2:
            numbers.append(reported[(reported["place"] == row["place"]) & (reported["year"] == row["year"])])
            continue
        others = frame[(frame["year"] == row["year"]) & (frame["place"].str[:3] == row["place"] + "-")]
        rest = of_country[~of_country["place"].isin(others.loc[others["state"] == "count", "place"])]
        if len(rest):  # sites that were to report are a number too
            numbers.append(rest[rest["received"] > 0])
    return [part["agency"].nunique() for part in numbers]


def registers() -> list[pd.DataFrame]:
    """150 small registers, drawn so that few agencies are common."""
    draw = random.Random(5)
    worlds = []
    for _ in range(150):
        rows = []
        for place in ("AF", "AF-HER", "AF-KAB", "AF-BAL"):
            for n in range(draw.choice([0, 1, 2, 3, 4, 9])):
                rows.append((place, 2024, f"agency {draw.randrange(5)}", f"{place} {n}", 12, draw.choice([0, 6, 12])))
        worlds.append(pd.DataFrame(rows or area("AF-HER", 1), columns=SITE))
    return worlds


def test_no_number_and_no_difference_of_numbers_is_about_one_or_two_agencies() -> None:
    behind = [count for sites in registers() for count in agencies_left(sites, protected(sites))]
    assert len(behind) > 150
    assert min(behind) >= 3


def test_the_attack_succeeds_where_small_rows_are_merely_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    behind = []
    for sites in registers():
        frame = protected(sites)
        naive = frame.assign(state=frame["state"].replace("withheld", "count"))
        behind += agencies_left(sites, naive)
    assert min(behind) < 3


def test_no_key_of_an_agency_or_a_site_leaves_the_case_database(case_engine: Engine) -> None:
    run = {
        "id": 1,
        "content_hash": "1",
        "file_name": "f",
        "format": "reporting",
        "source": "s",
        "provenance": "synthetic",
    }
    run |= {"finished_at": datetime(2026, 1, 31), "rows_read": 1, "rows_accepted": 1, "rows_refused": 0}
    rows = [
        {"site": f"secret-site-{n}", "agency": f"secret-agency-{n}", "year": 2024, "month": month, "place": place}
        | {"received": month > n, "provenance": "synthetic", "import_run_id": 1, "agency_kind": "NGO"}
        for n, place in enumerate(["AF-HER", "AF-HER", "AF-HER", "AF-KAB"])
        for month in (1, 2, 3, 4)
    ]
    with case_engine.begin() as connection:
        connection.execute(insert(schema.import_run), [run])
        connection.execute(insert(schema.reporting), rows)
    with case_engine.connect() as connection:
        frames = frames_of(connection)
    assert "secret" not in json.dumps(frames)
    # with Herat shown, Kabul's one site would be what is left of the country: neither is
    read = pd.read_json(StringIO(frames["reporting"]), orient="split")
    assert read[["place", "state", "sites", "months_received"]].fillna(0).values.tolist() == [
        ["AF", "count", 4, 4 + 3 + 2 + 1],
        ["AF-HER", "withheld", 0, 0],
        ["AF-KAB", "few", 0, 0],
    ]
    assert set(read["provenance"]) == {"synthetic"}
    assert set(read["loaded"]) == {"2026-01-31"}
