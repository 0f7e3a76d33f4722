"""Estimates of the hidden population: published answers, what is withheld, and what is refused."""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.hidden_population import estimate
from data_access.questions import areas as hotspot_questions
from data_access.questions import published_overlaps
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hidden import charts as overlap_figures
from figures.hidden import words as overlap_words
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from findings import hidden_people as overlap_statistics
from locales import Translator, translator
from tests.worlds.hotspots import make_world, tables
from tests.worlds.releases import open_release

EN = translator("en")
LISTS = ("police", "ngo", "hotline")


def _world(folder: Path, **options: object) -> Release:
    return open_release(make_world(folder, tables(), **options))


@pytest.mark.slow
def test_the_published_example_has_its_published_answer() -> None:
    models = overlap_statistics.published_estimates()
    first = models.iloc[0]
    assert round(first["total_low"]) == 11_313  # Silverman 2014 by the Poisson model
    assert (round(first["lower"]), round(first["upper"])) == (9_889, 13_063)
    assert overlap_words.headline(models, "United Kingdom, 2013", EN) == (
        "United Kingdom, 2013: 2,744 people on the lists; in all perhaps 9,400 to 49,000"
    )
    assert overlap_words.warnings(models, 1, EN) == [
        "The upper end of the range is 5.2 times the lower one: what a model assumes, more than the data, decides the "
        "number."
    ]


def test_an_estimate_from_a_release_is_a_range_with_its_warnings(tmp_path: Path) -> None:
    release = _world(tmp_path, is_exact=True)
    models = overlap_statistics.estimates(release, Filters(), LISTS)
    assert models.attrs["listed"] == 1880
    assert models.attrs["refusal"] == ""
    low, high = overlap_statistics.whole_range(models)
    assert low < models["total_low"].min() <= models["total_high"].max() < high
    assert (models["total_low"] == models["total_high"]).all()
    assert models["weight"].notna().all()


def test_a_withheld_overlap_widens_the_range(tmp_path: Path) -> None:
    narrow = overlap_statistics.estimates(_world(_folder(tmp_path, "a"), least_count=10), Filters(), LISTS)
    release = _world(_folder(tmp_path, "b"), least_count=60)  # the 40 on all three are withheld
    wide = overlap_statistics.estimates(release, Filters(), LISTS)
    ratios = [high / low for low, high in (overlap_statistics.whole_range(models) for models in (narrow, wide))]
    assert ratios[1] > ratios[0]
    assert wide["weight"].isna().all()
    main = wide.set_index("model").loc["main effects"]
    # 1,840 people and nobody on all three lists, or 69 more who are: 59 are not shown, and noise of 5 hides 10
    assert main["total_high"] > 1.02 * main["total_low"]
    assert any("from nobody to 69" in line for line in overlap_words.warnings(wide, 1, EN))


def _of_lists(folder: Path, people: dict[str, int], least_count: int) -> Release:
    content = tables() | {("year", "country", "lists"): [(2024, "AF", lists, n) for lists, n in people.items()]}
    return open_release(make_world(folder, content, least_count=least_count))


@pytest.mark.slow
def test_the_range_holds_between_nobody_and_the_most(tmp_path: Path) -> None:
    release = _world(tmp_path, least_count=60)  # the 40 on all three are withheld
    models = overlap_statistics.estimates(release, Filters(), LISTS)
    low, high = overlap_statistics.whole_range(models)
    table = hotspot_questions.histories(release, Filters(), LISTS)
    for number in (0, 1, 2, 7, 30, 59):
        frame = table[list(LISTS)].assign(count=table["count"].astype(float).fillna(number))
        tried = estimate(frame, selection="bic").alternatives
        assert low <= tried["lower"].min() and tried["upper"].max() <= high, number
    # headline, chart and table say the same
    said = overlap_words.range_text(low, high, models.attrs["listed"], EN)
    assert said in overlap_words.headline(models, "AF", EN)
    assert overlap_words.models_table(models, EN).iloc[0]["95% interval"] == said
    assert said in overlap_words.models_lines(models, EN)[0]
    assert said in overlap_words.models_words(models, EN)
    first, *others = overlap_figures.models_figure(models, Paper(EN, LIGHT)).data
    assert [round(end) for end in first.x] == [round(low), round(high)]
    # within it the thick bar of a model lies between its two estimates, not between its limits
    thick = {tuple(line.x) for line in others if line.mode == "lines" and line.line.width == 7}
    assert thick == set(zip(models["total_low"], models["total_high"], strict=True))


def test_a_range_that_reaches_too_far_is_refused(tmp_path: Path) -> None:
    """One person on the withheld overlap leaves room for 1.9 million; neither nobody nor the most do."""
    people = {"ngo": 7934, "hotline": 64, "police": 3216, "police+ngo": 1110, "ngo+hotline": 1806,
              "police+hotline": 3, "police+ngo+hotline": 142}  # fmt: skip
    models = overlap_statistics.estimates(_of_lists(tmp_path, people, 60), Filters(), LISTS)
    assert models.empty and models.attrs["refusal"] == "wide"
    assert models.attrs["low"] >= models.attrs["listed"]
    assert overlap_words.headline(models, "AF", EN) == "AF: the number of people on no list cannot be estimated"
    assert "more than 100 times the lower end" in overlap_words.refusal_text(models, EN)


def test_no_range_begins_below_the_people_on_the_lists(tmp_path: Path) -> None:
    """3,853 people are listed: rounded down, a range began at 3,800."""
    people = {"police": 600, "ngo": 500, "hotline": 403, "police+ngo": 420, "police+hotline": 400, "ngo+hotline": 390,
              "police+ngo+hotline": 1140}  # fmt: skip
    models = overlap_statistics.estimates(_of_lists(tmp_path, people, 10), Filters(), LISTS)
    listed = int(models.attrs["listed"])
    assert listed == 3853
    texts = [
        overlap_words.headline(models, "AF", EN).split("perhaps ")[1],
        *overlap_words.models_table(models, EN)["95% interval"],
        *(overlap_words.estimate_text(row, listed, EN) for row in models.to_dict("records")),
    ]
    assert all(int(text.split(" to ")[0].replace(",", "")) >= listed for text in texts)


def test_the_warning_is_about_the_whole_range(tmp_path: Path) -> None:
    """Models that agree with each other, each with wide limits."""
    models = overlap_statistics.estimates(_world(tmp_path, is_exact=True), Filters(), LISTS).copy()
    models.attrs = {"listed": 1880.0, "hidden": 0, "unclear": 0, "has_gaps": False, "refusal": ""}
    models = models.assign(total_low=4000.0, total_high=4100.0, lower=2000.0, upper=10_000.0)
    assert "5.0 times" in overlap_words.warnings(models, 1, EN)[0]


def test_without_those_on_all_lists_nothing_is_said_where_nothing_limits_it(tmp_path: Path) -> None:
    people = {"police": 600, "ngo": 500, "hotline": 400, "police+ngo": 90}
    content = tables() | {("year", "country", "lists"): [(2024, "AF", lists, n) for lists, n in people.items()]}
    release = open_release(make_world(tmp_path, content, least_count=12))
    models = overlap_statistics.estimates(release, Filters(), ("police", "ngo", "hotline"))
    assert models.attrs["refusal"] in ("highest", "withheld") and models.empty


def test_an_open_end_is_an_arrow_and_no_limit(tmp_path: Path) -> None:
    models = overlap_statistics.estimates(_world(tmp_path, least_count=60), Filters(), LISTS).copy()
    models.loc[0, "upper"] = np.inf
    figure = overlap_figures.models_figure(models, Paper(EN, LIGHT))
    go.Figure(figure.to_dict())
    arrows = [trace for trace in figure.data if trace.marker.symbol == "triangle-right"]
    assert len(arrows) == 1 and len(arrows[0].x) == 2  # of all together and of the model
    assert "no upper limit" in arrows[0].hovertext[0]
    assert "no upper limit" in overlap_words.models_table(models, EN).iloc[0]["95% interval"]


def test_referral_is_named_as_dependence_beside_the_figure() -> None:
    assert "referral is a dependence between the two lists" in overlap_words.models_note(EN)


def test_the_noise_of_the_release_widens_the_range_at_both_ends(tmp_path: Path) -> None:
    exact = overlap_statistics.estimates(_world(_folder(tmp_path, "a"), standard_error=0.01), Filters(), LISTS)
    noisy = overlap_statistics.estimates(_world(_folder(tmp_path, "b"), standard_error=12.0), Filters(), LISTS)
    (low, high), (lower, higher) = map(overlap_statistics.whole_range, (exact, noisy))
    assert lower < 0.99 * low and higher > 1.01 * high


def _folder(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name


@pytest.mark.parametrize(("least_count", "reason"), [(150, "withheld"), (100_000, "withheld")])
def test_too_much_withheld_is_refused(tmp_path: Path, least_count: int, reason: str) -> None:
    models = overlap_statistics.estimates(_world(tmp_path, least_count=least_count), Filters(), LISTS)
    assert models.attrs["refusal"] == reason
    assert models.empty
    assert overlap_words.headline(models, "Afghanistan", EN) == (
        "Afghanistan: the number of people on no list cannot be estimated"
    )


def test_lists_without_anybody_are_refused(tmp_path: Path) -> None:
    models = overlap_statistics.estimates(_world(tmp_path, is_exact=True), Filters(), ("police", "ngo", "government"))
    assert models.attrs["refusal"] == "empty_list"


@pytest.mark.parametrize("width", ["desktop", "phone"])
def test_figures_of_overlaps_are_valid(tmp_path: Path, t: Translator, width: str) -> None:
    release = _world(tmp_path, least_count=60)
    overlaps = hotspot_questions.histories(release, Filters(), LISTS)
    upset = overlap_figures.upset_figure(overlaps, LISTS, Paper(t, LIGHT, width))  # type: ignore[arg-type]
    go.Figure(upset.to_dict())
    bars = upset.data[0]
    assert list(bars.y) == [630, 500, 400, 120, 100, 90, 69]  # the last is withheld: as high as it may be
    assert bars.marker.pattern.shape == ("", "", "", "", "", "", "/")
    models = overlap_statistics.estimates(release, Filters(), LISTS)
    go.Figure(overlap_figures.models_figure(models, Paper(t, LIGHT, width)).to_dict())
    assert len(overlap_words.models_table(models, t)) == 1 + len(models)


def test_upset_of_the_published_example_counts_everybody() -> None:
    table = published_overlaps.uk_2013().assign(standard_error=0.0, state="count")
    figure = overlap_figures.upset_figure(table, published_overlaps.UK_LISTS, Paper(EN, LIGHT))
    assert int(np.sum(figure.data[0].y)) == 2744
    assert figure.data[0].text[0] == "995"


@pytest.mark.parametrize(
    ("value", "up", "said"),
    [
        (9_416.8, False, "9,400"),
        (48_955, True, "49,000"),
        (101, True, "110"),
        (7.2, True, "8"),
        (float("nan"), True, "0"),
    ],
)
def test_limits_are_rounded_away_from_the_middle(value: float, up: bool, said: str) -> None:
    assert overlap_words.rounded(value, EN, up=up) == said


def test_no_upper_limit_is_said() -> None:
    assert overlap_words.range_text(1234, float("inf"), 0, EN) == "at least 1,200, with no upper limit"


def test_the_lists_offered_first_are_those_that_bear_an_estimate(tmp_path: Path) -> None:
    release = _world(tmp_path, least_count=60)
    choices = overlap_statistics.choices_of_lists(release, Filters())
    assert choices["lists"].tolist() == [
        ("police", "ngo", "hotline"),
        ("police", "border", "ngo"),
        ("police", "border", "hotline"),
        ("border", "ngo", "hotline"),
        ("police", "border", "ngo", "hotline"),
    ]
    # nobody may be shown on the list of the border: 30 of its people are withheld
    assert choices["is_possible"].tolist() == [True, False, False, False, False]
    best = choices.iloc[0]
    assert (best["overlaps"], best["withheld"], best["shared"]) == (4, 1, 310)  # the 40 on all three are withheld
    assert overlap_words.why_these_lists(choices, EN) == (
        "Best borne by this release: Police + NGOs, international bodies + Hotlines, with 1 of 4 overlaps withheld. "
        "Of those between all 4 lists 8 of 11 are."
    )
    everything = overlap_statistics.estimates(release, Filters(), ("police", "border", "ngo", "hotline"))
    assert overlap_words.refusal_text(everything, EN).endswith(
        "9 of the 15 combinations of these lists are withheld: the noise that protects people hides up to 69 in one."
    )


def test_where_no_lists_bear_an_estimate_it_is_said(tmp_path: Path) -> None:
    choices = overlap_statistics.choices_of_lists(_world(tmp_path, least_count=100_000), Filters())
    assert overlap_words.why_these_lists(choices, EN) == (
        "No three lists of this release overlap enough to be published. Choose all years."
    )


@pytest.mark.slow
def test_models_are_a_list_where_a_table_is_too_wide() -> None:
    lines = overlap_words.models_lines(overlap_statistics.published_estimates(), EN)
    assert lines[0] == "**All models together**: 9,400 to 49,000"
    assert lines[2].startswith("**13,000** (11,000 to 16,000), weight 0%: main effects (no interactions")
    assert lines[-1].startswith("**")


@pytest.mark.parametrize(("error", "unclear"), [(15.0, 0), (25.0, 1)])
def test_an_overlap_within_twice_its_error_cannot_be_told_from_nobody(
    tmp_path: Path, error: float, unclear: int
) -> None:
    """The smallest overlap has 40 people."""
    models = overlap_statistics.estimates(_world(tmp_path, standard_error=error), Filters(), LISTS)
    assert models.attrs["unclear"] == unclear


def test_who_is_listed_in_withheld_combinations_is_not_counted_as_nobody() -> None:
    models = pd.DataFrame({"lower": [9_400.0], "upper": [49_000.0]})
    models.attrs = {"listed": 2_744.0, "refusal": "", "hidden": 1, "has_gaps": False}
    said = overlap_words.headline(models, "Iran", EN)
    assert said == "Iran: 2,744 people or more on the lists; in all perhaps 9,400 to 49,000"
