"""The register of reporting sites that the demonstration invents."""

import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access.cases import schema
from data_access.demonstration import weights
from data_access.demonstration.organisations import ORGANISATIONS
from data_access.demonstration.register import generate_register
from tests.worlds.databases import read

# ------------------------------------------------------------------------------------------------------------ register


@pytest.fixture(scope="module")
def register() -> pd.DataFrame:
    return generate_register(7)


def test_the_register_is_the_same_for_any_number_of_cases(demonstration: Engine, register: pd.DataFrame) -> None:
    stored = read(demonstration, schema.reporting)
    columns = ["site", "year", "month", "agency", "agency_kind", "place", "received", "provenance"]
    assert set(stored["import_run_id"]) == set(read(demonstration, schema.import_run)["id"])
    same = [frame[columns].sort_values(columns[:3], ignore_index=True) for frame in (stored, register)]
    pd.testing.assert_frame_equal(*same, check_dtype=False)
    assert not generate_register(8).equals(register)


def test_where_effort_is_higher_there_are_more_agencies_and_sites(register: pd.DataFrame) -> None:
    by_place = register.groupby("place")[["agency", "site"]].nunique()
    people = {place: number for of_country in weights.POPULATION.values() for place, number in of_country.items()}
    for place, effort in weights.EFFORT.items():
        usual = weights.SITES_A_MILLION[place[:2]]
        assert by_place.loc[place, "site"] == pytest.approx(people[place] * usual * effort, abs=0.5)
        assert by_place.loc[place, "agency"] > 4
    for place in ("AF-HER", "AF-KDZ", "AF-TAK", "AF-BGL", "PK-SD"):  # what is high there is not effort
        assert by_place.loc[place, "site"] == pytest.approx(people[place] * weights.SITES_A_MILLION[place[:2]], abs=0.5)
    assert by_place.loc["AF-NUR", "site"] == 1
    assert set(register["agency"]) <= set(ORGANISATIONS["code"])


def test_reports_stop_in_2020_and_in_afghanistan_after_august_2021(register: pd.DataFrame) -> None:
    afghan = register["place"].str.startswith("AF")
    came = {
        (where, year): float(register[rows & (register["year"] == year) & (register["month"] > 8)]["received"].mean())
        for where, rows in (("AF", afghan), ("elsewhere", ~afghan))
        for year in (2019, 2020, 2021, 2023)
    }
    assert {key: round(share, 1) for key, share in came.items()} == {
        ("AF", 2019): 0.9,
        ("AF", 2020): 0.6,
        ("AF", 2021): 0.1,
        ("AF", 2023): 0.6,
        ("elsewhere", 2019): 0.9,
        ("elsewhere", 2020): 0.6,
        ("elsewhere", 2021): 0.9,
        ("elsewhere", 2023): 0.9,
    }


def test_some_sites_opened_late_and_none_closed(register: pd.DataFrame) -> None:
    months = (register["year"] * 12 + register["month"]).groupby(register["site"])
    assert set(months.max()) == {2025 * 12 + 12}
    late = (months.min() > 2014 * 12 + 1).mean()
    assert 0.2 < late < 0.4
    assert (months.size() == months.max() - months.min() + 1).all()
