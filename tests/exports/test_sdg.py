"""SDG indicator 16.2.2 as it is reported: codes, two units, limits, and what is withheld stays empty."""

import io
from pathlib import Path

import pandas as pd
import pycountry

from data_access.release.release import Release
from exports.sdg import AGE, M49, SEX, sdg_file
from findings.victim_rates import rates_of
from locales import translator
from tests.worlds.releases import make_release, one_cell, open_release

EN = translator("en")


def _file(release: Release) -> pd.DataFrame:
    counts = pd.DataFrame(
        [
            ("AF", "total", "total", "total", 400, 5.0, "count"),
            ("AF", "total", "female", "child", 120, 5.0, "count"),
            ("AF", "ForcedLabour", "total", "total", 200, 5.0, "count"),
            ("AF", "Servitude", "total", "total", None, 5.0, "withheld"),
            ("PK", "total", "total", "total", 900, 5.0, "count"),
        ],
        columns=["country", "form", "sex", "age", "count", "standard_error", "state"],
    )
    counts["count"] = counts["count"].astype("Int64")
    people = pd.DataFrame(
        [
            ("AF", "total", "total", 40e6),
            ("AF", "total", "child", 20e6),
            ("AF", "female", "child", 10e6),
            ("PK", "total", "total", 240e6),
        ],
        columns=["country", "sex", "age", "population"],
    )
    rates = rates_of(counts, people, 1.0).assign(year=2024)
    return pd.read_csv(io.BytesIO(sdg_file(rates, "AF", release, EN)), dtype=str, encoding="utf-8-sig")


def test_the_file_is_as_the_indicator_is_reported(tmp_path: Path) -> None:
    found = _file(open_release(make_release(tmp_path, one_cell())))
    assert set(found["GeoAreaCode"]) == {"004"}
    assert set(found["Indicator"]) == {"16.2.2"}
    by = found.set_index(["Form", "Sex", "Age", "Units"])
    assert by.loc[("_T", "_T", "_T", "NUMBER"), ["SeriesCode", "Value", "LowerBound", "UpperBound"]].tolist() == [
        "VC_HTF_DETV", "400.0", "390.0", "410.0",
    ]  # fmt: skip
    rate = by.loc[("_T", "F", "Y0T17", "PER_100000_POP")]
    assert (rate["SeriesCode"], float(rate["Value"]), rate["Group"]) == (
        "VC_HTF_DETVR", 1.2, "Women and girls · Children (under 18)",
    )  # fmt: skip
    assert float(rate["LowerBound"]) < 1.2 < float(rate["UpperBound"])
    assert by.loc[("ForcedLabour", "_T", "_T", "PER_100000_POP"), "SeriesCode"] == "VC_HTF_DETVFLR"
    hidden = by.loc["Servitude"]
    assert set(hidden["State"]) == {"withheld"}
    assert hidden[["Value", "LowerBound", "UpperBound", "SeriesCode"]].isna().all(axis=None)
    assert hidden["FootNote"].str.contains("no series of this form").all()
    assert found["source"].str.contains("Synthetic").all()


def test_countries_sexes_and_ages_have_the_codes_of_the_global_database() -> None:
    assert {code: pycountry.countries.get(alpha_2=code).numeric for code in M49} == M49
    assert (SEX, AGE) == (
        {"total": "_T", "female": "F", "male": "M"},
        {"total": "_T", "child": "Y0T17", "adult": "Y_GE18"},
    )
