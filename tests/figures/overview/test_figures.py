"""What the charts draw: traces, hover texts and the words for those who cannot see them."""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions import overview as questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.overview import change_chart, panels
from figures.overview import charts as figures
from figures.overview.place_map import _class_limits, place_map, place_map_words
from figures.routes import pair_matrix as route_figures
from figures.views.view import View
from findings import change
from locales import Translator, translator
from tests.worlds.releases import make_release, one_cell, open_release

EN = translator("en")
NOBODY = Filters(sex=("other",))


def _all_figures(release: Release, filters: Filters, t: Translator) -> dict[str, go.Figure]:
    """Every figure of the pages."""
    ask = {name: getattr(questions, name)(release, filters) for name in ("trend", "sex_and_age")}
    pairs = questions.origins_and_destinations(release, filters)
    drawn = {
        "trend": figures.trend_figure(ask["trend"], Paper(t, LIGHT), (2014, 2024)),
        "sex and age": figures.sex_and_age_figure(ask["sex_and_age"], Paper(t, DARK)),
        "change": change_chart.change_figure(change.year_changes(release, filters), Paper(t, LIGHT)),
        "ranked": figures.ranked_figure(questions.shares(release, filters, "means"), "means", Paper(t, LIGHT)),
    }
    for width in ("desktop", "tablet", "phone"):
        drawn[f"places {width}"] = place_map(questions.by_place(release, filters), release, Paper(t, LIGHT, width))
        if width != "phone":  # which has a list
            drawn[f"matrix {width}"] = route_figures.matrix_figure(pairs, release, Paper(t, LIGHT, width))
    return drawn


@pytest.mark.parametrize("world", ["region", "countries", "exact"])
def test_plotly_accepts_every_figure(worlds: dict[str, Release], world: str, t: Translator) -> None:
    """The pages hand figures over unchecked, for speed; here Plotly checks each of their properties."""
    for figure in _all_figures(worlds[world], Filters(), t).values():
        go.Figure(figure.to_dict())


def test_figures_without_a_number_are_valid_too(region: Release) -> None:
    for figure in _all_figures(region, Filters(years=(2022, 2022), sex=("male",)), EN).values():
        go.Figure(figure.to_dict())


def test_a_year_has_its_number_and_its_margin(region: Release) -> None:
    bars = figures.trend_figure(questions.trend(region, Filters()), Paper(EN, LIGHT), (2014, 2024)).data[0]
    assert bars.hovertext == (
        "<b>2022</b><br>3,200 people (±44)",
        "<b>2023</b><br>2,240 people (±44)",
        "<b>2024</b><br>3,840 people (±44)",
    )
    assert [round(margin) for margin in bars.error_y.array] == [44, 44, 44]
    assert bars.marker.color == (LIGHT.bar, LIGHT.bar, LIGHT.latest)


def test_the_margins_of_a_trend_lie_within_its_axis() -> None:
    answer = pd.DataFrame({"year": [2022, 2023], "count": [10, 20], "standard_error": 5.0, "state": "count"})
    figure = figures.trend_figure(answer, Paper(EN, LIGHT), (2022, 2023))
    assert figure.layout.yaxis.range[1] >= 20 + 1.96 * 5


def test_where_no_year_is_known_none_is_said_to_be_unfinished(tmp_path: Path) -> None:
    release = open_release(make_release(tmp_path, one_cell(100, "unknown")))
    note = panels.trend(View(release, Paper(EN, LIGHT), Filters())).note
    assert not release.years and "is not finished" not in (note or "")


def test_the_words_of_a_trend_name_its_largest_and_its_last_year() -> None:
    answer = pd.DataFrame({"year": [2022, 2023], "count": [2000, 1000], "standard_error": 5.0, "state": "count"})
    said = "2022 to 2023. Most in 2022: 2,000 people (±10). Last year: 1,000 people (±10)."
    assert figures.trend_words(answer, EN).endswith(said)


def test_each_side_of_sex_and_age_is_named_in_its_colour(region: Release) -> None:
    figure = figures.sex_and_age_figure(questions.sex_and_age(region, Filters()), Paper(EN, LIGHT))
    names = {name.xanchor: name.text for name in figure.layout.annotations}
    for side, bars in zip(("right", "left"), figure.data, strict=True):
        assert bars.marker.color in names[side]


def test_exact_numbers_have_no_error_bars(exact: Release) -> None:
    assert (
        figures.trend_figure(questions.trend(exact, Filters()), Paper(EN, LIGHT), (2014, 2024)).data[0].error_y.array
        is None
    )


def test_a_withheld_year_is_an_open_mark(worlds: dict[str, Release]) -> None:
    release = worlds["countries"]
    figure = figures.trend_figure(questions.trend(release, Filters()), Paper(EN, LIGHT), (2014, 2024))
    marks = figure.data[1]
    assert list(marks.x) == [2011, 2012, 2013, 2014, 2016, 2017, 2018]
    assert marks.hovertext[0] == "<b>2011</b><br>Withheld: too few to show, or none"


def test_changes_stand_under_the_name_of_their_group(region: Release) -> None:
    changes = questions.change(region, Filters()).assign(is_beyond=True, change_margin=1.0)
    figure = change_chart.change_figure(changes, Paper(EN, LIGHT))
    labels = figure.layout.yaxis.ticktext
    headings = [label for label in labels if label.startswith("<b>")]
    assert headings == ["<b>Country</b>", "<b>Sex</b>", "<b>Age</b>", "<b>Form of exploitation</b>"]
    assert len(figure.data[0].x) == len(labels) - len(headings)
    assert "Everyone" not in labels


def test_a_change_within_its_error_is_grey(region: Release) -> None:
    changes = questions.change(region, Filters()).assign(is_beyond=False, change_margin=1.0)
    bars = change_chart.change_figure(changes, Paper(EN, LIGHT)).data[0]
    assert set(bars.marker.color) == {LIGHT.withheld}
    assert bars.hovertext[0].endswith("Too uncertain to call a change.")


@pytest.mark.parametrize(("language", "side"), [("en", "left"), ("fa", "right")])
def test_names_stand_where_the_language_begins(region: Release, language: str, side: str) -> None:
    t = translator(language)
    figure = figures.ranked_figure(questions.shares(region, Filters(), "form"), "form", Paper(t, LIGHT))
    assert figure.layout.yaxis.side == side
    first, last = figure.layout.xaxis.range
    assert (first < last) == (side == "left")
    numbers = next(trace for trace in figure.data if trace.type == "scatter").text
    assert all("\u2003\u200f" in said for said in numbers) == (side == "right")


def test_the_ranking_leaves_out_what_is_withheld_and_says_what_is_close(region: Release) -> None:
    shares = questions.shares(region, Filters(), "form")
    figure = figures.ranked_figure(shares, "form", Paper(EN, LIGHT))
    assert list(figure.layout.yaxis.ticktext) == ["Forced labour", "Forced marriage", "Sexual exploitation"]
    assert figures.ranked_note(shares, "form", EN) == "Too uncertain to rank: Forced marriage and Sexual exploitation."


def test_every_figure_has_words(worlds: dict[str, Release], t: Translator) -> None:
    for release in worlds.values():
        said = [
            figures.trend_words(questions.trend(release, Filters()), t),
            figures.sex_and_age_words(questions.sex_and_age(release, Filters()), t),
            figures.ranked_words(questions.shares(release, Filters(), "means"), "means", "x", t),
            change_chart.change_words(change.year_changes(release, Filters()), t),
            place_map_words(questions.by_place(release, Filters()), t),
            route_figures.matrix_words(questions.origins_and_destinations(release, Filters()), t),
        ]
        assert all(said)
        assert not {"nan", "<NA>"} & set(" ".join(said).split())


CHANGES = pd.DataFrame(
    [
        ("total", "total", 400, 350, -50, 4.0),
        ("country", "PK", 300, 150, -150, 4.0),
        ("country", "AF", 100, 200, 100, 5.0),
    ],
    columns=["dimension", "code", "previous", "latest", "change", "change_error"],
).assign(previous_year=2023, latest_year=2024, is_beyond=True, change_margin=[7.9, 7.9, 9.8])


def test_a_change_says_what_was_before_and_what_is_now_and_rises_and_falls_differ_in_colour() -> None:
    bars = change_chart.change_figure(CHANGES, Paper(EN, LIGHT)).data[0]
    assert bars.hovertext == (
        "<b>Pakistan</b><br>300 in 2023, 150 in 2024<br>Change: \u2066−150\u2069 (±8)",
        "<b>Afghanistan</b><br>100 in 2023, 200 in 2024<br>Change: \u2066+100\u2069 (±10)",
    )
    assert list(bars.x) == [-150, 100]
    assert bars.marker.color == (LIGHT.bar, LIGHT.latest)


def test_a_map_has_up_to_five_classes_of_about_equal_size(region: Release) -> None:
    places = [f"AF-{code}" for code in ("HER", "KAB", "NAN", "BAL", "KAN", "GHA", "BAM", "FRA", "HEL", "NIM")]
    answer = pd.DataFrame({"place": places, "count": [12, 14, 30, 35, 70, 80, 150, 170, 400, 900], "state": "count"})
    figure = place_map(answer.assign(standard_error=1.0), region, Paper(EN, LIGHT))
    classes = next(trace for trace in figure.data if trace.showscale and trace.type == "choropleth")
    assert sorted(classes.z) == [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
    colours = [colour for _, colour in classes.colorscale]
    assert len(set(colours)) == 5
    # the more people, the further along the scale of the palette
    assert colours[::2] == sorted(set(colours), key=LIGHT.sequential.index)


@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        ([10, 20, 30, 40, 50, 60], [20, 30, 40, 50]),
        ([5, 5, 5, 5, 5], []),  # one class: there is nothing to tell apart
        ([10, 10, 10, 10, 90], [25]),  # 26 is rounded; no limit at the smallest number, below which nothing lies
        ([1000, 2000, 3000, 4000, 9000], [2000, 2500, 3500, 5000]),
    ],
)
def test_classes_have_round_limits_with_numbers_on_both_sides(counts: list[int], limits: list[int]) -> None:
    assert _class_limits(np.array(counts)) == limits


def test_a_year_that_may_still_grow_is_named_so(region: Release) -> None:
    years = questions.trend(region, Filters())
    last = int(years["year"].max())
    bars = figures.trend_figure(years, Paper(EN, LIGHT), (last - 5, last - 1))
    assert bars.data[0].marker.pattern.shape[-1] == "/"
    assert bars.data[0].hovertext[-1].endswith("not finished")
    assert bars.layout.annotations[0].text == f"▨ {last} · not finished"
    finished = figures.trend_figure(years, Paper(EN, LIGHT), (last - 5, last))
    assert "not finished" not in finished.data[0].hovertext[-1]
