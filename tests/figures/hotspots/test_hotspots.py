"""The Hotspots page's statistics, sentences and figures on worlds where the answer is known."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions import areas as hotspot_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import charts as hotspot_figures
from figures.hotspots import finding_words, verdict_words, year_charts, year_words
from figures.hotspots import layers as hotspot_layers
from figures.hotspots import rate_map as hotspot_maps
from figures.hotspots import recorder_words as effort_words
from figures.hotspots import tables as hotspot_tables
from figures.hotspots import words as hotspot_words
from figures.hotspots.views import HotspotView, read_view
from figures.kit import tables as answer_table
from figures.kit.columns import heading
from figures.kit.labels import label
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from findings import clusters_in_time, verdicts
from findings import rates as hotspot_statistics
from locales import Translator, translator
from tests.worlds.hotspots import make_world, people, tables
from tests.worlds.releases import open_release

EN = translator("en")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    worlds = {
        "hotspot": make_world(tmp_path_factory.mktemp("hotspot")),
        "flat": make_world(tmp_path_factory.mktemp("flat"), tables(herat=200)),
        "border": make_world(tmp_path_factory.mktemp("border"), tables(recorded_by_border=500)),
        "exact": make_world(tmp_path_factory.mktemp("exact"), is_exact=True),
        "withheld": make_world(tmp_path_factory.mktemp("withheld"), least_count=100_000),
        "weak": make_world(tmp_path_factory.mktemp("weak"), standard_error=70.0),
    }
    return {name: open_release(address) for name, address in worlds.items()}


def judged(release: Release, filters: Filters, role: str = "identified") -> pd.DataFrame:
    """The rates as the page judges them; without a register, as these worlds have none."""
    rates = hotspot_statistics.hotspot_rates(release, filters, role)
    return verdicts.judge(rates, hotspot_statistics.effort(release, filters), None)


@pytest.fixture(scope="module")
def rates(made: dict[str, Release]) -> pd.DataFrame:
    return judged(made["hotspot"], Filters())


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
    assert verdict_words.headline(rates[rates["place"] == "AF-HER"], EN).endswith("3.2 times its country's rate")


def test_what_stands_out_is_said_with_its_number(rates: pd.DataFrame) -> None:
    assert verdict_words.headline(rates, EN) == "Herat and Khatlon stand out: 3.2 and 2.4 times their country's rate"
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
    rows = [{"place": area, "relative_risk": 4.0 - n, "probability": 0.999} for n, area in enumerate(areas)]
    rates = verdicts.judge(_rates_of(rows), None, None)
    assert verdict_words.headline(rates.assign(verdict="holds_up"), EN) == (
        "Herat and 4 more areas stand out: up to 4.0 times their country's rate"
    )
    assert verdict_words.headline(rates.assign(verdict="effort"), EN).startswith("Herat and 4 more areas are high")


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


def test_an_effort_hotspot_is_warned_of(made: dict[str, Release]) -> None:
    for world, warned in (("hotspot", False), ("border", True)):
        release = made[world]
        found = judged(release, Filters())
        effort = hotspot_statistics.effort(release, Filters())
        warnings = effort_words.warnings(effort, found, EN)
        assert ("AF-HER" in warnings) == warned
    # 62 % of 800, a sixth of 3,000; 300 against 2,500 / 12
    assert warnings["AF-HER"] == (
        "Herat: 62% of its cases were recorded by Border authority (17% in the whole country). "
        "Now it is 3.2 times its country's rate; without them it would be 1.4 times its country's rate."
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
    effort = hotspot_statistics.effort(made["hotspot"], Filters())
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


def _rates_of(rows: list[dict], **attrs: object) -> pd.DataFrame:
    """Areas of one country, each with what a row says; whatever it does not say is harmless."""
    plain = {"country": "AF", "shown": "rate", "count": 100, "population": 1e6, "years": 1, "country_count": 1000}
    plain |= {"country_population": 1e7, "expected": 100.0, "relative_risk": 1.0, "relative_lower": 0.8}
    plain |= {"relative_upper": 1.2, "probability": 0.5, "surely": 1.0, "cluster": pd.NA, "is_tested": True}
    frame = pd.DataFrame([plain | row for row in rows])
    frame.attrs = {"overdispersion": 2.0, "is_searched": True, "clusters": pd.DataFrame({"p_value": []})} | attrs
    return frame


def test_each_area_gets_one_of_five_verdicts() -> None:
    rates = _rates_of(
        [
            {"place": "AF-HER", "probability": 0.96},
            {"place": "AF-NIM", "probability": 0.99},
            {"place": "AF-KHO", "probability": 0.97},
            {"place": "AF-FRA", "probability": 0.98},
            {"place": "AF-BAL", "probability": 0.94},
            {"place": "AF-KAB", "probability": 0.05},
            {"place": "AF-PKA", "shown": "withheld", "probability": float("nan")},
        ]
    )
    recorders = pd.DataFrame(
        [("AF-NIM", 3.0, 1.2, 1.0), ("AF-HER", 3.0, 2.5, 1.0), ("AF-KHO", 1.2, 1.0, 1.0), ("AF-FRA", 3.0, 2.9, 0.5)],
        columns=["place", "relative_risk", "relative_without", "share"],
    )
    register = pd.DataFrame({"place": ["AF-KHO"], "has_more_reports": [True], "reports_ratio": [2.0]})
    judged = verdicts.judge(rates, recorders, register).set_index("place")["verdict"]
    assert judged.to_dict() == {
        "AF-HER": "holds_up",
        "AF-NIM": "effort",
        "AF-KHO": "effort",
        "AF-FRA": "effort_unknown",  # half of its recorders are withheld
        "AF-BAL": "unclear",
        "AF-KAB": "not_high",
        "AF-PKA": "",
    }
    assert (verdicts.judge(rates, None, None)["verdict"] == "effort_unknown").sum() == 4
    said = verdict_words.headline(verdicts.judge(rates[1:2], recorders, register), EN)
    assert said == "Nimruz is high, perhaps only because more is recorded there"


def test_what_was_not_searched_is_not_called_nothing() -> None:
    """Six areas, one of them four times its country's rate: no search runs, and the model still judges it."""
    areas = ["AF-HER", "AF-NIM", "AF-KHO", "AF-BAL", "AF-KAB", "AF-PKA"]
    rows = [{"place": area, "relative_risk": 4.0 if area == "AF-HER" else 0.5} for area in areas]
    rows[0] |= {"probability": 0.999, "relative_lower": 3.7}
    rates = verdicts.judge(_rates_of(rows, is_searched=False), None, None)
    patterns = pd.DataFrame({"place": areas, "pattern": "", "hot": ""})
    for method in ("scan", "gi", "moran"):
        kind_of = finding_words.kinds(method, rates, patterns)
        assert set(kind_of.values()) == {"not_searched"}
        said = "Not searched: fewer than 8 areas of the region are large enough"
        assert finding_words.headline(method, kind_of, rates, EN) == said
        assert finding_words.finding_lines(method, kind_of, rates, EN) == [said]
        assert "not known to be like the rest" in finding_words.sure(method, kind_of, rates, EN)
    assert finding_words.agreement(rates, patterns, EN) is None
    said = "Herat is high, 4.0 times its country's rate; whether by effort is not known"
    assert verdict_words.headline(rates, EN) == said


def test_a_choice_without_a_searched_area_says_so_and_why() -> None:
    """The region is searched, in areas of other countries; of those listed, none is published and large enough."""
    rows = [{"place": "IR-07", "is_tested": False}]
    rows += [{"place": place, "shown": "withheld", "is_tested": False} for place in ("IR-00", "IR-11")]
    rates = verdicts.judge(_rates_of(rows, is_searched=True), None, None)
    patterns = pd.DataFrame({"place": rates["place"], "pattern": "", "hot": ""})
    why = (
        "Not searched, so nothing is said of them: 3 areas (withheld: 2; too small, or withheld in part: 1). Withheld: "
    )
    for method in ("scan", "gi", "moran"):
        kind_of = finding_words.kinds(method, rates, patterns)
        said = "Not searched: no area of this choice is both published and large enough"
        assert finding_words.headline(method, kind_of, rates, EN) == said
        assert finding_words.finding_lines(method, kind_of, rates, EN) == [said]
        assert finding_words.left_out(method, kind_of, EN, most=2).startswith(why)
        assert why.removesuffix(" Withheld: ") in finding_words.sure(method, kind_of, rates, EN)
    assert finding_words.agreement(rates, patterns, EN) is None


def test_in_years_an_area_that_is_large_enough_is_not_called_too_small() -> None:
    """Too few areas can be searched in every part of the time: that is why, whatever the size of each."""
    rates = verdicts.judge(_rates_of([{"place": "AF-HER"}, {"place": "AF-KAB", "shown": "withheld"}]), None, None)
    kinds = finding_words.kinds("time", rates, clusters_in_time.not_searched())
    assert kinds == {"AF-HER": "not_searched", "AF-KAB": "withheld"}


def test_an_area_without_a_population_is_not_called_too_small(made: dict[str, Release]) -> None:
    """In an exact release nobody is recorded in most areas of this world, and none of these has a population."""
    rates = judged(made["exact"], Filters())
    without = rates["population"].isna()
    assert (rates["state"][without] == "none").any()
    assert set(rates["shown"][without]) == {"no_population"}
    kind_of = finding_words.kinds("scan", rates, pd.DataFrame())
    said = f"{without.sum()} areas (without a population: {without.sum()})."
    assert finding_words.left_out("scan", kind_of, EN).endswith(said)


def test_nobody_recorded_is_no_reason_not_to_search() -> None:
    rows = [{"place": "AF-HER"}, {"place": "AF-NIM", "shown": "none", "count": 0, "is_tested": False}]
    rates = verdicts.judge(_rates_of(rows), None, None)
    assert finding_words.kinds("scan", rates, pd.DataFrame()) == {"AF-HER": "nothing", "AF-NIM": "untested"}


def test_a_cluster_of_areas_that_are_high_only_together_is_not_called_nothing() -> None:
    clusters = pd.DataFrame({"p_value": [0.01]})
    rows = [{"place": "AF-HER", "cluster": 1}, {"place": "AF-NIM", "cluster": 1}, {"place": "AF-KAB"}]
    rates = verdicts.judge(_rates_of(rows, clusters=clusters), None, None)
    kind_of = finding_words.kinds("scan", rates, pd.DataFrame())
    said = "In a cluster, not above its country itself: Herat and Nimruz"
    assert finding_words.headline("scan", kind_of, rates, EN) == said
    assert "at most 1.0% of maps" in finding_words.sure("scan", kind_of, rates, EN)


def test_a_low_area_within_a_cluster_is_called_low() -> None:
    rows = [{"place": "AF-HER", "cluster": 1, "relative_lower": 2.0}, {"place": "AF-NIM", "cluster": 1}]
    rows += [{"place": "AF-BAL", "cluster": 1, "relative_upper": 0.9}, {"place": "AF-KAB"}]
    rates = verdicts.judge(_rates_of(rows), None, None)
    kinds = finding_words.kinds("scan", rates, pd.DataFrame())
    assert kinds == {"AF-HER": "high", "AF-NIM": "within", "AF-BAL": "low", "AF-KAB": "nothing"}


def test_people_at_a_border_crossing_are_no_residents() -> None:
    """Zaranj in Nimruz lies beside the crossing of Milak, which is registered on the other side."""
    rows = [{"place": place, "probability": 0.99} for place in ("AF-NIM", "AF-BDG")]
    rates = verdicts.judge(_rates_of(rows), None, None)
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


def test_a_published_finding_is_held_against_the_verdicts_of_the_page() -> None:
    """Khost lies above its country's rate beyond chance, and not 1.25 times: the page says nothing else of it here."""
    rows = [
        {"place": "AF-HER", "probability": 0.99},
        {"place": "AF-KHO", "probability": 0.01, "relative_risk": 1.12, "relative_lower": 1.04},
        {"place": "AF-NAN"},
        {"place": "AF-FRA", "probability": 0.99},
    ]
    rates = verdicts.judge(_rates_of(rows), None, None)
    assert hotspot_words.held_against(rates, "confidential", EN) == (
        f"What is said here of the provinces that {hotspot_words.PUBLISHED_SOURCE} names: High; whether by effort is "
        "not known: 1; Not 1.25 times its country's rate: 1; Cannot be told: 1."
    )


def test_an_area_is_called_what_was_computed_of_it() -> None:
    """1.12 times (1.04 to 1.21) is higher than its country; what is known is that it is not 1.25 times as high."""
    row = {"place": "AF-HER", "probability": 0.01, "relative_risk": 1.12, "relative_lower": 1.04, "cluster": 1}
    rates = verdicts.judge(_rates_of([row]), None, None)
    assert rates["verdict"].tolist() == ["not_high"]
    assert label("verdict", "not_high", EN) == f"Not {hotspot_statistics.EXCESS} times its country's rate"
    assert "not 1.25 times as high: 1." in verdict_words.how_sure(rates, EN)
    kind = finding_words.kinds("scan", rates, pd.DataFrame())["AF-HER"]
    assert label("kind", kind, EN) == "In a cluster, and above its country itself"
    assert heading("probability", EN) == f"Probability of {hotspot_statistics.EXCESS} times its country's rate or more"
    assert "the area that is compared is among them" in verdict_words.assumptions_note(rates, "identified", EN)


@pytest.mark.parametrize(
    ("value", "said"), [(2.64, "2.6 times"), (1.04, "about"), (0.96, "about"), (0.94, "0.94 times")]
)
def test_a_ratio_near_one_is_not_said_as_one_point_nought_times(value: float, said: str) -> None:
    assert hotspot_words.against_country(value, EN) == f"{said} its country's rate"


def test_an_area_is_searched_from_twice_the_threshold_of_expected_people_on(made: dict[str, Release]) -> None:
    people = hotspot_questions.people_and_populations(made["hotspot"], Filters(country=("AF",)), "identified")
    expected = people["place"].map(hotspot_statistics.area_rates(people).set_index("place")["expected"])
    for times, is_tested in ((1.99, False), (2.01, True)):
        rates = hotspot_statistics.area_rates(people.assign(threshold=expected / times))
        assert set(rates["is_tested"][rates["expected"] > 0]) == {is_tested}


def test_a_rate_is_of_people_and_years(made: dict[str, Release]) -> None:
    """Twice the years for the same people: half the rate, and nothing else against its country."""
    people = hotspot_questions.people_and_populations(made["exact"], Filters(country=("AF",)), "identified")
    one, two = (hotspot_statistics.area_rates(people.assign(years=years)).set_index("place") for years in (1, 2))
    for name in ("rate", "lower", "upper", "country_rate"):
        assert two[name].tolist() == pytest.approx((one[name] / 2).tolist(), nan_ok=True), name
    assert two["expected"].tolist() == pytest.approx(one["expected"].tolist(), nan_ok=True)
