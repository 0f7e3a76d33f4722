"""Who looked, on the Hotspots page: numbers, findings and words on a world checked by hand."""

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go
import pytest

from data_access.questions.areas import people_and_populations
from data_access.release.filters import Filters
from data_access.release.release import Release
from figures.hotspots import recorder_words as effort_words
from figures.hotspots import register_chart as effort_figures
from figures.hotspots import register_tables as effort_tables
from figures.hotspots import register_words as effort_register
from figures.hotspots.panels import Rates
from figures.hotspots.views import HotspotView
from figures.hotspots.words import areas_to_explain
from figures.kit import tables as answer_table
from figures.kit.palette import DARK, LIGHT
from figures.kit.paper import Paper
from figures.views.view import View
from findings import detection_effort as effort_statistics
from findings import rates as hotspot_statistics
from findings import recorders, verdicts
from locales import Translator, translator
from tests.worlds.hotspots import make_world, register_frame, tables
from tests.worlds.releases import open_release

EN = translator("en")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Release:
    return open_release(make_world(tmp_path_factory.mktemp("world"), register=register_frame()))


def judged(world: Release) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rates and the register as the page judges them, of people found one by one: one year does not tell."""
    register = effort_statistics.detection_effort(world, Filters())
    known = recorders.effort(world, Filters())
    people = people_and_populations(world, Filters(), "identified")
    rates = verdicts.judge(hotspot_statistics.with_rates(people, 1.0), known, register)
    return rates, verdicts.judge_register(register, rates)


@pytest.fixture(scope="module")
def rates(world: Release) -> pd.DataFrame:
    return judged(world)[0]


@pytest.fixture(scope="module")
def effort(world: Release) -> pd.DataFrame:
    return judged(world)[1]


def _row(frame: pd.DataFrame, place: str) -> dict:
    return frame[frame["place"] == place].iloc[0].to_dict()


def test_people_per_site_have_the_interval_of_their_count(effort: pd.DataFrame) -> None:
    herat = _row(effort, "AF-HER")
    assert herat["complete"] == 1
    assert herat["per_million"] == pytest.approx(20)
    assert herat["cases_per_site"] == pytest.approx(800 / 20)
    # Byar on 800 in groups that make five times the variance, with noise of standard error 5
    assert (herat["lower"] * 20, herat["upper"] * 20) == pytest.approx((680, 934), abs=2)
    # Herat and nine others with numbers; Jowzjan has people and no site, Balkh is not known
    assert herat["country_complete"] == pytest.approx((240 + 9 * 48) / (240 + 9 * 60))
    assert herat["country_per_million"] == pytest.approx((20 + 9 * 5) / 11)
    assert herat["country_cases_per_site"] == pytest.approx((800 + 9 * 200) / 65)


def test_findings_come_from_rate_and_reports(effort: pd.DataFrame) -> None:
    herat = _row(effort, "AF-HER")
    assert herat["reports_ratio"] == pytest.approx(240 / (9 * 48 / 10))
    found = effort.set_index("place")["finding"]
    assert found["AF-HER"] == "effort"
    assert found["AF-BAL"] == "silence"  # fewer than three agencies
    assert found["AF-JOW"] == "silence"  # nobody
    assert set(found.drop(["AF-HER", "AF-BAL", "AF-JOW"])) == {""}


@pytest.mark.slow
def test_a_withheld_count_is_low_where_its_threshold_is(tmp_path: Path) -> None:
    """Counts from 210 are shown: Jowzjan's 200 are withheld, at most 210, of 250 or so at its country's rate."""
    world = open_release(make_world(tmp_path, register=register_frame(), least_count=210))
    _, register = judged(world)
    jowzjan = _row(register, "AF-JOW")
    assert (jowzjan["state"], jowzjan["finding"]) == ("withheld", "silence")
    # were people found in groups of four, 210 would be no fewer than chance allows
    people = people_and_populations(world, Filters(), "identified")
    in_groups = verdicts.judge(hotspot_statistics.area_rates(people, 4.0), None, None)
    assert _row(verdicts.judge_register(register, in_groups), "AF-JOW")["finding"] == ""


@pytest.fixture(scope="module")
def shown(rates: pd.DataFrame, effort: pd.DataFrame) -> list[str]:
    return effort_register.areas_to_compare(effort, areas_to_explain(rates))


def test_the_head_of_the_page_names_hotspots_of_effort(effort: pd.DataFrame) -> None:
    assert effort_register.head_warning([], effort, EN) == (
        "Herat may be a hotspot of effort: there is far more reporting than in the rest of its country."
    )
    both = effort_register.head_warning(["AF-HER"], effort, EN)
    assert both is not None
    assert "recorded by one kind of source. Herat may be" in both
    calm = effort.assign(finding="")
    calm.attrs = effort.attrs
    assert effort_register.head_warning([], calm, EN) is None


@pytest.mark.parametrize("probability", [0.96, 0.5, 0.01])
def test_the_register_says_of_an_area_what_is_said_everywhere(
    rates: pd.DataFrame, effort: pd.DataFrame, probability: float
) -> None:
    """Herat has 5.6 times the reports; whether that makes it a hotspot of effort is for its verdict to say."""
    changed = rates.assign(probability=rates["probability"].mask(rates["place"] == "AF-HER", probability))
    again = verdicts.judge(changed, None, effort)
    register = verdicts.judge_register(effort, again)
    is_warned = effort_register.head_warning([], register, EN) is not None
    assert is_warned == (_row(again, "AF-HER")["verdict"] == "effort") == (probability >= 0.95)
    assert _row(register, "AF-HER")["finding"] == ("effort" if is_warned else "")


@pytest.mark.parametrize("is_more", [True, False])
def test_effort_that_only_recorders_show_is_no_finding_of_the_register(is_more: bool) -> None:
    columns = ["place", "has_more_reports", "has_fewer_reports", "reports_ratio"]
    register = pd.DataFrame([("AF-HER", is_more, False, 1.0)], columns=columns)
    judged = pd.DataFrame({"place": ["AF-HER"], "verdict": ["effort"], "p_below": [1.0]})
    assert verdicts.judge_register(register, judged)["finding"].tolist() == ["effort" if is_more else ""]


def test_silence_is_asked_of_all_areas_together() -> None:
    """Of 31 areas from which little is reported each was asked alone: 13 to 17 % of worlds without silence had one."""
    places = [f"AF-{number}" for number in range(30)]
    register = pd.DataFrame(
        {"place": places, "has_more_reports": False, "has_fewer_reports": True, "reports_ratio": 0.5}
    )
    judged = pd.DataFrame({"place": places, "verdict": "unclear", "p_below": [0.02, *[0.5] * 29]})
    assert set(verdicts.judge_register(register, judged)["finding"]) == {""}
    judged.loc[0, "p_below"] = 0.001
    assert verdicts.judge_register(register, judged)["finding"].tolist() == ["silence", *[""] * 29]
    # what is reported as much as elsewhere is not asked
    register["has_fewer_reports"] = register["place"].isin(["AF-0", "AF-1"])
    judged.loc[0, "p_below"] = 0.02
    assert verdicts.judge_register(register, judged)["finding"].tolist() == ["silence", *[""] * 29]


def test_silence_is_asked_of_the_region_whatever_countries_are_chosen(tmp_path: Path) -> None:
    """Sindh's p-value is 0.03, and Balkh's and Jowzjan's 0.16: asked by itself its country was silent there."""
    content = {
        axes: [(*row[:-1], 300) if "PK-SD" in row else row for row in rows]
        for axes, rows in tables().items()
        if "stage" not in axes
    }
    rows = [register_frame(), register_frame().iloc[[-1]].assign(place="PK-SD")]
    register = pd.concat([*rows, register_frame().iloc[[0]].assign(place="PK")], ignore_index=True)
    view = View(open_release(make_world(tmp_path, content, register=register)), Paper(EN, LIGHT))
    for countries in ((), ("PK",)):
        shown = Rates(view.about(Filters(country=countries)), HotspotView())
        sindh = _row(shown.register, "PK-SD")
        assert sindh["has_fewer_reports"] and 0.01 < _row(shown.rates, "PK-SD")["p_below"] < 0.05
        assert sindh["finding"] == ""


def test_of_another_place_the_register_says_nothing(effort: pd.DataFrame) -> None:
    assert set(verdicts.judge_register(effort, None)["finding"]) == {""}
    assert "Highlighted" not in effort_register.register_note(effort, "source", False, EN)


def test_findings_are_said_with_their_numbers(effort: pd.DataFrame) -> None:
    assert effort_register.findings(effort, EN) == [
        "Herat: 5.6 times the reports per person of the rest of its country. "
        "People per site a year: 40.0 (34.0 to 46.7); in the whole country 40.0.",
        "Few people are identified in Balkh and Jowzjan, and little or nothing is reported from there: the silence may "
        "be lack of effort.",
    ]
    real = effort.assign(finding=effort["finding"].replace("effort", "not_effort"))
    real.attrs = effort.attrs
    assert effort_register.findings(real, EN)[0] == "High without far more reporting: Herat."


def test_many_areas_are_named_by_the_first_three(effort: pd.DataFrame) -> None:
    many = effort.assign(finding=["silence"] * 34 + [""] * 61, population=range(95, 0, -1))
    many.attrs = effort.attrs
    assert "Balkh, Bamyan, Badghis, and 31 other areas" in effort_register.findings(many, EN)[0]


def test_an_area_without_numbers_says_why(effort: pd.DataFrame, shown: list[str]) -> None:
    assert shown == ["AF-HER"]  # Khatlon stands out too, where there is no register
    figure = effort_figures.effort_figure(effort, ["AF-HER", "AF-BAL", "AF-JOW"], Paper(EN, LIGHT))
    ends = [
        [text.strip() for text in trace.text]
        for trace in figure.data
        if trace.type == "scatter" and trace.mode == "text"
    ]
    assert ends == [
        ["4.0", "Fewer than 3 agencies", "No site registered"],
        ["20.0 (20)", "", ""],
        ["100%", "", ""],
        ["40.0", "", ""],
    ]
    bars = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars[0].marker.color) == [LIGHT.latest, LIGHT.bar, LIGHT.bar]
    assert bars[0].hovertext[0] == (
        "<b>Herat, Afghanistan</b><br>Reporting in a mean year: agencies 4.0 or more, sites 20.0<br>"
        "240 of 240 monthly reports received (100%)<br>People per site a year: 40.0 (34.0 to 46.7)<br>"
        "5.6 times the reports per person of the rest of its country"
    )


@pytest.mark.parametrize("width", ["desktop", "tablet", "phone"])
@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_chart_is_valid_and_speaks_every_language(
    effort: pd.DataFrame, width: str, colours: object, t: Translator
) -> None:
    figure = effort_figures.effort_figure(effort, ["AF-HER", "AF-BAL"], Paper(t, colours, width))  # type: ignore[arg-type]
    go.Figure(figure.to_dict())
    assert len({tuple(figure.layout[axis].domain) for axis in ("xaxis", "xaxis2", "xaxis3", "xaxis4")}) == {
        "desktop": 4, "tablet": 2, "phone": 1,
    }[width]  # fmt: skip
    assert effort_register.register_note(effort, "source", True, t)
    assert effort_register.register_alt(effort, ["AF-HER", "AF-BAL"], t)


def test_the_table_has_every_area_of_the_register_in_words(effort: pd.DataFrame) -> None:
    table = answer_table.table(effort_tables.register_table(effort, ["AF-JOW", "AF-HER"]), EN)
    assert table["Place"].tolist()[:2] == ["Jowzjan", "Herat"]
    assert len(table) == 34  # Afghanistan; other countries have no register
    assert not [column for column in table.columns if "_" in column]
    herat = table.iloc[1]
    assert (herat["Share received"], herat["People per site a year"]) == ("1", "40")
    assert herat["Finding"] == "High rate, and far more reporting than in the rest of its country"
    assert set(table["Register"]) == {"Numbers in every year", "Fewer than 3 agencies", "No site registered"}


def test_a_release_without_a_register_has_nothing_to_compare(tmp_path: Path) -> None:
    without = View(open_release(make_world(tmp_path)), Paper(EN, LIGHT))
    nothing = without.ask(effort_statistics.detection_effort)
    assert not effort_register.is_registered(nothing)
    assert effort_register.areas_to_compare(nothing, ["AF-HER"]) == []
    assert effort_register.head_warning([], nothing, EN) is None
    assert effort_register.no_register(EN).startswith("No register of reports is published")


def test_a_third_of_the_excess_is_worrying_beyond_its_limits() -> None:
    """Of Herat and Farah 0.5 of the excess rest on one recorder, of Farah give or take 0.2: whether a third cannot be
    told. Balkh is hardly above its country, which needs no explanation."""
    shares = pd.DataFrame(
        {
            "place": ["AF-HER", "AF-FRA", "AF-BAL"],
            "part": [0.5, 0.5, float("nan")],
            "part_error": [0.05, 0.1, float("nan")],
        }
    )
    assert verdicts.areas_of_effort(shares, None) == {"AF-HER"}


def test_what_an_area_would_be_without_a_recorder_has_limits(tmp_path: Path) -> None:
    """300 of 800 in groups of three, and under noise of 70, are 18 to 57 %: "without them 2.2 times" had no limits, and
    "much of what it has" was said of 7 to 82 % of the excess."""
    content = tables(recorded_by_border=300)
    world = open_release(make_world(tmp_path, content, standard_error=70.0))
    effort = recorders.effort(world, Filters())
    border = _row(effort[effort["data_source"] == "BorderAuthority"], "AF-HER")
    assert (border["share"], border["relative_without"]) == pytest.approx((0.375, 3.2 * 0.625 / 0.9), abs=0.001)
    assert border["share_low"] < 0.2 and border["share_high"] > 0.55
    assert border["without_lower"] < 1.3 and border["without_upper"] > 3.1
    assert border["part"] == pytest.approx((3.2 - 3.2 * 0.625 / 0.9) / 2.2, abs=0.001)
    rates = hotspot_statistics.hotspot_rates(world, Filters(), "identified")
    assert _row(verdicts.judge(rates, effort, None), "AF-HER")["verdict"] == "effort_unknown"
    assert not effort_words.warnings(effort, verdicts.judge(rates, effort, None), EN)
