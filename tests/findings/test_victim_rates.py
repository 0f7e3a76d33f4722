"""SDG 16.2.2: each group over its own people, crossed only where a source crosses them."""

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.release.filters import Filters
from figures.context import victim_rates
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from findings.victim_rates import ALL, STANDARDISED, rates_of
from findings.victim_rates import victim_rates as rates_of_release
from locales import translator
from tests.exports.whole_results import hold, table_lines
from tests.worlds.hotspots import make_world
from tests.worlds.releases import open_release

COLUMNS = ["country", "form", "sex", "age", "count", "standard_error", "state"]
COUNTS = pd.DataFrame(
    [
        ("AF", ALL, ALL, ALL, 300, 0.0, "count"),
        ("AF", ALL, "female", ALL, 100, 0.0, "count"),
        ("AF", ALL, "female", "child", 80, 0.0, "count"),
        ("AF", ALL, ALL, "child", 200, 0.0, "count"),
        ("AF", ALL, ALL, "adult", 100, 0.0, "count"),
        ("TJ", ALL, ALL, "child", pd.NA, 5.0, "withheld"),
        ("TJ", ALL, ALL, "adult", 50, 5.0, "count"),
    ],
    columns=COLUMNS,
).astype({"count": "Int64"})
PEOPLE = pd.DataFrame(
    [
        ("AF", ALL, ALL, 2e6),
        ("AF", "female", ALL, 1e6),
        ("AF", ALL, "child", 1e6),
        ("AF", ALL, "adult", 1e6),
        ("TJ", ALL, "child", 1e6),
        ("TJ", ALL, "adult", 3e6),
    ],
    columns=["country", "sex", "age", "population"],
)


def test_each_group_is_divided_by_its_own_people() -> None:
    rates = rates_of(COUNTS, PEOPLE, 1.0).set_index(["country", "form", "sex", "age"])["rate"]
    assert rates["AF", ALL, ALL, ALL] == pytest.approx(15)
    assert rates["AF", ALL, "female", ALL] == pytest.approx(10)
    assert rates["AF", ALL, ALL, "child"] == pytest.approx(20)
    assert ("AF", ALL, "female", "child") not in rates.index  # no source crosses them
    assert pd.isna(rates["TJ", ALL, ALL, "child"])  # withheld is not zero


def test_ages_are_standardised_where_both_are_published() -> None:
    rates = rates_of(COUNTS, PEOPLE, 1.0)
    standard = rates[rates["age"] == STANDARDISED]
    assert standard["country"].tolist() == ["AF"]
    # a third of all people are children: 20 / 3 + 10 × 2 / 3
    assert standard["rate"].tolist() == [pytest.approx(20 / 3 + 20 / 3)]


def test_people_in_groups_widen_the_limits() -> None:
    one, three = (rates_of(COUNTS, PEOPLE, factor) for factor in (1.0, 3.0))
    known = one["rate"].notna()
    assert one.loc[known, "rate"].to_numpy() == pytest.approx(three.loc[known, "rate"].to_numpy())
    assert (three.loc[known, "upper"] > one.loc[known, "upper"]).all()


def test_single_forms_are_in_the_chart_with_their_words() -> None:
    """A form of everybody has a bar; forms by sex or age are in the table."""
    labour = pd.DataFrame(
        [
            ("AF", "ForcedLabour", ALL, ALL, 60, 0.0, "count"),
            ("AF", "ForcedLabour", "female", ALL, 20, 0.0, "count"),
            ("AF", "Servitude", ALL, ALL, pd.NA, 5.0, "withheld"),
        ],
        columns=COLUMNS,
    ).astype({"count": "Int64"})
    rates = rates_of(pd.concat([COUNTS, labour], ignore_index=True), PEOPLE, 1.0)
    rates.attrs = {"year": 2024, "factors": (1.0, 1.0), "population_years": {"AF": 2021}}
    english = translator("en")
    bars = [victim_rates.bar_name(row, english) for row in victim_rates.shown_rows(rates) if row["country"] == "AF"]
    assert bars.count("Forced labour") == 1 and "Servitude" not in bars
    assert "Everyone, ages standardised" in bars
    assert "do not add up" in str(victim_rates.victim_rates_note(rates, english))
    go.Figure(victim_rates.victim_rates_figure(rates, Paper(english, LIGHT)).to_dict())


def test_a_country_whose_years_vary_has_limits_that_hold_them(tmp_path: Path) -> None:
    """Afghanistan's years swing together, by more than its areas each do; Tajikistan's do not."""
    who = [
        (year, place, "female", "adult", 1000 + (250 * (-1) ** year if place[:2] == "AF" else 0))
        for year in range(2014, 2026)
        for place in ("AF-HER", "AF-KAB", "TJ-DU", "TJ-RA", "TJ-KT")
    ]
    country = [(year, place[:2], *group) for year, place, *group in who]
    tables = {("year", "province", "sex", "age"): who, ("year", "country", "sex", "age"): country}
    people = pd.DataFrame(
        [
            (code, year, "total", "total", persons)
            for code in ("AF", "TJ")
            for year, persons in ((2011, 5_000_000), (2021, 10_000_000))
        ],
        columns=["place", "year", "sex", "age", "persons"],
    ).assign(source_title="Census", source_publisher="Office", licence="", note="")
    release = open_release(make_world(tmp_path, tables, frames={"population": people}))
    rates = rates_of_release(release, Filters())
    whole = rates[(rates[["form", "sex", "age"]] == ALL).all(axis=1)].set_index("country")
    assert whole["population"].tolist() == [10_000_000, 10_000_000]  # the newest that there is
    width = (whole["upper"] - whole["lower"]) / whole["rate"]
    # 500 people more and fewer, of 2,000: a deviation of a quarter
    assert width["AF"] > 0.8
    assert width["TJ"] < 0.5
    lowest, highest = rates.attrs["factors"]
    assert highest > 100 > lowest


def test_limits_hold_the_noise_and_how_much_people_vary() -> None:
    """The whole answer, with noise of every number and four times as much variance as chance has."""
    hold("rates", table_lines(rates_of(COUNTS.assign(standard_error=12.0), PEOPLE, 4.0)))
