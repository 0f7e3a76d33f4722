"""Figures of programmes and of official statistics: valid, in both directions of writing, true to what they show."""

import datetime
import math
import re
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.costs import Cost
from analysis.frameworks import Result, framework
from data_access.questions import official_statistics
from data_access.questions.programmes import Part, portfolio
from data_access.release.filters import Filters
from figures.context import charts as context_figures
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper, Width
from figures.kit.sources import source_line
from figures.kit.text import separated, with_quiet_end
from figures.programmes import charts as programme_figures
from figures.programmes import contribution as programme_contribution
from figures.programmes import map as programme_maps
from figures.programmes import period_chart
from figures.programmes.cost_words import comparison_note, cost_sentence
from figures.programmes.facts import facts
from figures.programmes.panels import source_of
from figures.views.view import View
from findings import programme_change
from locales import translator
from tests.worlds.programmes import DEMONSTRATION, PUBLISHED, make_release_with_programmes
from tests.worlds.releases import one_cell, open_release

TODAY = datetime.date(2025, 6, 30)
COMMON = {
    "indicator": "i", "title": "Officials trained", "level": None, "measure": "unit", "unit": "people",
    "ascending": True, "standard_tag": None, "dimension": None, "lower": None, "upper": None, "sex": "total",
    "age": "total", "disaggregation": None,
}  # fmt: skip


def test_published_programmes_name_their_publishers_and_invented_ones_the_release(tmp_path: Path) -> None:
    url = make_release_with_programmes(tmp_path, one_cell(), loads=[(PUBLISHED, "results"), (DEMONSTRATION, "results")])
    view = View(open_release(url), Paper(translator("en"), LIGHT), Filters())
    everything = view.ask(portfolio)
    published = everything[everything["provenance"] == "published"].head(1)
    of_release = source_line(view.release, view.t)
    said = source_of(view, published)
    assert published["source_publisher"].iloc[0] in said and "invented" not in said
    assert source_of(view, everything[everything["provenance"] == "synthetic"]) == of_release
    assert source_of(view, everything).endswith(of_release) and published["source_publisher"].iloc[0] in said


def result(*rows: tuple[str, str, float | None], **more: object) -> Result:
    values = [COMMON | more | {"kind": k, "period_start": y, "period_end": y, "value": v} for k, y, v in rows]
    return framework(pd.DataFrame(values, dtype=object), TODAY)[0]


REACHED = result(
    ("target", "2023", 100.0), ("actual", "2023", 80.0), ("target", "2024", 100.0), ("actual", "2024", 40.0)
)


def valid(figure: go.Figure) -> go.Figure:
    """Let Plotly check a figure, which the pages leave out."""
    go.Figure(figure.to_dict())
    return figure


def test_increments_are_bars_and_sums_are_lines() -> None:
    figure = valid(period_chart.periods_figure(REACHED, REACHED.everyone, Paper(translator("en"), LIGHT)))
    assert [(trace.name, list(trace.y)) for trace in figure.data] == [
        ("Actual value", [80, 40]),
        ("Target", [100, 100]),
        ("Target, added up", [100, 200]),
        ("Actual, added up", [80, 120]),
    ]
    words = period_chart.periods_words(REACHED, REACHED.everyone, translator("en"))
    assert (
        words == "Officials trained by period. 2023: 80 people, target 100 people; 2024: 40 people, target 100 people"
    )


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_a_name_and_a_long_period_are_no_longer_than_the_chart(width: Width) -> None:
    programmes = pd.DataFrame(
        [{"code": "p", "title": "Dignity and Rights", "start": None, "end": "2020-09", "budget": None, "currency": None,
          "provenance": "published"}]
    )  # fmt: skip
    none = pd.DataFrame(columns=["programme", "period_start", "period_end"])
    (name,) = programme_figures.timeline_figure(
        programmes, none, Paper(translator("en"), LIGHT, width)
    ).layout.annotations
    lines = [re.sub("<[^>]+>", "", line) for line in name.text.split("<br>")]
    assert max(map(len, lines)) <= programme_figures.LONGEST_NAME[width]
    assert " ".join(lines).startswith("Dignity and Rights")


def test_a_milestone_without_a_month_has_no_place_in_time() -> None:
    programmes = pd.DataFrame(
        [{"code": "p", "title": "P", "start": "2016-01", "end": "2019-06", "budget": None, "currency": None,
          "provenance": "published"}]
    )  # fmt: skip
    row = {"programme": "p", "title": "M", "value": 1.0, "kind": "milestone", "unit": "x", "dimension": None,
           "place_text": None}  # fmt: skip
    milestones = pd.DataFrame(
        [
            row | {"period_start": "2016-01", "period_end": "2019-06"},
            row | {"period_start": "2018-03", "period_end": None},
        ]
    )
    figure = valid(programme_figures.timeline_figure(programmes, milestones, Paper(translator("en"), LIGHT, "phone")))
    bar, diamonds = figure.data
    assert (list(bar.base), len(diamonds.x)) == ([2016.0], 1)


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_official_numbers_are_never_joined_over_a_gap(width: str) -> None:
    totals = official_statistics.totals("victims", "prosecuted", "convicted")
    figure = valid(context_figures.series_figure(totals, ("AF", "TM"), Paper(translator("en"), LIGHT, width)))
    numbers = [text for axis in figure.select_yaxes() for text in axis.ticktext or ()]
    assert numbers and all(text.replace(",", "").rstrip("0") in ("1", "2", "5") for text in numbers), "a round number"
    # Afghanistan reported none of the three and has no row
    assert [note.text for note in figure.layout.annotations if "Afghanistan" in note.text] == []
    few = [trace for trace in figure.data if trace.error_y.array is not None]
    assert {(y, error) for trace in few for y, error in zip(trace.y, trace.error_y.array, strict=True)} == {(2.0, 2.0)}
    uzbek = valid(context_figures.series_figure(totals, ("UZ",), Paper(translator("en"), LIGHT, width))).data[1]
    assert list(uzbek.x) == list(range(uzbek.x[0], uzbek.x[-1] + 1))
    assert not uzbek.connectgaps


def test_labour_inspections_are_a_gap_beside_the_victims() -> None:
    totals = official_statistics.totals("victims", "prosecuted", "convicted")
    notes = [note.text for note in context_figures.series_figure(
        totals, ("PK", "TJ"), Paper(translator("en"), LIGHT)
    ).layout.annotations]  # fmt: skip
    assert [text for text in notes if "Labour inspections" in text] == [
        "<b>Pakistan</b> · Labour inspections", "<b>Tajikistan</b> · Labour inspections",
    ]  # fmt: skip
    assert notes.count("No number is published") == 2


def test_children_as_a_range_have_no_line() -> None:
    figure = valid(context_figures.children_figure(official_statistics.children(), Paper(translator("en"), LIGHT)))
    assert {trace.name: trace.mode for trace in figure.data} == {
        "Pakistan": "lines+markers", "Tajikistan": "lines+markers", "Turkmenistan": "markers",
        "Uzbekistan": "lines+markers",
    }  # fmt: skip


def test_places_with_and_without_a_programme() -> None:
    rows = [
        (place, year, count, 4.0, "count")
        for place, before, during in (("AF-HER", 100, 150), ("AF-KAB", 200, 210))
        for year, count in ((2019, before), (2020, before), (2021, during), (2022, during))
    ]
    counts = pd.DataFrame(rows, columns=["place", "year", "count", "standard_error", "state"])
    counts["count"] = counts["count"].astype("Int64")
    programme = {"start": "2021-01-01", "end": "2022-12-31", "places": ("AF-HER",)}
    found = programme_change.compare(programme, counts)
    assert found is not None
    figure = valid(programme_contribution.contribution_figure(found, Paper(translator("en"), LIGHT)))
    assert len(figure.data) == 2
    [shaded] = figure.layout.shapes  # the place of the programme only, and all of its years
    assert (shaded.x0, shaded.x1) == (2020.5, 2022.5)
    said = programme_contribution.contribution_words(found, translator("en"))
    assert said.startswith(
        "People identified a year in 1 province with the programme: 100 before it (2019 to 2020), 150 during it "
        "(2021 to 2022): "
    )
    # the change of the one over that of the other: 1.5 / 1.05
    assert "changed 1.43 times as much" in said and "(" in said


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"places": ("AF-HER",), "start": "2019-01-01"}, "no whole year before the programme"),
        ({"places": ("AF-HER", "AF-KAB"), "start": "2021-01-01"}, "no other province"),
        ({"places": ("AF-GHO",), "start": "2021-01-01"}, "withheld"),
        ({"places": ("AF-BAM",), "start": "2021-01-01"}, "too few people"),
    ],
)
def test_where_nothing_can_be_compared_it_is_said_why(change: dict[str, object], because: str) -> None:
    rows = [
        (place, year, count, 4.0, "count")
        for place, count in (("AF-HER", 100), ("AF-KAB", 200), ("AF-GHO", 30), ("AF-BAM", 4))
        for year in range(2019, 2023)
    ]
    counts = pd.DataFrame(rows, columns=["place", "year", "count", "standard_error", "state"])
    counts["count"] = counts["count"].astype("Int64")
    counts.loc[(counts["place"] == "AF-GHO") & (counts["year"] == 2020), "count"] = pd.NA
    if len(change["places"]) == 2:  # type: ignore[arg-type]
        counts = counts[counts["place"].isin(["AF-HER", "AF-KAB"])]
    found = programme_change.compare({"end": "2022-12-31", **change}, counts)
    assert found is not None
    said = programme_contribution.contribution_words(found, translator("en"))
    assert because in said and "cannot be compared" in said
    assert "times as much" not in said


def test_the_map_names_the_places() -> None:
    valid(programme_maps.places_figure(("AF-HER", "AF-KHO"), Paper(translator("fa"), DARK, "phone")))
    assert "Herat" in programme_maps.places_words(("AF-HER",), translator("en"))


def test_a_row_has_the_direction_of_the_language_and_each_part_its_own() -> None:
    english, dari = translator("en"), translator("fa")
    assert separated(["Case workers trained", "60 people"], english) == "Case workers trained · 60 people"
    assert (
        separated(["Case workers trained", "۶۰ نفر"], dari)
        == "\u200f\u2068Case workers trained\u2069 · \u2068۶۰ نفر\u2069"
    )
    assert with_quiet_end("A", ["۶۰ نفر"], "#888", dari) == (
        "\u200f\u2068A\u2069<span style='color:#888'> · \u200f\u2068۶۰ نفر\u2069</span>"
    )


@pytest.mark.parametrize(
    ("programme", "cases", "why"),
    [
        ("published", "synthetic", "the cases of this release are synthetic"),
        ("published", "confidential", None),
        ("published", "public", None),
        ("published", "mixed", None),
        ("synthetic", "confidential", "the programme is invented"),
        ("synthetic", "synthetic", None),
    ],
)
def test_real_programmes_are_held_against_real_cases_only(programme: str, cases: str, why: str | None) -> None:
    release = SimpleNamespace(manifest={"provenance": cases})
    row = {"provenance": programme, "places": ("AF-HER",), "start": "2020", "end": "2021"}
    said = programme_contribution.why_not(row, release, translator("en"))
    assert (said is None) if why is None else (why in said)
    assert ("synthetic" in programme_contribution.cases_are(release, translator("en"))) == (cases == "synthetic")


def test_each_kind_of_money_and_each_share_is_said_by_itself() -> None:
    row = {
        "donors": ("Government of A", "Joint Fund"), "implementers": (), "start": "2022", "end": "2023",
        "countries": (Part("AF", None, 60.0), Part("PK", None, 40.0)), "regions": (),
        "sectors": (Part("15160", "Human rights", 100.0),), "budget": None, "currency": None, "provenance": "synthetic",
        "money": (("budget", (("EUR", 10.0), ("USD", 500.0))), ("commitment", (("USD", 400.0),)),
                  ("disbursement", (("USD", 300.0),))),
    }  # fmt: skip
    assert facts(row, translator("en")) == [
        ("Donor", "Government of A; Joint Fund"), ("Implementer", "not published"), ("Period", "2022 to 2023"),
        ("Countries", "Afghanistan 60%; Pakistan 40%"), ("Sectors", "Human rights"), ("Budget", "EUR 10; USD 500"),
        ("Committed", "USD 400"), ("Disbursed", "USD 300"),
    ]  # fmt: skip


def _costs(**more: object) -> pd.DataFrame:
    row = {"currency": "USD", "price_year": None, "years": (2021, 2022), "countries": ("AF",)}
    return pd.DataFrame([row, row | more])


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"currency": "EUR"}, "different currencies"),
        ({"countries": ("PK",)}, "different countries"),
        ({"years": (2019, 2020)}, "the prices of different years"),
        ({"price_year": 2020}, "the prices of different years"),
        ({}, None),
    ],
)
def test_costs_are_held_against_each_other_only_in_the_same_money(more: dict[str, object], why: str | None) -> None:
    said = comparison_note(_costs(**more), translator("en"))
    assert ("not to be compared" in said) == (why is not None)
    assert why is None or why in said


@pytest.mark.parametrize(
    ("lower", "upper", "said"),
    [
        (9.0, 11.0, "Children: USD 10 each (USD 9 to USD 11)"),
        (9.0, math.inf, "Children: USD 10 each (at least USD 9; with no upper limit, because it may be nobody)"),
        (10.0, 10.0, "Children: USD 10 each, without a margin: none was published of the number of people"),
    ],
)
def test_a_cost_has_its_margin(lower: float, upper: float, said: str) -> None:
    cost = Cost(value=10.0, lower=lower, upper=upper, currency="USD")
    assert cost_sentence(cost, "Children", translator("en")) == said
