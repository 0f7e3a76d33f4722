"""The Hotspots page's statistics, sentences and figures on worlds where the answer is known."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions import areas as hotspot_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import charts as hotspot_figures
from figures.hotspots import layers as hotspot_layers
from figures.hotspots import rate_map as hotspot_maps
from figures.hotspots import recorder_words as effort_words
from figures.hotspots import tables as hotspot_tables
from figures.hotspots import verdict_words, year_charts, year_words
from figures.hotspots import words as hotspot_words
from figures.hotspots.views import HotspotView, read_view
from figures.kit import tables as answer_table
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from findings import rates as hotspot_statistics
from findings import recorders, verdicts
from locales import Translator, translator
from tests.worlds.hotspots import judged, people, rates_of

EN = translator("en")


def _row(frame: pd.DataFrame, place: str) -> dict:
    return frame[frame["place"] == place].iloc[0].to_dict()


def test_rates_are_over_the_population_and_against_the_country(rates: pd.DataFrame) -> None:
    herat = _row(rates, "AF-HER")
    assert herat["rate"] == pytest.approx(80)  # 800 of a million in one year
    assert herat["country_rate"] == pytest.approx(25)  # 3,000 of twelve million
    assert herat["expected"] == pytest.approx(250)
    assert herat["relative_risk"] == pytest.approx(3.2)
    assert herat["lower"] < 80 < herat["upper"]
    assert (herat["best_rank"], herat["worst_rank"]) == (1, 1)
    assert herat["beyond"] == "99.8"
    punjab = _row(rates, "PK-PB")
    assert punjab["rate"] == pytest.approx(50)
    assert (punjab["best_rank"], punjab["worst_rank"]) == (2, 3)  # Sindh has as many
    assert _row(rates, "AF-KAB")["shown"] == "withheld"
    assert _row(rates, "TJ-KT")["relative_risk"] == pytest.approx(400 / (500 / 3))


def test_a_country_holds_the_area_and_the_rest_of_it_does_not(rates: pd.DataFrame) -> None:
    """800 in Herat and 200 in each of eleven others: 3.2 times the country's 250, and 4 times the rest's 200."""
    herat = _row(rates, "AF-HER")
    rest = (herat["country_count"] - herat["count"]) / (herat["country_population"] - herat["population"])
    assert (herat["relative_risk"], 800 / (rest * 1_000_000)) == pytest.approx((3.2, 4))
    assert verdict_words.headline(rates[rates["place"] == "AF-HER"], EN).endswith(
        "3.2 (2.7 to 3.7) times its country's rate"
    )


def test_what_stands_out_is_said_with_its_number(rates: pd.DataFrame) -> None:
    assert verdict_words.headline(rates, EN) == (
        "Herat and Khatlon stand out: 3.2 (2.7 to 3.7) and 2.4 (1.9 to 3.0) times their country's rate"
    )
    assert _row(rates, "AF-HER")["missing_elsewhere"] < _row(rates, "TJ-KT")["missing_elsewhere"]
    lost = EN.percent(_row(rates, "AF-HER")["missing_elsewhere"])
    assert verdict_words.how_sure(rates, EN) == (
        "Areas with a rate: 16. High with a probability of 95% or more: 2; as high, whether by effort is not known: 0; "
        "high, but perhaps by effort: 0; cannot be told: 0; not 1.25 times as high: 14. High is 1.25 times the rate of "
        f"its country or more. Herat would no longer be high for certain if {lost} of the people in the rest of "
        "Afghanistan had gone unrecorded, and nobody in Herat."
    )


def test_a_headline_is_short_and_says_how_many_more_there_are() -> None:
    """Three of five were named as if they were all."""
    areas = ["AF-HER", "AF-NIM", "AF-KHO", "AF-BAL", "AF-KAB"]
    rows = [
        {"place": area, "relative_risk": 4.0 - n, "relative_lower": 3.5, "relative_upper": 4.5, "probability": 0.999}
        for n, area in enumerate(areas)
    ]
    rates = verdicts.judge(rates_of(rows), None, None)
    assert verdict_words.headline(rates.assign(verdict="holds_up"), EN) == (
        "Herat and 4 more areas stand out: up to 4.0 (3.5 to 4.5) times their country's rate"
    )
    assert verdict_words.headline(rates.assign(verdict="effort"), EN).startswith("Herat and 4 more areas are high")


@pytest.mark.slow
def test_the_only_area_of_a_country_is_held_against_nothing(made: dict[str, Release]) -> None:
    """It was 1.0 times itself (0.7 to 1.3), with a probability of 0, and was searched for clusters."""
    people = hotspot_questions.people_and_populations(made["hotspot"], Filters(), "identified")
    others = people["country"].eq("TJ") & people["place"].ne("TJ-KT")
    people["population"] = people["population"].mask(others)
    alone = people["country"].eq("TJ")
    people.loc[alone, ["country_count", "country_population"]] = [400, 1_000_000]
    found = verdicts.judge(hotspot_statistics.with_rates(people), None, None)
    khatlon = _row(found, "TJ-KT")
    assert (khatlon["rate"], khatlon["verdict"], khatlon["is_tested"]) == (pytest.approx(40), "unclear", False)
    assert np.isnan([khatlon[name] for name in ("expected", "relative_risk", "relative_upper", "probability")]).all()
    said = hotspot_words.area_lines(khatlon, EN)
    assert "Cannot be told" in said and not any("its country's rate" in line for line in said)
    for measure in ("smoothed", "raw", "relative"):
        assert isinstance(hotspot_maps.rate_map(found, measure, Paper(EN, LIGHT)), go.Figure)
    assert isinstance(hotspot_figures.ranked_figure(found, Paper(EN, LIGHT)), go.Figure)
    assert isinstance(hotspot_figures.funnel_figure(found, Paper(EN, LIGHT)), go.Figure)
    assert "TJ-KT" in set(hotspot_tables.rates_table(found)["place"])


@pytest.mark.slow
def test_nothing_stands_out_where_nothing_does(made: dict[str, Release]) -> None:
    flat = judged(made["flat"], Filters(country=("AF",)))
    assert flat.attrs["clusters"].empty
    assert verdict_words.headline(flat, EN) == "Of no area can it be said that its rate is 1.25 times its country's"


def test_everything_withheld_is_too_little_to_say(made: dict[str, Release]) -> None:
    nothing = judged(made["withheld"], Filters())
    assert set(nothing["shown"]) == {"withheld"}
    assert verdict_words.headline(nothing, EN) == "There is too little here to say where it is worse than expected"
    assert hotspot_words.map_words(nothing, EN) == "Map of rates: no rate may be shown."
    assert isinstance(hotspot_maps.rate_map(nothing, "smoothed", Paper(EN, LIGHT)), go.Figure)


def test_whether_an_area_is_searched_does_not_depend_on_its_own_count(made: dict[str, Release]) -> None:
    high = hotspot_statistics.hotspot_rates(made["hotspot"], Filters(country=("AF",)), "identified")
    known = high[high["population"].notna() & (high["state"] == "count")]
    limit = hotspot_statistics.LEAST_EXPECTED_THRESHOLDS * known["threshold"]
    assert (known["is_tested"] == (known["expected"] >= limit)).all()


@pytest.mark.slow
def test_chance_makes_clusters_no_more_often_than_it_may(
    made: dict[str, Release],
) -> None:
    """60 worlds with noise around one rate."""
    frame = hotspot_questions.people_and_populations(made["flat"], Filters(country=("AF",)), "identified")
    frame = frame[frame["population"].notna()].reset_index(drop=True)
    random = np.random.default_rng(3)
    flagged = 0
    for _ in range(60):
        count = np.maximum(random.poisson(200, len(frame)) + random.normal(0, 5, len(frame)), 0).round()
        world = frame.assign(count=pd.array(count.astype(int), dtype="Int64"), country_count=float(count.sum()))
        flagged += len(hotspot_statistics.with_rates(world).attrs["clusters"]) > 0
    assert flagged <= 7  # more than 7 of 60 at 5 % is as rare as 1 in 100


@pytest.mark.slow
def test_an_effort_hotspot_is_warned_of(made: dict[str, Release]) -> None:
    for world, warned in (("hotspot", False), ("border", True)):
        release = made[world]
        found = judged(release, Filters())
        effort = recorders.effort(release, Filters())
        warnings = effort_words.warnings(effort, found, EN)
        assert ("AF-HER" in warnings) == warned
    # 62 % of 800, a sixth of 3,000; 300 against 2,500 / 12
    assert warnings["AF-HER"] == (
        "Herat: 62% (54% to 70%) of its cases were recorded by Border authority (17% in the whole country). "
        "Now it is 3.2 times its country's rate (2.7 to 3.7); without them it would be 1.4 times its country's rate "
        "(1.1 to 1.8)."
    )
    assert effort_words.warning_of(["AF-HER"], EN).startswith("Herat may be a hotspot of effort: ")


def test_agreement_of_demonstration_data_confirms_nothing(rates: pd.DataFrame) -> None:
    said = hotspot_words.held_against(rates, "synthetic", EN)
    assert said is not None
    # of the four only Herat has numbers in this world
    assert said.startswith(
        f"What is said here of the provinces that {hotspot_words.PUBLISHED_SOURCE} names: Holds up: 1; No rate: 3."
    )
    assert "That confirms nothing" in said
    assert "That confirms nothing" not in (hotspot_words.held_against(rates, "public", EN) or "")


def _places(figure: go.Figure) -> dict[str, str]:
    texts: dict[str, str] = {}
    for trace in figure.data:
        if trace.type == "choropleth" and trace.hovertext is not None:
            texts |= dict(zip(trace.locations, trace.hovertext, strict=True))
    return texts


@pytest.mark.parametrize("measure", ["smoothed", "raw", "relative"])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_area_says_what_is_known(rates: pd.DataFrame, measure: str, colours: object, t: Translator) -> None:
    figure = hotspot_maps.rate_map(rates, measure, Paper(t, colours, "phone"))  # type: ignore[arg-type]
    go.Figure(figure.to_dict())  # Plotly's own validation
    texts = _places(figure)
    assert len(texts) == 97  # every outline
    assert texts["PK-PB-N"] == texts["PK-PB-S"]  # Punjab as a whole
    if t is EN:
        assert texts["AF-HER"].startswith("<b>Herat, Afghanistan</b><br>80.0 per 100,000 a year (")
        assert "3.2 times its country's rate" in texts["AF-HER"]
        assert texts["AF-KAB"].endswith("Withheld: too few to show, or none")


@pytest.mark.slow
def test_states_differ_in_colour_and_in_pattern(made: dict[str, Release]) -> None:
    rates = judged(made["weak"], Filters())
    without = rates["place"] == "AF-BAL"
    rates = rates.assign(shown=rates["shown"].mask(without, "no_population"))
    rates.loc[rates["place"] == "AF-KAB", "shown"] = "none"
    rates.attrs["clusters"] = pd.DataFrame({"p_value": []})
    assert {"withheld", "no_population", "none", "unreliable"} <= set(rates["shown"])
    figure = hotspot_maps.rate_map(rates, "smoothed", Paper(EN, LIGHT))
    words_of_key = {annotation.text for annotation in figure.layout.annotations}
    assert words_of_key == {
        "Withheld: too few to show, or none",
        "No population to divide by",
        "None recorded",
        "Unreliable: fewer than 20 people, or error over 30%",
        "Named by a published study",
        "Holds up",
    }
    grounds = {hotspot_layers.state_colour(state, LIGHT) for state in hotspot_layers.STATES}
    assert len(grounds) == 3
    drawn = [trace for trace in figure.data if trace.type == "scattergeo" and trace.mode in ("lines", "markers")]
    assert len({(trace.mode, trace.marker.symbol, len(trace.lon)) for trace in drawn}) >= 4


def test_figures_are_valid_and_speak_every_language(
    made: dict[str, Release], rates: pd.DataFrame, t: Translator
) -> None:
    yearly = hotspot_statistics.yearly_rates(made["hotspot"], Filters(), "identified")
    shown = year_words.areas_to_chart(rates, yearly, 6)
    effort = recorders.effort(made["hotspot"], Filters())
    for figure in (
        hotspot_figures.ranked_figure(rates, Paper(t, LIGHT)),
        hotspot_figures.funnel_figure(rates, Paper(t, LIGHT, "phone")),
        hotspot_figures.recorders_figure(effort, shown, Paper(t, LIGHT)),
        year_charts.years_figure(yearly, shown, Paper(t, LIGHT, "phone")),
    ):
        go.Figure(figure.to_dict())


def test_a_year_that_is_withheld_has_a_mark_on_the_ground(made: dict[str, Release]) -> None:
    for world, is_marked in (("withheld", True), ("hotspot", False)):
        yearly = hotspot_statistics.yearly_rates(made[world], Filters(), "identified")
        years = yearly.loc[yearly["place"] == "AF-HER", "year"].tolist()
        marks = year_charts.years_figure(yearly, ["AF-HER"], Paper(EN, LIGHT)).data[-1]
        assert list(marks.x) == (years if is_marked else [])


def test_the_ranked_list_says_which_ranks_cannot_be_ruled_out(rates: pd.DataFrame) -> None:
    figure = hotspot_figures.ranked_figure(rates, Paper(EN, LIGHT))
    assert figure.layout.yaxis.ticktext[0] == "Herat"
    assert set(figure.layout.yaxis.ticktext[1:3]) == {"Punjab", "Sindh"}  # as high as each other
    ends = figure.data[1].text
    assert "rank 1<" in ends[0]
    assert "rank 2 to 3<" in ends[1]
    note = hotspot_words.ranked_note(rates, 3, EN)
    assert "Ranks are among the 16 areas of this choice that have a population, withheld ones too." in note
    assert note.endswith("The ranks of Sindh and Punjab cannot be told exactly.")


def test_of_one_country_no_rank_speaks_of_areas_elsewhere(made: dict[str, Release]) -> None:
    rates = judged(made["hotspot"], Filters(country=("TJ",)))
    note = hotspot_words.ranked_note(rates, 15, EN)
    assert "Ranks are among the 2 areas of this choice that have a population, withheld ones too." in note
    assert "Punjab" not in note and "cannot be told" not in note
    assert "rank 1<" in hotspot_figures.ranked_figure(rates, Paper(EN, LIGHT)).data[1].text[0]


def test_tables_have_named_columns_and_two_decimals(rates: pd.DataFrame) -> None:
    table = answer_table.table(hotspot_tables.rates_table(rates), EN)
    assert table.iloc[0]["Place"] == "Herat"
    assert table.iloc[0]["Rate per 100,000 a year"] == "80"
    assert not [column for column in table.columns if "_" in column]


def test_no_rate_of_detection_is_called_prevalence(rates: pd.DataFrame) -> None:
    said = " ".join(
        [
            verdict_words.headline(rates, EN),
            verdict_words.how_sure(rates, EN),
            hotspot_words.map_words(rates, EN),
            hotspot_words.map_note(rates, rates.head(0), "raw", "identified", EN),
            hotspot_words.ranked_words(rates, EN),
            hotspot_words.held_against(rates, "public", EN) or "",
        ]
    )
    assert "prevalen" not in said.lower()


@pytest.mark.parametrize(
    ("word", "view"),
    [
        (None, HotspotView()),
        ("raw-source", HotspotView("map", "raw", "source")),
        ("smoothed-exploitation", HotspotView("map", "smoothed", "exploitation")),
        ("cluster", HotspotView("map", "cluster")),
        ("cluster-source-moran", HotspotView("map", "cluster", "source", "moran")),
        ("cluster-time", HotspotView("map", "cluster", method="time")),
        ("raw-time", HotspotView("map", "raw")),
        ("source", HotspotView("map", role="source")),
        ("gap", HotspotView("gap")),
        ("gap-source", HotspotView("gap", role="source")),
        ("hidden", HotspotView("hidden")),
        ("hidden-police-ngo-hotline", HotspotView("hidden", lists=("police", "ngo", "hotline"))),
        ("hidden-police", HotspotView("hidden")),
        ("<script>-../..", HotspotView()),
    ],
)
def test_a_view_is_one_word_of_the_address(word: str | None, view: HotspotView) -> None:
    assert read_view(word) == view
    assert read_view(view.address) == view


def test_a_world_has_the_people_that_it_says() -> None:
    assert sum(people(800).values()) == 12 * 200 + 600 + 1500


def test_people_at_a_border_crossing_are_no_residents() -> None:
    """Zaranj in Nimruz lies beside the crossing of Milak, which is registered on the other side."""
    rows = [{"place": place, "probability": 0.99} for place in ("AF-NIM", "AF-BDG")]
    rates = verdicts.judge(rates_of(rows), None, None)
    said = verdict_words.assumptions_note(rates, "identified", EN)
    assert "Nimruz has a border crossing: people found there are divided by residents, who they mostly are not." in said
    assert "crossing" not in verdict_words.assumptions_note(rates, "source", EN)


def test_a_rate_at_a_limit_is_in_the_class_above_it(rates: pd.DataFrame) -> None:
    rows = rates[rates["country"] == "AF"].iloc[:4].assign(relative_risk=[0.79, 0.8, 1.25, 4.0]).to_dict("records")
    layer = hotspot_maps._value_layer(rows, "relative", Paper(EN, LIGHT))
    class_of = dict(zip(layer["locations"], layer["z"].tolist(), strict=True))
    assert [class_of[row["place"]] for row in rows] == [1, 2, 3, 5]


def test_the_newest_year_of_a_population_is_named() -> None:
    rates = pd.DataFrame(
        {
            "place": ["AF-HER", "AF-FRA", "TJ-KT"],
            "country": ["AF", "AF", "TJ"],
            "population": [5.0, 6.0, None],
            "population_year": [2021.0, 2024.0, None],
        }
    )
    assert hotspot_words.population_note(rates, EN) == (
        "Population of one year for the whole period (Afghanistan 2024). Where the population grew by a tenth since, "
        "rates are a tenth too high; an area's place in its country changes only as far as it grew faster or slower "
        "than the rest."
    )


def test_a_rate_is_of_people_and_years(made: dict[str, Release]) -> None:
    """Twice the years for the same people: half the rate, and nothing else against its country."""
    people = hotspot_questions.people_and_populations(made["exact"], Filters(country=("AF",)), "identified")
    one, two = (hotspot_statistics.area_rates(people.assign(years=years)).set_index("place") for years in (1, 2))
    for name in ("rate", "lower", "upper", "country_rate"):
        assert two[name].tolist() == pytest.approx((one[name] / 2).tolist(), nan_ok=True), name
    assert two["expected"].tolist() == pytest.approx(one["expected"].tolist(), nan_ok=True)
