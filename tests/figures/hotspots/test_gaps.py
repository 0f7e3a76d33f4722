"""The gaps view: high rates, few who come on, nothing published there, each on a world where the answer is known."""

from pathlib import Path

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest

from analysis.shares import share_interval
from data_access.codes.of_release import STAGES
from data_access.questions import service_gaps as gap_questions
from data_access.questions.programmes import portfolio
from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release
from figures.hotspots import class_maps as hotspot_class_maps
from figures.hotspots import gap_chart as gap_figures
from figures.hotspots import gap_words
from figures.hotspots import tables as hotspot_tables
from figures.kit.labels import GAP
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.kit.rows import Row, rows_of
from findings import service_gaps as gap_statistics
from locales import Translator, translator
from tests.worlds.hotspots import make_world, people, tables
from tests.worlds.releases import Tables, open_release, region

LIKE_ITS_COUNTRY = {"relative_risk": 1.0, "relative_lower": 0.9, "relative_upper": 1.1}
EN = translator("en")


def _content(herat: float = 0.1) -> Tables:
    """As tests.worlds.hotspots, and by province of identification too: of Herat's people a tenth is referred and
    served, of Khatlon's and all others' a half; everybody served has one service."""
    stages, services = [], []
    for place, n in people(800).items():
        served = round(n * (herat if place == "AF-HER" else 0.5))
        stages += [(place, "served", served), (place, "identified", n - served)]
        services.append((place, "Shelter", served))
    return {**tables(), ("province", "stage"): stages, ("province", "service"): services}


def _frames() -> dict[str, pd.DataFrame]:
    """Centres in Quetta and one of unknown place; a programme in Khatlon, one that is over, one for all Afghanistan."""
    programmes = [
        ("here", "TJ", "2024-01-01", None),
        ("over", "AF", "2020-01-01", "2022-12-31"),
        ("wide", "AF", None, None),
        ("later", "AF", "2027-01-01", None),
    ]
    programme = pd.DataFrame(programmes, columns=["code", "country", "start_date", "end_date"])
    programme["title"] = programme["code"]
    for column in ("donor", "implementer", "status", "theme", "source_title", "source_publisher"):
        programme[column] = "x"
    programme["provenance"] = "published"
    values = [
        ("served", "here", "TJ", "Khatlon"),
        ("trained", "over", "AF", "Herat"),
        ("met", "wide", "AF", None),
        ("plan", "later", "AF", "Herat"),
        ("centres", None, "PK", "Quetta|Gwadar"),
        ("homes", None, "AF", None),
    ]
    value = pd.DataFrame(values, columns=["indicator", "programme", "country", "place_text"])
    indicator = value[["indicator", "programme"]].rename(columns={"indicator": "code"})
    indicator["unit"] = ["people", "people", "people", "people", "centres", "centres"]
    for column in ("body", "title", "level", "measure", "ascending", "standard_tag"):
        indicator[column] = "x"
    value = value.drop(columns="programme").assign(id=range(len(value)), kind="actual", value=1, provenance="published")
    for column in ("lower", "upper", "dimension", "period_start", "period_end", "source_document", "note"):
        value[column] = None
    value = value.assign(sex="total", age="total", source_title="Report", source_publisher="Operator")
    organisation = pd.DataFrame({"code": ["x"], "name": ["Operator"], "kind": [None], "country": [None]})
    return {"programme": programme, "indicator": indicator, "indicator_value": value, "organisation": organisation}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    worlds = {
        "gap": make_world(tmp_path_factory.mktemp("gap"), _content(), frames=_frames()),
        "alike": make_world(tmp_path_factory.mktemp("alike"), _content(0.5), frames=_frames()),
        "by source": make_world(tmp_path_factory.mktemp("source")),
        "withheld": make_world(tmp_path_factory.mktemp("withheld"), _content(), least_count=100_000),
    }
    return {name: open_release(address) for name, address in worlds.items()}


def _gaps(release: Release, role: str = "identified") -> pd.DataFrame:
    return gap_statistics.coverage_gaps(release, Filters(), role)


def _row(frame: pd.DataFrame, place: str) -> Row:
    return rows_of(frame[frame["place"] == place])[0]


def test_who_came_on_is_also_known_from_who_did_not(made: dict[str, Release]) -> None:
    frame = gap_questions.people_by_step(made["gap"], Filters(), "identified").set_index("place")
    assert frame.loc["AF-BAL", ["count", "referred", "served", "services"]].tolist() == [200, 100, 100, 100]
    assert frame.loc["AF-HER", ["count", "referred", "served", "services"]].tolist() == [800, 80, 80, 80]
    assert frame.loc["TJ-DU+TJ-RA", ["count", "served"]].tolist() == [100, 50]
    assert pd.isna(frame.loc["AF-KAB", "served"])
    by_source = gap_questions.people_by_step(made["gap"], Filters(), "source")
    assert by_source["services"].isna().all()  # no table has the services by where people were taken from


def test_noise_makes_nobody_served_of_fewer_than_nobody(tmp_path: Path) -> None:
    """Of Farah's 200 people 210 are said not to have been served."""
    stages = ("source", "sex", "age", "stage")
    others = [row for row in tables()[stages] if row[0] != "AF-FRA"]
    farah = [("AF-FRA", "female", "adult", "identified", 210), ("AF-FRA", "female", "adult", "served", 3)]
    release = open_release(make_world(tmp_path, {**tables(), stages: [*others, *farah]}))
    frame = gap_questions.people_by_step(release, Filters(), "source").set_index("place")
    farah = frame.loc["AF-FRA"]
    assert farah[["count", "served"]].tolist() == [200, 0]
    # what is known from those who were not has the noise of both numbers
    where = {"source": frozenset({"AF-FRA"}), "stage": frozenset(STAGES) - gap_questions.STEPS["served"]}
    [(_count, error, _state)] = release.rows((), where)
    assert farah["served_error"] == pytest.approx((farah["standard_error"] ** 2 + error**2) ** 0.5)
    assert 0 < error < farah["served_error"]


def test_a_release_without_steps_refuses(tmp_path: Path, made: dict[str, Release]) -> None:
    release = open_release(make_world(tmp_path, region()))
    assert gap_questions.roles_with_steps(release, Filters()) == ()
    with pytest.raises(NotPublished):
        gap_questions.people_by_step(release, Filters(), "source")
    assert gap_questions.roles_with_steps(made["by source"], Filters()) == ("source",)
    assert gap_questions.roles_with_steps(made["gap"], Filters()) == ("identified", "source")


def test_what_nobody_publishes_is_missing_and_not_zero(made: dict[str, Release]) -> None:
    frame = gap_questions.published_services(made["gap"], Filters()).set_index("place")
    assert frame["points"].dropna().to_dict() == {"PK-BA": 2}
    assert frame["programmes"].dropna().to_dict() == {"TJ-KT": 1}  # one is over, one has not begun
    assert frame.loc["AF-HER", ["points_unplaced", "programmes_country"]].tolist() == [1, 1]
    empty = gap_questions.published_services(made["by source"], Filters())
    assert empty.drop(columns="place").isna().all(axis=None)


def test_a_programme_in_both_provinces_of_an_area_is_one_there(tmp_path: Path) -> None:
    frames = _frames()
    values = frames["indicator_value"]
    values.loc[values["indicator"] == "served", "place_text"] = "Dushanbe|DRS"
    frame = gap_questions.published_services(open_release(make_world(tmp_path, region(), frames=frames)), Filters())
    assert frame.set_index("place")["programmes"].dropna().to_dict() == {"TJ-DU+TJ-RA": 1}


def test_programmes_of_chosen_years_have_begun_and_are_not_over(made: dict[str, Release]) -> None:
    found = portfolio(made["gap"], Filters(years=(2023, 2024)))["code"]
    assert set(found) == {"here", "wide"}  # wide says no period


@pytest.mark.slow
def test_a_gap_is_a_high_rate_whose_people_do_not_come_on(made: dict[str, Release]) -> None:
    gaps = _gaps(made["gap"])
    herat, khatlon = _row(gaps, "AF-HER"), _row(gaps, "TJ-KT")
    assert gaps.iloc[0]["place"] == "AF-HER"
    assert (herat["gap"], khatlon["gap"], _row(gaps, "AF-BAL")["gap"]) == ("gap", "high_rate", "none")
    assert herat["served_share"] == pytest.approx(0.1)
    assert herat["each"] == pytest.approx(0.1)
    # the shares that 80 of 800, each with a noise of 5, do not contradict; one year tells no overdispersion, so that of
    # groups of three is taken
    share, lower, upper = share_interval(80, 800, reached_variance=25, people_variance=25, overdispersion=5)
    assert pd.Series(herat)[["referred_share", "referred_lower", "referred_upper"]].tolist() == [
        share[0],
        lower[0],
        upper[0],
    ]
    assert herat["served_country"] == pytest.approx((80 + 11 * 100) / (800 + 11 * 200))
    assert gap_words.headline(gaps, EN) == "Herat has a high rate and few people who are referred or served"
    assert gap_words.reason(herat, EN) == (
        "3.2 times its country's rate (2.7 to 3.7); 10% (6% to 16%) referred; 10% (6% to 16%) reached a service; "
        "no published service point; no programme names it"
    )
    assert gap_words.reason(khatlon, EN).endswith("no published service point; 1 programme there")
    assert gap_words.without_a_place(gaps, EN) == (
        "Published without a place in the country: Afghanistan: 1 service point and 1 programme."
    )


@pytest.mark.slow
def test_a_high_rate_where_nothing_is_published_is_said(made: dict[str, Release]) -> None:
    gaps = _gaps(made["alike"])
    assert _row(gaps, "AF-HER")["gap"] == "unpublished"
    assert _row(gaps, "TJ-KT")["gap"] == "high_rate"
    assert gap_words.headline(gaps, EN) == ("Herat has a high rate and no published service point or programme")
    assert gap_words.sure(gaps, EN).endswith(
        "In none of those judged that have a high rate are fewer referred or served than in the rest of its country "
        "beyond chance."
    )
    # an area whose share is withheld was not judged, however high its rate is
    unjudged = gaps.assign(gap=gaps["gap"].mask(gaps["is_high"], "withheld"))
    assert "In none of those" not in gap_words.sure(unjudged, EN)


@pytest.mark.slow
def test_nothing_is_said_where_everything_is_withheld(made: dict[str, Release]) -> None:
    nothing = _gaps(made["withheld"])
    assert set(nothing["gap"]) == {"withheld"}
    assert gap_words.headline(nothing, EN) == "It cannot be said where services are missing: too much is withheld"
    assert gap_words.alt_text(nothing, EN) == "Map of gaps in services: nothing may be shown."


def test_areas_that_are_not_judged_are_counted_by_their_reason() -> None:
    gaps = pd.DataFrame({"gap": ["none", "withheld", "withheld", "alone"], "is_high": False, "verdict": ""})
    said = gap_words.sure(gaps.assign(place="AF-HER"), EN)
    assert ": 1. Not judged: 2 because a share is withheld" in said
    assert "1 because nothing is known of the rest of the country." in said


@pytest.mark.slow
def test_a_rate_that_may_be_effort_is_no_need_for_services(tmp_path: Path) -> None:
    """Two thirds of Herat's people were recorded by one kind of source: the page calls its rate what may be effort."""
    recorded = {key: rows for key, rows in tables(recorded_by_border=500).items() if "data_source" in key}
    content = {**_content(), **recorded}
    gaps = _gaps(open_release(make_world(tmp_path, content, frames=_frames())))
    herat = _row(gaps, "AF-HER")
    assert (herat["verdict"], herat["is_high"], herat["gap"]) == ("effort", False, "low_service")
    assert "May be effort" in gap_words.lines(herat, EN)
    assert "Herat" not in gap_words.headline(gaps, EN)
    alike = _gaps(open_release(make_world(_folder(tmp_path), {**_content(0.5), **recorded}, frames=_frames())))
    assert _row(alike, "AF-HER")["gap"] == "effort"


def test_an_area_without_a_rest_of_its_country_is_not_judged(made: dict[str, Release]) -> None:
    """All of Tajikistan's people are in Khatlon: there is nobody to compare them with. Of Farah one step has nobody."""
    steps = gap_questions.people_by_step(made["gap"], Filters(), "identified")
    steps = steps[steps["place"].isin(["TJ-KT", "AF-HER", "AF-BAL", "AF-FRA", "AF-KAB"])].reset_index(drop=True)
    alone = steps["place"] == "TJ-KT"
    for name in ("count", "referred", "served"):
        steps[f"country_{name}"] = steps[f"country_{name}"].mask(alone, steps[name].astype(float))
    steps["country_served"] = steps["country_served"].mask(steps["place"] == "AF-FRA")
    rates = pd.DataFrame({"place": steps["place"], **LIKE_ITS_COUNTRY, "verdict": "not_high"})
    gaps = gap_statistics.gaps_of(steps.assign(points=pd.NA, programmes=pd.NA), rates, 1.0)
    assert gaps.set_index("place")["gap"].to_dict() == {
        "AF-HER": "low_service",
        "AF-BAL": "none",
        "AF-FRA": "alone",
        "TJ-KT": "alone",
        "AF-KAB": "withheld",
    }
    assert gap_words.sure(gaps, EN).startswith(
        "Areas judged, each against the rest of its country: 2. Not judged: 1 because a share is withheld, nobody is "
        "recorded or there is no rate, 2 because nothing is known of the rest of the country."
    )


def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "other"
    folder.mkdir()
    return folder


@pytest.mark.slow
def test_the_list_has_a_column_a_reason(made: dict[str, Release]) -> None:
    first = hotspot_tables.gaps_list(_gaps(made["gap"])[:1], EN).to_dict("records")[0]
    assert first == {
        "Place": "Herat, Afghanistan",
        "Finding": "High rate, few referred or served",
        "Times its country's rate": "3.20",
        "Referred": "10% (6% to 16%)",
        "Reached a service": "10% (6% to 16%)",
        "Services a person": "0.1 (±0.1)",
        "Service points": "none published",
        "Programmes": "none published",
    }


@pytest.mark.slow
def test_figures_of_gaps_are_valid(made: dict[str, Release], t: Translator) -> None:
    gaps = _gaps(made["gap"])
    figure = hotspot_class_maps.gap_map(gaps, Paper(t, LIGHT, "phone"), ("AF",))
    go.Figure(figure.to_dict())
    go.Figure(gap_figures.gap_figure(gaps, Paper(t, LIGHT)).to_dict())
    assert t.gettext(GAP["gap"]) in {annotation.text for annotation in figure.layout.annotations}


@pytest.mark.slow
def test_the_ends_of_an_interval_are_its_limits(made: dict[str, Release]) -> None:
    dots = gap_figures.gap_figure(gaps := _gaps(made["gap"]), Paper(EN, LIGHT)).data[1]
    shown = gaps[gaps["served_share"].notna()].sort_values("served_share", kind="stable")[: len(dots.x)]
    assert list(dots.x + dots.error_x.array) == pytest.approx(shown["served_upper"].tolist())
    assert list(dots.x - dots.error_x.arrayminus) == pytest.approx(shown["served_lower"].tolist())


def gapless_worlds(template: pd.DataFrame, size: int, worlds: int) -> int:
    """In how many worlds with one share in each country, of people found in groups of `size`, there is a low area."""
    random = np.random.default_rng(8)
    rates = pd.DataFrame({"place": template["place"], **LIKE_ITS_COUNTRY, "verdict": "holds_up"})
    found = 0
    for _ in range(worlds):
        world = template.copy()
        groups = random.poisson(template["count"].astype(float) / size)
        for name, share, error in (("referred", 0.5, "referred_error"), ("served", 0.4, "served_error")):
            world[name] = size * random.binomial(groups, share) + random.normal(0, template[error])
            world[f"country_{name}"] = world.groupby("country")[name].transform("sum")
        world["count"] = size * groups + random.normal(0, template["standard_error"])
        world["country_count"] = world.groupby("country")["count"].transform("sum")
        found += bool(gap_statistics.gaps_of(world, rates, float(size))["is_low"].any())
    return found


@pytest.mark.slow
@pytest.mark.parametrize("size", [1, 2, 3])
def test_worlds_without_a_gap_have_none(made: dict[str, Release], size: int) -> None:
    steps = gap_questions.people_by_step(made["gap"], Filters(), "identified")
    template = steps[steps["count"].notna()].assign(points=pd.NA, programmes=pd.NA).reset_index(drop=True)
    assert len(template) == 16
    assert gapless_worlds(template, size, 300) <= 300 * 0.065


def test_services_a_person_carry_the_noise_of_both_numbers(made: dict[str, Release]) -> None:
    """300 services (error 6) of 100 people (error 4): 3 a person, with an error of hypot(6, 3 × 4) / 100."""
    steps = gap_questions.people_by_step(made["gap"], Filters(), "identified").iloc[:2]
    steps = steps.assign(count=100, standard_error=4.0, services=300.0, services_error=6.0)
    rates = pd.DataFrame({"place": steps["place"], **LIKE_ITS_COUNTRY, "verdict": "unclear"})
    gaps = gap_statistics.gaps_of(steps.assign(points=pd.NA, programmes=pd.NA), rates, 1.0)
    assert gaps["each"].tolist() == pytest.approx([3, 3])
    assert gaps["each_error"].tolist() == pytest.approx([np.hypot(6, 12) / 100] * 2)


def test_no_service_in_an_exact_release_is_none(tmp_path: Path) -> None:
    """Nobody in Farah received a service: 0 a person, not a number that is kept from view."""
    content = _content()
    content["province", "service"] = [row for row in content["province", "service"] if row[0] != "AF-FRA"]
    release = open_release(make_world(tmp_path, content, is_exact=True))
    steps = gap_questions.people_by_step(release, Filters(), "identified").set_index("place")
    assert steps.loc["AF-FRA", "services"] == 0


@pytest.mark.parametrize(
    ("start", "end", "runs"),
    [
        (None, None, True), ("2026-11-21", "2026-11-21", True), ("2026-11-22", None, False),
        (None, "2026-11-20", False), ("2020", "2026", True), ("2020", "2025", False), ("2020", "2026-11", True),
    ],
)  # fmt: skip
def test_a_programme_runs_on_its_first_and_on_its_last_day(start: str | None, end: str | None, runs: bool) -> None:
    assert gap_questions._runs({"start": start, "end": end}, "2026-11-21") == runs
