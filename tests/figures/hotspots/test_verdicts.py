"""What is said of an area, and of a search: verdicts and findings on areas that are written by hand."""

import pandas as pd
import pytest

from data_access.questions import areas as hotspot_questions
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import finding_words, verdict_words
from figures.hotspots import words as hotspot_words
from figures.kit.columns import heading
from figures.kit.labels import label
from findings import clusters_in_time, verdicts
from findings import rates as hotspot_statistics
from locales import translator
from tests.worlds.hotspots import judged, rates_of

EN = translator("en")


def test_each_area_gets_one_of_five_verdicts() -> None:
    rates = rates_of(
        [
            {"place": "AF-HER", "probability": 0.96},
            {"place": "AF-NIM", "probability": 0.99},
            {"place": "AF-KHO", "probability": 0.97},
            {"place": "AF-FRA", "probability": 0.98},
            {"place": "AF-HEL", "probability": 0.98},
            {"place": "AF-BAL", "probability": 0.94},
            {"place": "AF-KAB", "probability": 0.05},
            {"place": "AF-BAM", "probability": 0.02, "relative_upper": 1.7},
            {"place": "AF-PKA", "shown": "withheld", "probability": float("nan")},
        ]
    )
    nothing = float("nan")
    recorders = pd.DataFrame(
        [
            ("AF-NIM", 3.0, 0.9, 0.1, 1.0, 1.0),
            ("AF-HER", 3.0, 0.1, 0.1, 1.0, 1.0),
            ("AF-KHO", 1.2, nothing, nothing, 1.0, 1.0),
            ("AF-FRA", 3.0, 0.1, 0.1, 0.5, 0.5),
            ("AF-FRA", 3.0, nothing, nothing, nothing, nothing),
            ("AF-HEL", 3.0, 0.3, 0.1, 1.0, 1.0),
        ],
        columns=["place", "relative_risk", "part", "part_error", "share", "share_low"],
    )
    register = pd.DataFrame({"place": ["AF-KHO"], "has_more_reports": [True], "reports_ratio": [2.0]})
    judged = verdicts.judge(rates, recorders, register).set_index("place")["verdict"]
    assert judged.to_dict() == {
        "AF-HER": "holds_up",
        "AF-NIM": "effort",
        "AF-KHO": "effort",
        "AF-FRA": "effort_unknown",  # half of its recorders are withheld
        "AF-HEL": "effort_unknown",  # 10 to 50 % of its excess rest on one kind of recorder
        "AF-BAL": "unclear",
        "AF-KAB": "not_high",
        "AF-BAM": "unclear",  # the model has it for unlikely, its own limits do not rule it out
        "AF-PKA": "",
    }
    assert (verdicts.judge(rates, None, None)["verdict"] == "effort_unknown").sum() == 5
    said = verdict_words.headline(verdicts.judge(rates[1:2], recorders, register), EN)
    assert said == "Nimruz is high, perhaps only because more is recorded there"


def test_what_a_country_has_in_all_is_known_where_most_of_its_areas_are_withheld() -> None:
    """Nine areas show 1,993 people, and 22 hide nobody of them: the model alone would give these 300, and a rate a
    tenth above the published one, so that an area of 1.1 times (0.5 to 1.8) was surely not 1.25 times."""
    counts = [812, 290, 229, 144, 129, 108, 102, 100, 79]
    people = pd.DataFrame({"place": [f"IR-{number:02d}" for number in range(31)], "country": "IR"})
    people["count"] = pd.array([*counts, *[None] * 22], dtype="Int64")
    people["state"] = ["count"] * 9 + ["withheld"] * 22
    people["population"] = [13.3, 6.4, 2.8, 5.1, 3.2, 3.2, 1.8, 3.9, 4.7, *[1.7] * 22]
    people["population"] *= 1e6
    world = people.assign(
        standard_error=16.2,
        threshold=49.0,
        years=12,
        country_count=1993.0,
        country_error=48.6,
        country_population=people["population"].sum(),
    )
    rates = hotspot_statistics.area_rates(world, 6.6).set_index("place")
    assert rates.loc["IR-07", "relative_lower"] < 0.5 and rates.loc["IR-07", "relative_upper"] > 1.8
    said = verdicts.judge(rates.reset_index(), None, None).set_index("place")["verdict"]
    assert (said["IR-07"], said["IR-02"]) == ("unclear", "effort_unknown")


def test_what_was_not_searched_is_not_called_nothing() -> None:
    """Six areas, one of them four times its country's rate: no search runs, and the model still judges it."""
    areas = ["AF-HER", "AF-NIM", "AF-KHO", "AF-BAL", "AF-KAB", "AF-PKA"]
    rows = [{"place": area, "relative_risk": 4.0 if area == "AF-HER" else 0.5} for area in areas]
    rows[0] |= {"probability": 0.999, "relative_lower": 3.7, "relative_upper": 4.3}
    rates = verdicts.judge(rates_of(rows, is_searched=False), None, None)
    patterns = pd.DataFrame({"place": areas, "pattern": "", "hot": ""})
    for method in ("scan", "gi", "moran"):
        kind_of = finding_words.kinds(method, rates, patterns)
        assert set(kind_of.values()) == {"not_searched"}
        said = "Not searched: fewer than 8 areas of the region are large enough"
        assert finding_words.headline(method, kind_of, rates, EN) == said
        assert finding_words.finding_lines(method, kind_of, rates, EN) == [said]
        assert "not known to be like the rest" in finding_words.sure(method, kind_of, rates, EN)
    assert finding_words.agreement(rates, patterns, EN) is None
    said = "Herat is high, 4.0 (3.7 to 4.3) times its country's rate; whether by effort is not known"
    assert verdict_words.headline(rates, EN) == said


def test_a_choice_without_a_searched_area_says_so_and_why() -> None:
    """The region is searched, in areas of other countries; of those listed, none is published and large enough."""
    rows = [{"place": "IR-07", "is_tested": False}]
    rows += [{"place": place, "shown": "withheld", "is_tested": False} for place in ("IR-00", "IR-11")]
    rates = verdicts.judge(rates_of(rows, is_searched=True), None, None)
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
    rates = verdicts.judge(rates_of([{"place": "AF-HER"}, {"place": "AF-KAB", "shown": "withheld"}]), None, None)
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
    rates = verdicts.judge(rates_of(rows), None, None)
    assert finding_words.kinds("scan", rates, pd.DataFrame()) == {"AF-HER": "nothing", "AF-NIM": "untested"}


def test_a_cluster_of_areas_that_are_high_only_together_is_not_called_nothing() -> None:
    clusters = pd.DataFrame({"p_value": [0.01]})
    rows = [{"place": "AF-HER", "cluster": 1}, {"place": "AF-NIM", "cluster": 1}, {"place": "AF-KAB"}]
    rates = verdicts.judge(rates_of(rows, clusters=clusters), None, None)
    kind_of = finding_words.kinds("scan", rates, pd.DataFrame())
    said = "In a cluster, not above its country itself: Herat and Nimruz"
    assert finding_words.headline("scan", kind_of, rates, EN) == said
    assert "at most 1.0% of maps" in finding_words.sure("scan", kind_of, rates, EN)


def test_a_low_area_within_a_cluster_is_called_low() -> None:
    rows = [{"place": "AF-HER", "cluster": 1, "relative_lower": 2.0}, {"place": "AF-NIM", "cluster": 1}]
    rows += [{"place": "AF-BAL", "cluster": 1, "relative_upper": 0.9}, {"place": "AF-KAB"}]
    rates = verdicts.judge(rates_of(rows), None, None)
    kinds = finding_words.kinds("scan", rates, pd.DataFrame())
    assert kinds == {"AF-HER": "high", "AF-NIM": "within", "AF-BAL": "low", "AF-KAB": "nothing"}


def test_a_published_finding_is_held_against_the_verdicts_of_the_page() -> None:
    """Khost lies above its country's rate beyond chance, and not 1.25 times: the page says nothing else of it here."""
    rows = [
        {"place": "AF-HER", "probability": 0.99},
        {"place": "AF-KHO", "probability": 0.01, "relative_risk": 1.12, "relative_lower": 1.04},
        {"place": "AF-NAN"},
        {"place": "AF-FRA", "probability": 0.99},
    ]
    rates = verdicts.judge(rates_of(rows), None, None)
    assert hotspot_words.held_against(rates, "confidential", EN) == (
        f"What is said here of the provinces that {hotspot_words.PUBLISHED_SOURCE} names: High; whether by effort is "
        "not known: 1; Not 1.25 times its country's rate: 1; Cannot be told: 1."
    )


def test_an_area_is_called_what_was_computed_of_it() -> None:
    """1.12 times (1.04 to 1.21) is higher than its country; what is known is that it is not 1.25 times as high."""
    row = {"place": "AF-HER", "probability": 0.01, "relative_risk": 1.12, "relative_lower": 1.04, "cluster": 1}
    rates = verdicts.judge(rates_of([row]), None, None)
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


def test_a_verdict_that_little_would_overturn_is_not_lost_by_nothing() -> None:
    """Herat "would no longer be high for certain if 0% of the people" elsewhere had gone unrecorded."""
    judged = verdicts.judge(rates_of([{"place": "AF-HER", "probability": 0.96, "surely": 1.2545}]), None, None)
    assert judged["missing_elsewhere"].round(4).tolist() == [0.004]
    assert "if 0.4% of the people in the rest of Afghanistan" in verdict_words.how_sure(judged, EN)


def test_who_recorded_everybody_says_nothing_of_women_who_alone_are_many() -> None:
    """Everybody is found there as often as in the whole country: no recorder can explain what women have above theirs,
    and that was taken as known."""
    rates = rates_of([{"place": "AF-HER", "probability": 0.99}])
    nothing = float("nan")
    recorders = pd.DataFrame([("AF-HER", 0.9, nothing, nothing, 0.2, 0.2), ("AF-HER", 0.9, *[nothing] * 4)])
    recorders.columns = ["place", "relative_risk", "part", "part_error", "share", "share_low"]
    assert verdicts.judge(rates, recorders, None)["verdict"].tolist() == ["effort_unknown"]
    register = pd.DataFrame({"place": ["AF-HER"], "has_more_reports": [False], "reports_ratio": [1.0]})
    judged = verdicts.judge(rates, recorders, register)
    assert judged["verdict"].tolist() == ["holds_up"]
    assert "or not known of the people chosen" in verdict_words.how_sure(judged, EN)
